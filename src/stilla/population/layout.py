"""Where each atom and each condition has its bit, and which rules are decided together.

A person becomes a few whole numbers of 60 bits (Spark knows no unsigned ones). A rule of one atom is decided on its
bit. Every other rule belongs to a group that is small enough to have few patterns; rules that hide one another share
one. The numbering follows from the knowledge base and is never stored.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from stilla.rules.atoms import closure
from stilla.rules.rulebook import Rulebook
from stilla.rules.tree import ATOMS, Dose, Has, IsSex, Lab, Takes, UsesMagnesium, atoms

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from stilla.knowledge.store import Knowledge, Ruled
    from stilla.rules.tree import Atom

WORD = 60
"""Bits of a whole number that are used."""

FEW = 12
"""Atoms up to which rules are decided together: few joins, and still few patterns."""


class Group(NamedTuple):
    """Rules that are decided together."""

    rules: tuple[int, ...]
    """Their positions among all rules."""

    book: Rulebook
    """These rules alone, in that order, numbered as all atoms are."""

    mask: int
    """The bits of their atoms."""


class Layout(NamedTuple):
    """The numbering of atoms and conditions, and the groups."""

    book: Rulebook
    """All rules, numbered so that the atoms of a group stand together."""

    has: Mapping[str, int]
    """For a condition, the atoms that it makes true."""

    slug: Mapping[str, int]
    groups: tuple[Group, ...]
    singles: tuple[tuple[int, int], ...]
    """Rules of one atom that are in no group: the bit, and the rule's position."""

    @property
    def bit(self) -> Mapping[Atom, int]:
        """The bit of each atom."""
        return self.book.bit

    @property
    def words(self) -> int:
        """Whole numbers that hold one bit an atom."""
        return -(-len(self.bit) // WORD)

    @property
    def slug_words(self) -> int:
        """The same for conditions."""
        return -(-len(self.slug) // WORD)

    def bits(self, kind: Callable[[Atom], bool]) -> int:
        """The bits of the atoms of a kind."""
        return sum(bit for atom, bit in self.bit.items() if kind(atom))

    def slug_bits(self, slugs: Iterable[str]) -> int:
        """The bits of conditions, as far as any rule or question can ask for them."""
        return union(self.slug.get(slug, 0) for slug in slugs)

    @property
    def single_bits(self) -> int:
        """The bits that decide a rule by themselves."""
        return union(bit for bit, _ in self.singles)


def union(masks: Iterable[int]) -> int:
    """All bits of all masks."""
    total = 0
    for mask in masks:
        total |= mask
    return total


def word(bits: int, number: int) -> int:
    """One word of a row of bits."""
    return bits >> (WORD * number) & ((1 << WORD) - 1)


def joined(words: Mapping[int, int]) -> int:
    """Words put together again, by their number.

    >>> joined({n: word(5 << 70, n) for n in range(3)}) == 5 << 70
    True
    """
    return union(each << (WORD * number) for number, each in words.items())


def lay_out(knowledge: Knowledge) -> Layout:
    """The layout of the rules that decide whether somebody may take magnesium."""
    ruled = knowledge.checking
    own = [tuple(dict.fromkeys(atoms(tree))) for tree in ruled.trees]
    grouped = _merged(_linked(ruled), own)
    first = [atom for members in grouped for rule in members for atom in own[rule]]
    bit = {atom: 1 << n for n, atom in enumerate(dict.fromkeys([*first, *(a for each in own for a in each)]))}
    inside = {rule for members in grouped for rule in members}
    return Layout(
        Rulebook(ruled.trees, bit),
        _has_bits(bit),
        {slug: 1 << n for n, slug in enumerate(_slugs(bit, knowledge))},
        tuple(_group(members, ruled, bit) for members in grouped),
        tuple((bit[own[rule][0]], rule) for rule in range(len(own)) if rule not in inside),
    )


def _has_bits(bit: Mapping[Atom, int]) -> dict[str, int]:
    found: dict[str, int] = {}
    for atom, each in bit.items():
        for slug in atom.conditions if isinstance(atom, Has) else ():
            found[slug] = found.get(slug, 0) | each
    return found


def _group(members: tuple[int, ...], ruled: Ruled, bit: Mapping[Atom, int]) -> Group:
    book = Rulebook([ruled.trees[rule] for rule in members], bit)
    return Group(members, book, union(bit[atom] for atom in book.atoms))


def _linked(ruled: Ruled) -> list[tuple[int, ...]]:
    """Rules that hide one another together; alone, each rule that is more than one atom."""
    position = {rule.id: n for n, rule in enumerate(ruled.rules)}
    root = list(range(len(ruled.rules)))

    def find(rule: int) -> int:
        while root[rule] != rule:
            rule = root[rule]
        return rule

    for n, rule in enumerate(ruled.rules):
        for other in rule.supersedes:
            if other in position:
                root[find(position[other])] = find(n)
    together: dict[int, list[int]] = {}
    for n in position.values():
        together.setdefault(find(n), []).append(n)
    plain = {n for n, tree in enumerate(ruled.trees) if isinstance(tree, ATOMS)}
    return [tuple(each) for each in together.values() if len(each) > 1 or each[0] not in plain]


def _merged(linked: list[tuple[int, ...]], own: list[tuple[Atom, ...]]) -> list[tuple[int, ...]]:
    """Groups made one as long as their atoms stay few, first of all those that share some."""
    merged: list[tuple[list[int], set[Atom]]] = []
    for members in linked:
        needed = {atom for rule in members for atom in own[rule]}
        fitting = [each for each in merged if len(each[1] | needed) <= FEW]
        if fitting:
            rules, held = max(fitting, key=lambda each: len(each[1] & needed))
            rules.extend(members)
            held.update(needed)
        else:
            merged.append((list(members), needed))
    return [tuple(sorted(rules)) for rules, _ in merged]


def _slugs(bit: Mapping[Atom, int], knowledge: Knowledge) -> list[str]:
    """The conditions that a rule, or a question about one, can ask for, and what they count as."""
    asked = ["pregnancy"]
    for atom in bit:
        asked += atom.conditions if isinstance(atom, Has) else atom.unless if isinstance(atom, Lab) else ()
    with_narrower = [each for slug in asked for each in (slug, *knowledge.narrower.get(slug, ()))]
    return list(dict.fromkeys(each for slug in with_narrower for each in sorted(_counts_as(slug, knowledge))))


def _counts_as(slug: str, knowledge: Knowledge) -> frozenset[str]:
    return closure(frozenset({slug}), knowledge.concepts)


def is_takes(atom: Atom) -> bool:
    """A medicine."""
    return isinstance(atom, Takes)


def is_magnesium(atom: Atom) -> bool:
    """Magnesium of some form."""
    return isinstance(atom, UsesMagnesium)


def is_dose(atom: Atom) -> bool:
    """An amount of magnesium."""
    return isinstance(atom, Dose)


def is_sex(atom: Atom) -> bool:
    """A sex."""
    return isinstance(atom, IsSex)
