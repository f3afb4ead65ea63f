"""One hundred dots as marks in ten rows of ten."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stilla.pictures.hundred_dots import HundredDots, kinds
from stilla.pictures.vega.pieces import LARGE, NORMAL, RING, Key, Plot, breadth, marks, pixels, words
from stilla.pictures.words import chance

if TYPE_CHECKING:
    from stilla.pictures.palette import Ink
    from stilla.text import Language

_ROW = 10


def plot(shown: HundredDots, language: Language, ink: Ink, width: float) -> Plot:
    """The dots, with a count and words for each kind: beside them where there is room, else below."""
    counts = kinds(shown)
    labels = [label.to(language) for label, _ in counts]
    keys = [
        Key(labels[0], "circle", ink.strong, ink.strong),
        Key(labels[1], RING, "none", ink.strong),
        Key(labels[2], "circle", "none", ink.line),
    ]
    beside = max(breadth(label, NORMAL) for label in labels) + 60
    wide = width >= 280 + beside
    step = 26.0 if wide else min(26.0, width / _ROW)
    side = step * _ROW
    drawn = [key for key, (_, count) in zip(keys, counts, strict=True) for _ in range(count)]
    dots = [
        {"px": step * (n % _ROW + 0.5), "py": step * (n // _ROW + 0.5), "key": key.label} for n, key in enumerate(drawn)
    ]
    left, top = (side + 36, 30.0) if wide else (step / 2, side + 28)
    places = [(left, top + 58 * n) for n in range(3)]
    samples = [{"px": x, "py": y, "key": key.label} for (x, y), key in zip(places, keys, strict=True)]
    area = 3.14 * (0.38 * step) ** 2
    layers = [
        *marks([*dots, *samples], pixels(), keys, size=area),
        *words(
            [(x + 22, y, chance(count).to(language)) for (x, y), (_, count) in zip(places, counts, strict=True)],
            ink.text,
            size=LARGE,
            weight="bold",
        ),
        *words([(x + 22, y + 21, label) for (x, y), label in zip(places, labels, strict=True)], ink.muted),
    ]
    return Plot(layers, side if wide else places[-1][1] + 34)
