"""Which separations are in the way: a set that leaves no time, of which none can be spared."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, TypeVar

from stilla.timetable.room import ALL, DAY, first_from

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from stilla.timetable.day import Separation

T = TypeVar("T")

TRIED = 3
"""For two doses every set of up to so many separations is tried, so that a small answer is the smallest."""
MANY = 16
"""With more separations than this, only sets of two are all tried."""


def irreducible(items: Sequence[T], blocks: Callable[[Sequence[T]], bool]) -> tuple[T, ...]:
    """Items that together block and of which none can be left out; the first in the list are left out first.

    `blocks` must be monotone (what blocks goes on blocking with more items), and `items` as a whole must block.
    """
    kept = list(items)
    for item in items:
        without = [other for other in kept if other is not item]
        if blocks(without):
            kept = without
    return tuple(kept)


def smallest_cover(separations: Sequence[Separation], wanted: int) -> tuple[Separation, ...]:
    """The fewest separations that together forbid every wanted minute (bits); as a whole they must do so.

    Exact: some separation must cover the first wanted minute. For each that does, the rest of the circle is a line,
    and on a line taking the one that reaches furthest is best.
    """
    if not wanted:
        return ()
    arcs = [(each, each.forbidden) for each in sorted(separations) if each.forbidden & wanted]
    start = first_from(wanted, 0)
    best: list[Separation] | None = None
    for begin, covered in arcs:
        if not covered >> start & 1:
            continue
        chosen, left, at = [begin], wanted & ~covered, start
        while left and (best is None or len(chosen) < len(best)):
            at = first_from(left, at)
            furthest, bits = max(
                ((each, bits) for each, bits in arcs if bits >> at & 1),
                key=lambda found: _reach(found[0], found[1], at),
            )
            chosen.append(furthest)
            left &= ~bits
        if not left and (best is None or len(chosen) < len(best)):
            best = chosen
    assert best is not None
    return tuple(sorted(best))


def _reach(separation: Separation, bits: int, start: int) -> int:
    """How many minutes from `start` on a separation forbids without a gap."""
    return DAY if bits == ALL else (separation.at + max(separation.before, 1) - 1 - start) % DAY


def small_set(
    separations: Sequence[Separation], blocks: Callable[[Sequence[Separation]], bool]
) -> tuple[Separation, ...]:
    """An irreducible set that blocks: the smallest where it has up to two or three members, else one of them."""
    widest = _not_inside_another(sorted(separations))
    for size in range(TRIED + 1 if len(widest) <= MANY else TRIED):
        for some in combinations(widest, size):
            if blocks(some):
                return some
    narrow_first = sorted(widest, key=lambda each: (each.forbidden.bit_count(), each))
    return tuple(sorted(irreducible(narrow_first, blocks)))


def _not_inside_another(separations: Sequence[Separation]) -> list[Separation]:
    """Those whose forbidden minutes are not all forbidden by another one; of equals the first."""
    arcs = [(each, each.forbidden) for each in separations]
    return [
        each
        for n, (each, bits) in enumerate(arcs)
        if bits
        and not any(bits & ~other == 0 and (bits != other or m < n) for m, (_, other) in enumerate(arcs) if m != n)
    ]
