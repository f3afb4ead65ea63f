"""Before the start: what a trial of this person could tell, for several designs side by side, and its thresholds."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import msgspec
import numpy as np

from stilla.analysis import looks
from stilla.analysis.asked import Asked
from stilla.analysis.design import Design
from stilla.analysis.forecast import Calibrated, Outlook, Run, calibrate, nulls, outlook
from stilla.analysis.priors import Priors
from stilla.analysis.simulate import Truth
from stilla.text import Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stilla.analysis.looks import Looks

DESIGNS: dict[str, Design] = {
    "8x21": Design("balanced", periods=8, nights=21, most_alike=3, run_in=14),
    "6x28": Design("pairs", periods=6, nights=28, run_in=14),
    "8x14": Design("balanced", periods=8, nights=14, most_alike=3, run_in=14),
    "12x21": Design("pairs", periods=12, nights=21, run_in=14),
}
"""The default first, then pairs of four weeks, a shorter and a longer one (design, section 7)."""

SD = 1.5
"""Standard deviation of a night that is assumed where there is no run-in, in points of 0 to 10."""
CENTRE = 5.0
CORRELATIONS = 5
"""Autocorrelations that the forecast runs over: equally likely ones of its prior, since a run-in cannot fix it."""
SLOW_DAYS = 7.0
"""Half-life of a benefit that builds up over weeks."""
DRIFT = 0.25
"""Share of the variance that moves slowly, over some 14 nights (design, section 7)."""
CLEAR = 0.5
"""A design that is less likely than this to see twice the difference that matters cannot answer."""


class Nights(msgspec.Struct, frozen=True):
    """What is known of the person's nights before the trial."""

    sd: float
    """Standard deviation of a night."""
    mean: float
    count: int
    """Scores behind the two; 0 where they are assumed."""


ASSUMED = Nights(SD, CENTRE, 0)


def nights_of(scores: Sequence[float]) -> Nights:
    """What the run-in says; what is assumed where it has fewer than two scores."""
    if len(scores) < 2:
        return ASSUMED
    values = np.array(scores, float)
    return Nights(float(values.std(ddof=1)), float(values.mean()), len(scores))


def asked_for(nights: Nights, mid: float) -> Asked:
    """The question of a trial in points of 0 to 10, lower being better, with its priors.

    The scale of the priors is the standard deviation of the run-in, but never under the difference that matters: a
    prior must not rule out by itself what the trial is to find.
    """
    return Asked(mid, "lower", Priors(max(nights.sd, mid), nights.mean))


class Pace(NamedTuple):
    """One way in which the nights and the effect may run."""

    id: str
    title: Text
    drift: float
    half_life: float


PACES = (
    Pace("quick", Text("effect at once", "effekt genast"), 0.0, 0.0),
    Pace("slow", Text("effect over weeks", "effekt över veckor"), 0.0, SLOW_DAYS),
    Pace("drift", Text("effect at once, nights drift", "effekt genast, nätterna driver"), DRIFT, 0.0),
)


class Prospect(msgspec.Struct, frozen=True):
    """One design: its thresholds, and what it would tell under each pace."""

    name: str
    calibrated: Calibrated
    outlooks: dict[str, Outlook]
    """By id of the pace."""

    @property
    def can_answer(self) -> bool:
        """Whether twice the difference that matters would rather be seen than not, even at once and without drift."""
        return self.outlooks["quick"].chances[-1].share("helps") >= CLEAR


class Size(NamedTuple):
    """How much is simulated: for each null of the calibration, and for each true effect and pace."""

    nulls: int = 300
    trials: int = 300


def benefits(mid: float) -> tuple[float, ...]:
    """The true effects that are looked at."""
    return 0.0, mid / 2, mid, 2 * mid


def work(names: Sequence[str], size: Size) -> int:
    """How many invented trials a forecast analyses."""
    null = 2 * len(nulls(1.0)) * size.nulls
    each = size.trials // CORRELATIONS * CORRELATIONS
    return len(names) * (null + len(PACES) * len(benefits(1.0)) * each)


def forecast(name: str, asked: Asked, nights: Nights, size: Size, run: Run) -> Prospect:
    """What one design would tell.

    Args:
        name: of `DESIGNS`.
        asked: `asked_for` of the run-in.
        nights: the same run-in: the truth that is simulated.
        size: how much is simulated.
        run: seed and progress; its number of trials is not used.
    """
    design = DESIGNS[name]
    found = calibrate(design, asked, Run(size.nulls, run.seed, run.progress))
    ready = msgspec.structs.replace(asked, thresholds=found.thresholds)
    told = Run(size.trials, run.seed + 100, run.progress)
    outlooks = {pace.id: outlook(design, ready, truths(nights, pace), benefits(asked.mid), told) for pace in PACES}
    return Prospect(name, found, outlooks)


def truths(nights: Nights, pace: Pace) -> tuple[Truth, ...]:
    """How the nights may come about: the run-in's spread, and autocorrelations of the prior, each as likely."""
    sd = max(nights.sd, 0.1)
    return tuple(Truth(sd=sd, rho=rho, drift=pace.drift, half_life=pace.half_life) for rho in likely_rhos())


def likely_rhos() -> tuple[float, ...]:
    """Equally likely autocorrelations of the prior: the middles of equal shares of Beta(2, 2) on its interval."""
    from scipy.special import betaincinv  # noqa: PLC0415  # only here

    priors = Priors(1.0, 0.0)
    shares = (np.arange(CORRELATIONS) + 0.5) / CORRELATIONS
    found = priors.rho_low + (priors.rho_high - priors.rho_low) * betaincinv(2.0, 2.0, shares)
    return tuple(float(each) for each in found)


class Fixed(msgspec.Struct, frozen=True):
    """What is sealed of the decision: thresholds and looks calibrated for the very design."""

    calibrated: Calibrated
    looks: Looks


SEALING = Size(nulls=1000, trials=0)


def fixed(design: Design, asked: Asked, size: Size = SEALING, run: Run | None = None) -> Fixed:
    """Thresholds and looks for a protocol, from many more simulated trials than a forecast.

    Args:
        design: of the protocol.
        asked: `asked_for` of the run-in.
        size: `nulls` for the thresholds, half as many for the looks.
        run: seed and progress.
    """
    run = run or Run(0, seed=2)
    found = calibrate(design, asked, Run(size.nulls, run.seed, run.progress))
    ready = msgspec.structs.replace(asked, thresholds=found.thresholds)
    return Fixed(found, looks.calibrated(design, ready, Run(max(size.nulls // 2, 1), run.seed + 50, run.progress)))
