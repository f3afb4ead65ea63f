"""What shapes, ages and lab tests mean, as small tables for SQL. Everything here is Python's own reading, done once.

A record is in one of three states: it may hold, it holds, or it is over. For every shape and state one row says which
bits that makes; SQL finds the state by comparing days and takes the union.
"""

from __future__ import annotations

from datetime import date, timedelta
from enum import IntFlag
from typing import TYPE_CHECKING, Any, NamedTuple

from stilla.person import DANGER, MagnesiumUse, Person
from stilla.population.layout import Layout, is_magnesium, is_sex, union, word
from stilla.quantity import Interval
from stilla.records.patient import possible_ages
from stilla.records.person import egfr_of
from stilla.rules.atoms import ADULT, Situation, applies, closure, truth_of
from stilla.rules.tree import Age

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from stilla.kidney import Sex
    from stilla.knowledge.store import Knowledge
    from stilla.population.engine import Columns
    from stilla.records.facts import Meaning, Measured

MAYBE, YES, OVER = 1, 2, 3
"""States of a record; 0 says nothing."""

STATES = 4
LABS = tuple(DANGER)
"""Tests by number."""

BOUNDS = ("", "<", "<=", ">", ">=")
"""FHIR's comparators by number."""


class Flag(IntFlag):
    """What else is known of a person from records."""

    CLOSES_CONDITIONS = 1
    CLOSES_MEDICINES = 2
    CLOSES_MAGNESIUM = 4
    UNKNOWN_MEDICINE = 8
    UNKNOWN_CONDITION = 16
    MAGNESIUM_MAYBE = 32
    AMOUNT_UNKNOWN = 64
    MAGNESIUM = 128
    TIMED = 256


CLOSES = {
    "conditions": Flag.CLOSES_CONDITIONS,
    "medicines": Flag.CLOSES_MEDICINES,
    "magnesium": Flag.CLOSES_MAGNESIUM,
}


class Part(NamedTuple):
    """What a record adds to what is known of a person: bits of atoms, bits of conditions, micrograms a day."""

    true: int = 0
    possible: int = 0
    present: int = 0
    unsure: int = 0
    refuted: int = 0
    flags: int = 0
    micrograms: int = 0

    def columns(self, layout: Layout) -> dict[str, int]:
        """The same as columns of words."""
        found = {f"t{n}": word(self.true, n) for n in range(layout.words)}
        found |= {f"v{n}": word(self.possible, n) for n in range(layout.words)}
        for letter, bits in (("p", self.present), ("q", self.unsure), ("r", self.refuted)):
            found |= {f"{letter}{n}": word(bits, n) for n in range(layout.slug_words)}
        return found | {"f": self.flags, "mg": self.micrograms}


