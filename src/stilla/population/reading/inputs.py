"""Which files there are to read, and in which portions."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from stilla.errors import BadInput, Problem, refuse
from stilla.population.reading.fields import SHAPED
from stilla.text import Text

_TYPE_IN_NAME = re.compile(r"([A-Za-z]+?)(?:[.-].*)?\.ndjson(?:\.gz)?$")
_TYPE_IN_LINE = re.compile(rb'"resourceType"\s*:\s*"([A-Za-z]+)"')
_LOOKED_AT = 1 << 16
_PORTION = 2_000_000_000
_OURS = ("facts.json", "provenance.json")
"""Files that say that a folder is an answer."""
_SUFFIXES = (".ndjson", ".ndjson.gz", ".jsonl", ".jsonl.gz")


class Input(NamedTuple):
    """A file of lines. `name` is its path within the folder."""

    path: Path
    name: str
    bytes: int
    kind: str
    """The type of resource that its first lines or its name speak of; empty where it is none that is read."""


class Portion(NamedTuple):
    """Files of one type that are read in one go."""

    kind: str
    files: tuple[Input, ...]

    @property
    def bytes(self) -> int:
        """Their size together."""
        return sum(each.bytes for each in self.files)


def _is_beside(path: Path, folder: Path) -> bool:
    return any(part.startswith((".", "_")) for part in path.relative_to(folder).parts)


def find(folder: Path, besides: Sequence[Path] = ()) -> list[Input]:
    """Every file of records below a folder, in a fixed order; never what Stilla itself wrote there.

    What begins with a point or a low line stands beside the records, as Spark takes it too.

    Args:
        folder: where to look.
        besides: folders below it that are not looked into.

    Raises:
        BadInput: there is none, or one of them cannot be read.
    """
    if not folder.is_dir():
        raise refuse(str(folder), "There is no such folder.", "Mappen finns inte.")
    ours = {*besides, *(path.parent for name in _OURS for path in folder.rglob(name) if path.parent != folder)}
    paths = sorted(
        path
        for path in folder.rglob("*")
        if path.name.lower().endswith(_SUFFIXES) and ours.isdisjoint(path.parents) and not _is_beside(path, folder)
    )
    if not paths:
        raise refuse(
            str(folder),
            "There are no records here. Expected files such as Patient.ndjson or Condition.000.ndjson.gz.",
            "Här finns inga journaldata. Vänta filer som Patient.ndjson eller Condition.000.ndjson.gz.",
        )
    found, problems = [], []
    for path in paths:
        try:
            found.append(Input(path, path.relative_to(folder).as_posix(), path.stat().st_size, _kind(path)))
        except OSError as error:
            place = path.relative_to(folder).as_posix()
            says = Text(f"It cannot be read: {error.strerror}.", f"Filen går inte att läsa: {error.strerror}.")
            problems.append(Problem(Text(place, place), says))
    if problems:
        raise BadInput(problems)
    return found


def _kind(path: Path) -> str:
    """The type that a file is about: most of its first lines, or its name where they do not say."""
    try:
        with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as opened:
            start = opened.read(_LOOKED_AT)
    except (EOFError, gzip.BadGzipFile):
        start = b""
    named = _TYPE_IN_NAME.match(path.name)
    spoken = [each[1].decode() for each in _TYPE_IN_LINE.finditer(start)]
    known = [kind for kind in SHAPED if kind in spoken]
    if named and named[1] in known:
        return named[1]
    if known:
        return max(known, key=spoken.count)
    return named[1] if named and named[1] in SHAPED else ""


def portions(found: Sequence[Input], most: int = _PORTION) -> Iterator[Portion]:
    """Files of one type together, up to a size."""
    for kind in sorted({each.kind for each in found}):
        gathered: list[Input] = []
        for each in (each for each in found if each.kind == kind):
            if gathered and sum(other.bytes for other in gathered) + each.bytes > most:
                yield Portion(kind, tuple(gathered))
                gathered = []
            gathered.append(each)
        yield Portion(kind, tuple(gathered))
