"""The default engine: DuckDB, in this process, on as many cores as there are."""

from __future__ import annotations

import os
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import numpy as np

from stilla.population.engine import Running

if TYPE_CHECKING:
    from stilla.population.engine import Columns


class Duck(Running):
    """DuckDB. What does not fit in memory goes to a temporary folder.

    Args:
        threads: 0 takes every core.
        memory: what DuckDB may use, such as "4GB"; empty leaves it to DuckDB.
        spill: where the temporary folder is made.
    """

    name = "duckdb"

    def __init__(self, threads: int = 0, memory: str = "", spill: Path | None = None) -> None:
        import duckdb  # noqa: PLC0415  # only where a population is asked for

        self._spill = TemporaryDirectory(prefix="stilla-", dir=spill)
        settings: dict[str, str | bool | int | float | list[str]] = {
            "temp_directory": self._spill.name,
            "threads": threads or os.cpu_count() or 1,
            "preserve_insertion_order": False,
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
            # Every join here is written with the small table last, and few of them can be estimated.
            "disabled_optimizers": "join_order,build_side_probe_side",
        }
        if memory:
            settings["memory_limit"] = memory
        self._connection = duckdb.connect(config=settings)

    def close(self) -> None:
        """Free memory and the temporary folder."""
        self._connection.close()
        self._spill.cleanup()

    def parquet(self, name: str, path: Path) -> None:
        """Make a Parquet file, or a folder of them, a table."""
        files = str(path / "*.parquet") if path.is_dir() else str(path)
        self._connection.execute(f"CREATE OR REPLACE TEMP VIEW {name} AS FROM read_parquet({_quoted(files)})")

    def table(self, name: str, columns: Columns) -> None:
        """Make a small table."""
        given = {column: _array(values) for column, values in columns.items()}
        self._connection.register("given", given)
        self._connection.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS FROM given")
        self._connection.unregister("given")

    def keep(self, name: str, sql: str) -> None:
        """Make a table of what a query gives."""
        self._connection.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS {sql}")

    def view(self, name: str, sql: str) -> None:
        """Give a query a name, without running it."""
        self._connection.execute(f"CREATE OR REPLACE TEMP VIEW {name} AS {sql}")

    def drop(self, *names: str) -> None:
        """Forget tables."""
        for name in names:
            self._connection.execute(f"DROP TABLE IF EXISTS {name}")

    def fetch(self, sql: str) -> list[tuple[Any, ...]]:
        """The rows that a query gives."""
        return self._connection.execute(sql).fetchall()

    def write(self, sql: str, path: Path) -> None:
        """What a query gives, as Parquet; whole or not at all."""
        partial = path.with_name(f".{path.name}.part")
        try:
            self._connection.execute(f"COPY ({sql}) TO {_quoted(str(partial))} (FORMAT parquet, COMPRESSION snappy)")
            partial.replace(path)
        finally:
            partial.unlink(missing_ok=True)


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _array(values: Any) -> np.ndarray[Any, Any]:
    return np.array(values, dtype=object) if isinstance(values[0], str) else np.asarray(values)
