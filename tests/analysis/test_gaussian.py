"""The primary model: exact, blind to how a missing night is written, and symmetric where the question is."""

from __future__ import annotations

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.linalg import toeplitz
from scipy.stats import multivariate_normal

from stilla.analysis.asked import Terms
from stilla.analysis.covariance import weighted
from stilla.analysis.exposure import exposure
from stilla.analysis.gaussian import fit, fixed_columns, natural_spline
from stilla.analysis.nodes import even, first_grid
from stilla.analysis.priors import Priors
from stilla.analysis.quadrature import Night, Regression, rotate, spread
from stilla.analysis.series import Series, series

PRIORS = Priors(scale=1.5, centre=5.0)


def trial(seed: int = 1, n: int = 56, nights: int = 7, effect: float = -1.0, missing: float = 0.15) -> Series:
    stream = np.random.default_rng(seed)
    active = np.repeat(np.tile([1.0, 0.0, 0.0, 1.0], n), nights)[:n]
    noise = np.empty(n)
    noise[0] = stream.normal()
    for i in range(1, n):
        noise[i] = 0.5 * noise[i - 1] + np.sqrt(0.75) * stream.normal()
    y = 5 + effect * active + 1.5 * noise
    y[stream.random(n) < missing] = np.nan
    return series(y, active)


def same(one: Series, other: Series, priors: Priors = PRIORS, close: float = 1e-9) -> None:
    a, b = fit(one, priors), fit(other, priors)
    assert a.effect.moments() == pytest.approx(b.effect.moments(), abs=close)
    assert a.log_evidence == pytest.approx(b.log_evidence, abs=1e-7)


@pytest.mark.parametrize("nugget", [0.0, 0.3])
@pytest.mark.parametrize("rho", [-0.25, 0.0, 0.6, 0.95])
def test_weights_are_the_inverse_of_the_dense_correlation(rho: float, nugget: float) -> None:
    stream = np.random.default_rng(3)
    days = np.cumsum(stream.integers(1, 4, 30)).astype(float)
    columns = stream.normal(size=(30, 3))
    distance = np.abs(days[:, None] - days)
    dense = (1 - nugget) * np.sign(rho) ** distance * np.abs(rho) ** distance + nugget * np.eye(30)
    dense[np.diag_indices(30)] = 1.0
    found = weighted(np.diff(days), np.array([rho]), np.array([nugget]), columns)
    assert found.columns[:, 0] == pytest.approx(np.linalg.solve(dense, columns), abs=1e-10)
    assert found.log_determinant[0] == pytest.approx(np.linalg.slogdet(dense)[1], abs=1e-10)


def test_the_integrand_is_the_multivariate_normal_density() -> None:
    one = trial(n=21)
    seen = one.observed
    y, fixed = one.y[seen], fixed_columns(one, PRIORS, Terms())
    design = np.column_stack([one.active[seen], fixed[0][seen]])
    sds = PRIORS.scale * np.concatenate([[1.0], fixed[1]])
    rho, days = 0.4, one.time[seen]
    correlation = rho ** np.abs(days[:, None] - days)
    product = np.linalg.solve(correlation, np.column_stack([design, y - 5.0]))
    gram = np.column_stack([design, y - 5.0]).T @ product
    found = Regression(
        gram[None, :-1, :-1], gram[None, :-1, -1], gram[None, -1, -1], np.array([np.linalg.slogdet(correlation)[1]])
    )
    grid = spread(rotate(found, sds), len(y), Night(PRIORS.scale, 4.0), 24)
    step = np.log(grid.sigma[0, 1] / grid.sigma[0, 0])
    for k in (1, 10, 22):
        sigma = grid.sigma[0, k]
        covariance = sigma**2 * correlation + (design * sds**2) @ design.T
        exact = multivariate_normal(np.full(len(y), 5.0), covariance).logpdf(y)
        half_t = np.log(2 * 0.375 / PRIORS.scale) - 2.5 * np.log1p(sigma**2 / PRIORS.scale**2 / 4)
        assert grid.log_weight[0, k] == pytest.approx(exact + half_t + np.log(sigma) + np.log(step), abs=1e-8)


def test_a_missing_night_is_the_same_deleted_or_empty() -> None:
    whole = trial()
    kept = whole.observed
    same(whole, series(whole.y[kept], whole.active[kept], whole.time[kept]))


def test_closing_the_gap_gives_another_answer() -> None:
    whole = trial()
    kept = whole.observed
    closed = series(whole.y[kept], whole.active[kept])
    assert abs(fit(whole, PRIORS).effect.moments()[0] - fit(closed, PRIORS).effect.moments()[0]) > 1e-4


def test_shifting_the_calendar_changes_nothing() -> None:
    whole = trial()
    same(whole, series(whole.y, whole.active, whole.time + 20_000))


def test_the_order_of_the_rows_does_not_matter() -> None:
    whole = trial()
    order = np.random.default_rng(0).permutation(len(whole.y))
    same(whole, series(whole.y[order], whole.active[order], whole.time[order]))


