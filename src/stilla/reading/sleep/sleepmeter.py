"""Sleepmeter: several tables in one file, of which one holds the sleep; its notes are quoted in a way of their own.

So its rows are found by their beginning, seven dates and words that never hold a quote, and notes are not read.
"""

from __future__ import annotations

import io
import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from stilla.diary.sleep import Slept, Span, key_of
from stilla.reading.sleep.item import Unread, aside, checked, line_of
from stilla.text import encoding_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stilla.reading.sleep.item import Aside, How, Item, Part

HEADER = "wake,sleep,bedtime,holes,type"
SOURCE = "Sleepmeter"
_LONGEST_LINE = 1 << 20
_MOMENT = r'"?(\d{4}-\d\d-\d\d \d\d:\d\d[+-]\d{4})?"?'
_ROW = re.compile(rf"{_MOMENT},{_MOMENT},{_MOMENT},([0-9|-]*),([A-Z_]+),", re.ASCII)
_LIKE_A_ROW = re.compile(r'"?\d{4}-\d\d-\d\d', re.ASCII)


def read_sleepmeter(part: Part, how: How) -> Iterator[Item]:
    """Every sleep of a history."""
    in_table, other = False, 0
    with part.open() as opened, io.TextIOWrapper(opened, encoding_of(part.start), errors="replace") as text:
        for number, line in enumerate(iter(lambda: text.readline(_LONGEST_LINE), ""), 1):
            place = line_of(part.name, number)
            if line.startswith(HEADER):
                in_table = True
            elif not in_table:
                other += bool(line.strip())
            elif found := _ROW.match(line):
                yield _sleep(found, part.name, number, how)
            elif _LIKE_A_ROW.match(line):
                yield aside(place, "unreadable", line[:30])
            # Anything else is the rest of a note.
    if other:
        yield Unread("own words and their tables", other)


def _sleep(found: re.Match[str], name: str, number: int, how: How) -> Slept | Aside:
    place = line_of(name, number)
    wake, asleep, bedtime, holes, kind = found.groups()
    try:
        end, begin = _instant(wake), _instant(asleep)
        bed = _instant(bedtime) if bedtime else begin
        spans = _spans(begin, end, holes)
    except (ValueError, TypeError, OverflowError):
        return aside(place, "unreadable", found[0])
    if end == begin:
        return aside(place, "empty")
    record = Slept(
        SOURCE,
        min(bed, begin),
        end,
        key_of("sleepmeter", SOURCE, wake, asleep, bedtime, holes, kind),
        spans=spans,
        written=(bedtime or asleep, wake),
        in_bed=round((end - min(bed, begin)).total_seconds() / 60),
        latency=round((begin - bed).total_seconds() / 60) if bed < begin else None,
        nap={"NAP": True, "NIGHT_SLEEP": False}.get(kind),
    )
    return checked(record, place, how)


def _instant(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%d %H:%M%z").astimezone(UTC)


def _spans(begin: datetime, end: datetime, holes: str) -> tuple[Span, ...]:
    """The sleep, and over it the times awake, which the file counts in minutes from falling asleep."""
    out = [Span(begin, end, "asleep")]
    for hole in filter(None, holes.split("|")):
        first, last = (begin + timedelta(minutes=int(each)) for each in hole.split("-"))
        if not begin <= first < last <= end:
            raise ValueError(hole)
        out.append(Span(first, last, "awake"))
    return tuple(out)
