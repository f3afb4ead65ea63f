"""The forecast in lines: bars, and the counts beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stilla.pictures.forecast import VERDICTS, Forecast, Verdict, effect
from stilla.pictures.words import brief

if TYPE_CHECKING:
    from stilla.pictures.typed.pen import Pen, Role
    from stilla.text import Language

_COUNTS, _SHORTEST = 16, 24
"""Columns of the four counts, and the fewest of a bar beside its words."""
_ROLES: dict[Verdict, Role] = {"helps": "strong", "not_settled": "muted", "not_enough": "", "worse": "alarm"}


def lines(shown: Forecast, language: Language, width: int, pen: Pen) -> list[str]:
    """A bar for each true effect, under the name of its design; the key's order is that of the counts."""
    sides = [effect(bar.benefit, shown.mid).to(language) for bar in shown.bars]
    label = max(map(len, sides))
    narrow = width - label - 3 - _COUNTS < _SHORTEST
    room = min(100, width - _COUNTS - (1 if narrow else label + 3))
    drawn: list[str] = []
    design = -1
    for bar, side in zip(shown.bars, sides, strict=True):
        if bar.design != design:
            design = bar.design
            drawn += [*([""] if drawn else []), pen.paint(shown.designs[design].to(language), "bold")]
        cells = _cells(bar.counts, room)
        strip = "".join(pen.paint(pen.sign(verdict) * cells[n], _ROLES[verdict]) for n, verdict in enumerate(VERDICTS))
        drawn += [side] if narrow else []
        drawn.append(
            f"{'' if narrow else f'{side:>{label}}  '}{strip} " + "".join(f"{brief(count):>4}" for count in bar.counts)
        )
    key = [f"{pen.paint(pen.sign(verdict), _ROLES[verdict])} {text.to(language)}" for verdict, text in VERDICTS.items()]
    across = sum(len(text.to(language)) + 5 for text in VERDICTS.values()) <= width
    return [*drawn, "", *(["   ".join(key)] if across else key)]


def _cells(counts: tuple[int, ...], room: int) -> tuple[int, ...]:
    """Hundredths as characters that fill the room exactly; a count above zero is never without any."""
    cells = [count * room // 100 for count in counts]
    cells = [max(cell, int(count > 0)) for cell, count in zip(cells, counts, strict=True)]
    rest = [count * room / 100 - cell for cell, count in zip(cells, counts, strict=True)]
    while sum(cells) != room:
        step = 1 if sum(cells) < room else -1
        n = max(range(len(cells)), key=lambda n: (step * rest[n], cells[n]) if step > 0 or cells[n] > 1 else (-1e9, 0))
        cells[n] += step
        rest[n] -= step
    return tuple(cells)
