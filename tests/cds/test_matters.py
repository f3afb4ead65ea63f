"""When the service speaks, how loudly, and when it is silent."""

from __future__ import annotations

import pytest

from cds.asking import (
    CIPROFLOXACIN,
    GABAPENTIN,
    LEVOTHYROXINE,
    MAGNESIUM_OXIDE,
    PARACETAMOL,
    bundle,
    cards,
    condition,
    desk,
    draft,
    egfr,
    order,
    patient,
    prefetch,
    statement,
    told,
    without,
)

HEALTHY = prefetch()
TAKES = prefetch(statements=[statement(MAGNESIUM_OXIDE)])
UNKNOWN = "not-checked"


def test_nothing_is_said_of_somebody_whom_magnesium_does_not_meet(knowledge):
    assert cards(knowledge, given=HEALTHY) == []
    assert cards(knowledge, given=prefetch(orders=[order(GABAPENTIN)], labs=[egfr(20)])) == []
    for hook in ("order-select", "order-sign"):
        assert cards(knowledge, hook, HEALTHY, [draft(CIPROFLOXACIN)]) == []


def test_nothing_is_said_where_everything_was_given_and_all_is_well(knowledge):
    assert cards(knowledge, given=TAKES) == []
    assert cards(knowledge, "order-sign", HEALTHY, [draft(MAGNESIUM_OXIDE)]) == []
    assert cards(knowledge, "order-sign", TAKES, [draft(PARACETAMOL)]) == []


def test_weak_kidneys_are_told_of_whoever_takes_or_is_to_take_magnesium(knowledge):
    weak = prefetch(statements=[statement(MAGNESIUM_OXIDE)], labs=[egfr(24)])
    assert ("warning", "egfr-below-30") in told(cards(knowledge, given=weak))
    ordered = cards(knowledge, "order-sign", prefetch(labs=[egfr(24)]), [draft(MAGNESIUM_OXIDE)])
    assert ("warning", "egfr-below-30") in told(ordered)


def test_what_cannot_wait_is_critical(knowledge):
    blocked = prefetch(statements=[statement(MAGNESIUM_OXIDE)], conditions=[condition("K56.6", "Ileus")])
    found = cards(knowledge, given=blocked)
    assert told(found)[0] == ("critical", "bowel-obstruction")


def test_an_ordered_medicine_that_magnesium_binds_gets_its_hours(knowledge):
    for hook in ("order-select", "order-sign"):
        (card,) = cards(knowledge, hook, TAKES, [draft(CIPROFLOXACIN, "Ciprofloxacin 500 mg")])
        assert (card["indicator"], card["source"]["url"][-13:]) == ("warning", "ciprofloxacin")
        assert "2 h before or 6 h after" in card["summary"]
        assert "Ciprofloxacin 500 mg" in card["detail"]


def test_hours_to_other_medicines_are_told_when_the_record_is_opened_not_at_each_order(knowledge):
    both = prefetch(orders=[order(GABAPENTIN)], statements=[statement(MAGNESIUM_OXIDE)])
    assert told(cards(knowledge, given=both)) == [("info", "gabapentin")]
    assert cards(knowledge, "order-sign", both, [draft(PARACETAMOL)]) == []
    ordered = cards(knowledge, "order-sign", prefetch(orders=[order(GABAPENTIN)]), [draft(MAGNESIUM_OXIDE)])
    assert told(ordered) == [("warning", "gabapentin")]


def test_another_order_of_the_session_counts_as_taken(knowledge):
    drafts = [draft(LEVOTHYROXINE), draft(MAGNESIUM_OXIDE)]
    chosen = [f"MedicationRequest/{drafts[0]['id']}"]
    found = cards(knowledge, "order-select", HEALTHY, drafts, selections=chosen)
    assert told(found) == [("warning", "levothyroxine-magnesium")]


def test_an_order_that_is_none_is_silent(knowledge):
    for not_meant in (
        {"doNotPerform": True},
        {"status": "cancelled"},
    ):
        assert cards(knowledge, "order-sign", prefetch(labs=[egfr(20)]), [draft(MAGNESIUM_OXIDE) | not_meant]) == []
    x_ray = {"resourceType": "ServiceRequest", "id": "x", "status": "draft", "intent": "order"}
    assert cards(knowledge, "order-sign", TAKES | {"observations": bundle(egfr(20))}, [x_ray]) == []


def test_a_course_that_begins_next_week_is_checked_today(knowledge):
    later = {"repeat": {"boundsPeriod": {"start": "2026-12-01", "end": "2026-12-08"}}}
    ordered = draft(CIPROFLOXACIN, authoredOn="2026-11-30", dosageInstruction=[{"timing": later}])
    assert told(cards(knowledge, "order-sign", TAKES, [ordered])) == [("warning", "ciprofloxacin")]


