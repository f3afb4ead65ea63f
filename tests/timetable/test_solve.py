"""The timetable against every possible choice of times, tried one by one."""

from __future__ import annotations

import random
from itertools import combinations

import pytest
from generated_days import (
    DAY,
    best_cost,
    doses,
    is_awake,
    keeps,
    least_cost,
    possible,
    round_the_day,
    wishes,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from stilla.errors import BadInput
from stilla.timetable.day import Free, Separation, Wishes
from stilla.timetable.room import ALL, GRID, clock, listed, rotate, runs, spread
from stilla.timetable.solve import solve

LEVAXIN = Separation(420, "Levaxin", "levothyroxine", 240, 240)
GABAPENTIN = Separation(1260, "gabapentin", "gabapentin", 120, 120)
DOXYCYCLINE = [Separation(at, "doxycycline", "doxycycline", 240, 360) for at in (480, 1200)]
IRON = Separation(840, "iron", "iron", 120, 180)
NIGHT = Wishes(bedtime=1350, waketime=390)


def agrees_with_trying_everything(separations, wish):
    found = solve(separations, wish)
    times = tuple(dose.at for dose in found.doses)
    best = best_cost(separations, wish)
    assert bool(times) is (best is not None)
    if times:
        assert all(keeps(time, each) for time in times for each in separations)
        assert all(is_awake(time, wish) and time % 5 == 0 for time in times)
        assert wish.count == 1 or round_the_day(*times) >= wish.apart
        assert least_cost(times, wish) == best
        assert found.blocked_by == ()
        assert not found.asleep_only
    else:
        assert found.asleep_only is bool(possible(separations, wish, asleep=True))


@settings(max_examples=2000)
@given(doses(6), wishes(counts=(1,)))
def test_one_dose_is_the_best_of_all_288(separations, wish):
    agrees_with_trying_everything(separations, wish)


@settings(max_examples=1000)
@given(doses(5), wishes(counts=(2,)))
def test_two_doses_are_the_best_of_all_pairs(separations, wish):
    agrees_with_trying_everything(separations, wish)


@pytest.mark.slow
@settings(max_examples=10_000)
@given(doses(12), wishes())
def test_many_more_days_agree_with_trying_everything(separations, wish):
    agrees_with_trying_everything(separations, wish)


@settings(max_examples=1000)
@given(doses(), wishes())
def test_what_is_in_the_way_blocks_and_none_of_it_can_be_spared(separations, wish):
    found = solve(separations, wish)
    if found.doses:
        return
    blocked = found.blocked_by
    assert set(blocked) <= set(separations)
    assert not possible(blocked, wish)
    for spared in blocked:
        assert possible([each for each in blocked if each != spared], wish)


@settings(max_examples=300)
@given(doses(9), wishes())
def test_what_is_in_the_way_is_the_smallest_set_there_is(separations, wish):
    found = solve(separations, wish)
    if found.doses or (wish.count == 2 and len(found.blocked_by) > 3):
        return
    for size in range(len(found.blocked_by)):
        for some in combinations(separations, size):
            assert possible(some, wish)


@given(doses(), wishes(), st.randoms(use_true_random=False))
def test_the_order_in_which_medicines_are_named_changes_nothing(separations, wish, chance):
    shuffled = list(separations)
    chance.shuffle(shuffled)
    assert solve(separations, wish) == solve(shuffled, wish)


@settings(max_examples=500)
@given(doses(6), wishes(), st.integers(0, 287))
def test_midnight_is_a_time_like_any_other(separations, wish, steps):
    def later(time):
        return None if time is None else (time + 5 * steps) % DAY

    wish = Wishes(wish.count, wish.bedtime, wish.waketime, (), wish.evening, wish.apart)
    turned = Wishes(wish.count, later(wish.bedtime), later(wish.waketime), (), later(wish.evening), wish.apart)
    moved = [Separation(later(each.at), each.medicine, each.rule, each.before, each.after) for each in separations]
    here, there = solve(separations, wish), solve(moved, turned)
    assert {later(dose.at) for dose in here.doses} == {dose.at for dose in there.doses}
    assert here.asleep_only is there.asleep_only
    assert len(here.blocked_by) == len(there.blocked_by)


@given(doses(), wishes())
def test_every_medicine_is_named_with_its_nearest_dose_on_both_sides(separations, wish):
    for dose in solve(separations, wish).doses:
        assert is_awake(dose.at, wish)
        for name in {each.medicine for each in separations}:
            own = [each for each in separations if each.medicine == name]
            after, before = [
                next(far for far in dose.why if far.medicine == name and far.side == side)
                for side in ("after", "before")
            ]
            assert after.minutes == min((dose.at - each.at) % DAY for each in own)
            assert before.minutes == min((each.at - dose.at) % DAY for each in own)
            assert after.minutes >= after.needed
            assert before.minutes >= before.needed


@given(doses(), wishes())
def test_free_runs_are_exactly_the_minutes_that_break_nothing(separations, wish):
    free = solve(separations, wish).free
    inside = {(run.first + n) % DAY for run in free for n in range((run.last - run.first) % DAY + 1)}
    allowed = {time for time in range(DAY) if all(keeps(time, each) for each in separations)}
    assert inside <= allowed
    assert {time for time in allowed if time % 5 == 0} <= inside


def test_levothyroxine_in_the_morning_and_gabapentin_at_night_leave_an_evening():
    found = solve([LEVAXIN, GABAPENTIN], NIGHT)
    assert [dose.at for dose in found.doses] == [1140]
    assert [(far.medicine, far.side, far.minutes, far.needed) for far in found.doses[0].why] == [
        ("Levaxin", "after", 720, 240),
        ("gabapentin", "after", 1320, 120),
        ("gabapentin", "before", 120, 120),
        ("Levaxin", "before", 720, 240),
    ]


def test_doxycycline_twice_and_iron_leave_only_hours_of_sleep():
    found = solve([*DOXYCYCLINE, IRON], NIGHT)
    assert found.doses == ()
    assert found.asleep_only
    assert found.blocked_by == (DOXYCYCLINE[0], IRON, DOXYCYCLINE[1])
    assert found.free == (Free(0, 120),)


def test_raltegravir_like_distances_leave_no_time_at_all():
    twice = [Separation(at, "raltegravir", "raltegravir", 720, 720) for at in (480, 1200)]
    found = solve(twice, NIGHT)
    assert (found.doses, found.asleep_only, found.free) == ((), False, ())


def test_a_dose_at_a_crooked_minute_is_kept_to_the_minute():
    assert [d.at for d in solve([Separation(1142, "a", "a", 120, 120)], Wishes(preferred=1140)).doses] == [1020]
    assert [d.at for d in solve([Separation(1138, "a", "a", 122, 120)], Wishes(preferred=1260)).doses] == [1260]
    assert [d.at for d in solve([Separation(1139, "a", "a", 122, 120)], Wishes(preferred=1260)).doses] == [1265]


def test_a_gap_without_a_five_minute_time_is_no_gap():
    walls = [Separation(601, "a", "a", 60, 662), Separation(664, "b", "b", 660, 0)]
    found = solve(walls, Wishes(preferred=662))
    assert [dose.at for dose in found.doses] == [1325]
    assert found.free == (Free(1324, 1379),)


@pytest.mark.parametrize(
    ("wish", "evening"),
    [
        (Wishes(), 1140),
        (Wishes(bedtime=1350, waketime=390), 1230),
        (Wishes(bedtime=30, waketime=540), 1350),
        (Wishes(bedtime=1350, waketime=390, meals=(450, 720, 1080)), 1080),
        (Wishes(bedtime=1350, waketime=390, meals=(450, 720)), 1230),
        (Wishes(meals=(450, 1110)), 1110),
        (Wishes(meals=(450,)), 1140),
        (Wishes(bedtime=1350, waketime=390, meals=(1080,), preferred=1200), 1200),
    ],
)
def test_the_evening_dose_is_wished_at_the_evening_meal_or_two_hours_before_bed(wish, evening):
    assert wish.evening == evening


def test_two_doses_go_to_evening_and_morning():
    assert [d.at for d in solve([], Wishes(2, 1350, 390, (1140,))).doses] == [420, 1140]


def test_of_two_equally_near_times_the_earlier_is_taken():
    assert [d.at for d in solve([Separation(1140, "a", "a", 60, 60)], Wishes(preferred=1140)).doses] == [1080]


def test_awake_hours_too_few_for_two_doses_are_nobodys_fault():
    found = solve([], Wishes(2, bedtime=600, waketime=480, apart=240))
    assert (found.doses, found.blocked_by, found.asleep_only) == ((), (), True)


def test_where_only_the_bedtime_is_known_eight_hours_of_sleep_are_assumed():
    assert Wishes(bedtime=1350).asleep == (1350, 390)
    assert Wishes(waketime=390).asleep == (1350, 390)
    assert Wishes().asleep is None


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: Wishes(bedtime=1440),
        lambda: Wishes(preferred=-5),
        lambda: Wishes(meals=(99_999,)),
        lambda: Wishes(bedtime=400, waketime=400),
        lambda: Wishes(count=3),
        lambda: Wishes(count=2, apart=0),
        lambda: Wishes(count=2, apart=721),
        lambda: Separation(400, "a", "a", -1, 0),
        lambda: solve([Separation(1500, "a", "a", 60, 60)], Wishes()),
    ],
)
def test_what_cannot_be_is_refused_in_both_languages(wrong):
    with pytest.raises(BadInput) as refused:
        wrong()
    assert all(problem.sentence("sv") != problem.sentence("en") for problem in refused.value.problems)


