"""The diary of a trial on the disk: one SQLite file that is only added to, and a plain copy beside it.

The database is the truth. Its triggers refuse a change, every entry carries the hash of the one before, and an entry
is written in one transaction that first reads the last one, so that two programs cannot write two different entries
after the same one. `log.jsonl` is brought up to date after each entry; what a sudden end left torn there is mended at
the next one. Where it says anything else than the database, nothing is written at all.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing, contextmanager, suppress
from datetime import datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import msgspec

from stilla.diary import chain
from stilla.diary.canonical import canonical
from stilla.diary.events import Body, Event
from stilla.errors import BadInput, refuse
from stilla.store.migrations import Step, migrate, unusable, version_of
from stilla.text import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

APPLICATION = 0x53544C54
"""The mark in the file: "STLT"."""

DIARY = "diary.sqlite"
LOG = "log.jsonl"

REMEDY = Text(
    f"move it away and keep it. {LOG} beside it holds the same entries as text.",
    f"flytta den och spara den. {LOG} bredvid har samma anteckningar som text.",
)
"""What to do about a damaged diary."""

_WAIT = 20.0
"""Seconds to wait for another program that is writing."""

STEPS = (
    Step(
        1,
        "events, only added to",
        (
            (
                "CREATE TABLE event (number INTEGER PRIMARY KEY, at TEXT NOT NULL, local TEXT NOT NULL, "
                "zone TEXT NOT NULL, body TEXT NOT NULL CHECK (json_valid(body)), previous TEXT NOT NULL, "
                "hash TEXT NOT NULL UNIQUE CHECK (length(hash) = 64), "
                "kind TEXT GENERATED ALWAYS AS (json_extract(body, '$.kind')) VIRTUAL, "
                "night TEXT GENERATED ALWAYS AS (json_extract(body, '$.night')) VIRTUAL)"
            ),
            # INSERT OR REPLACE deletes without firing a trigger for it, so what follows nothing is refused here too.
            (
                "CREATE TRIGGER event_follows BEFORE INSERT ON event WHEN "  # noqa: S608  # a constant of our own
                "NEW.number IS NOT (SELECT coalesce(max(number), 0) + 1 FROM event) OR NEW.previous IS NOT "
                f"coalesce((SELECT hash FROM event ORDER BY number DESC LIMIT 1), '{chain.NOTHING_BEFORE}') "
                "BEGIN SELECT RAISE(ABORT, 'an entry follows the last one'); END"
            ),
            (
                "CREATE TRIGGER event_is_kept BEFORE UPDATE ON event "
                "BEGIN SELECT RAISE(ABORT, 'an entry is never changed'); END"
            ),
            (
                "CREATE TRIGGER event_stays BEFORE DELETE ON event "
                "BEGIN SELECT RAISE(ABORT, 'an entry is never taken out'); END"
            ),
        ),
    ),
)
"""The form of the file, step by step."""

_COLUMNS = "number, at, local, zone, body, previous, hash"


def read_events(file: Path) -> tuple[Event, ...]:
    """Every entry of a diary, in order; none where there is no file. Whether the chain holds is for `chain.verify`.

    Raises:
        BadInput: a damaged or foreign database.
    """
    return tuple(event for event, _ in _read(file))


class TrialStore:
    """The diary in a folder. Nothing is written before something is entered.

    Args:
        folder: the person's folder of the trial; made when it is first written.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.file = folder / DIARY
        self.log = folder / LOG

    def events(self) -> tuple[Event, ...]:
        """Every entry, in order, of a chain that holds.

        Raises:
            BadInput: a damaged, foreign or altered diary; none, where its copy says that there was one.
        """
        if not self.file.exists() and self.log.exists() and self.log.stat().st_size:
            raise refuse(
                str(self.file),
                f"The diary is missing, and {LOG} shows that there was one. Put {DIARY} back; keep {LOG}.",
                f"Dagboken saknas, och {LOG} visar att det fanns en. Lägg tillbaka {DIARY}; behåll {LOG}.",
            )
        return self._checked(_read(self.file))

    def append(
        self,
        decide: Callable[[tuple[Event, ...]], Sequence[Body]],
        moment: datetime,
        where: ZoneInfo,
    ) -> tuple[Event, ...]:
        """Enter what `decide` says, all of it or nothing; on the disk when this returns.

        Args:
            decide: from the diary as it stands, read under the lock, to what is entered. It may refuse, and is asked
                twice for the first entry.
            moment: when, aware.
            where: the zone of the wall clock.

        Returns:
            The new entries.

        Raises:
            BadInput: what `decide` raises; a damaged, foreign or altered diary; a copy that says something else.
        """
        if not self.file.exists():
            decide(())  # what is refused of an empty diary makes no folder
        self._make_folder()
        try:
            with closing(_connect(self.file)) as database:
                migrate(database, STEPS, APPLICATION, self.file, REMEDY)
                with _transaction(database):
                    rows = _rows(database, self.file)
                    before = self._checked(rows)
                    self._agrees(_log(rows))
                    added = chain.following(before, decide(before), moment, where)
                    database.executemany(
                        f"INSERT INTO event ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?)",  # noqa: S608  # our own names
                        map(_row, added),
                    )
                self._write_copy(database)
        except sqlite3.DatabaseError as error:
            raise unusable(self.file, error, REMEDY) from error
        return added

    def _make_folder(self) -> None:
        try:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        except OSError as error:
            raise refuse(str(self.folder), "This folder cannot be made.", "Mappen går inte att skapa.") from error

    def _checked(self, rows: list[tuple[Event, bytes]]) -> tuple[Event, ...]:
        events = tuple(event for event, _ in rows)
        faults = chain.verify(events, (body for _, body in rows))
        if faults:
            n, what = faults[0].number, faults[0].what
            raise refuse(
                str(self.file),
                f"Entry {n} {what.en}. Nothing was written; the file was left as it is.",
                f"Anteckning {n} {what.sv}. Inget skrevs; filen lämnades som den är.",
            )
        return events

    def _agrees(self, expected: bytes) -> int:
        """How many bytes of the copy are right and whole; refused where it says something else."""
        try:
            kept = self.log.read_bytes()
        except FileNotFoundError:
            return 0
        except OSError as error:
            raise refuse(str(self.log), "This file cannot be read.", "Filen går inte att läsa.") from error
        # A sudden end can leave the beginning of a line; anything else was not written here.
        if not expected.startswith(kept):
            raise self._differs()
        return kept.rfind(b"\n") + 1

    def _differs(self) -> BadInput:
        return refuse(
            str(self.log),
            f"This copy says something else than {DIARY}. Nothing was written. If it is older or was edited, move it "
            "away and it is made anew; if the diary lost entries, keep both files.",
            f"Kopian säger något annat än {DIARY}. Inget skrevs. Är den äldre eller ändrad, flytta den så görs den "
            "om; har dagboken tappat anteckningar, spara båda filerna.",
        )

    def _write_copy(self, database: sqlite3.Connection) -> None:
        """Bring the copy up to date. The entry is safe already, so a full disk here waits for the next time."""
        try:
            # The lock keeps two programs from adding the same line; what both wrote is read again under it.
            with _transaction(database):
                expected = _log(_rows(database, self.file))
                whole = self._agrees(expected)
                self._add(expected[whole:], whole)
        except (OSError, sqlite3.OperationalError, BadInput):
            return

    def _add(self, lines: bytes, at: int) -> None:
        with os.fdopen(os.open(self.log, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o600), "r+b") as opened:
            opened.truncate(at)
            opened.seek(at)
            opened.write(lines)
            opened.flush()
            os.fsync(opened.fileno())


