"""What is written as FHIR is read back by `stilla.records` as what it was, or as less known; never as "no"."""

from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import given, settings

from exchange.exchange_persons import TODAY, persons
from stilla.exchange import words
from stilla.exchange.report import Checked, check_document
from stilla.exchange.writing import encode
from stilla.findings import assess
from stilla.interfaces.known.answers import message_of
from stilla.knowledge.store import load
from stilla.person import MedicationStatement, Person, Route
from stilla.quantity import Interval
from stilla.records.bundle import read_records
from stilla.records.person import Context, person_of


def _back(person, language="en") -> Person:
    """The person that the document tells of."""
    knowledge = load()
    found = assess(person, knowledge, TODAY)
    bundle = check_document(Checked(person, found, message_of(found, knowledge, person)), knowledge, language)
    records = read_records(encode(bundle), "check.fhir.json")
    assert not records.set_aside
    patient = records.only()
    return person_of(patient, records.rows_by_patient[patient.id], Context(knowledge, TODAY)).person


@settings(max_examples=settings.default.max_examples // 10)
@given(persons())
def test_nothing_becomes_a_no_on_the_way(person):
    back = _back(person)
    assert back.sex == person.sex
    assert back.refuted == person.refuted
    # What nobody recognises keeps a list open, and so does a list that was open.
    assert back.conditions_complete <= person.conditions_complete
    assert back.medicines_complete <= person.medicines_complete
    assert back.magnesium_complete <= person.magnesium_complete
    assert person.conditions <= back.conditions | back.unsure
    assert person.unsure <= back.conditions | back.unsure
    written = {code for each in person.medicines for code in each.atc}
    assert written <= {code for each in (*back.medicines, *back.unsure_medicines) for code in each.atc}
    assert len(back.unrecognised) >= bool(person.unrecognised)


@settings(max_examples=settings.default.max_examples // 10)
@given(persons())
def test_a_value_comes_back_as_itself_or_wider(person):
    back = _back(person).observations
    assert len(back) == len(person.observations)
    for before, after in zip(person.observations, back, strict=True):
        assert (after.code, after.measured) == (before.code, before.measured)
        assert after.value == before.value or _covers(after.value, before.value)


def _covers(wide: Interval, narrow: Interval) -> bool:
    return wide.low <= narrow.low and narrow.high <= wide.high


@pytest.mark.parametrize("language", ["en", "sv"])
def test_every_condition_comes_back_by_its_name(language, knowledge):
    person = Person(conditions=frozenset(knowledge.conditions))
    assert _back(person, language).conditions == person.conditions


def test_an_empty_list_that_was_closed_comes_back_closed():
    back = _back(Person(conditions_complete=True, medicines_complete=True))
    assert (back.conditions_complete, back.medicines_complete) == (True, True)
    back = _back(Person())
    assert (back.conditions_complete, back.medicines_complete) == (False, False)


def test_a_medicine_comes_back_with_its_times_and_route():
    taken = MedicationStatement("Levaxin", ("H03AA01",), "oral", ("07:00", "21:00"))
    (back,) = _back(Person(medicines=(taken,))).medicines
    assert (back.text, back.atc, back.route, back.times) == ("Levaxin", ("H03AA01",), "oral", ("07:00", "21:00"))
    (unsure,) = _back(Person(unsure_medicines=(taken,))).unsure_medicines
    assert unsure.atc == ("H03AA01",)


@pytest.mark.parametrize("language", ["en", "sv"])
@pytest.mark.parametrize("route", get_args(Route))
def test_a_route_comes_back_and_is_said_in_the_language(route, language):
    """An eye drop that came back without its route would be swallowed, and its hours a false alarm."""
    drops = MedicationStatement("Ciprofloxacin", ("J01MA02",), route)
    assert [each.route for each in _back(Person(medicines=(drops,)), language).medicines] == [route]
    assert words.ROUTES[route].en != words.ROUTES[route].sv
