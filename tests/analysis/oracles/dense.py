"""The posterior of the Gaussian model the plain way: no whitening, no eigenvectors, no Gauss nodes.

y is normal with covariance sigma^2 R + X S X', and that matrix is built whole and factorised at every point of a fine
grid. The grid is the trapezoid rule in coordinates without ends, v with rho = low + (high - low) / (1 + exp(-v)), the
same for the nugget's share, and log sigma: there the rule converges faster than any power of its step. Slow, and
independent of the engine in everything but the model.
"""

from __future__ import annotations

from math import gamma
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

RHO_LOW, RHO_HIGH = -0.3, 0.99


class Posterior(NamedTuple):
    """The exact posterior as a mixture, and the log evidence of the data."""

    weight: Array
    mean: Array
    """(m, p) of all coefficients at each point."""
    sd: Array
    log_evidence: float

    def moments(self) -> tuple[Array, Array]:
        """Mean and sd of every coefficient."""
        mean = self.weight @ self.mean
        return mean, np.sqrt(self.weight @ (self.sd**2 + (self.mean - mean) ** 2))


class Grid(NamedTuple):
    """Steps of the trapezoid rule."""

    rho: float = 0.3
    nugget: float | None = None
    """None: no nugget."""
    sigma: float = 0.08
    ends: tuple[float, float] = (-9.0, 9.0)
    """Of v for rho."""
    below: float = 1.6
    above: float = 2.6
    """How far log sigma goes to either side of log sd(y): further upwards, since a wide sigma goes with rho near 1."""


def between(step: float, low: float, high: float) -> tuple[Array, Array]:
    """Points u in (0, 1) with the log of their trapezoid weight, for the coordinate v = log(u / (1 - u))."""
    v = np.arange(low, high + step / 2, step)
    u = 1.0 / (1.0 + np.exp(-v))
    return u, np.log(step * u) - np.log1p(np.exp(v))


def posterior(time: Array, y: Array, x: Array, mean: Array, sd: Array, scale: float, grid: Grid) -> Posterior:
    """Every coefficient's posterior, given normal priors, half-t4(scale) for sigma, Beta(2, 2) and Beta(1, 2)."""
    seen = ~np.isnan(y)
    x, e, gap = x[seen], y[seen] - x[seen] @ mean, np.abs(np.subtract.outer(time[seen], time[seen])).astype(int)
    prior = (x * sd**2) @ x.T
    u, log_u = between(grid.rho, *grid.ends)
    log_rho = log_u + np.log(6.0 * u * (1.0 - u))
    nu, log_nu = (np.zeros(1), np.zeros(1)) if grid.nugget is None else between(grid.nugget, -16.0, 9.0)
    log_nu = log_nu if grid.nugget is None else log_nu + np.log(2.0 * (1.0 - nu))
    middle = np.log(np.std(y[seen]))
    log_sigma = np.arange(middle - grid.below, middle + grid.above, grid.sigma)
    sigma = np.exp(log_sigma)
    half_t = 2.0 * gamma(2.5) / (gamma(2.0) * np.sqrt(4.0 * np.pi) * scale) * (1.0 + (sigma / scale) ** 2 / 4.0) ** -2.5
    log_s = np.log(half_t) + log_sigma + np.log(grid.sigma)
    parts = []
    for rho, weight_rho in zip(RHO_LOW + (RHO_HIGH - RHO_LOW) * u, log_rho, strict=True):
        slow = np.float_power(np.abs(rho), gap) * np.where((gap % 2 == 1) & (rho < 0), -1.0, 1.0)
        for share, weight_nu in zip(nu, log_nu, strict=True):
            r = (1.0 - share) * slow + share * np.eye(len(e))
            log_m, means, sds = conditional(sigma[:, None, None] ** 2 * r + prior, e, x, sd)
            parts.append((weight_rho + weight_nu + log_s + log_m, mean + means, sds))
    log_weight = np.concatenate([part[0] for part in parts])
    top = log_weight.max()
    weight = np.exp(log_weight - top)
    return Posterior(
        weight / weight.sum(),
        np.concatenate([part[1] for part in parts]),
        np.concatenate([part[2] for part in parts]),
        float(top + np.log(weight.sum())),
    )


def conditional(v: Array, e: Array, x: Array, sd: Array) -> tuple[Array, Array, Array]:
    """For a stack of covariances: log density of e, and the mean and sd of the coefficients (from their prior mean)."""
    factor = np.linalg.cholesky(v)
    log_det = 2.0 * np.log(np.diagonal(factor, axis1=1, axis2=2)).sum(1)
    xs = x * sd**2
    solved = np.linalg.solve(v, np.broadcast_to(np.column_stack([e, xs]), (len(v), len(e), 1 + xs.shape[1])))
    log_m = -0.5 * (len(e) * np.log(2.0 * np.pi) + log_det + solved[:, :, 0] @ e)
    spread = sd**2 - np.einsum("ij,sij->sj", xs, solved[:, :, 1:])
    return log_m, solved[:, :, 0] @ xs, np.sqrt(spread)


def mixed(parts: list[Posterior], shares: list[float]) -> Posterior:
    """The posterior over several designs, each believed beforehand with its share."""
    log_share = np.log(shares) + np.array([part.log_evidence for part in parts])
    top = log_share.max()
    weight = np.exp(log_share - top)
    total = weight.sum()
    return Posterior(
        np.concatenate([w / total * part.weight for w, part in zip(weight, parts, strict=True)]),
        np.concatenate([part.mean for part in parts]),
        np.concatenate([part.sd for part in parts]),
        float(top + np.log(total)),
    )
