"""Invented records, in few words."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from stilla.findings import Assessment, assess
from stilla.knowledge.store import Knowledge
from stilla.person import Person
from stilla.records.bundle import Records, read_records
from stilla.records.person import Context, person_of

TODAY = date(2026, 11, 22)
LOINC, ATC = "http://loinc.org", "http://www.whocc.no/atc"
SNOMED, ICD10 = "http://snomed.info/sct", "http://hl7.org/fhir/sid/icd-10-se"
RXNORM = "http://www.nlm.nih.gov/research/umls/rxnorm"
ABSENT = "http://hl7.org/fhir/uv/ips/CodeSystem/absent-unknown-uv-ips"
UCUM = "http://unitsofmeasure.org"
SUBJECT = {"subject": {"reference": "Patient/p1"}}


def concept(code: str = "", system: str = ATC, text: str = "", display: str = "") -> dict[str, Any]:
    coding = {"system": system, "code": code} | ({"display": display} if display else {})
    return ({"coding": [coding]} if code or display else {}) | ({"text": text} if text else {})


def patient(**fields: Any) -> dict[str, Any]:
    return {"resourceType": "Patient", "id": "p1", "birthDate": "1961-05-04", "gender": "female"} | fields


def request(code: str = "C01AA05", **fields: Any) -> dict[str, Any]:
    """An order, of digoxin unless told otherwise."""
    return {
        "resourceType": "MedicationRequest",
        "id": "m1",
        "status": "active",
        "intent": "order",
        **SUBJECT,
        "medicationCodeableConcept": concept(code),
        "authoredOn": "2026-03-01",
    } | fields


def statement(code: str = "C01AA05", **fields: Any) -> dict[str, Any]:
    return {
        "resourceType": "MedicationStatement",
        "id": "s1",
        "status": "active",
        **SUBJECT,
        "medicationCodeableConcept": concept(code),
        "effectivePeriod": {"start": "2026-03-01"},
    } | fields


def dispense(code: str = "C01AA05", **fields: Any) -> dict[str, Any]:
    return {
        "resourceType": "MedicationDispense",
        "id": "d1",
        "status": "completed",
        **SUBJECT,
        "medicationCodeableConcept": concept(code),
        "whenHandedOver": "2026-11-01",
        "daysSupply": {"value": 90, "unit": "d", "system": UCUM, "code": "d"},
    } | fields


def administration(code: str = "C01AA05", **fields: Any) -> dict[str, Any]:
    return {
        "resourceType": "MedicationAdministration",
        "id": "a1",
        "status": "completed",
        **SUBJECT,
        "medicationCodeableConcept": concept(code),
        "effectiveDateTime": "2026-11-22",
    } | fields


def coded(code: str, system: str) -> dict[str, Any]:
    return {"coding": [{"system": f"http://terminology.hl7.org/CodeSystem/{system}", "code": code}]}


def condition(
    code: Any = "N18.3", clinical: str = "active", verified: str = "confirmed", **fields: Any
) -> dict[str, Any]:
    """A diagnosis, of kidney disease unless told otherwise."""
    return {
        "resourceType": "Condition",
        "id": "c1",
        "code": concept(code, ICD10) if isinstance(code, str) else code,
        **SUBJECT,
        "clinicalStatus": coded(clinical, "condition-clinical"),
        "verificationStatus": coded(verified, "condition-ver-status"),
        "onsetDateTime": "2020-02-01",
    } | fields


def measured(value: float = 42, unit: str = "mL/min/{1.73_m2}", code: str = "62238-1", **fields: Any) -> dict[str, Any]:
    """A laboratory value, of eGFR unless told otherwise."""
    return {
        "resourceType": "Observation",
        "id": "o1",
        "status": "final",
        "code": concept(code, LOINC),
        **SUBJECT,
        "effectiveDateTime": "2026-09-01",
        "valueQuantity": {"value": value, "unit": unit, "system": UCUM, "code": unit},
    } | fields


def bundle(*resources: dict[str, Any], kind: str = "collection") -> dict[str, Any]:
    entries = [{"fullUrl": f"https://example.org/{n}", "resource": each} for n, each in enumerate(resources)]
    return {"resourceType": "Bundle", "type": kind, "entry": entries}


def read(*resources: dict[str, Any]) -> Records:
    return read_records(json.dumps(bundle(*resources)).encode(), "record.json")


def person(knowledge: Knowledge, *resources: dict[str, Any], complete: Any = (), whose: Any = None) -> Person:
    """The person of these records; a Patient is added unless one is given."""
    records = read(patient() if whose is None else whose, *resources)
    found = records.only()
    return person_of(found, records.rows_by_patient[found.id], Context(knowledge, TODAY, frozenset(complete))).person


def assessed(knowledge: Knowledge, *resources: dict[str, Any]) -> Assessment:
    return assess(person(knowledge, *resources), knowledge, TODAY)


def product(**fields: Any) -> dict[str, Any]:
    return {"resourceType": "Medication", "id": "x1", "code": concept("C01AA05")} | fields


def pointing(reference: object, *others: dict[str, Any], **fields: Any) -> tuple[dict[str, Any], ...]:
    order = request(medicationReference={"reference": reference}, **fields)
    del order["medicationCodeableConcept"]
    return (order, *others)
