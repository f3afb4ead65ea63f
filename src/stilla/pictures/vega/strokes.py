"""A drawing in pixels as a Vega-Lite specification."""

from __future__ import annotations

from math import pi
from typing import TYPE_CHECKING

from stilla.pictures.strokes import Box, Line, Spot, Words
from stilla.pictures.vega.pieces import Plot, Spec, pixels, words

if TYPE_CHECKING:
    from stilla.pictures.strokes import Stroke, Strokes


def plot_of(drawn: Strokes) -> Plot:
    """Every stroke as a layer, from the back to the front."""
    return Plot([layer for part in drawn.parts for layer in _layers(part)], drawn.height)


def _layers(part: Stroke) -> list[Spec]:
    if isinstance(part, Words):
        weight = "bold" if part.bold else "normal"
        row = (part.x, part.y, part.text)
        return words([row], part.colour, size=part.size, align=part.align, weight=weight)
    if isinstance(part, Line):
        return [_line(part)]
    return [_box(part) if isinstance(part, Box) else _spot(part)]


def _line(part: Line) -> Spec:
    dash = {"strokeDash": list(part.dash)} if part.dash else {}
    order = {"field": "n", "type": "quantitative"}
    return {
        "data": {"values": [{"px": round(x, 1), "py": round(y, 1), "n": n} for n, (x, y) in enumerate(part.points)]},
        "mark": {"type": "line", "color": part.colour, "strokeWidth": part.width, "strokeJoin": "round", **dash},
        "encoding": {**pixels(), "order": order},
    }


def _box(part: Box) -> Spec:
    row = {"px": part.left, "py": part.top, "px2": part.right, "py2": part.bottom}
    stroke = {"stroke": part.stroke, "strokeWidth": 1} if part.stroke else {}
    return {
        "data": {"values": [row]},
        "mark": {"type": "rect", "fill": part.fill, **stroke},
        "encoding": pixels(second=True),
    }


def _spot(part: Spot) -> Spec:
    mark = {"type": "point", "shape": "circle", "size": pi * part.radius**2, "opacity": 1}
    return {
        "data": {"values": [{"px": part.x, "py": part.y}]},
        "mark": {**mark, "fill": part.fill, "stroke": part.stroke, "strokeWidth": 2},
        "encoding": pixels(),
    }
