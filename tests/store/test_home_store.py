"""What the person told the app: whole or not at all, never lost once acknowledged, never dropped unseen."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stilla.errors import BadInput, refuse
from stilla.store.home import EARLIER, HOME, HomeStore, Kept

NOW = datetime(2026, 11, 22, 6, 30, tzinfo=UTC)
replace = msgspec.structs.replace


@pytest.fixture
def store(tmp_path):
    return HomeStore(tmp_path / "data")


def age(value):
    return lambda kept: replace(kept, facts={**kept.facts, "age": value})


def raw(store, statement, *values):
    with contextlib.closing(sqlite3.connect(store.file)) as database:
        found = database.execute(statement, values).fetchall()
        database.commit()
        return found


def test_reading_makes_no_file_and_says_that_nothing_was_told(store):
    assert store.read() == Kept()
    assert store.earlier() == ()
    assert not store.folder.exists()


def test_what_was_told_is_there(store):
    told = store.change(lambda kept: replace(kept, language="sv", legs={"urge": "yes"}, open_lists=()), NOW)
    assert (
        told == store.read() == Kept(language="sv", legs={"urge": "yes"}, open_lists=(), changed="2026-11-22T06:30:00Z")
    )
    later = store.change(age(61), NOW + timedelta(hours=1))
    assert (later.language, later.facts, later.changed) == ("sv", {"age": 61}, "2026-11-22T07:30:00Z")


def test_nothing_is_written_where_nothing_differs(store):
    store.change(age(61), NOW)
    before = store.file.read_bytes()
    assert store.change(age(61), NOW + timedelta(days=1)).changed == "2026-11-22T06:30:00Z"
    assert store.file.read_bytes() == before


def test_what_is_refused_leaves_everything_as_it_was(store):
    def no(_):
        raise refuse("age", "no", "nej")

    with pytest.raises(BadInput):
        store.change(no, NOW)
    assert not store.folder.exists()
    store.change(age(61), NOW)
    with pytest.raises(BadInput):
        store.change(no, NOW)
    assert store.read().facts == {"age": 61}


@pytest.mark.parametrize(
    "wrong",
    [
        {"irls": 41}, {"legs": {"urge": "perhaps"}}, {"prefer": "25:00"}, {"prefer": "19:30\n"}, {"why": "money"},
        {"facts": {"age": float("nan")}}, {"facts": {"x": object()}}, {"foods": "å" * 200_000},
        {"zone": ""}, {"open_lists": ("foods",)},
    ],
)  # fmt: skip
def test_a_value_that_cannot_be_kept_is_refused(store, wrong):
    store.change(age(61), NOW)
    with pytest.raises(BadInput, match="Nothing was written"):
        store.change(lambda kept: replace(kept, **wrong), NOW)
    assert store.read().facts == {"age": 61}


@pytest.mark.skipif(os.name != "posix", reason="other systems have no such permissions")
def test_only_its_owner_can_look(store):
    store.change(age(61), NOW)
    assert store.folder.stat().st_mode & 0o777 == 0o700
    assert store.file.stat().st_mode & 0o777 == 0o600


def test_the_last_changes_stay_and_older_ones_go(store):
    for n in range(EARLIER + 5):
        store.change(age(n), NOW + timedelta(seconds=n))
    earlier = store.earlier()
    assert [each.kept.facts["age"] for each in earlier] == list(range(5, EARLIER + 5))
    assert earlier[-1].kept == store.read()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE kept SET document = '{}'",
        "DELETE FROM kept",
        "INSERT OR REPLACE INTO kept VALUES (1, '', '{}')",
    ],
)
def test_the_database_refuses_to_change_or_take_out(store, statement):
    store.change(age(61), NOW)
    with pytest.raises(sqlite3.IntegrityError):
        raw(store, statement)
    assert store.read().facts == {"age": 61}


def test_a_field_of_a_newer_version_is_refused_and_not_dropped(store):
    store.change(age(61), NOW)
    raw(store, "INSERT INTO kept (moment, document) VALUES ('2026', ?)", '{"facts":{"age":61},"mood":3}')
    before = store.file.read_bytes()
    for act in (store.read, lambda: store.change(age(62), NOW)):
        with pytest.raises(BadInput, match="newer"):
            act()
    assert store.file.read_bytes() == before


def test_a_database_of_a_newer_version_is_refused(store):
    store.change(age(61), NOW)
    raw(store, "PRAGMA user_version = 9")
    before = store.file.read_bytes()
    for act in (store.read, lambda: store.change(age(62), NOW)):
        with pytest.raises(BadInput, match="newer Stilla"):
            act()
    assert store.file.read_bytes() == before


def test_another_programs_database_is_refused(store):
    store.folder.mkdir()
    raw(store, "CREATE TABLE theirs (x)")
    for act in (store.read, lambda: store.change(age(62), NOW)):
        with pytest.raises(BadInput, match="another program"):
            act()


@pytest.mark.parametrize("keep", [0.2, 0.5, 0.9])
def test_a_truncated_file_is_refused_and_left(store, keep):
    for n in range(30):
        store.change(lambda kept, n=n: replace(kept, foods=f"{n} gröt " * 100), NOW)
    content = store.file.read_bytes()
    store.file.write_bytes(torn := content[: int(len(content) * keep)])
    with pytest.raises(BadInput):
        store.change(age(1), NOW)
    assert store.file.read_bytes() == torn


def test_a_document_that_is_none_is_refused(store):
    store.change(age(61), NOW)
    raw(store, "INSERT INTO kept (moment, document) VALUES ('2026', '[1]')")
    with pytest.raises(BadInput, match="damaged"):
        store.read()


facts = st.dictionaries(
    st.text(max_size=8),
    st.recursive(
        st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(max_size=20),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
        max_leaves=8,
    ),
    max_size=5,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(facts=facts, foods=st.text(max_size=50), passed=st.lists(st.text(max_size=10), max_size=3).map(tuple))
def test_anything_that_was_written_comes_back(tmp_path, facts, foods, passed):
    store = HomeStore(tmp_path)
    kept = store.change(lambda kept: replace(kept, facts=facts, foods=foods, passed=passed), NOW)
    assert (kept.facts, kept.foods, kept.passed) == (facts, foods, passed)
    assert store.read() == kept


WRITER = """
import sys
from datetime import UTC, datetime
from pathlib import Path
import msgspec
from stilla.store.home import HomeStore
store = HomeStore(Path(sys.argv[1]))
print("ready", flush=True)
for _ in range(int(sys.argv[2])):
    kept = store.change(
        lambda kept: msgspec.structs.replace(kept, facts={"age": kept.facts.get("age", 0) + 1}), datetime.now(UTC)
    )
    print(kept.facts["age"], flush=True)
"""


def writer(folder: Path, count: int) -> subprocess.Popen[str]:
    return subprocess.Popen([sys.executable, "-c", WRITER, str(folder), str(count)], stdout=subprocess.PIPE, text=True)


@pytest.mark.skipif(os.name == "nt", reason="kill -9 is of Unix")
def test_an_acknowledged_change_survives_kill_9(store):
    rng, told = random.Random(5), 0
    for _ in range(6):
        running = writer(store.folder, 10_000)
        assert running.stdout is not None
        assert running.stdout.readline() == "ready\n"
        time.sleep(rng.uniform(0.02, 0.2))
        os.kill(running.pid, signal.SIGKILL)
        said = [each for each in running.stdout.read().splitlines(keepends=True) if each.endswith("\n")]
        running.stdout.close()
        running.wait()
        told = max([told, *map(int, said)])
        assert store.read().facts.get("age", 0) >= told
    assert told
    store.change(age(1), NOW)
    assert not (store.folder / f"{HOME}-journal").exists()


def test_two_programs_at_once_lose_no_change(store):
    both = [writer(store.folder, 30), writer(store.folder, 30)]
    assert all(each.communicate(timeout=120) and each.returncode == 0 for each in both)
    assert store.read().facts == {"age": 60}
