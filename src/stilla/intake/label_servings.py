"""What an amount is for (a tablet, two capsules, a day, 100 g), and how many the label says to take a day."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from stilla.intake.label_words import ADJECTIVES, DAILY, DAY, GIVES, LITRE, NUMBERS, OFTEN, PER, TIMES, UNITS, VARAV
from stilla.text import Text, number

if TYPE_CHECKING:
    from stilla.intake.label_tokens import Token

DAY_UNIT = "day"
CONCENTRATIONS = frozenset({"100 g", "100 ml", "litre", "kg"})
"""Bases that say how much is in the stuff, not in what somebody takes."""


ALIKE = 0.05
"""Amounts that differ by no more than this share of the larger are one."""


def alike(a: float, b: float) -> bool:
    """Whether two amounts are the same but for rounding."""
    return abs(a - b) <= ALIKE * max(a, b)


class Base(msgspec.Struct, frozen=True):
    """So many of a unit: 2 capsules, 1 serving, 1 day, 1 × 100 g. `at`: where it stands in the row of tokens."""

    count: float
    unit: str
    at: int = -1
    open: bool = False
    """Whether the label gives a range or an unclear count."""

    @property
    def is_concentration(self) -> bool:
        """Whether it is an amount of stuff."""
        return self.unit in CONCENTRATIONS

    def shown(self) -> Text:
        """In words: "2 capsules"."""
        en, sv, many_en, many_sv = _NAMES.get(self.unit, (self.unit,) * 4)
        if self.count == 1:
            return Text(en, sv)
        return Text(f"{number(self.count, 'en')} {many_en}", f"{number(self.count, 'sv')} {many_sv}")


_NAMES = {
    "tablet": ("tablet", "tablett", "tablets", "tabletter"),
    "capsule": ("capsule", "kapsel", "capsules", "kapslar"),
    "gummy": ("gummy", "tuggbit", "gummies", "tuggbitar"),
    "scoop": ("scoop", "skopa", "scoops", "skopor"),
    "sachet": ("sachet", "påse", "sachets", "påsar"),
    "teaspoon": ("teaspoon", "tesked", "teaspoons", "teskedar"),
    "tablespoon": ("tablespoon", "matsked", "tablespoons", "matskedar"),
    "serving": ("serving", "portion", "servings", "portioner"),
    "drop": ("drop", "droppe", "drops", "droppar"),
    "spray": ("spray", "sprayning", "sprays", "sprayningar"),
    "day": ("day", "dag", "days", "dagar"),
    "litre": ("litre", "liter", "litres", "liter"),
}


class Servings(msgspec.Struct, frozen=True):
    """Every base the label names, and the daily dose it gives, if one."""

    bases: tuple[Base, ...] = ()
    dose: Base | None = None

    def same_rate(self, places: tuple[int, ...], row: list[Token]) -> bool:
        """Whether amounts at these places are one amount for different counts: 150 mg a tablet, 300 mg in two."""
        rates: dict[str, float] = {}
        for place in places:
            base = self.of(place, row)
            mg = row[place].mg
            if base is None or base.count <= 0 or base.open or len(mg) != 1:
                return False
            rate = rates.setdefault(base.unit, mg[0] / base.count)
            if not alike(rate, mg[0] / base.count):
                return False
        return len(rates) == 1 or (len(rates) == 2 and DAY_UNIT in rates)

    def of(self, place: int, row: list[Token]) -> Base | None:
        """The base an amount is for: the one beside it, else the last heading before it, else the first after."""
        start, end = _sentence(row, place)
        for base in self.bases:
            heads = _text(row, base.at + 1) == ":"
            if place < base.at < end and not heads and not _amount_between(row, place, base.at):
                return base
        before = [base for base in self.bases if start <= base.at < place] or [
            base for base in self.bases if base.at < place
        ]
        if before:
            return before[-1]
        sized = [base for base in self.bases if base.at > end and not base.is_concentration]
        return sized[0] if sized else None


def servings(row: list[Token]) -> Servings:
    """The bases and the dose that a label names."""
    bases: list[Base] = []
    doses: list[Base] = []
    skip = -1
    for place, token in enumerate(row):
        if place < skip:
            continue
        if token.text in UNITS:
            base, after = _counted(row, place)
            if (dose := _dose(row, base, after)) is not None:
                doses.append(dose[0])
                skip = dose[1]
            if _gives(row, skip) if dose is not None else _is_base(row, base, after):
                bases.append(dose[0] if dose is not None else base)
        elif _is_day(row, place):
            bases.append(Base(1, DAY_UNIT, place))
        elif (stuff := _stuff(row, place)) is not None:
            bases.append(stuff)
    merged, daily = _settled(bases)
    return Servings(tuple(merged), _one_dose([*daily, *doses]))


def _is_day(row: list[Token], place: int) -> bool:
    """Whether "per day" or "daily dose" stands here."""
    word = row[place].text
    if word in {"dagsdos", "dagsdosen", "dagsdosering"}:
        return True
    return word in DAY and _text(row, place - 1) in PER and _text(row, place - 1) not in {"i", "in", "à"}


def _settled(bases: list[Base]) -> tuple[list[Base], list[Base]]:
    """The bases with "per serving (2 capsules)" as one, and the doses that "daily dose (2 capsules)" gives."""
    result: list[Base] = []
    daily: list[Base] = []
    for base in bases:
        last = result[-1] if result else None
        explains = last is not None and 0 < base.at - last.at <= _EXPLAINS and not base.is_concentration
        if (
            explains
            and last is not None
            and last.unit in {"serving", DAY_UNIT}
            and base.unit not in {"serving", DAY_UNIT}
        ):
            result[-1] = base
            if last.unit == DAY_UNIT:
                daily.append(base)
        else:
            result.append(base)
    return result, daily


def _gives(row: list[Token], place: int) -> bool:
    """Whether "gives" or "providing" stands here, also after a comma."""
    if place < len(row) and row[place].kind == "break":
        place += 1
    return _text(row, place) in GIVES | VARAV


_EXPLAINS = 4
"""Tokens between "serving" and the count that explains it."""


def _counted(row: list[Token], place: int) -> tuple[Base, int]:
    """The count before a unit word; 1 where none stands."""
    unit = UNITS[row[place].text]
    position = place - 1
    while position >= 0 and row[position].kind == "word" and row[position].text in ADJECTIVES:
        position -= 1
    if position >= 1 and row[position].text in {")", "]"} and row[position - 1].kind == "number":
        position -= 1
    before = row[position] if position >= 0 else None
    count, unclear = 1.0, False
    if before is not None and before.kind == "number" and not before.unit and before.values:
        count, unclear = before.values[0], bool(before.doubt) or _is_fraction(row, position)
    elif before is not None and before.text in NUMBERS:
        count = float(NUMBERS[before.text])
    return Base(count, unit, place, open=unclear), place + 1


def _is_fraction(row: list[Token], place: int) -> bool:
    """Whether the number at this place is the lower half of "1/2"."""
    above = row[place - 2] if place >= 2 else None
    return _text(row, place - 1) == "/" and above is not None and above.kind == "number" and not above.unit


def _is_base(row: list[Token], base: Base, after: int) -> bool:
    """Whether a counted unit says what amounts are for: after "per", before "contains", as serving size."""
    if _text(row, after) == ")":
        after += 1
    if _text(row, after) in GIVES | {"=", ":"}:
        return True
    position = base.at - 1
    seen = 0
    while position >= 0 and seen < 5:
        token = row[position]
        if token.text in PER or token.text in {"size", "portionsstorlek", "dagsdos", "dagsdosen"}:
            return token.text not in {"i", "in", "from", "från"} or seen > 0
        if token.kind == "number" and token.unit and not token.mg:
            return False
        if token.kind != "number" and token.text not in NUMBERS and token.text not in ADJECTIVES | {":", "(", ")", "="}:
            return False
        if token.mg:
            return False
        position -= 1
        seen += 1
    return False


def _dose(row: list[Token], base: Base, after: int) -> tuple[Base, int] | None:
    """Units a day, as in "2 capsules daily" or "en kapsel om dagen", and where the words end."""
    if base.unit == "serving" and _text(row, base.at - 1) in PER:
        return None
    times, unclear, counted = 1.0, base.open, base.count != 1 or _has_count(row, base.at)
    for position in range(after, min(after + 10, len(row))):
        token = row[position]
        text = token.text
        if token.kind == "stop" or token.mg or text in GIVES or text in UNITS or text in {":", "="}:
            return None
        if text in OFTEN:
            times = OFTEN[text]
        elif text in TIMES and position > 0:
            previous = row[position - 1]
            if previous.kind == "number" and previous.values and not previous.unit:
                times, unclear = previous.values[0], unclear or bool(previous.doubt)
            else:
                times = float(NUMBERS.get(previous.text, 1))
        elif text in DAILY or (text in DAY and _text(row, position - 1) in _EVERY):
            if not counted:
                return None
            return Base(base.count * times, base.unit, base.at, open=unclear), position + 1
    return None


_EVERY = frozenset({"per", "a", "each", "every", "om", "varje", "/", "pr", "i"})


def _has_count(row: list[Token], place: int) -> bool:
    return place > 0 and (
        (row[place - 1].kind == "number" and not row[place - 1].unit)
        or row[place - 1].text in NUMBERS
        or row[place - 1].text in {")", "]"}
        or row[place - 1].text in ADJECTIVES
    )


def _one_dose(doses: list[Base]) -> Base | None:
    """The dose, where the label gives one and no other."""
    if not doses or any(each.open for each in doses):
        return None
    return doses[0] if len({(each.count, each.unit) for each in doses}) == 1 else None


def _stuff(row: list[Token], place: int) -> Base | None:
    """An amount of stuff, as in "per 100 g", "/ 100 ml" or "mg/l"."""
    token = row[place]
    if token.kind == "number" and token.unit in {"g", "ml", "l", "kg"} and token.values:
        before = _text(row, place - 1)
        if before in {"per", "pr", "/", "pour", "je", "pro"} or _text(row, place + 1) in GIVES | {":"}:
            if token.values[0] == 100:
                return Base(1, f"100 {token.unit}", place)
            if token.unit == "l":
                return Base(token.values[0], "litre", place)
            return Base(token.values[0], token.unit, place)
        return None
    if token.text in LITRE and _text(row, place - 1) in {"/", "per"} and place >= 2:
        return Base(1, "kg" if token.text == "kg" else "litre", place)
    return None


def _text(row: list[Token], place: int) -> str:
    return row[place].text if 0 <= place < len(row) else ""


_NEAR = 60


def _sentence(row: list[Token], place: int) -> tuple[int, int]:
    start, end = place, place
    while start > 0 and place - start < _NEAR and row[start - 1].kind != "stop":
        start -= 1
    while end < len(row) and end - place < _NEAR and row[end].kind != "stop":
        end += 1
    return start, end


def _amount_between(row: list[Token], place: int, at: int) -> bool:
    """Whether another amount stands between an amount and a base: then the base is that one's."""
    between = row[place + 1 : at]
    return any(each.mg for each in between[:_NEAR])
