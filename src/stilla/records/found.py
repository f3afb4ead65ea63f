"""What comes out of a file: resources, those that were passed over, and what cannot be read."""

from __future__ import annotations

from typing import Any, NamedTuple

from stilla.text import Text


class Place(NamedTuple):
    """Where a resource stands: a line of the file, an entry of a bundle, or both."""

    name: str
    line: int = 0
    entry: int = 0

    def at(self, entry: int) -> Place:
        """An entry of the bundle that stands here; 0 for the place itself."""
        return Place(self.name, self.line, entry) if entry else self

    def text(self, field: str = "") -> Text:
        """For people: `bundle.json, entry 3, status`."""
        en = [self.name, f"line {self.line}" if self.line else "", f"entry {self.entry}" if self.entry else "", field]
        sv = [self.name, f"rad {self.line}" if self.line else "", f"post {self.entry}" if self.entry else "", field]
        return Text(", ".join(filter(None, en)), ", ".join(filter(None, sv)))


class Found(NamedTuple):
    """A resource that may say something."""

    place: Place
    kind: str
    resource: dict[str, Any]
    url: str = ""
    """The address of the entry, which references within the bundle use."""


class Passed(NamedTuple):
    """Resources that were not looked at, and why."""

    kind: str
    ignored: str
    number: int


class Fault(NamedTuple):
    """Something that cannot be read, and why."""

    place: Place
    says: Text
    kind: str = ""
    """The type of the resource, where it could be told."""
    about: tuple[str, ...] = ()
    """References to whom it may be about, where they can still be read."""
    of_all: bool = False
    """Whether it may be about each person of the file."""


Decoded = Found | Fault | Passed
