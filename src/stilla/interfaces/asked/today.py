"""What was taken today, dose by dose, and what then becomes of the rest of the day. The same for every door."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import msgspec

from stilla.errors import refuse
from stilla.interfaces.asked.plan import time_of
from stilla.today import MAGNESIUM, Said, rest_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from stilla.plan import Layout
    from stilla.today import Today

How = Literal["", "planned", "other", "missed"]


class Planned(msgspec.Struct, frozen=True):
    """A dose of today that can be spoken of: its name, and its minute after midnight."""

    name: str
    at: int


class Told(msgspec.Struct, frozen=True):
    """What is said of one dose. `other` is the time as it was written."""

    name: str
    at: int | None
    how: How
    other: str = ""


def doses_of_today(layout: Layout) -> tuple[Planned, ...]:
    """The doses of the day that a repair reckons with, in the order of the person's day."""
    medicines = {Planned(each.medicine, each.at) for each in layout.separations}
    magnesium = {Planned(MAGNESIUM, each.at) for each in layout.timetable.doses}
    dawn = layout.wishes.dawn
    return tuple(sorted(medicines | magnesium, key=lambda each: ((each.at - dawn) % 1440, each.name)))


def told(each: Told) -> Said | None:
    """What is said of a dose, as the day's repair takes it; None where nothing is said.

    Raises:
        BadInput: another time, but not which; or no time of day.
    """
    if each.how == "planned":
        return Said(each.name, each.at)
    if each.how == "missed":
        return Said(each.name, each.at, missed=True)
    if each.how == "other":
        if not each.other.strip():
            raise refuse(
                each.name, f"{each.name}: write the time, for example 09:30.", f"{each.name}: skriv tiden, som 09:30."
            )
        return Said(each.name, time_of(each.name, each.other))
    return None


def repaired(  # noqa: PLR0913  # a day, and all that is said of it
    layout: Layout | None, day: date, now: int, said: Sequence[Said], zone: str, *, rest: bool
) -> Today:
    """The rest of a day; refused where there is no plan to repair.

    Raises:
        BadInput: no time for magnesium on any day; what `rest_of` refuses.
    """
    if layout is None or not layout.timetable.doses:
        raise refuse(
            "",
            "There is no time for magnesium on any day, so there is nothing to move today.",
            "Det finns ingen tid för magnesium någon dag, så det finns inget att flytta i dag.",
        )
    return rest_of(layout, day, now, said, zone, rest_as_planned=rest)