def test_adding_a_constant_changes_nothing_when_the_prior_moves_along() -> None:
    whole = trial()
    moved = fit(whole.with_y(whole.y + 100), msgspec.structs.replace(PRIORS, centre=105.0))
    assert moved.effect.moments() == pytest.approx(fit(whole, PRIORS).effect.moments(), abs=1e-9)


def test_another_unit_gives_the_same_answer_in_that_unit() -> None:
    whole = trial()
    scaled = fit(whole.with_y(whole.y * 40), Priors(scale=60.0, centre=200.0))
    assert np.array(scaled.effect.moments()) / 40 == pytest.approx(fit(whole, PRIORS).effect.moments(), abs=1e-9)


def test_swapping_the_labels_turns_the_sign() -> None:
    plain = PRIORS.plain()
    whole = trial()
    swapped = msgspec.structs.replace(whole, active=1 - whole.active)
    # The intercept's prior is for the comparator; a wide one makes the two labels alike.
    wide = msgspec.structs.replace(plain, intercept_sd=1e5)
    mean, sd = fit(whole, wide).effect.moments()
    assert fit(swapped, wide).effect.moments() == pytest.approx((-mean, sd), abs=1e-6)


def test_more_nodes_change_nothing() -> None:
    assert fit(trial(), PRIORS).error < 1e-6
    assert fit(trial(n=28), PRIORS).error < 1e-5
    assert fit(trial(n=168, nights=21), PRIORS).error < 1e-6


def test_the_evidence_finds_the_half_life_of_a_slow_effect() -> None:
    stream = np.random.default_rng(5)
    active = np.repeat([0.0, 1, 0, 1, 1, 0, 1, 0], 21)
    slow = exposure(series(np.zeros(168), active), 7.0)
    found = fit(series(5 - 4 * slow + 0.5 * stream.normal(size=168), active), PRIORS)
    best = max(found.carryover, key=lambda each: each.weight)
    assert best.half_life == 7.0
    assert best.weight > 0.9
    assert found.effect.moments()[0] == pytest.approx(-4, abs=0.6)
    assert abs(found.assignment.moments()[0]) < abs(found.effect.moments()[0])


def test_a_negative_correlation_is_seen_on_whole_days() -> None:
    stream = np.random.default_rng(8)
    noise = stream.normal(size=400)
    for i in range(1, 400):
        noise[i] = -0.25 * noise[i - 1] + noise[i]
    active = np.repeat(np.tile([0.0, 1.0], 20), 10)
    assert fit(series(5 + noise, active), PRIORS.plain()).rho[0] < -0.1


def test_half_days_allow_no_negative_correlation() -> None:
    time = np.array([0, 0.4, 1, 1.7, 2, 3.1, 4, 4.2, 5.5, 6])
    grid = first_grid(PRIORS, integer=False)
    assert grid.rho.min() > 0
    found = fit(series(np.arange(10.0) % 3, np.repeat([0.0, 1.0], 5), time), PRIORS)
    assert found.rho[0] > 0


def test_the_steps_of_quicker_rows_are_their_own() -> None:
    whole = trial()
    # The same numbers four times a day: the resemblance of neighbours is the same, without wash-in.
    quick = series(whole.y, whole.active, whole.time / 4)
    same(whole, quick, PRIORS.plain())


@given(st.integers(1, 9), st.integers(0, 1000), st.floats(0.001, 1000))
@settings(max_examples=40, deadline=None)
def test_whatever_few_rows_there_are_the_figures_are_finite(n: int, seed: int, scale: float) -> None:
    stream = np.random.default_rng(seed)
    y = stream.integers(0, 11, n).astype(float) * scale
    found = fit(series(y, stream.integers(0, 2, n)), Priors(scale=scale, centre=5 * scale))
    assert np.all(np.isfinite(found.effect.moments()))
    assert np.all(np.isfinite(found.assignment.moments()))
    assert 0 <= found.effect.below(0) <= 1


def test_perfectly_separated_outcomes_stay_finite() -> None:
    active = np.repeat([0.0, 1, 0, 1], 14)
    found = fit(series(5 - 2 * active, active), PRIORS)
    mean, sd = found.effect.moments()
    assert mean == pytest.approx(-2, abs=0.1)
    assert 0 < sd < 0.3


def test_a_wider_prior_scale_than_the_nights_deserve_is_no_trouble() -> None:
    whole = trial()
    small = whole.with_y(5 + (whole.y - 5) / 200)
    found = fit(small, PRIORS)
    assert found.error < 1e-4
    assert found.sigma[0] == pytest.approx(1.5 / 200, rel=0.5)


def test_the_spline_is_straight_beyond_its_knots_and_bends_inside() -> None:
    x = np.linspace(-0.5, 0.5, 101)
    columns = natural_spline(x, 3)
    assert columns.shape == (3, 101)
    assert np.linalg.matrix_rank(columns) == 3
    second = np.diff(columns, 2, axis=1)
    assert second[:, 0] == pytest.approx(0, abs=2e-3)
    assert np.abs(second[1:]).max() > 1e-4


