"""Traps that other programs for trials of one fall into, each shown where it can be, and that Stilla keeps out of it.

statsmodels is run; of programs in other languages the formula is repeated in a few lines.
"""

from __future__ import annotations

import hashlib
import json
import random
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from scipy.stats import t as student
from statsmodels.regression.linear_model import GLSAR, OLS
from statsmodels.tsa.statespace.sarimax import SARIMAX
from tests.analysis.oracles import diaries
from tests.trial.sealed_examples import MADE, protocol

from stilla.analysis.design import Design, every, sequences
from stilla.analysis.gaussian import fit
from stilla.analysis.latent_outcomes import Ordinal, checked
from stilla.analysis.priors import Priors
from stilla.analysis.randomisation import test as randomisation_test
from stilla.analysis.series import Series, series
from stilla.analysis.simulate import Truth, invent
from stilla.diary import chain
from stilla.diary.events import Began, Night
from stilla.diary.nights import night_of
from stilla.diary.record import record_of
from stilla.errors import BadInput
from stilla.trial.protocol import read_protocol, write_protocol
from stilla.trial.seal import allocate, open_seal, seal

STOCKHOLM = ZoneInfo("Europe/Stockholm")
PRIORS = Priors(scale=2.0, centre=5.0)
DIARY = diaries.read("gaps70")
FROZEN = [Path(diaries.__file__).parent / f"{oracle}.json" for oracle in ("jags", "nlme", "numpyro", "sarimax")]
SEEN = ~np.isnan(DIARY.score)


def trial(diary: diaries.Diary) -> Series:
    return series(diary.score, diary.active, diary.night, diary.period.astype(int))


def effect(diary: diaries.Diary, priors: Priors = PRIORS) -> tuple[float, float]:
    return fit(trial(diary), priors).effect.moments()


def test_1_an_autocorrelation_that_was_asked_for_is_estimated_not_left_at_zero() -> None:
    diary = diaries.read("default168")
    seen = ~np.isnan(diary.score)
    y, x = diary.score[seen], diaries.columns(diary, 0.0)[seen]
    trap = GLSAR(y, x, rho=1)
    np.testing.assert_allclose(trap.fit().bse, OLS(y[1:], x[1:]).fit().bse, rtol=1e-12)
    assert trap.rho == 0
    assert fit(trial(diary), PRIORS.plain()).rho[0] == pytest.approx(0.42, abs=0.01)
    assert effect(diary, PRIORS.plain())[1] > 1.3 * OLS(y, x).fit().bse[1]


def test_2_a_standard_error_comes_from_the_curvature_not_from_outer_products() -> None:
    frozen = json.loads((Path(diaries.__file__).parent / "sarimax.json").read_text(encoding="utf-8"))
    worst = max(abs(one["outer_se"][1] / one["se"][1] - 1) for one in frozen.values() if "se" in one)
    assert worst > 0.15
    # With a prior so wide that it says nothing, the posterior's sd is that of the information, a little wider for rho.
    wide = Priors(scale=2.0, centre=5.0, effect_sd=50.0, intercept_sd=50.0, trend_sd=50.0).plain()
    posterior = effect(diaries.read("default168"), wide)[1]
    assert 1.0 < posterior / frozen["default168"]["se"][1] < 1.1


def test_3_the_order_of_rows_is_not_time() -> None:
    y, x = DIARY.score[SEEN], diaries.columns(DIARY, 0.0)[SEEN]
    closed = SARIMAX(y, exog=x, order=(1, 0, 0)).fit(disp=False, cov_type="oim")
    frozen = json.loads((Path(diaries.__file__).parent / "sarimax.json").read_text(encoding="utf-8"))["gaps70"]
    assert abs(closed.params[1] - frozen["beta"][1]) > 0.05
    squeezed = DIARY._replace(night=np.arange(1.0, len(DIARY.night) + 1))
    assert abs(effect(squeezed)[0] - effect(DIARY)[0]) > 0.01
    later = DIARY._replace(night=DIARY.night + 1000)
    assert effect(later) == pytest.approx(effect(DIARY), abs=1e-12)


def test_3_a_night_without_a_row_is_a_night_without_a_score() -> None:
    """Between rows of one treatment; where the treatment changes, only a row can say on which night."""
    diary = diaries.read("default168")
    gone = np.isnan(diary.score)
    gone[1:] &= diary.active[1:] == diary.active[:-1]
    gone[:-1] &= diary.active[1:] == diary.active[:-1]
    gone[[0, -1]] = False
    shorter = diaries.Diary(*(column[~gone] for column in diary))
    assert gone.sum() > 10
    assert effect(shorter) == pytest.approx(effect(diary), abs=1e-9)


