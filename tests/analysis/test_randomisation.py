"""The randomisation test against plain counting, and its promises by going through every assignment."""

from __future__ import annotations

from itertools import combinations, product
from math import isnan, nan

import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stilla.analysis import randomisation, reference
from stilla.analysis.design import Design, every, sequences, unrank
from stilla.analysis.randomisation import by_pair, by_period, reference_from_periods
from stilla.analysis.series import series
from stilla.errors import BadInput

SIX = Design("balanced", 6, 4)
EIGHT = Design("balanced", 8, 7)
SMALL = [
    SIX,
    Design("pairs", 6, 4),
    Design("counterbalanced", 8, 4),
    Design("free", 5, 4, active=2),
    Design("daily", 5, 4),
]


def nights(design, sequence, y):
    period = np.repeat(np.arange(1, design.periods + 1), design.nights)
    return series(y, np.array(sequence)[period - 1], period=period)


def drifting(n, rho, seed):
    """AR(1) nights: neighbours alike, nothing else."""
    chance = np.random.default_rng(seed)
    y = np.empty(n)
    y[0] = chance.normal()
    for t in range(1, n):
        y[t] = rho * y[t - 1] + chance.normal() * np.sqrt(1 - rho**2)
    return y


def whitening(rho):
    """R⁻¹ (y - mean) for AR(1) of neighbouring nights, by the plain inverse; missing nights keep their gap."""

    def weigh(y):
        seen = np.flatnonzero(~np.isnan(y))
        inverse = np.linalg.inv(rho ** np.abs(seen[:, None] - seen[None, :]))
        ones = np.ones(len(seen))
        mean = ones @ inverse @ y[seen] / (ones @ inverse @ ones)
        out = np.full(len(y), nan)
        out[seen] = inverse @ (y[seen] - mean)
        return out

    return weigh


def plainly(design, sequence, y, weigh=None):
    """p by a loop over all sequences, each expanded to nights."""
    v = None if weigh is None else np.nan_to_num(weigh(y))

    def statistic(other):
        a = np.repeat(np.array(other, float), design.nights)
        if v is not None:
            share = np.mean([sum(s) for s in every(design).tolist()]) / design.periods
            return abs((a - share) @ v)
        on, off = y[(a == 1) & ~np.isnan(y)], y[(a == 0) & ~np.isnan(y)]
        return abs(on.mean() - off.mean()) if len(on) and len(off) else 0.0

    seen = statistic(sequence)
    every_one = every(design).tolist()
    return sum(statistic(other) >= seen - 1e-10 for other in every_one) / len(every_one)


def shrunk(y):
    """Weights that do not add up to zero, as a prior on the level leaves them."""
    return whitening(0.6)(y) + 0.2


def with_gaps(y, share, seed):
    return np.where(np.random.default_rng(seed).random(len(y)) < share, nan, y)


@pytest.mark.parametrize("design", [*SMALL, EIGHT], ids=str)
@pytest.mark.parametrize("weigh", [None, whitening(0.6), shrunk], ids=["means", "whitened", "shrunk"])
def test_p_is_the_share_of_sequences_at_least_as_extreme(design, weigh):
    for seed in range(5):
        sequence = unrank(design, (7 * seed + 3) % sequences(design))
        y = with_gaps(drifting(design.periods * design.nights, 0.5, seed), 0.15, seed)
        found = randomisation.test(nights(design, sequence, y), design, sequence, weigh)
        if found.p is None:
            assert found.why == "empty-arm"
        else:
            assert found.p == pytest.approx(plainly(design, sequence, y, weigh), abs=1e-12)
            assert found.p >= found.least_p
            assert found.exact


@pytest.mark.parametrize("design", SMALL, ids=str)
@pytest.mark.parametrize("weigh", [None, whitening(0.8)], ids=["means", "whitened"])
def test_the_error_of_the_first_kind_never_exceeds_its_level_over_every_assignment(design, weigh):
    for seed, rho in product(range(3), (0.0, 0.9)):
        y = with_gaps(drifting(design.periods * design.nights, rho, seed), 0.1, seed)
        listed = [tuple(row) for row in every(design).tolist()]
        found = [randomisation.test(nights(design, s, y), design, s, weigh).p for s in listed]
        for alpha in (0.01, 0.05, 0.1, 0.2, 0.25, 0.5, 0.75):
            assert sum(p is not None and p <= alpha for p in found) <= alpha * len(listed) + 1e-9


