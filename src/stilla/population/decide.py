"""Deciding for everybody: facts → atoms → patterns → answers, by the rules and the functions that answer one person.

`decide` reads a folder of facts (Parquet) and writes another:

- `people.parquet`: n, id, verdict, takes_magnesium (null: cannot be told), `missing` (bits of the questions), `crowded`
  (no time of day is left), the bits of the rules of one atom (`t0…` true, `u0…` unknown), and for each group of other
  rules the number of its answer (`g0…`)
- `findings.parquet`: n, id, rule, level, for every rule that is true and not hidden
- `answers.parquet`: what the numbers of answers stand for: grp, answer, rule, truth (null: unknown)
- `evidence.parquet`: n, rule, ref: the records that made a rule true
- `layout.json`: what the bits stand for
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from stilla.population import findings_sql
from stilla.population.answers import Answer, Decider
from stilla.population.crowded import keep_crowded
from stilla.population.evidence import write_evidence
from stilla.population.layout import joined, word
from stilla.population.reduce import Asked, Meanings, Run, keep_atoms, reduce_records
from stilla.population.write import write_answers
from stilla.records.facts import Meaning, Shape
from stilla.rules.rulebook import Pattern

if TYPE_CHECKING:
    from stilla.knowledge.store import Knowledge
    from stilla.population.engine import Engine
    from stilla.population.layout import Group

TABLES = ("persons", "medicines", "conditions", "labs", "shapes")


class Decided(msgspec.Struct, frozen=True):
    """How many were judged, how many patterns that took, and how long each step."""

    people: int
    patterns: tuple[int, ...]
    """Distinct patterns of each group of rules."""

    seconds: dict[str, float]


class Clock:
    """How long each step took."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._start = time.perf_counter()

    def lap(self, name: str) -> None:
        """A step is done."""
        now = time.perf_counter()
        self.seconds[name], self._start = now - self._start, now


def decide(  # noqa: PLR0913  # from where, to where, by which rules, what, with what, and what shapes mean
    facts: Path,
    out: Path,
    knowledge: Knowledge,
    asked: Asked,
    engine: Engine,
    *,
    read: Callable[[Shape], Meaning] | None = None,
) -> Decided:
    """Judge everybody in a folder of facts.

    Args:
        facts: the folder that `stilla.population.reading` writes.
        out: an existing folder for the answers.
        knowledge: the rules to judge by.
        asked: the day, and what is taken as given.
        engine: what runs the SQL.
        read: what a shape means; `records.meaning.meaning_of` unless told otherwise.
    """
    run = Run.of(knowledge, asked, engine)
    clock = Clock()
    for table in TABLES:
        engine.parquet(table, facts / f"{table}.parquet")
    meanings = _meanings(engine, read or _reading(knowledge))
    clock.lap("shapes")
    told = reduce_records(run, meanings)
    clock.lap("facts")
    keep_atoms(run, told)
    clock.lap("atoms")
    answers = [_decide_group(run, number, group) for number, group in enumerate(run.layout.groups)]
    engine.keep("decided", findings_sql.decided(run.layout, run.knowledge))
    clock.lap("patterns")
    keep_crowded(run, meanings.medicines, [list(each.answers) for each in answers])
    clock.lap("hours")
    write_answers(run, out, [list(each.answers) for each in answers])
    clock.lap("written")
    write_evidence(run, out, told)
    clock.lap("evidence")
    ((people,),) = engine.fetch("SELECT count(*) FROM people")
    return Decided(people, tuple(each.patterns for each in answers), clock.seconds)


def _reading(knowledge: Knowledge) -> Callable[[Shape], Meaning]:
    from stilla.records.meaning import meaning_of  # noqa: PLC0415

    return lambda shape: meaning_of(shape, knowledge)


def _meanings(engine: Engine, read: Callable[[Shape], Meaning]) -> Meanings:
    found = Meanings({}, {}, {}, [])
    for shape, kind, text in engine.fetch("SELECT shape, kind, text FROM shapes"):
        meaning = read(msgspec.json.decode(text))
        if kind.startswith("Medication"):
            found.medicines[shape] = meaning
        elif meaning.measured is not None:
            found.labs[shape] = meaning
        else:
            found.conditions[shape] = meaning
            if kind != "Condition":
                found.beside.append(shape)
    return found


class _Group(NamedTuple):
    patterns: int
    answers: dict[Answer, int]
    """Each with its number."""


def _decide_group(run: Run, number: int, group: Group) -> _Group:
    """Every distinct pattern of a group decided once, as table `g0`, `g1`, … to join with."""
    spans = [n for n in range(run.layout.words) if word(group.mask, n)]
    decider = Decider(group, run.knowledge.checking)
    answers: dict[Answer, int] = {}
    rows: list[tuple[int, ...]] = []
    for found in run.engine.fetch(findings_sql.patterns(group, spans)):
        pattern = found[: 2 * len(spans)]
        true = joined(dict(zip(spans, pattern, strict=False)))
        unknown = joined(dict(zip(spans, pattern[len(spans) :], strict=True)))
        answer = decider.answer(Pattern(true, unknown))
        chosen = answers.setdefault(answer, len(answers))
        rows.append((*pattern, chosen, answer.flags, *(word(answer.open_atoms, n) for n in spans)))
    columns = findings_sql.answer_columns(spans)
    table = zip(*(rows or [(0,) * len(columns)]), strict=True)
    run.engine.table(f"g{number}", dict(zip(columns, table, strict=True)))
    return _Group(len(rows), answers)
