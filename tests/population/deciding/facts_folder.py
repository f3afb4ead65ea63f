"""A world as a folder of facts (Parquet)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    import duckdb

    from population.deciding.worlds import World

COLUMNS = {
    "persons": "n BIGINT, id VARCHAR, born_first DATE, born_last DATE, sex VARCHAR, dead BOOLEAN, closes VARCHAR",
    "medicines": "n BIGINT, shape BIGINT, first DATE, last DATE, ref VARCHAR",
    "conditions": "n BIGINT, shape BIGINT, first DATE, last DATE, ref VARCHAR",
    "labs": "n BIGINT, shape BIGINT, day DATE, ahead BOOLEAN, value DOUBLE, value_to DOUBLE, ref VARCHAR",
    "shapes": "shape BIGINT, kind VARCHAR, text VARCHAR",
}


def write_facts(world: World, folder: Path, connection: duckdb.DuckDBPyConnection, files: int = 0) -> Path:
    """One file a table; or folders of several, with the rows dealt out to them."""
    folder.mkdir(exist_ok=True)
    rows = {
        "persons": [(n, str(n), *each) for n, each in enumerate(world.persons)],
        "medicines": world.medicines,
        "conditions": [row[:5] for row in world.conditions],
        "labs": world.labs,
        "shapes": world.shapes(),
    }
    for name in COLUMNS:
        if files:
            (folder / f"{name}.parquet").mkdir()
            for number in range(files):
                _write(
                    name, list(rows[name][number::files]), folder / f"{name}.parquet" / f"{number}.parquet", connection
                )
        else:
            _write(name, list(rows[name]), folder / f"{name}.parquet", connection)
    return folder


def _write(name: str, rows: list, file: Path, connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute(f"CREATE OR REPLACE TABLE {name} ({COLUMNS[name]})")
    for start in range(0, len(rows), 1000):
        some = rows[start : start + 1000]
        marks = f"({', '.join('?' * len(some[0]))})"
        flat = [value for row in some for value in row]
        connection.execute(f"INSERT INTO {name} VALUES {', '.join([marks] * len(some))}", flat)
    connection.execute(f"COPY {name} TO '{file}' (FORMAT parquet)")
