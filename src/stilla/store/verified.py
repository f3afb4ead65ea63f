"""The entries of diaries that this program has verified already, so that each is verified once and not at every look.

Nothing is taken on trust. The file as it stood (the same file, length and times, long enough ago for the times to tell,
and the same last entry) is the one that was read; whatever else it is, every row is read again and compared with the
one that was verified, and a row that is new or differs is verified like at the first time.
"""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING, Any

import msgspec

from stilla.diary import chain
from stilla.diary.events import Body, Event
from stilla.diary.record import Record, record_of

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence
    from pathlib import Path

COLUMNS = "number, at, local, zone, body, previous, hash"

Row = tuple[Any, ...]
"""A row of `COLUMNS` as the database gives it."""

_TELLING = 2_000_000_000
"""Nanoseconds. Within them the clock of a file system may give two changes the same time."""

_MOST = 4
"""Diaries remembered at a time."""


class Verified(msgspec.Struct):
    """A diary whose chain holds. Its parts never change; `log` and `record` are filled in when they are asked for."""

    rows: tuple[Row, ...] = ()
    events: tuple[Event, ...] = ()
    log: bytes | None = None
    file: tuple[int, ...] = ()
    """What the file system said of the file before it was read; empty where that does not tell."""
    record: Record | None = None


class Fault(Exception):  # named after what is wrong
    """The first place where a chain does not hold."""

    def __init__(self, fault: chain.ChainFault) -> None:
        self.fault = fault
        super().__init__(fault.number)


_known: dict[Path, Verified] = {}
_lock = threading.Lock()


def recorded(found: Verified) -> Record:
    """What a diary says, folded once."""
    if found.record is None:
        found.record = record_of(found.events)
    return found.record


def lines_of(found: Verified) -> bytes:
    """The entries as the lines of the plain copy, made once."""
    if found.log is None:
        found.log = _lines(found.events, found.rows)
    return found.log


def state_of(file: Path) -> tuple[int, ...]:
    """What tells this state of a file from every other; empty where it was changed too recently to tell.

    To be asked before the file is read: what changes afterwards then shows.
    """
    about = file.stat()
    age = time.time_ns() - max(about.st_mtime_ns, about.st_ctime_ns)
    if age < _TELLING:
        return ()
    return about.st_dev, about.st_ino, about.st_size, about.st_mtime_ns, about.st_ctime_ns


def verified(database: sqlite3.Connection, file: Path, state: tuple[int, ...]) -> Verified:
    """Every entry of a diary, of a chain that holds.

    Args:
        database: open, with the newest form of the file.
        file: of the database.
        state: of the file, asked before the database was.

    Raises:
        Fault: the chain does not hold.
        msgspec.DecodeError, AttributeError, TypeError: a row that is no entry.
    """
    place = file.absolute()
    with _lock:
        known = _known.get(place, Verified())
    if state and known.file == state and known.rows[-1:] == last_row(database):
        return known
    rows = tuple(database.execute(f"SELECT {COLUMNS} FROM event ORDER BY number"))  # noqa: S608  # our own names
    if rows[: len(known.rows)] != known.rows:
        known = Verified()
    found = _with(known, rows[len(known.rows) :])
    found.file = state
    remember(place, found)
    return found


def last_row(database: sqlite3.Connection) -> tuple[Row, ...]:
    """The last entry as the database gives it; empty where there is none."""
    question = f"SELECT {COLUMNS} FROM event ORDER BY number DESC LIMIT 1"  # noqa: S608  # our own names
    return tuple(database.execute(question))


def longer(database: sqlite3.Connection, known: Verified) -> Verified:
    """A verified diary with what was entered since, under a lock that lets nobody else write.

    Raises:
        Fault: what is new does not follow.
        msgspec.DecodeError, AttributeError, TypeError: as above.
    """
    question = f"SELECT {COLUMNS} FROM event WHERE number > ? ORDER BY number"  # noqa: S608  # our own names
    return _with(known, tuple(database.execute(question, (len(known.rows),))))


def remember(file: Path, found: Verified) -> None:
    """Keep a verified diary for the next look."""
    place = file.absolute()
    with _lock:
        _known.pop(place, None)
        _known[place] = found
        while len(_known) > _MOST:
            del _known[next(iter(_known))]


def forget() -> None:
    """Verify everything anew at the next look."""
    with _lock:
        _known.clear()


def decoded(rows: Sequence[Row]) -> tuple[Event, ...]:
    """Rows as entries; whether the chain holds is for `chain.verify`.

    Raises:
        msgspec.DecodeError, TypeError: a row that is no entry.
    """
    decode = msgspec.json.Decoder(Body).decode
    return tuple(
        Event(number, at, local, zone, decode(body), previous, digest)
        for number, at, local, zone, body, previous, digest in rows
    )


def _with(known: Verified, rows: tuple[Row, ...]) -> Verified:
    if not rows:
        return Verified(known.rows, known.events, known.log, record=known.record)
    events = decoded(rows)
    for fault in chain.verify(events, (row[4].encode() for row in rows), known.events):
        raise Fault(fault)
    log = None if known.log is None else known.log + _lines(events, rows)
    return Verified(known.rows + rows, known.events + events, log)


def _lines(events: Sequence[Event], rows: Sequence[Row]) -> bytes:
    return b"".join(map(chain.encode_line, events, (row[4].encode() for row in rows)))
