"""Each night as a mark. A missing night is drawn as missing; while the trial is blind, periods have numbers only."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from math import ceil, isfinite
from statistics import fmean, median
from typing import TYPE_CHECKING, Literal

import msgspec

from stilla.pictures.picture import Cell, Picture, Shown, Table
from stilla.pictures.words import num, said
from stilla.text import Text

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

Kind = Literal["answered", "recalled", "cannot", "missing", "several"]
Unit = Literal["night", "day", "measurement"]

TITLE: dict[Unit, Text] = {
    "night": Text("Night by night", "Natt för natt"),
    "day": Text("Day by day", "Dag för dag"),
    "measurement": Text("Each measurement", "Varje mätning"),
}
MANY: dict[Unit, Text] = {
    "night": Text("nights", "nätter"),
    "day": Text("days", "dagar"),
    "measurement": Text("measurements", "mätningar"),
}
ONE: dict[Unit, Text] = {
    "night": Text("night", "natt"),
    "day": Text("day", "dag"),
    "measurement": Text("time", "tid"),
}
ACTIVE, COMPARATOR = Text("active", "aktiv"), Text("placebo", "placebo")
OUTCOME = Text("score", "poäng")
KINDS: dict[Kind, Text] = {
    "answered": Text("answered", "besvarad"),
    "recalled": Text("written late", "skriven i efterhand"),
    "cannot": Text("bad, could not answer", "svår, kunde inte svara"),
    "missing": Text("missing", "saknas"),
    "several": Text("the middle of several", "mitten av flera"),
}
RUN_IN, PAUSE, PERIOD = Text("run-in", "inkörning"), Text("pause", "paus"), Text("period", "period")
OR_RUN_IN = Text("or run-in", "eller inkörning")
_SEPARATE = 400
"""More marks than this are drawn together: they could not be told apart."""
_TOGETHER = 200
"""About so many marks are left then."""


class Mark(msgspec.Struct, frozen=True):
    """One night, or several that are drawn together."""

    first: float
    last: float
    """The same as `first` for one night."""
    kind: Kind
    score: float | None
    """The middle one of several."""
    least: float | None
    most: float | None
    period: int
    active: bool | None
    """None while the trial is blind, and in the run-in."""
    answered: int
    """How many of its nights have a score."""

    @property
    def at(self) -> float:
        """Where it stands."""
        return (self.first + self.last) / 2


class Span(msgspec.Struct, frozen=True):
    """A stretch of nights in one period."""

    period: int
    """0 is the run-in."""
    first: float
    last: float
    active: bool | None


class Nights(Shown, frozen=True):
    """The nights, numbered from 1."""

    marks: tuple[Mark, ...]
    spans: tuple[Span, ...]
    pauses: tuple[tuple[float, float], ...]
    low: float
    high: float
    """The ends of the outcome's scale."""
    first: date | None
    """The date of night 1."""
    outcome: Text
    unit: Unit
    arms: tuple[Text, Text] | None
    """The words for active and comparator; None while the trial is blind."""

    @property
    def end(self) -> float:
        """The last night."""
        return max(mark.last for mark in self.marks)


