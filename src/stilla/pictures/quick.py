"""A picture as SVG within a millisecond or two, for a page that draws while a slider is moved.

It has the words, marks and colours of the drawing that `draw` makes of the same picture, and its name and description.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from stilla.pictures.nerve_panels import panels
from stilla.pictures.nerve_shift import NerveShift
from stilla.pictures.palette import DARK, LIGHT
from stilla.pictures.serum_course import SerumCourse
from stilla.pictures.serum_panel import panel
from stilla.pictures.strokes import Box, Line, Spot
from stilla.pictures.vega.document import named
from stilla.pictures.vega.pieces import FONT

if TYPE_CHECKING:
    from collections.abc import Callable

    from stilla.pictures.picture import Picture
    from stilla.pictures.strokes import Stroke, Strokes
    from stilla.text import Language

LAYOUTS: dict[type, Callable[..., Strokes]] = {NerveShift: panels, SerumCourse: panel}
PADDING = 14
"""Pixels around everything, as in the other drawing."""
_ANCHORS = {"left": "start", "center": "middle", "right": "end"}


def quick_svg(picture: Picture, language: Language, *, dark: bool = False, width: int = 720) -> str:
    """The picture as an SVG document without its title and reading, which stand beside it.

    Args:
        picture: of a kind that has a layout of its own.
        language: of all words in it.
        dark: for a dark background.
        width: of the whole picture in pixels.
    """
    ink = DARK if dark else LIGHT
    drawn = LAYOUTS[type(picture.shown)](picture.shown, language, ink, width - 2 * PADDING)
    across, down = drawn.width + 2 * PADDING, drawn.height + 2 * PADDING
    return named(
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{across:g}" height="{down:g}" '
        f'viewBox="{-PADDING} {-PADDING} {across:g} {down:g}" font-family="{FONT}">'
        f'<rect x="{-PADDING}" y="{-PADDING}" width="{across:g}" height="{down:g}" fill="{ink.background}"/>'
        f"{''.join(map(_drawn, drawn.parts))}</svg>",
        picture,
        language,
        ink,
    )


def _drawn(part: Stroke) -> str:
    if isinstance(part, Line):
        points = " ".join(f"{x:.1f},{y:.1f}" for x, y in part.points)
        dash = f' stroke-dasharray="{" ".join(f"{each:g}" for each in part.dash)}"' if part.dash else ""
        return (
            f'<polyline points="{points}" fill="none" stroke="{part.colour}" stroke-width="{part.width:g}" '
            f'stroke-linejoin="round"{dash}/>'
        )
    if isinstance(part, Box):
        stroke = f' stroke="{part.stroke}"' if part.stroke else ""
        return (
            f'<rect x="{part.left:.1f}" y="{part.top:.1f}" width="{part.right - part.left:.1f}" '
            f'height="{part.bottom - part.top:.1f}" fill="{part.fill}"{stroke}/>'
        )
    if isinstance(part, Spot):
        return (
            f'<circle cx="{part.x:.1f}" cy="{part.y:.1f}" r="{part.radius:g}" fill="{part.fill}" '
            f'stroke="{part.stroke}" stroke-width="2"/>'
        )
    bold = ' font-weight="bold"' if part.bold else ""
    return (
        f'<text x="{part.x:.1f}" y="{part.y + 0.35 * part.size:.1f}" fill="{part.colour}" font-size="{part.size:g}px" '
        f'text-anchor="{_ANCHORS[part.align]}"{bold}>{escape(part.text)}</text>'
    )
