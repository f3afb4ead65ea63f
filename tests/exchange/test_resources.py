"""Element by element: what each resource says, and what it must never say."""

from __future__ import annotations

import json

import pytest

from exchange.exchange_persons import TODAY
from exchange.fhir_rules import must_be_valid, one, resources
from stilla.exchange.codings import LABS, measured
from stilla.exchange.facts import recorded
from stilla.exchange.findings import issues
from stilla.exchange.identifiers import Names
from stilla.exchange.report import Checked, check_document, plan_document
from stilla.exchange.writing import Writing
from stilla.findings import assess, wishes_of
from stilla.interfaces.known.answers import message_of
from stilla.person import MedicationStatement, Person
from stilla.plan import plan_for
from stilla.quantity import Interval

WELL = {
    "age": 44,
    "sex": "male",
    "conditions": ["restless-legs"],
    "medicines": ["Alvedon"],
    "magnesium": [],
    "ferritin": {"value": "120 ug/L", "measured": TODAY},
    "bedtime": "22:30",
    "waketime": "06:30",
}


@pytest.fixture
def written(knowledge, person):
    """A function from the fields of a person file, and wishes, to check and plan as a document."""

    def write(doses=1, language="en", **fields):
        read = person(**fields).person
        found = assess(read, knowledge, TODAY)
        planned = plan_for(found, read, knowledge, wishes_of(read, doses))
        bundle = plan_document(Checked(read, found, message_of(found, knowledge, read)), planned, knowledge, language)
        must_be_valid(bundle)
        return bundle

    return write


def _issue(bundle, rule):
    (found,) = (each for each in resources(bundle, "DetectedIssue") if each["code"]["coding"][0]["code"] == rule)
    return found


def _name(bundle, kind, **has):
    """The full address of the one resource of a type with these parts in its text."""
    (found,) = (
        each["fullUrl"]
        for each in bundle["entry"]
        if each["resource"]["resourceType"] == kind and has["said"] in each["resource"]["text"]["div"]
    )
    return found


def test_a_stop_is_high_final_and_names_the_value_that_made_it_hold(written):
    bundle = written(age=50, egfr={"value": 24, "measured": TODAY})
    stops = [each for each in resources(bundle, "DetectedIssue") if each["code"]["coding"][1]["code"] == "stop"]
    assert stops
    assert {each["severity"] for each in stops} == {"high"}
    value = _name(bundle, "Observation", said="eGFR: 24")
    assert {"reference": value} in stops[0]["implicated"]
    assert stops[0]["evidence"][0]["code"][0]["text"] == "eGFR 24 (2026-11-22)"


def test_an_interaction_names_its_medicine_and_nothing_else(written):
    bundle = written(medicines=[{"name": "Levaxin", "times": ["07:00"]}, "Gabapentin"])
    issue = _issue(bundle, "levothyroxine-magnesium")
    assert issue["implicated"] == [{"reference": _name(bundle, "MedicationStatement", said="Levaxin")}]
    assert issue["code"]["coding"][2]["code"] == "DRG"
    assert issue["reference"].startswith("http")


def test_what_is_to_be_done_is_never_written_as_done(written):
    bundle = written(medicines=["Levaxin"], conditions=["heart-block"])
    assert resources(bundle, "DetectedIssue")
    for each in resources(bundle, "DetectedIssue"):
        assert "mitigation" not in each


def test_what_was_only_recalled_is_preliminary(written, knowledge):
    bundle = written(medicines=["Levaxin", "Digoxin"], conditions=["ckd", "heart-block"], age=78)
    for each in resources(bundle, "DetectedIssue"):
        rule = next(rule for rule in knowledge.checking.rules if rule.id == each["code"]["coding"][0]["code"])
        assert each["status"] == ("preliminary" if rule.certainty == "unconfirmed" else "final")


