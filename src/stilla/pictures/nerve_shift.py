"""What a level of magnesium in blood does to a nerve in the model, before and after, with calcium beside it."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

import msgspec

from stilla.pictures.picture import Picture, Shown, Table
from stilla.pictures.words import num, said, two
from stilla.text import Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stilla.pictures.picture import Cell

TITLE = Text("A nerve at these levels, in this model", "En nerv vid de här halterna, i modellen")
MAGNESIUM = Text("Magnesium in blood, total, mmol/L", "Magnesium i blodet, totalt, mmol/l")
CALCIUM = Text("Ionised calcium, mmol/L", "Joniserat kalcium, mmol/l")
TIMES = Text("times the usual", "gånger det vanliga")
THRESHOLD = Text("stimulus that the nerve needs", "retning som nerven behöver")
RELEASE = Text("signal substance it releases onto muscle", "signalämne som den släpper ut på muskeln")
BEFORE, AFTER = Text("before", "före"), Text("with the plan", "med planen")
FIRES = Text("the nerve fires by itself", "nerven avger signaler av sig själv")
FAILS = Text("too little is released for the muscle", "för lite släpps ut för muskeln")
SHIFT = Text("shift of the nerve's gates, mV", "förskjutning av nervens portar, mV")
SPAN_MAGNESIUM = (0.3, 6.0)
SPAN_CALCIUM = (0.5, 2.0)
"""mmol/L that are always shown: from where people are ill for lack of it to where they are for too much."""
POINTS = 81
_OVER = 0.1
"""So little above a whole number is drawn at it."""
_ROWS_MAGNESIUM = (0.3, 0.5, 0.75, 1.03, 1.23, 2.0, 4.0, 6.0)
_ROWS_CALCIUM = (0.5, 0.7, 0.9, 1.2, 1.5, 2.0)
_TENTH = 0.9


class At(msgspec.Struct, frozen=True):
    """A nerve at one level."""

    level: float
    """mmol/L of what the curve is of."""
    shift: float
    """mV; above zero the nerve is less excitable."""
    threshold: float | None
    """Stimulus it needs, times the usual; None where it fires by itself, or where the model does not reach."""
    release: float
    """Times the usual."""
    fires: bool | None
    transmits: bool


class NerveShift(Shown, frozen=True):
    """Two curves of two quantities; the person's levels lie on them."""

    magnesium: tuple[At, ...]
    """Over magnesium, at the person's calcium."""
    calcium: tuple[At, ...]
    """Over calcium, at the person's magnesium with the plan."""
    before: At
    after: At
    """On the curves of magnesium."""
    own: At
    """On the curves of calcium."""

    @property
    def top(self) -> float:
        """Where the scale of both ends: a whole number, at least 3."""
        every = (*self.magnesium, *self.calcium)
        highest = max(max(each.release, each.threshold or 0.0) for each in every)
        return float(max(3, ceil(highest - _OVER)))


def nerve_shift(before: float, after: float, calcium: float) -> Picture:
    """A nerve at two levels of magnesium.

    Args:
        before: mean total magnesium in serum without the plan, mmol/L.
        after: the same with the plan.
        calcium: ionised calcium in blood, mmol/L.

    Raises:
        BadInput: outside what the model of the nerve reaches.
    """
    low, high = _around(SPAN_MAGNESIUM, before, after)
    many = _at([*_steps(low, high), before, after, *_ROWS_MAGNESIUM], [calcium])
    other = _at([after], [*_steps(*_around(SPAN_CALCIUM, calcium)), calcium, *_ROWS_CALCIUM])
    shown = NerveShift(
        magnesium=tuple(many[:POINTS]),
        calcium=tuple(other[:POINTS]),
        before=many[POINTS],
        after=many[POINTS + 1],
        own=other[POINTS],
    )
    rows = [
        *(("magnesium", each) for each in many[POINTS + 2 :]),
        *(("calcium", each) for each in other[POINTS + 1 :]),
    ]
    return Picture(
        TITLE, _reading(shown, _times_calcium(after, calcium)), _described(shown), _table(shown, rows), shown
    )


def _around(span: tuple[float, float], *levels: float) -> tuple[float, float]:
    """The span, wide enough for the levels."""
    return min(span[0], *levels), max(span[1], *levels)


def _steps(low: float, high: float) -> list[float]:
    """Levels at equal ratios: a tenth more is as wide anywhere, and as wide for magnesium as for calcium."""
    return [low * (high / low) ** (n / (POINTS - 1)) for n in range(POINTS)]


