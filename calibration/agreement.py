"""The engine beside every oracle, on the same diaries: the largest differences, and what was allowed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from tests.analysis.oracles import dense, diaries

from stilla.analysis.gaussian import Posterior, fit
from stilla.analysis.latent import fit as fit_latent
from stilla.analysis.latent_binary import binary_priors
from stilla.analysis.latent_count import count_priors
from stilla.analysis.latent_ordinal import ordinal_priors
from stilla.analysis.latent_outcomes import Binary, Count, Ordinal
from stilla.analysis.priors import Priors
from stilla.analysis.series import Series, series

if TYPE_CHECKING:
    from collections.abc import Callable

    from stilla.analysis.latent_posterior import LatentPosterior

    Told = Callable[[int], None]

FROZEN = Path(__file__).parents[1] / "tests" / "analysis" / "oracles"
PRIORS = Priors(scale=diaries.SCALE, centre=diaries.CENTRE)
QUANTILES = (0.025, 0.25, 0.5, 0.75, 0.975)
OWN = np.array([1.0, 0.71, 2.7, 1.36, 1.25, 1.36, 2.7])
"""Errors of sd and quantiles of normal draws, beside that of their mean."""
LATENT = {
    "binary84": (Binary(), binary_priors()),
    "ordinal84": (Ordinal(0, 4), ordinal_priors()),
    "count84": (Count(), count_priors()),
}


def trial(name: str) -> Series:
    """One of the invented diaries."""
    diary = diaries.read(name)
    return series(diary.score, diary.active, diary.night, diary.period.astype(int))


def frozen(oracle: str) -> dict[str, Any]:
    """What an oracle said when it was asked."""
    found: dict[str, Any] = json.loads((FROZEN / f"{oracle}.json").read_text(encoding="utf-8"))
    return found


def exact(told: Told, fine: dense.Grid) -> list[dict[str, Any]]:
    """Engine against dense grid: mean and sd in units of sd(y), evidence, and what the engine says of its own error."""
    rows = []
    for name in diaries.GAUSSIAN:
        diary = diaries.read(name)
        spread = float(np.nanstd(diary.score))
        for model, halves, priors in (("plain", {0.0: 1.0}, PRIORS.plain()), ("whole", diaries.HALF_LIVES, PRIORS)):
            grid = fine if model == "whole" else fine._replace(nugget=None)
            if name == "default168":  # Its posterior is narrower, and every matrix is larger.
                grid = dense.Grid(0.2, 0.35 if model == "whole" else None, 0.05, (-5.0, 7.0), 0.6, 1.2)
            parts = [
                dense.posterior(
                    diary.night,
                    diary.score,
                    diaries.columns(diary, half),
                    diaries.PRIOR_MEAN,
                    diaries.PRIOR_SD,
                    diaries.SCALE,
                    grid,
                )
                for half in halves
            ]
            oracle = dense.mixed(parts, list(halves.values()))
            mean, sd = (float(each[1]) for each in oracle.moments())
            found = fit(trial(name), priors)
            mine = found.effect.moments()
            rows.append(
                {"diary": name, "model": model, "mean": mine[0], "sd": mine[1], "points": len(oracle.weight)}
                | {"mean_differs": abs(mine[0] - mean) / spread, "sd_differs": abs(mine[1] - sd) / spread}
                | {"evidence_differs": abs(found.log_evidence - oracle.log_evidence), "own_error": found.error}
            )
            told(len(rows))
    return rows


def sampled(told: Told) -> list[dict[str, Any]]:
    """Engine against JAGS and NUTS: the largest difference of mean, sd and five quantiles, in Monte-Carlo errors."""
    rows = []
    posteriors = {
        (name, model): fit(trial(name), PRIORS if model == "full" else PRIORS.plain())
        for name in diaries.GAUSSIAN
        for model in ("plain", "full")
    }
    for oracle, cases in (("JAGS", frozen("jags")), ("NumPyro", frozen("numpyro"))):
        for case, said in cases.items():
            name, _, model = case.partition(" ")
            if isinstance(said, dict) and "effect" in said and name in diaries.GAUSSIAN:
                mine = figures(posteriors[name, model or "plain"])
                rows.append({"oracle": oracle, "diary": name, "model": model or "plain"} | compared(said, mine))
    for case, said in frozen("numpyro").items():
        name, _, model = case.partition(" ")
        if name in LATENT:
            outcome, priors = LATENT[name]
            found = fit_latent(
                trial(name), outcome, priors if model == "with-carryover" else priors.without_carryover()
            )
            rows.append({"oracle": "NumPyro", "diary": name, "model": model} | compared(said, *weighed(found)))
        told(len(rows))
    return rows


def figures(found: Posterior) -> np.ndarray[Any, Any]:
    """Mean, sd and quantiles of the effect."""
    return np.array([*found.effect.moments(), *(found.effect.quantile(p) for p in QUANTILES)])


def weighed(found: LatentPosterior) -> tuple[np.ndarray[Any, Any], float]:
    """The same of weighted draws, on the scale of the link, and the error of their own mean."""
    mean = float(found.weights @ found.effect)
    order = np.argsort(found.effect)
    reached = np.cumsum(found.weights[order]) - 0.5 * found.weights[order]
    quantiles = np.interp(QUANTILES, reached, found.effect[order])
    sd = float(np.sqrt(found.weights @ (found.effect - mean) ** 2))
    return np.array([mean, sd, *quantiles]), sd / float(np.sqrt(found.ess))


def compared(said: dict[str, Any], mine: np.ndarray[Any, Any], own: float = 0.0) -> dict[str, Any]:
    """Differences in Monte-Carlo standard errors (of both, where ours has one) and in standard deviations.

    Args:
        said: by the oracle.
        mine: our figures.
        own: the Monte-Carlo error of our mean; that of the others follows from it as for a normal distribution.
    """
    away = np.abs(np.array(said["effect"]["figures"]) - mine)
    errors = away / np.hypot(np.array(said["effect"]["mcse"]), own * OWN)
    return {
        "mean": float(mine[0]),
        "sd": float(mine[1]),
        "mean_errors": float(errors[0]),
        "worst_errors": float(errors.max()),
        "mean_in_sd": float(away[0] / mine[1]),
        "divergent": said.get("divergent", 0),
    }
