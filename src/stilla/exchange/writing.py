"""What every resource of a bundle shares: the language, the day, whom it is about, and a readable text."""

from __future__ import annotations

import json
from datetime import date
from html import escape
from typing import TYPE_CHECKING, Any, NamedTuple

from stilla.exchange.codings import Element, plain, reference
from stilla.exchange.identifiers import Names
from stilla.knowledge.store import Knowledge
from stilla.text import Language, Text

if TYPE_CHECKING:
    from collections.abc import Iterable


class Entry(NamedTuple):
    """A resource and its name within the bundle."""

    name: str
    resource: Element

    @property
    def kind(self) -> str:
        """The type of the resource."""
        return str(self.resource["resourceType"])


class Writing(NamedTuple):
    """For whom, in which language and on which day something is written."""

    knowledge: Knowledge
    language: Language
    as_of: date
    names: Names
    subject: str
    """Reference to the Patient."""

    def say(self, text: Text) -> str:
        """A sentence in the language asked for."""
        return text.to(self.language)

    @property
    def about(self) -> Element:
        """Reference to whom it is about."""
        return reference(self.subject)

    @property
    def author(self) -> Element:
        """Reference to the program."""
        return reference(self.names.of("Device"), "Stilla")

    def resource(self, kind: str, said: Iterable[str], **elements: object) -> Element:
        """A resource with its text, every string fit for FHIR; what is None or empty is left out, as FHIR wants it."""
        given = {name: fit(value) for name, value in elements.items() if value is not None and value not in _EMPTY}
        return {"resourceType": kind, "language": self.language, "text": narrative(said, self.language), **given}


_EMPTY: tuple[object, ...] = ([], {}, "", ())


def fit(value: Any) -> Any:
    """The same value with every text in it as `plain` leaves it: much of it was written by somebody else."""
    match value:
        case str():
            return plain(value)
        case dict():
            return {name: fit(each) for name, each in value.items()}
        case list() | tuple():
            return [fit(each) for each in value]
    return value


def narrative(said: Iterable[str], language: Language) -> Element:
    """Sentences as the readable text of a resource, one paragraph each.

    >>> narrative(["a < b"], "en")["div"]
    '<div xmlns="http://www.w3.org/1999/xhtml" lang="en" xml:lang="en"><p>a &lt; b</p></div>'
    """
    paragraphs = "".join(f"<p>{escape(plain(each))}</p>" for each in said)
    div = f'<div xmlns="http://www.w3.org/1999/xhtml" lang="{language}" xml:lang="{language}">{paragraphs}</div>'
    return {"status": "generated", "div": div}


def encode(resource: Element) -> bytes:
    """A resource as bytes: the same value gives the same bytes; `resourceType` first, a line feed at the end."""
    return json.dumps(resource, ensure_ascii=False, allow_nan=False, indent=1).encode() + b"\n"
