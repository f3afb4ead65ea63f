"""Patterns become answers, through the one evaluator: each distinct pattern of a group of rules is decided once."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from stilla.findings import hidden_by
from stilla.population.layout import union
from stilla.rules.rulebook import Pattern
from stilla.rules.tree import atoms

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from stilla.knowledge.schema import Level, Rule
    from stilla.knowledge.store import Ruled
    from stilla.population.layout import Group
    from stilla.rules.tree import Atom

TRUE_STOP, TRUE_ASK, OPEN_BLOCKING, UNRECOGNISED = 1, 2, 4, 8
"""What a verdict depends on, as bits."""

SPACED = 16
"""A true rule gives hours to keep."""

ALWAYS: Mapping[Level, int] = {"stop": TRUE_STOP, "ask": TRUE_ASK}


class Answer(NamedTuple):
    """What a pattern of a group comes to."""

    true: tuple[int, ...]
    """Rules that hold and that none hides, by position."""

    still_open: tuple[int, ...]
    """Rules that are unknown and that none hides."""

    open_atoms: int
    """The bits that keep those from being decided."""

    flags: int
    spaced: tuple[int, ...]
    """Rules that hold and give hours to keep, hidden or not."""


def true_flags(rules: Iterable[Rule]) -> int:
    """What rules that hold mean for the verdict and for the day's hours."""
    return union(ALWAYS.get(rule.level, 0) | (SPACED if rule.space else 0) for rule in rules)


def open_flags(rules: Iterable[Rule]) -> int:
    """What rules that are open mean for the verdict."""
    return union(OPEN_BLOCKING for rule in rules if rule.level in ALWAYS)


class Decider:
    """Decides the patterns of one group."""

    def __init__(self, group: Group, ruled: Ruled) -> None:
        self._group = group
        self._ruled = ruled
        self._masks = [union(group.book.bit[atom] for atom in atoms) for atoms in _atoms_of(group, ruled)]
        self._open: dict[tuple[int, Pattern], int] = {}

    def answer(self, pattern: Pattern) -> Answer:
        """What the rules of the group come to for a pattern of its atoms."""
        rules = self._ruled.rules
        decided = self._group.book.decide(pattern)
        true = [self._group.rules[n] for n, truth in decided if truth is True]
        hidden = hidden_by(rules[n] for n in true)
        shown = [n for n, truth in decided if truth is None and rules[self._group.rules[n]].id not in hidden]
        still_open = [self._group.rules[n] for n in shown]
        return Answer(
            tuple(sorted(n for n in true if rules[n].id not in hidden)),
            tuple(sorted(still_open)),
            union(self._open_atoms(n, pattern) for n in shown),
            true_flags(rules[n] for n in true) | open_flags(rules[n] for n in still_open),
            tuple(sorted(n for n in true if rules[n].space)),
        )

    def _open_atoms(self, number: int, pattern: Pattern) -> int:
        """The unknown atoms that keep a rule open. A rule has few patterns of its own, so each is looked at once."""
        mask = self._masks[number]
        own = number, Pattern(pattern.true & mask, pattern.unknown & mask)
        if own not in self._open:
            book, tree = self._group.book, self._ruled.trees[self._group.rules[number]]
            self._open[own] = union(book.bit[atom] for atom in book.open_atoms(tree, own[1]))
        return self._open[own]


def _atoms_of(group: Group, ruled: Ruled) -> Iterator[tuple[Atom, ...]]:
    for number in group.rules:
        yield tuple(atoms(ruled.trees[number]))
