"""What a terminal can show: signs, colours, and a sheet to put them on."""

from __future__ import annotations

from itertools import groupby
from textwrap import wrap
from typing import Literal

import msgspec

from stilla.pictures.nights import Kind

Role = Literal["", "strong", "alarm", "muted", "bold"]

_ANSI: dict[Role, str] = {"strong": "36", "alarm": "33", "muted": "2", "bold": "1"}
SIGNS = {
    "full": ("●", "#"),
    "ring": ("◉", "o"),
    "empty": ("○", "."),
    "filled answer": ("●", "*"),
    "open answer": ("○", "o"),
    "filled late": ("◆", "#"),
    "open late": ("◇", "="),
    "cannot": ("×", "x"),
    "missing": ("╷", "|"),
    "pause": ("░", ":"),
    "thick": ("━", "="),
    "thin": ("─", "-"),
    "far": ("·", "."),
    "bar": ("│", "|"),
    "broken bar": ("┊", "!"),
    "corner": ("└", "+"),
    "dash": ("╌", "-"),
    "diamond": ("◆", "X"),
    "helps": ("█", "#"),
    "not_settled": ("░", "/"),
    "not_enough": ("▒", "-"),
    "worse": ("▓", "X"),
    "half": ("░", ":"),
}
"""Each sign in Unicode and in ASCII. Signs that meet in one picture differ in both."""
NIGHT_SIGNS: dict[tuple[Kind, bool], str] = {
    ("answered", True): "filled answer",
    ("answered", False): "open answer",
    ("several", True): "filled answer",
    ("several", False): "open answer",
    ("recalled", True): "filled late",
    ("recalled", False): "open late",
    ("cannot", False): "cannot",
    ("missing", False): "missing",
}
_TYPEWRITER = str.maketrans(
    {"−": "-", "–": "-", "±": "+/-", "…": "...", "←": "<-", "→": "->", "\N{NO-BREAK SPACE}": " "}
)


class Pen(msgspec.Struct, frozen=True):
    """How to write: with Unicode signs or plain ASCII ones, with colours or without."""

    plain: bool = False
    colour: bool = False

    def sign(self, name: str) -> str:
        """One character."""
        return SIGNS[name][int(self.plain)]

    def paint(self, text: str, role: Role) -> str:
        """A text in the colour of its role."""
        return f"\x1b[{_ANSI[role]}m{text}\x1b[0m" if self.colour and role and text.strip() else text

    def letters(self, text: str) -> str:
        """Words without typographic signs where those cannot be shown; letters stay as they are."""
        return text.translate(_TYPEWRITER) if self.plain else text


class Sheet:
    """Characters on lines, put anywhere; what is put later lies on top."""

    def __init__(self) -> None:
        self._rows: list[list[tuple[str, Role]]] = []

    def put(self, x: int, y: int, text: str, role: Role = "") -> None:
        """A text from a column to the right; what would lie left of the sheet is left out."""
        while len(self._rows) <= y:
            self._rows.append([])
        row = self._rows[y]
        row += [(" ", "")] * (x + len(text) - len(row))
        for n, letter in enumerate(text):
            if x + n >= 0:
                row[x + n] = (letter, role)

    def free(self, x: int, y: int, length: int) -> bool:
        """Whether nothing stands there, nor right beside it."""
        row = self._rows[y] if y < len(self._rows) else []
        return x >= 0 and all(letter == " " for letter, _ in row[max(0, x - 1) : x + length + 1])

    @property
    def height(self) -> int:
        """Lines so far."""
        return len(self._rows)

    def lines(self, pen: Pen) -> list[str]:
        """The sheet, line by line."""
        return [self._line(row, pen) for row in self._rows]

    @staticmethod
    def _line(row: list[tuple[str, Role]], pen: Pen) -> str:
        runs = groupby(row, key=lambda cell: cell[1])
        return "".join(pen.paint("".join(letter for letter, _ in run), role) for role, run in runs).rstrip()


def centred(middle: int, text: str, width: int) -> int:
    """Where a text begins that shall stand over a column and stay within a width."""
    return max(0, min(middle - len(text) // 2, width - len(text)))


def key_line(sign: str, label: str, width: int) -> list[str]:
    """A sign and what it means; further lines stand under the words.

    Args:
        sign: painted already; counts as one character.
        label: the words.
        width: columns.
    """
    first, *more = wrap(label, width - 2, break_on_hyphens=False)
    return [f"{sign} {first}", *(f"  {line}" for line in more)]
