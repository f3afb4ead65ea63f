"""Opening the seal: when it may be done, and what the diary then says. The same for every door."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stilla.diary.events import Answered, Look, Opened, Stopped
from stilla.diary.nights import latest_morning
from stilla.diary.record import record_of
from stilla.errors import refuse
from stilla.trial.answer import look_at, must_be_over
from stilla.trial.status import guesses_due

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from stilla.analysis.looks import Look as Outcome
    from stilla.diary.events import Body, Event
    from stilla.trial.protocol import Protocol
    from stilla.trial.seal import Commitment


def must_be_ready(events: Sequence[Event], now: datetime, where: ZoneInfo, *, without_guesses: bool) -> None:
    """Refuse an opening before the end, and before every guess is made.

    Args:
        events: the diary.
        now: aware.
        where: the person's zone.
        without_guesses: open although guesses are missing.

    Raises:
        BadInput: nights are left, or periods to guess.
    """
    record = record_of(events)
    night = latest_morning(now, where)
    must_be_over(record, night)
    waiting = guesses_due(record, night)
    if waiting and not without_guesses and not record.opened:
        periods = ", ".join(map(str, waiting))
        raise refuse(
            "",
            f"First guess what these periods were: {periods}[[ (stilla trial guess)|]]. Once opened, it is too late. "
            "[[With --without-guesses it is opened anyway|You can also choose to open it without them]].",
            f"Gissa först vad de här perioderna var: {periods}[[ (stilla trial guess)|]]. När det är öppnat är det för "
            "sent. [[Med --without-guesses öppnas det ändå|Du kan också välja att öppna utan dem]].",
        )


def opener_of(who: str, commitment: Commitment) -> str:
    """Who opens: as said, else the helper of the commitment, else whoever holds the key; never nobody."""
    return who.strip() or commitment.helper or "the key holder"


def opened(events: Sequence[Event], who: str) -> tuple[Body, ...]:
    """What to enter at the opening for the answer: once, however often the answer is asked for."""
    if any(isinstance(each.body, Opened) and not each.body.emergency for each in events):
        return ()
    return (Opened(" ".join(who.split())[:200], "the trial is over"),)


def answered(events: Sequence[Event], verdict: str, digest: str) -> tuple[Body, ...]:
    """What to enter for an answer; the same one again changes nothing."""
    answers = [each.body for each in events if isinstance(each.body, Answered)]
    return () if answers and answers[-1].answer == digest else (Answered(verdict, digest),)


def looked(
    events: Sequence[Event], protocol: Protocol, sequence: tuple[int, ...], period: int
) -> tuple[Outcome, tuple[Body, ...]]:
    """What a look after a period says, and what to enter: harm stops the trial.

    A look is made once: the same nights looked at again would be another chance to stop.

    Raises:
        BadInput: the plan has no such look, or the period is not over.
    """
    record = record_of(events)
    made: list[Outcome] = [each.outcome for each in record.looks if each.after_period == period]
    if made:
        return made[0], ()
    outcome = look_at(record, protocol, sequence, period)
    stop = (Stopped("look-harm", by="helper"),) if outcome == "stop-harm" else ()
    return outcome, (Look(period, outcome), *stop)
