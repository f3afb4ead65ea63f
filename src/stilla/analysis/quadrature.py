"""The integral over the standard deviation of a night at each node of the correlation, for one trial and for many."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy.special import gammaln

from stilla.analysis.arrays import FloatArray

_LEAST = 1e-4
"""In units of the prior's variance: where the search for σ begins if nothing is left of fitted outcomes."""
_NOISE = 1e-14
"""Of the sum of squares: what rounding leaves of perfectly fitted outcomes, so that their logarithm exists."""
_STEPS = 6


class Regression(NamedTuple):
    """Products with R⁻¹ at nodes (…): what is left of the data. The first column is the one that is asked about."""

    cross: FloatArray
    """(…, p, p) X' R⁻¹ X."""
    toward: FloatArray
    """(…, p) X' R⁻¹ e."""
    square: FloatArray
    """(…) e' R⁻¹ e."""
    log_determinant: FloatArray
    """(…) log |R|."""


class Axes(NamedTuple):
    """The axes in which prior and design are both diagonal; they do not depend on the outcomes."""

    length: FloatArray
    """(…, p) eigenvalues of S X' R⁻¹ X S, with S the prior standard deviations."""
    directions: FloatArray
    """(…, p, p) S times the eigenvectors."""

    @property
    def contrast(self) -> FloatArray:
        """(…, p) the first coefficient in these axes."""
        out: FloatArray = self.directions[..., 0, :]
        return out


class Rotated(NamedTuple):
    """The data in those axes."""

    length: FloatArray
    toward: FloatArray
    """(…, p)."""
    contrast: FloatArray
    square: FloatArray
    log_determinant: FloatArray


class Spread(NamedTuple):
    """At nodes (…, k): log weight, and mean and standard deviation of the first coefficient."""

    log_weight: FloatArray
    mean: FloatArray
    sd: FloatArray
    sigma: FloatArray


def axes(cross: FloatArray, prior_sd: FloatArray) -> Axes:
    """One eigen-decomposition a node serves every standard deviation of a night, and every outcome.

    Args:
        cross: (…, p, p) X' R⁻¹ X.
        prior_sd: (p,).
    """
    length, directions = np.linalg.eigh(cross * prior_sd[:, None] * prior_sd)
    return Axes(np.maximum(length, 0.0), prior_sd[:, None] * directions)


def rotate(found: Regression, prior_sd: FloatArray) -> Rotated:
    """The data in the axes of prior and design.

    Args:
        found: at nodes (…).
        prior_sd: (p,).
    """
    turned = axes(found.cross, prior_sd)
    toward = np.einsum("...ji,...j->...i", turned.directions, found.toward)
    return Rotated(turned.length, toward, turned.contrast, found.square, found.log_determinant)


class Night(NamedTuple):
    """What is believed of the standard deviation of a night before: half-t, and not under what rounding hides."""

    scale: float
    """On the scale of the outcome."""
    df: float
    least: float = 0.0
    """On the scale of the outcome."""


def spread(found: Rotated, n: int, night: Night, count: int) -> Spread:
    """The integrand at `count` equidistant nodes of log σ around its mode, its steps and the prior included.

    Equidistant nodes because the integrand is smooth and dies out on both sides, where their error falls faster than
    any power of the distance.

    Args:
        found: at nodes (…).
        n: outcomes.
        night: the prior of σ.
        count: of nodes.
    """
    scale = night.scale
    mode, free = _mode(found, n, night)
    centre = 0.5 * np.log(mode)
    below, above = _reach(free)
    with np.errstate(divide="ignore"):
        low = np.maximum(centre - below, np.log(night.least))
    width = np.maximum(centre + above, low + above) - low
    log_sigma = low[..., None] + width[..., None] * np.linspace(0.0, 1.0, count)
    variance = np.exp(2 * log_sigma)
    left, volume = np.broadcast_to(found.square[..., None], variance.shape).copy(), np.ones_like(variance)
    mean, spread_of_mean = np.zeros_like(variance), np.zeros_like(variance)
    # One axis at a time: the arrays stay small, and the logarithm is taken once.
    for j in range(found.length.shape[-1]):
        length, toward, contrast = (each[..., j, None] for each in (found.length, found.toward, found.contrast))
        shrunk = toward / (variance + length)
        swelling = 1 + length / variance
        left -= toward * shrunk
        volume *= swelling
        mean += contrast * shrunk
        spread_of_mean += contrast**2 / swelling
    log_likelihood = -0.5 * (
        n * (np.log(2 * np.pi) + 2 * log_sigma) + found.log_determinant[..., None] + np.log(volume) + left / variance
    )
    log_prior = _half_t(variance / scale**2, scale, night.df) + log_sigma
    return Spread(
        log_likelihood + log_prior + _log_step(width, count), mean, np.sqrt(spread_of_mean), np.exp(log_sigma)
    )


def _mode(found: Rotated, n: int, night: Night) -> tuple[FloatArray, FloatArray]:
    """(…) σ² where the integrand over log σ is highest, and the degrees of freedom that are left there.

    The priors of the coefficients count: where they forbid what the outcomes ask for, σ has to explain it; and where
    they allow far more, it is not drawn toward their scale. A fixed point, begun at the least squares.
    """
    prior = night.scale**2
    fitted = np.sum(found.toward**2 / (found.length + 1e-9 * prior), axis=-1)
    free = np.full(found.square.shape, float(max(n - found.length.shape[-1], 1)))
    variance = (np.maximum(found.square - fitted, 0.0) + _LEAST * prior) / free
    least = np.maximum(_NOISE * found.square / n, max(night.least**2, 1e-24 * prior))
    for _ in range(_STEPS):
        whole = variance[..., None] + found.length
        left = found.square - np.sum(found.toward**2 * (whole + variance[..., None]) / whole**2, axis=-1)
        free = np.maximum(n - np.sum(found.length / whole, axis=-1), 0.0)
        far = variance / (variance + night.df * prior)
        variance = np.maximum(left / np.maximum(free - 1 + (night.df + 1) * far, 0.5), least)
    return variance, np.maximum(free, 1.0)


def _reach(free: FloatArray) -> tuple[FloatArray, FloatArray]:
    """How far below and above its mode the integrand over log σ lives, for `free` degrees of freedom."""
    narrow = 7.5 / np.sqrt(2 * free)
    # Upwards it falls as σ^-free only, until the prior's own tail takes over.
    return narrow, np.maximum(narrow, np.minimum(30.0 / free, 8.0))


def _log_step(width: FloatArray, count: int) -> FloatArray:
    """(…, k) log of the trapezoid's weights: half a step at both ends, which matters where rounding cuts it off."""
    share = np.ones(count)
    share[[0, -1]] = 0.5
    out: FloatArray = np.log(width / (count - 1))[..., None] + np.log(share)
    return out


def _half_t(squared: FloatArray, scale: float, df: float) -> FloatArray:
    """Log density of a half-t at σ, given (σ / scale)²."""
    constant = np.log(2) + gammaln((df + 1) / 2) - gammaln(df / 2) - 0.5 * np.log(df * np.pi) - np.log(scale)
    out: FloatArray = constant - (df + 1) / 2 * np.log1p(squared / df)
    return out
