"""A score of whole steps looked at as ordered steps: the sensitivity analysis of a score from 0 to 10."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from stilla.analysis.decision import decide
from stilla.analysis.latent import fit
from stilla.analysis.latent_ordinal import ordinal_priors
from stilla.analysis.latent_outcomes import Ordinal
from stilla.analysis.sensitivity import Effect, Sensitivity
from stilla.text import Text

if TYPE_CHECKING:
    from stilla.analysis.asked import Asked
    from stilla.analysis.series import Series

_UNRELIABLE = Text("not computed closely enough", "gick inte att räkna ut noga nog")


def as_steps(trial: Series, asked: Asked, scale: tuple[int, int], *, enough: bool) -> Sensitivity:
    """The change of the mean score under the model of ordered steps, with the half-lives of the plan.

    Args:
        trial: whole scores.
        asked: its half-lives are used; its other priors belong to measures.
        scale: the lowest and the highest score.
        enough: whether there is enough for any verdict.
    """
    priors = msgspec.structs.replace(
        ordinal_priors(), half_lives=asked.priors.half_lives, half_life_weights=asked.priors.half_life_weights
    )
    found = fit(trial, Ordinal(*scale), priors)
    if not found.reliable:
        return Sensitivity("ordinal", None, None, None, None, "not_settled", _UNRELIABLE)
    change, believed = found.estimate(found.change), found.probabilities(asked.better, asked.mid)
    verdict = decide(believed, asked.thresholds, enough=enough)
    effect = Effect(change.mean, change.sd, change.lo, change.hi)
    return Sensitivity("ordinal", effect, believed.benefit, believed.mid, believed.harm, verdict)
