"""The randomisation test: could the order in which the periods happened to come explain the difference?

Sharp null hypothesis: each night would have been the same, and the same nights missing, under every sequence that the
design admits. The observed statistic is compared with its value under each of them, two-sided on |T|, so the error of
the first kind is at most α exactly, whatever the nights resemble. Periods are what was randomised; the nights within
them are never shuffled. Onghena and Edgington, Randomization Tests; Phipson and Smyth 2010.

The interval holds every constant effect τ that the test does not reject in y - τ a. It is not the spread of the
statistic under the null.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import isfinite
from typing import Literal, NamedTuple

import msgspec
import numpy as np

from stilla.analysis.arrays import FloatArray
from stilla.analysis.design import Design, least_p, rank
from stilla.analysis.reference import compared, listed, sums
from stilla.analysis.series import Series
from stilla.errors import refuse
from stilla.text import Text

Statistic = Literal["means", "whitened"]
Why = Literal["empty-arm", "no-variation", "level-out-of-reach", "not-found"]
"""Why a figure is missing: an arm without an outcome; outcomes that are all equal; a design with too few sequences (or
too few outcomes) for an interval; or a search for the ends that did not succeed."""

Weigh = Callable[[FloatArray], FloatArray]
"""(n,) outcomes to (n,) v = R⁻¹ (y - X₀ b₀), all estimated without the treatment; v of a missing row is not read."""

ALPHA = 0.05
_TIE = 1e-12
"""Statistics that differ by less, relative to the scale of the outcomes, are equal."""
_CENTRE, _WIDEN, _REFINE = 12, 10, 10
"""Evaluations at most, with one for the test itself: 1 + 12 + 2 (10 + 10) = 53."""
_CENTRAL = 0.5
"""A τ with such a p lies well inside."""


class Randomisation(msgspec.Struct, frozen=True):
    """What the randomisation test says. A figure that cannot be given is None, and `why` tells the reason."""

    statistic: Statistic
    observed: float | None
    """Difference of means, active minus comparator, on the outcome's scale; or the whitened contrast."""
    p: float | None
    """Two-sided."""
    least_p: float
    """The smallest p that the design can reach at all."""
    sequences: int
    """How many sequences the observed one was compared with."""
    exact: bool
    """Whether these are all that the design admits, not draws from them."""
    lo: float | None
    hi: float | None
    """95 % interval of a constant effect, on the outcome's scale."""
    why: Why | None = None
    assumed: bool = False
    """Whether the design was not known and has been assumed."""


def test(
    series: Series,
    design: Design,
    sequence: Sequence[int],
    weigh: Weigh | None = None,  # noqa: PT028  # a test of a hypothesis, not of code
    *,
    assumed: bool = False,  # noqa: PT028  # as above
) -> Randomisation:
    """The randomisation test of one trial, by the difference of means or, with `weigh`, by the whitened contrast.

    The whitened contrast is T(s) = Σ_k (s_k - c) V_k, V_k being the sum of v over period k and c the share of active
    periods, so that its mean over the reference set is zero; `weigh` must not see the treatment, or T would not be the
    same function for every sequence.

    Args:
        series: n rows; period 0 is the run-in and belongs to no arm.
        design: what the sequence was drawn from.
        sequence: the treatment of each of its periods, also of those not reached.
        weigh: called with y for the test and with y - τ a for the interval, at most 53 times.
        assumed: whether the design is an assumption (`reference_from_periods`).

    Raises:
        BadInput: the design does not admit the sequence, or the rows have another.
        ArithmeticError: `weigh` gave something that is not a number for a row with an outcome.
    """
    rank(design, sequence)
    _agree(series, design, sequence)
    rows = _Rows(series, design, tuple(sequence))
    result = _difference_of_means(rows) if weigh is None else _whitened(rows, weigh)
    return msgspec.structs.replace(result, assumed=assumed)


def by_period(values: FloatArray, design: Design, sequence: Sequence[int]) -> Randomisation:
    """The test by difference of means where each period has a single value, for example days randomised one by one.

    Args:
        values: (periods,) NaN where missing.
        design: what the sequence was drawn from.
        sequence: (periods,).

    >>> round(by_period(np.array([3.0, 7, 2, 8, 9, 1]), Design("pairs", 6, 1), (0, 1, 0, 1, 1, 0)).p, 2)
    0.25
    """
    n = len(values)
    active = np.array(sequence, float)
    days = np.arange(n, dtype=float)
    return test(Series(days, values, active, np.arange(1, n + 1), np.empty((n, 0))), design, sequence)


def by_pair(differences: FloatArray) -> Randomisation:
    """The test of pairs whose order was tossed, from the difference active minus comparator in each.

    Args:
        differences: (pairs,) NaN where a pair has none.

    >>> by_pair(np.array([1.0, 2.0, 3.0])).p
    0.25
    """
    values = np.stack([differences, np.where(np.isnan(differences), np.nan, 0.0)], axis=1).ravel()
    return by_period(values, Design("pairs", len(values), 1), (1, 0) * len(differences))


