"""An exported archive read again: looked through completely before anything is written."""

from __future__ import annotations

import sqlite3
import stat
import struct
import zipfile
import zlib
from contextlib import closing
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

import msgspec

from stilla.errors import BadInput, refuse
from stilla.store.archive import JSON, NAMES, README, SQLITE, TABLES, VERSION, as_json, is_opened
from stilla.store.archive_tables import DICTIONARY
from stilla.store.backup import Manifest, name_it
from stilla.store.copies import entries, looked_at, must_be_sound, must_hold, working_folder, write_whole
from stilla.store.kept_files import BACKUPS, DATABASES, DIARY, KEY, LOG, Form, form_of, is_empty
from stilla.store.migrations import unusable, version_of
from stilla.store.restore import Restored, restore

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

LARGEST = 256 * 1024 * 1024
"""Bytes of an archive, packed; twenty years of nights with every food table have less than a tenth."""
LARGEST_UNPACKED = 512 * 1024 * 1024
"""Bytes of everything in it."""
MOST_PACKED = 100
"""How many times its size it may unpack to; these archives reach about ten."""
_ROOM = 4 * 1024 * 1024
"""Bytes that may be unpacked whatever the size, since an empty database packs well."""
_MOST_LIST = 64 * 1024
"""Bytes of the list of files at the end of an archive."""
_END = struct.Struct("<4s4H2LH")
_FOLDERS = frozenset(f"{folder}/" for name in NAMES for folder in PurePosixPath(name).parents) - {"./"}
"""Folders of their own, which a program adds that packs the files again."""


class _Version(msgspec.Struct):
    version: str


def import_archive(file: Path, folder: Path, now: datetime, *, replace: bool = False) -> Restored:
    """Put everything of an archive into a data folder. It becomes a backup there first, and that is put back.

    Args:
        file: the ZIP.
        folder: the data folder.
        now: aware.
        replace: take the place of what is there; a backup of that is made first.

    Raises:
        BadInput: something is there and `replace` was not said; or the archive is damaged, foreign, newer, made to do
            harm, or contradicts itself: nothing was written.
    """
    if not is_empty(folder) and not replace:
        raise refuse(
            str(folder),
            "Something is kept here already, and nothing was written. [[Say --replace|Say so below]] to let the file "
            "take its place; a backup is made first.",
            "Här finns redan något sparat, och inget skrevs. [[Säg --replace|Ange det nedan]] för att låta filen ta "
            "dess plats; en säkerhetskopia görs först.",
        )
    fresh = not folder.exists()
    try:
        backup = _as_backup(file, folder, now)
    except BadInput:
        if fresh:
            _take_away(folder)
        raise
    return restore(folder, backup, now)


def _take_away(folder: Path) -> None:
    for each in (folder / BACKUPS, folder):
        try:
            each.rmdir()
        except OSError:
            return


def _as_backup(file: Path, folder: Path, now: datetime) -> str:
    place = folder / BACKUPS
    files = read_archive(file)
    with working_folder(place) as made:
        names = tuple(sorted(files))
        for name, content in files.items():
            if name != JSON:
                write_whole(made / name, content)
        kept = tuple(name for name in names if name != JSON)
        for name in kept:
            if name in DATABASES:
                must_be_ours(made / name, form_of(name))
        must_hold(made, kept)
        _must_agree(made, kept, files[JSON], file.name)
        about = Manifest("1", now, "imported", whole=True, sound=True, files=())
        return name_it(made, place, kept, about).name


def read_archive(file: Path) -> dict[str, bytes]:
    """The files of an archive that matter, under the names they have in the data folder, and `JSON`.

    Raises:
        BadInput: no archive of Stilla, damaged, too large, or with a name that does not belong there.
    """
    where = file.name
    try:
        _must_be_small(file)
        with zipfile.ZipFile(file) as packed:
            members = packed.infolist()
            _must_be_sane(members, file)
            return {
                each.filename.removeprefix(SQLITE): packed.read(each)
                for each in members
                if not each.filename.startswith(TABLES) and each.filename not in {README, DICTIONARY, *_FOLDERS}
            }
    except OSError as error:
        raise refuse(where, "This file cannot be read.", "Filen går inte att läsa.") from error
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, UnicodeError) as error:
        raise refuse(
            where,
            "The file is no ZIP, or it is cut off, damaged or locked. Nothing was written.",
            "Filen är ingen ZIP, eller så är den avklippt, skadad eller låst. Inget skrevs.",
        ) from error


