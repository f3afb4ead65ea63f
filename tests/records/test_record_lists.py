"""docs/records.md, section 1: lists are open until somebody closes them."""

from __future__ import annotations

import json
from datetime import date

import pytest
from fhir_written import (
    ABSENT,
    LOINC,
    SUBJECT,
    TODAY,
    assessed,
    bundle,
    concept,
    condition,
    patient,
    person,
    request,
    statement,
)

from stilla.knowledge.store import Knowledge
from stilla.records.bundle import read_records
from stilla.records.person import Context, person_of
from stilla.rules.atoms import Situation


def nothing_known(code: str, kind: str, **fields: object) -> dict[str, object]:
    text = concept(code, ABSENT)
    if kind == "Condition":
        given = {"resourceType": "Condition", "id": "none", "code": text, "recordedDate": "2026-11-01", **SUBJECT}
    else:
        given = {
            "resourceType": kind,
            "id": "none",
            "status": "active",
            "medicationCodeableConcept": text,
            "effectiveDateTime": "2026-11-01",
            **SUBJECT,
        }
    return given | fields


def test_a_record_closes_no_list_by_itself(knowledge: Knowledge):
    found = person(knowledge, request(), condition())
    assert (found.medicines_complete, found.conditions_complete, found.magnesium_complete) == (False, False, False)


@pytest.mark.parametrize(
    ("code", "kind", "closed"),
    [
        ("no-known-medications", "MedicationStatement", "medicines"),
        ("no-known-problems", "Condition", "conditions"),
    ],
)
def test_a_statement_that_there_is_nothing_closes_its_list_and_no_other(
    knowledge: Knowledge, code: str, kind: str, closed: str
):
    found = person(knowledge, nothing_known(code, kind))
    assert found.medicines_complete is (closed == "medicines")
    assert found.conditions_complete is (closed == "conditions")
    assert not found.magnesium_complete
    assert not found.unrecognised


@pytest.mark.parametrize(
    "fields",
    [
        {"effectiveDateTime": "2024-01-01"},
        {"effectiveDateTime": "2026"},
        {"effectiveDateTime": "2027-01-01"},
        {"status": "entered-in-error"},
        {"status": "unknown"},
        {"status": None},
        {"modifierExtension": [{"url": "https://example.org/other"}]},
    ],
)
def test_an_old_undated_future_or_doubtful_statement_closes_nothing(knowledge: Knowledge, fields: dict[str, object]):
    statement = nothing_known("no-known-medications", "MedicationStatement", **fields)
    assert not person(knowledge, statement).medicines_complete


@pytest.mark.parametrize("code", ["no-medication-info", "no-problem-info"])
def test_no_information_closes_nothing(knowledge: Knowledge, code: str):
    kind = "Condition" if "problem" in code else "MedicationStatement"
    found = person(knowledge, nothing_known(code, kind))
    assert not found.medicines_complete
    assert not found.conditions_complete


def section(code: str, reason: str, **fields: object) -> dict[str, object]:
    return {
        "resourceType": "Composition",
        "id": "doc",
        "status": "final",
        "date": "2026-11-20",
        **SUBJECT,
        "section": [
            {
                "code": concept(code, LOINC),
                "emptyReason": {
                    "coding": [{"system": "http://terminology.hl7.org/CodeSystem/list-empty-reason", "code": reason}]
                },
            }
        ],
    } | fields


@pytest.mark.parametrize(
    ("code", "reason", "medicines", "conditions"),
    [
        ("10160-0", "nilknown", True, False),
        ("11450-4", "nilknown", False, True),
        ("10160-0", "notasked", False, False),
        ("10160-0", "unavailable", False, False),
        ("8716-3", "nilknown", False, False),
    ],
)
def test_a_section_that_is_empty_because_nothing_is_known_closes_its_list(
    knowledge: Knowledge, code: str, reason: str, *, medicines: bool, conditions: bool
):
    found = person(knowledge, section(code, reason))
    assert (found.medicines_complete, found.conditions_complete) == (medicines, conditions)


def test_a_section_of_an_old_document_closes_nothing(knowledge: Knowledge):
    assert not person(knowledge, section("10160-0", "nilknown", date="2020-01-01")).medicines_complete
    assert not person(knowledge, section("10160-0", "nilknown", status="entered-in-error")).medicines_complete


def test_whoever_answers_for_the_records_can_call_a_list_whole(knowledge: Knowledge):
    every = ("medicines", "conditions", "magnesium")
    found = person(knowledge, request(), condition(), complete=every)
    assert (found.medicines_complete, found.conditions_complete, found.magnesium_complete) == (True, True, True)


def test_a_list_without_a_single_record_is_never_whole(knowledge: Knowledge):
    every = ("medicines", "conditions", "magnesium")
    found = person(knowledge, condition(), complete=every)
    assert (found.medicines_complete, found.conditions_complete, found.magnesium_complete) == (False, True, False)
    assert not person(knowledge, request(), complete=every).conditions_complete


def test_a_medicine_that_nobody_knows_keeps_medicines_and_magnesium_open(knowledge: Knowledge):
    odd = request(medicationCodeableConcept={"text": "Zzyzx 5 mg"})
    found = person(knowledge, odd, complete=("medicines", "magnesium"))
    assert found.medicines_open
    assert not found.magnesium_complete
    assert [each.text for each in found.unrecognised] == ["Zzyzx 5 mg"]


def test_magnesium_that_may_be_taken_keeps_magnesium_open(knowledge: Knowledge):
    possible = statement("A12CC04", status="on-hold")
    assert not person(knowledge, possible, complete=("medicines", "magnesium")).magnesium_complete
    assert person(knowledge, statement("A12CC04"), complete=("magnesium",)).magnesium_complete


@pytest.mark.parametrize("kind", ["MedicationRequest", "MedicationStatement", "Condition"])
def test_what_cannot_be_read_never_becomes_a_no(knowledge: Knowledge, kind: str):
    lines = [json.dumps(patient()), json.dumps(request()), json.dumps(condition())]
    broken = f'{{"resourceType": "{kind}", "id": "b", "status": "active", "status": "stopped"}}'
    records = read_records("\n".join([*lines, broken]).encode(), "all.ndjson")
    whole = Context(knowledge, TODAY, frozenset(("medicines", "conditions")))
    found = person_of(records.only(), records.rows_by_patient["p1"], whole).person
    assert found.unrecognised
    at = Situation(found, TODAY, knowledge.concepts)
    if kind == "Condition":
        assert "dialysis" in at.unsure
    else:
        assert found.medicines_open
    assert records.set_aside_count == 1


def test_with_open_lists_a_healthy_record_is_never_enough(knowledge: Knowledge):
    assert assessed(knowledge).verdict == "unknown"
    assert date(2026, 11, 22) == TODAY
    assert bundle()["entry"] == []
