"""A region's facts for the benchmark, by chance, and two readings of them: 64 rules on made-up codes, and ours.

For every million people 6 million medicines over 1,500 codes (the commonest far ahead, by Zipf), 8 million conditions
over 2,500 codes, and 12 million laboratory values over 40 codes, in no order.
"""

from __future__ import annotations

import copy
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import numpy as np

from stilla.knowledge.schema import Rule
from stilla.knowledge.store import Ruled
from stilla.person import LabCode, MagnesiumUse, MedicationStatement
from stilla.records.facts import Meaning, Measured
from stilla.records.observations import KINDS
from stilla.rules.rulebook import Rulebook
from stilla.rules.tree import Age, All, AnyOf, Bounds, Has, Lab, Node, NoneOf, Stated, Takes, UsesMagnesium
from stilla.text import Text

if TYPE_CHECKING:
    from collections.abc import Callable

    import duckdb

    from stilla.knowledge.store import Knowledge
    from stilla.records.facts import Shape

AS_OF = date(2026, 11, 22)
_TODAY = (AS_OF - date(1970, 1, 1)).days
MEDICINES, CONDITIONS, LABS = 1500, 2500, 40
CLASSES, ILLNESSES = 45, 14
MAGNESIUM = (57, 83, 119)
"""Codes of magnesium: about 1 in 28 takes it."""


class Reading(NamedTuple):
    """Rules, and what the shapes mean to them."""

    name: str
    knowledge: Knowledge
    read: Callable[[Shape], Meaning]


def write_facts(folder: Path, people: int, connection: duckdb.DuckDBPyConnection, seed: int = 7) -> None:
    """Make the folder of facts."""
    chance = np.random.default_rng(seed)
    folder.mkdir(parents=True, exist_ok=True)
    born = _TODAY - chance.integers(0, 95 * 365, people)
    tables: dict[str, tuple[dict[str, Any], str]] = {
        "persons": (
            {"n": np.arange(people), "born": born, "female": chance.random(people) < 0.51},
            _PERSONS,
        ),
        "medicines": (_records(chance, people * 6, people, range(MEDICINES)), _record_columns("MedicationRequest")),
        "conditions": (
            _records(chance, people * 8, people, range(MEDICINES, MEDICINES + CONDITIONS)),
            _record_columns("Condition"),
        ),
        "labs": (
            _values(chance, people * 12, people),
            _LABS,
        ),
        "shapes": ({"shape": np.arange(MEDICINES + CONDITIONS + LABS)}, _SHAPES),
    }
    for name, (columns, select) in tables.items():
        connection.register("given", columns)
        connection.execute(f"COPY (SELECT {select} FROM given) TO '{folder / name}.parquet' (FORMAT parquet)")
        connection.unregister("given")


_SHAPES = f"""shape, CASE WHEN shape < {MEDICINES} THEN 'MedicationRequest' WHEN shape < {MEDICINES + CONDITIONS}
THEN 'Condition' ELSE 'Observation' END AS kind, '{{"number": ' || shape || '}}' AS text"""


_PERSONS = """n, 'patient-' || n AS id, DATE '1970-01-01' + CAST(born AS INTEGER) AS born_first,
  born_first AS born_last, CASE WHEN female THEN 'female' ELSE 'male' END AS sex, FALSE AS dead, '' AS closes"""

_LABS = """n, shape, DATE '1970-01-01' + CAST(day AS INTEGER) AS day, FALSE AS ahead, value,
  CAST(NULL AS DOUBLE) AS value_to, 'Observation/' || number AS ref"""


def _record_columns(kind: str) -> str:
    return (
        "n, shape, DATE '1970-01-01' + CAST(day AS INTEGER) AS first, CAST(NULL AS DATE) AS last, "
        f"'{kind}/' || number AS ref"
    )


def _records(chance: np.random.Generator, count: int, people: int, codes: range) -> dict[str, np.ndarray[Any, Any]]:
    weights = 1 / np.arange(1, len(codes) + 1)
    chosen = np.searchsorted(np.cumsum(weights / weights.sum()), chance.random(count))
    return {
        "n": chance.integers(0, people, count),
        "shape": np.minimum(chosen, len(codes) - 1) + codes.start,
        "day": _TODAY - chance.integers(0, 3000, count),
        "number": np.arange(count),
    }


