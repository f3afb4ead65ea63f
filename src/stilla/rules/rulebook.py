"""All rules together: facts become two bit patterns, and one evaluator decides a pattern.

A pattern is a pair of integers. Bit n of the first is set where atom n is true, bit n of the second where it is
unknown. Deciding needs nothing else, so that a population with the same pattern is decided once.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple

from stilla.rules.atoms import applies, by_its_route, condition_truth, still_holds, truth_of, usable, within
from stilla.rules.kleene import negation
from stilla.rules.tree import Age, All, AnyOf, Dose, Has, Lab, NoneOf, Stated, Takes, atoms

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from stilla.person import LabCode, MedicationStatement
    from stilla.quantity import Interval
    from stilla.rules.atoms import AskedOf, Concept, Situation
    from stilla.rules.kleene import Truth
    from stilla.rules.tree import Atom, Bounds, Node

ATC_LEVELS = (1, 3, 4, 5, 7)
"""Characters of an ATC code at each of its five levels (WHO)."""

_TOGETHER = 8
"""Rules of one atom that are looked at together: where much is unknown, most of such a group is."""

_MOST_TAKEN = 10_000
"""Medicines of which it is kept what they make true. When there are more, all are forgotten."""

_ALL, _ANY, _NONE, _STATED = range(4)
_OPERATION = {All: _ALL, AnyOf: _ANY, NoneOf: _NONE}
_Code = Any
"""A tree made quick: an atom is its bit, a join its operation and its parts."""


class Pattern(NamedTuple):
    """Which atoms are true, and which unknown, as bits."""

    true: int
    unknown: int


class _Rule(NamedTuple):
    number: int
    code: _Code
    required: int
    """Atoms of which none may be false, or the rule is false."""


class _Window(NamedTuple):
    """Laboratory atoms that accept the same values: how old, and spoilt by what."""

    within_months: int | None
    unless: tuple[str, ...]
    bounds: list[tuple[int, Bounds]]


class _Singles(NamedTuple):
    """Some rules of one atom each."""

    mask: int
    rules: list[tuple[int, int]]
    """The bit and the number of each."""
    all_open: list[tuple[int, Truth]]
    """What is decided where all of them are unknown."""


class _Open(NamedTuple):
    """Conditions of which nothing was said, and whom they can concern."""

    concepts: Mapping[str, Concept]
    asked: tuple[tuple[AskedOf | None, int], ...]
    """The bits of all conditions that concern the same people."""


class Rulebook:
    """Rules laid out for deciding. Made once from the trees; holds no state about anybody.

    Args:
        trees: the condition of each rule; answers refer to them by position.
        numbered: the bit of each atom, where rules share a numbering with others; else in the order they come.
    """

    def __init__(self, trees: Sequence[Node], numbered: Mapping[Atom, int] | None = None) -> None:
        self.atoms: tuple[Atom, ...] = tuple(dict.fromkeys(atom for tree in trees for atom in atoms(tree)))
        self.bit: Mapping[Atom, int] = {
            atom: numbered[atom] if numbered else 1 << n for n, atom in enumerate(self.atoms)
        }
        self._by_prefix: dict[str, list[tuple[int, Takes]]] = defaultdict(list)
        self._by_condition: dict[str, int] = defaultdict(int)
        self._by_lab: dict[LabCode, list[_Window]] = defaultdict(list)
        self._by_age: list[tuple[int, Bounds]] = []
        self._by_dose: list[tuple[int, Bounds]] = []
        self._others: list[tuple[int, Atom]] = []
        self._all_takes = 0
        for atom, bit in self.bit.items():
            self._index(atom, bit)
        self._taken: dict[tuple[tuple[str, ...], str | None], int] = {}
        """What medicines make true, by code and route: nothing else of them counts. Many people take the same."""
        self._open: _Open | None = None
        """For the concepts that were last used; they are nearly always the same."""
        self._numbers: dict[int, list[int]] = defaultdict(list)
        """Rules of one atom, most of all rules, by its bit."""
        self._keyed: dict[int, list[_Rule]] = defaultdict(list)
        self._keyless: list[_Rule] = []
        for number, tree in enumerate(trees):
            self._lay_out(number, tree)
        self._keys = sum(self._keyed)
        self._single_bits = sum(self._numbers)
        singles = [(number, bit) for bit, numbers in self._numbers.items() for number in numbers]
        self._singles = [*_grouped([(bit, number) for number, bit in sorted(singles)])]

    def _index(self, atom: Atom, bit: int) -> None:
        match atom:
            case Takes():
                self._all_takes |= bit
                for prefix in atom.atc:
                    self._by_prefix[prefix].append((bit, atom))
            case Has():
                for slug in atom.conditions:
                    self._by_condition[slug] |= bit
            case Lab():
                self._window(atom).bounds.append((bit, atom.bounds))
            case Age():
                self._by_age.append((bit, atom.bounds))
            case Dose():
                self._by_dose.append((bit, atom.bounds))
            case _:
                self._others.append((bit, atom))

    def _window(self, atom: Lab) -> _Window:
        for window in self._by_lab[atom.code]:
            if (window.within_months, window.unless) == (atom.within_months, atom.unless):
                return window
        self._by_lab[atom.code].append(_Window(atom.within_months, atom.unless, []))
        return self._by_lab[atom.code][-1]

    def _lay_out(self, number: int, tree: Node) -> None:
        code, required = self._code(tree), self._required(tree)
        if isinstance(code, int):
            self._numbers[code].append(number)
            return
        rule = _Rule(number, code, required)
        # A medicine is the rarest thing to be true of somebody, so it is the best key to look a rule up by.
        key = (required & self._all_takes) or required
        if key:
            self._keyed[key & -key].append(rule)
        else:
            self._keyless.append(rule)

    def _code(self, node: Node) -> _Code:
        if isinstance(node, All | AnyOf | NoneOf):
            return _OPERATION[type(node)], tuple(self._code(child) for child in node.of)
        return (_STATED, (self._code(node.of),)) if isinstance(node, Stated) else self.bit[node]

    def _required(self, node: Node) -> int:
        if isinstance(node, All):
            return _union(self._required(child) for child in node.of)
        if isinstance(node, AnyOf):
            return _intersection(self._required(child) for child in node.of)
        if isinstance(node, NoneOf):
            return 0
        return self._required(node.of) if isinstance(node, Stated) else self.bit[node]

    def pattern(self, at: Situation) -> Pattern:
        """What is true and what is unknown of a person: `truth_of` for every atom, without asking each."""
        true, unknown = self._medicines(at)
        for more_true, more_unknown in (
            self._conditions(at),
            self._labs(at),
            _measured(at.person.ages, self._by_age),
            _measured(at.person.added_magnesium(), self._by_dose),
        ):
            true |= more_true
            unknown |= more_unknown
        for bit, atom in self._others:
            truth = truth_of(atom, at)
            if truth is True:
                true |= bit
            elif truth is None:
                unknown |= bit
        return Pattern(true, unknown & ~true)

    def _medicines(self, at: Situation) -> Pattern:
        true = _union(self.taken(medicine) for medicine in at.person.medicines)
        if at.person.medicines_open:
            return Pattern(true, self._all_takes)
        return Pattern(true, _union(self.taken(medicine) for medicine in at.person.unsure_medicines))

    def taken(self, medicine: MedicationStatement) -> int:
        """The bits of the atoms that this medicine makes true."""
        known = self._taken.get((medicine.atc, medicine.route))
        if known is None:
            if len(self._taken) >= _MOST_TAKEN:
                self._taken.clear()
            known = self._taken[medicine.atc, medicine.route] = self._takes(medicine)
        return known

    def _takes(self, medicine: MedicationStatement) -> int:
        true = 0
        for code in medicine.atc:
            for level in ATC_LEVELS:
                for bit, atom in self._by_prefix.get(code[:level], ()):
                    if not true & bit and by_its_route(atom, medicine) and atom.speaks_of(code):
                        true |= bit
        return true

    def _conditions(self, at: Situation) -> Pattern:
        """What `condition_truth` says, but that what is true may stand among the unknown, too."""
        bits, person = self._by_condition, at.person
        true = _union(bits.get(slug, 0) for slug in at.present)
        unknown = _union(bits.get(slug, 0) for slug in at.unsure)
        if person.conditions_complete:  # then only what the person is unsure about stays open
            return Pattern(true, unknown)
        if person.refuted:
            still_open = (bit for slug, bit in bits.items() if condition_truth(slug, at) is None)
        else:
            still_open = (bit for asked_of, bit in self._not_said(at.concepts) if applies(asked_of, person))
        return Pattern(true, unknown | _union(still_open))

    def _not_said(self, concepts: Mapping[str, Concept]) -> tuple[tuple[AskedOf | None, int], ...]:
        """The bits of all conditions, by whom they can concern."""
        known = self._open
        if known is None or known.concepts is not concepts:
            asked: dict[AskedOf | None, int] = defaultdict(int)
            for slug, bit in self._by_condition.items():
                asked[concepts[slug].asked_of if slug in concepts else None] |= bit
            known = self._open = _Open(concepts, tuple(asked.items()))
        return known.asked

    def _labs(self, at: Situation) -> Pattern:
        true = unknown = 0
        for code, windows in self._by_lab.items():
            found = usable(code, at)
            for window in windows:
                holds = found is not None and still_holds(found, window.within_months, window.unless, at)
                more_true, more_unknown = _measured(found.value if found is not None and holds else None, window.bounds)
                true |= more_true
                unknown |= more_unknown
        return Pattern(true, unknown)

    def decide(self, pattern: Pattern) -> list[tuple[int, Truth]]:
        """The rules that are true or unknown for a pattern, by position; every other rule is false."""
        true, unknown = pattern
        possible = true | unknown
        decided: list[tuple[int, Truth]] = [
            (number, True) for bit in _bits(true & self._single_bits) for number in self._numbers[bit]
        ]
        for singles in self._singles:
            found = unknown & singles.mask
            if found == singles.mask:
                decided += singles.all_open
            elif found:
                decided += [(number, None) for bit, number in singles.rules if found & bit]
        for rule in self._candidates(possible):
            if possible & rule.required == rule.required:
                truth = _evaluate(rule.code, true, unknown)
                if truth is not False:
                    decided.append((rule.number, truth))
        return decided

    def _candidates(self, possible: int) -> Iterator[_Rule]:
        for key in _bits(possible & self._keys):
            yield from self._keyed[key]
        yield from self._keyless

    def truth(self, node: Node, pattern: Pattern) -> Truth:
        """What a tree means for a pattern."""
        return _evaluate(self._code(node), *pattern)

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


def _evaluate(code: _Code, true: int, unknown: int) -> Truth:
    """The one evaluator: Kleene's tables (see `kleene`) over bits, written flat because everything waits for it."""
    if isinstance(code, int):
        return True if true & code else None if unknown & code else False
    operation, parts = code
    if operation == _STATED:
        return _evaluate(parts[0], true, unknown) is True
    decisive = operation != _ALL
    result: Truth = not decisive
    for part in parts:
        if isinstance(part, int):
            truth: Truth = True if true & part else None if unknown & part else False
        else:
            truth = _evaluate(part, true, unknown)
        if truth is decisive:
            result = decisive
            break
        if truth is None:
            result = None
    return negation(result) if operation == _NONE else result


def _measured(value: Interval | None, bounds: list[tuple[int, Bounds]]) -> Pattern:
    """The bits of all bounds that one value is held against."""
    true = unknown = 0
    for bit, each in bounds:
        truth = None if value is None else within(value, each)
        if truth is True:
            true |= bit
        elif truth is None:
            unknown |= bit
    return Pattern(true, unknown)


def _grouped(rules: list[tuple[int, int]]) -> Iterator[_Singles]:
    """Rules of one atom, a few at a time."""
    for start in range(0, len(rules), _TOGETHER):
        some = rules[start : start + _TOGETHER]
        yield _Singles(_union(bit for bit, _ in some), some, [(number, None) for _, number in some])


def _bits(mask: int) -> Iterator[int]:
    """The single bits of a mask, lowest first."""
    while mask:
        bit = mask & -mask
        yield bit
        mask ^= bit


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
