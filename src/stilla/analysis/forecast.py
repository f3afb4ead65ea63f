"""Before the first night: how likely is a clear answer, and which threshold keeps "helps" honest for this design?

Invented trials go through the very engine that will give the answer (`stilla.analysis.batch`).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

import msgspec
import numpy as np

from stilla.analysis.asked import Asked
from stilla.analysis.batch import Beliefs, Plan, beliefs
from stilla.analysis.decision import INFORMED, Thresholds, Verdict
from stilla.analysis.design import Design, least_p, predictability, sequences
from stilla.analysis.gaussian import fixed_columns
from stilla.analysis.series import series
from stilla.analysis.simulate import Invented, Truth, invent

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stilla.analysis.arrays import BoolArray, FloatArray

VERDICTS: tuple[Verdict, ...] = ("helps", "not_enough", "worse", "not_settled")
FALSE_HELPS = 0.025
"""At most this share of trials without any effect may say helps (design, section 7)."""
RHOS = (0.0, 0.3, 0.5, 0.7)
DRIFTS = (0.0, 0.25)


class Chance(msgspec.Struct, frozen=True):
    """How often trials with one true benefit end in each verdict."""

    benefit: float
    """True benefit on the scale of the outcome; negative is harm."""
    shares: tuple[float, float, float, float]
    """In the order of `VERDICTS`."""
    errors: tuple[float, float, float, float]
    """Monte-Carlo standard errors of the shares."""
    trials: int

    def share(self, verdict: Verdict) -> float:
        """Of one verdict."""
        return self.shares[VERDICTS.index(verdict)]


class Outlook(msgspec.Struct, frozen=True):
    """What to expect of one design."""

    design: Design
    nights: int
    """Of the periods; the run-in comes before."""
    sequences: int
    least_p: float
    predictability: float
    chances: tuple[Chance, ...]


class Run(NamedTuple):
    """How many invented trials, from which seed, and who is told of those that are done."""

    trials: int
    seed: int = 1
    progress: Callable[[int], object] | None = None

    def done(self, trials: int) -> None:
        """So many more are done."""
        if self.progress is not None:
            self.progress(trials)


_RUN = Run(1000)
_CALIBRATION = Run(1000, seed=2)


def outlook(
    design: Design, asked: Asked, truths: Sequence[Truth], benefits: Sequence[float], run: Run = _RUN
) -> Outlook:
    """Chance of each verdict for each true benefit.

    Args:
        design: to look at.
        asked: priors, minimal important difference and thresholds.
        truths: how the person's nights may come about, each as likely; the trials are shared among them.
        benefits: true benefits on the scale of the outcome.
        run: trials for each benefit; the seed is the same for each, so that the columns differ by the benefit alone.
    """
    each = max(1, run.trials // len(truths))
    chances = []
    for benefit in benefits:
        parts = [
            believed(asked, invent(design, truth, each, run.seed + k), benefit, run.done)
            for k, truth in enumerate(truths)
        ]
        whole = Beliefs(*(np.concatenate(column) for column in zip(*parts, strict=True)))
        chances.append(_chance(benefit, verdicts(whole, asked)))
    nights = design.periods * design.nights
    return Outlook(design, nights, sequences(design), least_p(design), predictability(design), tuple(chances))


def believed(
    asked: Asked,
    invented: Invented,
    benefit: float = 0.0,
    progress: Callable[[int], object] = lambda _: None,
) -> Beliefs:
    """(s,) what each invented trial makes one believe, with a true benefit added to it.

    Args:
        asked: how they are analysed.
        invented: the trials.
        benefit: true benefit on the scale of the outcome.
        progress: told of every block of trials done.
    """
    plan = plan_of(asked, invented)
    sign = -1.0 if asked.better == "lower" else 1.0
    y = asked.priors.centre + invented.noise + sign * benefit * invented.unit
    parts = []
    for k, seen in enumerate(invented.observed):
        mine = invented.pattern == k
        if mine.any():
            parts.append(beliefs(plan, y[mine], invented.which[mine], seen))
            progress(int(mine.sum()))
    return Beliefs(*(np.concatenate(column) for column in zip(*parts, strict=True)))


def plan_of(asked: Asked, invented: Invented) -> Plan:
    """What the invented trials share, for the engine."""
    n = invented.active.shape[1]
    time = np.arange(n, dtype=float)
    fixed, sds = fixed_columns(series(np.zeros(n), np.zeros(n), time), asked.priors, asked.terms)
    return Plan(time, invented.active, fixed, sds, asked.priors, asked.better, asked.mid)


def verdicts(found: Beliefs, asked: Asked) -> FloatArray:
    """(4,) how many trials end in each verdict, by the same rules as `stilla.analysis.decision.decide`."""
    bounds = asked.thresholds
    enough = found.sd <= INFORMED * asked.priors.effect_sd * asked.priors.scale
    helps = enough & (found.benefit >= bounds.helps) & (found.mid >= bounds.mid)
    worse = enough & ~helps & (found.harm >= bounds.worse)
    little = enough & ~helps & ~worse & (found.mid <= bounds.not_enough)
    rest: BoolArray = ~(helps | worse | little)
    return np.array([each.sum() for each in (helps, little, worse, rest)], float)


def _chance(benefit: float, counts: FloatArray) -> Chance:
    total = counts.sum()
    shares = counts / total
    errors = np.sqrt(shares * (1 - shares) / total)
    return Chance(benefit, _four(shares), _four(errors), int(total))


def _four(values: FloatArray) -> tuple[float, float, float, float]:
    a, b, c, d = (float(each) for each in values)
    return a, b, c, d


def nulls(sd: float, missing: float = 0.15) -> tuple[Truth, ...]:
    """Nights of people without any effect, from quick to slow, without and with a drift of 14 nights."""
    return tuple(Truth(sd=sd, rho=rho, drift=drift, missing=missing) for drift in DRIFTS for rho in RHOS)


class Null(msgspec.Struct, frozen=True):
    """How often trials of one kind of null reach the thresholds."""

    truth: Truth
    helps: float
    worse: float
    trials: int


class Calibrated(msgspec.Struct, frozen=True):
    """Thresholds that keep their promise for one design, and how that was seen."""

    thresholds: Thresholds
    nulls: tuple[Null, ...]
    seed: int

    @property
    def worst(self) -> float:
        """The largest share of false "helps" among them."""
        return max(each.helps for each in self.nulls)


UNSURE = (1.0, 1.5)
"""The standard deviation of the trial's nights may be larger than that of the run-in: times these."""


