"""One portion of the input: its lines become rows on disk, and its bad lines are found."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from stilla.population.reading import scan
from stilla.population.reading.fields import SHAPED
from stilla.population.reading.lines import Bad, bad, has_mark

if TYPE_CHECKING:
    from stilla.population.reading.engine import Lines
    from stilla.population.reading.inputs import Input, Portion

_DONE = "done.json"
PASSED = "passed.parquet"
"""Marks of the ids of observations that were passed over."""


class Done(msgspec.Struct):
    """What reading a portion gave, beside its rows."""

    key: str
    read: dict[str, int]
    bad: list[Bad]
    kinds: list[str]
    """Types that have a file of rows."""


class Scan:
    """Reads portions with an engine; each into a folder of its own.

    Args:
        engine: runs the SQL.
        codes: of observations that a rule can ask about.
        longest: bytes of a line at most.
    """

    def __init__(self, engine: Lines, codes: Sequence[str], longest: int) -> None:
        self.engine = engine
        self.codes = codes
        self.longest = longest

    def read(self, portion: Portion, folder: Path) -> Done:
        """The portion as rows in a folder."""
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        read, lines = self._whole(portion, folder) or self._mended(portion, folder)
        kinds = [kind for kind in SHAPED if rows_file(folder, kind).exists()]
        return Done("", dict(read), lines, kinds)

    @staticmethod
    def finish(folder: Path, done: Done, key: str) -> Done:
        """Say that a portion is read, and of which input: the last thing that is written."""
        done.key = key
        write_done(folder, done)
        return done

    def _whole(self, portion: Portion, folder: Path) -> tuple[Counter[str], list[Bad]] | None:
        """The files as they are; None where one has to be mended first."""
        if not self.engine.is_strict and any(self._needs_mending(each) for each in portion.files):
            return None
        try:
            read = self._scanned(portion.kind, [each.path for each in portion.files], folder)
        except self.engine.unreadable:
            return None
        if not (unread := read.pop("", 0)):
            return read, []
        found = [line for each in portion.files for line in self._bad(each)]
        return (read, found) if len(found) == unread else None

    def _needs_mending(self, file: Input) -> bool:
        """Whether a file has anything in it that an engine which is not strict may take for good."""
        return has_mark(file.path) or next(bad(file.path, file.name, self.longest, {}), None) is not None

    def _bad(self, file: Input) -> list[Bad]:
        return [*bad(file.path, file.name, self.longest, {})]

    def _mended(self, portion: Portion, folder: Path) -> tuple[Counter[str], list[Bad]]:
        """The usable lines of the files, copied out."""
        found: list[Bad] = []
        mended = []
        for number, each in enumerate(portion.files):
            path = folder / f"mended-{number}.ndjson"
            with path.open("wb") as rest:
                found += bad(each.path, each.name, self.longest, {}, rest)
            mended.append(path)
        read = self._scanned(portion.kind, mended, folder, self.longest)
        for path in mended:
            path.unlink()
        names = ", ".join(each.name for each in portion.files)
        found += [Bad(names, 0, "the engine cannot read it", "")] * read.pop("", 0)
        return read, found

    def _scanned(self, kind: str, files: Sequence[Path], folder: Path, longest: int | None = None) -> Counter[str]:
        """How many records of each type there are; under the empty type: lines that are none. Rows go to the folder."""
        read = self._one(kind, files, folder, longest)
        for other in SHAPED:
            if other != kind and read.get(other):
                self._one(other, files, folder, longest)
        return read

    def _one(self, kind: str, files: Sequence[Path], folder: Path, longest: int | None) -> Counter[str]:
        engine = self.engine
        engine.lines(files, scan.columns(kind) if kind else (), longest)
        if not kind:
            return self._counted(scan.count())
        rows = rows_file(folder, kind)
        if kind not in scan.HELD_FIRST:
            engine.view("held", scan.direct(kind))
            engine.write(scan.rows(kind, self.codes), rows)
            engine.parquet("written", rows)
            return self._counted("SELECT type FROM written")
        held = folder / "held.parquet"
        engine.write(scan.hold(kind, self.codes), held)
        engine.parquet("held", held)
        engine.write(scan.rows(kind, self.codes), rows)
        read = self._counted("SELECT type FROM held")
        if kind == "Observation":
            engine.write("SELECT passed AS id_mark FROM held WHERE passed IS NOT NULL", folder / PASSED)
        remove(held)
        return read

    def _counted(self, sql: str) -> Counter[str]:
        found = self.engine.fetch(f"SELECT coalesce(type, '') AS type, count(*) AS n FROM ({sql}) s GROUP BY 1")
        return Counter(dict(found))


def rows_file(folder: Path, kind: str) -> Path:
    """Where the rows of a type are."""
    return folder / f"{kind}.parquet"


def remove(path: Path) -> None:
    """A file, or a folder of them."""
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def write_done(folder: Path, done: Done) -> None:
    """Say that a portion is read: the last thing that is written."""
    partial = folder / f".{_DONE}"
    partial.write_bytes(msgspec.json.encode(done))
    partial.replace(folder / _DONE)


def read_done(folder: Path) -> Done | None:
    """What an earlier run read into a folder; None where it did not come to an end."""
    try:
        return msgspec.json.decode((folder / _DONE).read_bytes(), type=Done)
    except (OSError, msgspec.MsgspecError):
        return None
