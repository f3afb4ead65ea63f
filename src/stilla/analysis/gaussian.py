"""The primary model: Gaussian regression with AR(1) nights, a nugget, and wash-in and wash-out; its exact posterior.

Given ρ, ν and σ the coefficients are normal, so the posterior of the effect is a mixture of normals over the nodes of
a quadrature. ρ and ν have Gauss-Legendre nodes on the interval that carries the posterior, log σ equidistant nodes
around its own mode; the half-lives are weighed by their evidence. Nothing is sampled.
"""

from __future__ import annotations

from typing import NamedTuple

import msgspec
import numpy as np
from scipy.special import logsumexp

from stilla.analysis.arrays import FloatArray
from stilla.analysis.asked import Terms
from stilla.analysis.covariance import weighted
from stilla.analysis.exposure import exposure
from stilla.analysis.mixture import Mixture
from stilla.analysis.nodes import Grid, around, even, first_grid, much_smaller
from stilla.analysis.priors import Priors
from stilla.analysis.quadrature import Night, Regression, rotate, spread
from stilla.analysis.series import Series

_NODES = (32, 48)
_REFINED = (96, 144)
_MANY, _FEWER = 1000, (16, 24)
"""With so many outcomes the posterior of ρ and ν is close to normal, and fewer nodes are tried first."""
_SIGMAS = 24
_CLOSER, _LOCATING = 6, 24
_CLOSE = 1e-4
_CHUNK = 4_000_000
"""Numbers held at once while the nights are weighed: few enough that 5,000 rows need no more memory than 400."""


class Carryover(msgspec.Struct, frozen=True):
    """One half-life: how far it was believed, and how far the data make it believed; the effect under it alone."""

    half_life: float
    prior: float
    weight: float
    mean: float
    sd: float


class Posterior(msgspec.Struct, frozen=True):
    """What is believed after the nights."""

    effect: Mixture
    """Active minus comparator in the long run, on the scale of the outcome."""
    assignment: Mixture
    """Mean over active rows minus mean over comparator rows, as the periods were run."""
    rho: tuple[float, float]
    """Mean and standard deviation of the correlation from one step to the next."""
    nugget: tuple[float, float]
    sigma: tuple[float, float]
    carryover: tuple[Carryover, ...]
    log_evidence: float
    error: float
    """How far the mean moved from fewer nodes to more, in standard deviations of the effect."""


def fit(trial: Series, priors: Priors, terms: Terms = Terms()) -> Posterior:  # noqa: B008  # frozen, so it can be shared
    """The exact posterior of the effect.

    Args:
        trial: at least one row; at least one outcome.
        priors: in units of their `scale`.
        terms: which trend.

    Raises:
        ValueError: no outcome at all.
        ArithmeticError: the quadrature did not settle; no figure is given then.
    """
    if not trial.observed.any():
        raise ValueError("no outcome")
    problem = _problem(trial, priors, terms)
    found = _located(problem)
    for counts in (*((_FEWER,) if len(problem.residual) > _MANY else ()), _NODES, _REFINED):
        results = [_evaluate(problem, around(found.grid, found.marginals, count, priors)) for count in counts]
        error = _moved(*results)
        if error <= _CLOSE:
            return _posterior(problem, results[1], error)
    raise ArithmeticError(f"the quadrature moved by {error:.1e} standard deviations")


def nuisance(trial: Series, priors: Priors, terms: Terms) -> tuple[float, float, float]:
    """Posterior means of ρ, ν and σ alone, from few nodes: for weights, which need no more digits."""
    closer = _glance(_problem(trial, priors, terms))
    weight = closer.weight
    nodes = weight.sum(axis=(0, 2))
    rho, nugget = float(nodes @ closer.grid.rho), float(nodes @ closer.grid.nugget)
    return rho, nugget, float(np.sum(weight * closer.sigma))


def glance(trial: Series, priors: Priors, terms: Terms) -> Mixture:
    """The effect from few nodes and without a check of the error: for searches that ask many times."""
    found = _glance(_problem(trial, priors, terms))
    return Mixture(found.weight.ravel(), found.mean.ravel(), found.sd.ravel())


def _glance(problem: _Problem) -> _Evaluated:
    found = _located(problem)
    return _evaluate(problem, around(found.grid, found.marginals, _LOCATING, problem.priors))


def _located(problem: _Problem) -> _Evaluated:
    """A look at everything, then closer and closer while what carries the posterior is a small part of it."""
    found = _evaluate(problem, first_grid(problem.priors, integer=problem.integer))
    for _ in range(_CLOSER):
        nearer = around(found.grid, found.marginals, _LOCATING, problem.priors)
        if not much_smaller(nearer, found.grid):
            break
        found = _evaluate(problem, nearer)
    return found


