"""Quantile dots: round, touching, stacked on the axis of the difference."""

from __future__ import annotations

from math import pi
from typing import TYPE_CHECKING

import msgspec

from stilla.pictures.quantile_dots import ARROWS, AXIS, SIDES, Better, QuantileDots, Side
from stilla.pictures.vega.pieces import (
    RING,
    SMALL,
    Key,
    Plot,
    Spec,
    along,
    breadth,
    key_below,
    lines,
    marks,
    pixels,
    words,
)
from stilla.pictures.words import num, said
from stilla.text import Text

if TYPE_CHECKING:
    from stilla.pictures.palette import Ink
    from stilla.text import Language

_TALLEST = 260
"""Pixels; a taller stack is pressed together."""
_ABOVE = 44
"""Room for the words over the lines."""


def plot(shown: QuantileDots, language: Language, ink: Ink, width: float) -> Plot:
    """The dots over the axis, the side that matters shaded, lines at zero and at the minimal important difference."""
    per_point = width / (shown.high - shown.low)
    dot = min(shown.column * per_point, 22.0)
    step = min(dot, _TALLEST / shown.tallest)
    height = _ABOVE + max(90.0, step * shown.tallest + 6)
    keys: dict[Side, Key] = {
        "worth": Key(SIDES["worth"].to(language), "circle", ink.strong, ink.strong),
        "some": Key(SIDES["some"].to(language), RING, ink.background, ink.strong),
        "none": Key(SIDES["none"].to(language), "circle", ink.background, ink.text),
    }
    dots = [
        {"x": stack.middle, "py": height - step * (n + 0.5), "key": keys[stack.side].label}
        for stack in shown.stacks
        for n in range(stack.count)
    ]
    domain = (shown.low, shown.high)
    x = along("x", domain, {"grid": False, "tickCount": max(3, int(width // 90)), "orient": "bottom"})
    y = pixels()["y"]
    worth_to = shown.low if shown.better == "lower" else shown.high
    ground = {
        "data": {"values": [{"x": shown.worth_from, "to": worth_to, "py": 0, "py2": height}]},
        "mark": {"type": "rect", "color": ink.tint},
        "encoding": {"x": x, "x2": {"field": "to"}, "y": y, "y2": {"field": "py2"}},
    }
    ruled = {"x": x, "y": y, "y2": {"field": "py2"}}
    used = [key for side, key in keys.items() if shown.on(side)]
    named = direction(shown.better, language, ink, width, height)
    key = key_below([each.label for each in used], width, left=0, top=height + named.room)
    layers = [
        ground,
        *lines([{"x": 0, "py": 34, "py2": height}], ruled, ink.text, width=1.5),
        *lines([{"x": shown.worth_from, "py": 18, "py2": height}], ruled, ink.strong, width=1.5, dash=(5, 3)),
        *marks(dots, {"x": x, "y": y}, used, size=pi / 4 * (0.82 * dot) ** 2, key=key.legend),
        *_labels(shown, language, ink, width),
        *named.layers,
    ]
    return Plot(layers, height, below=named.room + key.room)


class Named(msgspec.Struct, frozen=True):
    """The words under an axis, and the room that ticks and words take."""

    layers: list[Spec]
    room: float


def direction(better: Better, language: Language, ink: Ink, width: float, height: float) -> Named:
    """What the axis is, and at each of its ends whether that is better or worse."""
    title = AXIS.to(language)
    ends = [ARROWS[better == "lower", left].to(language) for left in (True, False)]
    beside = breadth("".join([title, *ends]), SMALL) + 30 < width
    y = height + 34
    layers = [
        *words([(0, y, ends[0])], ink.text, size=SMALL, weight="bold"),
        *words([(width, y, ends[1])], ink.text, size=SMALL, weight="bold", align="right"),
        *words([(width / 2, y if beside else y + 17, title)], ink.muted, size=SMALL, align="center"),
    ]
    return Named(layers, 42 if beside else 59)


def _labels(shown: QuantileDots, language: Language, ink: Ink, width: float) -> list[Spec]:
    """Words over the two lines: on the side away from the other line, if there is room."""
    per_point = width / (shown.high - shown.low)
    zero, worth = ((value - shown.low) * per_point for value in (0.0, shown.worth_from))
    matters = said("{mid} matters", "{mid} spelar roll", mid=num(shown.worth_from, 2)).to(language)
    nothing = Text("0: no difference", "0: ingen skillnad").to(language)
    return [
        *beside((worth, 9), matters, ink.strong, width, left=worth < zero, weight="bold"),
        *beside((zero, 25), nothing, ink.text, width, left=worth >= zero),
    ]


def beside(  # noqa: PLR0913  # a place, words, and how they look
    at: tuple[float, float], text: str, colour: str, width: float, *, left: bool, weight: str = "normal"
) -> list[Spec]:
    """A word beside a line: on the side wanted, or on the other one where it would leave the picture."""
    x, y = at
    wide = breadth(text, SMALL) + 5
    fits_left, fits_right = x >= wide, x + wide <= width
    to_left = (fits_left or not fits_right) if left else (fits_left and not fits_right)
    align, shift = ("right", -5) if to_left else ("left", 5)
    return words([(x + shift, y, text)], colour, size=SMALL, align=align, weight=weight)
