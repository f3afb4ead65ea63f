"""How people say how much: numbers in figures and words, household measures in Swedish and English."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from stilla.quantity import read_number
from stilla.text import Text

if TYPE_CHECKING:
    from collections.abc import Mapping

GRAMS = {"g": 1.0, "hg": 100.0, "kg": 1000.0, "oz": 28.35, "lb": 453.6}
"""Measure of weight → grams."""

MILLILITRES = {"ml": 1.0, "tsp": 5.0, "tbsp": 15.0, "cl": 10.0, "dl": 100.0, "cup": 240.0, "l": 1000.0}
"""Measure of volume → millilitres. A cup is the American one of food labels."""

PIECE = "piece"

_SPELLINGS = {
    "g": "g gr gram grams gramme grammes",
    "hg": "hg hekto",
    "kg": "kg kilo kilos kilogram kilograms",
    "oz": "oz ounce ounces",
    "lb": "lb lbs pound pounds",
    "ml": "ml milliliter millilitre millilitres milliliters krm kryddmått",
    "cl": "cl centiliter centilitre",
    "dl": "dl deciliter decilitre decilitres deciliters",
    "l": "l liter litre litres liters",
    "tsp": "tsk tesked teskedar tsp teaspoon teaspoons",
    "tbsp": "msk matsked matskedar tbsp tablespoon tablespoons",
    "cup": "cup cups",
    "mug": "kopp koppar mugg muggar mug mugs",
    PIECE: "st stk styck stycken piece pieces pc pcs whole medium medelstor medelstora hel hela",
    "slice": "skiva skivor slice slices",
    "handful": "näve nävar handfull handfulls handful handfuls nave",
    "portion": "portion portioner portions serving servings",
    "glass": "glas glass glasses",
    "clove": "klyfta klyftor clove cloves wedge wedges",
    "can": "burk burkar can cans tin tins",
    "packet": "paket förpackning förpackningar påse påsar packet packets bag bags",
    "plate": "tallrik tallrikar plate plates",
    "bowl": "skål skålar bowl bowls",
    "square": "ruta rutor square squares",
    "bit": "bit bitar chunk chunks",
    "bar": "kaka kakor stycke bar bars",
    "fillet": "filé filéer fillet fillets",
    "bottle": "flaska flaskor bottle bottles",
    "small": "liten litet små small",
    "large": "stor stort stora large big",
}
UNITS = {spelling: unit for unit, spellings in _SPELLINGS.items() for spelling in spellings.split()}
"""What people write → the measure."""

_WORDS = {
    "en": 1, "ett": 1, "a": 1, "an": 1, "one": 1, "två": 2, "tva": 2, "two": 2, "tre": 3, "three": 3, "fyra": 4,
    "four": 4, "fem": 5, "five": 5, "sex": 6, "six": 6, "sju": 7, "seven": 7, "åtta": 8, "atta": 8, "eight": 8,
    "nio": 9, "nine": 9, "tio": 10, "ten": 10, "elva": 11, "eleven": 11, "tolv": 12, "twelve": 12, "halv": 0.5,
    "halvt": 0.5, "half": 0.5, "kvarts": 0.25, "quarter": 0.25,
}  # fmt: skip
_SIGNS = {"½": 0.5, "¼": 0.25, "¾": 0.75, "⅓": 1 / 3, "⅔": 2 / 3}
_SIGN = f"[{''.join(_SIGNS)}]"
_DIGITS = r"[-+\u2212]?[0-9](?:[0-9.,]*[0-9])?(?:e[-+]?[0-9]+)?|nan\b|inf\b"
_HALF = r"(?:en|ett|a|an|one)\s+(?:halv|halvt|half|kvarts|quarter)(?:\s+(?:a|an|en|ett))?|(?:half|quarter)\s+(?:a|an)"
_WORD = "|".join(sorted(_WORDS, key=len, reverse=True))
NUMBER = rf"(?:(?:[0-9]+\s+)?[0-9]+\s*/\s*[0-9]+|[0-9]*\s*{_SIGN}|{_DIGITS}|(?:{_HALF}|{_WORD})(?=\s))"
"""An amount at the beginning of a text, in figures or words."""


def read_amount(written: str) -> float:
    """A number as people write amounts of food.

    Raises:
        Unreadable: below zero, not a number, or one that could mean two things.

    >>> read_amount("1,5"), read_amount("1 1/2"), read_amount("två"), read_amount("½"), read_amount("a half")
    (1.5, 1.5, 2.0, 0.5, 0.5)
    """
    text = " ".join(written.casefold().split())
    if found := re.fullmatch(r"(?:([0-9]+) )?([0-9]+) ?/ ?([0-9]+)", text):
        if not int(found[3]):
            return read_number(text)
        return int(found[1] or 0) + int(found[2]) / int(found[3])
    if found := re.fullmatch(rf"([0-9]*) ?({_SIGN})", text):
        return int(found[1] or 0) + _SIGNS[found[2]]
    words = text.split()
    if words and all(word in _WORDS for word in words):
        return float(min(_WORDS[word] for word in words if len(words) == 1 or word not in {"en", "ett", "a", "an"}))
    return read_number(text)


UNIT_NAMES = {
    "tsp": Text("tsp", "tsk"),
    "tbsp": Text("tbsp", "msk"),
    "mug": Text("coffee cup", "kopp"),
    PIECE: Text("piece", "st"),
    "slice": Text("slice", "skiva"),
    "handful": Text("handful", "näve"),
    "portion": Text("portion", "portion"),
    "glass": Text("glass", "glas"),
    "clove": Text("clove", "klyfta"),
    "can": Text("can", "burk"),
    "packet": Text("packet", "paket"),
    "plate": Text("plate", "tallrik"),
    "bowl": Text("bowl", "skål"),
    "square": Text("square", "ruta"),
    "bit": Text("bit", "bit"),
    "bar": Text("bar", "kaka"),
    "fillet": Text("fillet", "filé"),
    "bottle": Text("bottle", "flaska"),
    "small": Text("small one", "liten"),
    "large": Text("large one", "stor"),
}
"""Measures as they are shown, where they differ from how they are named here."""


def measure_name(written: str) -> Text:
    """A measure as people call it; what is more than one word stays as the table writes it.

    >>> measure_name("msk").en, measure_name("cup, chopped").sv
    ('tbsp', 'cup, chopped')
    """
    unit = written if written in UNIT_NAMES else unit_of(written)
    return UNIT_NAMES.get(unit, Text(unit, unit)) if unit else Text(written, written)


def unit_of(word: str) -> str | None:
    """The measure a word stands for, if it is one.

    >>> unit_of("Nävar"), unit_of("msk."), unit_of("banan")
    ('handful', 'tbsp', None)
    """
    return UNITS.get(word.casefold().rstrip("."))


def weights_of(unit: str, portions: Mapping[str, float]) -> dict[str, float]:
    """Every weight that one of a measure may have for a food: the table's own words → grams.

    A measure of volume is converted from another one that the table weighs. Empty: nothing is known.

    >>> weights_of("tbsp", {"dl": 40.0})
    {'dl': 6.0}
    >>> weights_of("cup", {"cup, chopped": 91.0, "cup, halves": 100.0})
    {'cup, chopped': 91.0, 'cup, halves': 100.0}
    """
    if unit in GRAMS:
        return {unit: GRAMS[unit]}
    by_unit: dict[str, dict[str, float]] = {}
    for written, grams in portions.items():
        if (known := _unit_of_portion(written)) is not None:
            by_unit.setdefault(known, {})[written] = grams
    if found := by_unit.get(unit):
        return {unit: found[unit]} if unit in found else found
    if unit == "cup" and "mug" in by_unit:
        return by_unit["mug"]
    if unit in MILLILITRES:
        volumes = sorted(
            (abs(MILLILITRES[known] - MILLILITRES[unit]), known) for known in by_unit if known in MILLILITRES
        )
        for _, nearest in volumes[:1]:
            factor = MILLILITRES[unit] / MILLILITRES[nearest]
            return {written: grams * factor for written, grams in by_unit[nearest].items()}
    return {}


def _unit_of_portion(written: str) -> str | None:
    """The measure that a table's own words begin with ("cup, chopped")."""
    words = re.findall(r"[^\W\d]+", written)
    return unit_of(words[0]) if words else None
