"""The nerve in lines: a row for each level, with a bar of the stimulus it needs and the signal substance beside it."""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING

from stilla.pictures.nerve_shift import AFTER, BEFORE, CALCIUM, FIRES, MAGNESIUM, RELEASE, THRESHOLD
from stilla.pictures.typed.pen import key_line
from stilla.pictures.words import numeral

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stilla.pictures.nerve_shift import At, NerveShift
    from stilla.pictures.typed.pen import Pen
    from stilla.text import Language, Text

_EVERY = 10
"""Of the points of a curve, each so many-th has a line."""
_LABEL, _NUMBER = 6, 6


def lines(shown: NerveShift, language: Language, width: int, pen: Pen) -> list[str]:
    """Magnesium, then calcium, each from its lowest level to its highest."""
    room = width - _LABEL - 2 * _NUMBER - 4
    own = {"magnesium": ((shown.before, BEFORE), (shown.after, AFTER)), "calcium": ((shown.own, AFTER),)}
    drawn = []
    for title, curve, marked in (
        (MAGNESIUM, shown.magnesium, own["magnesium"]),
        (CALCIUM, shown.calcium, own["calcium"]),
    ):
        rows: list[tuple[At, Text | None]] = [(each, None) for each in curve[::_EVERY]]
        rows = sorted([*rows, *marked], key=lambda row: row[0].level)
        drawn += [pen.paint(pen.letters(title.to(language)), "bold")]
        drawn += [line for at, name in rows for line in _row(at, name, shown.top, language, room, pen)]
        drawn += [""]
    key = [
        *key_line(pen.paint(pen.sign("thick"), "strong"), THRESHOLD.to(language), width),
        *key_line(pen.paint(pen.sign("diamond"), "alarm"), RELEASE.to(language), width),
    ]
    return [*drawn, *key]


def _row(at: At, name: Text | None, top: float, language: Language, room: int, pen: Pen) -> Iterator[str]:  # noqa: PLR0913, PLR0917  # a line: what, and how wide
    label = f"{numeral(at.level, language, 2):>{_LABEL}}"
    bar = 0 if at.threshold is None else round(room * min(at.threshold, top) / top)
    mark = min(room - 1, round(room * min(at.release, top) / top))
    cells = [pen.paint(pen.sign("thick"), "strong")] * bar + [" "] * (room - bar)
    cells[mark] = pen.paint(pen.sign("diamond"), "alarm")
    numbers = [
        f"{'–' if each is None else numeral(each, language, 2):>{_NUMBER}}" for each in (at.threshold, at.release)
    ]
    yield f"{pen.paint(label, 'bold' if name else '')} {''.join(cells)} {pen.letters(''.join(numbers))}".rstrip()
    said = [text.to(language) for text in (name, FIRES if at.fires else None) if text is not None]
    if said:
        corner = f"{' ' * _LABEL} {pen.sign('corner')} "
        yield from wrap("; ".join(said), room + 2 * _NUMBER, initial_indent=corner, subsequent_indent=" " * len(corner))
