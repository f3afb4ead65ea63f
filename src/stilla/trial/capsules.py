"""When the capsules are taken: at the one time that keeps every distance to the person's medicines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stilla.findings import wishes_of
from stilla.plan import plan_for
from stilla.timetable.room import clock

if TYPE_CHECKING:
    from stilla.findings import Assessment
    from stilla.knowledge.store import Knowledge
    from stilla.person import Person


def capsule_time(person: Person, found: Assessment, knowledge: Knowledge) -> str | None:
    """The time of a day's capsules, as the timetable of `stilla plan` lays it out; None where there is none.

    Args:
        person: as the person file says.
        found: the check of that person.
        knowledge: for the sentences of the plan.

    Returns:
        The time on the clock, 21:30. All capsules of a day are taken at once.
    """
    layout = plan_for(found, person, knowledge, wishes_of(person)).layout
    doses = () if layout is None else layout.timetable.doses
    return clock(doses[0].at) if doses else None
