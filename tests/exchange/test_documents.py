"""Whoever the person is, the document is valid FHIR R4, says the same as the check, and is the same every time."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exchange.exchange_persons import EXAMPLES, TODAY, cases, persons
from exchange.fhir_rules import must_be_valid, one, resources
from stilla.exchange.report import Checked, check_document, plan_document
from stilla.exchange.writing import encode
from stilla.findings import assess, wishes_of
from stilla.interfaces.known.answers import message_of
from stilla.knowledge.store import load
from stilla.plan import Stop, Try, plan_for
from stilla.reading.document import Written, read_document
from stilla.reading.person_file import Context, read_person

CASES = [pytest.param(case, id=name) for name, case in cases()]


def _checked(person, knowledge, as_of=TODAY) -> Checked:
    found = assess(person, knowledge, as_of)
    return Checked(person, found, message_of(found, knowledge, person))


def _plan(checked, knowledge, language="en", doses=1):
    planned = plan_for(checked.found, checked.person, knowledge, wishes_of(checked.person, doses))
    return planned, plan_document(checked, planned, knowledge, language)


@pytest.mark.parametrize("language", ["en", "sv"])
@pytest.mark.parametrize("file", EXAMPLES, ids=lambda each: each.name)
def test_every_example_is_a_valid_document(file, language, knowledge):
    checked = _checked(
        read_person(read_document(file.read_bytes(), file.name), Context(knowledge, TODAY)).person, knowledge
    )
    _, bundle = _plan(checked, knowledge, language)
    must_be_valid(bundle)
    assert bundle["language"] == language


@pytest.mark.parametrize("case", CASES)
def test_every_case_is_a_valid_document_that_says_the_same(case, knowledge):
    as_of = case.get("as_of", TODAY)
    person = read_person(Written(case["person"]), Context(knowledge, as_of)).person
    checked = _checked(person, knowledge, as_of)
    _, bundle = _plan(checked, knowledge)
    must_be_valid(bundle)
    rules = {each["code"]["coding"][0]["code"] for each in resources(bundle, "DetectedIssue")}
    assert rules == {each.rule.id for each in checked.found.findings}
    answer = one(bundle, "GuidanceResponse")["contained"][0]["parameter"]
    assert answer[0] == {"name": "verdict", "valueCode": case["expect"]["verdict"]}


@settings(max_examples=settings.default.max_examples // 16)
@given(persons(), st.sampled_from(["en", "sv"]), st.sampled_from([1, 2]))
def test_any_person_is_a_valid_document(person, language, doses):
    knowledge = load()
    checked = _checked(person, knowledge)
    planned, bundle = _plan(checked, knowledge, language, doses)
    must_be_valid(bundle)
    _says_no_dose_but_in_a_try(planned, one(bundle, "CarePlan"))
    assert encode(bundle) == encode(_plan(_checked(person, knowledge), knowledge, language, doses)[1])


def _says_no_dose_but_in_a_try(planned, plan):
    details = [each["detail"] for each in plan["activity"]]
    assert (plan["status"], plan["intent"]) == ("draft", "proposal")
    if isinstance(planned.plan, Try):
        assert max(each["dailyAmount"]["value"] for each in details) == planned.plan.dose_mg
        return
    assert not any(
        {"dailyAmount", "quantity", "scheduledTiming", "productCodeableConcept"} & set(each) for each in details
    )
    assert any(each.get("doNotPerform") for each in details) == isinstance(planned.plan, Stop)


def test_a_check_has_no_plan(knowledge, person):
    bundle = check_document(_checked(person(age=44).person, knowledge), knowledge, "sv")
    must_be_valid(bundle)
    assert not resources(bundle, "CarePlan")
    assert "result" not in one(bundle, "GuidanceResponse")


def test_nothing_said_is_never_written_as_none(knowledge, person):
    nothing = check_document(_checked(person().person, knowledge), knowledge, "en")
    none = check_document(
        _checked(person(conditions=[], medicines=[], magnesium=[]).person, knowledge), knowledge, "en"
    )
    assert _empty(nothing) == {"unavailable"}
    assert _empty(none, "conditions", "medicines", "magnesium") == {"nilknown"}


def _empty(bundle, *names) -> set[str]:
    sections = one(bundle, "Composition")["section"]
    return {
        each["emptyReason"]["coding"][0]["code"]
        for each in sections
        if "emptyReason" in each and (not names or each["code"]["coding"][0]["code"] in names)
    }


def test_a_list_with_an_unknown_name_is_not_whole(knowledge, person):
    read = person(medicines=["Grunkolin"], conditions=[], magnesium=[]).person
    bundle = check_document(_checked(read, knowledge), knowledge, "en")
    (section,) = (each for each in one(bundle, "Composition")["section"] if each["title"] == "Medicines")
    assert "There may be more" in section["text"]["div"]


def test_two_persons_alike_share_no_id_and_two_days_no_name(knowledge, person):
    read = person(age=44).person
    first, second = (
        check_document(_checked(read, knowledge, day), knowledge, "en") for day in (TODAY, TODAY.replace(day=23))
    )
    assert not {each["fullUrl"] for each in first["entry"]} & {each["fullUrl"] for each in second["entry"]}


def test_no_name_of_the_person_is_written_and_the_day_of_birth_is_said_to_be_unknown(knowledge, person):
    patient = one(check_document(_checked(person(age=44).person, knowledge), knowledge, "en"), "Patient")
    assert set(patient) == {"resourceType", "language", "text", "gender", "_birthDate"}
    assert patient["gender"] == "unknown"


def test_the_bytes_begin_with_the_type_and_are_json(knowledge, person):
    content = encode(check_document(_checked(person(age=44).person, knowledge), knowledge, "sv"))
    assert content.startswith(b'{\n "resourceType": "Bundle"')
    assert content.endswith(b"}\n")
    assert json.loads(content)["language"] == "sv"


def test_names_do_not_depend_on_the_order_in_which_python_keeps_a_set():
    program = (
        "from stilla.exchange.identifiers import names_of;"
        "print(names_of((frozenset('abcdefgh'), {'b', 'a'}, [1.5, None])).of('x'))"
    )
    said = {
        subprocess.run(
            [sys.executable, "-c", program], env={"PYTHONHASHSEED": seed}, capture_output=True, check=True
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(said) == 1
