"""Checks that need the rules' trees: can each rule fire, do they contradict each other, is every name covered."""

from __future__ import annotations

import re
from itertools import product
from typing import TYPE_CHECKING

from stilla.knowledge.load import Fault, Loaded
from stilla.knowledge.schema import LEVELS, Condition, Rule
from stilla.quantity import Interval
from stilla.rules.atoms import within
from stilla.rules.meaning import meaning
from stilla.rules.tree import Age, Dose, Has, IsSex, Lab, Takes, atoms

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from stilla.rules.kleene import Truth
    from stilla.rules.tree import Atom, Bounds, Node

_ATC = re.compile(r"[A-Z]([0-9]{2}([A-Z]([A-Z]([0-9]{2})?)?)?)?")
_MOST_WORLDS = 200_000
"""Combinations tried before a rule is believed to be able to fire."""


def _fault(loaded: Loaded, rule: str, check: str, says: str) -> Fault:
    file, line = loaded.place("rules", rule)
    return Fault(file, line, check, f"{rule}: {says}")


def _rules(loaded: Loaded) -> Iterator[Rule]:
    for each in loaded.kinds["rules"].values():
        assert isinstance(each, Rule)
        yield each


def fields_fit_the_level(loaded: Loaded, trees: Mapping[str, Node]) -> Iterator[Fault]:
    """A stop says how urgent it is, a spacing how many hours, an interaction which medicine and how."""
    del trees
    for rule in _rules(loaded):
        if (rule.level == "stop") != (rule.urgency is not None):
            yield _fault(loaded, rule.id, "level-fields", "urgency belongs to stop, and to nothing else")
        if rule.level == "space" and rule.space is None:
            yield _fault(loaded, rule.id, "level-fields", "space needs before_h and after_h")
        if rule.space is not None and not (0 <= rule.space.before_h <= 24 and 0 <= rule.space.after_h <= 24):
            yield _fault(loaded, rule.id, "level-fields", "hours lie between 0 and 24")
        if rule.space is not None and rule.level not in {"space", "ask"}:
            yield _fault(loaded, rule.id, "level-fields", f"hours without a level that asks for them ({rule.level})")
        if rule.kind == "interaction" and None in {rule.medicine, rule.mechanism, rule.severity}:
            yield _fault(loaded, rule.id, "level-fields", "an interaction has medicine, mechanism and severity")
        if rule.scope == "urgent" and rule.route is None:
            yield _fault(loaded, rule.id, "level-fields", "a rule of `stilla urgent` has a route")
        for other in rule.supersedes:
            if other not in loaded.kinds["rules"]:
                yield _fault(loaded, rule.id, "unknown-rules", f"supersedes {other!r}, which does not exist")


def atoms_speak_of_what_exists(loaded: Loaded, trees: Mapping[str, Node]) -> Iterator[Fault]:
    """Conditions, forms and ATC codes in a rule are known or well formed."""
    for name, tree in trees.items():
        for atom in atoms(tree):
            for says in _unknown_words(atom, loaded):
                yield _fault(loaded, name, "unknown-word", says)


def _unknown_words(atom: Atom, loaded: Loaded) -> Iterator[str]:
    match atom:
        case Has():
            yield from (f"no condition {slug!r}" for slug in atom.conditions if slug not in loaded.kinds["conditions"])
        case Lab():
            yield from (f"no condition {slug!r}" for slug in atom.unless if slug not in loaded.kinds["conditions"])
        case Takes():
            for code in (*atom.atc, *atom.except_):
                if not _ATC.fullmatch(code):
                    yield f"{code!r} is not the beginning of an ATC code"
            for code in atom.except_:
                if not code.startswith(atom.atc):
                    yield f"`except` {code} is not among {', '.join(atom.atc)}"
        case _:
            for form in getattr(atom, "form", ()):
                if form not in loaded.kinds["salts"]:
                    yield f"no form {form!r} in salts/"


def every_rule_can_fire(loaded: Loaded, trees: Mapping[str, Node]) -> Iterator[Fault]:
    """There is somebody of whom the rule is true."""
    for name, tree in trees.items():
        if not can_hold(tree):
            yield _fault(loaded, name, "never-fires", "no person can ever meet this condition")


def can_hold(tree: Node) -> bool:
    """Whether some combination of facts makes the tree true.

    Numbers are tried at and between all bounds, and every fact also as unknown.
    """
    found = list(dict.fromkeys(atoms(tree)))
    values: dict[object, list[object]] = {}
    for atom in found:
        fact, bounds = _fact(atom)
        values.setdefault(fact, [True, False, None] if bounds is None else [None])
        if bounds is not None:
            values[fact] += _tries(bounds)
    worlds = 1
    for tried in values.values():
        worlds *= len(tried)
    if worlds > _MOST_WORLDS:
        return True
    facts = list(values)
    possible = (dict(zip(facts, world, strict=True)) for world in product(*values.values()))
    return any(meaning(tree, _truth_in(world)) is True for world in possible)


