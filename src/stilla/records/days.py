"""Days as records write them, read by plain arithmetic, so that SQL can do the same.

A date is `2026`, `2026-11` or `2026-11-22`; a dateTime adds a time and, by FHIR's rules, an offset. No time zone of a
place is ever needed.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

_WRITTEN = re.compile(
    r"[0-9]{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12][0-9]|3[01])"
    r"(?:T([01][0-9]|2[0-3]):([0-5][0-9])(?::(?:[0-5][0-9]|60)(?:\.[0-9]{1,12})?)?"
    r"(Z|[+-](?:0[0-9]|1[0-4]):[0-5][0-9])?)?)?)?"
)
_FULL = 10
"""Characters of a full date."""
_REMEMBERED = 1024
"""Texts that were read last: one visit gives its instant to many records, and each record asks several times."""


class _Written(NamedTuple):
    """A date or dateTime that was read."""

    day: date | None
    """As written; None for a year or a month only."""
    utc: date | None
    ahead: bool
    """Whether the day in UTC is the one after the day as written."""


@lru_cache(_REMEMBERED)
def _read(text: str) -> _Written | None:
    """What a text says; None where it is no date, or names a day that the calendar lacks."""
    found = _WRITTEN.fullmatch(text)
    if found is None:
        return None
    if len(text) < _FULL:
        return _Written(None, None, ahead=False)
    day = _calendar_day(text)
    return None if day is None else _Written(day, *_in_utc(day, found))


def _in_utc(day: date, found: re.Match[str]) -> tuple[date, bool]:
    offset = found[3]
    if offset is None or offset == "Z":
        return day, False
    minutes = 60 * int(offset[1:3]) + int(offset[4:])
    written = 60 * int(found[1]) + int(found[2])
    shift = (written - minutes if offset[0] == "+" else written + minutes) // 1440
    try:
        return day + timedelta(days=shift), shift > 0
    except OverflowError:
        return day, False


def is_written(value: object) -> bool:
    """Whether this is a date or dateTime of FHIR, or a part of one (a year).

    >>> is_written("2026"), is_written("2026-13-01"), is_written(2026)
    (True, False, False)
    """
    return isinstance(value, str) and _read(value) is not None


def day_of(value: object) -> date | None:
    """The day as written; None for a year or a month only, and for what is no date.

    >>> day_of("2026-11-22T23:30:00-05:00"), day_of("2026-11"), day_of("2026-02-30")
    (datetime.date(2026, 11, 22), None, None)
    """
    found = _read(value) if isinstance(value, str) else None
    return None if found is None else found.day


def utc_day(value: object) -> tuple[date | None, bool]:
    """The day in UTC, and whether it is the one after the day as written. Without an offset: the day as written.

    >>> utc_day("2026-11-22T23:30:00-05:00")
    (datetime.date(2026, 11, 23), True)
    """
    found = _read(value) if isinstance(value, str) else None
    return (None, False) if found is None else (found.utc, found.ahead)


def is_future(value: object, as_of: date) -> bool:
    """Whether all of what is written lies after a day; a year does when it is a later year.

    >>> is_future("2027", date(2026, 11, 22)), is_future("2026", date(2026, 11, 22))
    (True, False)
    """
    return is_written(value) and str(value)[:_FULL] > as_of.isoformat()[: min(len(str(value)), _FULL)]


def span_of(value: object) -> tuple[date, date] | None:
    """The first and last day that a date may mean; None for what is no date.

    >>> span_of("1960-02")
    (datetime.date(1960, 2, 1), datetime.date(1960, 2, 29))
    """
    if not is_written(value) or not isinstance(value, str) or value.startswith("0000"):
        return None
    if len(value) >= _FULL:
        day = _calendar_day(value)
        return None if day is None else (day, day)
    year, month = int(value[:4]), int(value[5:7] or 0)
    first = date(year, month or 1, 1)
    after = (year, month + 1) if 0 < month < 12 else (year + 1, 1)
    return first, date.max if after[0] > date.max.year else date(*after, 1) - timedelta(days=1)


def last_day_of(value: object) -> date | None:
    """The last day that a date may mean; None for what is no date.

    >>> last_day_of("2027-02")
    datetime.date(2027, 2, 28)
    """
    found = span_of(value)
    return None if found is None else found[1]


def years_on(born: date, on: date) -> int:
    """Completed years of somebody born on a day.

    >>> years_on(date(1960, 11, 23), date(2026, 11, 22))
    65
    """
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def _calendar_day(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:_FULL])
    except ValueError:
        return None
