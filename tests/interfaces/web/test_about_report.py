"""What Stilla is, and the page for the doctor."""

from __future__ import annotations

import json

import pytest

from stilla import __version__
from stilla.knowledge.store import load
from web.test_plan import keep


@pytest.mark.parametrize("language", ["sv", "en"])
def test_what_it_is_and_is_not(client, language):
    page = client.text("/about", accept_language=language)
    knowledge = load()
    assert knowledge.advice("purpose").to(language) in page
    assert "CE" in page
    assert knowledge.version.name in page
    assert __version__ in page
    assert 'href="/data"' in page
    reviewed = {
        "en": "No doctor or pharmacist has reviewed them yet",
        "sv": "Ingen läkare eller farmaceut har granskat dem än",
    }
    assert reviewed[language] in page


@pytest.mark.parametrize(
    ("ending", "start"),
    [("pdf", b"%PDF-"), ("html", b"<!DOCTYPE html>"), ("json", b"{"), ("fhir.json", b'{\n "resourceType": "Bundle"')],
)
def test_the_report_is_made_when_asked_for_and_kept_nowhere(client, ending, start):
    keep(client.folder, "levothyroxine-gabapentin")
    before = client.files()
    answer = client.get(f"/report.{ending}")
    assert answer.content.startswith(start)
    assert answer["Content-Disposition"] == f'attachment; filename="report-2026-11-22.{ending}"'
    assert client.files() == before


def test_the_report_has_the_times_of_the_plan(client):
    keep(client.folder, "levothyroxine-gabapentin")
    client.post("/plan/move", {"dose": "0", "way": "earlier"})
    assert json.loads(client.get("/report.json").content)["plan"]["times"] == ["18:30"]


def test_the_page_says_when_little_was_said(client):
    assert "nearly empty" in client.text("/report")
    assert client.get("/report.exe").status_code == 404
    assert client.get("/report.pdf").status_code == 200
    assert not client.folder.exists()
