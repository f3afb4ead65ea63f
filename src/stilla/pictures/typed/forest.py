"""A forest in lines: one for each person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stilla.pictures.forest import ALL, KEYS, NEXT, Forest, Interval, domain
from stilla.pictures.quantile_dots import ARROWS
from stilla.pictures.typed.pen import Pen, Role, Sheet, centred
from stilla.pictures.words import numeral, said

if TYPE_CHECKING:
    from stilla.text import Language


def lines(shown: Forest, language: Language, width: int, pen: Pen) -> list[str]:
    """Points for a trial alone, a thick line for the same in the light of all."""
    names = [*(row.name for row in shown.rows), ALL.to(language), NEXT.to(language)]
    left = min(max(map(len, names)), width // 3) + 1
    room = width - left
    low, high = domain(shown)
    sheet = Sheet()

    def at(value: float) -> int:
        return left + min(room - 1, max(0, round((value - low) / (high - low) * (room - 1))))

    def stretch(each: Interval, y: int, sign: str, role: Role) -> None:
        sheet.put(at(each.low), y, pen.sign(sign) * (at(each.high) - at(each.low) + 1), role)

    last = len(shown.rows) + 3
    for y in range(last):
        sheet.put(at(0), y, pen.sign("bar"), "muted")
        sheet.put(at(shown.worth_from), y, pen.sign("broken bar"), "strong")
    for y, row in enumerate(shown.rows):
        stretch(row.raw, y, "far", "muted")
        stretch(row.shrunken, y, "thick", "strong")
        if low <= row.raw.mean <= high:
            sheet.put(at(row.raw.mean), y, pen.sign("open answer"))
        sheet.put(at(row.shrunken.mean), y, pen.sign("filled answer"), "strong")
    stretch(shown.mean, last - 2, "thick", "")
    sheet.put(at(shown.mean.mean), last - 2, pen.sign("diamond"))
    stretch(shown.prediction, last - 1, "dash", "")
    for y, name in zip([*range(len(shown.rows)), last - 2, last - 1], names, strict=True):
        sheet.put(0, y, name[: left - 1])
    sheet.put(left, last, pen.sign("thin") * room)
    for value in (0.0, shown.worth_from, low, high):
        label = pen.letters(numeral(value, language))
        x = left + centred(at(value) - left, label, room)
        if sheet.free(x, last + 1, len(label)):
            sheet.put(x, last + 1, label)
    ends = [pen.letters(ARROWS[shown.better == "lower", end].to(language)) for end in (True, False)]
    sheet.put(left, last + 2, ends[0], "muted")
    sheet.put(max(left + len(ends[0]) + 2, width - len(ends[1])), last + 2, ends[1], "muted")
    key = [
        f"{pen.sign('open answer')} {KEYS['raw'].to(language)}",
        f"{pen.paint(pen.sign('filled answer'), 'strong')} {KEYS['shrunken'].to(language)}",
        f"{pen.sign('diamond')} {KEYS['all'].to(language)}",
        f"{pen.sign('dash') * 2} {KEYS['next'].to(language)}",
        said("{bar} what matters", "{bar} det som spelar roll", bar=pen.sign("broken bar")).to(language),
    ]
    return [*sheet.lines(pen), "", *key]
