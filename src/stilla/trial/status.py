"""How far a trial has come. Never how it is going: nothing by period, no mean, no trend while it is blinded."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import msgspec

from stilla.diary.record import State
from stilla.trial.run_in import best_window

if TYPE_CHECKING:
    from collections.abc import Iterable

    from stilla.diary.events import Started
    from stilla.diary.record import Record


class Count(msgspec.Struct, frozen=True):
    """Mornings of a stretch of nights: expected so far, and what became of them. Missing is what is not there."""

    expected: int
    answered: int
    """With a score, in time."""
    late: int
    """With a score, later than noon of the day after."""
    cannot: int
    missing: int


class Adherence(msgspec.Struct, frozen=True):
    """Evenings with capsules so far, over the whole trial and never by period."""

    expected: int
    yes: int
    late: int
    no: int
    unsaid: int


class Status(msgspec.Struct, frozen=True):
    """How far a trial has come on a night."""

    state: State
    night: date
    run_in: Count
    run_in_left: int
    """Nights the run-in still needs, at the least."""
    trial: Count | None = None
    adherence: Adherence | None = None
    period: int | None = None
    """The period of this night, from 1; None outside the trial."""
    periods: int | None = None
    mornings_left: int | None = None
    last_night: date | None = None
    guesses_due: tuple[int, ...] = ()
    why: str = ""
    """Why it is paused or stopped, as a slug."""


def status_of(record: Record, night: date) -> Status:
    """How far a trial has come.

    Args:
        record: the diary.
        night: the latest night that can have been answered.
    """
    state = record.state(night)
    run_in = Status(state, night, _count(record, _run_in_nights(record, night)), best_window(record, night).left)
    started = record.started
    if started is None:
        return run_in
    last = record.last_night
    assert last is not None
    until = min(_until(record, night), last)
    nights = _nights(started.first_night, until)
    opened = "opened" if record.opened else ""
    stopped = record.stopped.why if record.stopped is not None else opened
    return msgspec.structs.replace(
        run_in,
        trial=_count(record, nights),
        adherence=_adherence(record, nights),
        period=record.period(_until(record, night)) or None,
        periods=started.periods,
        mornings_left=0 if state in {"stopped", "answered"} else max((last - max(night, _before(started))).days, 0),
        last_night=last,
        guesses_due=guesses_due(record, night),
        why=stopped or (record.pause.why if record.pause is not None else ""),
    )


def is_blinded(record: Record) -> bool:
    """Whether showing how the nights went could give the capsules away: from the start until the answer."""
    return record.started is not None and record.answered is None


def guesses_due(record: Record, night: date) -> tuple[int, ...]:
    """Periods that are over and not guessed."""
    started = record.started
    if started is None or record.opened:
        return ()
    night = _until(record, night)
    begun = range(1, started.periods + 1)
    over = (each for each in begun if started.first_night + timedelta(days=each * started.nights - 1) <= night)
    return tuple(each for each in over if each not in record.guesses)


def _until(record: Record, night: date) -> date:
    """A night, but none after the capsules ended: those are not missing, and their periods never were."""
    return night if record.ended is None else min(night, record.ended)


def _before(started: Started) -> date:
    return started.first_night - timedelta(days=1)


def _nights(first: date, last: date) -> tuple[date, ...]:
    return tuple(first + timedelta(days=each) for each in range((last - first).days + 1))


def _run_in_nights(record: Record, night: date) -> tuple[date, ...]:
    if record.first_night is None:
        return ()
    last = night if record.started is None else min(night, _before(record.started))
    return _nights(record.first_night, last)


def _count(record: Record, nights: tuple[date, ...]) -> Count:
    entries = [record.nights[each].entry for each in nights if each in record.nights]
    scored = [each for each in entries if each.score is not None]
    late = sum(each.recalled for each in scored)
    cannot = sum(each.cannot for each in entries)
    return Count(len(nights), len(scored) - late, late, cannot, len(nights) - len(scored) - cannot)


def _adherence(record: Record, nights: Iterable[date]) -> Adherence:
    said = [record.doses[each].entry.taken if each in record.doses else None for each in nights]
    return Adherence(len(said), said.count("yes"), said.count("late"), said.count("no"), said.count(None))
