"""docs/records.md, section 4: values with their units, and coded answers."""

from __future__ import annotations

from typing import Any

import pytest
from fhir_written import LOINC, SNOMED, UCUM, concept, measured, patient, person

from stilla.knowledge.store import Knowledge
from stilla.person import Observation
from stilla.quantity import Interval
from stilla.records.facts import ANYTHING

INF = float("inf")
EGFR, CREATININE, MAGNESIUM, MAGNESIUM_MASS, FERRITIN, TSAT = (
    "62238-1",
    "14682-9",
    "2601-3",
    "19123-9",
    "2276-4",
    "2502-3",
)


def one(knowledge: Knowledge, resource: dict[str, Any], **fields: Any) -> Observation:
    (found,) = person(knowledge, resource, **fields).observations
    return found


def none(knowledge: Knowledge, resource: dict[str, Any]) -> bool:
    return not person(knowledge, resource).observations


@pytest.mark.parametrize("status", ["final", "amended", "corrected"])
def test_a_value_that_stands(knowledge: Knowledge, status: str):
    found = one(knowledge, measured(status=status))
    assert (found.code, found.value, str(found.measured)) == ("egfr", Interval(42, 42), "2026-09-01")
    assert (found.said, found.reference) == ("42 mL/min/{1.73_m2}", "Observation/o1")


@pytest.mark.parametrize("status", ["preliminary", "unknown", None, "odd", 3, ["final"]])
def test_a_value_that_may_change_may_be_anything(knowledge: Knowledge, status: object):
    assert one(knowledge, measured(status=status)).value == ANYTHING


@pytest.mark.parametrize("status", ["registered", "cancelled", "entered-in-error"])
def test_a_value_that_is_none(knowledge: Knowledge, status: str):
    assert none(knowledge, measured(status=status))


def test_only_codes_that_a_rule_asks_for_and_never_words(knowledge: Knowledge):
    assert none(knowledge, measured(code="8302-2"))
    assert none(knowledge, measured(code="33914-3") | {"code": {"text": "eGFR"}})
    assert none(knowledge, measured() | {"code": concept(EGFR, "https://example.org/local")})
    assert none(knowledge, measured() | {"code": EGFR})


@pytest.mark.parametrize(
    ("code", "value", "unit", "lab", "expected"),
    [
        (MAGNESIUM, 0.85, "mmol/L", "magnesium", 0.85),
        (MAGNESIUM_MASS, 2.0, "mg/dL", "magnesium", 0.8229),
        (MAGNESIUM, 2.0, "mg/dL", "magnesium", 0.8229),
        (MAGNESIUM, 1.7, "meq/L", "magnesium", 0.85),
        (FERRITIN, 62, "ng/mL", "ferritin", 62),
        (TSAT, 24, "%", "tsat", 24),
        (EGFR, 72, "mL/min/1.73m2", "egfr", 72),
    ],
)
def test_units(knowledge: Knowledge, code: str, value: float, unit: str, lab: str, expected: float):
    found = one(knowledge, measured(value, unit, code))
    assert found.code == lab
    assert found.value.low == found.value.high == pytest.approx(expected, rel=1e-3)


@pytest.mark.parametrize(
    "quantity",
    [
        {"value": 0.85},
        {"value": 0.85, "unit": "furlongs"},
        {"value": 0.85, "unit": "mmol/L", "system": UCUM, "code": "g/L"},
        {"value": 0.85, "unit": "mmol/L", "code": "mg/dL", "system": UCUM},
        {"value": 850, "unit": "mmol/L"},
        {"value": -1, "unit": "mmol/L"},
        {"value": "0.85", "unit": "mmol/L"},
        {"value": True, "unit": "mmol/L"},
        {"value": 10**400, "unit": "mmol/L"},
        {"unit": "mmol/L"},
        {"value": None, "unit": "mmol/L"},
        {"value": 0.85, "unit": "mmol/L", "comparator": "ad"},
        {"value": 0.85, "unit": "mmol/L", "comparator": []},
        "0.85 mmol/L",
        [],
        None,
        0.85,
        {"value": 0.85, "unit": 7},
    ],
)
def test_what_cannot_be_understood_may_be_anything_and_is_never_dropped(knowledge: Knowledge, quantity: object):
    found = one(knowledge, measured(code=MAGNESIUM, valueQuantity=quantity))
    assert found.value == ANYTHING
    assert found.measured is not None