def test_4_missing_nights_neither_stop_the_randomisation_test_nor_widen_its_reference_set() -> None:
    design = Design("balanced", 8, 7)
    sequence = (1, 0, 0, 1, 1, 0, 1, 0)
    stream = np.random.default_rng(4)
    active = np.repeat(sequence, 7).astype(float)
    y = np.where(stream.random(56) < 0.2, np.nan, 5.0 - 9.0 * active + stream.standard_normal(56))
    found = randomisation_test(series(y, active, period=np.repeat(np.arange(1, 9), 7)), design, sequence)
    # Scdtb's draws ignore the run limit (70 sequences instead of 62), and its p can be 0.
    assert found.sequences == 62 == sequences(design)
    assert found.p == pytest.approx(2 / 62)
    assert found.observed is not None
    assert found.lo is None or found.lo < found.observed < found.hi  # type: ignore[operator]


def test_4_an_interval_lies_around_the_estimate_not_around_zero() -> None:
    design = Design("free", 10, 4)
    sequence = (1, 0, 0, 1, 1, 0, 1, 0, 0, 1)
    active = np.repeat(sequence, 4).astype(float)
    y = 5.0 - 4.0 * active + np.random.default_rng(5).standard_normal(40)
    trial_of_ten = series(y, active, period=np.repeat(np.arange(1, 11), 4))
    found = randomisation_test(trial_of_ten, design, sequence)
    reference = [
        y[np.repeat(each, 4) == 1].mean() - y[np.repeat(each, 4) == 0].mean() for each in every(design).tolist()
    ]
    null = np.quantile(reference, [0.025, 0.975])
    assert null[0] < 0 < null[1] < 4.0
    assert found.hi is not None
    assert found.lo is not None
    assert found.lo < found.observed < found.hi < 0.0  # type: ignore[operator]


def test_5_a_change_of_treatment_deletes_no_nights_and_certainty_is_not_rounded() -> None:
    active = np.tile([1.0, 0.0], 14)
    y = 5.0 - 3.0 * active + 0.05 * np.random.default_rng(6).standard_normal(28)
    # Nof1 deletes seven rows after every change: here nothing would be left.
    left = [i for i in range(28) if not any(active[j] != active[j - 1] for j in range(max(1, i - 6), i + 1))]
    assert left == [0]
    found = fit(series(y, active), PRIORS.plain())
    assert found.effect.moments()[0] == pytest.approx(-3.0, abs=0.1)
    assert found.effect.below(0.0) > 0.9999
    assert 0.0 < found.effect.above(0.0) < 1e-6


@pytest.mark.parametrize("file", FROZEN, ids=lambda file: file.stem)
def test_5_every_file_of_results_can_be_read_and_names_what_made_it(file: Path) -> None:
    found = json.loads(file.read_text(encoding="utf-8"))
    made_by = found["made_by"]
    assert (Path(diaries.__file__).parents[3] / made_by).exists()
    assert found["versions"]


def test_6_the_search_over_half_lives_ends_with_a_weight_for_each() -> None:
    found = fit(trial(DIARY), PRIORS).carryover
    assert [each.half_life for each in found] == [0.0, 1.0, 3.0, 7.0, 14.0]
    assert sum(each.weight for each in found) == pytest.approx(1.0)
    assert min(each.weight for each in found) > 0.0


def test_7_zero_is_a_border_and_a_score_not_nothing() -> None:
    def bounded_by_truth(value: float, low: float | None) -> float:
        return max(low, value) if low else value

    assert bounded_by_truth(-1.0, 0) == -1.0  # Sinot: a border of 0 is no border.
    with pytest.raises(BadInput):
        checked(series([1.0, -1.0], [0, 1]), Ordinal(0, 10))
    zeros = fit(series([0.0, 0, 3, 4, 0, 0, 3, 4, 1, 0], [1, 1, 0, 0, 1, 1, 0, 0, 1, 1]), PRIORS.plain())
    without = fit(series([np.nan, np.nan, 3, 4, 0, 0, 3, 4, 1, 0], [1, 1, 0, 0, 1, 1, 0, 0, 1, 1]), PRIORS.plain())
    assert zeros.effect.moments()[1] < without.effect.moments()[1]


def test_7_invented_trials_are_the_same_again_for_the_same_seed() -> None:
    design, truth = Design("pairs", 4, 7), Truth(sd=1.0)
    one, again, other = (invent(design, truth, 20, seed).noise for seed in (1, 1, 2))
    np.testing.assert_array_equal(one, again)
    assert not np.array_equal(one, other)


def test_8_nothing_that_is_given_away_tells_the_order() -> None:
    def published_seed(seed: int) -> tuple[int, ...]:
        return tuple(random.Random(seed).sample([0, 1] * 4, 8))

    assert published_seed(42) == published_seed(42)
    plan = protocol()
    seals = [seal(plan, MADE) for _ in range(20)]
    assert len({each.commitment.commitment for each in seals}) == 20
    assert len({allocate(plan, bytes.fromhex(each.key.secret)).sequence for each in seals}) > 5
    assert all(each.key.secret not in repr(each.commitment) for each in seals)


