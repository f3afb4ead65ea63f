"""The posterior of outcomes that are no plain measure."""

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from stilla.analysis.latent import fit
from stilla.analysis.latent_binary import binary_priors
from stilla.analysis.latent_count import count_priors
from stilla.analysis.latent_interval import duration_priors
from stilla.analysis.latent_ordinal import ordinal_priors
from stilla.analysis.latent_outcomes import Binary, Count, Duration, Ordinal
from stilla.analysis.series import series
from stilla.errors import BadInput

ARMS = np.repeat([0.0, 1, 1, 0, 1, 0], 7)
DURATION = duration_priors(3.0, 0.6).without_carryover()
PRIORS = {
    Binary(): binary_priors().without_carryover(),
    Ordinal(): ordinal_priors().without_carryover(),
    Count(): count_priors().without_carryover(),
}


def nights(seed=1, missing=0.15):
    rng = np.random.default_rng(seed)
    y = (rng.random(len(ARMS)) < np.where(ARMS > 0, 0.3, 0.7)).astype(float)
    y[rng.random(len(ARMS)) < missing] = np.nan
    return y


def figures(found):
    """Every number that is told of a posterior."""
    told = found.summary("lower", 1.0)
    parts = (found.link, told.change, told.ratio, told.active, told.comparator, told.probabilities, *found.carryover)
    return [value for part in parts for value in msgspec.structs.astuple(part)] + [
        *found.rho,
        *found.sigma,
        found.ess,
        found.pareto_k,
        found.log_evidence,
    ]


def brute_force(likelihood, arms, time, priors, draws=1_000_000, extras=0):
    """Truths drawn from the priors, weighed by the chance of the diary: slow, plain, and without a filter."""
    rng = np.random.default_rng(11)
    rho = -0.3 + 1.29 * rng.beta(2, 2, draws)
    sigma = priors.sigma_scale * np.abs(rng.standard_t(priors.sigma_df, draws))
    effect, own = rng.normal(0, priors.effect_sd, draws), rng.normal(size=(draws, extras))
    intercept = rng.normal(priors.intercept_centre, priors.intercept_sd, draws)
    trend = rng.normal(0, priors.trend_sd, draws)
    weight, state = np.ones(draws), rng.normal(size=draws)
    for row, day in enumerate(time):
        if row:
            near = rho ** (day - time[row - 1])
            state = near * state + np.sqrt(1 - near**2) * rng.normal(size=draws)
        relative = (day - time[0]) / (time[-1] - time[0]) - 0.5
        weight *= likelihood(row, intercept + effect * arms[row] + trend * relative + sigma * state, own)
    evidence = weight.mean()
    mean = np.sum(weight * effect) / weight.sum()
    below = np.sum(weight[effect < 0]) / weight.sum()
    sd = np.sqrt(np.sum(weight * (effect - mean) ** 2) / weight.sum())
    return np.log(evidence), mean, sd, below


def agrees(found, plain):
    log_evidence, mean, sd, below = plain
    assert found.log_evidence == pytest.approx(log_evidence, abs=0.02)
    assert found.link.mean == pytest.approx(mean, abs=0.02)
    assert found.link.sd == pytest.approx(sd, abs=0.02)
    assert found.below_zero() == pytest.approx(below, abs=0.012)


TINY = np.array([1.0, 1, 0, 0, 1, 0]), np.array([0.0, 1, 2, 4, 5, 9])


def logistic(x):
    return 1 / (1 + np.exp(-x))


def test_yes_and_no_agree_with_truths_drawn_from_the_prior():
    (arms, time), y = TINY, np.array([0.0, 0, 1, 1, 0, 1])
    priors = PRIORS[Binary()]
    plain = brute_force(lambda row, x, _: logistic(x if y[row] else -x), arms, time, priors)
    agrees(fit(series(y, arms, time), Binary(), priors), plain)


def test_scores_agree_with_truths_drawn_from_the_prior():
    (arms, time), y = TINY, np.array([1, 2, 4, 3, 2, 4])
    u = (np.arange(4) + 0.5) / 4
    shapes = np.stack([np.log(2 * u), -np.log(2 - 2 * u), 2 * u - 1])

    def likelihood(row, x, own):
        shares = np.exp(1.5 * np.column_stack([own[:, 1:], np.zeros(len(own))]))
        cuts = 3 * np.exp(own[:, :1]) * (shares @ shapes) / shares.sum(axis=1, keepdims=True)
        above = 1.0 if y[row] == 0 else logistic(x - cuts[:, y[row] - 1])
        return above - (0.0 if y[row] == 4 else logistic(x - cuts[:, y[row]]))

    priors = PRIORS[Ordinal()]
    found = fit(series(y.astype(float), arms, time), Ordinal(0, 4), priors)
    agrees(found, brute_force(likelihood, arms, time, priors, extras=3))


