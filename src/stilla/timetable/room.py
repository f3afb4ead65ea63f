"""The circular day as bits: one Python integer for a set of minutes, bit n for minute n after midnight.

Distances are exact to the minute. Times for magnesium are multiples of five minutes (`GRID`): a gap that holds no such
time counts as no gap, because nobody takes a capsule to the minute.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

DAY = 24 * 60
"""Minutes."""
STEP = 5
"""Minutes between the times that are tried."""
ALL = (1 << DAY) - 1
"""Every minute of the day."""
GRID = sum(1 << time for time in range(0, DAY, STEP))
"""The minutes at which magnesium may be placed."""


def minutes(clock: str) -> int:
    """Minutes after midnight of HH:MM.

    >>> minutes("07:30")
    450
    """
    hour, minute = clock.split(":")
    return 60 * int(hour) + int(minute)


def clock(time: int) -> str:
    """HH:MM of a minute; minutes past midnight count on from 00:00.

    >>> clock(450), clock(1445)
    ('07:30', '00:05')
    """
    return f"{time % DAY // 60:02}:{time % 60:02}"


def rotate(times: int, by: int) -> int:
    """The same minutes, each `by` minutes later on the circular day."""
    by %= DAY
    return (times << by | times >> (DAY - by)) & ALL


def arc(first: int, length: int) -> int:
    """`length` minutes in a row from minute `first`, over midnight where need be; at most the whole day.

    >>> list(listed(arc(1439, 3)))
    [0, 1, 1439]
    """
    return rotate((1 << min(max(length, 0), DAY)) - 1, first)


def spread(times: int, width: int) -> int:
    """The minutes that lie 0 to `width` minutes after one of these."""
    done = 0
    while done < width:
        step = min(done + 1, width - done)
        times |= rotate(times, step)
        done += step
    return times


def listed(times: int) -> Iterator[int]:
    """The minutes of a set, in order."""
    while times:
        lowest = times & -times
        yield lowest.bit_length() - 1
        times ^= lowest


def first_from(times: int, start: int) -> int:
    """The first minute of a non-empty set at or after `start`, going round the day."""
    turned = rotate(times, -start)
    return (start + (turned & -turned).bit_length() - 1) % DAY


def forbidden(at: int, before: int, after: int) -> int:
    """The minutes at which magnesium is too close to a medicine taken daily at minute `at`.

    `before` and `after` as in `TakenDaily`: the medicine's own distances from magnesium. A dose that lies exactly as
    far away as needed is far enough.

    >>> GRID & ~forbidden(0, 12 * 60, 12 * 60) == 1 << 12 * 60
    True
    """
    return arc(at, before) | arc(at - after + 1, after)


def runs(times: int) -> list[tuple[int, int]]:
    """The minutes of a set as runs, first and last minute of each; a run over midnight ends before it starts.

    >>> runs(arc(1380, 120) | arc(600, 1)), runs(ALL)
    ([(600, 600), (1380, 59)], [(0, 1439)])
    """
    if times == ALL:
        return [(0, DAY - 1)]
    starts = times & ~rotate(times, 1)
    ends = ALL & ~times
    return [(start, (first_from(ends, start) - 1) % DAY) for start in listed(starts)]
