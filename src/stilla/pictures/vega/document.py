"""A picture as a document: the specification drawn by vl-convert, given a name, a description and a language."""

from __future__ import annotations

import re
from hashlib import sha256
from html import escape
from typing import TYPE_CHECKING

from stilla.pictures.forecast import Forecast
from stilla.pictures.forest import Forest
from stilla.pictures.hundred_dots import HundredDots
from stilla.pictures.nerve_shift import NerveShift
from stilla.pictures.nights import Nights
from stilla.pictures.palette import DARK, LIGHT, Ink
from stilla.pictures.quantile_dots import QuantileDots
from stilla.pictures.serum_course import SerumCourse
from stilla.pictures.timeline import Timeline
from stilla.pictures.vega import (
    forecast,
    forest,
    hundred_dots,
    nerve_shift,
    nights,
    quantile_dots,
    serum_course,
    timeline,
)
from stilla.pictures.vega.pieces import FONT, LARGE, NORMAL, SMALL, Plot, Spec, wrapped

if TYPE_CHECKING:
    from collections.abc import Callable

    from stilla.pictures.picture import Picture
    from stilla.text import Language

PLOTS: dict[type, Callable[..., Plot]] = {
    Nights: nights.plot,
    QuantileDots: quantile_dots.plot,
    HundredDots: hundred_dots.plot,
    Forecast: forecast.plot,
    Forest: forest.plot,
    Timeline: timeline.plot,
    NerveShift: nerve_shift.plot,
    SerumCourse: serum_course.plot,
}
NARROWEST, WIDEST = 280, 2400
_PADDING, _READING = 14, 13
"""Pixels around everything, and of the letters of the reading."""
_VEGA_LITE = "6.4"
"""The grammar that the specifications are written in, of those that vl-convert brings along."""


def spec(picture: Picture, language: Language, *, dark: bool = False, width: int = 720, caption: bool = True) -> Spec:
    """The picture as a Vega-Lite specification.

    Args:
        picture: what to draw.
        language: of all words in it.
        dark: for a dark background.
        width: of the whole picture in pixels; kept between 280 and 2400.
        caption: whether title and reading stand above the drawing; off where the page has them already.
    """
    ink = DARK if dark else LIGHT
    room = min(WIDEST, max(NARROWEST, width)) - 2 * _PADDING
    body = PLOTS[type(picture.shown)](picture.shown, language, ink, room)
    title = wrapped(picture.title.to(language), room, LARGE) if caption else []
    reading = wrapped(picture.reading.to(language), room, _READING) if caption else []
    above = len(title) * (LARGE + 4) + len(reading) * (_READING + 5) + 24 if caption else 0
    return {
        "width": room - body.left,
        "height": body.height,
        "autosize": "none",
        "padding": {
            "left": _PADDING + body.left,
            "right": _PADDING,
            "top": _PADDING + above,
            "bottom": _PADDING + body.below,
        },
        "background": ink.background,
        "config": _config(ink),
        **({"title": _caption(title, reading, ink, body.left)} if caption else {}),
        "layer": body.layers,
    }


def svg(picture: Picture, language: Language, *, dark: bool = False, width: int = 720, caption: bool = True) -> str:
    """The picture as an SVG document that stands alone: named and described for those who cannot see it."""
    import vl_convert  # noqa: PLC0415  # 80 MB that only a drawing needs

    drawn = vl_convert.vegalite_to_svg(
        spec(picture, language, dark=dark, width=width, caption=caption),
        vl_version=_VEGA_LITE,
        allowed_base_urls=[],
        format_locale="sv-SE" if language == "sv" else "en-GB",
    )
    return named(_tidied(drawn), picture, language, DARK if dark else LIGHT)


def png(  # noqa: PLR0913  # the same choices as the SVG's, and the scale
    picture: Picture,
    language: Language,
    *,
    scale: float = 2,
    dark: bool = False,
    width: int = 720,
    caption: bool = True,
) -> bytes:
    """The same drawing as pixels, `scale` of them for each of the SVG's."""
    import vl_convert  # noqa: PLC0415  # as above

    return vl_convert.svg_to_png(svg(picture, language, dark=dark, width=width, caption=caption), scale=scale)


