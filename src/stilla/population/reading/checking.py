"""Whether files of lines can be read as they are, and what is in them: asked of DuckDB, the strictest engine."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from stilla.population.reading import scan
from stilla.population.reading.lines import has_mark

if TYPE_CHECKING:
    from stilla.population.reading.engine import Lines


def is_clean(files: Sequence[Path]) -> bool:
    """Whether every line of some files is one JSON object in UTF-8, of a type, and none begins with a mark."""
    from stilla.population.reading.duck import DuckLines  # noqa: PLC0415  # DuckDB is loaded only here

    with DuckLines() as duck:
        try:
            return not any(map(has_mark, files)) and not _types(duck, files)[""]
        except duck.unreadable:
            return False


def types_in(files: Sequence[Path], longest: int | None = None) -> Counter[str]:
    """How many records of each type there are in files that are clean."""
    from stilla.population.reading.duck import DuckLines  # noqa: PLC0415  # DuckDB is loaded only here

    with DuckLines() as duck:
        return _types(duck, files, longest)


def _types(engine: Lines, files: Sequence[Path], longest: int | None = None) -> Counter[str]:
    engine.lines(files, (), longest)
    return counted(engine, scan.count())


def counted(engine: Lines, sql: str) -> Counter[str]:
    """How often each `type` comes in what a query gives; under the empty text where there is none."""
    found = engine.fetch(f"SELECT coalesce(type, '') AS type, count(*) AS n FROM ({sql}) s GROUP BY 1")
    return Counter(dict(found))
