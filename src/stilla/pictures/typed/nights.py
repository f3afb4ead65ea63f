"""Nights in lines: the scale upwards, the nights to the right, as many rows as are needed."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from stilla.pictures.nights import KINDS, OR_RUN_IN, PAUSE, PERIOD, RUN_IN, Mark, Nights, rows
from stilla.pictures.typed.pen import NIGHT_SIGNS, Pen, Role, Sheet, key_line
from stilla.pictures.words import day, numeral

if TYPE_CHECKING:
    from stilla.text import Language

_LEVELS = 10
"""Steps of the scale; eleven lines."""
_BASE = _LEVELS + 2
"""The line under the scale."""


def lines(shown: Nights, language: Language, width: int, pen: Pen) -> list[str]:
    """The marks, on as many rows of the picture as the width asks for."""
    left = max(len(numeral(each, language)) for each in (shown.low, shown.high)) + 1
    per_mark = (shown.end - shown.marks[0].first + 1) / len(shown.marks)
    stretches = rows(shown, per_mark * (width - left - 2))
    drawn: list[str] = []
    for first, last in stretches:
        own = [mark for mark in shown.marks if first < mark.last <= last]
        drawn += [*_row(shown, own, left, language, pen), ""] if own else []
    return [pen.paint(pen.letters(shown.outcome.to(language)), "muted"), *drawn, *_key(shown, language, width, pen)]


def _row(shown: Nights, own: list[Mark], left: int, language: Language, pen: Pen) -> list[str]:
    sheet = Sheet()
    places = _places(shown, own, left)
    for level in (0, _LEVELS // 2, _LEVELS):
        label = numeral(shown.low + (shown.high - shown.low) * level / _LEVELS, language)
        sheet.put(left - 1 - len(label), 1 + _LEVELS - level, pen.letters(label), "muted")
    for pause in _pauses(shown, own, places):
        for y in range(1, _BASE + 1):
            sheet.put(pause, y, pen.sign("pause"), "muted")
    for x, mark in zip(places, own, strict=True):
        sheet.put(x, _BASE, pen.sign("thick" if mark.active else "thin"), "strong" if mark.active else "muted")
        _mark(sheet, shown, x, mark, pen)
    starts = [n for n, mark in enumerate(own) if not n or own[n - 1].period != mark.period]
    for n, end in zip(starts, [*starts[1:], len(own)], strict=True):
        stretch = places[end - 1] - places[n]
        fitting = [name for name in _names(shown, own[n], language) if len(name) <= stretch]
        if fitting:
            sheet.put(places[n], 0, fitting[0], "bold" if own[n].active else "")
        when = numeral(own[n].first, language)
        if shown.first is not None:
            when = day(shown.first + timedelta(days=int(own[n].first) - 1), language)
        if sheet.free(places[n], _BASE + 2, len(when)):
            sheet.put(places[n], _BASE + 2, pen.letters(when), "muted")
    return sheet.lines(pen)


def _mark(sheet: Sheet, shown: Nights, x: int, mark: Mark, pen: Pen) -> None:
    sign, role = _look(shown, mark)
    if mark.score is None or mark.least is None or mark.most is None:
        sheet.put(x, _BASE + 1, pen.sign(sign), "muted")
        return
    low, middle, high = (_line(shown, value) for value in (mark.least, mark.score, mark.most))
    for y in range(high, low + 1):
        sheet.put(x, y, pen.sign("bar"), "muted")
    sheet.put(x, middle, pen.sign(sign), role)


def _line(shown: Nights, value: float) -> int:
    level = round(_LEVELS * (value - shown.low) / (shown.high - shown.low))
    return 1 + _LEVELS - min(_LEVELS, max(0, level))


def _look(shown: Nights, mark: Mark) -> tuple[str, Role]:
    """The sign of a mark; while the trial is blind all answers are filled alike."""
    if mark.score is None:
        return NIGHT_SIGNS[mark.kind, False], "muted"
    if shown.arms is None:
        return NIGHT_SIGNS[mark.kind, True], ""
    return NIGHT_SIGNS[mark.kind, bool(mark.active)], "strong" if mark.active else ""


def _places(shown: Nights, own: list[Mark], left: int) -> list[int]:
    """A column for each mark, and one more for each pause between two of them."""
    places: list[int] = []
    for n, mark in enumerate(own):
        step = 1 + (n > 0 and _paused(shown, own[n - 1], mark))
        places.append(places[-1] + step if places else left)
    return places


def _paused(shown: Nights, before: Mark, after: Mark) -> bool:
    return any(before.last <= first and last <= after.first for first, last in shown.pauses)


def _pauses(shown: Nights, own: list[Mark], places: list[int]) -> list[int]:
    return [places[n] - 1 for n in range(1, len(own)) if _paused(shown, own[n - 1], own[n])]


def _names(shown: Nights, mark: Mark, language: Language) -> list[str]:
    if not mark.period:
        return [RUN_IN.to(language)]
    if shown.arms is None or mark.active is None:
        return [f"{PERIOD.to(language)} {mark.period}", str(mark.period)]
    arm = shown.arms[0 if mark.active else 1].to(language)
    return [f"{mark.period} {arm}", f"{mark.period} {arm[:1]}", str(mark.period)]


def _key(shown: Nights, language: Language, width: int, pen: Pen) -> list[str]:
    """What the signs mean, of those that occur."""
    key: dict[str, str] = {}
    run_in = any(not span.period for span in shown.spans)
    for mark in shown.marks:
        sign, role = _look(shown, mark)
        label = KINDS[mark.kind].to(language)
        if shown.arms is not None and mark.score is not None:
            arm = shown.arms[0 if mark.active else 1].to(language)
            label = f"{label}, {arm}" + (f" {OR_RUN_IN.to(language)}" if run_in and not mark.active else "")
        key[label] = pen.paint(pen.sign(sign), role)
    if shown.pauses:
        key[PAUSE.to(language)] = pen.paint(pen.sign("pause"), "muted")
    return [line for label, sign in key.items() for line in key_line(sign, label, width)]
