"""Any table of nights, by the columns that the person names; and Fitabase's, whose columns are known.

Three shapes are read: begin and end, each with its date; a date with two times of day; a date with minutes alone.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

import msgspec

from stilla.diary.entry import LONGEST_LATENCY, LONGEST_SLEEP, read_length
from stilla.diary.sleep import Slept, key_of
from stilla.errors import BadInput, refuse
from stilla.quantity import Unreadable, read_number
from stilla.reading.sleep.dates import evening_to_morning, night_named, order_of, read_clock, read_date, which_end
from stilla.reading.sleep.item import (
    SHOWN,
    TWICE,
    Aside,
    Assumed,
    Unread,
    aside,
    between,
    checked,
    line_of,
    zone_assumed,
)  # fmt: skip
from stilla.reading.sleep.rows import first_lines, rows_of
from stilla.text import encoding_of, printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from stilla.diary.sleep import Fault
    from stilla.reading.sleep.item import DateOrder, How, Item, Mapping, Part

SOURCE = "table"
"""Of a row: not the name of the file, or a renamed file would seem another device."""

EMPTY = frozenset({"", "na", "n/a", "nan", "-", "null", "none", "saknas", "missing"})


class _Unfit(Exception):
    """A row that cannot be used: why, and what stood there."""

    def __init__(self, fault: Fault, cell: str) -> None:
        super().__init__(fault)
        self.fault: Fault = fault
        self.cell = cell


class _Plan(msgspec.Struct, frozen=True):
    """A mapping that fits a file."""

    mapping: Mapping
    header: tuple[str, ...]
    order: DateOrder
    source: str
    kind: str


def header_of(part: Part) -> list[str]:
    """The names of the columns."""
    return next(([cell.strip() for cell in row] for _, row in rows_of(part)), [])


class Row(msgspec.Struct, frozen=True):
    """A row of a table and what it becomes; `becomes` is None where it is another person's."""

    line: int
    cells: list[str]
    becomes: Slept | Aside | None
    doubtful: bool = False
    """The clock showed one of its times twice or never."""


def read_mapped(part: Part, how: How, mapping: Mapping, kind: str = "table", source: str = "") -> Iterator[Item]:
    """Every row of a table.

    Raises:
        BadInput: as `mapped_rows`.
    """
    rows, why = mapped_rows(part, how, mapping, kind, source)
    if why is not None:
        yield why
    others, twice, zoneless = 0, False, False
    for row in rows:
        if row.becomes is None:
            others += 1
            continue
        yield row.becomes
        twice = twice or row.doubtful
        zoneless = zoneless or (isinstance(row.becomes, Slept) and row.becomes.zone_assumed)
    if zoneless:
        yield zone_assumed(how.zone)
    if twice:
        yield TWICE
    if others:
        yield Unread("rows of other people", others)


def mapped_rows(
    part: Part, how: How, mapping: Mapping, kind: str = "table", source: str = ""
) -> tuple[Iterator[Row], Assumed | None]:
    """The rows of a table with what each becomes, and in which order its dates were read where a row decided that.

    Raises:
        BadInput: a column that is not there, columns that make no night, dates that can be read in two ways, a date
            that can be the morning or the evening (then while they are read), or several people in one table.
    """
    header = header_of(part)
    _must_fit(mapping, header, part.name)
    order, why = _order(part, how, mapping, header)
    plan = _Plan(mapping, tuple(header), order, source or SOURCE, kind)
    return _rows(part, how, plan, _one_person(part, how, plan)), why


def _rows(part: Part, how: How, plan: _Plan, person: str) -> Iterator[Row]:
    for line, row in _body(part):
        cells = dict(zip(plan.header, (cell.strip() for cell in row), strict=False))
        if plan.mapping.person and cells.get(plan.mapping.person, "") != person:
            yield Row(line, row, None)
            continue
        place = line_of(part.name, line)
        try:
            record, doubtful = _record(cells, plan, how, part.name)
        except _Unfit as unfit:
            yield Row(line, row, aside(place, unfit.fault, unfit.cell))
        else:
            yield Row(line, row, checked(record, place, how), doubtful)


