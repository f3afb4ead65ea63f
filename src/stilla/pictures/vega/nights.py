"""Nights as marks, in as many rows as leave each mark room."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import msgspec

from stilla.pictures.nights import KINDS, ONE, OR_RUN_IN, PAUSE, PERIOD, RUN_IN, Kind, Mark, Nights, Span, rows
from stilla.pictures.vega.pieces import (
    CROSS,
    SMALL,
    TICK,
    Key,
    Plot,
    Spec,
    breadth,
    key_below,
    lines,
    marks,
    pixels,
    words,
)
from stilla.pictures.words import day, numeral

if TYPE_CHECKING:
    from stilla.pictures.palette import Ink
    from stilla.text import Language

_HEAD, _SCALE, _FOOT, _LABELS, _BETWEEN = 24, 120, 22, 20, 12
"""Pixels: the periods' names, the scale, the missing ones, the dates, and the space to the next row."""
_HIGH = _HEAD + _SCALE + _FOOT + _LABELS
_LEAST, _MOST = 5.0, 24.0
"""Pixels that a mark needs, and the most it gets."""
_NAMED = 60
"""More periods than this have no names and no borders: they would hide the nights."""
SHAPES: dict[Kind, str] = {
    "answered": "circle",
    "recalled": "diamond",
    "cannot": CROSS,
    "missing": TICK,
    "several": "circle",
}


