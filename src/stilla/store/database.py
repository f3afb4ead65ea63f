"""Opening a person's SQLite file: private, on the disk when a change is acknowledged, read without making anything."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing, contextmanager, suppress
from typing import TYPE_CHECKING, TypeVar

from stilla.errors import BadInput, refuse
from stilla.store.migrations import IMPORT_AGAIN, unusable, version_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from stilla.text import Text

WAIT = 20.0
"""Seconds to wait for another program that is writing."""

_Read = TypeVar("_Read")


def make_folder(folder: Path) -> None:
    """A folder that its owner alone can look into, unless it is there already.

    Raises:
        BadInput: it cannot be made.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise refuse(str(folder), "This folder cannot be made.", "Mappen går inte att skapa.") from error


def connect(file: Path) -> sqlite3.Connection:
    """A connection that may write, in autocommit; a file that is new is its owner's alone, and so is its journal."""
    # Only where it is new: closing a file that is there would let go of every lock that another connection of this
    # program has on it.
    with suppress(OSError):
        os.close(os.open(file, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
    database = sqlite3.connect(file, isolation_level=None, timeout=WAIT)
    # FULL, and the folder too: after a power cut an entry that was acknowledged is there.
    database.execute("PRAGMA synchronous = EXTRA")
    database.execute("PRAGMA secure_delete = ON")  # what is taken out is gone from the file too
    return database


@contextmanager
def transaction(database: sqlite3.Connection) -> Iterator[None]:
    """All of it or nothing, with the right to write from the beginning."""
    database.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        database.execute("ROLLBACK")
        raise
    database.execute("COMMIT")


def reading(
    file: Path,
    ask: Callable[[sqlite3.Connection], _Read],
    nothing: _Read,
    form: tuple[int, int],
    remedy: Text = IMPORT_AGAIN,
) -> _Read:
    """What a database answers, without making or changing a file.

    Args:
        file: of the database; need not be there.
        ask: what is asked of it, of the newest or an older form of the file.
        nothing: the answer where nothing was ever written.
        form: the mark of this kind of database, and the number of its newest step.
        remedy: what to do where the file is damaged.

    Raises:
        BadInput: busy, damaged, foreign, or of a newer Stilla.
    """
    if not file.exists():
        return nothing
    try:
        return _reading_as("ro", file, ask, nothing, form, remedy)
    except BadInput as error:
        # A program that ended suddenly left a journal; only a connection that may write can take it back.
        code = getattr(error.__cause__, "sqlite_errorcode", 0) & 0xFF
        if code not in {sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN}:
            raise
    return _reading_as("rw", file, ask, nothing, form, remedy)


def _reading_as(  # noqa: PLR0913, PLR0917  # what `reading` was given, and how
    mode: str,
    file: Path,
    ask: Callable[[sqlite3.Connection], _Read],
    nothing: _Read,
    form: tuple[int, int],
    remedy: Text,
) -> _Read:
    application, newest = form
    try:
        with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode={mode}", uri=True, timeout=WAIT)) as database:
            taken = version_of(database, application, file, newest, remedy)
            return ask(database) if taken else nothing
    except sqlite3.DatabaseError as error:
        raise unusable(file, error, remedy) from error
