"""A table of somebody's trial (CSV) as checked arrays. Rows that cannot be used are set aside with their line."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from stilla.analysis.series import MOST_ROWS, Series, series
from stilla.errors import BadInput, Problem, refuse
from stilla.quantity import Unreadable, read_number
from stilla.text import Text, printable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MISSING = frozenset({"", "na", "n/a", "nan", ".", "-", "null", "none", "saknas", "missing"})
_UNKNOWN = MISSING - {"-", "none"}
"""As a treatment; an empty-handed "none" or "-" may well be what the active one is compared with."""
_MOST_BYTES = 64_000_000
"""Room for `MOST_ROWS` rows of 3 kB. A larger file is something else, even if its rows are few or empty."""
_SHOWN = 40
_SAMPLE = 8192
_DAY = 86_400.0


class Columns(msgspec.Struct, frozen=True):
    """Which column is what, by its name in the first line."""

    outcome: str
    treatment: str
    active: str
    """The value of the treatment column that means active; every other row must hold one and the same other value."""
    time: str | None = None
    """Days as numbers, dates, or dates with a time of day; the order of the rows where not given."""
    period: str | None = None
    covariates: tuple[str, ...] = ()
    low: float | None = None
    high: float | None = None
    """Bounds of the outcome's scale; a value outside is set aside."""
    average: bool = False
    """Several rows of one time become their mean; otherwise they are refused."""


class Table(msgspec.Struct, frozen=True):
    """The trial, and the lines that were set aside."""

    trial: Series
    set_aside: tuple[Problem, ...]
    comparator: str
    dated: date | None
    """The date of time 0, where times are dates."""


class _Row(NamedTuple):
    line: int
    """Of the file, for people."""
    y: float
    treatment: str
    time: float
    dated: bool
    period: str
    covariates: tuple[float, ...]


def read_table(path: Path, columns: Columns) -> Table:
    """Read a table of at most `MOST_ROWS` rows.

    Raises:
        BadInput: the file cannot be read, a column is missing, there are more than two treatments, twin times, no row,
            or too many.
    """
    name = printable(path.name)
    rows: list[_Row] = []
    aside: list[Problem] = []
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise _too_many(name)
        with path.open(encoding="utf-8-sig", newline="") as opened:
            for row in _rows(opened, columns, name):
                if isinstance(row, Problem):
                    aside.append(row)
                else:
                    rows.append(row)
                if len(rows) + len(aside) > MOST_ROWS:
                    raise _too_many(name)
    except UnicodeDecodeError as error:
        raise refuse(name, "This file is not text in UTF-8.", "Filen är inte text i UTF-8.") from error
    except csv.Error as error:
        raise refuse(name, "This file is not a table (CSV).", "Filen är ingen tabell (CSV).") from error
    except OSError as error:
        raise refuse(name, "This file cannot be read.", "Filen går inte att läsa.") from error
    if not rows:
        raise _none(name, aside)
    if len({row.dated for row in rows}) > 1:
        raise refuse(
            name,
            "Some times are dates and others numbers of days. Write all of them in one way.",
            "Vissa tider är datum och andra antal dagar. Skriv alla på ett sätt.",
        )
    comparator = _comparator(rows, columns, name)
    start = min(row.time for row in rows)
    kept = _one_a_time(rows, name, average=columns.average)
    trial = series(
        [row.y for row in kept],
        [float(row.treatment == columns.active) for row in kept],
        [row.time - start for row in kept],
        [row.period for row in kept] if columns.period else None,
        [row.covariates for row in kept] if columns.covariates else None,
    )
    return Table(trial, tuple(aside), comparator, None)


def _none(name: str, aside: list[Problem]) -> BadInput:
    """No row could be used, and why the first ones could not."""
    nothing = Problem(Text(name, name), Text("No row could be used.", "Ingen rad gick att använda."))
    return BadInput([nothing, *aside[:3]])


def _too_many(name: str) -> Exception:
    return refuse(
        name,
        f"This file has more than {MOST_ROWS} rows. One person's trial has at most that many: split it by "
        "person, or average by day.",
        f"Filen har mer än {MOST_ROWS} rader. En persons försök har högst så många: dela den per "
        "person, eller ta medelvärden per dag.",
    )


