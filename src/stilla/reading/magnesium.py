"""Magnesium somebody takes already: an amount with its form, or a label text.

An amount that is not plainly elemental magnesium is left unknown, which the rules treat as "could be too much".
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from stilla.person import MagnesiumUse
from stilla.quantity import MASS, read_quantity
from stilla.text import Text, number
from stilla.text_search import plain

if TYPE_CHECKING:
    from stilla.knowledge.store import Knowledge
    from stilla.reading.fields import Notes

_FIELDS = ("label", "product", "mg", "form", "route", "times", "prescribed", "per_day")
_PLAINLY = r"(?i)magnesium ([1-9][0-9]{0,2}) ?mg(?: per (?:tablett|tablet|kapsel|capsule))?"
"""The commonest thing people write. The label reader says the same of it (tested), at a fifth of the start's time."""
MOST_A_DAY = 20
"""Servings a day."""


def read_magnesium(
    notes: Notes, path: tuple[str | int, ...], item: Any, knowledge: Knowledge
) -> tuple[MagnesiumUse | None, list[Text]]:
    """One product and what was assumed of it; None where a problem was noted."""
    from stilla.reading.person_file import ROUTES  # noqa: PLC0415  # the words for routes stand there

    fields = {"label": item} if isinstance(item, str) else item
    if not isinstance(fields, dict):
        notes.add(
            path,
            'Expected a product, for example {label = "Magnesium 250 mg", times = ["21:00"]}.',
            'Skriv en produkt, till exempel {label = "Magnesium 250 mg", times = ["21:00"]}.',
        )
        return None, []
    notes.known(path, fields, _FIELDS)
    label = notes.text((*path, "label"), fields["label"], longest=10_000) if "label" in fields else None
    product = notes.text((*path, "product"), fields["product"]) if "product" in fields else None
    times = [
        notes.clock((*path, "times", n), each)
        for n, each in enumerate(notes.items((*path, "times"), fields.get("times", [])))
    ]
    doses = _doses(notes, path, fields, len(times))
    counted = "per_day" in fields or "times" in fields
    declared = _declared(label, knowledge, doses, counted=counted)
    mg, form, assumed = _amount(notes, path, fields, declared)
    use = MagnesiumUse(
        text=(product or label or "magnesium")[:80],
        mg=None if mg is None else mg * doses,
        form=_form(notes, path, fields, knowledge) or form,
        route=notes.choice((*path, "route"), fields["route"], ROUTES) if "route" in fields else None,
        prescribed=_prescribed(notes, path, fields),
        times=tuple(sorted(each for each in times if each)),
    )
    return use, assumed


def _doses(notes: Notes, path: tuple[str | int, ...], fields: dict[str, Any], times: int) -> float:
    value = fields.get("per_day", times or 1)
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value <= MOST_A_DAY:
        notes.add(
            (*path, "per_day"),
            f"Expected servings a day, more than 0 and at most {MOST_A_DAY}.",
            f"Skriv antal doser om dagen, mer än 0 och högst {MOST_A_DAY}.",
        )
        return 1
    if times and "per_day" in fields and value != times:
        notes.add(
            (*path, "per_day"),
            f"{times} times and {value:g} servings a day do not fit. Keep one.",
            f"{times} klockslag och {value:g} doser om dagen går inte ihop. Behåll ett av dem.",
        )
    return float(value)


def _prescribed(notes: Notes, path: tuple[str | int, ...], fields: dict[str, Any]) -> bool | None:
    value = fields.get("prescribed")
    if value is not None and not isinstance(value, bool):
        notes.add((*path, "prescribed"), "Expected true or false.", "Skriv true eller false.")
        return None
    return value


def _form(notes: Notes, path: tuple[str | int, ...], fields: dict[str, Any], knowledge: Knowledge) -> str | None:
    if "form" not in fields:
        return None
    text = notes.text((*path, "form"), fields["form"])
    if text is None:
        return None
    found = find_form(text, knowledge)
    if found is None:
        known = ", ".join(knowledge.salts)
        notes.add(
            (*path, "form"),
            f"“{text[:40]}” is not a form known here. Known: {known}.",
            f"”{text[:40]}” är inte en känd form. Kända: {known}.",
        )
    return found


def find_form(text: str, knowledge: Knowledge) -> str | None:
    """The salt that a name stands for: its id or one of its synonyms, exactly."""
    key = plain(text)
    for slug, salt in knowledge.salts.items():
        if key in {slug, plain(salt.name.en), plain(salt.name.sv), *(plain(each) for each in salt.synonyms)}:
            return slug
    return None


class _Declared(NamedTuple):
    """Elemental mg in one of the person's servings, or None; the salt, where the label names one; what was assumed."""

    mg: float | None
    form: str | None
    assumed: list[Text]


def _amount(notes: Notes, path: tuple[str | int, ...], fields: dict[str, Any], declared: _Declared) -> _Declared:
    if "mg" not in fields:
        return declared
    mg = _given(notes, path, fields["mg"])
    if declared.mg is not None and mg is not None and declared.mg != mg:
        notes.add(
            (*path, "mg"),
            f"The label says {declared.mg:g} mg and you say {mg:g} mg. Keep one.",
            f"Etiketten säger {number(declared.mg, 'sv')} mg och du säger {number(mg, 'sv')} mg. Behåll ett av dem.",
        )
    return _Declared(mg, declared.form, [])


def _given(notes: Notes, path: tuple[str | int, ...], written: Any) -> float | None:
    if isinstance(written, bool) or not isinstance(written, int | float | str):
        notes.quantity((*path, "mg"), written, MASS)
        return None
    value = notes.attempt((*path, "mg"), lambda: read_quantity(written, MASS, "mg"))
    if value is not None and value.low != value.high:
        notes.add((*path, "mg"), "Write one amount, for example 200 mg.", "Skriv en mängd, till exempel 200 mg.")
        return None
    return value.low if value is not None else None


def _declared(label: str | None, knowledge: Knowledge, doses: float, *, counted: bool) -> _Declared:
    """What the label plainly says. An open question about the amount leaves it unknown.

    Where the label says how much its own daily dose holds and nobody says how many servings are taken, the larger
    of the two counts.
    """
    if label is None:
        return _Declared(None, None, [])
    plainly = re.fullmatch(_PLAINLY, label.strip())
    if plainly:
        return _read(label, float(plainly[1]), None)
    from stilla.intake.label import read_label  # noqa: PLC0415  # only where there is a label

    read = read_label(label, knowledge)
    form = read.forms[0] if len(read.forms) == 1 else None
    if read.elemental_mg is None or read.question is not None:
        return _Declared(None, form or find_form(label, knowledge), [])
    mg = read.elemental_mg
    if not counted and read.per_day_mg is not None:
        mg = max(mg, read.per_day_mg / doses)
    return _read(label, mg, form)


def _read(label: str, mg: float, form: str | None) -> _Declared:
    said = Text(
        f"“{label[:60]}” is read as {number(mg, 'en')} mg of elemental magnesium.",
        f"”{label[:60]}” läses som {number(mg, 'sv')} mg rent magnesium.",
    )
    return _Declared(mg, form, [said])
