"""The chain: every entry carries the hash of the one before, so that nothing can be changed or taken out unnoticed.

A chain cannot show that its end was cut off; whoever holds a later hash (a copy, a sealed summary) can.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import msgspec

from stilla.diary.canonical import canonical, sha256
from stilla.diary.events import Event
from stilla.errors import BadInput, Problem, refuse
from stilla.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from zoneinfo import ZoneInfo

    from stilla.diary.events import Body

NOTHING_BEFORE = "0" * 64
"""What the first entry names as the hash before it."""

BACKWARDS = timedelta(minutes=10)
"""By so much a clock may have been put back between two entries: computers correct theirs. More is a wrong clock."""

LONGEST_LINE = 20_000
"""Bytes of one entry; the longest that can be made has less than half."""


class ChainFault(msgspec.Struct, frozen=True):
    """Something wrong at an entry."""

    number: int
    what: Text


def append(events: Sequence[Event], body: Body, moment: datetime, where: ZoneInfo) -> Event:
    """The entry that follows.

    Args:
        events: the diary so far; only its last entry is looked at.
        body: what happened.
        moment: when it is written, aware.
        where: the zone whose wall clock is kept beside it.

    Raises:
        BadInput: where the clock stands before the last entry.
    """
    last = events[-1] if events else None
    at = moment.astimezone(UTC).replace(microsecond=0)
    if last is not None and last.moment - at > BACKWARDS:
        raise refuse(
            "",
            f"The last entry was written {last.local.replace('T', ' ')}, which lies ahead of the clock now. "
            "Put the clock right[[ (or give another --now)|]].",
            f"Den senaste anteckningen skrevs {last.local.replace('T', ' ')}, och det ligger framåt i tiden. "
            "Ställ klockan rätt[[ (eller ge ett annat --now)|]].",
        )
    local = at.astimezone(where).replace(tzinfo=None).isoformat()
    written = Event(
        number=1 if last is None else last.number + 1,
        at=at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        local=local,
        zone=where.key,
        body=body,
        previous=NOTHING_BEFORE if last is None else last.hash,
        hash="",
    )
    return msgspec.structs.replace(written, hash=hash_of(written))


def following(before: Sequence[Event], bodies: Iterable[Body], moment: datetime, where: ZoneInfo) -> tuple[Event, ...]:
    """The entries that follow when several things are written at once.

    Raises:
        BadInput: as in `append`.
    """
    added: list[Event] = []
    for body in bodies:
        added.append(append(added or before, body, moment, where))
    return tuple(added)


def hash_of(event: Event) -> str:
    """The hash an entry must carry."""
    return sha256(hashed(event, canonical(event.body)))


def hashed(event: Event, body: bytes) -> bytes:
    """The canonical JSON of an entry without its hash, from the canonical JSON of its body.

    Put together by hand because a diary of twenty years is checked at every start; a test holds it to `canonical`.
    """
    text = msgspec.json.encode
    return b'{"at":%b,"body":%b,"local":%b,"number":%d,"previous":%b,"zone":%b}' % (
        text(event.at),
        body,
        text(event.local),
        event.number,
        text(event.previous),
        text(event.zone),
    )


def verify(
    events: Iterable[Event], bodies: Iterable[bytes] | None = None, after: Sequence[Event] = ()
) -> tuple[ChainFault, ...]:
    """Everything that is wrong with a chain; nothing for an honest one.

    Args:
        events: in the order in which they are kept.
        bodies: the canonical JSON of each body, where it is at hand.
        after: the entries before these, of a chain that was verified; they are not looked at again.
    """
    events = tuple(events)
    written = map(canonical, (each.body for each in events)) if bodies is None else bodies
    return tuple(_faults(events, written, after))


def _faults(events: tuple[Event, ...], bodies: Iterable[bytes], after: Sequence[Event]) -> Iterator[ChainFault]:
    before = after[-1].hash if after else NOTHING_BEFORE
    clock = max((each.at for each in after), default="")
    for expected, (event, body) in enumerate(zip(events, bodies, strict=True), start=len(after) + 1):
        if event.number != expected:
            yield ChainFault(
                expected,
                Text(f"has the number {event.number}: entries are missing or out of order",
                     f"har numret {event.number}: anteckningar saknas eller ligger i fel ordning"),
            )  # fmt: skip
            return
        if event.previous != before:
            yield ChainFault(
                expected,
                Text("does not follow from the entry before it", "följer inte på anteckningen före"),
            )
        if sha256(hashed(event, body)) != event.hash:
            yield ChainFault(
                expected,
                Text("was changed after it was written", "har ändrats efter att den skrevs"),
            )
        # Text of one width orders like the moments it names, so that a date is parsed only where something is odd.
        if event.at >= clock:
            clock = event.at
        elif _went_back(clock, event.at):
            yield ChainFault(
                expected,
                Text("was written before the entry that it follows", "skrevs före anteckningen som den följer"),
            )
        before = event.hash


def _went_back(clock: str, at: str) -> bool:
    """Whether a clock was put back by more than it may. A time that is none was changed, and its hash says so."""
    try:
        return datetime.fromisoformat(clock) - datetime.fromisoformat(at) > BACKWARDS
    except (ValueError, TypeError):
        return True


def encode_line(event: Event, body: bytes | None = None) -> bytes:
    """An entry as one line of the log, with its line feed: its canonical JSON.

    Args:
        event: the entry.
        body: the canonical JSON of its body, where it is at hand.
    """
    text = msgspec.json.encode
    return b'{"at":%b,"body":%b,"hash":%b,"local":%b,"number":%d,"previous":%b,"zone":%b}\n' % (
        text(event.at),
        canonical(event.body) if body is None else body,
        text(event.hash),
        text(event.local),
        event.number,
        text(event.previous),
        text(event.zone),
    )


def encode(events: Iterable[Event]) -> bytes:
    """The whole log: one entry a line (JSON Lines)."""
    return b"".join(map(encode_line, events))


def decode(content: bytes, name: str) -> tuple[Event, ...]:
    """The entries of a log, each in its one spelling.

    Args:
        content: the bytes of the file.
        name: what to call it in a sentence.

    Raises:
        BadInput: with every line that is not an entry as Stilla writes it. Whether the chain holds is for `verify`.
    """
    lines = content.split(b"\n")
    problems: list[Problem] = []
    if lines.pop():
        problems.append(
            _at(
                name,
                len(lines) + 1,
                "The last line is torn: it has no end.",
                "Sista raden är avriven: den saknar slut.",
            )
        )
    found: list[Event] = []
    read = msgspec.json.Decoder(Event).decode
    for n, line in enumerate(lines, start=1):
        try:
            event = read(line)
            _must_be_utc(event.at)
            spelled = encode_line(event)[:-1]
        except (msgspec.DecodeError, UnicodeDecodeError, ValueError):
            problems.append(
                _at(name, n, "This is not an entry of a diary.", "Det här är ingen anteckning i en dagbok.")
            )
            continue
        if spelled != line or len(line) > LONGEST_LINE:
            problems.append(
                _at(
                    name, n, "This entry is not spelt as Stilla writes it.", "Raden är inte skriven som Stilla skriver."
                )
            )
        found.append(event)
    if problems:
        raise BadInput(problems)
    return tuple(found)


def _must_be_utc(at: str) -> None:
    datetime.strptime(at, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)


def _at(name: str, line: int, en: str, sv: str) -> Problem:
    return Problem(Text(f"{name}, line {line}", f"{name}, rad {line}"), Text(en, sv))
