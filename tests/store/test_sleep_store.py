"""What is kept of device sleep. All sleep here is invented."""

from __future__ import annotations

import sqlite3
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from stilla.diary.sleep import Slept, Span, key_of
from stilla.errors import BadInput
from stilla.store.sleep import Added, SleepStore

STOCKHOLM = ZoneInfo("Europe/Stockholm")
MOMENT = datetime(2026, 11, 22, 8, tzinfo=UTC)


def night(day, source="ring", asleep=400):
    begin = datetime(2026, 11, day, 22, tzinfo=UTC) - timedelta(days=1)
    end = begin + timedelta(hours=8)
    key = key_of("test", source, begin.isoformat(), asleep)
    return Slept(source, begin, end, key, spans=(Span(begin, end, "asleep"),), asleep=asleep)


@pytest.fixture
def store(tmp_path):
    return SleepStore(tmp_path / "data")


def test_nothing_is_written_before_something_is_imported(store):
    assert store.nights(STOCKHOLM) == {}
    assert store.imports() == ()
    assert not store.folder.exists()


def test_the_same_file_twice_changes_nothing(store):
    records = [night(20), night(21)]
    assert store.add(records, "a" * 64, "one.csv", MOMENT) == Added(2, 0)
    before = store.records()
    assert before == tuple(records)
    assert store.add(records, "a" * 64, "one.csv", MOMENT + timedelta(days=1)) == Added(0, 2)
    assert store.records() == before
    assert [(each.number, each.file, each.moment, each.records) for each in store.imports()] == [
        (1, "one.csv", MOMENT, 2)
    ]


def test_a_longer_file_adds_what_is_new(store):
    store.add([night(20)], "a" * 64, "one.csv", MOMENT)
    assert store.add([night(20), night(21)], "b" * 64, "two.csv", MOMENT) == Added(1, 1)
    assert list(store.nights(STOCKHOLM)) == [date(2026, 11, 20), date(2026, 11, 21)]
    assert store.sources() == (("ring", 2),)


def test_nights_are_attributed_when_they_are_asked_for(store):
    store.add([night(20)], "a" * 64, "one.csv", MOMENT)
    assert list(store.nights(ZoneInfo("Asia/Tokyo"))) == [date(2026, 11, 20)]
    assert list(store.nights(ZoneInfo("Pacific/Honolulu"))) == [date(2026, 11, 20)]
    # 22:00 to 06:00 in UTC: in Kiribati the midpoint lies after noon of the next day.
    assert list(store.nights(ZoneInfo("Pacific/Kiritimati"))) == [date(2026, 11, 21)]


def test_forgetting_leaves_what_another_file_held_as_well(store):
    store.add([night(20), night(21)], "a" * 64, "one.csv", MOMENT)
    store.add([night(21)], "b" * 64, "two.csv", MOMENT)
    assert store.forget(1) == 1
    assert list(store.nights(STOCKHOLM)) == [date(2026, 11, 21)]
    assert store.forget(2) == 1
    assert store.records() == ()
    with pytest.raises(BadInput, match="no such import"):
        store.forget(2)
    store.add([night(20)], "a" * 64, "one.csv", MOMENT)
    assert [each.number for each in store.imports()] == [3]


def test_a_file_that_breaks_off_leaves_nothing_behind(store):
    store.add([night(20)], "a" * 64, "one.csv", MOMENT)

    def torn():
        yield night(21)
        raise BadInput([])

    with pytest.raises(BadInput):
        store.add(torn(), "b" * 64, "two.csv", MOMENT)
    assert len(store.records()) == 1
    assert len(store.imports()) == 1


def test_a_damaged_or_foreign_file_is_refused_and_left(store):
    store.folder.mkdir()
    store.file.write_bytes(b"not a database at all" * 100)
    for ask in (store.records, lambda: store.add([night(20)], "a" * 64, "x", MOMENT)):
        with pytest.raises(BadInput):
            ask()
    assert store.file.read_bytes().startswith(b"not a database")
    store.file.unlink()
    with sqlite3.connect(store.file) as other:
        other.execute("CREATE TABLE theirs (x)")
    other.close()
    with pytest.raises(BadInput, match="another program"):
        store.records()


def test_a_row_that_is_no_record_is_refused(store):
    store.add([night(20)], "a" * 64, "one.csv", MOMENT)
    with sqlite3.connect(store.file) as database:
        database.execute("UPDATE record SET body = '{}'")
    database.close()
    with pytest.raises(BadInput, match="damaged"):
        store.records()


def test_a_preferred_source_must_be_there(store):
    store.add([night(20)], "a" * 64, "one.csv", MOMENT)
    assert len(store.nights(STOCKHOLM, ("ring",))) == 1
    with pytest.raises(BadInput, match="There are: ring"):
        store.nights(STOCKHOLM, ("watch",))


def test_a_file_without_sleep_leaves_no_trace(store):
    assert store.add([], "a" * 64, "one.csv", MOMENT) == Added(0, 0)
    assert not store.folder.exists()