def _must_be_small(file: Path) -> None:
    """Look at the end of the file before its list of files is read into memory."""
    size = file.stat().st_size
    with file.open("rb") as opened:
        opened.seek(max(0, size - _END.size))
        end = opened.read()
    # Ours has no comment, so that the end of the list is the end of the file.
    if len(end) < _END.size or not end.startswith(b"PK\x05\x06"):
        raise zipfile.BadZipFile(file.name)
    _, _, _, _, members, listed, _, _ = _END.unpack(end)
    if size > LARGEST or members > len(NAMES) + len(_FOLDERS) or listed > _MOST_LIST:
        raise _too_much(file.name)


def _must_be_sane(members: list[zipfile.ZipInfo], file: Path) -> None:
    names = [each.filename for each in members]
    strange = sorted(set(names) - NAMES - _FOLDERS) or sorted({each for each in names if names.count(each) > 1})
    # `orig_filename` is what stood there before zipfile cut it at a zero byte or turned its slashes.
    strange = strange or [each.filename for each in members if each.orig_filename != each.filename]
    strange = strange or [each.filename for each in members if stat.S_ISLNK(each.external_attr >> 16)]
    if strange:
        raise refuse(
            file.name,
            f"The file holds “{strange[0][:60]}”, which no file of Stilla holds, or twice. Nothing was written.",
            f"Filen innehåller ”{strange[0][:60]}”, som ingen fil från Stilla har, eller har två gånger. Inget skrevs.",
        )
    if JSON not in names:
        raise refuse(file.name, "This ZIP was not made by Stilla.", "ZIP-filen är inte gjord av Stilla.")
    total = sum(each.file_size for each in members)
    if total > LARGEST_UNPACKED or total > _ROOM + MOST_PACKED * file.stat().st_size:
        raise _too_much(file.name)


def _too_much(where: str) -> BadInput:
    return refuse(
        where,
        "The file would unpack to more than Stilla ever exports. Nothing was written.",
        "Filen skulle packas upp till mer än Stilla någonsin exporterar. Inget skrevs.",
    )


def must_be_ours(file: Path, form: Form) -> None:
    """Refuse a database whose tables and triggers are not exactly those that Stilla makes.

    Raises:
        BadInput: damaged, foreign, newer, or changed.
    """
    # The tables first: what else is looked at may run words that stand in them.
    question = "SELECT type, name, tbl_name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite!_%' ESCAPE '!'"
    try:
        with closing(looked_at(file)) as database, closing(sqlite3.connect(":memory:")) as model:
            taken = version_of(database, form.application, file, len(form.steps), form.remedy)
            for step in form.steps[:taken]:
                for statement in step.statements:
                    model.execute(statement)
            if set(database.execute(question)) != set(model.execute(question)):
                raise refuse(
                    file.name,
                    "The tables of this database are not those of Stilla. Nothing was written.",
                    "Databasens tabeller är inte Stillas. Inget skrevs.",
                )
    except sqlite3.DatabaseError as error:
        raise unusable(file, error, form.remedy) from error
    must_be_sound(file, form)


def _must_agree(made: Path, names: tuple[str, ...], content: bytes, where: str) -> None:
    try:
        version = msgspec.json.decode(content, type=_Version).version
    except msgspec.DecodeError as error:
        raise refuse(
            f"{where}, {JSON}",
            "This is not JSON of Stilla. Nothing was written.",
            "Det här är inte Stillas JSON. Inget skrevs.",
        ) from error
    if version != VERSION:
        raise refuse(
            f"{where}, {JSON}",
            "This file was made by a newer Stilla. Update Stilla; nothing was written.",
            "Filen är gjord av en nyare Stilla. Uppdatera Stilla; inget skrevs.",
        )
    events = entries(made) if DIARY in names else ()
    if content != as_json(made) or ((LOG in names) != (DIARY in names)):
        raise refuse(
            where,
            f"{JSON} and the databases say different things: one of them was changed. Nothing was written.",
            f"{JSON} och databaserna säger olika saker: någon av dem har ändrats. Inget skrevs.",
        )
    if KEY in names and not is_opened(events):
        raise refuse(
            where,
            "The file holds the key of a trial whose answer was not opened. Nothing was written.",
            "Filen innehåller nyckeln till ett försök vars svar inte har öppnats. Inget skrevs.",
        )
