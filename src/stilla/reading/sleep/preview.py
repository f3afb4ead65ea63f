"""What a file holds and what its first rows would become, before anything is kept."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import msgspec

from stilla.diary.sleep import Slept
from stilla.diary.sleep_nights import DeviceNight, Nap, attribute
from stilla.errors import BadInput, Problem
from stilla.reading.sleep import columns_asked, mapping_of, read_part
from stilla.reading.sleep.item import SHOWN, Aside, How, Kind, Mapping, foreign
from stilla.reading.sleep.opened import kind_of, parts_of, telling
from stilla.reading.sleep.rows import rows_of
from stilla.reading.sleep.table import is_table, mapped_rows
from stilla.text import Text, printable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from stilla.reading.sleep.item import Part

ROWS = 10
"""Rows shown."""
MOST_COLUMNS = 40

_LIKELY = {
    "start": ("start", "from", "begin", "bedtime", "bedtime_start", "starttime", "start time", "sänggående", "från"),
    "end": ("end", "to", "wake", "bedtime_end", "endtime", "end time", "uppvaknande", "till"),
    "date": ("date", "day", "night", "datum", "natt", "sleepday"),
    "asleep": ("asleep", "minutes asleep", "minutesasleep", "totalminutesasleep", "sleep_minutes", "sömn"),
    "bed": ("time in bed", "timeinbed", "totaltimeinbed", "in bed", "tid i säng"),
    "latency": ("latency", "latency_minutes", "insomning"),
    "awakenings": ("awakenings", "uppvakningar", "uppvaknanden"),
    "person": ("id", "customer id", "participant", "person"),
}
"""Names that columns often have."""


class PreviewRow(msgspec.Struct, frozen=True):
    """A row of the file, and the night or nap it would become, or why it would be set aside."""

    line: int | None
    cells: tuple[str, ...]
    night: DeviceNight | None = None
    nap: Nap | None = None
    aside: Text | None = None


class Preview(msgspec.Struct, frozen=True):
    """What a file is and how it would be read."""

    name: str
    kind: Kind
    header: tuple[str, ...]
    """Of a table; empty for other files."""
    rows: tuple[PreviewRow, ...]
    suggested: Mapping
    """Columns by their names, to be confirmed by the person: never used unasked."""
    asks: tuple[Problem, ...]
    """What must be said before it can be imported."""


def preview(source: Path | bytes, name: str, how: How) -> Preview:
    """The first readable file of a source, with its first rows.

    Args:
        source: a file, or its content.
        name: for sentences.
        how: as for `read_sleep`; what is missing becomes a question in the answer.

    Raises:
        BadInput: nothing in it can be read, or it is damaged.
    """
    with telling(name):
        for part in parts_of(source, name):
            kind, document = kind_of(part)
            if how.kind == "table" or (kind is None and is_table(part)):
                kind = "table"
            if kind in {"table", "fitabase"}:
                return _table(part, kind, how)
            if kind is not None:
                first = islice(_shown(part, kind, document, how), ROWS)
                return Preview(part.name, kind, (), tuple(first), Mapping(), ())
        raise foreign(name)


def _shown(part: Part, kind: Kind, document: object, how: How) -> Iterator[PreviewRow]:
    for item in read_part(part, kind, document, how):
        if isinstance(item, Slept):
            yield _becomes(item, None, item.written, how.zone)
        elif isinstance(item, Aside):
            yield PreviewRow(None, (), aside=item.says)


def _table(part: Part, kind: Kind, how: How) -> Preview:
    every = [(line, tuple(printable(cell)[:SHOWN] for cell in row[:MOST_COLUMNS])) for line, row in islice(
        rows_of(part), ROWS + 1)]  # fmt: skip
    header = every[0][1] if every else ()
    plain = tuple(PreviewRow(line, cells) for line, cells in every[1:])
    suggested = suggest(header)
    mapping = mapping_of(part, kind, how)
    if mapping is None:
        return Preview(part.name, kind, header, plain, suggested, columns_asked(part).problems)
    try:
        rows, _ = mapped_rows(part, how, mapping, kind)
        shown = []
        for row in islice(rows, ROWS):
            cells = tuple(printable(cell)[:SHOWN] for cell in row.cells[:MOST_COLUMNS])
            if isinstance(row.becomes, Slept):
                shown.append(_becomes(row.becomes, row.line, cells, how.zone))
            else:
                shown.append(PreviewRow(row.line, cells, aside=None if row.becomes is None else row.becomes.says))
    except BadInput as error:
        return Preview(part.name, kind, header, plain, suggested, error.problems)
    return Preview(part.name, kind, header, tuple(shown), suggested, ())


def _becomes(record: Slept, line: int | None, cells: tuple[str, ...], zone: ZoneInfo) -> PreviewRow:
    found = attribute([record], zone)
    return PreviewRow(
        line, cells, next(iter(found.nights.values()), None), found.naps[0] if found.naps else None
    )  # fmt: skip


def suggest(header: tuple[str, ...]) -> Mapping:
    """Which columns are likely to be what, by their names.

    >>> suggest(("From", "To", "Comment")).start
    'From'
    """
    by_name = {name.strip().casefold(): name for name in reversed(header)}
    found = {
        field: next((by_name[each] for each in likely if each in by_name), "") for field, likely in _LIKELY.items()
    }
    return Mapping(**found)
