"""One person: the rules alone, and a FHIR bundle of a megabyte from bytes to findings, beside readers of those bytes.

Every number is measured in this run. The bundles are generated, and each is read in turn, as a server meets them. Of a
`mixed` one a third is observations and half is claims and what became of them, as in published samples of Synthea; a
`dense` one is nearly nothing but observations, which take longest.
"""

from __future__ import annotations

import json
import random
import time
from collections.abc import Callable
from datetime import date, timedelta
from itertools import cycle
from typing import Any

import msgspec
from fhir.resources.R4B.bundle import Bundle

from stilla.findings import assess
from stilla.interfaces.cds_hooks.server.serve import settle
from stilla.knowledge.store import Knowledge, load
from stilla.records.bundle import read_records
from stilla.records.person import Context, person_of
from stilla.rules.atoms import Situation

TODAY = date(2026, 11, 22)
SIZE = 1_000_000
BUNDLES = 20
PAID_ITEMS = {"dense": 0, "mixed": 24}
"""Items of the statement of what was paid for a visit."""
LOINC, SNOMED, ATC = "http://loinc.org", "http://snomed.info/sct", "http://www.whocc.no/atc"
MEDICINES = ("C09AA03", "C03AA03", "A10BA02", "H03AA01", "N02BF01", "A02BC01", "C10AA05", "B01AC06", "A12CC04")
CONDITIONS = ("38341003", "44054006", "10509002", "444814009", "195662009", "271737000")
VITALS = (
    ("8302-2", "cm", 172),
    ("29463-7", "kg", 74),
    ("8867-4", "/min", 68),
    ("6298-4", "mmol/L", 4.1),
    ("2339-0", "mg/dL", 91),
    ("718-7", "g/dL", 13.9),
    ("2947-0", "mmol/L", 139),
)
LABS = (("62238-1", "mL/min/{1.73_m2}", 71), ("14682-9", "umol/L", 84), ("2276-4", "ug/L", 48))


def concept(system: str, code: str) -> dict[str, Any]:
    return {"coding": [{"system": system, "code": code, "display": f"Display of {code}"}], "text": f"Words for {code}"}


def item(number: int) -> dict[str, Any]:
    """One line of a claim."""
    net = {"value": 129.16, "currency": "SEK"}
    return {"sequence": number, "productOrService": concept(SNOMED, "185349003"), "net": net}


def paid(subject: dict[str, str], day: str, items: int) -> dict[str, Any]:
    """What became of a claim."""
    judged = [{"category": concept(LOINC, "paid"), "amount": {"value": 129.16, "currency": "SEK"}}]
    return {
        "resourceType": "ExplanationOfBenefit",
        "status": "active",
        "use": "claim",
        "type": concept(LOINC, "professional"),
        "patient": subject,
        "created": day,
        "outcome": "complete",
        "insurer": {"display": "A region"},
        "provider": {"display": "A clinic"},
        "insurance": [{"focal": True, "coverage": {"display": "x"}}],
        "item": [{**item(number), "adjudication": judged} for number in range(1, items + 1)],
    }


def made(seed: int = 7, mix: str = "dense") -> bytes:
    """One invented person's record as a transaction bundle."""
    chance = random.Random(seed)
    entries: list[dict[str, Any]] = []
    size = 0

    def add(resource: dict[str, Any]) -> None:
        nonlocal size
        number = len(entries)
        resource["id"] = f"r{number}"
        entry = {
            "fullUrl": f"urn:uuid:{number:08d}-0000-4000-8000-000000000000",
            "resource": resource,
            "request": {"method": "POST", "url": resource["resourceType"]},
        }
        entries.append(entry)
        size += len(json.dumps(entry)) + 2

    subject = {"reference": "urn:uuid:00000000-0000-4000-8000-000000000000"}
    add({"resourceType": "Patient", "birthDate": "1958-03-14", "gender": "female", "active": True})
    while size < SIZE:
        day = (TODAY - timedelta(days=chance.randrange(9000))).isoformat() + "T09:15:00+01:00"
        add(
            {
                "resourceType": "Encounter",
                "status": "finished",
                "class": {"code": "AMB"},
                "type": [concept(SNOMED, "185349003")],
                "subject": subject,
                "period": {"start": day, "end": day},
            }
        )
        for code, unit, value in (*VITALS, *(LABS if chance.random() < 0.3 else ())):
            quantity = {
                "value": round(value * chance.uniform(0.9, 1.1), 2),
                "unit": unit,
                "system": "http://unitsofmeasure.org",
                "code": unit,
            }
            add(
                {
                    "resourceType": "Observation",
                    "status": "final",
                    "category": [concept(LOINC, "exam")],
                    "code": concept(LOINC, code),
                    "subject": subject,
                    "effectiveDateTime": day,
                    "issued": day,
                    "valueQuantity": quantity,
                }
            )
        if chance.random() < 0.5:
            add(
                {
                    "resourceType": "Condition",
                    "clinicalStatus": concept(
                        "http://terminology.hl7.org/CodeSystem/condition-clinical",
                        chance.choice(("active", "resolved")),
                    ),
                    "verificationStatus": concept(
                        "http://terminology.hl7.org/CodeSystem/condition-ver-status", "confirmed"
                    ),
                    "code": concept(SNOMED, chance.choice(CONDITIONS)),
                    "subject": subject,
                    "onsetDateTime": day,
                }
            )
        if chance.random() < 0.5:
            add(
                {
                    "resourceType": "MedicationRequest",
                    "status": chance.choice(("active", "stopped", "completed")),
                    "intent": "order",
                    "medicationCodeableConcept": concept(ATC, chance.choice(MEDICINES)),
                    "subject": subject,
                    "authoredOn": day,
                }
            )
        add(
            {
                "resourceType": "Claim",
                "status": "active",
                "use": "claim",
                "type": concept(LOINC, "professional"),
                "patient": subject,
                "created": day,
                "provider": {"display": "A clinic"},
                "priority": concept(LOINC, "normal"),
                "insurance": [{"sequence": 1, "focal": True, "coverage": {"display": "x"}}],
                "item": [item(number) for number in range(1, 6)],
            }
        )
        if PAID_ITEMS[mix]:
            add(paid(subject, day, PAID_ITEMS[mix]))
    return json.dumps({"resourceType": "Bundle", "type": "transaction", "entry": entries}).encode()


