"""What analysts get: what the diary says by the one fold of it, without a date, a word or a name."""

from __future__ import annotations

import re
from datetime import date, timedelta

from clinic.world import BEGAN, ZONE, at
from stilla.diary.events import Dose, Night
from stilla.diary.record import record_of
from stilla.store.clinic.pooled import pooled


def test_nights_are_those_of_the_fold(world):
    diary = world.trial("participant")
    world.start(stopped=False, nights=30)
    first = BEGAN + timedelta(days=14)
    number = next(
        n for n, e in ((each.number, each.body) for each in diary.events()) if getattr(e, "night", None) == first
    )
    again = Night(first, score=2, replaces=number, why="a slip")
    more = first + timedelta(days=40)
    diary.append(
        lambda _: (again, Night(more, cannot=True, recalled=True), Dose(more + timedelta(days=1), "no")), at(more), ZONE
    )
    diary.append(
        lambda _: (Night(first + timedelta(days=170), score=1, note="a note", sleep_minutes=400),), at(more), ZONE
    )
    record = record_of(diary.events())
    table = pooled(world.app, world.actor("analyst"), "nights")
    mine = [dict(zip(table.columns, row, strict=True)) for row in table.rows]
    codes = {each["trial"] for each in mine}
    assert len(codes) == 2
    [code] = {each["trial"] for each in mine if each["night"] > 20}
    found = {each["night"]: each for each in mine if each["trial"] == code}
    expected = {(night - BEGAN).days + 1 for night in (*record.nights, *record.doses)}
    assert set(found) == expected
    for night, standing in record.nights.items():
        row = found[(night - BEGAN).days + 1]
        entry = standing.entry
        assert (row["score"], row["cannot"], row["recalled"]) == (entry.score, entry.cannot, entry.recalled)
        assert row["replaced"] == len(standing.earlier)
        assert row["sleep_minutes"] == entry.sleep_minutes
    for night in expected:
        day = BEGAN + timedelta(days=night - 1)
        assert found[night]["period"] == record.period(day)
        assert found[night]["taken"] == (record.doses[day].entry.taken if day in record.doses else None)
        assert found[night]["arm"] is None


def test_the_arm_is_there_once_the_seal_is_opened_and_only_in_its_periods(world):
    world.start(nights=3)
    world.finish()
    table = pooled(world.app, world.actor("analyst"), "nights")
    mine = [dict(zip(table.columns, row, strict=True)) for row in table.rows]
    for each in mine:
        assert (each["arm"] is not None) == bool(each["period"])
    answers = pooled(world.app, world.actor("analyst"), "answers")
    assert [row[1:3] for row in answers.rows] == [("helps", -1.5)]


def test_nothing_in_them_names_a_person_a_day_or_an_account(world):
    world.start(nights=3)
    world.finish()
    codes = set(world.codes.values())
    for kind in ("nights", "answers"):
        table = pooled(world.app, world.actor("analyst"), kind)
        for row in table.rows:
            assert not [each for each in row if isinstance(each, date)]
            text = " ".join(map(str, row))
            assert not re.search(r"\d{4}-\d{2}", text)
            assert not [each for each in codes if each in text]
            assert "crawling" not in text
            assert "words" not in text
