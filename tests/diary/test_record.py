"""The log folded: the first answer stands, a replaced one is kept, missing stays missing."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stilla.diary.chain import following
from stilla.diary.events import (
    Answered,
    Began,
    Complaint,
    Dose,
    Guess,
    Medicine,
    Night,
    Opened,
    Paused,
    Resumed,
    Started,
    Stopped,
    Weekly,
)
from stilla.diary.record import placed, record_of
from stilla.errors import BadInput

STOCKHOLM = ZoneInfo("Europe/Stockholm")
FIRST = date(2026, 11, 1)
BEGAN = Began("", "sv", FIRST)
STARTED = Started(date(2026, 11, 16), "a" * 64, "b" * 64, FIRST, "go", periods=2, nights=3)


def folded(*bodies):
    return record_of(following((), bodies, datetime(2026, 11, 22, 7, tzinfo=STOCKHOLM), STOCKHOLM))


def night(n: int) -> date:
    return FIRST + timedelta(days=n)


def test_a_second_answer_that_replaces_nothing_does_not_stand():
    record = folded(BEGAN, Night(night(0), score=3), Night(night(0), score=9))
    assert record.nights[night(0)].entry.score == 3
    assert record.disregarded == (3,)


def test_a_replaced_answer_is_kept_under_the_new_one():
    record = folded(
        BEGAN, Night(night(0), score=3), Night(night(0), score=9, replaces=2), Night(night(0), cannot=True, replaces=3)
    )
    standing = record.nights[night(0)]
    assert standing.entry.cannot
    assert standing.entry.score is None
    assert [each.score for each in standing.earlier] == [3, 9]
    assert record.disregarded == ()


def test_a_replacement_of_something_else_does_not_stand():
    record = folded(BEGAN, Night(night(0), score=3), Night(night(0), score=9, replaces=1))
    assert record.nights[night(0)].entry.score == 3
    record = folded(BEGAN, Night(night(0), score=9, replaces=1))
    assert record.nights == {}


def test_a_night_without_an_entry_is_not_there_and_never_zero():
    record = folded(BEGAN, Night(night(0), score=0), Night(night(2), cannot=True))
    assert night(1) not in record.nights
    assert record.nights[night(0)].entry.score == 0
    assert record.nights[night(2)].entry.score is None


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 10), st.booleans()), max_size=30))
def test_the_fold_agrees_with_a_plain_dictionary(said):
    """Entered through `placed`, every refused twin leaves what stood; every replacement is on top, the old below."""
    bodies: list = [BEGAN]
    plain: dict = {}
    for n, score, replace in said:
        record = folded(*bodies)
        try:
            bodies.append(placed(Night(night(n), score=score), record, replace=replace, why="x"))
        except BadInput:
            assert night(n) in plain
            assert not replace
            continue
        plain.setdefault(night(n), []).append(score)
    record = folded(*bodies)
    kept = {day: [*(old.score for old in each.earlier), each.entry.score] for day, each in record.nights.items()}
    assert kept == plain
    assert record.disregarded == ()
    assert list(record.nights) == sorted(record.nights)


@pytest.mark.parametrize("body", [Night(night(0), score=3), Dose(night(0), "yes"), Weekly(night(0), 20)])
def test_a_twin_is_refused_unless_it_is_to_replace(body):
    record = folded(BEGAN, body)
    with pytest.raises(BadInput, match="entry already"):
        placed(body, record, replace=False)
    assert placed(body, record, replace=True, why="slip").replaces == 2


def test_the_states_of_a_trial():
    before, during = night(0), night(15)
    assert folded().state(before) == "empty"
    assert folded(BEGAN).state(before) == "run-in"
    running = (BEGAN, STARTED)
    assert folded(*running).state(during) == "running"
    assert folded(*running, Paused("ill")).state(during) == "paused"
    assert folded(*running, Paused("ill"), Resumed("normal")).state(during) == "running"
    assert folded(*running, Stopped("fever")).state(during) == "stopped"
    assert folded(*running, Opened("helper", "emergency", emergency=True)).state(during) == "stopped"
    assert folded(*running).state(night(20)) == "over"
    assert folded(*running, Answered("helps", "c" * 64)).state(night(20)) == "answered"


def test_periods_begin_at_the_first_night_and_end_with_the_design():
    record = folded(BEGAN, STARTED)
    assert record.last_night == night(20)
    assert [record.period(night(n)) for n in (14, 15, 17, 18, 20, 21)] == [0, 1, 1, 2, 2, None]


def test_pauses_open_and_close_and_what_cannot_be_is_listed():
    record = folded(BEGAN, STARTED, Resumed("x"), Paused("a"), Paused("b"), Resumed("c"))
    assert [each.why for each in record.pauses] == ["a"]
    assert record.pause is None
    assert record.disregarded == (3, 5)


def test_the_first_guess_and_the_first_start_stand():
    record = folded(BEGAN, STARTED, STARTED, Guess(1, "active", 90), Guess(1, "comparator", 10))
    assert record.guesses[1].guess == "active"
    assert record.disregarded == (3, 5)


def test_complaints_and_medicines_are_all_kept():
    record = folded(BEGAN, Complaint(night(0), "nausea"), Complaint(night(0), "nausea"), Medicine(night(0), "X"))
    assert len(record.complaints) == 2
    assert record.medicines[0].entry.name == "X"