def test_counts_agree_with_truths_drawn_from_the_prior():
    (arms, time), y = TINY, np.array([0.0, 1, 4, 2, 1, 3])
    exposure = (1.0, 0.5, 1.0, 1.0, 2.0, 1.0)

    def likelihood(row, x, own):
        shape = np.minimum(own[:, 0] ** -2, 1e6)  # a normal variable's square is a half-normal's
        return stats.nbinom.pmf(y[row], shape, shape / (shape + exposure[row] * np.exp(np.minimum(x, 50))))

    priors = PRIORS[Count()]
    found = fit(series(y, arms, time), Count(exposure), priors)
    agrees(found, brute_force(likelihood, arms, time, priors, draws=400_000, extras=1))


def test_rounded_minutes_agree_with_exact_ones_where_rounding_is_fine():
    rng = np.random.default_rng(4)
    y = np.round(np.exp(3.2 - 0.4 * ARMS + 0.5 * rng.normal(size=len(ARMS)))) + 1
    exact = fit(series(y, ARMS), Duration(), DURATION)
    rounded = fit(series(y, ARMS), Duration(rounding=1.0), DURATION)
    assert rounded.link.mean == pytest.approx(exact.link.mean, abs=0.02)
    assert rounded.link.sd == pytest.approx(exact.link.sd, rel=0.1)
    assert rounded.summary("lower", 5).change.mean == pytest.approx(exact.summary("lower", 5).change.mean, abs=1.0)


def test_minutes_rounded_to_a_quarter_of_an_hour_lose_little():
    rng = np.random.default_rng(5)
    y = np.exp(3.8 - 0.5 * ARMS + 0.5 * rng.normal(size=len(ARMS)))
    exact = fit(series(y, ARMS), Duration(), DURATION)
    rounded = fit(series(np.round(y / 15) * 15, ARMS), Duration(rounding=15.0), DURATION)
    assert rounded.link.mean == pytest.approx(exact.link.mean, abs=0.1)
    assert rounded.link.sd > 0.8 * exact.link.sd


def test_half_lives_are_weighed_by_what_each_alone_makes_of_the_diary():
    y, priors = nights(), binary_priors()
    both = msgspec.structs.replace(priors, half_lives=(0.0, 7.0), half_life_weights=(3.0, 1.0))
    whole = fit(series(y, ARMS), Binary(), both)
    alone = [
        fit(series(y, ARMS), Binary(), msgspec.structs.replace(both, half_lives=(h,), half_life_weights=(1.0,)))
        for h in both.half_lives
    ]
    share = 0.75 * np.exp(alone[0].log_evidence)
    share /= share + 0.25 * np.exp(alone[1].log_evidence)
    assert whole.carryover[0].weight == pytest.approx(share, abs=0.01)
    assert whole.carryover[0].prior == pytest.approx(0.75)
    mixed = share * alone[0].link.mean + (1 - share) * alone[1].link.mean
    assert whole.link.mean == pytest.approx(mixed, abs=0.02)


@pytest.mark.parametrize("outcome", PRIORS)
def test_a_missing_night_is_a_night_that_was_not_written_down(outcome):
    y, time = nights(missing=0), np.arange(float(len(ARMS)))
    gone = np.zeros(len(ARMS), bool)
    gone[[3, 4, 20, 30]] = True
    written = fit(series(np.where(gone, np.nan, y), ARMS), outcome, PRIORS[outcome])
    deleted = fit(series(y[~gone], ARMS[~gone], time[~gone]), outcome, PRIORS[outcome])
    assert np.array_equal(written.effect, deleted.effect)
    assert np.array_equal(written.weights, deleted.weights)


def test_shifting_the_calendar_changes_nothing_and_closing_a_gap_does():
    y, time = nights(), np.arange(float(len(ARMS)))
    plain = fit(series(y, ARMS, time), Binary(), PRIORS[Binary()])
    later = fit(series(y, ARMS, time + 1000), Binary(), PRIORS[Binary()])
    seen = ~np.isnan(y)
    closed = fit(series(y[seen], ARMS[seen]), Binary(), PRIORS[Binary()])
    assert later.link.mean == pytest.approx(plain.link.mean, abs=1e-9)
    assert closed.log_evidence != pytest.approx(plain.log_evidence, abs=1e-3)


