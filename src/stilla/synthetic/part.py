"""One part of the export: a few blocks of people, written to files of their own by one process."""

from __future__ import annotations

import gzip
from collections import Counter
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import IO, TYPE_CHECKING, cast

import msgspec
import numpy as np

from stilla.synthetic.cases import CASES
from stilla.synthetic.dirt import HARMLESS, soil
from stilla.synthetic.people import BLOCK, dice
from stilla.synthetic.planted import case_lines, entry_of

if TYPE_CHECKING:
    from datetime import date

    from numpy.typing import NDArray

    from stilla.synthetic.dirt import Soiled
    from stilla.synthetic.lines import Block, Press, Printed
    from stilla.text import Language

BLOCKS = 5
PART = BLOCKS * BLOCK
"""People in a part."""

EVERY = 1000
"""Beside the first people, each last of so many is a hand-made case."""

HALF = ".part"
"""Ends the name of a file that is not whole yet."""

PLANTED = "_planted"


class Order(msgspec.Struct, frozen=True):
    """What is asked for. The same order and version give the same bytes."""

    patients: int
    seed: int
    as_of: date
    dirt: float = 0.01
    lang: Language = "sv"
    zipped: bool = False


class Part(msgspec.Struct):
    """What a part came to."""

    files: dict[str, tuple[int, int]] = {}
    """By name: bytes and lines."""

    counts: Counter[str] = msgspec.field(default_factory=Counter)
    dirt: Counter[str] = msgspec.field(default_factory=Counter)


class _Files:
    """The files of a part, opened when there is something to write; named in full only when all are whole."""

    def __init__(self, folder: Path, order: Order, number: int) -> None:
        self._folder, self._order, self._number = folder, order, number
        self._open: dict[str, IO[bytes]] = {}
        self._stack = ExitStack()
        self.lines: Counter[str] = Counter()

    def name(self, kind: str) -> str:
        """The name of a file by what is in it: `Type` or `Type.again` or `_planted/…`."""
        end = ".gz" if self._order.zipped and not kind.startswith(PLANTED) else ""
        return f"{kind}.{self._number:03d}.ndjson{end}"

    def write(self, kind: str, lines: list[bytes]) -> None:
        """Add lines."""
        if not lines:
            return
        name = self.name(kind)
        if name not in self._open:
            plain = self._stack.enter_context((self._folder / (name + HALF)).open("wb"))
            # No time and no name inside, so that the same people give the same bytes.
            packed = gzip.GzipFile("", "wb", 6, plain, 0) if name.endswith(".gz") else plain
            self._open[name] = cast("IO[bytes]", packed)
        self._open[name].write(b"".join(lines))
        self.lines[name] += len(lines)

    def close(self) -> dict[str, tuple[int, int]]:
        """Everything is whole: give the files their names."""
        for opened in self._open.values():
            opened.close()
        self._stack.close()
        found = {}
        for name in self._open:
            half = self._folder / (name + HALF)
            found[name] = (half.stat().st_size, self.lines[name])
            half.replace(self._folder / name)
        return found

    def abandon(self) -> None:
        """Something failed: leave no half file behind. What is still held back cannot be written either."""
        for opened in self._open.values():
            with suppress(OSError, ValueError):
                opened.close()
        with suppress(OSError):
            self._stack.close()
        for name in self._open:
            (self._folder / (name + HALF)).unlink(missing_ok=True)


