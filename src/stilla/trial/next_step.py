"""The one thing to do now. Exactly one, so that nobody has to choose at half past six in the morning."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Literal

import msgspec

from stilla.diary.nights import latest_morning, night_of
from stilla.trial.run_in import best_window
from stilla.trial.status import guesses_due
from stilla.trial.stopping import needs_check

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from stilla.diary.record import Record

Do = Literal[
    "begin", "log", "run-in", "protocol", "helper", "start", "wait", "guess", "capsules", "resume", "check", "answer",
    "stopped", "answered",
]  # fmt: skip


class Folder(msgspec.Struct, frozen=True):
    """Which files of the trial are there."""

    protocol: bool = False
    commitment: bool = False


class Step(msgspec.Struct, frozen=True):
    """What to do. `text` is the id of its sentence; the others fill its gaps where they are not None."""

    do: Do
    text: str
    night: date | None = None
    period: int | None = None
    left: int | None = None


def next_step(record: Record, moment: datetime, where: ZoneInfo, folder: Folder) -> Step:
    """The one thing to do now.

    Args:
        record: the diary.
        moment: now, aware.
        where: the person's zone.
        folder: which files are there.
    """
    today = latest_morning(moment, where)
    match record.state(today):
        case "answered":
            return Step("answered", "trial-next-answered")
        case "stopped":
            return Step("stopped", _stopped(record))
        case "empty":
            return Step("begin", "trial-next-begin")
        case "paused":
            return _morning(record, today) or _paused(record)
        case "over":
            return _morning(record, today) or _guess(record, today) or Step("answer", "trial-next-answer")
        case "running":
            return _morning(record, today) or _guess(record, today) or _tonight(record, today, night_of(moment, where))
        case _:
            return _morning(record, today) or _before_start(record, today, folder)


def _morning(record: Record, today: date) -> Step | None:
    """This morning's answer, as long as its night belongs to the run-in or to a period."""
    last = record.last_night
    if today in record.nights or (last is not None and today > last):
        return None
    return Step("log", "trial-next-log", night=today)


def _guess(record: Record, today: date) -> Step | None:
    waiting = guesses_due(record, today)
    return Step("guess", "trial-next-guess", period=waiting[0]) if waiting else None


def _stopped(record: Record) -> str:
    """What was urgent when it was stopped comes first, for whoever asks a minute later."""
    if record.stopped is None:
        return "trial-next-opened"
    return "trial-next-stopped-rule" if record.stopped.by != "person" else "trial-next-stopped"


def _paused(record: Record) -> Step:
    if needs_check(record):
        return Step("check", "trial-resume-check")
    return Step("resume", "trial-resume-say")


def _tonight(record: Record, today: date, now: date) -> Step:
    """The capsules of the coming night. In the small hours that is still the night that has begun."""
    assert record.started is not None
    coming = max(now, today + timedelta(days=1))
    first = record.started.first_night
    if coming < first:
        return Step("wait", "trial-next-wait", night=first)
    period = record.period(coming)
    if period is None:
        return Step("answer", "trial-next-answer")
    return Step("capsules", "trial-next-capsules", night=coming, period=period)


def _before_start(record: Record, today: date, folder: Folder) -> Step:
    left = best_window(record, today).left
    if left:
        return Step("run-in", "trial-next-run-in", left=left)
    if not folder.protocol:
        return Step("protocol", "trial-next-protocol")
    if not folder.commitment:
        return Step("helper", "trial-next-helper")
    return Step("start", "trial-next-start")
