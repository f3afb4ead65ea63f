"""From the diary to the answer: which nights count, when it may be opened, and what a look may say."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import msgspec
import numpy as np
import pytest
from finished_trial import BEGAN, CANNOT, FIRST, MISSING, NIGHTS, ORDER, RECALLED, over, plan, stopped, whole
from sealed_examples import STOCKHOLM

from stilla.diary import chain
from stilla.diary.events import Began, Dose, Night, Opened, Started, Stopped
from stilla.diary.record import record_of
from stilla.errors import BadInput
from stilla.trial.answer import arrays, asked_of, finish, last_night, look_at, must_be_over
from stilla.trial.guessing import must_be_due
from stilla.trial.protocol import Looks
from stilla.trial.status import guesses_due, status_of

LAST = FIRST + timedelta(days=8 * NIGHTS - 1)


def test_every_night_of_the_trial_has_its_row_and_its_period():
    found = whole()
    trial, marks = arrays(found.record, found.plan, ORDER, LAST)
    assert trial.time.tolist() == list(range(8 * NIGHTS))
    assert trial.period.tolist() == list(np.repeat(np.arange(1, 9), NIGHTS))
    assert trial.active.tolist() == list(np.repeat(ORDER, NIGHTS))
    assert set(np.flatnonzero(np.isnan(trial.y))) == MISSING | {CANNOT}
    assert marks.recalled is not None
    assert set(np.flatnonzero(marks.recalled)) == RECALLED


def test_weekends_have_a_column_of_their_own():
    found = whole()
    trial, _ = arrays(found.record, found.plan, ORDER, LAST)
    days = [FIRST + timedelta(days=n) for n in range(8 * NIGHTS)]
    assert trial.covariates.ravel().tolist() == [float(day.weekday() in {5, 6}) for day in days]


def test_run_in_scores_are_no_part_of_the_comparison():
    found = whole()
    assert found.finished.answer.n.rows == 8 * NIGHTS
    assert min(found.record.nights) == BEGAN < FIRST


def test_capsules_noted_as_taken_are_the_treatment_only_in_active_periods():
    found = whole()
    _, marks = arrays(found.record, found.plan, ORDER, LAST)
    assert marks.taken is not None
    assert marks.taken[5] == 0.0  # active, and noted as not taken
    assert marks.taken[0] == 1.0
    assert marks.taken[NIGHTS] == 0.0  # placebo, taken
    assert np.isnan(marks.taken[min(MISSING)])


def test_the_question_is_the_sealed_one():
    of = plan()
    asked = asked_of(of)
    assert (asked.mid, asked.priors, asked.thresholds) == (of.mid, of.priors, of.thresholds)


def test_a_trial_stopped_in_the_morning_counts_the_night_before():
    found = stopped()
    assert found.finished.last == FIRST
    assert found.finished.ended_early
    assert found.finished.stopped_for_harm
    assert found.finished.answer.verdict == "not_settled"


def test_a_stop_in_the_evening_does_not_count_the_night_that_was_not_slept():
    of = plan()
    events: list = []
    for moment, body in (
        (datetime(2026, 11, 23, 6, tzinfo=UTC), Began("legs", "en", BEGAN)),
        (datetime(2026, 12, 6, 18, tzinfo=UTC), Started(FIRST, of.digest, "ab" * 32, of.made, "go", 8, NIGHTS)),
        (datetime(2026, 12, 7, 6, tzinfo=UTC), Night(date(2026, 12, 7), score=4)),
        (datetime(2026, 12, 8, 19, tzinfo=UTC), Stopped("wish")),
    ):
        events.append(chain.append(events, body, moment, STOCKHOLM))
    assert last_night(record_of(events), events, STOCKHOLM) == date(2026, 12, 8)


def test_it_is_not_opened_before_the_last_morning():
    record = whole().record
    with pytest.raises(BadInput, match="1 nights are left"):
        must_be_over(record, LAST - timedelta(days=1))
    must_be_over(record, LAST)


def test_a_stopped_trial_may_be_opened():
    must_be_over(stopped().record, FIRST)


def test_an_opening_on_the_last_morning_is_not_early_and_one_before_is():
    found = whole()

    def opened_at(moment: datetime) -> bool:
        events: list = []
        for each in (Began("legs", "en", BEGAN), Started(FIRST, "", "", BEGAN, "go", 8, NIGHTS)):
            events.append(chain.append(events, each, datetime(2026, 11, 23, 6, tzinfo=UTC), STOCKHOLM))
        events.append(chain.append(events, Opened("helper", "over"), moment, STOCKHOLM))
        return finish(found.record, events, found.plan, ORDER, STOCKHOLM).opened_early

    morning = datetime(LAST.year, LAST.month, LAST.day, 7, tzinfo=UTC)
    assert not opened_at(morning)
    assert opened_at(morning - timedelta(days=1))


def test_a_look_says_one_word_and_only_where_the_plan_has_one():
    found = whole()
    with_looks = msgspec.structs.replace(found.plan, looks=Looks((4, 6)))
    assert look_at(found.record, with_looks, ORDER, 4) == "continue"
    with pytest.raises(BadInput, match="4, 6"):
        look_at(found.record, with_looks, ORDER, 5)
    with pytest.raises(BadInput, match="The plan looks"):
        look_at(found.record, found.plan, ORDER, 4)


def test_a_look_before_its_period_is_over_is_refused():
    early = over(nights=3 * NIGHTS)
    with_looks = msgspec.structs.replace(early.plan, looks=Looks((4, 6)))
    with pytest.raises(BadInput, match="Period 4 is not over"):
        look_at(early.record, with_looks, ORDER, 4)


def test_the_helper_sees_harm_when_there_is_harm():
    of = plan(looks=Looks((4,), harm=0.95))
    events: list = []
    stream = np.random.default_rng(3)
    events.append(chain.append(events, Began("legs", "en", BEGAN), datetime(2026, 11, 23, 6, tzinfo=UTC), STOCKHOLM))
    started = Started(FIRST, of.digest, "ab" * 32, of.made, "go", 8, NIGHTS)
    events.append(chain.append(events, started, datetime(2026, 12, 6, 18, tzinfo=UTC), STOCKHOLM))
    for n in range(4 * NIGHTS):
        day = FIRST + timedelta(days=n)
        score = int(np.clip(round(3 + 4 * ORDER[n // NIGHTS] + stream.normal()), 0, 10))
        moment = datetime(day.year, day.month, day.day, 6, tzinfo=UTC)
        events.append(chain.append(events, Night(day, score=score), moment, STOCKHOLM))
        events.append(chain.append(events, Dose(day, "yes"), moment, STOCKHOLM))
    assert look_at(record_of(events), of, ORDER, 4) == "stop-harm"


def ending(*bodies: tuple[datetime, object]):
    """The record of a trial that ended in the middle, and its entries."""
    of = plan()
    events: list = []
    for moment, body in (
        (datetime(2026, 11, 23, 6, tzinfo=UTC), Began("legs", "en", BEGAN)),
        (datetime(2026, 12, 6, 18, tzinfo=UTC), Started(FIRST, of.digest, "ab" * 32, of.made, "go", 8, NIGHTS)),
        *bodies,
    ):
        events.append(chain.append(events, body, moment, STOCKHOLM))
    return record_of(events), events


def test_after_an_emergency_opening_the_trial_is_over_and_no_later_night_counts():
    opened = (datetime(2027, 1, 3, 7, tzinfo=UTC), Opened("Dr", "fainted", emergency=True))
    record, events = ending(opened, (datetime(2027, 1, 3, 7, 1, tzinfo=UTC), Stopped("person")))
    assert last_night(record, events, STOCKHOLM) == date(2027, 1, 3)
    must_be_over(record, date(2027, 1, 3))
    alone, _ = ending(opened)
    must_be_over(alone, date(2027, 1, 3))
    assert finish(record, events, plan(), ORDER, STOCKHOLM).opened_early


def test_no_guess_is_asked_of_periods_that_never_were():
    second = FIRST + timedelta(days=NIGHTS + 1)
    record, _ = ending((datetime(second.year, second.month, second.day, 7, tzinfo=UTC), Stopped("person")))
    months = LAST + timedelta(days=60)
    assert guesses_due(record, months) == (1,)
    must_be_due(record, 2, months)
    with pytest.raises(BadInput, match="not over"):
        must_be_due(record, 3, months)
    found = status_of(record, months)
    assert found.period == 2
    assert found.trial.expected == NIGHTS + 2


def test_a_look_needs_a_trial_that_runs():
    with_looks = plan(looks=Looks((4,)))
    early = record_of(ending()[1][:1])
    with pytest.raises(BadInput, match="not started"):
        look_at(early, with_looks, ORDER, 4)
    with pytest.raises(BadInput, match="over already"):
        look_at(stopped().record, with_looks, ORDER, 4)
