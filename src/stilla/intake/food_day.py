"""A day's food as people write it ("2 dl havregryn, 1 banan, 30 g pumpafrön") → grams and mg of magnesium.

What cannot be read as one food and one weight is named and left out of the sum; it never counts as nothing. A name
that several foods answer to is asked back with those foods. Only the exact name of a food, or an inflection of it,
is taken without asking.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

import msgspec

from stilla.errors import BadInput, Problem
from stilla.intake.foods import MISSPELT, Edible
from stilla.intake.measures import GRAMS, MILLILITRES, NUMBER, PIECE, measure_name, read_amount, unit_of, weights_of
from stilla.quantity import Unreadable
from stilla.text import Text, number

if TYPE_CHECKING:
    from stilla.intake.foods import Index

LONGEST_DAY = 10_000
"""Characters."""
MOST_ITEMS = 100
HEAVIEST = 5000.0
"""Grams of one food in a day; above it something else was meant."""
_OFFERED = 6

Reason = Literal[
    "unknown-food", "ambiguous-food", "no-amount", "unknown-unit", "ambiguous-unit", "no-magnesium-known"
]  # fmt: skip


_ASKED_BACK = frozenset({"unknown-food", "ambiguous-food"})


class Eaten(msgspec.Struct, frozen=True):
    """One food of the day. `mg` is None where the table only says that it lies between `low` and `high` (both mg)."""

    text: str
    food: Edible
    grams: float
    unit: str
    unit_grams: float
    mg: float | None
    low: float
    high: float
    assumes: Text | None = None

    @property
    def counted(self) -> float:
        """The mg that the sum counts: the lowest possible where the table has no figure."""
        return self.low if self.mg is None else self.mg


class Unclear(msgspec.Struct, frozen=True):
    """A part of the day that is in no sum, why, and what to write; `candidates` are foods it may mean, best first."""

    text: str
    reason: Reason
    says: Text
    candidates: tuple[Edible, ...] = ()

    @property
    def problem(self) -> Problem:
        """The same as a refusal, with the names of the candidates."""
        names = [food.name for food in self.candidates if self.reason in _ASKED_BACK]
        en, sv = ("; ".join(name.to(language) for name in names) for language in ("en", "sv"))
        says = Text(f"{self.says.en} Perhaps: {en}.", f"{self.says.sv} Kanske: {sv}.") if names else self.says
        return Problem(Text(self.text[:60], self.text[:60]), says)


class Day(msgspec.Struct, frozen=True):
    """What was eaten, and what could not be read. All sums in mg of magnesium."""

    eaten: tuple[Eaten, ...]
    unclear: tuple[Unclear, ...] = ()

    @property
    def mg(self) -> float:
        """The sum of what is known."""
        return sum(each.counted for each in self.eaten)

    @property
    def low(self) -> float:
        """The sum with the lowest value of every table."""
        return sum(each.low for each in self.eaten)

    @property
    def high(self) -> float:
        """The sum with the highest value of every table."""
        return sum(each.high for each in self.eaten)

    @property
    def complete(self) -> bool:
        """Whether the sum counts everything that was named."""
        return not self.unclear

    def share(self, eaten: Eaten) -> float:
        """How much of the day's magnesium comes from this food, 0 to 1."""
        return eaten.counted / self.mg if self.mg else 0.0


def read_day(text: str, index: Index) -> Day:
    """A day from what somebody typed.

    Raises:
        BadInput: nothing, far too much, or an amount that is no amount; every such amount at once.
    """
    parts = _parts(text)
    found: list[Eaten | Unclear] = []
    problems: list[Problem] = []
    for part in parts:
        try:
            found.append(_item(part, index))
        except Unreadable as error:
            problems.append(Problem(Text(part[:60], part[:60]), error.says))
    if problems:
        raise BadInput(problems)
    return Day(
        tuple(each for each in found if isinstance(each, Eaten)),
        tuple(each for each in found if isinstance(each, Unclear)),
    )


