"""Many people at once: the kinetics of each in a lane of its own, in equal steps.

Two ways to a level in blood. The short one computes the bowel of a few equal days, which does not depend on the blood,
and puts what was taken up into the closed form of the steady state. The long one follows everybody day by day.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from os import cpu_count
from typing import TYPE_CHECKING

import msgspec
import numpy as np
from numba import njit

from stilla.physiology import kernel
from stilla.physiology.kernel import LANES, begin_lanes, derive_lanes, march, march_gut
from stilla.physiology.kinetics import DAY, PASSAGES, level_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from stilla.physiology.doses import Taken
    from stilla.physiology.kinetics import FloatArray

    IntArray = NDArray[np.int64]

MADE_FOR = "8e7430bc7cf82bb7"
"""Digest of the kernel, written by `python -m stilla.physiology.generate`: see `stilla.physiology.course`."""
STEP_H = 0.5
"""Longest step: a level is then right to 0.0015 mmol/L, in the middle to 0.0005; at the largest loads to 0.004."""
_STABLE = 1.5
"""A step times the fastest rate: classical Runge-Kutta is stable to 2.8, and exact enough to half of that."""
CHUNK = 4096
"""People to a piece of work."""
_VALUES = len(kernel.VALUES)
_STATES = len(kernel.STATES)
_SMALL, _LARGE = kernel.VALUES.index("k"), kernel.VALUES.index("kc")
_TAKEN_UP = kernel.STATES.index("Taken_up")
_SERUM, _VOLUME = kernel.STATES.index("Ac"), kernel.VALUES.index("Vc")
DISSOLVING = {
    "S_fast": "kd_fast",
    "S_soluble": "kd_soluble",
    "S_slow": "kd_slow",
    "S_coated": "kd_coated",
    "S_food": "kd_food",
}
_TINY = 1e-18


class Schedule(msgspec.Struct, frozen=True):
    """A day that repeats itself: what enters which state, and when."""

    hours: tuple[float, ...]
    """Ascending, from 0 to below 24."""
    states: tuple[int, ...]
    regular: tuple[bool, ...]
    """Whether it is food, which nobody forgets."""


def schedule(day: Sequence[tuple[Taken, bool]]) -> Schedule:
    """A day's events in order, each with whether it is food."""
    ordered = sorted(day, key=lambda each: each[0].hour)
    return Schedule(
        tuple(each.hour for each, _ in ordered),
        tuple(kernel.STATES.index(each.state) for each, _ in ordered),
        tuple(food for _, food in ordered),
    )


@njit(cache=True, nogil=True, error_model="numpy")
def _flush(w: FloatArray, first: int, last: int) -> None:
    """What is too small to matter becomes nothing: numbers near the smallest that exist are slow to compute with."""
    for i in range(first, last):
        if abs(w[i]) < _TINY:
            w[i] = 0.0


@njit(cache=True, nogil=True, error_model="numpy")
def _fill(people: FloatArray, block: int, w: FloatArray) -> None:
    """Constants of a block of people; where there are too few, the last one is repeated."""
    count = people.shape[1]
    for i in range(people.shape[0]):
        for j in range(LANES):
            w[i * LANES + j] = people[i, min(block * LANES + j, count - 1)]
    derive_lanes(w)
    begin_lanes(w)


