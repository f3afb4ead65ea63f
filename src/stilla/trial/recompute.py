"""The answer once more, from the diary and the order that the key opened, against the one that was kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from stilla.analysis.answer import answer
from stilla.diary.events import Answered
from stilla.diary.record import record_of
from stilla.errors import BadInput, refuse
from stilla.trial import seal_files as files
from stilla.trial.answer import arrays, asked_of, last_night
from stilla.trial.checks import Check, bad, good, told, wrong
from stilla.trial.protocol import Protocol, engine_digest
from stilla.trial.strict import read_json

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from stilla.analysis.answer import Answer
    from stilla.diary.events import Event

CLOSE = 1e-9
"""Another processor adds in another order; nothing else may differ. For effects, times 1 + the size."""

CLOSE_ENDS = 1e-6
"""The same for the ends of the interval, which are found by a search that stops earlier."""


def recomputed(path: Path, events: Sequence[Event], protocol: Protocol, sequence: tuple[int, ...]) -> Iterator[Check]:
    """Whether the kept answer is the one that the diary gives.

    Args:
        path: of `answer.json`. Where it cannot be read at all, nothing is said of it here.
        events: the diary, with an answer in it.
        protocol: the sealed plan.
        sequence: what the key opened.
    """
    if protocol.software.engine != engine_digest():
        yield told(
            "recomputed",
            f"{path.name}: computed by another version, not compared.",
            f"{path.name}: uträknat av en annan version, inte jämfört.",
        )
        return
    if protocol.outcome.kind != "gaussian":
        yield told(
            "recomputed",
            f"{path.name}: not computed anew for this kind of outcome.",
            f"{path.name}: räknas inte om för den här sortens utfall.",
        )
        return
    try:
        kept = read_json(files.read_file(path), path.name)
    except BadInput:
        return
    try:
        differ = differences(kept, events, protocol, sequence)
    except BadInput as error:
        yield from wrong("recomputed", error.problems)
        return
    named = ", ".join(differ)
    if differ:
        yield bad(
            "recomputed",
            f"{path.name}: computed anew from the diary, this is different: {named}.",
            f"{path.name}: omräknat från dagboken blir det här annorlunda: {named}.",
        )
        return
    yield good(
        "recomputed",
        f"Computed anew from the diary: verdict, effect and probabilities are those of {path.name}.",
        f"Omräknat från dagboken: utslag, effekt och sannolikheter är de i {path.name}.",
    )


def differences(kept: object, events: Sequence[Event], protocol: Protocol, sequence: tuple[int, ...]) -> list[str]:
    """The fields of a kept answer that are others when it is computed anew; none where all are the same.

    What was written after the last answer does not count, since that answer could not know of it.

    Args:
        kept: the content of `answer.json`, as plain values.
        events: the diary, with an answer in it.
        protocol: the sealed plan; its outcome is a rating.
        sequence: what the key opened.

    Raises:
        BadInput: the trial has not started, the time zone does not exist, or the figures cannot be computed.
    """
    at = max(n for n, each in enumerate(events) if isinstance(each.body, Answered))
    known, last_answer = events[:at], events[at].body
    assert isinstance(last_answer, Answered)
    record = record_of(known)
    last = last_night(record, known, _zone(events[at].zone))
    trial, _ = arrays(record, protocol, sequence, last)
    found = answer(trial, asked_of(protocol), whole=False)
    out = list(_differing(_part(kept, "answer"), found))
    if last_answer.verdict != found.verdict:
        out.append("log.jsonl: verdict")
    return out


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise refuse("log.jsonl", "There is no such time zone.", "Det finns ingen sådan tidszon.") from error


def _part(value: object, name: str) -> Any:
    return value.get(name) if isinstance(value, dict) else None


def _differing(kept: object, found: Answer) -> Iterator[str]:
    if _part(kept, "verdict") != found.verdict:
        yield "verdict"
    effect = _part(kept, "effect")
    for name, near in (("mean", CLOSE), ("sd", CLOSE), ("lo", CLOSE_ENDS), ("hi", CLOSE_ENDS)):
        value = getattr(found.effect, name)
        if not _is_near(_part(effect, name), value, near * (1 + abs(value))):
            yield f"effect.{name}"
    for name in ("p_benefit", "p_mid", "p_harm"):
        if not _is_near(_part(kept, name), getattr(found, name), CLOSE):
            yield name
    counts = _part(kept, "n")
    for name in ("rows", "observed", "active", "comparator", "periods"):
        if not _is_near(_part(counts, name), getattr(found.n, name), 0):
            yield f"n.{name}"


def _is_near(kept: object, found: float, most: float) -> bool:
    # Compared, never subtracted: a changed file may hold a whole number that no float can hold.
    return isinstance(kept, int | float) and not isinstance(kept, bool) and found - most <= kept <= found + most
