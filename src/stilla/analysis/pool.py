"""Many trials of one as one answer: how much on average, how differently, and what to expect in the next person.

theta_i ~ N(mu, tau^2) for the true effect of person i, known through that person's own likelihood. No covariates: a
summary holds none, so that it stays nobody's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import msgspec
import numpy as np

from stilla.analysis.arrays import BoolArray, FloatArray
from stilla.analysis.decision import Better
from stilla.analysis.pool_grid import GridJoint, fine_nodes, likelihood, shrunken_on_grid
from stilla.analysis.pool_joint import (
    Estimate,
    Joint,
    PoolPriors,
    Share,
    estimate_of_mu,
    estimate_of_next,
    estimate_of_tau,
    mu_below,
    next_below,
    share_above,
    share_below,
)
from stilla.analysis.pool_normal import NormalJoint, Shrunken, Sums, shrunken
from stilla.analysis.pool_trials import GRID_MOST, Scaled, Trials, Units, scaled, units_of
from stilla.errors import refuse

if TYPE_CHECKING:
    from collections.abc import Callable

Method = Literal["grid", "normal"]
Differ = Literal["alike", "differ", "cannot_tell"]
Variant = Literal["full_length", "blinded", "without_outlying", "other_method", "half_cauchy"]
Remark = Literal[
    "one_person", "few_people", "some_people", "outlying", "early_stopped", "not_blinded", "normal", "spread_units"
]

FEW, SOME = 3, 10
"""People below whom the spread between people comes from the prior wholly, or mostly."""
_SAME_METHOD_MOST = 1_000
_FAR, _FAR_FROM = 6.0, 5
_PER_SD, _AT_ONCE = 4, 50
_Z95 = 1.959963984540054
_TO_NORMAL = 1.482602218505602
"""The sd of a normal distribution over its median absolute deviation."""


class Settings(msgspec.Struct, frozen=True):
    """What can be chosen. `mid` is in the units of the answer; `shown`: people listed one by one."""

    mid: float | None = None
    units: Units | None = None
    method: Method | None = None
    priors: PoolPriors = PoolPriors()
    shown: int = 40


class NextPerson(msgspec.Struct, frozen=True):
    """The effect to expect in a person like these who has not tried yet."""

    effect: Estimate
    p_benefit: float
    p_mid: float


class PooledPerson(msgspec.Struct, frozen=True):
    """One person: their own trial alone (`estimate`, `sd`, `lo`, `hi`), and in the light of all."""

    trial: str
    estimate: float
    sd: float
    lo: float
    hi: float
    mean: float
    mean_lo: float
    mean_hi: float
    p_benefit: float
    p_mid: float
    early_stopped: bool
    blinded: bool


class Variation(msgspec.Struct, frozen=True):
    """The answer under another choice. Without people, or where nothing would change, there is none."""

    name: Variant
    method: Method
    n: int
    mu: Estimate | None
    tau: Estimate | None
    gain: Share | None


class Pooled(msgspec.Struct, frozen=True):
    """The answer of many. Effects are active minus comparator, in units of the outcome or of each person's spread."""

    intervention: str
    outcomes: tuple[tuple[str, str], ...]
    better: Better
    method: Method
    units: Units
    unit: float
    """The scale unit of the priors, in the units of the answer."""
    priors: PoolPriors
    n: int
    mid: float
    mu: Estimate
    p_benefit: float
    """That the mean of the population lies on the better side of zero."""
    p_mid: float
    """That it does so by at least the minimal important difference."""
    tau: Estimate
    gain: Share
    """Share of people whose effect is better by at least the minimal important difference."""
    harm: Share
    """Share of people whose effect is worse by at least as much."""
    next: NextPerson
    differ: Differ
    people: tuple[PooledPerson, ...]
    sensitivity: tuple[Variation, ...]
    outlying: tuple[str, ...]
    """Trials whose effect lies far from everybody else's."""
    early_stopped: int
    not_blinded: int
    remarks: tuple[Remark, ...]


def pool(trials: Trials, settings: Settings | None = None) -> Pooled:
    """The answer of many trials.

    Raises:
        BadInput: outcomes or minimal important differences that nobody chose between; or the grid was asked for and
            there are too many people.
    """
    settings = settings or Settings()
    units = units_of(trials, settings.units)
    data = scaled(trials, units, settings.mid)
    method = _method(data, settings.method)
    joint = solve(data, method, settings.priors)
    mu, tau = estimate_of_mu(joint), estimate_of_tau(joint)
    far = outlying(data.estimate, data.sd)
    return Pooled(
        intervention=trials.intervention,
        outcomes=trials.outcomes,
        better=trials.better,
        method=method,
        units=units,
        unit=data.unit,
        priors=settings.priors,
        n=len(data.sd),
        mid=data.mid * data.unit,
        mu=mu.times(data.unit),
        p_benefit=_beyond(mu_below, joint, trials.better, 0.0),
        p_mid=_beyond(mu_below, joint, trials.better, data.mid),
        tau=tau.times(data.unit),
        gain=gain_share(joint, trials.better, data.mid),
        harm=gain_share(joint, "higher" if trials.better == "lower" else "lower", data.mid),
        next=NextPerson(
            estimate_of_next(joint).times(data.unit),
            _beyond(next_below, joint, trials.better, 0.0),
            _beyond(next_below, joint, trials.better, data.mid),
        ),
        differ="alike" if tau.hi <= data.mid / 2 else "differ" if tau.lo >= data.mid / 2 else "cannot_tell",
        people=_people(trials, data, joint, min(settings.shown, len(trials.names))),
        sensitivity=_variations(trials, data, method, settings.priors, far),
        outlying=tuple(name for name, out in zip(trials.names, far, strict=False) if out)[: settings.shown],
        early_stopped=int(trials.early.sum()),
        not_blinded=int(trials.open.sum()),
        remarks=_remarks(trials, method, units, far),
    )


