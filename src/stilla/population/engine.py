"""What an engine must be able to do: keep tables, run one SQL text, hand rows over, write Parquet."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, Self

if TYPE_CHECKING:
    from types import TracebackType

Columns = Mapping[str, Sequence[Any]]
"""A table by columns, without nulls: whole numbers, numbers, truth values or text, one kind a column."""


class Engine(Protocol):
    """Runs the SQL of this package, which is written in DuckDB's dialect and means the same in every engine."""

    name: str

    def parquet(self, name: str, path: Path) -> None:
        """Make a Parquet file, or a folder of them, a table."""

    def table(self, name: str, columns: Columns) -> None:
        """Make a small table. At least one row."""

    def keep(self, name: str, sql: str) -> None:
        """Make a table of what a query gives."""

    def view(self, name: str, sql: str) -> None:
        """Give a query a name, without running it."""

    def drop(self, *names: str) -> None:
        """Forget tables."""

    def fetch(self, sql: str) -> list[tuple[Any, ...]]:
        """The rows that a query gives."""

    def write(self, sql: str, path: Path) -> None:
        """What a query gives, as Parquet; whole or not at all."""


class Running(ABC):
    """An engine that was started, and is closed at the end of its `with`."""

    @abstractmethod
    def close(self) -> None:
        """Give back what it holds."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
