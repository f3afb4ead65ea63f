"""A backup is whole and looked through, or it is none; what is put back is what was kept; nothing is lost."""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest
from kept_examples import FIRST, NOW, content, diary, filled, nights, told

from stilla.diary.events import Night, Opened
from stilla.errors import BadInput
from stilla.store import backup as backing
from stilla.store import home as home_store
from stilla.store import restore as putting_back
from stilla.store.backup import KEPT, back_up, backup_if_due, backups, choose_destination
from stilla.store.copies import write_whole
from stilla.store.home import HomeStore
from stilla.store.kept_files import DATABASES
from stilla.store.migrations import Step
from stilla.store.restore import finish, restore, unfinished
from stilla.store.trial import TrialStore


@pytest.fixture
def data(tmp_path):
    return filled(tmp_path / "data")


def kept(folder):
    """What is kept, without the backups."""
    return {name: each for name, each in content(folder).items() if not name.startswith("backup")}


def dumps(folder):
    found = {}
    for name in DATABASES:
        if (folder / name).exists():
            with contextlib.closing(sqlite3.connect(folder / name)) as database:
                found[name] = list(database.iterdump())
    return found


def age(folder):
    return HomeStore(folder).read().facts["age"]


def test_a_backup_holds_everything_and_is_its_owners_alone(data):
    made = back_up(data, NOW)
    assert made.name == "20261122T063000Z"
    assert made.folder == data / "backups" / made.name
    assert dumps(made.folder) == dumps(data)
    assert (made.folder / "trial/log.jsonl").read_bytes() == (data / "trial/log.jsonl").read_bytes()
    assert (made.folder / "trial/protocol.json").exists()
    if os.name == "posix":
        assert {each.stat().st_mode & 0o077 for each in made.folder.rglob("*")} == {0}
    assert [each.name for each in (data / "backups").iterdir()] == [made.name]


def test_where_nothing_is_kept_there_is_nothing_to_back_up(tmp_path):
    with pytest.raises(BadInput, match="Nothing is kept"):
        back_up(tmp_path / "none", NOW)
    assert backup_if_due(tmp_path / "none", NOW) is None
    assert not (tmp_path / "none").exists()


def test_what_is_put_back_is_what_was_kept(data):
    before = dumps(data)
    made = back_up(data, NOW)
    told(data, 62)
    diary(data, Night(FIRST + timedelta(days=99), score=1))
    (data / "foods.sqlite").unlink()
    (data / "trial/answer.json").write_text("{}")
    there = dumps(data)
    done = restore(data, made.name, NOW)
    assert dumps(data) == before
    assert not (data / "trial/answer.json").exists()
    assert unfinished(data) is None
    # and back again
    assert done.before is not None
    restore(data, done.before.name, NOW)
    assert dumps(data) == there
    assert (data / "trial/answer.json").read_text() == "{}"
    diary(data, Night(FIRST + timedelta(days=100), score=1))


def test_a_backup_into_an_empty_folder(data, tmp_path):
    made = back_up(data, NOW)
    other = tmp_path / "new"
    shutil.copytree(data / "backups", other / "backups")
    assert restore(other, made.name, NOW).before is None
    assert dumps(other) == dumps(data)


def test_the_last_ones_are_kept(data):
    for n in range(KEPT + 3):
        back_up(data, NOW + timedelta(days=n))
    mine = data / "backups" / "my notes"
    mine.mkdir()
    back_up(data, NOW + timedelta(days=99))
    found = backups(data)
    assert len(found) == KEPT
    assert found[-1].made == NOW.astimezone(UTC) + timedelta(days=99)
    assert mine.exists()


def test_a_backup_that_is_put_back_is_never_let_go_on_the_way(data):
    first = restore(data, back_up(data, NOW).name, NOW).before
    assert first is not None
    for n in range(1, KEPT):
        restore(data, back_up(data, NOW + timedelta(days=n)).name, NOW + timedelta(days=n))
    assert restore(data, first.name, NOW + timedelta(days=50)).backup.name == first.name
    assert first.folder.exists()


def test_several_in_one_second_have_names_of_their_own(data):
    assert [back_up(data, NOW).name[16:] for _ in range(3)] == ["", "-2", "-3"]
    assert [each.name[16:] for each in backups(data)] == ["", "-2", "-3"]


