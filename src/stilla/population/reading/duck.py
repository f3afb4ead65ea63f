"""Reading with DuckDB, in this process."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from stilla.population.duck import Duck
from stilla.population.reading.fields import VERSIONS
from stilla.population.reading.gather import INSTANT

_BATCH = 10_000
_OBJECT = 16 << 20
"""Bytes of a line that DuckDB reads without more memory."""
_META = f"STRUCT({', '.join(f'{each} VARCHAR' for each in VERSIONS.values())})"
"""Read so, text is as it is and anything else is JSON: just what `->>` makes of it."""


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
        """Make files of lines the view `lines`: JSON as text, and `VERSIONS`; a line that is none gives nulls."""
        read = ("resourceType", *columns)
        kinds = ", ".join(f"\"{name}\": '{kind}'" for name, kind in _kinds(read).items())
        # Where there is one column only, finding out whether lines are records takes DuckDB half as long again.
        self.view(
            "lines",
            f"SELECT {_texts(read)} FROM read_json({_options(files, longest)}, records = true, columns = {{{kinds}}})",
        )

    def texts(self, files: Sequence[Path], longest: int | None = None) -> None:
        """Make files of lines the view `texts`, the whole `line` as it stands; NULL where it is not JSON."""
        self.view("texts", f"SELECT CAST(json AS VARCHAR) AS line FROM read_ndjson_objects({_options(files, longest)})")

    def parted(self, sql: str, columns: Sequence[str]) -> None:
        """Make a query that gives `type` and `line` the view `chosen`: the type, and columns as `lines` has them."""
        kinds = msgspec.json.encode(_kinds(columns)).decode()
        parts = f"SELECT type, json_transform(line, '{kinds}') AS parts FROM ({sql}) s"
        self.view("chosen", f"SELECT type, {_texts(columns, 'parts.')} FROM ({parts}) p")

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


def _kinds(columns: Sequence[str]) -> dict[str, str]:
    """How each column is read: as JSON, and of `meta` only what says which version it is."""
    return {each: _META if each == "meta" else "JSON" for each in columns}


def _texts(columns: Sequence[str], of: str = "") -> str:
    """What was read so, each column as text, and `meta` as its parts."""
    texts = [f'CAST({of}"{each}" AS VARCHAR) AS "{each}"' for each in columns if each != "meta"]
    versions = [f"{of}meta.{each} AS {name}" for name, each in VERSIONS.items()] if "meta" in columns else []
    return ", ".join((*texts, *versions))


def _options(files: Sequence[Path], longest: int | None) -> str:
    """What reading lines is told: where they are, that a bad one is no reason to stop, how long one may be."""
    paths = ", ".join("'" + str(each).replace("'", "''") + "'" for each in files)
    return f"[{paths}], format = 'newline_delimited', ignore_errors = true, maximum_object_size = {longest or _OBJECT}"
