"""Nights run from noon to noon on the wall clock, whatever the clocks do."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stilla.diary.nights import (
    is_recalled,
    latest_morning,
    must_have_been,
    night_of,
    nights_meant,
    noon,
    period_of,
    span,
    usual_night,
    zone_named,
)
from stilla.errors import BadInput

STOCKHOLM = ZoneInfo("Europe/Stockholm")
APIA = ZoneInfo("Pacific/Apia")
ZONES = [ZoneInfo(name) for name in ("Europe/Stockholm", "America/New_York", "Pacific/Apia", "Australia/Lord_Howe")]
MOMENTS = st.integers(
    int(datetime(2005, 1, 1, tzinfo=UTC).timestamp()), int(datetime(2040, 1, 1, tzinfo=UTC).timestamp())
).map(lambda second: datetime.fromtimestamp(second, UTC))


def at(day: int, hour: int, minute: int = 0, where: ZoneInfo = STOCKHOLM) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=where)


@given(MOMENTS, st.sampled_from(ZONES))
def test_every_moment_lies_in_the_span_of_its_night(moment, where):
    night = night_of(moment, where)
    begin, end = span(night, where)
    assert begin <= moment < end
    assert end.astimezone(where).date() == night


@given(MOMENTS, st.integers(0, 40 * 3600), st.sampled_from(ZONES))
def test_a_later_moment_never_lies_in_an_earlier_night(moment, seconds, where):
    assert night_of(moment + timedelta(seconds=seconds), where) >= night_of(moment, where)


@given(st.dates(date(2005, 1, 1), date(2040, 1, 1)), st.sampled_from(ZONES[:2]))
def test_nights_follow_each_other_without_gap_and_last_23_to_25_hours(night, where):
    begin, end = span(night, where)
    assert span(night + timedelta(days=1), where)[0] == end
    assert timedelta(hours=23) <= end - begin <= timedelta(hours=25)


@pytest.mark.parametrize(("day", "hours"), [("2026-03-29", 23), ("2026-10-25", 25), ("2026-05-01", 24)])
def test_the_nights_of_the_clock_changes_in_stockholm(day, hours):
    begin, end = span(date.fromisoformat(day), STOCKHOLM)
    assert end - begin == timedelta(hours=hours)


def test_a_date_that_the_zone_leaves_out_names_no_night():
    assert noon(date(2011, 12, 30), APIA) is None
    before = datetime(2011, 12, 29, 13, tzinfo=APIA)
    assert night_of(before, APIA) == date(2011, 12, 31)
    with pytest.raises(BadInput, match="does not exist"):
        must_have_been(date(2011, 12, 30), datetime(2012, 1, 2, 8, tzinfo=APIA), APIA)
    with pytest.raises(BadInput, match="does not exist"):
        span(date(2011, 12, 30), APIA)


def test_half_past_seven_is_this_morning_and_one_o_clock_is_the_coming_night():
    assert night_of(at(22, 7, 30), STOCKHOLM) == date(2026, 11, 22)
    assert night_of(at(22, 13), STOCKHOLM) == date(2026, 11, 23)
    assert night_of(at(22, 12), STOCKHOLM) == date(2026, 11, 23)


def test_a_night_to_come_is_refused_and_so_is_one_before_the_first():
    now, first = at(22, 13), date(2026, 11, 20)
    with pytest.raises(BadInput, match="still to come"):
        must_have_been(date(2026, 11, 23), now, STOCKHOLM, first)
    with pytest.raises(BadInput, match="before the first"):
        must_have_been(date(2026, 11, 19), now, STOCKHOLM, first)
    must_have_been(date(2026, 11, 22), now, STOCKHOLM, first)


def test_an_answer_is_recalled_from_noon_of_the_day_after():
    night = date(2026, 11, 22)
    assert not is_recalled(night, at(23, 11, 59), STOCKHOLM)
    assert is_recalled(night, at(23, 12), STOCKHOLM)


def test_the_small_hours_are_asked_about_unless_one_night_is_answered():
    today, before = date(2026, 11, 22), date(2026, 11, 21)
    with pytest.raises(BadInput, match="two nights"):
        usual_night(at(22, 0, 30), STOCKHOLM, set())
    assert usual_night(at(22, 0, 30), STOCKHOLM, {before}) == today
    assert usual_night(at(22, 7), STOCKHOLM, set()) == today
    assert usual_night(at(22, 18), STOCKHOLM, set()) == today


def test_the_latest_morning_is_yesterdays_before_four():
    assert latest_morning(at(22, 3, 59), STOCKHOLM) == date(2026, 11, 21)
    assert latest_morning(at(22, 4), STOCKHOLM) == date(2026, 11, 22)


@given(st.integers(-30, 400), st.integers(1, 60), st.integers(1, 12))
def test_a_period_is_as_many_nights_as_the_design_says(past, nights, periods):
    first = date(2026, 11, 23)
    found = period_of(first + timedelta(days=past), first, nights, periods)
    if past < 0:
        assert found == 0
    elif past >= nights * periods:
        assert found is None
    else:
        assert found == past // nights + 1


@pytest.mark.parametrize("name", ["Mars/Olympus", "", "../etc/passwd", "Europe"])
def test_a_zone_that_does_not_exist_is_refused(name):
    with pytest.raises(BadInput, match="not a known time zone"):
        zone_named(name)


def test_in_the_small_hours_two_nights_may_be_meant_unless_one_is_answered():
    yesterday, today = date(2026, 11, 21), date(2026, 11, 22)
    assert nights_meant(at(22, 0, 40), STOCKHOLM, ()) == (yesterday, today)
    assert nights_meant(at(22, 0, 40), STOCKHOLM, {yesterday}) == (today,)
    assert nights_meant(at(22, 0, 40), STOCKHOLM, {today}) == (today,)
    assert nights_meant(at(22, 4), STOCKHOLM, ()) == (today,)
