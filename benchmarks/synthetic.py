"""How fast an invented region is written: our templates beside `json.dumps` of the same resources.

The peer gets the very resources of a block as dictionaries and only has to write them; drawing them is not counted.
"""

from __future__ import annotations

import json
import resource
import statistics
import tempfile
import time
from datetime import date
from pathlib import Path

from stilla.knowledge.store import load
from stilla.synthetic.lines import Press
from stilla.synthetic.part import Order
from stilla.synthetic.people import BLOCK
from stilla.synthetic.region_files import write_region

TODAY = date(2026, 11, 22)
ROUNDS = 5
PEOPLE = 100_000


def drawn_and_written(press: Press, number: int) -> float:
    """Seconds to draw a block and make its lines."""
    started = time.perf_counter()
    press.block(number)
    return time.perf_counter() - started


def dumped(press: Press, number: int) -> float:
    """Seconds to write the same resources with the standard library."""
    lines = [line for each in press.block(number).printed.values() for line in each.lines]
    resources = [json.loads(line) for line in lines]
    started = time.perf_counter()
    written = [json.dumps(each, ensure_ascii=False, separators=(",", ":")).encode() + b"\n" for each in resources]
    seconds = time.perf_counter() - started
    assert len(written) == len(lines)
    return seconds


def cpu() -> float:
    """Seconds that this program and its processes have worked."""
    return sum(sum(resource.getrusage(each)[:2]) for each in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))


def main() -> None:
    """Print both, then a whole region on disk."""
    press = Press(load(), 1, TODAY, "sv")
    press.block(0)
    pairs = [(drawn_and_written(press, n), dumped(press, n)) for n in range(1, ROUNDS + 1)]
    ours, theirs = (BLOCK / statistics.median(column) for column in zip(*pairs, strict=True))
    print(f"one core, in memory: drawn and written {ours:,.0f} people/s; json.dumps alone {theirs:,.0f} people/s")
    with tempfile.TemporaryDirectory() as folder:
        started, before = time.perf_counter(), cpu()
        written = write_region(Order(PEOPLE, 1, TODAY), Path(folder) / "region", load())
        seconds, worked = time.perf_counter() - started, cpu() - before
    peak = max(resource.getrusage(each).ru_maxrss for each in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)) / 1024
    print(
        f"two processes, on disk: {PEOPLE:,} people in {seconds:.1f} s, {PEOPLE / seconds:,.0f} people/s "
        f"({PEOPLE / worked:,.0f} a second of one core), "
        f"{written.size / seconds / 1e6:,.0f} MB/s, {written.size / PEOPLE / 1e3:.1f} kB and "
        f"{written.lines / PEOPLE:.1f} records a person; largest process {peak:,.0f} MB"
    )


if __name__ == "__main__":
    main()