class _Problem(NamedTuple):
    gaps: FloatArray
    fixed: FloatArray
    """(n, q) the columns that every half-life shares: intercept, trend, covariates."""
    exposed: FloatArray
    """(n, h) the exposure under each half-life."""
    residual: FloatArray
    """(n,) outcomes less the centre of the intercept."""
    prior_sd: FloatArray
    """(1 + q,) of the effect, then of the fixed columns."""
    factors: FloatArray
    """(h,) assignment effect per unit of effect."""
    priors: Priors
    integer: bool


def _problem(trial: Series, priors: Priors, terms: Terms) -> _Problem:
    seen = trial.observed
    steps, integer = even(trial.time[seen])
    fixed, sds = fixed_columns(trial, priors, terms)
    exposed = np.stack([exposure(trial, half) for half in priors.half_lives], axis=1)
    return _Problem(
        gaps=np.diff(steps),
        fixed=fixed[seen],
        exposed=exposed[seen],
        residual=trial.y[seen] - priors.centre,
        prior_sd=priors.scale * np.concatenate([[priors.effect_sd], sds]),
        factors=_assignment(trial, exposed),
        priors=priors,
        integer=integer,
    )


def fixed_columns(trial: Series, priors: Priors, terms: Terms) -> tuple[FloatArray, FloatArray]:
    """(n, q) intercept, trend and covariates, and (q,) their prior standard deviations in units of the scale.

    The trend runs over the whole trial, be it months or minutes; of a covariate with two values the higher is 1 and
    the lower 0, any other is taken in its own standard deviations around its mean. So neither unit nor origin changes
    how far the answer is adjusted for them.
    """
    time = trial.time
    length = float(time[-1] - time[0]) or 1.0
    relative = (time - time[0]) / length - 0.5
    columns = [np.ones(len(time))]
    sds = [priors.intercept_sd]
    if terms.trend == 1:
        columns.append(relative)
    elif terms.trend > 1:
        columns += list(natural_spline(relative, terms.trend))
    sds += [priors.trend_sd] * (len(columns) - 1)
    sds += [priors.covariate_sd] * trial.covariates.shape[1]
    return np.column_stack([*columns, _standard(trial)]), np.array(sds)


def _standard(trial: Series) -> FloatArray:
    """(n, q) the covariates in units of their own, by the rows with an outcome; 0 where these are all the same."""
    out = np.zeros_like(trial.covariates)
    for k, seen in enumerate(trial.covariates[trial.observed].T):
        values = np.unique(seen)
        sd = float(seen.std()) if len(values) else 0.0
        if len(values) == 2:
            out[:, k] = (trial.covariates[:, k] - values[0]) / (values[1] - values[0])
        elif sd > 1e-12 * float(np.abs(seen).max(initial=0.0)):
            out[:, k] = (trial.covariates[:, k] - seen.mean()) / sd
    return out


def natural_spline(x: FloatArray, df: int) -> FloatArray:
    """(df, n) a natural cubic spline without intercept, knots evenly over the range of x, each column within ±1."""
    knots = np.linspace(x.min(), x.max(), df + 1)
    if knots[0] == knots[-1]:
        return np.zeros((df, len(x)))

    def bent(k: int) -> FloatArray:
        part: FloatArray = np.maximum(x - knots[k], 0.0) ** 3 - np.maximum(x - knots[-1], 0.0) ** 3
        part /= knots[-1] - knots[k]
        return part

    last = bent(df - 1)
    columns = np.stack([x, *(bent(k) - last for k in range(df - 1))])
    columns = columns - columns.mean(axis=1, keepdims=True)
    largest = np.abs(columns).max(axis=1, keepdims=True)
    out: FloatArray = columns / np.where(largest > 0, largest, 1.0)
    return out


def _assignment(trial: Series, exposed: FloatArray) -> FloatArray:
    on = trial.active > 0.5
    if not on.any() or on.all():
        return np.ones(exposed.shape[1])
    out: FloatArray = exposed[on].mean(axis=0) - exposed[~on].mean(axis=0)
    return out


class _Evaluated(NamedTuple):
    """At (h, m, k): half-life, node of ρ and ν, node of σ."""

    log_weight: FloatArray
    mean: FloatArray
    sd: FloatArray
    sigma: FloatArray
    grid: Grid

    @property
    def weight(self) -> FloatArray:
        """Normalised over everything."""
        out: FloatArray = np.exp(self.log_weight - logsumexp(self.log_weight))
        return out

    @property
    def marginals(self) -> tuple[FloatArray, FloatArray]:
        """Log marginal posterior of each distinct ρ and ν (densities: without their quadrature weights)."""
        bare = logsumexp(self.log_weight, axis=(0, 2)) - self.grid.log_weight
        table = bare.reshape(self.grid.shape)
        return logsumexp(table, axis=1), logsumexp(table, axis=0)


