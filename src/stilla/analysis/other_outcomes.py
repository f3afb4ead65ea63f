"""The answer for outcomes that are no measure: yes or no, ordered steps, counts, minutes. In the person's own unit."""

from __future__ import annotations

from math import ceil, floor
from typing import TYPE_CHECKING, Literal

import msgspec
import numpy as np

from stilla.analysis.answer import Answer, Known, counts, enough_periods, permuted, unsettled
from stilla.analysis.decision import INFORMED, decide
from stilla.analysis.gaussian import Carryover
from stilla.analysis.gaussian import fit as fit_measure
from stilla.analysis.latent import fit
from stilla.analysis.latent_binary import NIGHTS_A_WEEK, binary_priors
from stilla.analysis.latent_count import count_priors
from stilla.analysis.latent_interval import duration_priors
from stilla.analysis.latent_ordinal import ordinal_priors
from stilla.analysis.latent_outcomes import Binary, Count, Duration, Ordinal, Outcome
from stilla.analysis.latent_posterior import LatentPosterior, quantiles
from stilla.analysis.sensitivity import Effect, Sensitivity, effect_of, means, period_means, probabilities
from stilla.errors import refuse
from stilla.text import Text

if TYPE_CHECKING:
    from stilla.analysis.answer import Sealed
    from stilla.analysis.asked import Asked
    from stilla.analysis.latent_family import LatentPriors
    from stilla.analysis.series import Series

Kind = Literal["binary", "ordinal", "count", "duration"]

MOST_ROWS = 1_500
"""Rows of outcomes that are no measure: their hidden nights are added up one by one."""
_ADDED = 1.0
"""Minutes added before the logarithm, fixed in the plan."""
_UNRELIABLE = Text(
    "The numerical integration was not reliable enough for these outcomes.",
    "Den numeriska integrationen var inte tillförlitlig nog för de här utfallen.",
)
UNITS = {
    "binary": Text("nights a week with the symptom", "nätter i veckan med symtomet"),
    "ordinal": Text("points of the mean score", "poäng i medelvärde"),
    "count": Text("times a night", "gånger per natt"),
    "duration": Text("minutes", "minuter"),
}


def answer_other(  # noqa: PLR0913  # as `answer`, and what the column holds
    trial: Series,
    asked: Asked,
    kind: Kind,
    sealed: Sealed | None = None,
    known: Known | None = None,
    *,
    scale: tuple[float | None, float | None] = (None, None),
) -> Answer:
    """The answer with the effect in the person's unit (`UNITS`), as is the minimal important difference.

    Args:
        trial: outcomes of the kind: 0 or 1; whole scores; counts; minutes.
        asked: its half-lives are used, its other priors belong to measures.
        kind: what the outcome is.
        sealed: the design that was drawn from.
        known: late entries, capsules taken, guesses.
        scale: for ordered steps, the lowest and the highest; 0 and 10, or beyond as far as there are outcomes, where
            not given.

    Raises:
        BadInput: outcomes that are not of the kind, or a difference larger than their scale.
    """
    known = known or Known()
    if len(trial.y) > MOST_ROWS:
        raise refuse(
            "outcome",
            f"Outcomes of this kind are analysed in at most {MOST_ROWS} rows. Average them by day, as a measure.",
            f"Utfall av det här slaget räknas på högst {MOST_ROWS} rader. Ta medelvärden per dag, som ett mätvärde.",
        )
    outcome, priors = _model(trial, kind, scale)
    priors = msgspec.structs.replace(
        priors, half_lives=asked.priors.half_lives, half_life_weights=asked.priors.half_life_weights
    )
    _possible(outcome, asked.mid)
    try:
        found = fit(trial, outcome, priors)
    except ArithmeticError as error:
        raise refuse("outcome", _UNRELIABLE.en, _UNRELIABLE.sv) from error
    if not trial.observed.any() or np.ptp(trial.y[trial.observed]) == 0:
        return unsettled(trial, asked, known.blinding)
    reasons = list(enough_periods(trial))
    if found.link.sd > INFORMED * priors.effect_sd:
        reasons.append(
            Text(
                "the outcomes are too few to narrow what was believed before",
                "utfallen är för få för att säga mer än det man trodde från början",
            )
        )
    if not found.reliable:
        reasons.append(_UNRELIABLE)
    believed = found.probabilities(asked.better, asked.mid)
    chance, notes = permuted(trial, asked, sealed, whitened=False)
    return Answer(
        effect=_effect(found, found.change),
        p_benefit=believed.benefit,
        p_mid=believed.mid,
        p_harm=believed.harm,
        mid=asked.mid,
        better=asked.better,
        verdict=decide(believed, asked.thresholds, enough=not reasons),
        thresholds=asked.thresholds,
        too_little=tuple(reasons),
        rho=found.rho[0],
        nugget=0.0,
        sigma=found.sigma[0],
        carryover=tuple(Carryover(*msgspec.structs.astuple(each)) for each in found.carryover),
        assignment=None,
        randomisation=chance,
        blinding=known.blinding,
        n=counts(trial),
        periods=means(trial),
        sensitivity=_others(trial, asked, kind, enough=not reasons),
        tipping=None,
        quantiles=quantiles(found.change, found.weights, tuple((np.arange(100) + 0.5) / 100)),
        notes=(Text(f"The effect is in {UNITS[kind].en}.", f"Effekten är i {UNITS[kind].sv}."), *notes),
        numerical_error=None,
    )


