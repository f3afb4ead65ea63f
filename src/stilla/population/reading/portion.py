"""One portion of the input: its lines become rows on disk, and its bad lines are found."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from stilla.errors import refuse
from stilla.population.reading import scan
from stilla.population.reading.checking import counted, is_clean, types_in
from stilla.population.reading.fields import SHAPED
from stilla.population.reading.lines import Bad, bad

if TYPE_CHECKING:
    from stilla.population.reading.engine import Lines
    from stilla.population.reading.inputs import Portion

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
    mended: dict[str, str]
    """Files that could not be read as they are: the name of each, and of its usable lines in the folder."""

    def files(self, portion: Portion, folder: Path) -> list[Path]:
        """What was read for each file of the portion."""
        return [folder / self.mended[each.name] if each.name in self.mended else each.path for each in portion.files]


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
        """The portion as rows in a folder.

        Raises:
            BadInput: the engine lost records on the way.
        """
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        done = self._whole(portion, folder) or self._mended(portion, folder)
        done.kinds = [kind for kind in SHAPED if rows_file(folder, kind).exists()]
        return done

    @staticmethod
    def finish(folder: Path, done: Done, key: str) -> Done:
        """Say that a portion is read, and of which input: the last thing that is written."""
        done.key = key
        write_done(folder, done)
        return done

    def _whole(self, portion: Portion, folder: Path) -> Done | None:
        """The files as they are; None where one has to be mended first."""
        files = [each.path for each in portion.files]
        if not self.engine.is_strict and not is_clean(files):
            return None
        try:
            read = self._scanned(portion.kind, files, folder)
        except self.engine.unreadable:
            return None
        if not (unread := read.pop("", 0)):
            return Done("", dict(read), [], [], {})
        found = [line for each in portion.files for line in bad(each.path, each.name, self.longest, {})]
        return Done("", dict(read), found, [], {}) if len(found) == unread else None

    def _mended(self, portion: Portion, folder: Path) -> Done:
        """The files; of those that cannot be read as they are the usable lines, copied out."""
        found: list[Bad] = []
        mended = {}
        for number, each in enumerate(portion.files):
            if is_clean([each.path]):
                continue
            mended[each.name] = f"mended-{number}.ndjson"
            with (folder / mended[each.name]).open("wb") as rest:
                found += bad(each.path, each.name, self.longest, {}, rest)
        done = Done("", {}, found, [], mended)
        read = self._scanned(portion.kind, done.files(portion, folder), folder, self.longest)
        names = ", ".join(each.name for each in portion.files)
        done.bad += [Bad(names, 0, "the engine cannot read it", "")] * read.pop("", 0)
        done.read = dict(read)
        return done

    def _scanned(self, kind: str, files: Sequence[Path], folder: Path, longest: int | None = None) -> Counter[str]:
        """How many records of each type there are; under the empty type: lines that are none. Rows go to the folder."""
        read = self._one(kind, files, folder, longest)
        if not self.engine.is_strict:
            self._compare(read, types_in(files, longest))
        for other in SHAPED:
            if other != kind and read.get(other):
                self._one(other, files, folder, longest)
        return read

    def _one(self, kind: str, files: Sequence[Path], folder: Path, longest: int | None) -> Counter[str]:
        engine = self.engine
        if kind in scan.HELD_FIRST:
            return self._held(kind, files, folder, longest)
        engine.lines(files, scan.columns(kind) if kind else (), longest)
        if not kind:
            return counted(engine, scan.count())
        engine.view("chosen", scan.direct(kind))
        engine.write(scan.rows(kind, self.codes), rows_file(folder, kind))
        engine.parquet("written", rows_file(folder, kind))
        return counted(engine, "SELECT type FROM written")

    def _held(self, kind: str, files: Sequence[Path], folder: Path, longest: int | None) -> Counter[str]:
        """A type of which most lines do not matter: those that do are held, and only they are taken apart."""
        engine = self.engine
        engine.texts(files, longest)
        engine.keep("held", scan.hold(kind, self.codes))
        engine.parted("SELECT type, line FROM held WHERE line IS NOT NULL", scan.columns(kind))
        engine.write(scan.rows(kind, self.codes), rows_file(folder, kind))
        engine.parquet("written", rows_file(folder, kind))
        wanted = counted(engine, "SELECT type FROM held WHERE line IS NOT NULL")
        self._compare(counted(engine, "SELECT type FROM written"), wanted)
        read = counted(engine, "SELECT type FROM held")
        if kind == "Observation":
            engine.write("SELECT passed AS id_mark FROM held WHERE passed IS NOT NULL", folder / PASSED)
        engine.drop("held")
        return read

    @staticmethod
    def _compare(written: Counter[str], there: Counter[str]) -> None:
        """Refuse to go on where there are fewer rows than records, or more: a list that lacks a line says too much."""
        if written != there:
            raise refuse(
                "",
                f"{there.total()} records went in and {written.total()} came out. Nothing was kept; try again.",
                f"{there.total()} poster lästes in och {written.total()} kom ut. Inget har sparats. Försök igen.",
            )


def rows_file(folder: Path, kind: str) -> Path:
    """Where the rows of a type are."""
    return folder / f"{kind}.parquet"


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
