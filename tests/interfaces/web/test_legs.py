"""Is it restless legs: warning signs first, one question a page, and never a diagnosis."""

from __future__ import annotations

import pytest

from stilla.interfaces.asked.legs import cannot_wait, following_legs, legs_answers, legs_questions
from stilla.knowledge.store import load
from stilla.store.home import HomeStore

QUESTIONS = legs_questions(load())
FLAGS = [each for each in QUESTIONS if each.part == "flags"]
CRITERIA = {each.id: "yes" for each in QUESTIONS if each.part == "criteria"}


def answered(client, **answers):
    for name, answer in answers.items():
        assert client.post(f"/legs/question/{name.replace('_', '-')}", {"answer": answer}).status_code == 302
    return HomeStore(client.folder).read().legs


def test_what_cannot_wait_is_asked_first():
    urgent = [each.urgent for each in QUESTIONS]
    assert urgent == sorted(urgent, reverse=True)
    assert any(urgent)
    assert [each.part for each in QUESTIONS] == sorted(
        (each.part for each in QUESTIONS), key=("flags", "criteria", "mimics").index
    )
    assert len({each.id for each in QUESTIONS}) == len(QUESTIONS)


def test_each_answer_leads_to_the_next_question_and_is_kept(client):
    first, second = QUESTIONS[0].id, QUESTIONS[1].id
    done = client.post(f"/legs/question/{first}", {"answer": "no"})
    assert done["Location"] == f"/legs/question/{second}"
    assert HomeStore(client.folder).read().legs == {first: "no"}
    assert f'href="/legs/question/{first}"' in client.text(f"/legs/question/{second}")  # back


def test_a_warning_sign_that_cannot_wait_ends_the_questions(client):
    flag = next(each for each in FLAGS if each.urgent)
    assert client.post(f"/legs/question/{flag.id}", {"answer": "yes"})["Location"] == "/legs/answer"
    page = client.text("/legs/answer")
    assert page.index("NOW:") < page.index("Cannot tell")
    assert f'href="/legs/question/{flag.id}"' in page  # pressed by mistake
    assert following_legs({flag.id: "yes"}, QUESTIONS) is None
    assert cannot_wait({flag.id: "yes"}, QUESTIONS)
    assert not cannot_wait({flag.id: "unsure"}, QUESTIONS)


def test_all_criteria_are_consistent_and_one_no_is_not_typical(client):
    answered(client, **CRITERIA)
    page = client.text("/legs/answer")
    assert "consistent with restless legs" in page
    assert "you have RLS" not in page
    assert "Warning signs not gone through yet" in page
    answered(client, movement="no")
    page = client.text("/legs/answer")
    assert "not typical" in page
    assert "Speaks against it" in page


def test_before_counts_only_where_a_criterion_says_so(client):
    answered(client, **{**CRITERIA, "movement": "earlier"})
    assert "consistent with restless legs" in client.text("/legs/answer")
    assert client.post("/legs/question/urge", {"answer": "earlier"}).status_code == 400


def test_a_look_alike_leaves_it_open(client):
    answered(client, **CRITERIA, leg_cramps="yes")
    page = client.text("/legs/answer")
    assert "Cannot tell" in page
    assert "Could explain it" in page


@pytest.mark.parametrize(("total", "status"), [("23", 302), ("", 302), ("41", 400), ("2,5", 400), ("-1", 400)])
def test_a_total_is_read_strictly(client, total, status):
    assert client.post("/legs/severity", {"total": total}).status_code == status
    if total == "23":
        assert HomeStore(client.folder).read().irls == 23
        assert "severe (total 23)" in client.text("/legs/answer")


def test_starting_over_takes_only_these_answers(client):
    client.post("/check/question/age", {"answer": "value", "value": "44"})
    answered(client, urge="yes")
    client.post("/legs/over")
    kept = HomeStore(client.folder).read()
    assert kept.legs == {}
    assert kept.facts["age"] == "44"


def test_answers_of_questions_nobody_asks_are_left_out():
    answers = legs_answers({"urge": "yes", "gone": "yes", "rest": "earlier"}, None, QUESTIONS)
    assert dict(answers.criteria) == {"urge": "yes"}


def test_an_unknown_question_is_no_page(client):
    assert client.get("/legs/question/nothing").status_code == 404
