"""Minutes: the effect as a ratio, from exact minutes or from minutes that a person rounds."""

from __future__ import annotations

import msgspec
import numpy as np

from stilla.analysis import gaussian
from stilla.analysis.arrays import FloatArray
from stilla.analysis.latent_engine import posterior
from stilla.analysis.latent_family import LatentPriors
from stilla.analysis.latent_interval import IntervalFamily, interval
from stilla.analysis.latent_posterior import LatentPosterior
from stilla.analysis.mixture import Mixture
from stilla.analysis.priors import Priors
from stilla.analysis.series import Series

_PLACES = 801
_REACH = 8.0
_MOST_LOG = 14.0
"""Log minutes told from more: two years."""


def amount(trial: Series, add: float, rounding: float | None, priors: LatentPriors) -> LatentPosterior:
    """The posterior of log(minutes + add): exact minutes, or minutes rounded as the person does.

    Args:
        trial: minutes that have been checked; above zero where nothing is added.
        add: minutes.
        rounding: minutes; None for exact ones.
        priors: of log(minutes + add), from `duration_priors`.

    Raises:
        ArithmeticError: exact minutes, and the quadrature did not settle.
    """
    minutes = trial.y[trial.observed]
    if rounding is None and len(minutes) > 1 and np.ptp(minutes) > 0:
        return _exact(trial, add, priors)
    # Minutes that are all the same are the same as far as whole minutes tell: exactly the same would be too sure.
    low, high = interval(minutes, add, rounding or 1.0)
    found = posterior(trial, "duration", IntervalFamily(low, high, add), priors)
    return msgspec.structs.replace(found, ratio_add=add)


def _exact(trial: Series, add: float, priors: LatentPriors) -> LatentPosterior:
    """The model for measures on the logarithm; its mixture of normals as places with their probabilities.

    The level on the comparator is that of the typical night: the geometric mean over the nights observed, less what the
    effect had done to the active ones.
    """
    logged = trial.with_y(np.log(trial.y + add))
    found = gaussian.fit(logged, _as_gaussian(priors))
    effect, weights = places(found.effect)
    seen = logged.observed
    comparator = logged.y[seen].mean() - logged.active[seen].mean() * effect
    comparator = np.clip(comparator, -_MOST_LOG, _MOST_LOG)
    active = np.clip(comparator + effect, -_MOST_LOG, _MOST_LOG)
    return LatentPosterior(
        kind="duration",
        unit="minutes",
        effect=effect,
        active=np.exp(active) - add,
        comparator=np.exp(comparator) - add,
        weights=weights,
        rho=found.rho,
        sigma=found.sigma,
        carryover=found.carryover,
        log_evidence=found.log_evidence,
        ess=float(_PLACES),
        pareto_k=0.0,
        ratio_add=add,
    )


def places(found: Mixture) -> tuple[FloatArray, FloatArray]:
    """Equal places over a mixture of normals, each with the probability of what lies nearest to it.

    A place stands at 0, so that the probability on either side of it is kept apart.
    """
    mean, sd = found.moments()
    edges = mean + sd * np.linspace(-_REACH, _REACH, _PLACES + 1)
    edges[np.argmin(np.abs(edges))] *= 0.0 if edges[0] < 0 < edges[-1] else 1.0
    below = np.array([found.below(float(edge)) for edge in edges])
    below[0], below[-1] = 0.0, 1.0
    weights = np.maximum(np.diff(below), 0.0)
    return (edges[1:] + edges[:-1]) / 2, weights / weights.sum()


def _as_gaussian(priors: LatentPriors) -> Priors:
    """The same priors for the model for measures, which counts them in units of the standard deviation of a night."""
    scale = priors.sigma_scale
    return Priors(
        scale=scale,
        centre=priors.intercept_centre,
        intercept_sd=priors.intercept_sd / scale,
        effect_sd=priors.effect_sd / scale,
        trend_sd=priors.trend_sd / scale,
        covariate_sd=priors.covariate_sd / scale,
        sigma_df=priors.sigma_df,
        rho_low=priors.rho_low,
        rho_high=priors.rho_high,
        half_lives=priors.half_lives,
        half_life_weights=priors.half_life_weights,
    )
