"""Reading with DuckDB, in this process."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from stilla.population.duck import Duck
from stilla.population.reading.gather import INSTANT

_BATCH = 10_000
_OBJECT = 16 << 20
"""Bytes of a line that DuckDB reads without more memory."""


class DuckLines(Duck):
    """DuckDB that reads lines of JSON."""

    is_strict = True

    def __init__(self, threads: int = 0, memory: str = "", spill: Path | None = None) -> None:
        import duckdb  # noqa: PLC0415  # only where a population is asked for

        super().__init__(threads, memory, spill)
        self.unreadable: tuple[type[Exception], ...] = (duckdb.InvalidInputException, duckdb.IOException)
        self.failing: tuple[type[Exception], ...] = (duckdb.IOException, duckdb.OutOfMemoryException)
        self.version = duckdb.__version__
        self._connection.execute("SET enable_progress_bar = true; SET enable_progress_bar_print = false")
        self._connection.execute("CREATE MACRO mark(x) AS CAST(hash(x) >> 1 AS BIGINT)")
        self._connection.execute("CREATE MACRO part(x, path) AS CAST(json_extract(x, path) AS VARCHAR)")
        self._connection.execute(
            f"CREATE MACRO stamp(x) AS CASE WHEN regexp_matches(x, '{INSTANT}')"
            " THEN epoch_us(TRY_CAST(x AS TIMESTAMPTZ)) END"
        )

    def lines(self, files: Sequence[Path], columns: Sequence[str], longest: int | None = None) -> None:
        """Make files of lines the view `lines`, every column JSON as text; a line that is none gives a row of nulls."""
        kinds = ", ".join(f"\"{each}\": 'JSON'" for each in ("resourceType", *columns))
        as_text = ", ".join(f'CAST("{each}" AS VARCHAR) AS "{each}"' for each in ("resourceType", *columns))
        # Where there is one column only, finding out whether lines are records takes DuckDB half as long again.
        self.view(
            "lines",
            f"SELECT {as_text} FROM read_json({_options(files, longest)}, records = true, columns = {{{kinds}}})",
        )

    def texts(self, files: Sequence[Path], longest: int | None = None) -> None:
        """Make files of lines the view `texts`, the whole `line` as it stands; NULL where it is not JSON."""
        self.view("texts", f"SELECT CAST(json AS VARCHAR) AS line FROM read_ndjson_objects({_options(files, longest)})")

    def parted(self, sql: str, columns: Sequence[str]) -> None:
        """Make a query that gives `type` and `line` the view `chosen`: the type, and every column JSON as text."""
        kinds = ", ".join(f'"{each}": "JSON"' for each in columns)
        as_text = ", ".join(f'CAST(parts."{each}" AS VARCHAR) AS "{each}"' for each in columns)
        self.view(
            "chosen",
            f"SELECT type, {as_text} FROM (SELECT type, json_transform(line, '{{{kinds}}}') AS parts FROM ({sql}) s) p",
        )

    def rows(self, name: str, file: Path, columns: Mapping[str, str]) -> None:
        """Make a file of lines, each of the same columns, a view."""
        kinds = ", ".join(f"\"{column}\": '{kind}'" for column, kind in columns.items())
        path = "'" + str(file).replace("'", "''") + "'"
        self.view(name, f"FROM read_json({path}, format = 'newline_delimited', columns = {{{kinds}}})")

    def often(self, name: str, sql: str) -> None:
        """Give a query a name that many others build on: reading Parquet again costs less than keeping."""
        self.view(name, sql)

    def share(self) -> float:
        """How much of the query that runs now is done, about: 0 to 1. DuckDB says less than it is, never more."""
        return min(max(self._connection.query_progress(), 0.0), 100.0) / 100

    @staticmethod
    def why(error: Exception) -> str:
        """What went wrong. DuckDB names files and sizes, never what is in a line."""
        return str(error)

    def stream(self, sql: str) -> Iterator[tuple[Any, ...]]:
        """The rows that a query gives, a few at a time. No other query may run before the last."""
        found = self._connection.execute(sql)
        while batch := found.fetchmany(_BATCH):
            yield from batch


def _options(files: Sequence[Path], longest: int | None) -> str:
    """What reading lines is told: where they are, that a bad one is no reason to stop, how long one may be."""
    paths = ", ".join("'" + str(each).replace("'", "''") + "'" for each in files)
    return f"[{paths}], format = 'newline_delimited', ignore_errors = true, maximum_object_size = {longest or _OBJECT}"
