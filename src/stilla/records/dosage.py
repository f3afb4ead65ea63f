"""Dosages of a medicine's record: by which route, when in the day, how many a day."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from stilla.records.codings import codings_of, known_codes, text, text_of
from stilla.records.products import route_of_name
from stilla.records.shape import is_opaque

if TYPE_CHECKING:
    from stilla.knowledge.store import Knowledge
    from stilla.person import Route
    from stilla.records.facts import Shape

_KEYS: Mapping[str, str] = {
    "MedicationRequest": "dosageInstruction",
    "MedicationStatement": "dosage",
    "MedicationDispense": "dosageInstruction",
    "MedicationAdministration": "dosage",
}
_CLOCK = r"(?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9](?:\.[0-9]+)?)?"
_PER_DAY = {"h": 24.0, "d": 1.0, "wk": 1 / 7}
_PIECES = frozenset(
    (
        "", "1", "{tbl}", "{tablet}", "{capsule}", "{piece}", "tablet", "tablets", "tbl", "tab", "capsule", "capsules",
        "tablett", "tabletter", "kapsel", "kapslar", "st",
    )
)  # fmt: skip
"""Units of a dose that say how many pieces, not how much of something."""
_MOST_A_DAY = 20


def dosages_of(shape: Shape) -> list[Mapping[str, Any]]:
    """The dosages that can be understood; one whose meaning something unknown changes is none."""
    return [each for each in _listed(shape) if isinstance(each, Mapping) and not is_opaque(each)]


def _listed(shape: Shape) -> list[Any]:
    found = shape.get(_KEYS.get(shape.get("resourceType", ""), ""))
    return found if isinstance(found, list) else [found]


def routes_of(shape: Shape, knowledge: Knowledge) -> frozenset[Route]:
    """The routes that the dosages name, by code or in words. One that names none beside others may be by mouth."""
    listed = [each for each in _listed(shape) if isinstance(each, Mapping)]
    routes = [frozenset() if is_opaque(each) else _routes(each.get("route"), knowledge) for each in listed]
    found = frozenset(route for each in routes for route in each)
    return found if all(routes) or not found else found | {"oral"}


def _routes(concept: object, knowledge: Knowledge) -> frozenset[Route]:
    codings = codings_of(concept)
    coded = frozenset(entry.route for entry in known_codes(codings, knowledge) if entry.route is not None)
    words = (route_of_name(name) for name in (*(coding.display for coding in codings), text_of(concept)) if name)
    return coded or frozenset(route for route in words if route is not None)


def times_of(shape: Shape) -> tuple[str, ...]:
    """Times of day as HH:MM, in order."""
    found: set[str] = set()
    for each in dosages_of(shape):
        times = _repeat(each).get("timeOfDay")
        for time in times if isinstance(times, list) else ():
            if re.fullmatch(_CLOCK, text(time)):
                found.add(text(time)[:5])
    return tuple(sorted(found))


def daily_count(shape: Shape) -> float | None:
    """Pieces a day, where one dosage plainly says so; None for "as needed", for ranges and for anything else."""
    found = dosages_of(shape)
    # A dosage that cannot be understood may add to the others.
    if (
        len(_listed(shape)) != 1
        or len(found) != 1
        or found[0].get("asNeededBoolean")
        or "asNeededCodeableConcept" in found[0]
    ):
        return None
    pieces, times = _pieces(found[0]), _times_a_day(_repeat(found[0]))
    count = None if pieces is None or times is None else pieces * times
    return count if count is not None and 0 < count <= _MOST_A_DAY else None


def _repeat(dosage: Mapping[str, Any]) -> Mapping[str, Any]:
    timing = dosage.get("timing")
    repeat = timing.get("repeat") if isinstance(timing, Mapping) else None
    return repeat if isinstance(repeat, Mapping) else {}


def _pieces(dosage: Mapping[str, Any]) -> float | None:
    rates = dosage.get("doseAndRate")
    if not isinstance(rates, list) or len(rates) != 1 or not isinstance(rates[0], Mapping):
        return None
    dose = rates[0].get("doseQuantity")
    if not isinstance(dose, Mapping) or dose.get("comparator"):
        return None
    units = {text(dose.get(key)).casefold() for key in ("unit", "code")}
    return _positive(dose.get("value")) if units <= _PIECES else None


def _times_a_day(repeat: Mapping[str, Any]) -> float | None:
    if any(key in repeat for key in ("frequencyMax", "periodMax", "dayOfWeek", "when", "count", "countMax")):
        return None
    times = repeat.get("timeOfDay")
    clock = len(times) if isinstance(times, list) and times else None
    frequency = _positive(repeat.get("frequency", clock))
    if clock is not None and frequency != clock:
        return None
    period, unit = _positive(repeat.get("period", 1)), repeat.get("periodUnit", "d" if times else None)
    if frequency is None or period is None or not isinstance(unit, str) or unit not in _PER_DAY:
        return None
    return frequency / period * _PER_DAY[unit]


def _positive(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value < 1000:
        return None
    return float(value)
