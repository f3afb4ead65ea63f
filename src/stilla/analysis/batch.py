"""The same posterior for many simulated trials at once: what a forecast and a calibration are made of.

Trials that miss the same nights share all work on the covariance, and those with the same sequence also that on the
design. The engine is that of `stilla.analysis.gaussian`, on fixed nodes.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy.special import ndtr

from stilla.analysis.arrays import BoolArray, FloatArray, IntArray
from stilla.analysis.covariance import weighted
from stilla.analysis.decision import Better
from stilla.analysis.exposure import exposures
from stilla.analysis.nodes import Grid, first_grid
from stilla.analysis.priors import Priors
from stilla.analysis.quadrature import Axes, Night, Rotated, axes, spread

_RHOS, _NUGGETS, _SIGMAS = 16, 8, 12
_ROOM = 3_000_000
"""Numbers held at once while nights are weighed."""
_CELLS = 150_000
"""Nodes held at once while a standard deviation is integrated: few enough for the processor's cache."""


class Plan(NamedTuple):
    """What the trials of a batch share."""

    time: FloatArray
    """(n,) days, whole numbers."""
    active: FloatArray
    """(u, n) the treatments of each distinct sequence."""
    fixed: FloatArray
    """(n, q) intercept, trend, covariates."""
    fixed_sd: FloatArray
    """(q,) their prior standard deviations in units of the scale."""
    priors: Priors
    better: Better
    mid: float


class Beliefs(NamedTuple):
    """(s,) each: what each trial would make one believe."""

    mean: FloatArray
    sd: FloatArray
    benefit: FloatArray
    mid: FloatArray
    harm: FloatArray


class _Products(NamedTuple):
    """Products with R⁻¹ at m nodes: u sequences, h half-lives, s trials, p = 1 + q columns, the exposure first."""

    cross: FloatArray
    """(u, h, m, p, p)."""
    toward: FloatArray
    """(s, h, m, p)."""
    square: FloatArray
    """(s, m)."""
    log_determinant: FloatArray
    """(m,)."""


def beliefs(plan: Plan, y: FloatArray, which: IntArray, observed: BoolArray) -> Beliefs:
    """The posterior of each trial.

    Args:
        plan: shared by all.
        y: (s, n) outcomes; those of nights that are not observed are not looked at.
        which: (s,) the sequence of each trial.
        observed: (n,) nights with an outcome, the same for all.
    """
    grid = first_grid(plan.priors, integer=True, counts=(_RHOS, _NUGGETS))
    used, place = np.unique(which, return_inverse=True)
    exposed = [exposures(plan.active[used].T, plan.time, half)[observed] for half in plan.priors.half_lives]
    columns = _Columns(
        np.diff(plan.time[observed]), plan.fixed[observed], np.stack(exposed, axis=-1), y[:, observed].T, place
    )
    found = _whole([_products(part, columns, plan.priors.centre) for part in _parts(grid, columns)])
    prior_sd = plan.priors.scale * np.concatenate([[plan.priors.effect_sd], plan.fixed_sd])
    turned = axes(found.cross, prior_sd)
    per_trial = found.square.shape[1] * len(plan.priors.half_lives) * _SIGMAS
    at_once = max(1, _CELLS // per_trial)
    parts = []
    for start in range(0, len(y), at_once):
        trials = slice(start, start + at_once)
        mine = Axes(turned.length[place[trials]], turned.directions[place[trials]])
        toward = np.einsum("...ji,...j->...i", mine.directions, found.toward[trials])
        square = np.broadcast_to(found.square[trials, None, :], toward.shape[:-1])
        rotated = Rotated(mine.length, toward, mine.contrast, square, found.log_determinant)
        parts.append(_believed(rotated, plan, grid, int(observed.sum())))
    return Beliefs(*(np.concatenate(each) for each in zip(*parts, strict=True)))


class _Columns(NamedTuple):
    gaps: FloatArray
    fixed: FloatArray
    """(n, q)."""
    exposed: FloatArray
    """(n, u, h)."""
    y: FloatArray
    """(n, s)."""
    place: IntArray
    """(s,) which of the u sequences."""


def _parts(grid: Grid, columns: _Columns) -> list[Grid]:
    width = columns.exposed[0].size + columns.y.shape[1]
    at_once = max(1, _ROOM // (len(columns.y) * width))
    starts = range(0, len(grid.rho), at_once)
    return [grid.part(slice(start, start + at_once)) for start in starts]


def _products(grid: Grid, columns: _Columns, centre: float) -> _Products:
    n, u, h = columns.exposed.shape
    q = columns.fixed.shape[1]
    y, design = columns.y - centre, columns.exposed.reshape(n, u * h)
    found = weighted(columns.gaps, grid.rho, grid.nugget, np.column_stack([columns.fixed, design, y]))
    by_fixed, by_design, by_y = np.split(found.columns, [q, q + u * h], axis=2)
    m = len(grid.rho)
    cross = np.empty((u, h, m, 1 + q, 1 + q))
    cross[..., 1:, 1:] = np.einsum("nc,nmd->mcd", columns.fixed, by_fixed, optimize=True)
    mixed = np.einsum("nc,nmd->dmc", columns.fixed, by_design, optimize=True).reshape(u, h, m, q)
    cross[..., 0, 1:] = cross[..., 1:, 0] = mixed
    cross[..., 0, 0] = np.einsum("nd,nmd->dm", design, by_design).reshape(u, h, m)
    toward = np.empty((y.shape[1], h, m, 1 + q))
    toward[..., 1:] = np.einsum("nc,nms->smc", columns.fixed, by_y, optimize=True)[:, None]
    toward[..., 0] = np.einsum("nsh,nms->shm", columns.exposed[:, columns.place], by_y, optimize=True)
    return _Products(cross, toward, np.einsum("ns,nms->sm", y, by_y), found.log_determinant)


def _whole(parts: list[_Products]) -> _Products:
    return _Products(
        np.concatenate([part.cross for part in parts], axis=2),
        np.concatenate([part.toward for part in parts], axis=2),
        np.concatenate([part.square for part in parts], axis=1),
        np.concatenate([part.log_determinant for part in parts]),
    )


def _believed(rotated: Rotated, plan: Plan, grid: Grid, n: int) -> Beliefs:
    found = spread(rotated, n, Night(plan.priors.scale, plan.priors.sigma_df), _SIGMAS)
    shares = np.log(np.array(plan.priors.half_life_weights) / np.sum(plan.priors.half_life_weights))
    log_weight = found.log_weight + grid.log_weight[:, None] + shares[:, None, None]
    trials = len(log_weight)
    log_weight -= log_weight.max(axis=(1, 2, 3), keepdims=True)
    weight = np.exp(log_weight).reshape(trials, -1)
    weight /= weight.sum(axis=1, keepdims=True)
    mean, sd = found.mean.reshape(trials, -1), found.sd.reshape(trials, -1)
    gain = -mean if plan.better == "lower" else mean
    whole = np.sum(weight * mean, axis=1)
    benefit = np.sum(weight * ndtr(gain / sd), axis=1)
    return Beliefs(
        whole,
        np.sqrt(np.sum(weight * (sd**2 + (mean - whole[:, None]) ** 2), axis=1)),
        benefit,
        np.sum(weight * ndtr((gain - plan.mid) / sd), axis=1),
        1.0 - benefit,
    )
