"""What a tree means once it is known what its atoms mean: the plain definition.

`rulebook` decides the same quickly over bits; generated people and rules hold it to this.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from stilla.rules.kleene import conjunction, disjunction, negation
from stilla.rules.tree import All, AnyOf, NoneOf, Stated

if TYPE_CHECKING:
    from collections.abc import Callable

    from stilla.rules.kleene import Truth
    from stilla.rules.tree import Atom, Node


def meaning(node: Node, truth: Callable[[Atom], Truth]) -> Truth:
    """The truth of a tree, given the truth of each atom.

    >>> from stilla.rules.tree import Has
    >>> meaning(Stated(Has(("ckd",))), lambda atom: None)
    False
    """
    match node:
        case All():
            return conjunction(meaning(child, truth) for child in node.of)
        case AnyOf():
            return disjunction(meaning(child, truth) for child in node.of)
        case NoneOf():
            return negation(disjunction(meaning(child, truth) for child in node.of))
        case Stated():
            return meaning(node.of, truth) is True
        case _:
            return truth(node)
