"""What other tools do with the same nights, replicated from their formulas; (s, n) scores and treatments, NaN missing.

StudyU's report is a t-test with each arm's standard deviation divided by n and its tail cut at t = 10. Others shuffle
days; a careful analyst compares the means of paired periods, or fits generalised least squares by REML.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.stats import t as student

from stilla.analysis.covariance import weighted

Array = NDArray[np.float64]

SHUFFLES = 499
RHOS = np.linspace(-0.9, 0.985, 64)


def arms(y: Array, active: Array) -> tuple[tuple[Array, Array, Array], tuple[Array, Array, Array]]:
    """For each arm: how many nights, their mean, their variance with divisor n."""

    def one(mine: NDArray[np.bool_]) -> tuple[Array, Array, Array]:
        count = mine.sum(axis=1).astype(float)
        mean = np.where(mine, y, 0.0).sum(axis=1) / count
        spread = np.where(mine, y - mean[:, None], 0.0)
        return count, mean, (spread**2).sum(axis=1) / count

    seen = ~np.isnan(y)
    return one(seen & (active > 0.5)), one(seen & (active <= 0.5))


def studyu(y: Array, active: Array) -> Array:
    """(s,) p by the formula of StudyU's report."""
    (n1, m1, v1), (n2, m2, v2) = arms(y, active)
    error = v1 / n1 + v2 / n2
    freedom = error**2 / ((v1 / n1) ** 2 / (n1 - 1) + (v2 / n2) ** 2 / (n2 - 1))
    t = np.abs(m1 - m2) / np.sqrt(error)
    out: Array = 2 * np.maximum(student.cdf(10.0, freedom) - student.cdf(t, freedom), 0.0)
    return out


def shuffled_days(y: Array, active: Array, stream: np.random.Generator) -> Array:
    """(s,) p of the difference of means when the treatments of days are shuffled."""
    out = np.empty(len(y))
    for i, (row, treated) in enumerate(zip(y, active, strict=True)):
        seen = ~np.isnan(row)
        scores, on = row[seen], int(treated[seen].sum())
        total = scores.sum()
        order = np.argpartition(stream.random((SHUFFLES, len(scores))), on, axis=1)[:, :on]
        sums = np.append(scores[order].sum(axis=1), scores[treated[seen] > 0.5].sum())
        away = np.abs(sums / on - (total - sums) / (len(scores) - on))
        out[i] = np.mean(away >= away[-1] * (1 - 1e-12))
    return out


def pairs(y: Array, active: Array, length: int) -> Array:
    """(s, pairs) active minus comparator of the period means; NaN where a period has no night."""
    blocks = y.reshape(len(y), -1, 2, length)
    seen = ~np.isnan(blocks)
    count = seen.sum(axis=3)
    mean = np.where(count, np.where(seen, blocks, 0.0).sum(axis=3) / np.maximum(count, 1), np.nan)
    first = active.reshape(blocks.shape)[:, :, 0, 0] > 0.5
    out: Array = np.where(first, 1.0, -1.0) * (mean[:, :, 0] - mean[:, :, 1])
    return out


def paired_t(differences: Array) -> Array:
    """(s,) p of the paired t-test on period means."""
    seen = ~np.isnan(differences)
    n = seen.sum(axis=1)
    mean = np.where(seen, differences, 0.0).sum(axis=1) / n
    squares = np.where(seen, differences - mean[:, None], 0.0) ** 2
    spread = np.sqrt(squares.sum(axis=1) / np.maximum(n - 1, 1))
    t = np.abs(mean) / np.maximum(spread / np.sqrt(n), 1e-12)
    return np.where(n > 1, 2 * student.sf(t, np.maximum(n - 1, 1)), 1.0)


def pair_flip(differences: Array) -> Array:
    """(s,) exact p of all sign changes of the pairs' differences."""
    scored = np.nan_to_num(differences)
    count = scored.shape[1]
    signs = 1.0 - 2.0 * (np.arange(2**count)[:, None] >> np.arange(count) & 1)
    out = np.empty(len(scored))
    for start in range(0, len(scored), 200):
        part = scored[start : start + 200]
        sums = np.abs(part @ signs.T)
        out[start : start + 200] = np.mean(sums >= np.abs(part.sum(axis=1))[:, None] * (1 - 1e-12), axis=1)
    return out


def reml(y: Array, active: Array) -> Array:
    """(s,) p of generalised least squares with AR(1) by REML: intercept, treatment, trend; t with n - 3 degrees."""
    days = np.arange(y.shape[1], dtype=float)
    trend = days / days[-1] - 0.5
    out = np.empty(len(y))
    for i, (row, treated) in enumerate(zip(y, active, strict=True)):
        seen = ~np.isnan(row)
        columns = np.column_stack([np.ones(seen.sum()), treated[seen], trend[seen], row[seen]])
        found = weighted(np.diff(days[seen]), RHOS, np.zeros(len(RHOS)), columns)
        cross = np.einsum("nc,nmd->mcd", columns, found.columns)
        inner, toward = cross[:, :3, :3], cross[:, :3, 3]
        beta = np.linalg.solve(inner, toward[..., None])[..., 0]
        free = len(columns) - 3
        square = (cross[:, 3, 3] - (beta * toward).sum(axis=1)) / free
        loglik = -0.5 * (free * np.log(square) + found.log_determinant + np.linalg.slogdet(inner)[1])
        best = int(np.argmax(loglik))
        error = np.sqrt(np.linalg.inv(inner[best])[1, 1] * square[best])
        out[i] = 2 * student.sf(abs(beta[best, 1]) / error, free)
    return out
