"""Diaries in one line, for the tests of what a trial does with them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from stilla.diary.chain import append
from stilla.diary.events import Began, Body, Night, Started
from stilla.diary.record import record_of

STOCKHOLM = ZoneInfo("Europe/Stockholm")
FIRST = date(2026, 11, 1)
TRIAL = date(2026, 11, 15)
"""The first night of the trial: the run-in is the first to the fourteenth."""


def began() -> Began:
    return Began("", "en", FIRST)


def started(periods: int = 4, nights: int = 5, *, fluid: bool | None = False) -> Started:
    return Started(TRIAL, "a" * 64, "b" * 64, FIRST, "go", periods, nights, fluid)


def run_in(score: int = 5, nights: int = 14) -> list[Body]:
    return [began(), *(Night(FIRST + timedelta(days=n), score=score) for n in range(nights))]


def written(*bodies: Body | list[Body], first: datetime | None = None):
    """The events, one a minute from noon of the first day or from `first`."""
    events = []
    moment = first or datetime.combine(FIRST, datetime.min.time(), UTC) + timedelta(hours=11)
    flat = [each for body in bodies for each in (body if isinstance(body, list) else [body])]
    for n, body in enumerate(flat):
        events.append(append(events, body, moment + timedelta(minutes=n), STOCKHOLM))
    return events


def kept(*bodies: Body | list[Body], first: datetime | None = None):
    return record_of(written(*bodies, first=first))


def morning(day: date, hour: int = 8, minute: int = 0) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=STOCKHOLM)
