"""The records behind a finding are those that made its atoms true, and no others."""

from __future__ import annotations

import random

import duckdb
import pytest

from population.deciding.judging import judge
from population.deciding.one_by_one import somebody
from population.deciding.worlds import World, world
from stilla.findings import assess
from stilla.knowledge.store import load
from stilla.person import Person, latest
from stilla.records.facts import holds, is_over
from stilla.rules.atoms import Situation, closure, matches, truth_of
from stilla.rules.tree import Dose, Has, Lab, Takes, UsesMagnesium


def numbered(made: World) -> World:
    """Every record with a reference of its own."""
    named = {
        table: tuple((*row[:place], f"{table}/{n}", *row[place + 1 :]) for n, row in enumerate(getattr(made, table)))
        for table, place in (("medicines", 4), ("conditions", 4), ("labs", 6))
    }
    return made._replace(**named)


def behind(atom, made, person, n):
    """The references of the records that make an atom true."""
    as_of, concepts = made.asked.as_of, made.knowledge.concepts
    if isinstance(atom, Lab):
        return {latest(person.observations, atom.code).reference}
    found = set()
    for whose, shape, first, last, reference in (row[:5] for row in (*made.medicines, *made.conditions)):
        meaning = made.meanings[shape]
        if whose != n or meaning.standing == "no":
            continue
        held = holds(meaning.standing, meaning.lasts, first, last, as_of) == "yes"
        over = is_over(first, last, meaning.lasts, as_of) and meaning.standing == "yes"
        slugs = meaning.present if held else meaning.remains if over else frozenset()
        speaks = (
            (isinstance(atom, Takes) and held and meaning.medicine and matches(atom, meaning.medicine))
            or (isinstance(atom, Has) and closure(slugs, concepts) & set(atom.conditions))
            or (isinstance(atom, Dose) and held and meaning.magnesium)
            or (isinstance(atom, UsesMagnesium) and held and meaning.magnesium and _fits(atom, meaning, made))
        )
        if speaks:
            found.add(reference)
    return found


def _fits(atom, meaning, made):
    person = Person(magnesium=(meaning.magnesium,), magnesium_complete=True)
    return truth_of(atom, Situation(person, made.asked.as_of, made.knowledge.concepts))


@pytest.mark.parametrize(("seed", "own_rules"), [(seed, own) for seed in range(4) for own in (True, False)])
def test_evidence_is_the_records_that_made_the_rule_true(seed, own_rules, duck, tmp_path):
    made = numbered(world(random.Random(seed), load(), people=60, rules=30, shapes=2, own_rules=own_rules))
    judge(made, tmp_path, duck)
    with duckdb.connect() as connection:
        rows = connection.execute(f"FROM '{tmp_path / 'out' / 'evidence.parquet'}'").fetchall()
    found: dict[tuple[int, str], set[str]] = {}
    for n, rule, reference in rows:
        found.setdefault((n, rule), set()).add(reference)
    assert found
    ruled = made.knowledge.checking
    tree_of = {rule.id: tree for rule, tree in zip(ruled.rules, ruled.trees, strict=True)}
    for n in (n for n, person in enumerate(made.persons) if not person[3]):
        person = somebody(made, n)
        pattern = ruled.book.pattern(Situation(person, made.asked.as_of, made.knowledge.concepts))
        for finding in assess(person, made.knowledge, made.asked.as_of).findings:
            if finding.rule.id in tree_of:
                atoms = list(ruled.book.true_atoms(tree_of[finding.rule.id], pattern))
                expected = set().union(*(behind(atom, made, person, n) for atom in atoms))
                assert {each for each in found.get((n, finding.rule.id), set()) if not each.startswith("labs")} == {
                    each for each in expected if not each.startswith("labs")
                }
                assert _values(found.get((n, finding.rule.id), set()), person) == _values(expected, person)


def _values(references, person):
    """The values that references stand for: of two records of one value on one day either may be named."""
    return {(each.code, each.value, each.measured) for each in person.observations if each.reference in references}
