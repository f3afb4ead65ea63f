"""Every way in which a condition, a test or a visit is written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from stilla.synthetic.vocabulary import TERMINOLOGY, UCUM, coding, concept, of_hl7, tail
from stilla.text import Text

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from stilla.knowledge.prevalence import Coding
    from stilla.synthetic.region import Region
    from stilla.text import Language

CONDITION_STYLES = ("coded", "two-codings", "text-only")
CONDITION_STANDINGS = ("active", "over", "suspected", "refuted", "in-error")
_VERIFIED = {"suspected": "provisional", "refuted": "refuted", "in-error": "entered-in-error"}

LAB_STYLES = ("plain", "above", "unit-missing", "result-as-text", "result-absent", "preliminary", "in-error")
_STATUS = {"preliminary": "preliminary", "in-error": "entered-in-error"}

VISITS = (
    ("AMB", Text("Visit at a health centre", "Besök på vårdcentral")),
    ("AMB", Text("Visit to a nurse", "Besök hos sjuksköterska")),
    ("VR", Text("Telephone contact", "Telefonkontakt")),
    ("IMP", Text("Hospital stay", "Sjukhusvistelse")),
)


class Conditions(NamedTuple):
    """Shapes of conditions."""

    tails: NDArray[np.object_]
    starts: NDArray[np.int64]
    """By condition in the order of the region: its first shape. Then by coding, style, standing."""


class Labs(NamedTuple):
    """Shapes of tests, in two halves: the number stands between them."""

    heads: NDArray[np.object_]
    ends: NDArray[np.object_]
    starts: NDArray[np.int64]
    """By test in the order of the region: its first shape. Then by coding, style."""


def conditions_of(region: Region, lang: Language) -> Conditions:
    """All shapes of all conditions of the region that records tell of."""
    tails: list[bytes] = []
    starts: list[int] = []
    for entry in region.conditions.values():
        starts.append(len(tails))
        tails += [
            tail(_condition(each, style, standing, lang))
            for each in entry.codings
            for style in CONDITION_STYLES
            for standing in CONDITION_STANDINGS
        ]
    return Conditions(np.array(tails, dtype=object), np.array(starts))


def _condition(each: Coding, style: str, standing: str, lang: Language) -> dict[str, Any]:
    words = each.text.to(lang) if each.text else each.code
    codings = [] if style == "text-only" else [coding(each.system, each.code, words)]
    if style == "two-codings":
        codings.append(coding("local", f"d-{each.code}"))
    fields: dict[str, Any] = {
        "category": [of_hl7("condition-category", "encounter-diagnosis")],
        "verificationStatus": of_hl7("condition-ver-status", _VERIFIED.get(standing, "confirmed")),
        "code": concept(*codings, text=words),
    }
    # FHIR: no clinical status where it is an error.
    if standing != "in-error":
        clinical = "resolved" if standing == "over" else "inactive" if standing == "refuted" else "active"
        fields["clinicalStatus"] = of_hl7("condition-clinical", clinical)
    return fields


def labs_of(region: Region, lang: Language) -> Labs:
    """All shapes of all tests of the region."""
    heads: list[bytes] = []
    ends: list[bytes] = []
    starts: list[int] = []
    for entry in region.labs.values():
        starts.append(len(heads))
        for each in entry.codings:
            for style in LAB_STYLES:
                head, end = _lab(each, style, lang)
                heads.append(head)
                ends.append(end)
    return Labs(np.array(heads, dtype=object), np.array(ends, dtype=object), np.array(starts))


def _lab(each: Coding, style: str, lang: Language) -> tuple[bytes, bytes]:
    words = each.text.to(lang) if each.text else each.code
    fields = {
        "status": _STATUS.get(style, "final"),
        "category": [of_hl7("observation-category", "laboratory")],
        "code": concept(coding(each.system, each.code, words), text=words),
    }
    head = tail(fields)[:-1]
    unit = f',"unit":"{each.unit}","system":"{UCUM}","code":"{each.unit}"}}}}'.encode()
    match style:
        case "above":
            return head + b',"valueQuantity":{"comparator":">","value":', unit
        case "unit-missing":
            return head + b',"valueQuantity":{"value":', b"}}"
        case "result-as-text":
            return head + b',"valueString":"', f' {each.unit}"}}'.encode()
        case "result-absent":
            absent = concept(coding(TERMINOLOGY + "data-absent-reason", "error"))
            return head + b"," + tail({"dataAbsentReason": absent}), b""
    return head + b',"valueQuantity":{"value":', unit


def visits_of(lang: Language) -> NDArray[np.object_]:
    """Shapes of visits."""
    return np.array(
        [
            tail(
                {
                    "status": "finished",
                    "class": coding(TERMINOLOGY + "v3-ActCode", code),
                    "type": [concept(text=name.to(lang))],
                }
            )
            for code, name in VISITS
        ],
        dtype=object,
    )
