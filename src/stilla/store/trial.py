"""The diary of a trial on the disk: one SQLite file that is only added to, and a plain copy beside it.

The database is the truth. Its triggers refuse a change, every entry carries the hash of the one before, and an entry
is written in one transaction that first reads the last one, so that two programs cannot write two different entries
after the same one. `log.jsonl` is brought up to date after each entry; what a sudden end left torn there is mended at
the next one. Where it says anything else than the database, nothing is written at all.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from datetime import datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import msgspec

from stilla.diary import chain
from stilla.diary.canonical import NotCanonical, canonical
from stilla.diary.events import Body, Event
from stilla.errors import BadInput, refuse
from stilla.store.database import connect, make_folder, reading, transaction
from stilla.store.migrations import Step, migrate, unusable
from stilla.store.verified import (
    COLUMNS,
    Fault,
    Verified,
    decoded,
    lines_of,
    longer,
    recorded,
    remember,
    state_of,
    verified,
)
from stilla.text import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from stilla.diary.record import Record

APPLICATION = 0x53544C54
"""The mark in the file: "STLT"."""

DIARY = "diary.sqlite"
LOG = "log.jsonl"

REMEDY = Text(
    f"move it away and keep it. {LOG} beside it holds the same entries as text.",
    f"flytta den och spara den. {LOG} bredvid har samma anteckningar som text.",
)
"""What to do about a damaged diary."""

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

_NO_ENTRY = (msgspec.DecodeError, AttributeError, TypeError)
"""What a row that is no entry raises."""


def read_events(file: Path) -> tuple[Event, ...]:
    """Every entry of a diary, in order; none where there is no file. Whether the chain holds is for `chain.verify`.

    Raises:
        BadInput: a damaged or foreign database.
    """

    def ask(database: sqlite3.Connection) -> tuple[Event, ...]:
        rows = database.execute(f"SELECT {COLUMNS} FROM event ORDER BY number")  # noqa: S608  # our own names
        try:
            return decoded(rows.fetchall())
        except _NO_ENTRY as error:
            raise unusable(file, error, REMEDY) from error

    return reading(file, ask, (), (APPLICATION, len(STEPS)), REMEDY)


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
        return self._read().events

    def record(self) -> Record:
        """What the diary says, as it stands; folded once for each state of it.

        Raises:
            BadInput: as `events`.
        """
        return recorded(self._read())

    def _read(self) -> Verified:
        try:
            state = state_of(self.file)
        except OSError:
            state = ()
        if not self.file.exists() and self.log.exists() and self.log.stat().st_size:
            raise refuse(
                str(self.file),
                f"The diary is missing, and {LOG} shows that there was one. Put {DIARY} back; keep {LOG}.",
                f"Dagboken saknas, och {LOG} visar att det fanns en. Lägg tillbaka {DIARY}; behåll {LOG}.",
            )
        return reading(
            self.file, lambda database: self._verified(database, state), Verified(), (APPLICATION, len(STEPS)), REMEDY
        )

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
        make_folder(self.folder)
        try:
            with closing(connect(self.file)) as database:
                migrate(database, STEPS, APPLICATION, self.file, REMEDY)
                with transaction(database):
                    before = self._verified(database, state_of(self.file))
                    self._agrees(lines_of(before))
                    added = chain.following(before.events, decide(before.events), moment, where)
                    _must_be_readable(added)
                    database.executemany(
                        f"INSERT INTO event ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?)",  # noqa: S608  # our own names
                        map(_row, added),
                    )
                self._write_copy(database, before)
        except sqlite3.DatabaseError as error:
            raise unusable(self.file, error, REMEDY) from error
        return added

    def _verified(self, database: sqlite3.Connection, state: tuple[int, ...]) -> Verified:
        try:
            return verified(database, self.file, state)
        except Fault as error:
            n, what = error.fault.number, error.fault.what
            raise refuse(
                str(self.file),
                f"Entry {n} {what.en}. Nothing was written; the file was left as it is.",
                f"Anteckning {n} {what.sv}. Inget skrevs; filen lämnades som den är.",
            ) from error
        except _NO_ENTRY as error:
            raise unusable(self.file, error, REMEDY) from error

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

    def _write_copy(self, database: sqlite3.Connection, before: Verified) -> None:
        """Bring the copy up to date. The entry is safe already, so a full disk here waits for the next time."""
        try:
            # The lock keeps two programs from adding the same line; what both wrote is read again under it.
            with transaction(database):
                now = longer(database, before)
                log = lines_of(now)
                whole = self._agrees(log)
                self._add(log[whole:], whole)
        except (OSError, sqlite3.OperationalError, BadInput, Fault, *_NO_ENTRY):
            return
        remember(self.file, now)

    def _add(self, lines: bytes, at: int) -> None:
        with os.fdopen(os.open(self.log, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o600), "r+b") as opened:
            opened.truncate(at)
            opened.seek(at)
            opened.write(lines)
            opened.flush()
            os.fsync(opened.fileno())


def _must_be_readable(added: Iterable[Event]) -> None:
    """Refuse what could not be read back: one such entry would make the whole diary look damaged.

    Raises:
        BadInput: naming what kind of entry it is.
    """
    decode = msgspec.json.Decoder(Body).decode
    for event in added:
        try:
            same = decode(canonical(event.body)) == event.body
        except (msgspec.DecodeError, NotCanonical):
            same = False
        if not same:
            raise refuse(
                type(event.body).__name__,
                "This entry has a value that the diary does not know. Nothing was written.",
                "Anteckningen har ett värde som dagboken inte känner till. Inget skrevs.",
            )


def _row(event: Event) -> tuple[Any, ...]:
    body = canonical(event.body).decode()
    return event.number, event.at, event.local, event.zone, body, event.previous, event.hash
