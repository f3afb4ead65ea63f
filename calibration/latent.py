"""Simulation-based calibration (Talts 2018) of outcomes that are no plain measure: yes or no, scores, counts.

Truths are drawn from the priors, nights from the truths by code of its own, and each posterior is asked how much of it
lies below the truth. Where the analysis is right, these shares are evenly spread.

    python -m calibration.latent --kind binary --draws 400
"""

from __future__ import annotations

import argparse
import json
import time

import numpy as np
from scipy import stats

from stilla.analysis.exposure import exposure
from stilla.analysis.latent import fit
from stilla.analysis.latent_binary import binary_priors
from stilla.analysis.latent_count import count_priors
from stilla.analysis.latent_family import LatentPriors
from stilla.analysis.latent_ordinal import ordinal_priors
from stilla.analysis.latent_outcomes import Binary, Count, Ordinal
from stilla.analysis.series import series

KINDS = {
    "binary": (Binary(), binary_priors()),
    "ordinal": (Ordinal(), ordinal_priors()),
    "count": (Count(), count_priors(0.7)),
}
MOST_COUNTED = 300
"""Counts above it are refused, so a truth that gives one is drawn again; rare, and the same for every effect."""


def main(draws: int = 400, seed: int = 1, kind: str = "binary", periods: int = 6, nights: int = 7) -> dict[str, float]:
    """Figures of the calibration of the effect, with 15 % of the nights missing.

    Args:
        draws: simulated trials.
        seed: of everything.
        kind: a key of `KINDS`.
        periods: of a trial, half of them active, in random order.
        nights: of a period.
    """
    stream = np.random.default_rng(seed)
    outcome, priors = KINDS[kind]
    below, seconds, ess, unreliable = [], [], [], 0
    while len(below) < draws:
        arms = np.repeat(stream.permutation([0.0, 1.0] * (periods // 2)), nights)
        blank = series(np.zeros(len(arms)), arms)
        half_life = stream.choice(priors.half_lives, p=priors.half_life_weights)
        effect = stream.normal(0, priors.effect_sd)
        y = SIMULATORS[kind](effect * exposure(blank, half_life), priors, stream)
        if y.max() > MOST_COUNTED:
            continue
        y[stream.random(len(y)) < 0.15] = np.nan
        started = time.process_time()
        found = fit(blank.with_y(y), outcome, priors)
        seconds.append(time.process_time() - started)
        below.append(float(found.weights[found.effect < effect].sum()))
        ess.append(found.ess)
        unreliable += not found.reliable
    return {
        **figures(np.array(below)),
        "seconds": float(np.median(seconds)),
        "ess_median": float(np.median(ess)),
        "ess_least": float(np.min(ess)),
        "unreliable": unreliable / draws,
    }


def figures(below: np.ndarray) -> dict[str, float]:
    """How evenly the shares below the truth are spread, and how often the intervals hold it."""
    counts = np.histogram(below, bins=20, range=(0, 1))[0]
    out = {
        "draws": len(below),
        "ks_p": float(stats.kstest(below, "uniform").pvalue),
        "chi_square_p": float(stats.chisquare(counts).pvalue),
        "least": float(below.min()),
        "most": float(below.max()),
    }
    for level in (0.5, 0.9, 0.95):
        out[f"coverage_{round(100 * level)}"] = float(np.mean(np.abs(below - 0.5) <= level / 2))
    return out


def predictor(exposed: np.ndarray, priors: LatentPriors, stream: np.random.Generator) -> np.ndarray:
    """The linear predictor with a hidden AR(1) state, night by night."""
    n = len(exposed)
    rho = priors.rho_low + (priors.rho_high - priors.rho_low) * stream.beta(2, 2)
    sigma = priors.sigma_scale * abs(stream.standard_t(priors.sigma_df))
    state = np.empty(n)
    state[0] = stream.normal()
    for t in range(1, n):
        state[t] = rho * state[t - 1] + np.sqrt(1 - rho**2) * stream.normal()
    trend = stream.normal(0, priors.trend_sd) * (np.arange(n) / (n - 1) - 0.5)
    return stream.normal(priors.intercept_centre, priors.intercept_sd) + exposed + trend + sigma * state


def binary(exposed: np.ndarray, priors: LatentPriors, stream: np.random.Generator) -> np.ndarray:
    """1 where logistic noise stays below the predictor."""
    return (stream.logistic(size=len(exposed)) < predictor(exposed, priors, stream)).astype(float)


def ordinal(exposed: np.ndarray, priors: LatentPriors, stream: np.random.Generator) -> np.ndarray:
    """The number of cutpoints that the predictor with logistic noise has passed, on a score from 0 to 10."""
    u = (np.arange(10) + 0.5) / 10
    steep = 3.0 * np.exp(priors.cutpoint_sd * stream.normal())
    shares = np.exp([1.5 * stream.normal(), 1.5 * stream.normal(), 0.0])
    shares /= shares.sum()
    cuts = steep * (shares[0] * np.log(2 * u) - shares[1] * np.log(2 - 2 * u) + shares[2] * (2 * u - 1))
    latent = predictor(exposed, priors, stream) + stream.logistic(size=len(exposed))
    return np.sum(latent[:, None] > cuts, axis=1).astype(float)


def count(exposed: np.ndarray, priors: LatentPriors, stream: np.random.Generator) -> np.ndarray:
    """A Poisson count whose mean is a gamma variable about the predictor's exponential."""
    shape = 1 / (priors.overdispersion_sd * stream.normal()) ** 2
    mean = np.exp(np.minimum(predictor(exposed, priors, stream), 30.0))
    return np.minimum(stream.poisson(np.minimum(stream.gamma(shape, mean / shape), 1e6)), 1e6).astype(float)


SIMULATORS = {"binary": binary, "ordinal": ordinal, "count": count}


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--draws", type=int, default=400)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--kind", choices=sorted(KINDS), default="binary")
    asked = parser.parse_args()
    print(json.dumps(main(asked.draws, asked.seed, asked.kind), indent=1))  # a script
