"""Made-up people for pooling: some with a normal likelihood, some with one of several widths at once."""

from __future__ import annotations

from typing import Any

import msgspec
import numpy as np

from stilla.analysis.mixture import Mixture
from stilla.analysis.summary import About, Summary, summarise

ABOUT = About(
    trial="trial-0000",
    intervention="magnesium-citrate-200-mg",
    outcome="worst-urge",
    unit="points-0-10",
    s0=2.0,
    mid=1.0,
    better="lower",
    design="balanced-8x21",
    nights=160,
    early_stopped=False,
    blinded=True,
    protocol="0" * 64,
    software="stilla 0.1.0",
)


def about(number: int, **changes: Any) -> About:
    return msgspec.structs.replace(ABOUT, trial=f"trial-{number:06d}", **changes)


def posterior(parts: list[tuple[float, float, float]], prior_sd: float) -> Mixture:
    """The posterior under N(0, prior_sd^2) of a likelihood that is a sum of share x exp(-(x - centre)^2 / 2 sd^2)."""
    share, centre, sd = np.array(parts).T
    variance = 1 / (sd**-2 + prior_sd**-2)
    evidence = share * sd / np.hypot(sd, prior_sd) * np.exp(-0.5 * centre**2 / (sd**2 + prior_sd**2))
    return Mixture(evidence / evidence.sum(), variance * centre / sd**2, variance**0.5)


def person(number: int, centre: float, sd: float, prior_sd: float = 2.0, **changes: Any) -> Summary:
    """Somebody with a normal likelihood."""
    return summarise(posterior([(1.0, centre, sd)], prior_sd), 0.0, prior_sd, about(number, **changes))


def uneven(number: int, centre: float, sd: float, away: float) -> tuple[Summary, list[tuple[float, float, float]]]:
    """Somebody whose likelihood has a shoulder and a long tail, and its parts."""
    parts = [(0.6, centre, sd), (0.3, centre + away, 1.4 * sd), (0.1, centre - away, 3 * sd)]
    return summarise(posterior(parts, 2.0), 0.0, 2.0, about(number)), parts


def people(count: int, mu: float, tau: float, seed: int = 1, **changes: Any) -> list[Summary]:
    """Many with normal likelihoods, in points of a scale whose unit is 2."""
    chance = np.random.default_rng(seed)
    sd = chance.uniform(0.3, 1.2, count)
    effect = chance.normal(chance.normal(mu, tau, count), sd)
    return [person(n, *each, **changes) for n, each in enumerate(zip(effect.tolist(), sd.tolist(), strict=True))]
