"""A finished trial becomes arrays, and the arrays an answer: by the sealed plan, with nothing chosen afterwards."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import msgspec
import numpy as np

from stilla.analysis.answer import Answer, Known, Sealed, answer
from stilla.analysis.asked import Asked
from stilla.analysis.blinding import Blinding, Guess, blinding
from stilla.analysis.decision import Probabilities
from stilla.analysis.looks import Look, Looks, look
from stilla.analysis.missingness import Missingness, Night, missingness
from stilla.analysis.other_outcomes import answer_other
from stilla.analysis.sensitivity import Marks
from stilla.analysis.series import Series, series
from stilla.diary.events import Opened, Stopped
from stilla.diary.nights import latest_morning
from stilla.errors import refuse

if TYPE_CHECKING:
    from collections.abc import Sequence
    from zoneinfo import ZoneInfo

    from stilla.analysis.arrays import BoolArray
    from stilla.analysis.missingness import State, Taken
    from stilla.diary.events import Event
    from stilla.diary.events import Night as Entry
    from stilla.diary.record import Record, Standing
    from stilla.trial.protocol import Protocol

_SATURDAY = 5


class Finished(msgspec.Struct, frozen=True):
    """The answer with what stands around it."""

    answer: Answer
    missingness: Missingness
    nights: int
    """Nights planned."""
    last: date
    """The last night that counts."""
    stopped: str | None
    """Why it ended early; None where it ran its course."""
    stopped_for_harm: bool
    """Stopped by a rule, by a look, or by the person because of harm: that comes before any figure."""
    opened_early: bool
    """Somebody knew the allocation before the end."""

    @property
    def ended_early(self) -> bool:
        """Whether nights are missing at the end."""
        return self.answer.n.rows < self.nights


def asked_of(protocol: Protocol) -> Asked:
    """The sealed question."""
    return Asked(protocol.mid, protocol.outcome.better, protocol.priors, protocol.thresholds)


def last_night(record: Record, events: Sequence[Event], where: ZoneInfo) -> date:
    """The last night that counts: that of the last period, or the last one slept when it was stopped or opened.

    Raises:
        BadInput: the trial has not started.
    """
    planned = record.last_night
    if planned is None:
        raise refuse("", "This trial has not started.", "Försöket har inte startat.")
    # The first end counts: after an emergency opening nobody was blinded, and no capsules are taken after a stop.
    ends = [each.moment for each in events if isinstance(each.body, Stopped) or _is_emergency(each)]
    return min(planned, latest_morning(ends[0], where)) if ends else planned


def _is_emergency(event: Event) -> bool:
    return isinstance(event.body, Opened) and event.body.emergency


def arrays(record: Record, protocol: Protocol, sequence: Sequence[int], last: date) -> tuple[Series, Marks]:
    """The nights from the first to `last` as arrays, with a weekend column; a night without a score is missing."""
    assert record.started is not None
    first = record.started.first_night
    days = [first + timedelta(days=n) for n in range(max((last - first).days + 1, 1))]
    entries = [record.nights.get(day) for day in days]
    scores = [np.nan if each is None or each.entry.score is None else float(each.entry.score) for each in entries]
    period = np.arange(len(days)) // protocol.design.nights
    active = np.array(sequence, float)[period]
    weekend = [[float(day.weekday() >= _SATURDAY)] for day in days]
    recalled = np.array([each is not None and each.entry.recalled for each in entries])
    marks = Marks(recalled, np.array([_taken(record, day, on) for day, on in zip(days, active, strict=True)]))
    return series(scores, active, np.arange(len(days)), period, weekend), marks


def _not_guessed(record: Record, sequence: Sequence[int], rows: int, nights: int) -> BoolArray | None:
    """(n,) rows of periods that were guessed wrong or not at all; None where there is no guess to go by."""
    if not record.guesses:
        return None
    names = ("comparator", "active")
    right = [
        (guess := record.guesses.get(k + 1)) is not None and guess.guess == names[arm] for k, arm in enumerate(sequence)
    ]
    out: BoolArray = ~np.array(right)[np.arange(rows) // nights]
    return out


def _taken(record: Record, day: date, on: float) -> float:
    """1 where active capsules were noted as taken, 0 where none or placebo; NaN where nothing is noted."""
    noted = record.doses.get(day)
    if noted is None:
        return float("nan")
    return on if noted.entry.taken in {"yes", "late"} else 0.0


def finish(
    record: Record, events: Sequence[Event], protocol: Protocol, sequence: tuple[int, ...], where: ZoneInfo
) -> Finished:
    """The answer of a trial whose allocation is known now.

    Args:
        record: the diary.
        events: the same, entry by entry.
        protocol: the sealed plan.
        sequence: what the key opened.
        where: the person's zone.

    Raises:
        BadInput: the trial has not started.
    """
    last = last_night(record, events, where)
    trial, marks = arrays(record, protocol, sequence, last)
    marks = msgspec.structs.replace(
        marks, not_guessed=_not_guessed(record, sequence, len(trial.y), protocol.design.nights), steps=_steps(protocol)
    )
    known = Known(marks, blinding_of(record, protocol, sequence), whitened=protocol.statistic == "whitened")
    sealed = Sealed(protocol.design, sequence)
    asked = asked_of(protocol)
    kind = protocol.outcome.kind
    found = (
        answer(trial, asked, sealed, known=known)
        if kind == "gaussian"
        else answer_other(trial, asked, kind, sealed, known)
    )
    return Finished(
        found,
        missingness(_nights(record, protocol, last), protocol.design, sequence),
        protocol.design.periods * protocol.design.nights,
        last,
        None if record.stopped is None else record.stopped.why,
        stopped_for_harm(record),
        _opened_early(record, events, last, where),
    )


def stopped_for_harm(record: Record) -> bool:
    """Whether a rule or a look ended the trial, or the person because of harm."""
    return record.stopped is not None and (record.stopped.by == "rule" or "harm" in record.stopped.why)


def _opened_early(record: Record, events: Sequence[Event], last: date, where: ZoneInfo) -> bool:
    """Whether somebody knew the order before the end: of the nights that count, or in an emergency of the plan."""
    planned = record.last_night or last
    return any(
        latest_morning(each.moment, where) < (planned if each.body.emergency else last)
        for each in events
        if isinstance(each.body, Opened)
    )


def _steps(protocol: Protocol) -> tuple[int, int] | None:
    """The ends of the score, where they are whole: the diary's scores are whole steps."""
    low, high = protocol.outcome.low, protocol.outcome.high
    return (int(low), int(high)) if low == int(low) and high == int(high) else None


