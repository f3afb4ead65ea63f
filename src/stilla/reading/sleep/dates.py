"""Dates of a table. One that can be read in two ways is sent back with both readings, unless another row decides."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta, timezone
from typing import TYPE_CHECKING

import msgspec

from stilla.errors import refuse
from stilla.reading.sleep.item import SHOWN
from stilla.text import Text, printable

if TYPE_CHECKING:
    from collections.abc import Iterable

    from stilla.reading.sleep.item import DateIs, DateOrder

_ISO = r"(?P<y>\d{4})([-/.])(?P<m>\d{1,2})\2(?P<d>\d{1,2})"
_OTHER = r"(?P<a>\d{1,2})(?P<s>[-/.]) ?(?P<b>\d{1,2})(?P=s) ?(?P<c>\d{4})"
_TIME = r"(?P<h>\d{1,2})[:.](?P<min>\d{2})(?:[:.](?P<sec>\d{2})(?:[.,]\d+)?)?\s*(?P<half>[AaPp]\.?[Mm]\.?)?"
_ZONE = r"\s*(?P<off>Z|[+-]\d{2}:?\d{2})?"
_WRITTEN = re.compile(rf"(?:{_ISO}|{_OTHER})(?:(?:T|,?\s+){_TIME}{_ZONE})?", re.ASCII)
_CLOCK = re.compile(_TIME, re.ASCII)


class Written(msgspec.Struct, frozen=True):
    """What a cell says, before anybody has decided which number is the month."""

    parts: tuple[int, int, int]
    iso: bool
    clock: time | None
    offset: timedelta | None

    @property
    def orders(self) -> frozenset[DateOrder]:
        """In which orders the date exists."""
        if self.iso:
            return frozenset({"ymd"})
        return frozenset(each for each in _BOTH if self.on(each) is not None)

    def on(self, order: DateOrder | None) -> date | None:
        """The date in an order, or None where there is no such date."""
        first, second, third = self.parts
        if self.iso:
            year, month, day = self.parts
        elif order == "mdy":
            year, month, day = third, first, second
        else:
            year, month, day = third, second, first
        try:
            return date(year, month, day)
        except ValueError:
            return None

    def at(self, order: DateOrder | None) -> datetime | None:
        """Date and time in an order; without a zone where none was written."""
        day = self.on(order)
        if day is None or self.clock is None:
            return None
        zone = None if self.offset is None else timezone(self.offset)
        return datetime.combine(day, self.clock, zone)


_BOTH: tuple[DateOrder, ...] = ("dmy", "mdy")


def read_date(text: str) -> Written | None:
    """A date with or without a time of day, or None.

    >>> read_date("4/5/2026 0:00").orders == {"dmy", "mdy"}
    True
    >>> read_date("2026-11-22T23:10:00+01:00").at("ymd").isoformat()
    '2026-11-22T23:10:00+01:00'
    """
    found = _WRITTEN.fullmatch(text.strip())
    if found is None:
        return None
    iso = found["y"] is not None
    parts = (found["y"], found["m"], found["d"]) if iso else (found["a"], found["b"], found["c"])
    numbers = (int(parts[0]), int(parts[1]), int(parts[2]))
    clock = None
    if found["h"] is not None:
        clock = _time(found)
        if clock is None:
            return None
    return Written(numbers, iso, clock, _offset(found["off"]))


def read_clock(text: str) -> time | None:
    """A time of day alone, or None.

    >>> read_clock("11:05 PM").isoformat()
    '23:05:00'
    """
    found = _CLOCK.fullmatch(text.strip())
    return None if found is None else _time(found)


def _time(found: re.Match[str]) -> time | None:
    hour, half = int(found["h"]), (found["half"] or "")[:1].casefold()
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "p" else 0)
    try:
        return time(hour, int(found["min"]), int(found["sec"] or 0))
    except ValueError:
        return None


def _offset(text: str | None) -> timedelta | None:
    if not text:
        return None
    if text == "Z":
        return timedelta()
    size = timedelta(hours=int(text[1:3]), minutes=int(text[-2:]))
    if size >= timedelta(hours=24):
        return None
    return -size if text[0] == "-" else size


def order_of(cells: Iterable[str], chosen: DateOrder | None, name: str, column: str) -> tuple[DateOrder, Text | None]:
    """In which order a column writes its dates, and a sentence where other rows than the first decided.

    Args:
        cells: the whole column.
        chosen: what the person said; None: only what the column proves.
        name: of the file.
        column: its name.

    Raises:
        BadInput: where every date of the column can be read in two ways, or no order fits all of them.
    """
    unclear: str | None = None
    proof: dict[DateOrder, str] = {}
    for cell in cells:
        read = read_date(cell)
        orders = frozenset[str]() if read is None else read.orders
        if len(orders) == 1:
            proof.setdefault(next(each for each in (*_BOTH, "ymd") if each in orders), cell.strip()[:SHOWN])
        elif len(orders) == 2:
            unclear = unclear or cell.strip()[:SHOWN]
    if chosen is not None and (chosen != "ymd" or unclear is None):
        return chosen, None
    if len(_BOTH) == len(proof.keys() & set(_BOTH)):
        raise refuse(
            f"{printable(name)}, {printable(column)[:SHOWN]}",
            f"“{printable(proof['dmy'])}” is day first and “{printable(proof['mdy'])}” is month first. "
            "[[Write --dates dmy or mdy|Say how dates are written]]; the other rows are then set aside.",
            f"”{printable(proof['dmy'])}” har dagen först och ”{printable(proof['mdy'])}” månaden först. "
            "[[Skriv --dates dmy eller mdy|Ange hur datum skrivs]]; de andra raderna läggs då åt sidan.",
        )
    found: DateOrder | None = next((each for each in _BOTH if each in proof), None)
    if found is None and unclear is not None:
        raise _two_readings(name, column, unclear)
    if found is None or unclear is None:
        return found or "ymd", None
    shown = printable(proof[found])
    words = {"dmy": ("day/month/year", "dag/månad/år"), "mdy": ("month/day/year", "månad/dag/år")}[found]
    return found, Text(
        f"Dates were read as {words[0]}, because “{shown}” can be nothing else.",
        f"Datumen har lästs som {words[1]}, eftersom ”{shown}” inte kan vara något annat.",
    )


def _two_readings(name: str, column: str, cell: str) -> Exception:
    read = read_date(cell)
    assert read is not None
    shown = printable(cell)
    return refuse(
        f"{printable(name)}, {printable(column)[:SHOWN]}",
        f"“{shown}” can be {read.on('dmy')} (day first) or {read.on('mdy')} (month first). "
        "Say [[which: --dates dmy or --dates mdy|how dates are written]].",
        f"”{shown}” kan vara {read.on('dmy')} (dagen först) eller {read.on('mdy')} (månaden först). "
        "[[Säg vilket: --dates dmy eller --dates mdy|Ange hur datum skrivs]].",
    )


def which_end(cell: str, name: str, column: str, night: date) -> Exception:
    """A date without a time can be the evening or the morning of a night, so it is asked back."""
    shown = printable(cell)[:SHOWN]
    later = night + timedelta(days=1)
    return refuse(
        f"{printable(name)}, {printable(column)[:SHOWN]}",
        f"“{shown}” is a date without a time: the morning on which the night ended ({night}), or the evening on which "
        f"it began (the night to {later})? Say [[which: --date-is morning or --date-is evening|which]].",
        f"”{shown}” är ett datum utan klockslag: morgonen då natten slutade ({night}), eller kvällen då den började "
        f"(natten till {later})? [[Säg vilket: --date-is morning eller --date-is evening|Ange vilket]].",
    )


def night_named(day: date, date_is: DateIs) -> date:
    """The date of the morning."""
    return day + timedelta(days=1) if date_is == "evening" else day


def evening_to_morning(night: date, start: time, end: time) -> tuple[datetime, datetime]:
    """Times of day of a night, as local times: the end on the morning's date, the start the last before it.

    >>> [each.isoformat() for each in evening_to_morning(date(2026, 11, 22), time(23), time(6, 30))]
    ['2026-11-21T23:00:00', '2026-11-22T06:30:00']
    """
    until = datetime.combine(night, end)
    since = datetime.combine(night, start)
    return since if since < until else since - timedelta(days=1), until
