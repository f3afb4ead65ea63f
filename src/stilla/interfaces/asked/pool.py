"""Summaries from files, folders and NDJSON: a bad one is set aside with the reason, and the rest goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO

import msgspec

from stilla.analysis.pool_trials import GRID_MOST
from stilla.analysis.summary import LARGEST, read_summary
from stilla.errors import BadInput
from stilla.text import Language, Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from stilla.analysis.pool_trials import Collector

LINES = frozenset({".ndjson", ".jsonl"})
"""Endings of files with a summary on each line."""
KEPT = 1_000
"""Bad files that are named; beyond, they are counted."""

LANGUAGES: tuple[Language, Language] = ("en", "sv")
_SAID = 6
_UNREADABLE = Text("cannot be read", "går inte att läsa")


class Found(msgspec.Struct, frozen=True):
    """What lies at a place; None where it could not be read."""

    name: str
    data: bytes | None


class SetAside(msgspec.Struct, frozen=True):
    """A file or line that was left out, and why."""

    name: str
    why: Text


class Aside:
    """How many were set aside, and the first of them."""

    def __init__(self) -> None:
        self.count = 0
        self.first: list[SetAside] = []

    def add(self, each: SetAside) -> None:
        """One more."""
        self.count += 1
        if len(self.first) < KEPT:
            self.first.append(each)


def found_in(paths: Iterable[Path]) -> Iterator[Found]:
    """Every summary at these places, in the order given; a folder's by name, also `summary.json` one level down."""
    for path in paths:
        if path.is_dir():
            for each in sorted([*path.glob("*.json"), *path.glob("*/summary.json")]):
                yield _file(each, str(each.relative_to(path)))
        elif path.suffix.lower() in LINES:
            yield from _lines(path)
        else:
            yield _file(path, path.name)


def take(each: Found, collector: Collector, aside: Aside) -> None:
    """Read one summary into the collector, or set it aside."""
    if each.data is None:
        aside.add(SetAside(each.name, _UNREADABLE))
        return
    try:
        summary = read_summary(each.data, "", whole=len(collector) < GRID_MOST)
    except BadInput as error:
        aside.add(SetAside(each.name, Text(*("; ".join(_said(error, language)) for language in LANGUAGES))))
        return
    why = collector.add(summary)
    if why is not None:
        aside.add(SetAside(each.name, why))


def _said(error: BadInput, language: Language) -> list[str]:
    """Each problem with its field; of very many the first."""
    said = [problem.sentence(language).removeprefix(", ") for problem in error.problems]
    return said if len(said) <= _SAID else [*said[:_SAID], f"+ {len(said) - _SAID}"]


def _file(path: Path, name: str) -> Found:
    try:
        with path.open("rb") as file:
            return Found(name, file.read(LARGEST + 1))
    except OSError:
        return Found(name, None)


def _lines(path: Path) -> Iterator[Found]:
    try:
        with path.open("rb") as file:
            yield from _lines_of(file, path.name)
    except OSError:
        yield Found(path.name, None)


def _lines_of(file: BinaryIO, name: str) -> Iterator[Found]:
    """Each line that is not empty; of one that is too long only the beginning, so that it is refused as too large."""
    number = 0
    while line := file.readline(LARGEST + 2):
        number += 1
        rest = line
        while not rest.endswith(b"\n") and (rest := file.readline(LARGEST)):
            pass
        if line.strip():
            yield Found(f"{name}:{number}", line)
