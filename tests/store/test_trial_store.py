"""The diary on the disk: nothing acknowledged is lost, nothing is changed, two writers make one chain."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from stilla.diary import chain
from stilla.diary.events import Dose, Night
from stilla.diary.record import placed, record_of
from stilla.errors import BadInput
from stilla.store.trial import APPLICATION, DIARY, LOG, TrialStore, read_events

STOCKHOLM = ZoneInfo("Europe/Stockholm")
NOW = datetime(2026, 11, 22, 7, 30, tzinfo=STOCKHOLM)
FIRST = date(2026, 11, 22)
INTO = "event (number, at, local, zone, body, previous, hash)"


@pytest.fixture
def store(tmp_path):
    return TrialStore(tmp_path / "trial")


def write(store: TrialStore, n: int, moment: datetime = NOW):
    return store.append(lambda _: [Night(FIRST + timedelta(days=n), score=n % 11)], moment, STOCKHOLM)


def filled(store: TrialStore, count: int) -> TrialStore:
    store.append(lambda _: [Night(FIRST + timedelta(days=n), score=n % 11) for n in range(count)], NOW, STOCKHOLM)
    return store


def test_what_was_entered_is_there_and_the_copy_says_the_same(store):
    assert store.events() == ()
    added = [*write(store, 0), *write(store, 1)]
    assert store.events() == tuple(added)
    assert chain.decode(store.log.read_bytes(), LOG) == tuple(added)
    assert chain.verify(read_events(store.file)) == ()


@pytest.mark.skipif(os.name != "posix", reason="other systems have no such permissions")
def test_only_its_owner_can_read_the_diary_also_in_an_open_folder(store):
    store.folder.mkdir(mode=0o755)
    write(store, 0)
    assert [each.stat().st_mode & 0o077 for each in (store.file, store.log)] == [0, 0]


def test_reading_makes_no_file(store):
    store.events()
    assert not store.folder.exists()


def test_what_is_refused_leaves_everything_as_it_was(store):
    write(store, 0)
    before = store.log.read_bytes()

    def decide(events):
        placed(Night(FIRST, score=1), record_of(events), replace=False)
        return ()

    with pytest.raises(BadInput, match="already"):
        store.append(decide, NOW, STOCKHOLM)
    assert len(store.events()) == 1
    assert store.log.read_bytes() == before


def test_several_entries_are_all_there_or_none(store):
    def half(_):
        yield Night(FIRST, score=1)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        store.append(half, NOW, STOCKHOLM)
    assert store.events() == ()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE event SET body = '{}' WHERE number = 1",
        "DELETE FROM event WHERE number = 2",
        "DELETE FROM event",
        f"INSERT OR REPLACE INTO {INTO} SELECT 1, at, local, zone, '{{}}', previous, hash FROM event WHERE number = 1",
        f"INSERT INTO {INTO} SELECT 9, at, local, zone, body, hash, previous FROM event WHERE number = 2",
    ],
)
def test_the_database_refuses_to_change_or_take_out_an_entry(store, statement):
    filled(store, 2)
    with contextlib.closing(sqlite3.connect(store.file)) as database:
        with pytest.raises(sqlite3.IntegrityError, match="an entry"):
            database.execute(statement)
        database.rollback()
    assert len(store.events()) == 2


def test_a_diary_altered_behind_the_triggers_is_refused_and_left_as_it_is(store):
    filled(store, 3)
    with contextlib.closing(sqlite3.connect(store.file)) as database:
        database.execute("DROP TRIGGER event_is_kept")
        database.execute("UPDATE event SET body = replace(body, '\"score\":1', '\"score\":7') WHERE number = 2")
        database.commit()
    before = store.file.read_bytes()
    with pytest.raises(BadInput, match="Entry 2 was changed"):
        store.events()
    with pytest.raises(BadInput, match="Entry 2 was changed"):
        write(store, 3)
    assert store.file.read_bytes() == before
    assert len(read_events(store.file)) == 3


def test_a_body_of_no_known_kind_is_refused(store):
    filled(store, 1)
    with contextlib.closing(sqlite3.connect(store.file)) as database:
        database.execute("DROP TRIGGER event_is_kept")
        database.execute("""UPDATE event SET body = '{"kind":"dream"}'""")
        database.commit()
    with pytest.raises(BadInput, match="damaged"):
        store.events()


def test_a_copy_that_cannot_be_written_after_the_entry_waits_for_the_next(store, monkeypatch):
    filled(store, 1)
    monkeypatch.setattr(store, "_add", _full_disk)
    write(store, 1)
    monkeypatch.undo()
    assert len(store.events()) == 2
    assert len(chain.decode(store.log.read_bytes(), LOG)) == 1
    write(store, 2)
    assert len(chain.decode(store.log.read_bytes(), LOG)) == 3


def _full_disk(*_):
    raise OSError


@pytest.mark.parametrize("torn", [b"", b"SQLite format 3\0", b"not a database at all, but long enough to look" * 40])
def test_a_file_that_is_no_diary_is_refused_and_left(store, torn):
    filled(store, 2)
    store.file.write_bytes(torn)
    with pytest.raises(BadInput) as refused:
        write(store, 2)
    assert "left as it" in str(refused.value) or "Nothing was written" in str(refused.value)
    assert store.file.read_bytes()[: len(torn)] == torn
    assert len(chain.decode(store.log.read_bytes(), LOG)) == 2


@pytest.mark.parametrize("keep", [0.2, 0.5, 0.9])
def test_a_truncated_diary_is_refused_and_left(store, keep):
    filled(store, 400)
    content = store.file.read_bytes()
    store.file.write_bytes(torn := content[: int(len(content) * keep)])
    with pytest.raises(BadInput):
        write(store, 400)
    assert store.file.read_bytes() == torn


def test_another_programs_database_is_refused_and_left(store):
    store.folder.mkdir()
    with contextlib.closing(sqlite3.connect(store.file)) as database:
        database.execute("CREATE TABLE theirs (x)")
        database.commit()
    before = store.file.read_bytes()
    for act in (store.events, lambda: write(store, 0)):
        with pytest.raises(BadInput, match="another program"):
            act()
    assert store.file.read_bytes() == before


def test_the_mark_in_the_file_is_its_own(store):
    filled(store, 1)
    with contextlib.closing(sqlite3.connect(store.file)) as database:
        assert database.execute("PRAGMA application_id").fetchone() == (APPLICATION,)
        kinds = database.execute("SELECT kind, night FROM event").fetchall()
    assert kinds == [("night", "2026-11-22")]


@pytest.mark.parametrize("torn", [0, 1, 7, 40])
def test_a_torn_end_of_the_copy_is_mended(store, torn):
    filled(store, 3)
    whole = store.log.read_bytes()
    store.log.write_bytes(whole[: len(whole) - torn])
    write(store, 3)
    assert chain.decode(store.log.read_bytes(), LOG) == store.events()


def test_a_missing_copy_is_made_anew(store):
    filled(store, 3)
    store.log.unlink()
    write(store, 3)
    assert len(chain.decode(store.log.read_bytes(), LOG)) == 4


@pytest.mark.parametrize("how", ["altered", "longer", "other"])
def test_a_copy_that_says_something_else_is_never_written_over(store, how):
    filled(store, 3)
    whole = store.log.read_bytes()
    said = {
        "altered": whole.replace(b'"score":1', b'"score":2'),
        "longer": whole + whole.splitlines(keepends=True)[0],
        "other": b"my own notes\n",
    }[how]
    store.log.write_bytes(said)
    with pytest.raises(BadInput, match="says something else"):
        write(store, 3)
    assert store.log.read_bytes() == said
    assert len(store.events()) == 3


def test_a_diary_that_lost_its_end_is_noticed_by_the_copy(store):
    filled(store, 3)
    shorter = TrialStore(store.folder.parent / "other")
    filled(shorter, 2)
    store.file.write_bytes(shorter.file.read_bytes())
    with pytest.raises(BadInput, match="says something else"):
        write(store, 3)


def test_a_copy_that_cannot_be_written_loses_no_entry(store):
    filled(store, 1)
    store.log.unlink()
    store.log.mkdir()
    with pytest.raises(BadInput, match="cannot be read"):
        write(store, 1)
    store.log.rmdir()
    write(store, 1)
    assert len(store.events()) == 2


def test_a_read_only_diary_can_be_read(store):
    filled(store, 2)
    store.file.chmod(0o400)
    store.folder.chmod(0o500)
    try:
        assert len(store.events()) == 2
    finally:
        store.folder.chmod(0o700)


def test_twenty_years_are_read(store):
    nights = [Night(FIRST + timedelta(days=n), score=n % 11) for n in range(7300)]
    doses = [Dose(each.night, "yes") for each in nights]
    store.append(lambda _: [*nights, *doses], NOW, STOCKHOLM)
    record = record_of(store.events())
    assert len(record.nights) == len(record.doses) == 7300


WRITER = """
import sys
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo
from stilla.diary.events import Night
from stilla.store.trial import TrialStore
store, where = TrialStore(Path(sys.argv[1])), ZoneInfo("Europe/Stockholm")
print("ready", flush=True)
for n in range(int(sys.argv[2])):
    [event] = store.append(
        lambda events: [Night(date(2026, 1, 1) + timedelta(days=len(events)), score=n % 11)],
        datetime(2026, 11, 22, 7, 30, tzinfo=where), where,
    )
    print(event.number, event.hash, flush=True)
