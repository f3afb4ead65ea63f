"""The data of one trial of one person, as arrays that have been checked once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import numpy as np

from stilla.analysis.arrays import BoolArray, FloatArray, IntArray
from stilla.errors import BadInput, Problem, refuse
from stilla.text import Text

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

MOST_ROWS = 5_000
"""Rows of one person: thirteen years of nights. More are of several people, or an instrument's: average them."""
TWIN = 1e-9
"""Days; a tenth of a millisecond. Rows closer than this have one time, written or rounded in two ways."""
LARGEST = 1e100
"""Beyond it squares are no longer numbers."""


class Series(msgspec.Struct, frozen=True):
    """One trial: n rows in order of time. A row without an outcome is missing, and keeps its place in time.

    Made by `series`, which checks it.
    """

    time: FloatArray
    """(n,) days, strictly increasing."""
    y: FloatArray
    """(n,) the outcome on its own scale; NaN is missing."""
    active: FloatArray
    """(n,) 1 active, 0 comparator; also where the outcome is missing."""
    period: IntArray
    """(n,) the period a row belongs to, 1, 2, 3, …; never decreasing."""
    covariates: FloatArray
    """(n, q) what was measured before the treatment of that row; q may be 0."""

    @property
    def observed(self) -> BoolArray:
        """(n,) where there is an outcome."""
        return ~np.isnan(self.y)

    @property
    def arms(self) -> tuple[int, int]:
        """How many outcomes there are on active and on comparator."""
        seen = self.observed
        return int(np.sum(seen & (self.active > 0.5))), int(np.sum(seen & (self.active <= 0.5)))

    def with_y(self, y: FloatArray) -> Series:
        """The same trial with other outcomes."""
        return msgspec.structs.replace(self, y=y)

    def where(self, kept: BoolArray) -> Series:
        """The same trial with the other outcomes taken as missing; the calendar stays."""
        return self.with_y(np.where(kept, self.y, np.nan))


def series(
    y: ArrayLike,
    active: ArrayLike,
    time: ArrayLike | None = None,
    period: ArrayLike | None = None,
    covariates: ArrayLike | None = None,
) -> Series:
    """Check the arrays of a trial and put them in order of time.

    Args:
        y: (n,) outcomes; NaN where missing.
        active: (n,) 1 active, 0 comparator.
        time: (n,) days; 0, 1, 2, … where not given.
        period: (n,) numbers of periods in order of time; runs of equal treatment where not given.
        covariates: (n, q) finite numbers.

    Raises:
        BadInput: every problem at once: lengths, infinite values, twin times, a treatment that is neither 0 nor 1.
    """
    outcome, treatment = np.asarray(y, float).ravel(), np.asarray(active, float).ravel()
    n = len(outcome)
    when = np.arange(n, dtype=float) if time is None else np.asarray(time, float).ravel()
    extra = np.empty((n, 0)) if covariates is None else _columns(np.asarray(covariates, float), n)
    given = None if period is None else np.asarray(period)
    problems = list(_problems(outcome, treatment, when, extra, given))
    if problems:
        raise BadInput(problems)
    order = np.argsort(when, kind="stable")
    when, outcome, treatment, extra = when[order], outcome[order], treatment[order], extra[order]
    if np.any(np.diff(when) < TWIN):
        raise refuse(
            Text("time", "tid"),
            "The same time stands in two rows. Keep one of them; nothing was counted twice.",
            "Samma tid står på två rader. Behåll en av dem; inget räknades dubbelt.",
        )
    numbered = runs(treatment) if given is None else _in_order(given[order])
    return Series(when, outcome, treatment, numbered, extra)


def _columns(covariates: FloatArray, n: int) -> FloatArray:
    """(n, q), or as they came where they do not have n rows."""
    return covariates.reshape(n, -1) if n and len(covariates) == n else covariates


def _problems(
    y: FloatArray, active: FloatArray, time: FloatArray, extra: FloatArray, period: ArrayLike | None
) -> list[Problem]:
    found: list[Problem] = []

    def add(en_where: str, sv_where: str, en: str, sv: str) -> None:
        found.append(Problem(Text(en_where, sv_where), Text(en, sv)))

    n = len(y)
    if n == 0:
        add("outcome", "utfall", "There is no row at all.", "Det finns ingen rad alls.")
    if n > MOST_ROWS:
        add(
            "outcome",
            "utfall",
            f"There are {n} rows; one person's trial has at most {MOST_ROWS}.",
            f"Det finns {n} rader; en persons försök har högst {MOST_ROWS}.",
        )
    lengths = {len(active), len(time), len(extra), n if period is None else len(np.asarray(period).ravel())}
    if lengths != {n}:
        add("rows", "rader", "The columns differ in length.", "Kolumnerna är olika långa.")
        return found
    if np.any(np.abs(y) > LARGEST):
        add("outcome", "utfall", "A value is infinite, or too large.", "Ett värde är oändligt, eller för stort.")
    if period is not None and _missing(np.asarray(period)):
        add("period", "period", "Every row needs a period.", "Varje rad behöver en period.")
    if not np.all(np.isin(active, (0.0, 1.0))):
        add(
            "treatment",
            "behandling",
            "Every row needs a treatment: 1 active or 0 comparator, also where the outcome is missing.",
            "Varje rad behöver en behandling: 1 aktiv eller 0 jämförelse, också där utfallet saknas.",
        )
    if not np.all(np.isfinite(time)):
        add("time", "tid", "Every row needs a time.", "Varje rad behöver en tid.")
    if not np.all(np.abs(extra) < LARGEST):
        add("covariates", "kovariater", "A covariate is missing or infinite.", "En kovariat saknas eller är oändlig.")
    return found


def _missing(period: ArrayLike) -> bool:
    """Whether a row has no period: a missing one is not itself, and would be taken for one period after the other."""
    labels = np.asarray(period).ravel()
    return any(each is None or each != each or each == "" for each in labels.tolist())  # noqa: PLR0124  # NaN is not itself


def runs(active: FloatArray) -> IntArray:
    """(n,) the periods as runs of equal treatment.

    >>> runs(np.array([0.0, 0.0, 1.0, 0.0])).tolist()
    [1, 1, 2, 3]
    """
    changes = np.concatenate([[True], active[1:] != active[:-1]]) if len(active) else np.empty(0, bool)
    return np.cumsum(changes).astype(np.int64)


def _in_order(given: ArrayLike) -> IntArray:
    """Periods numbered 1, 2, 3, … as they come; a name that comes back later is another period."""
    labels = np.asarray(given)
    changes = np.concatenate([[True], labels[1:] != labels[:-1]])
    return np.cumsum(changes).astype(np.int64)
