"""The JSON of Oura, Withings and Google Fit: one document, small, decoded whole within a bound."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from stilla.diary.sleep import Slept, Span, Stage, key_of
from stilla.reading.sleep.apple import known_zone
from stilla.reading.sleep.item import (
    Unread,
    aside,
    checked,
    epoch,
    instant_of,
    known_wait,
    minutes_of,
    moment_of,
    name_of,
    nth_of,
    whole,
)  # fmt: skip

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stilla.reading.sleep.item import Aside, How, Item
    from stilla.text import Text

_NOT_SLEEP = {"rest", "deleted"}
"""What Oura's ring records and does not count as sleep."""
_FIT_ACTIVITY: dict[int, Stage] = {72: "asleep", 109: "light", 110: "deep", 111: "rem", 112: "awake"}
_FIT_SEGMENT: dict[int, Stage] = {1: "awake", 2: "asleep", 3: "awake", 4: "light", 5: "deep", 6: "rem"}
_NANO = 1_000_000_000


def read_oura(document: Any, name: str, how: How) -> Iterator[Item]:
    """Oura's sleep periods (API version 2)."""
    for number, each in enumerate(document["data"], 1):
        place = nth_of(name, number)
        yield _oura(each, place, how) if isinstance(each, dict) else aside(place, "unreadable")


def _oura(said: dict[str, Any], place: Text, how: How) -> Slept | Aside:
    kind = str(said.get("type"))
    if kind in _NOT_SLEEP:
        return aside(place, "other-kind", kind)
    written = str(said.get("bedtime_start", "")), str(said.get("bedtime_end", ""))
    begin, end = moment_of(written[0]), moment_of(written[1])
    if begin is None or end is None or begin.tzinfo is None or end.tzinfo is None:
        return aside(place, "unreadable", written[0])
    asleep, bed = minutes_of(said.get("total_sleep_duration")), minutes_of(said.get("time_in_bed"))
    # Only these two words are clear; "sleep" is any other period, which the hour and the length decide.
    nap = {"long_sleep": False, "late_nap": True}.get(kind)
    record = Slept(
        "Oura",
        instant_of(begin, how.zone)[0],
        instant_of(end, how.zone)[0],
        key_of("oura", "Oura", str(said.get("id")), *written, asleep, bed),
        own_id=name_of(said.get("id"), ""),
        written=written,
        asleep=asleep,
        in_bed=bed,
        latency=known_wait(minutes_of(said.get("latency"))),
        nap=nap,
    )
    return checked(record, place, how)


def read_withings(document: Any, name: str, how: How) -> Iterator[Item]:
    """Withings' summaries of sleep."""
    for number, each in enumerate(document["body"]["series"], 1):
        place = nth_of(name, number)
        yield _withings(each, place, how) if isinstance(each, dict) else aside(place, "unreadable")


def _withings(said: dict[str, Any], place: Text, how: How) -> Slept | Aside:
    begin, end = epoch(said.get("startdate")), epoch(said.get("enddate"))
    if begin is None or end is None:
        return aside(place, "unreadable", str(said.get("startdate")))
    data = said.get("data")
    told = data if isinstance(data, dict) else {}
    stages = [whole(told.get(f"{each}sleepduration")) for each in ("light", "deep", "rem")]
    # Older devices do not tell REM; without light and deep nothing is known.
    asleep = None if stages[0] is None or stages[1] is None else minutes_of(sum(each or 0 for each in stages))
    times, awake = whole(told.get("wakeupcount")), whole(told.get("wakeupduration"))
    record = Slept(
        "Withings",
        begin,
        end,
        key_of("withings", "Withings", str(said.get("id")), begin.isoformat(), end.isoformat(), asleep, times),
        own_id=str(said.get("id") or ""),
        zone=known_zone(name_of(said.get("timezone"), "")),
        written=(str(said.get("startdate")), str(said.get("enddate"))),
        asleep=asleep,
        in_bed=round((end - begin).total_seconds() / 60),
        latency=known_wait(minutes_of(told.get("durationtosleep"))),
        awakenings=None if times == 0 and awake else times,  # awake for a while, never: it was not counted
    )
    return checked(record, place, how)


def read_google_fit(document: Any, name: str, how: How) -> Iterator[Item]:
    """Google Fit's segments, of its programming interface (`point`) or of Takeout (`Data Points`)."""
    points = document.get("point", document.get("Data Points"))
    for number, each in enumerate(points, 1):
        yield _segment(each, nth_of(name, number), how)


def _segment(said: Any, place: Text, how: How) -> Item:
    if not isinstance(said, dict):
        return aside(place, "unreadable")
    values = said.get("value", said.get("fitValue"))
    first = values[0] if isinstance(values, list) and values else None
    inner = first.get("value", first) if isinstance(first, dict) else None
    number = whole(inner.get("intVal")) if isinstance(inner, dict) else None
    table = _FIT_SEGMENT if "sleep" in str(said.get("dataTypeName")) else _FIT_ACTIVITY
    if number is None:
        return aside(place, "unreadable")
    stage = table.get(number)
    if stage is None:
        return Unread("Google Fit: other than sleep")
    begin, end = epoch(said.get("startTimeNanos"), _NANO), epoch(said.get("endTimeNanos"), _NANO)
    if begin is None or end is None:
        return aside(place, "unreadable", str(said.get("startTimeNanos")))
    origin = str(said.get("originDataSourceId", ""))
    source = name_of(f"Google Fit {origin.rsplit(':', 2)[-2]}" if origin.count(":") >= 2 else "", "Google Fit")
    record = Slept(
        source,
        begin,
        end,
        key_of("google-fit", source, begin.isoformat(), end.isoformat(), stage),
        spans=(Span(begin, end, stage),),
        whole=False,
        written=(str(said.get("startTimeNanos")), str(said.get("endTimeNanos"))),
    )
    return checked(record, place, how)
