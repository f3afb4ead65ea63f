"""The invented diaries that every oracle answers: `python calibration/data/make.py` writes the CSV files beside it.

Nobody lived these nights. Each is drawn from the model with a slow part, independent noise, a drift and a wash-in, then
rounded to what a person would write. They are small, they have holes, and one lies on the floor of its scale: what
breaks an engine, rather than what flatters it.
"""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

SEED = 20261122
HERE = Path(__file__).parent


class Recipe(NamedTuple):
    """One diary, sizes on the scale of the score. `holes` are nights without a row, `missing` rows without a score."""

    nights: int
    per_period: int
    order: str
    level: float
    effect: float
    sd: float
    rho: float
    nugget: float
    half_life: float
    drift: float
    missing: float
    decimals: int
    holes: tuple[tuple[int, int], ...] = ()


GAUSSIAN = {
    "short28": Recipe(28, 7, "APPA", 5.0, -1.4, 1.5, 0.5, 0.0, 0, 0.5, 0.08, 2),
    "nights56": Recipe(56, 7, "APPAAPAP", 5.5, -1.2, 1.5, 0.5, 0.3, 1, 0.8, 0.15, 0),
    "default168": Recipe(168, 21, "PAAPAPPA", 5.5, -1.1, 1.6, 0.6, 0.3, 3, -0.8, 0.15, 0),
    "floor56": Recipe(56, 7, "PAAPPAPA", 1.2, -0.9, 1.3, 0.4, 0.2, 0, 0.0, 0.10, 0),
    "gaps70": Recipe(70, 7, "PAAPPAAPPA", 4.5, -0.8, 1.7, 0.8, 0.1, 1, 0.6, 0.10, 1, ((9, 15), (30, 31), (52, 60))),
}
LATENT = {
    "binary84": Recipe(84, 14, "APPAPA", 0.4, -1.2, 1.0, 0.5, 0.0, 0, 0.0, 0.10, 0),
    "ordinal84": Recipe(84, 14, "PAPAAP", 0.0, -1.2, 1.0, 0.5, 0.0, 0, 0.0, 0.10, 0),
    "count84": Recipe(84, 14, "APAPPA", 1.2, -0.6, 0.5, 0.5, 0.0, 0, 0.0, 0.10, 0),
}
CUTS = (-2.0, -0.7, 0.7, 2.0)
"""Where the levels 0 to 4 of the ordinal diary part, on the logistic scale."""


def latent(recipe: Recipe, chance: np.random.Generator) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Mean plus slow part, night by night, and which nights were active."""
    active = np.repeat([int(letter == "A") for letter in recipe.order], recipe.per_period)
    keep = 2.0 ** (-1.0 / recipe.half_life) if recipe.half_life else 0.0
    exposure, slow = np.zeros(recipe.nights), np.zeros(recipe.nights)
    before, state = 0.0, chance.standard_normal()
    for night in range(recipe.nights):
        before = keep * before + (1.0 - keep) * active[night]
        state = recipe.rho * state + np.sqrt(1.0 - recipe.rho**2) * chance.standard_normal() if night else state
        exposure[night], slow[night] = before, state
    trend = np.arange(1, recipe.nights + 1) / recipe.nights - 0.5
    noise = recipe.sd * (
        np.sqrt(1.0 - recipe.nugget) * slow + np.sqrt(recipe.nugget) * chance.standard_normal(recipe.nights)
    )
    return recipe.level + recipe.effect * exposure + recipe.drift * trend + noise, active


def score(name: str, recipe: Recipe, eta: NDArray[np.float64], chance: np.random.Generator) -> list[str]:
    """What is written down for each night."""
    if name in GAUSSIAN:
        on_scale = np.clip(eta, 0.0, 10.0)
        return [f"{value:.{recipe.decimals}f}" for value in on_scale]
    if name.startswith("binary"):
        return [str(int(chance.random() < 1.0 / (1.0 + np.exp(-value)))) for value in eta]
    if name.startswith("ordinal"):
        return [str(int(np.searchsorted(CUTS, value + chance.logistic()))) for value in eta]
    shape = 4.0
    return [str(int(chance.poisson(chance.gamma(shape, np.exp(value) / shape)))) for value in eta]


def write(name: str, recipe: Recipe, chance: np.random.Generator) -> None:
    """One CSV file: night, score (empty where missing), active, period."""
    eta, active = latent(recipe, chance)
    scores = score(name, recipe, eta, chance)
    missing = chance.random(recipe.nights) < recipe.missing
    missing[0] = missing[0] and name != "short28"
    with (HERE / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(["night", "score", "active", "period"])
        for night in range(1, recipe.nights + 1):
            if any(first <= night <= last for first, last in recipe.holes):
                continue
            at = night - 1
            out.writerow([night, "" if missing[at] else scores[at], active[at], 1 + at // recipe.per_period])


def main() -> None:
    """Write all of them, each from its own stream, so that adding one changes none of the others."""
    recipes = GAUSSIAN | LATENT
    for name, recipe in recipes.items():
        write(name, recipe, np.random.default_rng([SEED, *name.encode()]))


if __name__ == "__main__":
    main()
