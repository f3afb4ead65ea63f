"""Sleep that was imported from devices, as raw records in one SQLite file of the person's own.

What is kept is the record with the hash of what its file says, never a night: so a file read twice changes nothing,
and nights are made anew each time they are asked for. A record belongs to every import that held it, and goes with the
last of them.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from itertools import chain
from typing import TYPE_CHECKING, Any

import msgspec

from stilla.diary.sleep import Slept
from stilla.diary.sleep_nights import DeviceSleep, attribute
from stilla.errors import refuse
from stilla.store.database import connect, make_folder, reading, transaction
from stilla.store.migrations import Step, migrate, unusable
from stilla.store.place import SLEEP
from stilla.text import printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date
    from pathlib import Path
    from zoneinfo import ZoneInfo

    from stilla.diary.sleep_nights import DeviceNight

APPLICATION = 0x5354_4C53
"""The mark in the file: "STLS"."""

STEPS = (
    Step(
        1,
        "records of sleep and their imports",
        (
            (
                "CREATE TABLE import (number INTEGER PRIMARY KEY AUTOINCREMENT, digest TEXT NOT NULL UNIQUE, "
                "file TEXT NOT NULL, at TEXT NOT NULL)"
            ),
            (
                "CREATE TABLE record (number INTEGER PRIMARY KEY AUTOINCREMENT, key TEXT NOT NULL UNIQUE, "
                "source TEXT NOT NULL, begin INTEGER, body TEXT NOT NULL CHECK (json_valid(body)))"
            ),
            (
                "CREATE TABLE held (import INTEGER NOT NULL REFERENCES import, record INTEGER NOT NULL "
                "REFERENCES record, PRIMARY KEY (import, record)) WITHOUT ROWID"
            ),
            "CREATE INDEX held_record ON held (record)",
        ),
    ),
)
"""The form of the file, step by step."""


class Added(msgspec.Struct, frozen=True):
    """What an import did: records that are new, and records that were there already."""

    new: int
    known: int


class Import(msgspec.Struct, frozen=True):
    """A file that was imported."""

    number: int
    file: str
    moment: datetime
    records: int
    """Records that it held."""
    digest: str


class SleepStore:
    """The imported sleep in a folder. Nothing is written before something is imported.

    Args:
        folder: the person's data; made when it is first written.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.file = folder / SLEEP

    def add(self, records: Iterable[Slept], digest: str, file: str, moment: datetime) -> Added:
        """Keep the records of a file, all of them or, where reading fails midway, none.

        Args:
            records: read while they are kept.
            digest: SHA-256 of the file, so that the same file is one import however often it comes.
            file: its name, to show where they came from.
            moment: of the import, aware.

        Raises:
            BadInput: what `records` raises, or a damaged or foreign database.
        """
        each = iter(records)
        first = next(each, None)  # what is refused at its beginning makes no folder
        if first is None:
            return Added(0, 0)
        make_folder(self.folder)
        try:
            with closing(connect(self.file)) as database:
                migrate(database, STEPS, APPLICATION, self.file)
                with transaction(database):
                    return _keep(database, chain([first], each), (digest, file, moment.astimezone(UTC).isoformat()))
        except sqlite3.DatabaseError as error:
            raise unusable(self.file, error) from error

    def records(self) -> tuple[Slept, ...]:
        """Every record, in the order in which it was first imported.

        Raises:
            BadInput: a damaged or foreign database.
        """
        decode = msgspec.json.Decoder(Slept).decode
        try:
            return tuple(decode(body) for (body,) in self._read("SELECT body FROM record ORDER BY number"))
        except msgspec.DecodeError as error:
            raise unusable(self.file, error) from error

    def sleep(self, where: ZoneInfo, prefer: Sequence[str] = ()) -> DeviceSleep:
        """Nights and naps, attributed now.

        Args:
            where: the person's zone.
            prefer: sources whose word counts first.

        Raises:
            BadInput: as `records`; a preferred source that is not there.
        """
        for name in prefer:
            if name not in (known := dict(self.sources())):
                raise refuse(
                    "--prefer",
                    f"There is no source “{printable(name)[:40]}”. There are: {', '.join(known) or '–'}.",
                    f"Det finns ingen källa ”{printable(name)[:40]}”. Det finns: {', '.join(known) or '–'}.",
                )
        return attribute(self.records(), where, prefer)

    def nights(self, where: ZoneInfo, prefer: Sequence[str] = ()) -> dict[date, DeviceNight]:
        """The nights alone, by the date of their morning.

        Raises:
            BadInput: as `records`.
        """
        return self.sleep(where, prefer).nights

    def sources(self) -> tuple[tuple[str, int], ...]:
        """Sources by name with their number of records."""
        rows = self._read("SELECT source, count(*) FROM record GROUP BY source ORDER BY source")
        return tuple((str(source), int(count)) for source, count in rows)

    def imports(self) -> tuple[Import, ...]:
        """What was imported, the oldest first."""
        rows = self._read(
            "SELECT number, file, at, (SELECT count(*) FROM held WHERE held.import = import.number), digest "
            "FROM import ORDER BY number"
        )
        return tuple(Import(n, file, datetime.fromisoformat(at), count, digest) for n, file, at, count, digest in rows)

    def forget(self, number: int) -> int:
        """Take out an import; records that another import held as well stay.

        Returns:
            The number of records that went.

        Raises:
            BadInput: there is no such import; a damaged or foreign database.
        """
        if not any(each.number == number for each in self.imports()):
            raise refuse(str(number), "There is no such import.", "Det finns ingen sådan import.")
        try:
            with closing(connect(self.file)) as database:
                database.execute("PRAGMA secure_delete = ON")
                with transaction(database):
                    database.execute("DELETE FROM held WHERE import = ?", (number,))
                    gone = database.execute("DELETE FROM record WHERE number NOT IN (SELECT record FROM held)").rowcount
                    database.execute("DELETE FROM import WHERE number = ?", (number,))
                return int(gone)
        except sqlite3.DatabaseError as error:
            raise unusable(self.file, error) from error

    def _read(self, question: str) -> list[tuple[Any, ...]]:
        return reading(self.file, lambda database: database.execute(question).fetchall(), [], (APPLICATION, len(STEPS)))


def _keep(database: sqlite3.Connection, records: Iterable[Slept], file: tuple[str, str, str]) -> Added:
    database.execute("INSERT OR IGNORE INTO import (digest, file, at) VALUES (?, ?, ?)", file)
    number = database.execute("SELECT number FROM import WHERE digest = ?", file[:1]).fetchone()[0]
    new = known = 0
    encode = msgspec.json.Encoder().encode
    for record in records:
        begin = None if record.begin is None else int(record.begin.timestamp())
        added = database.execute(
            "INSERT OR IGNORE INTO record (key, source, begin, body) VALUES (?, ?, ?, ?)",
            (record.key, record.source, begin, encode(record).decode()),
        ).rowcount
        new, known = new + added, known + 1 - added
        database.execute("INSERT OR IGNORE INTO held SELECT ?, number FROM record WHERE key = ?", (number, record.key))
    return Added(new, known)
