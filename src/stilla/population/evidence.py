"""Which records made a rule true, for the findings alone."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from stilla.population import records_sql
from stilla.population.atoms_sql import lab_bits
from stilla.population.dimensions import LABS, Flag
from stilla.population.layout import is_dose, union, word
from stilla.rules.tree import All, AnyOf, NoneOf, Stated, atoms

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stilla.population.reduce import Run, Told
    from stilla.rules.tree import Atom, Node


def speaking(node: Node) -> Iterator[Atom]:
    """The atoms of a tree that speak for it where they are true (`Rulebook.true_atoms`)."""
    if isinstance(node, All | AnyOf):
        for child in node.of:
            yield from speaking(child)
    elif isinstance(node, Stated):
        yield from speaking(node.of)
    elif not isinstance(node, NoneOf):
        yield from atoms(node)


def write_evidence(run: Run, out: Path, told: Told) -> None:
    """Write `evidence.parquet`: person, rule, and the reference of each record that made it true."""
    layout, ruled = run.layout, run.knowledge.checking
    masks = [union(layout.bit[atom] for atom in speaking(tree)) for tree in ruled.trees]
    table = {f"m{n}": [word(mask, n) for mask in masks] for n in range(layout.words)}
    run.engine.table("speaking", {"rule": [rule.id for rule in ruled.rules], **table})
    own = ", ".join(f"a.t{n} & s.m{n} AS t{n}" for n in range(layout.words))
    run.engine.keep(
        "resting",
        f"SELECT f.n, f.rule, {own} FROM findings f JOIN speaking s ON f.rule = s.rule JOIN atoms a ON f.n = a.n",
    )
    parts = [_records(run, table, columns) for table, columns in told.columns.items() if columns]
    parts += [_labs(run, told)] if told.labs else []
    query = " UNION ALL ".join(filter(None, parts)) or "SELECT n, rule, '' AS ref FROM resting WHERE FALSE"
    run.engine.write(f"SELECT DISTINCT n, rule, ref FROM ({query}) WHERE ref <> ''", out / "evidence.parquet")


def _records(run: Run, table: str, columns: tuple[str, ...]) -> str:
    """Medicines and conditions whose bits a finding rests on; every magnesium where it rests on the amount."""
    layout = run.layout
    tests = [f"(f.t{n} & p.t{n}) <> 0" for n in range(layout.words) if f"t{n}" in columns]
    doses = records_sql.any_of("f.t", layout.bits(is_dose))
    if "f" in columns:
        tests.append(f"({doses} AND (p.f & {Flag.MAGNESIUM}) <> 0)")
    if not tests:
        return ""
    return f"""
SELECT f.n, f.rule, k.ref FROM (SELECT r.n, r.ref, s.key + {records_sql.state(run.asked.as_of)} AS key
  FROM {table} r JOIN {table}_says s ON r.shape = s.shape) k
JOIN {table}_parts p ON k.key = p.key JOIN resting f ON k.n = f.n
WHERE {" OR ".join(tests)}"""


def _labs(run: Run, told: Told) -> str:
    """The value that counts of each test that a finding rests on; of those alike, the one the order puts first."""
    engine, layout = run.engine, run.layout
    rests = {n: records_sql.any_of("f.t", lab_bits(layout, code)) for n, code in enumerate(LABS)}
    engine.view(
        "labs_looked_at",
        f"SELECT l.* FROM labs l JOIN (SELECT DISTINCT f.n FROM resting f WHERE {' OR '.join(rests.values())}) x"
        " ON l.n = x.n",
    )
    engine.view("measured_again", records_sql.measured(run.asked.as_of, "labs_looked_at", ", ref"))
    values = "measured_again"
    if told.creatinine:
        engine.view("usable_again", records_sql.usable(values))
        engine.view("converted_again", records_sql.converted("usable_again", ", ref"))
        values = "converted_again"
    same = " AND ".join(f"v.{name} = b.{name}" for name in ("n", "lab", "lo", "hi", "lo_open", "hi_open"))
    when = " OR ".join(f"(v.lab = {n} AND {test})" for n, test in rests.items())
    return f"""
SELECT f.n, f.rule, v.ref FROM (
  SELECT v.n, v.lab, max(v.ref) AS ref FROM {values} v JOIN latest_values b
    ON {same} AND (v.day = b.day OR (v.day IS NULL AND b.day IS NULL))
  GROUP BY v.n, v.lab) v
JOIN resting f ON v.n = f.n WHERE {when}"""
