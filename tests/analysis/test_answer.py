"""The answer: what the verdict rests on, and that too little never becomes a verdict."""

from __future__ import annotations

import math

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stilla.analysis.answer import Known, Sealed, answer, permuted
from stilla.analysis.api import analyse, usual_question
from stilla.analysis.asked import Asked
from stilla.analysis.decision import Probabilities, Thresholds, decide
from stilla.analysis.design import Design
from stilla.analysis.gaussian import fit
from stilla.analysis.other_outcomes import Kind, answer_other
from stilla.analysis.priors import Priors
from stilla.analysis.sensitivity import KINDS, Marks, days_into_period, period_means
from stilla.analysis.series import MOST_ROWS, Series, series
from stilla.errors import BadInput

ORDER = (0, 1, 1, 0, 1, 0, 0, 1)
SEALED = Sealed(Design("balanced", periods=8, nights=14), ORDER)
ASKED = Asked(1.0, "lower", Priors(1.5, 5.0))


def trial(effect: float = -1.5, seed: int = 0, missing: float = 0.1, sd: float = 1.2) -> Series:
    stream = np.random.default_rng(seed)
    active = np.repeat(np.array(ORDER, float), 14)
    noise = stream.normal(size=112)
    for i in range(1, 112):
        noise[i] = 0.4 * noise[i - 1] + np.sqrt(0.84) * noise[i]
    y = 5.5 + effect * active + sd * noise
    y[stream.random(112) < missing] = np.nan
    return series(y, active, period=np.repeat(np.arange(8), 14))


def finite(value: object) -> bool:
    """Every number in it, however deep."""
    if isinstance(value, float):
        return math.isfinite(value)
    if isinstance(value, dict):
        return all(map(finite, value.values()))
    if isinstance(value, list | tuple):
        return all(map(finite, value))
    return True


def test_a_clear_benefit_helps() -> None:
    found = answer(trial(-2.0), ASKED, SEALED)
    assert found.verdict == "helps"
    assert found.p_benefit > 0.99
    assert found.effect.lo < -2 < found.effect.hi or found.effect.mean == pytest.approx(-2, abs=0.8)
    assert found.randomisation is not None
    assert found.randomisation.p == pytest.approx(2 / 62)
    assert len(found.quantiles) == 100


def test_harm_is_worse_and_not_merely_not_enough() -> None:
    assert answer(trial(2.0), ASKED, whole=False).verdict == "worse"


def test_higher_may_be_better() -> None:
    found = answer(trial(2.0), msgspec.structs.replace(ASKED, better="higher"), whole=False)
    assert found.verdict == "helps"
    assert found.p_benefit + found.p_harm == pytest.approx(1)


def test_no_effect_in_quiet_nights_is_not_enough() -> None:
    assert answer(trial(0.0, sd=0.5), ASKED, whole=False).verdict == "not_enough"


def test_every_declared_sensitivity_is_there_and_each_has_its_own_figures() -> None:
    stream = np.random.default_rng(1)
    whole = trial()
    one = whole.with_y(np.clip(np.round(whole.y), 0, 10))
    marks = Marks(
        recalled=stream.random(112) < 0.1,
        taken=np.where(stream.random(112) < 0.9, one.active, 0.0),
        not_guessed=~np.isin(one.period, (1, 2)),
        steps=(0, 10),
    )
    found = answer(one, ASKED, SEALED, known=Known(marks))
    assert {row.id for row in found.sensitivity} == set(KINDS)
    means = [row.effect.mean for row in found.sensitivity if row.effect is not None]
    assert len(set(means)) == len(means) == len(KINDS)


def test_the_sensitivities_are_what_they_say() -> None:
    one = trial()
    rows = {row.id: row for row in answer(one, ASKED, SEALED).sensitivity}
    plain = msgspec.structs.replace(ASKED.priors, half_lives=(0.0,), half_life_weights=(1.0,))
    late = one.where(days_into_period(one) >= 7)
    assert rows["last-half"].effect is not None
    assert rows["last-half"].effect.mean == pytest.approx(fit(late, plain).effect.moments()[0], abs=1e-9)
    assert rows["effect-prior-wide"].effect is not None
    wide = msgspec.structs.replace(ASKED.priors, effect_sd=2.0)
    assert rows["effect-prior-wide"].effect.mean == pytest.approx(fit(one, wide).effect.moments()[0], abs=1e-9)


