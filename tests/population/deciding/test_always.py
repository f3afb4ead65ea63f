"""What must hold of every population, whoever is in it (metamorphic)."""

from __future__ import annotations

import random
from collections import Counter

import pytest

from population.deciding.judging import judge
from population.deciding.worlds import world
from stilla.knowledge.store import load
from stilla.population.evidence import speaking
from stilla.records.facts import Meaning
from stilla.rules.tree import NoneOf, Takes, UsesMagnesium

pytestmark = pytest.mark.parametrize("seed", range(3))


def a_region(seed, **more):
    return world(random.Random(seed), load(), people=120, shapes=3, own_rules=False, **more)


def test_a_record_that_says_nothing_changes_nothing(seed, duck, tmp_path):
    made = a_region(seed)
    before = judge(made, tmp_path, duck)
    silent = len(made.meanings)
    more = made._replace(
        meanings=(*made.meanings, Meaning("no", ignored="nothing-asked"), Meaning(ignored="nothing-asked")),
        kinds=(*made.kinds, "MedicationRequest", "Observation"),
        medicines=made.medicines + tuple((row[0], silent, *row[2:]) for row in made.medicines),
        conditions=made.conditions + tuple((row[0], silent + 1, *row[2:]) for row in made.conditions),
    )
    (tmp_path / "more").mkdir()
    assert judge(more, tmp_path / "more", duck) == before


def test_who_stops_every_medicine_loses_what_it_was_found_for(seed, duck, tmp_path):
    made = a_region(seed)
    made = made._replace(asked=type(made.asked)(made.asked.as_of, frozenset(), None))
    ruled = made.knowledge.checking
    of_medicines = {
        rule.id
        for rule, tree in zip(ruled.rules, ruled.trees, strict=True)
        if all(isinstance(atom, Takes | UsesMagnesium) for atom in speaking(tree)) and not isinstance(tree, NoneOf)
    }
    before = judge(made, tmp_path, duck)
    assert any(each.true & of_medicines for each in before.values())
    (tmp_path / "none").mkdir()
    after = judge(made._replace(medicines=()), tmp_path / "none", duck)
    assert not any(each.true & of_medicines for each in after.values())


def test_the_order_of_rows_and_their_files_do_not_matter(seed, duck, tmp_path):
    made = a_region(seed)
    before = judge(made, tmp_path, duck)
    tables = {name: list(getattr(made, name)) for name in ("medicines", "conditions", "labs")}
    for rows in tables.values():
        random.Random(seed).shuffle(rows)
    (tmp_path / "shuffled").mkdir()
    shuffled = made._replace(**{name: tuple(rows) for name, rows in tables.items()})
    assert judge(shuffled, tmp_path / "shuffled", duck, files=3) == before


def test_everybody_twice_is_every_count_twice(seed, duck, tmp_path):
    made = a_region(seed)
    count = len(made.persons)

    def twice(rows):
        return rows + tuple((row[0] + count, *row[1:]) for row in rows)

    doubled = made._replace(
        persons=made.persons * 2,
        medicines=twice(made.medicines),
        conditions=twice(made.conditions),
        labs=twice(made.labs),
    )
    (tmp_path / "twice").mkdir()
    once, two = judge(made, tmp_path, duck), judge(doubled, tmp_path / "twice", duck)

    def counted(found):
        return Counter((kind, name) for each in found for kind, names in _said(each) for name in names)

    assert counted(two.values()) == Counter({key: 2 * n for key, n in counted(once.values()).items()})


def _said(each):
    return ("verdict", [each.verdict]), ("true", each.true), ("open", each.open), ("missing", each.missing)