@pytest.mark.parametrize(
    ("days", "due"), [(0, False), (6.9, False), (7, True), (400, True), (-0.5, False), (-30, True)]
)
def test_the_weekly_backup_is_made_when_it_is_due(data, days, due):
    back_up(data, NOW)
    assert (backup_if_due(data, NOW + timedelta(days=days)) is not None) == due


def test_the_first_weekly_backup_is_due_at_once(data):
    assert backup_if_due(data, NOW) is not None
    assert backup_if_due(data, NOW) is None


@pytest.mark.parametrize("how", ["cut", "bit", "missing", "foreign", "newer", "list", "list gone", "link"])
def test_a_backup_that_is_not_whole_is_refused_and_the_last_good_one_named(data, how):
    good = back_up(data, NOW)
    bad = back_up(data, NOW + timedelta(days=1))
    file = bad.folder / "home.sqlite"
    listed = bad.folder / backing.MANIFEST
    match how:
        case "cut":
            file.write_bytes(file.read_bytes()[:-1])
        case "bit":
            raw = bytearray(file.read_bytes())
            raw[9000] ^= 1
            file.write_bytes(raw)
        case "missing":
            file.unlink()
        case "foreign" | "newer":
            with contextlib.closing(sqlite3.connect(file)) as database:
                database.execute("PRAGMA application_id = 1" if how == "foreign" else "PRAGMA user_version = 99")
            about = msgspec.json.decode(listed.read_bytes())
            [entry] = [each for each in about["files"] if each["name"] == "home.sqlite"]
            entry["sha256"] = backing.sha256_of(file)
            listed.write_bytes(msgspec.json.encode(about))
        case "list":
            listed.write_bytes(listed.read_bytes().replace(b'"home.sqlite"', b'"../../x"'))
        case "list gone":
            listed.unlink()
        case "link":
            file.rename(data / "elsewhere")
            file.symlink_to(data / "elsewhere")
    before = kept(data)
    with pytest.raises(BadInput) as refused:
        restore(data, bad.name, NOW)
    assert good.name in str(refused.value)
    assert kept(data) == before
    assert len(backups(data)) == 2
    assert restore(data, good.name, NOW).backup.name == good.name


def test_a_backup_with_an_altered_diary_is_refused(data):
    bad = back_up(data, NOW)
    file = bad.folder / "trial/diary.sqlite"
    with contextlib.closing(sqlite3.connect(file)) as database:
        database.execute("DROP TRIGGER event_is_kept")
        database.execute("UPDATE event SET body = replace(body, '4', '5') WHERE number = 5")
        database.commit()
    listed = bad.folder / backing.MANIFEST
    about = msgspec.json.decode(listed.read_bytes())
    for each in about["files"]:
        path = bad.folder / each["name"]
        each |= {"bytes": path.stat().st_size, "sha256": backing.sha256_of(path)}
    listed.write_bytes(msgspec.json.encode(about))
    with pytest.raises(BadInput, match="Entry 5 was changed"):
        restore(data, bad.name, NOW)


def test_a_name_that_is_none_is_refused_and_the_last_one_named(data):
    made = back_up(data, NOW)
    for name in ("20200101T000000Z", "..", "", "backups/" + made.name):
        with pytest.raises(BadInput, match=made.name):
            restore(data, name, NOW)


@pytest.mark.parametrize("wrong", [b"", b"not a database" * 300, None])
def test_a_damaged_folder_is_mended_and_what_was_there_kept_as_it_is(data, wrong):
    made = back_up(data, NOW)
    before = dumps(data)
    file = data / "trial/diary.sqlite"
    file.write_bytes(torn := file.read_bytes()[:9000] if wrong is None else wrong)
    (data / "trial/diary.sqlite-journal").write_bytes(b"an old journal")
    done = restore(data, made.name, NOW)
    assert dumps(data) == before
    assert done.before is not None
    assert (done.before.folder / "trial/diary.sqlite").read_bytes() == torn
    with pytest.raises(BadInput, match="when something was wrong"):
        restore(data, done.before.name, NOW)


def test_a_damaged_database_gives_no_backup_and_lets_none_go(data):
    made = back_up(data, NOW)
    (data / "home.sqlite").write_bytes(b"x" * 5000)
    for _ in range(KEPT + 1):
        with pytest.raises(BadInput, match="damaged"):
            back_up(data, NOW)
    assert [each.name for each in backups(data)] == [made.name]
    assert list((data / "backups").glob(".*")) == []


