r"""Pooling with each person's likelihood as it is: a grid over mean and spread, one matrix product for each spread.

For a person with likelihood L on nodes theta_j and a kernel K normalised over the nodes,

.. math:: \log p(data | \mu, \tau) = \sum_i \log \sum_j L_i(\theta_j) K(\theta_j; \mu, \tau)

Where tau is narrower than the nodes, the integral is taken by Gauss and Hermite around mu instead.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import numpy as np
from scipy.interpolate import CubicSpline, PPoly
from scipy.sparse import csr_array
from scipy.special import logsumexp, ndtr

from stilla.analysis.arrays import BoolArray, FloatArray
from stilla.analysis.pool_joint import TAU_MOST, PoolPriors, legendre
from stilla.analysis.pool_normal import Shrunken
from stilla.analysis.summary import NODES, REACH

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stilla.analysis.pool_normal import NormalJoint

_TAU_NODES = 48
_MU_STEP, _MU_REACH, _MU_MOST = 0.4, 9.0, 1201
_EDGE = 1e-8
_WIDENINGS = 6
_PEOPLE = 1024
_TINY = 1e-300
_FLOOR, _LOST = -300.0, -275.0
"""Logarithms are kept above the one, since denormal numbers take a hundred times as long; averages below the other
(23 standard deviations off) then mean nothing any more."""
_FINEST = 24
_STENCIL = 6
_CLOSE_POINTS, _CLOSE_REACH = 2001, 8.0
_HERMITE, _HERMITE_WEIGHT = np.polynomial.hermite_e.hermegauss(9)
_HERMITE_WEIGHT = _HERMITE_WEIGHT / _HERMITE_WEIGHT.sum()


class People(msgspec.Struct, frozen=True):
    """Everybody's likelihood in one scale unit.

    `table` (n, 161): log-likelihoods at `NODES` times `size` (n,), each person's own scale unit in the common one.
    `estimate`, `sd` (n,): the normal likelihoods beside them.
    """

    table: FloatArray
    size: FloatArray
    estimate: FloatArray
    sd: FloatArray

    def some(self, chosen: slice | BoolArray) -> People:
        """The people at some places."""
        return People(self.table[chosen], self.size[chosen], self.estimate[chosen], self.sd[chosen])

    def at(self, effects: FloatArray) -> FloatArray:
        """(n, len(effects)): log-likelihoods at effects in the common unit; constant beyond a person's last node."""
        if np.ptp(self.size) == 0:
            return np.asarray((between(effects / self.size[0]) @ self.table.T).T)
        return np.vstack([between(effects / size) @ row for size, row in zip(self.size, self.table, strict=True)])


