"""docs/records.md, sections 5.5, 7 and 8: files, people, references, twins, and what cannot be read."""

from __future__ import annotations

import json
from typing import Any

import pytest
from fhir_written import (
    bundle,
    coded,
    concept,
    condition,
    measured,
    patient,
    person,
    pointing,
    product,
    read,
    request,
    statement,
)

from stilla.errors import BadInput
from stilla.knowledge.store import Knowledge
from stilla.records import decoding
from stilla.records.bundle import MOST_TOLD, Records, read_records
from stilla.records.patient import Patient
from stilla.records.tally import tally


def text(*resources: dict[str, Any], **more: Any) -> bytes:
    return json.dumps(bundle(*resources) | more).encode()


def rows(records: Records, name: str = "p1") -> list[str]:
    return sorted(each.reference for each in records.rows_by_patient[name])


ALL = (patient(), request(), condition(), measured())
THREE = ["Condition/c1", "MedicationRequest/m1", "Observation/o1"]
LINES = "\n".join(json.dumps(each) for each in ALL)


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (text(*ALL), "b.json"),
        (json.dumps(bundle(*ALL), indent=2).encode(), "b.json"),
        (b"\xef\xbb\xbf" + text(*ALL), "b.json"),
        (b"\n  " + text(*ALL), "b.json"),
        (LINES.encode(), "b.ndjson"),
        (LINES.encode(), "b.json"),
        (LINES.replace("\n", "\r\n\r\n").encode() + b"\n", "b.ndjson"),
        (b"\xef\xbb\xbf" + LINES.encode(), "B.NDJSON"),
        (text(*ALL), "bundle-on-one-line.ndjson"),
        (text(*ALL, type="searchset"), "b.json"),
        (text(*ALL, type=7), "b.json"),
    ],
)
def test_every_shape_of_a_file_gives_the_same(content: bytes, name: str):
    records = read_records(content, name)
    assert rows(records) == THREE
    assert not records.set_aside
    assert records.only().id == "p1"


def test_a_single_resource():
    assert rows(read_records(json.dumps(request()).encode(), "one.json")) == ["MedicationRequest/m1"]
    assert read_records(json.dumps(patient()).encode(), "one.json").rows_by_patient == {"p1": ()}


def test_an_entry_that_is_out_of_form_does_not_hide_the_others():
    entries = [
        *bundle(*ALL)["entry"],
        7,
        {"resource": "request"},
        {"resource": {"id": "x"}},
        {},
        None,
        {"resource": None},
    ]
    records = read_records(json.dumps({"resourceType": "Bundle", "entry": entries}).encode(), "b.json")
    assert [each for each in rows(records) if "/" in each] == THREE
    assert records.set_aside_count == 5
    assert next(each.where.en for each in records.set_aside) == "b.json, entry 5"
    assert records.ignored["Bundle.entry", "empty"] == 1


@pytest.mark.parametrize("entry", [{}, "none", 7, {"resource": request()}])
def test_a_bundle_whose_entries_are_no_list(entry: object):
    records = read_records(json.dumps({"resourceType": "Bundle", "entry": entry}).encode(), "b.json")
    assert [each.reason for each in records.set_aside] == [decoding.NO_LIST]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "not JSON"),
        (b"{", "not JSON"),
        (b"[]", "object"),
        (b"7", "object"),
        (b'{"resourceType": "Bundle", "entry": [', "not JSON"),
        (b'{"resourceType": "Bundle", "x": NaN}', "not JSON"),
        (b'{"resourceType": "Patient", "id": "\xff"}', "not UTF-8"),
        (b'{"resourceType": "Bundle", "entry": ' + b"[" * 100_000, "too deep"),
        (b"\xff\xfe{", "not JSON"),
    ],
)
def test_a_file_of_which_nothing_can_be_read_is_refused(content: bytes, says: str):
    with pytest.raises(BadInput, match=says):
        read_records(content, "b.json")


