"""docs/records.md, section 3: present, unsure, ruled out, or over."""

from __future__ import annotations

from typing import Any

import pytest
from fhir_written import ICD10, SNOMED, coded, concept, condition, person

from stilla.knowledge.store import Knowledge
from stilla.records.meaning import meaning_of
from stilla.records.resource import rows_of


def stands(knowledge: Knowledge, resource: dict[str, Any], slug: str = "high-blood-pressure") -> str:
    found = person(knowledge, resource)
    for name, group in (("present", found.conditions), ("unsure", found.unsure), ("refuted", found.refuted)):
        if slug in group:
            return name
    return "unknown"


def high_pressure(clinical: str = "active", verified: str = "confirmed", **fields: Any) -> dict[str, Any]:
    return condition("I10", clinical, verified, **fields)


@pytest.mark.parametrize(
    ("clinical", "verified", "expected"),
    [
        ("active", "confirmed", "present"),
        ("recurrence", "confirmed", "present"),
        ("relapse", "confirmed", "present"),
        ("inactive", "confirmed", "unknown"),
        ("remission", "confirmed", "unknown"),
        ("resolved", "confirmed", "unknown"),
        ("odd", "confirmed", "unsure"),
        ("active", "unconfirmed", "unsure"),
        ("active", "provisional", "unsure"),
        ("active", "differential", "unsure"),
        ("active", "odd", "unsure"),
        ("active", "entered-in-error", "unknown"),
        ("resolved", "provisional", "unknown"),
    ],
)
def test_statuses(knowledge: Knowledge, clinical: str, verified: str, expected: str):
    assert stands(knowledge, high_pressure(clinical, verified)) == expected


def test_without_statuses_it_is_present(knowledge: Knowledge):
    bare = high_pressure()
    del bare["clinicalStatus"], bare["verificationStatus"]
    assert stands(knowledge, bare) == "present"


@pytest.mark.parametrize(
    "status",
    ["active", ["active"], 3, {"coding": "active"}, {"coding": [coded("active", "x"), coded("resolved", "x")]}],
)
def test_a_status_that_cannot_be_read_is_i_do_not_know(knowledge: Knowledge, status: object):
    assert stands(knowledge, high_pressure(clinicalStatus=status)) == "unsure"


@pytest.mark.parametrize(
    ("onset", "expected"),
    [
        ("2026-11-20", "refuted"),
        ("2025-11-22", "refuted"),
        ("2025-11-21", "unknown"),
        ("2026", "unknown"),
        (None, "unknown"),
        ("2026-12-01", "unknown"),
    ],
)
def test_what_was_ruled_out_is_a_no_for_a_year(knowledge: Knowledge, onset: str | None, expected: str):
    ruled_out = condition("G20", verified="refuted", onsetDateTime=onset)
    assert stands(knowledge, ruled_out, "parkinsons-disease") == expected


@pytest.mark.parametrize(
    ("code", "slug", "expected"),
    [
        (concept("G43", ICD10), "migraine", "refuted"),
        (concept("G43.1", ICD10), "migraine", "unknown"),
        (concept("I48.9", ICD10), "heart-or-vessel-disease", "unknown"),
        (concept("I44.0", ICD10), "heart-block", "unknown"),
        (concept("N18.4", ICD10), "ckd-4-5", "unknown"),
        (concept("E11.2", ICD10), "diabetes", "unknown"),
        (concept("49436004", SNOMED), "heart-or-vessel-disease", "unknown"),
        (concept("49436004", SNOMED, display="Atrial fibrillation"), "heart-or-vessel-disease", "unknown"),
        (concept("44054006", SNOMED, text="Diabetes"), "diabetes", "refuted"),
        (concept(text="Heart block"), "heart-block", "refuted"),
    ],
)
def test_one_kind_ruled_out_is_no_word_on_the_others(
    knowledge: Knowledge, code: dict[str, Any], slug: str, expected: str
):
    assert stands(knowledge, condition(code, verified="refuted", onsetDateTime="2026-11-01"), slug) == expected


def statuses(*codings: tuple[str, str]) -> dict[str, Any]:
    return {"coding": [{"system": system, "code": code} for system, code in codings]}


VERIFIED = "http://terminology.hl7.org/CodeSystem/condition-ver-status"
OF_STU3 = "http://hl7.org/fhir/condition-ver-status"


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (statuses((VERIFIED, "confirmed"), (SNOMED, "410605003")), "present"),
        (statuses((SNOMED, "410605003"), (VERIFIED, "provisional")), "unsure"),
        (statuses((VERIFIED, "entered-in-error"), (SNOMED, "723510000")), "unknown"),
        (statuses((VERIFIED, "refuted"), (SNOMED, "410516002")), "unknown"),
        (statuses((VERIFIED, "confirmed"), (VERIFIED, "refuted")), "unsure"),
        (statuses((OF_STU3, "confirmed"), ("urn:oid:1.2.3", "S")), "present"),
        (statuses(("urn:oid:1.2.3", "S"), (SNOMED, "410605003")), "unsure"),
    ],
)
def test_a_translation_beside_the_code_of_fhir_changes_nothing(
    knowledge: Knowledge, status: dict[str, Any], expected: str
):
    assert stands(knowledge, high_pressure(verificationStatus=status)) == expected


