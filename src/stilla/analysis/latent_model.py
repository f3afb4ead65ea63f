"""A trial, a kind of outcome and a half-life as one function: the log posterior at many parameter points.

Every parameter is measured by its place in its own prior, as a standard normal. So the prior is one standard normal in
all directions, whatever a prior's own shape; and since the likelihood of whole numbers has a ceiling, the weight of a
point drawn from a distribution with heavier tails than a normal has one too.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy.special import betaincinv, ndtr, stdtrit

from stilla.analysis.arrays import FloatArray
from stilla.analysis.asked import Terms
from stilla.analysis.exposure import exposure
from stilla.analysis.gaussian import fixed_columns
from stilla.analysis.latent_family import MOST_SPREAD, Family, LatentPriors, Point
from stilla.analysis.latent_filter import forward, nodes_of
from stilla.analysis.nodes import even
from stilla.analysis.priors import Priors
from stilla.analysis.series import Series

_HIGH_RHO = 0.95
"""Correlation above which one step is narrower than the coarser grid can carry."""
_HIGH_RHO_NODES = 81
_CHUNK = 96_000
"""Numbers of a state weighed at once: it and the room to work in then stay in the processor's cache."""

RHO, EFFECT = 0, 1
"""Places in a parameter point. ρ is first, so that the points of a group can share it; then come the coefficients
(effect, intercept, trend, covariates), the standard deviation of the hidden state, and the family's own."""


class Model(NamedTuple):
    """All that the log posterior needs under one half-life."""

    family: Family
    priors: LatentPriors
    columns: FloatArray
    """(n, p) of the observed rows: exposure, then intercept, trend, covariates."""
    fixed: FloatArray
    """(N, p - 1) intercept, trend and covariates of every row, seen or not."""
    gaps: FloatArray
    """(n - 1,) steps between them; empty too where nothing was observed."""
    prior_sd: FloatArray
    """(p,) of the coefficients."""
    lowest: float
    """Least ρ that these steps allow."""
    fine: bool
    """Whether high correlations get their finer grid; the search for the mode does without."""

    @property
    def size(self) -> int:
        """How many parameters a point has."""
        return 2 + len(self.prior_sd) + self.family.own

    def rho(self, standard: FloatArray) -> FloatArray:
        """The correlation: the Beta(2, 2) quantile of a standard normal's place, between its bounds."""
        near_one = betaincinv(2.0, 2.0, ndtr(-np.abs(standard)))
        share = np.where(standard > 0, 1 - near_one, near_one)
        out: FloatArray = self.lowest + (self.priors.rho_high - self.lowest) * share
        return out

    def sigma(self, standard: FloatArray) -> FloatArray:
        """The standard deviation of the hidden state: the half-t quantile of a standard normal's place."""
        quantile = -stdtrit(self.priors.sigma_df, ndtr(-standard) / 2)
        out: FloatArray = np.minimum(self.priors.sigma_scale * quantile, MOST_SPREAD)
        return out

    def point(self, theta: FloatArray) -> Point:
        """The parts of parameter points (…, d), in their own units."""
        p = self.columns.shape[1]
        coefficients = self.prior_sd * theta[..., EFFECT : EFFECT + p]
        coefficients[..., 1] += self.priors.intercept_centre
        return Point(coefficients, self.sigma(theta[..., EFFECT + p]), theta[..., EFFECT + p + 1 :])


def model(trial: Series, family: Family, priors: LatentPriors, half_life: float) -> Model:
    """The model under one half-life, of the observed rows of a trial; the family holds their outcomes.

    Trend, exposure and calendar are those of the whole series, so a missing row is no different from one not written.
    """
    seen = trial.observed
    steps, whole = even(trial.time[seen])
    fixed, fixed_sd = fixed_columns(trial, _as_gaussian(priors), Terms())
    columns = np.column_stack([exposure(trial, half_life), fixed])[seen]
    return Model(
        family,
        priors,
        columns,
        fixed,
        np.diff(steps),
        np.concatenate([[priors.effect_sd], fixed_sd]),
        priors.rho_low if whole else max(priors.rho_low, 0.0),
        fine=False,
    )


def _as_gaussian(priors: LatentPriors) -> Priors:
    """The same coefficients' priors for the columns that all models share."""
    return Priors(
        scale=1.0,
        centre=priors.intercept_centre,
        intercept_sd=priors.intercept_sd,
        effect_sd=priors.effect_sd,
        trend_sd=priors.trend_sd,
        covariate_sd=priors.covariate_sd,
    )


def start(found: Model) -> FloatArray:
    """(d,) where the search for the mode begins."""
    theta = np.zeros(found.size)
    if len(found.columns):
        theta[EFFECT + 1] = (found.family.start() - found.priors.intercept_centre) / found.prior_sd[1]
    return theta


def log_posterior(found: Model, theta: FloatArray) -> FloatArray:
    """(g, m) log prior plus log likelihood, the prior's constants included.

    Args:
        found: the model.
        theta: (g, m, d) points; the m members of a group share their first parameter.
    """
    log_prior = -0.5 * np.sum(theta**2 + np.log(2 * np.pi), axis=-1)
    out: FloatArray = log_prior + log_likelihood(found, found.rho(theta[:, 0, RHO]), found.point(theta))
    return out


def log_likelihood(found: Model, rho: FloatArray, point: Point) -> FloatArray:
    """(g, m) of the observed rows; 0 where there are none.

    Args:
        found: the model.
        rho: (g,) correlation from one step to the next.
        point: (g, m) the other parameters.
    """
    members = point.sigma.shape[-1]
    out = np.zeros((len(rho), members))
    if not len(found.columns):
        return out
    high = (rho > _HIGH_RHO) & found.fine
    finer = max(_HIGH_RHO_NODES, found.family.nodes)
    for groups, count in ((np.flatnonzero(~high), found.family.nodes), (np.flatnonzero(high), finer)):
        nodes = nodes_of(count)
        at_once = max(1, _CHUNK // (members * count))
        for first in range(0, len(groups), at_once):
            chosen = groups[first : first + at_once]
            part = Point(*(each[chosen] for each in point))
            emission = found.family.emission(part, found.columns, nodes)
            out[chosen] = forward(emission, rho[chosen], found.gaps, members, nodes)
    return out
