"""From a log posterior to weighted draws: its mode, a t distribution around it, and importance weights.

Points come from a scrambled Sobol sequence with a fixed seed, so an analysis repeated is the same analysis. They go
through a multivariate t with 5 degrees of freedom whose tails are heavier than a posterior's, so no weight runs away;
whether one does all the same is read off the largest weights (Vehtari 2024, the shape k of a generalised Pareto
distribution fitted as by Zhang and Stephens 2009).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from scipy.special import chdtri, gammaln, ndtri, stdtrit

from stilla.analysis.arrays import FloatArray

LogDensity = Callable[[FloatArray], FloatArray]
"""(g, m, d) points to (g, m) logs of a density; the m members of a group share their first parameter."""

_DF = 5.0
_WIDER = 1.1
_SEED = 20_261_122
_GROUPS = 64
"""Values of the first parameter, the correlation: middles of equal shares of its proposal."""
_GRADIENT_STEP = 1e-4
_HESSIAN_STEP = 1e-2
_WIDEST_SD = 1.5
"""Of the proposal around the mode, in any direction: the prior's is 1."""
_LEAST_TAIL = 5


class Proposal(NamedTuple):
    """A multivariate t: where it sits and the lower Cholesky factor of its scale."""

    centre: FloatArray
    root: FloatArray


class Sample(NamedTuple):
    """Points (n, d) and the log of target over proposal at each."""

    theta: FloatArray
    log_weight: FloatArray


def around_mode(density: LogDensity, start: FloatArray, inverse: FloatArray | None) -> tuple[Proposal, FloatArray]:
    """The proposal around the mode, and the covariance there as a beginning for the next search.

    Args:
        density: log density of (g, 1, d) points as (g, 1).
        start: (d,) where the search begins.
        inverse: (d, d) a guess of the covariance, or None.
    """
    from scipy.optimize import minimize  # noqa: PLC0415  # a tenth of a second that other analyses do not need

    found = minimize(  # type: ignore[call-overload]  # the types of SciPy do not know hess_inv0
        lambda x: _with_gradient(density, x),
        start,
        jac=True,
        method="BFGS",
        options={"gtol": 2e-2, "maxiter": 60, "hess_inv0": inverse},
    )
    mode: FloatArray = np.asarray(found.x, float)
    covariance = _covariance(_hessian(density, mode))
    return Proposal(mode, _root(covariance)), covariance


def _root(covariance: FloatArray) -> FloatArray:
    """The scale of a proposal a little wider than a covariance."""
    return _WIDER * np.asarray(np.linalg.cholesky(covariance), float)


def _with_gradient(density: LogDensity, x: FloatArray) -> tuple[float, FloatArray]:
    steps = _GRADIENT_STEP * np.eye(len(x))
    value = -density(np.concatenate([x[None], x + steps, x - steps])[:, None, :])[:, 0]
    d = len(x)
    return float(value[0]), (value[1 : d + 1] - value[d + 1 :]) / (2 * _GRADIENT_STEP)


def _hessian(density: LogDensity, x: FloatArray) -> FloatArray:
    """(d, d) of the negative log density, by central differences in one batch."""
    d = len(x)
    first, second = np.triu_indices(d)
    steps = _HESSIAN_STEP * np.eye(d)
    moves = [a * steps[first] + b * steps[second] for a, b in ((1, 1), (1, -1), (-1, 1), (-1, -1))]
    value = -density((x + np.concatenate(moves))[:, None, :])[:, 0].reshape(4, -1)
    out = np.empty((d, d))
    out[first, second] = (value[0] - value[1] - value[2] + value[3]) / (4 * _HESSIAN_STEP**2)
    out[second, first] = out[first, second]
    return out


def _covariance(hessian: FloatArray) -> FloatArray:
    """Its inverse; directions in which the posterior is flat or curves the wrong way get the widest sd."""
    length, axes = np.linalg.eigh(hessian)
    half = axes / np.sqrt(np.maximum(length, _WIDEST_SD**-2))
    out: FloatArray = half @ half.T
    return (out + out.T) / 2


