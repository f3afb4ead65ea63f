"""Elemental magnesium in a salt, computed from its formula."""

from __future__ import annotations

import re

from stilla.quantity import MAGNESIUM_MOLAR_MASS

ATOMIC_WEIGHTS = {
    "Mg": MAGNESIUM_MOLAR_MASS,
    "H": 1.008,
    "C": 12.011,
    "N": 14.007,
    "O": 15.999,
    "S": 32.06,
    "Cl": 35.45,
    "P": 30.974,
    "Si": 28.085,
    "Al": 26.982,
}
"""g/mol. IUPAC, conventional or abridged standard atomic weights."""


class NotAFormula(ValueError):
    """Not written as a formula such as Mg3(C6H5O7)2.9H2O."""


def elements(formula: str) -> dict[str, int]:
    """How many atoms of each element, crystal water included.

    >>> elements("MgCl2.6H2O")
    {'Mg': 1, 'Cl': 2, 'H': 12, 'O': 6}
    """
    total: dict[str, int] = {}
    for part in formula.split("."):
        head = re.match(r"[0-9]+", part)
        factor = int(head[0]) if head else 1
        for element, count in _part(part[head.end() :] if head else part).items():
            total[element] = total.get(element, 0) + factor * count
    return total


def _part(text: str) -> dict[str, int]:
    stack: list[dict[str, int]] = [{}]
    position = 0
    while position < len(text):
        found = re.compile(r"([A-Z][a-z]?)([0-9]*)|(\()|\)([0-9]*)").match(text, position)
        if not found:
            raise NotAFormula(f"{text[position:]!r} in {text!r}")
        if found[1]:
            if found[1] not in ATOMIC_WEIGHTS:
                raise NotAFormula(f"the element {found[1]!r} in {text!r}")
            stack[-1][found[1]] = stack[-1].get(found[1], 0) + int(found[2] or 1)
        elif found[3]:
            stack.append({})
        else:
            group = stack.pop()
            if not stack:
                raise NotAFormula(f"an unmatched ) in {text!r}")
            for element, count in group.items():
                stack[-1][element] = stack[-1].get(element, 0) + count * int(found[4] or 1)
        position = found.end()
    if len(stack) != 1 or not stack[0]:
        raise NotAFormula(f"an unmatched ( in {text!r}")
    return stack[0]


def elemental_fraction(formula: str) -> float:
    """Grams of magnesium in one gram of the salt.

    >>> round(elemental_fraction("MgO"), 4)
    0.603
    """
    found = elements(formula)
    mass = sum(ATOMIC_WEIGHTS[element] * count for element, count in found.items())
    return found.get("Mg", 0) * MAGNESIUM_MOLAR_MASS / mass
