"""From a shape to what it says: one function for one person and for a million."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from stilla.records.codings import codings_of, known_codes
from stilla.records.conditions import condition_meaning
from stilla.records.facts import Meaning, Shape
from stilla.records.medicines import medicine_meaning
from stilla.records.observations import observation_meaning
from stilla.records.shape import MEDICINE_KEYS

if TYPE_CHECKING:
    from stilla.knowledge.store import Knowledge
    from stilla.records.facts import Closed

_SECTIONS: Mapping[str, Closed] = {"10160-0": "medicines", "11450-4": "conditions"}
"""LOINC codes of the sections of a patient summary (IPS), and the list each of them is."""
_STATED = ("final", "amended")


def meaning_of(shape: Shape, knowledge: Knowledge) -> Meaning:
    """What a shape says of whoever it belongs to (docs/records.md).

    Never fails: whatever stands in a wrong place is read as not said, and what is not said is unknown.
    """
    kind = shape.get("resourceType")
    read = _READERS.get(kind) if isinstance(kind, str) else None
    return Meaning("no", ignored="type") if read is None else read(shape, knowledge)


def _section_meaning(shape: Shape, knowledge: Knowledge) -> Meaning:
    """A section that is empty because there is nothing: its list is whole."""
    section = shape.get("section")
    parts = section if isinstance(section, Mapping) else {}
    lists = {
        _SECTIONS[each.code]
        for each in codings_of(parts.get("code"))
        if each.system == "loinc" and each.code in _SECTIONS
    }
    reasons = codings_of(parts.get("emptyReason"))
    nothing = any(each.code == "nilknown" for each in reasons) or any(
        entry.closes is not None for entry in known_codes(reasons, knowledge)
    )
    if not lists or not nothing or shape.get("status") not in _STATED:
        return Meaning("no", ignored="not-asked")
    return Meaning("yes", knowledge.spans["nothing-known"], closes=frozenset(lists))


_READERS: dict[str, Callable[[Shape, Knowledge], Meaning]] = {
    **dict.fromkeys(MEDICINE_KEYS, medicine_meaning),
    "Condition": condition_meaning,
    "Observation": observation_meaning,
    "Composition": _section_meaning,
}
