"""A medicine by reference: its product is found by the address of its entry, or else named as the record names it."""

from __future__ import annotations

import pytest

from cds.asking import (
    CIPROFLOXACIN,
    LEVOTHYROXINE,
    MAGNESIUM_OXIDE,
    cards,
    condition,
    draft,
    order,
    patient,
    prefetch,
    statement,
)

ADDRESS = "urn:uuid:22222222-2222-4222-8222-222222222222"


def pointing(made, reference=None, display=None):
    pointer = {"reference": reference, "display": display}
    rest = {key: value for key, value in made.items() if key != "medicationCodeableConcept"}
    return rest | {"medicationReference": {key: value for key, value in pointer.items() if value is not None}}


def rules(found):
    return {each["source"]["url"].rpartition("/")[2] for each in found}


def test_a_summary_whose_entries_have_addresses_only(knowledge):
    product = order(MAGNESIUM_OXIDE)["medicationCodeableConcept"]
    medication = {"resourceType": "Medication", "id": "x", "code": product}
    taken = pointing(statement(MAGNESIUM_OXIDE), ADDRESS)
    summary = {
        "resourceType": "Bundle",
        "type": "document",
        "entry": [
            {"fullUrl": "urn:uuid:1", "resource": patient()},
            {"fullUrl": ADDRESS, "resource": medication},
            {"fullUrl": "urn:uuid:3", "resource": taken},
            {"fullUrl": "urn:uuid:4", "resource": condition("N18.5")},
        ],
    }
    assert "severe-kidney-disease" in rules(cards(knowledge, "patient-view", {"record": summary}))


@pytest.mark.parametrize("reference", ["Medication/not-sent", None])
def test_a_product_that_was_not_sent_has_the_name_beside_the_reference(knowledge, reference):
    drafts = [pointing(draft(LEVOTHYROXINE), reference, "Levaxin 100 mikrogram tablett")]
    record = prefetch(orders=[pointing(order(MAGNESIUM_OXIDE), reference, "magnesium oxide 400 mg tablet")])
    assert "levothyroxine-magnesium" in rules(cards(knowledge, "order-sign", record, drafts))


def test_a_product_that_was_sent_is_what_it_is_whatever_stands_beside_the_reference(knowledge):
    medication = {"resourceType": "Medication", "id": "m", "code": order(CIPROFLOXACIN)["medicationCodeableConcept"]}
    drafts = [pointing(draft(CIPROFLOXACIN), "#m", "Levaxin") | {"contained": [medication]}]
    found = rules(cards(knowledge, "order-sign", prefetch(orders=[order(MAGNESIUM_OXIDE)]), drafts))
    assert "ciprofloxacin" in found
    assert "levothyroxine-magnesium" not in found


def test_a_product_without_a_name_is_one_nobody_knows(knowledge):
    drafts = [pointing(draft(LEVOTHYROXINE), "Medication/not-sent")]
    found = rules(cards(knowledge, "order-sign", prefetch(orders=[order(MAGNESIUM_OXIDE)]), drafts))
    assert "not-checked" in found
