"""What is missing, in which arm, and how far the missing nights could change the verdict.

Missing is missing: never zero, never the value before. A verdict that a small shift of the missing nights would
overturn is said to be so.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from math import floor
from typing import Literal

import msgspec
import numpy as np

from stilla.analysis import randomisation
from stilla.analysis.design import Design
from stilla.analysis.series import Series

State = Literal["in_time", "late", "cannot", "missing"]
"""Of one expected night: answered in time; recalled later; "cannot answer"; no entry."""
Taken = Literal["yes", "no", "late", "unknown"]


class Night(msgspec.Struct, frozen=True):
    """One night on which an answer was expected."""

    period: int
    state: State
    taken: Taken = "unknown"


class Arm(msgspec.Struct, frozen=True):
    """Nights of one arm. `in_time`, `late`, `cannot` and `missing` add up to `expected`; so do the four of taking."""

    expected: int
    in_time: int
    late: int
    cannot: int
    missing: int
    taken: int
    not_taken: int
    taken_late: int
    taken_unknown: int

    @property
    def without_score(self) -> int:
        """Nights that bring no outcome: "cannot answer", or no entry."""
        return self.cannot + self.missing


class Missingness(msgspec.Struct, frozen=True):
    """Both arms, and whether they differ in nights without an outcome."""

    active: Arm
    comparator: Arm
    difference: float | None
    """Share of nights without an outcome, active minus comparator."""
    p: float | None
    """Two-sided, by the randomisation test."""
    sequences: int
    exact: bool
    why: randomisation.Why | None


def missingness(nights: Sequence[Night], design: Design, sequence: Sequence[int]) -> Missingness:
    """Count the nights of each arm and compare those without an outcome.

    Args:
        nights: every expected night of the trial, none of the run-in; after an early stop those until the stop.
        design: what the sequence was drawn from.
        sequence: the treatment of each of its periods.

    Raises:
        BadInput: a night of a period that is not there, or an order that the design does not admit.
    """
    lost = np.array([night.state in ("cannot", "missing") for night in nights], float)
    period = np.array([night.period for night in nights], np.int64)
    within = (period >= 1) & (period <= len(sequence))
    given = np.where(within, np.array([0, *sequence], float)[np.where(within, period, 0)], 0.0)
    series = Series(np.arange(len(nights), dtype=float), lost, given, period, np.empty((len(nights), 0)))
    found = randomisation.test(series, design, sequence)
    return Missingness(
        _arm([night for night, active in zip(nights, given, strict=True) if active and night.period]),
        _arm([night for night, active in zip(nights, given, strict=True) if not active and night.period]),
        found.observed,
        found.p,
        found.sequences,
        found.exact,
        None if found.p is not None else found.why,
    )


def _arm(nights: Sequence[Night]) -> Arm:
    states, taken = Counter(night.state for night in nights), Counter(night.taken for night in nights)
    return Arm(
        expected=len(nights),
        in_time=states["in_time"],
        late=states["late"],
        cannot=states["cannot"],
        missing=states["missing"],
        taken=taken["yes"],
        not_taken=taken["no"],
        taken_late=taken["late"],
        taken_unknown=taken["unknown"],
    )


class TippingPoint(msgspec.Struct, frozen=True):
    """The verdict without a shift, and the smallest shifts either way that change it; None where none within reach."""

    verdict: str
    down: float | None
    down_verdict: str | None
    up: float | None
    up_verdict: str | None
    limit: float
    """How far was searched: the last step of the grid."""

    @property
    def smallest(self) -> float | None:
        """The nearer of the two; downwards where they are equally near."""
        return min((each for each in (self.down, self.up) if each is not None), key=abs, default=None)


def tipping_point(verdict_at: Callable[[float], str], step: float, limit: float) -> TippingPoint:
    """The smallest shift on a grid that changes the verdict, in both directions.

    The steps from zero are doubled until the verdict differs, then halved back. So a change that is undone again
    between two of the doubled steps would not be seen; further shifts normally carry a verdict only further.

    Args:
        verdict_at: the verdict when every missing night of the active arm is shifted by so much.
        step: of the grid, on the outcome's scale, positive.
        limit: the largest shift looked at.

    >>> tipping_point(lambda shift: "helps" if shift < 0.42 else "not_settled", step=0.1, limit=2).up
    0.5
    """
    last = floor(limit / step + 1e-9)
    unshifted = verdict_at(0.0)
    down, down_verdict = _tip(verdict_at, unshifted, -step, last)
    up, up_verdict = _tip(verdict_at, unshifted, step, last)
    return TippingPoint(unshifted, down, down_verdict, up, up_verdict, _shift(step, last))


def _tip(
    verdict_at: Callable[[float], str], unshifted: str, step: float, last: int
) -> tuple[float, str] | tuple[None, None]:
    if not last:
        return None, None
    same, other = 0, 1
    while (verdict := verdict_at(_shift(step, min(other, last)))) == unshifted:
        if other >= last:
            return None, None
        same, other = other, 2 * other
    other = min(other, last)
    while other - same > 1:
        between = (same + other) // 2
        there = verdict_at(_shift(step, between))
        if there == unshifted:
            same = between
        else:
            other, verdict = between, there
    return _shift(step, other), verdict


def _shift(step: float, count: int) -> float:
    return round(step * count, 12)
