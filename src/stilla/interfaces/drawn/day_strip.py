"""The day's strip in a terminal, and its words. Never by colour alone: each kind has its own sign."""

from __future__ import annotations

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
FREE_OF = Text("{name} {at}: no magnesium", "{name} {at}: inget magnesium")
TITLE = Text("The day, and when magnesium fits", "Dygnet, och när magnesium passar")


def reading(shown: Day) -> Text:
    """What the picture says, in one sentence."""
    times = ", ".join(clock(dose) for dose in shown.doses)
    names_en, names_sv = ", ".join(shown.medicines()), ", ".join(shown.medicines())
    if not shown.doses:
        return Text(f"No time is left beside {names_en}.", f"Ingen tid blir över bredvid {names_sv}.")
    beside_en = f", apart from {names_en}" if names_en else ""
    beside_sv = f", isär från {names_sv}" if names_sv else ""
    return Text(f"Magnesium at {times}{beside_en}.", f"Magnesium kl. {times}{beside_sv}.")


def table(shown: Day) -> tuple[tuple[Text, str], ...]:
    """The same as rows: what, and from when to when."""
    rows = [
        (FREE_OF.fill(name=gap.medicine, at=clock(gap.at)), f"{clock(first)}–{clock((last + 1) % DAY)}")
        for gap in sorted(shown.gaps, key=lambda gap: gap.at)
        for first, last in runs(gap.minutes)
    ]
    if shown.bedtime is not None and shown.waketime is not None:
        rows.append((LEGEND["asleep"], f"{clock(shown.bedtime)}–{clock(shown.waketime)}"))
    return (*rows, *((LEGEND["dose"], clock(dose)) for dose in shown.doses))


def lines(shown: Day, language: Language) -> list[list[tuple[str, str]]]:
    """The strip as lines of (text, kind), for a terminal: a scale, the day, and what the signs mean."""
    scale = "".join(f"{hour:<4d}" for hour in range(0, 24, 2)) + "24"
    day = [(SIGNS[kind], kind) for _, kind in stretches(shown, _STEP)]
    used = dict.fromkeys(kind for _, kind in day)
    legend = [(f"{SIGNS[kind]} {LEGEND[kind].to(language)}   ", kind) for kind in SIGNS if kind in used]
    return [[(scale, "")], day, legend]
