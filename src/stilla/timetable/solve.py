"""The best times for magnesium in a day that repeats: exact at five-minute steps, round midnight.

The aims, in this order: no separation is ever broken; never in the hours of sleep; two doses at least `apart`; the
least total distance from the wished times. Ties: the evening dose nearest its wish, then earlier rather than later.
Times of medicines, meals and sleep may be any minute; only magnesium is placed at multiples of five.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from stilla.text import Text
from stilla.timetable.blocked import small_set, smallest_cover
from stilla.timetable.choose import Option, best_pair
from stilla.timetable.day import Distance, Free, Placed, Timetable, must_be_in_the_day
from stilla.timetable.room import ALL, DAY, GRID, STEP, listed, rotate, runs, spread

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stilla.timetable.day import Separation, Side, Wishes


def solve(separations: Sequence[Separation], wishes: Wishes) -> Timetable:
    """The timetable of a day: the best times with their distances, or what is in the way.

    `separations`: one for each daily dose of each medicine with a rule; their order does not matter.

    Raises:
        BadInput: a dose outside minutes 0 to 1439.

    >>> from stilla.timetable.day import Separation, Wishes
    >>> levaxin = Separation(420, "Levaxin", "levothyroxine", before=240, after=240)
    >>> gabapentin = Separation(1260, "gabapentin", "gabapentin", before=120, after=120)
    >>> [dose.at for dose in solve([levaxin, gabapentin], Wishes(bedtime=1350, waketime=390)).doses]
    [1140]
    """
    for each in separations:
        must_be_in_the_day(each.at, Text(each.medicine, each.medicine))
    free = _free(separations)
    times = _best(free & wishes.awake & GRID, wishes)
    return Timetable(
        doses=tuple(placed(time, separations) for time in times),
        blocked_by=() if times else _in_the_way(separations, wishes),
        asleep_only=not times and _enough(free & GRID, wishes),
        free=tuple(Free(*run) for run in runs(free) if _holds_a_time(*run)),
    )


def _free(separations: Sequence[Separation]) -> int:
    taken = 0
    for each in separations:
        taken |= each.forbidden
    return ALL & ~taken


def _holds_a_time(first: int, last: int) -> bool:
    return -first % STEP <= (last - first) % DAY


def _best(room: int, wishes: Wishes) -> tuple[int, ...]:
    """The best times among those in `room`, in the order of the person's day; none where there are not enough."""
    options = [_options(room, target) for target in wishes.targets]
    if not room:
        return ()
    if wishes.count == 1:
        return (options[0][0].at,)

    def far_enough(one: int, other: int) -> bool:
        return wishes.apart <= (one - other) % DAY <= DAY - wishes.apart

    pair = best_pair(options[0], options[1], far_enough)
    return tuple(sorted((each.at for each in pair or ()), key=lambda time: (time - wishes.dawn) % DAY))


def _options(room: int, target: int) -> list[Option]:
    late = [((time - target + DAY // 2) % DAY - DAY // 2, time) for time in listed(room)]
    return sorted(Option(abs(by), by, time) for by, time in late)


def _enough(room: int, wishes: Wishes) -> bool:
    """Whether as many doses as wished have room: one time, or two at least `apart` round the day."""
    if wishes.count == 1:
        return bool(room)
    return bool(room & spread(rotate(room, wishes.apart), DAY // 2 - wishes.apart))


def _in_the_way(separations: Sequence[Separation], wishes: Wishes) -> tuple[Separation, ...]:
    wanted = wishes.awake & GRID
    if wishes.count == 1:
        return smallest_cover(separations, wanted)
    return small_set(separations, lambda some: not _enough(_free(some) & wanted, wishes))


def placed(time: int, separations: Sequence[Separation]) -> Placed:
    """A dose of magnesium at a minute of the circular day, with its distances from each medicine's nearest doses."""
    nearest: dict[tuple[str, Side], Distance] = {}
    for each in sorted(separations):
        for found in (
            Distance(each.medicine, each.rule, (time - each.at) % DAY, "after", each.before),
            Distance(each.medicine, each.rule, (each.at - time) % DAY, "before", each.after),
        ):
            known = nearest.get((found.medicine, found.side))
            if known is None or (found.minutes, -found.needed) < (known.minutes, -known.needed):
                nearest[found.medicine, found.side] = found
    return Placed(time, tuple(sorted(nearest.values(), key=lambda far: (far.side, far.minutes, far.medicine))))
