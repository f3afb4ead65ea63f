"""What the codes of records mean to a rule: laboratory tests, answers, conditions, medicines, routes.

ICD-10 codes of conditions stand with the conditions themselves, and so do some of SNOMED CT.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from stilla.knowledge.schema import Entry
from stilla.person import LabCode, Route
from stilla.text import Text

if TYPE_CHECKING:
    from collections.abc import Mapping

CodeSystem = Literal["loinc", "npu", "snomed", "rxnorm", "atc", "icd-10", "ips-absent", "edqm-route", "hl7-route"]
"""Code systems by the short names used here."""

SYSTEMS: dict[str, CodeSystem] = {
    "http://loinc.org": "loinc",
    "urn:oid:2.16.840.1.113883.6.1": "loinc",
    "http://npu-terminology.org": "npu",
    "urn:oid:1.2.208.176.9.1": "npu",
    "urn:oid:1.2.752.108.1": "npu",
    "urn:oid:1.2.208.176.2.1": "npu",
    "urn:oid:2.16.578.1.12.4.1.1.7280": "npu",
    "http://snomed.info/sct": "snomed",
    "urn:oid:2.16.840.1.113883.6.96": "snomed",
    "http://www.nlm.nih.gov/research/umls/rxnorm": "rxnorm",
    "urn:oid:2.16.840.1.113883.6.88": "rxnorm",
    "http://www.whocc.no/atc": "atc",
    "urn:oid:2.16.840.1.113883.6.73": "atc",
    "urn:oid:1.2.752.129.2.2.3.1.1": "atc",
    "http://fhir.de/CodeSystem/bfarm/atc": "atc",
    "http://fhir.de/CodeSystem/dimdi/atc": "atc",
    "http://hl7.org/fhir/sid/icd-10": "icd-10",
    "http://hl7.org/fhir/sid/icd-10-cm": "icd-10",
    "http://hl7.org/fhir/sid/icd-10-se": "icd-10",
    "http://fhir.de/CodeSystem/bfarm/icd-10-gm": "icd-10",
    "http://fhir.de/CodeSystem/dimdi/icd-10-gm": "icd-10",
    "http://terminology.hl7.org/CodeSystem/icd10": "icd-10",
    "urn:oid:2.16.840.1.113883.6.3": "icd-10",
    "urn:oid:2.16.840.1.113883.6.90": "icd-10",
    "urn:oid:1.2.752.116.1.1.1": "icd-10",
    "urn:oid:1.2.752.116.1.1.1.1.3": "icd-10",
    "urn:oid:1.2.752.116.1.1.1.1.8": "icd-10",
    "http://hl7.org/fhir/uv/ips/CodeSystem/absent-unknown-uv-ips": "ips-absent",
    "http://standardterms.edqm.eu": "edqm-route",
    "http://terminology.hl7.org/CodeSystem/v3-RouteOfAdministration": "hl7-route",
}
"""The addresses under which records name them. NPU: international, then Sweden, Denmark and Norway."""

_BY_PLAIN = {address.casefold(): name for address, name in SYSTEMS.items()}
_SNOMED_EDITION = "http://snomed.info/sct/"


def system_of(address: str) -> CodeSystem | None:
    """The code system behind an address as records write it; None for one that is not known here.

    An address with a version, with a stroke at its end, in other letters, with `https`, or of an edition of SNOMED CT
    means the same system: a value that is in the record must not be lost by the way its system is spelt.

    >>> system_of("https://loinc.org/"), system_of("http://snomed.info/sct/45991000052106"), system_of("urn:oid:1.2.3")
    ('loinc', 'snomed', None)
    """
    known = SYSTEMS.get(address)
    if known is not None or not address:
        return known
    plain = address.partition("|")[0].strip().rstrip("/").casefold()
    if plain.startswith("https:"):
        plain = "http:" + plain.removeprefix("https:")
    return "snomed" if plain.startswith(_SNOMED_EDITION) else _BY_PLAIN.get(plain)


class Span(Entry, frozen=True, kw_only=True):
    """For how many days a record is believed that does not say so itself."""

    name: Text
    days: int
    why: Text


class Codes(Entry, frozen=True, kw_only=True):
    """Codes of one system that mean the same to a rule. Exactly one of the meanings is given."""

    system: CodeSystem
    codes: tuple[str, ...]
    name: Text
    lab: LabCode | Literal["creatinine"] | None = None
    """A test: the code of an Observation. Its unit is the record's own, never the code's."""
    factor: float = 1
    """What its number is multiplied by, beside `lab`: takes back a factor that the test put on the value."""
    conditions: tuple[str, ...] = ()
    """Conditions that a Condition with this code states."""
    leaves: tuple[str, ...] | None = None
    """What is still true when the record is over, where a code leaves less than its conditions do (`remains`).

    For ICD-10 the code is a beginning, and the longest counts."""
    asks: tuple[str, ...] = ()
    """Conditions that an Observation with this code asks about; its coded value answers."""
    answer: Literal["yes", "no", "unknown"] | None = None
    """A coded value of such an Observation."""
    states: tuple[str, ...] = ()
    """Conditions that a coded value itself states ("pregnant")."""
    atc: tuple[str, ...] = ()
    """What a medicine with this code may be."""
    form: str | None = None
    """The salt of magnesium (id in `salts`), beside `atc`, or for a code of the system `atc`."""
    elemental_mg: float | None = None
    """Elemental magnesium in one unit of the product, beside `atc`."""
    route: Route | None = None
    """A route of administration."""
    closes: Literal["conditions", "medicines"] | None = None
    """A statement that there is nothing of the kind ("no known medications")."""
    nothing: bool = False
    """Looked at, and nothing that a rule asks about."""


def left_by(
    index: Mapping[tuple[str, str], tuple[Codes, ...]], system: CodeSystem, code: str
) -> tuple[str, ...] | None:
    """What a record of this code leaves when it is over, where the code itself says so.

    Args:
        index: `Knowledge.record_codes`.
        system: the code's system.
        code: as the record writes it.

    Returns:
        Slugs of conditions; None where it is as its conditions say (`Condition.remains`).
    """
    for written in _icd10_beginnings(code) if system == "icd-10" else (code,):
        for each in index.get((system, written), ()):
            if each.leaves is not None:
                return each.leaves
    return None


def _icd10_beginnings(code: str) -> list[str]:
    """The code as ICD-10 writes it, then its beginnings, the longest first."""
    bare = code.strip().upper().replace(".", "")
    return [bare[:3] + ("." + bare[3:end] if end > 3 else "") for end in range(len(bare), 2, -1)]
