"""The level in blood over days."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stilla.pictures.serum_panel import panel
from stilla.pictures.vega.strokes import plot_of

if TYPE_CHECKING:
    from stilla.pictures.palette import Ink
    from stilla.pictures.serum_course import SerumCourse
    from stilla.pictures.vega.pieces import Plot
    from stilla.text import Language


def plot(shown: SerumCourse, language: Language, ink: Ink, width: float) -> Plot:
    """A line over the days, with the bands behind it."""
    return plot_of(panel(shown, language, ink, width))