def plot(shown: Nights, language: Language, ink: Ink, width: float) -> Plot:
    """Rows of nights, all on one scale and with one length of a night."""
    left = max(breadth(numeral(each, language), SMALL) for each in _ticks(shown)) + 12
    room = width - left
    per_mark = (shown.end - shown.marks[0].first + 1) / len(shown.marks)
    stretches = rows(shown, per_mark * max(1, int(room // _LEAST)))
    longest = max(last - first for first, last in stretches)
    each = min(room / longest, _MOST / per_mark)
    keys = _keys(shown, language, ink)
    layers: list[Spec] = []
    points: list[Spec] = []
    for n, (first, last) in enumerate(stretches):
        row = _Row(first, last, n * (_HIGH + _BETWEEN), each)
        own = [mark for mark in shown.marks if first < mark.last <= last]
        layers += [*_ground(shown, row, ink), *_grid(shown, row, ink, language), *_heads(shown, row, ink, language)]
        layers += [*_spreads(shown, row, own, ink), *_dates(shown, row, ink, language)]
        points += [
            {"px": row.x(mark.at - 0.5), "py": row.y(mark.score, shown), "key": keys[_look(mark)].label} for mark in own
        ]
    occurring = {keys[_look(mark)].label for mark in shown.marks}
    used = list({key.label: key for key in keys.values() if key.label in occurring}.values())
    height = len(stretches) * (_HIGH + _BETWEEN) - _BETWEEN
    key = key_below([each.label for each in used], width, left=left, top=height)
    size = min(11.0, max(4.6, 0.9 * each * per_mark)) ** 2 * 0.785
    layers += marks(points, pixels(), used, size=size, key=key.legend)
    return Plot(layers, height, left=left, below=key.room)


class _Row(msgspec.Struct, frozen=True):
    """One row: its nights, its upper edge in pixels, and the pixels of a night."""

    first: float
    last: float
    top: float
    each: float

    def x(self, night: float) -> float:
        """Pixels from the left."""
        return round((night - self.first) * self.each, 2)

    def y(self, score: float | None, shown: Nights) -> float:
        """Pixels from the top; what is missing stands under the scale, not on it."""
        if score is None:
            return self.top + _HEAD + _SCALE + _FOOT / 2
        share = (score - shown.low) / (shown.high - shown.low)
        return round(self.top + _HEAD + _SCALE * (1 - share), 2)

    @property
    def foot(self) -> float:
        """The lower edge of the missing ones."""
        return self.top + _HEAD + _SCALE + _FOOT


def _look(mark: Mark) -> tuple[Kind, bool | None]:
    """What decides a mark's look. Open and filled exist only once the arms may be known."""
    return mark.kind, None if mark.score is None else mark.active


def _keys(shown: Nights, language: Language, ink: Ink) -> dict[tuple[Kind, bool | None], Key]:
    keys: dict[tuple[Kind, bool | None], Key] = {}
    run_in = any(span.period == 0 for span in shown.spans)
    for kind, shape in SHAPES.items():
        label = KINDS[kind].to(language)
        if kind in {"missing", "cannot"} or shown.arms is None:
            fill = "none" if kind in {"missing", "cannot"} else ink.muted
            keys[kind, None] = Key(label, shape, fill, ink.muted)
            continue
        active, other = (arm.to(language) for arm in shown.arms)
        rest = f"{label}, {other} {OR_RUN_IN.to(language)}" if run_in else f"{label}, {other}"
        keys[kind, True] = Key(f"{label}, {active}", shape, ink.strong, ink.strong)
        keys[kind, False] = keys[kind, None] = Key(rest, shape, ink.background, ink.text)
    return keys


def _ground(shown: Nights, row: _Row, ink: Ink) -> list[Spec]:
    """The shade of the active periods, the stripes of pauses, and a line between periods."""
    shaded = [part for span in shown.spans if span.active for part in _within(row, span.first - 1, span.last)]
    striped = [part | {"py": row.top + _HEAD} for first, last in shown.pauses for part in _within(row, first - 1, last)]
    borders = [
        {"px": row.x(span.first - 1), "px2": row.x(span.first - 1), "py": row.top, "py2": row.foot}
        for span in shown.spans
        if row.first < span.first - 1 < row.last
    ]
    return [
        *_rects(shaded, ink.tint),
        *_rects(striped, "url(#striped)"),
        *(lines(borders, pixels(second=True), ink.line) if len(shown.spans) <= _NAMED else []),
    ]


def _within(row: _Row, first: float, last: float) -> list[Spec]:
    first, last = max(first, row.first), min(last, row.last)
    if first >= last:
        return []
    return [{"px": row.x(first), "px2": row.x(last), "py": row.top, "py2": row.foot}]


def _rects(data: list[Spec], fill: str) -> list[Spec]:
    if not data:
        return []
    return [{"data": {"values": data}, "mark": {"type": "rect", "fill": fill}, "encoding": pixels(second=True)}]


def _ticks(shown: Nights) -> list[float]:
    return [shown.low, (shown.low + shown.high) / 2, shown.high]


def _grid(shown: Nights, row: _Row, ink: Ink, language: Language) -> list[Spec]:
    end = row.x(row.last)
    ruled = [{"px": 0, "px2": end, "py": row.y(each, shown), "py2": row.y(each, shown)} for each in _ticks(shown)]
    labels = [(-8.0, row.y(each, shown), numeral(each, language)) for each in _ticks(shown)]
    return [
        *lines(ruled[1:], pixels(second=True), ink.grid),
        *lines(ruled[:1], pixels(second=True), ink.line),
        *words(labels, ink.muted, size=SMALL, align="right"),
    ]


def _heads(shown: Nights, row: _Row, ink: Ink, language: Language) -> list[Spec]:
    """Each period's number over it, and its arm once that may be known, as far as there is room."""
    heads: list[tuple[float, float, str]] = []
    if len(shown.spans) > _NAMED:
        return []
    for span in shown.spans:
        for part in _within(row, span.first - 1, span.last):
            fitting = [
                name for name in _names(shown, span, language) if breadth(name, SMALL) < part["px2"] - part["px"]
            ]
            heads += [((part["px"] + part["px2"]) / 2, row.top + _HEAD / 2, fitting[0])] if fitting else []
    stops = [
        ((part["px"] + part["px2"]) / 2, row.top + _HEAD + _SCALE / 2, PAUSE.to(language))
        for first, last in shown.pauses
        for part in _within(row, first - 1, last)
        if part["px2"] - part["px"] > breadth(PAUSE.to(language), SMALL)
    ]
    return [
        *words(heads, ink.text, size=SMALL, align="center"),
        *words(stops, ink.text, size=SMALL, align="center", halo=ink.background),
    ]


def _names(shown: Nights, span: Span, language: Language) -> list[str]:
    """What a period may be called, longest first."""
    if not span.period:
        return [RUN_IN.to(language)]
    if shown.arms is None or span.active is None:
        return [f"{PERIOD.to(language)} {span.period}", str(span.period)]
    arm = shown.arms[0 if span.active else 1].to(language)
    return [f"{span.period} {arm}", str(span.period)]


def _spreads(shown: Nights, row: _Row, own: list[Mark], ink: Ink) -> list[Spec]:
    """From the lowest to the highest, where several nights share a mark."""
    spread = [
        {
            "px": row.x(mark.at - 0.5),
            "px2": row.x(mark.at - 0.5),
            "py": row.y(mark.least, shown),
            "py2": row.y(mark.most, shown),
        }
        for mark in own
        if mark.kind == "several" and mark.least != mark.most
    ]
    return lines(spread, pixels(second=True), ink.line)


def _dates(shown: Nights, row: _Row, ink: Ink, language: Language) -> list[Spec]:
    """The first night of each period as a date or a number, where it does not touch the one before."""
    starts = [row.first, *(span.first - 1 for span in shown.spans if row.first < span.first - 1 < row.last)]
    labels: list[tuple[float, float, str]] = []
    free = -1e9
    for start in starts:
        label = numeral(start + 1, language)
        if shown.first is not None:
            label = day(shown.first + timedelta(days=int(start)), language)
        elif not labels:
            label = f"{ONE[shown.unit].to(language)} {label}"
        if row.x(start) > free:
            labels.append((row.x(start), row.foot + _LABELS / 2 + 2, label))
            free = row.x(start) + breadth(label, SMALL) + 10
    return words(labels, ink.muted, size=SMALL)
