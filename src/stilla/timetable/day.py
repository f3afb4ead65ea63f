"""What the timetable is made from and what it is: frozen values, times in minutes after midnight.

Two distances stand at every dose of a medicine, both from the medicine's side as in the rules: it is taken at least
`before` minutes before magnesium, or at least `after` minutes after it.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from stilla.errors import refuse
from stilla.text import Text
from stilla.timetable.room import ALL, DAY, arc, forbidden

APART = 4 * 60
"""Least minutes between two doses of magnesium unless wished otherwise: our own choice, two doses are two occasions."""
LEAST_APART = 60
"""Minutes. Anything closer is one double dose."""
EVENING_BEFORE_BED = 2 * 60
"""Minutes before bedtime at which the evening dose is placed where no meal and no wish says otherwise."""
EVENING = 19 * 60
"""The evening dose where neither a wish, nor an evening meal, nor a bedtime is known."""
EVENING_MEAL = 7 * 60
"""A meal within so many minutes before bedtime is the evening meal (from 16:00 for those who go to bed at 23:00)."""
USUAL_BEDTIME = 23 * 60
"""Used only to tell an evening meal from another where no bedtime is known."""
SLEEP = 8 * 60
"""Minutes of sleep taken for granted where only one of bedtime and waketime is known."""

Side = Literal["after", "before"]


class Separation(msgspec.Struct, frozen=True, order=True):
    """One dose of one medicine, and the minutes a rule wants between it and magnesium.

    `at` is the minute of a circular day (0 to 1439) in `stilla.timetable.solve`, and a minute of a line of time (any
    integer) in `stilla.timetable.repair` and `stilla.timetable.clock`.

    Raises:
        BadInput: a distance below zero.
    """

    at: int
    medicine: str
    rule: str
    before: int
    """The medicine at least so many minutes before magnesium: how long magnesium waits after it."""
    after: int
    """The medicine at least so many minutes after magnesium."""

    def __post_init__(self) -> None:
        if self.before < 0 or self.after < 0:
            raise refuse(
                self.medicine,
                "A distance cannot be below zero. Write the minutes between the medicine and magnesium.",
                "Ett avstånd kan inte vara mindre än noll. Skriv minuterna mellan läkemedlet och magnesium.",
            )

    @property
    def forbidden(self) -> int:
        """The minutes of the circular day that this dose keeps free of magnesium, as bits (`stilla.timetable.room`)."""
        return forbidden(self.at, self.before, self.after)

    def kept_at(self, time: int) -> bool:
        """Whether magnesium at `time` keeps this one dose's distance, on a line of time (not round the day)."""
        gap = time - self.at
        return (gap < 0 or gap >= self.before) and (gap > 0 or -gap >= self.after)


class Wishes(msgspec.Struct, frozen=True):
    """How many doses of magnesium, and when the person would like them.

    Raises:
        BadInput: a time outside the day, bedtime equal to waketime, or `apart` under an hour or over twelve.
    """

    count: Literal[1, 2] = 1
    bedtime: int | None = None
    waketime: int | None = None
    meals: tuple[int, ...] = ()
    preferred: int | None = None
    apart: int = APART

    def __post_init__(self) -> None:
        for time in (self.bedtime, self.waketime, self.preferred, *self.meals):
            if time is not None:
                must_be_in_the_day(time, Text("wishes", "önskemål"))
        if self.bedtime is not None and self.bedtime == self.waketime:
            raise refuse(
                Text("bedtime and waketime", "läggtid och uppstigning"),
                "Bedtime and waketime are the same. Write for example 22:30 and 06:30.",
                "Läggtiden och uppstigningen är samma tid. Skriv till exempel 22:30 och 06:30.",
            )
        if self.count not in {1, 2} or not LEAST_APART <= self.apart <= DAY // 2:
            raise refuse(
                Text("doses of magnesium", "doser magnesium"),
                "One or two doses a day, two of them 1 to 12 hours apart.",
                "En eller två doser om dagen, två doser med 1 till 12 timmar emellan.",
            )

    @property
    def asleep(self) -> tuple[int, int] | None:
        """Bedtime and waketime; None where neither is known. Where one is known, eight hours of sleep are assumed."""
        if self.bedtime is None and self.waketime is None:
            return None
        bed = self.bedtime if self.bedtime is not None else ((self.waketime or 0) - SLEEP) % DAY
        wake = self.waketime if self.waketime is not None else (bed + SLEEP) % DAY
        return bed, wake

    @property
    def awake(self) -> int:
        """The minutes from waketime to bedtime, as bits; every minute where no hour of sleep is known."""
        if self.asleep is None:
            return ALL
        bed, wake = self.asleep
        return ALL & ~arc(bed, (wake - bed) % DAY)

    @property
    def evening(self) -> int:
        """The time wished for the only dose, or for the later of two."""
        if self.preferred is not None:
            return self.preferred
        bed = self.asleep[0] if self.asleep else USUAL_BEDTIME
        to_bed = [(bed - meal) % DAY for meal in self.meals]
        in_the_evening = [time for time in to_bed if 0 < time <= EVENING_MEAL]
        if in_the_evening:
            return (bed - min(in_the_evening)) % DAY
        return (bed - EVENING_BEFORE_BED) % DAY if self.asleep else EVENING

    @property
    def targets(self) -> tuple[int, ...]:
        """The time wished for each dose: the evening, and for two doses the time twelve hours from it."""
        return (self.evening, (self.evening - DAY // 2) % DAY)[: self.count]

    @property
    def dawn(self) -> int:
        """The minute at which the person's day begins: waketime, else midnight."""
        return self.asleep[1] if self.asleep else 0


class Distance(msgspec.Struct, frozen=True):
    """How far a dose of magnesium lies from the nearest dose of one medicine on one side of it."""

    medicine: str
    rule: str
    minutes: int
    side: Side
    """Magnesium comes `after` or `before` the medicine."""
    needed: int


class Placed(msgspec.Struct, frozen=True):
    """One dose of magnesium, and how far it lies from every medicine that has a rule."""

    at: int
    why: tuple[Distance, ...]


class Free(msgspec.Struct, frozen=True):
    """Minutes in a row that keep every separation, first and last; over midnight where `last` is under `first`."""

    first: int
    last: int


class Timetable(msgspec.Struct, frozen=True):
    """When to take magnesium each day, or why there is no such time."""

    doses: tuple[Placed, ...]
    """In the order of the person's day; empty where there is no time for all of them."""
    blocked_by: tuple[Separation, ...]
    """Where there is no time: separations that together leave none; without any one of them there would be one."""
    asleep_only: bool
    """No time awake, but there would be one in the hours of sleep."""
    free: tuple[Free, ...]
    """Everything that keeps every separation, awake or asleep; runs without any five-minute time are left out."""


def must_be_in_the_day(time: int, where: Text) -> None:
    """Refuse a minute outside the day.

    Raises:
        BadInput: under 0, or 1440 and over.
    """
    if not 0 <= time < DAY:
        raise refuse(
            where,
            f"{time} minutes after midnight is no time of day. Write a time from 00:00 to 23:59.",
            f"{time} minuter efter midnatt är ingen tid på dygnet. Skriv en tid från 00:00 till 23:59.",
        )
