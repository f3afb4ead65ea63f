"""Was anything changed? Every file of a trial against every other, byte by byte, for anybody who has the folder.

A check is true, false, or open (there is nothing to check it with yet); what a check does not say is not vouched for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TypeVar

import msgspec

from stilla.analysis.design import labels
from stilla.diary import chain
from stilla.diary.canonical import digest, pretty
from stilla.diary.events import Answered, Dose, Event, Guess, Night, Opened, Started
from stilla.errors import BadInput
from stilla.text import Text
from stilla.trial import seal_files as files
from stilla.trial.checks import Check, What, bad, good, told, wrong
from stilla.trial.protocol import Protocol, engine_digest, read_protocol
from stilla.trial.seal import Commitment, Key, allocate, mismatches, read_commitment, read_key
from stilla.trial.seal_lock import read_locked
from stilla.trial.strict import read_json

LARGEST_LOG = 100_000_000
"""Bytes. Twenty years of nights with everything in them have less."""

_Read = TypeVar("_Read")


class Verified(msgspec.Struct, frozen=True):
    """Everything that was looked at. `sequence` is there where the key opened the seal, and that may be told."""

    checks: tuple[Check, ...]
    sequence: tuple[int, ...] | None

    @property
    def ok(self) -> bool:
        """Whether nothing is wrong."""
        return all(each.ok is not False for each in self.checks)


def verify(folder: Path, key: Path | None = None) -> Verified:
    """Check a folder of a trial.

    Args:
        folder: the person's folder, or an exported one.
        key: the helper's key file; `key.json` of the folder where not given. A key that merely lies there, while the
            diary knows of no opening, is checked but does not tell the order.
    """
    checks: list[Check] = []
    protocol = _read(checks, "protocol", folder / files.PROTOCOL, read_protocol)
    commitment = _read(checks, "commitment", folder / files.COMMITMENT, read_commitment)
    events = _log(checks, folder / files.LOG)
    if events is not None:
        _diary(checks, folder / files.DIARY, events)
    if protocol is not None and commitment is not None and events is not None:
        _started(checks, protocol, commitment, events)
    revealed = _key(checks, key or folder / files.KEY, wanted=key is not None)
    hidden = key is None and events is not None and not any(isinstance(each.body, Opened) for each in events)
    sequence = None
    if protocol is not None and commitment is not None:
        sequence = _opens(checks, protocol, commitment, revealed, hidden=hidden)
    if events is not None:
        checks += _answer(folder / files.ANSWER, events)
        if protocol is not None and sequence is not None:
            checks += _recomputed(checks, folder / files.ANSWER, events, (protocol, sequence))
        checks += _openings(events, revealed=(folder / files.KEY).exists())
    if protocol is not None:
        checks.append(_software(protocol))
    return Verified(tuple(checks), None if hidden else sequence)


def _read(checks: list[Check], what: What, path: Path, reader: Callable[[bytes, str], _Read]) -> _Read | None:
    """A file in its one spelling; None where it cannot be used at all."""
    try:
        content = files.read_file(path)
        value = reader(content, path.name)
    except BadInput as error:
        checks += wrong(what, error.problems)
        return None
    if pretty(value) != content:
        line = _first_difference(content, pretty(value))
        checks.append(
            bad(
                what,
                f"{path.name}, line {line}: the file is not spelt as Stilla wrote it; somebody changed it.",
                f"{path.name}, rad {line}: filen är inte skriven som Stilla skrev den; någon har ändrat den.",
            )
        )
    else:
        checks.append(
            good(what, f"{path.name} is spelt as Stilla writes it.", f"{path.name} är skriven som Stilla skriver.")
        )
    return value


def _first_difference(one: bytes, other: bytes) -> int:
    """The line, counted from 1, where two files begin to differ."""
    lines = zip(one.split(b"\n"), other.split(b"\n"), strict=False)
    return next((n for n, (a, b) in enumerate(lines, start=1) if a != b), one.count(b"\n") + 1)


def _log(checks: list[Check], path: Path) -> tuple[Event, ...] | None:
    """The entries of the log; None where a line cannot be read."""
    try:
        events = chain.decode(files.read_file(path, LARGEST_LOG), path.name)
    except BadInput as error:
        checks += wrong("log", error.problems)
        return None
    count = len(events)
    checks.append(good("log", f"{path.name}: {count} entries.", f"{path.name}: {count} anteckningar."))
    if undated := [n for n, each in enumerate(events, start=1) if not _is_moment(each)]:
        checks += [
            bad(
                "chain",
                f"{path.name}, line {n}: the entry has a time that is none; it was changed.",
                f"{path.name}, rad {n}: anteckningen har en tid som inte finns; den har ändrats.",
            )
            for n in undated
        ]
        return None
    faults = chain.verify(events)
    checks += [
        bad(
            "chain",
            f"{path.name}, line {each.number}: the entry {each.what.en}.",
            f"{path.name}, rad {each.number}: anteckningen {each.what.sv}.",
        )
        for each in faults
    ]
    if not faults:
        checks.append(
            good(
                "chain",
                "Every entry follows from the one before. Only an earlier copy can show that the end was not cut off.",
                "Varje anteckning följer på den före. Att slutet inte är avklippt kan bara en tidigare kopia visa.",
            )
        )
    return events


def _is_moment(event: Event) -> bool:
    try:
        return datetime.fromisoformat(event.local).tzinfo is None and event.moment.tzinfo is not None
    except ValueError:
        return False


def _diary(checks: list[Check], path: Path, events: tuple[Event, ...]) -> None:
    """The diary itself against its plain copy. An exported folder has none, and needs none."""
    if not path.exists():
        return
    from stilla.store.trial import read_events  # noqa: PLC0415  # SQLite, only where there is a diary

    try:
        kept = read_events(path)
    except BadInput as error:
        checks += wrong("diary", error.problems)
        return
    same = tuple(kept) == events
    n = next((k for k, (a, b) in enumerate(zip(kept, events, strict=False), start=1) if a != b), None)
    n = n or min(len(kept), len(events)) + 1
    checks.append(
        Check(
            "diary",
            ok=same,
            says=Text(f"{path.name} and {files.LOG} say the same.", f"{path.name} och {files.LOG} säger samma sak.")
            if same
            else Text(
                f"{files.LOG}, line {n}: {path.name} has something else here.",
                f"{files.LOG}, rad {n}: {path.name} har något annat här.",
            ),
        )
    )


def _started(checks: list[Check], protocol: Protocol, commitment: Commitment, events: tuple[Event, ...]) -> None:
    """Protocol and commitment against what was written into the diary at the start."""
    starts = [each for each in events if isinstance(each.body, Started)]
    if not starts:
        checks.append(told("started", "The trial has not started.", "Försöket har inte startat."))
        return
    for event in starts:
        checks += _start_differs(event, protocol, commitment)
    if not any(each.what == "started" for each in checks):
        day = starts[0].local[:10]
        checks.append(
            good(
                "started",
                f"Protocol and commitment are those written into the diary on {day}, before the first night.",
                f"Protokoll och åtagande är de som infördes i dagboken {day}, före första natten.",
            )
        )


def _start_differs(event: Event, protocol: Protocol, commitment: Commitment) -> Iterator[Check]:
    body = event.body
    assert isinstance(body, Started)
    place = Text(f"{files.LOG}, line {event.number}", f"{files.LOG}, rad {event.number}")
    pairs = (
        (body.protocol == protocol.digest, files.PROTOCOL, files.PROTOCOL),
        (body.commitment == commitment.commitment, files.COMMITMENT, files.COMMITMENT),
        (
            (body.periods, body.nights) == (protocol.design.periods, protocol.design.nights),
            "the length of the periods in the protocol",
            "periodernas längd i protokollet",
        ),
    )
    for same, en, sv in pairs:
        if not same:
            yield bad(
                "started",
                f"{place.en}: the diary was started with something else than {en}.",
                f"{place.sv}: dagboken startades med något annat än {sv}.",
            )
    if body.first_night < _local_day(event) - timedelta(days=1):
        yield bad(
            "started",
            f"{place.en}: the first night lies before the start was written.",
            f"{place.sv}: första natten ligger före starten.",
        )


def _local_day(event: Event) -> date:
    return date.fromisoformat(event.local[:10])


def _key(checks: list[Check], path: Path, *, wanted: bool) -> Key | None:
    """The key, where it has been revealed and can be read."""
    if path.exists() and _is_locked(path):
        checks.append(
            told(
                "key",
                f"{path.name} is locked with a passphrase, so the order cannot be checked yet.",
                f"{path.name} är låst med en lösenfras, så ordningen går inte att kontrollera än.",
            )
        )
        return None
    if path.exists() or wanted:
        return _read(checks, "key", path, read_key)
    checks.append(
        told(
            "key",
            "The key has not been revealed, so the order cannot be checked yet.",
            "Nyckeln har inte lämnats ut, så ordningen går inte att kontrollera än.",
        )
    )
    return None


def _is_locked(path: Path) -> bool:
    try:
        read_locked(files.read_file(path), path.name)
    except BadInput:
        return False
    return True


def _opens(
    checks: list[Check], protocol: Protocol, commitment: Commitment, key: Key | None, *, hidden: bool
) -> tuple[int, ...] | None:
    """That protocol, commitment and key belong together; the order, where the key is there, in words unless hidden."""
    found = mismatches(protocol, commitment, key)
    checks += [bad("seal", f"{where}: {says.en}", f"{where}: {says.sv}") for where, says in found]
    if found or key is None:
        return None
    opened = allocate(protocol, bytes.fromhex(key.secret))
    order = "" if hidden else labels(opened.sequence)
    en, sv = f" Order: {order} (A active, P placebo).", f" Ordning: {order} (A aktiv, P placebo)."
    checks.append(
        good(
            "seal",
            f"The key opens the commitment.{en if order else ''}",
            f"Nyckeln öppnar åtagandet.{sv if order else ''}",
        )
    )
    return opened.sequence


def _answer(path: Path, events: tuple[Event, ...]) -> Iterator[Check]:
    answers = [each for each in events if isinstance(each.body, Answered)]
    if not path.exists():
        if answers:
            yield told("answer", f"{path.name} is not in this folder.", f"{path.name} finns inte i mappen.")
        return
    if not answers:
        yield bad(
            "answer",
            f"{path.name}: the diary knows of no answer.",
            f"{path.name}: dagboken känner inte till något svar.",
        )
        return
    last = answers[-1]
    assert isinstance(last.body, Answered)
    try:
        content = files.read_file(path)
        value = read_json(content, path.name)
    except BadInput as error:
        yield from wrong("answer", error.problems)
        return
    same = digest(value) == last.body.answer and pretty(value) == content
    yield Check(
        "answer",
        ok=same,
        says=Text(f"{path.name} is the answer in the diary.", f"{path.name} är svaret i dagboken.")
        if same
        else Text(
            f"{path.name}: not the answer that line {last.number} of {files.LOG} names; it was changed.",
            f"{path.name}: inte svaret som rad {last.number} i {files.LOG} anger; det har ändrats.",
        ),
    )


def _recomputed(
    checks: list[Check], path: Path, events: tuple[Event, ...], sealed: tuple[Protocol, tuple[int, ...]]
) -> Iterator[Check]:
    """The answer against one computed anew: whoever can write the log can also write another answer into it."""
    broken = any(each.ok is False and each.what in {"chain", "started"} for each in checks)
    if broken or not path.exists() or not any(isinstance(each.body, Answered) for each in events):
        return
    from stilla.trial.recompute import recomputed  # noqa: PLC0415  # the whole analysis, only where there is an answer

    yield from recomputed(path, events, *sealed)


def _openings(events: tuple[Event, ...], *, revealed: bool) -> Iterator[Check]:
    """Who opened the seal, and when. That is told, not judged; a key without an opening, or answers after it, is."""
    first = next((each.number for each in events if isinstance(each.body, Opened)), None)
    if first is None and revealed:
        yield bad(
            "opened",
            f"{files.KEY} lies here, but the diary knows of no opening: entries were taken out, or somebody looked.",
            f"{files.KEY} ligger här, men dagboken känner inte till någon kodbrytning: anteckningar har tagits bort, "
            "eller någon har tittat.",
        )
    for event in events:
        if first is not None and event.number > first and isinstance(event.body, Night | Dose | Guess):
            yield bad(
                "opened",
                f"{files.LOG}, line {event.number}: an answer was written after the seal had been opened.",
                f"{files.LOG}, rad {event.number}: ett svar skrevs efter att förseglingen öppnats.",
            )
        if isinstance(event.body, Opened):
            early = (
                Text("in an emergency", "i ett nödläge")
                if event.body.emergency
                else Text("for the answer", "för svaret")
            )
            day = event.local[:10]
            yield told(
                "opened",
                f"{files.LOG}, line {event.number}: opened on {day}, {early.en}.",
                f"{files.LOG}, rad {event.number}: öppnat {day}, {early.sv}.",
            )


def _software(protocol: Protocol) -> Check:
    named = f"{protocol.software.name} {protocol.software.version}"
    if protocol.software.engine == engine_digest():
        return told(
            "software",
            f"The analysis of this computer is the one that was sealed ({named}).",
            f"Analysen på den här datorn är den som förseglades ({named}).",
        )
    return told(
        "software",
        f"The analysis of this computer is another version than the one that was sealed ({named}).",
        f"Analysen på den här datorn är en annan version än den som förseglades ({named}).",
    )
