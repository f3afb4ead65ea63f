"""How long the exact randomisation test takes: single days in balanced order, and pairs.

Times are CPU seconds of this process, the listing of the sequences and the interval included; the peer is given the
p-value only. The peer does what a well-known R package does, in plain Python: every row of the full grid of 0 and 1 is
expanded, those with half of the days are kept, and two means are taken of each. Both must agree on p.
"""

from __future__ import annotations

import itertools
import math
import statistics
import time
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from stilla.analysis import reference
from stilla.analysis.design import Design, sequences, unrank
from stilla.analysis.randomisation import by_pair, by_period

if TYPE_CHECKING:
    from collections.abc import Callable

REPEATS = 5


def cpu_seconds(work: Callable[[], object]) -> float:
    times = []
    for _ in range(REPEATS):
        reference._listed.cache_clear()  # noqa: SLF001  # the listing is part of what is timed
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return statistics.median(times)


def peer(values: list[float], given: tuple[int, ...]) -> float:
    half = len(values) // 2

    def difference(row: tuple[int, ...]) -> float:
        on = [value for value, active in zip(values, row, strict=True) if active]
        off = [value for value, active in zip(values, row, strict=True) if not active]
        return abs(sum(on) / len(on) - sum(off) / len(off))

    admitted = [row for row in itertools.product((0, 1), repeat=len(values)) if sum(row) == half]
    seen = difference(given)
    return sum(difference(row) >= seen - 1e-12 for row in admitted) / len(admitted)


def main() -> None:
    chance = np.random.default_rng(20261122)
    print(f"{'':28} {'sequences':>10} {'CPU s':>9}")
    for days in (14, 18, 20):
        design = Design("free", days, 1)
        given = unrank(design, sequences(design) // 3)
        values = chance.normal(size=days) + 0.8 * np.array(given)
        ours = cpu_seconds(partial(by_period, values, design, given))
        print(f"{f'{days} single days, balanced':28} {sequences(design):10} {ours:9.4f}")
        if days == 14:
            theirs = cpu_seconds(partial(peer, values.tolist(), given))
            p = by_period(values, design, given).p
            assert p is not None
            assert math.isclose(p, peer(values.tolist(), given))
            print(f"{'  peer, row by row':28} {2**14:10} {theirs:9.4f}   {theirs / ours:.0f} times as long")
    for pairs in (10, 16, 20):
        differences = chance.normal(size=pairs) + 0.5
        ours = cpu_seconds(partial(by_pair, differences))
        print(f"{f'{pairs} pairs':28} {2**pairs:10} {ours:9.4f}")


if __name__ == "__main__":
    main()
