"""What a picture is, whatever it is drawn with: words, numbers and the value that is drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from stilla.pictures.words import numeral
from stilla.text import Text

if TYPE_CHECKING:
    from stilla.text import Language

Cell = Text | float | int | None


class Table(msgspec.Struct, frozen=True):
    """The numbers behind a picture: just what is drawn, no more and no less."""

    header: tuple[Text, ...]
    rows: tuple[tuple[Cell, ...], ...]
    """A row for each mark; None is a number that does not exist, never a zero."""

    def words(self, language: Language) -> list[list[str]]:
        """Header and rows as a person reads them."""
        return [[head.to(language) for head in self.header], *([_word(c, language) for c in row] for row in self.rows)]


def _word(cell: Cell, language: Language) -> str:
    if cell is None:
        return "–"
    return cell.to(language) if isinstance(cell, Text) else numeral(cell, language, places=3)


class Shown(msgspec.Struct, frozen=True):
    """What is drawn. Each kind of picture has its own; the drawing is chosen by its type."""


class Picture(msgspec.Struct, frozen=True):
    """One picture, ready for every medium."""

    title: Text
    reading: Text
    """What it says, with the numbers, in a sentence or two."""
    described: Text
    """How it is drawn, for somebody who cannot see it; stands beside the reading, never instead."""
    table: Table
    shown: Shown