def test_exposure_follows_its_recursion_and_ignores_a_deleted_row() -> None:
    active = np.array([1.0, 1, 1, 0, 0, 1])
    kept = 2 ** (-1 / 3)
    by_hand, at = [], 0.0
    for each in active:
        at = kept * at + (1 - kept) * each
        by_hand.append(at)
    whole = exposure(series(np.zeros(6), active), 3.0)
    assert whole == pytest.approx(by_hand)
    without = exposure(series(np.zeros(5), np.delete(active, 1), [0.0, 2, 3, 4, 5]), 3.0)
    assert without == pytest.approx(np.delete(by_hand, 1))


def test_toeplitz_nights_of_a_nugget_have_variance_one() -> None:
    # The nugget is a share: R has ones on its diagonal whatever it is.
    eye = np.eye(12)
    found = weighted(np.ones(11), np.array([0.5]), np.array([0.4]), eye).columns[:, 0]
    assert np.linalg.inv(found) == pytest.approx(0.6 * toeplitz(0.5 ** np.arange(12)) + 0.4 * eye, abs=1e-10)


def test_a_scale_far_from_the_nights_only_widens_the_prior() -> None:
    whole, plain = trial(), PRIORS.plain()
    far, further = (fit(whole, msgspec.structs.replace(plain, scale=scale)) for scale in (1.5e4, 1.5e7))
    assert far.effect.moments() == pytest.approx(further.effect.moments(), abs=1e-4)
    assert far.sigma[0] == pytest.approx(fit(whole, plain).sigma[0], rel=0.1)


def test_a_scale_far_below_the_nights_leaves_what_it_forbids_to_sigma() -> None:
    whole = trial()
    drifting = whole.with_y(whole.y + 20 * whole.time / 56)
    found = fit(drifting, msgspec.structs.replace(PRIORS.plain(), scale=0.03))
    assert found.sigma[0] > 4
    assert found.effect.moments()[1] == pytest.approx(0.03, rel=0.01)


def test_outcomes_without_any_noise_have_an_answer() -> None:
    whole = trial(missing=0.0)
    assert fit(whole.with_y(6 - 3 * whole.active), PRIORS).effect.moments()[0] == pytest.approx(-3, abs=0.1)


@pytest.mark.parametrize("apart", [1e-8, 1e-5])
def test_rows_close_together_stay_two_rows_with_finite_figures(apart: float) -> None:
    whole = trial(n=28)
    time = whole.time.copy()
    time[20] = time[19] + apart
    assert np.all(np.isfinite(fit(series(whole.y, whole.active, time), PRIORS).effect.moments()))


def test_minutes_are_adjusted_for_a_trend_like_days() -> None:
    whole = trial()
    drifting = whole.y + 8 * whole.time / 56
    days, minutes = (
        fit(series(drifting, whole.active, whole.time / by), PRIORS.plain()).effect.moments() for by in (1, 1440)
    )
    assert minutes == pytest.approx(days, abs=1e-6)


@pytest.mark.parametrize(("factor", "origin"), [(1e-3, 0.0), (1e3, 0.0), (1.0, 2026.0)])
def test_the_unit_of_a_covariate_does_not_matter(factor: float, origin: float) -> None:
    whole = trial()
    measured = np.random.default_rng(4).normal(size=56) + 0.9 * whole.active
    one, other = (
        series(whole.y + measured, whole.active, covariates=each) for each in (measured, origin + factor * measured)
    )
    same(one, other, PRIORS.plain(), close=1e-6)


def test_an_indicator_is_taken_as_it_is() -> None:
    whole = trial()
    weekend = (np.arange(56) % 7 > 4).astype(float)
    columns, _ = fixed_columns(series(whole.y, whole.active, covariates=weekend), PRIORS, Terms())
    assert columns[:, 2].tolist() == weekend.tolist()


def test_six_of_seven_empty_rows_are_the_same_as_none() -> None:
    whole = trial(n=140, missing=0.0)
    weekly = whole.where(np.arange(140) % 7 == 0)
    kept = weekly.observed
    ends = series(
        np.append(weekly.y[kept], np.nan),
        np.append(weekly.active[kept], weekly.active[-1]),
        np.append(weekly.time[kept], 139.0),
    )
    same(weekly, ends, PRIORS.plain())


def test_every_other_night_keeps_the_night_as_its_step_and_weeks_have_their_own() -> None:
    nights, whole = even(np.array([0.0, 2, 4, 6, 7, 9]))
    assert whole
    assert nights.tolist() == [0, 2, 4, 6, 7, 9]
    assert even(np.array([3.0, 10, 24]))[0].tolist() == [0, 1, 3]
    assert even(np.array([0.0, 0.25, 0.75]))[0].tolist() == [0, 2 / 3, 2]
