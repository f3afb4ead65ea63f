"""Laboratory tests of a block: repeated over the years, kidneys that get worse, values as laboratories write them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from stilla.kidney import ADULT
from stilla.synthetic.days import CLOCK, SPAN, UNDATED
from stilla.synthetic.drawn import coding_of, pick, unclear
from stilla.synthetic.kidneys import creatinine, egfr_now, egfr_of, lost_a_year
from stilla.synthetic.other_shapes import LAB_STYLES
from stilla.synthetic.people import YEAR
from stilla.synthetic.region import chances

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from stilla.knowledge.prevalence import Prevalence
    from stilla.synthetic.drawn import Draw
    from stilla.synthetic.other_shapes import Labs
    from stilla.synthetic.people import People
    from stilla.synthetic.region import Region

    Whole = NDArray[np.int64]
    Numbers = NDArray[np.float64]

AGAIN = (0.6, 0.6, 0.6, 0.5, 0.5)
"""Chance of a second value, of a third after that ..."""

HIGH = 90
PLAIN, ABOVE, ABSENT = (LAB_STYLES.index(each) for each in ("plain", "above", "result-absent"))
ERROR = LAB_STYLES.index("in-error")
BELOW, NEAR = 29.5, 34.0
"""A reported eGFR up to the first is below 30 by any reckoning; up to the second it may be, by another equation."""


class Results(NamedTuple):
    """Tests, as `Rows` with numbers."""

    who: Whole
    shape: Whole
    at: Whole
    number: list[bytes]


class Kidneys(NamedTuple):
    """What the records say of a person's kidneys, by person."""

    below_30: NDArray[np.bool_]
    """The latest value is below 30, and nothing in the records makes that doubtful."""

    maybe_below_30: NDArray[np.bool_]
    """Some value was, or nearly: a reader may come to it where another value is not clear."""


class _Series(NamedTuple):
    who: Whole
    which: Whole
    pair: Whole
    """Values of one person and test have one number."""

    back: Whole


class _Values(NamedTuple):
    which: Whole
    number: Numbers
    """In the unit of the entry."""
    who: Whole
    at: Whole


def lab_rows(draw: Draw, shapes: Labs) -> tuple[Results, Kidneys]:
    """All tests of a block, and what they say of kidneys."""
    throw = draw.dice("labs")
    pairs = zip(_usual_values(draw, throw), _kidney_values(draw), strict=True)
    values = _Values(*(np.concatenate(pair) for pair in pairs))
    style = _styles(throw, values, draw.region)
    return _written(throw, values, style, shapes, tuple(draw.region.labs.values())), _said(draw, values, style)


def _usual_values(draw: Draw, throw: np.random.Generator) -> _Values:
    """Values of tests that have a usual level."""
    people, region = draw.people, draw.region
    entries = tuple(region.labs.values())
    series = _series(people, region, entries, throw)
    level = _levels(people, entries)[series.which, series.who]
    spread = _spreads(people, entries)[series.which, series.who]
    own = throw.standard_normal(int(series.pair.max(initial=-1)) + 1)[series.pair]
    number = level * np.exp(spread * (0.8 * own + 0.5 * throw.standard_normal(len(own))))
    number = np.where(series.which == _place(region, "tsat"), np.minimum(number, 95), number)
    return _Values(series.which, number, series.who, unclear(throw, draw.days.ago(series.back), region))


def _place(region: Region, name: str) -> int:
    return list(region.labs).index(name)


def _series(people: People, region: Region, entries: tuple[Prevalence, ...], throw: np.random.Generator) -> _Series:
    """Who had which test when, but for kidneys."""
    measured = [each for each in entries if each.levels]
    chance = np.array([chances(each, region, people.sex, people.age, people.has) for each in measured])
    which, who = np.nonzero(throw.random(chance.shape) < chance)
    places = np.array([_place(region, each.id) for each in measured])
    return _repeated(throw, people, who, places[which])


def _repeated(throw: np.random.Generator, people: People, who: Whole, which: Whole) -> _Series:
    """Each of these one to six times, on days of its own, none before birth."""
    times = 1 + (throw.random((len(AGAIN), len(who))) < np.array(AGAIN)[:, None]).cumprod(axis=0).sum(axis=0)
    latest = (throw.random(len(who)) ** 1.5 * 900).astype(np.int64)
    gap = 60 + (throw.random(len(who)) * 400).astype(np.int64)
    pair = np.repeat(np.arange(len(who)), times)
    nth = np.arange(len(pair)) - np.repeat(np.cumsum(times) - times, times)
    back = latest[pair] + nth * gap[pair] + throw.integers(30, size=len(pair))
    lived = back < np.maximum(people.age_days[who][pair], 1)
    return _Series(who[pair][lived], which[pair][lived], pair[lived], back[lived])


def _levels(people: People, entries: tuple[Prevalence, ...]) -> Numbers:
    """The usual level by test and person: the last level whose condition they have."""
    found = np.ones((len(entries), people.number))
    for n, entry in enumerate(entries):
        for each in entry.levels:
            here = people.has[each.of] if each.of else np.ones(people.number, dtype=bool)
            found[n, here] = np.where(people.sex[here] == 0, each.female, each.male)
    return found


