"""From a resource to its rows: what is its own, and its shape. Nothing is judged here."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from stilla.records.days import day_of, last_day_of, utc_day
from stilla.records.facts import Row
from stilla.records.shape import (
    MEDICINE_KEYS,
    OLDER_NAMES,
    abatement,
    component_shape,
    condition_shape,
    medicine_shape,
    observation_shape,
    section_shape,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import date

    from stilla.records.shape import Resolve, Resource

_DEEPEST = 10
"""Sections within sections."""


def rows_of(resource: Resource, resolve: Resolve) -> Iterable[Row]:
    """The rows of a resource: one, one for each part of an observation, or none where its type is not read.

    Args:
        resource: as it was written, checked or not. Whatever stands in a wrong place is taken as not said.
        resolve: finds the resource that a reference points to; references into the resource itself never reach it.
    """
    kind = resource.get("resourceType")
    read = _READERS.get(kind) if isinstance(kind, str) else None
    return () if read is None else read(resource, resolve, reference_of(resource))


def unreadable_rows(kind: str) -> Iterator[Row]:
    """What a resource that cannot be read leaves open: it may name any medicine, or any condition.

    Args:
        kind: its type; empty where not even that is known. A bundle may hold anything.
    """
    kind = "" if kind == "Bundle" else OLDER_NAMES.get(kind, kind)
    if kind in MEDICINE_KEYS or not kind:
        yield Row(kind or "MedicationStatement", {"resourceType": kind or "MedicationStatement"})
    if kind == "Condition" or not kind:
        yield Row("Condition", {"resourceType": "Condition"})


def reference_of(resource: Resource) -> str:
    """`Type/id`; only the type where it has no id."""
    kind, own = resource.get("resourceType"), resource.get("id")
    return f"{kind}/{own}" if isinstance(own, str) and own else str(kind)


def _request(resource: Resource, resolve: Resolve, reference: str) -> Iterator[Row]:
    kind = "MedicationRequest"
    last = _end_of_dosage(resource.get("dosageInstruction"))
    yield Row(
        kind, medicine_shape(resource, kind, resolve), day_of(resource.get("authoredOn")), last, reference=reference
    )


def _end_of_dosage(dosages: object) -> date | None:
    """The day on which the last dosage ends; None where one of them has no end."""
    if not isinstance(dosages, list) or not dosages:
        return None
    ends = [day_of(_inside(each, "timing", "repeat", "boundsPeriod", "end")) for each in dosages]
    return None if None in ends else max(end for end in ends if end is not None)


def _statement(resource: Resource, resolve: Resolve, reference: str) -> Iterator[Row]:
    kind = "MedicationStatement"
    first, last = _effective(resource)
    yield Row(kind, medicine_shape(resource, kind, resolve), first, last, reference=reference)


def _administration(resource: Resource, resolve: Resolve, reference: str) -> Iterator[Row]:
    kind = "MedicationAdministration"
    first, last = _effective(resource)
    yield Row(kind, medicine_shape(resource, kind, resolve), first, last, reference=reference)


def _effective(resource: Resource) -> tuple[date | None, date | None]:
    if "effectiveDateTime" in resource:
        return day_of(resource["effectiveDateTime"]), None
    period = resource.get("effectivePeriod")
    return day_of(_inside(period, "start")), day_of(_inside(period, "end"))


def _dispense(resource: Resource, resolve: Resolve, reference: str) -> Iterator[Row]:
    kind = "MedicationDispense"
    first = day_of(resource.get("whenHandedOver", resource.get("whenPrepared")))
    yield Row(kind, medicine_shape(resource, kind, resolve), first, reference=reference)


def _older_order(resource: Resource, resolve: Resolve, reference: str) -> Iterator[Row]:
    """An order in the words of an earlier version: somebody may take a medicine that nobody here can name."""
    del resolve
    kind = OLDER_NAMES[resource["resourceType"]]
    yield Row(kind, {"resourceType": kind}, reference=reference)


def _condition(resource: Resource, resolve: Resolve, reference: str) -> Iterator[Row]:
    del resolve
    onset = resource.get("onsetDateTime", _inside(resource.get("onsetPeriod"), "start"))
    first = day_of(resource.get("recordedDate") if onset is None else onset)
    last = last_day_of(abatement(resource))
    yield Row("Condition", condition_shape(resource), first, last, reference=reference)


def _observation(resource: Resource, resolve: Resolve, reference: str) -> Iterator[Row]:
    del resolve
    day, ahead = utc_day(_when(resource))
    number, to = _numbers(resource)
    yield Row("Observation", observation_shape(resource), day, None, ahead, number, to, reference)
    components = resource.get("component")
    for each in components if isinstance(components, list) else ():
        if isinstance(each, dict):
            number, to = _numbers(each)
            yield Row("Observation", component_shape(resource, each), day, None, ahead, number, to, reference)


def _when(resource: Resource) -> object:
    """The instant of an observation as written: what stands first decides, readable or not."""
    for name in ("effectiveDateTime", "effectiveInstant"):
        if resource.get(name) is not None:
            return resource[name]
    if "effectivePeriod" in resource:
        for end in ("end", "start"):
            if (found := _inside(resource["effectivePeriod"], end)) is not None:
                return found
    return resource.get("issued")


def _numbers(source: Resource) -> tuple[float | None, float | None]:
    """The number of a value; of a range the low and the high end."""
    if "valueQuantity" in source:
        return number_of(_inside(source["valueQuantity"], "value")), None
    ends = source.get("valueRange")
    return number_of(_inside(ends, "low", "value")), number_of(_inside(ends, "high", "value"))


def number_of(value: object) -> float | None:
    """A finite number; None for anything else, a text with digits too.

    >>> number_of(5), number_of("5"), number_of(True)
    (5.0, None, None)
    """
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        number = float(value)
    except OverflowError:
        return None
    return number if math.isfinite(number) else None


def _composition(resource: Resource, resolve: Resolve, reference: str) -> Iterator[Row]:
    """A row for each section that says why it is empty."""
    del resolve
    first = day_of(resource.get("date"))
    todo = [(resource, 0)]
    while todo:
        part, depth = todo.pop()
        sections = part.get("section") if depth < _DEEPEST else None
        for each in sections if isinstance(sections, list) else ():
            if isinstance(each, dict):
                todo.append((each, depth + 1))
                if "emptyReason" in each:
                    yield Row("Composition", section_shape(resource, each), first, reference=reference)


def _inside(value: object, *path: str) -> Any:
    """What stands under these keys; None where something else than an object is on the way."""
    for key in path:
        if not isinstance(value, dict):
            return None
        value = value.get(key)
    return value


_READERS: dict[str, Callable[[Resource, Resolve, str], Iterator[Row]]] = {
    "MedicationRequest": _request,
    "MedicationStatement": _statement,
    "MedicationDispense": _dispense,
    "MedicationAdministration": _administration,
    "Condition": _condition,
    "Observation": _observation,
    "Composition": _composition,
    **dict.fromkeys(OLDER_NAMES, _older_order),
}
assert set(MEDICINE_KEYS) <= set(_READERS)
READ_TYPES = frozenset(_READERS)
"""Types of resources that say something about a person."""
