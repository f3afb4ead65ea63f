"""The figures of the invented region, laid out so that a chance is one look-up by sex and age."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from stilla.knowledge.prevalence import Prevalence

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from stilla.knowledge.prevalence import Share
    from stilla.knowledge.store import Knowledge

    Table = NDArray[np.float64]
    """Shares by sex (0 woman, 1 man) and age in completed years, 0 to `OLDEST`."""

    Flags = Mapping[str, NDArray[np.bool_]]
    """For each condition by id: who of a block has it."""

OLDEST = 130
MOST = 0.97
"""Nothing but what is said to be certain is more likely than this."""


class Region(NamedTuple):
    """Everything the region is drawn from, by what it is of, in the order of the files."""

    inhabitants: Prevalence
    conditions: dict[str, Prevalence]
    medicines: dict[str, Prevalence]
    labs: dict[str, Prevalence]
    records: dict[str, float]
    """How often records are unusual in a way that age and sex have no part in."""

    tables: dict[str, Table]
    """The share of each entry by sex and age, as written."""

    marginal: dict[str, Table]
    """The share of all people, also of what is written as a share of those with something else."""


def region_of(knowledge: Knowledge) -> Region:
    """The figures of the knowledge base, laid out."""
    entries = knowledge.kind("prevalences", Prevalence)
    by_kind = {
        of: {each.id: each for each in entries.values() if each.of == of}
        for of in ("people", "condition", "medicine", "lab", "record")
    }
    tables = {each.id: table_of(each.shares) for each in entries.values() if each.of != "people"}
    return Region(
        by_kind["people"]["inhabitants"],
        by_kind["condition"],
        by_kind["medicine"],
        by_kind["lab"],
        {each.id: each.shares[0].female for each in by_kind["record"].values()},
        tables,
        _marginal(by_kind["condition"], tables),
    )


def table_of(shares: tuple[Share, ...]) -> Table:
    """Shares by sex and completed years of age; nobody below the first age.

    >>> from stilla.knowledge.prevalence import Share
    >>> table_of((Share(18, 0.1, 0.2),))[:, [17, 18, 90]].tolist()
    [[0.0, 0.1, 0.1], [0.0, 0.2, 0.2]]
    """
    table = np.zeros((2, OLDEST + 1))
    for each in shares:
        table[0, int(each.age_from) :] = each.female
        table[1, int(each.age_from) :] = each.male
    return table


def _marginal(conditions: dict[str, Prevalence], tables: dict[str, Table]) -> dict[str, Table]:
    """What each condition comes to among all people of a sex and age."""
    found: dict[str, Table] = {}
    for slug, each in conditions.items():
        share = tables[slug].copy()
        for factor in each.given:
            share = 1 - (1 - share) * (1 - factor.share * found[factor.of])
        found[slug] = share * found[each.among] if each.among else share
    return found


def chances(each: Prevalence, region: Region, sex: NDArray[np.int64], age: NDArray[np.int64], has: Flags) -> Table:
    """For each person of a block, how likely this is, given what they have already.

    A factor in `times` moves the chance between people and leaves the share of all as it is written: the chance of
    those without is lowered by what the others have more. A factor in `share` adds to it.
    """
    chance = region.tables[each.id][sex, age]
    for factor in each.given:
        if factor.times != 1:
            common = region.marginal[factor.of][sex, age]
            chance = chance / (1 + common * (factor.times - 1)) * np.where(has[factor.of], factor.times, 1)
    for factor in each.given:
        if factor.share:
            chance = 1 - (1 - chance) * np.where(has[factor.of], 1 - factor.share, 1)
    if each.among:
        chance = chance * has[each.among]
    certain = chance >= 1
    return np.where(certain, 1.0, np.minimum(chance, MOST))
