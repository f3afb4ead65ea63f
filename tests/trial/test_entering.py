"""What was entered is asked about again: the same rules, and only nights that had capsules."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from stilla.diary.events import Began, Opened, Started, Stopped
from stilla.diary.record import record_of
from stilla.errors import BadInput
from stilla.interfaces.asked.morning import NOTHING, calm, enter, morning_of, says, to_do
from stilla.store.trial import TrialStore
from stilla.trial.entering import had_capsules, rules_of
from stilla.trial.noticed import OFFERED
from stilla.trial.status import is_blinded
from trial.trial_diaries import TRIAL, run_in, started

WHERE = ZoneInfo("Europe/Stockholm")
DAY = TRIAL + timedelta(days=2)
NOW = datetime(DAY.year, DAY.month, DAY.day, 7, 30, tzinfo=WHERE)


@pytest.fixture
def store(tmp_path):
    """A trial that began two days ago."""
    made = TrialStore(tmp_path / "trial")
    made.append(lambda _: [*run_in(), started()], NOW - timedelta(days=3), WHERE)
    return made


@pytest.mark.parametrize("what", [*OFFERED, "chest-pain", "pregnancy", "asthma"])
def test_what_was_called_for_can_be_read_again_afterwards(store, knowledge, what):
    said = morning_of(NOTHING | {"score": "5", "side_effect": (f"{what}:2",)}, knowledge, "en")
    added, actions = enter(store, said, (NOW, WHERE), knowledge)
    enter(store, morning_of(NOTHING | {"side_effect": ("fever",)}, knowledge, "en"), (NOW, WHERE), knowledge)
    assert rules_of(store.events(), added[0].number, added[-1].number, knowledge) == actions
    sentences = to_do(actions, knowledge)
    assert len({entry.id for _, entry in sentences}) == len(sentences)


def test_there_is_nothing_to_read_outside_the_diary(store, knowledge):
    last = len(store.events())
    assert rules_of(store.events(), 0, 1, knowledge) == ()
    assert rules_of(store.events(), last, last + 1, knowledge) == ()
    assert rules_of((), 1, 1, knowledge) == ()


def test_capsules_belong_to_the_nights_of_the_periods_that_were_not_stopped(store):
    record = store.record()
    assert record.last_night is not None
    assert not had_capsules(record, TRIAL - timedelta(days=1))
    assert had_capsules(record, TRIAL)
    assert had_capsules(record, record.last_night)
    assert not had_capsules(record, record.last_night + timedelta(days=1))
    store.append(lambda _: [Stopped("person")], NOW, WHERE)
    assert had_capsules(store.record(), DAY)
    assert not had_capsules(store.record(), DAY + timedelta(days=1))


def test_a_trial_is_blinded_from_its_start_to_its_answer(store):
    assert not is_blinded(record_of([each for each in store.events() if not isinstance(each.body, Started)]))
    assert is_blinded(store.record())
    store.append(lambda _: [Opened("doctor", "danger", emergency=True)], NOW, WHERE)
    assert is_blinded(store.record())


def test_a_morning_must_be_answered_where_it_is_asked(knowledge):
    assert morning_of(NOTHING, knowledge, "en").answer is None
    with pytest.raises(BadInput, match="one of the two"):
        morning_of(NOTHING | {"taken": "yes"}, knowledge, "en", must_answer=True)
    assert says(NOTHING) == ()


def test_what_is_said_of_entries_without_a_night_is_calm_too(store):
    word, night, late = calm(store.append(lambda _: [Stopped("person")], NOW, WHERE))
    assert (word.en, night, late) == ("Saved", None, False)
    assert isinstance(store.events()[0].body, Began)
