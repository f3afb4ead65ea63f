"""A drawing in pixels: lines, boxes, spots and words at their places, whatever medium draws them."""

from __future__ import annotations

from typing import Literal

import msgspec

Align = Literal["left", "center", "right"]


class Line(msgspec.Struct, frozen=True):
    """Straight stretches between points."""

    points: tuple[tuple[float, float], ...]
    colour: str
    width: float = 1
    dash: tuple[float, ...] = ()


class Box(msgspec.Struct, frozen=True):
    """A filled rectangle."""

    left: float
    top: float
    right: float
    bottom: float
    fill: str
    """A colour, or `url(#striped)` and `url(#upright)` for the patterns of a document."""
    stroke: str = ""


class Spot(msgspec.Struct, frozen=True):
    """A round mark."""

    x: float
    y: float
    fill: str
    stroke: str
    radius: float = 5


class Words(msgspec.Struct, frozen=True):
    """A line of text; `y` is its middle."""

    x: float
    y: float
    text: str
    colour: str
    size: float
    align: Align = "left"
    bold: bool = False


Stroke = Line | Box | Spot | Words


class Strokes(msgspec.Struct, frozen=True):
    """All of a drawing, from the back to the front."""

    width: float
    height: float
    parts: tuple[Stroke, ...]
