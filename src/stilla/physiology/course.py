"""One person over time, to a stated tolerance: an explicit method of order 8, stopped at every event.

The method: `stilla.physiology.dop853`. Its step is written out stage by stage, since that is what a compiler turns into
arithmetic on several states at once; as a loop over the stages it takes a third longer. Only `run` is kept compiled:
the others are part of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numba import njit

from stilla.physiology.dop853 import BETWEEN, ERRORS, MORE, STAGES, A
from stilla.physiology.kernel import STATES, change

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

MADE_FOR = "8e7430bc7cf82bb7"
"""Digest of the kernel, written by `python -m stilla.physiology.generate`.

Numba keeps the machine code of this file, with the kernel's inside it, until this file changes: without this line it
would go on computing as an older kernel did.
"""
RTOL, ATOL = 1e-7, 1e-7
"""Of a step, relative and in each state's own unit: serum magnesium is then right to 3e-7 of itself over 30 days."""
MOST_STEPS = 200_000
"""Between two events. A model that needs more is not one of people."""
FOLLOWING = frozenset({"Urine", "Faeces", "Taken_up"})
"""Integrals of the others, which nothing depends on: they are as right as those, and do not count in a step's error."""

N = len(STATES)
_COUNTS = np.array([state not in FOLLOWING for state in STATES], dtype=np.float64)
_FIRST, _LEAST, _LONGEST = 0.25, 1e-9, 1.0
"""Steps, h. In longer ones the polynomial, whose error nothing watches, took an emptying bowel 6e-4 mmol below zero."""
_SAFETY, _SHRINK, _GROW, _EIGHTH = 0.9, 0.2, 6.0, 0.125


@njit(cache=True, nogil=True, error_model="numpy")
def run(  # a kernel takes arrays
    v: Floats,
    y: Floats,
    events: Floats,
    targets: NDArray[np.int64],
    amounts: Floats,
    times: Floats,
    out: Floats,
    rtol: float,
    atol: float,
) -> int:
    """Integrate from `times[0]` to `times[-1]`.

    No amount falls below zero by more than the tolerance. What is below is left there: raising it would make matter.

    Args:
        v: constants and derived values of a person, shape (values,).
        y: states at the start, shape (states,); at the end those of the end.
        events: when something is added, h, ascending, shape (e,). Those before `times[0]` are passed over.
        targets: to which state, shape (e,).
        amounts: how much, in the state's unit, shape (e,).
        times: when the states are wanted, h, ascending, shape (t,). At the time of an event: after it.
        out: receives them, shape (t, states).
        rtol: tolerance of a step, as a share of each state.
        atol: the same in each state's unit, added to that.

    Returns:
        The number of evaluations; negative where a step became too small or too many, as with a value that is no
        number. `y` and `out` are then those of the way so far, and not to be used.
    """
    room = (np.empty((STAGES + MORE, N)), np.empty(N), np.empty(N), np.empty((7, N)))
    t, event, wanted, evaluations, first = times[0], 0, 0, 0, _FIRST
    while event < events.size and events[event] < t:
        event += 1
    while True:
        while event < events.size and events[event] <= t:
            y[targets[event]] += amounts[event]
            event += 1
        while wanted < times.size and times[wanted] <= t:
            out[wanted] = y
            wanted += 1
        if t >= times[-1]:
            return evaluations
        ahead = event < events.size and not events[event] >= times[-1]  # so that an hour that is no number stops it
        stop = events[event] if ahead else times[-1]
        more, wanted, first = _reach(v, y, t, stop, first, times, wanted, out, rtol, atol, room)
        if more < 0:
            return more - evaluations
        evaluations += more
        t = stop


