"""The level in blood over days, in lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from stilla.pictures.serum_course import BANDS, BEFORE, DAYS, PLAN, SPREAD, Mark, SerumCourse
from stilla.pictures.typed.pen import Pen, Sheet, key_line
from stilla.pictures.words import numeral

if TYPE_CHECKING:
    from stilla.text import Language

_ROWS = 13
_LEFT = 6
"""Columns for the levels."""


def lines(shown: SerumCourse, language: Language, width: int, pen: Pen) -> list[str]:
    """A field of signs: bands as broken lines, the level before as dots, the plan as points."""
    room = width - _LEFT - 1
    sheet = Sheet()
    grid = _Grid(shown, room)
    for level in reversed(shown.bands):
        _band(sheet, grid, level, language, pen)
    sheet.put(_LEFT + 1, grid.row(shown.before), pen.sign("far") * room, "muted")
    for column, marks in enumerate(grid.columns()):
        _column(sheet, grid, column, marks, pen)
    _ends(sheet, shown, grid, language)
    for row in range(_ROWS):
        sheet.put(_LEFT, row, pen.sign("bar"))
    _foot(sheet, shown, language, room)
    key = [
        (pen.paint(pen.sign("full"), "strong"), PLAN),
        *([] if shown.hourly else [(pen.sign("bar"), SPREAD)]),
        (pen.sign("far"), BEFORE),
    ]
    return [*sheet.lines(pen), "", *(line for sign, text in key for line in key_line(sign, text.to(language), width))]


class _Grid(msgspec.Struct, frozen=True):
    """Levels as rows, days as columns."""

    shown: SerumCourse
    room: int

    def row(self, level: float) -> int:
        """From the top."""
        share = (self.shown.high - level) / (self.shown.high - self.shown.low)
        return min(_ROWS - 1, max(0, round(share * (_ROWS - 1))))

    def columns(self) -> list[list[Mark]]:
        """The marks of each column; one without its own is filled from the one before."""
        found: list[list[Mark]] = [[] for _ in range(self.room)]
        for each in self.shown.marks:
            found[min(self.room - 1, int(each.at / self.shown.days * self.room))].append(each)
        last = found[0] or [self.shown.marks[0]]
        for n, own in enumerate(found):
            last = found[n] = own or last
        return found


def _band(sheet: Sheet, grid: _Grid, level: float, language: Language, pen: Pen) -> None:
    """Its line, and its words at the right end; where two fall on one line, the higher one keeps it."""
    row = grid.row(level)
    if not sheet.free(_LEFT + 1, row, grid.room):
        return
    sheet.put(_LEFT + 1, row, pen.sign("dash") * grid.room, "muted")
    label = f" {BANDS[level].to(language)}"
    sheet.put(_LEFT + 1 + grid.room - len(label), row, label, "muted")
    sheet.put(0, row, f"{numeral(level, language, 2):>{_LEFT - 1}}")


def _column(sheet: Sheet, grid: _Grid, column: int, marks: list[Mark], pen: Pen) -> None:
    x = _LEFT + 1 + column
    if not grid.shown.hourly:
        top = grid.row(max(each.highest for each in marks))
        foot = grid.row(min(each.lowest for each in marks))
        for row in range(top, foot + 1):
            sheet.put(x, row, pen.sign("bar"), "muted")
    sheet.put(x, grid.row(sum(each.mean for each in marks) / len(marks)), pen.sign("full"), "strong")


def _ends(sheet: Sheet, shown: SerumCourse, grid: _Grid, language: Language) -> None:
    """The ends of the scale, where no band stands."""
    for level in (shown.low, shown.high):
        if sheet.free(0, grid.row(level), _LEFT - 2):
            sheet.put(0, grid.row(level), f"{numeral(level, language, 2):>{_LEFT - 1}}")


def _foot(sheet: Sheet, shown: SerumCourse, language: Language, room: int) -> None:
    end = f"{numeral(shown.days, language)} {DAYS.to(language)}"
    sheet.put(_LEFT + 1, _ROWS, "0")
    sheet.put(_LEFT + 1 + room - len(end), _ROWS, end)
