"""Restless legs or not: consistent, not typical, cannot tell, or a red flag's route."""

from __future__ import annotations

import pytest

from stilla.criteria import Answers, picture
from stilla.knowledge.kinds import Criterion, Mimic, RedFlag
from stilla.knowledge.schema import Turn

ALL_YES = dict.fromkeys(["urge", "rest", "movement", "evening", "not-explained"], "yes")


@pytest.mark.parametrize(
    ("changed", "likeness"),
    [
        ({}, "consistent"),
        ({"urge": "no"}, "not-typical"),
        ({"rest": "no"}, "not-typical"),
        ({"movement": "no"}, "not-typical"),
        ({"evening": "no"}, "not-typical"),
        ({"movement": "earlier"}, "consistent"),
        ({"evening": "earlier"}, "consistent"),
        ({"urge": "earlier"}, "cannot-tell"),
        ({"rest": "unsure"}, "cannot-tell"),
        ({"not-explained": "no"}, "cannot-tell"),
        ({"not-explained": "unsure"}, "cannot-tell"),
        ({"rest": "unsure", "urge": "no"}, "not-typical"),
    ],
)
def test_all_five_are_needed_and_one_no_is_enough(knowledge, changed, likeness):
    assert picture(Answers(criteria=ALL_YES | changed), knowledge).likeness == likeness


def test_nothing_said_cannot_be_told(knowledge):
    found = picture(Answers(), knowledge)
    assert found.likeness == "cannot-tell"
    assert len(found.still_open) == 5


def test_something_else_that_fits_leaves_the_fifth_open(knowledge):
    found = picture(Answers(criteria=ALL_YES, mimics={"leg-cramps": "yes"}), knowledge)
    assert found.likeness == "cannot-tell"
    assert [each.id for each in found.mimics] == ["leg-cramps"]


def test_a_vein_clot_is_a_red_flag_and_not_only_a_mimic(knowledge):
    found = picture(Answers(criteria=ALL_YES, mimics={"deep-vein-thrombosis": "yes"}), knowledge)
    assert [flag.id for flag, _ in found.flags] == ["one-sided-leg-swelling"]


def test_the_most_urgent_flag_comes_first(knowledge):
    raised = dict.fromkeys(
        ["sleep-apnoea", "one-sided-leg-swelling", "suicidal-thoughts", "saddle-numbness-weakness"], "yes"
    )
    urgencies = [route.urgency for _, route in picture(Answers(red_flags=raised), knowledge).flags]
    assert urgencies == sorted(urgencies, key=["now", "today", "soon"].index)
    assert urgencies[0] == "now"


def test_every_red_flag_leads_somewhere(knowledge):
    routes = knowledge.kind("routes", Turn)
    assert all(flag.route in routes for flag in knowledge.kind("red-flags", RedFlag).values())


@pytest.mark.parametrize(
    ("total", "name"),
    [
        (0, "irls-none"),
        (1, "irls-mild"),
        (10, "irls-mild"),
        (11, "irls-moderate"),
        (20, "irls-moderate"),
        (21, "irls-severe"),
        (30, "irls-severe"),
        (31, "irls-very-severe"),
        (40, "irls-very-severe"),
    ],
)
def test_the_bands_of_a_total(knowledge, total, name):
    severity = picture(Answers(irls_total=total), knowledge).severity
    assert severity is not None
    assert severity.id == name


def test_the_words_never_say_that_somebody_has_it(knowledge):
    for name in ("rls-consistent", "rls-not-typical", "rls-cannot-tell"):
        text = knowledge.advice(name)
        assert "you have" not in text.en.casefold()
        assert "du har" not in text.sv.casefold()


def test_questions_are_asked_in_both_languages(knowledge):
    for kind, of in (("criteria", Criterion), ("mimics", Mimic), ("red-flags", RedFlag)):
        for each in knowledge.kind(kind, of).values():
            assert each.question.en.endswith("?"), each.id
            assert each.question.sv.endswith("?"), each.id
