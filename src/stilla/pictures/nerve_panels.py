"""Where everything of the nerve's picture stands: side by side where there is room, else one above the other."""

from __future__ import annotations

from math import log
from typing import TYPE_CHECKING

import msgspec

from stilla.pictures.nerve_shift import (
    AFTER,
    BEFORE,
    CALCIUM,
    FAILS,
    FIRES,
    MAGNESIUM,
    RELEASE,
    THRESHOLD,
    TIMES,
    At,
    NerveShift,
)
from stilla.pictures.strokes import Box, Line, Spot, Stroke, Strokes, Words
from stilla.pictures.vega.pieces import NORMAL, SMALL, breadth, wrapped
from stilla.pictures.words import numeral

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from stilla.pictures.palette import Ink
    from stilla.text import Language

_SIDE_BY_SIDE = 480
_LEFT, _BETWEEN = 30.0, 34.0
_LANE, _HEAD, _FOOT, _LINE = 9.0, 26.0, 24.0, 16.0
"""Pixels of a lane of states along the axis, of the words above and below a panel, and of a line of the key."""
_STRIP = 2 * _LANE
_TICKS = (0.1, 0.3, 0.5, 0.75, 1.0, 1.5, 2.0, 3.0, 4.0, 6.0, 10.0, 20.0)
_DASH = (7.0, 4.0)
_SIGN = 28.0


class _Panel(msgspec.Struct, frozen=True):
    """One panel: its place, its curve and how far its scales go."""

    left: float
    top: float
    width: float
    tall: float
    curve: tuple[At, ...]
    most: float

    @property
    def foot(self) -> float:
        """Where the curves end and the lanes of states begin."""
        return self.top + self.tall

    def x(self, level: float) -> float:
        """Equal ratios are equally wide."""
        low, high = self.curve[0].level, self.curve[-1].level
        return self.left + self.width * log(level / low) / log(high / low)

    def y(self, ratio: float) -> float:
        """Zero is at the foot."""
        return self.top + self.tall * (1 - min(ratio, self.most) / self.most)


def panels(shown: NerveShift, language: Language, ink: Ink, width: float) -> Strokes:
    """The drawing.

    Args:
        shown: what is drawn.
        language: of its words.
        ink: its colours.
        width: pixels there are.
    """
    beside = width >= _SIDE_BY_SIDE
    spans = [log(curve[-1].level / curve[0].level) for curve in (shown.magnesium, shown.calcium)]
    room = width - 2 * _LEFT - (_BETWEEN - _LEFT if beside else -_LEFT)
    # The same pixels for the same ratio in both, so that the slopes can be compared.
    each = [room * span / (sum(spans) if beside else max(spans)) for span in spans]
    tall = 210.0 if beside else 150.0
    high = _HEAD + tall + _STRIP + _FOOT
    first = _Panel(_LEFT, _HEAD, each[0], tall, shown.magnesium, shown.top)
    left, top = (_LEFT + each[0] + _BETWEEN, _HEAD) if beside else (_LEFT, high + _HEAD + 10)
    second = _Panel(left, top, each[1], tall, shown.calcium, shown.top)
    foot = second.foot + _STRIP + _FOOT
    parts = [
        *_frame(first, MAGNESIUM.to(language), language, ink),
        *_frame(second, CALCIUM.to(language), language, ink),
        *_curves(first, ink),
        *_curves(second, ink),
        *_spots(first, shown.before, ink.background, ink),
        *_spots(first, shown.after, ink.text, ink),
        *_spots(second, shown.own, ink.text, ink),
    ]
    rows = list(_key(foot + 16, width, language, ink))
    bottom = max(part.y for part in rows if isinstance(part, Words)) + 8
    return Strokes(width, bottom, (*parts, *rows))


