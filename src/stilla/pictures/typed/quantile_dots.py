"""Quantile dots in lines."""

from __future__ import annotations

from math import ceil, floor
from typing import TYPE_CHECKING

from stilla.pictures.quantile_dots import ARROWS, SIDES, QuantileDots, Side
from stilla.pictures.typed.pen import Pen, Role, Sheet, centred
from stilla.pictures.words import numeral, said
from stilla.text import Text

if TYPE_CHECKING:
    from stilla.text import Language

_HIGHEST = 20
_SIGNS: dict[Side, tuple[str, Role]] = {"worth": ("full", "strong"), "some": ("ring", "strong"), "none": ("empty", "")}
EACH = Text("Each mark is up to {n} dots.", "Varje märke är upp till {n} prickar.")


def lines(shown: QuantileDots, language: Language, width: int, pen: Pen) -> list[str]:
    """Stacks over the axis, with a line at zero and at the minimal important difference."""
    columns = ceil(round((shown.high - shown.low) / shown.column, 6))
    letters = max(1, min(3, (width - 1) // columns))
    wide = columns * letters + 1
    each = ceil(shown.tallest / _HIGHEST)
    tall = ceil(shown.tallest / each)
    sheet = Sheet()

    def at(value: float) -> int:
        return min(wide - 1, max(0, round((value - shown.low) / shown.column * letters)))

    for y in range(tall + 1):
        sheet.put(at(0), y, pen.sign("bar"))
        sheet.put(at(shown.worth_from), y, pen.sign("broken bar"), "strong")
    for stack in shown.stacks:
        x = floor((stack.middle - shown.low) / shown.column) * letters + letters // 2
        for n in range(ceil(stack.count / each)):
            sheet.put(x, tall - n, pen.sign(_SIGNS[stack.side][0]), _SIGNS[stack.side][1])
    axis = tall + 1
    sheet.put(0, axis, pen.sign("thin") * wide)
    for value in (0.0, shown.worth_from, shown.low, shown.high):
        label = pen.letters(numeral(value, language, places=2))
        x = centred(at(value), label, wide)
        if sheet.free(x, axis + 1, len(label)):
            sheet.put(x, axis + 1, label)
    left, right = (pen.letters(ARROWS[shown.better == "lower", end].to(language)) for end in (True, False))
    sheet.put(0, axis + 2, left, "muted")
    sheet.put(max(len(left) + 2, wide - len(right)), axis + 2, right, "muted")
    drawn = sheet.lines(pen)
    key = [
        f"{pen.paint(pen.sign(sign), role)} {SIDES[side].to(language)}: {shown.on(side)}"
        for side, (sign, role) in _SIGNS.items()
    ]
    line = said("{bar} what matters", "{bar} det som spelar roll", bar=pen.sign("broken bar")).to(language)
    more = [EACH.fill(n=each).to(language)] if each > 1 else []
    return [*drawn, "", *key, line, *more]
