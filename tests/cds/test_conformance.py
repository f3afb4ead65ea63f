"""What CDS Hooks 2.0 asks of a service, over HTTP. docs/cds-hooks.md numbers these points."""

from __future__ import annotations

import json

import pytest

from cds.asking import CIPROFLOXACIN, KEYS, MAGNESIUM_OXIDE, asked, draft, egfr, prefetch, statement, without

WEAK = prefetch(statements=[statement(MAGNESIUM_OXIDE)], labs=[egfr(24)])
VIEW = "/cds-services/stilla-magnesium-patient-view"
SIGN = "/cds-services/stilla-magnesium-order-sign"


def empty(value):
    """Every place in an answer that holds null, or nothing."""
    if value is None or (isinstance(value, str | dict) and not value):
        yield value
    for each in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from empty(each)


def test_discovery_describes_every_service(calling):
    answer = calling().get("/cds-services")
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/json"
    services = answer.json()["services"]
    assert {each["hook"] for each in services} == {"patient-view", "order-select", "order-sign"}
    for each in services:
        assert each["id"]
        assert each["title"]
        assert each["description"]
        assert set(each["prefetch"]) == set(KEYS)
    assert not list(empty(answer.json()))


def test_templates_keep_to_the_subset_that_every_client_knows(calling):
    for each in calling().get("/cds-services").json()["services"]:
        for template in each["prefetch"].values():
            tokens = [part.partition("}}")[0] for part in template.split("{{")[1:]]
            assert tokens == ["context.patientId"]
            names = {part.partition("=")[0] for part in template.partition("?")[2].split("&") if part}
            assert names <= {"patient", "code", "status", "_sort", "_count"}


def test_an_answer_is_200_with_cards(calling):
    answer = calling().post(VIEW, asked(given=WEAK))
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/json")
    assert answer.json()["cards"]
    assert not list(empty(answer.json()))
    for card in answer.json()["cards"]:
        assert card["indicator"] in {"info", "warning", "critical"}
        assert len(card["summary"]) < 140
        assert card["source"]["label"]
        assert all(each["type"] == "absolute" and each["url"].startswith("https://") for each in card["links"])


def test_nothing_to_say_is_200_with_no_cards(calling):
    answer = calling().post(VIEW, asked(given=prefetch()))
    assert (answer.status_code, answer.json()) == (200, {"cards": []})


@pytest.mark.parametrize("key", KEYS)
def test_a_missing_key_is_answered(calling, key):
    for given in (without(WEAK, key), WEAK | {key: None}):
        answer = calling().post(VIEW, asked(given=given))
        assert answer.status_code == 200
        assert "Not checked" in answer.content.decode()


def test_without_any_prefetch_the_answer_says_so(calling):
    (card,) = calling().post(VIEW, asked()).json()["cards"]
    assert card["summary"].startswith("Not checked: magnesium")


def test_extensions_and_fields_of_tomorrow_disturb_nothing(calling):
    extra = {"extension": {"org.example": 1}, "somethingNew": [1]}
    whole = calling().post(VIEW, asked(given=WEAK)).json()
    assert calling().post(VIEW, asked(given=WEAK, **extra)).json() == whole


def test_a_fault_is_an_operation_outcome_without_the_patient(calling):
    caller = calling()
    for sent, status in ((b"{", 400), (asked("order-sign", WEAK), 400), (asked(given={"patient": egfr(1)}), 412)):
        answer = caller.post(VIEW, sent)
        assert answer.status_code == status
        assert answer.json()["resourceType"] == "OperationOutcome"
        assert "Patient/p" not in answer.content.decode()


def test_addresses_methods_and_types_that_are_none(calling):
    caller = calling()
    assert caller.post("/cds-services/other", asked()).status_code == 404
    assert caller.get("/elsewhere").json()["resourceType"] == "OperationOutcome"
    refused = caller.get(VIEW)
    assert (refused.status_code, refused["Allow"]) == (405, "POST, OPTIONS")
    assert caller.post(VIEW, asked(), content_type="text/plain").status_code == 415
    assert calling(largest_request=10).post(VIEW, asked()).status_code == 413


def test_a_failure_of_ours_tells_nothing(calling, monkeypatch, caplog):
    def fail(*_):
        raise RuntimeError("Anna 191212121212")

    caller = calling()
    monkeypatch.setattr(type(caller.running.desk), "answer", fail)
    answer = caller.post(VIEW, asked())
    assert (answer.status_code, answer.json()["resourceType"]) == (500, "OperationOutcome")
    assert "Anna" not in answer.content.decode() + caplog.text
    assert "RuntimeError" in caplog.text


