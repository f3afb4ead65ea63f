"""A label at any door: what may be read, how many servings a day, and what its parts are called."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stilla.errors import BadInput, Problem, refuse
from stilla.intake.label import read_label
from stilla.quantity import Unreadable, read_number
from stilla.text import Text

if TYPE_CHECKING:
    from stilla.knowledge.store import Knowledge

LONGEST = 100_000
"""Characters. A label is shorter; a whole web page is not one."""
MOST_A_DAY = 20.0
"""Servings a day."""

ABSORPTION = {
    "low": Text("low", "lågt"),
    "fair": Text("fair", "måttligt"),
    "good": Text("good", "bra"),
    "unknown": Text("not known", "okänt"),
    "mixed": Text("differs between the forms", "olika för formerna"),
}
OTHER_NAMES = {
    "vitamin-b6": Text("vitamin B6", "vitamin B6"),
    "zinc": Text("zinc", "zink"),
    "calcium": Text("calcium", "kalcium"),
    "iron": Text("iron", "järn"),
}
SHOWN_UNITS = {"ug": "µg", "iu": "IU"}


def label_text(text: str) -> str:
    """What a label says, if it is one.

    Raises:
        BadInput: nothing, or far too much.
    """
    if not text.strip():
        raise refuse(
            "TEXT",
            "The label is empty. Write what it says, for example: Magnesium 250 mg per tablet",
            "Etiketten är tom. Skriv vad som står på den, till exempel: Magnesium 250 mg per tablett",
        )
    if len(text) > LONGEST:
        raise refuse(
            "TEXT",
            f"This is longer than {LONGEST} characters. Give only the label.",
            f"Det här är längre än {LONGEST} tecken. Ge bara etiketten.",
        )
    return text


def servings(per_day: str | None) -> float | None:
    """Servings a day as they were written; None where nothing was.

    Raises:
        BadInput: no number, or one that cannot be.
    """
    if per_day is None or not per_day.strip():
        return None
    where = Text("--per-day", "--per-day")
    try:
        value = read_number(per_day)
    except Unreadable as error:
        raise BadInput([Problem(where, error.says)]) from error
    if not 0 < value <= MOST_A_DAY:
        raise refuse(
            where,
            f"Servings a day must be more than 0 and at most {MOST_A_DAY:g}.",
            f"Antal doser om dagen måste vara mer än 0 och högst {MOST_A_DAY:g}.",
        )
    return value


def as_product(text: str, knowledge: Knowledge) -> dict[str, str]:
    """A label as a product that somebody takes: on one line, if that says the same.

    Raises:
        BadInput: no label, or one whose lines belong apart.
    """
    line = " ".join(label_text(text).split())
    if read_label(line, knowledge).elemental_mg != read_label(text, knowledge).elemental_mg:
        raise refuse(
            "TEXT",
            "This label reads otherwise on one line. Keep only the line with the amount of magnesium.",
            "Etiketten läses på ett annat sätt på en rad. Behåll bara raden med mängden magnesium.",
        )
    return {"label": line}
