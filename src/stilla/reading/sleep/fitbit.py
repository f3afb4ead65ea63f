"""Fitbit's sleep logs: of its programming interface (`{"sleep": [...]}`) or of Takeout (the list alone).

Times are those of the wall clock, without a zone. The stages follow each other, so of a time that the clock showed
twice the reading is taken that does not go back. Its short awakenings lie over the stages and are taken off the sleep.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from stilla.diary.sleep import Slept, Span, Stage, key_of
from stilla.reading.sleep.item import (
    TWICE,
    aside,
    between,
    checked,
    instant_of,
    known_wait,
    moment_of,
    nth_of,
    whole,
    zone_assumed,
)  # fmt: skip

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from stilla.reading.sleep.item import How, Item
    from stilla.text import Text

STAGES: dict[str, Stage] = {
    "asleep": "asleep", "restless": "restless", "awake": "awake", "wake": "awake", "light": "light", "deep": "deep",
    "rem": "rem",
}  # fmt: skip
_SLACK = timedelta(minutes=2)
"""The ends of the stages and of the log are rounded differently."""


def is_fitbit(document: Any) -> bool:
    """Whether a JSON document holds sleep logs of Fitbit, or an empty list of them."""
    if isinstance(document, dict):
        logs = document.get("sleep")
        summary = document.get("summary")
        if logs == [] and isinstance(summary, dict) and "totalSleepRecords" in summary:
            return True
        document = logs
    return isinstance(document, list) and any(isinstance(each, dict) and "dateOfSleep" in each for each in document)


def read_fitbit(document: Any, name: str, how: How) -> Iterator[Item]:
    """Every log of a document."""
    logs = document["sleep"] if isinstance(document, dict) else document
    if logs:
        yield zone_assumed(how.zone)
    for number, each in enumerate(logs, 1):
        place = nth_of(name, number)
        if isinstance(each, dict):
            yield from _log(each, place, how)
        else:
            yield aside(place, "unreadable")


def _log(said: dict[str, Any], place: Text, how: How) -> Iterator[Item]:
    written = str(said.get("startTime", "")), str(said.get("endTime", ""))
    begins, ends = moment_of(written[0]), moment_of(written[1])
    if begins is None or ends is None:
        yield aside(place, "unreadable", written[begins is not None])
        return
    length = whole(said.get("duration"))
    lasts = None if length is None or abs(length) > _MOST_MS else timedelta(milliseconds=length)
    begin, end, doubtful = between(begins, ends, how.zone, lasts)
    levels = said.get("levels")
    spans = _spans(levels, begin, how) if isinstance(levels, dict) else ()
    if spans is None:
        yield aside(place, "unreadable", "levels")
        return
    bed = whole(said.get("timeInBed"))
    record = Slept(
        "Fitbit",
        begin,
        end,
        key_of("fitbit", "Fitbit", str(said.get("logId")), *written, str(said.get("minutesAsleep")), len(spans)),
        spans=spans,
        own_id=str(said.get("logId") or ""),
        zone=how.zone.key,
        zone_assumed=True,
        written=written,
        asleep=whole(said.get("minutesAsleep")),
        in_bed=round((end - begin).total_seconds() / 60) if bed is None else bed,
        latency=known_wait(whole(said.get("minutesToFallAsleep"))),
        # A log that is not the main one can be the second half of a broken night, so it is not called a nap.
        nap=False if said.get("isMainSleep") is True else None,
    )
    yield checked(record, place, how)
    if doubtful:
        yield TWICE


_MOST_MS = 10 * 86_400_000


def _spans(levels: dict[str, Any], begin: datetime, how: How) -> tuple[Span, ...] | None:
    """The stages, and the short awakenings over them; None where one cannot be read."""
    out: list[Span] = []
    for name in ("data", "shortData"):
        since = begin
        told = levels.get(name, [])
        if not isinstance(told, list):
            return None
        for each in told:
            if not isinstance(each, dict):
                return None
            moment, seconds = moment_of(each.get("dateTime")), whole(each.get("seconds"))
            stage = STAGES.get(str(each.get("level")))
            if moment is None or seconds is None or stage is None or not 0 <= seconds <= 86_400:
                return None
            start = instant_of(moment, how.zone, since - _SLACK)[0]
            since = start + timedelta(seconds=seconds)
            if seconds:
                out.append(Span(start, since, stage))
    return tuple(out)