def test_apart_reaches_over_midnight():
    night_worker = Wishes(2, bedtime=480, waketime=960, preferred=60, apart=240)
    times = [d.at for d in solve([Separation(720, "a", "a", 300, 0)], night_worker).doses]
    assert round_the_day(*times) >= 240


@given(st.sets(st.integers(0, DAY - 1)), st.integers(-3000, 3000), st.integers(0, 800))
def test_sets_of_minutes_turn_and_spread_round_the_day(times, by, width):
    bits = sum(1 << time for time in times)
    assert set(listed(rotate(bits, by))) == {(time + by) % DAY for time in times}
    assert set(listed(spread(bits, width))) == {(time + n) % DAY for time in times for n in range(width + 1)}
    assert {(first + n) % DAY for first, last in runs(bits) for n in range((last - first) % DAY + 1)} == times


def test_there_are_288_times_in_a_day():
    assert GRID.bit_count() == 288
    assert GRID & ~ALL == 0
    assert clock(1445) == "00:05"


def test_a_hard_day_is_answered_at_once():
    chance = random.Random(1)
    hard = [
        Separation(
            chance.randrange(DAY), f"medicine {n % 12}", "rule", 30 * chance.randint(0, 4), 30 * chance.randint(0, 4)
        )
        for n in range(36)
    ]
    agrees_with_trying_everything(hard, Wishes(2, 1350, 390))
