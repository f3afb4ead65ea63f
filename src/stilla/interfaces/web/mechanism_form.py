"""The form of "How would it work?": what begins in its fields, and what was written in them as the model is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import msgspec

from stilla.interfaces.asked.mechanism import SWITCHES, USUAL_FORM
from stilla.interfaces.asked.mechanism_words import CALCIUM
from stilla.physiology.asked import EGFR
from stilla.text import number

if TYPE_CHECKING:
    from django.http import QueryDict

    from stilla.interfaces.asked.mechanism import Known
    from stilla.text import Language

FIELDS = ("dose", "form", "doses", "egfr", "calcium", "weight", "diet", "times", "observed")
PICTURED = (*FIELDS[:-1], *SWITCHES)
"""What a picture depends on."""
EXAMPLES = (90, 45, 15)
"""eGFR of invented people: as in health, weak, very weak."""
FIRST_DOSE = "200"
"""mg: where the slider begins; the amount that was studied in restless legs."""
MOST_DOSE, MOST_EGFR = 1000, 120
"""Where the sliders end, mg and mL/min/1.73 m²; the fields take as much as the model does."""


class Dial(msgspec.Struct, frozen=True):
    """A field with a slider beside it."""

    name: str
    label: str
    hint: str
    slider: str
    value: str
    low: float
    high: float
    step: float
    rest: float
    """Where the slider stands while nothing is given."""

    @property
    def hint_id(self) -> str:
        """What describes the field."""
        return f"{self.name}-hint"


_DIALS = {
    "dose": ("mechanism.dose", "mechanism.dose_hint", "mechanism.dose_slider"),
    "egfr": ("mechanism.egfr", "mechanism.egfr_hint", "mechanism.egfr_slider"),
    "calcium": ("mechanism.calcium", "mechanism.calcium_hint", "mechanism.calcium_slider"),
}


class Plain(msgspec.Struct, frozen=True):
    """A field of its own."""

    name: str
    label: str
    hint: str
    value: str

    @property
    def hint_id(self) -> str:
        """What describes the field."""
        return f"{self.name}-hint"


def typed_in(sent: QueryDict, known: Known, usual_calcium: float, language: Language) -> dict[str, str]:
    """What stands in the fields: what was written; on the first visit what was answered before."""
    if sent:
        return {name: sent.get(name, "").strip() for name in (*FIELDS, *SWITCHES)}
    first = {"form": USUAL_FORM, "doses": "1", "calcium": number(usual_calcium, language)}
    if known.egfr is not None:
        first["egfr"] = number(known.egfr, language)
    if not known.doses:
        first["dose"] = FIRST_DOSE
    on = {name: "1" for name in SWITCHES if name in known.switches}
    return dict.fromkeys((*FIELDS, *SWITCHES), "") | first | on


def asked_of(typed: dict[str, str], people: str) -> dict[str, Any]:
    """The words as the model is asked; an empty field says nothing."""
    words: dict[str, Any] = {name: typed[name] or None for name in FIELDS}
    words |= {name: bool(typed[name]) for name in SWITCHES}
    if words["times"]:
        words["doses"] = None
    if not words["dose"]:  # what goes with a dose says nothing without it
        words |= dict.fromkeys(("form", "doses", "times"))
    return words | {"population": people or None}


def query_of(typed: dict[str, str], names: tuple[str, ...] = PICTURED) -> str:
    """The values as the end of an address."""
    return urlencode([(name, typed[name]) for name in names if typed.get(name)])


def example(egfr: int) -> str:
    """The address of an invented person."""
    return "?" + urlencode({"dose": FIRST_DOSE, "form": USUAL_FORM, "doses": "1", "egfr": egfr})


def dials(typed: dict[str, str], usual_calcium: float) -> list[Dial]:
    """The fields with a slider."""
    ends: dict[str, tuple[float, float, float, float]] = {
        "dose": (0, MOST_DOSE, 25, 0),
        "egfr": (EGFR[0], MOST_EGFR, 1, EGFR[0]),
        "calcium": (*CALCIUM, 0.05, usual_calcium),
    }
    found = []
    for name, (label, hint, slider) in _DIALS.items():
        low, high, step, rest = ends[name]
        found.append(Dial(name, label, hint, slider, typed[name], low, high, step, rest))
    return found


def plain_fields(typed: dict[str, str]) -> list[Plain]:
    """The fields in the fold."""
    return [
        Plain("weight", "mechanism.weight", "mechanism.weight_hint", typed["weight"]),
        Plain("diet", "mechanism.diet", "mechanism.diet_hint", typed["diet"]),
        Plain("times", "mechanism.times", "mechanism.times_hint", typed["times"]),
    ]
