"""Nights with and without the symptom: a logit link over the hidden state."""

from __future__ import annotations

import msgspec
import numpy as np

from stilla.analysis.arrays import FloatArray
from stilla.analysis.latent_family import LatentPriors, Point, Unit, bounded, logistic_mean
from stilla.analysis.latent_filter import Emission

NIGHTS_A_WEEK = 7.0


def binary_priors() -> LatentPriors:
    """Sceptical priors in logits.

    Effect sd 1: at an even chance one sd moves 3.5 nights a week by 1.6, and odds ratios of 0.14 to 7.1 hold 95 % of
    the prior: room for all that a capsule has been seen to do, little for miracles. The noise of a logit has sd 1.8, so
    this is somewhat stricter than the one standard deviation of a night that the model for measures allows. Intercept
    sd 2.5: from 1 night in 150 to all but 1 in 150. Trend sd 2: a course of restless legs may turn within a trial.
    """
    return LatentPriors()


class BinaryFamily(msgspec.Struct, frozen=True):
    """P(1) = logistic(predictor + σ z)."""

    y: FloatArray
    """(n,) 0 or 1."""
    unit: Unit = "nights-a-week"
    nodes: int = 41
    own: int = 0

    def start(self) -> float:
        """The log odds of the nights, drawn half a night toward even."""
        yes = self.y.sum()
        return float(np.log((yes + 0.5) / (len(self.y) - yes + 0.5)))

    def emission(self, point: Point, columns: FloatArray, nodes: FloatArray) -> Emission:
        """One exponential a point and row, one a point and node: their product stands for one a point, row and node."""
        return _Logistic(self.y, columns, point.coefficients, np.exp(-point.sigma[:, :, None] * nodes))

    def mean(self, predictor: FloatArray, sigma: FloatArray, own: FloatArray) -> FloatArray:
        """Nights a week with the symptom."""
        del own
        return NIGHTS_A_WEEK * logistic_mean(predictor, sigma)


class _Logistic(msgspec.Struct, frozen=True):
    y: FloatArray
    columns: FloatArray
    coefficients: FloatArray
    against: FloatArray
    """(g, m, k) exp(-σ z)."""

    def weigh(self, row: int, state: FloatArray, room: FloatArray) -> float:
        predictor = bounded(self.coefficients @ self.columns[row])
        yes = self.y[row] > 0.5
        # The nodes are symmetric, so exp(σ z) is exp(-σ z) read backwards.
        spread = self.against if yes else self.against[:, :, ::-1]
        divisor = np.multiply(np.exp(-predictor if yes else predictor)[:, :, None], spread, out=room[0])
        divisor += 1.0
        state /= divisor
        return 0.0
