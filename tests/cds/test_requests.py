"""Requests that are not as they should be: refused with the field and no value of the patient, never a failure."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cds.asking import CIPROFLOXACIN, MAGNESIUM_OXIDE, asked, desk, draft, egfr, prefetch, service, statement
from stilla.interfaces.cds_hooks.refused import Refused

SECRET = "191212121212"
TAKES = prefetch(statements=[statement(MAGNESIUM_OXIDE)], labs=[egfr(24)])


def refusal(knowledge, body, hook="order-select", **fields):
    sent = body if isinstance(body, bytes) else json.dumps(body).encode()
    with pytest.raises(Refused) as caught:
        desk(knowledge, **fields).answer(sent, service(hook), "en")
    for language in ("en", "sv"):
        outcome = caught.value.outcome(language)
        assert outcome["resourceType"] == "OperationOutcome"
        assert SECRET not in json.dumps(outcome)
        assert all(each["details"]["text"] for each in outcome["issue"])
    return caught.value.status


def changed(path, value, hook="order-select"):
    """A good request with one field changed, or left out where `value` is ..."""
    request = json.loads(json.dumps(asked(hook, TAKES, [draft(CIPROFLOXACIN)])))
    held = request
    *way, last = path.split(".")
    for key in way:
        held = held[key]
    if value is ...:
        del held[last]
    else:
        held[last] = value
    return request


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b'"x"', b"null", b"\xff\xfe{}", b"[" * 100_000, b"NaN", b'{"a":1}{}']
)
def test_what_is_no_json_object_is_400(knowledge, body):
    assert refusal(knowledge, body) == 400


@pytest.mark.parametrize("field", ["hook", "hookInstance", "context", "context.patientId", "context.userId",
                                   "context.draftOrders", "context.selections"])  # fmt: skip
@pytest.mark.parametrize("value", [..., None, "", 7, [], True])
def test_what_is_required_is_required(knowledge, field, value):
    assert refusal(knowledge, changed(field, value)) == 400


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("hook", "order-dispatch"),
        ("hook", "patient-view"),
        ("context.patientId", "../Patient?" + SECRET),
        ("context.patientId", "p" * 65),
        ("context.draftOrders", {"resourceType": "Patient"}),
        ("context.draftOrders", {"resourceType": "Bundle", "entry": [{}]}),
        ("context.draftOrders", {"resourceType": "Bundle", "entry": {"resource": 1}}),
        ("context.selections", [1]),
        ("prefetch", []),
        ("prefetch", {"patient": SECRET}),
        ("prefetch", {"patient": {"id": SECRET}}),
    ],
)
def test_wrong_types_are_400(knowledge, field, value):
    assert refusal(knowledge, changed(field, value)) == 400


@pytest.mark.parametrize(
    "authorization",
    [
        {"access_token": "t", "token_type": "Bearer", "expires_in": 300, "scope": "user/*.read", "subject": "s"},
    ],
)
def test_a_token_without_a_server_is_400(knowledge, authorization):
    assert refusal(knowledge, changed("fhirAuthorization", authorization)) == 400


@pytest.mark.parametrize(
    "bad", [{"expires_in": "300"}, {"token_type": "MAC"}, {"access_token": "a\r\nb"}, {"scope": 1}]
)
def test_a_strange_authorization_is_400(knowledge, bad):
    good = {"access_token": "t", "token_type": "Bearer", "expires_in": 300, "scope": "user/*.read", "subject": "s"}
    request = changed("fhirAuthorization", good | bad) | {"fhirServer": "https://fhir.example.org"}
    assert refusal(knowledge, request) == 400


def test_orders_of_other_releases_are_422(knowledge):
    r5 = draft(CIPROFLOXACIN)
    r5["medication"] = {"concept": r5.pop("medicationCodeableConcept")}
    dstu2 = {"resourceType": "MedicationOrder", "id": "o", "status": "draft"}
    nameless = {"resourceType": "MedicationRequest", "id": "o", "status": "draft", "intent": "order"}
    for each in (r5, dstu2, nameless):
        assert refusal(knowledge, asked("order-select", TAKES, [each])) == 422


def test_contained_resources_in_a_circle_are_422(knowledge):
    def part(name, to):
        return {"resourceType": "Medication", "id": name, "ingredient": [{"itemReference": {"reference": f"#{to}"}}]}

    for parts in ([part("a", "a")], [part("a", "b"), part("b", "a")], [part("a", "b"), part("b", "c"), part("c", "b")]):
        circle = draft(CIPROFLOXACIN) | {"contained": parts}
        assert refusal(knowledge, asked("order-select", TAKES, [circle])) == 422


def test_a_selection_of_nothing_is_422(knowledge):
    assert refusal(knowledge, changed("context.selections", ["MedicationRequest/other"])) == 422


def test_two_patients_are_never_mixed(knowledge):
    other = {"subject": {"reference": f"https://fhir.example.org/Patient/{SECRET}"}}
    assert refusal(knowledge, asked("order-select", TAKES, [draft(CIPROFLOXACIN) | other])) == 412
    assert refusal(knowledge, changed("prefetch", prefetch(labs=[egfr(90) | other]))) == 412
    stranger = prefetch({"resourceType": "Patient", "id": SECRET})
    assert refusal(knowledge, changed("prefetch", stranger)) == 412


def test_a_key_with_another_kind_of_resource_is_412(knowledge):
    assert refusal(knowledge, changed("prefetch", TAKES | {"conditions": egfr(20)})) == 412
    assert refusal(knowledge, changed("prefetch", TAKES | {"patient": egfr(20)})) == 412


def test_a_request_that_is_too_large_is_413(knowledge):
    body = json.dumps(asked("order-select", TAKES, [draft(CIPROFLOXACIN)])).encode()
    assert refusal(knowledge, body, largest_request=len(body) - 1) == 413


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=8),
    lambda each: st.lists(each, max_size=3) | st.dictionaries(st.text(max_size=8), each, max_size=3),
    max_leaves=8,
)


def places(value, path=()):
    """Every place in a JSON value."""
    yield path
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inside in items:
        yield from places(inside, (*path, key))


@settings(max_examples=settings.default.max_examples // 2)
@given(data=st.data())
def test_whatever_stands_anywhere_there_are_cards_or_a_refusal(knowledge, data):
    hook = data.draw(st.sampled_from(["patient-view", "order-select", "order-sign"]))
    request = json.loads(json.dumps(asked(hook, TAKES, [draft(CIPROFLOXACIN)])))
    for _ in range(data.draw(st.integers(1, 3))):
        path = data.draw(st.sampled_from([each for each in places(request) if each]))
        held = request
        for key in path[:-1]:
            held = held[key]
        held[path[-1]] = data.draw(ANYTHING)
    body = json.dumps(request).encode()
    try:
        answer = desk(knowledge).answer(body, service(hook), "en")
    except Refused as refused:
        assert refused.status in {400, 412, 422}
    else:
        assert isinstance(answer.cards, tuple)
