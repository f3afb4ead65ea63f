"""Everything that is kept as one ZIP: tables for a spreadsheet, JSON for a program, the databases, and a page to read.

The same data give the same bytes: names sorted, one fixed time, nothing about this computer or this moment.
"""

from __future__ import annotations

import io
import sqlite3
import zipfile
from contextlib import closing
from typing import TYPE_CHECKING, Literal

import msgspec

from stilla.diary.canonical import pretty
from stilla.diary.events import Event
from stilla.diary.sleep import Slept
from stilla.errors import refuse
from stilla.store.archive_tables import COLUMNS, DICTIONARY, dictionary_csv, tables_of
from stilla.store.archive_words import readme
from stilla.store.copies import collected, entries, must_hold, working_folder, write_whole
from stilla.store.database import reading
from stilla.store.foods import FoodStore
from stilla.store.home import Earlier, HomeStore, Kept
from stilla.store.kept_files import DATABASES, DIARY, HOME, KEY, LOG, PLAIN, form_of, is_empty
from stilla.store.migrations import unusable
from stilla.store.place import FOODS, SLEEP
from stilla.store.sleep import Import, SleepStore

if TYPE_CHECKING:
    from pathlib import Path

    from stilla.store.kept_files import Form
    from stilla.text import Language

VERSION: Literal["1"] = "1"
"""Of the form of `JSON`."""

JSON = "stilla.json"
README = "README.txt"
TABLES, SQLITE = "csv/", "sqlite/"

NAMES = frozenset(
    {
        README,
        JSON,
        DICTIONARY,
        LOG,
        *PLAIN,
        *(TABLES + each for each in COLUMNS),
        *(SQLITE + each for each in DATABASES),
    }
)
"""Every name that an archive may hold."""

_TABLES = (
    "SELECT name FROM main.sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite!_%' ESCAPE '!' ORDER BY name"
)
_MOMENT = (1980, 1, 1, 0, 0, 0)


class SleepKept(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Sleep that was imported: the files, their records, and which import held which record, by their numbers."""

    imports: tuple[Import, ...]
    records: tuple[Slept, ...]
    held: tuple[tuple[int, int], ...]


class Archive(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`stilla.json`: everything that is kept of a person; null and empty where nothing was told.

    `food_imports`: file, day and number of foods of every table that was imported.
    """

    version: Literal["1"]
    home: Kept | None
    home_earlier: tuple[Earlier, ...]
    diary: tuple[Event, ...]
    sleep: SleepKept
    food_imports: tuple[tuple[str, str, int], ...]


def exported(folder: Path, language: Language) -> bytes:
    """The archive of a data folder.

    The key of a trial is in it only where the seal was opened.

    Raises:
        BadInput: nothing is kept, or something is damaged or cannot be read.
    """
    if is_empty(folder):
        raise refuse(str(folder), "Nothing is kept here yet.", "Här finns inget sparat än.")
    with working_folder(folder) as made:
        names = collected(folder, made)
        must_hold(made, names)
        files = {README: readme(language), DICTIONARY: dictionary_csv(language)}
        files |= {TABLES + name: content for name, content in tables(made).items()}
        files[JSON] = as_json(made)
        for name in names:
            if name == KEY and not is_opened(entries(made)):
                continue  # a locked key is backed up, but it does not travel
            files[SQLITE + name if name in DATABASES else name] = (
                _anew(made / name, form_of(name)) if name in DATABASES else (made / name).read_bytes()
            )
    return _packed(files)


def export_to(folder: Path, file: Path, language: Language) -> int:
    """Write the archive of a data folder to a file that is not there yet, its owner's alone.

    Returns:
        Its bytes.

    Raises:
        BadInput: as `exported`; or there is such a file already, or it cannot be written.
    """
    if file.exists():
        raise refuse(
            str(file),
            "There is such a file already, and it is not overwritten.",
            "Det finns redan en sådan fil, och den skrivs inte över.",
        )
    content = exported(folder, language)
    write_whole(file, content)
    return len(content)


def is_opened(events: tuple[Event, ...]) -> bool:
    """Whether somebody has learnt what was in the capsules."""
    return any(type(each.body).__name__ == "Opened" for each in events)


def tables(folder: Path) -> dict[str, bytes]:
    """The tables of copied databases."""
    home = HomeStore(folder).read() if (folder / HOME).exists() else None
    return tables_of(home, _events(folder), SleepStore(folder).records(), FoodStore(folder / FOODS).imports())


def as_json(folder: Path) -> bytes:
    """Everything of a person in copied databases, as one JSON object of one spelling."""
    home = HomeStore(folder)
    return pretty(
        Archive(
            VERSION,
            home.read() if home.file.exists() else None,
            home.earlier(),
            _events(folder),
            _sleep(folder),
            FoodStore(folder / FOODS).imports(),
        )
    )


def _sleep(folder: Path) -> SleepKept:
    held = "SELECT import, record FROM held ORDER BY import, record"
    store, form = SleepStore(folder), form_of(SLEEP)
    pairs: list[tuple[int, int]] = reading(
        store.file, lambda database: database.execute(held).fetchall(), [], form.mark, form.remedy
    )
    return SleepKept(store.imports(), store.records(), tuple(pairs))


def _events(folder: Path) -> tuple[Event, ...]:
    return entries(folder) if (folder / DIARY).exists() else ()


def _anew(file: Path, form: Form) -> bytes:
    """A copied database made anew row by row: the same content gives the same bytes, and nothing that was deleted."""
    target = file.with_name(f"{file.name}.anew")
    try:
        with closing(sqlite3.connect(target.absolute().as_uri(), uri=True, isolation_level=None)) as database:
            # Not SQLite's own VACUUM INTO, which fails on computed columns in versions that are still in use.
            database.execute("ATTACH ? AS old", (f"{file.absolute().as_uri()}?mode=ro&immutable=1",))
            [taken] = database.execute("PRAGMA old.user_version").fetchone()
            database.execute("BEGIN")
            for step in form.steps[:taken]:
                for statement in step.statements:
                    database.execute(statement)
            for (table,) in database.execute(_TABLES).fetchall():
                columns = ", ".join(
                    name for _, name, *_, hidden in database.execute(f"PRAGMA table_xinfo({table})") if not hidden
                )
                database.execute(f"INSERT INTO main.{table} ({columns}) SELECT {columns} FROM old.{table}")  # noqa: S608  # our own names
            if database.execute("SELECT 1 FROM main.sqlite_master WHERE name = 'sqlite_sequence'").fetchone():
                database.execute("DELETE FROM main.sqlite_sequence")
                database.execute(
                    "INSERT INTO main.sqlite_sequence SELECT name, seq FROM old.sqlite_sequence ORDER BY name"
                )
            database.execute(f"PRAGMA user_version = {taken:d}")
            database.execute(f"PRAGMA application_id = {form.application:d}")
            database.execute("COMMIT")
        return target.read_bytes()
    except sqlite3.DatabaseError as error:
        raise unusable(file, error, form.remedy) from error


def _packed(files: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as out:
        for name, content in sorted(files.items()):
            about = zipfile.ZipInfo(name, _MOMENT)
            about.create_system = 3  # the same bytes on every system
            about.external_attr = 0o600 << 16
            about.compress_type = zipfile.ZIP_DEFLATED
            out.writestr(about, content, compresslevel=6)
    return packed.getvalue()
