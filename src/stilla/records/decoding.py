"""From bytes to resources: a Bundle, a single resource, or one resource a line (NDJSON).

Only what somebody may want is decoded; everything else is skipped over. What cannot be read is set aside with its
place, and the rest goes on.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec
from msgspec import Raw

from stilla.errors import refuse
from stilla.reading.document import LINES, MARK
from stilla.records.resource import READ_TYPES
from stilla.text import Text, printable

if TYPE_CHECKING:
    from collections.abc import Iterator

LARGEST = 200_000_000
"""Bytes of one file. A region's export is for `stilla screen`."""
LONGEST_LINE = 50_000_000
"""Bytes of one line; a longer one is no resource that says anything about magnesium."""
KEPT_TYPES = READ_TYPES | {"Patient", "Medication"}
_KEPT_BYTES = frozenset(each.encode() for each in KEPT_TYPES)
_SHOWN = 40


class Place(NamedTuple):
    """Where a resource stands: a line of the file, an entry of a bundle, or both."""

    name: str
    line: int = 0
    entry: int = 0

    def text(self, field: str = "") -> Text:
        """For people: `bundle.json, entry 3, status`."""
        en = [self.name, f"line {self.line}" if self.line else "", f"entry {self.entry}" if self.entry else "", field]
        sv = [self.name, f"rad {self.line}" if self.line else "", f"post {self.entry}" if self.entry else "", field]
        return Text(", ".join(filter(None, en)), ", ".join(filter(None, sv)))


class Found(NamedTuple):
    """A resource that may say something; `resource` is None for any other, which is only counted."""

    place: Place
    kind: str
    resource: dict[str, Any] | None
    url: str = ""
    """The address of the entry, which references within the bundle use."""
    ignored: str = ""
    """Why it was not looked at."""


class Fault(NamedTuple):
    """Something that cannot be read, and why."""

    place: Place
    says: Text
    kind: str = ""
    """The type of the resource, where it could be told."""


class _Head(msgspec.Struct):
    """Enough to tell whether a resource says anything that a rule asks for."""

    resourceType: Any = None  # noqa: N815  # FHIR's name
    code: Any = None
    component: Any = None


class _Entry(msgspec.Struct):
    fullUrl: Any = None  # noqa: N815  # as above
    resource: Raw = Raw(b"")


class _Bundle(msgspec.Struct):
    resourceType: Any = None  # noqa: N815  # as above
    entry: list[_Entry] = []


class _Loose(msgspec.Struct):
    """A Bundle in which an entry may be anything."""

    resourceType: Any = None  # noqa: N815  # as above
    entry: Raw = Raw(b"")


_Asked = frozenset[str] | None
_ANY = msgspec.json.Decoder()
_HEAD = msgspec.json.Decoder(_Head)
_BUNDLE = msgspec.json.Decoder(_Bundle)
_LOOSE = msgspec.json.Decoder(_Loose)
_ENTRIES = msgspec.json.Decoder(list[Raw])
_ENTRY = msgspec.json.Decoder(_Entry)
_BEGINNING = rb'\{\s*"resourceType"\s*:\s*"([A-Za-z]+)"'
"""How nearly every resource begins: what it is can then be told without reading it."""

NOT_JSON = Text("This is not JSON.", "Det här är inte JSON.")
NOT_TEXT = Text("This is not UTF-8 text.", "Det här är inte text i UTF-8.")
TOO_LONG = Text(
    f"This line has more than {LONGEST_LINE // 1_000_000} megabytes.",
    f"Raden är längre än {LONGEST_LINE // 1_000_000} megabyte.",
)
TOO_DEEP = Text("Brackets within brackets go too deep here.", "Här ligger för många parenteser i varandra.")
TWICE = Text("A field stands there twice.", "Ett fält står där två gånger.")
NO_TYPE = Text("It does not say what it is (resourceType).", "Här står inte vad det är (resourceType).")
NO_OBJECT = Text("A resource is an object: { … }.", "En resurs är ett objekt: { … }.")
NO_LIST = Text("A list is expected here.", "Här ska det stå en lista.")
NESTED = Text("A bundle within a bundle is not read.", "Ett paket i ett paket läses inte.")