def test_cannot_tell_is_data_required_with_the_questions(written):
    answer = one(written(age=61, sex="female"), "GuidanceResponse")
    assert answer["status"] == "data-required"
    needed = {each["id"]: each for each in answer["dataRequirement"]}
    assert needed["egfr"]["type"] == "Observation"
    codes = {each["code"] for each in needed["egfr"]["codeFilter"][0]["code"]}
    assert LABS["egfr"][0] in codes
    assert needed["medicines"]["type"] == "MedicationStatement"
    asked = [each for each in answer["contained"][0]["parameter"] if each["name"] == "openQuestion"]
    assert [each["part"][0]["valueCode"] for each in asked] == [each["id"] for each in answer["dataRequirement"]]


def test_an_unknown_medicine_is_required_to_be_named(written):
    bundle = written(**(WELL | {"medicines": ["Grunkolin"]}))
    answer = one(bundle, "GuidanceResponse")
    assert answer["status"] == "data-required"
    assert {"type": "MedicationStatement", "mustSupport": ["medication"]} in answer["dataRequirement"]
    (statement,) = resources(bundle, "MedicationStatement")
    assert statement["medicationCodeableConcept"] == {"text": "Grunkolin"}


def test_a_stop_with_open_questions_is_data_requested_and_never_success(written):
    answer = one(written(age=50, conditions=["heart-block"], medicines=["Alvedon"]), "GuidanceResponse")
    assert answer["status"] == "data-requested"
    assert answer["contained"][0]["parameter"][0]["valueCode"] == "stop"


def test_only_a_go_without_questions_is_success(written):
    answer = one(written(**WELL), "GuidanceResponse")
    assert answer["contained"][0]["parameter"][0]["valueCode"] == "go"
    assert answer["status"] == ("data-requested" if "dataRequirement" in answer else "success")


def test_a_try_is_a_first_week_and_then_the_dose_at_its_time(written):
    first, then = (each["detail"] for each in one(written(**WELL), "CarePlan")["activity"])
    assert (first["dailyAmount"]["value"], then["dailyAmount"]["value"]) == (100, 200)
    assert first["scheduledTiming"]["repeat"]["boundsDuration"]["value"] == 7
    assert "boundsDuration" not in then["scheduledTiming"]["repeat"]
    assert then["quantity"] == {
        "value": 200,
        "unit": "mg (elemental magnesium)",
        "system": "http://unitsofmeasure.org",
        "code": "mg",
    }
    assert "kind" not in then


def test_of_two_doses_each_is_half_and_the_first_week_has_no_time_of_its_own(written):
    first, then = (each["detail"] for each in one(written(2, **WELL), "CarePlan")["activity"])
    assert (then["dailyAmount"]["value"], then["quantity"]["value"]) == (200, 100)
    assert len(then["scheduledTiming"]["repeat"]["timeOfDay"]) == 2
    assert (first["dailyAmount"]["value"], first["quantity"]["value"]) == (100, 100)
    assert "scheduledTiming" not in first


def test_no_time_is_given_while_the_time_of_a_medicine_is_not_known(written):
    bundle = written(**(WELL | {"medicines": ["Alendronat"]}))
    plan = one(bundle, "CarePlan")
    details = [each["detail"] for each in plan["activity"]]
    if any("dailyAmount" in each for each in details):
        assert not any("scheduledTiming" in each for each in details)
        assert any("Alendronat" in each["text"] for each in plan["note"])


def test_a_stop_is_an_activity_that_must_not_be_done(written):
    plan = one(written(conditions=["heart-block"]), "CarePlan")
    assert plan["activity"][0]["detail"]["doNotPerform"] is True
    assert not any("dailyAmount" in each["detail"] for each in plan["activity"])


def test_nobody_prescribes_anything(written):
    for bundle in (written(**WELL), written(conditions=["heart-block"]), written()):
        kinds = {each["resource"]["resourceType"] for each in bundle["entry"]}
        assert not kinds & {"MedicationRequest", "NutritionOrder", "ServiceRequest", "RequestGroup"}


