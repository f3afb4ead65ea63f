"""The likelihood of nights that hang on a hidden AR(1) state, by forward recursion over a grid of that state.

The hidden state z is stationary with variance 1 and correlation ρ^gap between two rows, in calendar time. It is put on
equal nodes; between two rows the weight moves through a matrix whose rows sum to 1, at a row it is multiplied by the
likelihood of what was written down, and its sum is the probability of that row given all before it. Rows without an
outcome are not steps: the gap grows. So a missing row and a deleted row are the same thing exactly.

Many parameter points are weighed at once. A matrix depends on ρ alone, so points come in groups that share their ρ:
one small matrix product a group and row. An expansion in Hermite functions would serve every ρ with one matrix, but it
needs as many terms as there are nodes where ρ is high, and its truncation can leave negative weights.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Protocol

import numpy as np

from stilla.analysis.arrays import FloatArray

if TYPE_CHECKING:
    from collections.abc import Callable

REACH = 4.5
"""Standard deviations of the hidden state that the grid covers on either side."""
_LEAST = 1e-290
"""Stands for a likelihood that underflowed at every node: such a point gets no weight, and no NaN."""
_KEPT_GAPS = 8
"""Transition matrices held at once; a diary with more kinds of gaps has the rarer ones made when needed."""


class Emission(Protocol):
    """What was written down, as a likelihood over the hidden state."""

    def weigh(self, row: int, state: FloatArray, room: FloatArray) -> FloatArray | float:
        """Multiply the state by the likelihood of a row, up to a factor; return the log of that factor, (g, m) or 0.

        Args:
            row: of the observed rows.
            state: (g, m, k), changed in place.
            room: (2, g, m, k) to work in; what it holds is lost.
        """
        ...


def nodes_of(count: int) -> FloatArray:
    """(count,) equal nodes of the hidden state, symmetric about 0."""
    return np.linspace(-REACH, REACH, count)


def stationary(nodes: FloatArray) -> FloatArray:
    """(k,) the standard normal on the nodes, summing to 1."""
    weight = np.exp(-0.5 * nodes**2)
    out: FloatArray = weight / weight.sum()
    return out


def transition(nodes: FloatArray, correlation: FloatArray) -> FloatArray:
    """(g, k, k) how the weight moves between two rows; each row sums to 1.

    Args:
        nodes: (k,).
        correlation: (g,) of the states at the two rows, strictly between -1 and 1.
    """
    r = correlation[:, None, None]
    away = nodes - r * nodes[:, None]
    away *= away
    away *= -0.5 / (1 - r * r)
    weight: FloatArray = np.exp(away, out=away)
    weight /= weight.sum(axis=2, keepdims=True)
    return weight


def forward(emission: Emission, rho: FloatArray, gaps: FloatArray, members: int, nodes: FloatArray) -> FloatArray:
    """(g, m) the log likelihood of all rows at every parameter point.

    Args:
        emission: for n rows, at g x m points and k nodes.
        rho: (g,) correlation from one step to the next, shared by the m members of a group.
        gaps: (n - 1,) steps between observed rows; whole numbers where a ρ is negative.
        members: m.
        nodes: (k,).
    """
    step = _steps(nodes, rho, gaps)
    shape = (len(rho), members, len(nodes))
    state, moved, room = np.empty(shape), np.empty(shape), np.empty((2, *shape))
    state[:] = stationary(nodes)
    total, ones = np.zeros(shape[:2]), np.ones(len(nodes))
    for row in range(len(gaps) + 1):
        if row:
            np.matmul(state, step(float(gaps[row - 1])), out=moved)
            state, moved = moved, state
        total += emission.weigh(row, state, room)
        mass = np.maximum(state @ ones, _LEAST)
        state *= (1.0 / mass)[:, :, None]
        total += np.log(mass)
    return total


def _steps(nodes: FloatArray, rho: FloatArray, gaps: FloatArray) -> Callable[[float], FloatArray]:
    """The transition over a gap, made once for the gaps that come most often."""
    common = Counter(gaps.tolist()).most_common(_KEPT_GAPS)
    ready = {gap: transition(nodes, power(rho, gap)) for gap, _ in common}

    def step(gap: float) -> FloatArray:
        found = ready.get(gap)
        return transition(nodes, power(rho, gap)) if found is None else found

    return step


def power(rho: FloatArray, gap: float) -> FloatArray:
    """ρ^gap, with its sign.

    >>> power(np.array([-0.5, 0.5]), 3.0).tolist()
    [-0.125, 0.125]
    """
    out: FloatArray = np.sign(rho) ** gap * np.abs(rho) ** gap
    return out
