"""The semantics that docs/rules.md fixes in writing, one by one."""

from __future__ import annotations

from datetime import date

import pytest

from stilla.person import MagnesiumUse, MedicationStatement, Observation, Person, Unrecognised, latest
from stilla.quantity import Interval
from stilla.rules.atoms import AskedOf, Concept, Situation, has, is_recent, lab, takes, truth_of
from stilla.rules.tree import Bounds, Dose, Lab, Takes, UsesMagnesium

TODAY = date(2026, 11, 22)
CONCEPTS = {
    "ckd": Concept(),
    "dialysis": Concept(("ckd",)),
    "ill": Concept(),
    "pregnancy": Concept((), AskedOf("male", 12, 55)),
}


def at(**fields):
    return Situation(Person(**fields), TODAY, CONCEPTS)


def observed(value, day=None, code="egfr", said=""):
    interval = value if isinstance(value, Interval) else Interval(value, value)
    return Observation(code, interval, day, said)


def test_latest_is_a_total_order_day_then_danger_then_name():
    same_day = date(2026, 1, 1)
    records = [
        observed(80, same_day, said="a"),
        observed(50, same_day, said="b"),
        observed(20, date(2025, 1, 1)),
        observed(90),
    ]
    for order in (records, records[::-1]):
        assert latest(tuple(order), "egfr").value.low == 50
    magnesium = (observed(0.8, same_day, "magnesium"), observed(2.2, same_day, "magnesium"))
    assert latest(magnesium, "magnesium").value.low == 2.2


def test_a_code_may_stand_for_several_medicines_and_matches_any():
    medicine = MedicationStatement("ambiguous", ("B01AC06", "N02BA01"))
    assert takes(Takes(("N02BA",)), Person(medicines=(medicine,), medicines_complete=True)) is True


def test_a_missing_list_is_not_an_empty_one():
    assert takes(Takes(("J01MA",)), Person()) is None
    assert takes(Takes(("J01MA",)), Person(medicines_complete=True)) is False
    assert has(("ckd",), at()) is None
    assert has(("ckd",), at(conditions_complete=True)) is False


def test_an_unrecognised_medicine_keeps_every_medicine_rule_open():
    person = Person(medicines_complete=True, unrecognised=(Unrecognised("medicine", "blurbol"),))
    assert takes(Takes(("J01MA",)), person) is None


@pytest.mark.parametrize(("route", "truth"), [(None, True), ("oral", True), ("eye", False), ("parenteral", False)])
def test_only_what_is_swallowed_binds_in_the_gut(route, truth):
    person = Person(medicines=(MedicationStatement("cipro", ("J01MA02",), route),), medicines_complete=True)
    assert takes(Takes(("J01MA02",)), person) is truth


def test_except_takes_a_product_out_of_its_class_but_not_its_neighbour():
    person = Person(
        medicines=(MedicationStatement("m", ("J01MA14",)), MedicationStatement("o", ("J01MA01",))),
        medicines_complete=True,
    )
    assert takes(Takes(("J01MA",), ("J01MA14",)), person) is True
    assert takes(Takes(("J01MA",), ("J01MA14", "J01MA01")), person) is False


def test_a_narrower_condition_counts_as_the_broader_and_a_no_to_the_broader_covers_it():
    assert has(("ckd",), at(conditions=frozenset({"dialysis"}))) is True
    assert has(("dialysis",), at(refuted=frozenset({"ckd"}))) is False
    assert has(("ckd",), at(refuted=frozenset({"dialysis"}))) is None


def test_i_dont_know_stays_open_even_in_a_whole_list():
    assert has(("ckd",), at(conditions_complete=True, unsure=frozenset({"ckd"}))) is None


@pytest.mark.parametrize(
    ("age", "sex", "truth"),
    [
        (30, "female", None),
        (30, None, None),
        (30, "male", False),
        (56, "female", False),
        (55, "female", None),
        (12, "female", None),
        (11, "female", False),
        (None, "female", None),
    ],
)
def test_pregnancy_is_open_only_where_it_can_be(age, sex, truth):
    assert has(("pregnancy",), at(age=age, sex=sex)) is truth


@pytest.mark.parametrize(
    ("value", "truth"),
    [
        (29.9, False), (60, True), (Interval(60, float("inf"), low_open=True), True),
        (Interval(45, 70), None), (Interval(0, 60, high_open=True), False),
    ],
)  # fmt: skip
def test_a_comparator_is_an_interval_and_decides_only_what_it_decides(value, truth):
    situation = at(age=40, observations=(observed(value, TODAY),))
    assert lab(Lab("egfr", Bounds(at_least=60)), situation) is truth


@pytest.mark.parametrize(
    ("day", "truth"), [(date(2025, 11, 22), True), (date(2025, 11, 21), None), (None, None), (TODAY, True)]
)
def test_too_old_or_undated_is_unknown_where_age_matters(day, truth):
    situation = at(age=40, observations=(observed(80, day),))
    assert lab(Lab("egfr", Bounds(at_least=60), within_months=12), situation) is truth
    assert lab(Lab("egfr", Bounds(at_least=60)), situation) is True


def test_months_are_calendar_months_also_at_the_end_of_a_short_one():
    assert is_recent(date(2026, 2, 28), 6, date(2026, 8, 28))
    assert not is_recent(date(2026, 2, 27), 6, date(2026, 8, 28))
    assert is_recent(date(2024, 2, 29), 12, date(2025, 2, 28))
    assert is_recent(date(2025, 8, 31), 6, date(2026, 2, 28))


def test_what_spoils_a_test_makes_it_unknown_until_answered_no():
    good = Lab("egfr", Bounds(at_least=60), unless=("ill",))
    observations = (observed(80, TODAY),)
    assert lab(good, at(age=40, observations=observations, conditions_complete=True)) is True
    assert lab(good, at(age=40, observations=observations)) is None
    assert lab(good, at(age=40, observations=observations, conditions=frozenset({"ill"}))) is None


@pytest.mark.parametrize("fields", [{"age": 17}, {"age": 30, "conditions": frozenset({"pregnancy"})}])
def test_egfr_is_not_used_in_the_young_or_in_pregnancy(fields):
    assert lab(Lab("egfr", Bounds(below=30)), at(observations=(observed(20, TODAY),), **fields)) is None


def test_an_unknown_amount_leaves_the_sum_open_upwards_only():
    some = (MagnesiumUse("a", 200), MagnesiumUse("b"))
    situation = at(magnesium=some, magnesium_complete=True)
    assert truth_of(Dose(Bounds(above=250)), situation) is None
    assert truth_of(Dose(Bounds(above=150)), situation) is True
    assert truth_of(Dose(Bounds(below=100)), situation) is False


def test_a_drip_is_not_a_tablet():
    situation = at(magnesium=(MagnesiumUse("drip", route="parenteral"),), magnesium_complete=True)
    assert truth_of(UsesMagnesium(route="oral"), situation) is False
    assert truth_of(UsesMagnesium(form=("oxide",)), situation) is None


def test_an_undated_value_may_be_the_newest_and_counts_where_it_is_worse():
    old_and_good = observed(90, date(2026, 9, 1))
    assert latest((old_and_good, observed(25)), "egfr").value.low == 25
    assert latest((observed(40, date(2026, 9, 1)), observed(90)), "egfr").value.low == 40
    assert latest((observed(25),), "egfr").value.low == 25
