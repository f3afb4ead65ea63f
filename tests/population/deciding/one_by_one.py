"""The same world by the one-person functions: rows become a Person, and `assess` says what holds."""

from __future__ import annotations

from datetime import date, timedelta
from unittest.mock import patch

import msgspec

from population.deciding.worlds import World
from stilla.findings import assess
from stilla.person import Person
from stilla.population.write import Told
from stilla.records.facts import Row
from stilla.records.patient import Patient
from stilla.records.person import Context, person_of
from stilla.rules.atoms import Situation


def somebody(world: World, n: int) -> Person:
    """The person that the rows of a world describe."""
    first, last, sex, dead, closes = world.persons[n]
    rows = [
        Row(world.kinds[shape], {"number": shape}, start, end, reference=reference)
        for whose, shape, start, end, reference in world.medicines
        if whose == n
    ]
    rows += [
        Row(world.kinds[shape], {"number": shape}, _in_utc(start, ahead), end, ahead, reference=reference)
        for whose, shape, start, end, reference, ahead in world.conditions
        if whose == n
    ]
    rows += [
        Row(world.kinds[shape], {"number": shape}, day, None, ahead, value, to, reference)
        for whose, shape, day, ahead, value, to, reference in world.labs
        if whose == n
    ]
    context = Context(world.knowledge, world.asked.as_of, world.asked.complete)
    with patch("stilla.records.person.recalled_meaning", lambda shape, _: world.read(shape)):
        person = person_of(Patient(str(n), first, last, sex, dead), rows, context).person
    closed = {f"{name}_complete": True for name in closes.split(",") if name}
    more = (world.asked.proposed,) if world.asked.proposed else ()
    return msgspec.structs.replace(person, **closed, magnesium=(*person.magnesium, *more))


def _in_utc(day: date | None, ahead: bool) -> date | None:  # noqa: FBT001
    return day + timedelta(days=1) if ahead and day is not None else day


def told(world: World, n: int) -> Told:
    """What one person is told, in the form that `expand` gives."""
    person, knowledge, as_of = somebody(world, n), world.knowledge, world.asked.as_of
    found = assess(person, knowledge, as_of)
    ruled = knowledge.checking
    decided = ruled.book.decide(ruled.book.pattern(Situation(person, as_of, knowledge.concepts)))
    true = [ruled.rules[number] for number, truth in decided if truth is True]
    still_open = {ruled.rules[number].id for number, truth in decided if truth is None}
    return Told(
        str(n),
        found.verdict,
        frozenset(each.rule.id for each in found.findings),
        frozenset(still_open - {other for rule in true for other in rule.supersedes}),
        frozenset(each.fact for each in found.questions),
    )
