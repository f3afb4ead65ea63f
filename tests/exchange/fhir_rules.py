"""What FHIR R4 asks of a document beyond what `fhir.resources` knows, written from the specification."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree as ET

from fhir.resources.R4B.bundle import Bundle

BINDINGS = {
    ("CarePlan", "status"): {"draft", "active", "on-hold", "revoked", "completed", "entered-in-error", "unknown"},
    ("CarePlan", "intent"): {"proposal", "plan", "order", "option"},
    ("Composition", "status"): {"preliminary", "final", "amended", "entered-in-error"},
    ("DetectedIssue", "status"): {
        "registered", "preliminary", "final", "amended", "corrected", "cancelled", "entered-in-error", "unknown",
    },
    ("DetectedIssue", "severity"): {"high", "moderate", "low"},
    ("DocumentReference", "status"): {"current", "superseded", "entered-in-error"},
    ("GuidanceResponse", "status"): {
        "success", "data-requested", "data-required", "in-progress", "failure", "entered-in-error",
    },
    ("MedicationStatement", "status"): {
        "active", "completed", "entered-in-error", "intended", "stopped", "on-hold", "unknown", "not-taken",
    },
    ("Observation", "status"): {
        "registered", "preliminary", "final", "amended", "corrected", "cancelled", "entered-in-error", "unknown",
    },
    ("Patient", "gender"): {"male", "female", "other", "unknown"},
    ("ResearchStudy", "status"): {
        "active", "administratively-completed", "approved", "closed-to-accrual",
        "closed-to-accrual-and-intervention", "completed", "disapproved", "in-review",
        "temporarily-closed-to-accrual", "temporarily-closed-to-accrual-and-intervention", "withdrawn",
    },
    ("ResearchSubject", "status"): {
        "candidate", "eligible", "follow-up", "ineligible", "not-registered", "off-study", "on-study",
        "on-study-intervention", "on-study-observation", "pending-on-study", "potential-candidate", "screening",
        "withdrawn",
    },
}  # fmt: skip
CODES = {
    "list-empty-reason": {"nilknown", "notasked", "withheld", "unavailable", "notstarted", "closed"},
    "condition-clinical": {"active", "recurrence", "relapse", "inactive", "remission", "resolved"},
    "condition-ver-status": {
        "unconfirmed", "provisional", "differential", "confirmed", "refuted", "entered-in-error",
    },
    "data-absent-reason": {
        "unknown", "asked-unknown", "temp-unknown", "not-asked", "asked-declined", "masked", "not-applicable",
        "unsupported", "as-text", "error", "not-a-number", "negative-infinity", "positive-infinity", "not-performed",
        "not-permitted",
    },
    "observation-category": {
        "social-history", "vital-signs", "imaging", "laboratory", "procedure", "survey", "exam", "therapy", "activity",
    },
}  # fmt: skip
UCUM = {"a", "d", "min", "mg", "%", "1", "mmol/L", "ug/L", "mL/min/{1.73_m2}", "{points}"}
_URN = re.compile(r"urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
_PATTERNS = {
    "id": r"[A-Za-z0-9\-.]{1,64}",
    "code": r"[^\s]+(\s[^\s]+)*",
    "date": r"\d{4}-\d{2}-\d{2}",
    "effectiveDateTime": r"\d{4}-\d{2}-\d{2}",
    "identifiedDateTime": r"\d{4}-\d{2}-\d{2}",
    "system": r"\S+",
    "fullUrl": _URN.pattern,
    "timestamp": r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z",
}
_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d:[0-5]\d")


def resources(bundle: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    """The resources of a type."""
    return [each["resource"] for each in bundle["entry"] if each["resource"]["resourceType"] == kind]


def one(bundle: dict[str, Any], kind: str) -> dict[str, Any]:
    """The only resource of a type."""
    (found,) = resources(bundle, kind)
    return found


def references(value: Any) -> Iterator[str]:
    """Every reference within a value."""
    for element in _elements(value):
        # DetectedIssue.reference is an address, not a Reference.
        if isinstance(element.get("reference"), str) and element.get("resourceType") != "DetectedIssue":
            yield element["reference"]


def _elements(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
        for each in value.values():
            yield from _elements(each)
    elif isinstance(value, list):
        for each in value:
            yield from _elements(each)


def must_be_valid(bundle: dict[str, Any]) -> None:
    """Every rule at once; an assertion says which one is broken."""
    Bundle.model_validate(bundle)
    _is_a_document(bundle)
    for each in bundle["entry"]:
        _is_a_resource(each["resource"])
    for element in _elements(bundle):
        _is_an_element(element)


def _is_a_document(bundle: dict[str, Any]) -> None:
    assert bundle["type"] == "document"
    assert bundle["identifier"]["value"]
    names = [each["fullUrl"] for each in bundle["entry"]]
    assert len(set(names)) == len(names)
    by_name = {each["fullUrl"]: each["resource"] for each in bundle["entry"]}
    assert bundle["entry"][0]["resource"]["resourceType"] == "Composition"
    assert len(resources(bundle, "Composition")) == 1
    reached, waiting = set(), [names[0]]
    while waiting:
        name = waiting.pop()
        if name not in reached:
            reached.add(name)
            waiting += [each for each in references(by_name[name]) if not each.startswith("#")]
    assert reached == set(names)


def _is_a_resource(resource: dict[str, Any]) -> None:
    kind = resource["resourceType"]
    assert "id" not in resource  # two persons alike must never be stored as one
    assert resource["language"] in {"en", "sv"}
    _is_narrative(resource["text"], resource["language"])
    for (of, name), allowed in BINDINGS.items():
        if of == kind:
            assert resource[name] in allowed
    contained = {each["id"] for each in resource.get("contained", ())}
    local = {each[1:] for each in references(resource) if each.startswith("#")}
    assert local == contained
    if kind == "CarePlan":
        assert {each["detail"]["status"] for each in resource["activity"]} <= {"not-started"}
    for section in resource.get("section", ()):
        assert section["title"]
        told_in_words = section["code"]["coding"][0]["code"] == "warning"
        assert told_in_words or bool(section.get("entry")) != bool(section.get("emptyReason"))


def _is_narrative(text: dict[str, Any], language: str) -> None:
    assert text["status"] == "generated"
    div = ET.fromstring(text["div"])
    assert div.tag == "{http://www.w3.org/1999/xhtml}div"
    assert div.get("lang") == language
    assert {each.tag for each in div.iter()} <= {f"{{http://www.w3.org/1999/xhtml}}{name}" for name in ("div", "p")}
    assert "".join(div.itertext()).strip()


def _is_an_element(element: dict[str, Any]) -> None:
    assert element
    assert len([name for name in element if re.match(r"value[A-Z]", name)]) <= 1
    for name, value in element.items():
        assert value is not None, name
        assert value not in ("", [], {}), name
        if isinstance(value, str):
            assert value == value.strip(), name
            assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]", value), name
            if name in _PATTERNS and not isinstance(element.get("coding"), list):
                assert re.fullmatch(_PATTERNS[name], value), (name, value)
        if isinstance(value, float):
            assert math.isfinite(value)
    if element.get("system") == "http://unitsofmeasure.org":
        assert element["code"] in UCUM
        assert element.get("comparator", "<") in {"<", "<=", ">=", ">"}
    if "system" in element and "/terminology.hl7.org/" in element["system"]:
        table = element["system"].rsplit("/", 1)[1]
        assert element["code"] in CODES.get(table, {element["code"]})
    if "valueRange" in element:
        assert element["valueRange"]["low"]["value"] <= element["valueRange"]["high"]["value"]
    for each in element.get("timeOfDay", ()):
        assert _TIME.fullmatch(each)
    if "div" in element:
        assert "<script" not in element["div"]
