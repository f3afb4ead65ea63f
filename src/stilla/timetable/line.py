"""Placing the magnesium of one real day on a line of time, where nothing repeats: for late doses and clock changes."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from stilla.timetable.blocked import irreducible
from stilla.timetable.choose import Option, best_pair

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stilla.timetable.day import Separation


def kept_times(times: Sequence[int], separations: Sequence[Separation]) -> list[int]:
    """The times at which magnesium keeps its distance from every dose."""
    return [time for time in times if all(each.kept_at(time) for each in separations)]


def far_from(times: Sequence[int], magnesium: Sequence[int], apart: int) -> list[int]:
    """The times at least `apart` from every other dose of magnesium."""
    return [time for time in times if all(abs(time - other) >= apart for other in magnesium)]


def place(wanted: Sequence[int], times: Sequence[int], most: int, apart: int) -> dict[int, int]:
    """Where each wanted dose goes: as many as fit, at most `most`, with the least total displacement.

    One or two wanted times, in order. Of two doses that do not both fit, the one that moves least stays; ties: the
    later wanted, then earlier times.
    """
    for size in range(min(most, len(wanted)), 0, -1):
        found = [
            (
                sum(each.cost for each in chosen),
                [-time for time in some],
                {w: each.at for w, each in zip(some, chosen, strict=True)},
            )
            for some in combinations(wanted, size)
            if (chosen := _nearest(some, times, apart))
        ]
        if found:
            return min(found, key=lambda each: each[:2])[2]
    return {}


def _nearest(wanted: Sequence[int], times: Sequence[int], apart: int) -> tuple[Option, ...]:
    options = [sorted(Option(abs(time - each), time - each, time) for time in times) for each in wanted]
    if not times:
        return ()
    if len(options) == 1:
        return (options[0][0],)
    earlier, later = options
    pair = best_pair(later, earlier, lambda after, before: after - before >= apart)
    return (pair[1], pair[0]) if pair else ()


def in_the_way(times: Sequence[int], separations: Sequence[Separation]) -> tuple[Separation, ...]:
    """An irreducible set of doses that together forbid all of these times; empty where they do not."""
    if kept_times(times, separations):
        return ()
    in_order = sorted(separations, key=lambda each: (each.before + each.after, each))
    return tuple(sorted(irreducible(in_order, lambda some: not kept_times(times, some))))
