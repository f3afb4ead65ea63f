"""The other engine: Spark, here or on a cluster, for what one machine cannot hold. The same SQL, turned by sqlglot."""

from __future__ import annotations

import shutil
import warnings
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from stilla.population.engine import Running

if TYPE_CHECKING:
    from stilla.population.engine import Columns


class Spark(Running):
    """Spark SQL.

    Args:
        master: where it runs; `local[2]` is this machine, on two cores.
        memory: what the driver may use.
        spill: where tables in between are written; a folder that every worker sees. They are files and not memory, so
            that a worker that is lost costs one task, and no plan grows with what came before it.
    """

    name = "spark"

    def __init__(self, master: str = "local[2]", memory: str = "4g", spill: Path | None = None) -> None:
        from pyspark.sql import SparkSession  # noqa: PLC0415  # only where Spark is asked for

        self._spill = TemporaryDirectory(prefix="stilla-", dir=spill)
        settings = {
            "spark.driver.memory": memory,
            "spark.sql.warehouse.dir": self._spill.name,  # else an empty folder is left where somebody stands
            "spark.driver.bindAddress": "127.0.0.1",
            "spark.driver.host": "127.0.0.1",
            "spark.ui.enabled": "false",
            "spark.ui.showConsoleProgress": "false",
            "spark.sql.session.timeZone": "UTC",
            # The dates of records are those of today's calendar, however long ago.
            "spark.sql.parquet.datetimeRebaseModeInRead": "CORRECTED",
            "spark.sql.parquet.datetimeRebaseModeInWrite": "CORRECTED",
            "spark.sql.autoBroadcastJoinThreshold": str(64 << 20),
            "spark.sql.shuffle.partitions": "8" if master.startswith("local") else "200",
            "spark.sql.maxPlanStringLength": "10000",
            "spark.log.level": "ERROR",
        }
        if not master.startswith("local"):
            del settings["spark.driver.bindAddress"], settings["spark.driver.host"]
        builder = SparkSession.builder.master(master).appName("stilla")
        for name, value in settings.items():
            builder = builder.config(name, value)
        self._session = builder.getOrCreate()
        self._kept: dict[str, Path] = {}
        self._count = 0

    def close(self) -> None:
        """End the session, and forget every table."""
        self._session.stop()
        self._spill.cleanup()

    def parquet(self, name: str, path: Path) -> None:
        """Make a Parquet file, or a folder of them, a table."""
        self._session.read.parquet(str(path)).createOrReplaceTempView(name)

    def table(self, name: str, columns: Columns) -> None:
        """Make a small table, which goes whole to every worker."""
        from pyspark.sql.functions import broadcast  # noqa: PLC0415

        schema = ", ".join(f"{column} {_type(values[0])}" for column, values in columns.items())
        rows = list(zip(*(_plain(values) for values in columns.values()), strict=True))
        with warnings.catch_warnings():
            # Where pandas happens to be installed Spark looks at its version; nothing here uses it.
            warnings.simplefilter("ignore", FutureWarning)
            frame = self._session.createDataFrame(rows, schema)
        broadcast(frame).createOrReplaceTempView(name)

    def keep(self, name: str, sql: str) -> None:
        """Make a table of what a query gives."""
        self._count += 1
        path = Path(self._spill.name) / f"{name}-{self._count}"
        self._session.sql(_turned(sql)).write.parquet(str(path))
        self.drop(name)
        self.parquet(name, path)
        self._kept[name] = path

    def view(self, name: str, sql: str) -> None:
        """Give a query a name, without running it."""
        self._session.sql(_turned(sql)).createOrReplaceTempView(name)

    def drop(self, *names: str) -> None:
        """Forget tables."""
        for name in names:
            if name in self._kept:
                shutil.rmtree(self._kept.pop(name))
            self._session.catalog.dropTempView(name)

    def fetch(self, sql: str) -> list[tuple[Any, ...]]:
        """The rows that a query gives."""
        return [tuple(row) for row in self._session.sql(_turned(sql)).collect()]

    def write(self, sql: str, path: Path) -> None:
        """What a query gives, as a folder of Parquet; whole or not at all."""
        partial = path.with_name(f".{path.name}.part")
        self._session.sql(_turned(sql)).write.mode("overwrite").parquet(str(partial))
        if path.is_dir():
            shutil.rmtree(path)
        path.unlink(missing_ok=True)
        partial.rename(path)


def _turned(sql: str) -> str:
    """DuckDB's SQL as Spark's."""
    from sqlglot import transpile  # noqa: PLC0415  # only where Spark is asked for

    return transpile(sql, read="duckdb", write="spark")[0]


def _type(value: Any) -> str:
    kinds = {bool: "boolean", int: "bigint", float: "double", str: "string"}
    return next(name for kind, name in kinds.items() if isinstance(value, kind))


def _plain(values: Any) -> list[Any]:
    """Without the subclasses of int, which Spark would not take for numbers."""
    return [int(each) if isinstance(each, int) and not isinstance(each, bool) else each for each in values]
