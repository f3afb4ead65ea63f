"""The food table: magnesium per 100 g of the foods people name, with where each figure comes from.

One row is one food in one state (raw, boiled, dry). Food tables disagree, sometimes several times over, so a food
keeps every figure that was looked up, the one we act on, and the lowest and highest.
"""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING, Literal, get_args

import msgspec

from stilla.text import Text
from stilla.text_search import plain

if TYPE_CHECKING:
    from collections.abc import Iterator

COLUMNS = (
    "id",
    "name_sv",
    "name_en",
    "words",
    "group",
    "mg",
    "mg_low",
    "mg_high",
    "slv_name",
    "slv_id",
    "slv_mg",
    "usda_name",
    "usda_id",
    "usda_mg",
    "portions",
    "note",
)
"""The columns of `foods.csv`, in this order. Cells with several parts separate them by `|`."""

Group = Literal[
    "bread",
    "cereals",
    "porridge",
    "dairy",
    "meat",
    "fish",
    "egg",
    "vegetables",
    "fruit",
    "legumes",
    "nuts-seeds",
    "cocoa-sweets",
    "drinks",
    "fats",
    "dishes",
    "other",
]

UNITS = frozenset(
    {"dl", "msk", "tsk", "st", "skiva", "portion", "näve", "glas", "kopp", "klyfta", "bit", "ruta", "burk", "flaska"}
)
"""Household measures as the table writes them. A `dl` is 100 ml, an `msk` 15 ml, a `tsk` 5 ml."""

MOST_MG = 1000.0
"""mg per 100 g. No food comes near: hulled hemp seeds have 700."""

_HEAVIEST = 1000.0
_TWOFOLD = 2
_ROUNDING = 3
_ID = r"[a-z0-9]+(-[a-z0-9]+)*"
_NUMBER = r"[0-9]+(\.[0-9]+)?"
_SLV_ID = r"[0-9]{1,5}"
_SR28_ID = r"[0-9]{5}"
_FDC_ID = r"fdc:[0-9]{6,7}"


class Figure(msgspec.Struct, frozen=True):
    """What one food table says."""

    source: str
    """Id of a source: `slv-2022`, `usda-sr28` or `usda-fdc-2019`."""

    id: str
    name: str
    mg: float
    """mg of magnesium per 100 g edible portion."""


class Portion(msgspec.Struct, frozen=True):
    """What one household measure (see `UNITS`) or piece of a food weighs."""

    unit: str
    grams: float


class Food(msgspec.Struct, frozen=True):
    """A food in one state, with every figure that was looked up for it. All mg are per 100 g edible portion."""

    id: str
    name: Text
    words: tuple[str, ...]
    """Other names people type. No word, and no name, belongs to two foods."""

    group: Group
    mg: float
    """The figure we act on: the first of `figures`, unless `note` says why another."""

    mg_low: float
    mg_high: float
    figures: tuple[Figure, ...]
    """Livsmedelsverket's before USDA's; at least one."""

    portions: tuple[Portion, ...]
    note: str = ""

    @property
    def sources(self) -> tuple[str, ...]:
        """Ids of the sources of its figures, each once."""
        return tuple(dict.fromkeys(figure.source for figure in self.figures))

    @property
    def tables_differ(self) -> bool:
        """Whether the tables differ twofold or more, and by more than rounding (3 mg)."""
        return self.mg_high >= _TWOFOLD * self.mg_low and self.mg_high - self.mg_low >= _ROUNDING


def read_foods(text: str) -> tuple[list[Food], list[str]]:
    """The foods of a table, and every fault of it as a sentence that begins with its line.

    A row with a fault that makes it unreadable is left out of the foods; nothing is raised.
    """
    foods: list[Food] = []
    faults: list[str] = []
    known: dict[str, str] = {}
    table = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    try:
        if tuple(table.fieldnames or ()) != COLUMNS:
            return [], [f"line 1: the columns are {', '.join(COLUMNS)}"]
        for row in table:
            try:
                food = _food(row)
            except ValueError as error:
                faults.append(f"line {table.line_num}: {row.get('id') or 'a row without id'}: {error}")
                continue
            says = [*_faults_of(food), *_taken(food, known)]
            faults += [f"line {table.line_num}: {food.id}: {each}" for each in says]
            foods.append(food)
    except csv.Error as error:
        faults.append(f"line {table.line_num}: cannot be read as CSV: {error}")
    return foods, faults


