"""Many invented trials through the engine, by whatever process their nights come about."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from stilla.analysis.batch import Beliefs, Plan, beliefs
from stilla.analysis.design import Design, every
from stilla.analysis.exposure import exposures
from stilla.analysis.gaussian import Terms, fixed_columns
from stilla.analysis.priors import Priors
from stilla.analysis.series import Series, series

Array = NDArray[np.float64]

PATTERNS = 20
"""Patterns of missing nights; trials of one pattern share the work on the covariance."""
CENTRE = 5.0


class Trials(NamedTuple):
    """s trials of n nights, their noise and treatments."""

    design: Design
    noise: Array
    """(s, n)."""
    active: Array
    """(s, n)."""
    sequences: Array
    """(u, n) the distinct treatments."""
    which: NDArray[np.int64]
    observed: NDArray[np.bool_]
    """(patterns, n)."""
    pattern: NDArray[np.int64]
    """(s,)."""

    @property
    def seen(self) -> NDArray[np.bool_]:
        """(s, n)."""
        return self.observed[self.pattern]

    def scores(self, effect: float, half_life: float = 0.0) -> Array:
        """(s, n) with a steady-state effect (active minus comparator), washing in and out."""
        time = np.arange(self.noise.shape[1], dtype=float)
        unit = exposures(self.sequences.T, time, half_life).T[self.which]
        return CENTRE + self.noise + effect * unit

    def one(self, i: int, y: Array) -> Series:
        """Trial i with its outcomes y[i] as the engine for one person takes it."""
        period = np.repeat(np.arange(1, self.design.periods + 1), self.design.nights)
        return series(np.where(self.seen[i], y[i], np.nan), self.active[i], period=period)


def trials(design: Design, noise: Array, missing: float, stream: np.random.Generator) -> Trials:
    """Sequences drawn uniformly, nights missing at random; noise (s, n)."""
    count, n = noise.shape
    chosen = np.repeat(every(design).astype(float), design.nights, axis=1)
    if len(chosen) > 200:  # Few distinct sequences share their work; which ones is drawn.
        chosen = chosen[stream.choice(len(chosen), 200, replace=False)]
    which = stream.integers(0, len(chosen), count)
    observed = stream.random((PATTERNS, n)) >= missing
    pattern = np.arange(count) % PATTERNS
    return Trials(design, noise, chosen[which], chosen, which.astype(np.int64), observed, pattern.astype(np.int64))


def believed(made: Trials, y: Array, priors: Priors, benefit: float) -> Beliefs:
    """(s,) what each trial makes one believe; `mid` is the probability of at least the benefit (of a lower score)."""
    time = np.arange(y.shape[1], dtype=float)
    fixed, sds = fixed_columns(series(np.zeros(len(time)), np.zeros(len(time)), time), priors, Terms())
    plan = Plan(time, made.sequences, fixed, sds, priors, "lower", benefit)
    columns = np.empty((5, len(y)))
    for k, observed in enumerate(made.observed):
        mine = np.flatnonzero(made.pattern == k)
        if len(mine):
            columns[:, mine] = np.array(beliefs(plan, y[mine], made.which[mine], observed))
    return Beliefs(*columns)


def slow(rho: float, count: int, n: int, stream: np.random.Generator) -> Array:
    """(count, n) stationary AR(1) with variance 1."""
    return following(rho, stream.standard_normal((count, n)))


def following(rho: float, fresh: Array) -> Array:
    """AR(1) with variance 1 from innovations with variance 1, the first value one of them."""
    out = fresh.copy()
    for i in range(1, fresh.shape[1]):
        out[:, i] = rho * out[:, i - 1] + np.sqrt(1.0 - rho**2) * fresh[:, i]
    return out


def rates(found: Beliefs, *, null: bool) -> dict[str, float]:
    """Two-sided rejection at 0.975, and how often the 95 % interval holds the truth given as `benefit`."""
    rejected = np.maximum(found.benefit, found.harm) >= 0.975
    inside = ~rejected if null else (found.mid >= 0.025) & (found.mid <= 0.975)
    return {"rejection": float(rejected.mean()), "coverage": float(inside.mean())}
