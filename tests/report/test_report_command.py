"""`stilla report`: three kinds of file, and a sentence for everything that cannot be written."""

from __future__ import annotations

import base64
import json
import os
import re

import pytest
from click.testing import CliRunner

from report.report_examples import bodies, write_trial
from stilla.errors import BadInput
from stilla.interfaces.cli.main import cli

PERSON = 'age = 44\nsex = "male"\nconditions = ["restless-legs"]\nmedicines = ["Alvedon"]\nmagnesium = []\n'


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "person.toml").write_text(PERSON)
    return tmp_path


def _run(*words, lang="en"):
    return CliRunner().invoke(cli, ["report", *words, "--as-of", "2026-11-22", "--lang", lang])


def _refused(*words, lang="en") -> str:
    done = _run(*words, lang=lang)
    assert isinstance(done.exception, BadInput), (done.output, done.exception)
    assert done.exception.exit_status == 2
    return " ".join(each.sentence(lang) for each in done.exception.problems)


@pytest.mark.parametrize(("name", "begins"), [("r.pdf", b"%PDF-1.7"), ("r.HTML", b"<!DOCTYPE html>"), ("r.json", b"{")])
def test_the_ending_says_which_kind(home, name, begins):
    done = _run("person.toml", "-o", name)
    assert done.exit_code == 0, done.output
    assert (home / name).read_bytes().startswith(begins)
    assert sorted(each.name for each in home.iterdir()) == sorted(["person.toml", name])


def test_flags_alone_are_enough(home):
    assert _run("--age", "61", "--sex", "female", "-o", "r.json", lang="sv").exit_code == 0
    said = json.loads((home / "r.json").read_text(encoding="utf-8"))
    assert said["language"] == "sv"
    assert said["verdict"] == "unknown"


def test_a_report_is_written_over_an_older_one(home):
    (home / "r.json").write_text("old")
    assert _run("person.toml", "-o", "r.json").exit_code == 0
    assert json.loads((home / "r.json").read_text(encoding="utf-8"))["as_of"] == "2026-11-22"


@pytest.mark.skipif(os.name != "posix", reason="rights are those of POSIX")
def test_its_owner_alone_can_read_a_report(home):
    assert _run("person.toml", "-o", "r.json").exit_code == 0
    assert (home / "r.json").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("name", ["report", "report.docx", "report.pdf.zip", ".pdf"])
def test_another_ending_is_refused(home, name):
    assert ".pdf, .html or .json" in _refused("person.toml", "-o", name)
    assert not (home / name).exists()


@pytest.mark.parametrize("name", ["r.fhir.json", "r.FHIR.json"])
def test_as_fhir_it_is_a_document_with_the_page_inside(home, name):
    assert _run("person.toml", "-o", name).exit_code == 0
    said = json.loads((home / name).read_text(encoding="utf-8"))
    assert (said["resourceType"], said["type"]) == ("Bundle", "document")
    (paper,) = (each["resource"] for each in said["entry"] if each["resource"]["resourceType"] == "DocumentReference")
    assert base64.b64decode(paper["content"][0]["attachment"]["data"]).startswith(b"%PDF-1.7")


def test_nobody_to_report_on_is_refused(home):
    assert "person file" in _refused("-o", str(home / "r.pdf"))


def test_a_wrong_person_file_leaves_the_old_report(home):
    (home / "r.pdf").write_text("old")
    (home / "person.toml").write_text('age = -4\nsex = "x"\n')
    said = _refused("person.toml", "-o", "r.pdf")
    assert "age" in said
    assert "sex" in said
    assert (home / "r.pdf").read_text() == "old"


def test_a_place_that_cannot_be_written_is_refused(home):
    assert "cannot be written" in _refused("person.toml", "-o", "nowhere/r.pdf")
    (home / "there.pdf").mkdir()
    assert _run("person.toml", "-o", "there.pdf").exit_code == 2
    assert not list((home / "there.pdf").iterdir())


def test_a_trial_that_is_not_there_or_damaged_is_refused(home):
    assert "no diary" in _refused("person.toml", "--trial", "nothing", "-o", "r.pdf")
    folder = write_trial(home / "trial", bodies(5))
    (folder / "protocol.json").write_bytes(b"{}")
    assert "protocol.json" in _refused("person.toml", "--trial", "trial", "-o", "r.pdf")
    assert not list(home.glob("*r.pdf*"))


def test_a_trial_under_way_is_told_of(home):
    write_trial(home / "trial", bodies(5))
    assert _run("person.toml", "--trial", "trial", "-o", "r.json").exit_code == 0
    trial = json.loads((home / "r.json").read_text(encoding="utf-8"))["trial"]
    assert (trial["figures"], trial["pictures"], trial["cent"]) == (None, [], [])


def test_the_schema_is_published():
    done = CliRunner().invoke(cli, ["schema", "report"])
    assert done.exit_code == 0
    assert "ReportForm" in done.output


@pytest.mark.parametrize("lang", ["en", "sv"])
def test_no_command_is_named_to_a_doctor(home, lang):
    """Whichever door made it: the page is read where nobody types."""
    whole = PERSON + "ferritin = 110\nbedtime = '22:30'\negfr = {value = 96, measured = 2026-04-20}\n"
    (home / "person.toml").write_text(whole)
    assert _run("person.toml", "-o", "r.json", lang=lang).exit_code == 0
    said = (home / "r.json").read_text(encoding="utf-8")
    assert not re.search(r"stilla (check|plan|trial|urgent)|--[a-z]|\[\[", said)
