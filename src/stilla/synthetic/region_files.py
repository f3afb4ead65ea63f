"""A whole region on disk: its parts, written by several processes, and what was planted in it."""

from __future__ import annotations

import os
import shutil
from collections import Counter
from concurrent.futures import ProcessPoolExecutor, as_completed
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from stilla import __version__
from stilla.errors import refuse
from stilla.knowledge.store import load
from stilla.synthetic.lines import Press
from stilla.synthetic.part import HALF, PART, PLANTED, Order, Part, write_part
from stilla.text import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from stilla.knowledge.store import Knowledge

MOST = 9_999_999
"""An id has seven digits."""

MANIFEST = "planted.json"
README = "README.txt"
PROCESSES = 2

_README = Text(
    "Everybody in this folder is invented. It was made by a program for tests: nobody here exists, no record is of a\n"
    "real person, and nothing in it says how common anything is. Every resource carries the tag HTEST.\n"
    "What was planted, for whoever tests a reader: planted.json and the folder planted.\n",
    "Alla i den här mappen är påhittade. Den är gjord av ett program för tester: ingen här finns, ingen uppgift\n"
    "gäller en verklig person, och inget i den säger hur vanligt något är. Varje resurs bär märkningen HTEST.\n"
    "Det som har lagts in, för den som prövar en läsare: planted.json och mappen planted.\n",
)


class Written(msgspec.Struct, frozen=True):
    """A region on disk."""

    folder: Path
    patients: int
    files: int
    lines: int
    size: int
    """Bytes of all files."""

    counts: dict[str, int]
    dirt: dict[str, int]


def write_region(
    order: Order, folder: Path, knowledge: Knowledge, *, force: bool = False, told: Callable[[int], None] | None = None
) -> Written:
    """Write an invented region: `Type.NNN.ndjson`, `planted.json`, `_planted/` and a README.

    Args:
        order: how many people, from which seed, for which day.
        folder: where; it must be empty, or hold an earlier region and `force` be given.
        knowledge: the figures, codes and names.
        force: replace the region that is there. Files that are no part of it are left alone.
        told: called with the number of people that were just written.

    Raises:
        BadInput: where the order makes no sense or the files cannot be written.
    """
    _check(order)
    try:
        _make_room(folder, force=force)
        (folder / PLANTED).mkdir(parents=True)
        parts = dict(_parts(order, folder, knowledge, told))
        return _finish(order, folder, knowledge, [parts[number] for number in sorted(parts)])
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise refuse(
            str(folder),
            f"The region cannot be written here ({reason}). No half file is left; what is whole stays.",
            f"Regionen går inte att skriva här ({reason}). Ingen halv fil är kvar; det som är helt ligger kvar.",
        ) from error


def _check(order: Order) -> None:
    if not 1 <= order.patients <= MOST:
        raise refuse(
            "--patients", f"Between 1 and {MOST}, for example 1000.", f"Mellan 1 och {MOST}, till exempel 1000."
        )
    if not 0 <= order.dirt <= 1:
        raise refuse("--dirt", "A share from 0 to 1, for example 0.01.", "En andel från 0 till 1, till exempel 0.01.")
    if order.seed < 0:
        raise refuse("--seed", "A whole number from 0.", "Ett heltal från 0.")


def _make_room(folder: Path, *, force: bool) -> None:
    """An empty folder: a new one, or an earlier region taken away."""
    folder.mkdir(parents=True, exist_ok=True)
    if not any(folder.iterdir()):
        return
    if not force:
        raise refuse(
            str(folder),
            "This folder is not empty. Choose another, or --force to replace a region that is there.",
            "Mappen är inte tom. Välj en annan, eller --force för att ersätta en region som ligger där.",
        )
    for pattern in ("*.[0-9][0-9][0-9]*.ndjson", "*.[0-9][0-9][0-9]*.ndjson.gz", f"*.ndjson*{HALF}", MANIFEST, README):
        for old in folder.glob(pattern):
            old.unlink()
    shutil.rmtree(folder / PLANTED, ignore_errors=True)


def _parts(
    order: Order, folder: Path, knowledge: Knowledge, told: Callable[[int], None] | None
) -> Iterator[tuple[int, Part]]:
    """Every part, as it is done."""
    count = -(-order.patients // PART)
    processes = min(PROCESSES, os.cpu_count() or 1, count)
    if processes == 1:
        press = Press(knowledge, order.seed, order.as_of, order.lang)
        for number in range(count):
            yield number, _told(write_part(press, order, folder, number), number, order, told)
        return
    with ProcessPoolExecutor(processes, initializer=_start, initargs=(order,)) as pool:
        jobs = {pool.submit(_write, order, folder, number): number for number in range(count)}
        try:
            for job in as_completed(jobs):
                yield jobs[job], _told(job.result(), jobs[job], order, told)
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise


def _told(part: Part, number: int, order: Order, told: Callable[[int], None] | None) -> Part:
    if told is not None:
        told(min(PART, order.patients - number * PART))
    return part


_PRESS: list[Press] = []
"""Of a process that writes parts: made once."""


def _start(order: Order) -> None:
    _PRESS[:] = [Press(load(), order.seed, order.as_of, order.lang)]


def _write(order: Order, folder: Path, number: int) -> Part:
    return write_part(_PRESS[0], order, folder, number)


def _finish(order: Order, folder: Path, knowledge: Knowledge, parts: list[Part]) -> Written:
    """What belongs to the region as a whole; the manifest last, so that its presence says the region is whole."""
    files = {name: each for part in parts for name, each in part.files.items()}
    press = Press(knowledge, order.seed, order.as_of, order.lang)
    catalogue = "Medication.000.ndjson"
    files[catalogue] = _put(folder / catalogue, b"".join(press.medicines.catalogue))
    _put(folder / README, f"{_README.en}\n{_README.sv}".encode())
    # `update`, not a sum: a sum of counters drops what was counted and is none.
    counts, dirt = Counter[str](), Counter[str]()
    for part in parts:
        counts.update(part.counts)
        dirt.update(part.dirt)
    manifest: dict[str, Any] = {
        "format": 1,
        "stilla": __version__,
        "knowledge": knowledge.version.name,
        "order": order,
        "counts": dict(sorted(counts.items())),
        "dirt": dict(sorted(dirt.items())),
        "files": {name: {"bytes": size, "lines": lines} for name, (size, lines) in sorted(files.items())},
    }
    _put(folder / MANIFEST, msgspec.json.format(msgspec.json.encode(manifest)) + b"\n")
    size, lines = (sum(each[n] for each in files.values()) for n in (0, 1))
    return Written(folder, order.patients, len(files), lines, size, dict(counts), dict(dirt))


def _put(file: Path, content: bytes) -> tuple[int, int]:
    """A small file, whole or not at all."""
    half = file.with_name(file.name + HALF)
    half.write_bytes(content)
    half.replace(file)
    return len(content), content.count(b"\n")
