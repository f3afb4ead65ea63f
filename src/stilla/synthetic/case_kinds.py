"""What a hand-made case is: a person with a few records, and what the rules must say of them."""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from typing import Any, Literal

import msgspec

from stilla.synthetic.case_records import AGO, MONTHS


class Case(msgspec.Struct, frozen=True, kw_only=True):
    """A person in whom something was planted, and the answer, written down from the rules by hand."""

    id: str
    says: str
    """What was planted, in English, for whoever reads the file of planted facts."""

    age: int = 50
    sex: Literal["female", "male"] | None = "female"
    birth: Literal["day", "year", "none"] = "day"
    dead: bool = False
    records: tuple[dict[str, Any], ...] = ()
    found: tuple[str, ...] = ()
    """Rules that hold."""

    not_found: tuple[str, ...] = ()
    """Rules that do not hold, or cannot be told to hold."""

    open: tuple[str, ...] = ()
    """Rules that cannot be told."""

    settled: tuple[str, ...] = ()
    """Rules that do not hold, for sure."""

    complete: tuple[str, ...] = ()
    """Lists that whoever reads the records must call whole for this to be the answer."""

    valid: bool = True
    """Whether every record is FHIR R4 by the letter."""


def birth_date(case: Case, as_of: date) -> str | None:
    """The day of birth: somebody who had a birthday a week ago. By the year alone: turns this age in that year."""
    if case.birth == "none":
        return None
    year = as_of.year - case.age
    if case.birth == "year":
        return str(year)
    week = as_of - timedelta(7)
    return months_before(week, 12 * case.age).isoformat()


def months_before(day: date, months: int) -> date:
    """So many calendar months earlier; the last day of a shorter month.

    >>> months_before(date(2026, 3, 31), 1)
    datetime.date(2026, 2, 28)
    """
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def dated(value: Any, as_of: date) -> Any:
    """A record with its relative days written out."""
    if isinstance(value, dict):
        if AGO in value:
            return (months_before(as_of, value.get(MONTHS, 0)) - timedelta(value[AGO])).isoformat()
        return {key: dated(each, as_of) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [dated(each, as_of) for each in value]
    return value
