"""One question at a time: people answer, hesitate and mistype."""

from __future__ import annotations

from datetime import date

import click
import pytest

from stilla.findings import assess
from stilla.interfaces.cli.interview import _Interview, ask_about_legs, interview

TODAY = date(2026, 11, 22)
ENOUGH = 400
"""Prompts. More means that the interview does not end."""


@pytest.fixture
def answering(monkeypatch):
    """A person who answers by what is asked about; else "none of these", and nothing where a value is wanted."""

    def person(answers: dict[str, list[str]], otherwise: str = "0") -> list[str]:
        asked: list[str] = []
        about = [""]
        waiting = {fact: list(each) for fact, each in answers.items()}
        ask = _Interview.ask

        def asking(self, question):
            about[0] = question.fact
            ask(self, question)

        def prompt(text, **_):
            asked.append(text)
            assert len(asked) < ENOUGH
            if waiting.get(about[0]):
                return waiting[about[0]].pop(0)
            return "" if text.startswith(("Answer", "Svar", "Value", "Värde")) else otherwise

        monkeypatch.setattr(_Interview, "ask", asking)
        monkeypatch.setattr(click, "prompt", prompt)
        return asked

    return person


def test_a_healthy_woman_who_answers_everything_may_go(knowledge, answering):
    answering({"age": ["35"], "sex": ["female"]})
    read = interview(knowledge, TODAY, "en")
    assert assess(read.person, knowledge, TODAY).verdict == "go"


def test_somebody_who_knows_nothing_is_asked_each_thing_once_and_cannot_be_told(knowledge, answering):
    asked = answering({}, otherwise="")
    read = interview(knowledge, TODAY, "sv")
    assert assess(read.person, knowledge, TODAY).verdict == "unknown"
    assert len(asked) < 30


def test_wrong_words_are_asked_again(knowledge, answering):
    answering(
        {
            "age": ["two hundred", "200", "45"],
            "kidney-risks": ["1"],
            "sex": ["x", "male"],
            "egfr": ["1.000", "88umol/L 2026-10-01"],
            "danger-signs": ["9", "x", "0"],
        }
    )
    person = interview(knowledge, TODAY, "en").person
    assert (person.age, person.sex) == (45, "male")
    assert person.conditions == {"diabetes"}
    assert person.observations[0].measured == date(2026, 10, 1)


def test_medicines_come_one_a_line_until_an_empty_one(knowledge, answering):
    answering({"age": ["35"], "sex": ["male"], "medicines": ["Levaxin@07:00", "gabapentn", ""]})
    person = interview(knowledge, TODAY, "en").person
    assert [each.text for each in person.medicines] == ["Levaxin"]
    assert [each.text for each in person.unrecognised] == ["gabapentn"]
    assert person.medicines_complete


def test_a_chosen_condition_stops(knowledge, answering):
    answering({"age": ["35"], "sex": ["male"], "kidney-disease": ["3"]})
    found = assess(interview(knowledge, TODAY, "en").person, knowledge, TODAY)
    assert found.verdict in {"stop", "ask"}


@pytest.mark.parametrize(
    ("said", "likeness"),
    [("n", "no"), ("nej", "no"), ("?", "unsure"), ("jag vet inte", "unsure"), ("not sure", "unsure")],
)
def test_legs_are_asked_about_in_full(knowledge, answering, said, likeness):
    answering({}, otherwise=said)
    answers = ask_about_legs(knowledge, "sv", 12)
    assert set(answers.criteria.values()) == {likeness}
    assert answers.irls_total == 12
    assert len(answers.mimics) == 10


def test_an_emergency_ends_the_questions(knowledge, answering):
    asked = answering({}, otherwise="y")
    answers = ask_about_legs(knowledge, "en", None)
    assert len(asked) == 1
    assert "yes" in answers.red_flags.values()
    assert answers.criteria == {}


def test_a_word_that_is_neither_yes_nor_no_is_asked_again(knowledge, monkeypatch):
    said = iter(["maybe", "yes"])
    monkeypatch.setattr(click, "prompt", lambda *_, **__: next(said))
    assert "yes" in ask_about_legs(knowledge, "en", None).red_flags.values()


def test_a_danger_sign_ends_the_check_at_once(knowledge, answering):
    asked = answering({"danger-signs": ["2"]})
    found = assess(interview(knowledge, TODAY, "en").person, knowledge, TODAY)
    assert found.verdict == "stop"
    assert len(asked) == 1


def test_nothing_typed_before_is_lost_by_a_zero(knowledge, answering):
    answering({"age": ["35"], "sex": ["male"], "medicines": ["Lithionit@08:00", "0"]})
    person = interview(knowledge, TODAY, "en").person
    assert [each.text for each in person.medicines] == ["Lithionit"]


def test_a_bare_number_is_asked_back_where_it_could_be_creatinine(knowledge, answering):
    answering({"age": ["70"], "egfr": ["150 2026-11-01", "creatinine 150umol/L 2026-11-01"]})
    [observation] = interview(knowledge, TODAY, "en").person.observations
    assert observation.value.high < 60


@pytest.mark.parametrize("odd", ["²", "00", "1,²", "-1"])
def test_odd_digits_do_no_harm(knowledge, answering, odd):
    answering({"danger-signs": [odd, "0"], "age": ["35"], "sex": ["male"]})
    assert assess(interview(knowledge, TODAY, "en").person, knowledge, TODAY).verdict == "go"


def test_a_transplant_is_asked_about_by_name(knowledge, answering):
    answering({"age": ["35"], "sex": ["male"], "kidney-disease": ["4"]})
    assert assess(interview(knowledge, TODAY, "en").person, knowledge, TODAY).verdict in {"ask", "stop"}