class Reader:
    """Turns meanings into parts, with the rules and the day it is done for."""

    def __init__(self, knowledge: Knowledge, layout: Layout, as_of: date) -> None:
        self.knowledge = knowledge
        self.layout = layout
        self.as_of = as_of

    def part(self, meaning: Meaning, state: int) -> Part:
        """What a record of this meaning adds while it is in a state."""
        if state == OVER:
            left = meaning.remains
            return self._conditions(left) if meaning.standing == "yes" else self._conditions((), left)
        flags = Flag(0)
        if meaning.unrecognised is not None:
            medicine = meaning.unrecognised.kind == "medicine"
            flags |= Flag.UNKNOWN_MEDICINE if medicine else Flag.UNKNOWN_CONDITION
        taken = self.layout.book.taken(meaning.medicine) if meaning.medicine else 0
        if state == MAYBE:
            flags |= Flag.MAGNESIUM_MAYBE if meaning.magnesium else 0
            unsure = self._conditions((), meaning.present | meaning.unsure)
            return unsure._replace(possible=taken, flags=int(flags))
        flags |= Flag.TIMED if meaning.medicine and meaning.medicine.times else 0
        flags |= union(CLOSES[each] for each in meaning.closes)
        stated = self._conditions(meaning.present, meaning.unsure, meaning.refuted)
        use = self.magnesium(meaning.magnesium) if meaning.magnesium else Part()
        return stated._replace(
            true=stated.true | taken | use.true,
            possible=use.possible,
            flags=int(flags) | use.flags,
            micrograms=use.micrograms,
        )

    def magnesium(self, use: MagnesiumUse) -> Part:
        """What taking this magnesium adds."""
        at = Situation(Person(magnesium=(use,), magnesium_complete=True), self.as_of, self.knowledge.concepts)
        true, unknown = self._truths(at, is_magnesium)
        flags, micrograms = Flag.MAGNESIUM, 0
        if use.route != "dermal":
            flags |= Flag.AMOUNT_UNKNOWN if use.mg is None else 0
            micrograms = 0 if use.mg is None else round(1000 * use.mg)
        return Part(true=true, possible=unknown, flags=int(flags), micrograms=micrograms)

    def somebody(self, person: Person) -> tuple[int, int, int]:
        """What age and sex decide: atoms true, atoms unknown, conditions that cannot concern somebody."""
        at = Situation(person, self.as_of, self.knowledge.concepts)
        true, unknown = self._truths(at, lambda atom: is_sex(atom) or isinstance(atom, Age))
        asked = ((slug, self.knowledge.concepts.get(slug)) for slug in self.layout.slug)
        return (
            true,
            unknown,
            self.layout.slug_bits(s for s, each in asked if each and not applies(each.asked_of, person)),
        )

    def _conditions(self, present: Iterable[str], unsure: Iterable[str] = (), refuted: Iterable[str] = ()) -> Part:
        concepts, layout = self.knowledge.concepts, self.layout
        has = closure(frozenset(present), concepts)
        denied = frozenset(refuted)
        return Part(
            true=union(layout.has.get(slug, 0) for slug in has),
            present=layout.slug_bits(has),
            unsure=layout.slug_bits(closure(frozenset(unsure), concepts)),
            refuted=layout.slug_bits(s for s in layout.slug if denied and closure(frozenset({s}), concepts) & denied),
        )

    def _truths(self, at: Situation, kind: Any) -> tuple[int, int]:
        true = unknown = 0
        for atom, bit in self.layout.bit.items():
            if kind(atom):
                truth = truth_of(atom, at)
                true |= bit if truth is True else 0
                unknown |= bit if truth is None else 0
        return true, unknown


def reachable(meaning: Meaning) -> Iterable[int]:
    """The states that a record of this meaning can be in."""
    if meaning.standing != "no":
        yield OVER
        yield YES if meaning.standing == "yes" else MAYBE
        if meaning.lasts is not None and meaning.standing == "yes":
            yield MAYBE


_STANDING = {"no": 0, "maybe": MAYBE, "yes": YES}


def spoken(meanings: Mapping[int, Meaning], reader: Reader) -> tuple[Columns, Columns]:
    """The shapes that say something: how long each holds, and what it adds in each state."""
    says: dict[str, list[Any]] = {"shape": [], "standing": [], "lasting": [], "since": [], "key": []}
    parts: dict[str, list[int]] = {}
    for shape, meaning in meanings.items():
        added = {state: part for state in reachable(meaning) if (part := reader.part(meaning, state)) != Part()}
        if not added:
            continue
        lasts = meaning.lasts
        since = reader.as_of if lasts is None else reader.as_of - timedelta(days=lasts)
        row = (shape, _STANDING[meaning.standing], lasts is not None, since.isoformat(), shape * STATES)
        for name, value in zip(says, row, strict=True):
            says[name].append(value)
        for state, part in added.items():
            columns = {"key": shape * STATES + state, **part.columns(reader.layout)}
            for name, number in columns.items():
                parts.setdefault(name, []).append(number)
    return says, _telling(parts)


def _telling(parts: Mapping[str, list[int]]) -> dict[str, list[int]]:
    """Without the columns that are nothing everywhere."""
    return {name: values for name, values in parts.items() if name == "key" or any(values)}


