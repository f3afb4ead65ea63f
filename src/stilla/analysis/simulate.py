"""Invented trials with a known truth, for forecasts and for calibration. The same seed gives the same trials."""

from __future__ import annotations

from typing import NamedTuple

import msgspec
import numpy as np

from stilla.analysis.arrays import BoolArray, FloatArray, IntArray
from stilla.analysis.design import Design, every, sequences, unrank
from stilla.analysis.exposure import exposures

_MOST_SEQUENCES = 200
_PATTERNS = 10


class Truth(msgspec.Struct, frozen=True):
    """How one person's nights come about: what nobody knows before the trial."""

    sd: float
    """Standard deviation of a night, on the scale of the outcome."""
    rho: float = 0.5
    """Correlation from one night to the next, of what is left after drift and nugget."""
    nugget: float = 0.0
    """Share of the variance that is noise of the single night."""
    drift: float = 0.0
    """Share of the variance that moves slowly."""
    drift_nights: float = 14.0
    """Nights after which the slow part has lost all but 1/e of its memory."""
    half_life: float = 0.0
    """Days of wash-in and wash-out."""
    trend: float = 0.0
    """Change from the first night to the last, on the scale of the outcome."""
    missing: float = 0.15
    """Share of nights without an entry."""


class Invented(NamedTuple):
    """Trials without an effect yet, and what an effect of 1 would add to each night."""

    noise: FloatArray
    """(s, n)."""
    unit: FloatArray
    """(s, n) exposure under the true half-life."""
    active: FloatArray
    """(u, n) the distinct sequences used."""
    which: IntArray
    """(s,)."""
    observed: BoolArray
    """(k, n) patterns of nights with an entry."""
    pattern: IntArray
    """(s,) in blocks: trials of a pattern stand together."""

    def until(self, n: int) -> Invented:
        """The same trials seen only up to their n-th night."""
        noise, unit, active = self.noise[:, :n], self.unit[:, :n], self.active[:, :n]
        return self._replace(noise=noise, unit=unit, active=active, observed=self.observed[:, :n])


def invent(design: Design, truth: Truth, trials: int, seed: int) -> Invented:
    """Trials of a design: sequences drawn uniformly, missing nights at random, nights of the given truth.

    Args:
        design: of the trial.
        truth: of the person.
        trials: how many.
        seed: any whole number.
    """
    stream = np.random.default_rng(seed)
    n = design.periods * design.nights
    chosen = _some_sequences(design, stream)
    which = stream.integers(0, len(chosen), trials)
    active = np.repeat(chosen.astype(float), design.nights, axis=1)
    units = exposures(active.T, np.arange(n, dtype=float), truth.half_life).T
    observed = stream.random((_PATTERNS, n)) >= truth.missing
    observed[:, 0] = True
    pattern = np.sort(np.arange(trials) % _PATTERNS)
    noise = truth.sd * nights(truth, trials, n, stream)
    noise += truth.trend * (np.arange(n) / max(n - 1, 1) - 0.5)
    return Invented(noise, units[which], active, which.astype(np.int64), observed, pattern.astype(np.int64))


def nights(truth: Truth, trials: int, n: int, stream: np.random.Generator) -> FloatArray:
    """(s, n) nights with variance 1 in all: a quick part, a slow part, and noise of the single night."""
    quick = max(1.0 - truth.nugget - truth.drift, 0.0)
    out: FloatArray = np.sqrt(quick) * _resembling(truth.rho, trials, n, stream)
    if truth.drift:
        out += np.sqrt(truth.drift) * _resembling(float(np.exp(-1 / truth.drift_nights)), trials, n, stream)
    if truth.nugget:
        out += np.sqrt(truth.nugget) * stream.standard_normal((trials, n))
    return out


def _resembling(rho: float, trials: int, n: int, stream: np.random.Generator) -> FloatArray:
    """(s, n) stationary AR(1) with variance 1."""
    out = stream.standard_normal((trials, n))
    fresh = np.sqrt(1 - rho**2)
    for i in range(1, n):
        out[:, i] = rho * out[:, i - 1] + fresh * out[:, i]
    return out


def _some_sequences(design: Design, stream: np.random.Generator) -> FloatArray:
    """(u, periods) all admissible sequences, or as many drawn uniformly where there are very many."""
    count = sequences(design)
    if count <= _MOST_SEQUENCES:
        return every(design).astype(float)
    # Two draws of 63 bits: a design may have more sequences than one word can count.
    drawn = [
        unrank(design, (int(stream.integers(0, 2**63)) << 63 | int(stream.integers(0, 2**63))) % count)
        for _ in range(_MOST_SEQUENCES)
    ]
    return np.array(drawn, float)
