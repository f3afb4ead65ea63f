"""A block of invented people: who they are and what they have. Every person of a block is drawn, whoever is asked for.

So a person is the same in a region of a thousand and in one of a million.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from stilla.synthetic.region import OLDEST, chances

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from stilla.synthetic.region import Flags, Region

BLOCK = 2000
"""People drawn together. A part of the export holds whole blocks; changing it changes every person."""

YEAR = 365.2425
STAGES = ("people", "patients", "conditions", "condition-records", "medicines", "labs", "kidneys", "visits", "dirt")


class People(NamedTuple):
    """A block. Arrays are as long as the block; ages are on the day of the export."""

    sex: NDArray[np.int64]
    """0 woman, 1 man."""

    age_days: NDArray[np.int64]
    age: NDArray[np.int64]
    """Completed years."""

    has: Flags
    """Conditions, whether or not a record tells of them."""

    not_quite: Flags
    """Who has a record of a condition that they do not have: it passed, was refuted or suspected, or is an error."""

    @property
    def number(self) -> int:
        """How many people."""
        return len(self.sex)


def dice(seed: int, block: int, stage: str) -> np.random.Generator:
    """The chance of one stage of one block. No stage moves another's."""
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence(seed, spawn_key=(block, STAGES.index(stage)))))


def people_of(region: Region, seed: int, block: int) -> People:
    """The people of a block."""
    sex, age_days = _ages(region, dice(seed, block, "people"))
    age = np.minimum((age_days / YEAR).astype(np.int64), OLDEST)
    has: dict[str, NDArray[np.bool_]] = {}
    not_quite: dict[str, NDArray[np.bool_]] = {}
    throw = dice(seed, block, "conditions")
    extra = sum(region.records[each] for each in ("over", "in-error", "refuted", "suspected"))
    for slug, each in region.conditions.items():
        chance = chances(each, region, sex, age, has)
        thrown = throw.random(BLOCK)
        has[slug] = thrown < chance
        not_quite[slug] = ~has[slug] & (thrown < chance * (1 + extra))
    return People(sex, age_days, age, has, not_quite)


def _ages(region: Region, throw: np.random.Generator) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Sex, and age in days, as the population has them."""
    bands = region.inhabitants.shares
    starts = np.array([each.age_from for each in bands])
    shares = np.array([(each.female, each.male) for each in bands]).ravel()
    edges = np.cumsum(shares / shares.sum())
    chosen = np.minimum(np.searchsorted(edges, throw.random(BLOCK), side="right"), len(shares) - 3)
    band = chosen // 2
    years = starts[band] + throw.random(BLOCK) * (starts[band + 1] - starts[band])
    return (chosen % 2).astype(np.int64), (years * YEAR).astype(np.int64)
