"""All rules together: facts become two bit patterns, and one evaluator decides a pattern.

A pattern is a pair of integers. Bit n of the first is set where atom n is true, bit n of the second where it is
unknown. Deciding needs nothing else, so that a population with the same pattern is decided once.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from stilla.rules.atoms import closure, condition_truth, matches, truth_of
from stilla.rules.kleene import conjunction, disjunction, negation
from stilla.rules.tree import All, AnyOf, Has, NoneOf, Stated, Takes, atoms

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from stilla.rules.atoms import Situation
    from stilla.rules.kleene import Truth
    from stilla.rules.tree import Atom, Node

ATC_LENGTH = 7
"""Characters of a complete ATC code (WHO)."""


class Pattern(NamedTuple):
    """Which atoms are true, and which unknown, as bits."""

    true: int
    unknown: int


class _Rule(NamedTuple):
    number: int
    tree: Node
    required: int
    """Atoms of which none may be false, or the rule is false."""
    single: int
    """The atom's bit where the rule is one atom, else 0."""


class Rulebook:
    """Rules laid out for deciding. Made once from the trees; holds no state about anybody.

    Args:
        trees: the condition of each rule; answers refer to them by position.
    """

    def __init__(self, trees: Sequence[Node]) -> None:
        self.atoms: tuple[Atom, ...] = tuple(dict.fromkeys(atom for tree in trees for atom in atoms(tree)))
        self.bit: Mapping[Atom, int] = {atom: 1 << n for n, atom in enumerate(self.atoms)}
        self._by_prefix: dict[str, list[tuple[int, Takes]]] = defaultdict(list)
        self._by_condition: dict[str, int] = defaultdict(int)
        self._others: list[tuple[int, Atom]] = []
        self._all_takes = 0
        for atom, bit in self.bit.items():
            self._index(atom, bit)
        self._keyed: dict[int, list[_Rule]] = defaultdict(list)
        self._keyless: list[_Rule] = []
        for index, tree in enumerate(trees):
            self._lay_out(index, tree)
        self._keys = sum(self._keyed)

    def _index(self, atom: Atom, bit: int) -> None:
        match atom:
            case Takes():
                self._all_takes |= bit
                for prefix in atom.atc:
                    self._by_prefix[prefix].append((bit, atom))
            case Has():
                for slug in atom.conditions:
                    self._by_condition[slug] |= bit
            case _:
                self._others.append((bit, atom))

    def _lay_out(self, index: int, tree: Node) -> None:
        required = self._required(tree)
        rule = _Rule(index, tree, required, 0 if isinstance(tree, All | AnyOf | NoneOf | Stated) else self.bit[tree])
        # A medicine is the rarest thing to be true of somebody, so it is the best key to look a rule up by.
        key = (required & self._all_takes) or required
        if key:
            self._keyed[key & -key].append(rule)
        else:
            self._keyless.append(rule)

    def _required(self, node: Node) -> int:
        if isinstance(node, All):
            return _union(self._required(child) for child in node.of)
        if isinstance(node, AnyOf):
            return _intersection(self._required(child) for child in node.of)
        if isinstance(node, NoneOf):
            return 0
        if isinstance(node, Stated):
            return self._required(node.of)
        return self.bit[node]

    def pattern(self, at: Situation) -> Pattern:
        """What is true and what is unknown of a person: `truth_of` for every atom, without asking each."""
        true, unknown = self._medicines(at)
        for slug_true, slug_unknown in self._conditions(at):
            true |= slug_true
            unknown |= slug_unknown
        for bit, atom in self._others:
            truth = truth_of(atom, at)
            if truth is True:
                true |= bit
            elif truth is None:
                unknown |= bit
        return Pattern(true, unknown & ~true)

    def _medicines(self, at: Situation) -> Pattern:
        true = 0
        for medicine in at.person.medicines:
            for code in medicine.atc:
                for length in range(1, ATC_LENGTH + 1):
                    for bit, atom in self._by_prefix.get(code[:length], ()):
                        if not true & bit and matches(atom, medicine):
                            true |= bit
        return Pattern(true, self._all_takes if at.person.medicines_open else 0)

    def _conditions(self, at: Situation) -> Iterator[Pattern]:
        person = at.person
        present = closure(person.conditions, at.concepts)
        for slug in present:
            yield Pattern(self._by_condition.get(slug, 0), 0)
        # In a complete list only what the person is unsure about stays open.
        for slug in person.unsure if person.conditions_complete else self._by_condition:
            if condition_truth(slug, at, present) is None:
                yield Pattern(0, self._by_condition.get(slug, 0))

    def decide(self, pattern: Pattern) -> list[tuple[int, Truth]]:
        """The rules that are true or unknown for a pattern, by position; every other rule is false."""
        true, unknown = pattern
        possible = true | unknown
        decided: list[tuple[int, Truth]] = []
        for rule in self._candidates(possible):
            if rule.single:
                decided.append((rule.number, True if true & rule.single else None))
            elif possible & rule.required == rule.required:
                truth = self.truth(rule.tree, pattern)
                if truth is not False:
                    decided.append((rule.number, truth))
        return decided

    def _candidates(self, possible: int) -> Iterator[_Rule]:
        keys = possible & self._keys
        while keys:
            key = keys & -keys
            yield from self._keyed[key]
            keys ^= key
        yield from self._keyless

    def truth(self, node: Node, pattern: Pattern) -> Truth:
        """What a tree means for a pattern: the one evaluator."""
        if isinstance(node, All):
            return conjunction(self.truth(child, pattern) for child in node.of)
        if isinstance(node, AnyOf):
            return disjunction(self.truth(child, pattern) for child in node.of)
        if isinstance(node, NoneOf):
            return negation(disjunction(self.truth(child, pattern) for child in node.of))
        if isinstance(node, Stated):
            return self.truth(node.of, pattern) is True
        bit = self.bit[node]
        return True if pattern.true & bit else None if pattern.unknown & bit else False

    def open_atoms(self, node: Node, pattern: Pattern) -> Iterator[Atom]:
        """The unknown atoms that keep an unknown tree from being decided."""
        if isinstance(node, Stated):
            return
        if isinstance(node, All | AnyOf | NoneOf):
            for child in node.of:
                if self.truth(child, pattern) is None:
                    yield from self.open_atoms(child, pattern)
        else:
            yield node

    def true_atoms(self, node: Node, pattern: Pattern) -> Iterator[Atom]:
        """The true atoms that speak for a tree: what a finding rests on, or what an open one rests on so far."""
        if isinstance(node, All | AnyOf):
            for child in node.of:
                yield from self.true_atoms(child, pattern)
        elif isinstance(node, Stated):
            yield from self.true_atoms(node.of, pattern)
        elif not isinstance(node, NoneOf) and pattern.true & self.bit[node]:
            yield node


def _union(masks: Iterable[int]) -> int:
    total = 0
    for mask in masks:
        total |= mask
    return total


def _intersection(masks: Iterable[int]) -> int:
    first, *rest = masks
    for mask in rest:
        first &= mask
    return first
