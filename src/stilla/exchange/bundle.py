"""A document: one Composition, and everything that it names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from stilla.exchange import words
from stilla.exchange.codings import LOINC, URIS, coding, concept, hl7, own, reference
from stilla.exchange.writing import Entry, Writing, narrative

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stilla.exchange.codings import Element

_LOINC = {"conditions": "11450-4", "medicines": "10160-0"}
"""The codes under which the International Patient Summary keeps these lists."""

Kind = Literal["check", "plan", "report"]


class Section(NamedTuple):
    """A part of a document."""

    name: str
    said: tuple[str, ...]
    entries: tuple[Entry, ...] = ()
    empty: Literal["nilknown", "unavailable"] | None = None
    """Why nothing is there: it is known that there is nothing, or nothing was said."""


def document(kind: Kind, people: Sequence[Entry], sections: Sequence[Section], writing: Writing) -> Element:
    """A Bundle of the type document.

    Its moment is the start of the day of the answer, in UTC: the same facts of the same day give the same bytes.

    Args:
        kind: what it is.
        people: the Patient and the Device that wrote it.
        sections: in their order.
        writing: for whom and how.
    """
    composition = Entry(writing.names.of("Composition"), _composition(kind, sections, writing))
    # A resource that two sections name is there once.
    named = {entry.name: entry for section in sections for entry in section.entries}
    every = [composition, *people, *named.values()]
    return {
        "resourceType": "Bundle",
        "language": writing.language,
        "identifier": {"system": URIS, "value": writing.names.of("Bundle")},
        "type": "document",
        "timestamp": f"{writing.as_of.isoformat()}T00:00:00Z",
        "entry": [{"fullUrl": each.name, "resource": each.resource} for each in every],
    }


def _composition(kind: Kind, sections: Sequence[Section], writing: Writing) -> Element:
    title = writing.say(words.TITLES[kind])
    return writing.resource(
        "Composition",
        [f"{title}, {writing.as_of.isoformat()}"],
        status="final",
        type=concept(title, own("report", kind)),
        subject=writing.about,
        date=writing.as_of.isoformat(),
        author=[writing.author],
        title=title,
        section=[_section(each, writing) for each in sections],
    )


def _section(section: Section, writing: Writing) -> Element:
    title = writing.say(words.SECTIONS[section.name])
    return {
        "title": title,
        "code": concept(title, own("report", section.name), *_listed(section.name)),
        "text": _text(section, writing),
        **({"entry": [reference(each.name) for each in section.entries]} if section.entries else {}),
        **({"emptyReason": hl7("list-empty-reason", section.empty)} if section.empty else {}),
    }


def _listed(name: str) -> list[Element]:
    return [coding(LOINC, _LOINC[name])] if name in _LOINC else []


def _text(section: Section, writing: Writing) -> Element:
    """What the section says itself, and all that its resources say: a reader of the page alone misses nothing."""
    said = narrative(section.said, writing.language)["div"].removesuffix("</div>")
    inner = (each.resource["text"]["div"] for each in section.entries)
    return {
        "status": "generated",
        "div": f"{said}{''.join(each[each.index('>') + 1 : -len('</div>')] for each in inner)}</div>",
    }
