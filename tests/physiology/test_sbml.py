"""The model as SBML: that it is valid, that another program computes the same from it, and what is not in it."""

import re

import libsbml
import numpy as np
import pytest
import roadrunner
from virtual_people import KNOWLEDGE, MODEL, SPEC

from stilla.physiology import kernel
from stilla.physiology.asked import Dose, Person, Plan
from stilla.physiology.doses import Events, Taken
from stilla.physiology.kinetics import repeated
from stilla.physiology.people import draw
from stilla.physiology.sbml import UNITS, sbml
from stilla.physiology.simulate import doses_of, food_of

DAYS = 5
PLAN = Plan((Dose(200, "citrate", 8.0), Dose(300, "oxide", 20.0)), DAYS)


def given_to(person):
    day = sorted([*food_of(person, KNOWLEDGE), *doses_of(PLAN, KNOWLEDGE)], key=lambda each: each.hour)
    return repeated(day, DAYS)


def text_of(events=None, **inputs):
    events = given_to(Person(egfr=60)) if events is None else events
    return sbml(SPEC, MODEL.usual | inputs, events)


def read(text):
    return libsbml.readSBMLFromString(text)


def in_roadrunner(text, times):
    runner = roadrunner.RoadRunner(text)
    runner.integrator.relative_tolerance = 1e-10
    runner.integrator.absolute_tolerance = 1e-12
    runner.timeCourseSelections = ["time", "C", "Urine", "Taken_up"]
    return np.asarray(runner.simulate(times[0], times[-1], times.size))


def by_us(inputs, events, times):
    v = MODEL.person(**inputs)
    states = MODEL.run(v, MODEL.start(v, MODEL.value(v, "C0")), events, times)
    return np.column_stack([times, MODEL.serum(v, states), *(MODEL.column(states, s) for s in ("Urine", "Taken_up"))])


def agree(count, seed):
    chance, times = np.random.default_rng(seed), np.linspace(0.0, 24.0 * DAYS, 24 * DAYS + 1)
    for _ in range(count):
        person = Person(egfr=float(chance.uniform(5, 140)), weight=float(chance.uniform(40, 120)))
        constants = draw(person, PLAN, KNOWLEDGE, MODEL, 1, chance).constants[:, 0].tolist()
        inputs, events = dict(zip(kernel.CONSTANTS, constants, strict=True)), given_to(person)
        theirs, ours = in_roadrunner(sbml(SPEC, inputs, events), times), by_us(inputs, events, times)
        assert theirs[:, 1] == pytest.approx(ours[:, 1], rel=1e-5)
        assert theirs[:, 2:] == pytest.approx(ours[:, 2:], rel=1e-4, abs=1e-4)


def test_another_program_says_the_same_of_eight_people():
    agree(8, 1)


@pytest.mark.slow
def test_another_program_says_the_same_of_two_hundred_people():
    agree(200, 2)


@pytest.fixture(scope="module")
def document():
    return read(text_of())


def test_it_is_valid(document):
    document.checkConsistency()
    messages = [document.getError(n) for n in range(document.getNumErrors())]
    assert [each.getMessage() for each in messages if each.getSeverity() >= libsbml.LIBSBML_SEV_ERROR] == []
    assert (document.getLevel(), document.getVersion()) == (3, 2)


def test_its_units_hold_together_but_for_powers_that_are_no_whole_numbers(document):
    """Body surface and exchange go with a broken power of weight; nothing else may be said of units."""
    document.checkConsistency()
    messages = [document.getError(n) for n in range(document.getNumErrors())]
    others = [each.getMessage() for each in messages if each.getCategory() != libsbml.LIBSBML_CAT_UNITS_CONSISTENCY]
    assert others == []


def test_it_holds_everything_that_is_declared(document):
    model = document.getModel()
    assert {each.getId() for each in model.getListOfReactions()} == set(SPEC.flows)
    assert {each.getId() for each in model.getListOfSpecies()} == set(SPEC.states) - set(SPEC.rates)
    assert {each.getId() for each in model.getListOfParameters()} == {*SPEC.values, *SPEC.assigned, *SPEC.rates}
    assert all(model.getParameter(symbol).getValue() == MODEL.usual[symbol] for symbol in SPEC.constants)


def test_every_unit_of_the_declaration_can_be_written():
    model = SPEC.model
    used = {each.unit for each in (*model.inputs, *model.derived, *model.assigned, *model.states)}
    assert used | {each.unit for each in SPEC.parameters.values()} <= set(UNITS)


def test_events_come_back_from_a_round_trip(document):
    events = given_to(Person(egfr=60))
    again = read(libsbml.writeSBMLToString(document)).getModel()
    assert again.getNumEvents() == len(events.taken)
    for event, taken in zip(again.getListOfEvents(), events.taken, strict=True):
        change = event.getEventAssignment(0)
        assert change.getVariable() == taken.state
        assert change.getMath().getChild(1).getValue() == pytest.approx(taken.mmol, rel=1e-13)
        assert event.getTrigger().getMath().getChild(1).getValue() == pytest.approx(taken.hour, rel=1e-13)
    times = np.linspace(0.0, 24.0 * DAYS, 11)
    kept = in_roadrunner(libsbml.writeSBMLToString(document), times)
    assert kept == pytest.approx(in_roadrunner(text_of(), times), rel=1e-7)


@pytest.mark.parametrize("hour", [0.0, 3.0])
def test_a_dose_counts_once(hour):
    events = Events((Taken(hour, "S_soluble", 10.0), Taken(hour, "S_soluble", 5.0), Taken(hour, "S_never", 2.0)))
    text, times = text_of(events, C0=0.5), np.array([0.0, 48.0])
    runner = roadrunner.RoadRunner(text)
    runner.timeCourseSelections = ["time", *(symbol for symbol in SPEC.states if symbol not in SPEC.rates)]
    states = np.asarray(runner.simulate(0, 48, 2))[:, 1:].sum(axis=1)
    volumes = sum(MODEL.value(MODEL.person(), each) for each in ("Vc", "Vf", "Vb"))
    assert states[-1] == pytest.approx(0.5 * volumes + 17.0, rel=1e-6)
    theirs = in_roadrunner(text, times)
    assert theirs[-1, 1] == pytest.approx(by_us({"C0": 0.5}, events, times)[-1, 1], rel=1e-5)


def test_tiny_and_large_amounts_are_read():
    events = Events((Taken(1.0, "S_soluble", 1e-05), Taken(1e-3, "S_food", 1e16 / 1e14), Taken(2.0, "Drip", -3e-7)))
    model = read(text_of(events)).getModel()
    found = [model.getEvent(n).getEventAssignment(0).getMath().getChild(1).getValue() for n in range(3)]
    assert found == pytest.approx([1e-05, 100.0, -3e-7], rel=1e-14)


def test_nothing_given_needs_no_events():
    document = read(text_of(Events()))
    assert document.getModel().getNumEvents() == 0
    assert document.checkConsistency() >= 0
    assert document.getNumErrors(libsbml.LIBSBML_SEV_ERROR) == 0


def test_no_address_is_in_it():
    """Neither of a person nor of this machine: the only addresses are the names of the formats."""
    text = text_of()
    assert set(re.findall(r"https?://[^\"'<>\s]+", text)) == {
        "http://www.sbml.org/sbml/level3/version2/core",
        "http://www.w3.org/1998/Math/MathML",
        "http://www.sbml.org/sbml/symbols/time",
    }
    assert "@" not in text
    assert not re.search(r"/(home|root|tmp|Users|usr)\b", text)
    assert not re.search(r"<(notes|annotation|creator)", text)
