"""What may be asked: every problem at once, in both languages, with the range of the model."""

import math

import pytest
from virtual_people import KNOWLEDGE

from stilla.errors import BadInput
from stilla.physiology.asked import (
    DIET,
    EGFR,
    MOST_DOSES,
    MOST_MG,
    SWITCHES,
    WEIGHT,
    Dose,
    Person,
    Plan,
    check,
    forms_of,
)

NAN, INF = math.nan, math.inf


def problems(person=None, plan=None):
    """What is refused; nothing where all is well."""
    try:
        check(person or Person(egfr=90), plan or Plan(()), KNOWLEDGE)
    except BadInput as refused:
        return list(refused.problems)
    return []


def of_dose(mg=200.0, form="citrate", hour=8.0):
    return Plan((Dose(mg, form, hour),))


@pytest.mark.parametrize(
    ("person", "plan"),
    [
        (Person(egfr=EGFR[0]), None),
        (Person(egfr=EGFR[1]), None),
        (Person(egfr=90, weight=WEIGHT[0]), None),
        (Person(egfr=90, weight=WEIGHT[1]), None),
        (Person(egfr=90, diet_mg=DIET[0]), None),
        (Person(egfr=90, diet_mg=DIET[1]), None),
        (None, of_dose(0.0)),
        (None, of_dose(MOST_MG)),
        (None, of_dose(hour=0.0)),
        (None, of_dose(hour=24.0)),
        (None, Plan((), 1)),
        (None, Plan((), 400)),
        (None, Plan((Dose(10.0, "oxide", 12.0),) * MOST_DOSES)),
        (Person(egfr=90, switches=tuple(SWITCHES)), None),
    ],
)
def test_the_ends_of_the_range_are_answered(person, plan):
    assert problems(person, plan) == []


@pytest.mark.parametrize("form", forms_of(KNOWLEDGE))
def test_every_form_of_the_model_is_known(form):
    assert problems(plan=of_dose(form=form)) == []


@pytest.mark.parametrize(
    ("person", "plan", "where", "says"),
    [
        (Person(egfr=0), None, "eGFR", ("0 is outside", "5 to 150", "Below that", "dialysis")),
        (Person(egfr=300), None, "eGFR", ("300 is outside", "5 to 150")),
        (Person(egfr=4.9), None, "eGFR", ("4.9 is outside", "5 to 150", "dialysis")),
        (Person(egfr=-1), None, "eGFR", ("5 to 150",)),
        (Person(egfr=NAN), None, "eGFR", ("? is outside", "5 to 150")),
        (Person(egfr=INF), None, "eGFR", ("5 to 150",)),
        (Person(egfr=90, weight=2), None, "weight", ("2 is outside", "35 to 200 kg")),
        (Person(egfr=90, weight=NAN), None, "weight", ("35 to 200 kg",)),
        (Person(egfr=90, diet_mg=-1), None, "diet", ("10 to 1000 mg",)),
        (Person(egfr=90, diet_mg=0), None, "diet", ("0 is outside", "10 to 1000 mg")),
        (Person(egfr=90, diet_mg=1e6), None, "diet", ("10 to 1000 mg",)),
        (Person(egfr=90, diet_mg=NAN), None, "diet", ("10 to 1000 mg",)),
        (None, of_dose(1e6), "a dose", ("0 to 5000 mg",)),
        (None, of_dose(NAN), "a dose", ("0 to 5000 mg",)),
        (None, of_dose(INF), "a dose", ("0 to 5000 mg",)),
        (None, of_dose(-5.0), "a dose", ("-5 is outside", "0 to 5000 mg")),
        (None, of_dose(hour=25.0), "clock time", ("25 is outside", "0 to 24 h")),
        (None, of_dose(hour=-1.0), "clock time", ("0 to 24 h",)),
        (None, of_dose(hour=NAN), "clock time", ("0 to 24 h",)),
        (None, Plan((), 0), "days", ("0 is outside", "1 to 400 days")),
        (None, Plan((), 401), "days", ("1 to 400 days",)),
        (None, Plan((), -3), "days", ("1 to 400 days",)),
        (None, of_dose(form="unobtainium"), "form 'unobtainium'", ("No form the model knows", "citrate", "oxide")),
        (None, of_dose(form=""), "form ''", ("No form the model knows",)),
        (None, of_dose(form="bisglycinate"), "form 'bisglycinate'", ("Nobody has measured", "citrate", "oxide")),
        (None, Plan((Dose(10.0, "oxide", 12.0),) * 100), "doses a day", ("100 is outside", "0 to 12 doses.")),
    ],
)
def test_what_lies_outside_is_refused_with_the_range(person, plan, where, says):
    found = {each.where.en: each for each in problems(person, plan)}
    assert where in found
    assert all(part in found[where].says.en for part in says), found[where].says.en
    assert all(each.where.sv and each.says.sv and each.says.sv != each.says.en for each in found.values())


def test_a_known_salt_that_nobody_measured_is_told_apart_from_a_word():
    assert "bisglycinate" in KNOWLEDGE.salts
    known, unknown = (problems(plan=of_dose(form=form))[0].says for form in ("bisglycinate", "unobtainium"))
    assert known.en != unknown.en
    assert known.sv != unknown.sv


def test_doses_that_are_each_in_order_may_be_too_much_together():
    found = problems(plan=Plan((Dose(3000.0, "citrate", 8.0), Dose(3000.0, "citrate", 20.0))))
    assert [each.where.en for each in found] == ["magnesium a day"]
    assert "6000 is outside" in found[0].says.en


def test_a_negative_dose_does_not_make_room_for_another():
    found = problems(plan=Plan((Dose(-5000.0, "citrate", 8.0), Dose(9000.0, "citrate", 20.0))))
    assert [each.where.en for each in found].count("a dose") == 2


def test_every_problem_comes_at_once():
    plan = Plan((Dose(NAN, "unobtainium", 25.0), Dose(1e6, "bisglycinate", -1.0)), 0)
    found = [each.where.en for each in problems(Person(egfr=0, weight=2, diet_mg=-1), plan)]
    assert {"eGFR", "weight", "diet", "days", "magnesium a day", "a dose", "clock time"} < set(found)
    assert {"form 'unobtainium'", "form 'bisglycinate'"} < set(found)
    assert found.count("a dose") == 2


def test_an_unknown_form_is_named_once():
    found = problems(plan=Plan((Dose(1.0, "gold", 8.0), Dose(1.0, "gold", 9.0))))
    assert [each.where.en for each in found] == ["form 'gold'"]


def test_a_switch_that_nobody_knows_is_refused():
    found = problems(Person(egfr=90, switches=("dialysis",)))
    assert [each.where.en for each in found] == ["circumstance 'dialysis'"]
    assert "stasis, thiazide, obstruction" in found[0].says.en
    assert "stasis, thiazide, obstruction" in found[0].says.sv


def test_dialysis_is_named_only_where_kidneys_are_too_weak_for_the_model():
    assert "ialys" not in problems(Person(egfr=300))[0].says.en + problems(Person(egfr=300))[0].says.sv
