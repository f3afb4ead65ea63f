"""The safety check: one question a page, strict reading, and the same verdict as the command."""

from __future__ import annotations

import json
import re

import pytest
from click.testing import CliRunner

from stilla.interfaces.cli.main import cli
from stilla.store.home import HomeStore
from web.test_plan import EXAMPLES, keep

WORDS = {"go": "NOTHING AGAINST IT SO FAR", "ask": "ASK FIRST", "stop": "STOP", "unknown": "CANNOT TELL YET"}


def facts(client):
    return dict(HomeStore(client.folder).read().facts)


@pytest.mark.parametrize("name", ["anna", "levothyroxine-gabapentin", "doxycycline-iron", "raltegravir"])
def test_the_answer_is_that_of_the_command(client, name):
    keep(client.folder, name)
    words = ["check", str(EXAMPLES / f"{name}.toml"), "--json", "--lang", "en", "--as-of", "2026-11-22"]
    said = json.loads(CliRunner().invoke(cli, words).output)
    page = client.text("/check/answer")
    assert WORDS[said["verdict"]] in page
    assert re.findall(r'<article class="finding \w+" id="([^"]+)"', page) == [each["rule"] for each in said["findings"]]


def test_a_kidney_value_is_never_taken_for_the_other_kind(client):
    client.post("/check/question/age", {"answer": "value", "value": "66"})
    page = client.text("/check/question/egfr")
    assert 'name="which"' in page
    assert "checked" not in page.split('<form method="post">')[1]
    refused = client.post("/check/question/egfr", {"answer": "value", "value": "88"})
    assert refused.status_code == 400
    assert "egfr" not in facts(client)
    client.post("/check/question/egfr", {"answer": "value", "value": "88", "which": "umol", "measured": "2026-10-01"})
    assert facts(client)["creatinine"] == {"value": "88 µmol/L", "measured": "2026-10-01"}
    assert 'value="umol" checked' in client.text("/check/question/egfr")


def test_a_danger_sign_ends_the_questions(client):
    done = client.post("/check/question/danger-signs", {"answer": "chosen", "member": ["fainting"]})
    assert done["Location"] == "/check/answer"
    assert "Ring 112 now" in client.text("/check/answer")


@pytest.mark.parametrize(
    ("fact", "sent"),
    [
        ("danger-signs", {"answer": "chosen"}),
        ("age", {"answer": "value", "value": ""}),
        ("age", {"answer": "value", "value": "old"}),
        ("medicines", {"answer": "list", "name": "", "times": ""}),
        ("medicines", {"answer": "list", "name": "Levaxin", "times": "25:00"}),
    ],
)
def test_what_cannot_be_read_is_asked_again_and_not_kept(client, fact, sent):
    answer = client.post(f"/check/question/{fact}", sent)
    assert answer.status_code == 400
    assert 'role="alert"' in answer.content.decode()
    assert not client.folder.exists()


def test_not_knowing_is_never_no(client):
    client.post("/check/question/danger-signs", {"answer": "unsure"})
    assert "CANNOT TELL YET" in client.text("/check/answer")
    assert "danger-signs" in HomeStore(client.folder).read().passed


def test_more_rows_keep_what_was_written(client):
    answer = client.post("/check/question/medicines", {"answer": "more", "name": ["Levaxin"], "times": ["07:00"]})
    assert answer.status_code == 200
    page = answer.content.decode()
    assert 'value="Levaxin"' in page
    assert page.count('name="name"') == 5
    assert not client.folder.exists()


def test_a_name_nobody_knows_leads_back_to_where_it_is_written(client):
    client.post("/check/question/medicines", {"answer": "list", "name": "omeprasol", "times": ""})
    card = client.text("/check/answer").split("omeprasol</strong>")[1].split("</li>")[0]
    assert 'href="/check/question/medicines"' in card
    assert 'href="/check/question/medicines"' in client.text("/plan").split("omeprasol")[1].split("</ul>")[0]


def test_a_question_that_stands_alone_says_what_it_asks_about(client):
    client.post("/check/question/bowel-alarm", {"answer": "none"})
    assert "No stool for 3 days" in client.text("/check").split('<dl class="said">')[1]
    client.post("/check/question/mild-signs", {"answer": "none"})
    kept = HomeStore(client.folder).read().facts["no_conditions"]
    said = client.text("/check").split('<dl class="said">')[1]
    assert ("Nausea" in said) is ("nausea" in kept)  # what was not asked was not denied
    still_open = client.text("/check/answer").split('<ul class="open">')[1]
    assert "Pacemaker" in still_open