def blinding_of(record: Record, protocol: Protocol, sequence: tuple[int, ...]) -> Blinding | None:
    """The guesses against the allocation; None where the trial was open."""
    if protocol.blinding == "open":
        return None
    guesses = [
        Guess(period, bool(sequence[period - 1]), guess.guess, guess.probability)
        for period, guess in sorted(record.guesses.items())
    ]
    return blinding(guesses, protocol.design, sequence)


def _nights(record: Record, protocol: Protocol, last: date) -> list[Night]:
    assert record.started is not None
    first = record.started.first_night
    out = []
    for n in range((last - first).days + 1):
        day = first + timedelta(days=n)
        standing, dose = record.nights.get(day), record.doses.get(day)
        taken: Taken = "unknown" if dose is None else dose.entry.taken
        out.append(Night(n // protocol.design.nights + 1, _state(standing), taken))
    return out


def _state(standing: Standing[Entry] | None) -> State:
    if standing is None:
        return "missing"
    if standing.entry.score is None:
        return "cannot"
    return "late" if standing.entry.recalled else "in_time"


def must_be_over(record: Record, night: date) -> None:
    """Refuse an answer before the end: whoever sees it could no longer be blind.

    Args:
        record: the diary.
        night: the date of the latest morning.

    Raises:
        BadInput: there are nights left, and nobody has stopped the trial or opened it in an emergency.
    """
    last = record.last_night
    if last is None:
        raise refuse("", "This trial has not started.", "Försöket har inte startat.")
    if record.ended is None and night < last:
        left = (last - night).days
        raise refuse(
            "",
            f"{left} nights are left. An answer now would end the blinding; [[to end the trial, use stilla trial "
            "stop|you may end the trial at any time]].",
            f"{left} nätter återstår. Ett svar nu skulle bryta blindningen; [[avsluta försöket med stilla trial "
            "stop|du får avsluta försöket när du vill]].",
        )


def look_at(record: Record, protocol: Protocol, sequence: tuple[int, ...], after: int) -> Look:
    """A look after a period, for harm and futility only; nothing of the size of an effect leaves this function.

    Raises:
        BadInput: not started, or over already; the plan has no such look, or the period is not over.
    """
    if record.started is None:
        raise refuse("", "This trial has not started.", "Försöket har inte startat.")
    if record.stopped is not None or record.opened or record.answered is not None:
        raise refuse("", "The trial is over already.", "Försöket är redan avslutat.")
    rule = Looks(protocol.looks.after, protocol.looks.harm, protocol.looks.futile)
    if after not in rule.after:
        planned = ", ".join(map(str, rule.after)) or "–"
        raise refuse(
            "--look",
            f"The plan looks after these periods: {planned}.",
            f"Planen tittar efter de här perioderna: {planned}.",
        )
    last = record.started.first_night + timedelta(days=after * protocol.design.nights - 1)
    if not any(night >= last for night in record.nights):
        raise refuse("--look", f"Period {after} is not over.", f"Period {after} är inte slut.")
    trial, _ = arrays(record, protocol, sequence, last)
    found = answer(trial, asked_of(protocol), whole=False)
    if found.too_little:
        return "continue"
    return look(Probabilities(found.p_benefit, found.p_mid, found.p_harm), rule)