def reference_from_periods(series: Series) -> tuple[Design, tuple[int, ...]]:
    """The design to assume for a trial whose own is unknown, and its sequence: every order of the periods as they are.

    Every order that keeps both counts is admitted, and never one that splits a period. This is an assumption, and
    results that rest on it must say so: had the order been drawn in pairs or blocks, the true set would be smaller.

    Args:
        series: with its periods, or runs of equal treatment where the periods are unknown.

    Raises:
        BadInput: a period with both treatments or without a row, or more than 400 periods.
    """
    on = np.bincount(series.period, weights=series.active)[1:]
    rows = np.bincount(series.period)[1:]
    if np.any((on != 0) & (on != rows)) or not np.all(rows):
        raise refuse(
            Text("period", "period"),
            "A period must have one treatment throughout. Number the stretches of equal treatment, or leave out the "
            "column of periods.",
            "En period måste ha samma behandling hela vägen. Numrera sträckorna med samma behandling, eller lämna bort "
            "kolumnen med perioder.",
        )
    sequence = tuple(int(each > 0) for each in on)
    return Design("free", periods=len(sequence), nights=1, run_in=0, active=sum(sequence)), sequence


def _agree(series: Series, design: Design, sequence: Sequence[int]) -> None:
    where = Text("sequence", "ordning")
    if np.any((series.period < 0) | (series.period > design.periods)):
        raise refuse(
            where,
            f"A row belongs to a period that the design with its {design.periods} periods does not have.",
            f"En rad hör till en period som upplägget med sina {design.periods} perioder inte har.",
        )
    given = np.concatenate([[np.nan], np.asarray(sequence, float)])[series.period]
    if np.any((given != series.active) & (series.period > 0)):
        raise refuse(
            where,
            "The rows were on another treatment than the order says. Nothing was tested.",
            "Raderna stod på en annan behandling än ordningen säger. Inget prövades.",
        )


class _Rows(NamedTuple):
    series: Series
    design: Design
    sequence: tuple[int, ...]

    @property
    def used(self) -> FloatArray:
        """(n,) 1 where a row has an outcome and belongs to a period."""
        return (self.series.observed & (self.series.period > 0)).astype(float)

    @property
    def constant(self) -> bool:
        """Whether all outcomes that are used are equal."""
        kept = self.series.y[self.used > 0]
        return bool(kept.min() == kept.max())

    @property
    def values(self) -> FloatArray:
        """(n,) outcomes less their mean, which changes no statistic and loses fewer digits; 0 where not used."""
        kept = self.used > 0
        middle = self.series.y[kept].mean() if kept.any() else 0.0
        return np.where(kept, self.series.y - middle, 0.0)

    def totals(self, column: FloatArray) -> FloatArray:
        """(periods,) the sum over the rows of each period."""
        counted = np.bincount(self.series.period, weights=column, minlength=self.design.periods + 1)
        out: FloatArray = counted[1:].astype(float)
        return out

    def result(self, statistic: Statistic, p: float | None = None, why: Why | None = None) -> Randomisation:
        exact, count = listed(self.design), compared(self.design)
        return Randomisation(statistic, None, p, least_p(self.design), count, exact, None, None, why)


def _difference_of_means(rows: _Rows) -> Randomisation:
    values, used = rows.values, rows.used
    columns = np.stack([rows.totals(each) for each in (values, used, used * rows.series.active)])
    observed = _effects(columns @ np.array(rows.sequence, float)[:, None], columns)
    if not observed.defined[0]:
        return rows.result("means", why="empty-arm")
    if rows.constant:
        return msgspec.structs.replace(rows.result("means", p=1.0, why="no-variation"), observed=0.0)
    found = _effects(sums(rows.design, rows.sequence, columns, half=True), columns)
    seen = float(observed.difference[0])
    p = _share(found.difference, seen, float(np.abs(values).max()))
    result = msgspec.structs.replace(rows.result("means", p), observed=seen)
    lo, hi = _ends(found, seen)
    if lo is None:
        return msgspec.structs.replace(result, why="level-out-of-reach")
    return msgspec.structs.replace(result, lo=lo, hi=hi)


class _Effects(NamedTuple):
    """For each of m sequences."""

    difference: FloatArray
    """Of the means of the outcome; 0 where a sequence leaves an arm without an outcome."""
    overlap: FloatArray
    """Of the means of the treatment that was really given."""
    defined: FloatArray


def _effects(active: FloatArray, columns: FloatArray) -> _Effects:
    """From sums over active periods, (3, m), of outcomes, their number, and their number on active as given."""
    total = columns.sum(axis=1)
    on, off = active[1], total[1] - active[1]
    defined = (on > 0) & (off > 0)
    on, off = np.where(defined, on, 1.0), np.where(defined, off, 1.0)
    difference, overlap = (np.where(defined, active[i] / on - (total[i] - active[i]) / off, 0.0) for i in (0, 2))
    return _Effects(difference, overlap, defined)


