"""A search result of several pages: what is on the others is unknown, and said so."""

from __future__ import annotations

import json
from typing import Any

import pytest
from fhir_written import TODAY, bundle, condition, patient, request

from stilla.knowledge.store import Knowledge
from stilla.person import Person
from stilla.records.bundle import Records, read_records
from stilla.records.person import Context, person_of

ALL = frozenset(("conditions", "medicines", "magnesium"))


def page(**fields: Any) -> Records:
    written = bundle(patient(), condition("I10"), request(), kind="searchset") | fields
    return read_records(json.dumps(written).encode(), "page.json")


def whole(knowledge: Knowledge, records: Records) -> Person:
    found = records.only()
    return person_of(found, records.rows_by_patient[found.id], Context(knowledge, TODAY, ALL)).person


def test_a_page_that_is_not_the_last_leaves_everything_open(knowledge: Knowledge):
    records = page(link=[{"relation": "self", "url": "x"}, {"relation": "next", "url": "y"}])
    assert ["next page" in each.reason.en for each in records.set_aside] == [True]
    found = whole(knowledge, records)
    assert {each.kind for each in found.unrecognised} == {"medicine", "condition"}
    assert found.medicines_open
    assert not found.magnesium_complete
    assert found.unsure == frozenset(knowledge.conditions)


@pytest.mark.parametrize(
    "link", [None, [], [{"relation": "self", "url": "x"}], [{"relation": "previous"}], "next", [3]]
)
def test_the_last_page_is_taken_as_it_is(knowledge: Knowledge, link: object):
    records = page(link=link)
    assert not records.set_aside
    found = whole(knowledge, records)
    assert (found.medicines_open, found.magnesium_complete, found.unrecognised) == (False, True, ())


def test_a_page_with_a_broken_entry_goes_on_too():
    records = page(link=[{"relation": "next", "url": "y"}], entry=[{"resource": patient()}, 3])
    assert len(records.set_aside) == 2