def day_shuffle(y, a, seed):
    """What must not be done: nights shuffled although periods were randomised."""
    chance = np.random.default_rng(seed)
    shuffled = np.stack([chance.permutation(a) for _ in range(400)])
    difference = (shuffled @ y) * 2 / len(y) - ((1 - shuffled) @ y) * 2 / len(y)
    seen = y[a == 1].mean() - y[a == 0].mean()
    return np.mean(np.abs(difference) >= abs(seen) - 1e-12)


def test_nights_that_resemble_their_neighbours_fool_a_shuffle_of_nights_and_not_this_test():
    ours = theirs = 0
    for seed in range(200):
        sequence = unrank(EIGHT, seed % 62)
        y = drifting(56, 0.7, seed)
        ours += by_period(y.reshape(8, 7).mean(axis=1), EIGHT, sequence).p <= 0.05
        theirs += day_shuffle(y, np.repeat(sequence, 7), seed) <= 0.05
    assert ours <= 20
    assert theirs >= 40


def p_under(effect, design, sequence, y):
    shifted = y - effect * np.repeat(np.array(sequence, float), design.nights)
    return randomisation.test(nights(design, sequence, shifted), design, sequence).p


@pytest.mark.parametrize("design", [EIGHT, Design("pairs", 12, 2), Design("free", 7, 3, active=3)], ids=str)
def test_the_interval_holds_exactly_the_effects_that_are_not_rejected(design):
    for seed in range(4):
        sequence = unrank(design, (11 * seed + 5) % sequences(design))
        y = with_gaps(drifting(design.periods * design.nights, 0.5, seed), 0.15, seed)
        y = y + 1.5 * np.repeat(sequence, design.nights)
        found = randomisation.test(nights(design, sequence, y), design, sequence)
        assert found.lo < found.observed < found.hi
        for tau in np.linspace(found.lo - 2, found.hi + 2, 60):
            assert (p_under(tau, design, sequence, y) > 0.05) == (found.lo <= tau <= found.hi)
        just = 1e-9
        assert p_under(found.lo + just, design, sequence, y) > 0.05 >= p_under(found.lo - just, design, sequence, y)
        assert p_under(found.hi - just, design, sequence, y) > 0.05 >= p_under(found.hi + just, design, sequence, y)


def test_the_interval_covers_in_at_least_nineteen_of_twenty_assignments():
    design = Design("free", 8, 2)
    background = drifting(16, 0.6, 3)
    listed = [tuple(row) for row in every(design).tolist()]
    for effect in (-2.0, 0.0, 0.7):
        covered = 0
        for sequence in listed:
            found = randomisation.test(
                nights(design, sequence, background + effect * np.repeat(sequence, 2)), design, sequence
            )
            covered += found.lo - 1e-9 <= effect <= found.hi + 1e-9
        assert 0.95 * len(listed) <= covered < len(listed)


def test_the_whitened_interval_holds_what_its_own_test_does_not_reject():
    calls = []
    for seed in range(3):
        sequence = unrank(EIGHT, 9 * seed + 4)
        y = with_gaps(drifting(56, 0.7, seed), 0.15, seed) - 1.5 * np.repeat(sequence, 7)
        calls.clear()
        weigh = whitening(0.7)
        found = randomisation.test(
            nights(EIGHT, sequence, y), EIGHT, sequence, lambda given, weigh=weigh: calls.append(1) or weigh(given)
        )
        assert len(calls) <= 53
        for tau in np.linspace(found.lo - 1, found.hi + 1, 40):
            shifted = nights(EIGHT, sequence, y - tau * np.repeat(sequence, 7))
            p = randomisation.test(shifted, EIGHT, sequence, weigh).p
            if min(abs(tau - found.lo), abs(tau - found.hi)) > 1e-2:
                assert (p > 0.05) == (found.lo < tau < found.hi)


