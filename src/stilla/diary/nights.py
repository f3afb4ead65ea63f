"""Which night a moment belongs to. A night is named by the date of the morning on which it ends.

It runs from noon to noon on the person's wall clock, so a night in which the clocks change has 23 or 25 hours, and
where a zone leaves out a whole date (Apia, 30 December 2011) no night has that name.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from stilla.errors import refuse

if TYPE_CHECKING:
    from collections.abc import Container

NOON = time(12)
_DAY = timedelta(days=1)
_FURTHEST = 4
"""Dates to look ahead for the next noon: a zone has left out one, never more."""

EARLIEST_MORNING = time(4)
"""Before this hour "last night" can mean two nights (trial facts, trap 10)."""


def noon(day: date, where: ZoneInfo) -> datetime | None:
    """Noon of a date as an instant in UTC; None where the zone leaves the date out.

    >>> noon(date(2011, 12, 30), ZoneInfo("Pacific/Apia")) is None
    True
    """
    instant = datetime.combine(day, NOON, where).astimezone(UTC)
    return instant if instant.astimezone(where).date() == day else None


def night_of(moment: datetime, where: ZoneInfo) -> date:
    """The night a moment lies in: that of the next noon on the wall clock.

    >>> at = datetime(2026, 11, 22, 13, tzinfo=ZoneInfo("Europe/Stockholm"))
    >>> night_of(at, ZoneInfo("Europe/Stockholm")).isoformat()
    '2026-11-23'
    """
    instant = moment.astimezone(UTC)
    first = instant.astimezone(where).date()
    for ahead in range(_FURTHEST):
        day = first + ahead * _DAY
        # A zone may count a date twice; its second noon ends the same night.
        for fold in (0, 1):
            end = datetime.combine(day, NOON, where).replace(fold=fold).astimezone(UTC)
            if end.astimezone(where).date() == day and instant < end:
                return day
    raise AssertionError(where.key)  # no zone is without a noon for four dates


def span(night: date, where: ZoneInfo) -> tuple[datetime, datetime]:
    """When a night begins and ends, in UTC: the noon before it and its own.

    Raises:
        BadInput: where the zone has no such date.
    """
    end = noon(night, where)
    if end is None:
        raise _no_such_date(night)
    begin = next(found for back in range(1, _FURTHEST) if (found := noon(night - back * _DAY, where)) is not None)
    return begin, end


def is_recalled(night: date, moment: datetime, where: ZoneInfo) -> bool:
    """Whether an answer written now comes later than noon of the day after.

    Such an answer is kept and looked at apart: memory of a night fades within days.
    """
    following = (noon(night + ahead * _DAY, where) for ahead in range(1, _FURTHEST))
    return moment.astimezone(UTC) >= next(each for each in following if each is not None)


def must_have_been(night: date, moment: datetime, where: ZoneInfo, first: date | None = None) -> None:
    """Refuse a night that cannot be answered yet, or never could.

    Args:
        night: the date of the morning.
        moment: now, aware.
        where: the person's zone.
        first: the first night of the diary or of the trial; None where there is none yet.

    Raises:
        BadInput: a night to come, one before the first, or a date that the zone leaves out.
    """
    today = moment.astimezone(where).date()
    if night > today:
        raise refuse(
            night.isoformat(),
            "This night is still to come. A night has the date of its morning and can be answered from then on.",
            "Den natten har inte varit än. En natt har morgonens datum och kan besvaras från och med då.",
        )
    if noon(night, where) is None:
        raise _no_such_date(night)
    if first is not None and night < first:
        raise refuse(
            night.isoformat(),
            f"This night lies before the first one, {first}. It cannot be entered afterwards.",
            f"Den natten ligger före den första, {first}. Den kan inte skrivas in i efterhand.",
        )


def latest_morning(moment: datetime, where: ZoneInfo) -> date:
    """The date of the latest morning that has come: before four, that is yesterday's.

    >>> stockholm = ZoneInfo("Europe/Stockholm")
    >>> latest_morning(datetime(2026, 11, 22, 0, 30, tzinfo=stockholm), stockholm).isoformat()
    '2026-11-21'
    """
    return morning_of(moment.astimezone(where))


def morning_of(local: datetime) -> date:
    """The same for what the clock on the wall shows."""
    return local.date() if local.time() >= EARLIEST_MORNING else local.date() - _DAY


def nights_meant(moment: datetime, where: ZoneInfo, answered: Container[date]) -> tuple[date, ...]:
    """The night somebody means who names none, or in the small hours the two that it could be, the earlier first."""
    local = moment.astimezone(where)
    today = local.date()
    before = today - _DAY
    doubtful = local.time() < EARLIEST_MORNING and before not in answered and today not in answered
    return (before, today) if doubtful else (today,)


def usual_night(moment: datetime, where: ZoneInfo, answered: Container[date]) -> date:
    """The night somebody means who names none: the one whose morning it is, or was today.

    Raises:
        BadInput: in the small hours, where it could be the night that has begun or an unanswered one before it.
    """
    before, today = (meant := nights_meant(moment, where, answered))[0], meant[-1]
    if before != today:
        raise refuse(
            "--night",
            f"At this hour it could be two nights. [[Write --night {before} or --night {today} (the morning)|Say "
            "which one]].",
            f"Så här dags kan det vara två nätter. [[Skriv --night {before} eller --night {today} (morgonens "
            "datum)|Ange vilken]].",
        )
    return today


def period_of(night: date, first_night: date, nights: int, periods: int | None = None) -> int | None:
    """The period (1, 2, …) of a night; 0 before the first, None after the last.

    >>> period_of(date(2026, 12, 14), date(2026, 11, 23), 21)
    2
    """
    past = (night - first_night).days
    if past < 0:
        return 0
    period = 1 + past // nights
    return None if periods is not None and period > periods else period


def zone_named(name: str) -> ZoneInfo:
    """An IANA zone.

    Raises:
        BadInput: where there is no such zone.
    """
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise refuse(
            "--zone",
            f"“{name[:40]}” is not a known time zone. Write for example Europe/Stockholm.",
            f"”{name[:40]}” är ingen känd tidszon. Skriv till exempel Europe/Stockholm.",
        ) from error


def _no_such_date(night: date) -> Exception:
    return refuse(
        night.isoformat(),
        "This date does not exist in this time zone, so no night has its name.",
        "Det datumet finns inte i den här tidszonen, så ingen natt heter så.",
    )
