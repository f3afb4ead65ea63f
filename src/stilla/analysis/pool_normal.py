r"""Pooling with each person's likelihood as a normal one: sums over people on nodes of tau, so that chunks add.

Given tau everything is known in closed form, with v_i = 1 / (sd_i^2 + tau^2):

.. math:: \mu | \tau \sim N(B / P, 1 / P), \quad P = \sigma_\mu^{-2} + \sum v_i, \quad B = \sum v_i \hat\theta_i

The sums are kept at 64 Chebyshev nodes of log(tau^2 + a^2), in which they are analytic in a strip of half-width pi, so
that they are known between the nodes to about 14 digits: the nodes need not lie where the posterior turns out to be.
"""

from __future__ import annotations

import msgspec
import numpy as np
from numpy.polynomial import chebyshev
from scipy.special import ndtr

from stilla.analysis.arrays import FloatArray
from stilla.analysis.pool_joint import LEVEL, TAU_MOST, PoolPriors, legendre, tau_window
from stilla.analysis.summary import LEAST_SD

_NODES = 64
_TAU_NODES = 96
_CHUNK = 4096
_GROUP = 32
"""Variances are multiplied so many at a time before one logarithm is taken: 1e-4^32 and 272^32 still fit."""

_FIRST, _LAST = np.log(LEAST_SD**2), np.log(TAU_MOST**2 + LEAST_SD**2)
_X = chebyshev.chebpts1(_NODES)
_SQUARES: FloatArray = np.exp(_FIRST + (_LAST - _FIRST) * (_X + 1) / 2) - LEAST_SD**2
_SQUARES = np.maximum(_SQUARES, 0.0)


class NormalJoint(msgspec.Struct, frozen=True):
    """Mean and spread of the population, mu given tau being normal. All (T,)."""

    tau: FloatArray
    weight: FloatArray
    step: FloatArray
    mean: FloatArray
    sd: FloatArray

    def below(self, x: FloatArray) -> FloatArray:
        """P(mu < x | tau) for x (T, G)."""
        return np.asarray(ndtr((x - self.mean[:, None]) / self.sd[:, None]))

    def next_below(self, x: FloatArray) -> FloatArray:
        """P(theta < x) for x (G,), theta of a person not yet seen."""
        sd = np.hypot(self.sd, self.tau)[:, None]
        return np.asarray(self.weight @ ndtr((x - self.mean[:, None]) / sd))


class Sums(msgspec.Struct, frozen=True):
    """All that pooling needs of people it has seen: four sums at each of 64 values of tau, and how many there were.

    `values` is (4, 64): the sums of v, v theta, v theta^2, each times tau^2 + a^2, and of log v.
    """

    people: int = 0
    values: FloatArray = msgspec.field(default_factory=lambda: np.zeros((4, _NODES)))

    def add(self, estimate: FloatArray, sd: FloatArray) -> Sums:
        """The sums with more people.

        Args:
            estimate: (n,) of each person's likelihood, in scale units.
            sd: (n,) of the same, at least 0.01.

        Raises:
            ValueError: a figure that is not finite, or an sd below 0.01.
        """
        if estimate.shape != sd.shape or estimate.ndim != 1:
            raise ValueError(estimate.shape)
        if not (np.all(np.isfinite(estimate)) and np.all(np.isfinite(sd)) and np.all(sd >= LEAST_SD * 0.999)):
            raise ValueError(sd)
        added = np.zeros((4, _NODES))
        for first in range(0, len(sd), _CHUNK):
            added += _sums(estimate[first : first + _CHUNK], sd[first : first + _CHUNK])
        return Sums(self.people + len(sd), self.values + added)

    def plus(self, other: Sums) -> Sums:
        """The sums of both."""
        return Sums(self.people + other.people, self.values + other.values)

    def at(self, tau: FloatArray) -> FloatArray:
        """(4, T): the sums of v, v theta, v theta^2 and log v at any tau up to 4."""
        x = 2 * (np.log(tau**2 + LEAST_SD**2) - _FIRST) / (_LAST - _FIRST) - 1
        coefficients = chebyshev.chebvander(_X, _NODES - 1).T @ self.values.T * (2 / _NODES)
        coefficients[0] /= 2
        values: FloatArray = chebyshev.chebval(x, coefficients)
        values[:3] /= tau**2 + LEAST_SD**2
        return values

    def log_likelihood(self, tau: FloatArray, mu_sd: float) -> FloatArray:
        """(T,) log marginal likelihood of tau, mu integrated out; without the n / 2 log 2 pi that never changes."""
        precision, weighted, squares, logs = self.at(tau)
        total = precision + mu_sd**-2
        left = squares - weighted**2 / total
        out: FloatArray = 0.5 * (logs - left - np.log(total * mu_sd**2))
        return out

    def finish(self, priors: PoolPriors | None = None) -> NormalJoint:
        """The posterior of mean and spread."""
        priors = priors or PoolPriors()

        def log_density(tau: FloatArray) -> FloatArray:
            return self.log_likelihood(tau, priors.mu_sd) + priors.log_tau(tau)

        tau, step = legendre(*tau_window(log_density), _TAU_NODES)
        height = log_density(tau)
        weight = step * np.exp(height - height.max())
        precision, weighted, _, _ = self.at(tau)
        total = precision + priors.mu_sd**-2
        return NormalJoint(tau, weight / weight.sum(), step, weighted / total, total**-0.5)