def measuring(meanings: Mapping[int, Meaning]) -> Columns:
    """The shapes that are laboratory values, and how their number is to be taken."""
    names = (
        "shape",
        "lab",
        "creatinine",
        "factor",
        "least",
        "most",
        "bound",
        "fixed",
        "lo",
        "hi",
        "lo_open",
        "hi_open",
    )
    found: dict[str, list[Any]] = {name: [] for name in names}
    for shape, meaning in meanings.items():
        if meaning.measured is not None and meaning.standing != "no":
            for name, value in zip(names, (shape, *_measured(meaning.measured)), strict=True):
                found[name].append(value)
    return found


def _measured(each: Measured) -> tuple[Any, ...]:
    fixed = each.fixed or Interval(0, 0)
    code = "egfr" if each.code == "creatinine" else each.code
    return (
        LABS.index(code),
        each.code == "creatinine",
        float(each.factor),
        float(each.low),
        float(each.high),
        BOUNDS.index(each.bound),
        each.fixed is not None,
        float(fixed.low),
        float(fixed.high),
        fixed.low_open,
        fixed.high_open,
    )


NOT_KNOWN, UNBORN, IMPOSSIBLE = -2, -1, 200
"""An age that is not known; ages are kept between the other two, which are as good as anything beyond them."""

SEXES: tuple[Sex | None, ...] = (None, "female", "male")


def kind_of(age: int, oldest: int, sex: int) -> int:
    """One number for who somebody is by ages and sex."""
    return ((age + 2) * 1000 + oldest + 2) * 3 + sex


def kind_in_sql() -> str:
    """The same as `kind_of`."""
    return "((age + 2) * 1000 + oldest + 2) * 3 + sex"


def ages_of(age: int, oldest: int) -> tuple[int, int] | None:
    """The youngest and oldest somebody may be, from completed years as SQL counts them."""
    return None if age == NOT_KNOWN else possible_ages(age, oldest)


def somebody(age: int, oldest: int, sex: int) -> Person:
    """A person of whom no more is known."""
    ages = ages_of(age, oldest)
    if ages is None:
        return Person(sex=SEXES[sex])
    return Person(age=ages[0], oldest=ages[1], sex=SEXES[sex])


def kinds(found: Iterable[tuple[int, int, int]], reader: Reader) -> Columns:
    """What ages and sexes decide, for each that occurs."""
    table: dict[str, list[Any]] = {}
    layout = reader.layout
    for age, oldest, sex in found:
        person = somebody(age, oldest, sex)
        true, unknown, excused = reader.somebody(person)
        row: dict[str, Any] = {"kind": kind_of(age, oldest, sex)}
        row["young"] = person.age is not None and person.age < ADULT
        row["grown"] = person.age is not None and person.age >= ADULT
        row["sexless"] = person.sex is None
        row |= {f"t{n}": word(true, n) for n in range(layout.words)}
        row |= {f"u{n}": word(unknown, n) for n in range(layout.words)}
        row |= {f"n{n}": word(excused, n) for n in range(layout.slug_words)}
        for name, value in row.items():
            table.setdefault(name, []).append(value)
    return table


def converted(found: Iterable[tuple[int, int, int, float, float, bool, bool]]) -> Columns:
    """The eGFR of each creatinine that occurs, with the ages and sex it occurs with."""
    names = ("kind", "lo", "hi", "lo_open", "hi_open", "egfr_lo", "egfr_hi", "egfr_lo_open", "egfr_hi_open")
    table: dict[str, list[Any]] = {name: [] for name in names}
    for age, oldest, sex, low, high, low_open, high_open in found:
        ends = low, high, low_open, high_open
        egfr = egfr_of(Interval(*ends), ages_of(age, oldest), SEXES[sex])
        assert egfr is not None, "creatinine of somebody who is not grown"
        row = (kind_of(age, oldest, sex), *ends, float(egfr.low), float(egfr.high), egfr.low_open, egfr.high_open)
        for name, value in zip(names, row, strict=True):
            table[name].append(value)
    nothing = (NOT_KNOWN, 0.0, 0.0, False, False, 0.0, 0.0, False, False)
    return table if table["kind"] else {name: [value] for name, value in zip(names, nothing, strict=True)}