@pytest.mark.parametrize("outcome", PRIORS)
def test_swapped_labels_swap_the_sign(outcome):
    # The intercept is that of the comparator; a wide prior lets it follow the label.
    y = nights() * 4 + 3 if isinstance(outcome, Ordinal) else nights()
    priors = msgspec.structs.replace(PRIORS[outcome], intercept_sd=40.0)
    plain = fit(series(y, ARMS), outcome, priors)
    swapped = fit(series(y, 1 - ARMS), outcome, priors)
    assert swapped.link.mean == pytest.approx(-plain.link.mean, abs=0.04)
    assert swapped.below_zero() == pytest.approx(1 - plain.below_zero(), abs=0.02)


def test_a_score_turned_upside_down_turns_the_answer():
    rng = np.random.default_rng(8)
    y = np.clip(np.round(4 - 1.5 * ARMS + 2 * rng.normal(size=len(ARMS))), 0, 10)
    plain = fit(series(y, ARMS), Ordinal(), PRIORS[Ordinal()])
    turned = fit(series(10 - y, ARMS), Ordinal(), PRIORS[Ordinal()])
    assert turned.link.mean == pytest.approx(-plain.link.mean, abs=0.04)
    told = plain.summary("lower", 1), turned.summary("higher", 1)
    assert told[1].change.mean == pytest.approx(-told[0].change.mean, abs=0.05)
    assert told[1].probabilities.mid == pytest.approx(told[0].probabilities.mid, abs=0.03)


def test_a_score_from_one_to_seven_is_one_from_nought_to_six():
    y = np.round(3 + 2 * np.sin(np.arange(len(ARMS))))
    low = fit(series(y, ARMS), Ordinal(0, 6), PRIORS[Ordinal()])
    high = fit(series(y + 1, ARMS), Ordinal(1, 7), PRIORS[Ordinal()])
    assert np.array_equal(low.weights, high.weights)
    assert high.active == pytest.approx(low.active + 1)


def test_twice_the_time_to_count_in_at_every_row_halves_the_rate():
    rng = np.random.default_rng(9)
    y = rng.poisson(np.where(ARMS > 0, 2.0, 4.0)).astype(float)
    wide = msgspec.structs.replace(PRIORS[Count()], intercept_centre=-np.log(2))
    whole = fit(series(y, ARMS), Count(), PRIORS[Count()])
    double = fit(series(y, ARMS), Count((2.0,) * len(ARMS)), wide)
    assert double.link.mean == pytest.approx(whole.link.mean, abs=1e-3)
    assert double.summary("lower", 1).active.median == pytest.approx(
        whole.summary("lower", 1).active.median / 2, rel=0.01
    )


def test_the_same_analysis_twice_is_the_same_analysis():
    first, second = (fit(series(nights(), ARMS), Binary(), binary_priors()) for _ in range(2))
    assert np.array_equal(first.effect, second.effect)
    assert np.array_equal(first.weights, second.weights)


def test_a_clear_effect_is_seen_in_nights_a_week():
    found = fit(series(np.where(nights(2, 0) > 0, 1.0, 0.0), ARMS), Binary(), binary_priors())
    told = found.summary("lower", 1.0)
    assert found.unit == "nights-a-week"
    assert told.change.lo < told.change.median < told.change.hi
    assert told.probabilities.benefit > 0.9
    assert told.probabilities.benefit + told.probabilities.harm == pytest.approx(1)
    assert told.probabilities.mid <= told.probabilities.benefit
    assert 0 < told.ratio.median < 1
    assert found.probabilities("higher", 1.0).harm == pytest.approx(told.probabilities.benefit)
    assert found.reliable
    assert np.all((found.active >= 0) & (found.active <= 7))


def test_symptoms_on_one_treatment_only_stay_finite():
    found = fit(series(1 - ARMS, ARMS), Binary(), binary_priors())
    assert np.isfinite(figures(found)).all()
    assert found.below_zero() > 0.98


@pytest.mark.parametrize(
    ("y", "arms"),
    [
        (np.ones(42), ARMS),
        (np.zeros(42), ARMS),
        (np.where(ARMS > 0, np.nan, 1.0), ARMS),
        (np.full(42, np.nan), ARMS),
        (np.ones(1), np.ones(1)),
        (np.zeros(1), np.zeros(1)),
        (np.full(1, np.nan), np.zeros(1)),
        (np.tile([0.0, 1.0], 21), np.ones(42)),
    ],
)
@pytest.mark.parametrize("outcome", PRIORS)
def test_whatever_is_missing_or_all_the_same_every_figure_is_finite(outcome, y, arms):
    found = fit(series(y, arms), outcome, PRIORS.get(outcome, DURATION))
    assert np.isfinite(figures(found)).all()
    assert found.weights.sum() == pytest.approx(1)