def _sums(estimate: FloatArray, sd: FloatArray) -> FloatArray:
    """(4, 64) of one chunk that stays in the processor's own memory."""
    variance = sd**2 + _SQUARES[:, None]
    even = len(sd) // _GROUP * _GROUP
    grouped = variance[:, :even].reshape(_NODES, _GROUP, even // _GROUP).prod(axis=1)
    logs = np.log(grouped).sum(axis=1) + np.log(variance[:, even:]).sum(axis=1)
    precision = np.reciprocal(variance, out=variance)
    powers = np.stack([np.ones_like(estimate), estimate, estimate**2], axis=1)
    return np.vstack([(precision @ powers).T * (_SQUARES + LEAST_SD**2), -logs])


class Shrunken(msgspec.Struct, frozen=True):
    """People's effects after hearing the others, (k,) each; `below` (k, G) on points `x` (k, G)."""

    mean: FloatArray
    x: FloatArray
    below: FloatArray

    def quantile(self, p: float) -> FloatArray:
        """(k,) the values above a share p."""
        return np.array([np.interp(p, np.maximum.accumulate(b), x) for x, b in zip(self.x, self.below, strict=True)])

    def at(self, value: float) -> FloatArray:
        """(k,) the probability of an effect below a value."""
        return np.array([np.interp(value, *each) for each in zip(self.x, self.below, strict=True)])

    def interval(self) -> tuple[FloatArray, FloatArray]:
        """(k,) each: the ends of the 95 % credible intervals."""
        return self.quantile(LEVEL[0]), self.quantile(LEVEL[1])


def shrunken(joint: NormalJoint, estimate: FloatArray, sd: FloatArray) -> Shrunken:
    """People's own effects in the light of all, each a mixture of normals over tau.

    theta_i | tau ~ N(k theta_hat + (1 - k) m, k sd_i^2 + (1 - k)^2 s^2) with k = tau^2 / (tau^2 + sd_i^2).
    """
    kept = joint.tau**2 / (joint.tau**2 + sd[:, None] ** 2)
    means = kept * estimate[:, None] + (1 - kept) * joint.mean
    sds = np.sqrt(kept * sd[:, None] ** 2 + ((1 - kept) * joint.sd) ** 2)
    mean = means @ joint.weight
    spread = np.sqrt((sds**2 + (means - mean[:, None]) ** 2) @ joint.weight)
    x = mean[:, None] + spread[:, None] * np.linspace(-9, 9, 1001)
    below = np.stack([ndtr((each[:, None] - m) / s) @ joint.weight for each, m, s in zip(x, means, sds, strict=True)])
    return Shrunken(mean, x, below)
