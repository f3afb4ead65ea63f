"""docs/records.md, section 2: which medicines are taken, what they are, and the magnesium in them."""

from __future__ import annotations

from typing import Any

import pytest
from fhir_written import (
    ATC,
    RXNORM,
    SNOMED,
    administration,
    concept,
    dispense,
    patient,
    person,
    pointing,
    product,
    read,
    request,
    statement,
)

from stilla.knowledge.store import Knowledge
from stilla.records.meaning import meaning_of
from stilla.records.products import contents_of, route_of_name
from stilla.records.resource import rows_of

DIGOXIN = "C01AA05"


def standing(knowledge: Knowledge, resource: dict[str, Any]) -> str:
    """yes, maybe or no: how the medicine of this record stands today."""
    found = person(knowledge, resource)
    if any(DIGOXIN in each.atc for each in found.medicines):
        return "yes"
    return "maybe" if any(DIGOXIN in each.atc for each in found.unsure_medicines) else "no"


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ("active", "yes"),
        ("on-hold", "maybe"),
        ("unknown", "maybe"),
        ("suspended", "maybe"),
        (None, "maybe"),
        (7, "maybe"),
        (["active"], "maybe"),
        ("completed", "no"),
        ("stopped", "no"),
        ("cancelled", "no"),
        ("entered-in-error", "no"),
        ("draft", "no"),
    ],
)
def test_status_of_an_order(knowledge: Knowledge, status: object, expected: str):
    assert standing(knowledge, request(status=status)) == expected


@pytest.mark.parametrize(
    ("intent", "expected"),
    [
        ("order", "yes"),
        ("original-order", "yes"),
        ("reflex-order", "yes"),
        ("filler-order", "yes"),
        ("instance-order", "yes"),
        ("proposal", "maybe"),
        ("plan", "maybe"),
        ("option", "maybe"),
        (None, "maybe"),
        ({}, "maybe"),
    ],
)
def test_intent_of_an_order(knowledge: Knowledge, intent: object, expected: str):
    assert standing(knowledge, request(intent=intent)) == expected
    assert standing(knowledge, request(intent=intent, status="stopped")) == "no"


@pytest.mark.parametrize(
    ("negated", "expected"), [(True, "no"), (False, "yes"), (None, "yes"), ("true", "maybe"), ([], "maybe")]
)
def test_an_order_not_to_give_it(knowledge: Knowledge, negated: object, expected: str):
    assert standing(knowledge, request(doNotPerform=negated)) == expected


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ("active", "yes"),
        ("intended", "maybe"),
        ("on-hold", "maybe"),
        ("unknown", "maybe"),
        (None, "maybe"),
        ("completed", "no"),
        ("entered-in-error", "no"),
        ("stopped", "no"),
        ("not-taken", "no"),
    ],
)
def test_status_of_a_statement(knowledge: Knowledge, status: object, expected: str):
    assert standing(knowledge, statement(status=status)) == expected


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ("completed", "yes"),
        ("in-progress", "yes"),
        ("preparation", "maybe"),
        ("on-hold", "maybe"),
        ("unknown", "maybe"),
        ("cancelled", "no"),
        ("declined", "no"),
        ("stopped", "no"),
        ("entered-in-error", "no"),
    ],
)
def test_status_of_a_dispense(knowledge: Knowledge, status: str, expected: str):
    assert standing(knowledge, dispense(status=status)) == expected


@pytest.mark.parametrize(
    ("supply", "handed", "expected"),
    [
        ({"value": 21, "code": "d"}, "2026-11-01", "yes"),
        ({"value": 20, "code": "d"}, "2026-11-01", "no"),
        ({"value": 4, "unit": "weeks"}, "2026-11-01", "yes"),
        ({"value": 4, "unit": "tablets"}, "2026-11-01", "maybe"),
        ({"value": -3, "code": "d"}, "2026-11-01", "maybe"),
        ("90 days", "2026-11-01", "maybe"),
        (None, "2026-07-25", "maybe"),
        (None, "2026-07-24", "no"),
        ({"value": 90, "code": "d"}, "2026", "maybe"),
    ],
)
def test_a_package_lasts_as_long_as_it_says(knowledge: Knowledge, supply: object, handed: str, expected: str):
    assert standing(knowledge, dispense(daysSupply=supply, whenHandedOver=handed)) == expected


