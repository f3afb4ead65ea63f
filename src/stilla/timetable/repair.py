"""The rest of a day on which something was taken late, early, twice or not at all.

Only magnesium moves or is skipped: never a medicine, and never two doses in one. Times are minutes on one line of
time, counted from any midnight (yesterday is below zero, tomorrow above 1439). On a day when the clocks change count
true minutes (`stilla.timetable.clock.true_minutes`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from stilla.errors import refuse
from stilla.text import Text
from stilla.timetable.day import APART, Separation
from stilla.timetable.line import far_from, in_the_way, kept_times, place
from stilla.timetable.room import DAY, STEP

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


class MedicineDose(msgspec.Struct, frozen=True):
    """One dose of a medicine, planned or real.

    Planned and neither taken nor missed: still to come, or, once its time has passed, not known. Not planned: an
    extra one, which must say when it was taken.
    """

    medicine: str
    rule: str
    before: int
    after: int
    planned: int | None = None
    taken: int | None = None
    missed: bool = False


class MagnesiumDose(msgspec.Struct, frozen=True):
    """One dose of magnesium, planned or real; as `MedicineDose`."""

    planned: int | None = None
    taken: int | None = None
    missed: bool = False


class RealDay(msgspec.Struct, frozen=True):
    """What is known of a day at a moment of it.

    The doses should reach from the day before to the day after, so that every distance over midnight is kept
    (`laid_out` writes those that are as planned).

    Raises:
        BadInput: a dose taken in the future, both taken and missed, extra but never taken, or missed before its time;
            a day that ends before it begins; more than two doses of magnesium planned for the day.
    """

    now: int
    begins: int
    """Waketime of this day: magnesium taken from here on is this day's."""
    ends: int
    """Bedtime of this day: no magnesium is placed at or after it. Doses planned later belong to the next day."""
    medicines: tuple[MedicineDose, ...]
    magnesium: tuple[MagnesiumDose, ...]
    apart: int = APART

    def __post_init__(self) -> None:
        for dose in self.doses:
            _must_make_sense(dose, self.now)
        if self.begins >= self.ends or len(self.planned_today) > 2:
            raise refuse(
                Text("the day", "dagen"),
                "The day must begin before it ends, with one or two doses of magnesium planned.",
                "Dagen måste börja innan den slutar, med en eller två planerade doser magnesium.",
            )

    @property
    def doses(self) -> tuple[MedicineDose | MagnesiumDose, ...]:
        """Every dose, of medicines and of magnesium."""
        return (*self.medicines, *self.magnesium)

    @property
    def planned_today(self) -> tuple[MagnesiumDose, ...]:
        """The doses of magnesium planned between waketime and bedtime, in order of time."""
        today = (
            each for each in self.magnesium if each.planned is not None and self.begins <= each.planned < self.ends
        )
        return tuple(sorted(today, key=lambda each: each.planned or 0))


class Move(msgspec.Struct, frozen=True):
    """What becomes of one planned dose of magnesium: a new time, the same time, or None where it is skipped."""

    planned: int
    to: int | None
    why: Text


class Repaired(msgspec.Struct, frozen=True):
    """The rest of the day: what becomes of each dose of magnesium still planned."""

    moves: tuple[Move, ...]
    unsettled: tuple[MedicineDose | MagnesiumDose, ...] = ()
    """Doses whose time has passed without a word about them. While there are any, no magnesium is placed."""
    asks: tuple[Text, ...] = ()
    notes: tuple[Text, ...] = ()

    @property
    def times(self) -> tuple[int, ...]:
        """When to take magnesium in the rest of this day."""
        return tuple(sorted(move.to for move in self.moves if move.to is not None))


