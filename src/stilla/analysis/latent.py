"""Does it help, when the outcome is yes or no, a score, a count or minutes: the posterior by importance sampling.

A hidden AR(1) state makes nights resemble their neighbours; a link and a distribution make of it what was written down
(`latent_filter`, `latent_model`). Wash-in and wash-out enter as in the model for measures: one model for each half-life
held possible, weighed by its evidence. Under each half-life the posterior is sampled twice: around its mode, then
around the mean and covariance of that first sample. Where the weights are uneven all the same, twice as many
points are drawn; where that does not help, `reliable` says so.
"""

from __future__ import annotations

import msgspec
import numpy as np

from stilla.analysis.latent_binary import BinaryFamily, binary_priors
from stilla.analysis.latent_count import CountFamily
from stilla.analysis.latent_duration import amount
from stilla.analysis.latent_engine import posterior
from stilla.analysis.latent_family import LatentPriors
from stilla.analysis.latent_ordinal import OrdinalFamily
from stilla.analysis.latent_outcomes import Binary, Count, Duration, Ordinal, Outcome, checked
from stilla.analysis.latent_posterior import LatentPosterior
from stilla.analysis.series import Series


def fit(trial: Series, outcome: Outcome, priors: LatentPriors) -> LatentPosterior:
    """The posterior of the effect; the same for the same arguments.

    Args:
        trial: at least one row; outcomes may all be missing, then the prior comes back.
        outcome: what the column holds.
        priors: on the scale of the link: `binary_priors`, `ordinal_priors`, `count_priors`, `duration_priors`.

    Raises:
        BadInput: a value the outcome cannot have.
        ArithmeticError: exact durations, and the quadrature did not settle.
    """
    checked(trial, outcome)
    seen = trial.observed
    y = trial.y[seen]
    match outcome:
        case Binary():
            return posterior(trial, "binary", BinaryFamily(y), priors)
        case Ordinal(lowest, highest):
            level = np.round(y - lowest).astype(np.int64)
            family = OrdinalFamily(level, highest - lowest + 1, lowest, priors.cutpoint_sd)
            return posterior(trial, "ordinal", family, priors)
        case Count(exposure):
            log_exposure = np.log(np.asarray(exposure, float))[seen] if exposure else np.zeros(len(y))
            return posterior(trial, "count", CountFamily(y, log_exposure, priors.overdispersion_sd), priors)
        case Duration():
            return _duration(trial, outcome, priors)


def _duration(trial: Series, outcome: Duration, priors: LatentPriors) -> LatentPosterior:
    """All nights as one measure, or in two parts: whether there was any, and how much on the nights with some."""
    if outcome.part == "whole":
        return amount(trial, outcome.add, outcome.rounding, priors)
    whether = fit(trial.with_y(np.where(trial.observed, trial.y > 0, np.nan)), Binary(), _of_any(priors))
    how_much = amount(trial.where(trial.y > 0), 0.0, outcome.rounding, priors)
    chosen, other = (whether, how_much) if outcome.part == "any" else (how_much, whether)
    return msgspec.structs.replace(chosen, other=other)


def _of_any(priors: LatentPriors) -> LatentPriors:
    """Those for yes and no, with what is believed of resemblance between nights and of carry-over left as it is."""
    return msgspec.structs.replace(
        binary_priors(),
        rho_low=priors.rho_low,
        rho_high=priors.rho_high,
        half_lives=priors.half_lives,
        half_life_weights=priors.half_life_weights,
    )
