"""Apple Health's `export.xml`: as a stream, since ten years of a watch make a gigabyte, of which sleep is a thousandth.

Memory stays constant: nothing of the document is kept but the record being read. Entities are refused (defusedxml),
and a token without an end is refused before it grows.
"""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, NoReturn
from xml.parsers.expat import ExpatError  # the error alone: defusedxml does the parsing

from defusedxml.common import DefusedXmlException  # type: ignore[import-untyped]
from defusedxml.ElementTree import DefusedXMLParser  # type: ignore[import-untyped]

from stilla.diary.nights import zone_named
from stilla.diary.sleep import Slept, Span, Stage, key_of
from stilla.errors import BadInput, refuse
from stilla.reading.sleep.item import Aside, Unread, aside, checked, foreign, line_of, name_of, torn

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stilla.reading.sleep.item import How, Item, Part

SLEEP = "HKCategoryTypeIdentifierSleepAnalysis"
_VALUE = "HKCategoryValueSleepAnalysis"
STAGES: dict[str, Stage] = {
    f"{_VALUE}InBed": "bed", f"{_VALUE}Asleep": "asleep", f"{_VALUE}AsleepUnspecified": "asleep",
    f"{_VALUE}AsleepCore": "light", f"{_VALUE}AsleepDeep": "deep", f"{_VALUE}AsleepREM": "rem",
    f"{_VALUE}Awake": "awake", "0": "bed", "1": "asleep", "2": "awake", "3": "light", "4": "deep", "5": "rem",
}  # fmt: skip
"""Apple's values, by name as exports have them, and by number as the programming interface has them."""

_CHUNK = 1 << 18
_LONGEST_TOKEN = 1 << 20
"""Bytes of a tag or a comment. A real record has some hundreds."""
_MOST_NAMES = 20_000
"""Names of elements and attributes, which a parser remembers; an export has some hundred."""
_DEEPEST = 100
"""Elements within each other; an export has four."""
_MOST_KINDS = 1000
"""Kinds of other records that are counted by name."""


def is_apple(start: bytes) -> bool:
    """Whether a file begins as an export of Apple Health."""
    return b"<HealthData" in start or (start.lstrip(b"\xef\xbb\xbf").startswith(b"<?xml") and b"HealthData" in start)


def read_apple(part: Part, how: How) -> Iterator[Item]:
    """The sleep of an export, record by record.

    Raises:
        BadInput: another document, one that declares entities, one cut off or damaged.
    """
    reader = _Reader(part.name, how)
    with part.open() as opened:
        first = True
        while chunk := opened.read(_CHUNK):
            yield from reader.feed(_without_doctype(chunk, part.name) if first else chunk)
            first = False
        yield from reader.close()


def _without_doctype(start: bytes, name: str) -> bytes:
    """The beginning without its document type: Apple's own is malformed in some versions, and nothing here needs it."""
    begin = start.find(b"<!DOCTYPE")
    body = start.find(b"<HealthData")
    end = start.find(b"]>", begin)
    if begin < 0 or end < 0 or not end < body:
        return start
    if b"<!ENTITY" in start[begin:end]:
        raise _armed(name)
    return start[:begin] + b"\n" * start.count(b"\n", begin, end) + start[end + 2 :]


