"""What each kind of outcome says for itself: its parameters, its likelihood, and its mean in a person's words."""

from __future__ import annotations

from typing import Literal, NamedTuple, Protocol

import msgspec
import numpy as np

from stilla.analysis.arrays import FloatArray
from stilla.analysis.latent_filter import Emission, nodes_of, stationary

Unit = Literal["nights-a-week", "points", "times-a-night", "minutes"]

MOST_SPREAD = 50.0
"""Highest standard deviation of the hidden state that is told from higher ones; keeps every exponential finite."""
FURTHEST = 150.0
"""Largest linear predictor on a logit or log scale that is told from larger ones."""

_NARROW = 1.5
"""Spread of the hidden state up to which a mean over it needs the fewer nodes for eight digits."""
_NODES = {True: nodes_of(13), False: nodes_of(41)}


class LatentPriors(msgspec.Struct, frozen=True):
    """Priors on the scale of the link, part of the sealed plan. Each kind of outcome has its own (`binary_priors`)."""

    effect_sd: float = 1.0
    """Active minus comparator: nothing, give or take this much."""
    intercept_centre: float = 0.0
    intercept_sd: float = 2.5
    trend_sd: float = 2.0
    """Of the change from the first row to the last."""
    covariate_sd: float = 1.0
    """For each standard deviation of a covariate, or between its two values where it has two."""
    sigma_scale: float = 1.0
    """Of the half-t prior of the standard deviation of the hidden state."""
    sigma_df: float = 4.0
    rho_low: float = -0.3
    rho_high: float = 0.99
    """The correlation from one step to the next is Beta(2, 2) between these; from 0 where steps are not whole."""
    overdispersion_sd: float = 1.0
    """Counts: of the half-normal prior of 1/sqrt(shape) of the negative binomial."""
    cutpoint_sd: float = 1.0
    """Scores: of the log of the distance between the middle cutpoints."""
    half_lives: tuple[float, ...] = (0.0, 1.0, 3.0, 7.0, 14.0)
    """Days of wash-in and wash-out that are held possible."""
    half_life_weights: tuple[float, ...] = (0.25, 0.2, 0.2, 0.2, 0.15)

    def without_carryover(self) -> LatentPriors:
        """The same with an effect that comes and goes at once."""
        return msgspec.structs.replace(self, half_lives=(0.0,), half_life_weights=(1.0,))


class Point(NamedTuple):
    """Parameter points in the shape (g, m): g groups that share their correlation, m members each."""

    coefficients: FloatArray
    """(g, m, p) of the exposure, then of the fixed columns."""
    sigma: FloatArray
    """(g, m) standard deviation of the hidden state."""
    own: FloatArray
    """(g, m, e) the parameters that only this kind of outcome has, each standard normal a priori."""


class Family(Protocol):
    """One kind of outcome. A family holds the outcomes of its rows."""

    @property
    def unit(self) -> Unit:
        """Of its mean."""
        ...

    @property
    def nodes(self) -> int:
        """How fine a grid of the hidden state its likelihood needs."""
        ...

    @property
    def own(self) -> int:
        """How many parameters only it has."""
        ...

    def start(self) -> float:
        """The intercept with which the search for the mode begins."""
        ...

    def emission(self, point: Point, columns: FloatArray, nodes: FloatArray) -> Emission:
        """The likelihood of its n rows; columns (n, p)."""
        ...

    def mean(self, predictor: FloatArray, sigma: FloatArray, own: FloatArray) -> FloatArray:
        """(s,) what is expected of a night in the unit of the person, averaged over nights.

        Args:
            predictor: (s, b) linear predictors of b representative nights.
            sigma: (s,) standard deviation of the hidden state.
            own: (s, e).
        """
        ...


def bounded(predictor: FloatArray) -> FloatArray:
    """A linear predictor within what an exponential can take."""
    return np.clip(predictor, -FURTHEST, FURTHEST)


def logistic_mean(predictor: FloatArray, sigma: FloatArray) -> FloatArray:
    """(s,) the mean of logistic(predictor + σ z) over nights and over the hidden state z.

    Args:
        predictor: (s, b) of b representative nights.
        sigma: (s,).
    """
    out = np.empty(len(sigma))
    for narrow, nodes in _NODES.items():
        part = np.flatnonzero((sigma <= _NARROW) == narrow)
        against = np.exp(-bounded(predictor[part]))[:, :, None] * np.exp(-sigma[part, None] * nodes)[:, None, :]
        against += 1.0
        out[part] = (np.divide(1.0, against, out=against) @ stationary(nodes)).mean(axis=1)
    return out


def log_normal_mean(predictor: FloatArray, sigma: FloatArray) -> FloatArray:
    """(s,) the mean of exp(predictor + σ z), as `logistic_mean`; the hidden state within the bounds of its grid."""
    nodes = _NODES[False]
    spread = np.exp(sigma[:, None] * nodes) @ stationary(nodes)
    # A product of means: the hidden state does not depend on the night.
    out: FloatArray = np.exp(bounded(predictor)).mean(axis=1) * spread
    return out
