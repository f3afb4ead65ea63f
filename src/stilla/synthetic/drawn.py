"""Rows of a block: which records there are of whom, of which shape and of when. Text comes in `lines`."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from stilla.synthetic.days import SPAN, UNDATED
from stilla.synthetic.medicine_shapes import STANDINGS, STYLES, SUPPLIES, TYPES, tells
from stilla.synthetic.other_shapes import CONDITION_STANDINGS, CONDITION_STYLES, VISITS
from stilla.synthetic.people import BLOCK, YEAR, dice
from stilla.synthetic.region import chances

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from stilla.knowledge.prevalence import Prevalence, Told
    from stilla.synthetic.days import Days
    from stilla.synthetic.medicine_shapes import Medicines
    from stilla.synthetic.other_shapes import Conditions
    from stilla.synthetic.people import People
    from stilla.synthetic.region import Region

    Whole = NDArray[np.int64]

ACTIVE, OVER = 0, 1
"""Places in the standings of conditions and of medicines."""

DISPENSED, LATELY = 0.6, 80
"""The share of prescribed medicines with a dispensing record, and within how many days."""

COURSE = 730
"""Days within which the share of a course counts."""

CODED = STYLES.index("text-only")
"""Styles below this carry a code."""


class Rows(NamedTuple):
    """Records of one type."""

    who: Whole
    shape: Whole
    first: Whole
    """Number of a day (`stilla.synthetic.days`)."""

    last: Whole


class Taken(NamedTuple):
    """The records of medicines, and what they say of magnesium."""

    rows: dict[Told, Rows]
    active: NDArray[np.bool_]
    """By medicine and person: takes it now."""

    magnesium: NDArray[np.bool_]
    """By person: a record that is plain to read says that magnesium is swallowed now."""

    maybe_magnesium: NDArray[np.bool_]
    """By person: some record may say so (words without a code, a medicine on hold)."""


class Draw(NamedTuple):
    """One block that is being drawn."""

    people: People
    region: Region
    days: Days
    seed: int
    block: int

    def dice(self, stage: str) -> np.random.Generator:
        """The chance of one stage of it."""
        return dice(self.seed, self.block, stage)


def condition_rows(draw: Draw, shapes: Conditions) -> Rows:
    """Records of conditions: those people have, and those they have not (passed, refuted, suspected, errors)."""
    throw, region = draw.dice("condition-records"), draw.region
    entries = tuple(region.conditions.values())
    which, who, real = _told_conditions(draw.people, entries)
    odd = [region.records[each] for each in CONDITION_STANDINGS[1:]]
    standing = np.where(real, ACTIVE, OVER + pick(throw, len(who), odd))
    coding = coding_of(throw, which, entries)
    style = _style(throw, len(who), region, CONDITION_STYLES)
    lasts = np.array([each.days or 0 for each in entries])[which]
    within = np.array([each.within or 0 for each in entries])[which]
    longest = np.select([lasts > 0, within > 0], [COURSE, within], 15 * YEAR)
    lived = draw.people.age_days[who]
    back = (np.minimum(longest, lived) * throw.random(len(who)) ** 1.5).astype(np.int64)
    standing = np.where((standing == ACTIVE) & (lasts > 0) & (back > lasts), OVER, standing)
    ended = np.where(lasts > 0, back - lasts, (back * 0.4).astype(np.int64))
    first = unclear(throw, draw.days.ago(back), region)
    last = np.where((standing == OVER) & (first != UNDATED), draw.days.ago(np.maximum(ended, 0)), UNDATED)
    shape = shapes.starts[which] + (coding * len(CONDITION_STYLES) + style) * len(CONDITION_STANDINGS) + standing
    return Rows(who, shape, first, last)


def _told_conditions(people: People, entries: Sequence[Prevalence]) -> tuple[Whole, Whole, NDArray[np.bool_]]:
    """For each record: its condition, its person, and whether they have it."""
    told = np.array([n for n, each in enumerate(entries) if each.codings])
    has, not_quite = (np.array([flags[entries[n].id] for n in told]) for flags in (people.has, people.not_quite))
    row, who = np.nonzero(has | not_quite)
    return told[row], who, has[row, who]


class _Medicine(NamedTuple):
    """Records of medicines before it is settled of which type they are."""

    which: Whole
    who: Whole
    coding: Whole
    style: Whole
    standing: Whole
    first: Whole


def medicine_rows(draw: Draw, shapes: Medicines) -> Taken:
    """Records of medicines."""
    throw = draw.dice("medicines")
    entries = tuple(draw.region.medicines.values())
    drawn = _drawn_medicines(draw, entries, throw)
    rows = {told: _rows_of(told, drawn, draw, shapes, throw) for told in TYPES}
    now = drawn.standing == ACTIVE
    given = np.array([each.told == "administration" for each in entries])[drawn.which]
    active = np.zeros((len(entries), BLOCK), dtype=bool)
    active[drawn.which, drawn.who] = now & ~given
    counted = _magnesium(shapes)[drawn.which, drawn.coding]
    paused = drawn.standing == STANDINGS.index("on-hold")
    return Taken(
        rows,
        active,
        magnesium=_anybody(drawn.who[counted & now & (drawn.style < CODED)]),
        maybe_magnesium=_anybody(drawn.who[counted & (now | paused)]),
    )


def _drawn_medicines(draw: Draw, entries: Sequence[Prevalence], throw: np.random.Generator) -> _Medicine:
    """Who takes what, how it is written and since when; and who took it, or has it by error."""
    people, region = draw.people, draw.region
    chance = np.array([chances(each, region, people.sex, people.age, people.has) for each in entries])
    odd = [region.records[each] for each in STANDINGS[1:]]
    thrown = throw.random(chance.shape)
    which, who = np.nonzero(thrown < chance * (1 + sum(odd)))
    real = (thrown < chance)[which, who]
    lasts = np.array([each.days or 0 for each in entries])[which]
    back = _begun(throw, entries, which)
    finished = (lasts > 0) & (back > lasts)
    standing = np.where(real, np.where(finished, OVER, ACTIVE), OVER + pick(throw, len(who), odd))
    coding, style = coding_of(throw, which, entries), _style(throw, len(who), region, STYLES)
    return _Medicine(which, who, coding, style, standing, unclear(throw, draw.days.ago(back), region))


def _rows_of(told: Told, drawn: _Medicine, draw: Draw, shapes: Medicines, throw: np.random.Generator) -> Rows:
    """The records of one type. What is prescribed for long is also dispensed, mostly."""
    mine = np.array([tells(each, told) for each in draw.region.medicines.values()])[drawn.which]
    if told == "dispense":
        mine &= (drawn.standing == ACTIVE) & (throw.random(len(mine)) < DISPENSED)
    which, who, coding, style, standing, first = (column[mine] for column in drawn)
    place = (coding * len(STYLES) + style) * len(STANDINGS) + standing
    if told == "dispense":
        place = place * len(SUPPLIES) + throw.integers(len(SUPPLIES), size=len(who))
        first = draw.days.ago((throw.random(len(who)) * LATELY).astype(np.int64))
    return Rows(who, shapes.of[told].starts[which] + place, first, np.zeros(len(who), dtype=np.int64))


def visit_rows(draw: Draw) -> Rows:
    """Visits, more of them with age. Nothing that a rule asks: there to be passed over."""
    throw, people = draw.dice("visits"), draw.people
    often = throw.poisson(1.2 + people.age / 25)
    who = np.repeat(np.arange(people.number), often)
    back = np.minimum((throw.random(len(who)) * 5 * YEAR).astype(np.int64), people.age_days[who])
    at = draw.days.ago(back)
    return Rows(who, throw.integers(len(VISITS), size=len(who)), at, at)


def _anybody(who: Whole) -> NDArray[np.bool_]:
    found = np.zeros(BLOCK, dtype=bool)
    found[who] = True
    return found


def _magnesium(shapes: Medicines) -> NDArray[np.bool_]:
    widest = max(len(each) for each in shapes.magnesium.values())
    return np.array([each + (False,) * (widest - len(each)) for each in shapes.magnesium.values()])


def _begun(throw: np.random.Generator, entries: Sequence[Prevalence], which: Whole) -> Whole:
    """Days since a medicine was first recorded: prescriptions are renewed within about a year."""
    longest = np.array([COURSE if each.days else 2000 if each.told == "statement" else 395 for each in entries])
    return (longest[which] * throw.random(len(which))).astype(np.int64)


def pick(throw: np.random.Generator, count: int, weights: Sequence[float]) -> Whole:
    """Which of several, each as often as its weight."""
    edges = np.cumsum(weights) / sum(weights)
    return np.minimum(np.searchsorted(edges, throw.random(count), side="right"), len(weights) - 1)


def coding_of(throw: np.random.Generator, which: Whole, entries: Sequence[Prevalence]) -> Whole:
    """Which of its codings each record of an entry uses."""
    chosen: Whole = (throw.random(len(which))[:, None] > _edges(tuple(entries))[which]).sum(axis=1)
    return chosen


@lru_cache(maxsize=8)
def _edges(entries: tuple[Prevalence, ...]) -> NDArray[np.float64]:
    """For each entry, up to which chance each of its codings but the last is meant."""
    widest = max(len(each.codings) for each in entries)
    edges = np.ones((len(entries), widest - 1))
    for n, each in enumerate(entries):
        weights = np.array([coding.weight for coding in each.codings])
        if len(weights) > 1:
            edges[n, : len(weights) - 1] = np.cumsum(weights)[:-1] / weights.sum()
    return edges


def _style(throw: np.random.Generator, count: int, region: Region, styles: Sequence[str]) -> Whole:
    """How each record names what it is about; the first style is what is left over."""
    odd = [region.records[each] for each in styles[1:]]
    return pick(throw, count, [1 - sum(odd), *odd])


def unclear(throw: np.random.Generator, day: Whole, region: Region) -> Whole:
    """Days, some of which are missing or only a month."""
    thrown = throw.random(len(day))
    undated, month = region.records["undated"], region.records["month-only"]
    return np.where(thrown < undated, UNDATED, np.where(thrown < undated + month, day + SPAN, day))