@pytest.mark.parametrize(
    ("comparator", "expected"),
    [
        (">", Interval(60, INF, low_open=True, high_open=True)),
        (">=", Interval(60, INF, high_open=True)),
        ("<", Interval(0, 60, high_open=True)),
        ("<=", Interval(0, 60)),
    ],
)
def test_a_comparator_makes_an_interval(knowledge: Knowledge, comparator: str, expected: Interval):
    quantity = {"value": 60, "unit": "mL/min/1.73m2", "comparator": comparator}
    assert one(knowledge, measured(valueQuantity=quantity)).value == expected


def ends(low: float | None, high: float | None, unit: str = "mmol/L", other: str = "") -> dict[str, Any]:
    found: dict[str, Any] = {} if low is None else {"low": {"value": low, "unit": unit}}
    return found | ({} if high is None else {"high": {"value": high, "unit": other or unit}})


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (ends(0.7, 0.9), Interval(0.7, 0.9)),
        (ends(0.7, None), Interval(0.7, INF, high_open=True)),
        (ends(None, 0.9), Interval(0, 0.9)),
        (ends(0.9, 0.7), ANYTHING),
        (ends(0.7, 0.9, "mmol/L", "mg/dL"), ANYTHING),
        (ends(None, None), ANYTHING),
        ("0.7-0.9", ANYTHING),
    ],
)
def test_ranges(knowledge: Knowledge, given: object, expected: Interval):
    ranged = measured(code=MAGNESIUM, valueRange=given)
    del ranged["valueQuantity"]
    assert one(knowledge, ranged).value == expected


@pytest.mark.parametrize(
    ("code", "words", "expected"),
    [
        (FERRITIN, "<5 ug/L", Interval(0, 5, high_open=True)),
        (EGFR, ">60 mL/min", Interval(60, INF, low_open=True, high_open=True)),
        (EGFR, ">90", Interval(90, INF, low_open=True, high_open=True)),
        (FERRITIN, "<5", ANYTHING),
        (FERRITIN, "haemolysed", ANYTHING),
        (MAGNESIUM, "0,85 mmol/L", Interval(0.85, 0.85)),
        (EGFR, "", ANYTHING),
        (EGFR, 72, ANYTHING),
        (EGFR, "1.000", ANYTHING),
    ],
)
def test_values_in_words(knowledge: Knowledge, code: str, words: object, expected: Interval):
    said = measured(code=code, valueString=words)
    del said["valueQuantity"]
    assert one(knowledge, said).value == expected


def test_two_values_in_one_are_anything(knowledge: Knowledge):
    assert one(knowledge, measured(valueString="72")).value == ANYTHING


def test_an_absent_value_is_nothing_and_a_missing_one_anything(knowledge: Knowledge):
    bare = measured()
    del bare["valueQuantity"]
    assert one(knowledge, bare).value == ANYTHING
    assert none(knowledge, bare | {"dataAbsentReason": concept("unknown", "x")})
    # FHIR forbids both together: whether there is a value cannot be told.
    assert one(knowledge, measured(dataAbsentReason=concept("unknown", "x"))).value == ANYTHING


def test_components_are_values_of_their_own(knowledge: Knowledge):
    part = {"code": concept(MAGNESIUM, LOINC), "valueQuantity": {"value": 0.7, "unit": "mmol/L"}}
    panel = measured(component=[part, {"code": concept("8302-2", LOINC)}, 7]) | {"code": concept("24326-1", LOINC)}
    assert one(knowledge, panel).value == Interval(0.7, 0.7)
    assert one(knowledge, panel | {"status": "preliminary"}).value == ANYTHING
    assert none(knowledge, panel | {"status": "cancelled"})
    assert none(knowledge, panel | {"component": "many"})