def test_a_package_that_was_only_prepared_counts_from_then(knowledge: Knowledge):
    prepared = dispense(whenPrepared="2026-11-10")
    del prepared["whenHandedOver"]
    assert standing(knowledge, prepared) == "yes"


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, "yes"),
        ({"effectiveDateTime": "2026-11-21"}, "yes"),
        ({"effectiveDateTime": "2026-11-20"}, "no"),
        ({"status": "in-progress", "effectiveDateTime": "2026-01-01"}, "yes"),
        ({"status": "on-hold"}, "maybe"),
        ({"status": "unknown"}, "maybe"),
        ({"status": "not-done"}, "no"),
        ({"status": "stopped"}, "no"),
    ],
)
def test_what_was_given_counts_for_a_day(knowledge: Knowledge, fields: dict[str, object], expected: str):
    assert standing(knowledge, administration(**fields)) == expected


def bounds(*ends: str | None) -> list[dict[str, Any]]:
    return [{"timing": {"repeat": {"boundsPeriod": {"end": end} if end else {}}}} for end in ends]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"authoredOn": "2026-11-22"}, "yes"),
        ({"authoredOn": "2026-11-23"}, "no"),
        ({"authoredOn": "2030"}, "yes"),
        ({"authoredOn": "nonsense"}, "yes"),
        ({"dispenseRequest": {"validityPeriod": {"end": "2020-01-01"}}}, "yes"),
        ({"dosageInstruction": bounds("2026-11-21")}, "no"),
        ({"dosageInstruction": bounds("2026-11-22")}, "yes"),
        ({"dosageInstruction": bounds("2026-01-01", "2026-12-01")}, "yes"),
        ({"dosageInstruction": bounds("2026-01-01", None)}, "yes"),
        ({"dosageInstruction": "two a day"}, "yes"),
    ],
)
def test_when_an_order_begins_and_ends(knowledge: Knowledge, fields: dict[str, Any], expected: str):
    assert standing(knowledge, request(**fields)) == expected


def test_a_statement_ends_with_its_period(knowledge: Knowledge):
    assert standing(knowledge, statement(effectivePeriod={"start": "2026-01-01", "end": "2026-11-21"})) == "no"
    assert standing(knowledge, statement(effectivePeriod={"end": "2026-11-22"})) == "yes"
    assert standing(knowledge, statement(effectivePeriod=7)) == "yes"


def codes(knowledge: Knowledge, medicine: object, **fields: Any) -> tuple[set[str], bool]:
    """The ATC codes of a medicine, and whether something of it is unknown."""
    found = person(knowledge, request(medicationCodeableConcept=medicine, **fields))
    return {code for each in found.medicines for code in each.atc}, bool(found.unrecognised)


@pytest.mark.parametrize(
    ("medicine", "expected", "unknown"),
    [
        (concept("C01AA05"), {"C01AA05"}, False),
        (concept("c01aa05"), {"C01AA05"}, False),
        (concept("N03AX12"), {"N03AX12"}, False),
        (concept("A12CC"), {"A12CC"}, True),
        (concept("X99ZZ99"), set(), True),
        (concept("5521", RXNORM), {"P01BA02"}, False),
        (concept("999999999", RXNORM, display="digoxin 0.125 MG Oral Tablet"), {"C01AA05"}, False),
        (concept("12345", "https://example.org/local", display="Levaxin 100 mikrogram tabletter"), {"H03AA01"}, False),
        ({"text": "levothyroxine sodium 0.075 MG Oral Tablet [Synthroid]"}, {"H03AA01"}, False),
        ({"text": "24 HR metformin hydrochloride 500 MG Extended Release Oral Tablet"}, {"A10BA02"}, False),
        ({"text": "ferrous sulfate 325 MG Oral Tablet"}, {"B03AA07"}, False),
        ({"text": "digoxin 0.25 MG / zzyzx 5 MG Oral Tablet"}, {"C01AA05"}, True),
        ({"text": "digoxin 0.25 MG and zzyzx"}, set(), True),
        (
            {"coding": [{"system": ATC, "code": "C01AA05"}, {"system": ATC, "code": "B01AA03"}]},
            {"C01AA05", "B01AA03"},
            False,
        ),
        ({"coding": "C01AA05"}, set(), True),
        ("digoxin", set(), True),
        (None, set(), True),
        ({}, set(), True),
        ([], set(), True),
    ],
)
def test_what_a_medicine_is(knowledge: Knowledge, medicine: object, expected: set[str], *, unknown: bool):
    assert codes(knowledge, medicine) == (expected, unknown)


