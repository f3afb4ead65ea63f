"""Where everything of the serum's picture stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from stilla.pictures.serum_course import BANDS, BEFORE, DAYS, LEVEL, PLAN, SPREAD, SerumCourse
from stilla.pictures.strokes import Box, Line, Stroke, Strokes, Words
from stilla.pictures.vega.pieces import NORMAL, SMALL, breadth
from stilla.pictures.words import numeral

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stilla.pictures.palette import Ink
    from stilla.text import Language

_LEFT, _HEAD, _TALL, _FOOT, _LINE = 40.0, 24.0, 220.0, 30.0, 18.0
_DOTS, _DASH = (2.0, 4.0), (7.0, 4.0)
_NEAR = 13.0
"""Pixels: labels nearer than this would touch."""
_SIGN = 28.0
_TICKS = (1, 2, 5, 10, 20, 25, 50, 100)
_MOST_TICKS = 8


class _Scale(msgspec.Struct, frozen=True):
    """Days and levels as pixels."""

    shown: SerumCourse
    width: float

    def x(self, day: float) -> float:
        """From the left."""
        return _LEFT + (self.width - _LEFT) * day / self.shown.days

    def y(self, level: float) -> float:
        """From the top."""
        return _HEAD + _TALL * (self.shown.high - level) / (self.shown.high - self.shown.low)


def panel(shown: SerumCourse, language: Language, ink: Ink, width: float) -> Strokes:
    """The drawing.

    Args:
        shown: what is drawn.
        language: of its words.
        ink: its colours.
        width: pixels there are.
    """
    at = _Scale(shown, width)
    key = list(_key(shown, _HEAD + _TALL + _FOOT + 12, width, language, ink))
    parts = [
        *_frame(at, language, ink),
        *_spread(at, ink),
        *_bands(at, language, ink),
        Line(((at.x(0), at.y(shown.before)), (at.x(shown.days), at.y(shown.before))), ink.text, 1.5, _DOTS),
        Line(tuple((at.x(each.at), at.y(each.mean)) for each in shown.marks), ink.strong, 2.5),
    ]
    bottom = max(part.y for part in key if isinstance(part, Words)) + 8
    return Strokes(width, bottom, (*parts, *key))


def _frame(at: _Scale, language: Language, ink: Ink) -> Iterator[Stroke]:
    shown, foot = at.shown, _HEAD + _TALL
    yield Words(0, 8, LEVEL.to(language), ink.muted, SMALL)
    for level in (shown.low, shown.high):
        if all(abs(at.y(level) - at.y(band)) >= _NEAR for band in shown.bands):
            yield Words(_LEFT - 6, at.y(level), numeral(level, language, 2), ink.muted, SMALL, "right")
    yield Line(((_LEFT, foot), (at.width, foot)), ink.line)
    step = next((each for each in _TICKS if shown.days / each <= _MOST_TICKS), _TICKS[-1])
    for day in range(0, int(shown.days) + 1, step):
        x = at.x(day)
        yield Line(((x, foot), (x, foot + 4)), ink.line)
        last = x > at.width - 12
        yield Words(x, foot + 13, numeral(day, language), ink.muted, SMALL, "right" if last else "center")
    yield Words((_LEFT + at.width) / 2, foot + 27, DAYS.to(language), ink.muted, SMALL, "center")


def _spread(at: _Scale, ink: Ink) -> Iterator[Stroke]:
    """From the lowest to the highest of each day."""
    if at.shown.hourly:
        return
    half = (at.width - _LEFT) / len(at.shown.marks) / 2
    for each in at.shown.marks:
        x = at.x(each.at)
        yield Box(max(_LEFT, x - half), at.y(each.highest), min(at.width, x + half), at.y(each.lowest), ink.tint)


def _bands(at: _Scale, language: Language, ink: Ink) -> Iterator[Stroke]:
    """A broken line for each; a label that would touch the one before is left out, its line is not."""
    free = -_NEAR
    for level in reversed(at.shown.bands):
        y = at.y(level)
        yield Line(((_LEFT, y), (at.width, y)), ink.alarm if level >= 1.23 else ink.muted, 1, _DASH)
        if y - free < _NEAR:
            continue
        free = y
        yield Words(_LEFT - 6, y, numeral(level, language, 2), ink.text, SMALL, "right")
        beside = y + 9 if level == min(BANDS) else y - 8
        if _in_the_way(at, beside):
            yield Words(_LEFT + 4, beside, BANDS[level].to(language), ink.text, SMALL)
        else:
            yield Words(at.width - 4, beside, BANDS[level].to(language), ink.text, SMALL, "right")


def _in_the_way(at: _Scale, y: float) -> bool:
    """Whether the curve runs through the right end of a line of words."""
    return any(
        each.at > 2 * at.shown.days / 3 and at.y(each.highest) - _NEAR < y < at.y(each.lowest) + _NEAR
        for each in at.shown.marks
    )


def _key(shown: SerumCourse, top: float, width: float, language: Language, ink: Ink) -> Iterator[Stroke]:
    """What each mark means, in as many rows as it takes."""
    x, y = 0.0, top
    for name, text in (("plan", PLAN), ("before", BEFORE), ("spread", SPREAD)):
        if name == "spread" and shown.hourly:
            continue
        label = text.to(language)
        wide = _SIGN + breadth(label, NORMAL)
        if x and x + wide > width:
            x, y = 0.0, y + _LINE
        if name == "spread":
            yield Box(x + 1, y - 5, x + 21, y + 5, ink.tint, ink.line)
        else:
            plan = name == "plan"
            yield Line(
                ((x, y), (x + 22, y)), ink.strong if plan else ink.text, 2.5 if plan else 1.5, () if plan else _DOTS
            )
        yield Words(x + _SIGN, y, label, ink.text, NORMAL)
        x += wide + 14
