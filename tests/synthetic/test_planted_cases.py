"""Hand-made cases: the reader for one person and the rules must say what was written down for each."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from stilla.findings import assess
from stilla.knowledge.store import Knowledge
from stilla.records.bundle import read_records
from stilla.records.person import Context, person_of
from stilla.rules.atoms import Situation
from stilla.synthetic.case_kinds import Case, birth_date, months_before
from stilla.synthetic.cases import CASES
from stilla.synthetic.lines import Press
from stilla.synthetic.part import EVERY, cases_at
from stilla.synthetic.people import BLOCK
from stilla.synthetic.planted import case_lines

TODAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def press(knowledge: Knowledge) -> Press:
    return Press(knowledge, 1, TODAY, "sv")


@pytest.mark.parametrize("case", [each for each in CASES if not each.dead], ids=lambda each: each.id)
def test_the_rules_say_what_was_written_down(case: Case, press: Press, knowledge: Knowledge) -> None:
    lines = [line for lines in case_lines(case, "p0000001", TODAY).values() for line in lines]
    records = read_records(b"".join([*lines, *press.medicines.catalogue]), "case.ndjson")
    context = Context(knowledge, TODAY, frozenset(case.complete))  # type: ignore[arg-type]
    person = person_of(records.patients["p0000001"], records.rows_by_patient["p0000001"], context).person
    shown = {each.rule.id for each in assess(person, knowledge, TODAY).findings}
    ruled = knowledge.checking
    decided = ruled.book.decide(ruled.book.pattern(Situation(person, TODAY, knowledge.concepts)))
    truths = {ruled.rules[index].id: truth for index, truth in decided}
    assert set(case.found) <= shown
    assert not set(case.not_found) & shown
    assert {each: truths.get(each, False) for each in case.open} == dict.fromkeys(case.open)
    assert {each: truths.get(each, False) for each in case.settled} == dict.fromkeys(case.settled, False)


def test_every_rule_that_is_named_exists(knowledge: Knowledge) -> None:
    named = {rule for case in CASES for rule in (*case.found, *case.not_found, *case.open, *case.settled)}
    assert named <= {rule.id for rule in knowledge.checking.rules}


def test_every_case_but_the_dead_expects_something() -> None:
    assert len({case.id for case in CASES}) == len(CASES)
    for case in CASES:
        assert case.dead or case.found or case.not_found or case.open or case.settled


def test_cases_come_first_and_then_again_and_again() -> None:
    assert [cases_at(0)[place] for place in range(len(CASES))] == list(range(len(CASES)))
    assert sorted(cases_at(7)) == [EVERY - 1, BLOCK - 1]
    reached = {which for block in range(len(CASES)) for which in cases_at(block).values()}
    assert reached == set(range(len(CASES)))


def test_people_are_as_old_as_the_case_says() -> None:
    case = Case(id="x", says="", age=65)
    born = date.fromisoformat(str(birth_date(case, date(2024, 3, 3))))
    assert born == date(1959, 2, 25)
    assert birth_date(Case(id="x", says="", age=60, birth="year"), TODAY) == "1966"
    assert birth_date(Case(id="x", says="", birth="none"), TODAY) is None


def test_months_are_counted_by_the_calendar() -> None:
    assert months_before(date(2024, 3, 31), 1) == date(2024, 2, 29)
    assert months_before(date(2026, 1, 15), 12) == date(2025, 1, 15)
    assert months_before(date(2026, 1, 15), 1) - timedelta(1) == date(2025, 12, 14)
