"""Orders that are not signed yet: which can be understood, and how each is read as a medicine that is proposed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from stilla.interfaces.cds_hooks.refused import not_usable, wrong_data

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

ORDER = "MedicationRequest"
_OLD = ("MedicationOrder", "MedicationPrescription")
"""What DSTU2 and before it call an order of a medicine."""
_WITHDRAWN = ("cancelled", "completed", "entered-in-error", "stopped", "ended")
_AS_PROPOSED = ("authoredOn", "priorPrescription", "dispenseRequest")
"""What says when it was written, or what came before: nothing about whether it would be taken."""


def check_order(order: Mapping[str, Any]) -> None:
    """Refuse an order of a medicine that cannot be understood.

    Raises:
        Refused: it is of another FHIR release, or its parts contain one another.
    """
    kind = order["resourceType"]
    if kind in _OLD or (kind == ORDER and "medication" in order):
        raise not_usable(
            "context.draftOrders",
            "An order of a medicine is not FHIR R4. Nothing was checked.",
            "En läkemedelsordination är inte FHIR R4. Inget kontrollerades.",
        )
    if kind == ORDER and not any(isinstance(order.get(key), dict) for key in _NAMES):
        raise not_usable(
            "context.draftOrders",
            "An order of a medicine does not say which medicine. Nothing was checked.",
            "En läkemedelsordination säger inte vilket läkemedel. Inget kontrollerades.",
        )
    if _contains_itself(order):
        raise not_usable(
            "context.draftOrders.contained",
            "Contained resources refer to one another in a circle. Nothing was checked.",
            "Inbäddade resurser hänvisar till varandra i en cirkel. Inget kontrollerades.",
        )


_NAMES = ("medicationCodeableConcept", "medicationReference")


def check_same_patient(resource: Mapping[str, Any], patient: str, where: str) -> None:
    """Refuse what is another patient's: two people must never be mixed.

    Raises:
        Refused: its subject is somebody else.
    """
    subject = resource.get("subject") or resource.get("patient")
    reference = subject.get("reference") if isinstance(subject, dict) else None
    if isinstance(reference, str) and "Patient/" in reference:
        named = reference.rpartition("Patient/")[2].partition("/")[0]
        if named != patient:
            raise wrong_data(
                where,
                "A record belongs to another patient. Nothing was checked.",
                "En uppgift hör till en annan patient. Inget kontrollerades.",
            )


def is_medicine(order: Mapping[str, Any]) -> bool:
    """Whether a medicine is ordered, and not ordered to be left out."""
    return order["resourceType"] == ORDER and order.get("doNotPerform") is not True


def as_proposed(order: Mapping[str, Any]) -> dict[str, Any]:
    """The order as it would be once signed: a medicine to be taken from now on.

    What was withdrawn stays withdrawn; a course that begins later is checked as if it began today.
    """
    kept = {key: value for key, value in order.items() if key not in _AS_PROPOSED}
    if order.get("status") not in _WITHDRAWN:
        kept |= {"status": "active", "intent": "order"}
    dosages = order.get("dosageInstruction")
    if isinstance(dosages, list):
        kept["dosageInstruction"] = [_unbounded(each) for each in dosages]
    return kept


def _unbounded(dosage: Any) -> Any:
    timing = dosage.get("timing") if isinstance(dosage, dict) else None
    repeat = timing.get("repeat") if isinstance(timing, dict) else None
    if not isinstance(repeat, dict) or "boundsPeriod" not in repeat:
        return dosage
    without = {key: value for key, value in repeat.items() if key != "boundsPeriod"}
    return dosage | {"timing": dict(timing or {}) | {"repeat": without}}


def _contains_itself(order: Mapping[str, Any]) -> bool:
    contained = order.get("contained")
    parts = [each for each in contained if isinstance(each, dict)] if isinstance(contained, list) else []
    leads = {each["id"]: set(_local(each)) for each in parts if isinstance(each.get("id"), str)}
    # Whatever leads only to what is settled is settled; what is left over goes in a circle.
    while settled := [name for name, to in leads.items() if not to & leads.keys()]:
        for name in settled:
            del leads[name]
    return bool(leads)


def _local(value: Any) -> Iterator[str]:
    """Every `#id` that a value refers to, however deep."""
    todo = [value]
    while todo:
        each = todo.pop()
        if isinstance(each, dict):
            reference = each.get("reference")
            if isinstance(reference, str) and reference.startswith("#") and len(reference) > 1:
                yield reference[1:]
            todo.extend(each.values())
        elif isinstance(each, list):
            todo.extend(each)
