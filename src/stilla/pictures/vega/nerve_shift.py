"""The nerve's two panels."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stilla.pictures.nerve_panels import panels
from stilla.pictures.vega.strokes import plot_of

if TYPE_CHECKING:
    from stilla.pictures.nerve_shift import NerveShift
    from stilla.pictures.palette import Ink
    from stilla.pictures.vega.pieces import Plot
    from stilla.text import Language


def plot(shown: NerveShift, language: Language, ink: Ink, width: float) -> Plot:
    """Curves over magnesium and over calcium, on the same scales."""
    return plot_of(panels(shown, language, ink, width))
