"""The trial in time, in lines."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import msgspec

from stilla.pictures.timeline import CAPSULES, RUN_IN, WEEK, Box, Timeline, half
from stilla.pictures.typed.pen import Pen, Sheet
from stilla.pictures.words import day

if TYPE_CHECKING:
    from stilla.text import Language


def lines(shown: Timeline, language: Language, width: int, pen: Pen) -> list[str]:
    """Boxes on one line, then a line for each thing that is done, and the weeks or dates."""
    names = [CAPSULES.to(language), *(lane.to(language) for lane, _ in shown.lanes)]
    left = min(max(map(len, names)), width // 3) + 1
    scale = _Scale(left, max(20, width - left - 1), shown.end)
    sheet = Sheet()
    for y, name in enumerate(names):
        sheet.put(0, y, name[: left - 1])
    for box in shown.boxes:
        _box(sheet, box, shown.step, scale, RUN_IN.to(language), pen)
    for y, (_, stretches) in enumerate(shown.lanes, start=1):
        for first, last in stretches:
            start, end = scale.at(first - 1), scale.at(last)
            if first == last:
                sheet.put(end - 1, y, pen.sign("diamond"), "strong")
            else:
                sheet.put(start, y, pen.sign("thick") * (end - start), "strong")
    _foot(sheet, shown, language, scale, len(names))
    key = f"{pen.sign('half')} {half(shown).to(language)}"
    return [*sheet.lines(pen), *(["", key] if shown.step else [])]


class _Scale(msgspec.Struct, frozen=True):
    """Nights as columns."""

    left: int
    room: int
    nights: int

    def at(self, night: int) -> int:
        """The column at the end of a night."""
        return self.left + round(night / self.nights * self.room)


def _box(sheet: Sheet, box: Box, step: int, scale: _Scale, run_in: str, pen: Pen) -> None:  # noqa: PLR0913, PLR0917  # one box needs them all
    start, end, full = scale.at(box.first - 1), scale.at(box.last), scale.at(box.first - 1 + step)
    if box.period:
        sheet.put(start, 0, pen.sign("half") * (min(end - start, max(2, full - start)) if step else 0), "muted")
        label = str(box.period)
        if len(label) < end - start:
            sheet.put(max(start + 1, (full + end - len(label) + 1) // 2), 0, label, "bold")
    elif len(run_in) < end - start:
        sheet.put(start + 1, 0, run_in, "muted")
    sheet.put(start, 0, pen.sign("bar"))
    sheet.put(end, 0, pen.sign("bar"))


def _foot(sheet: Sheet, shown: Timeline, language: Language, scale: _Scale, y: int) -> None:
    """Dates where the first one is known, else weeks."""
    for night in [box.first - 1 for box in shown.boxes] + ([shown.end] if shown.first else []):
        label = str(night // 7 + 1)
        if shown.first:
            label = day(shown.first + timedelta(days=min(night, shown.end - 1)), language)
        x = min(scale.at(night), scale.left + scale.room + 1 - len(label))
        if sheet.free(x, y, len(label)):
            sheet.put(x, y, label, "muted")
    if not shown.first:
        sheet.put(0, y, WEEK.to(language), "muted")
