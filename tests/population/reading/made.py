"""Random records with everything that real exports have in them, and the answer of the reader of one person."""

from __future__ import annotations

import json
import random
from collections import Counter
from datetime import timedelta
from pathlib import Path
from typing import Any

from stilla.knowledge.store import Knowledge
from stilla.population.reading.shapes import known
from stilla.records.decoding import decoded
from stilla.records.found import Found
from stilla.records.patient import either, patient_of
from stilla.records.references import Index, current
from stilla.records.resource import rows_of

DAYS = (
    "2026-11-22", "2026-11-22T23:30:00-05:00", "2026-11-22T00:30:00+02:00", "2020-02-29T10:00:00.123Z", "2026-11",
    "2026", "2026-02-30", "yesterday", "", "0000-01-01", "9999-12-31T23:59:00-12:00", "0001-01-01T00:00:00+14:00",
    "2026-11-22T10:00", "2026-11-22T10:00+01:00", "2026-11-22T24:00:00Z", "2026-11-22T10:00:60Z", "1960-1-1", None, 5,
    {"start": "2026"}, "2026-11-22T23:59:59.999999999999-00:30",
    "2027-05", "9999", "9999-12", " 2026-11-22", "2026-11-22 ", "2026-11-22T23:30:00−05:00",
)  # fmt: skip
"""Days as they are and as they should not be; None stands for nothing there."""

LOINC = "http://loinc.org"
TESTS = ("2601-3", "33914-3", "2160-0", "2276-4", "8302-2", " 2601-3", "77386006", "82810-3")
NUMBERS = (0.8, 5, -1, 1e3, "5", True, None, 0.1234567890123456, 12345678901234567890, [1])
PEOPLE = ("a", "b", "c", "d-1.2")
WHOSE = (
    "Patient/a", "Patient/b", "Patient/b", "Patient/c", "Patient/c/_history/2", "https://example.org/fhir/Patient/d-1.2",
    "Group/1", "Patient/only-here", None, 5,
)  # fmt: skip


