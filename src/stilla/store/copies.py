"""Copies of databases and files: whole or not at all, on the disk when done, and looked through before they count."""

from __future__ import annotations

import hashlib
import os
import sqlite3
import tempfile
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from shutil import rmtree
from typing import TYPE_CHECKING

from stilla.diary import chain
from stilla.errors import BadInput, refuse
from stilla.store.database import connect, make_folder, reading
from stilla.store.home import encoded
from stilla.store.kept_files import BESIDE, DIARY, HOME, KEY, LOG, PLAIN, WORKING, Form, databases_in, form_of
from stilla.store.migrations import unusable, version_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from stilla.diary.events import Event

_BUFFER = 1 << 20
_STALE = 24 * 3600.0
"""Seconds."""
_NOT_WRITTEN = {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_WRITE, sqlite3.SQLITE_IOERR_FSYNC}
_NO_DATABASE = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR}


def sweep(folder: Path, now: datetime) -> None:
    """Take away what a sudden end left half made; what is younger than a day may still be in the making."""
    for each in folder.glob(f"{WORKING}*"):
        with suppress(OSError):
            if now.timestamp() - each.stat().st_mtime > _STALE:
                rmtree(each) if each.is_dir() else each.unlink()


@contextmanager
def working_folder(beside: Path) -> Iterator[Path]:
    """A folder of one's own on the same disk, which is gone afterwards.

    Raises:
        BadInput: it cannot be made.
    """
    make_folder(beside)
    try:
        made = Path(tempfile.mkdtemp(prefix=WORKING, dir=beside))
    except OSError as error:
        raise no_room(beside) from error
    try:
        yield made
    finally:
        rmtree(made, ignore_errors=True)


def no_room(where: Path) -> BadInput:
    """Something could not be written."""
    return refuse(
        str(where),
        "This cannot be written (rights, or a full disk). What was there before was left as it is.",
        "Det här går inte att skriva (behörighet eller full disk). Det som fanns lämnades som det är.",
    )


def copied_database(source: Path, target: Path, form: Form) -> bool:
    """Copy a database while others may use it; False where nothing was ever written to it.

    Raises:
        BadInput: damaged, foreign or newer; or no room.
    """
    make_folder(target.parent)

    def ask(database: sqlite3.Connection) -> bool:
        try:
            with closing(connect(target)) as fresh:
                database.backup(fresh)
        except sqlite3.DatabaseError as error:
            if error.sqlite_errorcode in _NOT_WRITTEN:  # the copy; nothing is wrong with the source
                raise no_room(target) from error
            raise
        return True

    try:
        done = reading(source, ask, False, form.mark, form.remedy)  # noqa: FBT003  # the answer where nothing is there
    except OSError as error:
        raise no_room(target) from error
    if done:
        flush(target)
    return done


def looked_at(file: Path) -> sqlite3.Connection:
    """A connection to a copy that nobody writes to; nothing is made beside it."""
    return sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro&immutable=1", uri=True)


def must_be_sound(file: Path, form: Form) -> None:
    """Refuse a database that is damaged, foreign or newer. The file is not touched, and nothing is made beside it.

    Raises:
        BadInput: with the reason.
    """
    try:
        with closing(looked_at(file)) as database:
            if not version_of(database, form.application, file, len(form.steps), form.remedy):
                raise unusable(file, ValueError("no step was taken"), form.remedy)
            found = database.execute("PRAGMA integrity_check(1)").fetchall()
    except sqlite3.DatabaseError as error:
        raise unusable(file, error, form.remedy) from error
    if found != [("ok",)]:
        raise unusable(file, ValueError(str(found)[:80]), form.remedy)


def must_hold(folder: Path, names: Iterable[str]) -> None:
    """Refuse copies that do not hold: each database, the chain of the diary, and its log.

    Args:
        folder: with the files under the names they have in the data folder.
        names: of the files.

    Raises:
        BadInput: with the first reason.
    """
    names = tuple(names)
    for name in names:
        if name.endswith(".sqlite"):
            must_be_sound(folder / name, form_of(name))
    if HOME in names:
        _must_be_read(folder)
    events = entries(folder) if DIARY in names else ()
    if (LOG in names) and (folder / LOG).read_bytes() != chain.encode(events):
        raise refuse(
            LOG,
            "The copy of the diary as text says something else than the diary.",
            "Dagbokens kopia som text säger något annat än dagboken.",
        )


def _must_be_read(folder: Path) -> None:
    from stilla.store.home import HomeStore  # noqa: PLC0415  # only here

    for each in HomeStore(folder).earlier():
        encoded(each.kept)


