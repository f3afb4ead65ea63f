"""Whether the hours to keep leave any time of day for magnesium."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

DAY = 24 * 60
"""Minutes."""
STEP = 5
"""Minutes between the times that are tried."""


class TakenDaily(NamedTuple):
    """One dose of a medicine each day, and the minutes it needs before and after it."""

    at: int
    """Minutes after midnight."""

    before: int
    """The medicine at least so long before magnesium: how long after it magnesium waits."""

    after: int
    """The medicine at least so long after magnesium."""


def minutes(clock: str) -> int:
    """Minutes after midnight of HH:MM.

    >>> minutes("07:30")
    450
    """
    hour, minute = clock.split(":")
    return 60 * int(hour) + int(minute)


def free_times(doses: Sequence[TakenDaily]) -> list[int]:
    """The times, in minutes after midnight, that keep every distance on the circular day.

    >>> free_times([TakenDaily(0, 12 * 60, 12 * 60)]), free_times([TakenDaily(0, 13 * 60, 12 * 60)])
    ([720], [])
    """
    return [
        time
        for time in range(0, DAY, STEP)
        if all((time - dose.at) % DAY >= dose.before and (dose.at - time) % DAY >= dose.after for dose in doses)
    ]