def solve(data: Scaled, method: Method, priors: PoolPriors) -> Joint:
    """The joint posterior of mean and spread, in scale units."""
    near = Sums().add(data.estimate, data.sd).finish(priors)
    if method == "normal" or data.people is None:
        return near
    return likelihood(data.people, near, priors).posterior(priors)


def gain_share(joint: Joint, better: Better, mid: float) -> Share:
    """The share of people whose effect lies at least `mid` on the better side."""
    return share_below(joint, -mid) if better == "lower" else share_above(joint, mid)


def outlying(estimate: FloatArray, sd: FloatArray) -> BoolArray:
    """(n,) whose estimate lies far from the median, by the median deviation or their own uncertainty."""
    if len(sd) < _FAR_FROM:
        return np.zeros(len(sd), dtype=bool)
    away = np.abs(estimate - np.median(estimate))
    return np.asarray(away > _FAR * np.maximum(_TO_NORMAL * np.median(away), sd))


def _method(data: Scaled, wished: Method | None) -> Method:
    if wished == "grid" and data.people is None:
        raise refuse(
            "--method",
            f"The grid takes at most {GRID_MOST} people. Write --method normal.",
            f"Rutnätet tar högst {GRID_MOST} personer. Skriv --method normal.",
        )
    return wished or ("normal" if data.people is None else "grid")


def _beyond(below: Callable[[Joint, float], float], joint: Joint, better: Better, mid: float) -> float:
    """The probability of being better by at least `mid`."""
    return below(joint, -mid) if better == "lower" else 1 - below(joint, mid)


def _people(trials: Trials, data: Scaled, joint: Joint, count: int) -> tuple[PooledPerson, ...]:
    if not count:
        return ()
    seen = _shrunken(data, joint, count)
    low, high = seen.interval()
    benefit, enough = (seen.at(-mid) if trials.better == "lower" else 1 - seen.at(mid) for mid in (0.0, data.mid))
    unit = data.unit
    return tuple(
        PooledPerson(
            trial=trials.names[i],
            estimate=float(data.estimate[i]) * unit,
            sd=float(data.sd[i]) * unit,
            lo=float(data.estimate[i] - _Z95 * data.sd[i]) * unit,
            hi=float(data.estimate[i] + _Z95 * data.sd[i]) * unit,
            mean=float(seen.mean[i]) * unit,
            mean_lo=float(low[i]) * unit,
            mean_hi=float(high[i]) * unit,
            p_benefit=float(benefit[i]),
            p_mid=float(enough[i]),
            early_stopped=bool(trials.early[i]),
            blinded=not trials.open[i],
        )
        for i in range(count)
    )


def _shrunken(data: Scaled, joint: Joint, count: int) -> Shrunken:
    """The first people's effects in the light of all."""
    if isinstance(joint, GridJoint) and data.people is not None:
        theta = fine_nodes(data.people, _PER_SD)
        parts = [
            shrunken_on_grid(joint, data.people.some(slice(first, min(first + _AT_ONCE, count))), theta)
            for first in range(0, count, _AT_ONCE)
        ]
        return Shrunken(*(np.concatenate(each) for each in zip(*map(msgspec.structs.astuple, parts), strict=True)))
    assert isinstance(joint, NormalJoint)
    return shrunken(joint, data.estimate[:count], data.sd[:count])


def _variations(
    trials: Trials, data: Scaled, method: Method, priors: PoolPriors, far: BoolArray
) -> tuple[Variation, ...]:
    """The answer under other choices. Above 1,000 people parts of them are taken as normal: the grid adds nothing."""
    small = len(data.sd) <= _SAME_METHOD_MOST
    same: Method = method if small else "normal"
    other: Method = "normal" if method == "grid" else "grid"
    parts: tuple[tuple[Variant, BoolArray], ...] = (
        ("full_length", ~trials.early), ("blinded", ~trials.open), ("without_outlying", ~far),
    )  # fmt: skip
    wider = PoolPriors(priors.mu_sd, priors.tau_scale, "half-cauchy")
    return (
        *(_variation(name, _some(data, kept), trials, same, priors) for name, kept in parts if not kept.all()),
        *([_variation("other_method", data, trials, other, priors)] if other == "normal" or small else []),
        _variation("half_cauchy", data, trials, same, wider),
    )


def _variation(name: Variant, data: Scaled, trials: Trials, method: Method, priors: PoolPriors) -> Variation:
    if method == "grid" and data.people is None:
        method = "normal"
    if not len(data.sd):
        return Variation(name, method, 0, None, None, None)
    joint = solve(data, method, priors)
    mu, tau = estimate_of_mu(joint).times(data.unit), estimate_of_tau(joint).times(data.unit)
    return Variation(name, method, len(data.sd), mu, tau, gain_share(joint, trials.better, data.mid))


def _some(data: Scaled, kept: BoolArray) -> Scaled:
    people = None if data.people is None else data.people.some(kept)
    return Scaled(data.estimate[kept], data.sd[kept], people, data.mid, data.unit)


def _remarks(trials: Trials, method: Method, units: Units, far: BoolArray) -> tuple[Remark, ...]:
    n = len(trials.sd)
    about: tuple[tuple[Remark, bool], ...] = (
        ("one_person", n == 1),
        ("few_people", 1 < n < FEW),
        ("some_people", FEW <= n < SOME),
        ("outlying", bool(far.any())),
        ("early_stopped", bool(trials.early.any())),
        ("not_blinded", bool(trials.open.any())),
        ("normal", method == "normal"),
        ("spread_units", units == "spread"),
    )
    return tuple(remark for remark, holds in about if holds)