@given(st.integers(0, 61), st.lists(st.integers(0, 10), min_size=16, max_size=16), st.floats(-5, 5), st.floats(0.1, 9))
def test_constants_units_and_names_change_nothing_else(number, scores, constant, unit):
    design = Design("balanced", 8, 2)
    sequence = unrank(design, number)
    mirror = tuple(1 - each for each in sequence)
    y = np.array(scores, float)
    found = randomisation.test(nights(design, sequence, y), design, sequence)
    moved = randomisation.test(nights(design, sequence, constant + unit * y), design, sequence)
    swapped = randomisation.test(nights(design, mirror, y), design, mirror)
    assert found.p == moved.p == swapped.p
    assert moved.observed == pytest.approx(unit * found.observed, abs=1e-9)
    assert swapped.observed == pytest.approx(-found.observed, abs=1e-12)
    if found.lo is None:
        assert (moved.lo, swapped.lo) == (None, None)
        return
    assert (moved.lo, moved.hi) == pytest.approx((unit * found.lo, unit * found.hi), abs=1e-8)
    assert (swapped.lo, swapped.hi) == pytest.approx((-found.hi, -found.lo), abs=1e-9)


def test_ties_count_as_extreme():
    found = by_period(np.array([1.0, 0, 1, 0, 1, 0, 1, 0]) + 0.1, Design("free", 8, 1), (1, 0, 1, 0, 1, 0, 1, 0))
    assert found.p == 2 / 70
    tenths = np.array([0.1, 0.3, 0.2, 0.2, 0.3, 0.1])
    assert by_period(tenths, Design("free", 6, 1), (1, 0, 1, 0, 0, 1)).p == pytest.approx(
        plainly(Design("free", 6, 1), (1, 0, 1, 0, 0, 1), tenths), abs=1e-12
    )


def test_a_missing_night_is_not_a_zero_and_keeps_its_period():
    sequence = (1, 0, 0, 1, 1, 0)
    y = drifting(24, 0.3, 1)
    gaps = np.where(np.arange(24) % 5 == 2, nan, y)
    found = randomisation.test(nights(SIX, sequence, gaps), SIX, sequence)
    kept = ~np.isnan(gaps)
    a = np.repeat(sequence, 4)
    assert found.observed == pytest.approx(y[kept & (a == 1)].mean() - y[kept & (a == 0)].mean(), abs=1e-12)
    assert found.p == pytest.approx(plainly(SIX, sequence, gaps), abs=1e-12)
    rows = nights(SIX, sequence, gaps)
    fewer = series(gaps[kept], a[kept], time=rows.time[kept], period=rows.period[kept])
    assert randomisation.test(fewer, SIX, sequence) == found


@pytest.mark.parametrize("weigh", [None, whitening(0.5)], ids=["means", "whitened"])
def test_an_arm_without_an_outcome_gives_no_figure_and_the_reason(weigh):
    sequence = (1, 0, 0, 1, 1, 0)
    y = np.where(np.repeat(sequence, 4) == 1, nan, 1.0)
    found = randomisation.test(nights(SIX, sequence, y), SIX, sequence, weigh)
    assert (found.observed, found.p, found.lo, found.hi, found.why) == (None, None, None, None, "empty-arm")


@pytest.mark.parametrize("value", [0.0, 0.1, 7.0])
@pytest.mark.parametrize("weigh", [None, whitening(0.5)], ids=["means", "whitened"])
def test_outcomes_that_never_vary_give_no_interval(weigh, value):
    sequence = (1, 0, 0, 1, 1, 0)
    found = randomisation.test(nights(SIX, sequence, np.full(24, value)), SIX, sequence, weigh)
    assert (found.observed, found.p, found.lo, found.why) == (0.0, 1.0, None, "no-variation")


@pytest.mark.parametrize("weigh", [None, whitening(0.5)], ids=["means", "whitened"])
def test_a_design_with_too_few_sequences_gives_p_but_no_interval(weigh):
    design = Design("pairs", 8, 3)
    sequence = (1, 0, 0, 1, 1, 0, 0, 1)
    y = drifting(24, 0.2, 4) + 9 * np.repeat(sequence, 3)
    found = randomisation.test(nights(design, sequence, y), design, sequence, weigh)
    assert found.p == found.least_p == 0.125
    assert (found.lo, found.hi, found.why) == (None, None, "level-out-of-reach")


@pytest.mark.parametrize("design", [Design("daily", 1, 3), Design("free", 1, 3, active=1)], ids=str)
def test_a_single_period_compares_nothing(design):
    found = randomisation.test(nights(design, (1,), np.array([1.0, 2.0, 3.0])), design, (1,))
    assert (found.p, found.why, found.least_p) == (None, "empty-arm", 1.0)


