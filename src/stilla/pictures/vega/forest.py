"""A forest: thin lines for trials alone, thick ones in the light of all, a diamond and a dashed line below."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stilla.pictures.forest import ALL, KEYS, NEXT, Forest, Interval, domain
from stilla.pictures.vega.pieces import (
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
from stilla.pictures.vega.quantile_dots import beside, direction
from stilla.pictures.words import num, said

if TYPE_CHECKING:
    from collections.abc import Iterable

    from stilla.pictures.palette import Ink
    from stilla.text import Language

_ABOVE, _OWN = 22, 5


def plot(shown: Forest, language: Language, ink: Ink, width: float) -> Plot:
    """A row for each person or group; lines at zero and at the minimal important difference through all of them."""
    row = 22.0 if len(shown.rows) <= 20 else 17.0
    names = [*(each.name for each in shown.rows), ALL.to(language), NEXT.to(language)]
    left = min(max(breadth(name, SMALL) for name in names) + 10, width / 3)
    tops = [_ABOVE + row * (n + 0.5) for n in range(len(shown.rows))]
    below = [_ABOVE + row * (len(shown.rows) + 0.5) + 8, _ABOVE + row * (len(shown.rows) + 1.5) + 8]
    height = below[-1] + row / 2 + 4
    low, high = domain(shown)
    axis = {"grid": True, "tickCount": max(3, int(width // 90)), "orient": "bottom"}
    x = along("x", (low, high), axis)
    places = {"x": x, "y": pixels()["y"]}
    keys = {
        "raw": Key(KEYS["raw"].to(language), "circle", ink.background, ink.line),
        "shrunken": Key(KEYS["shrunken"].to(language), "circle", ink.strong, ink.strong),
        "all": Key(KEYS["all"].to(language), "diamond", ink.text, ink.text),
        "next": Key(KEYS["next"].to(language), "M-1.2,0L-0.2,0M0.4,0L1.4,0", "none", ink.text),
    }
    named = direction(shown.better, language, ink, width - left, height)
    key = key_below([each.label for each in keys.values()], width, left=left, top=height + named.room)
    raw = [(each.raw, top - _OWN + 1.5) for each, top in zip(shown.rows, tops, strict=True)]
    shrunken = [(each.shrunken, top + _OWN - 1.5) for each, top in zip(shown.rows, tops, strict=True)]
    spans = {"x": x, "x2": {"field": "to"}, "y": pixels()["y"]}
    upright = {"x": x, "y": pixels()["y"], "y2": {"field": "py2"}}
    worth_to = low if shown.better == "lower" else high
    layers = [
        {
            "data": {"values": [{"x": shown.worth_from, "to": worth_to, "py": 0, "py2": height}]},
            "mark": {"type": "rect", "color": ink.tint},
            "encoding": {**upright, "x2": {"field": "to"}},
        },
        *lines([{"x": 0, "py": _ABOVE - 6, "py2": height}], upright, ink.text, width=1.5),
        *lines([{"x": shown.worth_from, "py": _ABOVE - 6, "py2": height}], upright, ink.strong, dash=(5, 3)),
        *lines(_spans(raw, low, high), spans, ink.line, width=1.2),
        *lines(_spans(shrunken, low, high), spans, ink.strong, width=2.6),
        *lines(_spans([(shown.mean, below[0])], low, high), spans, ink.text, width=2.6),
        *lines(_spans([(shown.prediction, below[1])], low, high), spans, ink.text, width=1.8, dash=(4, 3)),
        *marks(
            [
                *(_mark(each.mean, y, keys["raw"]) for each, y in raw if low <= each.mean <= high),
                *(_mark(each.mean, y, keys["shrunken"]) for each, y in shrunken),
                _mark(shown.mean.mean, below[0], keys["all"]),
            ],
            places,
            list(keys.values()),
            size=38,
            key=key.legend,
        ),
        *words(_beside(names, [*tops, *below], left), ink.text, size=SMALL, align="right"),
        *_heads(shown, language, ink, width - left),
        *_beyond([*raw, *shrunken], low, high, places, ink),
        *named.layers,
    ]
    return Plot(layers, height, left=left, below=named.room + key.room)


def _spans(rows: Iterable[tuple[Interval, float]], low: float, high: float) -> list[Spec]:
    return [
        {"x": max(low, each.low), "to": min(high, each.high), "py": y}
        for each, y in rows
        if each.low <= high and each.high >= low
    ]


def _mark(x: float, y: float, key: Key) -> Spec:
    return {"x": x, "py": y, "key": key.label}


def _beside(names: Iterable[str], tops: Iterable[float], left: float) -> list[tuple[float, float, str]]:
    fits = max(3, int((left - 10) / (0.6 * SMALL)))
    return [(-8, y, name if len(name) <= fits + 2 else f"{name[:fits]}…") for name, y in zip(names, tops, strict=True)]


def _heads(shown: Forest, language: Language, ink: Ink, width: float) -> list[Spec]:
    low, high = domain(shown)
    zero, worth = ((value - low) * width / (high - low) for value in (0.0, shown.worth_from))
    matters = said("{mid} matters", "{mid} spelar roll", mid=num(shown.worth_from, 2)).to(language)
    return [
        *beside((worth, 9), matters, ink.strong, width, left=worth < zero, weight="bold"),
        *beside((zero, 9), "0", ink.text, width, left=worth >= zero),
    ]


def _beyond(rows: Iterable[tuple[Interval, float]], low: float, high: float, places: Spec, ink: Ink) -> list[Spec]:
    """An arrow head where an interval goes on outside the picture."""
    heads = [{"x": low, "py": y, "turn": -90} for each, y in rows if each.low < low]
    heads += [{"x": high, "py": y, "turn": 90} for each, y in rows if each.high > high]
    if not heads:
        return []
    mark = {"type": "point", "shape": "triangle-up", "size": 34, "opacity": 1, "fill": ink.line, "stroke": ink.line}
    turned = {**places, "angle": {"field": "turn", "type": "quantitative", "scale": None}}
    return [{"data": {"values": heads}, "mark": mark, "encoding": turned}]
