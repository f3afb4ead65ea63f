"""Whose hours to keep leave no time of day. Records seldom give times, so the one-person functions decide each case."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from stilla.findings import Finding, facts_of, without_room
from stilla.person import Person
from stilla.population.answers import SPACED
from stilla.population.dimensions import YES
from stilla.population.layout import joined
from stilla.population.records_sql import state
from stilla.rules.atoms import Situation
from stilla.rules.tree import Takes

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from stilla.population.answers import Answer
    from stilla.population.reduce import Run
    from stilla.records.facts import Meaning

NOBODY = -1


def keep_crowded(run: Run, medicines: Mapping[int, Meaning], answers: Sequence[Sequence[Answer]]) -> None:
    """Those for whom no time is left, as table `crowded`."""
    spaced = _spaced(run, answers)
    found = [NOBODY]
    if spaced:
        known: dict[tuple[tuple[int, ...], tuple[int, ...]], bool] = {}
        for n, shapes in _taken(run).items():
            case = shapes, spaced[n]
            if case not in known:
                known[case] = _is_crowded(run, [medicines[shape] for shape in shapes], spaced[n])
            if known[case]:
                found.append(n)
    run.engine.table("crowded", {"n": found})


def _spaced(run: Run, answers: Sequence[Sequence[Answer]]) -> dict[int, tuple[int, ...]]:
    """The true rules with hours of everybody who has times."""
    layout, rules = run.layout, run.knowledge.checking.rules
    words = [f"t{n}" for n in range(layout.words)]
    columns = ", ".join(["n", *words, *(f"g{n}" for n in range(len(layout.groups)))])
    where = f"timed AND (flags & {SPACED}) <> 0"
    run.engine.view("spaced", f"SELECT {columns} FROM decided WHERE {where}")
    found: dict[int, tuple[int, ...]] = {}
    for n, *row in run.engine.fetch("SELECT * FROM spaced"):
        true = joined(dict(enumerate(row[: len(words)])))
        single = [rule for bit, rule in layout.singles if true & bit and rules[rule].space]
        grouped = (answers[g][number].spaced for g, number in enumerate(row[len(words) :]))
        found[n] = tuple(sorted([*single, *(rule for each in grouped for rule in each)]))
    return found


def _taken(run: Run) -> dict[int, tuple[int, ...]]:
    """Every medicine that these people surely take, by shape."""
    taken: dict[int, list[int]] = defaultdict(list)
    for n, shape in run.engine.fetch(f"""
SELECT k.n, k.shape FROM (SELECT r.n, r.shape, {state(run.asked.as_of)} AS held
  FROM medicines r JOIN medicines_says s ON r.shape = s.shape JOIN spaced p ON r.n = p.n) k
WHERE k.held = {YES}"""):
        taken[n].append(shape)
    return {n: tuple(sorted(shapes)) for n, shapes in taken.items()}


def _is_crowded(run: Run, meanings: Sequence[Meaning], rules: tuple[int, ...]) -> bool:
    person = Person(medicines=tuple(each.medicine for each in meanings if each.medicine))
    return next(without_room(list(_findings(run, person, rules)), person, run.knowledge), None) is not None


def _findings(run: Run, person: Person, rules: tuple[int, ...]) -> Iterator[Finding]:
    """The true rules, each with the medicines that speak for it."""
    at = Situation(person, run.asked.as_of, run.knowledge.concepts)
    book, ruled = run.layout.book, run.knowledge.checking
    pattern = book.pattern(at)
    for number in rules:
        speaking = (atom for atom in book.true_atoms(ruled.trees[number], pattern) if isinstance(atom, Takes))
        yield Finding(ruled.rules[number], tuple(fact for atom in speaking for fact in facts_of(atom, at)))