@pytest.mark.parametrize(
    "reference",
    [
        "Medication/x1",
        "https://example.org/fhir/Medication/x1",
        "Medication/x1/_history/3",
        "https://example.org/2",
    ],
)
def test_a_reference_to_a_product_is_followed(knowledge: Knowledge, reference: str):
    found = person(knowledge, *pointing(reference, product()))
    assert [each.atc for each in found.medicines] == [("C01AA05",)]


def test_a_product_inside_the_order(knowledge: Knowledge):
    found = person(knowledge, *pointing("#in", contained=[product(id="in")]))
    assert [each.atc for each in found.medicines] == [("C01AA05",)]
    assert not found.unrecognised


@pytest.mark.parametrize("reference", ["Medication/none", "#none", "urn:uuid:none", "Patient/p1", "", 7, None])
def test_a_reference_that_leads_nowhere_is_a_medicine_nobody_knows(knowledge: Knowledge, reference: object):
    found = person(knowledge, *pointing(reference))
    assert not found.medicines
    assert [each.kind for each in found.unrecognised] == ["medicine"]


def test_two_different_products_of_one_name_are_nobody_knows_which(knowledge: Knowledge):
    found = person(knowledge, *pointing("Medication/x1", product(), product(code=concept("B01AA03"))))
    assert not found.medicines
    assert found.unrecognised


def test_products_that_refer_to_each_other_end(knowledge: Knowledge):
    ring = [{"itemReference": {"reference": f"Medication/{name}"}} for name in ("x1", "x2")]
    one = product(code={"text": "mixture"}, ingredient=[ring[1]])
    other = product(id="x2", code={"text": "mixture"}, ingredient=[ring[0]])
    found = person(knowledge, *pointing("Medication/x1", one, other))
    assert not found.medicines
    assert [each.text for each in found.unrecognised] == ["mixture"]


def test_ingredients_count_each_and_an_unknown_one_is_told(knowledge: Knowledge):
    parts = [{"itemCodeableConcept": concept("C01AA05")}, {"itemCodeableConcept": {"text": "Zzyzx"}}]
    found = person(knowledge, *pointing("Medication/x1", product(code={"text": "mixture"}, ingredient=parts)))
    assert [each.atc for each in found.medicines] == [("C01AA05",)]
    assert found.unrecognised


def test_a_product_entered_in_error_is_nobody_knows_what(knowledge: Knowledge):
    assert person(knowledge, *pointing("Medication/x1", product(status="entered-in-error"))).unrecognised


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, None),
        ({"dosageInstruction": [{"route": concept("26643006", SNOMED)}]}, "oral"),
        ({"dosageInstruction": [{"route": concept("47625008", SNOMED)}]}, "parenteral"),
        ({"dosageInstruction": [{"route": {"text": "Intravenöst"}}]}, "parenteral"),
        (
            {"dosageInstruction": [{"route": concept("47625008", SNOMED)}, {"route": concept("26643006", SNOMED)}]},
            "oral",
        ),
        ({"dosageInstruction": [{"route": concept("47625008", SNOMED), "modifierExtension": [{"url": "u"}]}]}, None),
        ({"dosageInstruction": {"route": concept("26643006", SNOMED)}}, "oral"),
        ({"dosageInstruction": [3, None, {"route": "by mouth"}]}, None),
        ({"medicationCodeableConcept": {"text": "timolol 5 MG/ML Ophthalmic Solution"}}, "eye"),
        ({"medicationCodeableConcept": {"text": "furosemide 10 MG/ML Injection"}}, "parenteral"),
    ],
)
def test_the_route_is_told_or_unknown(knowledge: Knowledge, fields: dict[str, Any], expected: str | None):
    found = person(knowledge, request(**fields))
    assert {each.route for each in found.medicines} == ({expected} if found.medicines else set())