def _at(magnesium: Sequence[float], calcium: Sequence[float]) -> list[At]:
    """One for each level of the longer of the two, in their order."""
    import numpy as np  # noqa: PLC0415  # the model is loaded where it is asked, not by every picture

    from stilla.physiology.nerve import nerves  # noqa: PLC0415  # as above

    found = nerves(np.array(magnesium), np.array(calcium))
    levels = magnesium if len(magnesium) > len(calcium) else calcium
    return [
        At(
            level=level,
            shift=shift,
            threshold=ratio if ratio == ratio else None,  # noqa: PLR0124  # not a number: there is none
            release=release,
            fires=fires if known else None,
            transmits=transmits,
        )
        for level, shift, ratio, release, fires, known, transmits in zip(
            levels,
            found.gate_shift_mv.tolist(),
            found.threshold_ratio.tolist(),
            found.release_ratio.tolist(),
            found.fires_by_itself.tolist(),
            found.known.tolist(),
            found.transmits.tolist(),
            strict=True,
        )
    ]


def _times_calcium(magnesium: float, calcium: float) -> float:
    """How many times as much a tenth less calcium moves the gates as a tenth less magnesium."""
    here, less_magnesium = _at([magnesium, _TENTH * magnesium], [calcium])
    [less_calcium] = _at([magnesium], [_TENTH * calcium])
    return (less_calcium.shift - here.shift) / (less_magnesium.shift - here.shift)


def _reading(shown: NerveShift, times: float) -> Text:
    before, after = shown.before, shown.after
    moved = said(
        "From {before} to {after}\u00a0mmol/L of magnesium, the nerve's gates move by {shift}\u00a0mV and the signal "
        "substance it releases goes from {old} to {new} times the usual.",
        "Från {before} till {after}\u00a0mmol/l magnesium flyttas nervens portar {shift}\u00a0mV, och signalämnet "
        "den släpper ut går från {old} till {new} gånger det vanliga.",
        before=two(before.level),
        after=two(after.level),
        shift=_moved(after.shift - before.shift),
        old=two(before.release),
        new=two(after.release),
    )
    compared = said(
        " A tenth less calcium moves the gates about {times} times as much as a tenth less magnesium.",
        " En tiondel mindre kalcium flyttar dem ungefär {times} gånger så mycket som en tiondel mindre magnesium.",
        times=num(times, 0 if times >= 2 else 1),
    )
    return Text(f"{moved.en}{compared.en}", f"{moved.sv}{compared.sv}")


def _moved(shift: float) -> Text:
    """A shift with its sign; one too small to show is said to be smaller, never to be nothing.

    >>> _moved(0.0034).en, _moved(0.1).sv, _moved(0.0).en
    ('less than 0.01', '+0,1', '0')
    """
    if 0 < abs(shift) < 0.005:
        return Text("less than 0.01", "mindre än 0,01")
    sign = "+" if shift > 0 else ""
    number = num(shift, 2)
    return Text(f"{sign}{number.en}", f"{sign}{number.sv}")


def _described(shown: NerveShift) -> Text:
    return said(
        "Two panels with the same scales: over magnesium from {low} to {high}\u00a0mmol/L on the left, over ionised "
        "calcium on the right. A solid line is the stimulus that the nerve needs, a broken line the signal substance "
        "it releases, both as times the usual. A ring marks the level before, a disc the level with the plan.",
        "Två rutor med samma skalor: över magnesium från {low} till {high}\u00a0mmol/l till vänster, över joniserat "
        "kalcium till höger. En heldragen linje är retningen som nerven behöver, en streckad signalämnet som den "
        "släpper ut, båda som gånger det vanliga. En ring visar halten före, en fylld cirkel halten med planen.",
        low=num(shown.magnesium[0].level, 2),
        high=num(shown.magnesium[-1].level, 2),
    )


_NAMES = {
    "magnesium": Text("Magnesium", "Magnesium"),
    "calcium": Text("Ionised calcium", "Joniserat kalcium"),
    "before": Text("Magnesium before", "Magnesium före"),
    "after": Text("Magnesium with the plan", "Magnesium med planen"),
    "own": Text("Calcium reckoned with", "Kalcium som räknas med"),
}


def _table(shown: NerveShift, rows: Sequence[tuple[str, At]]) -> Table:
    every = [("before", shown.before), ("after", shown.after), ("own", shown.own), *rows]
    return Table(
        (Text("Level of", "Halt av"), Text("mmol/L", "mmol/l"), SHIFT, THRESHOLD, RELEASE),
        tuple((_NAMES[name], *_cells(each)) for name, each in every),
    )


def _cells(each: At) -> tuple[Cell, ...]:
    threshold: Cell = FIRES if each.fires else None if each.threshold is None else round(each.threshold, 2)
    return round(each.level, 2), round(each.shift, 2), threshold, round(each.release, 2)
