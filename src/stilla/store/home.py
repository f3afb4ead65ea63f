"""What the person told the app about themselves, in one SQLite file of their own.

Each change adds a row with everything that is kept; the newest one counts, and a few earlier ones stay, so that a slip
can be seen. The database itself refuses to change a row.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any, Literal

import msgspec

from stilla.diary.canonical import NotCanonical, canonical
from stilla.errors import refuse
from stilla.store.database import connect, make_folder, reading, transaction
from stilla.store.migrations import Step, migrate, unusable
from stilla.text import Language, Text

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

APPLICATION = 0x53544C48
"""The mark in the file: "STLH"."""

HOME = "home.sqlite"

EARLIER = 50
"""Rows that are kept, the newest among them."""

LARGEST = 200_000
"""Bytes of everything that is kept about a person, as for a person file."""

REMEDY = Text(
    "move it away and keep it, then take back a [[backup: stilla backup list|backup]].",
    "flytta den och spara den, och hämta sedan en [[säkerhetskopia: stilla backup list|säkerhetskopia]].",
)
"""What to do about a damaged file."""

STEPS = (
    Step(
        1,
        "what is kept, each change a row",
        (
            (
                "CREATE TABLE kept (number INTEGER PRIMARY KEY AUTOINCREMENT, moment TEXT NOT NULL, "
                "document TEXT NOT NULL CHECK (json_valid(document)))"
            ),
            (
                "CREATE TRIGGER kept_follows BEFORE INSERT ON kept "
                "WHEN NEW.number > 0 AND NEW.number <= (SELECT coalesce(max(number), 0) FROM kept) "
                "BEGIN SELECT RAISE(ABORT, 'what is kept follows the last'); END"
            ),
            (
                "CREATE TRIGGER kept_is_kept BEFORE UPDATE ON kept "
                "BEGIN SELECT RAISE(ABORT, 'what is kept is never changed'); END"
            ),
            (
                "CREATE TRIGGER kept_stays BEFORE DELETE ON kept "  # noqa: S608  # a constant of our own
                f"WHEN OLD.number > (SELECT max(number) FROM kept) - {EARLIER} "
                "BEGIN SELECT RAISE(ABORT, 'the last ones are never taken out'); END"
            ),
        ),
    ),
)
"""The form of the file, step by step."""


_END = r"(?![\s\S])"
"""The end of a text, in words that readers of the published schema know as well."""


class Kept(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What the person told the app. The defaults say that nothing was told: never "no"."""

    language: Language | None = None
    why: Literal["check", "try", "doctor"] | None = None
    """Why they are here."""
    facts: dict[str, Any] = {}
    """About the person: the fields of a person file, as plain JSON values; checked by `reading.person_file`."""
    open_lists: tuple[Literal["conditions", "medicines", "magnesium"], ...] = ("conditions", "medicines", "magnesium")
    """Lists that are not closed: what is not named may still be there."""
    passed: tuple[str, ...] = ()
    """Questions that were answered with "I don't know"."""
    legs: dict[str, Annotated[str, msgspec.Meta(pattern=rf"^(yes|no|unsure|earlier){_END}")]] = {}
    """Answers to the questions on restless legs: id → yes, no, unsure, or earlier (it used to be so)."""
    irls: Annotated[int, msgspec.Meta(ge=0, le=40)] | None = None
    """Total of the person's own questionnaire, 0–40."""
    foods: str = ""
    """The foods of the day as they were written."""
    prefer: Annotated[str, msgspec.Meta(pattern=rf"^([01]\d|2[0-3]):[0-5]\d{_END}")] | None = None
    """The time of day that was wished for the dose, 19:30."""
    doses: Literal[1, 2] = 1
    """How many doses of magnesium a day were wished for."""
    zone: Annotated[str, msgspec.Meta(min_length=1, max_length=64)] = "Europe/Stockholm"
    changed: str | None = None
    """When it was changed last, UTC: 2026-11-22T06:31:05Z. None where nothing was told."""


class Earlier(msgspec.Struct, frozen=True):
    """One row: when it was written, and what was kept from then on."""

    moment: str
    kept: Kept


