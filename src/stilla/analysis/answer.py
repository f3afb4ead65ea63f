"""Does it help this person? One frozen answer from the arrays of one trial, and everything that could question it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import numpy as np

from stilla.analysis.asked import Asked
from stilla.analysis.blinding import Blinding
from stilla.analysis.decision import INFORMED, Better, Thresholds, Verdict, decide
from stilla.analysis.design import MOST_PERIODS, Design
from stilla.analysis.gaussian import Carryover, fit, glance
from stilla.analysis.missingness import tipping_point
from stilla.analysis.mixture import Mixture
from stilla.analysis.null import null_weights
from stilla.analysis.priors import Priors
from stilla.analysis.randomisation import Randomisation, reference_from_periods, test
from stilla.analysis.sensitivity import (
    Effect,
    Marks,
    PeriodMean,
    Sensitivity,
    effect_of,
    means,
    probabilities,
    sensitivity,
    unmixed,
)
from stilla.errors import refuse
from stilla.text import Text

if TYPE_CHECKING:
    from stilla.analysis.arrays import FloatArray
    from stilla.analysis.series import Series

LEAST_OUTCOMES = 5
"""Outcomes of each treatment under which nothing is settled."""
LEAST_PERIODS = 2
"""Periods of each treatment under which nothing is settled: one difference may be anything that happened then."""
DOTS = 100
MOST_WHITENED = 2000
"""Outcomes above which the randomisation test compares means: the weights cost minutes there and add little."""


class Counts(msgspec.Struct, frozen=True):
    """What the answer rests on."""

    rows: int
    observed: int
    active: int
    comparator: int
    periods: int


class Tipping(msgspec.Struct, frozen=True):
    """How much worse or better the missing active nights would have to be for another verdict; None: over `looked`."""

    worse: float | None
    better: float | None
    looked: float
    """How far it was looked, on the scale of the outcome."""


class Answer(msgspec.Struct, frozen=True):
    """The answer of a trial of one. Effects are active minus comparator on the scale of the outcome."""

    effect: Effect
    p_benefit: float
    p_mid: float
    p_harm: float
    mid: float
    better: Better
    verdict: Verdict
    thresholds: Thresholds
    too_little: tuple[Text, ...]
    """Why nothing is settled whatever the probabilities; empty where there is enough."""
    rho: float
    nugget: float
    sigma: float
    carryover: tuple[Carryover, ...]
    assignment: Effect | None
    """Mean of active less mean of comparator rows as the periods were run; None where the model has no such thing."""
    randomisation: Randomisation | None
    blinding: Blinding | None
    n: Counts
    periods: tuple[PeriodMean, ...]
    sensitivity: tuple[Sensitivity, ...]
    tipping: Tipping | None
    quantiles: tuple[float, ...]
    """Equally probable values of the effect, for the dots."""
    notes: tuple[Text, ...]
    numerical_error: float | None
    """How far the mean moved from fewer nodes to more, in standard deviations; None where nothing was integrated."""


class Known(msgspec.Struct, frozen=True):
    """What else is known of a trial."""

    marks: Marks = Marks()
    blinding: Blinding | None = None
    whitened: bool = True
    """The statistic of the randomisation test: the contrast weighted for correlation, else the difference of means."""


_NOTHING_ELSE = Known()


class Sealed(msgspec.Struct, frozen=True):
    """The design of a randomised trial and the sequence that was drawn."""

    design: Design
    sequence: tuple[int, ...]


def answer(
    trial: Series, asked: Asked, sealed: Sealed | None = None, *, known: Known = _NOTHING_ELSE, whole: bool = True
) -> Answer:
    """The exact answer, and with `whole` also the sensitivity set, the tipping point and the randomisation test.

    Args:
        trial: at least one row.
        asked: fixed before.
        sealed: the design that was drawn from; without it the periods as they stand are permuted, and this is noted.
        known: late entries, capsules taken, guesses.
        whole: False for the posterior alone.
    """
    seen = trial.observed
    outcomes = trial.y[seen]
    if len(outcomes) < 1 or np.ptp(outcomes) == 0:
        return unsettled(trial, asked, known.blinding)
    try:
        posterior = fit(trial, asked.priors, asked.terms)
    except ArithmeticError as error:
        raise refuse(Text("outcome", "utfall"), _NO_DIGITS.en, _NO_DIGITS.sv) from error
    effect = effect_of(posterior.effect)
    too_little = _too_little(trial, effect, asked.priors)
    believed = probabilities(posterior.effect, asked)
    verdict = decide(believed, asked.thresholds, enough=not too_little)
    rows: tuple[Sensitivity, ...] = ()
    tipping, chance = None, None
    notes: tuple[Text, ...] = ()
    if whole:
        rows = sensitivity(trial, asked, known.marks, posterior, enough=not too_little)
        if known.marks.steps is not None:
            from stilla.analysis.steps import as_steps  # noqa: PLC0415  # the other model, only for whole steps

            rows = (*rows, as_steps(trial, asked, known.marks.steps, enough=not too_little))
        tipping = _tipping(trial, asked) if not too_little else None
        chance, notes = permuted(trial, asked, sealed, whitened=known.whitened)
    return Answer(
        effect=effect,
        p_benefit=believed.benefit,
        p_mid=believed.mid,
        p_harm=believed.harm,
        mid=asked.mid,
        better=asked.better,
        verdict=verdict,
        thresholds=asked.thresholds,
        too_little=too_little,
        rho=posterior.rho[0],
        nugget=posterior.nugget[0],
        sigma=posterior.sigma[0],
        carryover=posterior.carryover,
        assignment=effect_of(posterior.assignment),
        randomisation=chance,
        blinding=known.blinding,
        n=counts(trial),
        periods=means(trial),
        sensitivity=rows,
        tipping=tipping,
        quantiles=tuple(float(each) for each in posterior.effect.quantiles(DOTS)),
        notes=notes,
        numerical_error=posterior.error,
    )


_ASSUMED = Text(
    "No design was given, so the randomisation test takes the periods as they stand to have been put in random order. "
    "If the order was not random, that test means nothing.",
    "Ingen försöksplan angavs, så randomiseringstestet förutsätter att perioderna lades i slumpmässig ordning. "
    "Om ordningen inte var slumpmässig betyder testet ingenting.",
)
_MIXED = Text(
    "A period holds both treatments, so there is no randomisation test and no t-test on the means of the periods. "
    "Check the columns of period and treatment.",
    "En period har båda behandlingarna, så det finns varken randomiseringstest eller t-test på periodernas "
    "medelvärden. Kontrollera kolumnerna för period och behandling.",
)
_NO_DIGITS = Text(
    "The figures could not be computed closely enough for these outcomes, so none is given.",
    "Siffrorna gick inte att räkna ut noga nog för de här utfallen, så inga ges.",
)
_ECHO = Text(
    "the outcomes vary too much, or are too few, to narrow what was believed before",
    "utfallen varierar för mycket, eller är för få, för att säga mer än det man trodde från början",
)
_SAME = Text(
    "All outcomes are the same, so nothing can be told apart.", "Alla utfall är lika, så inget går att skilja åt."
)


def counts(trial: Series) -> Counts:
    """Rows, outcomes and periods."""
    on, off = trial.arms
    return Counts(len(trial.y), on + off, on, off, len(np.unique(trial.period)))


def enough_periods(trial: Series) -> tuple[Text, ...]:
    """Why there are too few outcomes or periods for any verdict; nothing where there are enough."""
    out = []
    for arm, name in ((1.0, Text("active", "aktiv")), (0.0, Text("comparator", "jämförelse"))):
        mine = trial.observed & (trial.active == arm)
        outcomes, periods = int(mine.sum()), len(np.unique(trial.period[mine]))
        if outcomes < LEAST_OUTCOMES:
            out.append(
                Text(
                    f"only {outcomes} outcomes of {name.en}, fewer than {LEAST_OUTCOMES}",
                    f"bara {outcomes} utfall för {name.sv}, färre än {LEAST_OUTCOMES}",
                )
            )
        if periods < LEAST_PERIODS:
            out.append(
                Text(
                    f"fewer than {LEAST_PERIODS} periods of {name.en} with outcomes",
                    f"färre än {LEAST_PERIODS} perioder med utfall för {name.sv}",
                )
            )
    return tuple(out)


def _too_little(trial: Series, effect: Effect, priors: Priors) -> tuple[Text, ...]:
    """Why the data are too few for any verdict."""
    reasons = enough_periods(trial)
    if effect.sd > INFORMED * priors.effect_sd * priors.scale:
        return (*reasons, _ECHO)
    return reasons


def unsettled(trial: Series, asked: Asked, blinding: Blinding | None) -> Answer:
    """No outcome, or all alike: the belief is that of before, and nothing is settled."""
    sd = asked.priors.effect_sd * asked.priors.scale
    before = Mixture(np.ones(1), np.zeros(1), np.array([sd]))
    believed = probabilities(before, asked)
    effect = effect_of(before)
    reason = _SAME if trial.observed.any() else Text("There is no outcome at all.", "Det finns inget utfall alls.")
    return Answer(
        effect=effect,
        p_benefit=believed.benefit,
        p_mid=believed.mid,
        p_harm=believed.harm,
        mid=asked.mid,
        better=asked.better,
        verdict="not_settled",
        thresholds=asked.thresholds,
        too_little=(reason,),
        rho=0.0,
        nugget=0.0,
        sigma=0.0,
        carryover=(),
        assignment=effect,
        randomisation=None,
        blinding=blinding,
        n=counts(trial),
        periods=means(trial),
        sensitivity=(),
        tipping=None,
        quantiles=tuple(float(each) for each in before.quantiles(DOTS)),
        notes=(),
        numerical_error=None,
    )


def permuted(
    trial: Series, asked: Asked, sealed: Sealed | None, *, whitened: bool = True
) -> tuple[Randomisation | None, tuple[Text, ...]]:
    """The randomisation test, and what is to be said of it.

    Args:
        trial: its periods are what was randomised.
        asked: for the weights of the whitened contrast.
        sealed: the design; any order of the periods where it is not known.
        whitened: the whitened contrast, else the difference of means.
    """
    if min(trial.arms) == 0:
        return None, ()
    if sealed is None and not unmixed(trial):
        return None, (_MIXED,)
    if sealed is None and len(np.unique(trial.period)) > MOST_PERIODS:
        return None, ()
    design, sequence = (sealed.design, sealed.sequence) if sealed is not None else reference_from_periods(trial)
    whitened = whitened and sum(trial.arms) <= MOST_WHITENED
    weigh = null_weights(trial, asked.priors, asked.terms) if whitened else None
    found = test(trial, design, sequence, weigh, assumed=sealed is None)
    return found, (_ASSUMED,) if sealed is None else ()


def _tipping(trial: Series, asked: Asked) -> Tipping | None:
    """Missing active nights set to what their period was like, and shifted until the verdict changes."""
    gaps = ~trial.observed & (trial.active > 0.5)
    if not gaps.any():
        return None
    expected = _usual(trial, asked.priors.centre)
    reach = 3.0 * asked.priors.scale

    def verdict_at(shift: float) -> str:
        filled = trial.with_y(np.where(gaps, expected + shift, trial.y))
        found = glance(filled, asked.priors, asked.terms)
        return decide(probabilities(found, asked), asked.thresholds, enough=True)

    try:
        tips = tipping_point(verdict_at, asked.priors.scale / 10, reach)
    except ArithmeticError:
        return None
    up, down = (None if shift is None else abs(shift) for shift in (tips.up, tips.down))
    worse, better = (up, down) if asked.better == "lower" else (down, up)
    return Tipping(worse, better, reach)


def _usual(trial: Series, centre: float) -> FloatArray:
    """(n,) the mean of the period of each row, where it has outcomes, else that of its treatment.

    Simple on purpose: the tipping point asks how far off the missing nights may be, not what they were.
    """
    out = np.full(len(trial.y), np.nan)
    for group in (trial.period, trial.active):
        for one in np.unique(group):
            inside = group == one
            values = trial.y[inside & trial.observed]
            if len(values):
                out[inside & np.isnan(out)] = values.mean()
    return np.where(np.isnan(out), centre, out)
