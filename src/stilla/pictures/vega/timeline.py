"""The trial in time as boxes and lanes."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from stilla.pictures.timeline import CAPSULES, RUN_IN, WEEK, Timeline, half
from stilla.pictures.vega.pieces import NORMAL, SMALL, Plot, Spec, along, breadth, lines, pixels, words
from stilla.pictures.words import day

if TYPE_CHECKING:
    from stilla.pictures.palette import Ink
    from stilla.text import Language

_BOX, _LANE, _TOP, _AXIS, _APART = 40, 26, 4, 38, 56


def plot(shown: Timeline, language: Language, ink: Ink, width: float) -> Plot:
    """Numbered boxes on the capsules' lane, then a lane for each thing that is done."""
    names = [CAPSULES, *(lane for lane, _ in shown.lanes)]
    narrow = width < 560
    left = 0.0 if narrow else max(breadth(each.to(language), NORMAL) for each in names) + 14
    room = width - left
    x = along("x", (0, shown.end), _axis(shown, language, room))
    over = 18.0 if narrow else 0.0
    top = _TOP + over
    edges = {"x": x, "x2": {"field": "to"}, "y": pixels()["y"], "y2": {"field": "py2"}}
    boxes = [{"x": b.first - 1, "to": b.last, "py": top, "py2": top + _BOX} for b in shown.boxes if b.period]
    half = [
        {"x": b.first - 1, "to": b.first - 1 + shown.step, "py": top, "py2": top + _BOX}
        for b in shown.boxes
        if b.period and shown.step
    ]
    run_in = [{"x": b.first - 1, "to": b.last, "py": top, "py2": top + _BOX} for b in shown.boxes if not b.period]
    per_night = room / shown.end
    lanes = [top + _BOX + 16 + n * (_LANE + over) + _LANE / 2 + over for n in range(len(shown.lanes))]
    stretches = [
        {"x": first - 1, "to": last, "py": y, "single": last == first}
        for (_, nights), y in zip(shown.lanes, lanes, strict=True)
        for first, last in nights
    ]
    level = {name: place for name, place in edges.items() if name != "y2"}
    height = lanes[-1] + _LANE / 2 + 4 if lanes else top + _BOX + 6
    layers = [
        *_rect(run_in, edges, ink.background, ink.line, dash=(4, 3)),
        *_rect(boxes, edges, ink.soft, ink.line),
        *_rect(half, edges, "url(#striped)", ink.line),
        *lines([s for s in stretches if not s["single"]], level, ink.strong, width=5),
        {
            "data": {"values": [{"x": s["to"] - 0.5, "py": s["py"]} for s in stretches if s["single"]]},
            "mark": {
                "type": "point",
                "shape": "diamond",
                "size": 70,
                "opacity": 1,
                "fill": ink.strong,
                "stroke": ink.strong,
            },
            "encoding": {"x": x, "y": pixels()["y"]},
        },
        *words(
            [
                (
                    (box.first - 1 + (box.last - box.first + 1 + shown.step) / 2) * per_night,
                    top + _BOX / 2,
                    str(box.period),
                )
                for box in shown.boxes
                if box.period
            ],
            ink.text,
            size=NORMAL + 1,
            align="center",
            weight="bold",
            halo=ink.soft,
        ),
        *words(_run_in(shown, language, per_night, top), ink.muted, size=SMALL, align="center"),
        *(_key(shown, language, ink, left, height + _AXIS + 14)),
        *words(_names(shown, language, lanes, top, narrow=narrow), ink.text, align="left" if narrow else "right"),
    ]
    return Plot(layers, height, left=left, below=_AXIS + (24 if shown.step else 0))


def _rect(rows: list[Spec], encoding: Spec, fill: str, stroke: str, dash: tuple[int, int] | None = None) -> list[Spec]:
    mark = {"type": "rect", "fill": fill, "stroke": stroke, "strokeWidth": 1}
    if dash:
        mark["strokeDash"] = list(dash)
    return [{"data": {"values": rows}, "mark": mark, "encoding": encoding}] if rows else []


def _axis(shown: Timeline, language: Language, room: float) -> Spec:
    """Weeks, or dates where the first one is known; as many as stand beside one another."""
    starts = [box.first - 1 for box in shown.boxes] + [shown.end]
    if shown.first is None:
        labels = {str(night): f"{night // 7 + 1}" for night in starts[:-1]} | {str(shown.end): ""}
        title: str | None = WEEK.to(language)
    else:
        labels = {str(night): day(shown.first + timedelta(days=night), language) for night in starts}
        labels[str(shown.end)] = day(shown.first + timedelta(days=shown.end - 1), language)
        title = None
    kept: list[int] = []
    for night in starts:
        if not kept or (night - kept[-1]) * room / shown.end >= _APART:
            kept.append(night)
    looked_up = "".join(f"datum.value=={night}?'{labels[str(night)]}':" for night in kept) + "''"
    return {
        "values": kept,
        "labelExpr": looked_up,
        "title": title,
        "grid": False,
        "labelFlush": True,
        "orient": "bottom",
    }


def _run_in(shown: Timeline, language: Language, per_night: float, top: float) -> list[tuple[float, float, str]]:
    return [
        (box.last / 2 * per_night, top + _BOX / 2, RUN_IN.to(language))
        for box in shown.boxes
        if not box.period and box.last * per_night > breadth(RUN_IN.to(language), SMALL)
    ]


def _names(
    shown: Timeline, language: Language, lanes: list[float], top: float, *, narrow: bool
) -> list[tuple[float, float, str]]:
    """The names of the lanes: beside them, or over them where there is no room."""
    names = [CAPSULES, *(lane for lane, _ in shown.lanes)]
    tops = [top + _BOX / 2, *lanes]
    over = [top - 11, *(y - 20 for y in lanes)]
    if narrow:
        return [(0, y, each.to(language)) for each, y in zip(names, over, strict=True)]
    return [(-14, y, each.to(language)) for each, y in zip(names, tops, strict=True)]


def _key(shown: Timeline, language: Language, ink: Ink, left: float, y: float) -> list[Spec]:
    """What the stripes mean."""
    if not shown.step:
        return []
    swatch = {"px": -left, "px2": 14 - left, "py": y - 7, "py2": y + 7}
    label = half(shown).to(language)
    return [
        *_rect([swatch], pixels(second=True), "url(#striped)", ink.line),
        *words([(22 - left, y, label)], ink.text),
    ]
