"""Many virtual people with the same plan: where their levels lie, and how sure that is. Model output, no incidence.

Two doubts are kept apart: how many people were drawn (Monte-Carlo interval), and how far the constants may be wrong
(parameter band, from sets of constants that fit the published figures about as well: `stilla.physiology.sets`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import numpy as np

from stilla.physiology import kernel
from stilla.physiology.asked import BANDS, check
from stilla.physiology.kinetics import kinetics
from stilla.physiology.lanes import followed_levels, steady_levels
from stilla.physiology.people import Spread, draw
from stilla.physiology.sets import sets_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from stilla.knowledge.store import Knowledge
    from stilla.physiology.asked import Person, Plan
    from stilla.physiology.kinetics import FloatArray
    from stilla.physiology.people import People

    Progress = Callable[[int, int], None]

SEED = 20261122
EACH_SET = 500
"""People for each set of constants."""
_Z = 1.96
UNLIKELY = 0.01
"""Below this chance a level is out of the model's domain."""
HIGHEST = 40.0
"""mmol/L. Far above every band; a figure that runs away is cut here. Our choice."""


class Chance(msgspec.Struct, frozen=True):
    """The chance of a level in this model: below the first band, at or above the others."""

    level: float
    """mmol/L."""
    below: bool
    """Whether it is the chance of lying below; otherwise at or above."""
    probability: float
    low: float
    high: float
    """The 95 % interval that the number of people drawn leaves (Wilson)."""
    band_low: float
    band_high: float
    """Between these for 95 % of the sets of constants."""


class Population(msgspec.Struct, frozen=True):
    """Where the levels of many people settle, or lie on the last day. mmol/L."""

    count: int
    seed: int
    dynamic: bool
    median: float
    low: float
    high: float
    """95 % of the people lie between."""
    median_band: tuple[float, float]
    chances: tuple[Chance, ...]

    @property
    def least(self) -> float:
        """The smallest chance that so many people can show: three in all that were drawn (95 %)."""
        return 3 / self.count


class Explained(msgspec.Struct, frozen=True):
    """Whether dose and kidneys can explain a level that was measured."""

    observed: float
    probability: float
    """Of a level as far out or further, over people and sets of constants."""
    explained: bool
    median: float
    low: float
    high: float
    count: int


def population(
    person: Person,
    plan: Plan,
    knowledge: Knowledge,
    *,
    count: int = 4000,
    seed: int = SEED,
    dynamic: bool = False,
    progress: Progress | None = None,
) -> Population:
    """Levels over people who are like this one in what is known.

    Args:
        person: eGFR, weight, diet and circumstances.
        plan: what is taken every day; with `dynamic`, for how many days.
        knowledge: constants and spreads.
        count: how many people.
        seed: the same seed gives the same answer.
        dynamic: follow everybody day by day instead of going to where they settle.
        progress: is told how many are done, of how many.

    Raises:
        BadInput: outside the model's range.
    """
    check(person, plan, knowledge)
    k = kinetics(knowledge)
    people = draw(person, plan, knowledge, k, count, np.random.default_rng(seed))
    spread = Spread(knowledge)
    true = _followed(people, plan, seed, progress) if dynamic else settled(people, progress)
    levels = measured(true, people, spread)
    sets = _by_set(person, plan, knowledge, seed)
    middle, low, high = np.percentile(levels, (50, 2.5, 97.5))
    medians = np.median(sets, axis=1)
    return Population(
        count=count,
        seed=seed,
        dynamic=dynamic,
        median=float(middle),
        low=float(low),
        high=float(high),
        median_band=_ninety_five(medians),
        chances=tuple(_chance(level, levels, sets, below=n == 0) for n, level in enumerate(BANDS)),
    )


def explain(
    person: Person, plan: Plan, observed: float, knowledge: Knowledge, *, count: int = 4000, seed: int = SEED
) -> Explained:
    """Whether dose and kidneys can explain a measured level (mmol/L).

    The chance is that of a level at least as far from the middle, on the same side, over people and sets of constants.
    """
    check(person, plan, knowledge)
    each = max(count // len(sets_of(knowledge)), 50)
    levels = _by_set(person, plan, knowledge, seed, each).ravel()
    middle, low, high = np.percentile(levels, (50, 2.5, 97.5))
    further = levels >= observed if observed >= middle else levels <= observed
    chance = float(np.mean(further))
    return Explained(observed, chance, chance >= UNLIKELY, float(middle), float(low), float(high), levels.size)


def measured(true: FloatArray, people: People, spread: Spread) -> FloatArray:
    """What a laboratory would report on some day, mmol/L."""
    day, assay = people.assay
    return np.asarray(np.clip(true * (1 + spread["within_cv"] * day) + spread["assay_sd"] * assay, 0.0, HIGHEST))


def settled(people: People, progress: Progress | None = None) -> FloatArray:
    """Where everybody settles, mmol/L."""
    levels, _ = steady_levels(people.constants, people.day, people.usual, progress=progress)
    return np.asarray(np.clip(levels, 0.0, HIGHEST))


def _followed(people: People, plan: Plan, seed: int, progress: Progress | None) -> FloatArray:
    """Levels at the last midnight, from where food alone had brought everybody."""
    food = np.array(people.day.regular)[:, None]
    constants = people.constants.copy()
    before = steady_levels(constants, people.day, np.where(food, people.amounts, 0.0))[0]
    constants[kernel.CONSTANTS.index("C0")] = np.clip(before, 0.0, HIGHEST)

    def taken(piece: slice) -> FloatArray:
        chance = np.random.default_rng((seed, piece.start))
        part = people.adherence[piece]
        took = chance.random((plan.days, food.size, part.size)) < part
        return np.asarray(np.where(food[None], 1.0, took))

    levels, _ = followed_levels(constants, people.day, people.amounts, taken, plan.days, progress=progress)
    return np.asarray(np.clip(levels[-1], 0.0, HIGHEST))


def _by_set(person: Person, plan: Plan, knowledge: Knowledge, seed: int, each: int = EACH_SET) -> FloatArray:
    """Measured levels for every set of constants, the same chance for each: shape (sets, each)."""
    found = []
    spread = Spread(knowledge)
    for k in sets_of(knowledge):
        people = draw(person, plan, knowledge, k, each, np.random.default_rng(seed))
        found.append(measured(settled(people), people, spread))
    return np.array(found)


def _ninety_five(values: FloatArray) -> tuple[float, float]:
    low, high = np.percentile(values, (2.5, 97.5))
    return float(low), float(high)


def _chance(level: float, levels: FloatArray, sets: FloatArray, *, below: bool) -> Chance:
    def share(values: FloatArray) -> FloatArray:
        return np.asarray(np.mean(values < level if below else values >= level, axis=-1))

    probability = float(share(levels))
    return Chance(level, below, probability, *wilson(probability, levels.size), *_ninety_five(share(sets)))


def wilson(share: float, count: int) -> tuple[float, float]:
    """The 95 % interval of a share (Wilson 1927).

    >>> [round(each, 4) for each in wilson(0.0, 1500)]
    [0.0, 0.0026]
    """
    z2 = _Z**2 / count
    middle = (share + z2 / 2) / (1 + z2)
    half = _Z * np.sqrt(share * (1 - share) / count + z2 / (4 * count)) / (1 + z2)
    return max(float(middle - half), 0.0), min(float(middle + half), 1.0)