@pytest.mark.parametrize("intent", ["order", "plan", "proposal", "option"])
def test_every_intent_of_a_draft_is_a_proposal(knowledge, intent):
    ordered = draft(CIPROFLOXACIN) | {"intent": intent}
    assert told(cards(knowledge, "order-select", TAKES, [ordered])) == [("warning", "ciprofloxacin")]


def test_restless_legs_without_magnesium_have_one_card_with_iron_and_kidneys(knowledge):
    legs = [condition("G25.8", "Restless legs"), condition("I10", "Hypertension")]
    (card,) = cards(knowledge, given=prefetch(patient("1950-01-01"), conditions=legs))
    assert told([card]) == [("info", "restless-legs")]
    assert "Iron first" in card["summary"]
    assert "kidney function" in card["detail"]


@pytest.mark.parametrize("missing", [{}, {"observations": None}], ids=["absent", "null"])
def test_a_kidney_value_that_did_not_come_is_said_aloud(knowledge, missing):
    given = without(TAKES, "observations") | missing
    (card,) = cards(knowledge, given=given)
    assert told([card]) == [("warning", UNKNOWN)]
    assert card["summary"].startswith("Not checked: kidney function")


def test_an_old_kidney_value_is_not_checked_either(knowledge):
    old = prefetch(patient("1960-01-01"), statements=[statement(MAGNESIUM_OXIDE)], labs=[egfr(80, "2020-01-01")])
    assert ("warning", UNKNOWN) in told(cards(knowledge, given=old))
    fresh = prefetch(patient("1960-01-01"), statements=[statement(MAGNESIUM_OXIDE)], labs=[egfr(80)])
    assert cards(knowledge, given=fresh) == []


@pytest.mark.parametrize("key", ["medicationRequests", "medicationStatements"])
def test_without_the_medicines_magnesium_was_not_checked(knowledge, key):
    error = {"resourceType": "OperationOutcome", "issue": [{"severity": "error", "code": "exception"}]}
    for given in (without(HEALTHY, key), HEALTHY | {key: None}, HEALTHY | {key: error}):
        (viewed,) = cards(knowledge, given=given)
        assert told([viewed]) == [("info", UNKNOWN)]
        assert "magnesium" in viewed["summary"]
        assert told(cards(knowledge, "order-sign", given, [draft(PARACETAMOL)])) == [("info", UNKNOWN)]
        assert told(cards(knowledge, "order-sign", given, [draft(CIPROFLOXACIN)])) == [("warning", UNKNOWN)]


def test_a_first_page_is_not_the_whole_list(knowledge):
    more = bundle(link=[{"relation": "next", "url": "https://fhir.example.org/page2"}])
    (card,) = cards(knowledge, given=HEALTHY | {"medicationRequests": more})
    assert "only the first page" in card["summary"]


def test_an_order_that_nobody_knows_is_named(knowledge):
    strange = draft("", "Zzyzx forte")
    strange["medicationCodeableConcept"] = {"text": "Zzyzx forte"}
    (card,) = cards(knowledge, "order-sign", HEALTHY, [strange])
    assert told([card]) == [("info", UNKNOWN)]
    assert "Zzyzx forte" in card["summary"]
    (card,) = cards(knowledge, "order-sign", TAKES, [strange])
    assert told([card]) == [("warning", UNKNOWN)]


def test_magnesium_that_is_perhaps_taken_counts(knowledge):
    perhaps = prefetch(statements=[statement(MAGNESIUM_OXIDE, status="on-hold")], labs=[egfr(20)])
    assert ("warning", "egfr-below-30") in told(cards(knowledge, given=perhaps))


def test_a_record_as_one_bundle_is_read(knowledge):
    record = bundle(patient(), statement(MAGNESIUM_OXIDE), egfr(20))
    assert ("warning", "egfr-below-30") in told(cards(knowledge, given={"record": record}))


def test_nobody_is_judged_after_death(knowledge):
    dead = prefetch(patient(deceasedBoolean=True), statements=[statement(MAGNESIUM_OXIDE)], labs=[egfr(10)])
    assert cards(knowledge, given=dead) == []


def test_the_clinic_may_vouch_for_its_lists(knowledge):
    at = desk(knowledge, complete=("medicines", "conditions"))
    assert cards(knowledge, given=TAKES, at=at) == []


def test_an_order_that_is_signed_again_counts_once(knowledge):
    active = order(MAGNESIUM_OXIDE)
    again = active | {"status": "active"}
    weak = prefetch(orders=[active, order(GABAPENTIN)], labs=[egfr(24)])
    found = cards(knowledge, "order-sign", weak, [again])
    assert told(found) == [("warning", "egfr-below-30"), ("warning", "gabapentin")]


def test_the_same_record_under_two_keys_counts_once(knowledge):
    taken = statement(MAGNESIUM_OXIDE)
    twice = prefetch(statements=[taken]) | {"record": bundle(taken)}
    assert cards(knowledge, given=twice) == cards(knowledge, given=prefetch(statements=[taken]))
