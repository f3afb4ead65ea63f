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
    from collections.abc import Iterator, Mapping
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


class Situation:
    """A person on a day, with what the conditions mean. Everything an atom may look at."""

    def __init__(self, person: Person, as_of: date, concepts: Mapping[str, Concept]) -> None:
        self.person = person
        self.as_of = as_of
        self.concepts = concepts
        self.present = closure(person.conditions, concepts)
        """The conditions the person has, and everything they also count as."""
        self.unsure = closure(person.unsure, concepts)
        """The same for what the person is unsure about."""


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
            ages = at.person.ages
            return None if ages is None else within(ages, atom.bounds)
        case IsSex():
            return None if at.person.sex is None else at.person.sex == atom.sex
        case Dose():
            return within(at.person.added_magnesium(), atom.bounds)
        case _:
            return uses_magnesium(atom, at.person)


def within(value: Interval, bounds: Bounds) -> Truth:
    """Whether every value of the interval lies within the bounds, none does, or it cannot be said.

    >>> from stilla.rules.tree import Bounds
    >>> within(Interval(60, float("inf"), low_open=True), Bounds(at_least=60))
    True
    """
    if value.low == value.high:  # nearly always: one number, and plain comparisons
        number = value.low
        return (
            (bounds.below is None or number < bounds.below)
            and (bounds.at_least is None or number >= bounds.at_least)
            and (bounds.above is None or number > bounds.above)
            and (bounds.at_most is None or number <= bounds.at_most)
        )
    return conjunction(_each_bound(value, bounds))


def _each_bound(value: Interval, bounds: Bounds) -> Iterator[Truth]:
    if bounds.below is not None:
        yield value.below(bounds.below)
    if bounds.at_least is not None:
        yield negation(value.below(bounds.at_least))
    if bounds.above is not None:
        yield negation(value.at_most(bounds.above))
    if bounds.at_most is not None:
        yield value.at_most(bounds.at_most)


def by_its_route(atom: Takes, medicine: MedicationStatement) -> bool:
    """Whether the route fits. A route that nobody gave is by mouth: tablets need no word."""
    return atom.route in ("any", medicine.route or "oral")  # a tuple: this is asked very often


def matches(atom: Takes, medicine: MedicationStatement) -> bool:
    """Whether this medicine is one the atom speaks of."""
    return by_its_route(atom, medicine) and any(atom.speaks_of(code) for code in medicine.atc)


def takes(atom: Takes, person: Person) -> Truth:
    """True for a listed medicine; unknown while the list may lack one, or where it is unsure whether it is taken."""
    if any(matches(atom, medicine) for medicine in person.medicines):
        return True
    if person.medicines_open or any(matches(atom, medicine) for medicine in person.unsure_medicines):
        return None
    return False


def closure(slugs: frozenset[str], concepts: Mapping[str, Concept]) -> frozenset[str]:
    """The conditions and everything they also count as."""
    if not slugs:
        return slugs
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
    ages = person.ages
    if ages is None:
        return True
    return (asked_of.age_from is None or ages.high >= asked_of.age_from) and (
        asked_of.age_to is None or int(ages.low) <= asked_of.age_to
    )


def condition_truth(slug: str, at: Situation) -> Truth:
    """True where the person has it; false only where that was said, or where it cannot concern them."""
    person = at.person
    if slug in at.present:
        return True
    if slug in at.unsure:
        return None
    if person.conditions_complete:
        return False
    concept = at.concepts.get(slug)
    if concept is not None and not applies(concept.asked_of, person):
        return False
    return False if person.refuted and closure(frozenset({slug}), at.concepts) & person.refuted else None


def has(conditions: tuple[str, ...], at: Situation) -> Truth:
    """Whether the person has one of these conditions."""
    return disjunction(condition_truth(slug, at) for slug in conditions)


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
    if found is None or not still_holds(found, atom.within_months, atom.unless, at):
        return None
    return within(found.value, atom.bounds)


def still_holds(found: Observation, within_months: int | None, unless: tuple[str, ...], at: Situation) -> bool:
    """Whether a value is recent enough, and nothing that spoils it is true or open."""
    if within_months is not None and not is_recent(found.measured, within_months, at.as_of):
        return False
    return not unless or has(unless, at) is False


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
