"""What was verified once is not verified again, and nothing that was changed since goes unnoticed."""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
import subprocess
import sys
import threading
from datetime import timedelta
from pathlib import Path

import pytest
from kept_examples import FIRST, NOW, STOCKHOLM, nights

from stilla.diary import chain
from stilla.diary.events import Night
from stilla.diary.record import record_of
from stilla.errors import BadInput
from stilla.store import verified
from stilla.store.trial import LOG, TrialStore, read_events


@pytest.fixture(autouse=True)
def anew():
    verified.forget()
    yield
    verified.forget()


@pytest.fixture(params=[0, 2_000_000_000], ids=["times tell", "times do not tell yet"])
def store(request, tmp_path, monkeypatch):
    monkeypatch.setattr(verified, "_TELLING", request.param)
    return TrialStore(tmp_path / "trial")


def write(store, *bodies):
    return store.append(lambda _: list(bodies), NOW, STOCKHOLM)


def tamper(store, *statements):
    with contextlib.closing(sqlite3.connect(store.file)) as database:
        for statement in statements:
            database.execute(statement)
        database.commit()


def counted(monkeypatch):
    seen = []
    real = chain.verify
    monkeypatch.setattr(chain, "verify", lambda events, *more: seen.append(len(events)) or real(events, *more))
    return seen


def test_each_entry_is_verified_once(store, monkeypatch):
    seen = counted(monkeypatch)
    write(store, *nights(20))
    for n in range(3):
        assert len(store.events()) == 20 + n
        write(store, Night(FIRST + timedelta(days=50 + n), score=1))
        assert len(TrialStore(store.folder).events()) == 21 + n
    assert sum(seen) == 23


def test_the_file_as_it_stood_is_not_read_again(tmp_path, monkeypatch):
    monkeypatch.setattr(verified, "_TELLING", 0)
    store = TrialStore(tmp_path)
    write(store, *nights(20))
    first = store.events()
    assert store.events() is first
    assert store.record() is store.record()


def test_what_the_diary_says_is_what_its_entries_say(store):
    write(store, *nights(9))
    assert store.record() == record_of(store.events())
    write(store, Night(FIRST, score=10, replaces=1))
    assert store.record() == record_of(read_events(store.file))


@pytest.mark.parametrize("n", [1, 10, 20])
def test_an_entry_altered_since_is_noticed(store, n):
    write(store, *nights(20))
    assert len(store.events()) == 20
    tamper(
        store,
        "DROP TRIGGER event_is_kept",
        f"UPDATE event SET body = replace(body, '\"score\":', '\"score\":1') WHERE number = {n}",
    )
    for act in (store.events, store.record, lambda: write(store, Night(FIRST + timedelta(days=40)))):
        with pytest.raises(BadInput, match=f"Entry {n} was changed"):
            act()


def test_an_entry_altered_with_the_old_times_put_back_is_noticed(store):
    """A program can set the time of a change of content, not that of a change of the file."""
    write(store, *nights(20))
    store.events()
    before = store.file.stat()
    tamper(store, "DROP TRIGGER event_is_kept", "UPDATE event SET body = replace(body, '3', '4') WHERE number = 4")
    os.utime(store.file, ns=(before.st_atime_ns, before.st_mtime_ns))
    with pytest.raises(BadInput, match="Entry 4 was changed"):
        store.events()


def test_entries_taken_out_at_the_end_are_noticed_by_the_copy(store):
    write(store, *nights(20))
    store.events()
    tamper(store, "DROP TRIGGER event_stays", "DELETE FROM event WHERE number > 10")
    assert len(store.events()) == 10
    with pytest.raises(BadInput, match="says something else"):
        write(store, Night(FIRST + timedelta(days=40)))


def test_a_diary_put_in_the_place_of_another_is_read(store, tmp_path):
    write(store, *nights(20))
    store.events()
    other = TrialStore(tmp_path / "other")
    write(other, *nights(20, FIRST + timedelta(days=100)))
    shutil.copyfile(other.file, store.file)
    assert store.events() == other.events()
    shutil.rmtree(store.folder)
    assert store.events() == ()


def test_what_another_program_entered_is_there(store):
    write(store, *nights(3))
    assert len(store.events()) == 3
    code = (
        "import sys; from pathlib import Path; from datetime import date; from kept_examples import *;"
        "diary(Path(sys.argv[1]).parent, Night(date(2027, 1, 1), score=4))"
    )
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parent)}
    subprocess.run([sys.executable, "-c", code, str(store.folder)], env=environment, check=True)
    assert [each.body.score for each in store.events()] == [0, 1, 2, 4]
    write(store, Night(FIRST + timedelta(days=40), score=7))
    assert chain.decode(store.log.read_bytes(), LOG) == store.events() == read_events(store.file)


def test_a_copy_altered_since_is_never_written_over(store):
    write(store, *nights(20))
    store.log.write_bytes(said := store.log.read_bytes().replace(b'"score":1', b'"score":2'))
    with pytest.raises(BadInput, match="says something else"):
        write(store, Night(FIRST + timedelta(days=40)))
    assert store.log.read_bytes() == said


def test_what_is_refused_is_not_remembered(store):
    write(store, *nights(2))

    def refusing(events):
        assert len(events) == 2
        raise BadInput([])

    with pytest.raises(BadInput):
        store.append(refusing, NOW, STOCKHOLM)
    assert len(store.events()) == 2


def test_threads_that_read_and_write_at_once_see_chains_that_hold(store):
    write(store, *nights(5))
    seen, failed = [], []

    def read():
        try:
            for _ in range(15):
                events = TrialStore(store.folder).events()
                assert [each.number for each in events] == list(range(1, len(events) + 1))
                seen.append(len(events))
        except BaseException as error:  # noqa: BLE001  # shown below
            failed.append(error)

    def enter(k):
        try:
            for n in range(5):
                write(TrialStore(store.folder), Night(FIRST + timedelta(days=100 * k + n), score=3))
        except BaseException as error:  # noqa: BLE001  # shown below
            failed.append(error)

    workers = [threading.Thread(target=read) for _ in range(3)]
    workers += [threading.Thread(target=enter, args=(k,)) for k in (1, 2, 3)]
    for each in workers:
        each.start()
    for each in workers:
        each.join()
    assert failed == []
    assert len(store.events()) == 20
    assert store.events() == read_events(store.file) == chain.decode(store.log.read_bytes(), LOG)


def test_only_a_few_diaries_are_remembered(tmp_path):
    for n in range(10):
        write(TrialStore(tmp_path / str(n)), *nights(1))
    assert len(verified._known) <= 4
