"""Small worlds made by chance: rules, shapes, people, and records with all that is awkward about records."""

from __future__ import annotations

import copy
import json
from datetime import date, timedelta
from typing import Any, NamedTuple

from stilla.knowledge.schema import Rule, Space
from stilla.knowledge.store import Knowledge, Ruled
from stilla.person import MagnesiumUse, MedicationStatement, Unrecognised
from stilla.population.decide import Asked
from stilla.quantity import Interval
from stilla.records.facts import ANYTHING, Meaning, Measured
from stilla.rules.rulebook import Rulebook
from stilla.rules.tree import (
    Age,
    All,
    AnyOf,
    Bounds,
    Dose,
    Has,
    IsSex,
    Lab,
    Node,
    NoneOf,
    Stated,
    Takes,
    UsesMagnesium,
)  # fmt: skip
from stilla.text import Text

AS_OF = date(2026, 11, 22)
SLUGS = (
    "ckd", "dialysis", "pregnancy", "breastfeeding", "epilepsy", "constipation", "infection-stones",
    "acute-illness-since-kidney-test", "pacemaker", "heart-block", "kidney-stones", "diarrhoea",
)  # fmt: skip
CODES = ("J01MA02", "J01MA14", "N02BF01", "C03DA01", "H03AA01", "A12CC04", "A02AA04")
PREFIXES = ("J01MA", "J01MA02", "N02BF", "C03", "H03AA01", "J", "A12CC", "A02")
MEDICINE_TYPES = ("MedicationRequest", "MedicationStatement", "MedicationDispense")
CONDITION_TYPES = ("Condition", "Condition", "Condition", "Observation", "Composition")
NUMBERS = (0.0, 0.7, 17.0, 18.0, 29.9, 30.0, 59.9, 60.0, 75.0, 250.0, 251.0)
ROUTES = (None, "oral", "eye", "dermal")
FORMS = (None, "oxide", "citrate")
NEAR = (0, 0, 0, 1, 2, 29, 30, 31, 89, 90, 91, 181, 182, 183, 184, 185, 364, 365, 366, 700, -1, -2, -30)


class World(NamedTuple):
    """Everything a run needs. Rows are what stands in the facts."""

    knowledge: Knowledge
    asked: Asked
    meanings: tuple[Meaning, ...]
    persons: tuple[tuple[Any, ...], ...]
    """(born_first, born_last, sex, dead, closes)"""
    medicines: tuple[tuple[Any, ...], ...]
    """(n, shape, first, last, ref)"""
    conditions: tuple[tuple[Any, ...], ...]
    """The same, and for an answer to a question whether its day in UTC is the one after its first day."""
    labs: tuple[tuple[Any, ...], ...]
    """(n, shape, day, ahead, value, value_to, ref)"""

    def read(self, shape: dict[str, Any]) -> Meaning:
        return self.meanings[shape["number"]]

    kinds: tuple[str, ...]
    """The resource type of each shape."""

    def shapes(self) -> list[tuple[int, str, str]]:
        return [(n, kind, json.dumps({"number": n})) for n, kind in enumerate(self.kinds)]


def world(
    chance: Any, knowledge: Knowledge, people: int, *, rules: int = 8, shapes: int = 1, own_rules: bool = True
) -> World:
    """A world; without `own_rules` the shipped rules judge it."""
    meanings = tuple(
        [_medicine(chance) for _ in range(5 * shapes)]
        + [_condition(chance) for _ in range(6 * shapes)]
        + [_lab(chance) for _ in range(6 * shapes)]
    )
    medicines, conditions, labs = (range(shapes * a, shapes * b) for a, b in ((0, 5), (5, 11), (11, 17)))
    kinds = tuple(
        [chance.choice(MEDICINE_TYPES) for _ in medicines]
        + [chance.choice(CONDITION_TYPES) for _ in conditions]
        + ["Observation" for _ in labs]
    )
    whose = range(people)
    return World(
        with_rules(knowledge, _rules(chance, rules)) if own_rules else knowledge,
        _asked(chance),
        meanings,
        tuple(_person(chance) for _ in whose),
        tuple(_record(chance, n, medicines) for n in whose for _ in range(chance.choice((0, 1, 1, 2, 3)))),
        tuple(
            _condition_record(chance, n, conditions, kinds)
            for n in whose
            for _ in range(chance.choice((0, 1, 1, 2, 3)))
        ),
        tuple(_value(chance, n, labs) for n in whose for _ in range(chance.choice((0, 1, 2, 4, 6)))),
        kinds,
    )