def test_a_refusal_names_the_line():
    with pytest.raises(BadInput, match=r"b\.json, line 3"):
        read_records(b'{"resourceType": "Bundle",\n"entry": [\n}', "b.json")


@pytest.mark.parametrize(
    ("line", "says"),
    [
        (b"{", decoding.NOT_JSON),
        (b"7", decoding.NO_OBJECT),
        (b"[]", decoding.NO_OBJECT),
        (b'{"id": 1}', decoding.NO_TYPE),
        (b'{"resourceType": 7}', decoding.NO_TYPE),
        (b'{"resourceType": ""}', decoding.NO_TYPE),
        (b'{"resourceType": "Patient", "id": "\xff"}', decoding.NOT_TEXT),
        (b'{"resourceType": "Condition", "x": ' + b"[" * 100_000, decoding.TOO_DEEP),
        (b'{"resourceType": "Condition", "id": "a", "id": "b"}', decoding.TWICE),
        (b'{"resourceType" :"Condition", "id": "a", "id": "b"}', decoding.TWICE),
        (b'{"resourceType": "Condition", "id": "a", "id": "b", "note": "\\u003a"}', decoding.TWICE),
        (b'{"resourceType": "Condition", "id": "a", "id": "b", "note": "\\u0022:"}', decoding.TWICE),
        (b'{"resourceType": "Observation", "valueQuantity": {"value": 1, "value": 2}}', decoding.TWICE),
        (b'{"resourceType": "Observation", "valueQuantity": {"value": 1e999}}', decoding.NOT_JSON),
        (b'{"resourceType": "Observation", "valueQuantity": {"value": Infinity}}', decoding.NOT_JSON),
    ],
)
def test_a_bad_line_is_set_aside_and_the_rest_goes_on(line: bytes, says: object):
    first, *rest = LINES.encode().split(b"\n")
    records = read_records(b"\n".join([first, line, *rest]), "b.ndjson")
    assert [each for each in rows(records) if "/" in each] == THREE
    assert [(each.where.en.split(", ")[1], each.reason) for each in records.set_aside] == [("line 2", says)]


@pytest.mark.parametrize(
    "written",
    [
        '{"resourceType": "Condition", "id": "x", "note": [{"text": "a \\":b\\": c"}]}',
        '{"resourceType" : "Condition", "id" :"x"}',
        '{"resourceType":"Condition","\\u0069d":"x"}',
    ],
)
def test_what_only_looks_like_a_field_twice_is_none(written: str):
    records = read_records(f"{json.dumps(patient())}\n{written}".encode(), "b.ndjson")
    assert rows(records) == ["Condition/x"]


def test_two_lists_of_entries_lose_neither_in_silence():
    twice = b'{"resourceType": "Bundle", "entry": [{"resource": %s}], "entry": []}' % json.dumps(request()).encode()
    assert [each.reason for each in read_records(twice, "b.json").set_aside] == [decoding.TWICE]
    late = twice.replace(b'"entry": []', b'"entry": [{"resource": {"resourceType": "Patient", "id": "p1"}}]')
    assert [each.reason for each in read_records(late, "b.json").set_aside] == [decoding.TWICE]


