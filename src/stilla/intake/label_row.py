"""Questions to a label's row of tokens: what stands before an amount, what after it, what is in a bracket."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stilla.intake.label_words import (
    CONNECTORS,
    ELEMENT,
    ELEMENTAL,
    FILLERS,
    FROM,
    LINKS,
    OF,
    REFERENCE_WORDS,
    UNITS,
    VARAV,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stilla.intake.label_names import Named
    from stilla.intake.label_tokens import Token

FURTHEST = 40
"""Tokens, brackets skipped; what stands further away belongs to something else."""

MOST_BETWEEN = 5
"""Words that may stand between a name and an amount that is still shown as a possible reading."""

OPENERS = frozenset("([{")
CLOSERS = frozenset(")]}")


def is_known(word: str) -> bool:
    """Whether a word names nothing that could own an amount."""
    return word in FILLERS or word in UNITS or word in LINKS or word in VARAV


class Row:
    """The tokens and names of one label.

    Places are positions in the row of tokens.
    """

    def __init__(self, row: list[Token], names: list[Named]) -> None:
        self.row, self.names = row, names
        self.at = {each.start: each for each in names}
        self.until = {each.end: each for each in names}
        self.closing = _closing(row)

    def is_form_of(self, position: int) -> bool:
        """Whether "form of" stands here."""
        return self.row[position].text == "form" and self.text(position + 1) in OF

    def is_bare(self, position: int) -> bool:
        """A number without a unit that stands where an amount would: 10 or more, and not a count of tablets."""
        token = self.row[position]
        following = self.text(position + 1)
        return (
            not token.unit
            and bool(token.values)
            and max(token.values) >= 10
            and following not in UNITS
            and following not in {"%", "mg"}
        )

    def is_of(self, start: int) -> bool:
        """Whether "of" or "av" stands right before a name, perhaps with a word between."""
        return any(self.text(start - n) in OF for n in (1, 2) if start >= n)

    def elemental_before(self, start: int) -> bool:
        """Whether a name is called elemental right before it."""
        return any(self.text(start - n) in ELEMENTAL for n in (1, 2) if start >= n)

    def elemental_after(self, position: int) -> bool:
        """Whether the amount before this place is called elemental, and no other amount is."""
        for _ in range(3):
            text = self.text(position)
            if text in ELEMENTAL:
                position += 1
                while self.text(position) in ELEMENT:
                    position += 1
                return not (position < len(self.row) and (self.row[position].mg or self.text(position) == ":"))
            if text != "(" and text not in OF:
                return False
            position += 1
        return False

    def owner(self, amount: int) -> str:
        """The kind of name that stands before an amount and may own it; empty where none does."""
        for position in range(amount - 1, max(amount - 1 - FURTHEST, -1), -1):
            token = self.row[position]
            if token.kind in {"break", "stop"} or token.text in OPENERS or token.text in VARAV | CONNECTORS:
                return ""
            ending = self.until.get(position + 1)
            if ending is not None:
                return ending.kind
            if token.kind == "word" and token.text not in FILLERS and token.text not in UNITS:
                return "word"
            if token.text in {")", "]"}:
                return "word"
        return ""

    def named_after(self, amount: int) -> bool:
        """Whether a name follows an amount in the same row, so that the amount may be its."""
        for token in self.row[amount + 1 : amount + 1 + FURTHEST]:
            if token.kind == "number" and token.unit == "%":
                continue
            return (
                token.kind == "word"
                and token.text not in FILLERS
                and token.text not in UNITS
                and (token.text not in LINKS and token.text not in VARAV)
            )
        return False

    def further(self, amount: int) -> Iterator[int]:
        """Amounts that follow in the same row without a name of their own."""
        words = depth = 0
        for position in range(amount + 1, min(amount + 1 + FURTHEST, len(self.row))):
            token = self.row[position]
            if token.mg and token.unit != "g":
                if self.at.get(position + 1) is not None or self.named_after(position):
                    return
                yield position
            if token.text in OPENERS:
                depth += 1
            elif token.text in CLOSERS:
                depth -= 1
            if token.kind == "stop" or position in self.at or depth < 0:
                return
            if token.kind == "word":
                words += 1
                known = token.text in FILLERS or token.text in UNITS or token.text in VARAV
                if not known or words > MOST_BETWEEN:
                    return

    def percent(self, position: int) -> tuple[float | None, float | None]:
        """The percent right after an amount: of a reference intake, or of magnesium in the salt."""
        comma = False
        for place in range(position, min(position + 4, len(self.row))):
            token = self.row[place]
            if token.kind == "number":
                if token.unit != "%" or len(token.values) != 1 or token.doubt:
                    break
                if self.is_share(place):
                    return None, token.values[0]
                return (token.values[0] if self._is_of_reference(place + 1, sure=not comma) else None), None
            if token.kind == "stop" or (token.kind == "word" and token.text not in VARAV | OF):
                break
            comma = comma or token.text == ","
        return None, None

    def is_share(self, percent: int) -> bool:
        """Whether a percent is that of magnesium: "16 % magnesium", "16 % elemental"."""
        following = self.at.get(percent + 1)
        return self.text(percent + 1) in ELEMENTAL or (following is not None and following.kind == "element")

    def _is_of_reference(self, position: int, *, sure: bool) -> bool:
        """Whether a percent is of a reference intake: it says so, or nothing else follows ("100 % vegan" is not)."""
        if self.text(position) in REFERENCE_WORDS:
            return True
        return sure and (position >= len(self.row) or self.row[position].kind != "word")

    def only_amount(self, opening: int) -> int | None:
        """The amount in a bracket that holds nothing else: "magnesium (150 mg)"."""
        inside = range(opening + 1, self.closing[opening])
        amounts = [each for each in inside if self.row[each].mg]
        names = any(each in self.at or self.row[each].text in FROM for each in inside)
        return amounts[0] if len(amounts) == 1 and not names else None

    def share_between(self, start: int, amount: int) -> float | None:
        """The percent of magnesium named between a salt and its amount: "citrate (16 % magnesium) 1000 mg"."""
        for position in range(start, min(amount, start + FURTHEST)):
            token = self.row[position]
            if token.unit == "%" and len(token.values) == 1 and self.is_share(position):
                return token.values[0]
        return None

    def text(self, position: int) -> str:
        """The text at a place; empty outside the row."""
        return self.row[position].text if 0 <= position < len(self.row) else ""


def _closing(row: list[Token]) -> dict[int, int]:
    """Each opening bracket's closing one. A bracket that never closes is none."""
    stack: list[int] = []
    found: dict[int, int] = {}
    for position, token in enumerate(row):
        if token.text in OPENERS:
            stack.append(position)
        elif token.text in CLOSERS and stack:
            found[stack.pop()] = position
    return found
