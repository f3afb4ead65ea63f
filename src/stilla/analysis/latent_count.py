"""How many times something happened in a night: a negative binomial with a log link over the hidden state."""

from __future__ import annotations

import msgspec
import numpy as np
from scipy.special import gammaln, ndtr, ndtri

from stilla.analysis.arrays import FloatArray
from stilla.analysis.latent_family import LatentPriors, Point, Unit, bounded, log_normal_mean
from stilla.analysis.latent_filter import Emission

_POISSON = 1e-3
"""1/sqrt(shape) of the negative binomial below which it is not told from a Poisson distribution."""
_MOST = 1e4
"""Times a night told from more: with hardly any data the prior alone would let a mean run away."""
_FINE = 30.0
"""Count above which the likelihood of a night is narrower than the coarser grid can carry."""


def count_priors(centre: float = 0.0) -> LatentPriors:
    """Sceptical priors in logs.

    Effect sd 0.7: ratios of 0.25 to 4 hold 95 % of the prior; counts of a night differ between nights by about as much,
    so this is again about one standard deviation of a night. Trend sd 1: a change by a factor of 7 over the trial is at
    its two sds. Covariates 0.5.

    Args:
        centre: log of the count a night expected before the trial, as from the run-in.
    """
    return LatentPriors(effect_sd=0.7, intercept_centre=centre, trend_sd=1.0, covariate_sd=0.5)


class CountFamily(msgspec.Struct, frozen=True):
    """Mean exposure x exp(predictor + σ z), shape φ: variance mean + mean²/φ; 1/sqrt(φ) is half-normal."""

    y: FloatArray
    """(n,) whole numbers."""
    log_exposure: FloatArray
    """(n,)."""
    overdispersion_sd: float = 1.0
    unit: Unit = "times-a-night"
    own: int = 1

    @property
    def nodes(self) -> int:
        """More where counts are high."""
        return 41 if self.y.max(initial=0.0) <= _FINE else 81

    def start(self) -> float:
        """The log of the mean count, half a count added."""
        return float(np.log((self.y.sum() + 0.5) / (np.exp(self.log_exposure).sum() + 0.5)))

    def emission(self, point: Point, columns: FloatArray, nodes: FloatArray) -> Emission:
        """In logs, divided by its largest value over the nodes: whole products would underflow."""
        # The half-normal quantile of a standard normal's place; from the side that keeps its digits.
        noise = -self.overdispersion_sd * ndtri(ndtr(-point.own[..., 0]) / 2)
        shape = np.maximum(noise, _POISSON) ** -2
        steps = point.sigma[:, :, None] * nodes
        return _Counted(self.y, self.log_exposure, columns, point.coefficients, shape, steps, np.exp(steps))

    def mean(self, predictor: FloatArray, sigma: FloatArray, own: FloatArray) -> FloatArray:
        """Times a whole night."""
        del own
        return np.minimum(log_normal_mean(predictor, sigma), _MOST)


class _Counted(msgspec.Struct, frozen=True):
    y: FloatArray
    log_exposure: FloatArray
    columns: FloatArray
    coefficients: FloatArray
    shape: FloatArray
    """(g, m) φ."""
    steps: FloatArray
    """(g, m, k) σ z."""
    spread: FloatArray
    """(g, m, k) exp(σ z)."""

    def weigh(self, row: int, state: FloatArray, room: FloatArray) -> FloatArray:
        y = self.y[row]
        predictor = bounded(self.coefficients @ self.columns[row] + self.log_exposure[row]) - np.log(self.shape)
        log_likelihood, part = room
        np.multiply(np.exp(predictor)[:, :, None], self.spread, out=part)
        part += 1.0
        np.log(part, out=part)
        part *= (y + self.shape)[:, :, None]
        np.multiply(y, self.steps, out=log_likelihood)
        log_likelihood -= part
        top = log_likelihood.max(axis=2)
        log_likelihood -= top[:, :, None]
        state *= np.exp(log_likelihood, out=log_likelihood)
        out: FloatArray = gammaln(y + self.shape) - gammaln(self.shape) - gammaln(y + 1.0) + y * predictor + top
        return out