def timed(run: Callable[[], Any], rounds: int) -> tuple[float, float]:
    """Seconds at the median and at the 95th of a hundred."""
    run()
    taken = []
    for _ in range(rounds):
        begun = time.perf_counter()
        run()
        taken.append(time.perf_counter() - begun)
    taken.sort()
    return taken[rounds // 2], taken[int(rounds * 0.95)]


def answer(content: bytes, knowledge: Knowledge) -> Any:
    """From bytes to findings."""
    records = read_records(content, "bundle.json", knowledge)
    patient = records.only()
    read = person_of(patient, records.rows_by_patient[patient.id], Context(knowledge, TODAY))
    return assess(read.person, knowledge, TODAY)


def rules_alone(content: bytes, knowledge: Knowledge) -> None:
    """Facts to pattern to decided rules."""
    patient = (records := read_records(content, "bundle.json")).only()
    person = person_of(patient, records.rows_by_patient[patient.id], Context(knowledge, TODAY)).person
    book = knowledge.checking.book
    p50, p95 = timed(lambda: book.decide(book.pattern(Situation(person, TODAY, knowledge.concepts))), 2000)
    measured = len(person.observations)
    print(f"rules alone, {measured} observations: p50 {p50 * 1e6:.0f} microseconds, p95 {p95 * 1e6:.0f}")


def compared(mix: str, knowledge: Knowledge) -> None:
    """Bundles of one kind, beside readers of the same bytes."""
    contents = [made(seed, mix) for seed in range(BUNDLES)]
    first = read_records(contents[0], "bundle.json")
    read = first.read["Observation"], sum(first.read.values())
    print(
        f"\n{mix}: {BUNDLES} bundles of {len(contents[0]) / 1e6:.2f} MB; {read[0]} observations of {read[1]} resources"
    )
    rules_alone(contents[0], knowledge)

    def one_by_one(read: Callable[[bytes], Any], rounds: int) -> tuple[float, float]:
        turn = cycle(contents)
        return timed(lambda: read(next(turn)), rounds)

    ours = one_by_one(lambda content: answer(content, knowledge), 400)
    rows: list[tuple[str, tuple[float, float]]] = [
        ("stilla: bytes to findings", ours),
        ("  of it: bytes to rows", one_by_one(lambda content: read_records(content, "bundle.json", knowledge), 400)),
        ("json.loads only", one_by_one(json.loads, 100)),
        ("msgspec.json.decode only", one_by_one(msgspec.json.decode, 100)),
        ("fhir.resources R4B parse only", one_by_one(Bundle.model_validate_json, 5)),
    ]
    for name, (middle, late) in rows:
        print(f"{name:32}  p50 {middle * 1e3:8.2f} ms  p95 {late * 1e3:8.2f} ms  {middle / ours[0]:8.2f} x stilla")


def main() -> None:
    knowledge = load()
    settle()  # as in a server that was started once
    print(f"One person, {len(knowledge.checking.rules)} rules")
    for mix in PAID_ITEMS:
        compared(mix, knowledge)


if __name__ == "__main__":
    main()
