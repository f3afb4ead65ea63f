"""At the counter: a few words about somebody without a name in, one screen out. Nothing is kept."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import msgspec

from stilla.interfaces.asked.plan import Planning, Wished, make_plan
from stilla.interfaces.forms.check import CheckForm, FindingForm, check_form
from stilla.interfaces.known.answers import fact_words
from stilla.interfaces.words.taken import read_magnesium_word, read_medicine_word
from stilla.reading.document import Written
from stilla.reading.person_file import Context, Read, read_person
from stilla.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from stilla.knowledge.store import Knowledge
    from stilla.text import Language

LETTERS = {"stop": "A", "ask": "B", "space": "C", "watch": "D", "info": "E"}
"""Level → a letter for staff. Stilla's own: the same five levels, nothing more."""
UNITS = ("µmol/L", "mg/dL")
"""Of creatinine. It has a field of its own: one field for both would take a creatinine for an eGFR."""
_NEXT_NAME = re.compile(r"[;,]\s*(?=[^\W\d])")
"""Between two names on one line; what a time follows (`@08:00,20:00`) belongs together."""
MAGNESIUM = Text("magnesium", "magnesium")


class Typed(msgspec.Struct, frozen=True):
    """What was typed, each field as it stands; empty: not said."""

    medicines: str = ""
    whole: bool = False
    """These are all the medicines."""
    egfr: str = ""
    creatinine: str = ""
    unit: str = UNITS[0]
    measured: str = ""
    age: str = ""
    sex: str = ""
    pregnancy: str = ""
    """`yes`, `no`, or not said."""
    magnesium: str = ""
    no_magnesium: bool = False
    """No other product with magnesium."""


class Row(msgspec.Struct, frozen=True):
    """A finding as staff look it up: which pair, how grave, and the finding itself."""

    pair: str
    letter: str
    finding: FindingForm


class Checked(msgspec.Struct, frozen=True):
    """A medicine that was recognised: as typed, and the substance."""

    typed: str
    names: tuple[Text, ...]


class Counter(msgspec.Struct, frozen=True):
    """The one screen."""

    form: CheckForm
    rows: tuple[Row, ...]
    checked: tuple[Checked, ...]
    planning: Planning

    @property
    def drawn(self) -> bool:
        """Whether there is a day to draw: none while no time can be laid out."""
        layout = self.planning.layout
        return layout is not None and not layout.barred and not layout.unrecognised


def written_of(typed: Typed) -> Written:
    """What was typed as the fields of a person file. What was not said stays open."""
    values: dict[str, Any] = {name: text for name in ("age", "sex") if (text := getattr(typed, name).strip())}
    one_each = _NEXT_NAME.sub("\n", typed.medicines)
    values["medicines"] = [read_medicine_word(line) for line in _lines(one_each)]
    values["magnesium"] = [read_magnesium_word(line) for line in _lines(typed.magnesium)]
    values |= dict(_kidney(typed))
    if typed.pregnancy in {"yes", "no"}:
        values["conditions" if typed.pregnancy == "yes" else "no_conditions"] = ["pregnancy"]
    closed = {"medicines": typed.whole, "magnesium": typed.no_magnesium}
    return Written(values, open_lists=frozenset({"conditions", *(name for name, whole in closed.items() if not whole)}))


def _lines(text: str) -> list[str]:
    return [line.strip(" \t-•*;,") for line in text.splitlines() if line.strip(" \t-•*;,")]


def _kidney(typed: Typed) -> Iterator[tuple[str, Any]]:
    measured = typed.measured.strip()
    for field, value, unit in (("egfr", typed.egfr.strip(), ""), ("creatinine", typed.creatinine.strip(), typed.unit)):
        if value:
            written = f"{value} {unit}".strip()
            yield field, {"value": written, "measured": measured} if measured else written


def at_the_counter(typed: Typed, knowledge: Knowledge, as_of: date, language: Language) -> Counter:
    """Findings worst first, what was checked and what was not recognised, and the day.

    Raises:
        BadInput: what cannot be read.
    """
    read = read_person(written_of(typed), Context(knowledge, as_of))
    planning = make_plan(read, knowledge, as_of, Wished())
    form = check_form(planning.found, planning.message, planning.assumptions, planning.upper, language)
    rows = tuple(Row(_pair(each, knowledge, language), LETTERS[each.level], each) for each in form.findings)
    return Counter(form, rows, _checked(read, knowledge), planning)


def _pair(finding: FindingForm, knowledge: Knowledge, language: Language) -> str:
    """What meets magnesium here: the medicines, else the facts that made it hold."""
    medicines = [fact.value for fact in finding.why if fact.fact == "medicines"]
    said = medicines or [fact_words(fact.fact, fact.value, knowledge, language) for fact in finding.why]
    names = ", ".join(dict.fromkeys(said))
    return f"{names} × {MAGNESIUM.to(language)}" if names else MAGNESIUM.to(language)


def _checked(read: Read, knowledge: Knowledge) -> tuple[Checked, ...]:
    medicines = knowledge.medicines
    return tuple(
        Checked(each.text, tuple(dict.fromkeys(medicines[code].name for code in each.atc if code in medicines)))
        for each in read.person.medicines
    )