def _log(rows: list[tuple[Event, bytes]]) -> bytes:
    return b"".join(chain.encode_line(event, body) for event, body in rows)


def _row(event: Event) -> tuple[Any, ...]:
    body = canonical(event.body).decode()
    return event.number, event.at, event.local, event.zone, body, event.previous, event.hash


def _connect(file: Path) -> sqlite3.Connection:
    # Made readable by its owner alone, and so is its journal. Only where it is new: closing a file that is there would
    # let go of every lock that another connection of this program has on it.
    with suppress(OSError):
        os.close(os.open(file, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
    database = sqlite3.connect(file, isolation_level=None, timeout=_WAIT)
    # FULL, and the folder too: after a power cut an entry that was acknowledged is there.
    database.execute("PRAGMA synchronous = EXTRA")
    return database


@contextmanager
def _transaction(database: sqlite3.Connection) -> Iterator[None]:
    database.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        database.execute("ROLLBACK")
        raise
    database.execute("COMMIT")


def _read(file: Path) -> list[tuple[Event, bytes]]:
    if not file.exists():
        return []
    try:
        return _read_as(file, "ro")
    except BadInput as error:
        # A program that ended suddenly left a journal; only a connection that may write can take it back.
        code = getattr(error.__cause__, "sqlite_errorcode", 0) & 0xFF
        if code not in {sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN}:
            raise
    return _read_as(file, "rw")


def _read_as(file: Path, mode: str) -> list[tuple[Event, bytes]]:
    try:
        with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode={mode}", uri=True, timeout=_WAIT)) as database:
            taken = version_of(database, APPLICATION, file, len(STEPS), REMEDY)
            return _rows(database, file) if taken else []
    except sqlite3.DatabaseError as error:
        raise unusable(file, error, REMEDY) from error


def _rows(database: sqlite3.Connection, file: Path) -> list[tuple[Event, bytes]]:
    decode = msgspec.json.Decoder(Body).decode
    found: list[tuple[Event, bytes]] = []
    try:
        for number, at, local, zone, body, previous, digest in database.execute(
            f"SELECT {_COLUMNS} FROM event ORDER BY number"  # noqa: S608  # our own names
        ):
            found.append((Event(number, at, local, zone, decode(body), previous, digest), body.encode()))
    except (msgspec.DecodeError, AttributeError, TypeError) as error:
        raise unusable(file, error, REMEDY) from error
    return found