class HomeStore:
    """What is kept, in a folder. Nothing is written before something is told.

    Args:
        folder: the person's data; made when it is first written.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.file = folder / HOME

    def read(self) -> Kept:
        """What is kept; the defaults where nothing was told.

        Raises:
            BadInput: a damaged, foreign or newer file.
        """
        return reading(self.file, self._newest, Kept(), (APPLICATION, len(STEPS)), REMEDY)

    def earlier(self) -> tuple[Earlier, ...]:
        """What was kept after each of the last changes, the oldest first; the last one is what `read` gives.

        Raises:
            BadInput: as `read`.
        """

        def ask(database: sqlite3.Connection) -> tuple[Earlier, ...]:
            rows = database.execute("SELECT moment, document FROM kept ORDER BY number").fetchall()
            return tuple(Earlier(moment, self._decoded(document)) for moment, document in rows)

        return reading(self.file, ask, (), (APPLICATION, len(STEPS)), REMEDY)

    def change(self, change: Callable[[Kept], Kept], moment: datetime) -> Kept:
        """Change what is kept; on the disk when this returns. Another program cannot come in between.

        Args:
            change: from what is kept, read under the lock, to what shall be. It may refuse, and is asked twice for the
                first change.
            moment: when, aware.

        Returns:
            What is kept now. Where nothing differs nothing is written, and `changed` stays.

        Raises:
            BadInput: what `change` raises; a value that cannot be kept; a damaged, foreign or newer file.
        """
        if not self.file.exists():
            change(Kept())  # what is refused at first makes no folder
        make_folder(self.folder)
        try:
            with closing(connect(self.file)) as database:
                migrate(database, STEPS, APPLICATION, self.file, REMEDY)
                with transaction(database):
                    before = self._newest(database)
                    after = msgspec.structs.replace(change(before), changed=before.changed)
                    if after == before:
                        return before
                    return self._add(database, after, moment)
        except sqlite3.DatabaseError as error:
            raise unusable(self.file, error, REMEDY) from error

    def _add(self, database: sqlite3.Connection, after: Kept, moment: datetime) -> Kept:
        at = moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        document = encoded(msgspec.structs.replace(after, changed=at))
        [(number,)] = database.execute(
            "INSERT INTO kept (moment, document) VALUES (?, ?) RETURNING number", (at, document)
        )
        database.execute("DELETE FROM kept WHERE number <= ?", (number - EARLIER,))
        return self._decoded(document)

    def _newest(self, database: sqlite3.Connection) -> Kept:
        row = database.execute("SELECT document FROM kept ORDER BY number DESC LIMIT 1").fetchone()
        return Kept() if row is None else self._decoded(row[0])

    def _decoded(self, document: object) -> Kept:
        try:
            return msgspec.json.decode(document if isinstance(document, str | bytes) else b"", type=Kept)
        except msgspec.DecodeError as error:
            if "unknown field" in str(error):
                raise refuse(
                    str(self.file),
                    "This file says something that this Stilla does not know; a newer one wrote it. Update Stilla; "
                    "the file was left as it is.",
                    "Filen säger något som den här Stilla inte känner till; en nyare har skrivit den. Uppdatera "
                    "Stilla; filen lämnades som den är.",
                ) from error
            raise unusable(self.file, error, REMEDY) from error


def encoded(kept: Kept) -> str:
    """What is kept as JSON of one spelling, checked.

    Raises:
        BadInput: a value of another kind than the field is for, or more than `LARGEST` bytes.
    """
    try:
        content = canonical(kept)
        msgspec.json.decode(content, type=Kept)
    except (NotCanonical, msgspec.DecodeError) as error:
        raise refuse(
            "",
            "Something here has a form that cannot be kept. Nothing was written.",
            "Något här har en form som inte går att spara. Inget skrevs.",
        ) from error
    if len(content) > LARGEST:
        raise refuse(
            "",
            f"This is more than {LARGEST // 1000} kilobytes; shorten it. Nothing was written.",
            f"Det här är mer än {LARGEST // 1000} kilobyte; korta det. Inget skrevs.",
        )
    return content.decode()
