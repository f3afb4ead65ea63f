"""What reading asks of an engine beyond what deciding does: lines of JSON in, rows out a few at a time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

from stilla.population.engine import Engine


class Lines(Engine, Protocol):
    """An engine that reads lines of JSON. Its SQL knows three functions of its own: `mark`, `stamp` and `part`.

    `mark(text)` is a number that stands for a text, `stamp(text)` the microseconds of a FHIR instant, NULL for none;
    `part(line, '$.name')` is a part of a line as JSON, NULL where there is none.
    """

    version: str
    is_strict: bool
    """Whether a line that is not one JSON object in UTF-8 always gives a row of nulls."""
    unreadable: tuple[type[Exception], ...]
    """What it raises where a file has to be mended first."""

    failing: tuple[type[Exception], ...]
    """What it raises where it cannot go on: no room, no memory, a task that fails again and again."""

    def lines(self, files: Sequence[Path], columns: Sequence[str], longest: int | None = None) -> None:
        """Make files of lines the view `lines`, every column JSON as text; a line that is none gives a row of nulls.

        Of `meta` come the parts that say which version it is, as they are (`VERSIONS`).
        """

    def texts(self, files: Sequence[Path], longest: int | None = None) -> None:
        """Make files of lines the view `texts`, the whole `line` as it stands; NULL where it is not JSON."""

    def parted(self, sql: str, columns: Sequence[str]) -> None:
        """Make a query that gives `type` and `line` the view `chosen`: the type, and columns as `lines` has them."""

    def rows(self, name: str, file: Path, columns: Mapping[str, str]) -> None:
        """Make a file of lines, each of the same columns, a view."""

    def often(self, name: str, sql: str) -> None:
        """Give a query a name that many others build on, in the way that costs the engine least."""

    def stream(self, sql: str) -> Iterator[tuple[Any, ...]]:
        """The rows that a query gives, a few at a time. No other query may run before the last."""

    def share(self) -> float:
        """How much of the query that runs now is done, about: 0 to 1. May be asked from another thread."""

    def why(self, error: Exception) -> str:
        """What one of `failing` says, without anything of a record."""

    def close(self) -> None:
        """Give back what it holds."""
