"""The invented diaries of `calibration/data` as plain arrays. Shares no code with Stilla, on purpose."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

DATA = Path(__file__).parents[3] / "calibration" / "data"
GAUSSIAN = ("short28", "nights56", "default168", "floor56", "gaps70")
HALF_LIVES = {0.0: 0.25, 1.0: 0.2, 3.0: 0.2, 7.0: 0.2, 14.0: 0.15}
SCALE, CENTRE = 2.0, 5.0
"""A 0-10 score: a fifth of its width, and its middle."""
PRIOR_MEAN = np.array([CENTRE, 0.0, 0.0])
PRIOR_SD = SCALE * np.array([2.5, 1.0, 2.0])
"""Intercept, exposure, trend."""

Array = NDArray[np.float64]


class Diary(NamedTuple):
    """Rows that exist; a missing score is NaN."""

    night: Array
    score: Array
    active: Array
    period: Array


def read(name: str) -> Diary:
    """One diary by its name."""
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        rows = [[float(cell) if cell else np.nan for cell in row] for row in list(csv.reader(file))[1:]]
    return Diary(*np.array(rows).T)


def exposure(diary: Diary, half_life: float) -> Array:
    """E_t on the rows: every calendar day is stepped through; a day without a row has the treatment of the row before.

    The day before a row has that row's own treatment only when there is no row between: what a night's row says
    holds for that night.
    """
    keep = 0.0 if half_life == 0 else 2.0 ** (-1.0 / half_life)
    given = dict(zip(diary.night.astype(int).tolist(), diary.active.tolist(), strict=True))
    reached: dict[int, float] = {}
    state, treatment = 0.0, 0.0
    for day in range(min(given), max(given) + 1):
        treatment = given.get(day, treatment)
        state = keep * state + (1.0 - keep) * treatment
        reached[day] = state
    return np.array([reached[int(day)] for day in diary.night])


def columns(diary: Diary, half_life: float) -> Array:
    """Intercept, exposure, trend from -1/2 on the first row to 1/2 on the last."""
    first, last = diary.night[[0, -1]]
    trend = (diary.night - first) / (last - first) - 0.5
    return np.column_stack([np.ones(len(diary.night)), exposure(diary, half_life), trend])
