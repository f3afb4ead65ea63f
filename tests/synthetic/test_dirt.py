"""Each kind of dirt does what it says to a line."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest

from stilla.synthetic.dirt import FAULTS, TWICE, soil

PATIENT = {"reference": "Patient/p0000001"}
REQUEST: dict[str, Any] = {
    "resourceType": "MedicationRequest", "id": "p0000001-r1", "meta": {"lastUpdated": "2026-01-01T00:00:00Z"},
    "subject": PATIENT, "authoredOn": "2024-02-29", "status": "active", "intent": "order",
    "medicationCodeableConcept": {"text": "Digoxin"},
}  # fmt: skip
LAB: dict[str, Any] = {
    "resourceType": "Observation", "id": "o", "meta": {}, "subject": PATIENT, "effectiveDateTime": "2026-01-01",
    "status": "final",
    "valueQuantity": {"value": 80, "unit": "umol/L", "system": "http://unitsofmeasure.org", "code": "umol/L"},
}  # fmt: skip


def line(record: dict[str, Any]) -> bytes:
    return json.dumps(record, separators=(",", ":")).encode() + b"\n"


def faulty(kind: str, record: dict[str, Any] | None = None) -> bytes:
    return FAULTS[kind][1](line(record or REQUEST))


@pytest.mark.parametrize("kind", sorted(set(FAULTS) - {"twice", "unknown-unit"}))
def test_a_fault_changes_a_line_and_keeps_it_one_line(kind: str) -> None:
    assert faulty(kind) != line(REQUEST)
    assert faulty(kind).count(b"\n") == 1
    assert faulty(kind).endswith(b"\n")


def test_faults_do_what_they_say() -> None:
    assert json.loads(faulty("in-the-future"))["authoredOn"] == "2196-02-29"
    assert json.loads(faulty("subject-does-not-exist"))["subject"] == {"reference": "Patient/nobody-0000001"}
    assert json.loads(faulty("subject-not-a-reference"))["subject"] == "Patient/p0000001"
    assert json.loads(faulty("in-error"))["status"] == "entered-in-error"
    assert json.loads(faulty("r5"))["medication"] == {"concept": {"text": "Digoxin"}}
    assert json.loads(faulty("dstu2"))["resourceType"] == "MedicationOrder"
    assert "medicationReference" in json.loads(faulty("medication-does-not-exist"))
    assert json.loads(faulty("twice-corrected"))["meta"]["versionId"] == "2"
    assert len(faulty("very-long")) > 50_000
    unit = json.loads(faulty("unknown-unit", LAB))["valueQuantity"]
    assert unit["value"] == 80
    assert unit["code"] == "[arb'U]"
    with pytest.raises(UnicodeDecodeError):
        faulty("not-utf8").decode()


def test_soil_says_what_it_did_and_does_nothing_else() -> None:
    before = [line({**REQUEST, "id": f"r{number}"}) for number in range(2000)]
    after = list(before)
    done = soil("MedicationRequest", after, np.arange(2000), 0.1, np.random.default_rng(3))
    assert 120 < len(done) < 280
    moved = {each.place for each in done if each.kind not in TWICE}
    assert [place for place in range(2000) if before[place] != after[place]] == sorted(moved)
    assert all(bool(each.again) == (each.kind in TWICE) for each in done)
    assert soil("MedicationRequest", after, np.arange(2000), 0, np.random.default_rng(3)) == []
    assert soil("Medication", after, np.arange(2000), 1, np.random.default_rng(3)) == []