_COUNTS = {"en": "1", "ett": "1", "one": "1", "två": "2", "two": "2", "tre": "3", "three": "3"}
_AND_A_HALF = rf"\b([0-9]+|{'|'.join(_COUNTS)})\s+(?:och|and)\s+(?:(?:en|ett|a)\s+)?(?:halvt?|half|½|1/2)(?!\w)\s*"


def _parts(text: str) -> list[str]:
    if len(text) > LONGEST_DAY:
        raise _refused(
            f"A day is at most {LONGEST_DAY} characters. Write less.", f"En dag är högst {LONGEST_DAY} tecken. Korta."
        )
    text = re.sub(_AND_A_HALF, lambda found: f"{_COUNTS.get(found[1].lower(), found[1])},5 ", text, flags=re.IGNORECASE)
    joined = rf"\s+(?:och|samt|and|plus|\+)\s+(?={NUMBER})"
    # A comma between two digits is a decimal comma.
    split = re.split(rf"[;\n]|(?<![0-9]),|,(?![0-9])|{joined}", text.replace("\u00a0", " "), flags=re.IGNORECASE)
    parts = [" ".join(part.split()) for part in split if part and part.strip(" .")]
    if not parts:
        raise _refused(
            "Write what was eaten, for example: 2 dl rolled oats, 1 banana, 30 g pumpkin seeds.",
            "Skriv vad som åts, till exempel: 2 dl havregryn, 1 banan, 30 g pumpafrön.",
        )
    if len(parts) > MOST_ITEMS:
        raise _refused(
            f"These are {len(parts)} foods; at most {MOST_ITEMS} are read.",
            f"Det här är {len(parts)} livsmedel; högst {MOST_ITEMS} läses.",
        )
    return parts


def _refused(en: str, sv: str) -> BadInput:
    return BadInput([Problem(Text("", ""), Text(en, sv))])


def _item(part: str, index: Index) -> Eaten | Unclear:
    amount, rest = _amount_and_rest(part)
    unit, name = _unit_and_name(rest, index)
    food = _food(part, name, index)
    if isinstance(food, Unclear):
        return food
    if amount is None:
        return Unclear(part, "no-amount", _HOW_MUCH.fill(en=food.name.en, sv=food.name.sv), (food,))
    if amount == 0:
        raise Unreadable("Nothing of it was eaten: leave it out.", "Inget av det åts: utelämna det.")
    return _weighed(part, amount, unit, food)


def _amount_and_rest(part: str) -> tuple[float | None, str]:
    """The amount in front ("30 g seeds") or behind ("seeds 30 g"), and the rest with the measure in front."""
    if found := re.match(rf"({NUMBER})\s*(.*)", part, re.IGNORECASE):
        if re.match(r"[-–]\s*[0-9]", found[2]):
            raise Unreadable(
                "These are two amounts. Write one, for example the middle.",
                "Det här är två mängder. Skriv en, till exempel mitt emellan.",
            )
        return read_amount(found[1]), found[2]
    if found := re.fullmatch(r"(.+?)[\s:]+x?\s*([0-9][0-9.,/]*)\s*([^\W\d]*\.?)", part, re.IGNORECASE):
        measure = unit_of(found[3])
        if measure is not None or not found[3]:
            return read_amount(found[2]), f"{found[3]} {found[1]}".strip()
    return None, part


def _unit_and_name(rest: str, index: Index) -> tuple[str, str]:
    first, _, name = rest.partition(" ")
    unit = unit_of(first)
    if unit is None or not name or index.named(rest):
        return PIECE, rest
    return unit, re.sub(r"^(?:of|av|med|with)\s+", "", name, flags=re.IGNORECASE)


def _food(part: str, name: str, index: Index) -> Edible | Unclear:
    name = name.strip(" .:")
    if len(name) > 200 or not any(letter.isalpha() for letter in name):
        return Unclear(part, "unknown-food", _NO_NAME)
    named = index.named(name)
    if len(named) == 1:
        return named[0]
    if named:
        return Unclear(part, "ambiguous-food", _SEVERAL.fill(name=name), named[:_OFFERED])
    hits = index.search(name, _OFFERED)
    candidates = tuple(hit.food for hit in hits)
    if any(hit.fit < MISSPELT for hit in hits):
        return Unclear(part, "ambiguous-food", _SEVERAL.fill(name=name), candidates)
    return Unclear(part, "unknown-food", _UNKNOWN.fill(name=name), candidates)