def recentred(sample: Sample) -> Proposal:
    """The proposal with the mean and covariance of a first sample: nearer to a skewed posterior than its mode."""
    weight = np.exp(sample.log_weight - sample.log_weight.max())
    weight /= weight.sum()
    mean = weight @ sample.theta
    away = sample.theta - mean
    covariance = (away * weight[:, None]).T @ away
    ridge = max(1e-6 * np.trace(covariance) / len(mean), 1e-12) * np.eye(len(mean))
    return Proposal(mean, _root(covariance + ridge))


def draw(density: LogDensity, proposal: Proposal, count: int) -> Sample:
    """`count` weighted points, a power of two and at least the number of groups.

    Args:
        density: log density of (g, m, d) points, the members of a group sharing their first parameter.
        proposal: the t distribution.
        count: of points.
    """
    z = _standard_t(len(proposal.centre), count)
    theta = proposal.centre + z @ proposal.root.T
    value = density(theta.reshape(_GROUPS, count // _GROUPS, -1)).ravel()
    return Sample(theta, value - _log_t(z, proposal.root))


def _standard_t(d: int, count: int) -> FloatArray:
    """(count, d) points of a multivariate t, sorted into groups that share their first coordinate.

    Given its first coordinate, the others of a multivariate t are a t with one degree of freedom more, and wider.
    """
    from scipy.stats import qmc  # noqa: PLC0415  # most of a second, which other analyses do not need

    u = qmc.Sobol(d + 1, rng=np.random.default_rng(_SEED)).random(count)
    u = np.clip(u[np.argsort(u[:, 0], kind="stable")], 1e-12, 1 - 1e-12)
    shares = (np.arange(_GROUPS) + 0.5) / _GROUPS
    first = np.repeat(stdtrit(_DF, shares), count // _GROUPS)
    freedom = _DF + 1
    wider = np.sqrt((_DF + first**2) / chdtri(freedom, u[:, 1]))
    return np.column_stack([first, wider[:, None] * ndtri(u[:, 2:])])


def _log_t(z: FloatArray, root: FloatArray) -> FloatArray:
    """(n,) the log density of the proposal."""
    d = z.shape[1]
    constant = gammaln((_DF + d) / 2) - gammaln(_DF / 2) - 0.5 * d * np.log(_DF * np.pi)
    out: FloatArray = constant - np.sum(np.log(np.diag(root))) - 0.5 * (_DF + d) * np.log1p(np.sum(z**2, axis=1) / _DF)
    return out


def effective(weight: FloatArray) -> float:
    """How many equal draws would tell as much; weights that sum to 1."""
    return float(1.0 / np.sum(weight**2))


def pareto_k(weight: FloatArray) -> float:
    """The shape of the tail of the largest weights: above 0.5 their variance is in doubt, above 0.7 their mean.

    Args:
        weight: (n,) not negative.
    """
    n = len(weight)
    count = int(min(0.2 * n, 3 * np.sqrt(n)))
    if count < _LEAST_TAIL:
        return 1.0
    ordered = np.sort(weight)
    excess = ordered[-count:] - ordered[-count - 1]
    return _shape(excess / max(float(excess[-1]), 1e-300))


def _shape(excess: FloatArray) -> float:
    """The posterior mean of k under the weak prior of Zhang and Stephens, drawn toward 0.5 as by Vehtari."""
    excess = excess[excess > 0]
    count = len(excess)
    if count < _LEAST_TAIL:
        return 0.0  # Equal weights have no tail.
    trials = 30 + int(np.sqrt(count))
    quarter = excess[int(count / 4 + 0.5) - 1]
    places = 1 - np.sqrt(trials / (np.arange(1, trials + 1) - 0.5))
    theta = 1 / excess[-1] + places / (3 * quarter)
    k = np.mean(np.log1p(-theta[:, None] * excess), axis=1)
    profile = count * (np.log(-theta / k) - k - 1)
    weight = np.exp(profile - profile.max())
    best = float(np.sum(theta * weight) / np.sum(weight))
    shape = float(np.mean(np.log1p(-best * excess)))
    return (count * shape + 10 * 0.5) / (count + 10)
