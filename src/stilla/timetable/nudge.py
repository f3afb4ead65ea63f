"""Earlier or later: the next time for a dose in one direction that keeps every distance, or what is in the way."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from stilla.text import Text
from stilla.timetable.day import Separation, Timetable
from stilla.timetable.explain import binding, listed
from stilla.timetable.room import DAY, STEP
from stilla.timetable.solve import solve

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from stilla.timetable.day import Wishes

BY = 30
"""Minutes of a step; further where a nearer time does not fit."""

_IN_THE_WAY = {
    -1: Text("No earlier time fits. In the way: {what}.", "Ingen tidigare tid passar. I vägen: {what}."),
    1: Text("No later time fits. In the way: {what}.", "Ingen senare tid passar. I vägen: {what}."),
}
_EDGE = {
    -1: Text(
        "An earlier time would come before your day begins.", "En tidigare tid skulle hamna innan ditt dygn börjar."
    ),
    1: Text("A later time would come after your day ends.", "En senare tid skulle hamna efter att ditt dygn är slut."),
}
_APART = {
    -1: Text(
        "No earlier time leaves enough hours between the two doses.",
        "Ingen tidigare tid lämnar tillräckligt med timmar mellan de två doserna.",
    ),
    1: Text(
        "No later time leaves enough hours between the two doses.",
        "Ingen senare tid lämnar tillräckligt med timmar mellan de två doserna.",
    ),
}


class Nudged(msgspec.Struct, frozen=True):
    """A dose moved: the wish that brings it to `at`; or, with `at` None, what is in the way."""

    at: int | None
    preferred: int | None = None
    """Minutes after midnight, for `Wishes.preferred`."""
    blocked_by: tuple[Separation, ...] = ()
    says: Text | None = None


def nudge(separations: Sequence[Separation], wishes: Wishes, which: int, way: int) -> Nudged:
    """The next time for one dose, at least half an hour earlier or later, within the person's day.

    Args:
        separations: as for `solve`.
        wishes: those of the day as it stands.
        which: the place of the dose in the order of the day.
        way: -1 for earlier, 1 for later.

    Two doses move together: one wish places both, as near twelve hours apart as fits.

    >>> from stilla.timetable.day import Separation, Wishes
    >>> late = Separation(1260, "gabapentin", "gabapentin", before=120, after=120)
    >>> nudge([late], Wishes(bedtime=1350, waketime=390), 0, 1).says.en
    'No later time fits. In the way: gabapentin 21:00: at least 2 h before magnesium, or at least 2 h after it.'
    """
    at = solve(separations, wishes).doses[which].at
    targets = list(_targets(at, wishes, way))
    for target in targets:
        for preferred in (target, (target + DAY // 2) % DAY)[: wishes.count]:
            moved = solve(separations, msgspec.structs.replace(wishes, preferred=preferred)).doses
            if moved and moved[which].at == target:
                return Nudged(target, preferred)
    if not targets:
        return Nudged(None, says=_EDGE[way])
    blocked = tuple(each for each in sorted(separations) if each.forbidden >> targets[0] & 1)
    if not blocked:
        return Nudged(None, says=_APART[way])
    what = listed(binding(Timetable((), blocked, asleep_only=False, free=())))
    said = _IN_THE_WAY[way]
    return Nudged(None, blocked_by=blocked, says=Text(said.en.format(what=what.en), said.sv.format(what=what.sv)))


def _targets(at: int, wishes: Wishes, way: int) -> Iterator[int]:
    """The times in one direction, the nearest first, from the start of the person's day to its end."""
    bed = wishes.asleep[0] if wishes.asleep else wishes.dawn
    place, length = (at - wishes.dawn) % DAY, (bed - wishes.dawn) % DAY or DAY
    reach = place if way < 0 else length - STEP - place
    for distance in range(BY, reach + 1, STEP):
        yield (at + way * distance) % DAY
