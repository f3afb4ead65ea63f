"""One real day: what was taken late, early, twice or not at all, and what then becomes of today's magnesium.

A plan is for any day; this is for one date, in true hours also where the clocks change that night.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import msgspec

from stilla.errors import refuse
from stilla.timetable.clock import clock_time, moments, on_date, true_minutes, zone
from stilla.timetable.repair import MagnesiumDose, MedicineDose, RealDay, Repaired, repair

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from zoneinfo import ZoneInfo

    from stilla.plan import Layout
    from stilla.timetable.clock import DatedTimetable

EARLY = 3 * 60
"""Minutes before its planned time at which a dose can still be the planned one; earlier it counts as one more. Ours."""
MORNING = 6 * 60
"""Minutes before waketime in which a dose belongs to the day that begins; earlier ones to the day before. Ours."""

MAGNESIUM = "magnesium"
"""What a dose of it is called, in both languages."""

Dose = MedicineDose | MagnesiumDose


class Said(msgspec.Struct, frozen=True):
    """What a person says of one dose: taken at `at` (minutes after midnight today), or missed (`at` its planned time).

    `name` is a medicine as written in the plan, or magnesium. `at` is None only for a missed dose without a time.
    """

    name: str
    at: int | None
    missed: bool = False


class Today(msgspec.Struct, frozen=True):
    """The rest of one date. `clocks` gives minutes after midnight for every minute named in `repaired`."""

    day: date
    now: int
    repaired: Repaired
    clocks: dict[int, int]


class _Calendar(msgspec.Struct, frozen=True):
    """A person's day on the line of time: from waketime on `day` to bedtime, which may be on the next date."""

    day: date
    date: date
    """The calendar's date now: the day after `day` for someone still up after midnight."""
    where: ZoneInfo
    now: int
    begins: int
    ends: int

    def taken_at(self, clock_minute: int) -> int:
        """A clock time of this day; where it came twice, the later that has been."""
        late = self.date != self.day and clock_minute > clock_time(_moment(self.now), self.where)[1]
        readings = [true_minutes(each) for each in moments(self.day if late else self.date, clock_minute, self.where)]
        return max((each for each in readings if each <= self.now), default=readings[0])

    def around(self, clock_minute: int) -> Iterator[int]:
        """A clock time of the day before to two days after, in both readings where it comes twice or never."""
        for offset in range(-1, 3):
            for moment in moments(self.day + timedelta(days=offset), clock_minute, self.where):
                yield true_minutes(moment)


def rest_of(  # noqa: PLR0913  # a day, and all that is said of it
    layout: Layout, day: date, now: int, said: Sequence[Said], zone_name: str, *, rest_as_planned: bool = False
) -> Today:
    """What becomes of the magnesium that is left of a day.

    Doses of earlier days count as taken when planned. A dose of today whose time has passed and of which nothing is
    said is asked about, unless `rest_as_planned`.

    Args:
        layout: the plan of any day.
        day: today's date.
        now: minutes after midnight on the clock.
        said: what was taken and missed today.
        zone_name: an IANA zone.
        rest_as_planned: everything else that was planned for today so far was taken at its time.

    Raises:
        BadInput: a medicine without hours to keep in this plan, a dose taken in the future, an unknown zone.
    """
    at = _calendar(layout, day, now, zone(zone_name))
    doses = _planned(layout, at)
    for each in dict.fromkeys(said):
        doses = _with(doses, each, at)
    if rest_as_planned:
        doses = [_as_planned(dose, at.now) for dose in doses]
    # Magnesium that somebody tells of counts towards today, also where it was taken before the usual waketime.
    told = [at.taken_at(each.at) for each in said if each.at is not None and _is_magnesium(each.name)]
    real = RealDay(
        at.now,
        min([at.begins, *told]),
        at.ends,
        tuple(each for each in doses if isinstance(each, MedicineDose)),
        tuple(each for each in doses if isinstance(each, MagnesiumDose)),
        layout.wishes.apart,
    )
    repaired = repair(real)
    named = {each.planned for each in repaired.moves} | set(repaired.times)
    return Today(at.day, now, repaired, {each: clock_time(_moment(each), at.where)[1] for each in named})


def clock_changes(layout: Layout, first: date, days: int, zone_name: str) -> tuple[DatedTimetable, ...]:
    """The dates on which a change of the clocks moves or skips a dose of the usual day.

    Raises:
        BadInput: an unknown zone.
    """
    where = zone(zone_name)
    if not layout.timetable.doses:
        return ()
    dates = [first + timedelta(days=each) for each in range(days)]
    changing = {day for day in dates for near in (-1, 0, 1) if _changes(day + timedelta(days=near), where)}
    found = (on_date(layout.separations, layout.wishes, day, zone_name) for day in sorted(changing))
    return tuple(each for each in found if each.changed)