def test_a_trial_stopped_early_is_tested_on_what_it_has():
    sequence = (1, 0, 0, 1, 1, 0, 1, 0)
    y = drifting(56, 0.4, 2)
    stopped = np.where(np.arange(56) < 31, y, nan)
    rows = nights(EIGHT, sequence, stopped)
    early = series(y[:31], rows.active[:31], period=rows.period[:31])
    found = randomisation.test(early, EIGHT, sequence)
    assert found.p == pytest.approx(plainly(EIGHT, sequence, stopped), abs=1e-12)
    assert found == randomisation.test(rows, EIGHT, sequence)


def test_the_run_in_belongs_to_no_arm():
    sequence = (1, 0, 0, 1, 1, 0)
    y = drifting(24, 0.4, 2)
    rows = nights(SIX, sequence, y)
    before = msgspec.structs.replace(
        rows,
        time=np.arange(34.0),
        y=np.concatenate([np.full(10, 9.0), y]),
        active=np.concatenate([np.zeros(10), rows.active]),
        period=np.concatenate([np.zeros(10, np.int64), rows.period]),
        covariates=np.empty((34, 0)),
    )
    assert randomisation.test(before, SIX, sequence) == randomisation.test(rows, SIX, sequence)


def test_pairs_are_every_change_of_sign():
    differences = np.array([1.0, 2.5, -0.3, 0.8, 1.9, 2.2, 1.1])
    signs = np.array(list(product((-1, 1), repeat=7)))
    expected = np.mean(np.abs(signs @ differences) >= abs(differences.sum()) - 1e-12)
    found = by_pair(differences)
    assert found.p == expected
    assert found.observed == pytest.approx(differences.mean())
    assert (found.sequences, found.exact) == (128, True)
    assert by_pair(np.append(differences, nan)).p == expected


def test_twenty_single_days_are_gone_through_completely():
    days = Design("free", 20, 1)
    sequence = unrank(days, 101_010)
    y = drifting(20, 0.0, 5) + np.array(sequence)
    found = by_period(y, days, sequence)
    sums = np.array([y[list(active)].sum() for active in combinations(range(20), 10)])
    seen = y[np.array(sequence) == 1].sum()
    middle = y.sum() / 2
    assert found.sequences == 184_756
    assert found.p == np.mean(np.abs(sums - middle) >= abs(seen - middle) - 1e-11)


def test_twenty_pairs_are_gone_through_completely():
    found = by_pair(np.ones(20))
    assert (found.p, found.sequences, found.exact) == (2 / 2**20, 2**20, True)


def test_a_set_too_large_to_list_is_drawn_from_and_p_is_never_zero():
    long = Design("balanced", 70, 1, most_alike=2)
    sequence = unrank(long, 10**14)
    found = by_period(np.array(sequence, float) * 5 + drifting(70, 0.2, 1), long, sequence)
    assert (found.sequences, found.exact) == (20_000, False)
    assert found.p == pytest.approx(1 / 20_001)
    assert found.least_p < 1e-13
    assert found.lo < 5 < found.hi
    again = by_period(np.array(sequence, float) * 5 + drifting(70, 0.2, 1), long, sequence)
    assert again == found


def test_draws_agree_with_the_whole_set(monkeypatch):
    design = Design("balanced", 12, 1)
    sequence = unrank(design, 200)
    y = drifting(12, 0.2, 8)
    whole = by_period(y, design, sequence)
    monkeypatch.setattr(reference, "MOST_LISTED", 100)
    drawn = by_period(y, design, sequence)
    assert (whole.exact, drawn.exact) == (True, False)
    assert drawn.p == pytest.approx(whole.p, abs=4 * (0.25 / 20_000) ** 0.5)
    assert (drawn.lo, drawn.hi) == pytest.approx((whole.lo, whole.hi), abs=0.2)


@pytest.mark.parametrize("design", [*SMALL, EIGHT], ids=str)
def test_sums_by_doubling_are_sums_over_the_listed_sequences(design):
    columns = np.random.default_rng(1).normal(size=(3, design.periods))
    expected = columns @ every(design).T.astype(float)
    found = reference.sums(design, unrank(design, 0), columns)
    assert np.sort(found, axis=1) == pytest.approx(np.sort(expected, axis=1), abs=1e-12)
    if design.mirrored:
        half = reference.sums(design, unrank(design, 0), columns, half=True)
        both = np.concatenate([half, columns.sum(axis=1, keepdims=True) - half], axis=1)
        assert np.sort(both, axis=1) == pytest.approx(np.sort(expected, axis=1), abs=1e-12)