class _Reader:
    """The parser with the one record it is in."""

    def __init__(self, name: str, how: How) -> None:
        self._name, self._how = name, how
        self._found: list[Item] = []
        self._pending: tuple[dict[str, str], int] | None = None
        self._zone = ""
        self._others: Counter[str] = Counter()
        self._rooted = False
        self._fed = self._depth = 0
        parser: Any = DefusedXMLParser().parser
        # The handlers of defusedxml against entities stay; those that build a tree go.
        parser.DefaultHandlerExpand = parser.CharacterDataHandler = None
        parser.CommentHandler = parser.ProcessingInstructionHandler = None
        parser.ordered_attributes = parser.specified_attributes = False
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        self._parser = parser

    @property
    def line(self) -> int:
        """Where the parser is."""
        number: int = self._parser.CurrentLineNumber
        return number

    def feed(self, chunk: bytes) -> Iterator[Item]:
        """What a piece of the file completes."""
        self._parse(chunk, final=False)
        self._fed += len(chunk)
        # What lies behind the last event is a token that has not ended, and is held in memory.
        unended = self._fed - self._parser.CurrentByteIndex
        if unended > _LONGEST_TOKEN or self._depth > _DEEPEST or len(self._parser.intern) > _MOST_NAMES:
            raise torn(line_of(self._name, self.line))
        found, self._found = self._found, []
        yield from found

    def close(self) -> Iterator[Item]:
        """The last record, and what else was there."""
        self._parse(b"", final=True)
        self._flush()
        yield from self._found
        for what, count in sorted(self._others.items()):
            yield Unread(what, count)

    def _parse(self, chunk: bytes, *, final: bool) -> None:
        try:
            self._parser.Parse(chunk, final)
        except DefusedXmlException as error:
            raise _armed(self._name) from error
        except (ExpatError, LookupError, ValueError) as error:  # the last two: an encoding that Python lacks
            raise torn(line_of(self._name, self.line)) from error

    def _end(self, tag: str) -> None:
        del tag
        self._depth -= 1

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if not self._rooted:
            self._rooted = True
            if tag != "HealthData":
                self._stop(foreign(self._name))
        if tag == "MetadataEntry":
            if self._pending is not None and attributes.get("key") == "HKTimeZone":
                self._zone = attributes.get("value", "")
            return
        if self._pending is not None:
            self._flush()
        if tag != "Record":
            return
        kind = attributes.get("type", "")
        if kind == SLEEP:
            self._pending = attributes, self.line
        elif kind in self._others or len(self._others) < _MOST_KINDS:
            self._others[kind] += 1
        else:
            self._others["…"] += 1

    def _stop(self, error: BadInput) -> NoReturn:
        raise error

    def _flush(self) -> None:
        if self._pending is not None:
            (attributes, line), self._pending = self._pending, None
            zone, self._zone = self._zone, ""
            self._found.append(_record(attributes, zone, self._name, line, self._how))


def _record(said: dict[str, str], zone: str, name: str, line: int, how: How) -> Slept | Aside:
    place = line_of(name, line)
    value, written = said.get("value", ""), (said.get("startDate", ""), said.get("endDate", ""))
    stage = STAGES.get(value)
    begin, end = _instant(written[0]), _instant(written[1])
    if stage is None:
        return aside(place, "unreadable", value)
    if begin is None or end is None:
        return aside(place, "unreadable", written[begin is not None])
    source = name_of(said.get("sourceName"), "Apple Health")
    key = key_of("apple-health", source, begin.isoformat(), end.isoformat(), stage)
    record = Slept(
        source, begin, end, key, spans=(Span(begin, end, stage),), whole=False, zone=known_zone(zone), written=written
    )
    return checked(record, place, how)


def known_zone(zone: str) -> str:
    """A zone by its name, or nothing where it is no zone."""
    if not zone:
        return ""
    try:
        return zone_named(zone).key
    except BadInput:
        return ""


def _instant(written: str) -> datetime | None:
    """Apple's form, 2026-11-22 23:00:00 +0100."""
    try:
        moment = datetime.fromisoformat(f"{written[:19]}{written[20:23]}:{written[23:25]}")
    except ValueError:
        return None
    return None if moment.tzinfo is None or len(written) != _WIDTH else _utc(moment)


_WIDTH = len("2026-11-22 23:00:00 +0100")


def _utc(moment: datetime) -> datetime | None:
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        return None


def _armed(name: str) -> BadInput:
    return refuse(
        name,
        "This document declares entities, which no export of Apple Health does and which can blow up. It was not read.",
        "Dokumentet definierar entiteter, vilket ingen export från Apple Hälsa gör och som kan svälla. Lästes inte.",
    )