"""


def writer(folder: Path, count: int) -> subprocess.Popen[str]:
    return subprocess.Popen([sys.executable, "-c", WRITER, str(folder), str(count)], stdout=subprocess.PIPE, text=True)


@pytest.mark.skipif(os.name == "nt", reason="kill -9 is of Unix")
def test_an_acknowledged_entry_survives_kill_9(store):
    """Killed again and again in the middle of writing; what it had told is there each time."""
    rng = random.Random(2026)
    told: dict[int, str] = {}
    for _ in range(8):
        running = writer(store.folder, 10_000)
        assert running.stdout is not None
        assert running.stdout.readline() == "ready\n"
        time.sleep(rng.uniform(0.02, 0.3))
        os.kill(running.pid, signal.SIGKILL)
        lines = [each.split() for each in running.stdout.read().splitlines(keepends=True) if each.endswith("\n")]
        running.stdout.close()
        running.wait()
        told |= {int(number): digest for number, digest in lines}
        kept = {each.number: each.hash for each in store.events()}
        assert told.items() <= kept.items()
    assert told
    write(store, 9999)
    assert chain.decode(store.log.read_bytes(), LOG) == store.events()
    assert not (store.folder / f"{DIARY}-journal").exists()


def test_two_writers_at_once_make_one_chain(store):
    both = [writer(store.folder, 40), writer(store.folder, 40)]
    said = [each.communicate(timeout=120)[0] for each in both]
    assert all(each.returncode == 0 for each in both)
    numbers = [int(line.split()[0]) for each in said for line in each.splitlines() if line != "ready"]
    assert sorted(numbers) == list(range(1, 81))
    events = store.events()
    assert len({each.body.night for each in events}) == 80
    assert chain.decode(store.log.read_bytes(), LOG) == events


def test_what_could_not_be_read_back_is_never_written(store):
    """One entry with a value that no reader knows would make the whole diary look damaged."""
    write(store, 1)
    before = store.events()
    with pytest.raises(BadInput):
        store.append(lambda _: (Dose(night=date(2026, 11, 21), taken="maybe"),), NOW, STOCKHOLM)
    assert store.events() == before
