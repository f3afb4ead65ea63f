"""FHIR's own words: addresses of code systems, and small pieces that every resource needs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from stilla.text import Text

if TYPE_CHECKING:
    from stilla.text import Language

SYSTEMS = {
    "atc": "http://www.whocc.no/atc",
    "rxnorm": "http://www.nlm.nih.gov/research/umls/rxnorm",
    "snomed": "http://snomed.info/sct",
    "loinc": "http://loinc.org",
    "npu": "urn:oid:1.2.752.108.1",
    "icd-10-se": "http://hl7.org/fhir/sid/icd-10-se",
    "local": "https://region.example/fhir/CodeSystem/varor",
}
TERMINOLOGY = "http://terminology.hl7.org/CodeSystem/"
UCUM = "http://unitsofmeasure.org"

ROUTES = {
    "": ("26643006", Text("Oral use", "Oral användning")),
    "eye": ("54485002", Text("Ophthalmic use", "Användning i ögat")),
    "inhaled": ("447694001", Text("Respiratory use", "Inhalation")),
    "subcutaneous": ("34206005", Text("Subcutaneous use", "Subkutan användning")),
    "intravenous": ("47625008", Text("Intravenous use", "Intravenös användning")),
}
"""Route of administration: its code in SNOMED CT, and its name."""


def coding(system: str, code: str, display: str = "") -> dict[str, str]:
    """A Coding, under a short name of a system or an address."""
    found = {"system": SYSTEMS.get(system, system), "code": code}
    return {**found, "display": display} if display else found


def concept(*codings: dict[str, str], text: str = "") -> dict[str, Any]:
    """A CodeableConcept."""
    found: dict[str, Any] = {"coding": list(codings)} if codings else {}
    return {**found, "text": text} if text else found


def of_hl7(system: str, code: str) -> dict[str, Any]:
    """A CodeableConcept of one of HL7's own code systems."""
    return concept(coding(TERMINOLOGY + system, code))


def route(kind: str, lang: Language) -> dict[str, Any]:
    """A route of administration."""
    code, name = ROUTES[kind]
    return concept(coding("snomed", code, name.to(lang)))


def tail(fields: dict[str, Any]) -> bytes:
    """Fields as they end a resource: without the opening brace."""
    return msgspec.json.encode(fields)[1:]
