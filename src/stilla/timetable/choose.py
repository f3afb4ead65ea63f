"""Choosing times as near as possible to the wished ones: exact, and always the same answer to the same question."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable


class Option(NamedTuple):
    """A possible time: its distance from the wished one, then what settles a tie (earlier first), then itself."""

    cost: int
    tie: int
    at: int


def best_pair(main: list[Option], other: list[Option], fit: Callable[[int, int], bool]) -> tuple[Option, Option] | None:
    """The two times with the least total distance that fit together; both lists sorted.

    Ties: the main dose nearest its wish, then earlier than wished rather than later, then the same for the other.
    """
    best: tuple[Option, Option] | None = None
    least = 0
    for first in main:
        # Later options of `main` lose every tie, so only a smaller sum can still win.
        if best is not None and first.cost + other[0].cost >= least:
            break
        for second in other:
            if best is not None and first.cost + second.cost >= least:
                break
            if fit(first.at, second.at):
                best, least = (first, second), first.cost + second.cost
                break
    return best
