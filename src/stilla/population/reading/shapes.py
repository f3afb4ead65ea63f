"""Each distinct key is read here, once, by the functions that read the records of one person."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from stilla.population.reading.fields import MEDICINES
from stilla.records.codings import codings_of, known_codes
from stilla.records.facts import Row
from stilla.records.faults import faults_of
from stilla.records.patient import Patient, patient_of
from stilla.records.references import tail_of
from stilla.records.resource import rows_of, unreadable_rows
from stilla.records.shape import is_opaque

if TYPE_CHECKING:
    from stilla.knowledge.store import Knowledge

__all__ = ["Known", "is_opaque", "known", "observed_codes", "parsed", "person_of", "whole_rows"]

_MARKER = {"reference": "-"}
NO_PRODUCT = -1
"""In place of a product's key: it refers to none, or to one that is not there."""


class Known(NamedTuple):
    """What a key, and the product that goes with it, turned out to be."""

    text: str
    """The shape, as JSON."""
    kind: str
    place: str
    """`medicines`, `conditions` or `labs`; empty where no rule asks about it."""
    fault: str
    """What is wrong with it; empty where nothing is."""


def observed_codes(knowledge: Knowledge) -> frozenset[str]:
    """Codes of the observations that a rule can ask about."""
    entries = knowledge.record_codes.items()
    return frozenset(code for (_, code), found in entries if any(each.lab or each.asks for each in found))


def parsed(key: str) -> dict[str, Any]:
    """A key as it was put together; an engine may have left control characters in a text as they were."""
    found: dict[str, Any] = json.loads(key, strict=False)
    return found


def known(key: Mapping[str, Any], product: Mapping[str, Any] | None, knowledge: Knowledge) -> Known:
    """The shape of a record."""
    shape = _shape(key, product)
    wrong = "" if "shape" in key else next((f"{each.field} {each.says.en}".strip() for each in faults_of(key)), "")
    text = msgspec.json.encode(shape, order="sorted").decode()
    return Known(text, shape["resourceType"], _place(shape, knowledge), wrong)


def _shape(key: Mapping[str, Any], product: Mapping[str, Any] | None) -> dict[str, Any]:
    whole: Mapping[str, Any] = key.get("shape", key)
    found = dict(whole) if "shape" in key else dict(_only(rows_of(whole, lambda _: product)).shape)
    if "shape" in key and found.pop("dangling", False):
        return dict(_only(rows_of({**found, "medicationReference": _MARKER}, lambda _: product)).shape)
    return found


def _only(rows: Iterable[Row]) -> Row:
    return next(iter(rows))


def whole_rows(resource: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """The rows of a resource that SQL does not read, as rows of `raw`."""
    pointer = resource.get("medicationReference")
    reference = pointer.get("reference") if isinstance(pointer, dict) else None
    for row in rows_of(resource, lambda _: None):
        dangling = row.shape.get("dangling") and isinstance(reference, str) and not reference.startswith("#")
        yield {
            "type": row.kind,
            "shape_key": msgspec.json.encode({"shape": row.shape}).decode(),
            "product": _medication_id(str(reference)) if dangling else None,
            "first": row.first,
            "last": row.last,
            "ahead": row.ahead,
            "number": row.number,
            "number_to": row.to,
        }


def unread_rows(about: str) -> Iterator[dict[str, Any]]:
    """What a line that cannot be read leaves open of whom it names, as rows of `raw`: any medicine, any condition."""
    kind, _, person = tail_of(about).partition("/")
    if kind != "Patient" or not person:
        return
    for row in unreadable_rows(""):
        key = msgspec.json.encode({"shape": row.shape}).decode()
        yield {"type": row.kind, "shape_key": key, "person": person, "about": about}


def _medication_id(reference: str) -> str | None:
    for start in ("urn:uuid:", "urn:oid:"):
        if reference.startswith(start):
            return reference.removeprefix(start) or None
    _, _, after = f"/{reference}".partition("/Medication/")
    return after.partition("/")[0] or None


def _place(shape: Mapping[str, Any], knowledge: Knowledge) -> str:
    if shape["resourceType"] in MEDICINES:
        return "medicines"
    if shape["resourceType"] != "Observation":
        return "conditions"
    entries = [*known_codes(codings_of(shape.get("code")), knowledge)]
    if any(each.lab for each in entries):
        return "labs"
    return "conditions" if any(each.asks for each in entries) else ""


def person_of(key: Mapping[str, Any]) -> tuple[Patient, bool]:
    """What the key of a Patient says, and whether the record is in use."""
    return patient_of(key), key.get("active") is not False
