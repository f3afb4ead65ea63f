"""Too much magnesium, or feared: what somebody writes or ticks, and where it sends them. The same for every door.

Nothing is kept. In an emergency the larger of two readings counts, and a name nobody knows is told, never left out.
"""

from __future__ import annotations

from math import isinf
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from stilla.diary.entry import read_whole
from stilla.errors import BadInput, Problem
from stilla.interfaces.forms.check import UrgentAdviceForm, UrgentForm, UrgentNumberForm, knowledge_form, sources_of
from stilla.quantity import MASS, Unreadable, read_quantity
from stilla.reading.document import Flag, Written
from stilla.reading.magnesium import find_form
from stilla.reading.person_file import Context, read_person
from stilla.rules.tree import Has
from stilla.text import Text, number
from stilla.urgent import Reading, readings, triage

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from stilla.knowledge.schema import Condition, Turn
    from stilla.knowledge.store import Knowledge
    from stilla.person import Person
    from stilla.text import Language
    from stilla.urgent import Advised, Triage

TAKEN = msgspec.structs.replace(MASS, high=10_000_000)
"""What was swallowed is as often the weight of a salt: up to ten kilograms are read rather than argued with."""

MOST_PIECES = 999
"""Tablets or sachets."""

COUNTRIES = {
    "se": Text("Sweden", "Sverige"),
    "uk": Text("United Kingdom", "Storbritannien"),
    "us": Text("USA", "USA"),
}
"""Sweden first, because the knowledge base is Swedish first."""

WHEN = {"now": Text("NOW", "NU"), "today": Text("TODAY", "I DAG"), "soon": Text("SOON", "SNART")}

UNKNOWN = Text(
    "Not recognised, and therefore not counted: {names}. "
    "If it is a sign and you are not sure that it is harmless, ring 112.",
    "Känns inte igen, och räknas därför inte med: {names}. "
    "Är det ett tecken och du inte är säker på att det är ofarligt: ring 112.",
)

SIGN_GROUPS = ("danger-signs", "bowel-alarm", "mild-signs")
"""Groups of conditions that are noticed right now, the worst first."""

_FLAGS = {"signs": "sign", "conditions": "condition", "serum_magnesium": "serum", "medicines": "take",
          "magnesium": "taken"}  # fmt: skip
"""Where what is asked for has another name than the field it fills."""


class Heard(NamedTuple):
    """What was said, and what it means."""

    found: Triage
    reading: Reading | None
    unrecognised: tuple[str, ...]

    @property
    def quiet(self) -> str | None:
        """The sentence to say where nothing named is urgent by itself; None where something is, or is not known."""
        if self.found.advised or self.unrecognised:
            return None
        return "urgent-nothing" if self.found.said_anything else "urgent-say-more"


class Sent(NamedTuple):
    """A place to turn to, and every rule that sends there."""

    route: Turn
    advised: tuple[Advised, ...]


def hear(words: Mapping[str, Any], knowledge: Knowledge, as_of: date) -> Heard:
    """What was taken, signs and a measured level, in the words of `stilla urgent`.

    Args:
        words: `taken` (with its unit), `pieces` (how many of them; 1 where left out), `form`, `sign`, `serum`, `age`,
            `egfr`, `condition`, `take`; None or empty where nothing was said.
        knowledge: the rules.
        as_of: the day.

    Raises:
        BadInput: an amount, level or age that cannot be read. The signs to watch for are told with it.
    """
    reading = _reading(words, knowledge)
    found = triage(_person(words, reading, knowledge, as_of), knowledge, as_of)
    return Heard(found, reading, tuple(_unrecognised(words, knowledge, as_of)))


def _reading(words: Mapping[str, Any], knowledge: Knowledge) -> Reading | None:
    if not words.get("taken"):
        return None
    try:
        amount = read_quantity(words["taken"], TAKEN)
    except Unreadable as error:
        watch = knowledge.advice("urgent-watch")
        raise BadInput([Problem(Text("--taken", "--taken"), error.says), Problem(Text("", ""), watch)]) from error
    pieces = max(1, read_whole(words["pieces"], MOST_PIECES, "--pieces")) if words.get("pieces") else 1
    slug = find_form(words["form"], knowledge) if words.get("form") else None
    mg = amount.low if isinf(amount.high) else amount.high
    return readings(pieces * mg, knowledge.salts[slug] if slug else None)


def _written(words: Mapping[str, Any], reading: Reading | None) -> Written:
    values: dict[str, Any] = {"signs": list(words["sign"]), "conditions": list(words["condition"])}
    values |= {name: words[name] for name in ("age", "egfr") if words[name]}
    if words["serum"]:
        values["serum_magnesium"] = words["serum"]
    if words["take"]:
        values["medicines"] = list(words["take"])
    if reading is not None:
        values["magnesium"] = [{"mg": min(reading.acts_on, MASS.high)}]
    flags = {field: Flag(f"--{_FLAGS.get(field, field)}") for field in values}
    return Written(values, open_lists=frozenset({"conditions", "medicines"}), flags=flags)