def nights(  # noqa: PLR0913  # three columns, and what only some trials have
    time: Sequence[float],
    score: Sequence[float | None],
    period: Sequence[int],
    *,
    arms: Sequence[bool] | None = None,
    recalled: Collection[float] = (),
    cannot: Collection[float] = (),
    pauses: Iterable[tuple[float, float]] = (),
    first: date | None = None,
    scale: tuple[float, float] | None = (0, 10),
    outcome: Text = OUTCOME,
    unit: Unit = "night",
    names: tuple[Text, Text] = (ACTIVE, COMPARATOR),
) -> Picture:
    """Each night as a mark.

    Args:
        time: when, in days, strictly increasing; whole numbers for nights. A whole number that is left out between two
            others is a missing night, unless it lies in a pause or `unit` is "measurement".
        score: the outcome of each; None or NaN is missing.
        period: the period of each, 1 to K and never falling; 0 is the run-in.
        arms: active or not, for the periods 1 to K in order. None while the trial is blind: nothing drawn then depends
            on the allocation.
        recalled: times of the entries written late.
        cannot: times of nights answered with "cannot answer".
        pauses: first and last time of each pause.
        first: the date of the first time; without it the axis counts nights.
        scale: the ends of the outcome's scale; None takes them from the scores.
        outcome: what the score is called.
        unit: what a mark is called.
        names: the words for the two arms.

    Raises:
        ValueError: the arrays differ in length, are empty, or time does not increase; or the scale has no length.
    """
    when = [float(t) for t in time]
    if not when or not len(when) == len(score) == len(period) or any(b <= a for a, b in pairwise(when)):
        raise ValueError("time, score and period must be of one length, at least one, and time must increase")
    if scale is not None and not scale[0] < scale[1]:
        raise ValueError("the scale must have a lower and a higher end")
    start = when[0] - 1
    stops = tuple((a - start, b - start) for a, b in pauses)
    known = {t - start: _known(value) for t, value in zip(when, score, strict=True)}
    of = {t - start: int(p) for t, p in zip(when, period, strict=True)}
    filled = _filled(list(known), stops) if unit != "measurement" else list(known)
    late, unable = {float(t) - start for t in recalled}, {float(t) - start for t in cannot}
    marks, latest = [], of[filled[0]]
    for t in filled:
        latest = of.get(t, latest)
        kind: Kind = "missing"
        if known.get(t) is not None:
            kind = "recalled" if t in late else "answered"
        elif t in unable:
            kind = "cannot"
        value = known.get(t)
        active = arms[latest - 1] if arms is not None and latest else None
        count = int(value is not None)
        marks.append(Mark(t, t, kind, value, value, value, latest, None if active is None else bool(active), count))
    low, high = _scale([m.score for m in marks if m.score is not None], scale)
    shown = Nights(
        tuple(_together(marks)), _spans(marks), stops, low, high, first, outcome, unit, None if arms is None else names
    )
    return Picture(TITLE[unit], _reading(marks, shown), _described(shown), _table(shown), shown)


def _known(value: float | None) -> float | None:
    return None if value is None or not isfinite(value) else float(value)


def _filled(times: list[float], stops: tuple[tuple[float, float], ...]) -> list[float]:
    """All nights from the first to the last, those of a pause only if something was written."""
    if any(t != int(t) for t in times):
        return times
    written = set(times)
    between = range(int(times[0]), int(times[-1]) + 1)
    return [float(t) for t in between if t in written or not any(a <= t <= b for a, b in stops)]


def _scale(scores: list[float], named: tuple[float, float] | None) -> tuple[float, float]:
    """The scale that was named, wide enough for every score; or one around the scores."""
    if named is not None:
        return min([named[0], *scores]), max([named[1], *scores])
    if not scores:
        return 0.0, 1.0
    low, high = min(scores), max(scores)
    room = 0.05 * (high - low) or 1.0
    return low - room, high + room


def _together(marks: list[Mark]) -> list[Mark]:
    """The marks themselves, or runs of them when there are too many; never across the border of two periods."""
    if len(marks) <= _SEPARATE:
        return marks
    run = ceil(len(marks) / _TOGETHER)
    groups: list[list[Mark]] = []
    # Periods shorter than a run (a new draw each day) cannot be kept apart; the shading still shows them.
    apart = len(_spans(marks)) <= _TOGETHER // 2
    for mark in marks:
        last = groups[-1] if groups else None
        if last is None or len(last) == run or (apart and last[0].period != mark.period):
            groups.append([mark])
        else:
            last.append(mark)
    return [_one(group) for group in groups]


def _one(group: list[Mark]) -> Mark:
    scores = [m.score for m in group if m.score is not None]
    arms = {m.active for m in group}
    return Mark(
        group[0].first,
        group[-1].last,
        "several" if scores else "missing",
        median(scores) if scores else None,
        min(scores, default=None),
        max(scores, default=None),
        group[0].period,
        arms.pop() if len(arms) == 1 else None,
        len(scores),
    )


def _spans(marks: list[Mark]) -> tuple[Span, ...]:
    spans: list[Span] = []
    for mark in marks:
        if spans and spans[-1].period == mark.period:
            spans[-1] = msgspec.structs.replace(spans[-1], last=mark.last)
        else:
            spans.append(Span(mark.period, mark.first, mark.last, mark.active))
    return tuple(spans)


