"""The timetable in sentences: why this time, what is in the way, and whom to ask.

A move of another medicine is never proposed: there are no sourced rules for the distance between two other medicines
(design section 6). Only a question is given, and for some classes only to the prescriber.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from stilla.text import Text
from stilla.timetable.room import DAY, STEP, clock

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from stilla.timetable.clock import DatedTimetable
    from stilla.timetable.day import Distance, Free, Placed, Separation, Timetable, Wishes

PRESCRIBER = ("N03", "N02BF", "N04BA", "J05A", "L04", "B01A", "A10", "N02A", "N07BC")
"""ATC classes of which only the prescriber is asked: antiepileptics, levodopa, HIV, transplant, anticoagulant, diabetes
and opioid medicines (safety policy, section 4)."""

_SIDES = {
    "after": Text("{far} after {name} ({at}, at least {needed})", "{far} efter {name} ({at}, minst {needed})"),
    "before": Text("{far} before {name} ({at}, at least {needed})", "{far} före {name} ({at}, minst {needed})"),
}
_NOTHING_NEAR = Text("no medicine with hours to keep", "inget läkemedel att hålla avstånd till")
_BINDS = Text(
    "{name} {at}: at least {before} before magnesium, or at least {after} after it",
    "{name} {at}: minst {before} före magnesium, eller minst {after} efter",
)
_NO_TIME = Text(
    "At these times no time of day keeps every distance.", "Med de här tiderna håller ingen tid på dygnet alla avstånd."
)
_NO_TIME_FOR_TWO = Text(
    "At these times there is no room in the day for two doses of magnesium.",
    "Med de här tiderna finns det inte plats för två doser magnesium på dygnet.",
)
_ONLY_ASLEEP = Text(
    "No time while you are awake keeps every distance. Only hours of sleep are left: {free}.",
    "Ingen tid då du är vaken håller alla avstånd. Bara timmar då du sover återstår: {free}.",
)
_ONLY_ASLEEP_FOR_TWO = Text(
    "There is no room for two doses of magnesium while you are awake. These hours keep every distance, those of "
    "sleep included: {free}.",
    "Det finns inte plats för två doser magnesium medan du är vaken. De här timmarna håller alla avstånd, sömnen "
    "inräknad: {free}.",
)
_TOO_SHORT = Text(
    "The hours you are awake are too few for the doses of magnesium you asked for.",
    "Timmarna då du är vaken är för få för de doser magnesium du bad om.",
)
_ASK_PRESCRIBER = Text(
    "Ask the prescriber of {name} ({at}) whether magnesium can be fitted in beside it, and when. Do not move, delay or "
    "skip {name} yourself.",
    "Fråga den som skrev ut {name} ({at}) om magnesium går att ta vid sidan av det, och i så fall när. Flytta inte, "
    "skjut inte upp och hoppa inte över {name} på egen hand.",
)
_ASK_PHARMACIST = Text(
    "Ask a pharmacist or the prescriber whether magnesium can be fitted in beside {name} ({at}), and when. Do not "
    "move, delay or skip {name} yourself.",
    "Fråga apotekspersonal eller den som skrev ut {name} ({at}) om magnesium går att ta vid sidan av det, och "
    "i så fall när. Flytta inte, skjut inte upp och hoppa inte över {name} på egen hand.",
)
_CHANGED = Text(
    "{day}: the clocks change. Take magnesium at {at} instead of {usual}.",
    "{day}: klockan ställs om. Ta magnesium {at} i stället för {usual}.",
)
_SKIPPED = Text(
    "{day}: the clocks change, and no time keeps every distance. Skip the magnesium of {usual}; take the next dose as "
    "usual, never two.",
    "{day}: klockan ställs om och ingen tid håller alla avstånd. Hoppa över magnesium {usual}; ta nästa dos som "
    "vanligt, aldrig två.",
)


def span(minutes: int) -> Text:
    """A length of time.

    >>> span(270), span(45).sv
    (Text(en='4 h 30 min', sv='4 tim 30 min'), '45 min')
    """
    hours, rest = divmod(minutes, 60)
    in_minutes = f"{rest} min" if rest or not hours else ""
    if not hours:
        return Text(in_minutes, in_minutes)
    return Text(f"{hours} h {in_minutes}".strip(), f"{hours} tim {in_minutes}".strip())


def listed(parts: Sequence[Text]) -> Text:
    """Parts of a sentence as a list with an "and" before the last."""
    if len(parts) < 2:
        return parts[0] if parts else Text("", "")
    *most, last = parts
    return Text(
        f"{', '.join(each.en for each in most)} and {last.en}", f"{', '.join(each.sv for each in most)} och {last.sv}"
    )


def why(dose: Placed) -> Text:
    """Why a dose of magnesium stands where it does: its distance from each medicine, nearest doses only.

    Doses more than twelve hours away are left out; of every medicine at least one is nearer than that.

    >>> from stilla.timetable.day import Distance, Placed
    >>> why(Placed(1170, (Distance("Levaxin", "levothyroxine", 270, "after", 240),))).en
    '19:30: 4 h 30 min after Levaxin (15:00, at least 4 h)'
    """
    near, at = distances(dose), clock(dose.at)
    return Text(f"{at}: {', '.join(each.en for each in near)}", f"{at}: {', '.join(each.sv for each in near)}")


def distances(dose: Placed) -> tuple[Text, ...]:
    """The parts of `why`: one for each medicine nearby, or that none is near."""
    near = tuple(_far(dose.at, each) for each in dose.why if each.minutes <= DAY // 2)
    return near or (_NOTHING_NEAR,)


def _far(magnesium: int, distance: Distance) -> Text:
    taken = magnesium - distance.minutes if distance.side == "after" else magnesium + distance.minutes
    return _fill(
        _SIDES[distance.side],
        far=span(distance.minutes),
        name=distance.medicine,
        at=clock(taken % DAY),
        needed=span(distance.needed),
    )


def _fill(sentence: Text, **gaps: Text | str) -> Text:
    """A sentence whose gaps are themselves in two languages."""
    return Text(
        sentence.en.format(**{name: each.en if isinstance(each, Text) else each for name, each in gaps.items()}),
        sentence.sv.format(**{name: each.sv if isinstance(each, Text) else each for name, each in gaps.items()}),
    )


def no_time(timetable: Timetable, wishes: Wishes) -> Text | None:
    """That there is no time, in one sentence; None where there is one."""
    if timetable.doses:
        return None
    if not timetable.blocked_by:
        return _TOO_SHORT
    if timetable.asleep_only:
        return _fill(_ONLY_ASLEEP if wishes.count == 1 else _ONLY_ASLEEP_FOR_TWO, free=_hours(timetable.free))
    return _NO_TIME if wishes.count == 1 else _NO_TIME_FOR_TWO


def _hours(free: Iterable[Free]) -> Text:
    """Free runs from their first to their last five-minute time."""
    ends = [((run.first + -run.first % STEP) % DAY, run.last - run.last % STEP) for run in free]
    return listed(
        [Text(*[clock(first) if first == last else f"{clock(first)}–{clock(last)}"] * 2) for first, last in ends]
    )


def binding(timetable: Timetable) -> tuple[Text, ...]:
    """Which medicines are in the way, at which times, and the distance each needs.

    For example "doxycycline 08:00 and 20:00: at least 4 h before magnesium, or at least 6 h after it".
    """
    together: dict[tuple[str, int, int], list[int]] = {}
    for each in sorted(timetable.blocked_by):
        together.setdefault((each.medicine, each.before, each.after), []).append(each.at)
    return tuple(
        _fill(_BINDS, name=name, at=_clocks(times), before=span(before), after=span(after))
        for (name, before, after), times in together.items()
    )


def _clocks(times: Iterable[int]) -> Text:
    return listed([Text(clock(time), clock(time)) for time in dict.fromkeys(times)])


def asks(timetable: Timetable, codes: Mapping[str, Sequence[str]]) -> tuple[Text, ...]:
    """What to ask, and whom, about each medicine in the way.

    `codes`: the ATC codes of each medicine by the name that stands in its separations. A medicine whose code is not
    known may be of any class, so its prescriber is asked.
    """
    return tuple(
        _fill(
            _ASK_PRESCRIBER if _only_prescriber(codes.get(name, ())) else _ASK_PHARMACIST, name=name, at=_clocks(times)
        )
        for name, times in _times_by_medicine(timetable.blocked_by).items()
    )


def _only_prescriber(codes: Sequence[str]) -> bool:
    return not codes or any(code.startswith(PRESCRIBER) or _wider(code) for code in codes)


def _wider(code: str) -> bool:
    """A code so short that it may stand for one of the classes ("N02")."""
    return any(each.startswith(code) for each in PRESCRIBER)


def _times_by_medicine(separations: Iterable[Separation]) -> dict[str, list[int]]:
    times: dict[str, list[int]] = {}
    for each in sorted(separations):
        times.setdefault(each.medicine, []).append(each.at)
    return times


def on_that_date(dated: DatedTimetable) -> tuple[Text, ...]:
    """What differs on a date when the clocks change; nothing where the day is as usual."""
    return tuple(
        (_SKIPPED if each.at is None else _CHANGED).fill(
            day=dated.day.isoformat(), usual=clock(each.usual), at="" if each.at is None else clock(each.at)
        )
        for each in dated.doses
        if each.at != each.usual
    )
