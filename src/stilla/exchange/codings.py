"""Codes, quantities and texts as FHIR spells them.

Our own codes live under `https://stilla.example/fhir/`. The ending `.example` is kept for no one (RFC 2606): the
address leads nowhere, and nobody else can ever mean something by it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable

    from stilla.person import LabCode
    from stilla.quantity import Interval

Element: TypeAlias = dict[str, Any]
"""An element or a resource of FHIR."""

HOME = "https://stilla.example/fhir"
LOINC = "http://loinc.org"
SNOMED = "http://snomed.info/sct"
UCUM = "http://unitsofmeasure.org"
ATC = "http://www.whocc.no/atc"
URIS = "urn:ietf:rfc:3986"
_HL7 = "http://terminology.hl7.org/CodeSystem"

OwnSystem = Literal[
    "rule", "level", "condition", "salt", "route", "fact", "verdict", "diary", "answer", "trial", "report",
    "trial-verdict", "severity", "question",
]  # fmt: skip
Hl7System = Literal[
    "observation-category", "condition-ver-status", "condition-clinical", "data-absent-reason", "list-empty-reason",
    "research-study-prim-purp-type", "research-study-phase", "v3-ActCode",
]  # fmt: skip

LABS: dict[LabCode, tuple[str, str, str]] = {
    "egfr": ("69405-9", "mL/min/{1.73_m2}", "mL/min/1.73 m²"),
    "magnesium": ("2601-3", "mmol/L", "mmol/L"),
    "ferritin": ("2276-4", "ug/L", "µg/L"),
    "tsat": ("2502-3", "%", "%"),
}
"""LOINC code, UCUM unit and unit for people. eGFR with the code that names no method: ours is often not known."""

AGE = "30525-0"
SLEEP = "93832-4"
"""LOINC codes: age; duration of sleep."""

RESTLESS_LEGS = "32914008"
"""SNOMED CT."""

_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_SPACES = re.compile(r"\s+")


def plain(text: str) -> str:
    r"""Text that may stand in FHIR: one line, nothing that XML has no place for, never empty.

    >>> plain(" Levaxin\x00\n 50 "), plain("\t")
    ('Levaxin\ufffd 50', '–')
    """
    return _SPACES.sub(" ", _NO_XML.sub("\ufffd", text)).strip() or "–"


def own(system: OwnSystem, code: str, display: str | None = None) -> Element:
    """A coding of our own."""
    return coding(f"{HOME}/CodeSystem/{system}", code, display)


def hl7(system: Hl7System, code: str) -> Element:
    """A concept of HL7's terminology."""
    return {"coding": [coding(f"{_HL7}/{system}", code)]}


def coding(system: str, code: str, display: str | None = None) -> Element:
    """A code of a system."""
    said = {} if display is None else {"display": display}
    return {"system": system, "code": code, **said}


def concept(text: str, *codings: Element) -> Element:
    """A CodeableConcept: what is meant in words, and the codes for it."""
    return {**({"coding": list(codings)} if codings else {}), "text": text}


def reference(name: str, display: str | None = None) -> Element:
    """A reference to a resource."""
    return {"reference": name, **({} if display is None else {"display": display})}


def decimal(value: float) -> float:
    """A number without decimals that nobody measured: FHIR reads 200.0 as more precise than 200."""
    return int(value) if float(value).is_integer() and abs(value) < _EXACT else value


_EXACT = 2**53


def quantity(value: float, unit: str, code: str, comparator: str | None = None) -> Element:
    """A Quantity in UCUM."""
    bound = {} if comparator is None else {"comparator": comparator}
    return {"value": decimal(value), **bound, "unit": unit, "system": UCUM, "code": code}


def measured(value: Interval, unit: str, code: str, unreadable: str = "?") -> Element:
    """`value[x]` of an observation: a number, a bound, a range, or in words what no number can say.

    An interval open at one end keeps that end; between two ends FHIR's Range has no place for "more than", and the
    wider reading is written.
    """
    if value.low == value.high:
        return {"valueQuantity": quantity(value.low, unit, code)}
    if value.high == float("inf"):
        if value.low <= 0 and not value.low_open:
            return {"valueString": unreadable}
        return {"valueQuantity": quantity(value.low, unit, code, ">" if value.low_open else ">=")}
    if value.low <= 0:
        return {"valueQuantity": quantity(value.high, unit, code, "<" if value.high_open else "<=")}
    return {"valueRange": {"low": quantity(value.low, unit, code), "high": quantity(value.high, unit, code)}}


def times_of_day(times: Iterable[str], days: int | None = None) -> Element | None:
    """A Timing for clock times (07:30) every day, for so many days where that is said; None without any time."""
    found = [f"{each}:00" for each in times]
    if not found:
        return None
    bounds = {} if days is None else {"boundsDuration": quantity(days, "d", "d")}
    return {"repeat": {**bounds, "frequency": len(found), "period": 1, "periodUnit": "d", "timeOfDay": found}}
