"""Kleene's three-valued logic. Unknown is the third value, written None.

Written out once. Everything that decides about a person uses these.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

Truth = bool | None


def conjunction(truths: Iterable[Truth]) -> Truth:
    """All of them: one False decides; else one unknown leaves it unknown.

    >>> conjunction([True, None]), conjunction([None, False]), conjunction([])
    (None, False, True)
    """
    result: Truth = True
    for truth in truths:
        if truth is False:
            return False
        if truth is None:
            result = None
    return result


def disjunction(truths: Iterable[Truth]) -> Truth:
    """Any of them: one True decides; else one unknown leaves it unknown.

    >>> disjunction([False, None]), disjunction([None, True]), disjunction([])
    (None, True, False)
    """
    result: Truth = False
    for truth in truths:
        if truth is True:
            return True
        if truth is None:
            result = None
    return result


def negation(truth: Truth) -> Truth:
    """The opposite; the opposite of unknown is unknown.

    >>> negation(True), negation(None)
    (False, None)
    """
    return None if truth is None else not truth
