"""What all specifications share: words at a place in pixels, lines, marks with a key, and the width of text."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING, Any

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Spec = dict[str, Any]

FONT = "Liberation Sans, Arial, Helvetica, sans-serif"
"""Liberation Sans comes inside vl-convert, so that a PNG is the same everywhere; Arial and Helvetica, which browsers
have, take the same room."""
SMALL, NORMAL, LARGE = 11, 12, 16

RING = "M0,-1A1,1,0,1,1,0,1A1,1,0,1,1,0,-1ZM0,-0.35A0.35,0.35,0,1,1,0,0.35A0.35,0.35,0,1,1,0,-0.35Z"
"""A ring with a point in the middle, for something between full and empty."""
CROSS = "M-1,-1L1,1M1,-1L-1,1"
TICK = "M0,-1.5L0,1.5"


class Plot(msgspec.Struct, frozen=True):
    """The body of a specification; the words around it come from the picture."""

    layers: list[Spec]
    height: float
    left: float = 0
    """Pixels for words beside the plot; part of the width it was given."""
    below: float = 0
    """Pixels for an axis and a key under it."""


class Key(msgspec.Struct, frozen=True):
    """One kind of mark: its words, its shape and its colours."""

    label: str
    shape: str
    fill: str
    stroke: str


def breadth(text: str, size: float) -> float:
    """About how wide a text is in pixels; rather too wide than too narrow."""
    narrow, wide = "iljtfrI.,;:'|!()[] ", "mwMW@%—"
    ems = sum(0.32 if c in narrow else 0.9 if c in wide else 0.7 if c.isupper() else 0.57 for c in text)
    return ems * size


def wrapped(text: str, width: float, size: float) -> list[str]:
    """A text in lines that fit a width in pixels; a word that is too long for any line keeps its own."""
    lines: list[str] = []
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and breadth(longer, size) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def words(  # noqa: PLR0913  # how letters look takes as many words
    rows: Iterable[tuple[float, float, str]],
    colour: str,
    *,
    size: float = NORMAL,
    align: str = "left",
    weight: str = "normal",
    halo: str | None = None,
) -> list[Spec]:
    """Texts at places in pixels, in one or two layers.

    Args:
        rows: x and y in pixels from the upper left of the plot, and the text.
        colour: of the letters.
        size: of the letters, in pixels.
        align: left, center or right of x.
        weight: normal or bold.
        halo: the colour of a rim that keeps the letters readable on a pattern.
    """
    data = [{"px": round(x, 2), "py": round(y, 2), "words": text} for x, y, text in rows]
    if not data:
        return []
    mark = {"type": "text", "align": align, "baseline": "middle", "fontSize": size, "fontWeight": weight, "clip": False}
    layer = {
        "data": {"values": data},
        "encoding": {**pixels(), "text": {"field": "words", "type": "nominal"}},
    }
    rim = [{**layer, "mark": {**mark, "fill": halo, "stroke": halo, "strokeWidth": 4, "strokeJoin": "round"}}]
    return [*(rim if halo else []), {**layer, "mark": {**mark, "fill": colour}}]


def pixels(*, second: bool = False) -> Spec:
    """Positions that are given in pixels already."""
    places: Spec = {
        "x": {"field": "px", "type": "quantitative", "scale": None, "axis": None},
        "y": {"field": "py", "type": "quantitative", "scale": None, "axis": None},
    }
    return places | ({"x2": {"field": "px2"}, "y2": {"field": "py2"}} if second else {})


def along(field: str, domain: Sequence[float], axis: Spec | None = None) -> Spec:
    """A quantitative x over a domain that is kept as it is."""
    return {
        "field": field,
        "type": "quantitative",
        "scale": {"domain": list(domain), "nice": False, "zero": False},
        "axis": axis,
        "title": None,
    }


def lines(
    rows: Iterable[Spec], encoding: Spec, colour: str, *, width: float = 1, dash: Sequence[float] | None = None
) -> list[Spec]:
    """Straight lines."""
    data = list(rows)
    mark = {"type": "rule", "color": colour, "strokeWidth": width} | ({"strokeDash": list(dash)} if dash else {})
    return [{"data": {"values": data}, "mark": mark, "encoding": encoding}] if data else []


def marks(
    rows: Iterable[Spec], encoding: Spec, keys: Sequence[Key], *, size: float, key: Spec | None = None
) -> list[Spec]:
    """Marks with a key below the plot. Each row names its key in the field `key`.

    Args:
        rows: the data.
        encoding: x and y.
        keys: the kinds that occur.
        size: of a mark, as its area in square pixels.
        key: where the key stands, from `KeyBelow`; None for no key.
    """
    data = list(rows)
    looks = {
        channel: {
            "field": "key",
            "type": "nominal",
            "scale": {"domain": [kind.label for kind in keys], "range": [getattr(kind, channel) for kind in keys]},
            "legend": key,
        }
        for channel in ("shape", "fill", "stroke")
    }
    mark = {"type": "point", "size": size, "opacity": 1, "strokeWidth": 1.5, "clip": False}
    return [{"data": {"values": data}, "mark": mark, "encoding": {**encoding, **looks}}] if data else []


class KeyBelow(msgspec.Struct, frozen=True):
    """A key under the plot: its place, and the room it takes."""

    legend: Spec
    room: float


def key_below(labels: Sequence[str], width: float, *, left: float, top: float) -> KeyBelow:
    """A key in as many columns as fit side by side.

    Args:
        labels: what it explains.
        width: of the whole picture without its padding, in pixels.
        left: pixels that the plot stands to the right of it.
        top: pixels from the upper edge of the plot.
    """
    widest = max((breadth(label, NORMAL) + 36 for label in labels), default=width)
    columns = min(len(labels), max(1, int(width // widest)))
    legend = {
        "orient": "none",
        "legendX": -left,
        "legendY": top + 14,
        "direction": "horizontal",
        "columns": columns,
        "title": None,
        "symbolSize": 90,
    }
    return KeyBelow(legend, 16 + 20.0 * ceil(len(labels) / max(1, columns)))
