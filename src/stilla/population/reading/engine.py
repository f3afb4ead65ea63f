"""What reading asks of an engine beyond what deciding does: lines of JSON in, rows out a few at a time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

from stilla.population.engine import Engine


class Lines(Engine, Protocol):
    """An engine that reads lines of JSON. Its SQL knows two functions of its own: `mark` and `stamp`.

    `mark(text)` is a number that stands for a text, `stamp(text)` the microseconds of a FHIR instant, NULL for none.
    """

    version: str
    is_strict: bool
    """Whether a line that is not one JSON object in UTF-8 always gives a row of nulls."""
    unreadable: tuple[type[Exception], ...]
    """What it raises where a file has to be mended first."""

    failing: tuple[type[Exception], ...]
    """What it raises where it cannot write."""

    def lines(self, files: Sequence[Path], columns: Sequence[str], longest: int | None = None) -> None:
        """Make files of lines the view `lines`, every column JSON as text; a line that is none gives a row of nulls."""

    def rows(self, name: str, file: Path, columns: Mapping[str, str]) -> None:
        """Make a file of lines, each of the same columns, a view."""

    def stream(self, sql: str) -> Iterator[tuple[Any, ...]]:
        """The rows that a query gives, a few at a time. No other query may run before the last."""

    def close(self) -> None:
        """Give back what it holds."""