def decoded(content: bytes, name: str, asked: frozenset[str] | None = None) -> Iterator[Found | Fault]:
    """Every resource of a file, and everything that could not be read.

    Args:
        content: the bytes of the file.
        name: what to call it in places.
        asked: codes of the observations that a rule asks for; every other one is counted and not read. None: all.

    Raises:
        BadInput: the file is too large, or nothing of it can be read.
    """
    shown = printable(name)
    if len(content) > LARGEST:
        raise refuse(
            shown,
            f"This file has more than {LARGEST // 1_000_000} megabytes. For a region's export: stilla screen FOLDER.",
            f"Filen är större än {LARGEST // 1_000_000} megabyte. För en regions export: stilla screen MAPP.",
        )
    content = content.removeprefix(MARK)
    if name.casefold().endswith(LINES):
        yield from _lines(content, shown, asked)
        return
    try:
        found = _value(content, Place(shown), asked)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        if not _has_whole_first_line(content):
            raise _unreadable(content, shown, error) from error
        yield from _lines(content, shown, asked)
        return
    _must_be_text(content, shown)
    yield from found


def _has_whole_first_line(content: bytes) -> bool:
    """Whether the first line is an object of its own, as in NDJSON."""
    first, end, _ = content.lstrip()[:LONGEST_LINE].partition(b"\n")
    if not end:
        return False
    try:
        return _HEAD.decode(first).resourceType is not None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return False


def _must_be_text(content: bytes, name: str) -> None:
    if not content.isascii():
        try:
            content.decode()
        except UnicodeDecodeError as error:
            raise _unreadable(content, name, error) from error


def _unreadable(content: bytes, name: str, error: Exception) -> Exception:
    """The refusal of a whole file, with the line where one is known."""
    if isinstance(error, RecursionError):
        return refuse(name, TOO_DEEP.en, TOO_DEEP.sv)
    says = NOT_TEXT if isinstance(error, UnicodeDecodeError) else NOT_JSON
    if isinstance(error, msgspec.ValidationError):
        says = NO_OBJECT
    at = re.search(r"\(byte ([0-9]+)\)", str(error))
    start = error.start if isinstance(error, UnicodeDecodeError) else int(at[1]) if at else None
    line = 0 if start is None else content[:start].count(b"\n") + 1
    return refuse(Place(name, line).text(), says.en, says.sv)


def _lines(content: bytes, name: str, asked: _Asked) -> Iterator[Found | Fault]:
    start, number = 0, 0
    while start < len(content):
        end = content.find(b"\n", start)
        end = len(content) if end < 0 else end
        number += 1
        if end - start > LONGEST_LINE:
            yield Fault(Place(name, number), TOO_LONG)
        elif line := content[start:end].strip():
            yield from _line(line, Place(name, number), asked)
        start = end + 1


def _line(line: bytes, place: Place, asked: _Asked) -> Iterator[Found | Fault]:
    try:
        line.decode()
        yield from _value(line, place, asked)
    except UnicodeDecodeError:
        yield Fault(place, NOT_TEXT)
    except msgspec.ValidationError:
        yield Fault(place, NO_OBJECT)
    except msgspec.DecodeError:
        yield Fault(place, NOT_JSON)
    except RecursionError:
        yield Fault(place, TOO_DEEP)


def _value(content: bytes, place: Place, asked: _Asked) -> Iterator[Found | Fault]:
    """A Bundle's entries, or the resource itself. What is no JSON object is an error at once, not later."""
    try:
        top = _BUNDLE.decode(content)
    except msgspec.ValidationError:
        loose = _LOOSE.decode(content)
        return _loosely(content, loose, place, asked)
    if top.resourceType != "Bundle":
        return iter((_resource(content, place, asked),))
    if _may_repeat(content, top.entry) and _repeats(content):
        return iter((Fault(place, TWICE, "Bundle"),))
    return _entries(top.entry, place, asked)


def _entries(entries: list[_Entry], place: Place, asked: _Asked) -> Iterator[Found | Fault]:
    begins = re.compile(_BEGINNING).match
    skipped: dict[bytes, Found | Fault] = {}
    for number, entry in enumerate(entries, start=1):
        raw = bytes(entry.resource)
        beginning = begins(raw)
        if beginning is None or beginning[1] in _KEPT_BYTES:
            yield _entry(entry, Place(place.name, place.line, number), asked)
        else:
            kind = beginning[1]
            if kind not in skipped:
                skipped[kind] = _skipped(kind.decode(), place)
            yield skipped[kind]


