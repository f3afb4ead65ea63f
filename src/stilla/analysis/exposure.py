"""Wash-in and wash-out: how much of the full effect is there on each night, for a half-life."""

from __future__ import annotations

import numpy as np

from stilla.analysis.arrays import FloatArray
from stilla.analysis.series import Series


def exposure(trial: Series, half_life: float) -> FloatArray:
    """(n,) exposure between 0 and 1: E_t = λ E_(t-1) + (1 - λ) a_t day by day, with λ = 2^(-1/H) and E = 0 at first.

    Days between two rows are given the treatment of the row before them, the last of them that of the row after. So a
    missing row inside a period changes nothing. A half-life of 0 gives the treatment itself.

    Args:
        trial: times in days.
        half_life: days.
    """
    return exposures(trial.active[:, None], trial.time, half_life)[:, 0]


def exposures(active: FloatArray, time: FloatArray, half_life: float) -> FloatArray:
    """(n, s) the exposure of s sequences on the same n times; see `exposure`.

    Args:
        active: (n, s).
        time: (n,) days.
        half_life: days.
    """
    if half_life <= 0:
        return np.array(active, float)
    kept = 2.0 ** (-1.0 / half_life)
    gaps = np.diff(time)
    step = np.minimum(gaps, 1.0)
    out = np.empty(active.shape)
    out[0] = (1 - kept) * active[0]
    for i in range(1, len(time)):
        before = kept ** (gaps[i - 1] - step[i - 1])
        through = kept ** step[i - 1]
        held = before * out[i - 1] + (1 - before) * active[i - 1]
        out[i] = through * held + (1 - through) * active[i]
    return out
