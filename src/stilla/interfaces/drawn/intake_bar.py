"""A day's magnesium from food beside the reference intake, as one bar: wide or narrow, on light or on dark."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import msgspec

from stilla.interfaces.words.foods import REFERENCE, TOTAL, short, span
from stilla.text import Text

if TYPE_CHECKING:
    from stilla.intake.food_day import Day
    from stilla.intake.reference import Against
    from stilla.text import Language

TITLE = Text("Magnesium from food, and the reference intake", "Magnesium från mat, och referensintaget")
_LIGHT = {
    "ink": "#1c2326",
    "soft": "#535f63",
    "bar": "#1f5c57",
    "pale": "#e3efec",
    "paper": "#ffffff",
    "line": "#9c1c14",
}
_DARK = {
    "ink": "#e8ebe8",
    "soft": "#aab5b5",
    "bar": "#7cc6bb",
    "pale": "#1c3331",
    "paper": "#1a2225",
    "line": "#ff9d92",
}
"""The colours of the pages. Marks differ in shape as well: a solid bar, a hatched one, a pair of lines."""
_HEIGHT = 104
_TOP, _BAR = 34, 30


class Bar(msgspec.Struct, frozen=True):
    """What the picture shows, mg a day: the sum, between what it may lie, and the reference."""

    mg: float
    low: float
    high: float
    reference_low: float
    reference_high: float

    @property
    def most(self) -> float:
        """Where the scale ends."""
        return 1.12 * max(self.high, self.reference_high, 1.0)


def bar_of(day: Day, compared: Against) -> Bar:
    """A day beside its reference."""
    return Bar(day.mg, day.low, day.high, compared.reference.low, compared.reference.high)


def reading(bar: Bar) -> Text:
    """What the picture says, in one sentence."""
    en, sv = ((span(bar.mg, bar.low, bar.high, language), reference_words(bar, language)) for language in ("en", "sv"))
    return Text(
        f"{TOTAL.en}: {en[0]} a day. {REFERENCE.en}: {en[1]}.",
        f"{TOTAL.sv}: {sv[0]} om dagen. {REFERENCE.sv}: {sv[1]}.",
    )


def reference_words(bar: Bar, language: Language) -> str:
    """The reference intake: one figure, or two where something was not said."""
    figures = dict.fromkeys(short(mg, language) for mg in (bar.reference_low, bar.reference_high))
    return f"{'–'.join(figures)}\u00a0mg"


def svg(bar: Bar, language: Language, *, narrow: bool = False, dark: bool = False) -> str:
    """The bar as an SVG document with a title and a reading; no script, no other file."""
    look, width = _DARK if dark else _LIGHT, 320 if narrow else 640

    def x(mg: float) -> float:
        return round(8 + (width - 16) * mg / bar.most, 1)

    low, high = x(bar.reference_low), x(bar.reference_high)
    middle = _TOP + _BAR
    certain, possible = x(min(bar.low, bar.mg)), x(bar.high)
    mark = min(max((low + high) / 2, width * 0.3), width * 0.7)
    words = f"{REFERENCE.to(language)}: {reference_words(bar, language)}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {_HEIGHT}" role="img" aria-labelledby="t d" '
        f'font-family="sans-serif" font-size="14" fill="{look["ink"]}">'
        f'<title id="t">{escape(TITLE.to(language))}</title><desc id="d">{escape(reading(bar).to(language))}</desc>'
        f'<defs><pattern id="h" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
        f'<rect width="6" height="6" fill="{look["pale"]}"/>'
        f'<rect width="2.5" height="6" fill="{look["bar"]}"/></pattern>'
        f'</defs><text x="{mark}" y="20" text-anchor="middle">{escape(words)}</text>'
        f'<rect x="8" y="{_TOP}" width="{width - 16}" height="{_BAR}" rx="4" fill="{look["pale"]}"/>'
        f'<rect x="8" y="{_TOP}" width="{max(certain - 8, 0):.1f}" height="{_BAR}" rx="4" fill="{look["bar"]}"/>'
        f'<rect x="{certain}" y="{_TOP}" width="{max(possible - certain, 0):.1f}" height="{_BAR}" fill="url(#h)"/>'
        + "".join(
            f'<line x1="{each}" x2="{each}" y1="{_TOP - 8}" y2="{middle + 8}" stroke="{look["line"]}" '
            f'stroke-width="3"/>'
            for each in dict.fromkeys((low, high))
        )
        + f'<text x="8" y="{middle + 30}">{escape(TOTAL.to(language))}: '
        f'<tspan font-weight="bold">{escape(span(bar.mg, bar.low, bar.high, language))}</tspan></text>'
        f"</svg>\n"
    )
