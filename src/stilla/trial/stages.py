"""The way from the run-in to the answer: what is done, what is now, what comes later. Nothing of an effect."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Literal, get_args

import msgspec

from stilla.trial.run_in import best_window
from stilla.trial.status import guesses_due

if TYPE_CHECKING:
    from stilla.diary.record import Record
    from stilla.trial.next_step import Folder

StageId = Literal["run-in", "forecast", "protocol", "helper", "start", "mornings", "guesses", "answer"]
STAGES: tuple[StageId, ...] = get_args(StageId)
Place = Literal["done", "now", "later"]


class Stage(msgspec.Struct, frozen=True):
    """One stretch of the way."""

    id: StageId
    place: Place


def stages(record: Record, night: date, folder: Folder) -> tuple[Stage, ...]:
    """Where a trial is on its way.

    Args:
        record: the diary.
        night: the latest night that can have been answered.
        folder: which files are there.
    """
    now = _now(record, night, folder)
    reached = max(map(STAGES.index, now), default=len(STAGES))
    first = min(map(STAGES.index, now), default=len(STAGES))

    def place(n: int, each: StageId) -> Place:
        if each in now:
            return "now"
        return "done" if n < first or (n < reached and record.started is None) else "later"

    return tuple(Stage(each, place(n, each)) for n, each in enumerate(STAGES))


def _now(record: Record, night: date, folder: Folder) -> tuple[StageId, ...]:
    """What can be done now: at times two things side by side."""
    if record.answered is not None:
        return ()
    if record.started is None:
        if best_window(record, night).left:
            return ("run-in",)
        if not folder.protocol:
            return "forecast", "protocol"
        return ("start",) if folder.commitment else ("helper", "start")
    due: tuple[StageId, ...] = ("guesses",) if guesses_due(record, night) else ()
    if record.state(night) in {"stopped", "over"}:
        return due or ("answer",)
    return ("mornings", *due)
