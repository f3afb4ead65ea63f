"""The forecast as bars of 100 trials, design below design."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stilla.pictures.forecast import VERDICTS, Forecast, Verdict, effect
from stilla.pictures.vega.pieces import NORMAL, SMALL, Plot, Spec, along, breadth, key_below, pixels, words
from stilla.pictures.words import brief
from stilla.text import Text

if TYPE_CHECKING:
    from stilla.pictures.palette import Ink
    from stilla.text import Language

_BAR, _GAP, _HEAD, _BETWEEN, _AXIS = 20, 6, 26, 10, 36
AXIS = Text("trials of 100", "försök av 100")


def plot(shown: Forecast, language: Language, ink: Ink, width: float) -> Plot:
    """Bars from 0 to 100 with the count in each part that has room for it."""
    fills: dict[Verdict, str] = {
        "helps": ink.strong,
        "not_settled": "url(#striped)",
        "not_enough": ink.soft,
        "worse": "url(#upright)",
    }
    names = {verdict: text.to(language) for verdict, text in VERDICTS.items()}
    sides = [effect(bar.benefit, shown.mid).to(language) for bar in shown.bars]
    left = max(breadth(side, NORMAL) for side in sides) + 10
    room = width - left
    parts: list[Spec] = []
    counts: dict[Verdict, list[tuple[float, float, str]]] = {verdict: [] for verdict in VERDICTS}
    headings: list[tuple[float, float, str]] = []
    beside: list[tuple[float, float, str]] = []
    y, design = 0.0, -1
    for bar, side in zip(shown.bars, sides, strict=True):
        if bar.design != design:
            y += _BETWEEN if headings else 0
            design = bar.design
            headings.append((-left, y + _HEAD / 2 - 2, shown.designs[design].to(language)))
            y += _HEAD
        beside.append((-10, y + _BAR / 2, side))
        start = 0
        for verdict, count in zip(VERDICTS, bar.counts, strict=True):
            if count:
                parts.append({"x": start, "to": start + count, "py": y, "py2": y + _BAR, "key": names[verdict]})
                middle = room * (start + count / 2) / 100
                if room * count / 100 >= breadth(brief(count), SMALL) + 6:
                    counts[verdict].append((middle, y + _BAR / 2 + 0.5, brief(count)))
            start += count
        y += _BAR + _GAP
    key = key_below(list(names.values()), width, left=left, top=y + _AXIS)
    axis = {"title": AXIS.to(language), "grid": False, "tickCount": 5, "orient": "bottom"}
    bars = {
        "data": {"values": parts},
        "mark": {"type": "rect", "strokeWidth": 1, "stroke": ink.line},
        "encoding": {
            "x": along("x", (0, 100), axis),
            "x2": {"field": "to"},
            "y": pixels()["y"],
            "y2": {"field": "py2"},
            "fill": {
                "field": "key",
                "type": "nominal",
                "scale": {"domain": list(names.values()), "range": list(fills.values())},
                "legend": key.legend | {"symbolType": "square"},
            },
        },
    }
    on: dict[Verdict, str] = {
        "helps": ink.on_strong,
        "not_settled": ink.text,
        "not_enough": ink.text,
        "worse": ink.text,
    }
    layers = [
        bars,
        *words(headings, ink.text, weight="bold"),
        *words(beside, ink.text, align="right"),
        *(
            layer
            for verdict, rows in counts.items()
            for layer in words(
                rows,
                on[verdict],
                size=SMALL,
                align="center",
                weight="bold",
                halo=ink.background if verdict in {"not_settled", "worse"} else None,
            )
        ),
    ]
    return Plot(layers, y, left=left, below=_AXIS + key.room)
