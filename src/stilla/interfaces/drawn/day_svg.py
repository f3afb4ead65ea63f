"""The day's strip as SVG: wide for a desk and for paper, narrow for a telephone, on light and on dark.

Each kind has a shape of its own (hatched bar, plain ground, disc, line), so that nothing is told by colour alone.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, NamedTuple

from stilla.interfaces.drawn.day_strip import LEGEND, TITLE, reading
from stilla.timetable.room import DAY, clock, runs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stilla.text import Language
    from stilla.timetable.picture import Day, Gap


class _Look(NamedTuple):
    ink: str
    soft: str
    line: str
    sleep: str
    blocked: str
    dose: str
    paper: str


_LIGHT = _Look("#1c2326", "#535f63", "#d5d8d2", "#e9ebf1", "#9c1c14", "#1c6237", "#ffffff")
_DARK = _Look("#e8ebe8", "#aab5b5", "#3a4649", "#262d35", "#ff9d92", "#8fd6a6", "#1a2225")
"""The colours of the pages; ink on paper at least 7 to 1, marks at least 4.5 to 1."""


class _Shape(NamedTuple):
    """Where things stand. Pixels; the narrow one is readable at the width of a small telephone."""

    left: int
    width: int
    right: int
    row: int
    """From one medicine to the next."""
    label: int
    """From the top of a row to the baseline of its name."""
    bar: int
    """From the top of a row to its bar."""
    hours: int
    """Between the hours that are named."""
    letters: int
    longest: int
    """Characters of a name that have room."""


_WIDE = _Shape(left=160, width=560, right=12, row=30, label=20, bar=6, hours=3, letters=15, longest=19)
_NARROW = _Shape(left=8, width=272, right=8, row=44, label=15, bar=20, hours=6, letters=13, longest=36)
_BAR = 16


def svg(shown: Day, language: Language, *, narrow: bool = False, dark: bool = False, caption: bool = True) -> str:
    """The strip as an SVG document with a title and a reading; no script, no other file.

    Args:
        shown: the day.
        language: of its words.
        narrow: for a telephone: names above their bars instead of beside them.
        dark: for a dark ground.
        caption: whether title and reading are also drawn. A page that has them beside it needs them only as its name.
    """
    return _Strip(shown, language, _NARROW if narrow else _WIDE, _DARK if dark else _LIGHT, caption=caption).drawn()


class _Strip:
    def __init__(self, shown: Day, language: Language, shape: _Shape, look: _Look, *, caption: bool) -> None:
        self.shown, self.language, self.shape, self.look, self.caption = shown, language, shape, look, caption
        self.rows = shown.medicines()
        self.top = (48 if caption else 0) + 22
        self.foot = self.top + shape.row * len(self.rows) + shape.row + 6
        self.across = shape.left + shape.width + shape.right
        self.height = self.foot + 40

    def drawn(self) -> str:
        title, said = escape(TITLE.to(self.language)), escape(reading(self.shown).to(self.language))
        look, letters = self.look, self.shape.letters
        head = (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {self.across} {self.height}" role="img" '
            f'aria-labelledby="t d" font-family="sans-serif" font-size="{letters}" fill="{look.ink}">'
            f'<title id="t">{title}</title><desc id="d">{said}</desc>'
            f'<defs><pattern id="h" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
            f'<rect width="6" height="6" fill="{look.blocked}" opacity="0.28"/>'
            f'<rect width="2.5" height="6" fill="{look.blocked}"/></pattern></defs>'
        )
        words = f'<text x="0" y="18" font-weight="bold">{title}</text><text x="0" y="38">{said}</text>'
        medicines = [part for n, name in enumerate(self.rows) for part in self._medicine(n, name)]
        return "".join(
            [
                head,
                words if self.caption else "",
                *self._sleep(),
                *self._hours(),
                *self._doses(),
                *medicines,
                self._legend(),
                "</svg>\n",
            ]
        )

    def _x(self, minute: int) -> float:
        return round(self.shape.left + self.shape.width * minute / DAY, 1)

    def _sleep(self) -> Iterator[str]:
        bed, wake = self.shown.bedtime, self.shown.waketime
        if bed is None or wake is None:
            return
        for start, end in _unrolled(bed, wake):
            x, width = self._x(start), self._x(end) - self._x(start)
            yield (
                f'<rect x="{x}" y="{self.top}" width="{width:.1f}" height="{self.foot - self.top}" '
                f'fill="{self.look.sleep}"/>'
            )

    def _hours(self) -> Iterator[str]:
        for hour in range(0, 25, self.shape.hours):
            x = self._x(60 * hour)
            anchor = "start" if hour == 0 else "end" if hour == 24 else "middle"
            yield (
                f'<line x1="{x}" x2="{x}" y1="{self.top}" y2="{self.foot}" stroke="{self.look.line}"/>'
                f'<text x="{x}" y="{self.top - 6}" text-anchor="{anchor}" fill="{self.look.soft}">{hour:02d}</text>'
            )

    def _medicine(self, n: int, name: str) -> Iterator[str]:
        y = self.top + self.shape.row * n
        gaps = [gap for gap in self.shown.gaps if gap.medicine == name]
        times = ", ".join(dict.fromkeys(clock(gap.at) for gap in sorted(gaps, key=lambda gap: gap.at)))
        yield self._label(y, _short(name, self.shape.longest), times)
        for gap in gaps:
            yield from self._kept_free(gap, y + self.shape.bar)
        for gap in gaps:
            x = self._x(gap.at)
            yield (
                f'<line x1="{x}" x2="{x}" y1="{y + self.shape.bar - 3}" y2="{y + self.shape.bar + _BAR + 3}" '
                f'stroke="{self.look.ink}" stroke-width="3"/>'
            )

    def _label(self, y: int, name: str, times: str) -> str:
        """The name of a row; beside it where there is room, its times."""
        said = f"{name} {times}" if self.shape is _NARROW and len(name) + len(times) < self.shape.longest else name
        return f'<text x="{4 if self.shape is _NARROW else 0}" y="{y + self.shape.label}">{escape(said)}</text>'

    def _kept_free(self, gap: Gap, y: int) -> Iterator[str]:
        for first, last in runs(gap.minutes):
            for start, end in _unrolled(first, last + 1):
                x, width = self._x(start), self._x(end) - self._x(start)
                yield (
                    f'<rect x="{x}" y="{y}" width="{width:.1f}" height="{_BAR}" rx="2" fill="url(#h)">'
                    f"<title>{escape(gap.medicine)}: {clock(start)}–{clock(end % DAY)}</title></rect>"
                )

    def _doses(self) -> Iterator[str]:
        y = self.top + self.shape.row * len(self.rows)
        name = LEGEND["dose"].to(self.language)
        times = ", ".join(clock(dose) for dose in self.shown.doses)
        yield (
            f'<text x="{4 if self.shape is _NARROW else 0}" y="{y + self.shape.label}" font-weight="bold">'
            f"{escape(f'{name} {times}'.strip())}</text>"
        )
        for dose in self.shown.doses:
            x, middle = self._x(dose), y + self.shape.bar + _BAR // 2
            yield (
                f'<line x1="{x}" x2="{x}" y1="{self.top}" y2="{self.foot}" stroke="{self.look.dose}" '
                f'stroke-width="2" stroke-dasharray="2 3"/>'
                f'<circle cx="{x}" cy="{middle}" r="9" fill="{self.look.dose}" stroke="{self.look.paper}" '
                f'stroke-width="2"/>'
            )

    def _legend(self) -> str:
        y, x = self.foot + 24, 4 if self.shape is _NARROW else self.shape.left
        blocked, asleep = LEGEND["blocked"].to(self.language), LEGEND["asleep"].to(self.language)
        second = x + 36 + round(0.62 * self.shape.letters * len(blocked))
        parts = []
        if self.rows:
            parts.append(
                f'<rect x="{x}" y="{y - 12}" width="22" height="14" rx="2" fill="url(#h)"/>'
                f'<text x="{x + 28}" y="{y}" fill="{self.look.soft}">{escape(blocked)}</text>'
            )
        if self.shown.bedtime is not None and self.shown.waketime is not None:
            at = second if self.rows else x
            parts.append(
                f'<rect x="{at}" y="{y - 12}" width="22" height="14" fill="{self.look.sleep}" '
                f'stroke="{self.look.line}"/>'
                f'<text x="{at + 28}" y="{y}" fill="{self.look.soft}">{escape(asleep)}</text>'
            )
        return "".join(parts)


def _short(name: str, longest: int) -> str:
    return name if len(name) <= longest else f"{name[: longest - 1].rstrip()}…"


def _unrolled(start: int, end: int) -> list[tuple[int, int]]:
    """A stretch of the circular day as one or two stretches of the line."""
    return [(start, end)] if start < end else [(start, DAY), (0, end)]
