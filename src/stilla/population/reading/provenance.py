"""What was read, so that anybody can see later whether it was the same."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from types import TracebackType
from typing import Self

import msgspec

from stilla.population.reading.inputs import Input


class Source(msgspec.Struct, frozen=True):
    """A file that was read."""

    name: str
    bytes: int
    sha256: str


class Hashing:
    """The SHA-256 of every file, in a thread beside the reading: it costs no lock of Python's."""

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="sha256")
        self._of: dict[Path, Future[str]] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._pool.shutdown(cancel_futures=True)

    def start(self, files: Iterable[Input]) -> None:
        """Begin with these files, where they are not begun yet."""
        for each in files:
            if each.path not in self._of:
                self._of[each.path] = self._pool.submit(_sha256, each.path)

    def of(self, file: Input) -> str:
        """The hash of a file, once it is there."""
        self.start([file])
        return self._of[file.path].result()


def _sha256(path: Path) -> str:
    with path.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def key(*parts: str) -> str:
    """A name for what all these parts decide."""
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:32]
