"""A diary kept on paper, copied as a table: one row a night. A row that cannot be used is set aside, not guessed at."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import msgspec

from stilla.diary.cells import harmless
from stilla.errors import refuse
from stilla.text import Text

if TYPE_CHECKING:
    from collections.abc import Mapping

COLUMNS = (
    "night", "score", "cannot", "taken", "taken_at", "sleep", "latency", "awakenings", "tiredness", "unusual",
    "side_effect", "note", "entered",
)  # fmt: skip
"""What a row may hold; `night` must be there."""

LARGEST = 5_000_000
"""Bytes. Twenty years of nights have less."""
MOST_ROWS = 10_000
TRUE = frozenset({"1", "yes", "y", "ja", "j", "x", "true"})


class Row(msgspec.Struct, frozen=True):
    """One row as it was written: the line it stands on and its filled cells by column."""

    line: int
    cells: dict[str, str]


class SetAside(msgspec.Struct, frozen=True):
    """A row that was not used, and why."""

    line: int
    cells: dict[str, str]
    why: Text


def read_rows(content: bytes, name: str) -> tuple[list[Row], list[SetAside]]:
    """The rows of a table, with commas, semicolons or tabs between its columns.

    Args:
        content: the bytes of the file.
        name: what to call it in a sentence.

    Raises:
        BadInput: no text, too large, no column `night`, or a column nobody knows.
    """
    if len(content) > LARGEST:
        raise refuse(name, "This file is too large to be a diary.", "Filen är för stor för att vara en dagbok.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise refuse(name, "This is not UTF-8 text.", "Det här är inte UTF-8-text.") from error
    # Spreadsheets end lines with any of three; a lone carriage return would stop the reader.
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    head = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=head.count)
    reader = csv.reader(io.StringIO(text), delimiter=delimiter, strict=True)
    good: list[Row] = []
    bad: list[SetAside] = []
    try:
        header = [each.strip().casefold() for each in next(reader, [])]
        _must_be_ours(header, name)
        for number, cells in enumerate(reader):
            if number >= MOST_ROWS:
                raise refuse(name, f"At most {MOST_ROWS} rows are read.", f"Högst {MOST_ROWS} rader läses.")
            _sort_in(reader.line_num, header, cells, good, bad)
    except csv.Error as error:
        raise refuse(
            Text(f"{name}, line {reader.line_num}", f"{name}, rad {reader.line_num}"),
            "A quotation mark here does not end.",
            "Ett citattecken här tar inte slut.",
        ) from error
    return good, bad


def _sort_in(line: int, header: list[str], cells: list[str], good: list[Row], bad: list[SetAside]) -> None:
    filled = {name: cell.strip() for name, cell in zip(header, cells, strict=False) if cell.strip()}
    if not any(each.strip() for each in cells):
        return
    if len(cells) > len(header):
        words = Text("more cells than the first row has columns", "fler celler än första raden har kolumner")
        bad.append(SetAside(line, filled, words))
    else:
        good.append(Row(line, filled))


def _must_be_ours(header: list[str], name: str) -> None:
    unknown = [each[:30] for each in header if each not in COLUMNS]
    twice = [each for each in header if header.count(each) > 1]
    if "night" not in header or unknown or twice:
        known = ", ".join(COLUMNS)
        raise refuse(
            name,
            f"The first row names the columns, each once, `night` among them: {known}.",
            f"Första raden namnger kolumnerna, var och en gång, `night` bland dem: {known}.",
        )


def table_of(rows: list[SetAside], why: Mapping[int, str]) -> str:
    """The rows that were set aside as a table of their own, with the reason; no cell is a formula.

    Args:
        rows: what was set aside.
        why: the reason for each line, in words.
    """
    columns = [each for each in COLUMNS if any(each in row.cells for row in rows)]
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["line", *columns, "why"])
    for row in rows:
        cells = [row.cells.get(each, "") for each in columns]
        writer.writerow([row.line, *map(harmless, cells), why[row.line]])
    return out.getvalue()