def test_a_large_constant_loses_no_tie():
    sequence = (1, 0, 0, 1, 1, 0, 1, 0)
    scores = np.array([3, 5, 2, 2, 8, 4, 4, 1], float)
    assert by_period(scores + 1e6, EIGHT, sequence).p == by_period(scores, EIGHT, sequence).p


def test_rows_that_contradict_the_order_are_refused():
    sequence = (1, 0, 0, 1, 1, 0)
    rows = nights(SIX, sequence, drifting(24, 0, 0))
    with pytest.raises(BadInput, match="another treatment"):
        randomisation.test(rows, SIX, (0, 1, 1, 0, 0, 1))
    with pytest.raises(BadInput, match="not one that the design allows"):
        randomisation.test(rows, SIX, (1, 1, 1, 1, 0, 0))
    with pytest.raises(BadInput, match="does not have"):
        randomisation.test(rows, Design("balanced", 4, 4), (1, 0, 0, 1))


def robust(y):
    """Weights that no single night can carry far."""
    return np.tanh(y - np.nanmedian(y))


def test_the_interval_is_found_also_where_the_difference_of_means_misleads():
    sequence = (1, 0, 0, 1, 1, 0, 1, 0)
    y = drifting(56, 0.3, 1) + np.repeat(sequence, 7)
    y[2] += 150
    found = randomisation.test(nights(EIGHT, sequence, y), EIGHT, sequence, robust)
    assert found.lo < 1 < found.hi < 3
    for end, side in ((found.lo, -1), (found.hi, 1)):
        inside, outside = (
            randomisation.test(nights(EIGHT, sequence, y - tau * np.repeat(sequence, 7)), EIGHT, sequence, robust).p
            for tau in (end - side * 0.1, end)
        )
        assert inside > 0.05 >= outside


@pytest.mark.parametrize(
    ("weights", "why"),
    [((1, -1, -1, 1, 1, -1, 1, -1), "not-found"), ((1, 1, -1, -1, 1, 1, -1, -1), "level-out-of-reach")],
)
def test_weights_that_no_effect_can_move_give_no_interval(weights, why):
    sequence = (1, 0, 0, 1, 1, 0, 1, 0)
    rows = nights(EIGHT, sequence, drifting(56, 0.3, 1))
    found = randomisation.test(rows, EIGHT, sequence, lambda _: np.repeat(np.array(weights, float), 7))
    assert found.p == (2 / 62 if why == "not-found" else 1.0)
    assert (found.lo, found.hi, found.why) == (None, None, why)


def test_weights_that_are_no_numbers_end_the_test():
    rows = nights(SIX, (1, 0, 0, 1, 1, 0), drifting(24, 0, 0))
    with pytest.raises(ArithmeticError):
        randomisation.test(rows, SIX, (1, 0, 0, 1, 1, 0), lambda y: np.full(len(y), nan))


def test_a_foreign_trial_is_compared_with_every_order_of_its_periods():
    rows = series([1.0, 2, 3, 4, 5, 6, 7], [1, 1, 0, 0, 0, 1, 0])
    design, sequence = reference_from_periods(rows)
    assert sequence == (1, 0, 1, 0)
    assert (design.scheme, design.periods, design.active, sequences(design)) == ("free", 4, 2, 6)
    assert randomisation.test(rows, design, sequence, assumed=True).assumed


def test_a_period_with_both_treatments_is_no_period():
    with pytest.raises(BadInput, match="one treatment"):
        reference_from_periods(series([1.0, 2, 3, 4], [1, 0, 1, 0], period=[1, 1, 2, 2]))


def test_periods_of_unequal_number_keep_their_counts():
    rows = series(drifting(9, 0, 3), [1, 1, 0, 0, 0, 1, 1, 1, 1], period=[1, 1, 2, 3, 3, 4, 5, 5, 5])
    design, sequence = reference_from_periods(rows)
    assert sequence == (1, 0, 0, 1, 1)
    assert sequences(design) == 10
    found = randomisation.test(rows, design, sequence)
    assert found.least_p == 0.1
    assert not isnan(found.p)
