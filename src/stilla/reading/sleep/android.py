"""Sleep as Android: a line of names before each night, because each night has columns of its own."""

from __future__ import annotations

import math
import re
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from stilla.diary.nights import zone_named
from stilla.diary.sleep import Slept, key_of
from stilla.errors import BadInput
from stilla.reading.sleep.item import TWICE, aside, between, checked, epoch, line_of
from stilla.reading.sleep.rows import rows_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stilla.reading.sleep.item import How, Item, Part

NAMES = ["Id", "Tz", "From", "To", "Sched", "Hours"]
"""The columns that every night has."""
SOURCE = "Sleep as Android"
_LEAST = len(NAMES)
_DATE = re.compile(r"(\d{1,2})\. ?(\d{1,2})\. ?(\d{4}) (\d{1,2}):(\d{2})", re.ASCII)


def read_android(part: Part, how: How) -> Iterator[Item]:
    """Every night of an export. The date of its rows is day, month, year in every language of the app."""
    names: list[str] = []
    for line, row in rows_of(part, escape="\\"):
        if row[:_LEAST] == NAMES:
            names = row
        elif len(row) < _LEAST or not names:
            if row[0].strip():  # a row without a number carries the noise of the one before it
                yield aside(line_of(part.name, line), "unreadable", row[0])
        elif row[0].strip():
            yield from _night(dict(zip(names[:_LEAST], row, strict=False)), part.name, line, how)


def _night(said: dict[str, str], name: str, line: int, how: How) -> Iterator[Item]:
    place = line_of(name, line)
    written = said["From"], said["To"]
    begins, ends = _local(written[0]), _local(written[1])
    if begins is None or ends is None:
        yield aside(place, "unreadable", written[begins is not None])
        return
    try:
        zone, named = ZoneInfo(zone_named(said["Tz"]).key), True
    except BadInput:
        zone, named = how.zone, False
    hours = _hours(said["Hours"])
    begin, end, doubtful = between(begins, ends, zone, None if hours is None else timedelta(hours=hours))
    begin, end, doubtful = _as_numbered(said["Id"], begin, end, hours, doubtful=doubtful)
    # The hours are without pauses; where they were counted otherwise they are no sleep within that time.
    bed = (end - begin) / timedelta(minutes=1)
    asleep = None if hours is None or hours <= 0 or 60 * hours > bed + 2 else min(round(60 * hours), round(bed))
    record = Slept(
        SOURCE,
        begin,
        end,
        key_of("sleep-as-android", SOURCE, said["Id"], *written, said["Hours"]),
        own_id=said["Id"].strip()[:40],
        zone=zone.key,
        zone_assumed=not named,
        written=written,
        asleep=asleep,
        in_bed=max(0, round(bed)),
    )
    yield checked(record, place, how)
    if doubtful:
        yield TWICE


def _as_numbered(
    number: str, begin: datetime, end: datetime, hours: float | None, *, doubtful: bool
) -> tuple[datetime, datetime, bool]:
    """A night's number is the instant it began: of two readings of the clock it tells which one."""
    began = epoch(number, 1000) if doubtful else None
    if began is None or abs(began - begin) > timedelta(hours=1, minutes=1):
        return begin, end, doubtful
    exact = began.replace(second=0, microsecond=0)
    moved = exact - begin
    if hours is None or abs((end - exact) - timedelta(hours=hours)) <= timedelta(minutes=2):
        return exact, end, False
    return exact, end + moved, False


def _hours(text: str) -> float | None:
    try:
        value = float(text.replace(",", "."))
    except ValueError:
        return None
    return value if math.isfinite(value) and abs(value) < 1000 else None


def _local(text: str) -> datetime | None:
    found = _DATE.fullmatch(text.strip())
    if found is None:
        return None
    day, month, year, hour, minute = map(int, found.groups())
    try:
        return datetime(year, month, day, hour, minute)  # noqa: DTZ001  # the wall clock; the zone stands beside it
    except ValueError:
        return None
