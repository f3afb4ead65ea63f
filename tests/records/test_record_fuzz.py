"""Whatever is done to a record: nothing but a refusal, and never an unknown turned into a "no"."""

from __future__ import annotations

import copy
import json
from typing import Any

from fhir_written import (
    LOINC,
    SNOMED,
    TODAY,
    administration,
    bundle,
    concept,
    condition,
    dispense,
    measured,
    patient,
    request,
    statement,
)
from hypothesis import given
from hypothesis import strategies as st

from stilla.errors import BadInput
from stilla.findings import Assessment, assess
from stilla.knowledge.store import Knowledge
from stilla.records.bundle import Records, read_records
from stilla.records.facts import Closed
from stilla.records.person import Context, person_of
from stilla.records.tally import tally
from stilla.rules.atoms import Situation
from stilla.rules.tree import Lab

WHOLE: frozenset[Closed] = frozenset(("medicines", "conditions", "magnesium"))
PRODUCT = {"resourceType": "Medication", "id": "x1", "code": concept("C01AA05"), "form": {"text": "tablet"}}
BY_REFERENCE = request(id="m9", medicationReference={"reference": "Medication/x1"})
del BY_REFERENCE["medicationCodeableConcept"]
TIMED = [
    {
        "timing": {"repeat": {"timeOfDay": ["07:00:00"], "boundsPeriod": {"start": "2026-01-01"}}},
        "route": concept("26643006", SNOMED),
    }
]
MEDICINES = [
    request("N02BF01", id="m1", dosageInstruction=TIMED),
    request("A12CC04", id="m2"),
    statement("A12CC10", id="m3"),
    dispense("J01MA02", id="m4"),
    administration("C03CA01", id="m5"),
    request("X99XX99", id="m6"),
    BY_REFERENCE,
    statement(id="m7", medicationCodeableConcept={"text": "warfarin 5 MG Oral Tablet"}),
    statement("N05AN01", id="m8", status="on-hold"),
]
CONDITIONS = [
    condition("N18.5", id="c1"),
    condition("G70.0", id="c2"),
    condition("K56.6", id="c3", onsetDateTime="2026-11-20"),
    condition(concept("433144002", SNOMED), id="c4"),
    condition("I44.2", "resolved", id="c5"),
    condition("E11.9", verified="provisional", id="c6"),
    condition("I10", verified="refuted", id="c7", onsetDateTime="2026-11-01"),
    condition("Z99.2", id="c8", abatementDateTime="2024-01-01"),
]
OTHERS = [
    measured(25, id="o1"),
    measured(80, id="o2", effectiveDateTime="2026-10-01"),
    measured(2.4, "mmol/L", "2601-3", id="o3"),
    measured(300, "umol/L", "14682-9", id="o4"),
    PRODUCT,
    {
        "resourceType": "Composition",
        "id": "doc",
        "status": "final",
        "date": "2026-11-20",
        "section": [{"code": concept("10160-0", LOINC), "emptyReason": concept("nilknown", "x")}],
    },
]
JUNK = st.sampled_from(
    [None, 7, -1.5, True, False, "?", "", [], {}, [7], {"?": 7}, ["?"], [[]], "2026-13-99", "#", 10**40]
)


@st.composite
def records_of_somebody(draw: st.DrawFn) -> list[dict[str, Any]]:
    chosen = draw(
        st.lists(st.sampled_from([*MEDICINES, *CONDITIONS, *OTHERS]), unique_by=lambda each: each["id"], max_size=8)
    )
    return [patient(), *copy.deepcopy(chosen)]


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place within a value."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [place for key, each in items for place in ((*path, key), *places(each, (*path, key)))]


def spoil(draw: st.DrawFn, resource: dict[str, Any]) -> None:
    """One thing in a resource is dropped, nested, repeated, or made into something else."""
    *before, last = draw(st.sampled_from(places(resource)))
    within: Any = resource
    for key in before:
        within = within[key]
    how = draw(st.sampled_from(["drop", "junk", "nest", "list", "repeat"]))
    if how == "drop":
        del within[last]
    elif how == "junk":
        junk = draw(JUNK)
        # Another type is another resource, not a spoilt one.
        within[last] = 7 if last == "resourceType" and isinstance(junk, str) and junk else junk
    elif how == "nest":
        within[last] = {"value": within[last]}
    elif how == "list":
        within[last] = [within[last]]
    elif isinstance(within, list):
        within.append(copy.deepcopy(within[last]))


def read(resources: list[Any]) -> Records:
    return read_records(
        json.dumps({"resourceType": "Bundle", "entry": [{"resource": each} for each in resources]}).encode(), "b.json"
    )


def judged(
    knowledge: Knowledge, resources: list[Any], complete: frozenset[Closed] = frozenset()
) -> tuple[Assessment, Situation] | None:
    """The answer and the situation; None where it is refused."""
    try:
        records = read(resources)
        whose = records.only("p1")
        person = person_of(whose, records.rows_by_patient["p1"], Context(knowledge, TODAY, complete)).person
    except BadInput:
        return None
    tally(records, knowledge)
    return assess(person, knowledge, TODAY), Situation(person, TODAY, knowledge.concepts)


def unknown_became_false(knowledge: Knowledge, before: Situation, after: Situation) -> list[Any]:
    """Questions that were open and are now answered "no". Values are left out: without one an older one counts."""
    book = knowledge.checking.book
    old, new = book.pattern(before), book.pattern(after)
    return [
        atom
        for atom, bit in book.bit.items()
        if not isinstance(atom, Lab) and (old.unknown | old.true) & bit and not (new.unknown | new.true) & bit
    ]


