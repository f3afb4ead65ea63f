"""Clock times of a date in a time zone, as moments of real time; and the timetable of a day of 23 or 25 hours.

Distances are only ever measured between UTC moments. A clock time that comes twice (clocks go back) or never (clocks
go forward) has two readings; a medicine taken at such a time keeps its distance in both, and magnesium is never
placed at one.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec

from stilla.errors import refuse
from stilla.text import Text
from stilla.timetable.day import Separation
from stilla.timetable.line import far_from, in_the_way, kept_times, place
from stilla.timetable.room import DAY, STEP
from stilla.timetable.solve import solve

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from stilla.timetable.day import Timetable, Wishes

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MINUTE = timedelta(minutes=1)


def zone(name: str) -> ZoneInfo:
    """An IANA time zone.

    Raises:
        BadInput: no such zone.
    """
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise refuse(
            Text("time zone", "tidszon"),
            f"“{name[:40]}” is not a time zone. Write for example Europe/Stockholm.",
            f"“{name[:40]}” är ingen tidszon. Skriv till exempel Europe/Stockholm.",
        ) from error


def moments(day: date, clock: int, where: ZoneInfo) -> tuple[datetime, ...]:
    """The UTC moments that a clock time of a date may stand for: one, or two where it comes twice or never.

    A time that comes twice gives the earlier moment first. A time that never comes gives first the reading of the
    clock before the change (an hour later on the new clock), then that of the new clock.

    >>> [str(each.time()) for each in moments(date(2026, 10, 25), 150, zone("Europe/Stockholm"))]
    ['00:30:00', '01:30:00']
    """
    local = datetime.combine(day, time(clock // 60, clock % 60), where)
    readings = (local.replace(fold=fold).astimezone(UTC) for fold in (0, 1))
    return tuple(dict.fromkeys(readings))


def clock_time(moment: datetime, where: ZoneInfo) -> tuple[date, int]:
    """The date and the minute after midnight that a clock shows at a moment."""
    local = moment.astimezone(where)
    return local.date(), 60 * local.hour + local.minute


def true_minutes(moment: datetime) -> int:
    """A moment on the line of time of `stilla.timetable.repair`: whole minutes of real time since 1970, UTC."""
    return (moment - _EPOCH) // _MINUTE


class Dated(msgspec.Struct, frozen=True):
    """One dose of magnesium on one date: the usual clock time, and the one that is right on this date."""

    usual: int
    at: int | None
    """Minutes after midnight on the clock; None where there is no time on this date: skip it."""
    moment: datetime | None
    """The same in UTC."""


class DatedTimetable(msgspec.Struct, frozen=True):
    """The timetable of one date. `doses` is empty where the usual day has no time either."""

    day: date
    doses: tuple[Dated, ...]
    blocked_by: tuple[Separation, ...] = ()
    """Where a dose is skipped: the doses in the way, `at` in minutes after midnight on the clock."""

    @property
    def changed(self) -> bool:
        """Whether anything differs from the usual day."""
        return any(each.at != each.usual for each in self.doses)


def on_date(separations: Sequence[Separation], wishes: Wishes, day: date, zone_name: str) -> DatedTimetable:
    """The timetable for one date: the usual one (`solve`), corrected where clocks change that day or the day after.

    The medicines keep their clock times. Magnesium stays at its usual time where that keeps the true hours to every
    medicine, else goes to the nearest waking five-minute time of the date that does, else is skipped. Two doses keep
    `apart` in true hours, also from the usual doses of the day before and after.

    Raises:
        BadInput: an unknown zone, or a dose outside minutes 0 to 1439.
    """
    where = zone(zone_name)
    usual = solve(separations, wishes)
    wanted = {true_minutes(moments(day, each.at, where)[0]): each.at for each in usual.doses}
    around = _around(usual, day, where)
    doses = list(_medicines(separations, day, where))
    clocks = dict(_waking(wishes, day, where))
    apart = far_from(list(clocks), around, wishes.apart)
    chosen = place(sorted(wanted), kept_times(apart, doses), len(wanted), wishes.apart)
    dated = (
        Dated(clock, clocks[chosen[at]], _EPOCH + chosen[at] * _MINUTE) if at in chosen else Dated(clock, None, None)
        for at, clock in wanted.items()
    )
    blocked = in_the_way(apart, doses) if len(chosen) < len(wanted) else ()
    return DatedTimetable(day, tuple(dated), tuple(_on_the_clock(each, where) for each in blocked))


def _waking(wishes: Wishes, day: date, where: ZoneInfo) -> Iterator[tuple[int, int]]:
    """The waking five-minute times of a date that come exactly once: as true minutes and on the clock."""
    awake = wishes.awake
    for clock in range(0, DAY, STEP):
        readings = moments(day, clock, where)
        if awake >> clock & 1 and len(readings) == 1:
            yield true_minutes(readings[0]), clock


def _medicines(separations: Sequence[Separation], day: date, where: ZoneInfo) -> Iterator[Separation]:
    """The doses of two days before to two days after, in true minutes, in every reading of their clock times."""
    for offset in range(-2, 3):
        for each in sorted(separations):
            for moment in moments(day + timedelta(days=offset), each.at, where):
                yield Separation(true_minutes(moment), each.medicine, each.rule, each.before, each.after)


def _around(usual: Timetable, day: date, where: ZoneInfo) -> list[int]:
    """The usual magnesium of the day before and the day after, in true minutes."""
    return [
        true_minutes(moment)
        for offset in (-1, 1)
        for each in usual.doses
        for moment in moments(day + timedelta(days=offset), each.at, where)
    ]


def _on_the_clock(dose: Separation, where: ZoneInfo) -> Separation:
    _, at = clock_time(_EPOCH + dose.at * _MINUTE, where)
    return Separation(at, dose.medicine, dose.rule, dose.before, dose.after)
