"""The posterior of any family of outcomes: each half-life sampled, all weighed by their evidence."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy.special import logsumexp

from stilla.analysis.arrays import FloatArray
from stilla.analysis.gaussian import Carryover
from stilla.analysis.latent_family import Family, LatentPriors
from stilla.analysis.latent_model import EFFECT, RHO, Model, log_posterior, model, start
from stilla.analysis.latent_posterior import Kind, LatentPosterior
from stilla.analysis.latent_sampling import (
    LogDensity,
    Proposal,
    Sample,
    around_mode,
    draw,
    effective,
    pareto_k,
    recentred,
)
from stilla.analysis.series import Series
from stilla.errors import refuse

_PILOT = 1024
_POINTS = 8192
"""Over all half-lives together, rounded up to a power of two for each."""
_MORE = 2
_ROUNDS = 2
_FEW = 1000.0
"""Effective draws below which more are drawn; so too above this shape of the tail of the weights."""
_UNEVEN = 0.5
_ROWS = 400
_BINS = 8


def posterior(trial: Series, kind: Kind, family: Family, priors: LatentPriors) -> LatentPosterior:
    """The posterior of the effect, for a family that holds the outcomes of the trial's observed rows.

    Args:
        trial: at least one row.
        kind: of outcome.
        family: its likelihood.
        priors: on the scale of its link.

    Raises:
        BadInput: half-lives without weights.
    """
    if len(priors.half_lives) != len(priors.half_life_weights) or not priors.half_lives:
        raise refuse("half-lives", "Each half-life needs one weight.", "Varje halveringstid behöver en vikt.")
    models = [model(trial, family, priors, half_life) for half_life in priors.half_lives]
    proposals = _proposals(models)
    count = _power_of_two(_POINTS / len(models))
    found = _drawn(models, proposals, count)
    for _ in range(_ROUNDS):
        if effective(found.weights) >= _FEW and pareto_k(found.weights) <= _UNEVEN:
            break
        found = _drawn(models, [recentred(part) for part in found.samples], _MORE * count)
    return _told(trial, kind, models, found)


def _power_of_two(count: float) -> int:
    return max(_PILOT, 1 << int(np.ceil(np.log2(count))))


def _proposals(models: list[Model]) -> list[Proposal]:
    """Each search begins where the one before it ended: neighbouring half-lives have neighbouring modes."""
    out: list[Proposal] = []
    where, inverse = start(models[0]), None
    for each in models:
        density = _density(each)
        mode, inverse = around_mode(density, where, inverse)
        where = mode.centre
        pilot = draw(density, mode, _PILOT)
        weight = np.exp(pilot.log_weight - logsumexp(pilot.log_weight))
        # A covariance from a handful of effective draws would be worse than the curvature at the mode.
        out.append(recentred(pilot) if effective(weight) > 10 * each.size else mode)
    return out


def _density(found: Model) -> LogDensity:
    return lambda theta: log_posterior(found, theta)


class _Drawn(NamedTuple):
    samples: list[Sample]
    """One for each half-life, of equal size."""
    weights: FloatArray
    """Of all their points together; sum to 1."""
    shares: FloatArray
    """(h,) of the half-lives."""
    log_evidence: float


def _drawn(models: list[Model], proposals: list[Proposal], count: int) -> _Drawn:
    samples = [
        draw(_density(each._replace(fine=True)), proposal, count)
        for each, proposal in zip(models, proposals, strict=True)
    ]
    believed = np.array(models[0].priors.half_life_weights)
    with np.errstate(divide="ignore"):
        prior = np.log(believed / believed.sum())
    log_weight = np.stack([sample.log_weight for sample in samples]) + prior[:, None] - np.log(count)
    log_evidence = float(logsumexp(log_weight))
    weights = np.exp(log_weight - log_evidence)
    return _Drawn(samples, weights.ravel() / weights.sum(), weights.sum(axis=1) / weights.sum(), log_evidence)


def _told(trial: Series, kind: Kind, models: list[Model], found: _Drawn) -> LatentPosterior:
    levels = [_levels(trial, each, sample.theta) for each, sample in zip(models, found.samples, strict=True)]
    theta = np.concatenate([sample.theta for sample in found.samples])
    return LatentPosterior(
        kind=kind,
        unit=models[0].family.unit,
        effect=models[0].prior_sd[0] * theta[:, EFFECT],
        active=np.concatenate([active for active, _ in levels]),
        comparator=np.concatenate([comparator for _, comparator in levels]),
        weights=found.weights,
        rho=_moments(models[0].rho(theta[:, RHO]), found.weights),
        sigma=_moments(models[0].point(theta).sigma, found.weights),
        carryover=tuple(_carried(models[0], found)),
        log_evidence=found.log_evidence,
        ess=effective(found.weights),
        pareto_k=pareto_k(found.weights),
    )


def _levels(trial: Series, found: Model, theta: FloatArray) -> tuple[FloatArray, FloatArray]:
    """What is expected of a night, all nights on active and all on comparator, over the nights of the whole trial."""
    rows = np.unique(np.linspace(0, len(trial.time) - 1, _ROWS).astype(int))
    point = found.point(theta)
    predictor = _representative(point.coefficients[:, 1:] @ found.fixed[rows].T)
    effect = point.coefficients[:, :1]
    family, sigma = found.family, point.sigma
    return family.mean(predictor + effect, sigma, point.own), family.mean(predictor, sigma, point.own)


def _representative(predictor: FloatArray) -> FloatArray:
    """(s, b) means of equal shares of the sorted nights: the outcome's mean hardly bends within one of them."""
    n = predictor.shape[1]
    if n <= _BINS:
        return predictor
    reached = np.pad(np.cumsum(np.sort(predictor, axis=1), axis=1), ((0, 0), (1, 0)))
    edge = np.linspace(0.0, n, _BINS + 1)
    whole = np.minimum(edge.astype(int), n - 1)
    at_edge = reached[:, whole] + (edge - whole) * (reached[:, whole + 1] - reached[:, whole])
    out: FloatArray = np.diff(at_edge, axis=1) * (_BINS / n)
    return out


def _moments(values: FloatArray, weights: FloatArray) -> tuple[float, float]:
    mean = float(weights @ values)
    return mean, float(np.sqrt(weights @ (values - mean) ** 2))


def _carried(model_of_any: Model, found: _Drawn) -> list[Carryover]:
    priors, scale = model_of_any.priors, model_of_any.prior_sd[0]
    out = []
    total = sum(priors.half_life_weights)
    for half, believed, share, sample in zip(
        priors.half_lives, priors.half_life_weights, found.shares, found.samples, strict=True
    ):
        inside = np.exp(sample.log_weight - logsumexp(sample.log_weight))
        out.append(Carryover(half, believed / total, float(share), *_moments(scale * sample.theta[:, EFFECT], inside)))
    return out
