"""Which services there are, what each asks to be sent with a request, and how clients find that out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import msgspec

from stilla.interfaces.words.cds import DESCRIPTIONS, TITLES, USAGE
from stilla.meeting import Part

if TYPE_CHECKING:
    from stilla.knowledge.store import Knowledge
    from stilla.text import Language

Hook = Literal["patient-view", "order-select", "order-sign"]
Key = Part
"""A prefetch key is a part of a record."""

NEWEST = 50
"""Observations asked for; the newest are enough."""
TYPES: dict[Key, str] = {
    "patient": "Patient",
    "medicationRequests": "MedicationRequest",
    "medicationStatements": "MedicationStatement",
    "conditions": "Condition",
    "observations": "Observation",
}
"""What each prefetch key holds. All but the first are searches."""
_SYSTEMS = {"loinc": "http://loinc.org", "npu": "urn:oid:1.2.752.108.1"}
"""Code systems of tests, by our short names, as a query names them."""
RECORD = "record"
"""A key that is not asked for, but read where it is sent: a whole record as one Bundle, such as an IPS."""


class Service(msgspec.Struct, frozen=True):
    """One service: its name, and the hook it answers."""

    id: str
    hook: Hook


SERVICES: dict[str, Service] = {
    each.id: each
    for each in (
        Service("stilla-magnesium-patient-view", "patient-view"),
        Service("stilla-magnesium-order-select", "order-select"),
        Service("stilla-magnesium-order-sign", "order-sign"),
    )
}


def templates(knowledge: Knowledge) -> dict[Key, str]:
    """The FHIR queries that a client is asked to run, within the subset that CDS Hooks names."""
    codes = ",".join(sorted(_tests(knowledge)))
    patient = "{{context.patientId}}"
    return {
        "patient": f"Patient/{patient}",
        "medicationRequests": f"MedicationRequest?patient={patient}&status=active",
        "medicationStatements": f"MedicationStatement?patient={patient}&status=active",
        "conditions": f"Condition?patient={patient}",
        "observations": f"Observation?patient={patient}&code={codes}&_sort=-date&_count={NEWEST}",
    }


def _tests(knowledge: Knowledge) -> set[str]:
    """The tests and questions that a rule may ask about, each as system and code."""
    return {
        f"{_SYSTEMS[system]}|{code}"
        for (system, code), meanings in knowledge.record_codes.items()
        if system in _SYSTEMS and any(each.lab is not None or each.asks for each in meanings)
    }


def discovery(knowledge: Knowledge, language: Language) -> dict[str, Any]:
    """What a client is told of the services. `version` and `hookVersion` are of 3.0, and do not disturb 2.0."""
    prefetch = templates(knowledge)
    return {
        "services": [
            {
                "hook": each.hook,
                "id": each.id,
                "title": TITLES[each.hook].to(language),
                "description": DESCRIPTIONS[each.hook].to(language),
                "usageRequirements": USAGE.to(language),
                "prefetch": prefetch,
                "version": "STU2",
                "hookVersion": "1.0",
            }
            for each in SERVICES.values()
        ]
    }
