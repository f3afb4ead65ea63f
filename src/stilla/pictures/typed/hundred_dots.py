"""One hundred dots in lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stilla.pictures.hundred_dots import HundredDots, kinds
from stilla.pictures.typed.pen import Pen, Role, Sheet, key_line
from stilla.pictures.words import chance

if TYPE_CHECKING:
    from stilla.text import Language

_SIGNS: tuple[tuple[str, Role], ...] = (("full", "strong"), ("ring", "strong"), ("empty", ""))


def lines(shown: HundredDots, language: Language, width: int, pen: Pen) -> list[str]:
    """Ten rows of ten, and the words beside them or below."""
    sheet = Sheet()
    kinds_shown = kinds(shown)
    signs = [sign for sign, (_, count) in zip(_SIGNS, kinds_shown, strict=True) for _ in range(count)]
    for n, (sign, role) in enumerate(signs):
        sheet.put(2 * (n % 10), n // 10, pen.sign(sign), role)
    said = [f"{chance(count).to(language)}: {label.to(language)}" for label, count in kinds_shown]
    signs_shown = [pen.paint(pen.sign(sign), role) for sign, role in _SIGNS]
    if 24 + max(map(len, said)) + 2 > width:
        key = [line for sign, words in zip(signs_shown, said, strict=True) for line in key_line(sign, words, width)]
        return [*sheet.lines(pen), "", *key]
    for n, (words, (sign, role)) in enumerate(zip(said, _SIGNS, strict=True)):
        sheet.put(24, 1 + 3 * n, pen.sign(sign), role)
        sheet.put(26, 1 + 3 * n, words)
    return sheet.lines(pen)
