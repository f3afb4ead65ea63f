"""Runs every case of this folder, and counts that every rule has one."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from stilla.findings import assess
from stilla.knowledge.places import read_yaml
from stilla.reading.document import Written
from stilla.reading.person_file import Context, read_person

HERE = Path(__file__).parent
TODAY = date(2026, 11, 22)
FEWEST = 150
EXPECTATIONS = {"verdict", "rules", "not", "questions", "no_questions", "unrecognised", "spaces"}


def _cases() -> list[Any]:
    found = []
    for file in sorted(HERE.glob("*.yaml")):
        cases = read_yaml(file).value
        assert isinstance(cases, list), file
        found += [pytest.param(case, id=f"{file.stem}: {case['name']}") for case in cases]
    return found


CASES = _cases()


@pytest.mark.parametrize("case", CASES)
def test_the_person_is_told_what_the_case_says(case, knowledge):
    as_of = case.get("as_of", TODAY)
    read = read_person(Written(case["person"]), Context(knowledge, as_of))
    found = assess(read.person, knowledge, as_of)
    expected = case["expect"]
    assert set(expected) <= EXPECTATIONS
    rules = {finding.rule.id: finding.rule for finding in found.findings}
    questions = {question.fact for question in found.questions}
    assert found.verdict == expected["verdict"], sorted(rules)
    assert set(expected.get("rules", ())) <= set(rules)
    assert not set(expected.get("not", ())) & set(rules)
    assert set(expected.get("questions", ())) <= questions
    assert not set(expected.get("no_questions", ())) & questions
    if "unrecognised" in expected:
        assert [each.text for each in found.unrecognised] == expected["unrecognised"]
    for name, (before, after) in expected.get("spaces", {}).items():
        space = rules[name].space
        assert space is not None
        assert (space.before_h, space.after_h) == (before, after)


def test_there_are_enough_cases_and_each_has_its_own_name():
    names = [case.id for case in CASES]
    assert len(names) >= FEWEST
    assert len(set(names)) == len(names)


def test_every_rule_has_a_case(knowledge):
    """A required fact shows as an open question; once it is known, the rules about its value speak instead."""
    covered = {rule for case in CASES for rule in case.values[0]["expect"].get("rules", ())}
    missing = [rule.id for rule in knowledge.checking.rules if rule.kind != "requirement" and rule.id not in covered]
    assert missing == []