_AS_PLANNED = Text("As planned.", "Som planerat.")
_MOVED = Text(
    "Another time today, which keeps every distance to your medicines.",
    "En annan tid i dag, som håller alla avstånd till dina läkemedel.",
)
_ENOUGH = Text(
    "Skip this dose: this day's magnesium has been taken already. Never take a double dose.",
    "Hoppa över den här dosen: dagens magnesium är redan taget. Ta aldrig dubbel dos.",
)
_NO_TIME = Text(
    "Skip this dose: no time before bedtime keeps the distance to {names}. Take the next dose as usual, never two.",
    "Hoppa över den här dosen: ingen tid före läggdags håller avståndet till {names}. Ta nästa dos som vanligt, "
    "aldrig två.",
)
_TOO_CLOSE = Text(
    "Skip this dose: no time left before bedtime is far enough from your other magnesium. Take the next dose as "
    "usual, never two.",
    "Hoppa över den här dosen: ingen tid som återstår före läggdags ligger tillräckligt långt från ditt övriga "
    "magnesium. Ta nästa dos som vanligt, aldrig två.",
)
_DAY_OVER = Text(
    "Skip this dose: the day is over. Take the next dose as usual, never two.",
    "Hoppa över den här dosen: dagen är slut. Ta nästa dos som vanligt, aldrig två.",
)
_WAIT = Text(
    "Cannot tell yet. Take no magnesium until the open question is answered.",
    "Det går inte att säga än. Ta inget magnesium förrän den öppna frågan är besvarad.",
)
_TAKEN = Text(
    "Have you taken {name}, and when? Its planned time has passed.",
    "Har du tagit {name}, och när? Den planerade tiden har passerat.",
)
_LATE_AFTER_ALL = Text(
    "If you take the missed dose of {name} after all, follow its leaflet or ask a pharmacist, and come back here "
    "before you take magnesium.",
    "Om du ändå tar den missade dosen av {name}: följ bipacksedeln eller fråga apotekspersonal, och kom tillbaka hit "
    "innan du tar magnesium.",
)
_CAME_CLOSE = Text(
    "Magnesium and {name} come closer together than they should this once. Take {name} as prescribed; do not delay, "
    "skip or repeat it. Ask a pharmacist if you are unsure.",
    "Magnesium och {name} hamnar den här gången närmare varandra än de ska. Ta {name} som ordinerat; skjut inte upp, "
    "hoppa inte över och upprepa inte dosen. Fråga apotekspersonal om du är osäker.",
)
_EXTRA = Text(
    "You took more of {name} than planned. Ask a pharmacist or the prescriber what to do about {name} itself.",
    "Du har tagit mer av {name} än planerat. Fråga apotekspersonal eller den som skrev ut det vad du ska göra när det "
    "gäller {name}.",
)
_EXTRA_MAGNESIUM = Text(
    "You have taken more magnesium than planned today. Take no more of any kind today; [[`stilla urgent`|“Urgent "
    "help”]] "
    "says when to seek help.",
    "Du har tagit mer magnesium än planerat i dag. Ta inget mer magnesium av något slag i dag; "
    "[[`stilla urgent`|”Akut hjälp”]] säger när du ska söka hjälp.",
)
_MAGNESIUM = Text("magnesium", "magnesium")


