"""The published tables of Livsmedelsverket and USDA FoodData Central, from rows and records to foods.

Nothing here opens a file: `stilla.store.food_files` hands rows over. A blank is "not measured", never zero; "< x" is
kept as an upper bound. What is not one of these tables, or only a part of one, is refused with the reason.
"""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Any

import msgspec

from stilla.errors import BadInput, refuse
from stilla.quantity import Unreadable, read_number
from stilla.text import printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

HEADER_WITHIN = 20
"""Rows; the published files have a title above the header."""
HIGHEST = 100_000.0
"""mg in 100 g: pure magnesium. Above it the column holds something else."""
FEWEST = 1
MAGNESIUM_IDS = frozenset({"1090", "304"})
"""FoodData Central's magnesium: its id, and its older number in the survey's files."""
_KEPT_TYPES = frozenset({"foundation_food", "sr_legacy_food", "survey_fndds_food"})
"""Foods; the other rows of food.csv are samples of which they are the mean, or brands."""
_UNDETERMINED = frozenset({"", "undetermined", "racc"})
_LONGEST_NAME = 300

Row = tuple[Any, ...]


class Amount(msgspec.Struct, frozen=True):
    """mg of magnesium in 100 g. All None: not measured. `mg` alone None: only known to lie below `high`."""

    mg: float | None = None
    low: float | None = None
    high: float | None = None


UNMEASURED = Amount()


class Imported(msgspec.Struct, frozen=True, kw_only=True):
    """A food as a table gives it."""

    source: str
    id: str
    name: str
    amount: Amount
    group: str = ""
    portions: dict[str, float] = {}


def read_cell(cell: object, *, point: bool = False) -> Amount:
    """What a cell says of magnesium.

    Args:
        cell: as a spreadsheet or a file holds it.
        point: the table is known to write a decimal point, so that "1.000" is one.

    Raises:
        Unreadable: something that is no amount, or could be two.

    >>> read_cell("1,5"), read_cell(""), read_cell("-").high, read_cell("< 0,3")
    (Amount(mg=1.5, low=1.5, high=1.5), Amount(mg=None, low=None, high=None), None, Amount(mg=None, low=0.0, high=0.3))
    """
    if cell is None or (isinstance(cell, float) and math.isnan(cell)):
        return UNMEASURED
    text = re.sub(r"[\s\u00a0\u202f]", "", str(cell)).casefold()
    if text in {"", "-", "–", "—", "n/a", "na", "nan", "null", "none", "."}:
        return UNMEASURED
    below = text.startswith(("<", "≤"))
    # A cell that a spreadsheet holds as a number cannot have a thousands separator.
    exact = isinstance(cell, int | float) or (point and re.fullmatch(r"[0-9]*\.?[0-9]+(?:e[-+]?[0-9]+)?", text))
    value = float(text) if exact else read_number(text.lstrip("<≤="))
    if not 0 <= value <= HIGHEST:
        raise Unreadable(
            f"{value:g} mg is not possible in 100 g (0 to {HIGHEST:g}).",
            f"{value:g} mg är inte möjligt i 100 g (0 till {HIGHEST:g}).",
        )
    return Amount(None, 0.0, value) if below else Amount(value, value, value)


class Columns(msgspec.Struct, frozen=True):
    """A table of one row a food: which column is which, by the header as published."""

    source: str
    title: str
    id: str
    name: str
    magnesium: str
    group: str = ""
    portions: tuple[tuple[str, str], ...] = ()
    """Pairs of columns: grams, and what weighs so much."""
    point: bool = False
    """Whether numbers are known to be written with a decimal point."""


TABLES = (
    Columns("slv", "Livsmedelsverket", "livsmedelsnummer", "livsmedelsnamn", "magnesium, mg (mg)", "gruppering"),
    Columns(
        "sr28", "USDA SR28", "ndb_no", "shrt_desc", "magnesium_(mg)", "",
        (("gmwt_1", "gmwt_desc1"), ("gmwt_2", "gmwt_desc2")), point=True,
    ),
)  # fmt: skip
"""Tables that are read from one sheet or one CSV file."""


def read_table(rows: Iterable[Sequence[object]], where: str) -> Iterator[Imported]:
    """The foods of a sheet of Livsmedelsverket or of SR28, however many title rows stand above the header.

    Raises:
        BadInput: not such a table, a row that is cut off, a food without a number or twice, a value that is none.
    """
    numbered = enumerate(rows, start=1)
    columns, header = _header(numbered, where)
    places = {name: place for place, name in enumerate(header) if name}
    missing = [name for name in (columns.id, columns.name, columns.magnesium) if name not in places]
    if missing:
        raise refuse(
            where,
            f"This looks like {columns.title}'s table, but the column {missing[0]} is missing. Download it anew.",
            f"Det här liknar tabellen från {columns.title}, men kolumnen {missing[0]} saknas. Ladda ner den igen.",
        )
    seen: set[str] = set()
    for line, row in numbered:
        if not any(str(cell or "").strip() for cell in row):
            continue
        if len(row) < len(header) or any(str(cell or "").strip() for cell in row[len(header) :]):
            raise torn(where, line)
        yield _food(row, columns, places, (where, line), seen)
    if len(seen) < FEWEST:
        raise refuse(where, "There is no food in this file.", "Det finns inget livsmedel i filen.")


