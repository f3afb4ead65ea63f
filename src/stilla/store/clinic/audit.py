"""The log of who did what, and whether its chain holds.

Each row carries the SHA-256 of the row before and of its own columns. A row that was altered, taken out or moved
breaks the chain; that the newest rows were cut off shows only against an anchor: a number and its hash, kept elsewhere.
"""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING, NamedTuple

from stilla.errors import refuse
from stilla.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable

    import psycopg

NOTHING_BEFORE = "0" * 64
COLUMNS = "number, at, account, role, action, kind, object, outcome, previous, hash"
_ANCHOR = re.compile(r"(\d{1,18}):([0-9a-f]{64})")


class Row(NamedTuple):
    """One row of the log; `at` is UTC, 2026-11-22T06:31:05.123456Z."""

    number: int
    at: str
    account: str
    role: str
    action: str
    kind: str
    object: str
    outcome: str
    previous: str
    hash: str


class Anchor(NamedTuple):
    """A row that was there once."""

    number: int
    hash: str

    def __str__(self) -> str:
        return f"{self.number}:{self.hash}"


class Verdict(NamedTuple):
    """What was found: the rows looked at, the last one, and the first fault; None where there is none."""

    rows: int
    last: Anchor
    fault: Text | None


def read_anchor(written: str) -> Anchor:
    """An anchor as it was printed.

    Raises:
        BadInput: it is none.
    """
    found = _ANCHOR.fullmatch(written.strip())
    if found is None:
        raise refuse(
            "--anchor",
            "Write the anchor as it was printed: a number, a colon and 64 digits or letters.",
            "Skriv ankaret som det skrevs ut: ett tal, ett kolon och 64 siffror eller bokstäver.",
        )
    return Anchor(int(found[1]), found[2])


def hash_of(row: Row) -> str:
    """The hash that a row must carry. No column can hold a bar, so the words can be cut in one way only."""
    words = (row.previous, str(row.number), *row[1:8])
    return hashlib.sha256("|".join(words).encode()).hexdigest()


def verify(rows: Iterable[Row], anchor: Anchor | None = None) -> Verdict:
    """Go through the log, row by row; it stops at the first fault."""
    last, count = Anchor(0, NOTHING_BEFORE), 0
    held = anchor is None or anchor == last
    for row in rows:
        fault = _fault(row, last)
        if fault is not None:
            return Verdict(count, last, fault)
        last, count = Anchor(row.number, row.hash), count + 1
        held = held or last == anchor
    if held:
        return Verdict(count, last, None)
    return Verdict(
        count,
        last,
        Text(
            f"The row of the anchor ({anchor}) is not there: the end was cut off, or the log was written anew.",
            f"Ankarets rad ({anchor}) finns inte: slutet har kapats, eller så har loggen skrivits om.",
        ),
    )


def _fault(row: Row, last: Anchor) -> Text | None:
    expected = last.number + 1
    if row.number != expected:
        return Text(f"Row {expected} is missing.", f"Rad {expected} saknas.")
    if row.previous != last.hash:
        return Text(f"Row {expected} does not follow the one before.", f"Rad {expected} följer inte på raden före.")
    if row.hash != hash_of(row):
        return Text(f"Row {expected} was altered.", f"Rad {expected} har ändrats.")
    return None


def rows(connection: psycopg.Connection, *, newest: int | None = None, batch: int = 5000) -> Iterable[Row]:
    """The log in order, read in batches; only so many of the newest where a number is given.

    Args:
        connection: within a transaction, as a role that may read it.
        newest: how many.
        batch: rows held at a time.
    """
    question = f"SELECT {COLUMNS} FROM stilla.audit ORDER BY number"  # noqa: S608  # our own names
    if newest is not None:
        question = f"SELECT * FROM ({question} DESC LIMIT {int(newest)}) AS newest ORDER BY number"  # noqa: S608
    with connection.cursor(name="audit") as cursor:
        cursor.itersize = batch
        cursor.execute(question.encode())
        for row in cursor:
            yield Row(*row)