def repair(day: RealDay) -> Repaired:
    """The rest of the day, with magnesium moved or skipped so that every distance is kept.

    A planned dose that still fits stays where it is. Of the doses that must go elsewhere as many as fit are kept, as
    near their planned times as can be. Every dose taken since waketime counts towards the day, also one of yesterday
    taken late. Where a dose's time has passed and nobody said whether it was taken, the answer is a question.
    """
    left = [each for each in day.planned_today if each.taken is None]
    unsettled = tuple(_unsettled(day))
    if unsettled:
        asks = tuple(dict.fromkeys(_TAKEN.fill(name=_name(each)) for each in unsettled))
        return Repaired(tuple(Move(_planned(each), None, _WAIT) for each in left), unsettled, asks, tuple(_notes(day)))
    others = _other_magnesium(day)
    doses = _doses(day)
    rest = range(-(-max(day.now, day.begins) // STEP) * STEP, day.ends, STEP)
    most = max(0, len(day.planned_today) - _taken_today(day))
    wanted = [_planned(each) for each in left]
    apart = far_from(_with_planned(rest, wanted, day), others, day.apart)
    chosen = place(wanted, kept_times(apart, doses), most, day.apart)
    beside = far_from(apart, list(chosen.values()), day.apart)
    skipped = _why_skipped(rest, beside, doses, enough=len(chosen) >= most)
    moves = tuple(
        Move(time, chosen[time], _AS_PLANNED if chosen[time] == time else _MOVED)
        if time in chosen
        else Move(time, None, skipped)
        for time in wanted
    )
    return Repaired(moves, notes=tuple(_notes(day)))


def laid_out(separations: Sequence[Separation], days: Sequence[int] = (-1, 0, 1)) -> tuple[MedicineDose, ...]:
    """Daily doses written out on the line of time; those of earlier days (below 0) as taken when planned."""
    return tuple(
        MedicineDose(
            each.medicine,
            each.rule,
            each.before,
            each.after,
            planned=each.at + DAY * day,
            taken=each.at + DAY * day if day < 0 else None,
        )
        for day in days
        for each in sorted(separations)
    )


def _must_make_sense(dose: MedicineDose | MagnesiumDose, now: int) -> None:
    future = dose.taken is not None and dose.taken > now
    both = dose.taken is not None and dose.missed
    early = dose.missed and (dose.planned is None or dose.planned > now)
    nothing = dose.planned is None and dose.taken is None
    if future or both or early or nothing:
        raise refuse(
            _name(dose),
            "A dose is either taken, at a time that has been, or missed once its planned time has passed.",
            "En dos är antingen tagen, vid en tid som har varit, eller missad när den planerade tiden har passerat.",
        )


def _name(dose: MedicineDose | MagnesiumDose) -> str:
    return dose.medicine if isinstance(dose, MedicineDose) else _MAGNESIUM.en


def _planned(dose: MagnesiumDose) -> int:
    assert dose.planned is not None
    return dose.planned


def _unsettled(day: RealDay) -> Iterator[MedicineDose | MagnesiumDose]:
    for dose in day.doses:
        if dose.planned is not None and dose.planned < day.now and dose.taken is None and not dose.missed:
            yield dose


def _doses(day: RealDay) -> list[Separation]:
    """Every dose of a medicine that was really taken or is still to come."""
    return [
        Separation(at, each.medicine, each.rule, each.before, each.after)
        for each in day.medicines
        if (at := each.taken if each.taken is not None else each.planned) is not None and not each.missed
    ]


def _other_magnesium(day: RealDay) -> list[int]:
    """Magnesium already taken, and the next day's, which stays where it is."""
    taken = [each.taken for each in day.magnesium if each.taken is not None]
    coming = [each.planned for each in day.magnesium if each.taken is None and each.planned is not None]
    return taken + [time for time in coming if time >= day.ends]


def _taken_today(day: RealDay) -> int:
    return sum(each.taken is not None and each.taken >= day.begins for each in day.magnesium)


def _with_planned(rest: range, wanted: Sequence[int], day: RealDay) -> list[int]:
    """The times that are tried: five-minute times, and the planned ones that are still ahead."""
    return sorted({*rest, *(time for time in wanted if time >= day.now)})


def _why_skipped(rest: range, apart: Sequence[int], doses: Sequence[Separation], *, enough: bool) -> Text:
    if enough:
        return _ENOUGH
    if not rest:
        return _DAY_OVER
    names = dict.fromkeys(each.medicine for each in in_the_way(apart, doses))
    return _NO_TIME.fill(names=", ".join(names)) if names else _TOO_CLOSE


def _notes(day: RealDay) -> Iterator[Text]:
    """What else the person should hear; each sentence once."""
    taken = [each.taken for each in day.magnesium if each.taken is not None]
    close = [each.medicine for each in _doses(day) if not all(each.kept_at(time) for time in taken)]
    missed = [each.medicine for each in day.medicines if each.missed]
    extra = [each.medicine for each in day.medicines if each.planned is None]
    for sentence, names in ((_CAME_CLOSE, close), (_LATE_AFTER_ALL, missed), (_EXTRA, extra)):
        for name in dict.fromkeys(names):
            yield sentence.fill(name=name)
    if _taken_today(day) > len(day.planned_today):
        yield _EXTRA_MAGNESIUM