def _body(part: Part) -> Iterator[tuple[int, list[str]]]:
    rows = rows_of(part)
    next(rows, None)
    return rows


def _must_fit(mapping: Mapping, header: list[str], name: str) -> None:
    shown = ", ".join(printable(each)[:SHOWN] for each in header[:20])
    for column in (getattr(mapping, field) for field in mapping.__struct_fields__):
        if column and header.count(column) != 1:
            raise refuse(
                printable(name),
                f"There is not exactly one column “{printable(column)[:SHOWN]}”. The file has: {shown}.",
                f"Det finns inte precis en kolumn ”{printable(column)[:SHOWN]}”. Filen har: {shown}.",
            )
    timed = mapping.start and (mapping.end or mapping.bed)
    dated = mapping.date and (mapping.asleep or mapping.bed) and not mapping.start
    if not timed and not dated:
        raise refuse(
            "--map",
            "Name the columns of begin and end[[ (start=…,end=…)|]], or of date and minutes[[ (date=…,asleep=…)|]]. "
            f"The file has: {shown}.",
            "Ange kolumnerna för början och slut[[ (start=…,end=…)|]], eller för datum och minuter[[ "
            f"(date=…,asleep=…)|]]. Filen har: {shown}.",
        )


def _order(part: Part, how: How, mapping: Mapping, header: list[str]) -> tuple[DateOrder, Assumed | None]:
    column = mapping.date or mapping.start
    at = header.index(column)
    cells = (row[at] for _, row in _body(part) if at < len(row))
    order, says = order_of(cells, how.dates, part.name, column)
    return order, None if says is None else Assumed(says)


def _one_person(part: Part, how: How, plan: _Plan) -> str:
    """Whose rows are read: a table of several people is not one diary."""
    if not plan.mapping.person:
        return ""
    at = plan.header.index(plan.mapping.person)
    found: dict[str, None] = {}
    for _, row in _body(part):
        if at < len(row) and len(found) < _MOST_PEOPLE:
            found.setdefault(row[at].strip())
    if how.person is not None and how.person in found:
        return how.person
    if how.person is None and len(found) == 1:
        return next(iter(found))
    shown = ", ".join(printable(each)[:SHOWN] for each in list(found)[:30])
    raise refuse(
        printable(part.name),
        f"The table holds {len(found)} people. Say [[whose nights are yours with --person|which of them you "
        f"are]]: {shown}.",
        f"Tabellen har {len(found)} personer. Ange vilken som är [[du med --person|du]]: {shown}.",
    )


_MOST_PEOPLE = 10_000


def _record(cells: dict[str, str], plan: _Plan, how: How, name: str) -> tuple[Slept, bool]:
    mapping = plan.mapping
    asleep, bed = (_minutes(cells, each, LONGEST_SLEEP) for each in (mapping.asleep, mapping.bed))
    latency = _minutes(cells, mapping.latency, LONGEST_LATENCY)
    times = _count(cells, mapping.awakenings)
    written = tuple(cells.get(each, "") for each in (mapping.date, mapping.start, mapping.end))
    key = key_of(plan.kind, plan.source, *written, asleep, bed, latency, times)
    base = Slept(plan.source, None, None, key, asleep=asleep, in_bed=bed, latency=latency, awakenings=times)
    if not mapping.start:
        if asleep is None and bed is None:
            raise _Unfit("no-time", "")
        night = _night(written[0], plan, how, name)
        return msgspec.structs.replace(base, night=night, written=(written[0], "")), False
    begins, ends = _ends(cells, plan, how, name, bed)
    length = None if bed is None else timedelta(minutes=bed)
    begin, end, doubtful = between(begins, ends, how.zone, length)
    local = begins.tzinfo is None
    return msgspec.structs.replace(
        base,
        begin=begin,
        end=end,
        zone=how.zone.key if local else "",
        zone_assumed=local,
        written=(f"{written[0]} {written[1]}".strip(), written[2]),
    ), doubtful


