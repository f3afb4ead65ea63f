"""From bytes to resources: a Bundle, a single resource, or one resource a line (NDJSON).

Only what somebody may want is decoded; everything else is skipped over. What cannot be read is set aside with its
place, and the rest goes on.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from itertools import chain
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import Raw

from stilla.errors import refuse
from stilla.reading.document import LINES, MARK
from stilla.records.found import Fault, Found, Passed, Place
from stilla.records.pages import GOES_ON, goes_on
from stilla.records.resource import READ_TYPES
from stilla.text import Text, printable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stilla.records.found import Decoded

LARGEST = 200_000_000
"""Bytes of one file. A region's export is for `stilla screen`."""
LONGEST_LINE = 50_000_000
"""Bytes of one line; a longer one is no resource that says anything about magnesium."""
KEPT_TYPES = READ_TYPES | {"Patient", "Medication"}
_SHOWN = 40


_NOTHING = Raw(b"")


class _Look(msgspec.Struct, gc=False):
    """Enough to tell whether a resource says anything that a rule asks for."""

    resourceType: Any = None  # noqa: N815  # FHIR's name
    code: Raw = _NOTHING
    component: Raw = _NOTHING


class _Entry(msgspec.Struct, gc=False):
    fullUrl: Any = None  # noqa: N815  # as above
    resource: Raw = _NOTHING


class _Bundle(msgspec.Struct):
    resourceType: Any = None  # noqa: N815  # as above
    entry: list[_Entry] = []
    link: Any = None


class _Loose(msgspec.Struct):
    """A Bundle in which an entry may be anything."""

    resourceType: Any = None  # noqa: N815  # as above
    entry: Raw = _NOTHING
    link: Any = None


_ANY = msgspec.json.Decoder()
_JSON = msgspec.json.Encoder()
_LOOK = msgspec.json.Decoder(_Look)
_BUNDLE = msgspec.json.Decoder(_Bundle)
_LOOSE = msgspec.json.Decoder(_Loose)
_ENTRIES = msgspec.json.Decoder(list[Raw])
_ENTRY = msgspec.json.Decoder(_Entry)
_ABOUT = re.compile(rb'"(?:subject|patient)"\s*:\s*\{[^{}]*"reference"\s*:\s*"([^"\s]{1,500})"')
_ESCAPED_COLON = b"\\u003"

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


def decoded(content: bytes, name: str, asked: frozenset[str] | None = None) -> Iterator[Decoded]:
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
    reader = _Reader(asked)
    if name.casefold().endswith(LINES):
        yield from reader.lines(content, shown)
    else:
        try:
            found = reader.value(content, Place(shown))
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            if not _has_whole_first_line(content):
                raise _unreadable(content, shown, error) from error
            found = reader.lines(content, shown)
        else:
            _must_be_text(content, shown)
        yield from found
    yield from reader.passed()


def _has_whole_first_line(content: bytes) -> bool:
    """Whether the first line is an object of its own, as in NDJSON."""
    first, end, _ = content.lstrip()[:LONGEST_LINE].partition(b"\n")
    if not end:
        return False
    try:
        return _LOOK.decode(first).resourceType is not None
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


