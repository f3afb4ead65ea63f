"""Reading with Spark, where one machine is not enough: the same SQL, turned by sqlglot.

Spark takes more for a line than it should (two records on one line, bytes that are no UTF-8). So every line is looked
at first by the reader that sets lines aside, and Spark gets the good ones.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from stilla.population.reading.gather import INSTANT
from stilla.population.spark import Spark, _turned

_KINDS = {"VARCHAR": "STRING"}


class SparkLines(Spark):
    """Spark that reads lines of JSON."""

    is_strict = False

    def __init__(self, master: str, memory: str) -> None:
        super().__init__(master, memory)
        self.unreadable: tuple[type[Exception], ...] = ()
        self.failing: tuple[type[Exception], ...] = ()
        self.version: str = self._session.version
        for function in (
            "mark(x STRING) RETURNS BIGINT RETURN xxhash64(x)",
            f"stamp(x STRING) RETURNS BIGINT RETURN CASE WHEN x RLIKE '{INSTANT}'"  # noqa: ISC004  # one function
            " THEN unix_micros(try_cast(x AS TIMESTAMP)) END",
        ):
            self._session.sql(f"CREATE OR REPLACE TEMPORARY FUNCTION {function}")

    def lines(self, files: Sequence[Path], columns: Sequence[str], longest: int | None = None) -> None:
        """Make files of lines the view `lines`, every column JSON as text."""
        del longest
        names = ("resourceType", *columns)
        schema = ", ".join(f"`{each}` VARIANT" for each in names)
        reader = self._session.read.schema(schema).option("lineSep", "\n").option("mode", "PERMISSIVE")
        frame = reader.json([str(each) for each in files])
        frame.selectExpr(*(f"to_json(`{each}`) AS `{each}`" for each in names)).createOrReplaceTempView("lines")

    def rows(self, name: str, file: Path, columns: Mapping[str, str]) -> None:
        """Make a file of lines, each of the same columns, a view."""
        schema = ", ".join(f"`{column}` {_KINDS.get(kind, kind)}" for column, kind in columns.items())
        self._session.read.schema(schema).option("mode", "FAILFAST").json(str(file)).createOrReplaceTempView(name)

    def stream(self, sql: str) -> Iterator[tuple[Any, ...]]:
        """The rows that a query gives, a few at a time."""
        for row in self._session.sql(_turned(sql)).toLocalIterator():
            yield tuple(row)