def _changes(day: date, where: ZoneInfo) -> bool:
    begin, end = (moments(each, 0, where)[0] for each in (day, day + timedelta(days=1)))
    return end - begin != timedelta(days=1)


def _calendar(layout: Layout, today: date, now: int, where: ZoneInfo) -> _Calendar:
    asleep = layout.wishes.asleep
    bed, wake = asleep or (0, 0)
    late = asleep is not None and bed < wake and now < bed
    day = today - timedelta(days=1) if late else today
    over_midnight = asleep is None or bed < wake
    ends = moments(day + timedelta(days=1) if over_midnight else day, bed, where)[0]
    begins = moments(day, wake, where)[0]
    moment = moments(today, now, where)[0]
    return _Calendar(day, today, where, true_minutes(moment), true_minutes(begins), true_minutes(ends))


def _moment(minute: int) -> datetime:
    return datetime.fromtimestamp(60 * minute, UTC)


def _planned(layout: Layout, at: _Calendar) -> list[Dose]:
    """Every planned dose from the day before to two days after; those of the day before as taken when planned."""
    first = at.begins - (MORNING if layout.wishes.asleep else 0)
    medicines = [
        MedicineDose(
            each.medicine,
            each.rule,
            each.before,
            each.after,
            minute,
            minute if minute < first and minute <= at.now else None,
        )
        for each in sorted(layout.separations)
        for minute in at.around(each.at)
    ]
    magnesium = {minute for each in layout.timetable.doses for minute in at.around(each.at)}
    earlier = min(at.begins, at.now)
    return medicines + [MagnesiumDose(minute, minute if minute < earlier else None) for minute in sorted(magnesium)]


def _with(doses: list[Dose], said: Said, at: _Calendar) -> list[Dose]:
    """The doses, with what is said of one of them."""
    name = _named(said.name, doses)
    mine = [each for each in doses if _name(each) == name]
    taken = None if said.at is None else at.taken_at(said.at)
    meant = _meant(mine, taken, at.now, missed=said.missed)
    if meant is None and said.missed:
        raise refuse(
            said.name,
            "No dose that should have been taken is waiting then.",
            "Ingen dos som skulle ha tagits väntar då.",
        )
    if meant is None:
        return doses + _extra(mine, taken)
    change = {"missed": True} if said.missed else {"taken": taken}
    return [
        msgspec.structs.replace(each, **change) if each.planned == meant and _name(each) == name else each
        for each in doses
    ]


def _name(dose: Dose) -> str:
    return dose.medicine if isinstance(dose, MedicineDose) else MAGNESIUM


def _named(name: str, doses: Sequence[Dose]) -> str:
    known = dict.fromkeys(_name(each) for each in doses)
    wanted = name.strip().casefold()
    for each in known:
        if each.casefold() == wanted or (each == MAGNESIUM and _is_magnesium(name)):
            return each
    names = ", ".join(known)
    raise refuse(
        name,
        f"This plan keeps no hours for it at a set time, so nothing can be reckoned. It knows: {names}.",
        f"Planen håller inga timmar för det vid en bestämd tid, så inget kan räknas ut. Den känner: {names}.",
    )


def _is_magnesium(name: str) -> bool:
    return name.strip().casefold() in {MAGNESIUM, "magnesiumet"}


def _meant(doses: Sequence[Dose], at: int | None, now: int, *, missed: bool) -> int | None:
    """The planned minute that is spoken of, where nothing has been said of it yet; None where it is one more dose.

    A missed dose is named by its planned time, or is the latest that waits. A dose taken is the nearest that waits:
    one whose time has passed, or one at most `EARLY` ahead. What is planned for later is never used up.
    """
    waiting = [each.planned for each in doses if each.planned is not None and each.taken is None and not each.missed]
    if missed:
        passed = [each for each in waiting if each <= now and at in {None, each}]
        return max(passed, default=None)
    assert at is not None
    return min((each for each in waiting if each <= at + EARLY), key=lambda each: abs(each - at), default=None)


def _extra(doses: Sequence[Dose], taken: int | None) -> list[Dose]:
    """One more than planned, under every rule that the medicine has."""
    rules = {
        (each.rule, each.before, each.after): MedicineDose(
            each.medicine, each.rule, each.before, each.after, taken=taken
        )
        for each in doses
        if isinstance(each, MedicineDose)
    }
    return list(rules.values()) or [MagnesiumDose(taken=taken)]


def _as_planned(dose: Dose, now: int) -> Dose:
    waiting = dose.planned is not None and dose.planned < now and dose.taken is None and not dose.missed
    return msgspec.structs.replace(dose, taken=dose.planned) if waiting else dose
