"""The one thing to do now, as the first page and the page after an answer say it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from stilla.diary.nights import latest_morning
from stilla.interfaces.words.trial import step_text
from stilla.timetable.room import clock
from stilla.trial.next_step import Folder, next_step

if TYPE_CHECKING:
    from datetime import datetime

    from stilla.interfaces.asked.plan import Planning
    from stilla.interfaces.web.desk import Desk
    from stilla.text import Text
    from stilla.trial.next_step import Do, Step

PLACES: dict[Do, str] = {
    "begin": "/morning",
    "log": "/morning",
    "protocol": "/trial",
    "helper": "/trial",
    "start": "/trial",
    "guess": "/trial",
    "resume": "/trial",
    "check": "/check",
    "answer": "/trial/answer",
    "stopped": "/trial/answer",
    "answered": "/trial/answer",
}
"""Where each thing is done; nothing for what is done away from the computer."""


class Now(msgspec.Struct, frozen=True):
    """A step, its sentence, and the page on which it is done; empty where there is none."""

    step: Step
    text: Text
    place: str
    goes_on: bool
    """Whether an answer is still asked for each morning."""
    capsules: bool
    """Whether there are capsules that one may stop taking."""


def now_of(desk: Desk) -> Now:
    """The one thing to do now.

    Raises:
        BadInput: a damaged diary.
    """
    trial = desk.trial.folder
    folder = Folder((trial / "protocol.json").exists(), (trial / "commitment.json").exists())
    step = next_step(desk.record, *desk.clock, folder)
    state = desk.record.state(latest_morning(*desk.clock))
    return Now(
        step,
        step_text(step, desk.knowledge),
        PLACES.get(step.do, ""),
        state in {"run-in", "running", "paused"},
        state in {"running", "paused"},
    )


def next_dose(planned: Planning, now: datetime) -> tuple[bool, str] | None:
    """The next time of a plan that says to try it: whether it is tomorrow's, and the clock; None where there is none.

    Args:
        planned: a plan and its day.
        now: what the clock on the wall shows.
    """
    from stilla.plan import Try  # noqa: PLC0415  # only where a plan is asked for

    if not isinstance(planned.plan, Try) or planned.layout is None or not planned.layout.timetable.doses:
        return None
    times = sorted(each.at for each in planned.layout.timetable.doses)
    later = [each for each in times if each >= 60 * now.hour + now.minute]
    return (False, clock(later[0])) if later else (True, clock(times[0]))
