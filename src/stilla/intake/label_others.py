"""Other ingredients that matter beside magnesium, with their amounts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from stilla.intake.label_words import FILLERS, LINKS
from stilla.knowledge.kinds import Treatment

if TYPE_CHECKING:
    from stilla.intake.label_names import Named
    from stilla.intake.label_tokens import Token
    from stilla.knowledge.store import Knowledge
    from stilla.text import Text


class Other(msgspec.Struct, frozen=True):
    """An ingredient, its amount as the label gives it (None where it gives no clear one), and what to know of it."""

    name: str
    amount: float | None
    unit: str | None
    note: Text | None = None


_NEAR = 12
_UNITS = frozenset({"mg", "g", "ug", "iu", "mmol"})


def others_of(row: list[Token], names: list[Named], knowledge: Knowledge) -> tuple[Other, ...]:
    """Each of them once, in the order of the text, with the first amount that is plainly its own."""
    found: dict[str, Other] = {}
    for name in names:
        if not name.other or (name.other in found and found[name.other].amount is not None):
            continue
        amount = None if _is_one_of_a_list(row, names, name) else _amount(row, name)
        if name.other not in found or amount is not None:
            found[name.other] = Other(
                name.other,
                amount.values[0] if amount else None,
                amount.unit if amount else None,
                _note(name.other, knowledge),
            )
    return tuple(found.values())


def _is_one_of_a_list(row: list[Token], names: list[Named], name: Named) -> bool:
    """Whether names come first and their amounts afterwards ("calcium magnesium zinc 1000/400/15 mg")."""
    before = [other.end for other in names if other.end <= name.start]
    if not before or any(token.kind in {"number", "break", "stop"} for token in row[max(before) : name.start]):
        return False
    following = [token.kind for token in row[name.end : name.end + _NEAR]]
    ends = next((n for n, kind in enumerate(following) if kind in {"break", "stop"}), len(following))
    return following[:ends].count("number") > 1


def _amount(row: list[Token], name: Named) -> Token | None:
    depth = 0
    for token in row[name.end : name.end + _NEAR]:
        if token.text == "(":
            depth += 1
        elif token.text == ")":
            depth -= 1
        elif token.kind == "number" and not depth and token.unit in _UNITS:
            return token if len(token.values) == 1 and not token.doubt else None
        elif not depth and (
            token.kind in {"break", "stop"} or (token.kind == "word" and token.text not in FILLERS | LINKS)
        ):
            break
    before = row[name.start - 1] if name.start else None
    two_before = row[name.start - 2] if name.start > 1 else None
    starts = two_before is None or two_before.kind in {"break", "stop"}
    if before is not None and before.kind == "number" and before.unit in _UNITS and starts:
        return before if len(before.values) == 1 and not before.doubt else None
    return None


def _note(name: str, knowledge: Knowledge) -> Text | None:
    """What the knowledge base says of its risks, where it has an entry for it."""
    if name != "vitamin-b6":
        return None
    return knowledge.kind("treatments", Treatment)[name].risks
