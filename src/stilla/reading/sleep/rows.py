"""Rows of a delimited file, whatever its encoding and delimiter, with the number of their line."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from stilla.reading.sleep.item import foreign, line_of, torn
from stilla.text import encoding_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stilla.reading.sleep.item import Part

DELIMITERS = ",;\t"
LARGEST_CELL = 1 << 20
"""Characters."""
_LOOKED_AT = 20
"""Lines among which the header is."""


def first_lines(part: Part) -> list[str]:
    """The first lines of a file, as text."""
    return part.start.decode(encoding_of(part.start), errors="replace").splitlines()[:_LOOKED_AT]


def rows_of(part: Part, *, escape: str | None = None) -> Iterator[tuple[int, list[str]]]:
    """Each row with the line on which it ends.

    Args:
        part: the file.
        escape: a character before a quote or comma that belongs to a cell, in the files of some apps.

    Raises:
        BadInput: not text, or damaged.
    """
    if b"\x00" in part.start and encoding_of(part.start) != "utf-16":
        raise foreign(part.name)
    widest = max(first_lines(part), key=lambda line: max(map(line.count, DELIMITERS)), default="")
    delimiter = max(DELIMITERS, key=widest.count)
    csv.field_size_limit(LARGEST_CELL)
    reader = None
    try:
        with part.open() as opened, io.TextIOWrapper(opened, encoding=encoding_of(part.start), newline="") as text:
            reader = csv.reader(_without_endless(text), delimiter=delimiter, escapechar=escape)
            for row in reader:
                if any(cell.strip() for cell in row):
                    yield reader.line_num, row
    except (csv.Error, UnicodeError, _Endless) as error:
        raise torn(line_of(part.name, (reader.line_num if reader else 0) + 1)) from error


class _Endless(Exception):
    """A line longer than any that a table has."""


def _without_endless(text: io.TextIOWrapper) -> Iterator[str]:
    while line := text.readline(LARGEST_CELL):
        if len(line) == LARGEST_CELL:
            raise _Endless
        yield line
