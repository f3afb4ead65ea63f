"""One meaning: patterns and the evaluator against the plain meaning of every atom, by generated people and rules."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from stilla.knowledge.store import load
from stilla.person import MagnesiumUse, MedicationStatement, Observation, Person, Unrecognised
from stilla.quantity import Interval
from stilla.rules import rulebook
from stilla.rules.atoms import AskedOf, Concept, Situation, truth_of
from stilla.rules.meaning import meaning
from stilla.rules.rulebook import Rulebook
from stilla.rules.tree import (
    Age,
    All,
    AnyOf,
    Bounds,
    Dose,
    Has,
    IsSex,
    Lab,
    NoneOf,
    NotARule,
    Stated,
    Takes,
    UsesMagnesium,
    atoms,
    read_tree,
)

AS_OF = date(2026, 11, 22)
SLUGS = ["ckd", "dialysis", "pregnancy", "epilepsy", "constipation"]
CONCEPTS = {
    "ckd": Concept(),
    "dialysis": Concept(("ckd",)),
    "pregnancy": Concept((), AskedOf("male", 12, 55)),
    "epilepsy": Concept(),
    "constipation": Concept(),
}
CODES = ["J01MA02", "J01MA14", "N02BF01", "C03DA01", "H03AA01"]
PREFIXES = ["J01MA", "J01MA02", "N02BF", "C03", "H03AA01", "J"]

slugs = st.lists(st.sampled_from(SLUGS), min_size=1, max_size=3, unique=True).map(tuple)
bounds = st.builds(
    Bounds,
    below=st.none() | st.sampled_from([18.0, 30.0, 60.0]),
    at_least=st.none() | st.sampled_from([18.0, 30.0, 60.0]),
    above=st.none() | st.sampled_from([30.0, 250.0]),
    at_most=st.none() | st.sampled_from([60.0, 250.0]),
)
takes = st.builds(
    Takes,
    atc=st.lists(st.sampled_from(PREFIXES), min_size=1, max_size=2, unique=True).map(tuple),
    except_=st.sampled_from([(), ("J01MA14",)]),
    route=st.sampled_from(["oral", "any", "eye"]),
)
atom = (
    takes
    | st.builds(Has, slugs)
    | st.builds(
        Lab,
        code=st.sampled_from(["egfr", "ferritin"]),
        bounds=bounds,
        within_months=st.sampled_from([None, 6, 12]),
        unless=st.just(()) | slugs,
    )
    | st.builds(Age, bounds)
    | st.builds(IsSex, st.sampled_from(["female", "male"]))
    | st.builds(Dose, bounds)
    | st.builds(
        UsesMagnesium,
        form=st.sampled_from([(), ("oxide",)]),
        route=st.sampled_from([None, "oral"]),
        prescribed=st.sampled_from([None, True]),
    )
)
tree = st.recursive(
    atom,
    lambda children: (
        st.builds(All, st.lists(children, min_size=1, max_size=3).map(tuple))
        | st.builds(AnyOf, st.lists(children, min_size=1, max_size=3).map(tuple))
        | st.builds(NoneOf, st.lists(children, min_size=1, max_size=3).map(tuple))
        | st.builds(Stated, children)
    ),
    max_leaves=6,
)
numbers = st.sampled_from([0.0, 17.0, 18.0, 29.9, 30.0, 59.9, 60.0, 75.0, 250.0, 251.0])
intervals = st.builds(
    lambda a, b, lo, ho: Interval(min(a, b), max(a, b), lo and a != b, ho and a != b),
    numbers,
    numbers,
    st.booleans(),
    st.booleans(),
)
days = st.none() | st.integers(0, 800).map(lambda n: AS_OF - timedelta(days=n))
people = st.builds(
    Person,
    age=st.none() | st.sampled_from([10.0, 17.0, 18.0, 35.0, 56.0, 61.0, 80.0]),
    sex=st.sampled_from([None, "female", "male"]),
    conditions=st.frozensets(st.sampled_from(SLUGS), max_size=2),
    refuted=st.frozensets(st.sampled_from(SLUGS), max_size=2),
    unsure=st.frozensets(st.sampled_from(SLUGS), max_size=2),
    conditions_complete=st.booleans(),
    medicines=st.lists(
        st.builds(
            MedicationStatement,
            st.just("m"),
            st.lists(st.sampled_from(CODES), min_size=1, max_size=2).map(tuple),
            st.sampled_from([None, "oral", "eye"]),
        ),
        max_size=3,
    ).map(tuple),
    medicines_complete=st.booleans(),
    magnesium=st.lists(
        st.builds(
            MagnesiumUse,
            st.just("p"),
            st.none() | st.sampled_from([100.0, 250.0]),
            st.sampled_from([None, "oxide"]),
            st.sampled_from([None, "oral", "parenteral"]),
            st.sampled_from([None, True, False]),
        ),
        max_size=2,
    ).map(tuple),
    magnesium_complete=st.booleans(),
    observations=st.lists(
        st.builds(Observation, st.sampled_from(["egfr", "ferritin"]), intervals, days, st.sampled_from(["a", "b"])),
        max_size=3,
    ).map(tuple),
    unrecognised=st.sampled_from([(), (Unrecognised("medicine", "x"),), (Unrecognised("condition", "y"),)]),
)


def plainly(node, at):
    """What a tree means, straight from the atoms: no patterns, no short cuts."""
    return meaning(node, lambda atom: truth_of(atom, at))


@given(st.lists(tree, min_size=1, max_size=6), people)
def test_deciding_a_pattern_gives_what_the_rules_plainly_mean(trees, person):
    at = Situation(person, AS_OF, CONCEPTS)
    book = Rulebook(trees)
    decided = dict(book.decide(book.pattern(at)))
    expected = {n: plainly(each, at) for n, each in enumerate(trees)}
    assert decided == {n: truth for n, truth in expected.items() if truth is not False}


@given(people)
def test_every_atom_of_the_shipped_rules_has_its_bit(person):
    knowledge = load()
    at = Situation(person, AS_OF, knowledge.concepts)
    true, unknown = knowledge.checking.book.pattern(at)
    assert true & unknown == 0
    for each, bit in knowledge.checking.book.bit.items():
        assert truth_of(each, at) is (True if true & bit else None if unknown & bit else False), each


def test_what_is_kept_of_medicines_and_conditions_never_changes_an_answer(monkeypatch):
    monkeypatch.setattr(rulebook, "_MOST_TAKEN", 2)
    trees = load().checking.trees
    book = Rulebook(trees)
    somebody = Person(age=40, sex="female", medicines=(MedicationStatement("a", ("A02BC01",)),))
    for concepts in ({}, {slug: Concept(asked_of=AskedOf(not_sex="female")) for slug in load().conditions}, {}):
        for code in ("C01AA05", "A02BC01", "J01MA02", "M05BA04"):
            for route in (None, "eye"):
                added = MedicationStatement(code, (code,), route)
                at = Situation(structs.replace(somebody, medicines=(*somebody.medicines, added)), AS_OF, concepts)
                assert book.pattern(at) == Rulebook(trees).pattern(at)
                assert len(book._taken) <= 2


@given(people, tree)
def test_learning_a_fact_never_turns_a_decided_rule_round(person, node):
    """Monotone: closing the lists may settle an unknown, never change an answer that was settled without them."""
    before = plainly(node, Situation(person, AS_OF, CONCEPTS))
    contains_stated = "stated" in str(node).lower()
    person_closed = Person(
        **{f: getattr(person, f) for f in person.__struct_fields__}
        | {"conditions_complete": True, "medicines_complete": True, "magnesium_complete": True}
    )
    after = plainly(node, Situation(person_closed, AS_OF, CONCEPTS))
    if before is not None and not contains_stated:
        assert after is before


@given(tree)
def test_atoms_of_a_tree_are_all_found(node):
    book = Rulebook([node])
    assert set(book.atoms) == set(atoms(node))


@pytest.mark.parametrize(
    "written",
    [
        {"has": []},
        {"hass": ["ckd"]},
        {"all": []},
        {"lab": {"code": "egfr", "bellow": 30}},
        {"lab": {"code": "potassium", "below": 3}},
        {"age": {}},
        {"takes": {"atc": ["J01"], "route": "nose"}},
        {"meets": "nothing"},
        {"has": ["ckd"], "sex": "male"},
        {"sex": "other"},
        {"takes": []},
        {"takes": {"atc": []}},
        {"lab": ["egfr"]},
        {"age": 60},
        "ckd",
    ],
)
def test_what_is_not_in_the_rule_language_is_refused_with_a_reason(written):
    with pytest.raises(NotARule) as caught:
        read_tree(written, {})
    assert str(caught.value)


@pytest.mark.parametrize(
    ("written", "tree"),
    [
        ({"stated": {"has": ["ckd"]}}, Stated(Has(("ckd",)))),
        ({"dose": {"above": 250}}, Dose(Bounds(above=250))),
        ({"magnesium": {"form": ["oxide"]}}, UsesMagnesium(form=("oxide",))),
    ],
)
def test_each_word_is_read(written, tree):
    assert read_tree(written, {}) == tree


def test_a_definition_stands_for_its_condition():
    shared = {"weak": {"has": ["ckd"]}, "weaker": {"any": [{"meets": "weak"}, {"age": {"at_least": 75}}]}}
    assert read_tree({"meets": "weaker"}, shared) == AnyOf((Has(("ckd",)), Age(Bounds(at_least=75))))


def test_a_definition_that_needs_itself_is_refused():
    with pytest.raises(NotARule):
        read_tree({"meets": "loop"}, {"loop": {"meets": "loop"}})
