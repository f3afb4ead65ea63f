"""Simulation-based calibration of the engine for one person: truths from the prior, nights from the truths."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from calibration.trials import CENTRE, following
from calibration.uniformity import summary
from stilla.analysis.exposure import exposure
from stilla.analysis.gaussian import fit
from stilla.analysis.priors import Priors
from stilla.analysis.series import Series, series

if TYPE_CHECKING:
    from collections.abc import Callable

Array = NDArray[np.float64]

SEED = 20261122
SCALE = 1.5
MISSING = 0.2


class Truth(NamedTuple):
    """One person's parameters."""

    beta: Array
    """Intercept, effect, trend."""
    rho: float
    nugget: float
    sigma: float
    half_life: float


def truth(priors: Priors, stream: np.random.Generator) -> Truth:
    """A draw from the prior."""
    sds = np.array([priors.intercept_sd, priors.effect_sd, priors.trend_sd])
    beta = np.array([priors.centre, 0.0, 0.0]) + priors.scale * sds * stream.standard_normal(3)
    return Truth(
        beta,
        priors.rho_low + (priors.rho_high - priors.rho_low) * stream.beta(2.0, 2.0),
        stream.beta(1.0, 2.0) if priors.nugget else 0.0,
        priors.scale * abs(stream.standard_t(priors.sigma_df)),
        float(stream.choice(priors.half_lives, p=np.array(priors.half_life_weights))),
    )


def nights(true: Truth, periods: int, length: int, stream: np.random.Generator) -> Series:
    """A trial lived by that person: random pairs of periods, a fifth of the nights missing."""
    first = stream.integers(0, 2, periods // 2)
    active = np.repeat(np.column_stack([first, 1 - first]).ravel(), length).astype(float)
    n = len(active)
    empty = series(np.zeros(n), active, period=np.repeat(np.arange(1, periods + 1), length))
    x = np.column_stack([np.ones(n), exposure(empty, true.half_life), np.arange(n) / (n - 1) - 0.5])
    state = following(true.rho, stream.standard_normal((1, n)))[0]
    own = stream.standard_normal(n)
    noise = true.sigma * (np.sqrt(1.0 - true.nugget) * state + np.sqrt(true.nugget) * own)
    y = np.where(stream.random(n) < MISSING, np.nan, x @ true.beta + noise)
    return empty.with_y(y)


def ranks(priors: Priors, draws: int, shape: tuple[int, int], told: Callable[[int], None], seed: int = SEED) -> Array:
    """(draws,) the posterior's distribution function at the true effect."""
    out = np.empty(draws)
    for k in range(draws):
        stream = np.random.default_rng([seed, k])
        true = truth(priors, stream)
        out[k] = fit(nights(true, *shape, stream), priors).effect.below(true.beta[1])
        told(k + 1)
    return out


def plain(draws: int, told: Callable[[int], None]) -> dict[str, Any]:
    """The AR(1) model, 4 periods of 7 nights."""
    return summary(ranks(Priors(SCALE, CENTRE).plain(), draws, (4, 7), told))


def primary(draws: int, told: Callable[[int], None]) -> dict[str, Any]:
    """Nugget and carry-over, 8 periods of 7 nights."""
    return summary(ranks(Priors(SCALE, CENTRE), draws, (8, 7), told))


def default(draws: int, told: Callable[[int], None]) -> dict[str, Any]:
    """Nugget and carry-over, 8 periods of 21 nights."""
    return summary(ranks(Priors(SCALE, CENTRE), draws, (8, 21), told, SEED + 1))
