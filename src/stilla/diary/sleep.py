"""Sleep as a device or an app recorded it, before anybody says which night it was.

It is a secondary measure: a ring or a watch counts minutes, and nobody's legs are asked. A vendor's own dates and
totals differ from those of the next one, so what is kept is the interval, and the night is ours to say
(`sleep_nights`). A figure that the source does not give is None, which means unknown and never zero.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Literal

import msgspec

from stilla.diary.canonical import digest
from stilla.text import Text

Stage = Literal["asleep", "light", "deep", "rem", "restless", "awake", "bed"]
"""What a piece of a night was: `asleep` where no depth is told; `restless` is counted as not asleep, as its makers do;
`bed` says nothing about sleep."""

ASLEEP: frozenset[Stage] = frozenset({"asleep", "light", "deep", "rem"})
NOT_ASLEEP: frozenset[Stage] = frozenset({"awake", "restless"})

LONGEST = timedelta(hours=24)
"""A longer stay in bed is an error of the file, or of its reading."""
EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
"""Before this no device recorded sleep; such a date is a clock that was never set."""
AHEAD = timedelta(days=1)
"""A device may be set to a zone ahead of this computer's; anything later lies in the future."""
MOST_AWAKE = 200
"""Awakenings; more in one night is an error."""

Fault = Literal[
    "unreadable", "backwards", "empty", "too-long", "too-early", "future", "contradicts", "no-time", "other-kind"
]
"""Why a record was set aside."""

FAULTS: dict[Fault, Text] = {
    "unreadable": Text("it cannot be read", "den går inte att läsa"),
    "backwards": Text("it ends before it begins", "den slutar innan den börjar"),
    "empty": Text("it has no length", "den har ingen längd"),
    "too-long": Text("it is longer than 24 hours", "den är längre än 24 timmar"),
    "too-early": Text("its date lies before the year 2000", "dess datum ligger före år 2000"),
    "future": Text("it lies in the future", "den ligger i framtiden"),
    "contradicts": Text("its figures contradict each other", "dess siffror säger emot varandra"),
    "no-time": Text("it says no time", "den anger ingen tid"),
    "other-kind": Text("its source says that it is not sleep", "källan säger att den inte är sömn"),
}


class Span(msgspec.Struct, frozen=True):
    """A piece of a night, instants in UTC."""

    begin: datetime
    end: datetime
    stage: Stage


class Slept(msgspec.Struct, frozen=True):
    """One record of a source. Instants are in UTC; `begin` and `end` are None where only a date is known."""

    source: str
    """Device or app, as the file names it."""
    begin: datetime | None
    end: datetime | None
    key: str
    """Hash of what the file says, however it was read: the same record twice has the same key."""
    spans: tuple[Span, ...] = ()
    whole: bool = True
    """A whole stay in bed; False: one piece of many, such as a single stage."""
    own_id: str = ""
    """The source's own number of the record; a later record with the same one replaces it."""
    zone: str = ""
    """IANA zone of the wall clock that showed it; empty where the file gives instants and no zone."""
    zone_assumed: bool = False
    """The file gives local times alone, and the zone is what the person said."""
    written: tuple[str, str] = ("", "")
    """Begin and end as the file has them."""
    night: date | None = None
    """The date of the morning, where the file gives a date and no times."""
    asleep: int | None = None
    """Minutes, as the source states them."""
    in_bed: int | None = None
    latency: int | None = None
    awakenings: int | None = None
    nap: bool | None = None
    """Whether the source says nap (True) or night (False)."""


def key_of(kind: str, source: str, *said: object) -> str:
    """The key of a record: a hash over what the file says of it.

    >>> key_of("csv", "ring", "2026-11-22 23:00") == key_of("csv", "ring", "2026-11-22 23:00")
    True
    """
    return digest([kind, source, *said])[:32]


def fault_of(record: Slept, now: datetime) -> Fault | None:
    """Why a record cannot be used, or None.

    Args:
        record: as it was read.
        now: the moment of the import, aware.
    """
    if record.begin is None or record.end is None:
        if record.night is None:
            return "no-time"
        noon = datetime(record.night.year, record.night.month, record.night.day, 12, tzinfo=UTC)
        timing = _when(noon, noon, now)
    elif record.end < record.begin:
        return "backwards"
    elif record.end == record.begin:
        return "empty"
    elif record.end - record.begin > LONGEST:
        return "too-long"
    else:
        timing = _when(record.begin, record.end, now)
    return timing or _figures(record)


def _when(begin: datetime, end: datetime, now: datetime) -> Fault | None:
    if begin < EARLIEST:
        return "too-early"
    return "future" if end > now + AHEAD else None


def _figures(record: Slept) -> Fault | None:
    minutes = [each for each in (record.asleep, record.in_bed, record.latency) if each is not None]
    if any(not 0 <= each <= LONGEST // timedelta(minutes=1) for each in minutes):
        return "contradicts"
    if record.awakenings is not None and not 0 <= record.awakenings <= MOST_AWAKE:
        return "contradicts"
    bed = record.in_bed
    if record.begin is not None and record.end is not None:
        between = (record.end - record.begin) / timedelta(minutes=1)
        # Sources round each of the two; further apart they are about different nights.
        if any(each > between + _ROUNDING for each in minutes):
            return "contradicts"
        if any(span.begin < record.begin - _LOOSE or span.end > record.end + _LOOSE for span in record.spans):
            return "contradicts"
    if bed is not None and record.asleep is not None and record.asleep > bed + _ROUNDING:
        return "contradicts"
    return None


_ROUNDING = 2
"""Minutes."""
_LOOSE = timedelta(minutes=_ROUNDING)