def _person(words: Mapping[str, Any], reading: Reading | None, knowledge: Knowledge, as_of: date) -> Person:
    return read_person(_written(words, reading), Context(knowledge, as_of, flags=True)).person


def _unrecognised(words: Mapping[str, Any], knowledge: Knowledge, as_of: date) -> Iterator[str]:
    yield from (each.text for each in _person(words, None, knowledge, as_of).unrecognised)
    form = words["form"]
    if form and find_form(form, knowledge) is None:
        yield form[:40]


def by_route(found: Triage) -> tuple[Sent, ...]:
    """Each place to turn to once, the most urgent first."""
    routes = dict.fromkeys(each.route.id for each in found.advised)
    together = (tuple(each for each in found.advised if each.route.id == route) for route in routes)
    return tuple(Sent(each[0].route, each) for each in together)


def readings_text(reading: Reading) -> Text | None:
    """Both ways to read the amount, where it may be that of a salt."""
    if reading.as_salt is None:
        return None
    salt, magnesium = round(reading.as_salt), round(reading.as_magnesium)
    return Text(
        f"If the amount is of the salt, it holds {number(salt, 'en')} mg of magnesium; if it is of magnesium itself, "
        f"it is {number(magnesium, 'en')} mg. The larger figure counts here.",
        f"Om mängden gäller saltet är det {number(salt, 'sv')} mg rent magnesium; gäller den magnesium i sig är det "
        f"{number(magnesium, 'sv')} mg. Här räknas den större siffran.",
    )


def signs_asked(knowledge: Knowledge) -> tuple[tuple[str, tuple[Condition, ...]], ...]:
    """Every sign that a rule knows, by group, the worst group first; what stands beside signs in a rule, last."""
    named = _named(knowledge)
    signs = [slug for slug in named if _group(slug, knowledge) in SIGN_GROUPS or _beside_signs(slug, knowledge)]
    groups: dict[str, list[Condition]] = {group: [] for group in SIGN_GROUPS}
    for slug in signs:
        own = _group(slug, knowledge)
        beside = own if own in SIGN_GROUPS else _beside_signs(slug, knowledge)
        assert beside is not None
        groups[beside].append(knowledge.conditions[slug])
    return tuple((group, tuple(each)) for group, each in groups.items())


def risks_asked(knowledge: Knowledge) -> tuple[Condition, ...]:
    """Every other condition that makes a rule hold."""
    signs = {each.id for _, group in signs_asked(knowledge) for each in group}
    return tuple(knowledge.conditions[slug] for slug in _named(knowledge) if slug not in signs)


def _named(knowledge: Knowledge) -> tuple[str, ...]:
    atoms = (each for each in knowledge.triaging.book.atoms if isinstance(each, Has))
    return tuple(dict.fromkeys(slug for atom in atoms for slug in atom.conditions))


def _group(slug: str, knowledge: Knowledge) -> str | None:
    return knowledge.conditions[slug].group


def _beside_signs(slug: str, knowledge: Knowledge) -> str | None:
    """The group of the signs that a rule names together with a condition."""
    for atom in knowledge.triaging.book.atoms:
        if isinstance(atom, Has) and slug in atom.conditions:
            for other in atom.conditions:
                if (group := _group(other, knowledge)) in SIGN_GROUPS:
                    return group
    return None


def urgent_form(heard: Heard, knowledge: Knowledge, language: Language) -> UrgentForm:
    """The answer as published JSON, in one language."""
    found, reading = heard.found, heard.reading
    taken = [] if reading is None else [reading.as_magnesium, *([reading.as_salt] if reading.as_salt else [])]
    return UrgentForm(
        version="1.0",
        advice=[_advice(each, found, language) for each in found.advised],
        undecided=[_advice(each, found, language) for each in found.undecided],
        watch=knowledge.advice("urgent-watch").to(language),
        taken_mg=sorted(set(taken)),
        unrecognised=list(heard.unrecognised),
        knowledge=knowledge_form(found.knowledge),
    )


def _advice(each: Advised, found: Triage, language: Language) -> UrgentAdviceForm:
    return UrgentAdviceForm(
        rule=each.rule.id,
        route=each.route.id,
        urgency=each.route.urgency,
        title=each.rule.title.to(language),
        effect=each.rule.why.to(language),
        do=each.rule.do.to(language),
        numbers=[UrgentNumberForm(n.country, n.number, n.label.to(language)) for n in each.route.numbers],
        sources=sources_of(each.rule.sources, found.sources),
    )
