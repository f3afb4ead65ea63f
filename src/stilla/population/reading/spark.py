"""Reading with Spark, where one machine is not enough: the same SQL, turned by sqlglot.

Spark takes more for a line than it should (two records on one line, bytes that are no UTF-8), and says nothing where it
takes less. So DuckDB looks at every file first: Spark gets those that are clean, and must find as many records in them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from stilla.population.reading.fields import VERSIONS
from stilla.population.reading.gather import INSTANT
from stilla.population.spark import Spark, _turned

_KINDS = {"VARCHAR": "STRING"}


class SparkLines(Spark):
    """Spark that reads lines of JSON."""

    is_strict = False

    def __init__(self, master: str, memory: str) -> None:
        from py4j.protocol import Py4JError  # noqa: PLC0415  # only for Spark
        from pyspark.errors import PySparkException  # noqa: PLC0415  # as above

        super().__init__(master, memory)
        self.unreadable: tuple[type[Exception], ...] = ()
        self.failing: tuple[type[Exception], ...] = (PySparkException, Py4JError)
        self.version: str = self._session.version
        for function in (
            "mark(x STRING) RETURNS BIGINT RETURN xxhash64(x)",
            f"stamp(x STRING) RETURNS BIGINT RETURN CASE WHEN x RLIKE '{INSTANT}'"  # noqa: ISC004  # one function
            " THEN unix_micros(try_cast(x AS TIMESTAMP)) END",
            "part(x STRING, path STRING) RETURNS STRING RETURN"  # noqa: ISC004  # as above
            " to_json(try_variant_get(try_parse_json(x), path, 'variant'))",
        ):
            self._session.sql(f"CREATE OR REPLACE TEMPORARY FUNCTION {function}")

    def lines(self, files: Sequence[Path], columns: Sequence[str], longest: int | None = None) -> None:
        """Make files of lines the view `lines`, every column JSON as text, and `meta` as its `VERSIONS`."""
        del longest
        names = ("resourceType", *columns)
        schema = ", ".join(f"`{each}` VARIANT" for each in names)
        reader = self._session.read.schema(schema).option("lineSep", "\n").option("mode", "PERMISSIVE")
        frame = reader.json([str(each) for each in files])
        frame.selectExpr(*_texts(names)).createOrReplaceTempView("lines")

    def texts(self, files: Sequence[Path], longest: int | None = None) -> None:
        """Make files of lines the view `texts`, the whole `line` as it stands. A blank one is none."""
        del longest
        read = self._session.read.option("lineSep", "\n").text([str(each) for each in files])
        read.where("trim(BOTH '\\r\\t ' FROM value) <> ''").selectExpr("value AS line").createOrReplaceTempView("texts")

    def parted(self, sql: str, columns: Sequence[str]) -> None:
        """Make a query that gives `type` and `line` the view `chosen`: the type, and columns as `lines` has them."""
        schema = ", ".join(f"`{each}` VARIANT" for each in columns)
        read = self._session.sql(_turned(sql)).selectExpr("type", f"from_json(line, '{schema}') AS parts")
        read.selectExpr("type", *_texts(columns, "parts.")).createOrReplaceTempView("chosen")

    def rows(self, name: str, file: Path, columns: Mapping[str, str]) -> None:
        """Make a file of lines, each of the same columns, a view."""
        schema = ", ".join(f"`{column}` {_KINDS.get(kind, kind)}" for column, kind in columns.items())
        self._session.read.schema(schema).option("mode", "FAILFAST").json(str(file)).createOrReplaceTempView(name)

    def often(self, name: str, sql: str) -> None:
        """Give a query a name that many others build on: kept, since every plan made again costs seconds."""
        self.keep(name, sql)

    @staticmethod
    def share() -> float:
        """Nothing is known of a query before it is done."""
        return 0.0

    @staticmethod
    def why(error: Exception) -> str:
        """Which error it was, and no more: what Spark says may hold a piece of a record."""
        condition = getattr(error, "getCondition", lambda: None)()
        return f"Spark: {condition or type(error).__name__}"

    def stream(self, sql: str) -> Iterator[tuple[Any, ...]]:
        """The rows that a query gives, a few at a time."""
        for row in self._session.sql(_turned(sql)).toLocalIterator():
            yield tuple(row)


def _texts(columns: Sequence[str], of: str = "") -> Iterator[str]:
    """What was read, each column as text, and `meta` as its `VERSIONS`."""
    for each in columns:
        text = f"to_json({of}`{each}`)"
        parts = {name: f"get_json_object({text}, '$.{part}')" for name, part in VERSIONS.items()}
        yield from (f"{what} AS `{name}`" for name, what in (parts if each == "meta" else {each: text}).items())
