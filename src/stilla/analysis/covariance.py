"""The covariance of nights that resemble their neighbours: AR(1) in calendar time, with or without a nugget.

R = (1 - ν) C + ν I, where C_ij = ρ^|t_i - t_j|. The inverse of C is tridiagonal (K), so
R⁻¹ = K ((1 - ν) I + ν K)⁻¹ and every product with R⁻¹ costs a number of steps proportional to the number of nights,
exactly, whichever nights are missing. Nothing is imputed.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from stilla.analysis.arrays import FloatArray


class Weighted(NamedTuple):
    """Columns weighted by the inverse correlation, and its determinant, at each of m nodes."""

    columns: FloatArray
    """(n, m, c) R⁻¹ B."""
    log_determinant: FloatArray
    """(m,) log |R|."""


def weighted(gaps: FloatArray, rho: FloatArray, nugget: FloatArray, columns: FloatArray) -> Weighted:
    """R⁻¹ B and log |R| at m nodes at once, in time and memory proportional to n m c.

    Args:
        gaps: (n - 1,) steps between neighbouring rows, positive; whole numbers where a ρ is negative.
        rho: (m,) correlation from one step to the next, -1 < ρ < 1.
        nugget: (m,) share of the variance that is noise of the single row, 0 ≤ ν < 1.
        columns: (n, c) B.
    """
    near = np.sign(rho) ** gaps[:, None] * np.abs(rho) ** gaps[:, None]
    # 1 - near², without losing its digits where two rows stand close together.
    with np.errstate(divide="ignore"):
        left = -np.expm1(2 * gaps[:, None] * np.log(np.abs(rho)))
    inside, beside = _precision(near, left, len(rho))
    log_determinant = np.sum(np.log(left), axis=0)
    solved = np.broadcast_to(columns[:, None, :], (len(columns), len(rho), columns.shape[1]))
    if np.any(nugget):
        solved, extra = _solve((1 - nugget) + nugget * inside, nugget * beside, columns)
        log_determinant = log_determinant + extra
    return Weighted(_times(inside, beside, solved), log_determinant)


def _precision(near: FloatArray, left: FloatArray, m: int) -> tuple[FloatArray, FloatArray]:
    """The diagonal (n, m) and the side diagonal (n - 1, m) of K."""
    inside = np.ones((len(near) + 1, m))
    inside[1:] += near**2 / left
    inside[:-1] += near**2 / left
    return inside, -near / left


def _times(inside: FloatArray, beside: FloatArray, columns: FloatArray) -> FloatArray:
    """K B."""
    out = inside[:, :, None] * columns
    out[:-1] += beside[:, :, None] * columns[1:]
    out[1:] += beside[:, :, None] * columns[:-1]
    return out


def _solve(inside: FloatArray, beside: FloatArray, columns: FloatArray) -> tuple[FloatArray, FloatArray]:
    """T⁻¹ B (n, m, c) and log |T| (m,) for a tridiagonal T, positive definite, by elimination without pivots."""
    n, m = inside.shape
    pivot, factor = np.empty((n, m)), np.empty((n - 1, m))
    out = np.empty((n, m, columns.shape[1]))
    pivot[0], out[0] = inside[0], columns[0]
    for i in range(n - 1):
        factor[i] = beside[i] / pivot[i]
        pivot[i + 1] = inside[i + 1] - factor[i] * beside[i]
        out[i + 1] = columns[i + 1] - factor[i][:, None] * out[i]
    out /= pivot[:, :, None]
    for i in range(n - 2, -1, -1):
        out[i] -= factor[i][:, None] * out[i + 1]
    return out, np.sum(np.log(pivot), axis=0)
