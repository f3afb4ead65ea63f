"""Many people at once: against the engine for one, in any number, in pieces, and with steps that are short enough."""

import numpy as np
import pytest
from virtual_people import KNOWLEDGE, MODEL

from stilla.physiology import kernel, lanes
from stilla.physiology.asked import Dose, Person, Plan
from stilla.physiology.doses import Events, Taken
from stilla.physiology.lanes import LANES, STEP_H, followed_levels, steady_levels, step_for
from stilla.physiology.people import draw

DAYS = 10
PLAN = Plan((Dose(400, "citrate", 8.0), Dose(300, "oxide", 20.0)), DAYS)


def people_of(count, seed=1, plan=PLAN, **given):
    person = Person(**({"egfr": 35.0} | given))
    return draw(person, plan, KNOWLEDGE, MODEL, count, np.random.default_rng(seed))


def taken_by(people, chance=0.7):
    """Whether each took a dose on each day."""
    took = np.random.default_rng(2).random((DAYS, len(people.day.hours), people.assay.shape[1])) < chance
    return took.astype(float)


def followed(people, took, **more):
    return followed_levels(people.constants, people.day, people.amounts, lambda piece: took[:, :, piece], DAYS, **more)


def one(people, n):
    return MODEL.person(**dict(zip(kernel.CONSTANTS, people.constants[:, n].tolist(), strict=True)))


def events_of(people, amounts):
    return [
        Taken(h, kernel.STATES[s], float(a))
        for h, s, a in zip(people.day.hours, people.day.states, amounts, strict=True)
    ]


@pytest.mark.parametrize(
    "given", [{}, {"switches": ("stasis",)}, {"switches": ("obstruction",)}, {"egfr": 8.0, "diet_mg": 30.0}]
)
def test_where_many_settle_is_where_each_does(given):
    people = people_of(43, **given)
    levels, uptakes = steady_levels(people.constants, people.day, people.usual)
    for n in range(43):
        v = one(people, n)
        uptake = MODEL.taken_up(v, events_of(people, people.usual[:, n]))
        assert uptakes[n] == pytest.approx(uptake, rel=0.005)
        assert levels[n] == pytest.approx(float(MODEL.steady(v, uptake)), abs=0.0015)


def test_days_of_many_are_the_days_of_each():
    people = people_of(43)
    took = taken_by(people)
    levels, highest = followed(people, took)
    assert levels.shape == (DAYS, 43)
    for n in range(43):
        v = one(people, n)
        given = [
            Taken(24.0 * day + each.hour, each.state, each.mmol)
            for day in range(DAYS)
            for each in events_of(people, people.amounts[:, n] * took[day, :, n])
        ]
        states = MODEL.run(
            v, MODEL.start(v, MODEL.value(v, "C0")), Events(tuple(given)), np.arange(0, 24.0 * DAYS + 1, 24.0)
        )
        assert levels[:, n] == pytest.approx(MODEL.serum(v, states)[1:], abs=0.0015)
        assert highest[n] >= levels[:, n].max()


def test_shorter_steps_come_closer():
    people = people_of(16)
    took = taken_by(people)
    exact = followed(people, took, step=0.02)[0]
    wrong = [np.max(np.abs(followed(people, took, step=step)[0] - exact)) for step in (0.5, 0.25, 0.1)]
    assert wrong[0] > 4 * wrong[1] > 16 * wrong[2]
    assert wrong[0] < 0.0015


@pytest.mark.parametrize("count", [1, LANES - 1, LANES, LANES + 1, 3 * LANES + 5])
def test_nobody_depends_on_who_else_is_computed(count):
    people = people_of(3 * LANES + 5)
    part = people_of(3 * LANES + 5)
    took = taken_by(people)
    step = step_for(people.constants, people.day, people.amounts)
    first = slice(0, count)
    steady = steady_levels(people.constants, people.day, people.usual, step=step)[0]
    some = steady_levels(part.constants[:, first], part.day, part.usual[:, first], step=step)[0]
    assert some == pytest.approx(steady[first], abs=2e-4)  # a neighbour with a slow bowel gives everybody more days
    every = followed(people, took, step=step)
    few = followed_levels(
        part.constants[:, first], part.day, part.amounts[:, first], lambda piece: took[:, :, piece], DAYS, step=step
    )
    assert np.array_equal(few[0], every[0][:, first])
    assert np.array_equal(few[1], every[1][first])


@pytest.mark.parametrize("chunk", [LANES, 2 * LANES, 4096])
def test_pieces_change_nothing(monkeypatch, chunk):
    people = people_of(101)
    took = taken_by(people)
    whole = steady_levels(people.constants, people.day, people.usual), followed(people, took)
    monkeypatch.setattr(lanes, "CHUNK", chunk)
    told = []
    again = (
        steady_levels(people.constants, people.day, people.usual, progress=lambda *done: told.append(done)),
        followed(people, took),
    )
    for before, after in zip(whole, again, strict=True):
        assert all(np.array_equal(a, b) for a, b in zip(before, after, strict=True))
    assert told == [(min(first + chunk, 101), 101) for first in range(0, 101, chunk)]


def test_progress_of_days_reaches_the_end():
    told = []
    people = people_of(20)
    followed(people, taken_by(people), progress=lambda *done: told.append(done))
    assert told == [(20, 20)]


def test_nobody_at_all_is_an_empty_answer():
    people = people_of(8)
    none = slice(0, 0)
    levels, uptake = steady_levels(people.constants[:, none], people.day, people.usual[:, none], step=0.5)
    assert levels.shape == uptake.shape == (0,)


def test_the_step_is_short_where_the_bowel_is_fast():
    def step(plan, **more):
        people = people_of(64, plan=plan, **more)
        return step_for(people.constants, people.day, people.amounts)

    usual = step(PLAN)
    assert usual == STEP_H
    large = step(Plan((Dose(5000, "citrate", 8.0),)))
    assert large < usual
    assert step(Plan((Dose(10, "sulfate", 8.0),))) < usual  # a solution is gone before half an hour is


@pytest.mark.parametrize("form", ["sulfate", "citrate", "enteric-coated"])
@pytest.mark.parametrize(
    ("mg", "doses", "wrong"), [(400, 2, 0.001), (2500, 2, 0.003), (5000, 1, 0.005), (5000, 12, 0.005)]
)
def test_the_largest_loads_are_right_all_the_same(form, mg, doses, wrong):
    """Equal steps lose up to 2 % of uptake where the bowel is fastest; the level, less than anybody could measure."""
    plan = Plan(tuple(Dose(mg / doses, form, 24 / doses * n) for n in range(doses)), DAYS)
    people = people_of(24, plan=plan, egfr=60.0)
    levels, uptakes = steady_levels(people.constants, people.day, people.usual)
    for n in range(24):
        v = one(people, n)
        uptake = MODEL.taken_up(v, events_of(people, people.usual[:, n]))
        assert uptakes[n] == pytest.approx(uptake, rel=0.03)
        assert levels[n] == pytest.approx(float(MODEL.steady(v, uptake)), abs=wrong)
    assert followed(people, taken_by(people))[0].max() < 3
