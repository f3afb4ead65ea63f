"""From a person that was read to a plan with its day: the same for every door."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import msgspec

from stilla.findings import Assessment, assess, wishes_of
from stilla.interfaces.forms.plan import PlanForm, plan_form
from stilla.interfaces.known.answers import UpperLevel, plan_message, upper_level
from stilla.plan import Ask, Layout, Plan, Planned, own_magnesium, plan_for
from stilla.reading.document import Written
from stilla.reading.fields import Notes
from stilla.text import Text
from stilla.timetable.clock import DatedTimetable
from stilla.timetable.picture import Day, day
from stilla.timetable.room import minutes
from stilla.today import clock_changes

if TYPE_CHECKING:
    from datetime import date

    from stilla.findings import Verdict
    from stilla.interfaces.forms.foods import FoodDayForm
    from stilla.knowledge.store import Knowledge
    from stilla.person import Person
    from stilla.reading.person_file import Read
    from stilla.text import Language
    from stilla.today import Today

SOON = 14
"""Days ahead in which a change of the clocks is worth a word today."""


class Planning(msgspec.Struct, frozen=True):
    """A plan with everything that is shown beside it."""

    plan: Plan
    layout: Layout | None
    """None where there is no dose that a time could be for."""
    day: Day | None
    found: Assessment
    message: Text
    upper: UpperLevel
    changes: tuple[DatedTimetable, ...]
    """The coming days on which a change of the clocks moves a dose."""
    clashes: tuple[Text, ...]
    """Magnesium taken already that comes too near a medicine."""
    assumptions: tuple[Text, ...]
    notes: tuple[Text, ...] = ()
    """What was laid out otherwise than wished; it stands among the assumptions, too."""

    @property
    def planned(self) -> Planned:
        """The plan and its day alone."""
        return Planned(self.plan, self.layout, self.notes)

    @property
    def verdict(self) -> Verdict:
        """Its sign and colour; where nothing but the amount speaks against it, to ask."""
        return "ask" if isinstance(self.plan, Ask) and self.found.verdict == "go" else self.found.verdict


class Wished(msgspec.Struct, frozen=True):
    """What somebody wishes of the day: doses, the time they would like, whose upper level is shown, and the zone."""

    doses: Literal[1, 2] = 1
    preferred: int | None = None
    authority: str = "se"
    zone: str = "Europe/Stockholm"


def make_plan(read: Read, knowledge: Knowledge, as_of: date, wished: Wished) -> Planning:
    """The plan of a person on a day.

    Raises:
        BadInput: wishes that make no day, or an unknown zone.
    """
    person = read.person
    found = assess(person, knowledge, as_of)
    planned = plan_for(found, person, knowledge, wishes_of(person, wished.doses, wished.preferred))
    layout = planned.layout
    return Planning(
        plan=planned.plan,
        layout=layout,
        day=None if layout is None else picture_of(layout, person),
        found=found,
        message=plan_message(planned.plan, found, person, knowledge),
        upper=upper_level(knowledge, wished.authority, person.age),
        changes=() if layout is None else clock_changes(layout, as_of, SOON, wished.zone),
        clashes=() if layout is None else own_magnesium(layout, knowledge),
        assumptions=read.assumptions + planned.notes,
        notes=planned.notes,
    )


def planning_form(
    planning: Planning,
    person: Person,
    language: Language,
    today: Today | None = None,
    diet: FoodDayForm | None = None,
) -> PlanForm:
    """A plan as published JSON, in one language."""
    return plan_form(
        planning.plan,
        planning.layout,
        planning.found,
        person,
        message=planning.message,
        assumptions=planning.assumptions,
        upper=planning.upper,
        language=language,
        today=today,
        changes=planning.changes,
        clashes=planning.clashes,
        diet=diet,
    )


def picture_of(layout: Layout, person: Person) -> Day:
    """The day of a plan as shapes."""
    kept = [(each.medicine, each.at, each.before, each.after) for each in layout.separations]
    bed, wake = (None if time is None else minutes(time) for time in (person.bedtime, person.waketime))
    return day(kept, [each.at for each in layout.timetable.doses], bed, wake)


def time_of(where: str | Text, written: str | None) -> int | None:
    """A time of day as it was written, in minutes after midnight.

    Raises:
        BadInput: it is not a time of day.
    """
    if written is None:
        return None
    notes = Notes(Written({}))
    time = notes.clock((where if isinstance(where, str) else where.en,), written)
    notes.finish()
    return None if time is None else minutes(time)
