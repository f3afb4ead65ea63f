"""Numbers and units as people write them, read so that "0,5" can never become 5.

A comma or a point is a decimal sign; there is no thousands separator. What could be read in two ways is sent back
with both readings. Every value leaves here in one canonical unit per kind of quantity, or not at all.
"""

from __future__ import annotations

import math
import re

import msgspec

from stilla.text import Text, number

MAGNESIUM_MOLAR_MASS = 24.305
"""g/mol. Standard atomic weight of magnesium (IUPAC, conventional value)."""

CREATININE_MOLAR_MASS = 113.12
"""g/mol, C4H7N3O. Turns µmol/L into mg/dL: 88.4 µmol/L are 1 mg/dL."""


class Unreadable(ValueError):
    """A number or a unit that cannot be used; `says` tells what to write instead."""

    def __init__(self, en: str, sv: str) -> None:
        self.says = Text(en, sv)
        super().__init__(en)


class Interval(msgspec.Struct, frozen=True):
    """All values a measurement may have: ">60" is everything above 60. Bounds may belong to it or not."""

    low: float
    high: float
    low_open: bool = False
    high_open: bool = False

    def below(self, bound: float) -> bool | None:
        """Whether the value is under `bound`; None where the interval has values on both sides."""
        if self.high < bound or (self.high == bound and self.high_open):
            return True
        return False if self.low >= bound else None

    def at_most(self, bound: float) -> bool | None:
        """Whether the value is `bound` or less."""
        if self.high <= bound:
            return True
        return False if self.low > bound or (self.low == bound and self.low_open) else None


class Unit(msgspec.Struct, frozen=True):
    """A unit people write, and what one of it is in the canonical unit."""

    ucum: str
    factor: float

    @property
    def shown(self) -> str:
        """For people: UCUM's braces are for machines."""
        return self.ucum.replace("{1.73_m2}", "1.73 m²")


class Kind(msgspec.Struct, frozen=True):
    """A kind of quantity: its canonical unit, the units accepted for it, and what is plausible for a living person."""

    name: Text
    unit: str
    units: dict[str, Unit]
    low: float
    high: float
    bare: bool = False
    """Whether a number without a unit is understood."""
    example: str = ""
    in_records: dict[str, Unit] = msgspec.field(default_factory=dict)
    """Units and spellings that laboratories' systems write and people do not: never offered to anyone."""


def _units(*rows: tuple[str, float, str]) -> dict[str, Unit]:
    return {spelling: Unit(ucum, factor) for ucum, factor, names in rows for spelling in names.split()}


_PER_DECILITRE = 10_000 / CREATININE_MOLAR_MASS
# A system that keeps ten characters of a unit cuts 1.73 short.
_AREAS = ("{1.73_m2}", "{1.73m2}", "1.73.m2", "1.73_m2", "(1.73m2)", "1.73m2", "1.7", "1,7")

MASS = Kind(
    Text("an amount of magnesium", "en mängd magnesium"),
    "mg",
    _units(
        ("mg", 1, "mg milligram milligrams"),
        ("g", 1000, "g gram grams"),
        ("ug", 0.001, "ug mcg mikrogram microgram micrograms"),
        ("mmol", MAGNESIUM_MOLAR_MASS, "mmol millimol"),
    ),
    low=0,
    high=100_000,
    example="200 mg",
)
EGFR = Kind(
    Text("eGFR", "eGFR"),
    "mL/min/{1.73_m2}",
    _units(
        (
            "mL/min/{1.73_m2}",
            1,
            "ml/min ml/min/1.73m2 ml/min/1.73m^2 ml/min/1,73m2 ml/min/1.73m² ml/min/1,73m²",
        )
    ),
    low=1,
    high=200,
    bare=True,
    example="72",
    in_records=_units(
        ("mL/min/{1.73_m2}", 1, " ".join(f"ml/min/{area}" for area in _AREAS)),
        ("mL/s/{1.73_m2}", 60, " ".join(["ml/s", *(f"ml/s/{area}" for area in _AREAS)])),
    ),
)
CREATININE = Kind(
    Text("creatinine", "kreatinin"),
    "umol/L",
    _units(("umol/L", 1, "umol/l mikromol/l micromol/l"), ("mg/dL", _PER_DECILITRE, "mg/dl")),
    low=20,
    high=2500,
    example="88 umol/L",
    in_records=_units(("umol/L", 1, "mcmol/l"), ("mmol/L", 1000, "mmol/l")),
)
SERUM_MAGNESIUM = Kind(
    Text("magnesium in blood", "magnesium i blodet"),
    "mmol/L",
    _units(
        ("mmol/L", 1, "mmol/l"),
        ("mg/dL", 10 / MAGNESIUM_MOLAR_MASS, "mg/dl"),
        ("meq/L", 0.5, "meq/l mekv/l"),
    ),
    low=0.1,
    high=15,
    example="0.85 mmol/L",
)
FERRITIN = Kind(
    Text("ferritin", "ferritin"),
    "ug/L",
    _units(("ug/L", 1, "ug/l mikrogram/l mcg/l ng/ml")),
    low=1,
    high=20_000,
    bare=True,
    example="62 ug/L",
    in_records=_units(("ug/L", 1, "mikrog/l ug/dm3")),
)
SATURATION = Kind(
    Text("transferrin saturation", "transferrinmättnad"),
    "%",
    _units(("%", 1, "% procent percent")),
    low=1,
    high=100,
    bare=True,
    example="24 %",
    in_records=_units(("1", 100, "1 {fraction} {ratio} fraction")),
)
AGE = Kind(Text("age", "ålder"), "a", _units(("a", 1, "år years year")), low=0, high=120, bare=True, example="61")

