"""`stilla check`, `plan`, `report` and `records` on FHIR records, as commands."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path
from typing import Any

import msgspec
import pytest
from click.testing import CliRunner, Result
from fhir.resources.R4B.bundle import Bundle
from fhir_written import bundle, concept, condition, measured, patient, request, statement
from test_record_fuzz import CONDITIONS, MEDICINES, OTHERS

from stilla.errors import BadInput
from stilla.interfaces.cli.main import cli
from stilla.interfaces.cli.person_words import content_of
from stilla.interfaces.forms.records import RecordsForm
from stilla.interfaces.words.records import REASONS
from stilla.text import said_at

EXAMPLES = Path(__file__).parents[2] / "examples" / "records"
WHEN = ("--as-of", "2026-11-22", "--lang", "en")


def run(*words: object, given: bytes | None = None) -> Result:
    return CliRunner().invoke(cli, [str(each) for each in words], input=given, standalone_mode=False)


def refused(*words: object) -> str:
    found = run(*words).exception
    assert isinstance(found, BadInput)
    return str(found)


@pytest.fixture
def written(tmp_path: Path) -> Any:
    def write(*resources: dict[str, Any], name: str = "record.json") -> Path:
        path = tmp_path / name
        path.write_text(json.dumps(bundle(*resources)))
        return path

    return write


def checked(*words: object) -> tuple[dict[str, Any], int]:
    found = run("check", *words, *WHEN, "--json")
    assert found.exception is None, found.exception
    return json.loads(found.output), found.return_value


def test_our_examples_are_good_fhir():
    Bundle.model_validate_json((EXAMPLES / "ips.json").read_bytes())
    Bundle.model_validate(bundle(patient(), *MEDICINES, *CONDITIONS, *OTHERS[:5]))


def test_a_patient_summary_is_answered_like_a_person_file():
    found, _ = checked(EXAMPLES / "ips.json")
    assert found["verdict"] == "ask"
    assert any("creatinine 128 µmol/L (2026-10-05)" in each for each in found["assumptions"])
    assert any("possible" in each and "gabapentin" in each for each in found["assumptions"])
    assert any("stilla records ips.json" in each for each in found["assumptions"])


def test_a_bad_line_is_told_by_the_exit_status():
    found, status = checked(EXAMPLES / "export.ndjson")
    assert found["verdict"] == "ask"
    assert run("check", EXAMPLES / "export.ndjson", *WHEN).return_value == 3
    assert run("plan", EXAMPLES / "export.ndjson", *WHEN).return_value == 3
    assert run("check", EXAMPLES / "ips.json", *WHEN).return_value == 0
    del status


def test_from_standard_input(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO((EXAMPLES / "ips.json").read_bytes())))
    content, name = content_of("-")
    assert (content, name) == ((EXAMPLES / "ips.json").read_bytes(), "standard input")
    found = run("check", "-", *WHEN, "--json", given=(EXAMPLES / "ips.json").read_bytes())
    assert json.loads(found.output)["verdict"] == "ask"


def test_flags_add_to_a_record(written: Any):
    path = written(patient(birthDate="1991-01-01"), condition("J06.9"))
    alone, _ = checked(path)
    assert alone["verdict"] == "unknown"
    more, _ = checked(path, "--condition", "dialysis", "--take", "Levaxin@07:00")
    assert more["verdict"] == "stop"
    assert any(each["level"] == "space" for each in more["findings"])
    closed, _ = checked(path, "--nothing-else")
    assert closed["verdict"] == "go"
    assert len(closed["assumptions"]) > 3
    assert checked(path, "--nothing-else", "--age", "80")[0]["verdict"] != "go"


def test_a_creatinine_beside_a_record_uses_its_age_and_sex(written: Any):
    found, _ = checked(written(patient(), condition("J06.9")), "--creatinine", "400umol/L")
    assert found["verdict"] == "stop"


def test_what_a_record_states_a_flag_does_not_deny(written: Any):
    found, _ = checked(written(patient(), condition("Z99.2")), "--no-condition", "dialysis", "--nothing-else")
    assert found["verdict"] == "stop"


def test_a_whole_list_is_said_aloud(written: Any):
    found, _ = checked(
        written(patient(), request(), condition()), "--complete", "medicines", "--complete", "conditions"
    )
    assert sum("--complete" in each for each in found["assumptions"]) == 2


def test_magnesium_that_may_be_taken_stays_open_with_nothing_else(written: Any):
    found, _ = checked(
        written(patient(birthDate="1991-01-01"), statement("A12CC04", status="on-hold")), "--nothing-else"
    )
    assert found["verdict"] != "go"


def test_several_people_need_a_word(written: Any):
    path = written(patient(), patient(id="p2"), measured(20))
    assert "--patient" in refused("check", path, *WHEN)
    assert checked(path, "--patient", "p1")[0]["verdict"] == "stop"
    assert checked(path, "--patient", "Patient/p2")[0]["verdict"] == "unknown"


def test_plan_and_report(written: Any, tmp_path: Path):
    path = written(patient(), condition())
    assert run("plan", path, *WHEN, "--json").exception is None
    out = tmp_path / "report.json"
    assert run("report", path, *WHEN, "-o", out).exception is None
    assert out.exists()


@pytest.mark.parametrize("language", ["sv", "en"])
def test_records_as_a_table(language: str):
    found = run("records", EXAMPLES / "export.ndjson", "--lang", language)
    assert found.return_value == 3
    assert "MedicationStatement" in found.output
    assert {"sv": "rad 8", "en": "line 8"}[language] in found.output


def test_records_as_json():
    form = msgspec.json.decode(run("records", EXAMPLES, "--json", "--lang", "en").output, type=RecordsForm)
    assert form.people == 1
    assert {each.type: each.read for each in form.kinds}["Condition"] == 4
    assert {reason for each in form.kinds for reason in each.ignored} <= set(REASONS)
    assert form.set_aside_count == len(form.set_aside) == 1


def test_records_of_a_good_file_end_well():
    assert run("records", EXAMPLES / "ips.json", "--lang", "en").return_value == 0


def test_records_says_nothing_of_anybody(written: Any):
    secret = condition(code=concept("N18.5", "http://hl7.org/fhir/sid/icd-10", "Secret"), onsetDateTime="secret")
    found = run(
        "records", written(patient(id="secret"), secret | {"subject": {"reference": "Patient/secret"}}), "--lang", "en"
    )
    assert "secret" not in found.output.casefold()


def test_what_is_no_record_is_refused(tmp_path: Path):
    other = tmp_path / "person.toml"
    other.write_text("age = 61\n")
    assert "not FHIR" in refused("records", other)
    assert "no .json" in refused("records", tmp_path)
    assert "no such file" in refused("records", tmp_path / "none.json")


def test_every_reason_has_words_in_both_languages():
    with said_at("terminal"):
        assert all(each.to("sv") and each.to("en") for each in REASONS.values())
