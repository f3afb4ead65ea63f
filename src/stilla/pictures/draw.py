"""The door: one picture, three ways to show it, and a file."""

from __future__ import annotations

from pathlib import Path
from textwrap import wrap
from typing import TYPE_CHECKING

from stilla.errors import refuse
from stilla.pictures.forecast import Forecast
from stilla.pictures.forest import Forest
from stilla.pictures.hundred_dots import HundredDots
from stilla.pictures.nerve_shift import NerveShift
from stilla.pictures.nights import Nights
from stilla.pictures.quantile_dots import QuantileDots
from stilla.pictures.serum_course import SerumCourse
from stilla.pictures.timeline import Timeline
from stilla.pictures.typed import (
    forecast,
    forest,
    hundred_dots,
    nerve_shift,
    nights,
    quantile_dots,
    serum_course,
    timeline,
)
from stilla.pictures.typed.pen import Pen
from stilla.pictures.vega.document import png, svg

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import TextIO

    from stilla.pictures.picture import Picture
    from stilla.text import Language

__all__ = ["manner", "png", "save", "svg", "terminal"]

LINES: dict[type, Callable[..., list[str]]] = {
    Nights: nights.lines,
    QuantileDots: quantile_dots.lines,
    HundredDots: hundred_dots.lines,
    Forecast: forecast.lines,
    Forest: forest.lines,
    Timeline: timeline.lines,
    NerveShift: nerve_shift.lines,
    SerumCourse: serum_course.lines,
}
NARROWEST, WIDEST = 40, 120


def terminal(  # noqa: PLR0913  # what to show, for whom, and what the terminal can do
    picture: Picture,
    language: Language,
    width: int = 80,
    *,
    colour: bool = False,
    plain: bool = False,
    numbers: bool = False,
) -> str:
    """The picture as text: title, what it says, the drawing, and the numbers if wanted.

    The sentence comes first, so that somebody who listens has the meaning before the signs.

    Args:
        picture: what to draw.
        language: of all words in it.
        width: columns; kept between 40 and 120.
        colour: whether colours may be used; they never say anything that the signs do not.
        plain: only ASCII signs in the drawing.
        numbers: whether the table follows.
    """
    width = min(WIDEST, max(NARROWEST, width))
    pen = Pen(plain, colour)
    head = wrap(pen.letters(picture.reading.to(language)), width, break_long_words=False, break_on_hyphens=False)
    drawing = LINES[type(picture.shown)](picture.shown, language, width, pen)
    title = pen.paint(pen.letters(picture.title.to(language)), "bold")
    table = ["", *_table(picture, language, width, pen)] if numbers else []
    return "\n".join([title, *head, "", *drawing, *table]) + "\n"


def _table(picture: Picture, language: Language, width: int, pen: Pen) -> list[str]:
    """Columns; or, where they do not fit, each row as a sentence of its own."""
    header, *rows = [[pen.letters(cell) for cell in row] for row in picture.table.words(language)]
    widths = [max(map(len, column)) for column in zip(header, *rows, strict=True)]
    if sum(widths) + 2 * len(widths) <= width:
        aligned = ["  ".join(cell.rjust(w) for cell, w in zip(row, widths, strict=True)) for row in (header, *rows)]
        return [pen.paint(aligned[0], "bold"), *aligned[1:]]
    said = ["; ".join(f"{name} {cell}" for name, cell in zip(header, row, strict=True)) for row in rows]
    return [line for each in said for line in wrap(each, width, subsequent_indent="  ")]


def manner(stream: TextIO, environment: Mapping[str, str]) -> dict[str, bool]:
    """What a stream can show, as the arguments `colour` and `plain` of `terminal`.

    No colour without a terminal, with `NO_COLOR` set or on a dumb one; ASCII signs where the encoding has no others.
    """
    dumb = environment.get("TERM") == "dumb"
    colour = stream.isatty() and not environment.get("NO_COLOR") and not dumb
    return {"colour": colour, "plain": "utf" not in (getattr(stream, "encoding", None) or "").lower() or dumb}


def save(picture: Picture, path: Path, language: Language, *, dark: bool = False, width: int = 720) -> None:
    """The picture as a file; its ending says which kind.

    Raises:
        BadInput: another ending than .svg or .png, or a place that cannot be written.
    """
    ending = path.suffix.lower()
    if ending not in {".svg", ".png"}:
        raise refuse(
            path.name,
            "A picture can be saved as .svg or .png; end the name with one of them.",
            "En bild kan sparas som .svg eller .png; låt namnet sluta på något av dem.",
        )
    if ending == ".svg":
        content = svg(picture, language, dark=dark, width=width).encode()
    else:
        content = png(picture, language, dark=dark, width=width)
    try:
        path.write_bytes(content)
    except OSError as wrong:
        raise refuse(
            path.name,
            "The picture could not be written there. Choose a folder that exists and that you may write to.",
            "Bilden kunde inte skrivas dit. Välj en mapp som finns och som du får skriva i.",
        ) from wrong
