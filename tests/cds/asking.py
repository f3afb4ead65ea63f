"""Invented requests, in a line each, and the answer without a server."""

from __future__ import annotations

from datetime import date

import msgspec

from stilla.interfaces.cds_hooks.answer import Desk
from stilla.interfaces.cds_hooks.config import Config
from stilla.interfaces.cds_hooks.services import SERVICES

DAY = date(2026, 11, 23)
ATC = "http://www.whocc.no/atc"
ICD = "http://hl7.org/fhir/sid/icd-10"
LOINC = "http://loinc.org"
SUBJECT = {"reference": "Patient/p"}
KEYS = ("patient", "medicationRequests", "medicationStatements", "conditions", "observations")

GABAPENTIN, LEVOTHYROXINE, CIPROFLOXACIN = "N02BF01", "H03AA01", "J01MA02"
MAGNESIUM_OXIDE, PARACETAMOL = "A12CC10", "N02BE01"


def bundle(*resources, **fields):
    entries = [{"resource": each} for each in resources]
    return {"resourceType": "Bundle", "type": "searchset", "entry": entries, **fields}


def patient(born="1985-04-02", sex="male", **fields):
    return {"resourceType": "Patient", "id": "p", "birthDate": born, "gender": sex, **fields}


def order(code, name="", status="active", number=1, **fields):
    concept = {"coding": [{"system": ATC, "code": code}], "text": name or code}
    return {"resourceType": "MedicationRequest", "id": f"{status}-{code}-{number}", "status": status, "intent": "order",
            "medicationCodeableConcept": concept, "subject": SUBJECT, **fields}  # fmt: skip


def draft(code, name="", **fields):
    return order(code, name, "draft", **fields)


def statement(code, name="", status="active", **fields):
    concept = {"coding": [{"system": ATC, "code": code}], "text": name or code}
    return {"resourceType": "MedicationStatement", "id": f"s-{code}", "status": status, "subject": SUBJECT,
            "medicationCodeableConcept": concept, **fields}  # fmt: skip


def condition(code, text=""):
    return {"resourceType": "Condition", "id": f"c-{code}", "subject": SUBJECT,
            "clinicalStatus": {"coding": [{"code": "active"}]},
            "code": {"coding": [{"system": ICD, "code": code}], "text": text}}  # fmt: skip


def egfr(value, day="2026-10-01"):
    return {"resourceType": "Observation", "id": "o-egfr", "status": "final", "subject": SUBJECT,
            "effectiveDateTime": day, "code": {"coding": [{"system": LOINC, "code": "62238-1"}]},
            "valueQuantity": {"value": value, "unit": "mL/min/1.73m2", "code": "mL/min/{1.73_m2}",
                              "system": "http://unitsofmeasure.org"}}  # fmt: skip


def prefetch(who=None, orders=(), statements=(), conditions=(), labs=()):
    """A prefetch in which every key is answered."""
    held = (who or patient(), bundle(*orders), bundle(*statements), bundle(*conditions), bundle(*labs))
    return dict(zip(KEYS, held, strict=True))


def without(given, *keys):
    return {key: value for key, value in given.items() if key not in keys}


def asked(hook="patient-view", given=None, drafts=(), selections=None, **fields):
    """A request. At order-select every draft is selected unless `selections` says otherwise."""
    context = {"userId": "Practitioner/u", "patientId": "p"}
    if hook != "patient-view":
        context["draftOrders"] = {"resourceType": "Bundle", "type": "collection", "entry": bundle(*drafts)["entry"]}
    if hook == "order-select":
        names = [f"{each['resourceType']}/{each['id']}" for each in drafts]
        context["selections"] = names if selections is None else selections
    request = {"hook": hook, "hookInstance": "8b1d3a34-0a0e-4f2b-9d1a-6f0d4c2b1a00", "context": context}
    return request | ({} if given is None else {"prefetch": given}) | fields


def service(hook):
    return SERVICES[f"stilla-magnesium-{hook}"]


def desk(knowledge, **fields):
    shown = fields.pop("shown", None)
    return Desk(knowledge, Config(base_url="https://cds.example.org", **fields), lambda: DAY, shown)


def cards(knowledge, hook="patient-view", given=None, drafts=(), *, language="en", at=None, **fields):
    """The cards for a request, as a client reads them."""
    body = msgspec.json.encode(asked(hook, given, drafts, **fields))
    answer = (at or desk(knowledge)).answer(body, service(hook), language)
    return msgspec.json.decode(msgspec.json.encode(answer))["cards"]


def told(found):
    """Indicator and the page of each card."""
    return [(each["indicator"], each["source"]["url"].rpartition("/")[2]) for each in found]
