"""Dates and moments as people say them, at every door."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date, datetime

    from stilla.text import Language

_DAYS = {
    "en": ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
    "sv": ["måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag"],
}
_MONTHS = {
    "en": (
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ),
    "sv": (
        "januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti", "september", "oktober", "november",
        "december",
    ),
}  # fmt: skip


def day_words(day: date, language: Language) -> str:
    """A date as people say it.

    >>> from datetime import date
    >>> day_words(date(2026, 11, 22), "sv")
    'söndag 22 november'
    """
    return f"{_DAYS[language][day.weekday()]} {day.day} {_MONTHS[language][day.month - 1]}"


def night_words(night: date, language: Language) -> str:
    """A night by the morning on which it ends.

    >>> from datetime import date
    >>> night_words(date(2026, 11, 22), "en")
    'the night to Sunday 22 November'
    """
    return f"{'natten till' if language == 'sv' else 'the night to'} {day_words(night, language)}"


def month_words(day: date, language: Language) -> str:
    """The month of a date, and its year.

    >>> from datetime import date
    >>> month_words(date(2026, 11, 22), "sv")
    'november 2026'
    """
    return f"{_MONTHS[language][day.month - 1]} {day.year}"


def moment_words(moment: datetime, language: Language) -> str:
    """A moment in the zone it is given in."""
    return f"{day_words(moment.date(), language)} {moment:%H:%M}"


def full_date(day: date, language: Language) -> str:
    """A date with its year, for what was read or measured long ago.

    >>> from datetime import date
    >>> full_date(date(2026, 11, 22), "sv")
    '22 november 2026'
    """
    return f"{day.day} {_MONTHS[language][day.month - 1]} {day.year}"
