"""Records of hand-made cases, short to write: each function makes one resource without its id and subject."""

from __future__ import annotations

from typing import Any

from stilla.synthetic.vocabulary import TERMINOLOGY, UCUM, coding, concept, of_hl7

Resource = dict[str, Any]
AGO = "$ago"
"""Stands before a number of days: `{"$ago": 30}` becomes the day 30 days before the export."""

MONTHS = "$months"
"""`{"$months": 12, "$ago": 1}`: twelve calendar months before, and a day more."""

_ROUTES = {"eye": "54485002", "intravenous": "47625008"}
_TESTS = {
    "egfr": ("98979-8", "mL/min/{1.73_m2}"),
    "creatinine": ("2160-0", "mg/dL"),
    "magnesium": ("2601-3", "mmol/L"),
    "magnesium-mass": ("19123-9", "mg/dL"),
    "urine-magnesium": ("74696-6", "mmol/L"),
    "ferritin": ("2276-4", "ug/L"),
}


def ago(days: int, *, months: int = 0) -> dict[str, int]:
    """A day before the export (after it, where negative)."""
    return {MONTHS: months, AGO: days} if months else {AGO: days}


def request(code: str, text: str, days: int | None = 30, *, route: str = "", **fields: Any) -> Resource:
    """A prescription of a medicine by ATC code."""
    return {**_medicine("MedicationRequest", code, text, route), "intent": "order", **_on("authoredOn", days), **fields}


def statement(code: str, text: str, days: int | None = 30, **fields: Any) -> Resource:
    """A medicine that somebody says they take."""
    return {**_medicine("MedicationStatement", code, text, ""), **_on("effectiveDateTime", days), **fields}


def dispense(code: str, text: str, days: int, supply: int) -> Resource:
    """A package handed over, and how many days it lasts."""
    amount = {"value": supply, "unit": "d", "system": UCUM, "code": "d"}
    found = _medicine("MedicationDispense", code, text, "")
    return {**found, "status": "completed", **_on("whenHandedOver", days), "daysSupply": amount}


def written_as(record: Resource, **medicine: Any) -> Resource:
    """The same record with another medicine[x]."""
    kept = {key: value for key, value in record.items() if key != "medicationCodeableConcept"}
    return {**kept, **medicine}


def condition(code: str, text: str, days: int | None = 30, *, clinical: str = "active", **fields: Any) -> Resource:
    """A confirmed condition: an ICD-10-SE code, or digits alone for SNOMED CT."""
    system = "snomed" if code.isdigit() else "icd-10-se"
    return {
        "resourceType": "Condition",
        "clinicalStatus": of_hl7("condition-clinical", clinical),
        "verificationStatus": of_hl7("condition-ver-status", "confirmed"),
        "code": concept(coding(system, code, text), text=text),
        **_on("onsetDateTime", days),
        **fields,
    }


def lab(test: str, value: float | None, days: int | None = 30, *, bound: str = "", **fields: Any) -> Resource:
    """A final result."""
    code, unit = _TESTS[test]
    quantity: dict[str, Any] = {"value": value, "unit": unit, "system": UCUM, "code": unit}
    if bound:
        quantity["comparator"] = bound
    return {
        "resourceType": "Observation",
        "status": "final",
        "code": concept(coding("loinc", code), text=test),
        **_on("effectiveDateTime", days),
        **({} if value is None else {"valueQuantity": quantity}),
        **fields,
    }


def pregnancy(answer: str, days: int) -> Resource:
    """An answer to whether somebody is pregnant (LOINC 82810-3)."""
    return {
        "resourceType": "Observation",
        "status": "final",
        "code": concept(coding("loinc", "82810-3")),
        **_on("effectiveDateTime", days),
        "valueCodeableConcept": concept(coding("loinc", answer)),
    }


def absent() -> dict[str, Any]:
    """Why there is no value."""
    return concept(coding(TERMINOLOGY + "data-absent-reason", "error"))


def _medicine(kind: str, code: str, text: str, route: str) -> Resource:
    found: Resource = {
        "resourceType": kind,
        "status": "active",
        "medicationCodeableConcept": concept(coding("atc", code, text), text=text),
    }
    if route:
        how = concept(coding("snomed", _ROUTES[route]))
        found["dosage" if kind == "MedicationStatement" else "dosageInstruction"] = [{"route": how}]
    return found


def _on(key: str, days: int | None) -> dict[str, Any]:
    return {} if days is None else {key: ago(days)}
