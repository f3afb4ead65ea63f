"""When a rule holds, in words: its tree as nested sentences, each leaf with where it leads."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import msgspec

from stilla.rules.tree import Age, All, AnyOf, Dose, Has, IsSex, Lab, NoneOf, Stated, Takes, UsesMagnesium, atoms
from stilla.text import Text, number

if TYPE_CHECKING:
    from stilla.knowledge.schema import Medicine
    from stilla.knowledge.store import Knowledge
    from stilla.rules.tree import Atom, Bounds, Node


class Link(msgspec.Struct, frozen=True):
    """An entry of the knowledge base that a sentence names."""

    kind: str
    id: str
    title: Text


class Holds(msgspec.Struct, frozen=True):
    """One line of a condition: what is said, the entries it names, and the lines below it."""

    says: Text
    names: tuple[Link, ...] = ()
    below: tuple[Holds, ...] = ()


_JOINS: dict[type, Text] = {
    All: Text("All of these:", "Allt det här:"),
    AnyOf: Text("At least one of these:", "Minst ett av det här:"),
    NoneOf: Text("None of these:", "Inget av det här:"),
    Stated: Text(
        "Said for certain, so that “not known” counts as no:", "Säkert sagt, så att ”vet inte” räknas som nej:"
    ),
}
ALWAYS = Text(
    "Always: it follows from the times, not from a condition.", "Alltid: det följer av tiderna, inte av ett villkor."
)
_EVERYBODY = Text("Everybody", "Alla")
_ROUTES = {
    "oral": Text("by mouth", "genom munnen"),
    "parenteral": Text("as an injection or a drip", "som spruta eller dropp"),
    "dermal": Text("on the skin", "på huden"),
    "eye": Text("in the eye or ear", "i ögat eller örat"),
    "inhaled": Text("inhaled", "inandat"),
    "rectal": Text("rectally", "i ändtarmen"),
    "vaginal": Text("vaginally", "i slidan"),
    "any": Text("in any way", "på vilket sätt som helst"),
}
LAB_NAMES = {
    "egfr": (Text("Kidney value (eGFR)", "Njurvärde (eGFR)"), Text("mL/min/1.73 m²", "ml/min/1,73 m²")),
    "magnesium": (Text("Magnesium in blood", "Magnesium i blodet"), Text("mmol/L", "mmol/l")),
    "ferritin": (Text("Ferritin", "Ferritin"), Text("µg/L", "µg/l")),
    "tsat": (Text("Transferrin saturation", "Transferrinmättnad"), Text("%", "%")),
}
_AGE = (Text("Age", "Ålder"), Text("years", "år"))
_DOSE = (
    Text("Added magnesium, all products together", "Tillsatt magnesium, alla produkter tillsammans"),
    Text("mg a day", "mg om dagen"),
)
_BOUNDS = {
    "below": Text("below {n}", "under {n}"),
    "at_least": Text("{n} or more", "{n} eller mer"),
    "above": Text("above {n}", "över {n}"),
    "at_most": Text("at most {n}", "högst {n}"),
}
_SEXES = {"female": Text("Female", "Kvinna"), "male": Text("Male", "Man")}


def in_words(node: Node, knowledge: Knowledge) -> Holds:
    """A condition as sentences inside one another."""
    if isinstance(node, All | AnyOf | NoneOf):
        if isinstance(node, All) and not node.of:
            return Holds(_EVERYBODY)
        if len(node.of) == 1 and not isinstance(node, NoneOf):
            return in_words(node.of[0], knowledge)
        return Holds(_JOINS[type(node)], below=tuple(in_words(each, knowledge) for each in node.of))
    if isinstance(node, Stated):
        return Holds(_JOINS[Stated], below=(in_words(node.of, knowledge),))
    return _atom(node, knowledge)


def _atom(atom: Atom, knowledge: Knowledge) -> Holds:
    match atom:
        case Takes():
            return _takes(atom)
        case Has():
            says = (
                Text("Has:", "Har:")
                if len(atom.conditions) == 1
                else Text("Has one of these:", "Har något av det här:")
            )
            return Holds(says, _conditions(atom.conditions, knowledge))
        case Lab():
            return _lab(atom, knowledge)
        case Age():
            return Holds(_measured(*_AGE, atom.bounds))
        case IsSex():
            return Holds(_SEXES[atom.sex])
        case Dose():
            return Holds(_measured(*_DOSE, atom.bounds))
        case _:
            return _uses(atom, knowledge)


def _takes(atom: Takes) -> Holds:
    codes, route = ", ".join(atom.atc), _ROUTES[atom.route]
    en = f"Takes a medicine {route.en} whose ATC code begins with {codes}"
    sv = f"Tar ett läkemedel {route.sv} vars ATC-kod börjar med {codes}"
    if atom.except_:
        but = ", ".join(atom.except_)
        en, sv = f"{en}, but not {but}", f"{sv}, men inte {but}"
    return Holds(Text(f"{en}.", f"{sv}."))


def _lab(atom: Lab, knowledge: Knowledge) -> Holds:
    says = _measured(*LAB_NAMES[atom.code], atom.bounds)
    if atom.within_months is not None:
        n = atom.within_months
        says = Text(f"{says.en}, not older than {n} months", f"{says.sv}, högst {n} månader gammalt")
    if not atom.unless:
        return Holds(says)
    unless = Text(
        "The value is not used, and counts as not known, with:", "Värdet används inte, och räknas som okänt, vid:"
    )
    return Holds(says, below=(Holds(unless, _conditions(atom.unless, knowledge)),))


def _uses(atom: UsesMagnesium, knowledge: Knowledge) -> Holds:
    en, sv = "Takes magnesium", "Tar magnesium"
    if atom.prescribed is not None:
        en += " on prescription" if atom.prescribed else " without a prescription"
        sv += " på recept" if atom.prescribed else " utan recept"
    if atom.route is not None:
        en, sv = f"{en} {_ROUTES[atom.route].en}", f"{sv} {_ROUTES[atom.route].sv}"
    if atom.form:
        en, sv = f"{en} as one of these:", f"{sv} som något av det här:"
    return Holds(Text(en, sv), tuple(Link("salts", each, knowledge.salts[each].name) for each in atom.form))


def _conditions(slugs: tuple[str, ...], knowledge: Knowledge) -> tuple[Link, ...]:
    return tuple(Link("conditions", slug, knowledge.conditions[slug].name) for slug in slugs)


def _measured(name: Text, unit: Text, bounds: Bounds) -> Text:
    """A number within bounds: "eGFR 30 or more, below 60 mL/min/1.73 m²"."""
    en, sv = (
        ", ".join(
            text.to(language).format(n=number(value, language))
            for bound, text in _BOUNDS.items()
            if (value := getattr(bounds, bound)) is not None
        )
        for language in ("en", "sv")
    )
    return Text(f"{name.en} {en}\u00a0{unit.en}", f"{name.sv} {sv}\u00a0{unit.sv}")


def covered(node: Node, knowledge: Knowledge) -> tuple[Medicine, ...]:
    """The medicines of the table that a condition speaks of, in the order of their codes."""
    spoken = [atom for atom in atoms(node) if isinstance(atom, Takes)]
    return tuple(
        medicine
        for code, medicine in sorted(knowledge.medicines.items())
        if any(atom.speaks_of(code) for atom in spoken)
    )


def speaks_of(node: Node, code: str) -> bool:
    """Whether a condition speaks of the medicine with this ATC code."""
    return any(isinstance(atom, Takes) and atom.speaks_of(code) for atom in atoms(node))


@lru_cache(maxsize=1)
def trees(knowledge: Knowledge) -> dict[str, Node]:
    """The condition of each rule that has one, by the rule's id."""
    return {
        rule.id: tree
        for ruled in (knowledge.checking, knowledge.triaging)
        for rule, tree in zip(ruled.rules, ruled.trees, strict=True)
    }