def with_rules(knowledge: Knowledge, ruled: tuple[tuple[Rule, Node], ...]) -> Knowledge:
    """The same knowledge with other rules."""
    other = copy.copy(knowledge)
    trees = tuple(tree for _, tree in ruled)
    other.__dict__["checking"] = Ruled(tuple(rule for rule, _ in ruled), trees, Rulebook(trees))
    return other


def _rules(chance: Any, count: int) -> tuple[tuple[Rule, Node], ...]:
    names = [f"rule-{n}" for n in range(count)]
    return tuple((_rule(chance, name, names), _tree(chance, chance.choice((0, 0, 1, 2)))) for name in names)


def _rule(chance: Any, name: str, names: list[str]) -> Rule:
    said = Text("x", "x")
    hides = tuple(dict.fromkeys(chance.choice(names) for _ in range(chance.choice((0, 0, 0, 1, 2)))))
    return Rule(
        id=name, kind="caution", level=chance.choice(("stop", "ask", "space", "watch", "info")), title=said, why=said,
        do=said, supersedes=tuple(each for each in hides if each != name), sources=(), read=AS_OF, certainty="low",
        review_by=AS_OF, space=chance.choice((None, Space(2, 4), Space(11, 12), Space(9, 9))),
    )  # fmt: skip


def _tree(chance: Any, depth: int) -> Node:
    if depth == 0:
        return _atom(chance)
    children = tuple(_tree(chance, depth - 1) for _ in range(chance.choice((1, 2, 3))))
    join = chance.choice((All, AnyOf, NoneOf, Stated))
    return Stated(children[0]) if join is Stated else join(children)


def _atom(chance: Any) -> Node:
    kind = chance.choice((Takes, Takes, Has, Has, Lab, Lab, Age, IsSex, Dose, UsesMagnesium))
    if kind is Takes:
        prefixes = tuple(dict.fromkeys(chance.choice(PREFIXES) for _ in range(2)))
        return Takes(prefixes, chance.choice(((), ("J01MA14",))), chance.choice(("oral", "any", "eye")))
    if kind is Has:
        return Has(_slugs(chance))
    if kind is Lab:
        months = chance.choice((None, None, 1, 3, 6, 12))
        unless = chance.choice(((), (), _slugs(chance)))
        return Lab(chance.choice(("egfr", "egfr", "magnesium", "ferritin")), _bounds(chance), months, unless)
    if kind is IsSex:
        return IsSex(chance.choice(("female", "male")))
    if kind is UsesMagnesium:
        return UsesMagnesium(
            chance.choice(((), ("oxide",))), chance.choice((None, "oral")), chance.choice((None, True, False))
        )
    return kind(_bounds(chance))


def _slugs(chance: Any) -> tuple[str, ...]:
    return tuple(dict.fromkeys(chance.choice(SLUGS) for _ in range(chance.choice((1, 1, 2, 3)))))


def _bounds(chance: Any) -> Bounds:
    limits = {chance.choice(("below", "at_least", "above", "at_most")): chance.choice(NUMBERS) for _ in range(2)}
    return Bounds(**limits)


def _standing(chance: Any) -> dict[str, Any]:
    return {
        "standing": chance.choice(("yes", "yes", "yes", "maybe", "no")),
        "lasts": chance.choice((None, None, None, 0, 1, 30, 90)),
    }