def test_an_illness_answered_no_is_refuted_and_one_not_known_is_unconfirmed(knowledge):
    person = Person(conditions=frozenset({"ckd"}), refuted=frozenset({"diabetes"}), unsure=frozenset({"heart-block"}))
    found = assess(person, knowledge, TODAY)
    bundle = check_document(Checked(person, found, message_of(found, knowledge, person)), knowledge, "en")
    said = {each["code"]["coding"][0]["code"]: each for each in resources(bundle, "Condition")}
    assert said["ckd"]["clinicalStatus"]["coding"][0]["code"] == "active"
    assert "verificationStatus" not in said["ckd"]
    assert said["diabetes"]["verificationStatus"]["coding"][0]["code"] == "refuted"
    assert "clinicalStatus" not in said["diabetes"]
    assert said["heart-block"]["verificationStatus"]["coding"][0]["code"] == "unconfirmed"


def test_a_medicine_that_may_be_taken_has_an_unknown_status(knowledge):
    person = Person(unsure_medicines=(MedicationStatement("Digoxin", ("C01AA05",)),))
    found = assess(person, knowledge, TODAY)
    bundle = check_document(Checked(person, found, message_of(found, knowledge, person)), knowledge, "en")
    assert one(bundle, "MedicationStatement")["status"] == "unknown"


def test_magnesium_taken_already_is_counted_as_elemental(written):
    bundle = written(magnesium=[{"label": "Magnesium 200 mg per tablett", "times": ["21:00"]}])
    (use,) = resources(bundle, "MedicationStatement")
    amount = use["dosage"][0]
    if "doseAndRate" in amount:
        assert "elemental" in amount["doseAndRate"][0]["rateRatio"]["numerator"]["unit"]
        assert "elemental" in amount["text"]


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (Interval(72, 72), {"valueQuantity": {"value": 72}}),
        (Interval(0.5, 0.5), {"valueQuantity": {"value": 0.5}}),
        (
            Interval(60, float("inf"), low_open=True, high_open=True),
            {"valueQuantity": {"value": 60, "comparator": ">"}},
        ),
        (Interval(90, float("inf"), high_open=True), {"valueQuantity": {"value": 90, "comparator": ">="}}),
        (Interval(0, 5, high_open=True), {"valueQuantity": {"value": 5, "comparator": "<"}}),
        (Interval(0, 5), {"valueQuantity": {"value": 5, "comparator": "<="}}),
        (Interval(40, 50), {"valueRange": {}}),
        (Interval(0, float("inf"), high_open=True), {"valueString": "?"}),
    ],
)
def test_a_bound_is_never_written_as_a_value(value, said):
    found = measured(value, "x", "x")
    assert found.keys() == said.keys()
    for name, each in said.items():
        if name == "valueQuantity":
            kept = {key: found[name][key] for key in ("value", "comparator") if key in found[name]}
            assert kept == each
        elif name == "valueString":
            assert found[name] == each
        else:
            assert (found[name]["low"]["value"], found[name]["high"]["value"]) == (40, 50)


def test_the_code_written_for_a_test_is_read_as_that_test(knowledge):
    """Where the codes of records are known, what is written comes back as what it was."""
    kept = knowledge.record_codes
    for lab, (code, _, _) in LABS.items():
        meant = kept.get(("loinc", code), ())
        assert all(each.lab == lab for each in meant)
        assert meant or not kept


def test_with_the_records_at_hand_a_finding_names_them(knowledge):
    person = Person(
        medicines=(MedicationStatement("Levaxin", ("H03AA01",), reference="MedicationRequest/17"),),
        conditions=frozenset({"heart-block"}),
        condition_records=(("heart-block", "Condition/3"),),
    )
    found = assess(person, knowledge, TODAY)
    writing = Writing(knowledge, "en", TODAY, Names("x"), "Patient/1")
    named = {
        each["reference"]
        for entry in issues(found, person, writing, recorded)
        for each in entry.resource.get("implicated", ())
    }
    assert named == {"MedicationRequest/17", "Condition/3"}
    document = check_document(Checked(person, found, message_of(found, knowledge, person)), knowledge, "en")
    assert "MedicationRequest/17" not in json.dumps(document)