def calibrate(design: Design, asked: Asked, run: Run = _CALIBRATION) -> Calibrated:
    """The least thresholds, 0.975 or more, with which at most 2.5 % of trials without effect say helps, or worse.

    That holds for each of `nulls`, with the standard deviation of the run-in and with a larger one. "Helps" is the
    whole criterion of the verdict: any benefit, and more likely than not one that matters.

    Args:
        design: admissible sequences and length.
        asked: priors, minimal important difference, thresholds to raise.
        run: trials for each null.
    """
    truths = [truth for by in UNSURE for truth in nulls(by * asked.priors.scale)]
    found = [
        believed(asked, invent(design, truth, run.trials, run.seed + k), progress=run.done)
        for k, truth in enumerate(truths)
    ]
    # A trial that fails the second criterion never says helps, whatever the threshold.
    toward = [np.where(each.mid >= asked.thresholds.mid, each.benefit, 0.0) for each in found]
    away = [each.harm for each in found]
    helps = max(asked.thresholds.helps, *(least(each) for each in toward))
    worse = max(asked.thresholds.worse, *(least(each) for each in away))
    rows = tuple(
        Null(truth, float(np.mean(one >= helps)), float(np.mean(other >= worse)), run.trials)
        for truth, one, other in zip(truths, toward, away, strict=True)
    )
    return Calibrated(msgspec.structs.replace(asked.thresholds, helps=helps, worse=worse), rows, run.seed)


def least(probabilities: FloatArray, error: float = FALSE_HELPS) -> float:
    """The least ten thousandth (millionth, above 0.9999) that surely no more than a share `error` of trials reach.

    Surely: the share of these trials stays one Monte-Carlo standard error under it, since others will differ. Where
    even 0.999999 is reached more often, it is that; `Calibrated.worst` then shows it.
    """
    n = len(probabilities)
    allowed = max(int(np.floor(error * n - np.sqrt(n * error * (1 - error)))), 0)
    highest = float(np.sort(probabilities)[::-1][allowed])
    # The first that may no longer reach it lies below, by however little.
    for parts in (10**4, 10**6):
        bound = (int(np.floor(highest * parts)) + 1) / parts
        if bound < 1:
            return bound
    return 1 - 1e-6