@njit(nogil=True, error_model="numpy")
def _reach(  # as above
    v: Floats,
    y: Floats,
    t: float,
    stop: float,
    first: float,
    times: Floats,
    wanted: int,
    out: Floats,
    rtol: float,
    atol: float,
    room: tuple[Floats, Floats, Floats, Floats],
) -> tuple[int, int, float]:
    """From one event to the next. Returns evaluations, the next of `times`, and the step to begin with next time.

    What was a good first step after one event mostly is after the next.
    """
    k, z, ahead, between = room
    start, h, evaluations = t, first, 1
    change(v, y, k[0])
    for _ in range(MOST_STEPS):
        last = not h * (1.0 + 1e-12) < stop - t
        step = stop - t if last else h
        _step(v, y, step, k, z, ahead)
        evaluations += STAGES - 1
        wrong = _error(y, ahead, step, k, rtol, atol)
        if not wrong <= 1.0:
            h = step * (max(_SHRINK, _SAFETY * wrong**-_EIGHTH) if wrong < np.inf else _SHRINK)
            if not h > _LEAST:
                break
            continue
        later = stop if last else t + step
        if wanted < times.size and times[wanted] < later:
            _bridge(v, y, ahead, step, k, z, between)
            evaluations += MORE
        while wanted < times.size and times[wanted] < later:
            _read(y, between, (times[wanted] - t) / step, out[wanted])
            wanted += 1
        y[:] = ahead
        k[0] = k[STAGES - 1]
        h = min(_LONGEST, step * min(_GROW, _SAFETY * max(wrong, 1e-12) ** -_EIGHTH))
        if t == start:
            first = max(first, h) if last else h
        if last:
            return evaluations, wanted, first
        t = later
    return -evaluations, wanted, first


@njit(nogil=True, fastmath={"contract"}, error_model="numpy")
def _step(  # noqa: C901  # a loop for each stage
    v: Floats,
    y: Floats,
    h: float,
    k: Floats,
    z: Floats,
    ahead: Floats,
) -> None:
    """One step from `y`, whose derivative is `k[0]`, to `ahead`, whose derivative is then `k[12]`."""
    for i in range(N):
        z[i] = y[i] + h * (A[1, 0] * k[0, i])
    change(v, z, k[1])
    for i in range(N):
        z[i] = y[i] + h * (A[2, 0] * k[0, i] + A[2, 1] * k[1, i])
    change(v, z, k[2])
    for i in range(N):
        z[i] = y[i] + h * (A[3, 0] * k[0, i] + A[3, 2] * k[2, i])
    change(v, z, k[3])
    for i in range(N):
        z[i] = y[i] + h * (A[4, 0] * k[0, i] + A[4, 2] * k[2, i] + A[4, 3] * k[3, i])
    change(v, z, k[4])
    for i in range(N):
        z[i] = y[i] + h * (A[5, 0] * k[0, i] + A[5, 3] * k[3, i] + A[5, 4] * k[4, i])
    change(v, z, k[5])
    for i in range(N):
        z[i] = y[i] + h * (A[6, 0] * k[0, i] + A[6, 3] * k[3, i] + A[6, 4] * k[4, i] + A[6, 5] * k[5, i])
    change(v, z, k[6])
    for i in range(N):
        z[i] = y[i] + h * (
            A[7, 0] * k[0, i] + A[7, 3] * k[3, i] + A[7, 4] * k[4, i] + A[7, 5] * k[5, i] + A[7, 6] * k[6, i]
        )
    change(v, z, k[7])
    for i in range(N):
        z[i] = y[i] + h * (
            A[8, 0] * k[0, i]
            + A[8, 3] * k[3, i]
            + A[8, 4] * k[4, i]
            + A[8, 5] * k[5, i]
            + A[8, 6] * k[6, i]
            + A[8, 7] * k[7, i]
        )
    change(v, z, k[8])
    for i in range(N):
        z[i] = y[i] + h * (
            A[9, 0] * k[0, i]
            + A[9, 3] * k[3, i]
            + A[9, 4] * k[4, i]
            + A[9, 5] * k[5, i]
            + A[9, 6] * k[6, i]
            + A[9, 7] * k[7, i]
            + A[9, 8] * k[8, i]
        )
    change(v, z, k[9])
    for i in range(N):
        z[i] = y[i] + h * (
            A[10, 0] * k[0, i]
            + A[10, 3] * k[3, i]
            + A[10, 4] * k[4, i]
            + A[10, 5] * k[5, i]
            + A[10, 6] * k[6, i]
            + A[10, 7] * k[7, i]
            + A[10, 8] * k[8, i]
            + A[10, 9] * k[9, i]
        )
    change(v, z, k[10])
    for i in range(N):
        z[i] = y[i] + h * (
            A[11, 0] * k[0, i]
            + A[11, 3] * k[3, i]
            + A[11, 4] * k[4, i]
            + A[11, 5] * k[5, i]
            + A[11, 6] * k[6, i]
            + A[11, 7] * k[7, i]
            + A[11, 8] * k[8, i]
            + A[11, 9] * k[9, i]
            + A[11, 10] * k[10, i]
        )
    change(v, z, k[11])
    for i in range(N):
        ahead[i] = y[i] + h * (
            A[12, 0] * k[0, i]
            + A[12, 5] * k[5, i]
            + A[12, 6] * k[6, i]
            + A[12, 7] * k[7, i]
            + A[12, 8] * k[8, i]
            + A[12, 9] * k[9, i]
            + A[12, 10] * k[10, i]
            + A[12, 11] * k[11, i]
        )
    change(v, ahead, k[12])


