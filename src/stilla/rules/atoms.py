"""What each atom means for one person: true, false, or unknown.

This is the reference. A population engine may compute the same atoms in SQL; generated cases hold it to this file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from stilla.person import latest
from stilla.quantity import Interval
from stilla.rules.kleene import conjunction, disjunction, negation
from stilla.rules.tree import Age, Dose, Has, IsSex, Lab, Takes, UsesMagnesium

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from stilla.person import LabCode, MagnesiumUse, MedicationStatement, Observation, Person
    from stilla.rules.kleene import Truth
    from stilla.rules.tree import Atom, Bounds

ADULT = 18
"""Years. Below it eGFR is not used."""


class AskedOf(msgspec.Struct, frozen=True):
    """Whom a condition can concern. For everybody else "not said" means "no"."""

    not_sex: str | None = None
    age_from: float | None = None
    age_to: float | None = None


class Concept(msgspec.Struct, frozen=True):
    """What the rules need to know about a condition."""

    broader: tuple[str, ...] = ()
    asked_of: AskedOf | None = None


class Situation(msgspec.Struct, frozen=True):
    """A person on a day, with what the conditions mean. Everything an atom may look at."""

    person: Person
    as_of: date
    concepts: Mapping[str, Concept]


def truth_of(atom: Atom, at: Situation) -> Truth:
    """The atom's truth for this person on this day."""
    match atom:
        case Takes():
            return takes(atom, at.person)
        case Has():
            return has(atom.conditions, at)
        case Lab():
            return lab(atom, at)
        case Age():
            return None if at.person.age is None else within(Interval(at.person.age, at.person.age), atom.bounds)
        case IsSex():
            return None if at.person.sex is None else at.person.sex == atom.sex
        case Dose():
            return within(at.person.added_magnesium(), atom.bounds)
        case UsesMagnesium():
            return uses_magnesium(atom, at.person)


def within(value: Interval, bounds: Bounds) -> Truth:
    """Whether every value of the interval lies within the bounds, none does, or it cannot be said.

    >>> from stilla.rules.tree import Bounds
    >>> within(Interval(60, float("inf"), low_open=True), Bounds(at_least=60))
    True
    """
    tests: list[Truth] = []
    if bounds.below is not None:
        tests.append(value.below(bounds.below))
    if bounds.at_least is not None:
        tests.append(negation(value.below(bounds.at_least)))
    if bounds.above is not None:
        tests.append(negation(value.at_most(bounds.above)))
    if bounds.at_most is not None:
        tests.append(value.at_most(bounds.at_most))
    return conjunction(tests)


def matches(atom: Takes, medicine: MedicationStatement) -> bool:
    """Whether this medicine is one the atom speaks of. A route nobody gave might be the one that matters."""
    if atom.route != "any" and medicine.route is not None and medicine.route != atom.route:
        return False
    return any(
        code.startswith(atom.atc) and not (atom.except_ and code.startswith(atom.except_)) for code in medicine.atc
    )


def takes(atom: Takes, person: Person) -> Truth:
    """True for a listed medicine; unknown while the list may lack one."""
    if any(matches(atom, medicine) for medicine in person.medicines):
        return True
    return None if person.medicines_open else False


def closure(slugs: frozenset[str], concepts: Mapping[str, Concept]) -> frozenset[str]:
    """The conditions and everything they also count as."""
    found: set[str] = set()
    todo = list(slugs)
    while todo:
        slug = todo.pop()
        if slug not in found:
            found.add(slug)
            todo.extend(concepts[slug].broader if slug in concepts else ())
    return frozenset(found)


def applies(asked_of: AskedOf | None, person: Person) -> bool:
    """Whether the condition can concern this person, as far as is known."""
    if asked_of is None:
        return True
    if person.sex is not None and person.sex == asked_of.not_sex:
        return False
    if person.age is None:
        return True
    return (asked_of.age_from is None or person.age >= asked_of.age_from) and (
        asked_of.age_to is None or person.age <= asked_of.age_to
    )


def condition_truth(slug: str, at: Situation, present: frozenset[str]) -> Truth:
    """True where the person has it; false only where that was said, or where it cannot concern them."""
    person = at.person
    if slug in present:
        return True
    if slug in person.unsure:
        return None
    concept = at.concepts.get(slug, Concept())
    if person.conditions_complete or not applies(concept.asked_of, person):
        return False
    return False if closure(frozenset({slug}), at.concepts) & person.refuted else None


def has(conditions: tuple[str, ...], at: Situation) -> Truth:
    """Whether the person has one of these conditions."""
    present = closure(at.person.conditions, at.concepts)
    return disjunction(condition_truth(slug, at, present) for slug in conditions)


def usable(code: LabCode, at: Situation) -> Observation | None:
    """The latest value of a test, where it may be used: eGFR is not, under 18 or in pregnancy."""
    if code == "egfr":
        young = at.person.age is not None and at.person.age < ADULT
        if young or has(("pregnancy",), at) is True:
            return None
    return latest(at.person.observations, code)


def lab(atom: Lab, at: Situation) -> Truth:
    """Whether the latest value lies within the bounds; unknown if there is none, or if it may no longer be true."""
    found = usable(atom.code, at)
    if found is None:
        return None
    if atom.within_months is not None and not is_recent(found.measured, atom.within_months, at.as_of):
        return None
    if atom.unless and has(atom.unless, at) is not False:
        return None
    return within(found.value, atom.bounds)


def is_recent(measured: date | None, months: int, as_of: date) -> bool:
    """Whether a day lies at most so many calendar months before another. An unknown day does not.

    >>> from datetime import date
    >>> is_recent(date(2025, 11, 22), 12, date(2026, 11, 22)), is_recent(date(2025, 11, 21), 12, date(2026, 11, 22))
    (True, False)
    """
    if measured is None:
        return False
    years, month = divmod(as_of.year * 12 + as_of.month - 1 - months, 12)
    earliest = (years, month + 1, as_of.day)
    return (measured.year, measured.month, measured.day) >= earliest


def uses_magnesium(atom: UsesMagnesium, person: Person) -> Truth:
    """Whether some magnesium taken fits everything the atom names."""
    truths: list[Truth] = [_fits(atom, use) for use in person.magnesium]
    if not person.magnesium_complete:
        truths.append(None)
    return disjunction(truths)


def _fits(atom: UsesMagnesium, use: MagnesiumUse) -> Truth:
    tests: list[Truth] = []
    if atom.form:
        tests.append(None if use.form is None else use.form in atom.form)
    if atom.route is not None:
        # Magnesium that somebody lists without a route is swallowed; a drip is always called one.
        tests.append((use.route or "oral") == atom.route)
    if atom.prescribed is not None:
        tests.append(None if use.prescribed is None else use.prescribed == atom.prescribed)
    return conjunction(tests)