def _possible(outcome: Outcome, mid: float) -> None:
    """A benefit that no person could have would be called unlikely, and the verdict "not enough", whatever the data."""
    match outcome:
        case Binary():
            most = NIGHTS_A_WEEK
        case Ordinal(low, high):
            most = float(high - low)
        case _:
            return
    if mid >= most:
        raise refuse(
            "mid",
            f"The difference that matters must be smaller than {most:g}, the largest that there can be.",
            f"Skillnaden som spelar roll måste vara mindre än {most:g}, den största som kan finnas.",
        )


def _model(trial: Series, kind: Kind, ends: tuple[float | None, float | None]) -> tuple[Outcome, LatentPriors]:
    """What the column holds, and the priors on the scale of its link."""
    seen = trial.y[trial.observed]
    if kind == "binary":
        return Binary(), binary_priors()
    if kind == "ordinal":
        low, high = (0, 10) if not len(seen) else (min(0, floor(seen.min())), max(10, ceil(seen.max())))
        low, high = (own if given is None else round(given) for given, own in zip(ends, (low, high), strict=True))
        return Ordinal(low, high), ordinal_priors()
    if kind == "count":
        return Count(), count_priors(float(np.log(max(seen.mean(), 0.1))) if len(seen) else 0.0)
    logs = np.log(np.maximum(seen, 0.0) + _ADDED)
    centre, scale = (float(logs.mean()), max(float(logs.std()), 0.1)) if len(seen) else (0.0, 1.0)
    return Duration(add=_ADDED), duration_priors(centre, scale)


def _effect(found: LatentPosterior, draws: np.ndarray) -> Effect:
    estimate = found.estimate(draws)
    return Effect(estimate.mean, estimate.sd, estimate.lo, estimate.hi)


def _others(trial: Series, asked: Asked, kind: Kind, *, enough: bool) -> tuple[Sensitivity, ...]:
    """The same outcomes as a measure, and the t-test on the means of the periods; in the same unit."""
    per = 7.0 if kind == "binary" else 1.0
    scaled = trial.with_y(per * trial.y)
    # The difference that matters is already in the person's unit.
    usual = max(per * float(trial.y[trial.observed].std()), asked.mid)
    priors = msgspec.structs.replace(asked.priors, scale=usual, centre=per * asked.priors.centre)
    try:
        effect = fit_measure(scaled, priors, asked.terms).effect
    except ArithmeticError:
        return (period_means(scaled, asked, enough=enough),)
    believed = probabilities(effect, asked)
    verdict = decide(believed, asked.thresholds, enough=enough)
    as_measure = Sensitivity("as-measure", effect_of(effect), believed.benefit, believed.mid, believed.harm, verdict)
    return as_measure, period_means(scaled, asked, enough=enough)