@njit(cache=True, nogil=True, error_model="numpy")
def taken_up(
    people: FloatArray,
    hours: FloatArray,
    states: IntArray,
    amounts: FloatArray,
    step: float,
    out: FloatArray,
    derived: FloatArray,
) -> None:
    """Mmol taken up on the last of so many equal days that the bowel repeats itself (`Kinetics.bowel_days`).

    Args:
        people: constants, shape (constants, n).
        hours: of the day's events, ascending, shape (e,).
        states: which each enters, shape (e,).
        amounts: mmol for everybody, shape (e, n).
        step: longest step, h.
        out: receives the uptake, shape (n,).
        derived: receives the derived values of everybody, shape (values, n).
    """
    count = people.shape[1]
    w = np.zeros((_VALUES + _STATES) * LANES)
    for block in range((count + LANES - 1) // LANES):
        w[:] = 0.0
        _fill(people, block, w)
        for _ in range(_bowel_days(w) - 1):
            _gut_day(w, block, hours, states, amounts, step)
        last = min(LANES, count - block * LANES)
        for j in range(last):
            out[block * LANES + j] = -w[(_VALUES + _TAKEN_UP) * LANES + j]
        _gut_day(w, block, hours, states, amounts, step)
        for j in range(last):
            out[block * LANES + j] += w[(_VALUES + _TAKEN_UP) * LANES + j]
            for i in range(_VALUES):
                derived[i, block * LANES + j] = w[i * LANES + j]


@njit(cache=True, nogil=True, error_model="numpy")
def _bowel_days(w: FloatArray) -> int:
    """The days that the slowest of a block needs."""
    slowest = 0.0
    for j in range(LANES):
        slowest = max(slowest, 4.0 / w[_SMALL * LANES + j] + 1.0 / w[_LARGE * LANES + j])
    return int(np.ceil(PASSAGES * slowest / DAY))


@njit(cache=True, nogil=True, error_model="numpy")
def _gut_day(w: FloatArray, block: int, hours: FloatArray, states: IntArray, amounts: FloatArray, step: float) -> None:
    """A day of the bowel, for one block of people."""
    count = amounts.shape[1]
    t = 0.0
    for e in range(hours.size + 1):
        until = hours[e] if e < hours.size else DAY
        if until > t:
            march_gut(w, until - t, int(np.ceil((until - t) / step)))
            _flush(w, _VALUES * LANES, w.size)
            t = until
        if e < hours.size:
            for j in range(LANES):
                w[(_VALUES + states[e]) * LANES + j] += amounts[e, min(block * LANES + j, count - 1)]


@njit(cache=True, nogil=True, error_model="numpy")
def follow(
    people: FloatArray,
    hours: FloatArray,
    states: IntArray,
    amounts: FloatArray,
    taken: FloatArray,
    step: float,
    out: FloatArray,
    highest: FloatArray,
) -> None:
    """Everybody day by day, from the level `C0` of each.

    Args:
        people: constants, shape (constants, n).
        hours: of a day's events, ascending, shape (e,).
        states: which each enters, shape (e,).
        amounts: mmol for everybody, shape (e, n).
        taken: whether somebody took it on a day (1) or not (0), shape (days, e, n) or (days, e, 1).
        step: longest step, h.
        out: receives the level at the end of each day, mmol/L, shape (days, n).
        highest: receives the highest level at an event or midnight, shape (n,).
    """
    count, every = people.shape[1], taken.shape[2] > 1
    w = np.zeros((_VALUES + _STATES) * LANES)
    for block in range((count + LANES - 1) // LANES):
        w[:] = 0.0
        _fill(people, block, w)
        for day in range(out.shape[0]):
            t = 0.0
            for e in range(hours.size + 1):
                until = hours[e] if e < hours.size else DAY
                if until > t:
                    march(w, until - t, int(np.ceil((until - t) / step)))
                    _flush(w, _VALUES * LANES, w.size)
                    t = until
                for j in range(LANES):
                    n = min(block * LANES + j, count - 1)
                    level = w[(_VALUES + _SERUM) * LANES + j] / w[_VOLUME * LANES + j]
                    highest[n] = max(highest[n], level)
                    if e < hours.size:
                        w[(_VALUES + states[e]) * LANES + j] += amounts[e, n] * taken[day, e, n if every else 0]
            for j in range(LANES):
                if block * LANES + j < count:
                    n = block * LANES + j
                    out[day, n] = w[(_VALUES + _SERUM) * LANES + j] / w[_VOLUME * LANES + j]


def step_for(people: FloatArray, day: Schedule, amounts: FloatArray) -> float:
    """A step (h) that is short enough for the fastest of these people."""
    get = {symbol: people[n] for n, symbol in enumerate(kernel.CONSTANTS)}
    hurry = 1 + get["osm"] * amounts.sum(axis=0)
    passage = 4 / (get["MRT"] * get["block"]) * hurry
    carried = get["Vm0"] * get["uptake"] / get["Km"] + get["kp"] * get["uptake"]
    used = {kernel.STATES[state] for state in day.states}
    dissolving = [get[rate] for state, rate in DISSOLVING.items() if state in used]
    fastest = max(float(np.max(each)) for each in (passage + carried, *dissolving))
    return min(STEP_H, _STABLE / fastest)


def in_pieces(count: int, work: Callable[[slice], None], progress: Callable[[int, int], None] | None = None) -> None:
    """Do a piece of work for every chunk of people, on every processor."""
    pieces = [slice(first, min(first + CHUNK, count)) for first in range(0, count, CHUNK)]
    done = 0
    with ThreadPoolExecutor(max_workers=cpu_count() or 1) as workers:
        for piece, _ in zip(pieces, workers.map(work, pieces), strict=True):
            done += piece.stop - piece.start
            if progress is not None:
                progress(done, count)


def steady_levels(
    people: FloatArray,
    day: Schedule,
    amounts: FloatArray,
    *,
    step: float | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> tuple[FloatArray, FloatArray]:
    """Where everybody settles: level (mmol/L) and uptake (mmol a day), each of shape (n,).

    Args:
        people: constants, shape (constants, n), in the order of `kernel.CONSTANTS`.
        day: the events of every day.
        amounts: mmol for each event and everybody, shape (events, n).
        step: longest step, h; by default as `step_for` finds it.
        progress: is told how many are done, of how many.
    """
    count = people.shape[1]
    longest = step or step_for(people, day, amounts)
    uptake, levels = np.empty(count), np.empty(count)
    hours, states = np.array(day.hours), np.array(day.states, dtype=np.int64)
    wanted = [kernel.VALUES.index(symbol) for symbol in ("GFR", "threshold", "s", "fu", "gain", "C_usual")]

    def work(piece: slice) -> None:
        derived = np.empty((_VALUES, piece.stop - piece.start))
        part = np.ascontiguousarray(people[:, piece])
        taken_up(part, hours, states, np.ascontiguousarray(amounts[:, piece]), longest, uptake[piece], derived)
        levels[piece] = level_of(uptake[piece], *derived[wanted])

    in_pieces(count, work, progress)
    return levels, uptake


def followed_levels(
    people: FloatArray,
    day: Schedule,
    amounts: FloatArray,
    taken: Callable[[slice], FloatArray],
    days: int,
    *,
    step: float | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> tuple[FloatArray, FloatArray]:
    """Everybody day by day: levels at midnight (mmol/L), shape (days, n), and the highest level seen, shape (n,).

    Args:
        people: constants, with the level of each at the start in `C0`.
        day: the events of every day.
        amounts: mmol, shape (events, n).
        taken: for a piece of the people, what was taken (1) and what was forgotten (0), shape (days, events, piece).
        days: how many.
        step: longest step, h; by default as `step_for` finds it.
        progress: is told how many are done, of how many.
    """
    count = people.shape[1]
    longest = step or step_for(people, day, amounts)
    levels, highest = np.empty((days, count)), np.zeros(count)
    hours, states = np.array(day.hours), np.array(day.states, dtype=np.int64)

    def work(piece: slice) -> None:
        part = np.ascontiguousarray(people[:, piece])
        out = np.empty((days, piece.stop - piece.start))
        follow(part, hours, states, np.ascontiguousarray(amounts[:, piece]), taken(piece), longest, out, highest[piece])
        levels[:, piece] = out

    in_pieces(count, work, progress)
    return levels, highest
