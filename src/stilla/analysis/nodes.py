"""Where the quadrature looks: nodes of ρ and ν with weights and priors, first everywhere, then where it matters."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np

from stilla.analysis.arrays import FloatArray
from stilla.analysis.priors import Priors

_FIRST_RHO, _FIRST_NUGGET = 20, 8
_NUGGET_SHARE = 3
"""For every so many nodes of ρ one of ν: it has less to say."""
_WHOLE = 1e-6
_NEGLIGIBLE = 30.0
"""Log density below the top at which the posterior counts as nothing."""


class Grid(NamedTuple):
    """Nodes of ρ by nodes of ν, flattened."""

    rho: FloatArray
    nugget: FloatArray
    log_weight: FloatArray
    """(m,) log of quadrature weight times prior density."""
    shape: tuple[int, int]
    lowest: float
    """The least ρ that the prior allows here."""
    spans: tuple[tuple[float, float], tuple[float, float]]
    """The intervals of ρ and of ν on which the nodes lie."""

    def part(self, nodes: slice) -> Grid:
        """Some of the nodes, no longer a table of ρ by ν."""
        rho = self.rho[nodes]
        return Grid(rho, self.nugget[nodes], self.log_weight[nodes], (len(rho), 1), self.lowest, self.spans)


@lru_cache(maxsize=32)
def _legendre(count: int) -> tuple[FloatArray, FloatArray]:
    nodes, weights = np.polynomial.legendre.leggauss(count)
    return nodes, weights


def _between(low: float, high: float, count: int) -> tuple[FloatArray, FloatArray]:
    nodes, weights = _legendre(count)
    return (low + high) / 2 + (high - low) / 2 * nodes, (high - low) / 2 * weights


def grid_on(
    rho: tuple[float, float], nugget: tuple[float, float], counts: tuple[int, int], priors: Priors, lowest: float
) -> Grid:
    """Gauss-Legendre nodes on two intervals, with the priors Beta(2, 2) of ρ from `lowest` and Beta(1, 2) of ν."""
    r, r_weight = _between(*rho, counts[0])
    inside = (r - lowest) / (priors.rho_high - lowest)
    r_log = np.log(r_weight * 6 * inside * (1 - inside) / (priors.rho_high - lowest))
    if not priors.nugget:
        return Grid(r, np.zeros_like(r), r_log, (counts[0], 1), lowest, (rho, nugget))
    v, v_weight = _between(*nugget, counts[1])
    v_log = np.log(v_weight * 2 * (1 - v))
    shape = (counts[0], counts[1])
    return Grid(
        np.repeat(r, counts[1]),
        np.tile(v, counts[0]),
        (r_log[:, None] + v_log[None, :]).ravel(),
        shape,
        lowest,
        (rho, nugget),
    )


def lowest_rho(priors: Priors, *, integer: bool) -> float:
    """A negative correlation has a meaning only on whole steps."""
    return priors.rho_low if integer else max(priors.rho_low, 0.0)


def first_grid(priors: Priors, *, integer: bool, counts: tuple[int, int] = (_FIRST_RHO, _FIRST_NUGGET)) -> Grid:
    """Nodes over everything that the priors allow."""
    lowest = lowest_rho(priors, integer=integer)
    return grid_on((lowest, priors.rho_high), (0.0, 1.0), counts, priors, lowest)


def around(first: Grid, marginals: tuple[FloatArray, FloatArray], count: int, priors: Priors) -> Grid:
    """Nodes on the intervals that carry the posterior, found from the log marginals of a first look."""
    columns = first.shape[1]
    rho = _carrying(first.rho[::columns], marginals[0], first.spans[0])
    nugget = _carrying(first.nugget[:columns], marginals[1], first.spans[1])
    return grid_on(rho, nugget, (count, max(count // _NUGGET_SHARE, 8)), priors, first.lowest)


def _carrying(nodes: FloatArray, log_density: FloatArray, bounds: tuple[float, float]) -> tuple[float, float]:
    """The interval from the node before the first that counts to the node after the last, within the bounds."""
    counts = np.flatnonzero(log_density > log_density.max() - _NEGLIGIBLE)
    first, last = counts[0] - 1, counts[-1] + 1
    return (
        bounds[0] if first < 0 else float(nodes[first]),
        bounds[1] if last >= len(nodes) else float(nodes[last]),
    )


def much_smaller(one: Grid, other: Grid) -> bool:
    """Whether a grid covers less than a quarter of the ρ, or of the ν, of another."""
    pairs = zip(one.spans, other.spans, strict=True)
    return any(inner[1] - inner[0] < (outer[1] - outer[0]) / 4 for inner, outer in pairs)


def even(time: FloatArray) -> tuple[FloatArray, bool]:
    """Time in steps, and whether all are whole: the largest step that all whole days share, else the usual distance.

    A day is the step where rows are days apart; rows several times a day have their own. The rows are those with an
    outcome, so that a missing one is no different from one not written.
    """
    if len(time) < 2:
        return np.zeros(len(time)), True
    since = time - time[0]
    days = np.round(since)
    if np.all(np.abs(since - days) < _WHOLE) and np.all(np.diff(days) > 0):
        return days / np.gcd.reduce(days.astype(np.int64)), True
    steps = since / float(np.median(np.diff(time)))
    whole = np.round(steps)
    if np.all(np.abs(steps - whole) < _WHOLE) and np.all(np.diff(whole) > 0):
        return whole, True
    return steps, False
