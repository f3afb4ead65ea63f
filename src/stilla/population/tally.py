"""What a screen found, counted: who was screened out and why, what was decided, and which facts are missing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, get_args

import msgspec

from stilla.findings import Verdict
from stilla.knowledge.schema import LEVELS
from stilla.population.inferred import Sheet, safe_steps
from stilla.population.safe_counts import Count, Steps, shown
from stilla.population.write import key_of, parquet

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import duckdb

    from stilla.knowledge.store import Knowledge
    from stilla.population.inferred import Sum

Taking = Literal["yes", "unknown", "no"]
"""Whether somebody takes magnesium, as far as the records say."""

TAKING: tuple[Taking, ...] = get_args(Taking)
VERDICTS: tuple[Verdict, ...] = ("stop", "ask", "unknown", "go")
"""Worst first."""


class Ruled(msgspec.Struct, frozen=True):
    """A rule that was found to hold: of how many, and of how many that take magnesium."""

    rule: str
    level: str
    people: Count
    taking: Count


class Missing(msgspec.Struct, frozen=True):
    """A fact that is not in the records, and for how many nothing can be said who lack it."""

    fact: str
    people: Count
    taking: Count


class Branch(msgspec.Struct, frozen=True):
    """People who take magnesium, do not, or of whom it is unknown: how many, and what was decided."""

    taking: Taking
    people: Count
    verdicts: dict[Verdict, Count]


class Tally(msgspec.Struct, frozen=True):
    """A screen in counts. `smallest` is the smallest cell: fewer people are only said to be fewer.

    `steps` is what counts are rounded to: coarser than `smallest` where a small count could be worked out otherwise.
    """

    smallest: int
    steps: Steps
    people: Count
    dead: Count
    judged: Count
    verdicts: dict[Verdict, Count]
    branches: tuple[Branch, ...]
    rules: tuple[Ruled, ...]
    missing: tuple[Missing, ...]


class Found(msgspec.Struct, frozen=True):
    """The true counts of something: of how many, and of how many that take magnesium. `level` is that of a rule."""

    name: str
    people: int
    taking: int
    level: str = ""


class Exact(msgspec.Struct, frozen=True):
    """The true counts of a screen. `verdicts` is by whether they take magnesium."""

    dead: int
    verdicts: dict[Taking, dict[Verdict, int]]
    rules: tuple[Found, ...]
    missing: tuple[Found, ...]


def tally(facts: Path, out: Path, knowledge: Knowledge, smallest: int) -> Tally:
    """Count a screen's result, as it may be shown.

    Args:
        facts: the folder of facts it was decided from.
        out: the folder of `stilla.population.decide`.
        knowledge: what it was decided with.
        smallest: people in the smallest cell that is shown.
    """
    return safe(counted(facts, out, knowledge), smallest)


def counted(facts: Path, out: Path, knowledge: Knowledge) -> Exact:
    """Count a screen's result. The true counts can point to somebody."""
    import duckdb  # noqa: PLC0415  # an extra, and only here

    with duckdb.connect() as database:
        for name, folder in (("persons", facts), ("people", out), ("findings", out)):
            database.execute(f"CREATE VIEW {name} AS FROM {parquet(folder / f'{name}.parquet')}")
        ((dead,),) = database.execute("SELECT count(*) FROM persons WHERE dead").fetchall()
        return Exact(dead, _by_branch(database), _rules(database, knowledge), _missing(database, key_of(out).questions))


def safe(exact: Exact, smallest: int) -> Tally:
    """True counts as they may be shown: no count under `smallest` can be worked out from the rest."""
    steps = safe_steps(sheet(exact), smallest)
    alive = sum(sum(each.values()) for each in exact.verdicts.values())
    sums = {verdict: sum(exact.verdicts[taking][verdict] for taking in TAKING) for verdict in VERDICTS}
    return Tally(
        smallest=smallest,
        steps=steps,
        people=shown(exact.dead + alive, steps.sums),
        dead=shown(exact.dead, steps.parts),
        judged=shown(alive, steps.sums),
        verdicts={verdict: shown(count, steps.sums) for verdict, count in sums.items()},
        branches=tuple(
            Branch(
                taking,
                shown(sum(found.values()), steps.sums),
                {verdict: shown(count, steps.verdicts) for verdict, count in found.items()},
            )
            for taking, found in exact.verdicts.items()
        ),
        rules=tuple(
            Ruled(each.name, each.level, shown(each.people, steps.parts), shown(each.taking, steps.parts))
            for each in exact.rules
        ),
        missing=tuple(
            Missing(each.name, shown(each.people, steps.parts), shown(each.taking, steps.parts))
            for each in exact.missing
        ),
    )


