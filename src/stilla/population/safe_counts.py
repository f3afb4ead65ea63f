"""Counts of people that may be shown to others: by themselves they point to nobody.

A small count names its few people, and the difference of two exact counts can be a small one. So fewer than the
smallest cell is only said to be fewer, and every other count is rounded to a multiple of it. Nobody at all (0) is said.
Counts that add up can still give a small one away; `stilla.population.inferred` finds where, and rounds sums coarser.
"""

from __future__ import annotations

import msgspec

SMALLEST = 5
"""People in the smallest cell shown, where nothing else is asked for."""

HIDES = 3
"""From here on a smallest cell hides anything: fewer than two is one."""


class Count(msgspec.Struct, frozen=True):
    """So many people, as far as it is said: exactly or rounded (`about`), or fewer than a number."""

    about: int | None = None
    fewer_than: int | None = None


class Steps(msgspec.Struct, frozen=True):
    """What counts are rounded to: those of rules and facts, those of verdicts, and sums of verdicts."""

    parts: int
    verdicts: int
    sums: int


def shown(count: int, step: int) -> Count:
    """A count as it may be shown. A step under `HIDES` shows every count as it is.

    >>> shown(3, 5), shown(1003, 5), shown(0, 5)
    (Count(about=None, fewer_than=5), Count(about=1005, fewer_than=None), Count(about=0, fewer_than=None))
    """
    if step < HIDES or count == 0:
        return Count(about=count)
    if count < step:
        return Count(fewer_than=step)
    return Count(about=(count + step // 2) // step * step)


def said(count: Count, step: int) -> tuple[int, int]:
    """The fewest and the most people that a shown count can be.

    >>> [said(shown(n, 5), 5) for n in (0, 3, 6, 8)]
    [(0, 0), (1, 4), (5, 7), (8, 12)]
    """
    if count.about is None:
        return 1, step - 1
    if step < HIDES or count.about == 0:
        return count.about, count.about
    low = count.about - step // 2
    return max(low, step), low + step - 1
