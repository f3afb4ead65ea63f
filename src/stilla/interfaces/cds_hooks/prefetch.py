"""What came with a request: the resources by kind, and which of what was asked for is not there.

A key that is missing, null, or holds an error says nothing about the patient, and is never taken for "there is none".
An empty search result is an answer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from stilla.interfaces.cds_hooks.orders import check_same_patient
from stilla.interfaces.cds_hooks.refused import wrong_data
from stilla.interfaces.cds_hooks.services import RECORD, TYPES, Key
from stilla.meeting import MEDICINES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping


Resource = dict[str, Any]

ERROR = "OperationOutcome"
_PAGED_MATTERS: tuple[Key, ...] = ("medicationRequests", "medicationStatements", "conditions")
"""Lists of which every page counts. Of the tests the newest suffice."""


class Given(msgspec.Struct, frozen=True):
    """The records of one patient, and what is not among them."""

    patient: Resource | None
    resources: tuple[Resource, ...]
    missing: frozenset[Key]
    partial: frozenset[Key] = frozenset()
    """Keys of which only a first page came."""
    products: dict[str, Resource] = {}
    """Each Medication of a Bundle by the address of its entry, which references within the Bundle use."""

    @property
    def incomplete(self) -> frozenset[Key]:
        """Keys that were not answered, or not to their end."""
        return self.missing | self.partial


def wanting(prefetch: Mapping[str, Resource | None]) -> frozenset[Key]:
    """The keys that were not answered at all. One that is null was: the client has nothing for it."""
    kinds = _kinds(_entries(prefetch.get(RECORD)))
    return frozenset(
        key for key, kind in TYPES.items() if kind not in kinds and (key not in prefetch or _is_error(prefetch[key]))
    )


def given(prefetch: Mapping[str, Resource | None], patient: str) -> Given:
    """What a request says of its patient.

    Raises:
        Refused: a key holds something else than was asked for, or a record is another patient's.
    """
    record = tuple(_entries(prefetch.get(RECORD)))
    kinds = _kinds(record)
    found: list[Resource] = list(record)
    missing: set[Key] = set()
    partial: set[Key] = set()
    for key, kind in TYPES.items():
        value = prefetch.get(key)
        if value is None or _is_error(value):
            if kind not in kinds:
                missing.add(key)
            continue
        resources = list(_answered(key, value))
        found += resources
        paged = key in _PAGED_MATTERS and next_page(value) is not None
        if paged or any(_is_error(each) for each in resources):
            partial.add(key)
    found += _entries(prefetch.get("medications"))
    products = {url: each for bundle in prefetch.values() for url, each in _products(bundle)}
    kept = _of_the_patient(found, patient)
    return Given(_person(found, patient), kept, frozenset(missing), frozenset(partial), products)


def _products(bundle: Resource | None) -> Iterator[tuple[str, Resource]]:
    entries = bundle.get("entry") if bundle is not None and bundle["resourceType"] == "Bundle" else None
    for entry in entries if isinstance(entries, list) else ():
        resource, url = (entry.get("resource"), entry.get("fullUrl")) if isinstance(entry, dict) else (None, None)
        if isinstance(url, str) and isinstance(resource, dict) and resource.get("resourceType") == "Medication":
            yield url, resource


def _kinds(record: Iterable[Resource]) -> set[str]:
    """The types that a whole record answers for: one list of medicines in it is the one that it has."""
    kinds = {each["resourceType"] for each in record}
    medicines = {TYPES[key] for key in MEDICINES}
    return kinds | medicines if kinds & medicines else kinds


def _of_the_patient(found: list[Resource], patient: str) -> tuple[Resource, ...]:
    kept = tuple(each for each in found if each["resourceType"] not in {"Patient", ERROR})
    for each in kept:
        check_same_patient(each, patient, "prefetch")
    return kept


def _person(found: list[Resource], patient: str) -> Resource | None:
    persons = [each for each in found if each["resourceType"] == "Patient"]
    if any(each.get("id", patient) != patient for each in persons):
        raise wrong_data(
            "prefetch.patient",
            "The Patient is not the one of the context. Nothing was checked.",
            "Patienten är inte den som anges i context. Inget kontrollerades.",
        )
    return persons[0] if persons else None


def _is_error(value: Resource | None) -> bool:
    return value is not None and value["resourceType"] == ERROR


def _answered(key: Key, value: Resource) -> Iterator[Resource]:
    """The resources of an answer: of a search result all, or a single one of the right type."""
    if value["resourceType"] == TYPES[key]:
        yield value
    elif value["resourceType"] == "Bundle" and key != "patient":
        yield from _entries(value)
    else:
        raise _unlike(key)


def _unlike(key: str) -> Exception:
    return wrong_data(
        f"prefetch.{key}",
        "This key holds another kind of resource than was asked for.",
        "Nyckeln har en annan sorts resurs än den som efterfrågades.",
    )


def _entries(bundle: Resource | None) -> Iterator[Resource]:
    entries = bundle.get("entry") if bundle is not None and bundle["resourceType"] == "Bundle" else None
    for entry in entries if isinstance(entries, list) else ():
        resource = entry.get("resource") if isinstance(entry, dict) else None
        if isinstance(resource, dict) and isinstance(resource.get("resourceType"), str):
            yield resource


def next_page(bundle: Resource) -> str | None:
    """The address of the next page, where there is one."""
    links = bundle.get("link")
    for each in links if isinstance(links, list) else ():
        if isinstance(each, dict) and each.get("relation") == "next" and isinstance(each.get("url"), str):
            return str(each["url"])
    return None
