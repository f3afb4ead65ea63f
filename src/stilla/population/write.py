"""The answers as Parquet, and reading them back person by person."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from stilla.findings import NO_VALID_TIME, Verdict
from stilla.population.answers import true_flags
from stilla.population.findings_sql import verdict
from stilla.population.layout import WORD

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from stilla.population.answers import Answer
    from stilla.population.reduce import Run


class Single(msgspec.Struct, frozen=True):
    """A rule that is one bit."""

    word: int
    bit: int
    rule: str


class Key(msgspec.Struct, frozen=True):
    """What the bits and numbers of `people.parquet` stand for."""

    words: int
    groups: int
    singles: tuple[Single, ...]
    questions: tuple[str, ...]
    """Facts by bit of `missing`."""


class Told(NamedTuple):
    """What one person was told."""

    id: str
    verdict: Verdict
    true: frozenset[str]
    open: frozenset[str]
    missing: frozenset[str]


def write_answers(run: Run, out: Path, answers: Sequence[Sequence[Answer]]) -> None:
    """Write people, findings, the dictionary of answers, and what the bits stand for."""
    _keep_rules(run, answers)
    run.engine.write(_people(run), out / "people.parquet")
    run.engine.keep("findings", _findings(run))
    run.engine.write("SELECT * FROM findings", out / "findings.parquet")
    run.engine.write(
        "SELECT grp, answer, rule, CASE WHEN truth THEN TRUE ELSE NULL END AS truth FROM rules_of_answers "
        "WHERE grp >= 0",
        out / "answers.parquet",
    )
    (out / "layout.json").write_bytes(msgspec.json.encode(_key(run)))


def _key(run: Run) -> Key:
    rules, layout = run.knowledge.checking.rules, run.layout
    singles = ((bit.bit_length() - 1, rules[rule].id) for bit, rule in layout.singles)
    return Key(
        layout.words,
        len(layout.groups),
        tuple(Single(place // WORD, 1 << place % WORD, rule) for place, rule in singles),
        tuple(run.knowledge.questions),
    )


NOTHING = -1
"""Keeps the small tables from being empty; matches nobody."""


def _keep_rules(run: Run, answers: Sequence[Sequence[Answer]]) -> None:
    """What the single bits and the answers of groups stand for, as tables."""
    rules = run.knowledge.checking.rules
    held = [
        (group, number, rules[rule].id, truth)
        for group, each in enumerate(answers)
        for number, answer in enumerate(each)
        for truth, of in ((True, answer.true), (False, answer.still_open))
        for rule in of
    ]
    _keep(run, "rules_of_answers", ("grp", "answer", "rule", "truth"), [(NOTHING, NOTHING, "", False), *held])
    singles = [(each.word, each.bit, each.rule) for each in _key(run).singles]
    _keep(run, "rules_of_bits", ("word", "bit", "rule"), [(NOTHING, 0, ""), *singles])
    timing = [(rule.id, rule.level) for rule in (*rules, *run.knowledge.timing.values())]
    _keep(run, "levels", ("rule", "level"), timing)


def _keep(run: Run, name: str, columns: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
    run.engine.table(name, dict(zip(columns, zip(*rows, strict=True), strict=True)))


def _people(run: Run) -> str:
    words, groups = range(run.layout.words), range(len(run.layout.groups))
    columns = [f"d.t{n}, d.u{n}" for n in words] + [f"d.g{n}" for n in groups]
    late = true_flags([run.knowledge.timing[NO_VALID_TIME]]) if NO_VALID_TIME in run.knowledge.timing else 0
    flags = f"(d.flags | CASE WHEN c.n IS NULL THEN 0 ELSE {late} END)"
    return f"""
SELECT d.n, w.id, {verdict(flags)} AS verdict, d.takes_magnesium, d.missing, c.n IS NOT NULL AS crowded,
  {", ".join(columns)}
FROM decided d JOIN people w ON d.n = w.n LEFT JOIN crowded c ON d.n = c.n"""


def _findings(run: Run) -> str:
    parts = [
        f"""SELECT d.n, x.rule FROM decided d JOIN (SELECT v.bits, s.rule
      FROM (SELECT DISTINCT t{n} AS bits FROM decided WHERE t{n} <> 0) v
      JOIN rules_of_bits s ON s.word = {n} AND (v.bits & s.bit) <> 0) x ON d.t{n} = x.bits"""
        for n in range(run.layout.words)
    ]
    parts += [
        f"""SELECT d.n, a.rule FROM decided d
      JOIN (SELECT answer, rule FROM rules_of_answers WHERE grp = {n} AND truth) a ON d.g{n} = a.answer"""
        for n in range(len(run.layout.groups))
    ]
    parts.append(f"SELECT n, '{NO_VALID_TIME}' AS rule FROM crowded WHERE n >= 0")
    return f"""
SELECT f.n, w.id, f.rule, l.level
FROM ({" UNION ALL ".join(parts)}) f JOIN levels l ON f.rule = l.rule JOIN people w ON f.n = w.n"""


def expand(out: Path) -> Iterator[Told]:
    """Everybody's answers in full, unknown rules included."""
    import duckdb  # noqa: PLC0415  # only where a population is asked for

    key = key_of(out)
    with duckdb.connect() as connection:
        rules: dict[tuple[int, int], list[tuple[str, bool]]] = {}
        for group, answer, rule, truth in connection.execute(f"FROM {parquet(out / 'answers.parquet')}").fetchall():
            rules.setdefault((group, answer), []).append((rule, truth is True))
        columns = ["id", "verdict", "missing", "crowded"]
        columns += [f"t{n}, u{n}" for n in range(key.words)] + [f"g{n}" for n in range(key.groups)]
        found = connection.execute(f"SELECT {', '.join(columns)} FROM {parquet(out / 'people.parquet')}")
        while rows := found.fetchmany(10_000):
            for row in rows:
                yield _told(row, key, rules)


def key_of(out: Path) -> Key:
    """What the bits and numbers of a folder of answers stand for."""
    return msgspec.json.decode((out / "layout.json").read_bytes(), type=Key)


def parquet(path: Path) -> str:
    """A Parquet file, or a folder of them, as DuckDB reads it."""
    files = str(path / "*.parquet" if path.is_dir() else path).replace("'", "''")
    return f"read_parquet('{files}')"


def _told(row: tuple[Any, ...], key: Key, rules: dict[tuple[int, int], list[tuple[str, bool]]]) -> Told:
    name, said, missing, crowded, *rest = row
    bits, numbers = rest[: 2 * key.words], rest[2 * key.words :]
    true = {each.rule for each in key.singles if bits[2 * each.word] & each.bit}
    still_open = {each.rule for each in key.singles if bits[2 * each.word + 1] & each.bit}
    for group, answer in enumerate(numbers):
        for rule, truth in rules.get((group, answer), ()):
            (true if truth else still_open).add(rule)
    if crowded:
        true.add(NO_VALID_TIME)
    facts = frozenset(fact for n, fact in enumerate(key.questions) if missing >> n & 1)
    return Told(name, said, frozenset(true), frozenset(still_open), facts)
