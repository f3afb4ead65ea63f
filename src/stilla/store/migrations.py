"""A database brought to its newest form by numbered steps, all of them or none."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import msgspec

from stilla.errors import BadInput, refuse
from stilla.text import Text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


IMPORT_AGAIN = Text("move it away and import the tables again.", "flytta den och importera tabellerna igen.")
"""What to do about damaged food tables: the official files still hold all of it."""


class Step(msgspec.Struct, frozen=True):
    """One change of the form of a database. Steps are never edited, only added."""

    number: int
    name: str
    statements: tuple[str, ...]


def migrate(
    database: sqlite3.Connection, steps: Sequence[Step], application: int, where: Path, remedy: Text = IMPORT_AGAIN
) -> None:
    """Take the steps that a database has not taken yet. One that holds something is backed up first.

    The connection must be in autocommit (`isolation_level=None`): the steps are one transaction.

    Args:
        database: open for writing.
        steps: numbered 1, 2, 3, … in order.
        application: the mark of this kind of database; another kind is refused.
        where: for the sentence.
        remedy: what to do where the file is damaged.

    Raises:
        BadInput: not a database, another program's, or one of a newer Stilla; or it cannot be backed up. It is left
            as it was.
    """
    taken = version_of(database, application, where, newest=len(steps), remedy=remedy)
    if taken == len(steps):
        return
    if taken:
        from stilla.store.backup import before_migration  # noqa: PLC0415  # it reads databases through this module

        before_migration(where, datetime.now(UTC))
    database.execute("BEGIN IMMEDIATE")
    try:
        for step in steps[version_of(database, application, where, newest=len(steps), remedy=remedy) :]:
            for statement in step.statements:
                database.execute(statement)
            database.execute(f"PRAGMA user_version = {step.number:d}")
        database.execute(f"PRAGMA application_id = {application:d}")
        database.execute("COMMIT")
    except BaseException:
        database.execute("ROLLBACK")
        raise


def version_of(
    database: sqlite3.Connection, application: int, where: Path, newest: int, remedy: Text = IMPORT_AGAIN
) -> int:
    """How many steps a database has taken.

    Raises:
        BadInput: as in `migrate`.
    """
    try:
        mark: int = database.execute("PRAGMA application_id").fetchone()[0]
        version: int = database.execute("PRAGMA user_version").fetchone()[0]
        tables: int = database.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    except sqlite3.DatabaseError as error:
        raise unusable(where, error, remedy) from error
    if (mark or version or tables) and mark != application:
        raise refuse(
            str(where),
            "This file belongs to another program. It was left as it is; move it away.",
            "Filen hör till ett annat program. Den lämnades som den är; flytta den.",
        )
    if version > newest:
        raise refuse(
            str(where),
            "This file was made by a newer Stilla. Update Stilla; the file was left as it is.",
            "Filen är gjord av en nyare Stilla. Uppdatera Stilla; filen lämnades som den är.",
        )
    return version


_BUSY = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})
_NO_WRITING = frozenset(
    {sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_PERM}
)


def unusable(where: Path, error: Exception, remedy: Text = IMPORT_AGAIN) -> BadInput:
    """A database that is busy, cannot be written, or is damaged; it was left as it was."""
    # The lower eight bits are the kind of error, those above say more of it.
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT) & 0xFF
    if code in _BUSY:
        return refuse(
            str(where),
            "Another Stilla is writing to this file. Wait a moment and try again.",
            "En annan Stilla skriver i filen. Vänta en stund och försök igen.",
        )
    if code in _NO_WRITING:
        return refuse(
            str(where),
            "This file cannot be opened or written (rights, or a full disk). It was left as it is.",
            "Filen går inte att öppna eller skriva (behörighet eller full disk). Den lämnades som den är.",
        )
    return refuse(
        str(where),
        f"This file is damaged or not a database. It was left as it is; {remedy.en}",
        f"Filen är skadad eller ingen databas. Den lämnades som den är; {remedy.sv}",
    )