def _rows(opened: io.TextIOBase, columns: Columns, name: str) -> Iterator[_Row | Problem]:
    sample = opened.read(_SAMPLE)
    opened.seek(0)
    heading = sample.partition("\n")[0]
    delimiter = max(",;\t", key=heading.count)
    reader = csv.reader(opened, delimiter=delimiter, strict=False)
    try:
        header = [cell.strip() for cell in next(reader)]
    except StopIteration:
        raise refuse(name, "This file is empty.", "Filen är tom.") from None
    places = _places(header, columns, name)
    number, before = 0, reader.line_num
    for row in reader:
        lines, before = (before + 1, reader.line_num), reader.line_num
        if not any(cell.strip() for cell in row):
            continue
        number += 1
        if _swallowed(row, delimiter):
            yield _open_quote(name, lines)
        else:
            yield _row(row, (number, lines[1]), places, columns, name)


def _swallowed(row: list[str], delimiter: str) -> bool:
    """Whether a quotation mark that was never closed made other rows part of a cell."""
    inside = max(len(row) - 1, 1)
    return any(line.count(delimiter) >= inside for cell in row for line in cell.splitlines()[1:])


def _open_quote(name: str, lines: tuple[int, int]) -> Problem:
    first, last = lines
    return Problem(
        Text(f"{name}, lines {first} to {last}", f"{name}, rad {first} till {last}"),
        Text(
            "A quotation mark is opened and not closed, so these lines cannot be told apart. None of them was used.",
            "Ett citattecken öppnas men stängs inte, så raderna går inte att skilja åt. Ingen av dem användes.",
        ),
    )


class _Places(NamedTuple):
    outcome: int
    treatment: int
    time: int | None
    period: int | None
    covariates: tuple[int, ...]
    width: int


def _places(header: list[str], columns: Columns, name: str) -> _Places:
    def place(wanted: str) -> int:
        if header.count(wanted) == 1:
            return header.index(wanted)
        there = ", ".join(printable(each)[:_SHOWN] for each in header[:20])
        if wanted in header:
            raise refuse(
                name,
                f"Two columns are called “{wanted[:_SHOWN]}”. Rename one.",
                f"Två kolumner heter ”{wanted[:_SHOWN]}”. Byt namn på en.",
            )
        raise refuse(
            name,
            f"There is no column “{wanted[:_SHOWN]}”. The first line has: {there}.",
            f"Det finns ingen kolumn ”{wanted[:_SHOWN]}”. Första raden har: {there}.",
        )

    return _Places(
        place(columns.outcome),
        place(columns.treatment),
        place(columns.time) if columns.time else None,
        place(columns.period) if columns.period else None,
        tuple(place(each) for each in columns.covariates),
        len(header),
    )


def _row(row: list[str], at: tuple[int, int], places: _Places, columns: Columns, name: str) -> _Row | Problem:
    """A row, from its number among the rows and the line of the file it stands on."""
    number, line = at
    where = Text(f"{name}, line {line}", f"{name}, rad {line}")
    if len(row) > places.width or len(row) <= max(places.outcome, places.treatment, places.time or 0):
        return Problem(
            where,
            Text(
                f"This line has {len(row)} fields and the first line {places.width}.",
                f"Raden har {len(row)} fält och första raden {places.width}.",
            ),
        )
    row = row + [""] * (places.width - len(row))
    treatment = row[places.treatment].strip()
    if not treatment or (treatment.casefold() in _UNKNOWN and treatment != columns.active):
        return Problem(where, Text("The treatment is missing.", "Behandlingen saknas."))
    try:
        y = _outcome(row[places.outcome], columns)
        covariates = tuple(_number(row[each]) for each in places.covariates)
    except Unreadable as error:
        return Problem(where, error.says)
    dated = False
    time = float(number) if places.time is None else _time(row[places.time])
    if time is None and places.time is not None:
        time, dated = _dated(row[places.time].strip()), True
    if time is None:
        shown = printable(row[places.time or 0])[:_SHOWN]
        return Problem(
            where,
            Text(
                f"“{shown}” is no time. Write a number of days, 2026-11-22, or 2026-11-22 21:30.",
                f"”{shown}” är ingen tid. Skriv ett antal dagar, 2026-11-22 eller 2026-11-22 21:30.",
            ),
        )
    period = row[places.period].strip() if places.period is not None else ""
    if places.period is not None and period.casefold() in MISSING:
        return Problem(where, Text("The period is missing.", "Perioden saknas."))
    return _Row(line, y, treatment, time, dated, period, covariates)


