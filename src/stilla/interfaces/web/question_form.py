"""A question of the safety check as a form, there and back: what is shown, and what was written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from stilla.errors import refuse
from stilla.interfaces.asked.check import LABS, LISTS
from stilla.interfaces.web import words
from stilla.interfaces.words.levels import LABELS
from stilla.text import Text, unmarked

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from django.http import QueryDict

    from stilla.findings import OpenQuestion
    from stilla.interfaces.asked.check import Said
    from stilla.knowledge.store import Knowledge

ROWS = 3
"""Empty rows of a list at first; more on request, without any script."""
MORE = 4

UNITS = {"ferritin": ("µg/L",), "tsat": ("%",), "serum-magnesium": ("mmol/L", "mg/dL")}
"""Units offered, the Swedish one first."""

KIDNEY = (
    ("egfr", "", "check.egfr"),
    ("umol", "µmol/L", "check.creatinine_umol"),
    ("mgdl", "mg/dL", "check.creatinine_mgdl"),
)
"""The values a kidney test can be given as, with the unit of each. None is chosen beforehand: a creatinine that was
taken for an eGFR would say that weak kidneys are strong."""

DONT_KNOW = Text("I don't know", "Vet inte")


class Answered(msgspec.Struct, frozen=True):
    """A question that was answered, and how."""

    fact: str
    question: Text
    answer: Text


def open_question(said: Said, fact: str, knowledge: Knowledge, as_of: date) -> OpenQuestion | None:
    """A question as it would be asked now, had it not been answered; None where nothing depends on it."""
    before = said.without(fact, conditions_of(fact, knowledge))
    found = before.assess(knowledge, as_of)
    return next((each for each in found.questions if each.fact == fact), None)


def conditions_of(fact: str, knowledge: Knowledge) -> tuple[str, ...]:
    """The conditions that a question asks about."""
    return tuple(slug for slug, each in knowledge.conditions.items() if each.group == fact)


def named(slugs: Iterable[str], knowledge: Knowledge) -> Text:
    """What a question asked about, by name: "do you have any of these" says nothing where it stands alone."""
    return _listed([knowledge.conditions[slug].name for slug in slugs])


def _listed(names: list[Text]) -> Text:
    return Text(*(", ".join(each.to(language) for each in names) for language in ("en", "sv")))


def answers_of(said: Said, knowledge: Knowledge) -> tuple[Answered, ...]:
    """Every question that was answered, in the order of the questions, with the answer in words."""
    seen = sorted(
        (each for each in said.passed if each in knowledge.questions), key=lambda each: knowledge.questions[each].order
    )
    return tuple(Answered(fact, knowledge.questions[fact].text, _answer(said, fact, knowledge)) for fact in seen)


def _answer(said: Said, fact: str, knowledge: Knowledge) -> Text:
    facts = said.facts
    members = conditions_of(fact, knowledge)
    if members:
        chosen = [knowledge.conditions[slug].name for slug in members if slug in facts.get("conditions", ())]
        if chosen:
            return _listed(chosen)
        if any(slug in facts.get("unsure", ()) for slug in members):
            return DONT_KNOW
        # Only what was asked: the same question asks about more or less of its conditions from person to person.
        denied = [slug for slug in members if slug in facts.get("no_conditions", ())]
        none, names = LABELS["none"], named(denied, knowledge)
        return Text(f"{none.en} ({names.en})", f"{none.sv} ({names.sv})") if denied else none
    if fact in LISTS:
        if fact in said.open_lists:
            return DONT_KNOW
        typed = unmarked("; ".join(_row(each)["name"] + _at(each) for each in facts.get(fact, ())))
        return Text(typed, typed) if typed else LABELS["none"]
    fields = ("creatinine", "egfr") if fact == "egfr" else (LABS.get(fact, fact),)
    written = [_value(field, facts[field]) for field in fields if field in facts]
    return written[0] if written else DONT_KNOW


_SEXES = {"female": Text("female", "kvinna"), "male": Text("male", "man")}
_NAMES = {"egfr": Text("eGFR", "eGFR"), "creatinine": Text("creatinine", "kreatinin")}


def _value(field: str, written: Any) -> Text:
    if field == "sex" and written in _SEXES:
        return _SEXES[written]
    value = str(written)
    if isinstance(written, dict):
        value = f"{written['value']} ({written['measured']})" if written.get("measured") else str(written["value"])
    name = _NAMES.get(field)
    return Text(value, value) if name is None else Text(f"{name.en} {value}", f"{name.sv} {value}")


def _at(written: Any) -> str:
    times = _row(written)["times"]
    return f" {times}" if times else ""


def shown_question(asked: OpenQuestion, said: Said, knowledge: Knowledge, sent: QueryDict | None) -> dict[str, Any]:
    """What the page needs: the kind of question, and what was written, now or before.

    Args:
        asked: the question.
        said: the answers so far.
        knowledge: for the names of conditions.
        sent: the form as it was just sent, to be shown again; None where the page is only opened.
    """
    fact = asked.fact
    if asked.members:
        chosen = set(sent.getlist("member")) if sent is not None else set(said.facts.get("conditions", ()))
        members = [
            {"slug": slug, "name": knowledge.conditions[slug].name, "chosen": slug in chosen} for slug in asked.members
        ]
        return {"kind": "members", "members": members}
    if fact in LISTS:
        rows = [*_sent_rows(sent)] if sent is not None else [_row(each) for each in said.facts.get(fact, ())]
        empty = MORE if sent is not None and sent.get("answer") == "more" else max(1, ROWS - len(rows))
        medicines = fact == "medicines"
        return {
            "kind": "list",
            "rows": [*rows, *({"name": "", "times": ""} for _ in range(empty))],
            "row_key": "check.medicine" if medicines else "check.product",
            "name_key": "check.name" if medicines else "check.label",
        }
    kind = fact if fact in {"age", "sex", "egfr"} else "lab"
    return {"kind": kind, "kidney": KIDNEY, **(_as_sent(fact, sent) if sent is not None else _as_kept(fact, said))}


def _as_sent(fact: str, sent: QueryDict) -> dict[str, Any]:
    return {
        "value": sent.get("value", ""),
        "unit": sent.get("unit", ""),
        "measured": sent.get("measured", ""),
        "which": sent.get("which", ""),
        "units": UNITS.get(fact, ()),
    }


def _as_kept(fact: str, said: Said) -> dict[str, Any]:
    field = "creatinine" if fact == "egfr" and "creatinine" in said.facts else LABS.get(fact, fact)
    written = said.facts.get(field, "")
    value = str(written.get("value", "") if isinstance(written, dict) else written)
    which = next((name for name, unit, _ in KIDNEY if field == "creatinine" and unit and value.endswith(unit)), "")
    units = UNITS.get(fact, ())
    unit = next((each for each in (*units, *(each for _, each, _ in KIDNEY if each)) if value.endswith(each)), "")
    return {
        "value": value.removesuffix(unit).strip(),
        "unit": unit,
        "measured": written.get("measured", "") if isinstance(written, dict) else "",
        "which": "egfr" if field == "egfr" and value else which,
        "units": units,
    }


def _row(written: Any) -> dict[str, str]:
    """An entry of a list as it was written."""
    if isinstance(written, str):
        return {"name": written, "times": ""}
    name = written.get("name") or written.get("label") or written.get("product") or written.get("mg") or ""
    return {"name": str(name), "times": ", ".join(written.get("times", ()))}


def _sent_rows(sent: QueryDict) -> Iterator[dict[str, str]]:
    for name, times in zip(sent.getlist("name"), sent.getlist("times"), strict=False):
        if name.strip() or times.strip():
            yield {"name": name.strip(), "times": times.strip()}


def rows_of(fact: str, sent: QueryDict) -> list[dict[str, Any]]:
    """The list that was written, as the fields of a person file."""
    key = "name" if fact == "medicines" else "label"
    found = []
    for row in _sent_rows(sent):
        entry: dict[str, Any] = {key: row["name"]}
        if row["times"]:
            entry["times"] = [each.strip() for each in row["times"].replace(";", ",").split(",") if each.strip()]
        found.append(entry)
    return found


def fields_of_value(fact: str, sent: QueryDict) -> dict[str, Any]:
    """The value that was written, as the fields of a person file; nothing where none was.

    Raises:
        BadInput: a kidney value, but not which one.
    """
    value = sent.get("value", "").strip()
    if not value:
        return {}
    if fact not in LABS:
        return {fact: value}
    measured = sent.get("measured", "").strip()
    units = {name: unit for name, unit, _ in KIDNEY}
    which = sent.get("which", "")
    if fact == "egfr" and which not in units:
        choose = words.word("check.which_value")
        raise refuse("", choose.en, choose.sv)
    field = "creatinine" if fact == "egfr" and units[which] else LABS[fact]
    unit = units[which] if fact == "egfr" else sent.get("unit", "")
    written = f"{value} {unit}".strip() if value[-1:].isdigit() else value
    return {field: {"value": written, "measured": measured} if measured else written}
