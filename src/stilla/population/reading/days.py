"""Days in SQL, by the arithmetic of `stilla.records.days`: no engine's time zones, so that all give the same day.

Every function takes and gives SQL. What is taken is a JSON string as it stands in the record, quotation marks included.
"""

from __future__ import annotations

_DATE = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
_CLOCK = "([01][0-9]|2[0-3]):[0-5][0-9](:([0-5][0-9]|60)([.][0-9]{1,12})?)?"
_OFFSET = "(Z|[+-](0[0-9]|1[0-4]):[0-5][0-9])?"
_WRITTEN = f'^"{_DATE}(T{_CLOCK}{_OFFSET})?"$'
_FIRST, _LAST = "DATE '0001-01-01'", "DATE '9999-12-31'"


def day(text: str) -> str:
    """The day as written; NULL where there is none, or only a year or month, or no such day."""
    return (
        f"CASE WHEN substr({text}, 2, 4) <> '0000' AND regexp_matches({text}, '{_WRITTEN}')"
        f" THEN TRY_CAST(substr({text}, 2, 10) AS DATE) END"
    )


def minutes(text: str) -> str:
    """Minutes of the UTC clock since the start of the day as written; below 0 or past 1439 on another day.

    Only for a text of which `day` makes a day.
    """
    clock = _minutes(text, "13", "16")
    offset = _minutes(text, f"length({text}) - 5", f"length({text}) - 2")
    sign = f"substr({text}, length({text}) - 6, 1)"
    return (
        f"CASE WHEN length({text}) > 18 AND {sign} = '+' THEN {clock} - {offset}"
        f" WHEN length({text}) > 18 AND {sign} = '-' THEN {clock} + {offset} ELSE 0 END"
    )


def _minutes(text: str, hours: str, minutes: str) -> str:
    """Minutes of `hh:mm`, by where its parts begin."""
    return f"(60 * TRY_CAST(substr({text}, {hours}, 2) AS INTEGER) + TRY_CAST(substr({text}, {minutes}, 2) AS INTEGER))"


def is_ahead(day: str, minutes: str) -> str:
    """Whether the UTC day is one after the day as written."""
    return f"coalesce({minutes} >= 1440 AND {day} < {_LAST}, FALSE)"


def utc_day(day: str, minutes: str) -> str:
    """The UTC day of a day as written and its `minutes`."""
    return (
        f"CASE WHEN {minutes} < 0 AND {day} > {_FIRST} THEN {day} - 1"
        f" WHEN {minutes} >= 1440 AND {day} < {_LAST} THEN {day} + 1 ELSE {day} END"
    )


def first_day(text: str) -> str:
    """The first day that a date may mean, where only a year or month is known."""
    return _spanned(text, f"TRY_CAST(substr({text}, 2, 7) || '-01' AS DATE)", "-01-01")


def final_day(text: str) -> str:
    """The last such day."""
    return _spanned(text, f"last_day(TRY_CAST(substr({text}, 2, 7) || '-01' AS DATE))", "-12-31")


def _spanned(text: str, of_month: str, of_year: str) -> str:
    return (
        f"CASE WHEN substr({text}, 2, 4) = '0000' THEN NULL WHEN length({text}) >= 12 THEN {day(text)}"
        f" WHEN regexp_matches({text}, '^\"[0-9]{{4}}-[0-9]{{2}}\"$') THEN {of_month}"
        f" WHEN regexp_matches({text}, '^\"[0-9]{{4}}\"$')"
        f" THEN TRY_CAST(substr({text}, 2, 4) || '{of_year}' AS DATE) END"
    )
