"""The plan: one dose rule whatever the authority, `Try` only on `go`, and never a time inside a forbidden gap."""

from __future__ import annotations

import random
from datetime import date

import msgspec
import pytest

from stilla.findings import assess, wishes_of
from stilla.person import MagnesiumUse, MedicationStatement, Observation, Person
from stilla.plan import LEAST_MG, REGIMEN_MG, UPPER_LEVEL_MG, Ask, Stop, Try, decide, dose, lay_out
from stilla.quantity import Interval
from stilla.rules.atoms import Situation, truth_of
from stilla.rules.meaning import meaning

TODAY = date(2026, 11, 22)
GENERATED = 10_000


def somebody(chance: random.Random, knowledge) -> Person:
    codes, slugs = list(knowledge.medicines), list(knowledge.conditions)
    closed = chance.random() < 0.7
    some = chance.random() < 0.5
    return Person(
        age=chance.choice([None, *range(16, 90)]) if chance.random() < 0.9 else None,
        sex=chance.choice(["female", "male", None]),
        conditions=frozenset(chance.sample(slugs, chance.randint(0, 2)) if some else ()),
        unsure=frozenset(chance.sample(slugs, 1) if chance.random() < 0.1 else ()),
        conditions_complete=closed,
        medicines=tuple(
            MedicationStatement(
                code,
                (code,),
                times=tuple(
                    f"{chance.randint(0, 23):02d}:{chance.randint(0, 59):02d}" for _ in range(chance.randint(0, 3))
                ),
            )
            for code in chance.sample(codes, chance.randint(0, 4))
        ),
        medicines_complete=closed or chance.random() < 0.5,
        magnesium=tuple(
            MagnesiumUse("m", chance.choice([20.0, 75.0, 100.0, 150.0, 210.0, 300.0, None]))
            for _ in range(chance.randint(0, 2))
        ),
        magnesium_complete=closed or chance.random() < 0.5,
        observations=(
            Observation(
                "egfr", Interval(*[chance.uniform(15, 120)] * 2), chance.choice([TODAY, date(2025, 1, 1), None])
            ),
        )
        if chance.random() < 0.7
        else (),
        bedtime=chance.choice([None, "22:30", "01:00"]),
        waketime=chance.choice([None, "06:30", "09:00"]),
    )


def nothing_stops_asks_or_is_open(person: Person, knowledge) -> None:
    """Every rule that stops or asks is plainly false: its tree walked atom by atom, without patterns or verdicts."""
    at = Situation(person, TODAY, knowledge.concepts)
    for rule, tree in zip(knowledge.checking.rules, knowledge.checking.trees, strict=True):
        if rule.level in {"stop", "ask"}:
            assert meaning(tree, lambda atom: truth_of(atom, at)) is False, rule.id


def hours_alone(medicine: MedicationStatement, person: Person, knowledge):
    """The hours a medicine needs when it is the only one: what else is taken can add to them, never take away."""
    alone = msgspec.structs.replace(person, medicines=(medicine,), magnesium=())
    for finding in assess(alone, knowledge, TODAY).findings:
        if finding.rule.space is not None:
            for time in medicine.times:
                yield int(time[:2]) * 60 + int(time[3:]), finding.rule.space


def test_ten_thousand_people_get_no_dose_above_the_rule_and_no_time_in_a_gap(knowledge):
    chance = random.Random(20261122)
    tried = {"Stop": 0, "Ask": 0, "Try": 0}
    placed = 0
    for _ in range(GENERATED):
        person = somebody(chance, knowledge)
        found = assess(person, knowledge, TODAY)
        plan = decide(found, person, knowledge)
        tried[type(plan).__name__] += 1
        if isinstance(plan, Try):
            added = person.added_magnesium()
            assert found.verdict == "go"
            nothing_stops_asks_or_is_open(person, knowledge)
            assert added.low == added.high
            assert LEAST_MG <= plan.dose_mg <= min(REGIMEN_MG, UPPER_LEVEL_MG - added.high)
        assert isinstance(plan, Stop) == (found.verdict == "stop")
        if isinstance(plan, Stop):
            continue
        layout = lay_out(found, person, wishes_of(person))
        for dose_of in layout.timetable.doses:
            placed += 1
            for medicine in person.medicines:
                for at, space in hours_alone(medicine, person, knowledge):
                    assert (dose_of.at - at) % 1440 >= 60 * space.before_h, (medicine, layout)
                    assert (at - dose_of.at) % 1440 >= 60 * space.after_h, (medicine, layout)
        assert layout.timetable.doses or layout.timetable.blocked_by or layout.barred
    assert min(tried.values()) > 100, tried
    assert placed > 1000


@pytest.mark.parametrize(
    ("added", "mg"),
    [(0, 200), (49, 200), (50, 200), (51, 199), (100, 150), (200, 50), (200.5, None), (250, None), (400, None)],
)
def test_the_dose_is_the_least_of_200_and_what_is_left_of_250(added, mg):
    assert dose(added) == mg


def test_an_unknown_amount_already_taken_is_never_a_try(knowledge):
    person = Person(
        age=40,
        sex="male",
        conditions_complete=True,
        medicines_complete=True,
        magnesium=(MagnesiumUse("m"),),
        magnesium_complete=True,
    )
    assert isinstance(decide(assess(person, knowledge, TODAY), person, knowledge), Ask)


def healthy(*medicines: MedicationStatement, **more) -> Person:
    return Person(
        age=40,
        sex="male",
        conditions_complete=True,
        medicines=medicines,
        medicines_complete=True,
        magnesium_complete=True,
        **more,
    )


def test_half_the_dose_comes_first(knowledge):
    plan = decide(assess(healthy(), knowledge, TODAY), healthy(), knowledge)
    assert isinstance(plan, Try)
    assert [each.id for each in plan.steps] == ["plan-first-week", "plan-then"]
    assert "100 mg" in plan.steps[0].text.en
    assert "200 mg" in plan.steps[1].text.sv


def test_levothyroxine_and_gabapentin_leave_an_hour(knowledge):
    person = healthy(
        MedicationStatement("Levaxin", ("H03AA01",), times=("07:00",)),
        MedicationStatement("gabapentin", ("N02BF01",), times=("21:00",)),
        bedtime="22:30",
        waketime="06:30",
    )
    layout = lay_out(assess(person, knowledge, TODAY), person, wishes_of(person))
    [placed] = layout.timetable.doses
    assert 11 * 60 <= placed.at <= 19 * 60


def test_a_medicine_without_a_time_is_named(knowledge):
    person = healthy(MedicationStatement("Levaxin", ("H03AA01",)))
    assert lay_out(assess(person, knowledge, TODAY), person, wishes_of(person)).untimed[0].medicine == "Levaxin"
