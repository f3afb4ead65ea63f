"""Findings: order, verdict, what they rest on, and which facts an open rule waits for."""

from __future__ import annotations

from datetime import date

import pytest

from stilla.findings import NO_VALID_TIME, assess, facts_of, missing_facts, verdict_of
from stilla.person import MagnesiumUse, MedicationStatement, Observation, Person
from stilla.quantity import Interval
from stilla.rules.atoms import Situation
from stilla.rules.rulebook import Rulebook
from stilla.rules.tree import Age, Bounds, Dose, Has, IsSex, Lab, Stated, Takes, UsesMagnesium

TODAY = date(2026, 11, 22)
WHOLE = Person(
    age=61,
    sex="female",
    conditions=frozenset({"dialysis"}),
    conditions_complete=True,
    medicines=(
        MedicationStatement("Levaxin", ("H03AA01",), times=("07:00",)),
        MedicationStatement("Alvedon", ("N02BE01",)),
    ),
    medicines_complete=True,
    magnesium=(MagnesiumUse("a", 100), MagnesiumUse("b")),
    magnesium_complete=True,
    observations=(
        Observation("egfr", Interval(20, 25), date(2026, 9, 1)),
        Observation("ferritin", Interval(60, float("inf"), low_open=True, high_open=True)),
    ),
)


@pytest.mark.parametrize(
    ("atom", "fact", "value"),
    [
        (Takes(("H03",)), "medicines", "Levaxin (07:00)"),
        (Takes(("N02BE01",)), "medicines", "Alvedon"),
        (Has(("ckd",)), "conditions", "dialysis"),
        (Lab("egfr", Bounds(below=30)), "egfr", "20–25 (2026-09-01)"),
        (Lab("ferritin", Bounds(above=50)), "ferritin", "> 60"),
        (Age(Bounds(at_least=60)), "age", "61"),
        (IsSex("female"), "sex", "female"),
        (Dose(Bounds(at_least=50)), "magnesium", "≥ 100 mg"),
        (UsesMagnesium(), "magnesium", "≥ 100 mg"),
    ],
)
def test_a_finding_names_the_facts_it_rests_on(knowledge, atom, fact, value):
    [found] = facts_of(atom, Situation(WHOLE, TODAY, knowledge.concepts))
    assert (found.fact, found.value.en) == (fact, value)


@pytest.mark.parametrize(
    ("atom", "facts"),
    [
        (Takes(("H03",)), {"medicines"}),
        (Has(("ckd", "heart-block")), {"kidney-disease", "heart-rhythm"}),
        (Has(("pregnancy",)), {"pregnancy", "sex"}),
        (Lab("egfr", Bounds(below=30), unless=("acute-illness-since-kidney-test",)), {"egfr"}),
        (Age(Bounds(below=18)), {"age"}),
        (IsSex("male"), {"sex"}),
        (Dose(Bounds(above=250)), {"magnesium"}),
        (UsesMagnesium(form=("oxide",)), {"magnesium"}),
    ],
)
def test_an_open_atom_names_the_question_that_would_settle_it(knowledge, atom, facts):
    situation = Situation(Person(), TODAY, knowledge.concepts)
    assert {fact for fact, _ in missing_facts(atom, situation, knowledge)} == facts


def test_magnesium_of_which_nothing_is_known_has_no_milligrams(knowledge):
    person = Person(magnesium=(MagnesiumUse("b"),))
    [found] = facts_of(UsesMagnesium(), Situation(person, TODAY, knowledge.concepts))
    assert found.value.sv == "i okänd mängd"


def test_a_spoilt_value_asks_what_spoilt_it_and_a_wide_one_asks_the_sex(knowledge):
    person = Person(age=61, observations=(Observation("egfr", Interval(55, 65), TODAY),))
    atom = Lab("egfr", Bounds(at_least=60), unless=("acute-illness-since-kidney-test",))
    facts = {fact for fact, _ in missing_facts(atom, Situation(person, TODAY, knowledge.concepts), knowledge)}
    assert facts == {"egfr", "sex", "kidney-test-validity"}


