"""An invented trial that is over: diary, plan, order and answer, for the tests of reports and summaries."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from stilla.analysis.design import Design
from stilla.analysis.priors import Priors
from stilla.analysis.sensitivity import KINDS
from stilla.diary import chain
from stilla.diary.events import Amended, Began, Complaint, Dose, Guess, Night, Paused, Resumed, Started, Stopped, Weekly
from stilla.diary.record import Record, record_of
from stilla.trial.answer import Finished, finish
from stilla.trial.protocol import Outcome, Protocol, Scale
from trial.sealed_examples import STOCKHOLM, protocol

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stilla.diary.events import Event

BEGAN = date(2026, 11, 23)
FIRST = BEGAN + timedelta(days=14)
ORDER = (1, 0, 0, 1, 0, 1, 1, 0)
NIGHTS = 14
# Nights of the trial, from 0: what is the matter with them.
MISSING = frozenset({20, 21, 75})
CANNOT = 30
RECALLED = frozenset({44, 45})
NOT_TAKEN = frozenset({5, 100})
LOOSE = {2: 1, 3: 2, 70: 1}
NAUSEA = 25
ILL_FROM, ILL_FOR = 50, 3

Said = tuple[date, int, Any]
"""The day and the hour of an entry, and what it says."""


class Over(NamedTuple):
    plan: Protocol
    record: Record
    finished: Finished


def plan(**changes: Any) -> Protocol:
    """Two half-lives instead of five: the same code in less time."""
    few = {"half_lives": (0.0, 3.0), "half_life_weights": (0.6, 0.4)}
    values = {
        "design": Design("balanced", 8, NIGHTS),
        "scale": Scale(1.5, "run-in", 14),
        "priors": Priors(scale=1.5, centre=5.0, **few),
        "outcome": Outcome(words="the crawling in my legs"),
        "secondary": (Outcome(words="Tired"), Outcome(words="mood")),
        "sensitivity": KINDS[:-1],
    }
    return protocol(**(values | changes))


def _before(of: Protocol, rng: np.random.Generator) -> Iterator[Said]:
    yield BEGAN, 7, Began(of.outcome.words, "en", BEGAN)
    for n in range(14):
        day = BEGAN + timedelta(days=n)
        yield day, 7, Night(day, score=_score(6, rng))
    week = BEGAN + timedelta(days=7)
    yield week, 8, Weekly(week, 22)
    yield FIRST - timedelta(days=3), 8, Complaint(FIRST - timedelta(days=3), "headache", 2)
    eve = FIRST - timedelta(days=1)
    design = of.design
    yield eve, 19, Started(FIRST, of.digest, "ab" * 32, of.made, "go", design.periods, design.nights)
    yield eve, 19, Amended("few-symptoms", "asked for at the start")


def _night(n: int, rng: np.random.Generator) -> Iterator[Said]:
    day, period = FIRST + timedelta(days=n), n // NIGHTS + 1
    on = ORDER[period - 1]
    score = _score(6 - 2 * on, rng)
    if n == CANNOT:
        yield day, 7, Night(day, cannot=True)
    elif n not in MISSING:
        yield day, 7, Night(day, score=score, recalled=n in RECALLED, own={"tired": 2.0 + 3 * on})
        yield day, 7, Dose(day, "no" if n in NOT_TAKEN else "yes")
    if n in LOOSE:
        yield day, 8, Complaint(day, "loose-stools", LOOSE[n])
    if n == NAUSEA:
        yield day, 8, Complaint(day, "nausea", 1)
    if n == ILL_FROM:
        yield day, 8, Paused("ill", by="rule")
    if n == ILL_FROM + ILL_FOR:
        yield day, 8, Resumed("normal")
    if (n + 1) % NIGHTS == 0:
        yield day, 9, Guess(period, "active" if on else "unsure", 60)


def _score(mean: float, rng: np.random.Generator) -> int:
    return int(np.clip(round(mean + 1.2 * rng.standard_normal()), 0, 10))


def over(of: Protocol | None = None, *, nights: int | None = None, stop: Stopped | None = None) -> Over:
    """The trial after so many of its nights, stopped in the morning of the last one where it was stopped."""
    of, rng = of or plan(), np.random.default_rng(7)
    whole = of.design.periods * of.design.nights if nights is None else nights
    said = [*_before(of, rng), *(each for n in range(whole) for each in _night(n, rng))]
    if stop is not None:
        said.append((FIRST + timedelta(days=whole - 1), 10, stop))
    events: list[Event] = []
    for day, hour, body in sorted(said, key=lambda each: each[:2]):
        moment = datetime(day.year, day.month, day.day, hour - 1, 30, tzinfo=UTC)
        events.append(chain.append(events, body, moment, STOCKHOLM))
    record = record_of(events)
    assert not record.disregarded
    return Over(of, record, finish(record, events, of, ORDER, STOCKHOLM))


@lru_cache(maxsize=1)
def whole() -> Over:
    """The trial that ran its course, computed once."""
    return over()


@lru_cache(maxsize=1)
def stopped() -> Over:
    """The trial that a rule ended after its first night."""
    return over(nights=1, stop=Stopped("worse", by="rule"))
