"""Minutes that a person rounds: a Gaussian measure of the logarithm, known to lie in an interval."""

from __future__ import annotations

import msgspec
import numpy as np
from scipy.special import ndtr

from stilla.analysis.arrays import FloatArray
from stilla.analysis.latent_family import LatentPriors, Point, Unit, bounded
from stilla.analysis.latent_filter import Emission

_LEAST_NUGGET = 0.05
"""Least share of the variance that is noise of the single night: below it a night is narrower than the grid."""
_EXACT = 0.5
"""Half a minute to either side of a value that is no round number."""


def duration_priors(centre: float, scale: float) -> LatentPriors:
    """Sceptical priors in logs of minutes: those of the model for measures.

    Args:
        centre: mean of log(minutes + add) expected before the trial, as from the run-in.
        scale: standard deviation of a night on that scale.
    """
    return LatentPriors(
        effect_sd=scale,
        intercept_centre=centre,
        intercept_sd=2.5 * scale,
        trend_sd=2.0 * scale,
        covariate_sd=0.5 * scale,
        sigma_scale=scale,
    )


def interval(minutes: FloatArray, add: float, rounding: float) -> tuple[FloatArray, FloatArray]:
    """(n,) lower and upper end of log(minutes + add): half the rounding to either side of a round number.

    >>> low, high = interval(np.array([30.0, 32.0]), 0.0, 15.0)
    >>> np.exp(low).round(1).tolist(), np.exp(high).round(1).tolist()
    ([22.5, 31.5], [37.5, 32.5])
    """
    round_number = np.isclose(minutes / rounding, np.round(minutes / rounding))
    half = np.where(round_number, rounding / 2, _EXACT)
    lowest = np.maximum(minutes - half, 0.0) + add
    with np.errstate(divide="ignore"):
        return np.log(lowest), np.log(minutes + half + add)


class IntervalFamily(msgspec.Struct, frozen=True):
    """predictor + σ (sqrt(1 - ν) z + sqrt(ν) noise) in an interval; σ of a whole night, ν 0.05 + 0.95 Beta(1, 2)."""

    low: FloatArray
    """(n,) may be minus infinity."""
    high: FloatArray
    add: float
    unit: Unit = "minutes"
    nodes: int = 41
    own: int = 1

    def start(self) -> float:
        """The mean of the intervals' upper ends, which are finite."""
        return float(self.high.mean())

    def emission(self, point: Point, columns: FloatArray, nodes: FloatArray) -> Emission:
        """Differences of the normal distribution function."""
        share = _LEAST_NUGGET + (1 - _LEAST_NUGGET) * (1 - np.sqrt(ndtr(-point.own[..., 0])))
        noise = np.maximum(point.sigma * np.sqrt(share), 1e-6)
        steps = np.sqrt((1 - share) / share)[:, :, None] * nodes
        return _Within(self.low, self.high, columns, point.coefficients, noise, steps)

    def mean(self, predictor: FloatArray, sigma: FloatArray, own: FloatArray) -> FloatArray:
        """Minutes of the typical night: the median over nights, at the mean predictor."""
        del sigma, own
        out: FloatArray = np.exp(bounded(predictor).mean(axis=1)) - self.add
        return out


class _Within(msgspec.Struct, frozen=True):
    low: FloatArray
    high: FloatArray
    columns: FloatArray
    coefficients: FloatArray
    noise: FloatArray
    """(g, m) standard deviation of the noise of a night."""
    steps: FloatArray
    """(g, m, k) the hidden state in units of that noise."""

    def weigh(self, row: int, state: FloatArray, room: FloatArray) -> float:
        del room
        predictor = self.coefficients @ self.columns[row]
        low = ((self.low[row] - predictor) / self.noise)[:, :, None] - self.steps
        high = ((self.high[row] - predictor) / self.noise)[:, :, None] - self.steps
        # In the upper tail the difference is taken from the other side, where it keeps its digits.
        upper = low > 0
        likelihood = ndtr(np.where(upper, -low, high)) - ndtr(np.where(upper, -high, low))
        state *= np.maximum(likelihood, 0.0)
        return 0.0
