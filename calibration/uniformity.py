"""Are these numbers uniform on (0, 1)? The questions of simulation-based calibration (Talts 2018, Säilynoja 2022).

If parameters are drawn from the prior and nights from the parameters, then the posterior's distribution function at the
true parameter is uniform, whatever the model. Anything else is a mistake in the engine.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.stats import binom, chisquare, kstest

Array = NDArray[np.float64]

RANKS = 100
BINS = 20
POINTS = 100
SIMULATED = 4000
SEED = 5


def summary(u: Array) -> dict[str, Any]:
    """What a table says of the ranks: tests, coverage, ends, and the envelope of their distribution function."""
    ranks = np.minimum((u * RANKS).astype(int), RANKS - 1)
    away = np.abs(u - 0.5)
    return {
        "draws": len(u),
        "ks_p": float(kstest(u, "uniform").pvalue),
        "chi2_p": float(chisquare(np.histogram(u, BINS, (0.0, 1.0))[0]).pvalue),
        "coverage": {str(level): float(np.mean(away <= level / 200)) for level in (50, 90, 95)},
        "lowest": int(np.sum(ranks == 0)),
        "highest": int(np.sum(ranks == RANKS - 1)),
        "envelope_p": envelope_p(u),
        "histogram": np.histogram(u, BINS, (0.0, 1.0))[0].tolist(),
    }


def envelope_p(u: Array) -> float:
    """How often the distribution function of uniform numbers strays as far as this one's does, at its worst point."""
    stream = np.random.default_rng(SEED)
    n, points = len(u), np.arange(1, POINTS) / POINTS
    counts = stream.multinomial(n, np.full(POINTS, 1.0 / POINTS), SIMULATED).cumsum(axis=1)[:, :-1]
    reference = np.sort(_worst(counts, n, points))
    mine = _worst(np.searchsorted(np.sort(u), points)[None, :], n, points)[0]
    return float((1 + np.searchsorted(reference, mine, side="right")) / (1 + SIMULATED))


def _worst(below: NDArray[np.int64], n: int, points: Array) -> Array:
    """(rows,) the least two-sided binomial tail probability over the points."""
    tails = np.minimum(binom.cdf(below, n, points), binom.sf(below - 1, n, points))
    out: Array = tails.min(axis=1)
    return out


def passes(found: dict[str, Any]) -> bool:
    """The promise of the proof plan: p > 0.005 each, and both ends reached."""
    ends = found["lowest"] > 0 and found["highest"] > 0
    return bool(min(found["ks_p"], found["chi2_p"], found["envelope_p"]) > 0.005 and ends)