def _caption(title: list[str], reading: list[str], ink: Ink, left: float) -> Spec:
    return {
        "text": title,
        "subtitle": reading,
        "anchor": "start",
        "frame": "group",
        "dx": -left,
        "offset": 16,
        "color": ink.text,
        "subtitleColor": ink.muted,
    }


def _config(ink: Ink) -> Spec:
    return {
        "font": FONT,
        "view": {"stroke": None},
        "title": {
            "fontSize": LARGE,
            "lineHeight": LARGE + 4,
            "subtitleFontSize": _READING,
            "subtitleLineHeight": _READING + 5,
            "subtitlePadding": 6,
        },
        "axis": {
            "labelColor": ink.muted,
            "titleColor": ink.muted,
            "labelFontSize": SMALL,
            "titleFontSize": SMALL,
            "titleFontWeight": "normal",
            "domainColor": ink.line,
            "tickColor": ink.line,
            "gridColor": ink.grid,
        },
        "legend": {
            "labelColor": ink.text,
            "labelFontSize": NORMAL,
            "labelLimit": 0,
            "columnPadding": 14,
            "rowPadding": 4,
        },
    }


def _tidied(drawn: str) -> str:
    """Without the English that Vega writes for screen readers, without empty paths, and with short numbers.

    The whole picture is one image with a name and a description in the reader's language; its parts are presentation.
    """
    drawn = re.sub(r' (?:role|aria-[a-z]+|pointer-events)="[^"]*"', "", drawn)
    drawn = re.sub(r'<path class="(?:background|foreground)"[^>]*/>', "", drawn)
    drawn = re.sub(r"<[^>]+>", lambda tag: re.sub(r"-?\d+\.\d{3,}(?:e-\d+)?", _short, tag[0]), drawn)
    while (less := re.sub(r"<g[^>]*></g>", "", drawn)) != drawn:
        drawn = less
    return drawn


def _short(number: re.Match[str]) -> str:
    return f"{float(number[0]):.2f}".rstrip("0").rstrip(".")


def named(drawn: str, picture: Picture, language: Language, ink: Ink) -> str:
    """With title, description, language and the patterns used; its ids do not meet those of other pictures."""
    own = sha256(drawn.encode()).hexdigest()[:8]
    patterns = {name: pattern for name, pattern in _patterns(ink).items() if f"url(#{name})" in drawn}
    for name in patterns:
        drawn = drawn.replace(f"url(#{name})", f"url(#{name}-{own})")
    defs = "".join(pattern.format(id=f"{name}-{own}") for name, pattern in patterns.items())
    head, body = drawn.split(">", 1)
    described = f"{picture.reading.to(language)} {picture.described.to(language)}"
    return (
        f'{head} role="img" lang="{language}" aria-labelledby="title-{own}" aria-describedby="described-{own}">'
        f'<title id="title-{own}">{escape(picture.title.to(language))}</title>'
        f'<desc id="described-{own}">{escape(described)}</desc>{f"<defs>{defs}</defs>" if defs else ""}{body}\n'
    )


def _patterns(ink: Ink) -> dict[str, str]:
    """Fillings that can be told apart without colour."""
    box = '<pattern id="{{id}}" width="{n}" height="{n}" patternUnits="userSpaceOnUse">'
    return {
        "striped": box.format(n=6)
        + f'<rect width="6" height="6" fill="{ink.background}"/>'
        + f'<path d="M-1,1L1,-1M0,6L6,0M5,7L7,5" stroke="{ink.line}" stroke-width="1.2"/></pattern>',
        "upright": box.format(n=5)
        + f'<rect width="5" height="5" fill="{ink.alarm}"/>'
        + f'<path d="M1,0V5" stroke="{ink.background}" stroke-width="1.5"/></pattern>',
    }
