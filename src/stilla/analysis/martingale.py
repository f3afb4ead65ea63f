r"""A test of pairs that may be looked at after every pair, without any model of the nights.

Under the sharp null the sign of each pair's difference is a fair coin, given its size. So somebody who bets on the
signs cannot expect to gain: the wealth

.. math:: M_n = \frac{1}{3} \sum_{\theta \in \{0.3, 0.6, 0.9\}} \prod_b (1 + \theta\, s_b\, g_b), \quad
          g_b = \min(1, |D_b| / c)

is a martingale that begins at 1, and whenever one stops, P(M ever reaches 20) is at most 0.05 (Ville; Ramdas and
others 2023). It needs at least six pairs all one way, seven when both ways count: a companion for many short pairs,
not for four long ones.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import isnan

import msgspec
import numpy as np

from stilla.errors import refuse

THETAS = (0.3, 0.6, 0.9)
ENOUGH = 20.0
"""Wealth at which the test stops: 1 / 0.05."""


class Wealth(msgspec.Struct, frozen=True):
    """The wealth after each pair."""

    after: tuple[float, ...]
    """(pairs,) a pair without a difference leaves it as it was."""
    crossed: int | None
    """The first pair after which it was at least 20; None where it never was."""
    two_sided: bool


def wealth(differences: Sequence[float], scale: float, *, two_sided: bool = True) -> Wealth:
    """Bet on the differences, pair after pair.

    Args:
        differences: (pairs,) positive where the pair speaks for the effect that is asked about; NaN where missing.
            The order within each pair must have been tossed.
        scale: c, fixed before the first pair, on the outcome's scale: a difference so large is bet on in full.
        two_sided: whether differences the other way count as well.

    Raises:
        BadInput: a scale that is not positive.

    >>> wealth([1, 2, 1, 1, 3, 1], scale=1, two_sided=False).crossed
    6
    """
    if not 0 < scale < float("inf"):
        raise refuse("scale", "The scale must be a positive number.", "Skalan måste vara ett positivt tal.")
    thetas = np.array([*THETAS, *(-theta for theta in THETAS)] if two_sided else THETAS)
    held = np.ones(len(thetas))
    after = []
    for difference in differences:
        if not isnan(difference):
            held = held * (1 + thetas * np.clip(difference / scale, -1.0, 1.0))
        after.append(float(held.mean()))
    crossed = next((pair for pair, value in enumerate(after, start=1) if value >= ENOUGH), None)
    return Wealth(tuple(after), crossed, two_sided)


def fewest_pairs(*, two_sided: bool = True) -> int:
    """Pairs that suffice when all speak one way in full; with fewer planned the test can never stop.

    >>> fewest_pairs(two_sided=False), fewest_pairs()
    (6, 7)
    """
    found = wealth([1.0] * 20, 1.0, two_sided=two_sided).crossed
    assert found is not None
    return found