@njit(nogil=True, fastmath={"contract", "reassoc"}, error_model="numpy")
def _error(  # as above
    y: Floats,
    ahead: Floats,
    h: float,
    k: Floats,
    rtol: float,
    atol: float,
) -> float:
    """Of a step, in units of the tolerance: that of order 5, tempered by that of order 3."""
    third, fifth = 0.0, 0.0
    for i in range(N):
        unit = _COUNTS[i] * h / (atol + rtol * max(abs(y[i]), abs(ahead[i])))
        a = (
            ERRORS[0, 0] * k[0, i]
            + ERRORS[0, 5] * k[5, i]
            + ERRORS[0, 6] * k[6, i]
            + ERRORS[0, 7] * k[7, i]
            + ERRORS[0, 8] * k[8, i]
            + ERRORS[0, 9] * k[9, i]
            + ERRORS[0, 10] * k[10, i]
            + ERRORS[0, 11] * k[11, i]
        )
        b = (
            ERRORS[1, 0] * k[0, i]
            + ERRORS[1, 5] * k[5, i]
            + ERRORS[1, 6] * k[6, i]
            + ERRORS[1, 7] * k[7, i]
            + ERRORS[1, 8] * k[8, i]
            + ERRORS[1, 9] * k[9, i]
            + ERRORS[1, 10] * k[10, i]
            + ERRORS[1, 11] * k[11, i]
        )
        third += (unit * a) * (unit * a)
        fifth += (unit * b) * (unit * b)
    return fifth / np.sqrt((fifth + 0.01 * third) * _COUNTS.sum()) if fifth != 0.0 else 0.0