def _frame(panel: _Panel, title: str, language: Language, ink: Ink) -> Iterator[Stroke]:
    right, foot = panel.left + panel.width, panel.foot
    yield Words(panel.left - _LEFT, panel.top - 17, title, ink.text, NORMAL, bold=True)
    for n in range(int(panel.most) + 1):
        y = panel.y(n)
        yield Line(((panel.left, y), (right, y)), ink.line if n == 1 else ink.grid, 1, (2, 3) if n == 1 else ())
        yield Words(panel.left - 6, y, f"{n}×", ink.muted, SMALL, "right")
    low, high = panel.curve[0].level, panel.curve[-1].level
    for level in _TICKS:
        if low * 0.999 <= level <= high * 1.001:
            x = panel.x(level)
            yield Line(((x, foot + _STRIP), (x, foot + _STRIP + 4)), ink.line)
            yield Words(x, foot + _STRIP + 13, numeral(level, language, 2), ink.muted, SMALL, "center")
    yield from _states(panel, lambda each: each.fires is True, "url(#striped)", 0, ink)
    yield from _states(panel, lambda each: not each.transmits, "url(#upright)", 1, ink)
    yield Line(((panel.left, foot + _STRIP), (right, foot + _STRIP)), ink.line)


def _states(panel: _Panel, holds: Callable[[At], bool], fill: str, lane: int, ink: Ink) -> Iterator[Box]:
    """A strip under the curves, where something holds."""
    top, start = panel.foot + lane * _LANE, None
    for n, each in enumerate((*panel.curve, None)):
        if each is not None and holds(each):
            start = n if start is None else start
        elif start is not None:
            left, right = panel.x(panel.curve[start].level), panel.x(panel.curve[n - 1].level)
            yield Box(left, top + 1, max(right, left + 2), top + _LANE, fill, ink.line)
            start = None


def _curves(panel: _Panel, ink: Ink) -> Iterator[Line]:
    threshold = tuple((panel.x(a.level), panel.y(a.threshold)) for a in panel.curve if a.threshold is not None)
    if len(threshold) > 1:
        yield Line(threshold, ink.strong, 2.5)
    yield Line(tuple((panel.x(a.level), panel.y(a.release)) for a in panel.curve), ink.alarm, 2.5, _DASH)


def _spots(panel: _Panel, at: At, fill: str, ink: Ink) -> Iterator[Stroke]:
    x = panel.x(at.level)
    yield Line(((x, panel.top), (x, panel.foot + _STRIP)), ink.muted, 1, () if fill == ink.text else (2, 3))
    for ratio in (at.threshold, at.release):
        if ratio is not None:
            yield Spot(x, panel.y(ratio), fill, ink.text, 4)


def _key(top: float, width: float, language: Language, ink: Ink) -> Iterator[Stroke]:
    """What each mark means, in as many rows as it takes."""
    times = TIMES.to(language)
    x, y, rows = 0.0, top, 1
    for n, text in enumerate((THRESHOLD, RELEASE, BEFORE, AFTER, FIRES, FAILS)):
        label = f"{text.to(language)}, {times}" if n < 2 else text.to(language)
        lines = wrapped(label, width - _SIGN, NORMAL)
        wide = _SIGN + max(breadth(line, NORMAL) for line in lines)
        if x and x + wide > width:
            x, y, rows = 0.0, y + rows * _LINE + 6, 1
        rows = max(rows, len(lines))
        yield from _sign(n, x, y, ink)
        for down, line in enumerate(lines):
            yield Words(x + _SIGN, y + down * _LINE, line, ink.text, NORMAL)
        x += wide + 14


def _sign(n: int, x: float, y: float, ink: Ink) -> Iterator[Stroke]:
    if n < 2:
        yield Line(((x, y), (x + 22, y)), (ink.strong, ink.alarm)[n], 2.5, ((), _DASH)[n])
    elif n < 4:
        yield Spot(x + 11, y, (ink.background, ink.text)[n - 2], ink.text, 4)
    else:
        yield Box(x + 1, y - 5, x + 21, y + 4, ("url(#striped)", "url(#upright)")[n - 4], ink.line)