def test_the_language_is_the_one_asked_for_and_else_the_clinics(calling):
    swedish = calling(language="sv")
    assert "Inget tillsatt magnesium" in swedish.post(VIEW, asked(given=WEAK)).json()["cards"][0]["summary"]
    english = swedish.post(VIEW, asked(given=WEAK), **{"Accept-Language": "en-GB, sv;q=0.2"})
    assert english["Content-Language"] == "en"
    assert "No added magnesium" in english.json()["cards"][0]["summary"]


def test_only_listed_origins_may_call_from_a_page(calling):
    caller = calling(origins=("https://ehr.example.org",))
    listed = caller.options(VIEW, Origin="https://ehr.example.org")
    assert (listed.status_code, listed["Access-Control-Allow-Origin"]) == (204, "https://ehr.example.org")
    assert "Authorization" in listed["Access-Control-Allow-Headers"]
    for origin in ("https://evil.example", "null", "https://ehr.example.org.evil.example"):
        assert "Access-Control-Allow-Origin" not in caller.options(VIEW, Origin=origin)
        assert "Access-Control-Allow-Origin" not in caller.post(VIEW, asked(), Origin=origin)
    assert "Access-Control-Allow-Origin" not in calling().get("/cds-services", Origin="https://ehr.example.org")


def test_a_foreign_host_gets_nothing(calling):
    assert calling().get("/cds-services", Host="evil.example").status_code == 400


def test_nothing_is_kept_by_caches(calling):
    answer = calling().post(VIEW, asked(given=WEAK))
    assert answer["Cache-Control"] == "no-store"
    assert not answer.cookies


def test_the_page_of_a_card_opens_and_needs_nothing_else(calling):
    caller = calling()
    drafts = [draft(CIPROFLOXACIN)]
    told = caller.post(SIGN, asked("order-sign", without(WEAK, "conditions"), drafts)).json()["cards"]
    assert told
    for card in told:
        page = caller.get(card["source"]["url"].removeprefix("https://cds.example.org"))
        assert page.status_code == 200
        assert page["Content-Security-Policy"].startswith("default-src 'none'")
        assert "<script" not in page.content.decode()
        assert "src=" not in page.content.decode()
    assert caller.get("/knowledge/nothing-such").status_code == 404


def test_every_rule_has_a_page_in_both_languages(knowledge):
    from stilla.interfaces.cds_hooks.server.page import page_of  # noqa: PLC0415  # no Django in it

    for rule in (*knowledge.checking.rules, *knowledge.timing.values()):
        for language in ("en", "sv"):
            page = page_of(rule.id, knowledge, language)
            assert "[[" not in page
            assert f'lang="{language}"' in page


def test_feedback_is_acknowledged_and_kept_without_anybody(calling, tmp_path):
    caller = calling(feedback=str(tmp_path / "kept"))
    card = caller.post(VIEW, asked(given=WEAK)).json()["cards"][0]
    own = {"code": "benefit-outweighs", "system": card["overrideReasons"][0]["system"]}
    told = {"card": card["uuid"], "outcome": "overridden", "outcomeTimestamp": "2026-11-23T10:05:31Z",
            "overrideReason": {"reason": own, "userComment": "Anna said no"}}  # fmt: skip
    strange = told | {"overrideReason": {"reason": {"code": "Anna", "system": "x"}}}
    answer = caller.post(f"{VIEW}/feedback", {"feedback": [told, strange]})
    assert answer.status_code == 200
    kept = (tmp_path / "kept" / "feedback.ndjson").read_text(encoding="utf-8")
    first, second = map(json.loads, kept.splitlines())
    assert first == {
        "service": "stilla-magnesium-patient-view",
        "rule": "egfr-below-30",
        "outcome": "overridden",
        "reason": "benefit-outweighs",
        "day": "2026-11-23",
    }
    assert second["reason"] == "other"
    assert "Anna" not in kept
    assert card["uuid"] not in kept
    caller.post(f"{VIEW}/feedback", {"feedback": [told]})
    assert len((tmp_path / "kept" / "feedback.ndjson").read_text().splitlines()) == 3


@pytest.mark.parametrize(
    "told",
    [
        {},
        {"feedback": []},
        {"feedback": [1]},
        {"feedback": [{"card": "x", "outcome": "overridden", "outcomeTimestamp": "2026-11-23T10:05:31Z"}]},
        {"feedback": [{"card": "4e0a3a1e-3283-4575-ab82-028d55fe2719", "outcome": "ignored"}]},
        {"feedback": [{"card": "4e0a3a1e-3283-4575-ab82-028d55fe2719", "outcome": "overridden"}]},
        {"feedback": [{"card": "4e0a3a1e-3283-4575-ab82-028d55fe2719", "outcome": "accepted",
                       "outcomeTimestamp": "2026-11-23T10:05:31Z"}]},
    ],
)  # fmt: skip
def test_feedback_that_is_none_is_400(calling, told):
    assert calling().post(f"{VIEW}/feedback", told).status_code == 400