def test_a_spoilt_value_of_somebody_whose_sex_is_known_asks_only_what_spoilt_it(knowledge):
    person = Person(age=61, sex="female", observations=(Observation("egfr", Interval(65, 65), TODAY),))
    atom = Lab("egfr", Bounds(at_least=60), unless=("acute-illness-since-kidney-test",))
    facts = {fact for fact, _ in missing_facts(atom, Situation(person, TODAY, knowledge.concepts), knowledge)}
    assert facts == {"egfr", "kidney-test-validity"}


def test_a_condition_that_nobody_is_asked_about_is_no_question(knowledge):
    assert knowledge.conditions["restless-legs"].group is None
    situation = Situation(Person(), TODAY, knowledge.concepts)
    assert list(missing_facts(Has(("restless-legs",)), situation, knowledge)) == []


@pytest.mark.parametrize(
    ("true", "still_open", "unrecognised", "verdict"),
    [
        ({"stop", "ask"}, set(), False, "stop"),
        ({"ask"}, {"stop"}, True, "ask"),
        ({"space"}, {"stop"}, False, "unknown"),
        ({"space"}, {"ask"}, False, "unknown"),
        ({"watch"}, set(), True, "unknown"),
        ({"watch"}, {"info"}, False, "go"),
    ],
)
def test_the_verdict_is_the_worst_that_holds_and_unknown_before_go(true, still_open, unrecognised, verdict):
    assert verdict_of(true, still_open, unrecognised=unrecognised) == verdict


def test_hours_that_leave_no_time_of_day_are_said_to_leave_none(knowledge):
    times = tuple(f"{hour:02}:00" for hour in range(0, 24, 3))
    person = Person(medicines=(MedicationStatement("Levaxin", ("H03AA01",), times=times),))
    assert NO_VALID_TIME in {each.rule.id for each in assess(person, knowledge, TODAY).findings}
    once = Person(medicines=(MedicationStatement("Levaxin", ("H03AA01",), times=("07:00",)),))
    assert NO_VALID_TIME not in {each.rule.id for each in assess(once, knowledge, TODAY).findings}


def test_what_was_only_unrecognised_is_no_question(knowledge):
    situation = Situation(Person(medicines_complete=True), TODAY, knowledge.concepts)
    assert list(missing_facts(Takes(("H03",)), situation, knowledge)) == []


def test_the_worst_comes_first_and_decides(knowledge):
    found = assess(WHOLE, knowledge, TODAY)
    assert found.verdict == "stop"
    order = ["stop", "ask", "space", "watch", "info"]
    assert [each.level for each in found.findings] == sorted((each.level for each in found.findings), key=order.index)
    assert [each.atc for each in found.no_rule_known] == ["N02BE01"]


def test_an_ask_still_lists_what_could_become_a_stop(knowledge):
    found = assess(Person(age=16), knowledge, TODAY)
    assert found.verdict == "ask"
    assert any(title.en == "Dialysis" for title in found.could_become_stop)


def test_the_same_person_gets_the_same_answer_in_any_order(knowledge):
    backwards = Person(
        **{f: getattr(WHOLE, f) for f in WHOLE.__struct_fields__}
        | {"medicines": WHOLE.medicines[::-1], "observations": WHOLE.observations[::-1]}
    )
    one, other = assess(WHOLE, knowledge, TODAY), assess(backwards, knowledge, TODAY)
    assert [each.rule.id for each in one.findings] == [each.rule.id for each in other.findings]
    assert one.verdict == other.verdict


def test_stated_never_leaves_a_question_open():
    tree = Stated(Has(("ckd",)))
    book = Rulebook([tree])
    assert list(book.open_atoms(tree, book.pattern(Situation(Person(), TODAY, {})))) == []


def test_every_source_of_a_finding_comes_with_it(knowledge):
    found = assess(WHOLE, knowledge, TODAY)
    assert {name for each in found.findings for name in each.rule.sources} == set(found.sources)
