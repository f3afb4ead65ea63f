"""The same question under other assumptions, all declared before the first night and all printed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, get_args

import msgspec
import numpy as np
from scipy.special import stdtr, stdtrit

from stilla.analysis.asked import Asked, Terms
from stilla.analysis.decision import Probabilities, Verdict, decide
from stilla.analysis.gaussian import Posterior, fit
from stilla.text import Text

if TYPE_CHECKING:
    from collections.abc import Callable

    from stilla.analysis.arrays import BoolArray, FloatArray
    from stilla.analysis.mixture import Mixture
    from stilla.analysis.priors import Priors
    from stilla.analysis.series import Series

Kind = Literal[
    "assignment", "no-trend", "spline-trend", "no-nugget", "no-carryover", "last-half", "first-days-dropped",
    "effect-prior-wide", "effect-prior-narrow", "in-time-only", "as-noted", "not-guessed", "ordinal",
    "period-means",
]  # fmt: skip
KINDS: tuple[Kind, ...] = get_args(Kind)
_DROPPED_DAYS = 3.0
_SPLINE = 3
_ROUNDING = 1e-12

LABELS: dict[str, Text] = {
    "primary": Text("as planned", "enligt planen"),
    "assignment": Text("difference of the periods as they were run", "skillnaden mellan perioderna som de genomfördes"),
    "no-trend": Text("without a trend over time", "utan trend över tiden"),
    "spline-trend": Text("with a bent trend", "med böjd trend"),
    "no-nugget": Text("without noise of the single night", "utan brus för den enskilda natten"),
    "no-carryover": Text("without wash-in and wash-out", "utan in- och urtvättning"),
    "last-half": Text("only the last half of each period", "bara sista halvan av varje period"),
    "first-days-dropped": Text("without the first 3 days of each period", "utan de 3 första dagarna i varje period"),
    "effect-prior-wide": Text("larger effects held possible", "större effekter hålls för möjliga"),
    "effect-prior-narrow": Text("only smaller effects held possible", "bara mindre effekter hålls för möjliga"),
    "in-time-only": Text("without entries made late", "utan sent gjorda noteringar"),
    "as-noted": Text("by the capsules noted as taken", "efter de kapslar som noterats som tagna"),
    "not-guessed": Text("only periods that were not guessed rightly", "bara perioder som inte gissades rätt"),
    "period-means": Text("t-test on the means of the periods", "t-test på periodernas medelvärden"),
    "ordinal": Text("as ordered steps instead of a scale", "som ordnade steg i stället för en skala"),
    "as-measure": Text("as a measure", "som ett mätvärde"),
}


class Effect(msgspec.Struct, frozen=True):
    """Active minus comparator on the scale of the outcome, with its 95 % credible interval."""

    mean: float
    sd: float
    lo: float
    hi: float


class Sensitivity(msgspec.Struct, frozen=True):
    """One other way to look. `effect` is None where it cannot be had, and `why` says why."""

    id: str
    effect: Effect | None
    p_benefit: float | None
    p_mid: float | None
    p_harm: float | None
    verdict: Verdict
    why: Text | None = None


def effect_of(found: Mixture) -> Effect:
    """Mean, standard deviation and 95 % credible interval."""
    mean, sd = found.moments()
    return Effect(mean, sd, found.quantile(0.025), found.quantile(0.975))


def probabilities(found: Mixture, asked: Asked) -> Probabilities:
    """Of benefit, of one that matters, and of harm."""
    if asked.better == "lower":
        return Probabilities(found.below(0.0), found.below(-asked.mid), found.above(0.0))
    return Probabilities(found.above(0.0), found.above(asked.mid), found.below(0.0))


class Marks(msgspec.Struct, frozen=True):
    """What else is known of each row; None where it is not known at all."""

    recalled: BoolArray | None = None
    """(n,) entries made too late to count as fresh."""
    taken: FloatArray | None = None
    """(n,) 1 where the active was noted as taken, 0 where not; NaN where not noted."""
    not_guessed: BoolArray | None = None
    """(n,) rows of periods whose treatment the person guessed wrong or could not guess."""
    steps: tuple[int, int] | None = None
    """The lowest and the highest of a score of whole steps, which is then also looked at as ordered steps."""


def sensitivity(
    trial: Series, asked: Asked, marks: Marks, primary: Posterior, *, enough: bool
) -> tuple[Sensitivity, ...]:
    """Every other way to look with this model, in the order of `KINDS`; what does not apply is left out or says why."""
    rows = [_row("assignment", primary.assignment, asked, enough=enough)]
    for kind, one in _variants(trial, asked.priors, marks).items():
        varied, believed, terms = one
        if varied is None or min(varied.arms) == 0:
            rows.append(_none(kind))
            continue
        try:
            found = fit(varied, believed, terms)
        except ArithmeticError:
            rows.append(_none(kind, _NO_DIGITS))
            continue
        rows.append(_row(kind, found.effect, asked, enough=enough))
    rows.append(period_means(trial, asked, enough=enough))
    return tuple(rows)


def _variants(trial: Series, priors: Priors, marks: Marks) -> dict[str, tuple[Series | None, Priors, Terms]]:
    change: Callable[..., Priors] = lambda **of: msgspec.structs.replace(priors, **of)  # noqa: E731  # one word, used five times
    line = Terms()
    out: dict[str, tuple[Series | None, Priors, Terms]] = {
        "no-trend": (trial, priors, Terms(trend=0)),
        "spline-trend": (trial, priors, Terms(trend=_SPLINE)),
    }
    if priors.nugget:
        out["no-nugget"] = (trial, change(nugget=False), line)
    if priors.half_lives != (0.0,):
        out["no-carryover"] = (trial, change(half_lives=(0.0,), half_life_weights=(1.0,)), line)
    since = days_into_period(trial)
    # The windows ask about the treatment of their days, without a model of carry-over.
    still = change(half_lives=(0.0,), half_life_weights=(1.0,))
    out["last-half"] = (trial.where(since >= _half(trial, since)), still, line)
    out["first-days-dropped"] = (trial.where(since >= _DROPPED_DAYS), still, line)
    out["effect-prior-wide"] = (trial, change(effect_sd=2 * priors.effect_sd), line)
    out["effect-prior-narrow"] = (trial, change(effect_sd=0.5 * priors.effect_sd), line)
    if marks.recalled is not None and marks.recalled.any():
        out["in-time-only"] = (trial.where(~marks.recalled), priors, line)
    if marks.taken is not None:
        noted = ~np.isnan(marks.taken)
        as_noted = msgspec.structs.replace(trial.where(noted), active=np.where(noted, marks.taken, trial.active))
        out["as-noted"] = (as_noted, priors, line)
    if marks.not_guessed is not None and _two_each(trial, marks.not_guessed):
        out["not-guessed"] = (trial.where(marks.not_guessed), priors, line)
    return out


def _two_each(trial: Series, kept: BoolArray) -> bool:
    """Whether at least two periods of each treatment are left."""
    arms = [trial.period[kept & trial.observed & (trial.active == arm)] for arm in (0.0, 1.0)]
    return min(len(np.unique(each)) for each in arms) >= 2


def days_into_period(trial: Series) -> FloatArray:
    """(n,) days since the first row of its period."""
    first = np.searchsorted(trial.period, trial.period)
    out: FloatArray = trial.time - trial.time[first]
    return out


def _half(trial: Series, since: FloatArray) -> FloatArray:
    """(n,) days into its period at which the last half begins."""
    last = np.searchsorted(trial.period, trial.period, side="right") - 1
    length = trial.time[last] - trial.time[np.searchsorted(trial.period, trial.period)]
    del since
    return np.ceil((length + 1) / 2) if len(length) else length


def _row(kind: str, found: Mixture, asked: Asked, *, enough: bool) -> Sensitivity:
    believed = probabilities(found, asked)
    verdict = decide(believed, asked.thresholds, enough=enough)
    return Sensitivity(kind, effect_of(found), believed.benefit, believed.mid, believed.harm, verdict)


_EMPTY = Text("one treatment has no outcome left", "en behandling har inget utfall kvar")
_NO_DIGITS = Text("not computed closely enough", "gick inte att räkna ut noga nog")
_MIXED = Text("a period holds both treatments", "en period har båda behandlingarna")


def _none(kind: str, why: Text = _EMPTY) -> Sensitivity:
    return Sensitivity(kind, None, None, None, None, "not_settled", why)


def unmixed(trial: Series) -> bool:
    """Whether every period has one treatment throughout."""
    first = np.searchsorted(trial.period, trial.period)
    return bool(np.all(trial.active == trial.active[first]))


class PeriodMean(msgspec.Struct, frozen=True):
    """One period: its treatment, outcomes, and their mean (None where there is none)."""

    period: int
    active: bool
    outcomes: int
    mean: float | None


def means(trial: Series) -> tuple[PeriodMean, ...]:
    """The mean of each period, in order."""
    out = []
    for period in np.unique(trial.period):
        inside = trial.period == period
        values = trial.y[inside & trial.observed]
        active = bool(trial.active[inside].mean() > 0.5)
        out.append(PeriodMean(int(period), active, len(values), float(values.mean()) if len(values) else None))
    return tuple(out)


def period_means(trial: Series, asked: Asked, *, enough: bool) -> Sensitivity:
    """Student's t on the means of the periods, as a flat-prior belief: crude, and free of any model of nights."""
    if not unmixed(trial):
        return _none("period-means", _MIXED)
    found = means(trial)
    on, off = (
        np.array([each.mean for each in found if each.active is arm and each.mean is not None]) for arm in (True, False)
    )
    if min(len(on), len(off)) < 2:
        return _none(
            "period-means", Text("fewer than two periods of a treatment", "färre än två perioder av en behandling")
        )
    df = len(on) + len(off) - 2
    pooled = (on.var() * len(on) + off.var() * len(off)) / df
    sd = float(np.sqrt(pooled * (1 / len(on) + 1 / len(off))))
    mean = float(on.mean() - off.mean())
    # Means that are equal but for the rounding of their sums say nothing, and least of all which is larger.
    if sd <= _ROUNDING * float(np.abs(trial.y[trial.observed]).max()):
        return _none(
            "period-means", Text("the means of the periods do not vary", "periodernas medelvärden varierar inte")
        )
    reach = float(stdtrit(df, 0.975)) * sd
    gain = -mean if asked.better == "lower" else mean
    believed = Probabilities(*(float(stdtr(df, x / sd)) for x in (gain, gain - asked.mid, -gain)))
    verdict = decide(believed, asked.thresholds, enough=enough)
    effect = Effect(mean, sd, mean - reach, mean + reach)
    return Sensitivity("period-means", effect, believed.benefit, believed.mid, believed.harm, verdict)