def _header(numbered: Iterator[tuple[int, Sequence[object]]], where: str) -> tuple[Columns, list[str]]:
    for line, row in numbered:
        names = [" ".join(str(cell or "").split()).casefold() for cell in row]
        for columns in TABLES:
            if columns.name in names or columns.id in names:
                return columns, names
        if line >= HEADER_WITHIN:
            break
    raise foreign(where)


def _food(
    row: Sequence[object], columns: Columns, places: dict[str, int], place: tuple[str, int], seen: set[str]
) -> Imported:
    where, line = place
    number, name = _code(row[places[columns.id]]), _name(row[places[columns.name]])
    if not number or not name:
        raise torn(where, line)
    if number in seen:
        raise refuse(
            f"{where}:{line}", f"The food {number} stands here twice.", f"Livsmedlet {number} står här två gånger."
        )
    seen.add(number)
    portions: dict[str, float] = {}
    for grams, what in columns.portions:
        if grams in places and what in places:
            _portion(portions, str(row[places[what]] or ""), row[places[grams]])
    return Imported(
        source=columns.source,
        id=number,
        name=name,
        amount=amount_at(row[places[columns.magnesium]], f"{where}:{line}", point=columns.point),
        group=_name(row[places[columns.group]]) if columns.group in places else "",
        portions=portions,
    )


def amount_at(cell: object, where: str, *, point: bool = True) -> Amount:
    """A cell with its place in the sentence where it cannot be read."""
    try:
        return read_cell(cell, point=point)
    except Unreadable as error:
        raise refuse(where, f"Magnesium: {error.says.en}", f"Magnesium: {error.says.sv}") from error


def _code(cell: object) -> str:
    text = str(cell if cell is not None else "").strip()
    return text.removesuffix(".0")[:40]


def _name(cell: object) -> str:
    return printable(" ".join(str(cell or "").split()))[:_LONGEST_NAME]


def _portion(portions: dict[str, float], text: str, grams: object) -> None:
    """Keep what one of a measure weighs ("1 cup, diced" 132 g, "0.5 cup" 60 g); skip what does not say."""
    found = re.match(r"\s*([0-9]*\.?[0-9]+)?\s*(.*)", text)
    try:
        count, weight = float(found[1] or 1) if found else 1.0, float(str(grams))
    except ValueError:
        return
    label = _name(found[2] if found else "").strip(" ,")
    if label.casefold() not in _UNDETERMINED and count > 0 and 0 < weight < HIGHEST:
        portions.setdefault(label, weight / count)


def read_fdc_tables(tables: dict[str, Iterable[dict[str, str]]], where: str) -> Iterator[Imported]:
    """The foods of FoodData Central's CSV download: the tables `food`, `food_nutrient` and, if there, the portions.

    Raises:
        BadInput: no food, an amount that is none, or not one value of magnesium.
    """
    foods = {
        row["fdc_id"]: (_name(row["description"]), row.get("food_category_id") or "")
        for row in tables["food"]
        if row["data_type"] in _KEPT_TYPES and _name(row["description"])
    }
    if not foods:
        raise refuse(
            where,
            "food.csv holds no Foundation, SR Legacy or Survey food. Download one of these.",
            "food.csv innehåller inget livsmedel ur Foundation, SR Legacy eller Survey. Ladda ner något av dem.",
        )
    amounts = {
        row["fdc_id"]: amount_at(row["amount"], f"{where}, food_nutrient.csv, {row['fdc_id']}")
        for row in tables["food_nutrient"]
        if row["nutrient_id"] in MAGNESIUM_IDS and row["fdc_id"] in foods
    }
    if not amounts:
        raise refuse(
            where,
            "food_nutrient.csv holds no magnesium (1090) for these foods. It belongs to another download, or is cut.",
            "food_nutrient.csv saknar magnesium (1090) för livsmedlen. Den hör till en annan nedladdning eller är av.",
        )
    portions = _fdc_portions(tables, foods)
    for number, (name, group) in foods.items():
        yield Imported(
            source="fdc",
            id=number,
            name=name,
            amount=amounts.get(number, UNMEASURED),
            group=group,
            portions=portions.get(number, {}),
        )


