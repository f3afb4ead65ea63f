"""The kinetics at work: where it settles, what it loses, in which direction it moves, and what it must never do."""

import numpy as np
import pytest
from virtual_people import KNOWLEDGE, MATTER, MODEL, SALTS, SPEC, mean_level, some_day, somebody

from stilla.physiology.asked import DIET, EGFR, MMOL_PER_MG, MOST_DOSES, MOST_MG, WEIGHT, Dose, Person, Plan
from stilla.physiology.doses import Events, Taken
from stilla.physiology.kinetics import Kinetics, kinetics, level_of, repeated
from stilla.physiology.kinetics_checks import YOUNG, meals, two_spaces
from stilla.physiology.simulate import simulate
from stilla.physiology.specification import Specification

BODY = [SPEC.states.index(symbol) for symbol in ("Ac", "Af", "Ab")]
AMOUNTS = [SPEC.states.index(symbol) for symbol in MATTER]


def settled_level(day, **inputs):
    v = MODEL.person(**inputs)
    return mean_level(v, MODEL.settled(v, day), day)


def with_dose(mg, food=YOUNG, salt="S_soluble", hours=(8.0, 20.0)):
    doses = [Taken(hour, salt, mg * MMOL_PER_MG / len(hours)) for hour in hours]
    return sorted([*meals(food), *doses], key=lambda each: each.hour)


@pytest.fixture(scope="module")
def many():
    """People who settled on a day of their own: closed form, course, and what a month changes after that."""
    chance = np.random.default_rng(1)
    closed, mean, drift = [], [], []
    for _ in range(400):
        v, day = MODEL.person(**somebody(chance)), some_day(chance)
        y = MODEL.settled(v, day)
        closed.append(float(MODEL.steady(v, MODEL.taken_up(v, day))))
        mean.append(mean_level(v, y, day))
        later = MODEL.run(v, y.copy(), repeated(day, 30), np.array([0.0, 720.0]))
        drift.append(np.abs(np.diff(later[:, BODY[0]])[0]) / MODEL.value(v, "Vc"))
    return np.array(closed), np.array(mean), np.array(drift)


def test_the_closed_form_is_where_the_course_settles(many):
    closed, mean, _ = many
    wrong = closed - mean
    assert abs(np.mean(wrong)) < 0.0005
    assert np.percentile(np.abs(wrong), 99) < 0.002
    assert np.max(np.abs(wrong)) < 0.005
    assert np.mean(wrong) > 0  # meals make kidneys spill more than an even stream does


def test_what_has_settled_repeats_itself_for_a_month(many):
    assert np.max(many[2]) < 2e-4


def test_the_closed_form_puts_out_what_is_taken_up():
    chance = np.random.default_rng(2)
    for _ in range(50):
        v = MODEL.person(**somebody(chance))
        uptake = float(chance.uniform(0.5, 15))
        y = MODEL.start(v, float(MODEL.steady(v, uptake)))
        states = MODEL.run(v, y, Events((Taken(0.0, "Drip", uptake / 24),)), np.array([0.0, 24.0]))
        assert MODEL.column(states, "Urine")[-1] == pytest.approx(uptake, rel=1e-5)


@pytest.mark.parametrize("uptake", [0.0, 1e-9, 1e-3])
def test_no_closed_form_is_below_nothing(uptake):
    for weight in WEIGHT:
        for egfr in EGFR:
            v = MODEL.person(egfr=egfr, weight=weight)
            assert float(MODEL.steady(v, uptake)) >= 0.0
            assert MODEL.settled(v, meals(uptake))[BODY].min() > -1e-5


def test_the_closed_form_of_many_is_that_of_each():
    given = np.random.default_rng(3).uniform(0.5, 2, (7, 20))
    assert level_of(*given) == pytest.approx([float(level_of(*each)) for each in given.T], rel=1e-14)


def fuzzed(seed):
    """Anybody within the range of the model, with anything that it accepts, for twenty days."""
    chance = np.random.default_rng(seed)
    count = int(chance.integers(1, MOST_DOSES + 1))
    parts = chance.dirichlet(np.ones(count)) * chance.uniform(0, MOST_MG) * MMOL_PER_MG
    doses = [Taken(float(chance.uniform(0, 24)), str(chance.choice(SALTS)), float(each)) for each in parts]
    food = meals(chance.uniform(*DIET) * MMOL_PER_MG)
    day = sorted([*food, *doses, Taken(20.0, "S_never", 3.0)], key=lambda each: each.hour)
    v = MODEL.person(**somebody(chance))
    start = MODEL.settled(v, meals(10.0))
    end = start.copy()
    given = repeated(day, 20)
    return v, start, end, given, MODEL.run(v, end, given, np.linspace(0.0, 480.0, 481))


@pytest.mark.parametrize("seed", range(60))
def test_no_amount_is_negative_and_none_is_lost(seed):
    v, start, end, given, states = fuzzed(seed)
    assert np.isfinite(states).all()
    assert states[:, AMOUNTS].min() > -1e-7
    total = sum(each.mmol for each in given.taken)
    assert (end - start)[AMOUNTS].sum() == pytest.approx(total, rel=1e-6)
    gained = (end - start)[BODY].sum() + MODEL.column(end, "Urine") - MODEL.column(start, "Urine")
    assert gained == pytest.approx(MODEL.column(end, "Taken_up") - MODEL.column(start, "Taken_up"), rel=1e-6, abs=1e-9)
    assert np.all(np.diff(MODEL.column(states, "Urine")) >= 0)
    assert MODEL.serum(v, states).min() > 0
    assert MODEL.serum(v, states).max() < 40


