"""What is believed after the nights of an outcome that is no plain measure: weighted draws, and what they say."""

from __future__ import annotations

from typing import Literal

import msgspec
import numpy as np

from stilla.analysis.arrays import BoolArray, FloatArray
from stilla.analysis.decision import Better, Probabilities
from stilla.analysis.gaussian import Carryover
from stilla.analysis.latent_family import Unit

Kind = Literal["binary", "ordinal", "count", "duration"]

_INTERVAL = (0.025, 0.5, 0.975)
_MOST_RATIO = 20.0
"""Log of the largest ratio that is told from larger ones."""
ENOUGH_DRAWS = 400.0
"""Effective draws below which the ends of an interval are in doubt."""
WORST_K = 0.7
"""Shape of the tail of the weights above which no figure is to be trusted (Vehtari 2024)."""


class Estimate(msgspec.Struct, frozen=True):
    """Mean, standard deviation, median, and the ends of the 95 % credible interval."""

    mean: float
    sd: float
    median: float
    lo: float
    hi: float


class LatentSummary(msgspec.Struct, frozen=True):
    """The answer in the person's unit."""

    change: Estimate
    """Active minus comparator in the long run."""
    ratio: Estimate
    """Active over comparator."""
    active: Estimate
    comparator: Estimate
    probabilities: Probabilities


class LatentPosterior(msgspec.Struct, frozen=True):
    """Draws (m,) with weights that sum to 1.

    `active` and `comparator` are what is expected of a night if every night were on the one or on the other, the effect
    fully washed in or out, averaged over the nights of the trial and over the person's better and worse spells.
    """

    kind: Kind
    unit: Unit
    effect: FloatArray
    """Active minus comparator on the scale of the link: logits, or logs for counts and durations."""
    active: FloatArray
    """In the unit of the person."""
    comparator: FloatArray
    weights: FloatArray
    rho: tuple[float, float]
    """Mean and standard deviation of the correlation from one step to the next."""
    sigma: tuple[float, float]
    """Of the standard deviation of the hidden state."""
    carryover: tuple[Carryover, ...]
    log_evidence: float
    ess: float
    """Effective draws."""
    pareto_k: float
    ratio_add: float = 0.0
    """Added to both levels before their ratio is taken: the minutes added before a logarithm."""
    other: LatentPosterior | None = None
    """The part of a duration that the plan did not choose for the decision."""

    @property
    def reliable(self) -> bool:
        """Whether the draws carry the figures."""
        return self.ess >= ENOUGH_DRAWS and self.pareto_k <= WORST_K

    @property
    def change(self) -> FloatArray:
        """(m,) active minus comparator in the unit of the person."""
        return self.active - self.comparator

    @property
    def ratio(self) -> FloatArray:
        """(m,) active over comparator: of risks, scores, counts or minutes. Bounded far beyond what has a meaning."""
        tiny = 1e-300
        top, bottom = (np.maximum(each + self.ratio_add, tiny) for each in (self.active, self.comparator))
        out: FloatArray = np.exp(np.clip(np.log(top) - np.log(bottom), -_MOST_RATIO, _MOST_RATIO))
        return out

    @property
    def link(self) -> Estimate:
        """The effect on the scale of the link."""
        return self.estimate(self.effect)

    def below_zero(self) -> float:
        """The probability that the effect lowers the outcome."""
        return self.probability(self.effect < 0)

    def probability(self, holds: BoolArray) -> float:
        """Of something that holds or does not in each draw."""
        return float(np.clip(np.sum(self.weights[holds]), 0.0, 1.0))

    def estimate(self, draws: FloatArray) -> Estimate:
        """Of any quantity with a value (m,) in each draw."""
        mean = float(self.weights @ draws)
        sd = float(np.sqrt(self.weights @ (draws - mean) ** 2))
        lo, median, hi = quantiles(draws, self.weights, _INTERVAL)
        return Estimate(mean, sd, median, lo, hi)

    def probabilities(self, better: Better, mid: float) -> Probabilities:
        """Of any benefit, of one of at least the minimal important difference, and of harm.

        Args:
            better: whether lower or higher values are better.
            mid: minimal important difference in the unit of the person, positive.
        """
        gain = -self.change if better == "lower" else self.change
        return Probabilities(self.probability(gain > 0), self.probability(gain >= mid), self.probability(gain < 0))

    def summary(self, better: Better, mid: float) -> LatentSummary:
        """The answer in the unit of the person; see `probabilities`."""
        return LatentSummary(
            self.estimate(self.change),
            self.estimate(self.ratio),
            self.estimate(self.active),
            self.estimate(self.comparator),
            self.probabilities(better, mid),
        )


def quantiles(draws: FloatArray, weights: FloatArray, at: tuple[float, ...]) -> tuple[float, ...]:
    """Weighted quantiles, straight between the middles of the draws' weights.

    >>> quantiles(np.array([3.0, 1.0, 2.0]), np.full(3, 1 / 3), (0.5,))
    (2.0,)
    """
    order = np.argsort(draws, kind="stable")
    reached = np.cumsum(weights[order]) - 0.5 * weights[order]
    return tuple(float(q) for q in np.interp(at, reached, draws[order]))