@pytest.mark.parametrize(
    ("mark", "expected"),
    [
        ({"valueCoding": {"code": "G"}}, "present"),
        ({"valueCoding": {"code": "V"}}, "unsure"),
        ({"valueCoding": {"code": "A"}}, "unsure"),
        ({"valueCoding": {"code": "Z"}}, "unsure"),
        ({"valueCode": "G"}, "unsure"),
    ],
)
def test_how_sure_a_german_code_says_it_is(knowledge: Knowledge, mark: dict[str, Any], expected: str):
    url = "http://fhir.de/StructureDefinition/icd-10-gm-diagnosesicherheit"
    code = concept("I10.90", "http://fhir.de/CodeSystem/bfarm/icd-10-gm")
    code["coding"][0]["extension"] = [{"url": url} | mark]
    assert stands(knowledge, condition(code)) == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("n18.5", True),
        ("N185", True),
        ("N18.5 Kronisk njursvikt", True),
        ("N18-5", True),
        ("N18.5 V", False),
        ("N18.5?", False),
        ("N18.5, N17", False),
    ],
)
def test_how_codes_of_icd_10_are_written(knowledge: Knowledge, written: str, *, expected: bool):
    found = person(knowledge, condition(written))
    assert ("ckd-4-5" in found.conditions) == expected
    assert bool(found.unrecognised) != expected


def test_a_group_of_icd_10_is_what_it_says(knowledge: Knowledge):
    assert stands(knowledge, condition("N18.-"), "ckd") == "present"


def test_the_kind_of_term_behind_a_name_is_left_out(knowledge: Knowledge):
    assert stands(knowledge, condition(concept(text="Chronic kidney disease (disorder)")), "ckd") == "present"
    assert stands(knowledge, condition(concept(text="Chronic kidney disease (suspected)")), "ckd") == "unknown"


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"onsetDateTime": "2026-11-22T23:59:00-11:00"}, "present"),
        ({"onsetDateTime": "2026-11-23"}, "unknown"),
        ({"onsetPeriod": {"start": "2026-12-01"}, "onsetDateTime": None}, "present"),
        ({"abatementDateTime": "2026-11-21"}, "unknown"),
        ({"abatementDateTime": "2026-11-22"}, "present"),
        ({"abatementPeriod": {"end": "2026-11-21"}}, "unknown"),
        ({"abatementDateTime": "2019"}, "unknown"),
        ({"abatementDateTime": "2026-10"}, "unknown"),
        ({"abatementDateTime": "2026-11"}, "present"),
        ({"abatementDateTime": "2027-05"}, "present"),
        ({"abatementDateTime": "9999"}, "present"),
        ({"abatementAge": {"value": 50}}, "unknown"),
        ({"abatementString": "as a child"}, "unknown"),
        ({"abatementBoolean": True}, "unknown"),
        ({"abatementBoolean": False}, "present"),
    ],
)
def test_when_it_begins_and_ends(knowledge: Knowledge, fields: dict[str, Any], expected: str):
    assert stands(knowledge, high_pressure(**fields)) == expected


def test_it_begins_with_the_day_it_was_recorded_where_nothing_else_is_known(knowledge: Knowledge):
    late = high_pressure(recordedDate="2026-12-01")
    del late["onsetDateTime"]
    assert stands(knowledge, late) == "unknown"


@pytest.mark.parametrize("fields", [{"abatementDateTime": "2021-01-01"}, {"abatementString": "long ago"}])
def test_what_remains_of_it_counts_when_it_is_over(knowledge: Knowledge, fields: dict[str, Any]):
    assert stands(knowledge, condition("N18.4", **fields), "ckd") == "present"
    assert stands(knowledge, condition("N18.4", "resolved", **fields), "ckd") == "present"
    assert stands(knowledge, condition("N18.4", **fields), "ckd-4-5") == "unknown"
    assert stands(knowledge, condition("N18.4", verified="entered-in-error", **fields), "ckd") == "unknown"


def test_a_code_can_leave_less_than_its_conditions_do(knowledge: Knowledge):
    acute = condition(code=concept("14669001", SNOMED))
    assert stands(knowledge, acute, "ckd") == "present"
    over = acute | {"abatementDateTime": "2024-01-01"}
    assert stands(knowledge, over, "past-acute-kidney-injury") == "present"
    assert stands(knowledge, over, "ckd") == "unknown"


@pytest.mark.parametrize(
    ("onset", "expected"),
    [
        ("2026-11-22", "present"),
        ("2026-11-21", "present"),
        ("2026-11-20", "unknown"),
        ("2026", "unsure"),
        (None, "unsure"),
    ],
)
def test_a_sign_of_another_day_says_nothing_about_today(knowledge: Knowledge, onset: str | None, expected: str):
    fainting = condition(code={"text": "Fainting, or close to it"}, onsetDateTime=onset)
    assert stands(knowledge, fainting, "fainting") == expected


