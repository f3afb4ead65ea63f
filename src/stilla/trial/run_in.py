"""The run-in: fourteen nights before anything is taken, enough of them answered, with legs restless enough to judge."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from stilla.diary.record import Record

NIGHTS = 14
"""Consecutive nights of the run-in (trial facts, RLS facts 8.5)."""

ANSWERED = 11
"""Of these, nights with a score that was written down in time."""

SYMPTOM_NIGHTS_A_WEEK = 4
LEAST_MEAN = 3
"""Below these there is no room to get better (floor effect)."""

LATEST = timedelta(days=30)
"""The run-in must have ended within this time."""

_WEEK = 7


class Window(msgspec.Struct, frozen=True):
    """Fourteen nights in a row: how many were answered in time, and how restless they were.

    `nights_a_week` with a score above 0, and `mean` score, both over the answered nights; 0 where there is none.
    """

    first: date | None
    answered: int
    nights_a_week: float
    mean: float
    passed: int
    """Nights of the run-in that have been, at most fourteen."""

    @property
    def complete(self) -> bool:
        """Whether there are fourteen nights, eleven of them answered."""
        return self.passed >= NIGHTS and self.answered >= ANSWERED

    @property
    def calm(self) -> bool:
        """Whether the legs were too calm to show a difference."""
        return self.nights_a_week < SYMPTOM_NIGHTS_A_WEEK or self.mean < LEAST_MEAN

    @property
    def left(self) -> int:
        """Nights still needed, at the least."""
        return max(NIGHTS - self.passed, ANSWERED - self.answered, 0)


def best_window(record: Record, last: date) -> Window:
    """The fourteen nights with most answers, the latest of equals, ended within thirty days of `last`.

    Args:
        record: the diary; nights from the start of the trial on are no run-in.
        last: the latest night that can have been answered.
    """
    first = record.first_night
    if first is None:
        return Window(None, 0, 0.0, 0.0, 0)
    if record.started is not None:
        last = min(last, record.started.first_night - timedelta(days=1))
    passed = min((last - first).days + 1, NIGHTS)
    begins = (last - timedelta(days=back + NIGHTS - 1) for back in range(LATEST.days + 1))
    windows = [_window(record, begin, passed) for begin in begins if begin >= first]
    if not windows:
        return _window(record, first, max(passed, 0))
    return max(windows, key=lambda each: each.answered)


def _window(record: Record, first: date, passed: int) -> Window:
    nights = (first + timedelta(days=each) for each in range(NIGHTS))
    answers = (record.nights[night].entry for night in nights if night in record.nights)
    scores = [each.score for each in answers if each.score is not None and not each.recalled]
    count = len(scores)
    if not count:
        return Window(first, 0, 0.0, 0.0, passed)
    return Window(first, count, _WEEK * sum(each > 0 for each in scores) / count, sum(scores) / count, passed)


def run_in_scores(record: Record) -> list[float]:
    """Every score before the start of the trial, in order of the nights."""
    return [
        float(each.entry.score)
        for night, each in sorted(record.nights.items())
        if record.period(night) == 0 and each.entry.score is not None
    ]


def run_in_mean(record: Record) -> float | None:
    """The mean score of the run-in that a trial was started on; None where there is no score."""
    scores = [] if record.started is None else run_in_scores(record)
    return sum(scores) / len(scores) if scores else None