def _medicine(chance: Any) -> Meaning:
    kept = _standing(chance)
    if chance.random() < 0.15:
        return Meaning(unrecognised=Unrecognised("medicine", "blurb"), **kept)
    text = chance.choice(("a", "b", ""))
    times = chance.choice(((), (), ("07:00",), ("08:00", "20:00"), ("06:00", "14:00", "22:00")))
    codes = tuple(dict.fromkeys(chance.choice(CODES) for _ in range(chance.choice((1, 1, 2)))))
    route = chance.choice(ROUTES)
    use = MagnesiumUse(
        text, chance.choice((None, 0.1, 100.0, 250.0, 125.0004)), chance.choice(FORMS), route,
        chance.choice((None, True, False)),
    )  # fmt: skip
    medicine = MedicationStatement(text, codes, route, times)
    which = chance.choice(("medicine", "medicine", "both", "magnesium"))
    return Meaning(
        medicine=None if which == "magnesium" else medicine, magnesium=None if which == "medicine" else use, **kept
    )


def _condition(chance: Any) -> Meaning:
    kept = _standing(chance)
    if chance.random() < 0.1:
        return Meaning(unrecognised=Unrecognised("condition", "blurb"), **kept)
    if chance.random() < 0.1:
        return Meaning(closes=frozenset({chance.choice(("conditions", "medicines"))}), **kept)
    slugs = frozenset(_slugs(chance))
    remains = frozenset(chance.choice(((), _slugs(chance))))
    where = chance.choice(("present", "present", "unsure", "refuted"))
    return Meaning(remains=remains, **{where: slugs}, **kept)


def _lab(chance: Any) -> Meaning:
    code = chance.choice(("egfr", "egfr", "creatinine", "magnesium", "ferritin"))
    least = 20 if code == "creatinine" else chance.choice((0, 1))
    fixed = chance.choice(
        (None,) * 6 + (ANYTHING, Interval(0, 30, high_open=True), Interval(60, 60, low_open=True), Interval(30, 60))
    )
    return Meaning(
        standing=chance.choice(("yes", "yes", "yes", "no")),
        measured=Measured(
            code, chance.choice((1, 1, 0.5, 88.4016973)), least, chance.choice((200.0, float("inf"))),
            chance.choice(("", "", "", "<", "<=", ">=", ">")), fixed,
        ),
    )  # fmt: skip


def _person(chance: Any) -> tuple[Any, ...]:
    years = chance.choice((0, 11, 12, 17, 18, 55, 56, 60, 75, 90))
    born = date(AS_OF.year - years, AS_OF.month, AS_OF.day) + timedelta(days=chance.choice((-1, 0, 0, 1)))
    last = born + timedelta(days=chance.choice((0, 0, 0, 30, 365)))
    known = chance.random() < 0.85
    return (
        born if known else None,
        last if known else None,
        chance.choice((None, "female", "male")),
        chance.random() < 0.05,
        chance.choice(("", "", "", "medicines", "conditions", "conditions,medicines")),
    )


def _day(chance: Any) -> date | None:
    return None if chance.random() < 0.15 else AS_OF - timedelta(days=chance.choice(NEAR))


def _record(chance: Any, n: int, shapes: range) -> tuple[Any, ...]:
    last = _day(chance) if chance.random() < 0.3 else None
    return n, chance.choice(shapes), _day(chance), last, chance.choice(("", "R/1", "R/2"))


def _condition_record(chance: Any, n: int, shapes: range, kinds: tuple[str, ...]) -> tuple[Any, ...]:
    record = _record(chance, n, shapes)
    return *record, kinds[record[1]] == "Observation" and chance.random() < 0.4


def _value(chance: Any, n: int, shapes: range) -> tuple[Any, ...]:
    value = None if chance.random() < 0.05 else chance.choice(NUMBERS)
    to = chance.choice(NUMBERS) if chance.random() < 0.1 else None
    return n, chance.choice(shapes), _day(chance), chance.random() < 0.3, value, to, chance.choice(("", "O/1", "O/2"))


def _asked(chance: Any) -> Asked:
    lists = ("medicines", "conditions", "magnesium")
    return Asked(
        AS_OF,
        frozenset(each for each in lists if chance.random() < 0.5),
        chance.choice(
            (None, None, MagnesiumUse("new", 200.0, "citrate", "oral", prescribed=False), MagnesiumUse("new"))
        ),
    )