def _evaluate(problem: _Problem, grid: Grid) -> _Evaluated:
    gram, log_determinant = _gram(problem, grid)
    q, halves = problem.fixed.shape[1], problem.exposed.shape[1]
    cells = [_regression(gram, log_determinant, h, q) for h in range(halves)]
    night = Night(problem.priors.scale, problem.priors.sigma_df, rounding(problem.residual))
    parts = [spread(rotate(cell, problem.prior_sd), len(problem.residual), night, _SIGMAS) for cell in cells]
    shares = np.log(np.array(problem.priors.half_life_weights) / np.sum(problem.priors.half_life_weights))
    log_weight = np.stack([part.log_weight for part in parts]) + grid.log_weight[:, None] + shares[:, None, None]
    return _Evaluated(
        log_weight,
        np.stack([part.mean for part in parts]),
        np.stack([part.sd for part in parts]),
        np.stack([part.sigma for part in parts]),
        grid,
    )


def rounding(y: FloatArray) -> float:
    """Standard deviation of what the rounding of the outcomes hides: the least step between them over √12.

    No night is known more closely than that, so σ is not believed to be less, however well a few rows fit.
    """
    steps = np.diff(np.unique(y))
    return float(steps.min() / np.sqrt(12)) if len(steps) else 0.0


def _gram(problem: _Problem, grid: Grid) -> tuple[FloatArray, FloatArray]:
    """(m, c, c) B' R⁻¹ B of fixed columns, exposures and outcome, and (m,) log |R|, in chunks of nodes."""
    columns = np.column_stack([problem.fixed, problem.exposed, problem.residual])
    n, c = columns.shape
    at_once = max(1, _CHUNK // (n * c))
    grams, determinants = [], []
    for start in range(0, len(grid.rho), at_once):
        part = slice(start, start + at_once)
        found = weighted(problem.gaps, grid.rho[part], grid.nugget[part], columns)
        grams.append(np.einsum("nc,nmd->mcd", columns, found.columns, optimize=True))
        determinants.append(found.log_determinant)
    return np.concatenate(grams), np.concatenate(determinants)


def _regression(gram: FloatArray, log_determinant: FloatArray, half: int, q: int) -> Regression:
    """The regression under one half-life: the exposure first, then the fixed columns."""
    chosen = np.array([q + half, *range(q)])
    last = gram.shape[1] - 1
    cross = gram[:, chosen][:, :, chosen]
    return Regression(
        (cross + cross.transpose(0, 2, 1)) / 2, gram[:, chosen, last], gram[:, last, last], log_determinant
    )


def _moved(fewer: _Evaluated, more: _Evaluated) -> float:
    means = [float(np.sum(each.weight * each.mean)) for each in (fewer, more)]
    sds = [
        float(np.sqrt(np.sum(each.weight * (each.sd**2 + (each.mean - m) ** 2))))
        for each, m in zip((fewer, more), means, strict=True)
    ]
    return max(abs(means[0] - means[1]), abs(sds[0] - sds[1])) / sds[1]


def _posterior(problem: _Problem, found: _Evaluated, error: float) -> Posterior:
    weight = found.weight
    whole = Mixture(weight.ravel(), found.mean.ravel(), found.sd.ravel())
    factors = np.broadcast_to(problem.factors[:, None, None], weight.shape).ravel()
    nodes = weight.sum(axis=(0, 2))
    return Posterior(
        effect=whole.light(),
        assignment=whole.scaled(factors).light(),
        rho=_moments(nodes, found.grid.rho),
        nugget=_moments(nodes, found.grid.nugget),
        sigma=_moments(weight, found.sigma),
        carryover=tuple(_carryover(problem, found, weight)),
        log_evidence=float(logsumexp(found.log_weight)),
        error=error,
    )


def _carryover(problem: _Problem, found: _Evaluated, weight: FloatArray) -> list[Carryover]:
    total = sum(problem.priors.half_life_weights)
    out = []
    for h, half in enumerate(problem.priors.half_lives):
        share = float(weight[h].sum())
        # Within the half-life the weights are made to sum to 1 from the logs: a share may underflow to nothing.
        inside = np.exp(found.log_weight[h] - logsumexp(found.log_weight[h]))
        mean = float(np.sum(inside * found.mean[h]))
        sd = float(np.sqrt(np.sum(inside * (found.sd[h] ** 2 + (found.mean[h] - mean) ** 2))))
        out.append(Carryover(half, problem.priors.half_life_weights[h] / total, share, mean, sd))
    return out


def _moments(weight: FloatArray, values: FloatArray) -> tuple[float, float]:
    mean = float(np.sum(weight * values))
    return mean, float(np.sqrt(np.sum(weight * (values - mean) ** 2)))