def _weighed(part: str, amount: float, unit: str, food: Edible) -> Eaten | Unclear:
    weights = weights_of(unit, food.portions)
    if not weights:
        return Unclear(part, "unknown-unit", _no_weight(food), (food,))
    if len({round(grams, 1) for grams in weights.values()}) > 1:
        shown = "; ".join(f"{written}: {number(grams, 'en')} g" for written, grams in weights.items())
        return Unclear(part, "ambiguous-unit", _WHICH_ONE.fill(measures=shown), (food,))
    if food.low is None or food.high is None:
        return Unclear(part, "no-magnesium-known", _NO_VALUE.fill(en=food.name.en, sv=food.name.sv), (food,))
    unit_grams = next(iter(weights.values()))
    grams = amount * unit_grams
    if grams > HEAVIEST:
        raise Unreadable(
            f"{grams:.0f} g of one food is more than anybody eats in a day (limit {HEAVIEST:.0f} g).",
            f"{grams:.0f} g av ett livsmedel är mer än någon äter på en dag (gräns {HEAVIEST:.0f} g).",
        )
    hundreds = grams / 100
    mg = None if food.mg is None else food.mg * hundreds
    assumes = _assumes(unit, unit_grams, next(iter(weights)))
    return Eaten(part, food, grams, unit, unit_grams, mg, food.low * hundreds, food.high * hundreds, assumes)


def _assumes(unit: str, grams: float, written: str) -> Text | None:
    """What the table does not say itself: how much one of a household measure weighs."""
    if unit in GRAMS:
        return None
    if unit == "cup" and unit_of(written.split(maxsplit=1)[0]) in MILLILITRES.keys() - {"cup"}:
        return Text(
            f"one cup is read as {MILLILITRES['cup'] / 100:g} dl, here {number(grams, 'en')} g",
            f"en cup läses som {number(MILLILITRES['cup'] / 100, 'sv')} dl, här {number(grams, 'sv')} g",
        )
    shown = measure_name(unit)
    return Text(f"1 {shown.en} weighs {number(grams, 'en')} g", f"1 {shown.sv} väger {number(grams, 'sv')} g")


def _no_weight(food: Edible) -> Text:
    known = list(food.portions)[:_OFFERED]
    en, sv = (", ".join(measure_name(each).to(language) for each in known) for language in ("en", "sv"))
    return Text(
        f"No weight is known for this measure of {food.name.en}. Write the amount in {f'{en} or ' if en else ''}g.",
        f"Ingen vikt är känd för det här måttet av {food.name.sv}. Skriv mängden i {f'{sv} eller ' if sv else ''}g.",
    )


_HOW_MUCH = Text("How much {en}? Write for example 30 g.", "Hur mycket {sv}? Skriv till exempel 30 g.")
_SEVERAL = Text(
    "“{name}” can be several foods. Write the name of the one that was eaten.",
    "”{name}” kan vara flera livsmedel. Skriv namnet på det som åts.",
)
_UNKNOWN = Text(
    "No food called “{name}” is known. It is not counted, and not counted as nothing.",
    "Inget livsmedel som heter ”{name}” är känt. Det räknas inte med, och inte som noll.",
)
_NO_NAME = Text("This names no food. It is not counted.", "Här nämns inget livsmedel. Det räknas inte med.")
_WHICH_ONE = Text(
    "This measure has several weights. Write grams, or which one: {measures}.",
    "Måttet har flera vikter. Skriv gram, eller vilket: {measures}.",
)
_NO_VALUE = Text(
    "The table has no magnesium value for {en}. It is not counted, and not counted as nothing.",
    "Tabellen saknar magnesiumvärde för {sv}. Det räknas inte med, och inte som noll.",
)
