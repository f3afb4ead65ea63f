"""Everything that is kept in a person's data folder, by name: the one list for backup, export, import and erasing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from stilla.store.migrations import Step
from stilla.store.place import FOODS, SLEEP
from stilla.text import Text

if TYPE_CHECKING:
    from pathlib import Path

TRIAL = "trial"
"""The folder of the trial within the data folder."""

HOME = "home.sqlite"
DIARY = f"{TRIAL}/diary.sqlite"
LOG = f"{TRIAL}/log.jsonl"
KEY = f"{TRIAL}/key.json"

DATABASES: tuple[str, ...] = (HOME, DIARY, SLEEP, FOODS)
"""In the order in which they are copied."""

PLAIN = (*(f"{TRIAL}/{name}.json" for name in ("protocol", "commitment", "answer", "summary")), KEY)
"""Files of the trial that stand for themselves. The log is not among them: it is made from the diary."""

BACKUPS = "backups"
SETTINGS = "backup.json"
"""Where the person wants backups."""

RESTORING = "restoring.txt"
"""There while a backup is put back: it names the backup, so that what was cut off can be finished."""

WORKING = ".working-"
"""What the name of a folder begins with that is only there while something is made."""

BESIDE = ("-journal", "-wal", "-shm")
"""What SQLite may put beside a database."""


class Form(msgspec.Struct, frozen=True):
    """What kind of database a file is."""

    application: int
    steps: tuple[Step, ...]
    remedy: Text

    @property
    def mark(self) -> tuple[int, int]:
        """The mark in the file, and the number of the newest step."""
        return self.application, len(self.steps)


def form_of(name: str) -> Form:
    """The form of one of `DATABASES`."""
    from stilla.store import foods, home, migrations, sleep, trial  # noqa: PLC0415  # they are kept through this list

    return {
        HOME: Form(home.APPLICATION, home.STEPS, home.REMEDY),
        DIARY: Form(trial.APPLICATION, trial.STEPS, trial.REMEDY),
        SLEEP: Form(sleep.APPLICATION, sleep.STEPS, migrations.IMPORT_AGAIN),
        FOODS: Form(foods.APPLICATION, foods.STEPS, migrations.IMPORT_AGAIN),
    }[name]


def databases_in(folder: Path) -> tuple[str, ...]:
    """The databases that are there."""
    return tuple(name for name in DATABASES if (folder / name).is_file() and (folder / name).stat().st_size)


def is_empty(folder: Path) -> bool:
    """Whether nothing of a person is kept in a folder."""
    return not any((folder / name).exists() for name in (*DATABASES, *PLAIN, LOG))