_TAKING = "CASE WHEN takes_magnesium THEN 'yes' WHEN takes_magnesium IS NULL THEN 'unknown' ELSE 'no' END"


def _by_branch(database: duckdb.DuckDBPyConnection) -> dict[Taking, dict[Verdict, int]]:
    rows = database.execute(f"SELECT {_TAKING}, verdict, count(*) FROM people GROUP BY ALL").fetchall()
    found: dict[Taking, dict[Verdict, int]] = {taking: dict.fromkeys(VERDICTS, 0) for taking in TAKING}
    for taking, verdict, count in rows:
        found[taking][verdict] = count
    return found


def _rules(database: duckdb.DuckDBPyConnection, knowledge: Knowledge) -> tuple[Found, ...]:
    rows = database.execute(
        "SELECT rule, count(*), count(*) FILTER (WHERE takes_magnesium)"
        " FROM findings JOIN people USING (n) GROUP BY rule"
    ).fetchall()
    levels = {rule.id: rule.level for rule in (*knowledge.checking.rules, *knowledge.timing.values())}
    found = [Found(rule, people, taking, levels[rule]) for rule, people, taking in rows]
    return tuple(sorted(found, key=lambda each: (LEVELS.index(each.level), -each.people, each.name)))


def _missing(database: duckdb.DuckDBPyConnection, questions: Sequence[str]) -> tuple[Found, ...]:
    counts = ", ".join(
        f"count(*) FILTER (WHERE {bits}), count(*) FILTER (WHERE {bits} AND takes_magnesium)"
        for bits in (f"missing & {1 << n} <> 0" for n in range(len(questions)))
    )
    (row,) = database.execute(f"SELECT {counts} FROM people WHERE verdict = 'unknown'").fetchall()
    found = [Found(*each) for each in zip(questions, row[::2], row[1::2], strict=True) if each[1]]
    return tuple(sorted(found, key=lambda each: -each.people))


def sheet(exact: Exact) -> Sheet:
    """True counts, with how those that are shown hang together."""
    cells = {(taking, verdict): f"{taking} {verdict}" for taking in TAKING for verdict in VERDICTS}
    parts = {"dead": exact.dead} | {name: exact.verdicts[of[0]][of[1]] for of, name in cells.items()}
    alive = tuple(cells.values())
    told: list[tuple[str, Sum]] = [("part", ("dead",)), ("sum", ("dead", *alive)), ("sum", alive)]
    told += [("verdict", (name,)) for name in alive]
    told += [("sum", tuple(cells[taking, verdict] for taking in TAKING)) for verdict in VERDICTS]
    told += [("sum", tuple(cells[taking, verdict] for verdict in VERDICTS)) for taking in TAKING]
    holds: list[Sum] = []
    guarded: list[Sum] = []
    for kind, found in (("rule", exact.rules), ("fact", exact.missing)):
        for each in found:
            taking, rest = f"{kind} {each.name} taking", f"{kind} {each.name} rest"
            parts |= {taking: each.taking, rest: each.people - each.taking}
            told += [("part", (taking, rest)), ("part", (taking,))]
            among = _among(each.level)
            for part, takings in ((taking, TAKING[:1]), (rest, TAKING[1:])):
                others = (*(cells[of, verdict] for of in takings for verdict in among), f"-{part}")
                holds.append(others)
                guarded += [(part,), others] if among != VERDICTS else [(part,)]
    for verdict, names in _explained(exact).items():
        for ending, takings in (("taking", TAKING[:1]), ("rest", TAKING[1:])):
            holds.append((*(f"{each} {ending}" for each in names), *(f"-{cells[of, verdict]}" for of in takings)))
    return Sheet(parts, told, holds, guarded)


def _among(level: str) -> tuple[Verdict, ...]:
    """The verdicts of people of whom a rule of a level holds, or who lack a fact (no level)."""
    by_level: dict[str, tuple[Verdict, ...]] = {"": ("unknown",), "stop": ("stop",), "ask": ("stop", "ask")}
    return by_level.get(level, VERDICTS)


def _explained(exact: Exact) -> dict[Verdict, list[str]]:
    """Verdicts that nobody gets without one of some rules, or of some missing facts."""
    found: dict[Verdict, list[str]] = {
        "stop": [f"rule {each.name}" for each in exact.rules if each.level == "stop"],
        "ask": [f"rule {each.name}" for each in exact.rules if each.level == "ask"],
        "unknown": [f"fact {each.name}" for each in exact.missing],
    }
    return found
