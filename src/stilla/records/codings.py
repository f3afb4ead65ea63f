"""CodeableConcepts as plain codings, whatever a record put in their place."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from stilla.knowledge.codes import system_of
from stilla.text import printable, unmarked

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

    from stilla.knowledge.codes import Codes, CodeSystem
    from stilla.knowledge.store import Knowledge

ATC: CodeSystem = "atc"
UCUM = "http://unitsofmeasure.org"
_LONGEST = 200
_NAMES_ITSELF: tuple[tuple[str, CodeSystem], ...] = (
    (r"[0-9]{3,5}-[0-9]", "loinc"),
    (r"(?:NPU|SWE|DNK|NOR)[0-9]{5}", "npu"),
    (r"[A-Z][0-9]{2}[A-Z]{2}[0-9]{2}", ATC),
)
"""Codes whose form no other system shares: they are believed where nobody says which system they are of [own]."""


class Coding(NamedTuple):
    """One code; `system` is the short name, None for a system that is not known here."""

    system: CodeSystem | None
    code: str
    display: str


def codings_of(concept: object) -> tuple[Coding, ...]:
    """The codings of a CodeableConcept; none where it is not one.

    >>> codings_of({"coding": [{"system": "http://loinc.org", "code": "2601-3"}]})
    (Coding(system='loinc', code='2601-3', display=''),)
    """
    listed = concept.get("coding") if isinstance(concept, dict) else None
    if not isinstance(listed, list):
        return ()
    return tuple(_coding(each) for each in listed if isinstance(each, dict))


def _coding(coding: Mapping[str, Any]) -> Coding:
    address, code = text(coding.get("system")), text(coding.get("code"))
    system = system_of(address)
    if not address and code and "system" not in coding:
        system = next((name for form, name in _NAMES_ITSELF if re.fullmatch(form, code)), None)
    return Coding(system, code, text(coding.get("display")))


def text(value: object) -> str:
    """A string without space around it; empty for anything else."""
    return value.strip() if isinstance(value, str) else ""


def text_of(concept: object) -> str:
    """The words of a CodeableConcept."""
    return text(concept.get("text")) if isinstance(concept, dict) else ""


def shown(concept: object) -> str:
    """How a CodeableConcept is named to a person: its text, else a display, else a code."""
    codings = codings_of(concept)
    words = (text_of(concept), *(each.display for each in codings), *(each.code for each in codings))
    return tidy(next(filter(None, words), ""))


def tidy(words: str) -> str:
    """Somebody else's words on one line, short, without anything that could steer a terminal."""
    plain = unmarked(" ".join(words[: 2 * _LONGEST].split()))[:_LONGEST]
    return plain if plain.isprintable() else printable(plain)


def known_codes(codings: tuple[Coding, ...], knowledge: Knowledge) -> Iterator[Codes]:
    """What the knowledge base says of these codes."""
    for each in codings:
        if each.system is not None:
            yield from knowledge.record_codes.get((each.system, each.code), ())