def between(at: FloatArray) -> csr_array[np.float64]:
    """(len(at), 161): weights of the six nearest nodes that make the polynomial through them, at scale units `at`.

    Of a normal likelihood the logarithm is a parabola, so that this is exact however narrow it is.
    """
    place = (np.clip(at, -REACH, REACH) + REACH) / (NODES[1] - NODES[0])
    first = np.clip(np.floor(place).astype(np.int64) - _STENCIL // 2 + 1, 0, len(NODES) - _STENCIL)
    steps = np.arange(_STENCIL)
    away = (place - first)[:, None] - steps
    weights = np.empty((len(at), _STENCIL))
    for k in steps:  # Lagrange: each factor is (x - x_l) / (x_k - x_l)
        others = steps != k
        weights[:, k] = (away[:, others] / (steps[k] - steps[others])).prod(axis=1)
    columns = first[:, None] + steps
    pointers = np.arange(len(at) + 1) * _STENCIL
    return csr_array((weights.ravel(), columns.ravel(), pointers), shape=(len(at), len(NODES)))


class GridJoint(msgspec.Struct, frozen=True):
    """Mean and spread of the population on a grid: `mass` (T, M) on `tau` (T,) and evenly spaced `mu` (M,)."""

    tau: FloatArray
    step: FloatArray
    mu: FloatArray
    mass: FloatArray

    @property
    def weight(self) -> FloatArray:
        """(T,) probability of each node of tau."""
        return np.asarray(self.mass.sum(axis=1))

    @property
    def mean(self) -> FloatArray:
        """(T,) mean of mu given tau."""
        return np.asarray(self.mass @ self.mu / self.weight)

    @property
    def sd(self) -> FloatArray:
        """(T,) standard deviation of mu given tau."""
        away = (self.mu - self.mean[:, None]) ** 2
        return np.asarray(np.sqrt((self.mass * away).sum(axis=1) / self.weight))

    def below(self, x: FloatArray) -> FloatArray:
        """P(mu < x | tau) for x (T, G)."""
        area = _area(self.mu, self.mass.T)
        inside = np.clip(x, self.mu[0], self.mu[-1])
        piece = np.minimum((inside - self.mu[0]) / (self.mu[1] - self.mu[0]), len(self.mu) - 2).astype(np.int64)
        away = inside - self.mu[piece]
        out = np.zeros(x.shape)
        for power in area.c:  # each row of tau has a spline of its own, which PPoly cannot pick
            out = out * away + power[piece, np.arange(len(self.tau))[:, None]]
        return np.clip(out / area(self.mu[-1])[:, None], 0.0, 1.0)

    def next_below(self, x: FloatArray) -> FloatArray:
        """P(theta < x) for x (G,): over mu where tau is the wider, over tau where mu is."""
        gap = self.mu[1] - self.mu[0]
        wide = self.tau > gap
        out = np.zeros(len(x))
        for tau, mass in zip(self.tau[wide], self.mass[wide], strict=True):
            out += mass @ ndtr((x - self.mu[:, None]) / tau)
        narrow = GridJoint(self.tau[~wide], self.step[~wide], self.mu, self.mass[~wide])
        for z, weight in zip(_HERMITE, _HERMITE_WEIGHT, strict=True):
            shifted = x - narrow.tau[:, None] * z
            out += weight * (narrow.weight @ narrow.below(shifted))
        return out


class Likelihood(msgspec.Struct, frozen=True):
    """The log-likelihood of mean and spread, (T, M), with the quadrature it stands on."""

    tau: FloatArray
    step: FloatArray
    mu: FloatArray
    log: FloatArray

    def posterior(self, priors: PoolPriors) -> GridJoint:
        """The joint posterior under some priors."""
        height = self.log + priors.log_tau(self.tau)[:, None] - 0.5 * (self.mu / priors.mu_sd) ** 2
        mass = np.exp(height - height.max()) * self.step[:, None]
        return GridJoint(self.tau, self.step, self.mu, mass / mass.sum())


def likelihood(people: People, near: NormalJoint, priors: PoolPriors) -> Likelihood:
    """The log-likelihood of mean and spread where the posterior lies.

    Args:
        people: everybody.
        near: the normal answer, around which the grid is laid; it is widened until no edge carries weight.
        priors: under which the edges are judged.
    """
    low, high = float(near.tau[0]), float(near.tau[-1])
    some = near.weight > 1e-7 * near.weight.max()
    first = float(np.min(near.mean[some] - _MU_REACH * near.sd[some]))
    last = float(np.max(near.mean[some] + _MU_REACH * near.sd[some]))
    gap = _MU_STEP * float(near.sd[some].min())
    if near.tau[0] < (high - low) / 10:
        low = 0.0
    for _ in range(_WIDENINGS):
        tau, step = legendre(low, high, _TAU_NODES)
        mu = np.linspace(first, last, min(int(np.ceil((last - first) / gap)) + 1, _MU_MOST))
        found = Likelihood(tau, step, mu, log_likelihood(people, mu, tau))
        mass = found.posterior(priors).mass
        of_tau, of_mu = mass.sum(axis=1) / step, mass.sum(axis=0)
        edges = of_tau / of_tau.max(), of_mu / of_mu.max()
        narrow = (
            low > 0 and edges[0][0] > _EDGE, high < TAU_MOST and edges[0][-1] > _EDGE,
            edges[1][0] > _EDGE, edges[1][-1] > _EDGE,
        )  # fmt: skip
        if not any(narrow):
            break
        width, reach = (high - low) / 2, (last - first) / 4
        low, high = max(low - width * narrow[0], 0.0), min(high + width * narrow[1], TAU_MOST)
        first, last = first - reach * narrow[2], last + reach * narrow[3]
    return found


def log_likelihood(people: People, mu: FloatArray, tau: FloatArray) -> FloatArray:
    """(T, M): the sum over people of the log marginal likelihood of mean and spread."""
    out = np.zeros((len(tau), len(mu)))
    for first in range(0, len(people.sd), _PEOPLE):
        chunk = people.some(slice(first, first + _PEOPLE))
        for row, marginal in enumerate(_marginals(chunk, fine_nodes(people), mu, tau)):
            out[row] += marginal.sum(axis=0)
    return out


def fine_nodes(people: People, per_sd: int = 2) -> FloatArray:
    """Nodes of the effect, so many to the width of the sharpest likelihood."""
    each = (NODES[1] - NODES[0]) * per_sd / float(people.sd.min())
    return np.linspace(-REACH, REACH, (len(NODES) - 1) * int(np.clip(np.ceil(each), 2, _FINEST)) + 1)


def kernel(theta: FloatArray, mu: FloatArray, tau: float, floor: float = -np.inf) -> FloatArray:
    """(J, M): the normal density at nodes theta around each mu, each column summing to 1."""
    log = -0.5 * ((theta[:, None] - mu) / tau) ** 2
    out = np.exp(np.maximum(log - log.max(axis=0), floor))
    return np.asarray(out / out.sum(axis=0))


def _marginals(people: People, theta: FloatArray, mu: FloatArray, tau: FloatArray) -> Iterator[FloatArray]:
    """For each tau (n, M): log of each person's likelihood averaged over N(mu, tau^2)."""
    like = np.exp(np.maximum(people.at(theta), _FLOOR))
    for each in tau:
        if each < theta[1] - theta[0]:
            log = logsumexp(_around(people, mu, each), axis=1, b=_HERMITE_WEIGHT[:, None])
        else:
            log = np.log(like @ kernel(theta, mu, each, _FLOOR))
        lost = log < _LOST  # a person so far off that nothing is left: the tail of the normal likelihood stands in
        yield np.where(lost, _tail(people, mu, each), log) if lost.any() else log


def _around(people: People, mu: FloatArray, tau: float) -> FloatArray:
    """(n, 9, M): log-likelihoods at the nodes of Gauss and Hermite around each mu."""
    points = mu + tau * _HERMITE[:, None]
    return people.at(points.ravel()).reshape(len(people.sd), len(_HERMITE), len(mu))


def _tail(people: People, mu: FloatArray, tau: float) -> FloatArray:
    """(n, M): what the normal likelihoods say, as high as the tables are: their greatest lies between two nodes."""
    height = (between(people.estimate / people.size).toarray() * people.table).sum(axis=1)[:, None]
    variance = (people.sd**2 + tau**2)[:, None]
    away = (people.estimate[:, None] - mu) ** 2
    return np.asarray(height + 0.5 * (np.log(people.sd[:, None] ** 2 / variance) - away / variance))


def shrunken_on_grid(joint: GridJoint, people: People, theta: FloatArray) -> Shrunken:
    """People's own effects in the light of all.

    theta_i given (mu, tau) is its likelihood times N(mu, tau^2): weights on the nodes where tau is wider than they are
    apart, and along mu, shifted by each node of Gauss and Hermite, where it is narrower.
    """
    narrow = joint.tau < theta[1] - theta[0]
    weight = np.zeros((len(people.sd), len(theta)))
    for tau, mass in zip(joint.tau[~narrow], joint.mass[~narrow], strict=True):
        weight += _on_nodes(people, theta, joint.mu, tau, mass)
    close = _narrow(people, GridJoint(joint.tau[narrow], joint.step[narrow], joint.mu, joint.mass[narrow]))
    mean = weight @ theta + close.first
    second = weight @ theta**2 + close.second
    spread = np.sqrt(np.maximum(second - mean**2, 0.0))
    x = mean[:, None] + spread[:, None] * np.linspace(-9, 9, 1001)
    below = np.stack(
        [
            _area(theta, each)(np.clip(row, theta[0], theta[-1])) + np.interp(row, close.x, there)
            for each, row, there in zip(weight, x, close.below.T, strict=True)
        ]
    )
    return Shrunken(mean, x, np.clip(below, 0.0, 1.0))


def _on_nodes(people: People, theta: FloatArray, mu: FloatArray, tau: float, mass: FloatArray) -> FloatArray:
    """(n, J): the probability of each node for each person's effect, mu having the probabilities `mass` (M,)."""
    log = people.at(theta)
    like = np.exp(log - log.max(axis=1, keepdims=True))
    k = kernel(theta, mu, tau)
    weight = like * ((mass / np.maximum(like @ k, _TINY)) @ k.T)
    return np.asarray(weight * (mass.sum() / np.maximum(weight.sum(axis=1, keepdims=True), _TINY)))


def _area(x: FloatArray, probability: FloatArray) -> PPoly:
    """The distribution function of probabilities on evenly spaced nodes."""
    return CubicSpline(x, probability / (x[1] - x[0])).antiderivative()


class _Close(msgspec.Struct, frozen=True):
    """The part of people's effects where tau is narrow: moments (n,) and distribution functions (G, n) on `x` (G,)."""

    first: FloatArray
    second: FloatArray
    x: FloatArray
    below: FloatArray


def _narrow(people: People, joint: GridJoint) -> _Close:
    """People's effects over narrow values of tau only; their total probability is that of these values."""
    n, mu = len(people.sd), joint.mu
    reach = float(joint.tau.max(initial=0.0)) * _CLOSE_REACH
    x = np.linspace(mu[0] - reach, mu[-1] + reach, _CLOSE_POINTS)
    first, second, below = np.zeros(n), np.zeros(n), np.zeros((len(x), n))
    for tau, mass in zip(joint.tau, joint.mass, strict=True):
        if tau > mu[1] - mu[0]:
            theta = np.arange(mu[0] - _CLOSE_REACH * tau, mu[-1] + _CLOSE_REACH * tau, tau / 2)
            on_nodes = _on_nodes(people, theta, mu, tau, mass)
            first += on_nodes @ theta
            second += on_nodes @ theta**2
            below += _area(theta, on_nodes.T)(np.clip(x, theta[0], theta[-1]))
            continue
        log = _around(people, mu, tau) + np.log(_HERMITE_WEIGHT)[:, None]
        weight = np.exp(log - log.max(axis=1, keepdims=True))
        weight *= mass / weight.sum(axis=1, keepdims=True)
        points = mu + tau * _HERMITE[:, None]
        first += (weight * points).sum(axis=(1, 2))
        second += (weight * points**2).sum(axis=(1, 2))
        for z, part in zip(_HERMITE, weight.transpose(1, 2, 0), strict=True):
            below += _area(mu, part)(np.clip(x - tau * z, mu[0], mu[-1]))
    return _Close(first, second, x, below)
