"""Records of everybody → one row a person, step by step: what is true, and what is unknown."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from stilla.person import MagnesiumUse
from stilla.population import atoms_sql, records_sql
from stilla.population.dimensions import Flag, Part, Reader, converted, kinds, measuring, spoken
from stilla.population.layout import Layout, lay_out
from stilla.records.facts import Closed, Meaning

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from stilla.knowledge.store import Knowledge
    from stilla.population.engine import Columns, Engine

LISTS: Mapping[str, frozenset[Closed]] = {
    "medicines": frozenset({"medicines", "magnesium"}),
    "conditions": frozenset({"conditions"}),
}
"""The lists that a record of a table shows to have been kept."""


class Asked(msgspec.Struct, frozen=True):
    """What is asked of a population: on which day, which lists count as whole, and which magnesium is proposed."""

    as_of: date
    complete: frozenset[Closed] = frozenset()
    proposed: MagnesiumUse | None = None


class Meanings(msgspec.Struct, frozen=True):
    """The meaning of each shape, by the table its records stand in."""

    medicines: dict[int, Meaning]
    conditions: dict[int, Meaning]
    labs: dict[int, Meaning]
    beside: list[int]
    """Shapes among the conditions that are no Condition: answers to questions, and statements that a list is empty."""


class Told(NamedTuple):
    """What the records of each table speak of, so that SQL leaves out what is nothing for everybody."""

    columns: Mapping[str, tuple[str, ...]]
    labs: bool
    creatinine: bool


class Run(NamedTuple):
    """One run: the rules, the question, the engine, and the numbering."""

    knowledge: Knowledge
    asked: Asked
    engine: Engine
    layout: Layout
    reader: Reader

    @classmethod
    def of(cls, knowledge: Knowledge, asked: Asked, engine: Engine) -> Run:
        """A run of these rules."""
        layout = lay_out(knowledge)
        return cls(knowledge, asked, engine, layout, Reader(knowledge, layout, asked.as_of))


def reduce_records(run: Run, meanings: Meanings) -> Told:
    """What the records of everybody add up to, one row a person and table."""
    engine, as_of = run.engine, run.asked.as_of
    engine.keep("people", records_sql.people(as_of))
    found = engine.fetch("SELECT DISTINCT age, oldest, sex FROM people")
    engine.table("kinds", kinds(found or [(0, 0, 0)], run.reader))
    told = {
        "medicines": _said(run, "medicines", meanings.medicines),
        "conditions": _said(run, "conditions", meanings.conditions),
    }
    _keep_listed(run, meanings.beside)
    tests = measuring(meanings.labs)
    return Told(told, _labs(run, tests), any(tests["creatinine"]))


def _keep_listed(run: Run, beside: Sequence[int]) -> None:
    """Who has a record of the kind, where that closes a list. An answer to a question is no list of conditions."""
    run.engine.table("beside", {"shape": beside or [-1]})
    for table, lists in LISTS.items():
        if lists & run.asked.complete:
            only = "LEFT JOIN beside b ON r.shape = b.shape WHERE b.shape IS NULL" if beside else ""
            run.engine.keep(f"{table}_listed", records_sql.listed(table, only))


def _said(run: Run, table: str, meanings: Mapping[int, Meaning]) -> tuple[str, ...]:
    says, parts = spoken(meanings, run.reader)
    if not says["shape"]:
        return ()
    run.engine.table(f"{table}_given", says)
    run.engine.keep(
        f"{table}_says", f"SELECT shape, standing, lasting, CAST(since AS DATE) AS since, key FROM {table}_given"
    )
    run.engine.table(f"{table}_parts", parts)
    columns = tuple(name for name in parts if name != "key")
    run.engine.keep(f"{table}_said", records_sql.said(table, columns, run.asked.as_of))
    return columns


def _labs(run: Run, tests: Columns) -> bool:
    """The value that counts of each test; creatinine becomes eGFR by Python, once for each that occurs."""
    engine = run.engine
    if not tests["shape"]:
        return False
    engine.table("labs_says", tests)
    engine.keep("measured", records_sql.measured(run.asked.as_of))
    engine.view("usable", records_sql.usable("measured") if any(tests["creatinine"]) else "SELECT * FROM measured")
    values = "usable"
    if any(tests["creatinine"]):
        engine.table("egfr", converted(engine.fetch(records_sql.CREATININE)))
        engine.view("converted", records_sql.converted("usable"))
        values = "converted"
    engine.view("latest_values", records_sql.latest(values))
    engine.keep("labs_said", records_sql.decided_labs(run.layout, run.asked.as_of))
    return True


def keep_atoms(run: Run, told: Told) -> None:
    """Everybody's atoms, as table `atoms`."""
    use = run.asked.proposed
    proposed = run.reader.magnesium(use) if use else Part()
    proposed = proposed._replace(flags=proposed.flags & ~Flag.MAGNESIUM)
    listed = [table for table, lists in LISTS.items() if lists & run.asked.complete]
    run.engine.view("facts_of_people", atoms_sql.side_by_side(run.layout, told, listed, proposed))
    run.engine.view("open_of_people", atoms_sql.opened(run.layout, run.asked.complete))
    run.engine.keep("atoms", atoms_sql.atoms_of_people(run.layout))
