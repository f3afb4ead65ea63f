"""A backup put back: looked through first, what was there kept, and finished also where it was cut off."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import msgspec

from stilla.errors import BadInput, Problem, refuse
from stilla.store.backup import Backup, back_up, backups, keep_as_it_is, must_be_whole
from stilla.store.copies import no_room, put_database, remove_database, write_whole
from stilla.store.kept_files import DATABASES, KEY, LOG, PLAIN, RESTORING, form_of, is_empty
from stilla.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


class Restored(msgspec.Struct, frozen=True):
    """What was put back, and the backup of what was there before; None where nothing was."""

    backup: Backup
    before: Backup | None


def restore(folder: Path, name: str, now: datetime) -> Restored:
    """Put a backup back.

    Args:
        folder: the data folder.
        name: of the backup, as `backups` lists it.
        now: aware.

    Raises:
        BadInput: there is none of that name, or it is torn, cut off, foreign or newer: nothing was changed, and the
            last good one is named. Or the disk is full midway: what was there is kept, and `finish` goes on.
    """
    backup = _named(folder, name)
    try:
        manifest = must_be_whole(backup)
    except BadInput as error:
        raise BadInput([*error.problems, *_last_good(folder, backup)]) from error
    before = keep_what_is_there(folder, now, backup.folder)
    write_whole(folder / RESTORING, str(backup.folder).encode())
    put(backup.folder, folder, [each.name for each in manifest.files], whole=manifest.whole)
    (folder / RESTORING).unlink(missing_ok=True)
    return Restored(backup, before)


def unfinished(folder: Path) -> str | None:
    """The name of a backup whose putting back was cut off."""
    try:
        return (folder / RESTORING).read_text(encoding="utf-8").replace("\\", "/").rsplit("/", 1)[-1]
    except (OSError, UnicodeDecodeError):
        return None


def finish(folder: Path, now: datetime) -> Backup | None:
    """Finish what was cut off; None where nothing was. What is there, and may have been written since, is kept first.

    Raises:
        BadInput: the backup is gone or damaged.
    """
    name = unfinished(folder)
    if name is None:
        return None
    backup = _named(folder, name)
    manifest = must_be_whole(backup)
    keep_what_is_there(folder, now, backup.folder)
    put(backup.folder, folder, [each.name for each in manifest.files], whole=manifest.whole)
    (folder / RESTORING).unlink(missing_ok=True)
    return backup


def keep_what_is_there(folder: Path, now: datetime, spare: Path | None = None) -> Backup | None:
    """A backup of what is there before something else takes its place; as it is, where something is wrong with it.

    Args:
        folder: the data folder.
        now: aware.
        spare: a backup that is not let go, however old.

    Raises:
        BadInput: it cannot be written.
    """
    if is_empty(folder):
        return None
    try:
        return back_up(folder, now, "replaced", spare=spare)
    except BadInput:
        return keep_as_it_is(folder, now, spare)


def put(source: Path, folder: Path, names: Iterable[str], *, whole: bool) -> None:
    """Put files that were looked through into a data folder.

    Args:
        source: the folder they lie in, under the names they have in the data folder.
        folder: the data folder.
        names: of the files.
        whole: whether they are all there is, so that others are taken away; a key that was never copied stays.

    Raises:
        BadInput: it cannot be written.
    """
    names = set(names)
    try:
        for name in DATABASES:
            if name in names:
                put_database(source / name, folder / name, form_of(name))
            elif whole:
                remove_database(folder / name)
        for name in (LOG, *PLAIN):
            if name in names:
                write_whole(folder / name, (source / name).read_bytes())
            elif whole and name != KEY:
                (folder / name).unlink(missing_ok=True)
    except OSError as error:
        raise no_room(folder) from error


def _named(folder: Path, name: str) -> Backup:
    found = backups(folder)
    for each in found:
        if each.name == name:
            return each
    last = found[-1].name if found else None
    raise refuse(
        name,
        f"There is no backup of this name. The last one is {last}." if last else "There is no backup.",
        f"Det finns ingen säkerhetskopia med det namnet. Den senaste är {last}."
        if last
        else "Det finns ingen säkerhetskopia.",
    )


def _last_good(folder: Path, bad: Backup) -> Iterable[Problem]:
    """The newest other backup that can be used, found by looking it through."""
    for each in reversed(backups(folder)):
        if each.folder == bad.folder or each.manifest is None or not each.manifest.whole:
            continue
        try:
            must_be_whole(each)
        except BadInput:
            continue
        where = Text("", "")
        yield Problem(where, Text(f"The last good one is {each.name}.", f"Den senaste hela är {each.name}."))
        return