def test_what_lasts_stays_when_the_brief_part_of_a_code_is_over(knowledge: Knowledge):
    old = condition("O24.1", onsetDateTime="2024-01-01")
    assert stands(knowledge, old, "pregnancy") == "unknown"
    assert stands(knowledge, old, "diabetes") == "present"


@pytest.mark.parametrize(
    ("code", "present", "unknown"),
    [
        (concept("N18.3", ICD10), {"ckd"}, False),
        (concept("n183", "http://hl7.org/fhir/sid/icd-10-cm"), {"ckd"}, False),
        (concept("433144002", SNOMED), {"ckd"}, False),
        (concept("J06.9", ICD10), set(), False),
        (concept("not a code", ICD10), set(), True),
        (concept("1", SNOMED), set(), True),
        (concept("N18.3", "https://example.org/icd"), set(), True),
        ({"text": "Kidney disease"}, {"ckd"}, False),
        ({"text": "a touch of something"}, set(), True),
        ({"coding": [{"system": SNOMED, "code": "1"}, {"system": ICD10, "code": "N18.3"}]}, {"ckd"}, False),
        (
            {"coding": [{"system": ICD10, "code": "I10"}, {"system": SNOMED, "code": "433144002"}]},
            {"ckd", "high-blood-pressure"},
            False,
        ),
    ],
)
def test_codes_and_words(knowledge: Knowledge, code: dict[str, Any], present: set[str], *, unknown: bool):
    found = person(knowledge, condition(code=code))
    assert found.conditions == present
    assert bool(found.unrecognised) is unknown


def test_an_unknown_condition_that_is_over_is_not_counted(knowledge: Knowledge):
    over = condition(code={"text": "a touch of something"}, abatementDateTime="2020-01-01")
    assert not person(knowledge, over).unrecognised
    assert not person(knowledge, over | {"clinicalStatus": coded("resolved", "condition-clinical")}).unrecognised


@pytest.mark.parametrize("code", [None, {}, [], "N18", 7, {"coding": "N18"}, {"coding": [7]}])
def test_a_condition_that_does_not_say_what_it_is_may_be_any(knowledge: Knowledge, code: object):
    found = person(knowledge, condition() | {"code": code}, complete=("conditions",))
    assert found.unsure == frozenset(knowledge.conditions)
    assert found.unrecognised


def test_the_record_that_states_it_is_kept(knowledge: Knowledge):
    assert person(knowledge, condition()).condition_records == (("ckd", "Condition/c1"),)


@pytest.mark.parametrize(
    "field", [{"modifierExtension": [{"url": "u"}]}, {"implicitRules": "https://example.org/rules"}]
)
def test_a_changed_meaning_is_i_do_not_know(knowledge: Knowledge, field: dict[str, Any]):
    for verified in ("confirmed", "refuted", "entered-in-error"):
        assert stands(knowledge, high_pressure(verified=verified, **field)) == "unsure"
    (row,) = rows_of(condition("J06.9", **field), lambda _: None)
    assert meaning_of(row.shape, knowledge).ignored == "nothing-asked"


@pytest.mark.parametrize(
    ("code", "slug"),
    [("G70", "myasthenia-gravis"), ("G70.-", "myasthenia-gravis"), ("I49", "slow-pulse"), ("Z99", "dialysis"),
     ("K43", "bowel-obstruction")],
)  # fmt: skip
def test_a_category_of_icd10_may_be_any_of_its_parts(knowledge: Knowledge, code: str, slug: str):
    """No list holds G70 itself, and it may be G70.0: with a list that is called whole, too, it is no "no"."""
    for fields in ({}, {"modifierExtension": [{"url": "https://example.org/x"}]}):
        found = person(knowledge, condition(code, **fields), complete=["conditions"])
        assert slug in found.unsure
        assert not found.conditions
    assert stands(knowledge, condition(code, "active", "refuted"), slug) == "unknown"
    assert stands(knowledge, condition(code, "resolved"), slug) == "unknown"
    exact = condition({"coding": [coded_as(code, ICD10), coded_as("91637004", SNOMED)]})
    assert person(knowledge, exact).conditions == {"myasthenia-gravis"}


def coded_as(code: str, system: str) -> dict[str, str]:
    return {"system": system, "code": code}


def test_something_lasting_stays_unsure_when_something_brief_beside_it_is_over(knowledge: Knowledge):
    """K52.9 is a passing diarrhoea or a lasting disease of the bowel."""
    found = person(knowledge, condition("K52.9", "active", "provisional", onsetDateTime="2025-01-01"))
    assert "bowel-disease" in found.unsure
    brief = person(knowledge, condition("R55", "active", "provisional", onsetDateTime="2025-01-01"))
    assert not brief.unsure