def write_part(press: Press, order: Order, folder: Path, number: int) -> Part:
    """Write the people of a part.

    Raises:
        OSError: where they cannot be written (a full disk); no half file is left.
    """
    files, part = _Files(folder, order, number), Part()
    try:
        for block in range(number * BLOCKS, min((number + 1) * BLOCKS, -(-order.patients // BLOCK))):
            _write_block(press, order, block, files, part)
        part.files = files.close()
    except BaseException:
        files.abandon()
        raise
    return part


def _write_block(press: Press, order: Order, number: int, files: _Files, part: Part) -> None:
    block = press.block(number)
    wanted = min(BLOCK, order.patients - number * BLOCK)
    places = np.array(sorted(cases_at(number)), dtype=np.int64)
    doubtful = np.zeros(BLOCK, dtype=bool)
    throw = dice(order.seed, number, "dirt")
    for name, printed in block.printed.items():
        kept = _without(printed, places)
        keep = int(np.searchsorted(kept.who, wanted))
        soiled = [each for each in soil(name, kept.lines, kept.who, order.dirt, throw) if each.place < keep]
        if name == "Observation":
            doubtful[kept.who[[each.place for each in soiled if each.kind not in HARMLESS]]] = True
        part.dirt.update(each.kind for each in soiled)
        _write_dirt(name, soiled, files)
        files.write(name, kept.lines[:keep])
    _write_cases(order, number, wanted, files, part)
    drawn = np.arange(BLOCK) < wanted
    drawn[places] = False
    _count(press, block, drawn, doubtful, part.counts)


def _write_dirt(name: str, soiled: list[Soiled], files: _Files) -> None:
    """Which line is faulty how; and the records that come twice. Before the lines themselves, to number them."""
    before = files.lines[files.name(name)]
    again = files.name(f"{name}.again")
    said = []
    for each in soiled:
        file, line = files.name(name), before + each.place + 1
        if each.again:
            files.write(f"{name}.again", [each.again])
            file, line = again, files.lines[again]
        said.append(msgspec.json.encode({"file": file, "line": line, "kind": each.kind}) + b"\n")
    files.write(f"{PLANTED}/dirt", said)


def cases_at(block: int) -> dict[int, int]:
    """Which places of a block hold a hand-made case, and which one."""
    found = {place: place for place in range(len(CASES))} if block == 0 else {}
    for place in range(EVERY - 1, BLOCK, EVERY):
        found[place] = (block * BLOCK + place) // EVERY % len(CASES)
    return found


def _without(printed: Printed, places: NDArray[np.int64]) -> Printed:
    """Without what was drawn for the places of cases."""
    keep = np.flatnonzero(~np.isin(printed.who, places))
    return printed._replace(lines=[printed.lines[each] for each in keep.tolist()], who=printed.who[keep])


def _write_cases(order: Order, number: int, wanted: int, files: _Files, part: Part) -> None:
    for place, which in sorted(cases_at(number).items()):
        if place >= wanted:
            continue
        case, patient = CASES[which], f"p{number * BLOCK + place + 1:07d}"
        for name, lines in case_lines(case, patient, order.as_of).items():
            files.write(name, lines)
        files.write(f"{PLANTED}/people", [msgspec.json.encode(entry_of(case, patient)) + b"\n"])
        part.counts["planted people"] += 1


def _count(
    press: Press, block: Block, drawn: NDArray[np.bool_], doubtful: NDArray[np.bool_], counts: Counter[str]
) -> None:
    """Count who was drawn; hand-made cases are not among them."""
    counts["drawn people"] += int(drawn.sum())
    for slug, flags in block.people.has.items():
        counts[f"has {slug}"] += int((flags & drawn).sum())
    for name, flags in zip(press.region.medicines, block.taken.active, strict=True):
        counts[f"takes {name}"] += int((flags & drawn).sum())
    magnesium, kidneys = block.taken, block.kidneys
    low = kidneys.below_30 & ~doubtful & block.known
    maybe_low = kidneys.below_30 | kidneys.maybe_below_30
    pairs = {
        "magnesium": (magnesium.magnesium & block.known, magnesium.maybe_magnesium),
        "egfr-below-30": (low, maybe_low),
    }
    pairs["both"] = (pairs["magnesium"][0] & low, pairs["magnesium"][1] & maybe_low)
    for name, (sure, maybe) in pairs.items():
        counts[f"surely {name}"] += int((sure & drawn).sum())
        counts[f"possibly {name}"] += int((maybe & ~sure & drawn).sum())