@given(st.data())
def test_without_a_record_nothing_becomes_a_no(knowledge: Knowledge, data: st.DataObject):
    resources = data.draw(records_of_somebody())
    of_lists = [n for n, each in enumerate(resources) if each["resourceType"].startswith(("Medication", "Condition"))]
    if not of_lists:
        return
    gone = data.draw(st.sampled_from(of_lists))
    before, after = judged(knowledge, resources), judged(knowledge, resources[:gone] + resources[gone + 1 :])
    assert before is not None
    assert after is not None
    if not any(each["resourceType"] == "Composition" for each in resources):
        assert unknown_became_false(knowledge, before[1], after[1]) == []
        assert not (before[0].verdict == "stop" and after[0].verdict == "go")


@given(st.data())
def test_a_spoilt_medicine_or_condition_never_becomes_a_no(knowledge: Knowledge, data: st.DataObject):
    resources = data.draw(records_of_somebody())
    spoilt = copy.deepcopy(resources)
    of_lists = [each for each in spoilt if each["resourceType"].startswith(("Medication", "Condition"))]
    if not of_lists:
        return
    one = data.draw(st.sampled_from(of_lists))
    spoil(data.draw, one)
    before, after = judged(knowledge, resources), judged(knowledge, spoilt)
    assert before is not None
    if after is not None:
        assert unknown_became_false(knowledge, before[1], after[1]) == []


@given(st.data())
def test_a_spoilt_record_never_turns_a_stop_into_go(knowledge: Knowledge, data: st.DataObject):
    """Even where somebody called every list whole."""
    resources = data.draw(records_of_somebody())
    spoilt = copy.deepcopy(resources)
    for _ in range(data.draw(st.integers(1, 3))):
        spoil(data.draw, data.draw(st.sampled_from(spoilt)))
    before, after = judged(knowledge, resources, WHOLE), judged(knowledge, spoilt, WHOLE)
    assert before is not None
    assert after is None or not (before[0].verdict == "stop" and after[0].verdict == "go")


@given(st.data())
def test_the_order_of_records_changes_nothing(knowledge: Knowledge, data: st.DataObject):
    resources = data.draw(records_of_somebody())
    other = data.draw(st.permutations(resources))
    before, after = judged(knowledge, resources), judged(knowledge, other)
    assert before is not None
    assert after is not None
    book = knowledge.checking.book
    assert book.pattern(before[1]) == book.pattern(after[1])
    assert before[0].verdict == after[0].verdict


@given(st.data())
def test_lines_and_bundles_say_the_same(data: st.DataObject):
    resources = data.draw(records_of_somebody())
    if data.draw(st.booleans()):
        spoil(data.draw, data.draw(st.sampled_from(resources)))
    lines = "\n".join(json.dumps(each) for each in resources)
    one, other = read(resources), read_records(lines.encode(), "b.ndjson")
    assert one.rows_by_patient == other.rows_by_patient
    assert (one.ignored, one.set_aside_count) == (other.ignored, other.set_aside_count)


@given(st.data())
def test_what_no_rule_asks_for_can_be_left_unread(knowledge: Knowledge, data: st.DataObject):
    resources = data.draw(records_of_somebody())
    weight = measured(
        74,
        "kg",
        "29463-7",
        id="w",
        component=[{"code": concept("2601-3", LOINC), "valueQuantity": {"value": 2.4, "unit": "mmol/L"}}],
    )
    resources += data.draw(st.sampled_from([[], [weight], [measured(74, "kg", "29463-7", id="v")]]))
    content = json.dumps(bundle(*resources)).encode()
    found = []
    for records in (read_records(content, "b.json"), read_records(content, "b.json", knowledge)):
        person = person_of(records.only(), records.rows_by_patient["p1"], Context(knowledge, TODAY)).person
        found.append((person, tally(records, knowledge)))
    assert found[0] == found[1]


JSON = st.recursive(
    st.none() | st.booleans() | st.floats(allow_nan=False, allow_infinity=False) | st.integers() | st.text(max_size=12),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "resourceType",
                    "status",
                    "code",
                    "coding",
                    "system",
                    "text",
                    "subject",
                    "reference",
                    "valueQuantity",
                    "value",
                    "unit",
                    "medication",
                    "medicationReference",
                    "contained",
                    "id",
                    "entry",
                    "resource",
                    "section",
                    "component",
                    "low",
                    "meta",
                ]
            ),
            inner,
            max_size=5,
        )
    ),
    max_leaves=25,
)


@given(
    JSON,
    st.sampled_from(
        [
            "Patient",
            "Condition",
            "MedicationRequest",
            "MedicationDispense",
            "MedicationAdministration",
            "Observation",
            "Medication",
            "Composition",
            "Bundle",
            "MedicationOrder",
            "Odd",
        ]
    ),
)
def test_no_value_in_any_place_is_a_failure(knowledge: Knowledge, value: Any, kind: str):
    fields = value if isinstance(value, dict) else {"code": value, "status": value}
    judged(knowledge, [patient(), {**fields, "resourceType": kind}])
    judged(knowledge, [{**fields, "resourceType": kind}, value])
    for name in ("b.json", "b.ndjson"):
        try:
            records = read_records(json.dumps(value).encode(), name)
        except BadInput:
            continue
        tally(records, knowledge)


@given(st.binary(max_size=200), st.integers(0, 2000))
def test_no_bytes_in_any_place_are_a_failure(junk: bytes, at: int):
    whole = json.dumps(bundle(patient(), request(), condition())).encode()
    place = at % len(whole)
    for content in (junk, whole[:place], whole[:place] + junk + whole[place:]):
        for name in ("b.json", "b.ndjson"):
            try:
                read_records(content, name)
            except BadInput as refused:
                assert refused.problems
