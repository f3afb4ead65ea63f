"""The day as shapes: when magnesium must not be taken, why, when one sleeps, and the times that were found.

A value that a terminal, a page or a file draws; nothing here knows a medium.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from stilla.timetable.room import DAY, forbidden

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence


class Gap(msgspec.Struct, frozen=True):
    """The stretch of the circular day that one dose of a medicine keeps free of magnesium."""

    medicine: str
    at: int
    """The dose it keeps away from."""
    minutes: int
    """As bits, the same that `stilla.timetable.solve` forbids."""

    def holds(self, minute: int) -> bool:
        """Whether a minute lies in it."""
        return bool(self.minutes >> minute & 1)


class Day(msgspec.Struct, frozen=True):
    """What a picture of the day shows."""

    gaps: tuple[Gap, ...]
    doses: tuple[int, ...]
    """Times for magnesium."""
    bedtime: int | None = None
    waketime: int | None = None

    def asleep(self, minute: int) -> bool:
        """Whether the person is in bed at a minute; not known is not asleep."""
        if self.bedtime is None or self.waketime is None:
            return False
        return (minute - self.bedtime) % DAY < (self.waketime - self.bedtime) % DAY

    def blocked(self, minute: int) -> bool:
        """Whether any medicine keeps magnesium away at a minute."""
        return any(gap.holds(minute) for gap in self.gaps)

    def medicines(self) -> tuple[str, ...]:
        """The medicines that keep a distance, in the order of the day."""
        return tuple(dict.fromkeys(gap.medicine for gap in sorted(self.gaps, key=lambda gap: gap.at)))


def day(
    separations: Iterable[tuple[str, int, int, int]],
    doses: Sequence[int],
    bedtime: int | None = None,
    waketime: int | None = None,
) -> Day:
    """A picture from separations.

    Args:
        separations: medicine, its time, and the minutes it needs before and after it (`Separation`), all in minutes.
        doses: the times for magnesium.
        bedtime: going to bed, if known.
        waketime: getting up, if known.
    """
    gaps = tuple(Gap(medicine, at, forbidden(at, before, after)) for medicine, at, before, after in separations)
    return Day(gaps, tuple(doses), bedtime, waketime)


def stretches(shown: Day, step: int) -> Iterator[tuple[int, str]]:
    """The day in steps of so many minutes: the start of each, and what it is.

    The words, most important first: `dose`, `blocked`, `asleep`, `free`.
    """
    for start in range(0, DAY, step):
        minutes = range(start, start + step)
        if any(dose in minutes for dose in shown.doses):
            yield start, "dose"
        elif any(shown.blocked(minute) for minute in range(start, start + step, 5)):
            yield start, "blocked"
        elif any(shown.asleep(minute) for minute in minutes):
            yield start, "asleep"
        else:
            yield start, "free"