class Maker:
    """Makes records, always the same ones for a seed."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.count = 0

    def pick(self, values: Any) -> Any:
        return self.chance.choice(values)

    def some(self, share: float = 0.5) -> bool:
        return self.chance.random() < share

    def put(self, into: dict[str, Any], name: str, values: Any, share: float = 0.6) -> None:
        """A field, most of the time; now and then of the wrong kind."""
        if self.some(share):
            value = self.pick(values)
            if self.some(0.05):
                value = self.pick(["text", 7, [value], {"x": 1}, True])
            if value is not None:
                into[name] = value

    def day(self, into: dict[str, Any], *names: str) -> None:
        for name in names:
            self.put(into, name, DAYS)

    def period(self, into: dict[str, Any], name: str, share: float = 0.2) -> None:
        made: dict[str, Any] = {}
        self.day(made, "start", "end")
        self.put(into, name, [made], share)

    def base(self, kind: str) -> dict[str, Any]:
        self.count += 1
        twice = self.some(0.1)
        made: dict[str, Any] = {"resourceType": kind}
        if self.some(0.95):
            made["id"] = f"{kind[0].lower()}{self.chance.randrange(5) if twice else self.count}"
        if self.some(0.4):
            updated = self.pick(["2020-01-01T00:00:00Z", "2020-01-01T01:00:00+01:00", "2021-05-05T00:00:00.5Z", "odd"])
            made["meta"] = {"lastUpdated": updated, "versionId": self.pick(["1", "2", "x"])}
        if self.some(0.05):
            made["modifierExtension"] = [{"url": "http://example.org", "valueBoolean": True}]
        if self.some(0.03):
            made["implicitRules"] = "http://example.org/rules"
        return made

    def owned(self, kind: str) -> dict[str, Any]:
        made = self.base(kind)
        whose = self.pick(WHOSE)
        if self.some(0.97):
            made[self.pick(["subject"] * 9 + ["patient"])] = {"display": "somebody", "reference": whose}
        return made

    def concept(self, codes: Any, system: str = LOINC) -> dict[str, Any]:
        code = self.pick(codes)
        made: dict[str, Any] = {"coding": [{"system": self.pick([system] * 8 + ["urn:x"]), "code": code}]}
        if self.some(0.3):
            made["text"] = self.pick(['a "quoted" word', "å\n\t\\", "\u2028 😀", "}{"])
        return made

    def value(self, into: dict[str, Any]) -> None:
        quantity: dict[str, Any] = {}
        if self.some(0.1):
            quantity["extension"] = [{"url": "x", "valueQuantity": {"value": 99}}]
        self.put(quantity, "value", NUMBERS, 0.9)
        self.put(quantity, "comparator", ["<", ">="], 0.2)
        self.put(quantity, "unit", ["mmol/L", 'a "value":7 unit'])
        self.put(quantity, "code", ["mmol/L", "mg/dL"])
        self.put(into, "valueQuantity", [quantity], 0.7)
        ends = {"low": {"value": self.pick([1, 2.5]), "unit": "mg/dL"}, "high": {"value": self.pick([3, 4.5])}}
        self.put(into, "valueRange", [ends, {"low": ends["low"]}], 0.1)
        self.put(into, "valueString", ["<5", 'say "x"', "tab\t"], 0.1)
        self.put(into, "valueCodeableConcept", [self.concept(TESTS)], 0.1)
        self.put(into, "dataAbsentReason", [self.concept(["unknown"])], 0.1)

    def observation(self) -> dict[str, Any]:
        made = self.owned("Observation")
        self.put(made, "status", ["final", "amended", "preliminary", "entered-in-error"], 0.95)
        self.put(made, "code", [self.concept(TESTS)], 0.97)
        self.day(made, "effectiveDateTime")
        self.put(made, "effectiveInstant", DAYS, 0.1)
        self.put(made, "issued", DAYS, 0.3)
        self.period(made, "effectivePeriod")
        self.value(made)
        if self.some(0.15):
            parts = [{"code": self.concept(TESTS)} for _ in range(2)]
            for each in parts:
                self.value(each)
            made["component"] = parts
        return made

    def condition(self) -> dict[str, Any]:
        made = self.owned("Condition")
        self.put(made, "clinicalStatus", [self.concept(["active", "resolved"]), "active"])
        self.put(made, "verificationStatus", [self.concept(["confirmed", "refuted"])], 0.3)
        self.put(made, "code", [self.concept(["N18.5", "G25.8"], "http://hl7.org/fhir/sid/icd-10")], 0.9)
        self.day(made, "onsetDateTime", "recordedDate")
        self.put(made, "abatementDateTime", DAYS, 0.3)
        self.period(made, "onsetPeriod")
        self.period(made, "abatementPeriod")
        self.put(made, "abatementString", ["long ago"], 0.1)
        self.put(made, "abatementAge", [{"value": 40}], 0.1)
        self.put(made, "abatementBoolean", [True, False], 0.1)
        return made

    def dosage(self) -> dict[str, Any]:
        made: dict[str, Any] = {"text": self.pick(["1 a day", "2 a day"])}
        if self.some(0.3):
            bounds = {"start": "2026-01-01", "end": self.pick(DAYS)}
            made["timing"] = {"repeat": {"boundsPeriod": bounds, "timeOfDay": ["08:00:00"]}}
        return made

    def medicine(self) -> dict[str, Any]:
        kind = self.pick(["MedicationRequest", "MedicationStatement", "MedicationDispense", "MedicationAdministration"])
        made = self.owned(kind)
        self.put(made, "status", ["active", "completed", "on-hold", "entered-in-error"], 0.95)
        self.put(made, "intent", ["order", "plan"])
        self.put(made, "doNotPerform", [True, False], 0.1)
        self.put(made, "reportedBoolean", [True, False], 0.1)
        if self.some(0.7):
            made["medicationCodeableConcept"] = self.concept(["A12CC06", "N03AX12"], "http://www.whocc.no/atc")
        else:
            product = [
                "Medication/p1",
                "Medication/p2",
                "http://example.org/Medication/p1/_history/3",
                "Medication/none",
            ]
            made["medicationReference"] = {"reference": self.pick([*product, "#in", "#gone", None])}
        if self.some(0.1):
            made["contained"] = [{"resourceType": "Medication", "id": "in", "code": self.concept(["A12CC06"], "atc")}]
        if self.some(0.03):
            made["medication"] = {"concept": {"text": "of R5"}}
        self.put(made, "dosageInstruction", [[self.dosage()], [self.dosage(), self.dosage()], []], 0.5)
        self.put(made, "dosage", [[self.dosage()] if kind == "MedicationStatement" else self.dosage()], 0.5)
        self.put(made, "daysSupply", [{"value": 30, "unit": "d"}], 0.3)
        self.day(made, "authoredOn", "effectiveDateTime", "whenHandedOver", "whenPrepared")
        self.period(made, "effectivePeriod")
        return made

    def product(self) -> dict[str, Any]:
        made = {"resourceType": "Medication", "id": self.pick(["p1", "p2", "p3"])}
        made["code"] = {"text": f"product {made['id']}"}
        return made

    def older(self) -> dict[str, Any]:
        return self.owned(self.pick(["MedicationOrder", "MedicationPrescription"]))

    def composition(self) -> dict[str, Any]:
        made = self.owned("Composition")
        section = {"code": self.concept(["11450-4"]), "emptyReason": self.concept(["nilknown"])}
        made["section"] = [{"title": "x"}, self.pick([section, {"section": [section]}])]
        self.day(made, "date")
        return made

    def patient(self) -> dict[str, Any]:
        made = self.base("Patient")
        made["id"] = self.pick(PEOPLE)
        self.put(made, "gender", ["female", "male", "other"], 0.9)
        self.put(made, "birthDate", DAYS, 0.9)
        self.put(made, "deceasedBoolean", [True, False], 0.1)
        self.put(made, "deceasedDateTime", ["2020-01-01"], 0.1)
        return made

    def others(self) -> dict[str, Any]:
        return {"resourceType": self.pick(["Encounter", "Procedure"]), "id": "x", "subject": {"reference": "Patient/a"}}

    def records(self, count: int) -> list[dict[str, Any]]:
        makers = (
            *[self.observation] * 5, *[self.condition] * 3, *[self.medicine] * 5, self.product, self.patient,
            self.others, self.older, self.composition,
        )  # fmt: skip
        return [self.pick(makers)() for _ in range(count)]


def write(records: list[dict[str, Any]], folder: Path, chance: random.Random, *, by_type: bool) -> None:
    """The records as files: one or more a type, or whatever comes."""
    folder.mkdir(parents=True, exist_ok=True)
    lines: dict[str, list[str]] = {}
    for each in records:
        kind = each["resourceType"] if by_type else "mixed"
        name = chance.choice([f"{kind}.ndjson", f"{kind}.000.ndjson"])
        lines.setdefault(name, []).append(json.dumps(each, ensure_ascii=chance.random() < 0.5))
    for name, written in lines.items():
        (folder / name).write_text("\n".join(written) + "\n", encoding="utf-8")


def expected(records: list[dict[str, Any]], knowledge: Knowledge) -> tuple[Counter[Any], dict[str, Any]]:
    """What the reader of one person says: rows of facts, and the people."""
    content = "\n".join(json.dumps(each) for each in records).encode()
    found = [each for each in decoded(content, "all.ndjson") if isinstance(each, Found)]
    kept, _ = current(found)
    index = Index(kept)
    people: dict[str, Any] = {}
    for each in kept:
        if each.kind == "Patient" and each.resource["id"]:
            said = patient_of(each.resource)
            people[said.id] = said if said.id not in people else either(people[said.id], said)
    rows: Counter[Any] = Counter()
    for each in kept:
        if each.kind in {"Patient", "Medication"}:
            continue
        pointer = next((each.resource[name] for name in ("subject", "patient") if name in each.resource), None)
        reference = pointer.get("reference") if isinstance(pointer, dict) else None
        owner = index.patient(reference) if isinstance(reference, str) else None
        if owner is None:
            continue
        people.setdefault(owner, None)
        for row in rows_of(each.resource, index.resolve):
            what = known({"shape": row.shape}, None, knowledge)
            first, own = row.first, (row.ahead, row.number, row.to)
            if what.place != "labs":
                first, own = (first - timedelta(days=row.ahead) if first else None), (False, None, None)
            if what.place:
                rows[what.place, owner, what.text, first, row.last, *own, row.reference] += 1
    return rows, people