def test_8_few_nights_are_judged_by_more_than_a_normal_quantile() -> None:
    """Without a prior on the effect the interval of 8 nights is wider than estimate ± 1.96 standard errors."""
    active = np.array([0.0, 1.0, 1.0, 0.0, 1.0, 0.0, 0.0, 1.0])
    y = np.array([4.1, 3.0, 5.2, 6.3, 2.9, 4.4, 5.0, 4.1])
    wide = Priors(scale=2.0, centre=5.0, effect_sd=50.0, intercept_sd=50.0, trend_sd=50.0).plain()
    found = fit(series(y, active), wide).effect
    x = np.column_stack([np.ones(8), active, np.arange(8) / 7 - 0.5])
    beta, square = np.linalg.lstsq(x, y)[:2]
    error = np.sqrt(np.linalg.inv(x.T @ x)[1, 1] * square[0] / 8)
    assert found.quantile(0.975) - found.quantile(0.025) > 2 * 1.96 * error
    assert found.quantile(0.025) < beta[1] < found.quantile(0.975)


def test_9_the_order_is_drawn_once_and_every_reading_of_it_is_the_same() -> None:
    plan = protocol()
    by = seal(plan, MADE)
    again = read_protocol(write_protocol(plan))
    opened = {open_seal(each, by.commitment, by.key) for each in (plan, again) for _ in range(5)}
    assert len(opened) == 1


def test_9_the_first_period_is_random_too() -> None:
    plan = protocol()
    first = [allocate(plan, hashlib.sha256(b"%d" % n).digest()).sequence[0] for n in range(200)]
    assert 70 < sum(first) < 130


def test_9_the_formula_of_a_report_seen_elsewhere_is_too_sure() -> None:
    """Divisor n, tail cut at t = 10: for two days an arm it says 0.078 where 0.05 is meant; the engine does not."""
    stream = np.random.default_rng(9)
    one, other = stream.standard_normal((2, 20000, 2))
    error = np.sqrt(one.var(axis=1) / 2 + other.var(axis=1) / 2)
    t = np.abs(one.mean(axis=1) - other.mean(axis=1)) / error
    p = 2 * np.maximum(student.cdf(10.0, 2) - student.cdf(t, 2), 0.0)
    assert np.mean(p < 0.05) > 0.07
    active = np.array([1.0, 0.0, 0.0, 1.0])
    below = [
        fit(series(np.array([a[0], b[0], b[1], a[1]]), active), Priors(1.0, 0.0).plain()).effect.below(0.0)
        for a, b in zip(one[:150], other[:150], strict=True)
    ]
    assert np.mean(np.abs(np.array(below) - 0.5) > 0.475) <= 0.05


def test_10_a_night_runs_from_noon_to_noon_where_the_person_is() -> None:
    late, early = datetime(2026, 11, 21, 23, 50, tzinfo=STOCKHOLM), datetime(2026, 11, 22, 0, 10, tzinfo=STOCKHOLM)
    assert late.date() != early.date()
    assert night_of(late, STOCKHOLM) == night_of(early, STOCKHOLM) == date(2026, 11, 22)
    assert night_of(datetime(2026, 11, 22, 11, 59, tzinfo=STOCKHOLM), STOCKHOLM) == date(2026, 11, 22)
    assert night_of(datetime(2026, 11, 22, 12, 0, tzinfo=STOCKHOLM), STOCKHOLM) == date(2026, 11, 23)
    # The same moment is another night elsewhere.
    assert night_of(datetime(2026, 11, 22, 12, 0, tzinfo=STOCKHOLM), ZoneInfo("America/New_York")) == date(2026, 11, 22)


def test_10_the_first_answer_of_a_night_stands() -> None:
    at = datetime(2026, 11, 22, 8, tzinfo=STOCKHOLM)
    events: list[chain.Event] = []
    bodies = (Began("legs", "en", date(2026, 11, 22)), *(Night(date(2026, 11, 22), score=score) for score in (6, 2)))
    for body in bodies:
        events.append(chain.append(events, body, at, STOCKHOLM))
    found = record_of(events)
    assert found.nights[date(2026, 11, 22)].entry.score == 6
    assert found.disregarded == (3,)


def test_11_a_hash_without_a_secret_is_found_by_trying_all_orders_and_ours_is_not() -> None:
    plan = protocol()
    by = seal(plan, MADE)
    true = allocate(plan, bytes.fromhex(by.key.secret)).sequence
    orders = [tuple(each) for each in every(plan.design).tolist()]
    bare = hashlib.sha256(json.dumps(true).encode()).hexdigest()
    assert [each for each in orders if hashlib.sha256(json.dumps(each).encode()).hexdigest() == bare] == [true]
    spellings = (json.dumps, str, lambda each: "".join(map(str, each)), lambda each: json.dumps({"sequence": each}))
    tried = {hashlib.sha256(spelt(each).encode()).hexdigest() for each in orders for spelt in spellings}
    assert by.commitment.commitment not in tried
    assert len(bytes.fromhex(by.key.secret)) == 32
