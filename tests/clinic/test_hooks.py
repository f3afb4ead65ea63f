"""The CDS Hooks service beside the clinic's pages: only where it is wanted, and without anybody's session."""

from __future__ import annotations

import json


def test_the_service_answers_beside_the_pages(server):
    browser = server.browser()
    found = browser.get("/cds/cds-services")
    assert found.status == 200
    assert {each["hook"] for each in json.loads(found.text)["services"]} >= {"patient-view", "order-sign"}
    assert "Set-Cookie" not in found.headers
    assert browser.get("/login").status == 200


def test_without_its_settings_there_is_no_service(shared):
    assert shared.served.browser().get("/cds/cds-services").status == 404
