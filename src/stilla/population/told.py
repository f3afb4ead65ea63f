"""What each person was told, in words: for programs that do not read Parquet, and for a look."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from stilla.population.write import expand, key_of, parquet

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stilla.population.write import Told

PEOPLE = "people.ndjson"
MISSING = "missing.parquet"


class Line(msgspec.Struct, frozen=True):
    """A person: the verdict, the rules that hold, those that are open, and the facts that are missing."""

    id: str
    verdict: str
    findings: list[str]
    open: list[str]
    missing: list[str]


def write_told(out: Path) -> Path:
    """Write `people.ndjson` beside the answers; the file. A file that was there before is replaced whole."""
    encoder = msgspec.json.Encoder()
    file, partial = out / PEOPLE, out / f".{PEOPLE}.part"
    with partial.open("wb") as opened:
        for line in _lines(out):
            opened.write(encoder.encode(line) + b"\n")
    return partial.replace(file)


def _lines(out: Path) -> Iterator[Line]:
    return (_line(each) for each in expand(out))


def _line(told: Told) -> Line:
    return Line(told.id, told.verdict, sorted(told.true), sorted(told.open), sorted(told.missing))


def write_missing(out: Path) -> Path:
    """Write `missing.parquet` beside the answers: each number in the column `missing` of people, as a list of facts."""
    import duckdb  # noqa: PLC0415  # an extra

    facts = ", ".join(f"({1 << n}, '{fact}')" for n, fact in enumerate(key_of(out).questions))
    with duckdb.connect() as database:
        database.execute(
            f"""COPY (
              SELECT p.missing, coalesce(list(q.fact ORDER BY q.bit) FILTER (q.fact IS NOT NULL), []) AS facts
              FROM (SELECT DISTINCT missing FROM {parquet(out / "people.parquet")}) p
              LEFT JOIN (VALUES {facts}) q(bit, fact) ON p.missing & q.bit <> 0
              GROUP BY p.missing ORDER BY p.missing
            ) TO '{str(out / MISSING).replace("'", "''")}' (FORMAT parquet)"""
        )
    return out / MISSING
