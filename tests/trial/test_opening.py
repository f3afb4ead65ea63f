"""What the diary says of an opening, and which sentences go with an answer."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import msgspec
import pytest
from finished_trial import FIRST, NIGHTS, ORDER, over, plan, stopped, whole
from sealed_examples import STOCKHOLM

from stilla.analysis.blinding import Guess, blinding
from stilla.diary import chain
from stilla.diary.events import Answered, Began, Look, Opened, Started, Stopped
from stilla.errors import BadInput
from stilla.knowledge.store import load
from stilla.text import Text
from stilla.trial import opening
from stilla.trial.protocol import Looks
from stilla.trial.said import LIKELY, says, sentences

LAST = FIRST + timedelta(days=8 * NIGHTS - 1)


def diary(*bodies):
    events = []
    for body in (Began("legs", "en", FIRST), Started(FIRST, "", "", FIRST, "go", 8, NIGHTS), *bodies):
        events.append(chain.append(events, body, datetime(2026, 12, 6, 18, tzinfo=UTC), STOCKHOLM))
    return events


def ids(answer, *, blinded=True, own=True):
    return [each.id for each in says(answer, load(), blinded=blinded, own=own)]


def test_an_opening_is_entered_once_and_an_emergency_is_another():
    assert opening.opened(diary(), "Maria  Ek") == (Opened("Maria Ek", "the trial is over"),)
    assert opening.opened(diary(Opened("Maria", "the trial is over")), "Maria") == ()
    assert opening.opened(diary(Opened("Karin", "fainted", emergency=True)), "Maria") != ()


def test_the_same_answer_is_entered_once_and_another_one_again():
    first = Answered("helps", "ab" * 32)
    assert opening.answered(diary(first), "helps", "ab" * 32) == ()
    assert opening.answered(diary(first), "helps", "cd" * 32) == (Answered("helps", "cd" * 32),)


def test_every_period_is_guessed_before_it_is_opened():
    noon = datetime(LAST.year, LAST.month, LAST.day, 12, tzinfo=UTC)
    with pytest.raises(BadInput, match="First guess what these periods were: 1, 2, 3, 4, 5, 6, 7, 8"):
        opening.must_be_ready(diary(), noon, STOCKHOLM, without_guesses=False)
    opening.must_be_ready(diary(), noon, STOCKHOLM, without_guesses=True)
    with pytest.raises(BadInput, match="nights are left"):
        opening.must_be_ready(diary(), noon - timedelta(days=9), STOCKHOLM, without_guesses=True)


def test_a_look_is_made_once_and_harm_stops(monkeypatch):
    of = plan(looks=Looks((4,)))
    monkeypatch.setattr(opening, "look_at", lambda *_: "stop-harm")
    assert opening.looked(diary(), of, ORDER, 4) == (
        "stop-harm",
        (Look(4, "stop-harm"), Stopped("look-harm", by="helper")),
    )
    assert opening.looked(diary(Look(4, "continue")), of, ORDER, 4) == ("continue", ())


def test_a_clear_answer_says_its_verdict_and_no_more():
    found = msgspec.structs.replace(whole().finished.answer, verdict="helps", p_harm=0.001, blinding=None)
    assert ids(found) == ["trial-helps", "trial-one-person"]
    assert ids(found, own=False) == ["trial-helps-any", "trial-one-person"]
    assert ids(found, blinded=False) == ["trial-helps", "trial-open", "trial-one-person"]


@pytest.mark.parametrize(("harm", "said"), [(LIKELY, True), (LIKELY - 0.001, False)])
def test_likely_harm_is_said_whatever_the_verdict(harm, said):
    found = msgspec.structs.replace(whole().finished.answer, verdict="not_enough", p_harm=harm, blinding=None)
    assert ("trial-rather-worse" in ids(found)) is said


def test_a_likely_benefit_under_the_limit_is_said_only_where_nothing_is_settled():
    found = msgspec.structs.replace(whole().finished.answer, p_benefit=0.95, p_harm=0.05, blinding=None)
    assert "trial-rather-better" in ids(msgspec.structs.replace(found, verdict="not_settled"))
    assert "trial-rather-better" not in ids(msgspec.structs.replace(found, verdict="not_enough"))


def test_with_too_little_neither_harm_nor_benefit_is_said():
    found = msgspec.structs.replace(
        whole().finished.answer, too_little=(Text("few", "få"),), verdict="not_settled", p_harm=0.99, blinding=None
    )
    assert ids(found) == ["trial-too-little", "trial-one-person"]


def test_guesses_that_were_right_are_said():
    right = [Guess(k + 1, bool(arm), ("comparator", "active")[arm], 90) for k, arm in enumerate(ORDER)]
    held = blinding(right, whole().plan.design, ORDER)
    found = msgspec.structs.replace(whole().finished.answer, blinding=held)
    assert "trial-not-blind" in ids(found)


def test_a_stop_for_harm_is_said_first_and_decides_what_to_do():
    found = stopped()
    said = [each.id for each in sentences(found.finished, found.plan, load())]
    assert said[0] == "trial-stopped-harm"
    assert "trial-stopped-early" in said
    assert said[-1] == "trial-then-worse"


def test_a_stop_by_wish_is_early_and_no_harm():
    found = over(nights=2 * NIGHTS, stop=Stopped("person"))
    said = [each.id for each in sentences(found.finished, found.plan, load())]
    assert "trial-stopped-harm" not in said
    assert said[-1] == f"trial-then-{found.finished.answer.verdict.replace('_', '-')}"
