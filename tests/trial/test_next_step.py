"""Exactly one thing to do at every moment of a trial; and how far it is, never how it is going."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stilla.diary.events import (
    Answered,
    Complaint,
    Dose,
    Guess,
    Medicine,
    Night,
    Opened,
    Paused,
    Resumed,
    Stopped,
)
from stilla.diary.nights import night_of
from stilla.errors import BadInput
from stilla.trial.guessing import must_be_due
from stilla.trial.next_step import Folder, next_step
from stilla.trial.run_in import best_window, run_in_mean
from stilla.trial.status import status_of
from trial.trial_diaries import FIRST, STOCKHOLM, TRIAL, began, kept, morning, run_in, started

EVERYTHING = Folder(protocol=True, commitment=True)


def step(record, moment, folder=EVERYTHING):
    return next_step(record, moment, STOCKHOLM, folder)


def night(n: int, **fields) -> Night:
    return Night(TRIAL + timedelta(days=n), **({"score": 4} | fields))


def answered(count: int):
    return [night(n) for n in range(count)]


def test_with_nothing_written_it_begins():
    assert step(kept(), morning(FIRST)).do == "begin"


def test_this_morning_comes_first_and_then_the_nights_left():
    record = kept(run_in(nights=5))
    assert step(record, morning(date(2026, 11, 6))).do == "log"
    found = step(record, morning(date(2026, 11, 5)))
    assert (found.do, found.left) == ("run-in", 9)


@pytest.mark.parametrize(
    ("folder", "do"),
    [(Folder(), "protocol"), (Folder(protocol=True), "helper"), (EVERYTHING, "start")],
)
def test_after_the_run_in_each_file_has_its_step(folder, do):
    assert step(kept(run_in()), morning(date(2026, 11, 14)), folder).do == do


def test_the_evening_has_the_bag_of_the_coming_nights_period():
    record = kept(run_in(), started(), answered(4))
    last_of_first = morning(TRIAL + timedelta(days=3))
    assert (step(record, last_of_first).do, step(record, last_of_first).period) == ("capsules", 1)
    record = kept(run_in(), started(), answered(5), Guess(1, "unsure", 50))
    found = step(record, morning(TRIAL + timedelta(days=4), 21))
    assert (found.do, found.period, found.night) == ("capsules", 2, TRIAL + timedelta(days=5))


def test_in_the_small_hours_it_is_still_the_night_that_has_begun():
    record = kept(run_in(), started(), answered(4))
    found = step(record, morning(TRIAL + timedelta(days=4), 0, 30))
    assert (found.do, found.period, found.night) == ("capsules", 1, TRIAL + timedelta(days=4))


def test_a_guess_is_due_when_the_period_is_over_and_before_going_on():
    record = kept(run_in(), started(), answered(5))
    over = morning(TRIAL + timedelta(days=4))
    assert (step(record, over).do, step(record, over).period) == ("guess", 1)
    assert step(kept(run_in(), started(), answered(5), Guess(1, "active", 80)), over).do == "capsules"


def test_before_the_first_night_it_waits():
    later = msgspec.structs.replace(started(), first_night=TRIAL + timedelta(days=3))
    record = kept(run_in(nights=15), later)
    found = step(record, morning(TRIAL))
    assert (found.do, found.night) == ("wait", TRIAL + timedelta(days=3))


def test_the_end_asks_for_the_answer_after_the_last_morning_and_guess():
    whole = kept(run_in(), started(2, 3), answered(5), Guess(1, "unsure", 50))
    last = morning(TRIAL + timedelta(days=5))
    assert step(whole, last).do == "log"
    whole = kept(run_in(), started(2, 3), answered(6), Guess(1, "unsure", 50))
    assert step(whole, last).do == "guess"
    done = kept(run_in(), started(2, 3), answered(6), Guess(1, "unsure", 50), Guess(2, "unsure", 50))
    assert step(done, last).do == "answer"
    long_after = kept(run_in(), started(2, 3), answered(4), Guess(1, "unsure", 50), Guess(2, "unsure", 50))
    assert step(long_after, morning(TRIAL + timedelta(days=60))).do == "answer"


@pytest.mark.parametrize(
    ("bodies", "do"),
    [
        ([Paused("person")], "resume"),
        ([Paused("medicine", by="rule")], "check"),
        ([Paused("medicine", by="rule"), Resumed("checked")], "capsules"),
        ([Stopped("fainting", by="rule")], "stopped"),
        ([Opened("helper", "accident", emergency=True)], "stopped"),
        ([Answered("helps", "c" * 64)], "answered"),
    ],
)
def test_what_has_happened_decides(bodies, do):
    assert step(kept(run_in(), started(), answered(2), bodies), morning(TRIAL + timedelta(days=1))).do == do


BODIES = st.lists(
    st.one_of(
        st.integers(0, 25).map(night),
        st.integers(0, 25).map(lambda n: Dose(TRIAL + timedelta(days=n), "yes")),
        st.sampled_from([Paused("ill", by="rule"), Paused("person"), Resumed("normal"), Stopped("x"),
                         Guess(1, "unsure", 50), Medicine(TRIAL, "X"), Complaint(TRIAL, "fever"), Opened("a", "b")]),
    ),
    max_size=30,
)  # fmt: skip


@settings(max_examples=200)
@given(BODIES, st.integers(-10, 60), st.integers(0, 23), st.booleans())
def test_there_is_always_exactly_one_step_with_its_gaps_filled(knowledge, bodies, days, hour, begun):
    moment = datetime(2026, 11, 15, hour, tzinfo=UTC) + timedelta(days=days)
    record = kept(run_in(), *([started()] if begun else []), bodies)
    found = step(record, moment)
    text = knowledge.advice(found.text).en
    for gap in ("night", "period", "left"):
        assert ("{" + gap + "}" in text) is (getattr(found, gap) is not None) or found.do == "capsules"
    if found.do == "capsules":
        assert record.period(found.night) == found.period
        assert found.night >= night_of(moment, STOCKHOLM)
        assert record.pause is None
        assert record.stopped is None


def test_the_night_after_the_last_has_no_bag():
    """Where the zone leaves out the last date, the evening before it is the end."""
    late = msgspec.structs.replace(started(1, 2), first_night=date(2011, 12, 29))
    apia = ZoneInfo("Pacific/Apia")
    record = kept(began(), late, Night(date(2011, 12, 29), score=4), first=datetime(2011, 12, 1, tzinfo=UTC))
    found = next_step(record, datetime(2011, 12, 29, 20, tzinfo=apia), apia, EVERYTHING)
    assert found.do == "answer"


def test_status_counts_what_is_there_and_what_is_missing():
    record = kept(
        run_in(), started(4, 5), night(0), night(1, recalled=True), night(3, score=None, cannot=True),
        Dose(TRIAL, "yes"), Dose(TRIAL + timedelta(days=1), "late"), Dose(TRIAL + timedelta(days=3), "no"),
    )  # fmt: skip
    found = status_of(record, TRIAL + timedelta(days=5))
    assert msgspec.structs.astuple(found.trial) == (6, 1, 1, 1, 3)
    assert msgspec.structs.astuple(found.adherence) == (6, 1, 1, 1, 3)
    assert msgspec.structs.astuple(found.run_in) == (14, 14, 0, 0, 0)
    assert (found.state, found.period, found.periods, found.mornings_left) == ("running", 2, 4, 14)
    assert found.guesses_due == (1,)


def test_status_before_the_start_and_with_nothing():
    assert status_of(kept(), TRIAL).run_in.expected == 0
    found = status_of(kept(began(), Night(FIRST, score=1)), FIRST + timedelta(days=2))
    assert msgspec.structs.astuple(found.run_in) == (3, 1, 0, 0, 2)
    assert found.trial is None
    assert found.run_in_left == 11
    waiting = status_of(kept(run_in(), started()), TRIAL - timedelta(days=1))
    assert waiting.mornings_left == 20
    assert waiting.period is None


@given(st.lists(st.integers(0, 10), min_size=12, max_size=12), st.lists(st.integers(0, 10), min_size=12, max_size=12))
def test_status_is_the_same_whatever_the_scores_are(one, other):
    """Nothing by arm, no mean, no trend: two diaries that differ only in their scores look alike."""

    def seen(scores):
        record = kept(run_in(), started(4, 3), [night(n, score=score) for n, score in enumerate(scores)])
        return status_of(record, TRIAL + timedelta(days=11))

    assert seen(one) == seen(other)


class TestGuess:
    record = kept(run_in(), started(4, 5))

    @pytest.mark.parametrize(
        ("bodies", "period", "days", "says"),
        [
            ([], 1, 3, "not over"),
            ([], 5, 30, "no such period"),
            ([Guess(1, "active", 80)], 1, 6, "has been guessed"),
            ([Opened("a", "b")], 1, 6, "too late"),
            ([Stopped("x")], 2, 3, "not over"),
        ],
    )
    def test_a_guess_that_is_not_due_is_refused(self, bodies, period, days, says):
        with pytest.raises(BadInput, match=says):
            must_be_due(kept(run_in(), started(4, 5), bodies), period, TRIAL + timedelta(days=days))

    def test_a_guess_is_due_from_the_last_morning_of_the_period_or_the_stop(self):
        must_be_due(self.record, 1, TRIAL + timedelta(days=4))
        third = TRIAL + timedelta(days=2)
        must_be_due(kept(run_in(), started(4, 5), Stopped("x"), first=morning(third)), 1, third)


def test_the_best_fourteen_nights_are_the_run_in():
    bodies = [began(), *(Night(FIRST + timedelta(days=n), score=n % 5) for n in range(10, 24))]
    window = best_window(kept(bodies), FIRST + timedelta(days=23))
    assert (window.first, window.answered, window.complete) == (FIRST + timedelta(days=10), 14, True)
    assert window.nights_a_week == pytest.approx(7 * 11 / 14)


def test_the_mean_of_the_run_in_is_of_the_nights_before_the_trial():
    assert run_in_mean(kept(run_in(5), started(), night(0, score=10))) == 5
    assert run_in_mean(kept(run_in(5))) is None