def _outcome(cell: str, columns: Columns) -> float:
    if cell.strip().casefold() in MISSING:
        return float("nan")
    value = _number(cell)
    if (columns.low is not None and value < columns.low) or (columns.high is not None and value > columns.high):
        raise Unreadable(
            f"{value:g} lies outside the scale {columns.low:g} to {columns.high:g}.",
            f"{value:g} ligger utanför skalan {columns.low:g} till {columns.high:g}.",
        )
    return value


def _number(cell: str) -> float:
    """A number of a table: also 1e-3, as programs write it, beside what people write."""
    text = cell.strip()
    try:
        value = float(text)
    except ValueError:
        return read_number(text)
    if not -1e15 < value < 1e15:
        raise Unreadable("This is not a usable number.", "Det är inget användbart tal.")
    return value


def _time(cell: str) -> float | None:
    """A number of days, or None."""
    try:
        value = float(cell.strip().replace(",", "."))
    except ValueError:
        return None
    return value if -1e7 < value < 1e7 else None


def _dated(text: str) -> float | None:
    """Days since 1970 of a date, or of a date with a time of day; the zone is taken off where one is given."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    if not 1900 <= moment.year < 2200:
        return None
    stamp = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    return stamp.timestamp() / _DAY


def _comparator(rows: list[_Row], columns: Columns, name: str) -> str:
    found = list(dict.fromkeys(row.treatment for row in rows))
    shown = ", ".join(printable(each)[:_SHOWN] for each in found[:10])
    if columns.active not in found:
        raise refuse(
            name,
            f"No row has the treatment “{columns.active[:_SHOWN]}”. The column holds: {shown}.",
            f"Ingen rad har behandlingen ”{columns.active[:_SHOWN]}”. Kolumnen innehåller: {shown}.",
        )
    if len(found) > 2:
        raise refuse(
            name,
            f"There are {len(found)} treatments: {shown}. Keep the rows of two of them, those to be compared.",
            f"Det finns {len(found)} behandlingar: {shown}. Behåll raderna för två av dem, de som ska jämföras.",
        )
    other = next((each for each in found if each != columns.active), "")
    if other.casefold() == columns.active.casefold() and other != columns.active:
        raise refuse(
            name,
            f"“{columns.active[:_SHOWN]}” and “{printable(other)[:_SHOWN]}” differ in capitals only. Write the "
            "treatments in one way.",
            f"”{columns.active[:_SHOWN]}” och ”{printable(other)[:_SHOWN]}” skiljer sig bara i stora bokstäver. Skriv "
            "behandlingarna på ett sätt.",
        )
    return other


def _one_a_time(rows: list[_Row], name: str, *, average: bool) -> list[_Row]:
    """The rows, one a time; those that share a time become their mean, or are refused with their lines."""
    by_time: dict[float, list[_Row]] = {}
    for row in rows:
        by_time.setdefault(row.time, []).append(row)
    out = []
    for same in by_time.values():
        if len(same) > 1:
            if not average or len({row.treatment for row in same}) > 1:
                raise _twins(same, name)
            seen = [row.y for row in same if row.y == row.y]  # NaN is not itself
            mean = sum(seen) / len(seen) if seen else float("nan")
            covariates = tuple(sum(each) / len(same) for each in zip(*(row.covariates for row in same), strict=True))
            out.append(same[0]._replace(y=mean, covariates=covariates))
        else:
            out.append(same[0])
    return out


def _twins(same: list[_Row], name: str) -> Exception:
    lines = ", ".join(str(row.line) for row in same[:5])
    return refuse(
        name,
        f"Lines {lines} have the same time. Keep one, give the time of day, or use --same-time mean where the "
        "treatment is the same.",
        f"Raderna {lines} har samma tid. Behåll en, ange klockslag, eller använd --same-time mean om behandlingen "
        "är densamma.",
    )