# Patterns stay text: `re` compiles and keeps them when they are first used, not at every start.
_NUMBER = r"[0-9]+(?:[.,][0-9]+)?"
_THOUSANDS = r"[1-9][0-9]{0,2}[.,][0-9]{3}"
_WRITTEN_NUMBER = r"[-+]?[0-9][0-9.,]*(?:e[-+]?[0-9]+)?|[-+]?nan|[-+]?inf(?:inity)?"
_QUANTITY = rf"(?P<bound>[<>]=?|≥|≤)?\s*(?P<number>{_WRITTEN_NUMBER})\s*(?P<unit>.*)"
_LONGEST = 60


def read_number(text: str) -> float:
    """A non-negative number written with a comma or a point.

    Raises:
        Unreadable: where the number is negative, not a number, or could mean two things.

    >>> read_number("0,5"), read_number("12.5")
    (0.5, 12.5)
    """
    text = text.strip().replace("\u2212", "-")
    if text.startswith("-"):
        raise Unreadable(
            f"{text} is below zero. Write a positive number.",
            f"{text} är under noll. Skriv ett positivt tal.",
        )
    text = text.removeprefix("+")
    if re.fullmatch(_THOUSANDS, text):
        joined, decimal = text.replace(",", "").replace(".", ""), text.replace(",", ".")
        decimal = f"{float(decimal):g}"
        raise Unreadable(
            f"{text} can be read as {joined} or as {decimal}. Write {joined} without a separator, or {decimal}.",
            f"{text} kan läsas som {joined} eller som {decimal.replace('.', ',')}. "
            f"Skriv {joined} utan tusentalsavgränsare, eller {decimal.replace('.', ',')}.",
        )
    if not re.fullmatch(_NUMBER, text):
        raise Unreadable(
            f"{_shown(text)} is not a number. Write digits with one comma or point, for example 0.5.",
            f"{_shown(text)} är inte ett tal. Skriv siffror med ett komma eller en punkt, till exempel 0,5.",
        )
    return float(text.replace(",", "."))


def read_quantity(written: str | float, kind: Kind, unit: str = "") -> Interval:
    """What was written, in the canonical unit of its kind.

    `written` is a number with a unit ("88 umol/L", ">60"), or a bare number where the kind allows one, or where the
    place it stands in names the unit.

    Raises:
        Unreadable: no number, no unit where one is needed, an unknown unit, or a value no living person has.

    >>> read_quantity("1.0 mg/dL", CREATININE).low.__round__(1)
    88.4
    >>> read_quantity(">60", EGFR)
    Interval(low=60.0, high=inf, low_open=True, high_open=True)
    """
    bound, value, found = _split(written, kind)
    if found is None and unit:
        found = kind.units[unit]
    if found is None:
        raise _needs_unit(value, kind)
    _must_be_plausible(value, found, kind)
    return _bounded(bound, value * found.factor)