def _fact(atom: Atom) -> tuple[object, Bounds | None]:
    match atom:
        case Age():
            return "age", atom.bounds
        case Dose():
            return "dose", atom.bounds
        case Lab():
            return atom.code, atom.bounds
        case IsSex():
            return "sex", None
    return atom, None


def _tries(bounds: Bounds) -> list[object]:
    limits = [each for each in (bounds.below, bounds.at_least, bounds.above, bounds.at_most) if each is not None]
    return [value for limit in limits for value in (limit - 0.01, limit, limit + 0.01) if value >= 0]


def _truth_in(world: Mapping[object, object]) -> Callable[[Atom], Truth]:
    """What each atom means where every fact has the value that this world gives it."""

    def truth(atom: Atom) -> Truth:
        fact, bounds = _fact(atom)
        value = world[fact]
        if value is None:
            return None
        if bounds is not None:
            assert isinstance(value, float | int)
            return within(Interval(value, value), bounds)
        return value is (atom.sex == "female") if isinstance(atom, IsSex) else bool(value)

    return truth


def spacings_do_not_collide(loaded: Loaded, trees: Mapping[str, Node]) -> Iterator[Fault]:
    """A medicine gets its hours from one rule: the product's beats its class's."""
    rules = {rule.id: rule for rule in _rules(loaded) if rule.space is not None}
    hidden = {(rule.id, other) for rule in rules.values() for other in rule.supersedes}
    for medicine in loaded.medicines:
        speaking = [name for name in rules if name in trees and _speaks_of(trees[name], medicine.atc)]
        for n, one in enumerate(speaking):
            for other in speaking[:n]:
                if (one, other) not in hidden and (other, one) not in hidden:
                    yield _fault(
                        loaded,
                        one,
                        "two-spacings",
                        f"{medicine.atc} ({medicine.names[0]}) gets hours from {other} too",
                    )


def _speaks_of(tree: Node, code: str) -> bool:
    """Whether the rule speaks of a medicine taken by mouth with this code."""
    return any(
        isinstance(atom, Takes) and atom.route in {"oral", "any"} and atom.speaks_of(code) for atom in atoms(tree)
    )


def every_name_is_covered(loaded: Loaded, trees: Mapping[str, Node]) -> Iterator[Fault]:
    """A named medicine has a rule that speaks of it, or the day on which a search found none; never both."""
    everywhere = [atom for tree in trees.values() for atom in atoms(tree) if isinstance(atom, Takes)]
    kinds = {rule.id: rule.kind for rule in _rules(loaded)}
    # A kidney risk that a medicine tells of is not a rule about the medicine.
    about = [
        atom
        for name, tree in trees.items()
        if kinds[name] in {"interaction", "aggravator", "caution"}
        for atom in atoms(tree)
        if isinstance(atom, Takes)
    ]
    for medicine in loaded.medicines:
        known = any(atom.speaks_of(medicine.atc) for atom in everywhere)
        spoken_of = any(atom.speaks_of(medicine.atc) for atom in about)
        file, line = loaded.place("medicines", medicine.atc)
        if not known and medicine.searched is None:
            yield Fault(
                file,
                line,
                "uncovered-medicine",
                f"{medicine.atc} {medicine.names[0]}: no rule speaks of it and no search is recorded",
            )
        if spoken_of and medicine.searched is not None:
            yield Fault(
                file,
                line,
                "covered-medicine",
                f"{medicine.atc} {medicine.names[0]}: a rule speaks of it, so “no rule known” is wrong",
            )


def codes_belong_together(loaded: Loaded, trees: Mapping[str, Node]) -> Iterator[Fault]:
    """The slug of a condition is never the broader of itself."""
    del trees
    for condition in loaded.kinds["conditions"].values():
        assert isinstance(condition, Condition)
        if condition.id in condition.broader:
            file, line = loaded.place("conditions", condition.id)
            yield Fault(file, line, "circular", f"{condition.id} counts as itself")


def product_never_weakens_class(loaded: Loaded, trees: Mapping[str, Node]) -> Iterator[Fault]:
    """A rule that hides another is at least as strong."""
    del trees
    for rule in _rules(loaded):
        for other in rule.supersedes:
            hidden = loaded.kinds["rules"].get(other)
            if isinstance(hidden, Rule) and LEVELS.index(rule.level) > LEVELS.index(hidden.level):
                yield _fault(loaded, rule.id, "weaker-supersedes", f"hides {other}, which is stronger")


RULE_CHECKS: dict[str, Callable[[Loaded, Mapping[str, Node]], Iterator[Fault]]] = {
    "fields-fit-the-level": fields_fit_the_level,
    "atoms-speak-of-what-exists": atoms_speak_of_what_exists,
    "every-rule-can-fire": every_rule_can_fire,
    "spacings-do-not-collide": spacings_do_not_collide,
    "every-name-is-covered": every_name_is_covered,
    "codes-belong-together": codes_belong_together,
    "product-never-weakens-class": product_never_weakens_class,
}
