"""One real day: late, early, missed and extra doses, over midnight and over clock changes."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stilla.errors import BadInput
from stilla.plan import Layout
from stilla.timetable.clock import moments, true_minutes, zone
from stilla.timetable.day import Separation, Wishes
from stilla.timetable.solve import solve
from stilla.today import Said, clock_changes, rest_of

TODAY = date(2026, 11, 22)
STOCKHOLM = "Europe/Stockholm"
LEVAXIN = Separation(420, "Levaxin", "levothyroxine", 240, 240)
GABAPENTIN = Separation(1260, "gabapentin", "gabapentin", 120, 120)


def layout(*kept: Separation, bed: int | None = 1350, wake: int | None = 390, preferred: int | None = None) -> Layout:
    wishes = Wishes(bedtime=bed, waketime=wake, preferred=preferred)
    return Layout(solve(kept, wishes), kept, (), (), (), (), wishes, {})


def rest(plan: Layout, now: int, *said: Said, day: date = TODAY, planned: bool = False):
    return rest_of(plan, day, now, said, STOCKHOLM, rest_as_planned=planned)


def times(shown) -> list[int]:
    return [shown.clocks[each] for each in shown.repaired.times]


def test_a_late_dose_moves_magnesium_and_nothing_else():
    plan = layout(LEVAXIN)
    assert [each.at for each in plan.timetable.doses] == [1230]
    assert times(rest(plan, 1020, Said("levaxin", 1010))) == [1250]


def test_a_late_dose_that_leaves_no_time_skips_magnesium():
    shown = rest(layout(LEVAXIN, GABAPENTIN), 1020, Said("Levaxin", 960))
    assert times(shown) == []
    assert "Levaxin" in shown.repaired.moves[0].why.en


def test_a_dose_nobody_spoke_of_is_asked_about_and_nothing_is_placed():
    shown = rest(layout(LEVAXIN), 1020)
    assert times(shown) == []
    assert "Levaxin" in shown.repaired.asks[0].en
    assert times(rest(layout(LEVAXIN), 1020, planned=True)) == [1230]


def test_an_early_dose_counts_as_the_one_planned():
    plan = layout(GABAPENTIN, preferred=1335)
    assert [each.at for each in plan.timetable.doses] == [1140]
    shown = rest(plan, 1130, Said("gabapentin", 1080))
    assert times(shown) == [1200]


def test_a_second_dose_is_extra_and_both_keep_their_distance():
    shown = rest(layout(LEVAXIN), 1020, Said("Levaxin", 420), Said("Levaxin", 1015))
    assert times(shown) == [1255]
    assert any("more of Levaxin" in each.en for each in shown.repaired.notes)


def test_a_dose_many_hours_late_never_uses_up_tomorrows():
    late = Separation(120, "doxycycline", "doxycycline", 240, 360)
    plan = layout(late, bed=1380, wake=420)
    shown = rest(plan, 1050, Said("doxycycline", 1020), planned=True)
    assert times(shown) == []


def test_awake_long_before_waketime_a_dose_ahead_is_still_ahead():
    soon = Separation(65, "a", "r", 60, 60)
    shown = rest(layout(soon, bed=60, wake=540, preferred=120), 60, planned=True)
    assert shown.repaired.asks == ()
    assert len(shown.repaired.times) == 1


def test_the_same_thing_said_twice_is_said_once():
    shown = rest(layout(LEVAXIN), 720, Said("Levaxin", 420), Said("Levaxin", 420))
    assert shown.repaired.notes == ()


def test_magnesium_before_waketime_counts_towards_today():
    assert times(rest(layout(), 480, Said("magnesium", 385))) == []


def test_a_night_workers_dose_before_bed_is_not_asked_about_again():
    night = layout(LEVAXIN, bed=480, wake=960)
    shown = rest(night, 450, Said("Levaxin", 420), Said("magnesium", 180))
    assert shown.repaired.asks == ()


def test_missed_magnesium_moves_and_taken_magnesium_is_never_doubled():
    assert times(rest(layout(LEVAXIN), 1240, Said("magnesium", None, missed=True), planned=True)) == [1240]
    assert times(rest(layout(LEVAXIN), 1000, Said("magnesium", 800), planned=True)) == []


def test_up_after_midnight_is_still_yesterdays_evening():
    plan = layout(bed=60, wake=540, preferred=1410)
    shown = rest(plan, 15, Said("magnesium", None, missed=True))
    assert shown.day == TODAY - timedelta(days=1)
    assert times(shown) == [15]
    assert times(rest(plan, 15, Said("magnesium", 1410))) == []


@pytest.mark.parametrize(
    "said",
    [
        Said("aspirin", 300),
        Said("Levaxin", 1100),
        Said("Levaxin", 1300, missed=True),
        Said("gabapentin", None, missed=True),
    ],
)
def test_what_cannot_be_reckoned_is_refused(said):
    with pytest.raises(BadInput):
        rest(layout(LEVAXIN, GABAPENTIN), 400, said)


def test_the_clock_change_moves_a_dose_only_on_its_dates():
    late = Separation(1320, "iron", "iron", 240, 240)  # 22:00: four hours after it is 02:00
    plan = layout(late, bed=180, wake=600, preferred=120)
    assert [each.at for each in plan.timetable.doses] == [120]
    changed = clock_changes(plan, date(2026, 1, 1), 365, STOCKHOLM)
    assert [each.day for each in changed] == [date(2026, 3, 29), date(2026, 10, 25)]
    assert clock_changes(plan, date(2026, 1, 1), 365, "UTC") == ()


medicines = st.lists(
    st.builds(
        Separation,
        at=st.integers(0, 287).map(lambda each: 5 * each),
        medicine=st.sampled_from(["a", "b"]),
        rule=st.just("r"),
        before=st.sampled_from([60, 120, 240]),
        after=st.sampled_from([60, 120, 240]),
    ),
    max_size=4,
    unique_by=lambda each: each.at,
)
CHANGES = [date(2026, 3, 28), date(2026, 3, 29), date(2026, 10, 24), date(2026, 10, 25), TODAY]


@given(
    medicines,
    st.integers(0, 1439),
    st.lists(st.tuples(st.sampled_from("ab"), st.integers(0, 1439)), max_size=3),
    st.data(),
)
@settings(max_examples=500)
def test_magnesium_never_comes_near_what_was_really_taken(kept, now, taken, data):
    """Whatever is said, and whether or not clocks change: the true hours to what was taken, and to what is to come."""
    bed, wake = data.draw(st.sampled_from([(1350, 390), (60, 540), (None, None)]))
    day = data.draw(st.sampled_from(CHANGES))
    plan = layout(*kept, bed=bed, wake=wake)
    names = {each.medicine for each in kept}
    said = [Said(name, at) for name, at in taken if name in names and at <= now]
    shown = rest(plan, now, *said, day=day, planned=True)
    where = zone(STOCKHOLM)
    here = true_minutes(moments(day, now, where)[0])
    for time in shown.repaired.times:
        assert time >= here
        for each in said:
            real = true_minutes(moments(day, each.at, where)[0])
            waits = min(kept_one.before for kept_one in kept if kept_one.medicine == each.name)
            assert real > here or time - real >= waits
        for one in kept:
            for moment in moments(day + timedelta(days=1), one.at, where):
                gap = true_minutes(moment) - time
                assert gap >= one.after or gap <= -one.before or any(each.name == one.medicine for each in said)
