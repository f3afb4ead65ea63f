"""Simulation-based calibration of pooling: people drawn from the priors, and how often their truths are covered.

Every person has eight differences with a spread of their own that nobody knows, so that the likelihood of the effect is
a sum of normals of three widths. It passes through `summarise` and the table of a summary, as real ones do.

`python -m calibration.pooling` prints the figures as JSON.
"""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec
import numpy as np
from numpy.typing import NDArray

from calibration.uniformity import passes, summary
from stilla.analysis.mixture import Mixture
from stilla.analysis.pool import gain_share
from stilla.analysis.pool_grid import fine_nodes, likelihood, shrunken_on_grid
from stilla.analysis.pool_joint import PoolPriors, estimate_of_mu, estimate_of_tau, tau_below
from stilla.analysis.pool_normal import Sums, shrunken
from stilla.analysis.pool_trials import collect, scaled
from stilla.analysis.summary import About, summarise

if TYPE_CHECKING:
    from stilla.analysis.pool_joint import Joint
    from stilla.analysis.pool_trials import Scaled
    from stilla.analysis.summary import Summary

Array = NDArray[np.float64]

REPETITIONS = 1000
SEED = 20261122
PEOPLE, FIXED_PEOPLE = 10, 40
MU, TAU = -0.5, 0.7
"""The fixed truth of the coverage runs, in scale units."""

_DIFFERENCES = 8
_SPREADS = np.array([0.4, 0.8, 1.6])
_MID = 0.5
_ABOUT = About(
    trial="simulated-0",
    intervention="simulated",
    outcome="simulated",
    unit="scale-units",
    s0=1.0,
    mid=_MID,
    better="lower",
    design="pairs-8x21",
    nights=168,
    early_stopped=False,
    blinded=True,
    protocol="0" * 64,
    software="stilla",
)


class Ranks(NamedTuple):
    """Where the truths lie in their posterior distributions."""

    mu: float
    tau: float
    person: float


def person(number: int, theta: float, chance: np.random.Generator) -> Summary:
    """A trial of somebody whose true effect is theta, analysed under N(0, 1)."""
    differences = chance.normal(theta, chance.choice(_SPREADS), _DIFFERENCES)
    mean, squares = differences.mean(), ((differences - differences.mean()) ** 2).sum()
    variance = _SPREADS**2 / _DIFFERENCES
    log = -(_DIFFERENCES - 1) * np.log(_SPREADS) - 0.5 * squares / _SPREADS**2
    log += -0.5 * np.log(variance + 1) - 0.5 * mean**2 / (variance + 1)
    weight = np.exp(log - log.max())
    kept = 1 / (1 + variance)
    posterior = Mixture(weight / weight.sum(), kept * mean, np.sqrt(kept * variance))
    return summarise(posterior, 0.0, 1.0, msgspec.structs.replace(_ABOUT, trial=f"simulated-{number}"))


def people(theta: Array, chance: np.random.Generator) -> Scaled:
    """Trials of people with these true effects."""
    trials = collect(person(n, float(each), chance) for n, each in enumerate(theta))
    return scaled(trials, "outcome", None)


def ranks(data: Scaled, mu: float, tau: float, theta: float) -> dict[str, Ranks]:
    """Of each method."""
    assert data.people is not None
    near = Sums().add(data.estimate, data.sd).finish()
    grid = likelihood(data.people, near, PoolPriors()).posterior(PoolPriors())
    first = {
        "grid": shrunken_on_grid(grid, data.people.some(slice(1)), fine_nodes(data.people, 4)),
        "normal": shrunken(near, data.estimate[:1], data.sd[:1]),
    }
    joints: dict[str, Joint] = {"grid": grid, "normal": near}
    return {
        name: Ranks(
            float((joint.weight @ joint.below(np.full((len(joint.tau), 1), mu)))[0]),
            float(tau_below(joint, np.array([tau]))[0]),
            float(first[name].at(theta)[0]),
        )
        for name, joint in joints.items()
    }


def from_the_prior(repetitions: int, seed: int) -> dict[str, Any]:
    """Truths drawn from the priors: their ranks are uniform where a method is exact."""
    chance = np.random.default_rng(seed)
    found: dict[str, list[Ranks]] = {"grid": [], "normal": []}
    for _ in range(repetitions):
        mu, tau = float(chance.standard_normal()), float(0.5 * abs(chance.standard_normal()))
        theta = chance.normal(mu, tau, PEOPLE)
        for name, each in ranks(people(theta, chance), mu, tau, float(theta[0])).items():
            found[name].append(each)
    tables = {
        name: {field: summary(np.array([getattr(each, field) for each in rows])) for field in Ranks._fields}
        for name, rows in found.items()
    }
    return {
        name: {field: {"passes": passes(table), **table} for field, table in fields.items()}
        for name, fields in tables.items()
    }


def at_a_fixed_truth(repetitions: int, seed: int) -> dict[str, Any]:
    """How often 40 people's 95 % intervals hold the truth, and what they make of the spread."""
    chance = np.random.default_rng(seed)
    held: dict[str, list[tuple[bool, bool, bool, float]]] = {"grid": [], "normal": []}
    gaining = float(np.mean(chance.normal(MU, TAU, 4_000_000) < -_MID))
    for _ in range(repetitions):
        data = people(chance.normal(MU, TAU, FIXED_PEOPLE), chance)
        assert data.people is not None
        near = Sums().add(data.estimate, data.sd).finish()
        joints: dict[str, Joint] = {
            "grid": likelihood(data.people, near, PoolPriors()).posterior(PoolPriors()),
            "normal": near,
        }
        for name, joint in joints.items():
            mu, tau, gain = estimate_of_mu(joint), estimate_of_tau(joint), gain_share(joint, "lower", _MID)
            held[name].append((mu.lo < MU < mu.hi, tau.lo < TAU < tau.hi, gain.lo < gaining < gain.hi, tau.mean))
    return {
        name: dict(zip(("mu", "tau", "share_gain", "mean_tau"), np.mean(rows, axis=0).tolist(), strict=True))
        for name, rows in held.items()
    }


def main(repetitions: int = REPETITIONS, seed: int = SEED) -> dict[str, Any]:
    """Everything that is claimed of pooling. Monte-Carlo error of a coverage near 0.95: 0.22 / sqrt(repetitions)."""
    return {
        "repetitions": repetitions,
        "people": PEOPLE,
        "sbc": from_the_prior(repetitions, seed),
        "fixed": {"people": FIXED_PEOPLE, "mu": MU, "tau": TAU, "coverage": at_a_fixed_truth(repetitions, seed + 1)},
    }


if __name__ == "__main__":
    print(json.dumps(main(*map(int, sys.argv[1:])), indent=1))
