"""Hand-made cases as lines of the export, and as entries of the file of planted facts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from stilla.synthetic.case_kinds import birth_date, dated
from stilla.synthetic.vocabulary import TERMINOLOGY, coding

if TYPE_CHECKING:
    from datetime import date

    from stilla.synthetic.case_kinds import Case


def case_resources(case: Case, patient: str, as_of: date) -> list[dict[str, Any]]:
    """The patient and the records of a case, as FHIR resources."""
    meta = {"lastUpdated": f"{as_of.isoformat()}T00:00:00Z", "tag": [coding(TERMINOLOGY + "v3-ActReason", "HTEST")]}
    who: dict[str, Any] = {"resourceType": "Patient", "id": patient, "meta": meta, "active": True}
    if case.sex:
        who["gender"] = case.sex
    if (born := birth_date(case, as_of)) is not None:
        who["birthDate"] = born
    if case.dead:
        who["deceasedBoolean"] = True
    found = [who]
    for number, record in enumerate(case.records, 1):
        own = {"resourceType": record["resourceType"], "id": f"{patient}-x{number}", "meta": meta}
        found.append({**own, "subject": {"reference": f"Patient/{patient}"}, **dated(record, as_of)})
    return found


def case_lines(case: Case, patient: str, as_of: date) -> dict[str, list[bytes]]:
    """The same as lines, by the type of file they go to."""
    found: dict[str, list[bytes]] = {}
    for resource in case_resources(case, patient, as_of):
        kind = resource["resourceType"]
        found.setdefault(kind, []).append(msgspec.json.encode(resource) + b"\n")
    return found


def entry_of(case: Case, patient: str) -> dict[str, Any]:
    """What was planted in a patient, and what must be found."""
    return {
        "patient": patient,
        "case": case.id,
        "says": case.says,
        "found": case.found,
        "not_found": case.not_found,
        "open": case.open,
        "settled": case.settled,
        "complete": case.complete,
        "dead": case.dead,
    }
