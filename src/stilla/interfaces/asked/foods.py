"""What somebody eats, asked about at any door: all foods, a day beside a reference, and what would close the gap."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import msgspec

from stilla.errors import BadInput, Problem, refuse
from stilla.intake.diet import Improvement, choices, improve
from stilla.intake.food_day import Day, read_day
from stilla.intake.food_table import read_foods
from stilla.intake.foods import Index, edible_of
from stilla.intake.reference import Against, compared
from stilla.knowledge.schema import Intake
from stilla.store.foods import FoodStore

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from stilla.intake.food_day import Eaten
    from stilla.intake.foods import Edible
    from stilla.intake.reference import Whose
    from stilla.knowledge.store import Knowledge


def index_of(knowledge: Knowledge, file: Path) -> Index:
    """All foods: the built-in table, then what was imported into a file, if there is one.

    Raises:
        BadInput: the file is damaged or not ours.
    """
    return _index(knowledge, file, file.stat().st_mtime_ns if file.exists() else 0)


@lru_cache(maxsize=2)
def _index(knowledge: Knowledge, file: Path, changed: int) -> Index:
    del changed  # an index is made again when its file was written
    built_in, _ = read_foods(knowledge.foods_csv)
    return Index([*map(edible_of, built_in), *FoodStore(file).foods()])


def against_reference(found: Day, whose: Whose, knowledge: Knowledge) -> Against | None:
    """A day's food beside a reference intake, or None where the authority states none.

    Raises:
        BadInput: a stage of life that contradicts the sex.
    """
    return compared(found, whose, knowledge.kind("intakes", Intake).values())


class Better(msgspec.Struct, frozen=True):
    """A day, the reference it is held against, and the smallest change that reaches it."""

    day: Day
    compared: Against
    change: Improvement


def better_day(text: str, also: Iterable[str], whose: Whose, knowledge: Knowledge, index: Index) -> Better:
    """The smallest change of a day that reaches the reference intake, from foods that are eaten or named.

    Args:
        text: the day as it was written.
        also: other foods, alone ("almonds") or with the amount that is their portion ("30 g mandlar").
        whose: whose reference.
        knowledge: for the references.
        index: all foods.

    Raises:
        BadInput: a part of the day or a food that cannot be read; no reference intake at that age.
    """
    day = read_day(text, index)
    beside = against_reference(day, whose, knowledge)
    if beside is None:
        raise refuse(
            "--authority",
            "This authority states no reference intake at that age, so what is missing cannot be worked out.",
            "Myndigheten anger inget referensintag vid den åldern, så det går inte att räkna ut vad som saknas.",
        )
    named, amounts = _also(also, index)
    offered = choices(day, named, amounts)
    weighed = {each.food.key for each in offered}
    asked = {food.key: food for food in (*(each.food for each in (*day.eaten, *amounts)), *named)}
    left_out = [food for key, food in asked.items() if key not in weighed]
    return Better(day, beside, improve(day, beside.reference.high, offered, left_out))


def _also(also: Iterable[str], index: Index) -> tuple[list[Edible], list[Eaten]]:
    """Foods named alone, and foods with an amount that is their portion."""
    named: list[Edible] = []
    amounts: list[Eaten] = []
    problems: list[Problem] = []
    for text in also:
        read = read_day(text, index)
        amounts += read.eaten
        for each in read.unclear:
            if each.reason == "no-amount":
                named += each.candidates
            else:
                problems.append(each.problem)
    if problems:
        raise BadInput(problems)
    return named, amounts
