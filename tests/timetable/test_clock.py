"""Days of 23 and 25 hours: every distance checked by subtracting UTC moments, and nothing else."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from generated_days import clocks, doses, wishes
from hypothesis import given, settings
from hypothesis import strategies as st

from stilla.errors import BadInput
from stilla.timetable.clock import clock_time, moments, on_date, true_minutes, zone
from stilla.timetable.day import Separation, Wishes
from stilla.timetable.solve import solve

STOCKHOLM = ZoneInfo("Europe/Stockholm")
SPRING, AUTUMN = date(2026, 3, 29), date(2026, 10, 25)
NIGHT = Wishes(bedtime=1350, waketime=390)
days = st.sampled_from([SPRING - timedelta(1), SPRING, AUTUMN, AUTUMN - timedelta(1), date(2026, 6, 1)])
zones = st.sampled_from(["Europe/Stockholm", "America/New_York", "Australia/Lord_Howe", "Asia/Beirut"])


def utc(day, clock):
    """What a wall clock means, in both readings, straight from the standard library."""
    hour, minute = divmod(clock, 60)
    local = datetime(day.year, day.month, day.day, hour, minute, tzinfo=STOCKHOLM)
    return {local.astimezone(UTC), local.replace(fold=1).astimezone(UTC)}


def every_distance_is_kept(magnesium, separations, day, where):
    for offset in (-1, 0, 1):
        for each in separations:
            hour, minute = divmod(each.at, 60)
            there = day + timedelta(offset)
            for fold in (0, 1):
                taken = datetime(there.year, there.month, there.day, hour, minute, tzinfo=ZoneInfo(where), fold=fold)
                gap = (magnesium - taken.astimezone(UTC)) / timedelta(minutes=1)
                assert (
                    gap >= each.before if gap > 0 else -gap >= each.after if gap < 0 else not each.before + each.after
                )


@settings(max_examples=600)
@given(doses(6), wishes(), days, zones)
def test_true_hours_are_kept_on_every_date(separations, wish, day, where):
    found = on_date(separations, wish, day, where)
    for dose in found.doses:
        if dose.moment is not None:
            assert clock_time(dose.moment, ZoneInfo(where)) == (day, dose.at)
            every_distance_is_kept(dose.moment, separations, day, where)
    taken = [dose.moment for dose in found.doses if dose.moment is not None]
    assert len(taken) < 2 or abs(taken[1] - taken[0]) >= timedelta(minutes=wish.apart)


@given(doses(6), wishes(counts=(1,)))
def test_an_ordinary_date_is_as_usual(separations, wish):
    found = on_date(separations, wish, date(2026, 6, 1), "Europe/Stockholm")
    assert not found.changed
    assert [dose.at for dose in found.doses] == [dose.at for dose in solve(separations, wish).doses]


@given(doses(6), wishes(), st.sampled_from([SPRING, AUTUMN]))
def test_magnesium_never_stands_at_a_time_that_comes_twice_or_never(separations, wish, day):
    for dose in on_date(separations, wish, day, "Europe/Stockholm").doses:
        assert dose.at is None or len(utc(day, dose.at)) == 1


def test_in_spring_an_hour_less_between_night_and_morning_moves_magnesium():
    # 23:00 and 07:00 are eight hours apart by the clock, and seven in the night when the hour is lost.
    levaxin = Separation(420, "Levaxin", "levothyroxine", 240, 480)
    wish = Wishes(bedtime=1410, waketime=390, preferred=1380)
    eve = on_date([levaxin], wish, SPRING - timedelta(1), "Europe/Stockholm")
    assert [(dose.usual, dose.at) for dose in eve.doses] == [(1380, 1320)]
    assert not on_date([levaxin], wish, SPRING, "Europe/Stockholm").changed
    assert utc(SPRING, 420).pop() - eve.doses[0].moment == timedelta(hours=8)


def test_in_autumn_the_longer_night_changes_nothing_that_was_far_enough():
    levaxin = Separation(420, "Levaxin", "levothyroxine", 240, 480)
    wish = Wishes(bedtime=1410, waketime=390, preferred=1380)
    assert not on_date([levaxin], wish, AUTUMN - timedelta(1), "Europe/Stockholm").changed


def test_where_the_lost_hour_leaves_no_time_the_dose_is_skipped_and_the_medicine_named():
    evening = Separation(1200, "doxycycline", "doxycycline", 240, 360)
    morning = Separation(480, "Levaxin", "levothyroxine", 240, 480)
    night_shift = Wishes(bedtime=540, waketime=1020, preferred=0)
    assert [dose.at for dose in solve([evening, morning], night_shift).doses] == [0]
    found = on_date([evening, morning], night_shift, SPRING, "Europe/Stockholm")
    assert [(dose.usual, dose.at, dose.moment) for dose in found.doses] == [(0, None, None)]
    assert {each.medicine for each in found.blocked_by} >= {"Levaxin"}
    assert {each.at for each in found.blocked_by} <= {480, 1200}


def test_the_lost_and_the_repeated_hour_have_two_readings():
    assert len(moments(SPRING, 150, STOCKHOLM)) == 2
    assert len(moments(AUTUMN, 150, STOCKHOLM)) == 2
    assert len(moments(SPRING, 180, STOCKHOLM)) == 1
    assert len(moments(AUTUMN, 180, STOCKHOLM)) == 1


@given(clocks, st.dates(date(1990, 1, 1), date(2037, 12, 31)))
def test_a_clock_time_goes_to_utc_and_back(clock, day):
    readings = moments(day, clock, STOCKHOLM)
    assert set(readings) == utc(day, clock)
    if len(readings) == 1:
        assert clock_time(readings[0], STOCKHOLM) == (day, clock)


@pytest.mark.parametrize(("day", "hours"), [(SPRING, 23), (AUTUMN, 25), (date(2026, 6, 1), 24)])
def test_the_days_have_23_25_and_24_hours(day, hours):
    start, end = moments(day, 0, STOCKHOLM)[0], moments(day + timedelta(1), 0, STOCKHOLM)[0]
    assert true_minutes(end) - true_minutes(start) == 60 * hours


@pytest.mark.parametrize("name", ["Europe/Stockholmm", "", "../../etc/passwd", "a\0b", "Europe"])
def test_a_zone_nobody_knows_is_refused(name):
    with pytest.raises(BadInput):
        zone(name)