def _spreads(people: People, entries: tuple[Prevalence, ...]) -> Numbers:
    found = np.zeros((len(entries), people.number))
    for n, entry in enumerate(entries):
        for each in entry.levels:
            found[n, people.has[each.of] if each.of else slice(None)] = each.spread
    return found


def _kidney_values(draw: Draw) -> _Values:
    """Creatinine, and eGFR beside it: as it was then, with what the kidneys have lost since."""
    people, region, throw = draw.people, draw.region, draw.dice("kidneys")
    panel = region.labs["kidney-panel"]
    tested = np.flatnonzero(throw.random(people.number) < chances(panel, region, people.sex, people.age, people.has))
    series = _repeated(throw, people, tested, np.zeros(len(tested), dtype=np.int64))
    who, years = series.who, np.maximum(people.age_days[series.who] - series.back, 0) / YEAR
    true = egfr_now(people, throw)[who] + lost_a_year(people)[who] * series.back / YEAR
    noisy = np.maximum(true * np.exp(0.03 * throw.standard_normal(len(who))), 3)
    found = creatinine(noisy, years, people.sex[who], throw)
    at = unclear(throw, draw.days.ago(series.back), region)
    beside = (years >= ADULT) & (throw.random(len(who)) >= region.records["creatinine-only"])
    reported = np.round(egfr_of(found, years, people.sex[who]))[beside]
    which = np.repeat([_place(region, "creatinine"), _place(region, "egfr")], [len(who), int(beside.sum())])
    return _Values(
        which,
        np.concatenate([found, reported]),
        np.concatenate([who, who[beside]]),
        np.concatenate([at, at[beside]]),
    )


def _styles(throw: np.random.Generator, values: _Values, region: Region) -> Whole:
    """How each value is written."""
    names = LAB_STYLES[2:]
    odd = [region.records[each] for each in names]
    style = pick(throw, len(values.who), [1 - sum(odd), *odd])
    style = np.where(style > 0, style + 1, style)
    high = (values.which == _place(region, "egfr")) & (values.number > HIGH)
    return np.where(high & (style == PLAIN) & (throw.random(len(style)) < region.records["above-90"]), ABOVE, style)


def _written(
    throw: np.random.Generator, values: _Values, style: Whole, shapes: Labs, entries: tuple[Prevalence, ...]
) -> Results:
    """Numbers in the unit of a coding, with its decimals."""
    coding = coding_of(throw, values.which, entries)
    factor, digits = _table(entries, "factor")[values.which, coding], _table(entries, "digits")[values.which, coding]
    number = np.where(style == ABOVE, HIGH, values.number) * factor
    form = np.array([b"%.0f", b"%.1f", b"%.2f", b""], dtype=object)[
        np.where(style == ABSENT, 3, digits).astype(np.int64)
    ]
    said = [each % value if each else b"" for each, value in zip(form.tolist(), number.tolist(), strict=True)]
    clock = pick(throw, len(style), (0.3, 0.55, 0.05, 0.1))
    at = np.where((values.at == UNDATED) | (values.at > SPAN), values.at, values.at + SPAN * clock)
    at = np.where(values.at > SPAN, values.at + SPAN * (len(CLOCK) - 1), at)
    shape = shapes.starts[values.which] + coding * len(LAB_STYLES) + style
    return Results(values.who, shape, at, said)


def _table(entries: tuple[Prevalence, ...], field: str) -> Numbers:
    """A field of each coding of each entry."""
    widest = max(len(each.codings) for each in entries)
    return np.array(
        [[getattr(coding, field) for coding in each.codings] + [0] * (widest - len(each.codings)) for each in entries]
    )


def _said(draw: Draw, values: _Values, style: Whole) -> Kidneys:
    """Whose latest eGFR is below 30."""
    people, region = draw.people, draw.region
    mine = np.isin(values.which, [_place(region, "creatinine"), _place(region, "egfr")])
    mine &= (style != ABSENT) & (style != ERROR)
    doubtful = np.zeros(people.number, dtype=bool)
    unclear = (values.at == UNDATED) | (values.at > SPAN) | ((style != PLAIN) & (style != ABOVE))
    doubtful[values.who[mine & unclear]] = True
    newest = np.zeros(people.number, dtype=np.int64)
    np.maximum.at(newest, values.who[mine], values.at[mine])
    last = mine & (values.at == newest[values.who]) & (values.which == _place(region, "egfr"))
    level = np.full(people.number, np.inf)
    np.minimum.at(level, values.who[last], values.number[last])
    # Creatinine alone is left to the reader: its eGFR depends on the age on the day of the answer.
    doubtful |= np.isin(np.arange(people.number), values.who[mine]) & np.isinf(level)
    surely = ~doubtful & (level <= BELOW)
    return Kidneys(surely, ~surely & (_lowest(draw, values, mine) <= NEAR))


def _lowest(draw: Draw, values: _Values, mine: NDArray[np.bool_]) -> Numbers:
    """The lowest eGFR of each person, that of creatinine reckoned with the age on the day of the export."""
    people = draw.people
    who, number = values.who[mine], values.number[mine]
    alone = values.which[mine] == _place(draw.region, "creatinine")
    number[alone] = egfr_of(number[alone], people.age[who[alone]].astype(float), people.sex[who[alone]])
    lowest = np.full(people.number, np.inf)
    grown = people.age[who] >= ADULT
    np.minimum.at(lowest, who[grown], number[grown])
    return lowest
