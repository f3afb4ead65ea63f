"""Magnesium in blood over days of a plan, in this model, against the bands and the level before."""

from __future__ import annotations

from math import ceil, floor, isfinite
from typing import TYPE_CHECKING

import msgspec

from stilla.physiology.asked import BANDS as LEVELS
from stilla.pictures.picture import Picture, Shown, Table
from stilla.pictures.words import num, said, two
from stilla.text import Text

if TYPE_CHECKING:
    from collections.abc import Sequence

TITLE = Text("Magnesium in blood, in this model", "Magnesium i blodet, i modellen")
LEVEL = Text("magnesium in blood, mmol/L", "magnesium i blodet, mmol/l")
DAYS = Text("days", "dagar")
BEFORE = Text("before", "före")
PLAN = Text("with the plan", "med planen")
SPREAD = Text("lowest to highest within a day", "lägsta till högsta inom ett dygn")
BANDS: dict[float, Text] = dict(
    zip(
        LEVELS,
        (
            Text("below: low", "under: lågt"),
            Text("above the usual", "över det vanliga"),
            Text("too high", "för högt"),
            Text("an emergency", "akut"),
            Text("deadly danger", "livsfara"),
        ),
        strict=True,
    )
)
"""What begins at a level, mmol/L; the first one is for what lies below it."""
SPAN = (0.70, 1.10)
"""mmol/L that are always shown, so that a small rise looks small."""
_MARGIN = 0.03
HOURLY = 5
"""Up to so many days every hour is a mark; beyond, a day or more."""
MOST = 120
_DAY = 24.0


class Mark(msgspec.Struct, frozen=True):
    """A stretch of time: its middle in days since the start, and the level's mean and extremes in it."""

    at: float
    mean: float
    lowest: float
    highest: float


class SerumCourse(Shown, frozen=True):
    """Marks over days."""

    marks: tuple[Mark, ...]
    before: float
    """Mean level of food alone, mmol/L."""
    settles: float
    """Mean level after many equal days."""
    days: float
    low: float
    high: float
    """Ends of the scale, mmol/L."""
    hourly: bool

    @property
    def bands(self) -> tuple[float, ...]:
        """The bands within the scale."""
        return tuple(level for level in BANDS if self.low < level < self.high)


def serum_course(hours: Sequence[float], serum: Sequence[float], before: float, settles: float) -> Picture:
    """The level over the days of a plan.

    Args:
        hours: since the start, increasing, equally spaced.
        serum: total magnesium, mmol/L, one for each hour given.
        before: mean level of food alone.
        settles: mean level after many equal days.

    Raises:
        ValueError: nothing to draw, or what is not a level.
    """
    if len(hours) != len(serum) or len(hours) < 2 or not all(isfinite(each) for each in (*serum, before, settles)):
        raise ValueError("hours and levels are needed, as many of one as of the other, at least two")
    days = hours[-1] / _DAY
    marks = _hours(hours, serum) if days <= HOURLY else _days(hours, serum, days)
    every = [before, settles, *(each.lowest for each in marks), *(each.highest for each in marks)]
    low = max(0.0, min(SPAN[0], floor((min(every) - _MARGIN) * 10) / 10))
    high = max(SPAN[1], ceil((max(every) + _MARGIN) * 10) / 10)
    shown = SerumCourse(marks, before, settles, days, low, high, days <= HOURLY)
    return Picture(TITLE, _reading(shown), _described(shown), _table(shown), shown)


def _hours(hours: Sequence[float], serum: Sequence[float]) -> tuple[Mark, ...]:
    return tuple(Mark(hour / _DAY, level, level, level) for hour, level in zip(hours, serum, strict=True))


def _days(hours: Sequence[float], serum: Sequence[float], days: float) -> tuple[Mark, ...]:
    """A mark for each day, or for several where there are many; the last one may hold fewer."""
    width = ceil(days / MOST)
    found = []
    for first in range(0, ceil(days), width):
        last = min(first + width, days)
        own = [level for hour, level in zip(hours, serum, strict=True) if first * _DAY <= hour < last * _DAY]
        if own:
            found.append(Mark((first + last) / 2, sum(own) / len(own), min(own), max(own)))
    return tuple(found)


def _reading(shown: SerumCourse) -> Text:
    own = [each.mean for each in shown.marks if each.at > shown.days - 1] or [shown.marks[-1].mean]
    end = said(
        "On day {days} it is {last}",
        "Dag {days} är den {last}",
        days=num(ceil(shown.days)),
        last=two(sum(own) / len(own)),
    )
    return said(
        "Before: {before} mmol/L. {end}; in the end it settles at {settles}.",
        "Före: {before} mmol/l. {end}; till slut stannar den vid {settles}.",
        before=two(shown.before),
        end=end,
        settles=two(shown.settles),
    )


def _described(shown: SerumCourse) -> Text:
    bands = Text(*("; ".join(_band(level, language) for level in shown.bands) for language in ("en", "sv")))
    marks = (
        Text("A line through every hour", "En linje genom varje timme")
        if shown.hourly
        else Text(
            "A line through the mean of each day, with the lowest to the highest of the day as a pale bar",
            "En linje genom varje dygns medelvärde, med dygnets lägsta till högsta som en blek stapel",
        )
    )
    return said(
        "{marks}, over {days} days from {low} to {high} mmol/L. A dotted line is the level before. "
        "Broken lines are the bands: {bands}.",
        "{marks}, över {days} dagar från {low} till {high} mmol/l. En prickad linje är halten före. "
        "Streckade linjer är gränserna: {bands}.",
        marks=marks,
        days=num(shown.days),
        low=num(shown.low, 2),
        high=num(shown.high, 2),
        bands=bands,
    )


def _band(level: float, language: str) -> str:
    value, name = num(level, 2), BANDS[level]
    return f"{value.sv}, {name.sv}" if language == "sv" else f"{value.en}, {name.en}"


def _table(shown: SerumCourse) -> Table:
    header = (
        Text("day", "dag"),
        Text("mean, mmol/L", "medel, mmol/l"),
        Text("lowest", "lägst"),
        Text("highest", "högst"),
    )
    rows = tuple((each.at, each.mean, each.lowest, each.highest) for each in shown.marks)
    return Table(header, rows)
