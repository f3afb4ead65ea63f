"""Records read plainly: every resource is decoded, one by one. It holds the quick reader to what stands in the file."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from stilla.records import decoding
from stilla.records.decoding import KEPT_TYPES
from stilla.records.found import Decoded, Fault, Found, Passed, Place


class Twice(dict[str, Any]):
    """An object in which a field stands twice."""


def pairs(found: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(found)
    return value if len(value) == len(found) else Twice(value)


def has_twice(value: Any) -> bool:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return isinstance(value, Twice) or any(has_twice(each) for each in inner)


def codes(concept: Any) -> Iterator[str]:
    listed = concept.get("coding") if isinstance(concept, dict) else None
    for each in listed if isinstance(listed, list) else ():
        if isinstance(each, dict) and isinstance(each.get("code"), str):
            yield each["code"].strip()


def is_asked(resource: dict[str, Any], asked: frozenset[str]) -> bool:
    parts = resource.get("component")
    components = [each.get("code") for each in parts if isinstance(each, dict)] if isinstance(parts, list) else []
    return any(code in asked for concept in (resource.get("code"), *components) for code in codes(concept))


def one(text: str, place: Place, asked: frozenset[str] | None) -> Decoded:
    """What one resource is."""
    value = json.loads(text, object_pairs_hook=pairs)
    if not isinstance(value, dict):
        return Fault(place, decoding.NO_OBJECT)
    kind = value.get("resourceType")
    if not isinstance(kind, str) or not kind:
        return Fault(place, decoding.NO_TYPE)
    if kind not in KEPT_TYPES:
        return Passed(kind, "type", 1)
    if asked is not None and kind == "Observation" and not is_asked(value, asked):
        return Passed(kind, "not-asked", 1)
    return Fault(place, decoding.TWICE, kind) if has_twice(value) else Found(place, kind, value)


def in_lines(texts: list[str], name: str, asked: frozenset[str] | None) -> list[Decoded]:
    return [one(each, Place(name, line), asked) for line, each in enumerate(texts, start=1)]


def in_bundle(texts: list[str], name: str, asked: frozenset[str] | None) -> list[Decoded]:
    return [one(each, Place(name, 0, entry), asked) for entry, each in enumerate(texts, start=1)]
