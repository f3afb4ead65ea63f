"""What is wrong with a resource: wrong kinds of values, days that are none, the words of another FHIR version.

A fault never hides a resource: whatever of it cannot be read counts as not said, and the fault is told.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from stilla.records.days import is_written
from stilla.records.shape import is_other_version
from stilla.text import Text


class _Day:
    """A date or dateTime as FHIR writes it."""


class _Period:
    """An object with two of them."""


_Expected = type | tuple[type, ...]
_NUMBER = (int, float)
_ALWAYS: Mapping[str, _Expected] = {"modifierExtension": list, "implicitRules": str, "contained": list}
_MEDICINE: Mapping[str, _Expected] = {
    "status": str, "medicationCodeableConcept": dict, "medicationReference": dict, **_ALWAYS,
}  # fmt: skip
_FIELDS: Mapping[str, Mapping[str, _Expected]] = {
    "MedicationRequest": {
        **_MEDICINE, "intent": str, "doNotPerform": bool, "reportedBoolean": bool, "dosageInstruction": list,
        "authoredOn": _Day,
    },
    "MedicationStatement": {**_MEDICINE, "dosage": list, "effectiveDateTime": _Day, "effectivePeriod": _Period},
    "MedicationDispense": {
        **_MEDICINE, "dosageInstruction": list, "daysSupply": dict, "whenHandedOver": _Day, "whenPrepared": _Day,
    },
    "MedicationAdministration": {**_MEDICINE, "dosage": dict, "effectiveDateTime": _Day, "effectivePeriod": _Period},
    "Medication": {"code": dict, "form": dict, "ingredient": list, "status": str, **_ALWAYS},
    "Condition": {
        "clinicalStatus": dict, "verificationStatus": dict, "code": dict, "abatementBoolean": bool,
        "abatementPeriod": _Period, "onsetPeriod": _Period, "onsetDateTime": _Day, "recordedDate": _Day,
        "abatementDateTime": _Day, **_ALWAYS,
    },
    "Observation": {
        "status": str, "code": dict, "valueQuantity": dict, "valueRange": dict, "valueString": str,
        "valueCodeableConcept": dict, "dataAbsentReason": dict, "component": list, "effectiveDateTime": _Day,
        "effectiveInstant": _Day, "effectivePeriod": _Period, "issued": _Day, **_ALWAYS,
    },
    "Patient": {
        "gender": str, "active": bool, "deceasedBoolean": bool, "deceasedDateTime": _Day, "birthDate": _Day, **_ALWAYS,
    },
    "Composition": {"status": str, "section": list, "date": _Day},
}  # fmt: skip
"""What is read of each type, and what should stand there."""

_KINDS = {
    dict: Text("an object", "ett objekt"),
    list: Text("a list", "en lista"),
    str: Text("text", "text"),
    bool: Text("true or false", "true eller false"),
    _NUMBER: Text("a number", "ett tal"),
}
NOT_A_DAY = Text(
    "This is not a day as FHIR writes it. It was read as not dated.",
    "Det här är ingen dag som FHIR skriver den. Posten räknas som odaterad.",
)
OTHER_VERSION = Text(
    "This is not in the form of FHIR R4. It counts as something that nobody knows.",
    "Det här har inte formen för FHIR R4. Det räknas som något okänt.",
)
_EXPECTED = Text("Expected {kind} here. It was not read.", "Här ska det stå {kind}. Det lästes inte.")


class Wrong(NamedTuple):
    """A field and what is wrong with it."""

    field: str
    says: Text


def faults_of(resource: Mapping[str, Any]) -> Iterator[Wrong]:
    """Everything wrong with what is read of a resource; nothing else of it is looked at."""
    kind = resource["resourceType"]
    if is_other_version(resource):
        yield Wrong("", OTHER_VERSION)
        return
    fields = _FIELDS.get(kind, {})
    for field, value in resource.items():
        expected = fields.get(field)
        if expected is None:
            continue
        if expected is _Day:
            if not is_written(value):
                yield Wrong(field, NOT_A_DAY)
        elif expected is _Period:
            yield from _period(field, value)
        elif not isinstance(value, expected):
            yield Wrong(field, _expected(expected))
    if kind == "Observation":
        yield from _numbers(resource)


def _period(field: str, value: object) -> Iterator[Wrong]:
    if not isinstance(value, dict):
        yield Wrong(field, _expected(dict))
        return
    for end in ("start", "end"):
        if end in value and not is_written(value[end]):
            yield Wrong(f"{field}.{end}", NOT_A_DAY)


def _expected(expected: _Expected) -> Text:
    kind = _KINDS[expected]
    return Text(_EXPECTED.en.format(kind=kind.en), _EXPECTED.sv.format(kind=kind.sv))


def _numbers(resource: Mapping[str, Any]) -> Iterator[Wrong]:
    quantity = resource.get("valueQuantity")
    if isinstance(quantity, dict) and "value" in quantity:
        value = quantity["value"]
        if isinstance(value, bool) or not isinstance(value, _NUMBER):
            yield Wrong("valueQuantity.value", _expected(_NUMBER))
