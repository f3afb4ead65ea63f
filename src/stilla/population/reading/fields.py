"""Which parts of a FHIR resource are read, and of what they are made."""

from __future__ import annotations

MEDICINES = ("MedicationRequest", "MedicationStatement", "MedicationDispense", "MedicationAdministration")
"""Types that say what somebody takes."""

_ALWAYS = ("modifierExtension", "implicitRules")
_PERIOD = ("effectiveDateTime", "effectivePeriod")

SHAPED: dict[str, tuple[str, ...]] = {
    "MedicationRequest": (
        "status", "intent", "doNotPerform", "reportedBoolean", "medicationCodeableConcept", "dosageInstruction",
        *_ALWAYS,
    ),
    "MedicationStatement": ("status", "medicationCodeableConcept", "dosage", *_ALWAYS),
    "MedicationDispense": ("status", "medicationCodeableConcept", "daysSupply", "dosageInstruction", *_ALWAYS),
    "MedicationAdministration": ("status", "medicationCodeableConcept", "dosage", *_ALWAYS),
    "Condition": ("clinicalStatus", "verificationStatus", "code", "abatementBoolean", *_ALWAYS),
    "Observation": (
        "status", "code", "valueQuantity", "valueRange", "valueCodeableConcept", "valueString", "dataAbsentReason",
        *_ALWAYS,
    ),
    "Medication": ("code", "form", "ingredient", "status", *_ALWAYS),
    "Patient": ("gender", "active", "deceasedBoolean", *_ALWAYS),
    "Composition": ("status", "section", *_ALWAYS),
    "MedicationOrder": (),
    "MedicationPrescription": (),
}  # fmt: skip
"""For each type that is read: what can be part of its shape. The last two are orders of earlier FHIR versions."""

OWN: dict[str, tuple[str, ...]] = {
    "MedicationRequest": ("medicationReference", "contained", "authoredOn"),
    "MedicationStatement": ("medicationReference", "contained", *_PERIOD),
    "MedicationDispense": ("medicationReference", "contained", "whenHandedOver", "whenPrepared"),
    "MedicationAdministration": ("medicationReference", "contained", *_PERIOD),
    "Condition": (
        "onsetDateTime", "onsetPeriod", "recordedDate", "abatementDateTime", "abatementPeriod", "abatementAge",
        "abatementString", "abatementRange",
    ),
    "Observation": (*_PERIOD, "effectiveInstant", "issued", "component"),
    "Medication": (),
    "Patient": ("birthDate", "deceasedDateTime"),
    "Composition": ("date",),
    "MedicationOrder": (),
    "MedicationPrescription": (),
}  # fmt: skip
"""What else is read of it."""

MARKS = ("medication", "wasNotTaken", "wasNotGiven", "taken")
"""Parts of a medicine's record that other versions of FHIR have. That they are there is all that is read of them."""

WHOSE = ("subject", "patient")

VERSIONS = {"updated": "lastUpdated", "version": "versionId"}
"""Parts of `meta` that say which version of a record it is, by the name of their column."""