def test_too_few_periods_that_were_not_guessed_are_not_looked_at() -> None:
    one = trial()
    only_one_active = Marks(not_guessed=np.isin(one.period, (1, 2, 4)))
    rows = answer(one, ASKED, SEALED, known=Known(only_one_active)).sensitivity
    assert "not-guessed" not in {row.id for row in rows}


def test_period_means_by_hand() -> None:
    y = np.array([4.0, 6, 1, 3, 5, 5, 2, 0])
    found = period_means(series(y, [0, 0, 1, 1, 0, 0, 1, 1]), ASKED, enough=True)
    # Means 5, 2, 5, 1: difference -3.5, pooled variance 0.25, two and two periods.
    assert found.effect is not None
    assert found.effect.mean == -3.5
    assert found.effect.sd == pytest.approx(0.5)
    assert found.effect.lo == pytest.approx(-3.5 - 4.3026527 * 0.5)


def test_the_tipping_point_is_where_the_verdict_changes() -> None:
    one = trial(-1.6, missing=0.25)
    found = answer(one, ASKED, SEALED)
    assert found.verdict == "helps"
    assert found.tipping is not None
    if found.tipping.worse is not None:
        assert 0 < found.tipping.worse <= found.tipping.looked


def test_nothing_missing_has_no_tipping_point() -> None:
    assert answer(trial(missing=0.0), ASKED, SEALED).tipping is None


@pytest.mark.parametrize(
    ("y", "active"),
    [
        ([3.0], [1]),
        ([3.0, 7.0], [0, 1]),
        ([5.0] * 40, [0] * 10 + [1] * 10 + [0] * 10 + [1] * 10),
        ([np.nan] * 40, [0] * 20 + [1] * 20),
        ([4.0, 6.0] * 20, [1] * 40),
        ([4.0, 6.0] * 10 + [np.nan] * 20, [0] * 20 + [1] * 20),
        ([8.0, 9.0, 7.0] * 10 + [1.0, 2.0, 0.0] * 10, [0] * 30 + [1] * 30),
    ],
    ids=["one row", "two rows", "all equal", "none", "one arm", "an arm all missing", "one period each"],
)
def test_too_little_is_never_a_verdict_and_never_nan(y: list[float], active: list[int]) -> None:
    found = answer(series(y, active), ASKED)
    assert found.verdict == "not_settled"
    assert found.too_little
    assert finite(msgspec.to_builtins(found))


@given(st.lists(st.sampled_from([0.0, 1, 2, 5, 9, 10, np.nan]), min_size=1, max_size=12), st.integers(0, 4095))
@settings(max_examples=8, deadline=None)
def test_a_handful_of_nights_never_decides(y: list[float], bits: int) -> None:
    active = [bits >> k & 1 for k in range(len(y))]
    found = answer(series(y, active), ASKED)
    assert finite(msgspec.to_builtins(found))
    # Five outcomes of each treatment in two periods of each are the least.
    if min(active.count(0), active.count(1)) < 5:
        assert found.verdict == "not_settled"


def test_an_unknown_design_is_said_to_be_assumed() -> None:
    found = answer(trial(), ASKED)
    assert found.randomisation is not None
    assert found.randomisation.assumed
    assert any("random order" in note.en for note in found.notes)


def test_the_prior_alone_is_never_not_enough() -> None:
    # A scale far under the difference that matters would rule it out before the first night.
    narrow = msgspec.structs.replace(ASKED, priors=Priors(0.05, 5.0))
    few = series([5.0, 6, 4, 5, 6, 5, 4, 6, 5, 5, 6, 4], [0, 0, 0, 1, 1, 1, 0, 0, 0, 1, 1, 1])
    assert answer(few, narrow).verdict == "not_settled"


@pytest.mark.parametrize(
    ("believed", "verdict"),
    [
        ((0.975, 0.5, 0.025), "helps"),
        ((0.9749, 0.5, 0.0251), "not_settled"),
        ((0.975, 0.4999, 0.025), "not_settled"),
        ((0.025, 0.01, 0.975), "worse"),
        ((0.0251, 0.01, 0.9749), "not_enough"),
        ((0.5, 0.10, 0.5), "not_enough"),
        ((0.5, 0.1001, 0.5), "not_settled"),
    ],
)
def test_the_bounds_of_the_verdict_belong_to_it(believed: tuple[float, float, float], verdict: str) -> None:
    assert decide(Probabilities(*believed), Thresholds(), enough=True) == verdict
    assert decide(Probabilities(*believed), Thresholds(), enough=False) == "not_settled"


def test_all_problems_of_the_arrays_come_at_once() -> None:
    with pytest.raises(BadInput) as refused:
        series([1.0, np.inf], [0, 2], [0.0, np.nan])
    assert len(refused.value.problems) == 3