@njit(nogil=True, fastmath={"contract"}, error_model="numpy")
def _bridge(  # as above
    v: Floats,
    y: Floats,
    ahead: Floats,
    h: float,
    k: Floats,
    z: Floats,
    between: Floats,
) -> None:
    """The polynomial of a step, for the times inside it."""
    for i in range(N):
        z[i] = y[i] + h * (
            A[13, 0] * k[0, i]
            + A[13, 6] * k[6, i]
            + A[13, 7] * k[7, i]
            + A[13, 8] * k[8, i]
            + A[13, 9] * k[9, i]
            + A[13, 10] * k[10, i]
            + A[13, 11] * k[11, i]
            + A[13, 12] * k[12, i]
        )
    change(v, z, k[13])
    for i in range(N):
        z[i] = y[i] + h * (
            A[14, 0] * k[0, i]
            + A[14, 5] * k[5, i]
            + A[14, 6] * k[6, i]
            + A[14, 7] * k[7, i]
            + A[14, 10] * k[10, i]
            + A[14, 11] * k[11, i]
            + A[14, 12] * k[12, i]
            + A[14, 13] * k[13, i]
        )
    change(v, z, k[14])
    for i in range(N):
        z[i] = y[i] + h * (
            A[15, 0] * k[0, i]
            + A[15, 5] * k[5, i]
            + A[15, 6] * k[6, i]
            + A[15, 7] * k[7, i]
            + A[15, 8] * k[8, i]
            + A[15, 12] * k[12, i]
            + A[15, 13] * k[13, i]
            + A[15, 14] * k[14, i]
        )
    change(v, z, k[15])
    for i in range(N):
        rise = ahead[i] - y[i]
        between[0, i] = rise
        between[1, i] = h * k[0, i] - rise
        between[2, i] = 2.0 * rise - h * (k[STAGES - 1, i] + k[0, i])
    for i in range(N):
        between[3, i] = h * (
            BETWEEN[0, 0] * k[0, i]
            + BETWEEN[0, 5] * k[5, i]
            + BETWEEN[0, 6] * k[6, i]
            + BETWEEN[0, 7] * k[7, i]
            + BETWEEN[0, 8] * k[8, i]
            + BETWEEN[0, 9] * k[9, i]
            + BETWEEN[0, 10] * k[10, i]
            + BETWEEN[0, 11] * k[11, i]
            + BETWEEN[0, 12] * k[12, i]
            + BETWEEN[0, 13] * k[13, i]
            + BETWEEN[0, 14] * k[14, i]
            + BETWEEN[0, 15] * k[15, i]
        )
    for i in range(N):
        between[4, i] = h * (
            BETWEEN[1, 0] * k[0, i]
            + BETWEEN[1, 5] * k[5, i]
            + BETWEEN[1, 6] * k[6, i]
            + BETWEEN[1, 7] * k[7, i]
            + BETWEEN[1, 8] * k[8, i]
            + BETWEEN[1, 9] * k[9, i]
            + BETWEEN[1, 10] * k[10, i]
            + BETWEEN[1, 11] * k[11, i]
            + BETWEEN[1, 12] * k[12, i]
            + BETWEEN[1, 13] * k[13, i]
            + BETWEEN[1, 14] * k[14, i]
            + BETWEEN[1, 15] * k[15, i]
        )
    for i in range(N):
        between[5, i] = h * (
            BETWEEN[2, 0] * k[0, i]
            + BETWEEN[2, 5] * k[5, i]
            + BETWEEN[2, 6] * k[6, i]
            + BETWEEN[2, 7] * k[7, i]
            + BETWEEN[2, 8] * k[8, i]
            + BETWEEN[2, 9] * k[9, i]
            + BETWEEN[2, 10] * k[10, i]
            + BETWEEN[2, 11] * k[11, i]
            + BETWEEN[2, 12] * k[12, i]
            + BETWEEN[2, 13] * k[13, i]
            + BETWEEN[2, 14] * k[14, i]
            + BETWEEN[2, 15] * k[15, i]
        )
    for i in range(N):
        between[6, i] = h * (
            BETWEEN[3, 0] * k[0, i]
            + BETWEEN[3, 5] * k[5, i]
            + BETWEEN[3, 6] * k[6, i]
            + BETWEEN[3, 7] * k[7, i]
            + BETWEEN[3, 8] * k[8, i]
            + BETWEEN[3, 9] * k[9, i]
            + BETWEEN[3, 10] * k[10, i]
            + BETWEEN[3, 11] * k[11, i]
            + BETWEEN[3, 12] * k[12, i]
            + BETWEEN[3, 13] * k[13, i]
            + BETWEEN[3, 14] * k[14, i]
            + BETWEEN[3, 15] * k[15, i]
        )


@njit(nogil=True, fastmath={"contract"}, error_model="numpy")
def _read(y: Floats, between: Floats, part: float, into: Floats) -> None:
    """The states at a part of the step, 0 to 1."""
    rest = 1.0 - part
    for i in range(N):
        high = between[3, i] + part * (between[4, i] + rest * (between[5, i] + part * between[6, i]))
        into[i] = y[i] + part * (between[0, i] + rest * (between[1, i] + part * (between[2, i] + rest * high)))
