"""From a resource to its shape: everything but whose it is, when, and the number."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from stilla.records.days import last_day_of

Resource = Mapping[str, Any]
Resolve = Callable[[str], Resource | None]
"""From a reference to the resource it points to, or None."""

_ALWAYS = ("modifierExtension", "implicitRules")
MEDICINE_KEYS: Mapping[str, tuple[str, ...]] = {
    "MedicationRequest": (
        "status", "intent", "doNotPerform", "reportedBoolean", "medicationCodeableConcept", "dosageInstruction",
        *_ALWAYS,
    ),
    "MedicationStatement": ("status", "medicationCodeableConcept", "dosage", *_ALWAYS),
    "MedicationDispense": ("status", "medicationCodeableConcept", "daysSupply", "dosageInstruction", *_ALWAYS),
    "MedicationAdministration": ("status", "medicationCodeableConcept", "dosage", *_ALWAYS),
}  # fmt: skip
"""What of a medicine's record says something but whose and when, by type."""

OLDER_NAMES: Mapping[str, str] = {
    "MedicationOrder": "MedicationRequest",
    "MedicationPrescription": "MedicationRequest",
}
"""Types of earlier FHIR versions that say that there is a medicine, and what they are read as: one nobody knows."""
_NOT_R4 = frozenset(("medication", "wasNotTaken", "wasNotGiven", "taken"))
_PRODUCT = ("code", "form", "ingredient", "status", *_ALWAYS)
_CONDITION = ("clinicalStatus", "verificationStatus", "code", *_ALWAYS)
_OBSERVATION = ("status", "code", "valueCodeableConcept", "valueString", "dataAbsentReason", *_ALWAYS)
_COMPONENT = ("code", "valueCodeableConcept", "valueString", "dataAbsentReason")
_OVER_WITHOUT_A_DAY = ("abatementAge", "abatementString", "abatementRange")


def medicine_shape(resource: Resource, kind: str, resolve: Resolve) -> dict[str, Any]:
    """The shape of a medicine's record, with the product it points to under `medication`, or `dangling`."""
    if is_other_version(resource):
        return {"resourceType": kind}
    shape = _picked(resource, MEDICINE_KEYS[kind], kind)
    if "medicationReference" in resource:
        product = _product(resource, resolve)
        shape.update({"dangling": True} if product is None else {"medication": product})
    return shape


def _product(resource: Resource, resolve: Resolve) -> dict[str, Any] | None:
    pointer = resource["medicationReference"]
    reference = pointer.get("reference") if isinstance(pointer, dict) else None
    if not isinstance(reference, str):
        return None
    found = contained(resource, reference) if reference.startswith("#") else resolve(reference)
    if found is None or found.get("resourceType") != "Medication":
        return None
    return {key: found[key] for key in _PRODUCT if key in found}


def contained(resource: Resource, reference: str) -> Resource | None:
    """The resource inside this one that `#id` points to."""
    inside = resource.get("contained")
    for each in inside if isinstance(inside, list) else ():
        if isinstance(each, dict) and each.get("id") == reference[1:]:
            return each
    return None


def condition_shape(resource: Resource) -> dict[str, Any]:
    """The shape of a condition's record; an end without a day is `abatementBoolean`."""
    shape = _picked(resource, _CONDITION, "Condition")
    if _is_over_without_a_day(resource):
        shape["abatementBoolean"] = True
    return shape


def _is_over_without_a_day(resource: Resource) -> bool:
    if resource.get("abatementBoolean") is True or any(key in resource for key in _OVER_WITHOUT_A_DAY):
        return True
    return abatement(resource) is not None and last_day_of(abatement(resource)) is None


def abatement(resource: Resource) -> object:
    """When the condition ended, as written; None where nothing says so."""
    period = resource.get("abatementPeriod")
    if "abatementDateTime" in resource or not isinstance(period, dict):
        return resource.get("abatementDateTime")
    return period.get("end", period.get("start"))


def observation_shape(resource: Resource) -> dict[str, Any]:
    """The shape of an observation's own value, without its components."""
    shape = _picked(resource, _OBSERVATION, "Observation")
    _add_units(shape, resource)
    return shape


def component_shape(resource: Resource, component: Resource) -> dict[str, Any]:
    """The shape of one component, as if it were an observation of its own."""
    shape = _picked(resource, ("status", *_ALWAYS), "Observation")
    shape.update({key: component[key] for key in _COMPONENT if key in component})
    if "modifierExtension" in component:
        shape["modifierExtension"] = component["modifierExtension"]
    _add_units(shape, component)
    return shape


def _add_units(shape: dict[str, Any], source: Resource) -> None:
    """The unit and the comparator of a value, without its number."""
    if "valueQuantity" in source:
        shape["valueQuantity"] = _without_number(source["valueQuantity"])
    if "valueRange" in source:
        ends = source["valueRange"]
        shape["valueRange"] = (
            {end: _without_number(ends[end]) for end in ("low", "high") if end in ends}
            if isinstance(ends, dict)
            else None
        )


def _without_number(quantity: object) -> object:
    if not isinstance(quantity, dict):
        return None
    return {key: quantity[key] for key in ("comparator", "unit", "system", "code") if key in quantity}


def section_shape(composition: Resource, section: Resource) -> dict[str, Any]:
    """The shape of a section that says why it is empty."""
    return {
        "resourceType": "Composition",
        "status": composition.get("status"),
        "section": {key: section[key] for key in ("code", "emptyReason") if key in section},
    }


def is_other_version(resource: Resource) -> bool:
    """Whether it has a mark of DSTU2, STU3 or R5 that is impossible in R4."""
    kind = resource.get("resourceType")
    if kind in MEDICINE_KEYS:
        return not _NOT_R4.isdisjoint(resource)
    if kind == "Condition":
        return isinstance(resource.get("clinicalStatus"), str) or isinstance(resource.get("verificationStatus"), str)
    return kind in OLDER_NAMES


def is_opaque(part: Resource) -> bool:
    """Whether something in it changes its meaning in a way that nobody here knows."""
    return bool(part.get("modifierExtension")) or bool(part.get("implicitRules"))


def _picked(resource: Resource, keys: tuple[str, ...], kind: str) -> dict[str, Any]:
    shape = {key: resource[key] for key in keys if key in resource}
    shape["resourceType"] = kind
    return shape