@pytest.mark.parametrize(
    "field", [{"modifierExtension": [{"url": "u"}]}, {"implicitRules": "https://example.org/rules"}]
)
def test_a_changed_meaning_may_be_anything(knowledge: Knowledge, field: dict[str, Any]):
    assert one(knowledge, measured(**field)).value == ANYTHING
    assert one(knowledge, measured(status="entered-in-error", **field)).value == ANYTHING


def test_egfr_from_creatinine(knowledge: Knowledge):
    found = one(knowledge, measured(88.4, "umol/L", CREATININE))
    assert found.code == "egfr"
    assert found.value.low == found.value.high == pytest.approx(62.5, abs=0.1)


def test_egfr_from_creatinine_is_as_wide_as_what_is_not_known(knowledge: Knowledge):
    exact = one(knowledge, measured(88.4, "umol/L", CREATININE)).value
    by_year = one(knowledge, measured(88.4, "umol/L", CREATININE), whose=patient(birthDate="1961")).value
    anybody = one(knowledge, measured(88.4, "umol/L", CREATININE), whose=patient(gender="other")).value
    assert by_year.low < by_year.high
    assert by_year.low <= exact.low <= by_year.high
    assert anybody.low <= exact.low < anybody.high
    assert one(knowledge, measured(88.4, "furlongs", CREATININE)).value.low == 0


@pytest.mark.parametrize("born", [None, "2010-01-01", "2008", "1880-01-01", "2030-01-01", "nonsense"])
def test_no_egfr_from_creatinine_without_a_grown_age(knowledge: Knowledge, born: str | None):
    who = patient(birthDate=born)
    assert not person(knowledge, measured(88.4, "umol/L", CREATININE), whose=who).observations


def answered(value: object, **fields: Any) -> dict[str, Any]:
    given = measured() | {"code": concept("82810-3", LOINC), "valueCodeableConcept": value} | fields
    del given["valueQuantity"]
    return given


PREGNANT, NOT_PREGNANT = concept("77386006", SNOMED), concept("60001007", SNOMED)


@pytest.mark.parametrize(
    ("value", "day", "expected"),
    [
        (PREGNANT, "2026-11-01", "present"),
        (PREGNANT, "2026-01-26", "present"),
        (PREGNANT, "2026-01-25", "unknown"),
        (PREGNANT, "2026", "unsure"),
        (NOT_PREGNANT, "2026-11-01", "refuted"),
        (NOT_PREGNANT, "2026-10-22", "unknown"),
        (NOT_PREGNANT, "2026", "unknown"),
        ({"text": "no"}, "2026-11-01", "unsure"),
        ("no", "2026-11-01", "unsure"),
        ({"coding": [*PREGNANT["coding"], *NOT_PREGNANT["coding"]]}, "2026-11-01", "unsure"),
        (PREGNANT, "2026-11-23", "unknown"),
    ],
)
def test_coded_answers(knowledge: Knowledge, value: object, day: str, expected: str):
    found = person(knowledge, answered(value, effectiveDateTime=day))
    groups = {"present": found.conditions, "unsure": found.unsure, "refuted": found.refuted}
    assert {name for name, group in groups.items() if "pregnancy" in group} == ({expected} - {"unknown"})


def test_an_answer_that_may_change_is_i_do_not_know(knowledge: Knowledge):
    assert "pregnancy" in person(knowledge, answered(NOT_PREGNANT, status="preliminary")).unsure
    assert "pregnancy" in person(knowledge, answered(NOT_PREGNANT, implicitRules="u")).unsure
    assert not person(knowledge, answered(PREGNANT, status="entered-in-error")).unsure
