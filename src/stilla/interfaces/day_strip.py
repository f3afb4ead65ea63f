"""The day's strip in a terminal and as SVG, from one value. Never by colour alone: each kind has its own sign."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from stilla.text import Text
from stilla.timetable.picture import Day, stretches
from stilla.timetable.room import DAY, clock, runs

if TYPE_CHECKING:
    from stilla.text import Language

SIGNS = {"dose": "●", "blocked": "▒", "asleep": "z", "free": "·"}
COLOURS = {"dose": "green", "blocked": "red", "asleep": "blue", "free": "white"}
LEGEND = {
    "dose": Text("magnesium", "magnesium"),
    "blocked": Text("keep apart", "håll isär"),
    "asleep": Text("asleep", "sömn"),
    "free": Text("free", "ledigt"),
}
_STEP = 30
"""Minutes a character."""
_TITLE = Text("The day, and when magnesium fits", "Dygnet, och när magnesium passar")


def reading(shown: Day) -> Text:
    """What the picture says, in one sentence."""
    times = ", ".join(clock(dose) for dose in shown.doses)
    names_en, names_sv = ", ".join(shown.medicines()), ", ".join(shown.medicines())
    if not shown.doses:
        return Text(f"No time is left beside {names_en}.", f"Ingen tid blir över bredvid {names_sv}.")
    beside_en = f", apart from {names_en}" if names_en else ""
    beside_sv = f", isär från {names_sv}" if names_sv else ""
    return Text(f"Magnesium at {times}{beside_en}.", f"Magnesium kl. {times}{beside_sv}.")


def lines(shown: Day, language: Language) -> list[list[tuple[str, str]]]:
    """The strip as lines of (text, kind), for a terminal: a scale, the day, and what the signs mean."""
    scale = "".join(f"{hour:<4d}" for hour in range(0, 24, 2)) + "24"
    day = [(SIGNS[kind], kind) for _, kind in stretches(shown, _STEP)]
    used = dict.fromkeys(kind for _, kind in day)
    legend = [(f"{SIGNS[kind]} {LEGEND[kind].to(language)}   ", kind) for kind in SIGNS if kind in used]
    return [[(scale, "")], day, legend]


_WIDTH, _LEFT, _ROW, _TOP = 960, 160, 28, 64
_FILLS = {"blocked": "#c0392b", "asleep": "#d6dbe4", "dose": "#1e7d4f"}


def svg(shown: Day, language: Language) -> str:
    """The strip as an SVG document with a title, a reading and text for every shape; no script, no other file."""
    rows = [*shown.medicines()]
    height = _TOP + _ROW * (len(rows) + 1) + 40
    title, said = escape(_TITLE.to(language)), escape(reading(shown).to(language))
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_LEFT + _WIDTH + 20} {height}" role="img" '
        f'aria-labelledby="t d" font-family="sans-serif" font-size="14"><title id="t">{title}</title>'
        f'<desc id="d">{said}</desc><text x="0" y="18" font-weight="bold">{title}</text>'
        f'<text x="0" y="38">{said}</text>'
    )
    parts = [
        head,
        *(_hour(hour, height) for hour in range(0, 25, 3)),
        *_sleep(shown, height),
    ]
    for n, name in enumerate(rows):
        y = _TOP + _ROW * n
        parts.append(f'<text x="0" y="{y + 18}">{escape(name)}</text>')
        for gap in shown.gaps:
            if gap.medicine == name:
                kept = [each for first, last in runs(gap.minutes) for each in _unrolled(first, last + 1)]
                parts += [_bar(start, end, y, escape(name)) for start, end in kept]
                parts.append(f'<circle cx="{_x(gap.at)}" cy="{y + 12}" r="4" fill="#000"/>')
    y = _TOP + _ROW * len(rows)
    parts.append(f'<text x="0" y="{y + 18}" font-weight="bold">{LEGEND["dose"].to(language)}</text>')
    for dose in shown.doses:
        parts.append(f'<circle cx="{_x(dose)}" cy="{y + 12}" r="8" fill="{_FILLS["dose"]}"/>')
        parts.append(f'<text x="{_x(dose)}" y="{y + 36}" text-anchor="middle">{clock(dose)}</text>')
    return "".join([*parts, "</svg>\n"])


def _x(minute: int) -> float:
    return round(_LEFT + _WIDTH * minute / DAY, 1)


def _hour(hour: int, height: int) -> str:
    x = _x(60 * hour)
    return (
        f'<line x1="{x}" x2="{x}" y1="{_TOP - 4}" y2="{height - 24}" stroke="#999" stroke-width="1"/>'
        f'<text x="{x}" y="{height - 6}" text-anchor="middle">{hour:02d}</text>'
    )


def _sleep(shown: Day, height: int) -> list[str]:
    if shown.bedtime is None or shown.waketime is None:
        return []
    return [
        f'<rect x="{_x(start)}" y="{_TOP - 4}" width="{_x(end) - _x(start):.1f}" height="{height - _TOP - 20}" '
        f'fill="{_FILLS["asleep"]}" opacity="0.5"/>'
        for start, end in _unrolled(shown.bedtime, shown.waketime)
    ]


def _bar(start: int, end: int, y: int, name: str) -> str:
    return (
        f'<rect x="{_x(start)}" y="{y + 4}" width="{_x(end) - _x(start):.1f}" height="16" fill="{_FILLS["blocked"]}" '
        f'opacity="0.65"><title>{name}: {clock(start)}–{clock(end % DAY)}</title></rect>'
    )


def _unrolled(start: int, end: int) -> list[tuple[int, int]]:
    """A stretch of the circular day as one or two stretches of the line."""
    return [(start, end)] if start < end else [(start, DAY), (0, end)]