def _share(statistics: FloatArray, seen: float, scale: float) -> float:
    """Share of |T| that is at least as large as the one seen."""
    return float(np.mean(np.abs(statistics) >= abs(seen) - _TIE * scale))


def _ends(found: _Effects, seen: float) -> tuple[float, float] | tuple[None, None]:
    """The exact ends of {τ : p(τ) > α}.

    Under an effect τ the statistic of sequence s is u_s - τ w_s, and that of the given one is u - τ. As |w_s| ≤ 1,
    |u_s - τ w_s| ≥ |u - τ| holds on an interval around u, between the τ where the two are equal; p(τ) is the share of
    these intervals that hold τ. Sequences with |w_s| = 1 hold every τ.
    """
    apart, alike = 1 - found.overlap, 1 + found.overlap
    always = (apart <= _TIE) | (alike <= _TIE)
    one = (seen - found.difference) / np.where(always, 1.0, apart)
    two = (seen + found.difference) / np.where(always, 1.0, alike)
    hi = np.where(always, np.inf, np.maximum(one, two))
    lo = np.where(always, -np.inf, np.minimum(one, two))
    needed = int(np.floor(ALPHA * len(hi) + 1e-9)) + 1
    lowest = float(np.partition(lo, needed - 1)[needed - 1])
    highest = float(np.partition(hi, len(hi) - needed)[len(hi) - needed])
    return (lowest, highest) if isfinite(lowest) and isfinite(highest) else (None, None)


def _whitened(rows: _Rows, weigh: Weigh) -> Randomisation:
    start = _difference_of_means(rows)
    if start.observed is None:
        return rows.result("whitened", why="empty-arm")
    if start.why == "no-variation":
        return msgspec.structs.replace(rows.result("whitened", p=1.0, why="no-variation"), observed=0.0)
    seen, p = _contrast(rows, weigh, 0.0)
    result = msgspec.structs.replace(rows.result("whitened", p), observed=seen)
    if least_p(rows.design) > ALPHA:
        return msgspec.structs.replace(result, why="level-out-of-reach")
    spread = float(rows.series.y[rows.used > 0].std())
    found = _searched(lambda tau: _contrast(rows, weigh, tau), start.observed, spread)
    if isinstance(found, str):
        return msgspec.structs.replace(result, why=found)
    return msgspec.structs.replace(result, lo=found[0], hi=found[1])


def _contrast(rows: _Rows, weigh: Weigh, tau: float) -> tuple[float, float]:
    """T and its p in y - τ a."""
    weights = np.where(rows.used > 0, weigh(rows.series.y - tau * rows.series.active), 0.0)
    if not np.all(np.isfinite(weights)):
        raise ArithmeticError("a weight of an observed row is not a number")
    columns = rows.totals(weights)[None]
    middle = columns.sum() * _share_of_active(rows.design)
    seen = float(columns[0] @ np.array(rows.sequence, float) - middle)
    statistics = sums(rows.design, rows.sequence, columns, half=True)[0] - middle
    return seen, _share(statistics, seen, float(np.abs(columns).sum()))


def _share_of_active(design: Design) -> float:
    return 0.5 if design.mirrored or design.active is None else design.active / design.periods


_At = Callable[[float], tuple[float, float]]
"""τ to T and its p."""


def _searched(at: _At, start: float, spread: float) -> tuple[float, float] | Why:
    """Both ends of {τ : p(τ) > α}: the step that met each is halved ten times, and its outer side returned."""
    centre = _centre(at, start, spread)
    if centre is None:
        return "not-found"
    ends = [_end(at, centre, side * spread / 2) for side in (-1, 1)]
    if ends[0] is None or ends[1] is None:
        return "level-out-of-reach"
    return ends[0], ends[1]


def _centre(at: _At, start: float, spread: float) -> float | None:
    """A τ that is not rejected, on the way to the one that makes T zero: doubled steps towards it, then halved ones."""
    tau, step, turned = start, spread / 4, False
    best, side = (0.0, tau), 0.0
    for _ in range(_CENTRE):
        statistic, p = at(tau)
        best = max(best, (p, tau))
        if p > _CENTRAL or statistic == 0:
            break
        turned = turned or side * statistic < 0
        side = 1.0 if statistic > 0 else -1.0
        step = step / 2 if turned else step * 2
        tau += side * step
    return best[1] if best[0] > ALPHA else None


def _end(at: _At, centre: float, step: float) -> float | None:
    """The first rejected τ that doubling steps from the centre meet, brought back towards it by halving."""
    inside = centre
    for k in range(_WIDEN):
        outside = centre + step * 2.0**k
        if at(outside)[1] <= ALPHA:
            break
        inside = outside
    else:
        return None
    for _ in range(_REFINE):
        between = (inside + outside) / 2
        if at(between)[1] <= ALPHA:
            outside = between
        else:
            inside = between
    return outside
