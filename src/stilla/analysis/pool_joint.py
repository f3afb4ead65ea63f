"""What is believed of a population of effects, on nodes of their spread: from here come all figures of a pooled answer.

Everything is in scale units. theta_i ~ N(mu, tau^2); mu ~ N(0, mu_sd^2); tau half-normal or half-Cauchy, up to 4.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, Protocol

import msgspec
import numpy as np
from scipy.interpolate import CubicSpline
from scipy.special import ndtr

from stilla.analysis.arrays import FloatArray

if TYPE_CHECKING:
    from collections.abc import Callable

TAU_MOST = 4.0
"""Scale units. Half of what an effect may be at all; the tail of a half-Cauchy beyond it is left out."""
LEVEL = (0.025, 0.975)

_POINTS, _LOOKS_FOR_QUANTILE = 65, 5
_REACH = 10.0
_PROBITS = 9.0
_LOWEST = 32.0
_ZOOMS, _LOOKS = 8, 401

TauShape = Literal["half-normal", "half-cauchy"]


class PoolPriors(msgspec.Struct, frozen=True):
    """Beliefs before any trial, in scale units."""

    mu_sd: float = 1.0
    tau_scale: float = 0.5
    tau_shape: TauShape = "half-normal"

    def log_tau(self, tau: FloatArray) -> FloatArray:
        """Log density of the spread, up to a constant."""
        squared = (tau / self.tau_scale) ** 2
        return -0.5 * squared if self.tau_shape == "half-normal" else -np.log1p(squared)


class Estimate(msgspec.Struct, frozen=True):
    """Mean, standard deviation and 95 % credible interval."""

    mean: float
    sd: float
    lo: float
    hi: float

    def times(self, unit: float) -> Estimate:
        """The same in another unit."""
        return Estimate(self.mean * unit, self.sd * unit, self.lo * unit, self.hi * unit)


class Share(msgspec.Struct, frozen=True):
    """A share of people between 0 and 1: its mean and 95 % credible interval."""

    mean: float
    lo: float
    hi: float


class Joint(Protocol):
    """The joint posterior of mu and tau, as tau on nodes and mu given tau."""

    @property
    def tau(self) -> FloatArray:
        """(T,) nodes, rising."""

    @property
    def weight(self) -> FloatArray:
        """(T,) posterior probability of each node, with its quadrature weight; sums to 1."""

    @property
    def step(self) -> FloatArray:
        """(T,) the quadrature weight alone."""

    @property
    def mean(self) -> FloatArray:
        """(T,) mean of mu given tau."""

    @property
    def sd(self) -> FloatArray:
        """(T,) standard deviation of mu given tau."""

    def below(self, x: FloatArray) -> FloatArray:
        """P(mu < x | tau) for x (T, G)."""

    def next_below(self, x: FloatArray) -> FloatArray:
        """P(theta < x) for x (G,), theta of a person not yet seen."""


def quantile(below: Callable[[FloatArray], FloatArray], low: float, high: float, p: float) -> float:
    """Where a distribution function reaches p between two values: each look closer than the one before."""
    for _ in range(_LOOKS_FOR_QUANTILE):
        x = np.linspace(low, high, _POINTS)
        place = int(np.clip(np.searchsorted(below(x), p), 1, _POINTS - 1))
        low, high = float(x[place - 1]), float(x[place])
    return (low + high) / 2


def tau_window(log_density: Callable[[FloatArray], FloatArray]) -> tuple[float, float]:
    """Where the spread may lie: outside, its density is below exp(-32) of the greatest.

    Looks ever closer, since with a million people the spread is known to a thousandth.
    """
    low, high = 0.0, TAU_MOST
    looks = TAU_MOST * np.linspace(0, 1, _LOOKS) ** 2
    for _ in range(_ZOOMS):
        found = log_density(looks)
        (kept,) = np.nonzero(found > found.max() - _LOWEST)
        first, last = max(int(kept[0]) - 1, 0), min(int(kept[-1]) + 1, _LOOKS - 1)
        low, high = float(looks[first]), float(looks[last])
        if last - first > _LOOKS // 2:
            break
        looks = np.linspace(low, high, _LOOKS)
    return low, high


def legendre(low: float, high: float, count: int) -> tuple[FloatArray, FloatArray]:
    """Nodes and weights of Gauss and Legendre between two values."""
    x, weight = np.polynomial.legendre.leggauss(count)
    return low + (high - low) * (x + 1) / 2, weight * (high - low) / 2


def estimate_of_mu(joint: Joint) -> Estimate:
    """The mean of the population."""

    def below(x: FloatArray) -> FloatArray:
        return np.asarray(joint.weight @ joint.below(np.broadcast_to(x, (len(joint.tau), len(x)))))

    return _estimate(*_total(joint, joint.sd), below)


def mu_below(joint: Joint, at: float) -> float:
    """The probability that the mean of the population lies below a value."""
    return _probability(float(joint.weight @ joint.below(np.full((len(joint.tau), 1), at))[:, 0]))


def estimate_of_tau(joint: Joint) -> Estimate:
    """The spread between people."""
    mean = float(joint.weight @ joint.tau)
    sd = float(np.sqrt(joint.weight @ (joint.tau - mean) ** 2))
    first, last = _ends(joint.tau)
    low, high = (quantile(lambda x: tau_below(joint, x), first, last, p) for p in LEVEL)
    return Estimate(mean, sd, low, high)


def tau_below(joint: Joint, x: FloatArray) -> FloatArray:
    """P(tau < x) for x (G,), from the density at the nodes."""
    first, last = _ends(joint.tau)
    area = CubicSpline(joint.tau, joint.weight / joint.step).antiderivative()
    return np.asarray((area(np.clip(x, first, last)) - area(first)) / (area(last) - area(first)))


def _ends(tau: FloatArray) -> tuple[float, float]:
    """Where the nodes of Gauss and Legendre begin and end."""
    return max(float(1.5 * tau[0] - 0.5 * tau[1]), 0.0), float(1.5 * tau[-1] - 0.5 * tau[-2])


def estimate_of_next(joint: Joint) -> Estimate:
    """The effect in a person not yet seen."""
    return _estimate(*_total(joint, np.hypot(joint.sd, joint.tau)), joint.next_below)


def next_below(joint: Joint, at: float) -> float:
    """The probability that the effect in a person not yet seen lies below a value."""
    return _probability(float(joint.next_below(np.array([at]))[0]))


def share_below(joint: Joint, at: float) -> Share:
    """The share of the population whose effect lies below a value.

    The share is Phi((at - mu) / tau), so it is at most Phi(z) exactly where mu >= at - tau z.
    """

    def at_most(z: FloatArray) -> FloatArray:
        return np.asarray(joint.weight @ (1 - joint.below(at - joint.tau[:, None] * z)))

    low, high = (float(ndtr(quantile(at_most, -_PROBITS, _PROBITS, p))) for p in LEVEL)
    return Share(next_below(joint, at), low, high)


def share_above(joint: Joint, at: float) -> Share:
    """The share of the population whose effect lies above a value."""
    below = share_below(joint, at)
    return Share(1 - below.mean, 1 - below.hi, 1 - below.lo)


def _estimate(mean: float, sd: float, below: Callable[[FloatArray], FloatArray]) -> Estimate:
    low, high = (quantile(below, mean - _REACH * sd, mean + _REACH * sd, p) for p in LEVEL)
    return Estimate(mean, sd, low, high)


def _total(joint: Joint, sd: FloatArray) -> tuple[float, float]:
    mean = float(joint.weight @ joint.mean)
    return mean, float(np.sqrt(joint.weight @ (sd**2 + (joint.mean - mean) ** 2)))


def _probability(value: float) -> float:
    return float(np.clip(value, 0.0, 1.0))
