"""Reminders without a server: which times, from when to when, and the two forms they leave in. The same at every door.

A trial decides first: while it runs its doses end with it, and outside the nights with capsules there is no reminder
of a dose. Without a trial there is one only where the plan says that nothing speaks against a try.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from stilla.diary.nights import latest_morning
from stilla.errors import refuse
from stilla.interfaces.drawn.calendar_file import DAYS, Daily, calendar
from stilla.plan import Try
from stilla.timetable.clock import DatedTimetable
from stilla.timetable.room import minutes
from stilla.today import clock_changes

if TYPE_CHECKING:
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from stilla.diary.record import Record
    from stilla.interfaces.asked.plan import Planning
    from stilla.person import Person
    from stilla.text import Language

MORNING = 7 * 60
"""The entry of the morning, where no time of getting up is known."""
MORNINGS = frozenset({"run-in", "running", "paused"})
"""States of a diary in which each morning is asked for."""


class Reminders(NamedTuple):
    """What there is to remind of. Doses in minutes after midnight; none where there is nothing to take."""

    doses: tuple[int, ...]
    first: date
    last: date
    """The last day of the doses."""
    mornings: tuple[date, date]
    """The first and the last morning of the diary."""
    changes: tuple[DatedTimetable, ...]
    zone: str
    with_trial: bool
    """Whether they end with a trial."""

    def at(self, morning: int | None) -> tuple[Daily, ...]:
        """Every daily reminder: the doses, then the morning where one is wished for."""
        doses = tuple(Daily(dose, self.first, self.last) for dose in self.doses)
        return doses if morning is None else (*doses, Daily(morning, *self.mornings))


def reminders_of(planning: Planning | None, record: Record, clock: tuple[datetime, ZoneInfo]) -> Reminders:
    """What there is to remind of from today on.

    Args:
        planning: the plan; None where nothing is known of the person.
        record: the diary, which may be empty.
        clock: the moment and the zone.
    """
    moment, where = clock
    today, zone = moment.astimezone(where).date(), str(where)
    state, last_night = record.state(latest_morning(moment, where)), record.last_night
    end = today + timedelta(days=DAYS - 1)
    running = state == "running" and last_night is not None
    # The capsules of a night are taken on the evening before the morning that names it.
    last = last_night - timedelta(days=1) if running and last_night is not None else end
    trial_end = last_night if last_night is not None and state in MORNINGS else None
    layout = None if planning is None else planning.layout
    takes = layout is not None and planning is not None and _takes(planning, state)
    doses = tuple(each.at for each in layout.timetable.doses) if layout is not None and takes else ()
    changes = clock_changes(layout, today, (last - today).days + 1, zone) if layout is not None and doses else ()
    mornings = (today + timedelta(days=1), trial_end or end + timedelta(days=1))
    return Reminders(doses, today, last, mornings, changes, zone, with_trial=trial_end is not None)


def _takes(planning: Planning, state: str) -> bool:
    """Whether there is something to take: the capsules of a trial that runs, else the dose of a plan.

    Nothing in the run-in or a pause, and nothing after a stop before somebody has looked at why.
    """
    if state == "running":
        return True
    return state in {"empty", "answered"} and isinstance(planning.plan, Try)


def usual_morning(person: Person | None) -> int:
    """When the diary is asked for: at the time of getting up, where it is known."""
    return MORNING if person is None or person.waketime is None else minutes(person.waketime)


def reminders_file(found: Reminders, morning: int | None, language: Language) -> bytes:
    """The calendar file.

    Raises:
        BadInput: there is nothing to remind of.
    """
    must_remind(found, morning)
    daily = None if morning is None else Daily(morning, *found.mornings)
    return calendar(found.doses, found.first, found.zone, language, found.changes, last=found.last, morning=daily)


def must_remind(found: Reminders, morning: int | None) -> None:
    """Refuse where there is nothing to remind of.

    Raises:
        BadInput: no dose and no morning.
    """
    if not any(each.days > 0 for each in found.at(morning)):
        raise refuse(
            "",
            "There is nothing to remind of: no dose has a time now, and no time was given for the morning.",
            "Det finns inget att påminna om: ingen dos har en tid just nu, och ingen tid är angiven för morgonen.",
        )
