"""Too much magnesium, or feared: what was taken, signs and a measured level become "where to turn, now".

The rules are the same kind of data as everywhere (scope `urgent`). What is unknown is never read as harmless: the
signs to watch for are part of every answer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from stilla.findings import Fact, facts_of
from stilla.knowledge.salts import elemental_fraction
from stilla.knowledge.schema import LEVELS, Rule, Salt, Source, Turn
from stilla.rules.atoms import Situation

if TYPE_CHECKING:
    from datetime import date

    from stilla.knowledge.store import Knowledge, Version
    from stilla.person import Person


class Advised(msgspec.Struct, frozen=True):
    """A rule that holds, and where it sends the person."""

    rule: Rule
    why: tuple[Fact, ...]
    route: Turn


class Triage(msgspec.Struct, frozen=True):
    """Everything that can be said at once, the most urgent first; empty where nothing named is urgent by itself."""

    advised: tuple[Advised, ...]
    undecided: tuple[Advised, ...]
    """Rules that part of what was said speaks for, and an unsaid fact would decide: a child? weak kidneys?"""

    said_anything: bool
    knowledge: Version
    sources: dict[str, Source]


class Reading(msgspec.Struct, frozen=True):
    """What an amount may mean in elemental mg: as magnesium itself, or as the salt."""

    as_magnesium: float
    as_salt: float | None

    @property
    def acts_on(self) -> float:
        """The larger one. In an emergency the cautious reading counts."""
        return max(self.as_magnesium, self.as_salt or 0)


def readings(taken_mg: float, salt: Salt | None) -> Reading:
    """The two ways to read "5 g of magnesium oxide". mg in, elemental mg out."""
    fraction = elemental_fraction(salt.formula) if salt is not None and salt.formula else None
    return Reading(taken_mg, taken_mg * fraction if fraction is not None else None)


def triage(person: Person, knowledge: Knowledge, as_of: date) -> Triage:
    """Where to turn, given what was said."""
    at = Situation(person, as_of, knowledge.concepts)
    ruled, book = knowledge.triaging, knowledge.triaging.book
    pattern = book.pattern(at)
    routes = knowledge.kind("routes", Turn)
    advised, undecided = [], []
    for index, truth in book.decide(pattern):
        rule, tree = ruled.rules[index], ruled.trees[index]
        assert rule.route is not None
        facts = dict.fromkeys(fact for atom in book.true_atoms(tree, pattern) for fact in facts_of(atom, at))
        each = Advised(rule, tuple(facts), routes[rule.route])
        if truth is True:
            advised.append(each)
        elif facts:
            undecided.append(each)
    for found in (advised, undecided):
        found.sort(key=lambda each: LEVELS.index(each.rule.level))
    cited = {name for each in (*advised, *undecided) for name in each.rule.sources}
    return Triage(
        tuple(advised),
        tuple(undecided),
        said_anything=bool(person.conditions or person.magnesium or person.observations or person.age is not None),
        knowledge=knowledge.version,
        sources={name: knowledge.sources[name] for name in sorted(cited)},
    )