def _reading(marks: list[Mark], shown: Nights) -> Text:
    count = {kind: sum(mark.kind == kind for mark in marks) for kind in KINDS}
    answered = count["answered"] + count["recalled"]
    late = said(" ({n} written late)", " ({n} i efterhand)", n=count["recalled"]) if count["recalled"] else ""
    bad = (
        said("too bad to answer: {n}; ", "för svåra för att svara: {n}; ", n=count["cannot"]) if count["cannot"] else ""
    )
    sentence = said(
        "{many} answered: {n} of {all}{late}; {bad}missing: {missing}.",
        "{many} besvarade: {n} av {all}{late}; {bad}saknas: {missing}.",
        many=Text(MANY[shown.unit].en.capitalize(), MANY[shown.unit].sv.capitalize()),
        n=answered,
        all=len(marks),
        late=late,
        bad=bad,
        missing=count["missing"],
    )
    means = _means(marks, shown)
    return sentence if means is None else Text(f"{sentence.en} {means.en}", f"{sentence.sv} {means.sv}")


def _means(marks: list[Mark], shown: Nights) -> Text | None:
    """The plain means by arm, once they may be known; said to be plain, because they are not the answer."""
    if shown.arms is None:
        return None
    active = [m.score for m in marks if m.active is True and m.score is not None]
    other = [m.score for m in marks if m.active is False and m.score is not None]
    if not active or not other:
        return None
    return said(
        "Plain means: {a} ({active}) and {b} ({other}); the answer also weighs time and what is left of the last "
        "period.",
        "Enkla medelvärden: {a} ({active}) och {b} ({other}); svaret väger också in tiden och det som är kvar av förra "
        "perioden.",
        a=num(fmean(active)),
        b=num(fmean(other)),
        active=shown.arms[0],
        other=shown.arms[1],
    )


def _described(shown: Nights) -> Text:
    together = any(mark.kind == "several" for mark in shown.marks)
    each = (
        Text(
            "Each mark is a run of neighbours: the middle score, with a line from the lowest to the highest.",
            "Varje märke är flera i följd: den mittersta poängen, med ett streck från den lägsta till den högsta.",
        )
        if together
        else Text(
            "A round mark is an answer, a diamond one written late, a cross one too bad to answer, and an open tick "
            "below the scale a missing one.",
            "Ett runt märke är ett svar, en romb ett i efterhand, ett kryss ett för svårt för att svara, och ett "
            "streck under skalan ett som saknas.",
        )
    )
    periods = sum(span.period > 0 for span in shown.spans)
    if shown.arms is None:
        ground = said("{n} periods are numbered.", "{n} perioder är numrerade.", n=periods)
    else:
        ground = said(
            "{n} periods are numbered; those with {active} are shaded and their marks filled, the others' are open.",
            "{n} perioder är numrerade; de med {active} är skuggade och har fyllda märken, de andras är öppna.",
            n=periods,
            active=shown.arms[0],
        )
    return Text(f"{each.en} {ground.en}", f"{each.sv} {ground.sv}")


def _table(shown: Nights) -> Table:
    together = any(mark.kind == "several" for mark in shown.marks)
    header = [ONE[shown.unit], *([Text("to", "till")] if together else []), Text("period", "period")]
    header += [Text("arm", "arm")] if shown.arms else []
    header += [shown.outcome, *([Text("lowest", "lägst"), Text("highest", "högst")] if together else [])]
    return Table((*header, Text("what", "vad")), tuple(_row(mark, shown, together=together) for mark in shown.marks))


def _row(mark: Mark, shown: Nights, *, together: bool) -> tuple[Cell, ...]:
    arm: list[Cell] = []
    if shown.arms:
        arm = [None if mark.active is None else shown.arms[0 if mark.active else 1]]
    where: list[Cell] = [mark.first, mark.last] if together else [mark.first]
    spread: list[Cell] = [mark.least, mark.most] if together else []
    return (*where, mark.period, *arm, mark.score, *spread, KINDS[mark.kind])


def rows(shown: Nights, room: float) -> list[tuple[float, float]]:
    """The nights cut into rows of at most `room` nights, as even as possible, and between periods where possible.

    Returns:
        The edges of each row; night n lies between n - 1 and n.
    """
    least = _cut(shown, room)
    whole = shown.end - shown.marks[0].first + 1
    even = whole / len(least)
    shorter = (even + (room - even) * n / 20 for n in range(20) if even < room)
    return next((cut for length in shorter if len(cut := _cut(shown, length)) == len(least)), least)


def _cut(shown: Nights, room: float) -> list[tuple[float, float]]:
    borders = [span.first - 1 for span in shown.spans[1:]] + [shown.end]
    cut: list[tuple[float, float]] = []
    start = shown.marks[0].first - 1
    while start < shown.end:
        fits = [border for border in borders if start < border <= start + room]
        end = max(fits, default=min(start + room, shown.end))
        cut.append((start, end))
        start = end
    return cut