@pytest.mark.parametrize(
    "y", [np.zeros(42), np.full(42, 30.0), np.full(42, np.nan), np.full(42, 1440.0), 20 * nights()]
)
@pytest.mark.parametrize("outcome", [Duration(), Duration(part="amount", rounding=5.0)])
def test_whatever_the_minutes_every_figure_is_finite(outcome, y):
    found = fit(series(y, ARMS), outcome, DURATION)
    assert np.isfinite(figures(found)).all()
    assert found.other is None or np.isfinite(figures(found.other)).all()


@pytest.mark.parametrize("outcome", PRIORS)
def test_without_an_outcome_the_prior_comes_back(outcome):
    found = fit(series(np.full(42, np.nan), ARMS), outcome, PRIORS[outcome])
    assert found.link.mean == pytest.approx(0, abs=0.01)
    assert found.link.sd == pytest.approx(PRIORS[outcome].effect_sd, rel=0.02)
    assert found.log_evidence == pytest.approx(0, abs=0.01)
    assert found.rho[0] == pytest.approx(0.345, abs=0.01)


def test_with_one_treatment_missing_the_effect_stays_as_uncertain_as_before():
    found = fit(series(np.where(ARMS > 0, np.nan, nights(missing=0)), ARMS), Binary(), PRIORS[Binary()])
    assert found.link.sd > 0.9


def test_covariates_and_readings_several_times_a_day_are_taken():
    rng = np.random.default_rng(6)
    y, time = nights(), np.sort(rng.uniform(0, 42, 42))
    found = fit(series(y, ARMS, time, covariates=rng.normal(size=(42, 2))), Binary(), PRIORS[Binary()])
    assert np.isfinite(figures(found)).all()
    assert found.rho[0] > 0


@pytest.mark.parametrize("part", ["any", "amount"])
def test_minutes_in_two_parts_are_decided_on_the_one_and_show_the_other(part):
    rng = np.random.default_rng(7)
    y = np.where(rng.random(42) < 0.3, 0.0, np.round(20 + 10 * rng.random(42)))
    found = fit(series(y, ARMS), Duration(part=part), DURATION)
    kinds = (found.kind, found.other.kind)
    assert kinds == (("binary", "duration") if part == "any" else ("duration", "binary"))
    alone = fit(series((y > 0).astype(float), ARMS), Binary(), PRIORS[Binary()])
    assert (found if part == "any" else found.other).link.mean == pytest.approx(alone.link.mean, abs=1e-9)
    amount = found.other if part == "any" else found
    assert 15 < amount.summary("lower", 5).comparator.median < 35


@pytest.mark.parametrize(
    ("y", "outcome"),
    [
        (2.0, Binary()),
        (0.5, Binary()),
        (-1.0, Binary()),
        (-1.0, Count()),
        (1.5, Count()),
        (301.0, Count()),
        (11.0, Ordinal()),
        (-1.0, Ordinal()),
        (3.5, Ordinal()),
        (3.0, Ordinal(5, 5)),
        (-1.0, Duration()),
        (1441.0, Duration()),
        (1.0, Duration(add=0.0)),
        (1.0, Duration(rounding=0.0)),
        (1.0, Count((1.0, 1.0))),
        (1.0, Count((0.0,))),
    ],
)
def test_what_the_outcome_cannot_be_is_refused_in_both_languages(y, outcome):
    with pytest.raises(BadInput) as refused:
        fit(series([y], [1.0]), outcome, PRIORS.get(outcome, DURATION))
    says = refused.value.problems[0].says
    assert says.en
    assert says.sv
    assert says.en != says.sv


def test_half_lives_without_weights_are_refused():
    with pytest.raises(BadInput):
        fit(series([1.0], [1.0]), Binary(), msgspec.structs.replace(binary_priors(), half_lives=(0.0,)))


@settings(max_examples=15, deadline=None)
@given(st.lists(st.sampled_from([0.0, 1.0, np.nan]), min_size=2, max_size=12), st.data())
def test_no_diary_of_yes_and_no_gives_anything_but_numbers(y, data):
    arms = data.draw(st.lists(st.sampled_from([0.0, 1.0]), min_size=len(y), max_size=len(y)))
    found = fit(series(y, arms), Binary(), PRIORS[Binary()])
    assert np.isfinite(figures(found)).all()
    assert 0 <= found.below_zero() <= 1


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["binary", "ordinal", "count"])
def test_the_truth_lies_anywhere_in_the_posterior_equally_often(kind):
    from calibration.latent import main  # noqa: PLC0415  # scipy.stats and the whole analysis, for this test alone

    found = main(draws=60, seed=3, kind=kind)
    assert found["ks_p"] > 0.005
    assert found["chi_square_p"] > 0.005
    assert found["coverage_90"] > 0.75
