r"""Scores in whole numbers: a cumulative logit over the hidden state, with cutpoints from three parameters.

.. math:: P(y > k) = \mathrm{logistic}(\eta + \sigma z - \kappa_k), \quad
          \kappa_k = e^{s} (w_1 \log 2 u_k - w_2 \log 2 (1 - u_k) + w_3 (2 u_k - 1)), \quad u_k = (k - 1/2) / (L - 1)

for the k-th of L - 1 steps between L levels, with shares w that sum to 1. Each shape grows with u, is 0 in the middle,
where the intercept takes over, and has the same slope there: s alone says how far apart the middle cutpoints stand,
the shares how much further apart they are at the lower end, at the upper end, or nowhere. So the cutpoints rise
whatever the parameters, the parameters hardly depend on each other, and a scale turned upside down gives the same
answer with the other sign. A level that nobody wrote has its cutpoints from its neighbours, so none has to be merged.
"""

from __future__ import annotations

import msgspec
import numpy as np

from stilla.analysis.arrays import FloatArray, IntArray
from stilla.analysis.latent_family import LatentPriors, Point, Unit, bounded, logistic_mean
from stilla.analysis.latent_filter import Emission

_STEEP = np.log(3.0)
"""Centre of the prior of s: 0.6 logits a point on a score from 0 to 10, so that a night's sd is about three points."""
_SHARE_SD = 1.5
"""Of the log odds of the first two shares against the third: a share of 5 % or of 90 % is within its two sds."""
_STEEPEST = 5.0
"""Largest s told from larger ones: neighbouring cutpoints of an 11-level score 30 logits apart."""


def ordinal_priors() -> LatentPriors:
    """Sceptical priors in logits; the effect as for yes and no.

    With one sd of a night near 2 logits, an effect sd of 1 is about half a night's sd, or one point where a person's
    nights have an sd of two points. s has sd 1: nights that differ by half a point and nights spread evenly over a
    score from 0 to 10 are both within its two sds.
    """
    return LatentPriors()


class OrdinalFamily(msgspec.Struct, frozen=True):
    """A score of L levels, kept as 0 to L - 1."""

    level: IntArray
    """(n,)."""
    levels: int
    lowest: float
    cutpoint_sd: float = 1.0
    """Of the prior of s."""
    unit: Unit = "points"
    nodes: int = 41
    own: int = 3

    def start(self) -> float:
        """The log odds of the mean score between its ends, drawn half a night toward the middle."""
        share = (self.level.sum() + 0.5 * (self.levels - 1)) / ((len(self.level) + 1) * (self.levels - 1))
        return float(np.log(share / (1 - share)))

    def cutpoints(self, own: FloatArray) -> FloatArray:
        """(…, L - 1) rising."""
        u = (np.arange(1, self.levels) - 0.5) / (self.levels - 1)
        shapes = np.stack([np.log(2 * u), -np.log(2 * (1 - u)), 2 * u - 1])
        steep = np.exp(np.clip(_STEEP + self.cutpoint_sd * own[..., :1], -30.0, _STEEPEST))
        odds = np.exp(np.clip(_SHARE_SD * own[..., 1:], -30.0, 30.0))
        total = 1.0 + odds.sum(axis=-1, keepdims=True)
        out: FloatArray = steep / total * (odds @ shapes[:2] + shapes[2])
        return out

    def emission(self, point: Point, columns: FloatArray, nodes: FloatArray) -> Emission:
        """The difference of two logistic functions as a product, which loses no digits."""
        against = np.exp(-point.sigma[:, :, None] * nodes)
        return _Levels(self.level, columns, point.coefficients, self.cutpoints(point.own), against)

    def mean(self, predictor: FloatArray, sigma: FloatArray, own: FloatArray) -> FloatArray:
        """The mean score: its lowest level and the probability of every step above it."""
        cuts = self.cutpoints(own)
        steps = range(self.levels - 1)
        total: FloatArray = sum(
            (logistic_mean(predictor - cuts[:, k, None], sigma) for k in steps), np.zeros(len(sigma))
        )
        return self.lowest + total


class _Levels(msgspec.Struct, frozen=True):
    level: IntArray
    columns: FloatArray
    coefficients: FloatArray
    cuts: FloatArray
    """(g, m, L - 1)."""
    against: FloatArray
    """(g, m, k) exp(-σ z)."""

    def weigh(self, row: int, state: FloatArray, room: FloatArray) -> FloatArray | float:
        # logistic(x) - logistic(y) = (1 - exp(y - x)) / (exp(-x) + exp(y) + 1 + exp(y - x)), whose parts grow on
        # opposite sides of the grid; an end of the scale has only one of them.
        predictor = self.coefficients @ self.columns[row]
        level, highest = int(self.level[row]), self.cuts.shape[2]
        rising, falling = room
        divisor = rising
        factor: FloatArray | float = 0.0
        if level < highest:
            odds = np.exp(bounded(predictor - self.cuts[:, :, level]))
            np.multiply(odds[:, :, None], self.against[:, :, ::-1], out=rising)
        if level > 0:
            odds = np.exp(bounded(self.cuts[:, :, level - 1] - predictor))
            np.multiply(odds[:, :, None], self.against, out=falling)
        if level == highest:
            divisor = falling
        if 0 < level < highest:
            distance = self.cuts[:, :, level - 1] - self.cuts[:, :, level]
            rising += falling
            rising += np.exp(distance)[:, :, None]
            factor = np.log(np.maximum(-np.expm1(distance), 1e-300))
        divisor += 1.0
        state /= divisor
        return factor
