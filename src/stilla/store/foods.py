"""The food tables a person has imported, in one SQLite file of their own."""

from __future__ import annotations

import hashlib
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

import msgspec

from stilla.intake.food_import import Amount, Imported
from stilla.intake.foods import Edible, Figure
from stilla.store.database import connect, make_folder, reading, transaction
from stilla.store.migrations import Step, migrate, unusable
from stilla.text import Text, unmarked

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from pathlib import Path

APPLICATION = 0x53544C46
"""The mark in the file: "STLF"."""

STEPS = (
    Step(
        1,
        "foods and their imports",
        (
            (
                "CREATE TABLE food (source TEXT NOT NULL, id TEXT NOT NULL, name TEXT NOT NULL, mg REAL, low REAL, "
                "high REAL, food_group TEXT NOT NULL, portions TEXT NOT NULL, content TEXT NOT NULL, "
                "PRIMARY KEY (source, id), CHECK (low >= 0 AND high >= low), CHECK (mg BETWEEN low AND high)) "
                "WITHOUT ROWID"
            ),
            (
                "CREATE TABLE import (content TEXT PRIMARY KEY, file TEXT NOT NULL, day TEXT NOT NULL, "
                "foods INTEGER NOT NULL)"
            ),
        ),
    ),
)
"""The form of the file, step by step."""


class Outcome(msgspec.Struct, frozen=True):
    """What an import did: foods new, changed, and as they were; `unmeasured` have no magnesium value."""

    new: int
    changed: int
    unchanged: int
    unmeasured: int

    @property
    def foods(self) -> int:
        """All foods of the file."""
        return self.new + self.changed + self.unchanged


class FoodStore:
    """The imported foods in a file. Nothing is written before something is imported.

    Args:
        file: the database; its folder is made when it is first written.
    """

    def __init__(self, file: Path) -> None:
        self.file = file

    def foods(self) -> tuple[Edible, ...]:
        """Every imported food, by source and id; none where nothing was imported.

        Raises:
            BadInput: where the file is damaged or not ours.
        """
        rows = self._read("SELECT source, id, name, mg, low, high, food_group, portions FROM food ORDER BY source, id")
        decode = msgspec.json.Decoder(dict[str, float]).decode
        try:
            return tuple(_edible(row, decode(row[7])) for row in rows)
        except msgspec.DecodeError as error:
            raise unusable(self.file, error) from error

    def imports(self) -> tuple[tuple[str, str, int], ...]:
        """What was imported: file, day (ISO) and number of foods, the oldest first."""
        rows = self._read("SELECT file, day, foods FROM import ORDER BY day, file")
        return tuple((str(file), str(day), int(foods)) for file, day, foods in rows)

    def _read(self, question: str) -> list[tuple[Any, ...]]:
        return reading(self.file, lambda database: database.execute(question).fetchall(), [], (APPLICATION, len(STEPS)))

    def add(self, foods: Iterable[Imported], name: str, day: date) -> Outcome:
        """Keep the foods of one file, all of them or, where reading fails midway, none.

        A food that is known by its source and id is replaced where its content differs and left where it does not, so
        the same file twice changes nothing.

        Args:
            foods: read while they are kept.
            name: of the file, to show where they came from.
            day: of the import.

        Raises:
            BadInput: what `foods` raises, or a damaged or foreign database.
        """
        make_folder(self.file.parent)
        try:
            with closing(connect(self.file)) as database:
                migrate(database, STEPS, APPLICATION, self.file)
                with transaction(database):
                    return _keep(database, foods, name, day)
        except sqlite3.DatabaseError as error:
            raise unusable(self.file, error) from error


def _keep(database: sqlite3.Connection, foods: Iterable[Imported], name: str, day: date) -> Outcome:
    known = {(source, number): content for source, number, content in _contents(database)}
    counts = {"new": 0, "changed": 0, "unchanged": 0}
    unmeasured = 0
    whole = hashlib.sha256()
    for food in foods:
        content = content_of(food)
        whole.update(content.encode())
        before = known.get((food.source, food.id))
        counts["new" if before is None else "unchanged" if before == content else "changed"] += 1
        unmeasured += food.amount.high is None
        if before != content:
            database.execute("INSERT OR REPLACE INTO food VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", (*_row(food), content))
    database.execute(
        "INSERT OR IGNORE INTO import VALUES (?, ?, ?, ?)",
        (whole.hexdigest(), name, day.isoformat(), sum(counts.values())),
    )
    return Outcome(counts["new"], counts["changed"], counts["unchanged"], unmeasured)


def _contents(database: sqlite3.Connection) -> list[tuple[str, str, str]]:
    return database.execute("SELECT source, id, content FROM food").fetchall()


def content_of(food: Imported) -> str:
    """A key of everything a table says of a food."""
    return hashlib.sha256(msgspec.json.encode(food, order="deterministic")).hexdigest()[:32]


def _row(food: Imported) -> tuple[str | float | None, ...]:
    amount: Amount = food.amount
    portions = msgspec.json.encode(food.portions, order="deterministic").decode()
    return food.source, food.id, food.name, amount.mg, amount.low, amount.high, food.group, portions


def _edible(row: tuple[Any, ...], portions: dict[str, float]) -> Edible:
    source, number, name, mg, low, high, group, _ = row
    return Edible(
        key=f"{source}:{number}",
        name=Text(unmarked(name), unmarked(name)),
        source=source,
        mg=mg,
        low=low,
        high=high,
        group=group,
        portions=portions,
        figures=(Figure(source, number, mg),),
    )