class _Reader:
    """Reads the resources of one file, and counts those that it passes over."""

    def __init__(self, asked: frozenset[str] | None) -> None:
        self.asked = asked
        self.others: Counter[str] = Counter()
        """How many of other types."""
        self.unasked = 0
        """How many observations that no rule asks for."""
        self.empty = 0
        """How many entries without a resource."""
        self._named: dict[bytes, bool] = {}
        """Codes as they are written, and whether a rule asks for one of them: few of them serve many observations."""

    def lines(self, content: bytes, name: str) -> Iterator[Found | Fault]:
        """Each line by itself."""
        start, number = 0, 0
        while start < len(content):
            end = content.find(b"\n", start)
            end = len(content) if end < 0 else end
            number += 1
            if end - start > LONGEST_LINE:
                yield _fault(content[start:end], Place(name, number), TOO_LONG)
            elif line := content[start:end].strip():
                yield from self._line(line, Place(name, number))
            start = end + 1

    def _line(self, line: bytes, place: Place) -> Iterator[Found | Fault]:
        try:
            line.decode()
            yield from self.value(line, place)
        except UnicodeDecodeError:
            yield _fault(line, place, NOT_TEXT)
        except msgspec.ValidationError:
            yield _fault(line, place, NO_OBJECT)
        except msgspec.DecodeError:
            yield _fault(line, place, NOT_JSON)
        except RecursionError:
            yield _fault(line, place, TOO_DEEP)

    def value(self, content: bytes, place: Place) -> Iterator[Found | Fault]:
        """A Bundle's entries, or the resource itself. What is no JSON object is an error at once, not later."""
        try:
            top = _BUNDLE.decode(content)
        except msgspec.ValidationError:
            loose = _LOOSE.decode(content)
            return chain(self._loosely(content, loose, place), _next_page(loose, place))
        if top.resourceType != "Bundle":
            return self._single(content, place)
        if _may_repeat(content, top.entry) and _repeats(content):
            return iter((_fault(content, place, TWICE, "Bundle"),))
        return chain(self._entries(top.entry, place), _next_page(top, place))

    def _single(self, content: bytes, place: Place) -> Iterator[Found | Fault]:
        return self._entries([_Entry(resource=Raw(content))], place, 0)

    def _loosely(self, content: bytes, top: _Loose, place: Place) -> Iterator[Found | Fault]:
        """The entries of a Bundle one by one, where not each of them is what it should be."""
        if top.resourceType != "Bundle":
            yield from self._single(content, place)
            return
        if _repeats(content):
            yield _fault(content, place, TWICE, "Bundle")
            return
        try:
            listed = _ENTRIES.decode(top.entry)
        except (msgspec.DecodeError, RecursionError):
            yield _fault(content, place, NO_LIST, "Bundle")
            return
        for number, raw in enumerate(listed, start=1):
            try:
                entry = _ENTRY.decode(raw)
            except (msgspec.DecodeError, RecursionError):
                yield _fault(raw, place.at(number), NO_OBJECT)
            else:
                yield from self._entries([entry], place, number)

    def _entries(self, entries: list[_Entry], place: Place, first: int = 1) -> Iterator[Found | Fault]:
        """The resources of a bundle; with 0 for the first number the one resource that stands there by itself."""
        named = self._named
        for number, entry in enumerate(entries, start=first):
            raw = entry.resource
            if raw is _NOTHING:
                self.empty += 1
                continue
            try:
                look = _LOOK.decode(raw)
            except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
                yield _fault(raw, place.at(number), _reason(error))
                continue
            # Most of a record is of a type, or has a code, that was met already and that no rule asks for.
            kind = look.resourceType
            if kind == "Observation" and look.component is _NOTHING and named.get(bytes(look.code)) is False:
                self.unasked += 1
                continue
            if isinstance(kind, str) and kind in self.others:
                self.others[kind] += 1
                continue
            found = self._resource(look, raw, place.at(number), entry.fullUrl)
            if found is not None:
                yield found

    def _resource(self, look: _Look, raw: Raw, place: Place, url: object) -> Found | Fault | None:
        """What one resource is; None where it is only counted."""
        kind = look.resourceType
        if not isinstance(kind, str) or not kind:
            return _fault(raw, place, NO_TYPE)
        if kind not in KEPT_TYPES:
            return self._pass(kind, raw, place)
        try:
            if kind == "Observation" and self.asked is not None and not self._is_asked(look, self.asked):
                self.unasked += 1
                return None
            written = bytes(raw)
            value = _ANY.decode(written)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            return _fault(raw, place, _reason(error, kind), kind)
        if _may_lack(written, value) and _repeats(written):
            return _fault(raw, place, TWICE, kind)
        return Found(place, kind, value, url if isinstance(url, str) else "")

    def _pass(self, kind: str, raw: Raw, place: Place) -> Fault | None:
        if kind == "Bundle" and place.entry:
            return _fault(raw, place, NESTED, kind)
        self.others[kind] += 1
        return None

    def _is_asked(self, look: _Look, asked: frozenset[str]) -> bool:
        """Whether a code of an observation, or of a part of it, is one that a rule asks for."""
        written = bytes(look.code)
        named = self._named.get(written)
        if named is None:
            named = self._named[written] = look.code is not _NOTHING and _names(_ANY.decode(look.code), asked)
        if named or look.component is _NOTHING:
            return named
        parts = _ANY.decode(look.component)
        return isinstance(parts, list) and any(
            _names(each.get("code"), asked) for each in parts if isinstance(each, dict)
        )

    def passed(self) -> Iterator[Passed]:
        """What was counted and not looked at."""
        for kind, count in self.others.items():
            yield Passed(printable(kind[:_SHOWN]), "type", count)
        if self.unasked:
            yield Passed("Observation", "not-asked", self.unasked)
        if self.empty:
            yield Passed("Bundle.entry", "empty", self.empty)


def _next_page(top: _Bundle | _Loose, place: Place) -> Iterator[Fault]:
    if top.resourceType == "Bundle" and goes_on(top.link):
        yield Fault(place, GOES_ON, of_all=True)


def _reason(error: Exception, kind: str = "") -> Text:
    if isinstance(error, RecursionError):
        return TOO_DEEP
    return NO_OBJECT if isinstance(error, msgspec.ValidationError) and not kind else NOT_JSON


def _fault(raw: bytes | Raw, place: Place, says: Text, kind: str = "") -> Fault:
    """A fault, and whom the bytes speak of as far as that can be read."""
    return Fault(place, says, kind, about_of(bytes(raw)))


def about_of(written: bytes) -> tuple[str, ...]:
    """References to whom a resource may be about that cannot be read as a whole."""
    found = (each.decode(errors="replace").replace("\\/", "/") for each in _ABOUT.findall(written))
    return tuple(dict.fromkeys(found))


def _may_lack(written: bytes, value: object) -> bool:
    """Whether a field may stand twice, of which a reader takes the last. In doubt it is read again, slowly.

    What was read has as many colons as what was written, unless a field was left out, or a colon has an escape.
    """
    return _JSON.encode(value).count(b":") != written.count(b":") or _ESCAPED_COLON in written


def _may_repeat(content: bytes, entries: list[_Entry]) -> bool:
    """Whether the list of entries may stand there twice. Of two a reader takes the last, and would lose the first."""
    first = bytes(entries[0].resource) if entries else b""
    before = content[: content.find(first)] if first else content
    return before.count(b'"entry"') > 1 or b"\\u" in before


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