def test_twin_times_are_refused() -> None:
    with pytest.raises(BadInput, match="same time"):
        series([1.0, 2.0], [0, 1], [3.0, 3.0])


def test_a_file_of_something_else_is_refused_at_once() -> None:
    with pytest.raises(BadInput, match=str(MOST_ROWS)):
        series(np.zeros(MOST_ROWS + 1), np.zeros(MOST_ROWS + 1))
    with pytest.raises(BadInput, match="no row"):
        series([], [])


def test_a_period_whose_name_comes_back_is_another_period() -> None:
    assert series([1.0] * 4, [0, 1, 0, 1], period=["a", "b", "a", "b"]).period.tolist() == [1, 2, 3, 4]


@pytest.mark.parametrize("nothing", [None, float("nan")])
def test_a_missing_period_is_no_period_of_its_own(nothing: float | None) -> None:
    periods = np.array([1, 1, nothing, 1, 2, 2], object if nothing is None else float)
    with pytest.raises(BadInput, match="needs a period"):
        series([1, 2, 3, 4, 5, 6], [1, 1, 1, 1, 0, 0], period=periods)


def test_covariates_of_another_length_and_values_without_squares_are_refused() -> None:
    with pytest.raises(BadInput, match="differ in length"):
        series([1, 2, 3], [1, 0, 1], covariates=[1, 2])
    with pytest.raises(BadInput, match="too large"):
        series([1e160, 2, 3], [1, 0, 1])
    for mid in (1e-170, 1e170):
        with pytest.raises(BadInput, match="above zero"):
            analyse([1, 2, 3], [1, 0, 1], mid=mid, better="lower")


def test_rows_of_nearly_the_same_time_are_twins() -> None:
    with pytest.raises(BadInput, match="same time"):
        series([1, 2, 3], [1, 0, 1], time=[0, 1, 1 + 1e-12])


def test_a_declared_deviation_under_the_difference_that_matters_rules_nothing_out() -> None:
    asked = usual_question(trial(), 1.0, "lower", sd=0.2)
    assert asked.priors.scale == 1.0


def test_numbers_of_numpy_become_plain_ones() -> None:
    found = analyse(
        [3, 5, 4, 6, 2, 5] * 2, [1, 0] * 6, mid=np.float64(1), better="lower", half_lives=list(np.linspace(0, 2, 2))
    )
    assert msgspec.json.encode(found)


def test_periods_with_both_treatments_have_no_test_and_this_is_said() -> None:
    whole = trial()
    mixed = series(whole.y, whole.active, period=np.repeat(np.arange(4), 28))
    found = answer(mixed, ASKED)
    assert found.randomisation is None
    assert "both treatments" in found.notes[0].en
    assert "both treatments" in next(row.why.en for row in found.sensitivity if row.id == "period-means" and row.why)


def test_period_means_that_differ_by_rounding_alone_say_nothing() -> None:
    y = np.array([0.1, 0.2, 0.3, 0.3, 0.2, 0.1] * 2)
    active = np.repeat([1.0, 0.0, 0.0, 1.0], 3)
    assert period_means(series(y, active), ASKED, enough=True).effect is None


@pytest.mark.parametrize(("kind", "mid"), [("binary", 7.0), ("ordinal", 10.0)])
def test_a_benefit_that_nobody_can_have_is_refused(kind: Kind, mid: float) -> None:
    with pytest.raises(BadInput, match="smaller than"):
        analyse([0, 1] * 10, [0, 1] * 10, mid=mid, better="lower", kind=kind)


def test_the_ends_of_an_ordered_scale_can_be_said() -> None:
    stream = np.random.default_rng(3)
    short = series(stream.integers(1, 6, 40), np.repeat([0, 1, 1, 0], 10))
    asked = usual_question(short, 1.0, "lower", half_lives=(0.0,))
    said, guessed = (answer_other(short, asked, "ordinal", scale=each) for each in ((1, 5), (None, None)))
    assert said.effect != guessed.effect
    with pytest.raises(BadInput, match="whole number from 1 to 4"):
        answer_other(short, asked, "ordinal", scale=(1, 4))


def test_very_many_rows_are_tested_by_their_means() -> None:
    y = np.random.default_rng(1).normal(size=2100)
    many = series(y, np.repeat([0.0, 1.0, 1.0, 0.0], 525), period=np.repeat(np.arange(4), 525))
    found, _ = permuted(many, ASKED, None)
    assert found is not None
    assert found.statistic == "means"
