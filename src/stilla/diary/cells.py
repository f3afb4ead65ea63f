"""Tables for other programs: comma-separated, UTF-8, and no cell that a spreadsheet would run."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_STEERING = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What a spreadsheet may take for the beginning of a formula."""


def harmless(cell: object) -> object:
    """Text that no spreadsheet runs as a formula: a quote stands before what could begin one.

    >>> harmless("=1+1"), harmless("tea"), harmless(-3)
    ("'=1+1", 'tea', -3)
    """
    if isinstance(cell, str) and cell.lstrip(" ").startswith(_STEERING):
        return f"'{cell}"
    return cell


def csv_of(header: Iterable[str], rows: Iterable[Iterable[object]]) -> bytes:
    r"""A table with a header row; numbers with a decimal point, None as an empty cell, one kind of line break.

    >>> csv_of(["a", "b"], [[1.5, None], ["@x", "y"]])
    b"a,b\n1.5,\n'@x,y\n"
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows([_unbroken(harmless(each)) for each in row] for row in rows)
    return text.getvalue().encode()


def _unbroken(cell: object) -> object:
    # A lone carriage return is not quoted, and what comes after it would begin a row of its own.
    return cell.replace("\r\n", "\n").replace("\r", "\n") if isinstance(cell, str) else cell
