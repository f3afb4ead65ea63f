"""What is said about a timetable, in both languages."""

from __future__ import annotations

from datetime import date

import pytest
from generated_days import doses, wishes
from hypothesis import given

from stilla.text import Text
from stilla.timetable.clock import Dated, DatedTimetable
from stilla.timetable.day import Separation, Wishes
from stilla.timetable.explain import asks, binding, listed, no_time, on_that_date, span, why
from stilla.timetable.solve import placed, solve

LEVAXIN = Separation(900, "Levaxin", "levothyroxine", 240, 240)
GABAPENTIN = Separation(1300, "gabapentin", "gabapentin", 120, 120)
DOXYCYCLINE = [Separation(at, "doxycycline", "doxycycline", 240, 360) for at in (480, 1200)]
IRON = Separation(840, "iron", "iron", 120, 180)
NIGHT = Wishes(bedtime=1350, waketime=390)
STUCK = solve([*DOXYCYCLINE, IRON], NIGHT)


def test_a_time_is_explained_by_its_distances():
    assert why(placed(1170, [LEVAXIN, GABAPENTIN])) == Text(
        "19:30: 4 h 30 min after Levaxin (15:00, at least 4 h), 2 h 10 min before gabapentin (21:40, at least 2 h)",
        "19:30: 4 tim 30 min efter Levaxin (15:00, minst 4 tim), 2 tim 10 min före gabapentin (21:40, minst 2 tim)",
    )


def test_a_dose_over_midnight_is_named_with_its_own_clock_time():
    assert "3 h before x (01:00" in why(placed(1320, [Separation(60, "x", "x", 60, 60)])).en


def test_a_day_without_rules_says_so():
    assert why(placed(1140, [])).sv == "19:00: inget läkemedel att hålla avstånd till"


@given(doses(), wishes())
def test_every_medicine_is_named_in_the_explanation(separations, wish):
    for dose in solve(separations, wish).doses:
        assert all(each.medicine in why(dose).sv for each in separations)


def test_what_binds_is_named_with_times_and_distances():
    assert [each.en for each in binding(STUCK)] == [
        "doxycycline 08:00 and 20:00: at least 4 h before magnesium, or at least 6 h after it",
        "iron 14:00: at least 2 h before magnesium, or at least 3 h after it",
    ]
    assert binding(STUCK)[0].sv == "doxycycline 08:00 och 20:00: minst 4 tim före magnesium, eller minst 6 tim efter"


def test_only_hours_of_sleep_are_named():
    assert no_time(STUCK, NIGHT).en.endswith("Only hours of sleep are left: 00:00–02:00.")
    assert no_time(solve([], NIGHT), NIGHT) is None


def test_no_hour_at_all_and_too_short_a_day_are_told_apart():
    walls = [Separation(at, "a", "a", 720, 720) for at in (0, 720)]
    assert no_time(solve(walls, NIGHT), NIGHT).en == "At these times no time of day keeps every distance."
    short = Wishes(2, bedtime=600, waketime=480)
    assert "too few" in no_time(solve([], short), short).en
    two = Wishes(2, 1350, 390)
    assert "two doses" in no_time(solve(walls, two), two).en
    assert "two doses" in no_time(solve([*DOXYCYCLINE, IRON], two), two).en


@pytest.mark.parametrize(
    "code", ["N03AX12", "N02BF01", "N04BA02", "J05AJ01", "L04AA06", "B01AA03", "A10BA02", "N02AA01", "N07BC01", "N02"]
)
def test_of_these_classes_only_the_prescriber_is_asked(code):
    asked = asks(STUCK, {"doxycycline": (code,), "iron": ("B03AA07",)})
    assert asked[0].en.startswith("Ask the prescriber of doxycycline (08:00 and 20:00)")
    assert asked[1].en.startswith("Ask a pharmacist or the prescriber")


def test_a_medicine_of_unknown_class_is_its_prescribers_matter():
    assert asks(STUCK, {})[0].sv.startswith("Fråga den som skrev ut doxycycline")


@given(doses(), wishes())
def test_no_move_of_a_medicine_is_ever_proposed(separations, wish):
    found = solve(separations, wish)
    for asked in asks(found, {each.medicine: ("J01AA02",) for each in separations}):
        assert "Do not move, delay or skip" in asked.en
        assert "Flytta inte, skjut inte upp och hoppa inte över" in asked.sv


def test_a_name_with_braces_is_only_a_name():
    assert "{at}" in why(placed(1140, [Separation(0, "{at}", "x", 0, 0)])).en


def test_a_day_when_the_clocks_change_is_told():
    day = DatedTimetable(date(2026, 3, 29), (Dated(1140, 1145, None), Dated(480, None, None), Dated(600, 600, None)))
    moved, skipped = on_that_date(day)
    assert moved.en == "2026-03-29: the clocks change. Take magnesium at 19:05 instead of 19:00."
    assert "Hoppa över magnesium 08:00" in skipped.sv


def test_lengths_and_lists_read_like_speech():
    assert span(0).en == "0 min"
    assert span(60).sv == "1 tim"
    assert listed([]).en == ""
    assert listed([Text("a", "a"), Text("b", "b"), Text("c", "c")]).sv == "a, b och c"