def _fdc_portions(tables: dict[str, Iterable[dict[str, str]]], foods: Any) -> dict[str, dict[str, float]]:
    units = {row["id"]: row["name"] for row in tables.get("measure_unit", ())}
    found: dict[str, dict[str, float]] = {}
    for row in tables.get("food_portion", ()):
        if row["fdc_id"] in foods:
            unit = units.get(row.get("measure_unit_id") or "", "")
            label = _label(unit, row.get("modifier") or "", row.get("portion_description") or "")
            _portion(found.setdefault(row["fdc_id"], {}), f"{row.get('amount') or ''} {label}", row["gram_weight"])
    return found


def _label(unit: str, modifier: str, description: str) -> str:
    parts = ["" if unit.casefold() in _UNDETERMINED else unit, "" if modifier.isdecimal() else modifier]
    return ", ".join(part for part in parts if part) or description


class _Nutrient(msgspec.Struct, frozen=True):
    id: int | None = None
    number: str | None = None
    unit: str | None = msgspec.field(name="unitName", default=None)


class _FoodNutrient(msgspec.Struct, frozen=True):
    nutrient: _Nutrient = _Nutrient()
    amount: float | None = None


class _MeasureUnit(msgspec.Struct, frozen=True):
    name: str = ""


class _Portion(msgspec.Struct, frozen=True, rename="camel"):
    gram_weight: float | None = None
    amount: float | None = None
    modifier: str | None = None
    portion_description: str | None = None
    measure_unit: _MeasureUnit = _MeasureUnit()


class _Category(msgspec.Struct, frozen=True):
    description: str = ""


class _Food(msgspec.Struct, frozen=True, rename="camel"):
    fdc_id: int
    description: str
    food_nutrients: list[_FoodNutrient]
    food_portions: list[_Portion] = []
    food_category: _Category | None = None


class _Download(msgspec.Struct, frozen=True):
    foundation: list[_Food] | None = msgspec.field(name="FoundationFoods", default=None)
    legacy: list[_Food] | None = msgspec.field(name="SRLegacyFoods", default=None)
    survey: list[_Food] | None = msgspec.field(name="SurveyFoods", default=None)


def read_fdc_json(content: bytes, where: str) -> Iterator[Imported]:
    """The foods of FoodData Central's JSON download.

    Raises:
        BadInput: cut off, not JSON, or JSON of another kind.
    """
    try:
        found = msgspec.json.decode(content, type=_Download)
    except msgspec.ValidationError as error:
        raise foreign(where, str(error)) from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise refuse(
            where,
            f"The file is cut off or damaged ({error}). Download it anew.",
            f"Filen är avklippt eller skadad ({error}). Ladda ner den igen.",
        ) from error
    foods = [food for part in (found.foundation, found.legacy, found.survey) for food in part or ()]
    if not foods:
        raise foreign(where)
    for food in foods:
        portions: dict[str, float] = {}
        for each in food.food_portions:
            label = _label(each.measure_unit.name, each.modifier or "", each.portion_description or "")
            _portion(portions, f"{each.amount or ''} {label}", each.gram_weight)
        yield Imported(
            source="fdc",
            id=str(food.fdc_id),
            name=_name(food.description),
            amount=_magnesium(food, where),
            group=food.food_category.description if food.food_category else "",
            portions=portions,
        )


def _magnesium(food: _Food, where: str) -> Amount:
    for each in food.food_nutrients:
        if each.nutrient.id == 1090 or (each.nutrient.id is None and each.nutrient.number == "304"):
            if (each.nutrient.unit or "mg").casefold() != "mg":
                raise refuse(
                    f"{where}, {food.fdc_id}",
                    f"Magnesium is given in {each.nutrient.unit}, not in mg.",
                    f"Magnesium anges i {each.nutrient.unit}, inte i mg.",
                )
            return amount_at(each.amount, f"{where}, {food.fdc_id}")
    return UNMEASURED


def torn(where: str, line: int) -> BadInput:
    """A file that ends or breaks in the middle of a row."""
    return refuse(
        f"{where}:{line}",
        "The file is cut off or damaged here. Download it anew; nothing was imported.",
        "Filen är avklippt eller skadad här. Ladda ner den igen; inget importerades.",
    )


def foreign(where: str, detail: str = "") -> BadInput:
    """A file of another kind."""
    more = f" ({printable(detail)[:120]})" if detail else ""
    return refuse(
        where,
        f"This is not a food table that Stilla reads{more}. It reads Livsmedelsverket's XLSX or CSV, and USDA "
        "FoodData Central's CSV folder or ZIP, JSON, and SR28 abbreviated CSV. Nothing was imported.",
        f"Det här är inte en livsmedelstabell som Stilla läser{more}. Den läser Livsmedelsverkets XLSX eller CSV, och "
        "USDA FoodData Centrals CSV-mapp eller ZIP, JSON, och SR28 förkortad CSV. Inget importerades.",
    )