def _ends(cells: dict[str, str], plan: _Plan, how: How, name: str, bed: int | None) -> tuple[datetime, datetime]:
    """Begin and end as they are written, both with a zone or both without."""
    mapping = plan.mapping
    start, end = cells.get(mapping.start, ""), cells.get(mapping.end, "")
    if start.casefold() in EMPTY or (mapping.end and end.casefold() in EMPTY):
        raise _Unfit("no-time", "")
    if mapping.date:
        clocks = read_clock(start), read_clock(end)
        if clocks[0] is None or clocks[1] is None:
            if read_date(start) is not None and read_date(end) is not None:
                raise _date_twice(mapping, start)
            raise _Unfit("unreadable", end if clocks[0] else start)
        return evening_to_morning(_night(cells.get(mapping.date, ""), plan, how, name), clocks[0], clocks[1])
    first = _moment(start, plan)
    if not mapping.end:
        if bed is None:
            raise _Unfit("no-time", "")
        return first, first + timedelta(minutes=bed)
    last = _moment(end, plan)
    if (first.tzinfo is None) != (last.tzinfo is None):
        raise _Unfit("unreadable", end)
    return first, last


def _date_twice(mapping: Mapping, cell: str) -> BadInput:
    shown = [printable(each)[:SHOWN] for each in (mapping.start, cell, mapping.date)]
    return refuse(
        "--map",
        f"“{shown[0]}” says the date itself ({shown[1]}). Leave the date column “{shown[2]}” out.",
        f"”{shown[0]}” anger redan datum ({shown[1]}). Välj bort datumkolumnen ”{shown[2]}”.",
    )


def _moment(cell: str, plan: _Plan) -> datetime:
    read = read_date(cell)
    found = None if read is None else read.at(plan.order)
    if found is None or not _USUAL <= found.date() <= _LAST:
        raise _Unfit("unreadable", cell)
    return found


_USUAL, _LAST = date(1900, 1, 1), date(2199, 12, 31)


def _night(cell: str, plan: _Plan, how: How, name: str) -> date:
    read = read_date(cell)
    day = None if read is None else read.on(plan.order)
    if day is None or not _USUAL <= day <= _LAST:
        raise _Unfit("unreadable" if cell else "no-time", cell)
    if how.date_is is None:
        raise which_end(cell, name, plan.mapping.date, day)
    return night_named(day, how.date_is)


def _minutes(cells: dict[str, str], column: str, longest: int) -> int | None:
    """A bare number is minutes, as the column was named for; a length of time says so itself."""
    cell = cells.get(column, "") if column else ""
    if cell.casefold() in EMPTY:
        return None
    try:
        return round(read_number(cell))
    except Unreadable:
        try:
            return read_length(cell, longest, "")
        except BadInput:
            raise _Unfit("unreadable", cell) from None


def _count(cells: dict[str, str], column: str) -> int | None:
    cell = cells.get(column, "") if column else ""
    if cell.casefold() in EMPTY:
        return None
    try:
        value = read_number(cell)
    except Unreadable:
        raise _Unfit("unreadable", cell) from None
    if value != int(value):
        raise _Unfit("unreadable", cell)
    return int(value)


def is_table(part: Part) -> bool:
    """Whether a file may be a table: text with a first line of several cells."""
    lines = [line for line in first_lines(part) if line.strip()]
    return (
        bool(lines)
        and any(mark in lines[0] for mark in ",;\t")
        and (b"\x00" not in part.start[:1000] or encoding_of(part.start) == "utf-16")
    )


def people_of(names: Iterable[str]) -> str:
    """The column of a Fitabase table that holds whose row it is."""
    return next((each for each in names if each in {"Id", "Customer Id"}), "")