def _skipped(kind: str, place: Place) -> Found | Fault:
    return Fault(place, NESTED, kind) if kind == "Bundle" else Found(place, kind, None, ignored="type")


def _may_repeat(content: bytes, entries: list[_Entry]) -> bool:
    """Whether the list of entries may stand there twice. Of two a reader takes the last, and would lose the first."""
    first = bytes(entries[0].resource) if entries else b""
    before = content[: content.find(first)] if first else content
    return before.count(b'"entry"') > 1 or b"\\u" in before


def _loosely(content: bytes, top: _Loose, place: Place, asked: _Asked) -> Iterator[Found | Fault]:
    """The entries of a Bundle one by one, where not each of them is what it should be."""
    if top.resourceType != "Bundle":
        yield _resource(content, place, asked)
        return
    if _repeats(content):
        yield Fault(place, TWICE, "Bundle")
        return
    try:
        listed = _ENTRIES.decode(top.entry)
    except (msgspec.DecodeError, RecursionError):
        yield Fault(place, NO_LIST, "Bundle")
        return
    for number, raw in enumerate(listed, start=1):
        try:
            entry = _ENTRY.decode(raw)
        except (msgspec.DecodeError, RecursionError):
            yield Fault(Place(place.name, place.line, number), NO_OBJECT)
        else:
            yield _entry(entry, Place(place.name, place.line, number), asked)


def _entry(entry: _Entry, here: Place, asked: _Asked) -> Found | Fault:
    raw = bytes(entry.resource)
    if not raw:
        return Found(here, "Bundle.entry", None, ignored="empty")
    found = _resource(raw, here, asked, entry.fullUrl if isinstance(entry.fullUrl, str) else "")
    return Fault(here, NESTED, "Bundle") if isinstance(found, Found) and found.kind == "Bundle" else found


def _resource(raw: bytes, place: Place, asked: _Asked, url: str = "") -> Found | Fault:
    kind = ""
    try:
        head = _HEAD.decode(raw)
        name = head.resourceType
        if not isinstance(name, str) or not name:
            return Fault(place, NO_TYPE)
        kind = name if name in KEPT_TYPES else printable(name[:_SHOWN])
        if name not in KEPT_TYPES:
            return Found(place, kind, None, ignored="type")
        if asked is not None and name == "Observation" and not _is_asked(head, asked):
            return Found(place, kind, None, ignored="not-asked")
        value = _ANY.decode(raw)
    except msgspec.ValidationError:
        return Fault(place, NO_OBJECT if not kind else NOT_JSON, kind)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return Fault(place, NOT_JSON, kind)
    except RecursionError:
        return Fault(place, TOO_DEEP, kind)
    # As many fields as were written: then none stands there twice. In doubt it is read again, slowly.
    if msgspec.json.encode(value).count(b'":') != raw.count(b'":') and _repeats(raw):
        return Fault(place, TWICE, kind)
    return Found(place, kind, value, url)


def _is_asked(head: _Head, asked: frozenset[str]) -> bool:
    """Whether a code of an observation, or of a part of it, is one that a rule asks for."""
    if _names(head.code, asked):
        return True
    components = head.component if isinstance(head.component, list) else ()
    return any(_names(each.get("code"), asked) for each in components if isinstance(each, dict))


def _names(concept: object, asked: frozenset[str]) -> bool:
    """Whether one of its codings, as `codings_of` reads them, is among these: without making a value of each."""
    listed = concept.get("coding") if isinstance(concept, dict) else None
    for each in listed if isinstance(listed, list) else ():
        code = each.get("code") if isinstance(each, dict) else None
        if isinstance(code, str) and code.strip() in asked:
            return True
    return False


class _TwiceError(ValueError):
    pass


def _repeats(content: bytes) -> bool:
    """Whether a field stands twice in one object, which readers take in different ways."""

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) != len(pairs):
            raise _TwiceError
        return found

    try:
        json.loads(content, object_pairs_hook=once)
    except _TwiceError:
        return True
    except (ValueError, RecursionError):
        return True
    return False