def _food(row: dict[str, str]) -> Food:
    if None in row or None in row.values():
        raise ValueError(f"a row has {len(COLUMNS)} columns")
    cells = {name: cell.strip() for name, cell in row.items()}
    if not re.fullmatch(_ID, cells["id"]):
        raise ValueError("an id is lower-case letters, digits and hyphens")
    if not (cells["name_sv"] and cells["name_en"]):
        raise ValueError("name_sv and name_en are both needed")
    return Food(
        id=cells["id"],
        name=Text(cells["name_en"], cells["name_sv"]),
        words=tuple(_split(cells["words"])),
        group=_group(cells["group"]),
        mg=_mg("mg", cells["mg"]),
        mg_low=_mg("mg_low", cells["mg_low"]),
        mg_high=_mg("mg_high", cells["mg_high"]),
        figures=(*_figures("slv", cells), *_figures("usda", cells)),
        portions=tuple(_portion(part) for part in _split(cells["portions"])),
        note=cells["note"],
    )


def _split(cell: str) -> list[str]:
    return [part.strip() for part in cell.split("|") if part.strip()]


def _group(cell: str) -> Group:
    if cell not in get_args(Group):
        raise ValueError(f"{cell!r} is not a group; the groups are {', '.join(get_args(Group))}")
    group: Group = msgspec.convert(cell, Group)
    return group


def _mg(column: str, cell: str) -> float:
    if not cell:
        raise ValueError(f"{column} is blank, and blank is not zero")
    if not re.fullmatch(_NUMBER, cell, re.ASCII) or float(cell) > MOST_MG:
        raise ValueError(f"{column} is {cell[:20]!r}, not a number from 0 to {MOST_MG:g}")
    return float(cell)


def _figures(table: str, cells: dict[str, str]) -> Iterator[Figure]:
    names, ids, amounts = (_split(cells[f"{table}_{part}"]) for part in ("name", "id", "mg"))
    if not len(names) == len(ids) == len(amounts):
        raise ValueError(f"{table}_name, {table}_id and {table}_mg need equally many parts")
    for name, key, amount in zip(names, ids, amounts, strict=True):
        yield Figure(_source(table, key), key, name, _mg(f"{table}_mg", amount))


def _source(table: str, key: str) -> str:
    if table == "slv" and re.fullmatch(_SLV_ID, key, re.ASCII):
        return "slv-2022"
    if table == "usda" and re.fullmatch(_SR28_ID, key, re.ASCII):
        return "usda-sr28"
    if table == "usda" and re.fullmatch(_FDC_ID, key, re.ASCII):
        return "usda-fdc-2019"
    raise ValueError(f"{key!r} is not an id of a food in the column {table}_id")


def _portion(part: str) -> Portion:
    unit, equals, grams = part.partition("=")
    if unit not in UNITS:
        raise ValueError(f"{unit!r} is not a unit; the units are {', '.join(sorted(UNITS))}")
    if not equals or not re.fullmatch(_NUMBER, grams, re.ASCII) or not 0 < float(grams) <= _HEAVIEST:
        raise ValueError(f"the portion {part!r} needs grams above 0 and up to {_HEAVIEST:g}, such as {unit}=100")
    return Portion(unit, float(grams))


def _faults_of(food: Food) -> Iterator[str]:
    """What a readable row says that cannot hold together."""
    if not food.figures:
        yield "no table is named: a food needs slv_id or usda_id"
        return
    amounts = [figure.mg for figure in food.figures]
    if not food.mg_low <= food.mg <= food.mg_high:
        yield "mg_low, mg and mg_high must run upwards"
    if (food.mg_low, food.mg_high) != (min(amounts), max(amounts)):
        yield f"the lowest and highest figures are {min(amounts):g} and {max(amounts):g}"
    if food.mg not in amounts:
        yield "mg is the figure of no table"
    if food.mg != amounts[0] and not food.note:
        yield "mg is not the first figure, and no note says why"
    if food.tables_differ and not food.note:
        yield "the tables differ twofold, and no note says so"
    if len({portion.unit for portion in food.portions}) < len(food.portions):
        yield "a unit stands twice in portions"


def _taken(food: Food, known: dict[str, str]) -> Iterator[str]:
    """The id, names and words that another food already has; `known` learns those of this one."""
    if f"id {food.id}" in known:
        yield "another food has this id"
    known[f"id {food.id}"] = food.id
    for name in sorted({plain(name) for name in (food.name.en, food.name.sv, *food.words)}):
        owner = known.setdefault(f"name {name}", food.id)
        if owner != food.id:
            yield f"the name {name!r} already belongs to {owner}"
