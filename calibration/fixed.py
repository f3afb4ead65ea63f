"""At fixed parameters: false positives and coverage, power, and what happens when the nights are not as modelled."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from calibration import peers
from calibration.trials import Trials, believed, following, rates, slow, trials
from stilla.analysis.design import Design
from stilla.analysis.gaussian import fit
from stilla.analysis.priors import Priors

if TYPE_CHECKING:
    from collections.abc import Callable

    Told = Callable[[int], None]

Array = NDArray[np.float64]

SEED = 20261122
SD, MISSING = 1.5, 0.15
PRIMARY = Priors(SD, 5.0)
PLAIN = PRIMARY.plain()
SHAPES = ((2, 7), (4, 7), (6, 7), (3, 14), (14, 2))
"""Pairs of periods, and nights in each."""
RHOS = (0.0, 0.3, 0.5, 0.7)
EFFECT = 1.5
"""Benefit at which coverage is asked once more: one standard deviation of a night."""


def setting(shape: tuple[int, int], rho: float, count: int, seed: int) -> Trials:
    """Trials of pairs in random order, AR(1) nights, 15 % of them missing."""
    stream = np.random.default_rng([seed, *shape, round(100 * rho)])
    n = 2 * shape[0] * shape[1]
    return trials(Design("pairs", 2 * shape[0], shape[1]), SD * slow(rho, count, n, stream), MISSING, stream)


def false_positives(count: int, told: Told) -> list[dict[str, Any]]:
    """Twenty settings without an effect, ours beside what others do; and coverage with an effect of one sd."""
    out = []
    for shape in SHAPES:
        for rho in RHOS:
            made = setting(shape, rho, count, SEED)
            y = made.scores(0.0)
            exact = np.array([fit(made.one(i, y), PLAIN).effect.below(0.0) for i in range(count)])
            primary = believed(made, y, PRIMARY, 1.0)
            plain = believed(made, y, PLAIN, 1.0)
            seen = np.where(made.seen, y, np.nan)
            differences = peers.pairs(seen, made.active, shape[1])
            stream = np.random.default_rng([SEED, 9])
            p = {
                "studyu": peers.studyu(seen, made.active),
                "shuffle": peers.shuffled_days(seen, made.active, stream),
                "paired_t": peers.paired_t(differences),
                "reml": peers.reml(seen, made.active),
                "flip": peers.pair_flip(differences),
            }
            moved = made.scores(-EFFECT)
            out.append(
                {"pairs": shape[0], "nights": shape[1], "rho": rho, "trials": count}
                | {name: float(np.mean(each <= 0.05)) for name, each in p.items()}
                | {
                    "plain": float(np.mean(np.maximum(exact, 1 - exact) >= 0.975)),
                    "primary": rates(primary, null=True)["rejection"],
                    "helps": float(np.mean((primary.benefit >= 0.975) & (primary.mid >= 0.5))),
                    "plain_covers": rates(believed(made, moved, PLAIN, EFFECT), null=False)["coverage"],
                    "primary_covers": rates(believed(made, moved, PRIMARY, EFFECT), null=False)["coverage"],
                    "batch_differs": float(np.max(np.abs(exact - plain.benefit))),
                }
            )
            told(len(out))
    return out


def power(count: int, told: Told) -> list[dict[str, Any]]:
    """Share of trials whose probability of benefit reaches 0.975 at either side, rho 0.5; and each verdict."""
    out = []
    shapes: list[tuple[Design, str]] = [
        (Design("pairs", 2 * pairs, nights), f"{pairs} pairs of {nights} nights")
        for pairs, nights in ((3, 7), (4, 7), (6, 7), (4, 14), (14, 2))
    ]
    shapes.append((Design("balanced", 8, 21), "8 periods of 21 nights (default)"))
    for design, name in shapes:
        stream = np.random.default_rng([SEED, 31, design.periods, design.nights])
        n = design.periods * design.nights
        made = trials(design, SD * slow(0.5, count, n, stream), MISSING, stream)
        for benefit in (0.0, 1.0, 1.5, 2.0):
            row: dict[str, Any] = {"design": name, "benefit": benefit, "trials": count}
            for model, priors in (("plain", PLAIN), ("primary", PRIMARY)):
                found = believed(made, made.scores(-benefit), priors, 1.0)
                row[model] = rates(found, null=True)["rejection"]
                row[f"{model}_helps"] = float(np.mean((found.benefit >= 0.975) & (found.mid >= 0.5)))
            out.append(row)
            told(len(out))
    return out


def robustness(count: int, told: Told) -> list[dict[str, Any]]:
    """4 pairs of 7 nights without an effect, the nights not as modelled: coverage and rejection, plain and primary."""
    design = Design("pairs", 8, 7)
    n = 56
    out = []
    for k, (name, maker) in enumerate(PROCESSES.items()):
        stream = np.random.default_rng([SEED, 47, k])
        made = trials(design, SD * maker(count, n, stream), MISSING, stream)
        row: dict[str, Any] = {"nights": name, "trials": count}
        for model, priors in (("plain", PLAIN), ("primary", PRIMARY)):
            row[model] = rates(believed(made, made.scores(0.0), priors, 1.0), null=True)["rejection"]
            found = believed(made, made.scores(-EFFECT), priors, EFFECT)
            row[f"{model}_covers"] = rates(found, null=False)["coverage"]
        out.append(row)
        told(len(out))
    return out


def half_white(count: int, n: int, stream: np.random.Generator) -> Array:
    """Half of the variance is noise of the single night."""
    return np.sqrt(0.5) * (slow(0.5, count, n, stream) + stream.standard_normal((count, n)))


def heavy_tails(count: int, n: int, stream: np.random.Generator) -> Array:
    """Innovations of a t distribution with 3 degrees of freedom."""
    return following(0.5, stream.standard_t(3.0, (count, n)) / np.sqrt(3.0))


def skewed(count: int, n: int, stream: np.random.Generator) -> Array:
    """Exponential innovations."""
    return following(0.5, stream.standard_exponential((count, n)) - 1.0)


def weekly(count: int, n: int, stream: np.random.Generator) -> Array:
    """A wave of a week with half a standard deviation, not in the model."""
    phase = stream.random((count, 1))
    wave = np.sqrt(0.5) * np.sin(2.0 * np.pi * (np.arange(n) / 7.0 + phase))
    return np.sqrt(0.75) * slow(0.5, count, n, stream) + wave


def wandering(count: int, n: int, stream: np.random.Generator) -> Array:
    """A random walk that ends one standard deviation from where it began, on top."""
    walk = np.cumsum(stream.standard_normal((count, n)), axis=1) / np.sqrt(n)
    return slow(0.5, count, n, stream) + walk


def drifting(count: int, n: int, stream: np.random.Generator) -> Array:
    """A quarter of the variance drifts with a memory of 14 nights."""
    slower = slow(float(np.exp(-1.0 / 14.0)), count, n, stream)
    return np.sqrt(0.75) * slow(0.5, count, n, stream) + 0.5 * slower


PROCESSES = {
    "AR(1), as modelled": lambda count, n, stream: slow(0.5, count, n, stream),
    "half white noise": half_white,
    "t3 innovations": heavy_tails,
    "exponential innovations": skewed,
    "a weekly wave": weekly,
    "a random walk on top": wandering,
    "a drift of 14 nights": drifting,
}


def rounded(count: int, told: Told) -> list[dict[str, Any]]:
    """Scores rounded to 0-10 near the floor: coverage of the true change of the score as written."""
    out = []
    design = Design("pairs", 8, 7)
    for mean in (5.0, 3.0, 2.0, 1.0):
        stream = np.random.default_rng([SEED, 53, round(mean)])
        made = trials(design, SD * slow(0.5, count, 56, stream), MISSING, stream)
        many = SD * stream.standard_normal(2_000_000)
        change = float(np.mean(written(mean - EFFECT + many) - written(mean + many)))
        null = written(made.scores(0.0) - 5.0 + mean)
        moved = written(made.scores(-EFFECT) - 5.0 + mean)
        row: dict[str, Any] = {"mean": mean, "true_change": round(change, 3), "trials": count}
        for model, priors in (("plain", PLAIN), ("primary", PRIMARY)):
            row[model] = rates(believed(made, null, priors, 1.0), null=True)["rejection"]
            row[f"{model}_covers"] = rates(believed(made, moved, priors, -change), null=False)["coverage"]
        out.append(row)
        told(len(out))
    return out


def written(score: Array) -> Array:
    """What is written down on a scale from 0 to 10."""
    return np.clip(np.round(score), 0.0, 10.0)


def carryover(count: int, told: Told) -> list[dict[str, Any]]:
    """A benefit of 1.5 that washes in and out: bias and coverage when that is ignored, and with the mixture."""
    out = []
    for design, name in (
        (Design("pairs", 8, 7), "4 pairs of 7"),
        (Design("pairs", 6, 14), "3 pairs of 14"),
        (Design("balanced", 8, 21), "8 periods of 21"),
    ):
        for half_life in (0.0, 1.0, 2.0, 3.0, 7.0):
            stream = np.random.default_rng([SEED, 61, design.periods, design.nights, round(half_life)])
            n = design.periods * design.nights
            made = trials(design, SD * slow(0.5, count, n, stream), MISSING, stream)
            y = made.scores(-EFFECT, half_life)
            row: dict[str, Any] = {"design": name, "half_life": half_life, "trials": count}
            for model, priors in (("ignored", PLAIN), ("mixture", PRIMARY)):
                found = believed(made, y, priors, EFFECT)
                row[f"{model}_bias"] = float(np.mean(found.mean) + EFFECT)
                row[f"{model}_covers"] = rates(found, null=False)["coverage"]
            out.append(row)
            told(len(out))
    return out