def entries(folder: Path) -> tuple[Event, ...]:
    """The entries of a copied diary, of a chain that holds.

    Raises:
        BadInput: damaged, or altered.
    """
    from stilla.store.trial import read_events  # noqa: PLC0415  # only here

    events = read_events(folder / DIARY)
    for fault in chain.verify(events):
        raise refuse(DIARY, f"Entry {fault.number} {fault.what.en}.", f"Anteckning {fault.number} {fault.what.sv}.")
    return events


def collected(
    folder: Path, into: Path, only: Iterable[str] | None = None, *, every_key: bool = False
) -> tuple[str, ...]:
    """Copy what is kept: the databases, the diary's log made from it, and the plain files of the trial.

    The key of a trial is copied where it is locked with a passphrase, or where its seal was opened.

    Args:
        folder: the data folder.
        into: an empty folder.
        only: these databases and nothing else.
        every_key: copy the key also where it is neither.

    Returns:
        The names of what was copied, sorted.

    Raises:
        BadInput: something is damaged, or cannot be read or written.
    """
    wanted = databases_in(folder) if only is None else tuple(only)
    before = _log(folder) if only is None or DIARY in wanted else b""
    found = [name for name in wanted if copied_database(folder / name, into / name, form_of(name))]
    events = entries(into) if DIARY in found else ()
    if DIARY in found:
        log = chain.encode(events)
        if not log.startswith(before):
            raise refuse(
                str(folder / LOG),
                "This copy of the diary says something else than the diary. Keep both files, and move the copy away.",
                "Dagbokens kopia säger något annat än dagboken. Spara båda filerna, och flytta undan kopian.",
            )
        write_whole(into / LOG, log)
        found.append(LOG)
    elif before:
        raise refuse(
            str(folder / DIARY), "The diary is missing, and its log is there.", "Dagboken saknas, men loggen finns."
        )
    if only is None:
        opened = any(type(each.body).__name__ == "Opened" for each in events)
        found += _plain(folder, into, opened=opened or every_key)
    return tuple(sorted(found))


def _log(folder: Path) -> bytes:
    try:
        return (folder / LOG).read_bytes()
    except FileNotFoundError:
        return b""
    except OSError as error:
        raise refuse(str(folder / LOG), "This file cannot be read.", "Filen går inte att läsa.") from error


def _plain(folder: Path, into: Path, *, opened: bool) -> list[str]:
    found: list[str] = []
    for name in PLAIN:
        try:
            content = (folder / name).read_bytes()
        except FileNotFoundError:
            continue
        except OSError as error:
            raise refuse(str(folder / name), "This file cannot be read.", "Filen går inte att läsa.") from error
        if name == KEY and not opened and b'"cipher"' not in content:
            continue
        write_whole(into / name, content)
        found.append(name)
    return found


def write_whole(path: Path, content: bytes) -> None:
    """Write a file, its owner's alone, in place of any other: whole or not at all, on the disk when this returns.

    Raises:
        BadInput: it cannot be written.
    """
    make_folder(path.parent)
    temporary = path.with_name(f"{WORKING}{os.getpid()}-{path.name}")
    fresh = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0)
    try:
        try:
            with os.fdopen(os.open(temporary, fresh, 0o600), "wb") as opened:
                opened.write(content)
                opened.flush()
                os.fsync(opened.fileno())
            temporary.replace(path)
        finally:
            temporary.unlink(missing_ok=True)
    except OSError as error:
        raise no_room(path) from error
    flush(path.parent)


def put_database(source: Path, target: Path, form: Form) -> None:
    """Put a sound database in the place of another, which others may be using: they see the old one or the new one.

    Raises:
        BadInput: it cannot be written.
    """
    try:
        if target.exists():
            # Through SQLite, and not by name: a program that waits for the old file would write into nothing.
            with closing(connect(target)) as old, closing(looked_at(source)) as new:
                if version_of(old, form.application, target, len(form.steps), form.remedy):
                    new.backup(old)
                    return
    except (sqlite3.DatabaseError, BadInput) as error:
        cause = error if isinstance(error, sqlite3.DatabaseError) else error.__cause__
        if getattr(cause, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT) & 0xFF not in _NO_DATABASE:
            raise unusable(target, error, form.remedy) from error
    # What stands there is no database that could be written over, or nothing.
    content = source.read_bytes()
    for suffix in BESIDE:  # a journal of the old one would be played into the new one
        target.with_name(target.name + suffix).unlink(missing_ok=True)
    write_whole(target, content)


def remove_database(target: Path) -> None:
    """Take away a database with everything beside it."""
    for suffix in ("", *BESIDE):
        target.with_name(target.name + suffix).unlink(missing_ok=True)


def flush(path: Path) -> None:
    """Bring a file or a folder to the disk, where the system can."""
    with suppress(OSError):
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def sha256_of(path: Path) -> str:
    """SHA-256 of a file."""
    found = hashlib.sha256()
    with path.open("rb") as opened:
        while part := opened.read(_BUFFER):
            found.update(part)
    return found.hexdigest()
