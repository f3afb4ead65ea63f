"""What was said of the person. What was not said is told as not said, never left out and never taken for "no"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stilla.findings import shown
from stilla.person import latest
from stilla.report.value import Known
from stilla.text import Text, number

if TYPE_CHECKING:
    from stilla.knowledge.store import Knowledge
    from stilla.person import LabCode, MagnesiumUse, Observation, Person
    from stilla.quantity import Interval
    from stilla.report.value import FactName

_UNITS: dict[LabCode, str] = {"egfr": "mL/min/1.73 m²", "magnesium": "mmol/L", "ferritin": "µg/L", "tsat": "%"}
_SPACE = "\N{NO-BREAK SPACE}"
_UNDATED = Text("day not said", "dagen inte angiven")
_SEX = {"female": Text("woman", "kvinna"), "male": Text("man", "man")}


def facts_of(person: Person, knowledge: Knowledge) -> tuple[Known, ...]:
    """The person as far as they were described, kidneys before illnesses, medicines last."""
    unknown_name, unknown_illness = (
        tuple(each.text for each in person.unrecognised if each.kind == kind) for kind in ("medicine", "condition")
    )
    known = [
        _one("age", None if person.age is None else _both(person.age, Text("years", "år"))),
        _one("sex", None if person.sex is None else _SEX[person.sex]),
        lab(person, "egfr", "egfr"),
        Known(
            "conditions",
            (*_named(person.conditions, knowledge), *map(_unrecognised, unknown_illness)),
            open=not person.conditions_complete,
        ),
        Known("unsure", _named(person.unsure, knowledge), open=False),
        Known("refuted", _named(person.refuted, knowledge), open=False),
        Known(
            "medicines",
            (*(_same(shown(each)) for each in person.medicines), *map(_unrecognised, unknown_name)),
            open=not person.medicines_complete,
        ),
        Known("magnesium", tuple(_use(each) for each in person.magnesium), open=not person.magnesium_complete),
        lab(person, "serum-magnesium", "magnesium"),
        Known("day", _day(person), open=False),
    ]
    return tuple(each for each in known if each.values or each.fact not in _ONLY_WHERE_SAID)


_ONLY_WHERE_SAID = {"unsure", "refuted", "serum-magnesium", "day"}
"""Facts that nobody misses: their absence means nothing for what is said here."""


def iron_of(person: Person) -> tuple[Known, ...]:
    """The two iron values, or that there is none."""
    return lab(person, "ferritin", "ferritin"), lab(person, "tsat", "tsat")


def lab(person: Person, fact: FactName, code: LabCode) -> Known:
    """The value of a test that counts, with its day."""
    found = latest(person.observations, code)
    return _one(fact, None if found is None else _measured(found))


def _measured(found: Observation) -> Text:
    unit = _UNITS[found.code]
    # The unit is spelt with a small letter for litres in Swedish, where it is the last one.
    units = Text(unit, unit.replace("/L", "/l").replace("1.73", "1,73").replace("mL", "ml"))
    value = _interval(found.value)
    day = _UNDATED if found.measured is None else _same(found.measured.isoformat())
    return Text(f"{value.en}{_SPACE}{units.en} ({day.en})", f"{value.sv}{_SPACE}{units.sv} ({day.sv})")


def _interval(value: Interval) -> Text:
    low, high = (Text(number(each, "en"), number(each, "sv")) for each in (value.low, value.high))
    if value.low == value.high:
        return low
    if value.high == float("inf"):
        mark = ">" if value.low_open else "≥"
        return Text(f"{mark}{_SPACE}{low.en}", f"{mark}{_SPACE}{low.sv}")
    if value.low <= 0:
        mark = "<" if value.high_open else "≤"
        return Text(f"{mark}{_SPACE}{high.en}", f"{mark}{_SPACE}{high.sv}")
    return Text(f"{low.en}–{high.en}", f"{low.sv}–{high.sv}")


def _one(fact: FactName, value: Text | None) -> Known:
    return Known(fact, () if value is None else (value,), open=value is None)


def _both(value: float, unit: Text) -> Text:
    return Text(f"{number(value, 'en')}{_SPACE}{unit.en}", f"{number(value, 'sv')}{_SPACE}{unit.sv}")


def _same(text: str) -> Text:
    return Text(text, text)


def _unrecognised(text: str) -> Text:
    return Text(f"“{text}” (not recognised)", f"”{text}” (känns inte igen)")


def _named(slugs: frozenset[str], knowledge: Knowledge) -> tuple[Text, ...]:
    """Names of conditions, in the order of the knowledge base."""
    known = [each.name for slug, each in knowledge.conditions.items() if slug in slugs]
    return (*known, *(_same(slug) for slug in sorted(slugs - knowledge.conditions.keys())))


def _use(use: MagnesiumUse) -> Text:
    """A product as the person wrote it; the amount is elemental magnesium a day."""
    amount = Text("amount not known", "mängden är inte känd")
    if use.mg is not None:
        each = _both(use.mg, Text("mg of magnesium a day", "mg magnesium om dagen"))
        amount = each
    times = f", {', '.join(use.times)}" if use.times else ""
    prescribed = Text(", prescribed", ", på recept") if use.prescribed else Text("", "")
    return Text(
        f"{use.text} ({amount.en}{times}{prescribed.en})",
        f"{use.text} ({amount.sv}{times}{prescribed.sv})",
    )


def _day(person: Person) -> tuple[Text, ...]:
    said = []
    if person.bedtime is not None:
        said.append(Text(f"to bed {person.bedtime}", f"går och lägger sig {person.bedtime}"))
    if person.waketime is not None:
        said.append(Text(f"up {person.waketime}", f"går upp {person.waketime}"))
    return tuple(said)
