"""What an observation says: a measured value with its unit, or a coded answer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal

from stilla.person import LabCode
from stilla.quantity import (
    CREATININE,
    EGFR,
    FERRITIN,
    SATURATION,
    SERUM_MAGNESIUM,
    Kind,
    Unit,
    Unreadable,
    read_quantity,
    record_unit,
)
from stilla.records.codings import UCUM, codings_of, known_codes, text
from stilla.records.facts import ANYTHING, Meaning, Measured
from stilla.records.shape import is_opaque

if TYPE_CHECKING:
    from stilla.knowledge.codes import Codes
    from stilla.knowledge.store import Knowledge
    from stilla.records.facts import Shape

KINDS: Mapping[LabCode | Literal["creatinine"], Kind] = {
    "egfr": EGFR,
    "creatinine": CREATININE,
    "magnesium": SERUM_MAGNESIUM,
    "ferritin": FERRITIN,
    "tsat": SATURATION,
}
"""The kind of quantity of each test."""

_FINAL = frozenset(("final", "amended", "corrected"))
_NOTHING = frozenset(("registered", "cancelled", "entered-in-error"))
_COMPARATORS: Mapping[object, Literal["", "<", "<=", ">=", ">"]] = {
    None: "", "<": "<", "<=": "<=", ">": ">", ">=": ">=",
}  # fmt: skip
_VALUES = ("valueQuantity", "valueRange", "valueString", "valueCodeableConcept")


def observation_meaning(shape: Shape, knowledge: Knowledge) -> Meaning:
    """What the shape of an observation says. Only codes are looked at, never words."""
    entries = [*known_codes(codings_of(shape.get("code")), knowledge)]
    lab = next((each for each in entries if each.lab is not None), None)
    asks = frozenset(slug for each in entries for slug in each.asks)
    if lab is None and not asks:
        return Meaning("no", ignored="not-asked")
    status = shape.get("status")
    opaque = is_opaque(shape)
    if isinstance(status, str) and status in _NOTHING and not opaque:
        return Meaning("no", ignored="entered-in-error" if status == "entered-in-error" else "no-value")
    is_absent = "dataAbsentReason" in shape
    if is_absent and not any(name in shape for name in _VALUES) and not opaque:
        return Meaning("no", ignored="no-value")
    # A value beside the word that there is none cannot be believed.
    certain = isinstance(status, str) and status in _FINAL and not opaque and not is_absent
    if lab is not None:
        alike = len({(each.lab, each.factor) for each in entries if each.lab is not None}) == 1
        return Meaning(measured=_measured(lab, shape) if certain and alike else _anything(lab))
    return _answered(asks, shape, knowledge) if certain else Meaning(lasts=knowledge.spans["answered-yes"], unsure=asks)


def _anything(lab: Codes) -> Measured:
    assert lab.lab is not None
    return Measured(lab.lab, fixed=ANYTHING)


def _measured(lab: Codes, shape: Shape) -> Measured:
    assert lab.lab is not None
    kind = KINDS[lab.lab]
    given = [name for name in _VALUES if name in shape]
    if given == ["valueQuantity"]:
        return _quantity(lab, kind, shape["valueQuantity"])
    if given == ["valueRange"]:
        return _range(lab, kind, shape["valueRange"])
    if given == ["valueString"] and lab.factor == 1:
        return _words(lab, kind, shape["valueString"])
    return _anything(lab)


def _quantity(lab: Codes, kind: Kind, quantity: object) -> Measured:
    assert lab.lab is not None
    unit = unit_of(quantity, kind)
    if unit is None or not isinstance(quantity, Mapping):
        return _anything(lab)
    comparator = quantity.get("comparator")
    bound = _COMPARATORS.get(comparator) if comparator is None or isinstance(comparator, str) else None
    if bound is None:
        return _anything(lab)
    return Measured(lab.lab, unit.factor * lab.factor, kind.low, kind.high, bound)


def _range(lab: Codes, kind: Kind, ends: object) -> Measured:
    """A range; one without a high end is open upwards."""
    assert lab.lab is not None
    listed = [ends[end] for end in ("low", "high") if end in ends] if isinstance(ends, Mapping) else []
    units = [unit_of(each, kind) for each in listed]
    plain = all(isinstance(each, Mapping) and "comparator" not in each for each in listed)
    if not units or units[0] is None or any(each != units[0] for each in units) or not plain:
        return _anything(lab)
    bound: Literal["", ">="] = "" if "high" in ends else ">="  # type: ignore[operator]  # units are read of a mapping only
    return Measured(lab.lab, units[0].factor * lab.factor, kind.low, kind.high, bound)


def _words(lab: Codes, kind: Kind, said: object) -> Measured:
    """A value in words ("<5 ug/L"). A bare number is understood for eGFR only, which has one unit [own]."""
    assert lab.lab is not None
    needs_unit = kind if lab.lab == "egfr" else _never_bare(kind)
    try:
        return Measured(lab.lab, fixed=read_quantity(text(said), needs_unit))
    except Unreadable:
        return _anything(lab)


def _never_bare(kind: Kind) -> Kind:
    return Kind(kind.name, kind.unit, kind.units, kind.low, kind.high, bare=False, example=kind.example)


def unit_of(quantity: object, kind: Kind) -> Unit | None:
    """The unit of a Quantity: by UCUM where it is given, else in words; None where it is missing or contradicts itself.

    >>> unit_of({"unit": "mg/dL", "system": "http://unitsofmeasure.org", "code": "mg/dL"}, CREATININE).ucum
    'mg/dL'
    """
    if not isinstance(quantity, Mapping):
        return None
    system, code, words = (text(quantity.get(key)) for key in ("system", "code", "unit"))
    coded = code if system in {UCUM, ""} else ""
    by_words = record_unit(words, kind) if words else None
    if not coded:
        return by_words
    by_code = record_unit(coded, kind)
    if by_code is None or (by_words is not None and by_words.factor != by_code.factor):
        return None
    return by_code


def _answered(asks: frozenset[str], shape: Shape, knowledge: Knowledge) -> Meaning:
    """A coded answer. One that is not understood, or two that contradict, leaves it open."""
    entries = [*known_codes(codings_of(shape.get("valueCodeableConcept")), knowledge)]
    states = frozenset(slug for each in entries for slug in each.states)
    answers: set[Any] = {each.answer for each in entries if each.answer is not None}
    if states and answers <= {"yes"}:
        return Meaning(lasts=knowledge.spans["answered-yes"], present=states)
    if not states and answers == {"yes"}:
        return Meaning(lasts=knowledge.spans["answered-yes"], present=asks)
    if not states and answers == {"no"}:
        return Meaning(lasts=knowledge.spans["answered-no"], refuted=asks)
    return Meaning(lasts=knowledge.spans["answered-yes"], unsure=asks | states)
