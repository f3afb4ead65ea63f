"""Forecast and calibration run the very engine of the answer, and are reproducible."""

from __future__ import annotations

import msgspec
import numpy as np
import pytest

from stilla.analysis import looks
from stilla.analysis.asked import Asked, Terms
from stilla.analysis.batch import Plan, beliefs
from stilla.analysis.decision import Probabilities, Thresholds, decide
from stilla.analysis.design import Design, sequences
from stilla.analysis.forecast import Run, believed, calibrate, least, nulls, outlook, verdicts
from stilla.analysis.gaussian import fit, fixed_columns
from stilla.analysis.priors import Priors
from stilla.analysis.sensitivity import probabilities
from stilla.analysis.series import series
from stilla.analysis.simulate import Truth, invent, nights

DESIGN = Design("balanced", periods=8, nights=7)
ASKED = Asked(1.0, "lower", Priors(1.5, 5.0))
TRUTH = Truth(sd=1.5)


@pytest.mark.parametrize("priors", [ASKED.priors, ASKED.priors.plain()], ids=["primary", "plain"])
@pytest.mark.parametrize("better", ["lower", "higher"])
def test_many_trials_at_once_give_what_each_gives_alone(priors: Priors, better: str) -> None:
    asked = msgspec.structs.replace(ASKED, priors=priors, better=better)
    made = invent(DESIGN, msgspec.structs.replace(TRUTH, half_life=2.0), 30, 5)
    found = believed(asked, made, benefit=1.2)
    sign = -1.0 if better == "lower" else 1.0
    for k in (0, 7, 29):
        y = np.where(made.observed[made.pattern[k]], 5.0 + made.noise[k] + sign * 1.2 * made.unit[k], np.nan)
        alone = fit(series(y, made.active[made.which[k]]), priors)
        chances = probabilities(alone.effect, asked)
        mean, sd = alone.effect.moments()
        assert found.mean[k] == pytest.approx(mean, abs=0.01 * sd)
        assert found.sd[k] == pytest.approx(sd, rel=0.01)
        assert (found.benefit[k], found.mid[k], found.harm[k]) == pytest.approx(
            (chances.benefit, chances.mid, chances.harm), abs=0.003
        )


def test_the_batch_looks_at_observed_nights_only() -> None:
    made = invent(DESIGN, TRUTH, 20, 1)
    plan = Plan(
        np.arange(56.0), made.active, *fixed_columns(series(np.zeros(56), np.zeros(56)), ASKED.priors, Terms()),
        ASKED.priors, "lower", 1.0,
    )  # fmt: skip
    seen = made.observed[0]
    spoiled = np.where(seen, made.noise, 1e6)
    one, other = (beliefs(plan, y, made.which, seen) for y in (made.noise, spoiled))
    assert one.mean == pytest.approx(other.mean, abs=1e-12)


def test_the_verdicts_of_many_are_those_of_each() -> None:
    made = invent(DESIGN, TRUTH, 200, 3)
    found = believed(ASKED, made, 1.0)
    one_by_one = [
        decide(
            Probabilities(found.benefit[k], found.mid[k], found.harm[k]),
            Thresholds(),
            enough=bool(found.sd[k] <= 0.75 * 1.5),
        )
        for k in range(200)
    ]
    counts = [one_by_one.count(name) for name in ("helps", "not_enough", "worse", "not_settled")]
    assert verdicts(found, ASKED).tolist() == counts


def test_the_same_seed_gives_the_same_figures() -> None:
    one, other = (outlook(DESIGN, ASKED, [TRUTH], [0.0, 1.0], Run(60, seed=9)) for _ in range(2))
    assert one == other
    assert one != outlook(DESIGN, ASKED, [TRUTH], [0.0, 1.0], Run(60, seed=10))


def test_more_benefit_helps_more_often() -> None:
    found = outlook(DESIGN, ASKED, [TRUTH], [0.0, 1.0, 3.0], Run(200))
    shares = [each.share("helps") for each in found.chances]
    assert shares[0] < 0.06 < shares[1] < shares[2]
    assert shares[2] > 0.9
    assert all(sum(each.shares) == pytest.approx(1) for each in found.chances)
    assert found.chances[1].errors[0] == pytest.approx(np.sqrt(shares[1] * (1 - shares[1]) / 200))


def test_progress_is_told_of_every_trial() -> None:
    told: list[int] = []
    outlook(DESIGN, ASKED, [TRUTH, TRUTH], [0.0, 1.0], Run(60, progress=told.append))
    assert sum(told) == 2 * 60


def test_calibrated_thresholds_hold_for_every_null() -> None:
    found = calibrate(DESIGN, ASKED, Run(120))
    assert found.thresholds.helps >= 0.975
    assert len(found.nulls) == 2 * len(nulls(1.0))
    assert found.worst <= 0.025
    assert max(each.worse for each in found.nulls) <= 0.025


def test_the_least_threshold_is_reached_by_no_more_than_allowed_and_one_less_by_more() -> None:
    values = np.linspace(0, 1, 1001)
    bound = least(values, 0.025)
    # 25 of 1001 less one standard error of 5.
    assert np.sum(values >= bound) == 20
    assert np.sum(values >= bound - 0.002) > 20


def test_a_threshold_above_most_decimals_is_still_kept() -> None:
    values = np.array([0.99995] * 10 + [0.5] * 90)
    assert np.mean(values >= least(values, 0.025)) <= 0.025
    assert 0.9999 < least(values, 0.025) < 1


def test_a_look_stops_for_harm_before_futility() -> None:
    rule = looks.Looks((4,), harm=0.99)
    assert looks.look(Probabilities(0.005, 0.001, 0.995), rule) == "stop-harm"
    assert looks.look(Probabilities(0.3, 0.04, 0.7), rule) == "stop-futility"
    assert looks.look(Probabilities(0.999, 0.99, 0.001), rule) == "continue"


def test_a_look_sees_only_the_nights_before_it() -> None:
    made = invent(DESIGN, TRUTH, 40, 4)
    early = believed(ASKED, made.until(28))
    changed = made.noise.copy()
    changed[:, 28:] += 50
    assert believed(ASKED, made._replace(noise=changed).until(28)).mean == pytest.approx(early.mean)


def test_looks_are_calibrated_over_all_of_them() -> None:
    found = looks.calibrated(DESIGN, ASKED, Run(100))
    assert found.after == (4, 6)
    assert 0.995 <= found.harm < 1


def test_invented_nights_have_the_variance_and_memory_they_should() -> None:
    stream = np.random.default_rng(2)
    found = nights(Truth(sd=1.0, rho=0.5, nugget=0.3, drift=0.2), 4000, 40, stream)
    assert found.var() == pytest.approx(1.0, abs=0.02)
    at_one = np.mean(found[:, 1:] * found[:, :-1])
    assert at_one == pytest.approx(0.5 * 0.5 + 0.2 * np.exp(-1 / 14), abs=0.02)


def test_invented_trials_use_every_admissible_sequence() -> None:
    made = invent(DESIGN, TRUTH, 3000, 6)
    counts = np.bincount(made.which, minlength=sequences(DESIGN))
    assert len(made.active) == 62
    expected = 3000 / 62
    assert np.sum((counts - expected) ** 2 / expected) < 110  # chi-square with 61 degrees of freedom, p > 0.0001


def test_a_design_with_more_sequences_than_words_is_drawn_from() -> None:
    made = invent(Design("balanced", periods=70, nights=1, most_alike=2), TRUTH, 20, 6)
    assert made.active.shape == (200, 70)
    assert np.all(made.active.sum(axis=1) == 35)