@pytest.mark.parametrize("seed", range(15))
def test_more_is_never_less(seed):
    """Over four times what may be asked: the water that magnesium holds hastens its passage, but never that far."""
    chance = np.random.default_rng(seed)
    person, food, salt = somebody(chance), chance.uniform(0.4, 40), str(chance.choice(SALTS))
    levels = [settled_level(with_dose(mg, food, salt), **person) for mg in np.linspace(0, 20_000, 17)]
    assert np.diff(levels).min() > -1e-6


@pytest.mark.parametrize("salt", SALTS)
@pytest.mark.parametrize("egfr", [8.0, 45.0, 100.0])
def test_more_is_at_no_hour_less(egfr, salt):
    v = MODEL.person(egfr=egfr)
    start, times = MODEL.settled(v, meals(YOUNG)), np.linspace(0.0, 240.0, 241)
    courses = [
        MODEL.serum(v, MODEL.run(v, start.copy(), repeated(with_dose(mg, salt=salt), 10), times))
        for mg in (0, 100, 400, 1000, 2500, 5000)
    ]
    assert np.diff(courses, axis=0).min() > -1e-6


FALLING = (150.0, 120.0, 100.0, 80.0, 60.0, 45.0, 30.0, 20.0, 15.0, 10.0, 7.0, 5.0)


@pytest.mark.parametrize("mg", [100, 300, 1000, 3000])
@pytest.mark.parametrize("food", [5.0, 12.5, 20.0])
def test_a_dose_raises_the_level_more_in_weaker_kidneys(food, mg):
    rises = [settled_level(with_dose(mg, food), egfr=e) - settled_level(meals(food), egfr=e) for e in FALLING]
    assert min(rises) > 0
    # Where the level without it lies just above that at which kidneys begin to save, it rises a little less than
    # where it lies just below: up to 0.001 mmol/L between eGFR 110 and 80.
    assert np.diff(rises).min() > -0.0015
    assert np.diff(rises[4:]).min() > 0


@pytest.mark.parametrize("mg", [0, 200, 1000])
def test_the_level_never_falls_as_kidneys_fail(mg):
    """With the usual diet, which falls too where kidneys fail, as a person is told it."""
    plan = Plan((Dose(mg, "citrate", 20.0),), 1)
    levels = [simulate(Person(egfr=egfr), plan, KNOWLEDGE).after.mean for egfr in (*FALLING[:3], 90.0, *FALLING[3:])]
    assert np.diff(levels).min() > -1e-5
    assert np.diff(levels[6:]).min() > 0


@pytest.mark.parametrize("egfr", [20.0, 60.0, 100.0])
def test_filtration_that_is_lost_at_once_always_raises_the_level(egfr):
    levels = [settled_level(with_dose(400), egfr=egfr, injury=part) for part in (1.0, 0.8, 0.6, 0.4, 0.2)]
    assert np.diff(levels).min() > 0.02


@pytest.mark.parametrize("egfr", [5.0, 15.0, 60.0, 150.0])
def test_a_year_without_any_intake_is_finite_and_positive(egfr):
    v = MODEL.person(egfr=egfr)
    states = MODEL.run(v, MODEL.settled(v, meals(10.0)), Events(), np.linspace(0, 365 * 24.0, 366))
    serum = MODEL.serum(v, states)
    assert np.isfinite(states).all()
    assert serum.min() > 0.05
    assert np.diff(serum).max() < 1e-6


@pytest.mark.parametrize("egfr", [60.0, 75.0, 90.0, 105.0, 120.0])
def test_food_alone_gives_the_usual_level(egfr):
    assert 0.80 < settled_level(meals(YOUNG), egfr=egfr) < 0.88


def test_an_infusion_into_two_linear_spaces_is_the_closed_form():
    """The formula that the published profile is computed by, against its differential equations in small steps."""
    constants, given = (5.0, 24.0, 25.0, 5.6), [(30.0, 0.0, 1.0), (40.0, 1.0, 6.0)]
    clearance, central, other, exchange = constants
    hours, step, a, b, found = np.linspace(0, 10, 11), 1e-4, 0.0, 0.0, []
    for n in range(round(10 / step) + 1):
        t = n * step
        if n % round(1 / step) == 0:
            found.append(a / central)
        rate = sum(mmol / (end - start) for mmol, start, end in given if start <= t < end)
        flow = exchange * (a / central - b / other)
        a, b = a + step * (rate - flow - clearance * a / central), b + step * flow
    assert two_spaces(hours, given, constants) == pytest.approx(found, abs=1e-3)


def test_the_first_version_has_none_of_the_later_mechanisms():
    first = kinetics(KNOWLEDGE, first_version=True)
    assert (first.usual["osm"], first.usual["gH"], first.usual["Vcol"]) == (0, 0, 0)
    assert MODEL.usual["osm"] > 0
    assert MODEL.usual["gH"] > 0


def test_other_equations_than_the_kernel_s_are_not_computed_with():
    class Other(Specification):
        digest = "another"

    with pytest.raises(RuntimeError, match=r"python -m stilla\.physiology\.generate"):
        Kinetics(Other(SPEC.model, SPEC.parameters))


def test_what_cannot_be_integrated_is_said():
    v = MODEL.person(egfr=float("nan"))
    with pytest.raises(FloatingPointError):
        MODEL.run(v, MODEL.start(v, 0.85), repeated(meals(10.0), 1), np.array([0.0, 24.0]))
