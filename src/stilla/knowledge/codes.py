"""What the codes of records mean to a rule: laboratory tests, answers, medicines, routes.

ICD-10 codes of conditions stand with the conditions themselves.
"""

from __future__ import annotations

from typing import Literal

from stilla.knowledge.schema import Entry
from stilla.person import LabCode, Route
from stilla.text import Text

CodeSystem = Literal["loinc", "npu", "snomed", "rxnorm", "icd-10", "ips-absent", "edqm-route", "hl7-route"]
"""Code systems by the short names used here."""

SYSTEMS: dict[str, CodeSystem] = {
    "http://loinc.org": "loinc",
    "urn:oid:1.2.752.108.1": "npu",
    "http://npu-terminology.org": "npu",
    "http://snomed.info/sct": "snomed",
    "http://www.nlm.nih.gov/research/umls/rxnorm": "rxnorm",
    "http://hl7.org/fhir/sid/icd-10": "icd-10",
    "http://hl7.org/fhir/sid/icd-10-cm": "icd-10",
    "http://hl7.org/fhir/sid/icd-10-se": "icd-10",
    "http://hl7.org/fhir/uv/ips/CodeSystem/absent-unknown-uv-ips": "ips-absent",
}
"""The addresses under which records name them."""


class Codes(Entry, frozen=True, kw_only=True):
    """Codes of one system that mean the same to a rule. Exactly one of the meanings is given."""

    system: CodeSystem
    codes: tuple[str, ...]
    name: Text
    lab: LabCode | Literal["creatinine"] | None = None
    """A test: the code of an Observation. Its unit is the record's own, never the code's."""
    conditions: tuple[str, ...] = ()
    """Conditions that a Condition with this code states."""
    asks: tuple[str, ...] = ()
    """Conditions that an Observation with this code asks about; its coded value answers."""
    answer: Literal["yes", "no", "unknown"] | None = None
    """A coded value of such an Observation."""
    states: tuple[str, ...] = ()
    """Conditions that a coded value itself states ("pregnant")."""
    atc: tuple[str, ...] = ()
    """What a medicine with this code may be."""
    form: str | None = None
    """The salt of magnesium (id in `salts`), beside `atc`."""
    elemental_mg: float | None = None
    """Elemental magnesium in one unit of the product, beside `atc`."""
    route: Route | None = None
    """A route of administration."""
    closes: Literal["conditions", "medicines"] | None = None
    """A statement that there is nothing of the kind ("no known medications")."""
    nothing: bool = False
    """Looked at, and nothing that a rule asks about."""
