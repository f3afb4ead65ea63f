"""`--fhir` and `.fhir.json`: the same document at every door."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from exchange.exchange_persons import EXAMPLES
from exchange.fhir_rules import must_be_valid, one, resources
from stilla.errors import BadInput
from stilla.interfaces.cli.main import cli


def _run(*words, lang="en"):
    done = CliRunner().invoke(cli, [*words, "--as-of", "2026-11-22", "--lang", lang])
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


@pytest.mark.parametrize("lang", ["en", "sv"])
@pytest.mark.parametrize("command", ["check", "plan"])
def test_the_answer_is_one_valid_document(command, lang):
    found = _run(command, str(EXAMPLES[0]), "--fhir", lang=lang)
    must_be_valid(found)
    assert found["language"] == lang
    assert bool(resources(found, "CarePlan")) == (command == "plan")


def test_it_says_the_same_as_the_answer_in_words():
    words = ("--age", "70", "--sex", "female", "--egfr", "24")
    verdict = _run("check", *words, "--json")["verdict"]
    answer = one(_run("check", *words, "--fhir"), "GuidanceResponse")
    assert answer["contained"][0]["parameter"][0] == {"name": "verdict", "valueCode": verdict}


def test_the_report_holds_what_check_and_plan_hold(tmp_path):
    out = tmp_path / "r.fhir.json"
    done = CliRunner().invoke(
        cli, ["report", str(EXAMPLES[0]), "-o", str(out), "--as-of", "2026-11-22", "--lang", "en"]
    )
    assert done.exit_code == 0, done.output
    report, plan = json.loads(out.read_bytes()), _run("plan", str(EXAMPLES[0]), "--fhir")
    must_be_valid(report)
    assert _said(report, "DetectedIssue") == _said(plan, "DetectedIssue")
    assert _said(report, "CarePlan") == _said(plan, "CarePlan")
    assert resources(report, "DocumentReference")


def _said(bundle, kind) -> list[str]:
    return [each["text"]["div"] for each in resources(bundle, kind)]


def test_no_command_is_named_in_a_document():
    said = json.dumps(_run("plan", str(EXAMPLES[0]), "--fhir"))
    assert "[[" not in said
    assert "stilla trial" not in said


def test_nobody_to_check_is_refused():
    done = CliRunner().invoke(cli, ["check", "--fhir"])
    assert isinstance(done.exception, BadInput)