def test_a_log_that_says_more_than_the_diary_gives_no_backup(data):
    log = data / "trial/log.jsonl"
    log.write_bytes(log.read_bytes() + b"{}\n")
    with pytest.raises(BadInput, match="says something else"):
        back_up(data, NOW)


def test_putting_back_that_was_cut_off_is_finished(data, monkeypatch):
    before = dumps(data)
    made = back_up(data, NOW)
    told(data, 62)
    diary(data, Night(FIRST + timedelta(days=99), score=1))

    def cut(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(
        putting_back,
        "write_whole",
        lambda path, what: write_whole(path, what) if path.name == "restoring.txt" else cut(),
    )
    with pytest.raises(KeyboardInterrupt):
        restore(data, made.name, NOW)
    monkeypatch.undo()
    assert unfinished(data) == made.name
    told(data, 63)  # written before it was finished: kept, and not lost
    assert backup_if_due(data, NOW) is None
    assert [HomeStore(each.folder).read().facts["age"] for each in backups(data)] == [61, 62, 63]
    assert unfinished(data) is None
    assert finish(data, NOW) is None
    assert dumps(data) == before
    assert (data / "trial/log.jsonl").read_bytes() == (made.folder / "trial/log.jsonl").read_bytes()


def test_a_database_is_put_back_while_another_connection_is_open(data):
    made = back_up(data, NOW)
    told(data, 62)
    with contextlib.closing(sqlite3.connect(data / "home.sqlite")) as reader:
        assert reader.execute("SELECT count(*) FROM kept").fetchone() == (2,)
        restore(data, made.name, NOW)
        assert reader.execute("SELECT count(*) FROM kept").fetchone() == (1,)
    assert age(data) == 61


def test_backups_go_where_the_person_wants(data, tmp_path):
    disk = tmp_path / "disk"
    with pytest.raises(BadInput, match="no such folder"):
        choose_destination(data, disk)
    disk.mkdir()
    choose_destination(data, disk)
    made = back_up(data, NOW)
    assert made.folder.parent == disk / "stilla-backups"
    assert restore(data, made.name, NOW).before.folder.parent == data / "backups"
    disk.rename(tmp_path / "away")
    with pytest.raises(BadInput, match="cannot be reached"):
        back_up(data, NOW)
    choose_destination(data, None)
    assert back_up(data, NOW).folder.parent == data / "backups"
    assert str(disk) in backing.settings_of(data).used


@pytest.mark.parametrize("opened", [False, True])
@pytest.mark.parametrize("locked", [False, True])
def test_an_open_key_is_never_backed_up_before_the_answer(data, opened, locked):
    key = data / "trial/key.json"
    key.write_text('{"cipher":"x"}' if locked else '{"secret":"x"}')
    if opened:
        diary(data, Opened("Anna", "answer"))
    made = back_up(data, NOW)
    assert (made.folder / "trial/key.json").exists() == (opened or locked)
    # Whatever is put back, a key that is nowhere else stays.
    restore(data, made.name, NOW)
    assert key.exists()


NEXT = Step(2, "a new column", ("ALTER TABLE kept ADD COLUMN more TEXT",))


def test_a_database_is_backed_up_before_it_gets_a_new_form(data, monkeypatch):
    before = dumps(data)["home.sqlite"]
    monkeypatch.setattr(home_store, "STEPS", (*home_store.STEPS, NEXT))
    told(data, 62)
    [made] = backups(data)
    assert made.manifest is not None
    assert (made.manifest.reason, made.manifest.whole) == ("migration", False)
    assert [each.name for each in made.manifest.files] == ["home.sqlite"]
    assert dumps(made.folder)["home.sqlite"] == before
    told(data, 63)
    assert len(backups(data)) == 1
    # Putting it back leaves the diary and the rest alone.
    diary(data, Night(FIRST + timedelta(days=99), score=1))
    restore(data, made.name, NOW)
    assert age(data) == 61
    assert len(TrialStore(data / "trial").events()) == 15


def test_where_the_backup_fails_the_form_stays(data, monkeypatch):
    monkeypatch.setattr(home_store, "STEPS", (*home_store.STEPS, NEXT))
    (data / "backups").write_text("a file where the folder should be")
    before = (data / "home.sqlite").read_bytes()
    with pytest.raises(BadInput):
        told(data, 62)
    assert (data / "home.sqlite").read_bytes() == before


def test_a_new_database_is_not_backed_up(tmp_path):
    told(tmp_path / "data")
    assert backups(tmp_path / "data") == ()


FULL = """
import resource, sys
from kept_examples import *
from stilla.errors import BadInput
from stilla.store.backup import back_up
from stilla.store.restore import restore
folder, what, limit = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
try:
    match what:
        case "backup": back_up(folder, NOW)
        case "change": HomeStore(folder).change(lambda k: msgspec.structs.replace(k, foods="x" * 90_000), NOW)
        case "export":
            from stilla.store.archive import export_to
            export_to(folder, folder.parent / "out.zip", "sv")
        case _: restore(folder, what, NOW)
except BadInput as error:
    print(error)
    sys.exit(2)
"""


def on_a_full_disk(folder, what, limit):
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parent)}
    return subprocess.run(
        [sys.executable, "-c", FULL, str(folder), what, str(limit)],
        env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip


@pytest.mark.skipif(os.name == "nt", reason="limits of Unix")
@pytest.mark.parametrize("what", ["backup", "change", "export"])
def test_a_full_disk_is_said_and_leaves_everything(data, what):
    diary(data, *nights(300, FIRST + timedelta(days=100)))
    before = content(data)
    done = on_a_full_disk(data, what, 20_000)
    assert done.returncode == 2, done.stderr
    assert "full disk" in done.stdout
    assert what != "backup" or str(data / "backups") in done.stdout  # not the file that was only read
    assert content(data) == before
    assert not (data.parent / "out.zip").exists()


@pytest.mark.skipif(os.name == "nt", reason="limits of Unix")
def test_putting_back_on_a_full_disk_loses_nothing(data):
    diary(data, *nights(300, FIRST + timedelta(days=100)))
    made = back_up(data, NOW)
    told(data, 62)
    before = dumps(data)
    done = on_a_full_disk(data, made.name, 60_000)
    assert done.returncode == 2, done.stderr
    assert dumps(data) == before
    assert restore(data, made.name, NOW).backup.name == made.name
    assert age(data) == 61


RESTORER = """
import sys
import time
from kept_examples import *
from stilla.store.restore import restore
print("ready", flush=True)
for n in range(1000):
    restore(Path(sys.argv[1]), sys.argv[2 + n % 2], NOW)
"""


@pytest.mark.skipif(os.name == "nt", reason="kill -9 is of Unix")
def test_after_kill_9_it_is_the_one_or_the_other_once_finished(data):
    """Killed again and again while one backup and another are put back in turn."""
    both = [back_up(data, NOW)]
    told(data, 62)
    diary(data, *nights(50, FIRST + timedelta(days=100)))
    both.append(back_up(data, NOW))
    states = [dumps(each.folder) for each in both]
    rng, seen = random.Random(7), []
    for _ in range(8):
        environment = os.environ | {"PYTHONPATH": str(Path(__file__).parent)}
        words = [sys.executable, "-c", RESTORER, str(data), *(each.name for each in both)]
        running = subprocess.Popen(words, stdout=subprocess.PIPE, env=environment, text=True)
        assert running.stdout is not None
        assert running.stdout.readline() == "ready\n"
        time.sleep(rng.uniform(0.05, 0.4))
        os.kill(running.pid, signal.SIGKILL)
        running.stdout.close()
        running.wait()
        backup_if_due(data, NOW)
        assert dumps(data) in states
        seen.append(states.index(dumps(data)))
        assert (data / "trial/log.jsonl").read_bytes() == (both[seen[-1]].folder / "trial/log.jsonl").read_bytes()
        assert unfinished(data) is None
    backup_if_due(data, datetime.now(UTC) + timedelta(days=2))
    assert [each for each in data.rglob(".working-*") if each.is_dir()] == []
    told(data, 63)


WRITER = """
import sys
import time
from kept_examples import *
print("ready", flush=True)
for n in range(1000):
    diary(Path(sys.argv[1]), Night(date(2030, 1, 1) + timedelta(days=n), score=3))
"""


def test_a_backup_while_another_program_writes_is_whole(data):
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parent)}
    running = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(data)], stdout=subprocess.PIPE, env=environment, text=True
    )
    try:
        assert running.stdout is not None
        assert running.stdout.readline() == "ready\n"
        made = [back_up(data, NOW) for _ in range(6)]
    finally:
        running.kill()
        running.wait()
        assert running.stdout is not None
        running.stdout.close()
    for each in made:
        backing.must_be_whole(each)
    counts = [len(TrialStore(each.folder / "trial").events()) for each in made]
    assert counts == sorted(counts)
    assert counts[-1] > 14
