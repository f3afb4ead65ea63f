"""Colours, once. Text reaches a contrast of 4.5:1 and every mark that carries meaning 3:1, on light and on dark.

Nothing is told by colour alone: each kind of mark also has its own shape, pattern or word.
"""

from __future__ import annotations

import msgspec


class Ink(msgspec.Struct, frozen=True):
    """The colours of one background."""

    background: str
    text: str
    muted: str
    """Less important words."""
    line: str
    """Axes and outlines that carry meaning."""
    grid: str
    """Faint help for the eye; carries no meaning."""
    strong: str
    """What speaks for the active capsules."""
    on_strong: str
    alarm: str
    """What speaks against them."""
    on_alarm: str
    soft: str
    """A pale filling; always inside an outline of `line`."""
    tint: str
    """A pale ground behind marks."""


LIGHT = Ink(
    background="#ffffff",
    text="#18202b",
    muted="#4b5768",
    line="#6d7887",
    grid="#e3e7ec",
    strong="#0b5cad",
    on_strong="#ffffff",
    alarm="#a8470c",
    on_alarm="#ffffff",
    soft="#eaeef3",
    tint="#dfecf9",
)
DARK = Ink(
    background="#10151c",
    text="#eef2f7",
    muted="#b3bdca",
    line="#8a96a5",
    grid="#26303c",
    strong="#7cc0ff",
    on_strong="#0c1117",
    alarm="#ffab70",
    on_alarm="#0c1117",
    soft="#232c38",
    tint="#163049",
)


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours (`#rrggbb`), 1 to 21, by WCAG 2.2.

    >>> round(contrast("#000000", "#ffffff"), 1)
    21.0
    """
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    channels = (int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
