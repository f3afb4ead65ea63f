"""docs/records.md, sections 5 and 6: days, and who a record is about."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from fhir_written import TODAY, measured, patient, person, read, request
from hypothesis import given
from hypothesis import strategies as st

from stilla.errors import BadInput
from stilla.knowledge.store import Knowledge
from stilla.records.days import day_of, is_future, is_written, span_of, utc_day
from stilla.records.patient import ages_on


@given(st.datetimes(), st.integers(-14 * 60, 14 * 60))
def test_the_day_in_utc_is_that_of_a_calendar(moment: datetime, offset: int):
    if not 1 < moment.year < 9999:
        return
    written = moment.replace(microsecond=0, tzinfo=timezone(timedelta(minutes=offset)))
    day, ahead = utc_day(written.isoformat())
    assert day == written.astimezone(UTC).date()
    assert ahead is (day > written.date())
    assert day_of(written.isoformat()) == written.date()


@given(st.dates())
def test_a_full_date_is_itself(day: date):
    assert day_of(day.isoformat()) == utc_day(day.isoformat())[0] == day
    assert span_of(day.isoformat()) == (day, day)


@pytest.mark.parametrize(
    "value",
    [
        None,
        7,
        [],
        {},
        True,
        "",
        "2026-1-1",
        "20261122",
        "2026-11-22T",
        "2026-11-22T10",
        "2026-13-01",
        "2026-02-30",
        "2026-11-22T25:00:00Z",
        "2026-11-22T10:00:00+15:00",
        "2026-11-22T10:00:00 +01:00",
        "0000-01-01",
        " 2026-11-22",
        "２０２６-11-22",
        "2026-11-22\n",
    ],
)
def test_what_is_no_day(value: object):
    assert (is_written(value), day_of(value), utc_day(value), span_of(value)) == (False, None, (None, False), None)


@pytest.mark.parametrize("value", ["2026", "2026-11"])
def test_a_part_of_a_date_is_not_dated(value: str):
    assert is_written(value)
    assert day_of(value) is None
    assert utc_day(value) == (None, False)


@pytest.mark.parametrize(
    ("value", "future"),
    [
        ("2026-11-22", False),
        ("2026-11-23", True),
        ("2026-11-22T23:59:59Z", False),
        ("2026-12", True),
        ("2026-11", False),
        ("2027", True),
        ("2026", False),
        ("nonsense", False),
        (None, False),
    ],
)
def test_what_lies_in_the_future(value: object, *, future: bool):
    assert is_future(value, TODAY) is future


def test_at_the_edges_of_the_calendar_nothing_breaks():
    assert utc_day("9999-12-31T23:00:00-05:00") == (date(9999, 12, 31), False)
    assert utc_day("0001-01-01T00:00:00+05:00") == (date(1, 1, 1), False)
    assert span_of("9999") == (date(9999, 1, 1), date.max)
    assert span_of("9999-12") == (date(9999, 12, 1), date.max)
    assert span_of("1960-02") == (date(1960, 2, 1), date(1960, 2, 29))


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        ({"effectiveDateTime": "2026-11-22T23:30:00-05:00"}, ["2026-11-22"]),
        ({"effectiveDateTime": "2026-11-23T00:30:00+01:00"}, ["2026-11-22"]),
        ({"effectiveDateTime": "2026-11-23T02:30:00+01:00"}, []),
        ({"effectiveDateTime": "2026-11-22T10:00:00"}, ["2026-11-22"]),
        ({"effectiveDateTime": "2026-10"}, [None]),
        ({"effectiveDateTime": "soon"}, [None]),
        ({"effectivePeriod": {"start": "2026-01-01", "end": "2026-02-01"}, "effectiveDateTime": None}, ["2026-02-01"]),
        ({"effectivePeriod": {"start": "2026-01-01"}, "effectiveDateTime": None}, ["2026-01-01"]),
        ({"effectiveInstant": "2026-03-01T10:00:00Z", "effectiveDateTime": None}, ["2026-03-01"]),
        ({"issued": "2026-04-01T10:00:00Z", "effectiveDateTime": None}, ["2026-04-01"]),
        ({"issued": "2026-04-01T10:00:00Z", "effectiveDateTime": "2026"}, [None]),
        ({"effectiveDateTime": None}, [None]),
    ],
)
def test_the_day_of_a_value(knowledge: Knowledge, when: dict[str, Any], expected: list[str | None]):
    found = person(knowledge, measured(**when)).observations
    assert [each.measured and each.measured.isoformat() for each in found] == expected


def test_a_medicine_counts_by_the_day_as_written(knowledge: Knowledge):
    assert person(knowledge, request(authoredOn="2026-11-22T23:30:00-11:00")).medicines
    assert not person(knowledge, request(authoredOn="2026-11-23T00:30:00+14:00")).medicines


@pytest.mark.parametrize(
    ("born", "age", "oldest"),
    [
        ("1961-11-22", 65, None),
        ("1961-11-23", 64, None),
        ("1961", 64, 65),
        ("1961-12", 64, None),
        ("1961-11", 64, 65),
        ("2026-11-23", None, None),
        ("1900-01-01", None, None),
        ("nonsense", None, None),
        (1961, None, None),
        (None, None, None),
        ("2026", 0, None),
    ],
)
def test_age(knowledge: Knowledge, born: object, age: int | None, oldest: int | None):
    found = person(knowledge, whose=patient(birthDate=born))
    assert (found.age, found.oldest) == (age, oldest)


@given(st.dates(date(1900, 1, 1), date(2030, 1, 1)), st.integers(0, 400))
def test_the_youngest_is_never_older_than_the_oldest(born: date, more: int):
    found = ages_on(born, born + timedelta(days=more), TODAY)
    assert found is None or 0 <= found[0] <= found[1] <= 120


@pytest.mark.parametrize(
    ("gender", "sex"),
    [
        ("female", "female"),
        ("male", "male"),
        ("other", None),
        ("unknown", None),
        (None, None),
        (3, None),
        (["male"], None),
    ],
)
def test_sex(knowledge: Knowledge, gender: object, sex: str | None):
    assert person(knowledge, whose=patient(gender=gender)).sex == sex


@pytest.mark.parametrize("fields", [{"deceasedBoolean": True}, {"deceasedDateTime": "2026-01-01"}])
def test_of_somebody_who_has_died_nothing_is_answered(knowledge: Knowledge, fields: dict[str, Any]):
    with pytest.raises(BadInput, match="died"):
        person(knowledge, whose=patient(**fields))


def test_an_opaque_person_is_of_unknown_age_and_sex(knowledge: Knowledge):
    found = person(knowledge, whose=patient(modifierExtension=[{"url": "u"}]))
    assert (found.age, found.sex) == (None, None)


def test_a_patient_record_that_is_not_in_use(knowledge: Knowledge):
    records = read(patient(active=False), request())
    assert records.patients == {}
    with pytest.raises(BadInput, match="no record of a person"):
        records.only()
    assert person(knowledge, request()).age == 65


def test_two_records_of_one_person_leave_open_what_they_disagree_on():
    records = read(patient(), patient(gender="male", birthDate="1962-05-04"))
    found = records.only()
    assert found.sex is None
    assert (found.born_first, found.born_last) == (date(1961, 5, 4), date(1962, 5, 4))