def test_the_sizes_are_limited(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(decoding, "LONGEST_LINE", 800)
    long = json.dumps(statement(note="x" * 900))
    records = read_records(f"{LINES}\n{long}".encode(), "b.ndjson")
    assert [each.reason for each in records.set_aside] == [decoding.TOO_LONG]
    monkeypatch.setattr(decoding, "LARGEST", 1000)
    with pytest.raises(BadInput, match="megabytes"):
        read_records(b" " * 1001, "b.json")


def test_only_the_first_faults_are_kept_and_all_are_counted():
    records = read_records(b"7\n" * (MOST_TOLD + 5), "b.ndjson")
    assert (len(records.set_aside), records.set_aside_count) == (MOST_TOLD, MOST_TOLD + 5)


def test_several_people_and_whose():
    other = patient(id="p2")
    records = read(patient(), other, request(), request(id="m2", subject={"reference": "Patient/p2"}))
    with pytest.raises(BadInput, match="2 people"):
        records.only()
    assert records.only("p2").id == records.only("Patient/p2").id == "p2"
    with pytest.raises(BadInput, match="nobody with this id"):
        records.only("p3")
    assert rows(records, "p2") == ["MedicationRequest/m2"]


@pytest.mark.parametrize(
    "reference", ["Patient/p1", "https://example.org/fhir/Patient/p1", "Patient/p1/_history/2", "https://example.org/0"]
)
def test_whose_a_record_is(reference: str):
    assert rows(read(patient(), request(subject={"reference": reference}))) == ["MedicationRequest/m1"]


def test_a_patient_without_an_id_is_known_by_the_address_of_its_entry():
    nameless = {key: value for key, value in patient().items() if key != "id"}
    records = read(nameless, request(subject={"reference": "https://example.org/0"}))
    assert rows(records, "https://example.org/0") == ["MedicationRequest/m1"]


@pytest.mark.parametrize("subject", [None, {}, {"display": "somebody"}, {"reference": 7}, "Patient/p1"])
def test_a_record_without_a_person_belongs_to_the_only_one(subject: object):
    assert rows(read(patient(), request(subject=subject))) == ["MedicationRequest/m1"]
    records = read(patient(), patient(id="p2"), request(subject=subject))
    assert records.set_aside_count == 1
    assert records.rows_by_patient == {"p1": (), "p2": ()}


BROKEN = '{"resourceType": "Condition", "id": "b", "subject": {"reference": "Patient/p2"}, "id": "c"}'
UNREADABLE = [{"resourceType": "Condition"}]


@pytest.mark.parametrize(
    "broken",
    [
        BROKEN,
        BROKEN.replace("Patient/p2", "https:\\/\\/example.org\\/fhir\\/Patient\\/p2"),
        BROKEN.replace('"subject": {', '"patient" :{"display": "x",'),
        BROKEN[:-1],
        BROKEN[:-12] + "}]}",
    ],
)
def test_what_cannot_be_read_stays_with_whom_it_names(broken: str):
    lines = [json.dumps(patient()), json.dumps(patient(id="p2")), broken]
    records = read_records("\n".join(lines).encode(), "all.ndjson")
    assert records.set_aside_count == 1
    assert records.rows_by_patient["p1"] == ()
    assert UNREADABLE[0] in [each.shape for each in records.rows_by_patient["p2"]]


@pytest.mark.parametrize("broken", ['{"resourceType": "Condition", "id": 1, "id": 2}', BROKEN.replace("p2", "p9")])
def test_what_cannot_be_read_and_names_nobody_here_changes_only_a_file_about_one(broken: str):
    alone = read_records(f"{json.dumps(patient())}\n{broken}".encode(), "all.ndjson")
    assert [each.shape for each in alone.rows_by_patient["p1"]] == UNREADABLE
    lines = [json.dumps(patient()), json.dumps(patient(id="p2")), broken]
    among = read_records("\n".join(lines).encode(), "all.ndjson")
    assert among.set_aside_count == 1
    assert among.rows_by_patient == {"p1": (), "p2": ()}


def test_a_page_that_is_missing_may_be_about_everybody():
    links = [{"relation": "next", "url": "https://example.org/?page=2"}]
    records = read_records(text(patient(), patient(id="p2"), link=links), "b.json")
    assert all(
        {each.kind for each in rows} == {"MedicationStatement", "Condition"}
        for rows in records.rows_by_patient.values()
    )


def test_a_bundle_that_cannot_be_read_may_hold_anything():
    records = read(patient(), bundle(request(), condition()))
    assert {each.kind for each in records.rows_by_patient["p1"]} == {"MedicationStatement", "Condition"}


def test_among_several_people_more_are_known_by_reference_only():
    elsewhere = request(subject={"reference": "Patient/p9"})
    records = read(patient(), patient(id="p2"), elsewhere)
    assert records.only("p9") == Patient("p9")
    assert rows(records, "p9") == ["MedicationRequest/m1"]
    retired = read(patient(), patient(id="p2"), patient(id="p9", active=False), elsewhere)
    assert retired.ignored == {("Patient", "not-active"): 1, ("MedicationRequest", "somebody-else"): 1}


def test_a_record_of_somebody_else_is_not_used():
    records = read(patient(), request(subject={"reference": "Patient/p9"}), condition(subject={"reference": "Group/g"}))
    assert rows(records) == []
    assert records.ignored == {("MedicationRequest", "somebody-else"): 1, ("Condition", "no-person"): 1}


def test_a_person_nobody_can_find_is_told():
    records = read(patient(), request(subject={"reference": "Patient?identifier=7"}))
    assert records.set_aside_count == 1
    assert records.rows_by_patient["p1"]


def test_records_without_a_patient_resource_belong_to_whom_they_name(knowledge: Knowledge):
    records = read(request())
    assert (records.only().id, records.only().born_first) == ("p1", None)
    del knowledge


def version(number: str, updated: str | None, **fields: Any) -> dict[str, Any]:
    return request(**fields) | {"meta": {"versionId": number} | ({"lastUpdated": updated} if updated else {})}


@pytest.mark.parametrize(
    ("one", "other", "statuses"),
    [
        (version("1", "2026-01-01T00:00:00Z"), version("2", "2026-02-01T00:00:00Z", status="stopped"), ["stopped"]),
        (version("9", "2026-03-01T00:00:00Z"), version("2", "2026-02-01T00:00:00Z", status="stopped"), ["active"]),
        (
            version("1", "2026-02-01T01:00:00+01:00"),
            version("2", "2026-02-01T00:00:00Z", status="stopped"),
            ["stopped"],
        ),
        (version("1", None), version("2", None, status="stopped"), ["active", "stopped"]),
        (
            version("1", "2026-02-01T00:00:00Z"),
            version("1", "2026-02-01T00:00:00Z", status="stopped"),
            ["active", "stopped"],
        ),
        (version("1", "yesterday"), version("2", "2026-02-01T00:00:00Z", status="stopped"), ["active", "stopped"]),
        (request(), request(), ["active"]),
    ],
)
def test_twins(one: dict[str, Any], other: dict[str, Any], statuses: list[str]):
    for pair in ((one, other), (other, one)):
        records = read(patient(), *pair)
        assert sorted(each.shape["status"] for each in records.rows_by_patient["p1"]) == statuses
        assert records.ignored.get(("MedicationRequest", "older-version"), 0) == 2 - len(statuses)


def at_servers(*found: tuple[str, dict[str, Any]]) -> Records:
    """Records of one file with the address of the server of each."""
    entries = [
        {"fullUrl": f"https://{server}.example/fhir/{each['resourceType']}/{each['id']}", "resource": each}
        for server, each in found
    ]
    return read_records(json.dumps({"resourceType": "Bundle", "type": "collection", "entry": entries}).encode(), "b")


def test_the_same_id_at_two_servers_is_another_record():
    older, newer = version("1", "2026-01-01T00:00:00Z"), version("1", "2026-02-01T00:00:00Z", status="on-hold")
    records = at_servers(("a", patient()), ("a", older), ("b", newer))
    assert sorted(each.shape["status"] for each in records.rows_by_patient["p1"]) == ["active", "on-hold"]
    assert records.ignored == {}
    records = at_servers(("a", patient()), ("a", older), ("a", newer), ("b", newer))
    assert [each.shape["status"] for each in records.rows_by_patient["p1"]] == ["on-hold"]


@pytest.mark.parametrize("reference", ["Medication/x1", "https://a.example/fhir/Medication/x1"])
def test_a_reference_leads_to_the_server_it_is_from(reference: str):
    """The newer product of the other server has the same id and is another medicine."""
    digoxin = product(meta={"lastUpdated": "2026-01-01T00:00:00Z"})
    other = product(code=concept("N02BE01"), meta={"lastUpdated": "2026-02-01T00:00:00Z"})
    (order,) = pointing(reference)
    for products in ([("a", digoxin), ("b", other)], [("b", other), ("a", digoxin)]):
        records = at_servers(("a", patient()), *products, ("a", order))
        (row,) = records.rows_by_patient["p1"]
        assert row.shape["medication"]["code"] == concept("C01AA05")


def test_a_product_of_another_server_is_not_taken_for_one_that_is_not_there():
    (order,) = pointing("https://a.example/fhir/Medication/x1")
    records = at_servers(("a", patient()), ("b", product(code=concept("N02BE01"))), ("a", order))
    (row,) = records.rows_by_patient["p1"]
    assert row.shape["dangling"] is True
    # Where all is from one server, its address may be written in two ways (a proxy).
    records = at_servers(("b", patient()), ("b", product()), ("b", order))
    (row,) = records.rows_by_patient["p1"]
    assert row.shape["medication"]["code"] == concept("C01AA05")


R5 = [
    request(medication={"concept": concept("C01AA05")}),
    statement(taken="n"),
    statement(wasNotTaken=True),
    {"resourceType": "MedicationOrder", "id": "m1", "status": "active", "subject": {"reference": "Patient/p1"}},
]


@pytest.mark.parametrize("resource", R5)
def test_another_version_is_told_and_nobody_knows_what_it_says(knowledge: Knowledge, resource: dict[str, Any]):
    records = read(patient(), resource)
    assert ["FHIR R4" in each.reason.en for each in records.set_aside] == [True]
    found = person(knowledge, resource, complete=("medicines",))
    assert not found.medicines
    assert found.medicines_open


@pytest.mark.parametrize("fields", [{"clinicalStatus": "active"}, {"verificationStatus": "confirmed"}])
def test_a_condition_of_another_version_is_i_do_not_know(knowledge: Knowledge, fields: dict[str, Any]):
    assert read(patient(), condition(**fields)).set_aside_count == 1
    assert "ckd" in person(knowledge, condition(**fields)).unsure


@pytest.mark.parametrize(
    ("resource", "path"),
    [
        (request(dosageInstruction={}), "MedicationRequest.dosageInstruction"),
        (request(authoredOn="soon"), "MedicationRequest.authoredOn"),
        (measured(valueQuantity={"value": "42"}), "Observation.valueQuantity.value"),
        (condition(onsetPeriod={"start": 7}), "Condition.onsetPeriod.start"),
        (measured(effectivePeriod=[]), "Observation.effectivePeriod"),
        (patient(birthDate="1961-13-01"), "Patient.birthDate"),
    ],
)
def test_a_fault_names_its_field_and_hides_nothing(resource: dict[str, Any], path: str):
    records = read(*([resource] if resource["resourceType"] == "Patient" else [patient(), resource]))
    (fault,) = records.set_aside
    assert fault.where.en.endswith(path)
    assert sum(len(each) for each in records.rows_by_patient.values()) == (resource["resourceType"] != "Patient")


def test_a_bundle_within_a_bundle_is_told():
    records = read(patient(), bundle(request()))
    assert [each.reason for each in records.set_aside] == [decoding.NESTED]


def test_what_is_used_and_what_is_not_is_counted(knowledge: Knowledge):
    panel = measured(id="o2") | {"code": concept("8302-2", "http://loinc.org")}
    over = condition(id="c2", verificationStatus=coded("entered-in-error", "condition-ver-status"))
    counted = tally(read(*ALL, panel, over, {"resourceType": "Claim", "id": "x"}), knowledge)
    assert counted.used == {"Condition": 1, "MedicationRequest": 1, "Observation": 1, "Patient": 1}
    assert counted.ignored == {
        ("Claim", "type"): 1,
        ("Condition", "entered-in-error"): 1,
        ("Observation", "not-asked"): 1,
    }
    assert (counted.total, counted.not_used) == (7, 3)