def test_times_of_day(knowledge: Knowledge):
    repeat = {"timing": {"repeat": {"timeOfDay": ["19:00:00", "07:00", "25:00", 7]}}}
    assert person(knowledge, request(dosageInstruction=[repeat])).medicines[0].times == ("07:00", "19:00")


@pytest.mark.parametrize(
    ("resource", "prescribed"),
    [
        (request("A12CC04"), True),
        (request("A12CC04", reportedBoolean=True), None),
        (statement("A12CC04"), None),
    ],
)
def test_magnesium_is_prescribed_where_it_was_ordered(
    knowledge: Knowledge, resource: dict[str, Any], *, prescribed: bool | None
):
    (use,) = person(knowledge, resource).magnesium
    assert use.prescribed is prescribed
    assert use.mg is None
    assert use.reference == f"{resource['resourceType']}/{resource['id']}"


def test_the_form_of_magnesium_by_its_code_or_name(knowledge: Knowledge):
    by_name = person(knowledge, request(medicationCodeableConcept={"text": "magnesium oxide 400 MG Oral Tablet"}))
    assert [each.form for each in by_name.magnesium] == ["oxide"]


def test_two_records_of_magnesium_count_as_two(knowledge: Knowledge):
    found = person(knowledge, request("A12CC04"), statement("A12CC04"))
    assert len(found.magnesium) == 2


def test_what_goes_into_a_vein_is_no_swallowed_magnesium(knowledge: Knowledge):
    found = person(knowledge, request("B05XA05"))
    assert all(each.route != "oral" for each in found.magnesium)


def test_the_same_medicine_twice_is_listed_once(knowledge: Knowledge):
    found = person(knowledge, request(), request(id="m2"))
    assert len(found.medicines) == 1
    assert found.medicines[0].reference == "MedicationRequest/m1"


@pytest.mark.parametrize(
    "name",
    [
        "Alvedon 500 mg och Tivicay 50 mg",
        "digoxin 0.125 MG with ciprofloxacin",
        "not digoxin",
        "digoxin allergy",
        "",
    ],
)
def test_what_could_be_a_second_medicine_is_never_taken_away(knowledge: Knowledge, name: str):
    assert not contents_of(name, knowledge).whole


@pytest.mark.parametrize("name", ["magnesium sulfate", "calcium carbonate 500 MG Chewable Tablet", "magnesium"])
def test_a_salt_that_is_the_medicine_is_kept(knowledge: Knowledge, name: str):
    found = contents_of(name, knowledge)
    assert name != "magnesium" or not found.whole


def test_a_route_of_two_minds_is_none():
    assert route_of_name("kit: vaginal cream and oral tablet") is None


def test_a_shape_keeps_neither_day_nor_person():
    (row,) = rows_of(request(), lambda _: None)
    text = repr(row.shape)
    assert "2026-03-01" not in text
    assert "p1" not in text
    assert row.reference == "MedicationRequest/m1"


def test_a_type_that_is_not_read_has_no_rows(knowledge: Knowledge):
    assert [*rows_of({"resourceType": "Claim"}, lambda _: None)] == []
    assert [*rows_of({"resourceType": ["Claim"]}, lambda _: None)] == []
    assert meaning_of({"resourceType": "Claim"}, knowledge).ignored == "type"
    assert read(patient()).rows_by_patient == {"p1": ()}


@pytest.mark.parametrize("field", [{"modifierExtension": [{"url": "u"}]}, {"implicitRules": "https://example.org/r"}])
@pytest.mark.parametrize("status", ["active", "stopped", "entered-in-error"])
def test_a_changed_meaning_is_a_medicine_nobody_knows(knowledge: Knowledge, field: dict[str, Any], status: str):
    found = person(knowledge, request(status=status, **field), complete=("medicines",))
    assert not found.medicines
    assert found.medicines_open
    inside = person(knowledge, *pointing("Medication/x1", product(**field)))
    assert not inside.medicines
    assert inside.unrecognised