def _values(chance: np.random.Generator, count: int, people: int) -> dict[str, np.ndarray[Any, Any]]:
    test = chance.integers(0, LABS, count)
    centre = np.array([80, 80, 0.85, 90, 27, *[100] * (LABS - 5)])[test]
    value = np.abs(centre * (1 + 0.3 * chance.standard_normal(count)))
    return {
        "n": chance.integers(0, people, count),
        "shape": test + MEDICINES + CONDITIONS,
        "day": _TODAY - chance.integers(0, 1200, count),
        "value": np.where(centre > 10, np.round(value), np.round(value, 2)),
        "number": np.arange(count),
    }


def sixty_four(knowledge: Knowledge) -> Reading:
    """64 rules as in the peers' comparison: magnesium with drug classes and illnesses, kidneys, high values, age."""
    slugs = list(knowledge.conditions)[: ILLNESSES + 2]
    magnesium = UsesMagnesium()
    egfr = Lab("egfr", Bounds(below=30))
    trees: list[Node] = [All((magnesium, Takes((f"C{number:02}",)))) for number in range(CLASSES)]
    trees += [All((magnesium, Has((slug,)))) for slug in slugs[2:]]
    trees += [
        All((magnesium, AnyOf((Has((slugs[0],)), egfr)))),
        All((magnesium, AnyOf((Has((slugs[1],)), Lab("egfr", Bounds(below=60)))))),
        All((magnesium, Lab("magnesium", Bounds(above=1.05)))),
        All((Takes(("C00",)), Lab("ferritin", Bounds(above=110)))),
        All((magnesium, Age(Bounds(at_least=65)), NoneOf((Stated(Lab("egfr", Bounds(at_least=0))),)))),
    ]
    return Reading("64 rules", _with_rules(knowledge, trees), lambda shape: _plain(shape["number"], slugs))


def _with_rules(knowledge: Knowledge, trees: list[Node]) -> Knowledge:
    other, said = copy.copy(knowledge), Text("", "")
    rules = tuple(
        Rule(
            id=f"rule-{n}", kind="caution", level="ask" if n % 3 else "stop", title=said, why=said, do=said, sources=(),
            read=AS_OF, certainty="low", review_by=AS_OF,
        )
        for n in range(len(trees))
    )  # fmt: skip
    other.__dict__["checking"] = Ruled(rules, tuple(trees), Rulebook(trees))
    return other


_TESTS: tuple[LabCode | Literal["creatinine"], ...] = ("egfr", "creatinine", "magnesium", "ferritin", "tsat")


def _plain(number: int, slugs: list[str]) -> Meaning:
    """Made-up codes: every tenth medicine belongs to a class, every thirtieth condition is one that is asked for."""
    if number < MEDICINES:
        if number in MAGNESIUM:
            return Meaning(magnesium=MagnesiumUse("magnesium", 100.0))
        if number % 5 == 4:
            return Meaning(medicine=MedicationStatement("medicine", (f"C{number // 5 % CLASSES:02}",)))
        return Meaning("no", ignored="nothing-asked")
    number -= MEDICINES
    if number < CONDITIONS:
        return Meaning(present=frozenset({slugs[number // 30 % len(slugs)]}) if number % 30 == 29 else frozenset())
    test = number - CONDITIONS
    wanted = test < len(_TESTS) and _TESTS[test] != "creatinine"
    return _measured(test) if wanted else Meaning("no", ignored="not-asked")


def _measured(test: int) -> Meaning:
    kind = KINDS[_TESTS[test]]
    return Meaning(measured=Measured(_TESTS[test], 1, kind.low, kind.high))


def ours(knowledge: Knowledge) -> Reading:
    """All our rules: the codes are those that some rule knows, as far as they go, and creatinine is read as eGFR."""
    codes, slugs = sorted(knowledge.medicines), list(knowledge.conditions)

    def read(shape: Shape) -> Meaning:
        number = shape["number"]
        if number < MEDICINES:
            code = codes[number * 7 % len(codes)]
            medicine = MedicationStatement(code, (code,))
            uses = any(code.startswith(each) for each in knowledge.contains_magnesium.atc)
            return Meaning(medicine=medicine, magnesium=MagnesiumUse(code) if uses else None)
        number -= MEDICINES
        if number < CONDITIONS:
            return Meaning(present=frozenset({slugs[number // 10 % len(slugs)]}) if number % 10 == 9 else frozenset())
        test = number - CONDITIONS
        return _measured(test) if test < len(_TESTS) else Meaning("no", ignored="not-asked")

    return Reading("all our rules", knowledge, read)