def _split(written: str | float, kind: Kind) -> tuple[str, float, Unit | None]:
    if not isinstance(written, str):
        return "", _finite(written), _bare(kind)
    if len(written) > _LONGEST:
        raise Unreadable("This is too long for a number with a unit.", "Det här är för långt för ett tal med enhet.")
    found = re.fullmatch(_QUANTITY, written.strip().replace("\u2212", "-").replace("\u00a0", " ").casefold())
    if found is None:
        raise Unreadable(
            f"{_shown(written)} cannot be read as {kind.name.en}. Write for example {kind.example}.",
            f"{_shown(written)} går inte att läsa som {kind.name.sv}. Skriv till exempel {kind.example}.",
        )
    value = read_number(found["number"])
    spelled = found["unit"].strip()
    return found["bound"] or "", value, _unit(spelled, kind) if spelled else _bare(kind)


def _finite(value: float) -> float:
    try:
        value = float(value)
    except OverflowError as error:
        raise Unreadable("This number is too long to be one.", "Talet är för långt för att vara ett tal.") from error
    if not math.isfinite(value):
        raise Unreadable(f"{value} is not a number.", f"{value} är inte ett tal.")
    if value < 0:
        raise Unreadable(
            f"{value:g} is below zero. Write a positive number.",
            f"{value:g} är under noll. Skriv ett positivt tal.",
        )
    return value


def _bare(kind: Kind) -> Unit | None:
    return Unit(kind.unit, 1) if kind.bare else None


def record_unit(spelled: str, kind: Kind) -> Unit | None:
    """The unit that a record names, by its UCUM code or in words; None where it is not understood.

    >>> record_unit("mL/s/{1.73_m2}", EGFR).factor, record_unit("1", SATURATION).factor
    (60, 100)
    """
    plain = _plain_unit(spelled)
    return kind.units.get(plain) or kind.in_records.get(plain)


def _plain_unit(spelled: str) -> str:
    return spelled.casefold().replace("µ", "u").replace("μ", "u").replace(" ", "").rstrip(".")


def _unit(spelled: str, kind: Kind) -> Unit:
    unit = kind.units.get(_plain_unit(spelled))
    if unit is None:
        known = ", ".join(dict.fromkeys(unit.shown for unit in kind.units.values()))
        raise Unreadable(
            f"{_shown(spelled)} is not a unit for {kind.name.en}. Known: {known}.",
            f"{_shown(spelled)} är inte en enhet för {kind.name.sv}. Godtas: {known}.",
        )
    return unit


def _needs_unit(value: float, kind: Kind) -> Unreadable:
    units = list(dict.fromkeys(unit.ucum for unit in kind.units.values()))
    shown = number(value, "sv")
    return Unreadable(
        f"{value:g} needs a unit: {' or '.join(f'{value:g} {unit}' for unit in units)}?",
        f"{shown} behöver en enhet: {' eller '.join(f'{shown} {unit}' for unit in units)}?",
    )


def _must_be_plausible(value: float, unit: Unit, kind: Kind) -> None:
    if kind.low <= value * unit.factor <= kind.high:
        return
    low, high = kind.low / unit.factor, kind.high / unit.factor
    others = [
        other
        for other in {u.ucum: u for u in kind.units.values()}.values()
        if other.ucum != unit.ucum and kind.low <= value * other.factor <= kind.high and len(kind.units) > 1
    ]
    asked_en = "".join(f" Did you mean {value:g} {other.ucum}?" for other in others)
    asked_sv = "".join(f" Menade du {number(value, 'sv')} {other.ucum}?" for other in others)
    shown = "" if unit.ucum == AGE.unit else f" {unit.shown}"
    raise Unreadable(
        f"{value:g}{shown} is not a possible value for {kind.name.en} "
        f"(accepted: {low:.3g} to {high:.6g}{shown}).{asked_en}",
        f"{number(value, 'sv')}{shown} är inte ett rimligt värde för {kind.name.sv} "
        f"(godtas: {number(low, 'sv')} till {number(high, 'sv')}{shown}).{asked_sv}",
    )


def _bounded(bound: str, value: float) -> Interval:
    match bound:
        case ">":
            return Interval(value, math.inf, low_open=True, high_open=True)
        case ">=" | "≥":
            return Interval(value, math.inf, high_open=True)
        case "<":
            return Interval(0, value, high_open=True)
        case "<=" | "≤":
            return Interval(0, value)
    return Interval(value, value)


def _shown(text: str) -> str:
    """What was written, short enough for a sentence."""
    return f"“{text[:40]}”"
