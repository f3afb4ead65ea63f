"""`stilla trial pool` as people use it: a folder, a stream, a bad file among good ones."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import jsonschema
import msgspec
import pytest
from click.testing import CliRunner

sys.path.insert(0, str(Path(__file__).parents[1] / "analysis"))

from pooled_people import people, person

from stilla.analysis.summary import write_summary
from stilla.interfaces.cli import render_pool
from stilla.interfaces.cli.trial_pool import pool
from stilla.interfaces.forms.pool import DIFFER, REMARKS, VARIANTS, TrialPoolForm

NEVER = ("proved", "prove ", " cure", "patient", "treats", "bevisa", "botar", "signifikant", "significant")


def run(*words: str | Path, status: int = 0):
    done = CliRunner().invoke(pool, [*map(str, words)], standalone_mode=False)
    error = done.exception
    if status == 2:
        assert error is not None
        return str(error)
    assert error is None, error
    assert (done.return_value or 0) == status
    return done


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for each in people(9, -0.6, 0.7):
        (tmp_path / f"{each.trial}.json").write_bytes(write_summary(each))
    return tmp_path


def test_a_folder_becomes_one_answer_that_keeps_to_its_schema(folder):
    form = json.loads(run(folder, "--json", "--lang", "en").stdout)
    jsonschema.validate(form, msgspec.json.schema(TrialPoolForm))
    assert (form["n"], form["method"], form["mid"]) == (9, "grid", 1.0)
    assert form["effect"]["lo"] < form["effect"]["mean"] < form["effect"]["hi"]
    assert len(form["people"]) == 9
    assert form["set_aside_count"] == 0


@pytest.mark.parametrize("language", ["en", "sv"])
def test_the_text_says_the_figures_and_no_forbidden_word(folder, language):
    said = run(folder, "--lang", language).stdout
    form = json.loads(run(folder, "--json", "--lang", language).stdout)
    mean = f"−{abs(form['effect']['mean']):.2f}"
    assert (mean.replace(".", ",") if language == "sv" else mean) in said
    assert not any(word in said.casefold() for word in NEVER)
    assert "trial-000008" in said
    assert "nan" not in said.split()


def test_a_bad_file_is_set_aside_and_the_rest_goes_on(folder):
    whole = json.loads(run(folder, "--json").stdout)
    (folder / "torn.json").write_bytes((folder / "trial-000001.json").read_bytes()[:700])
    (folder / "protocol.json").write_text('{"sealed": "secret words"}', encoding="utf-8")
    done = run(folder, "--json", "--lang", "en", status=3)
    form = json.loads(done.stdout)
    assert (form["n"], form["set_aside_count"]) == (9, 2)
    assert form["effect"] == whole["effect"]
    assert {each["where"] for each in form["set_aside"]} == {"torn.json", "protocol.json"}
    assert "torn.json: is not a JSON object" in done.stderr
    assert "secret" not in done.output


def test_the_same_trial_twice_counts_once(folder):
    (folder / "copy.json").write_bytes((folder / "trial-000001.json").read_bytes())
    form = json.loads(run(folder, "--json", "--lang", "en", status=3).stdout)
    assert form["n"] == 9
    assert form["set_aside"][0]["why"] == "this trial is already among them"


def test_lines_of_ndjson_are_read_one_by_one(tmp_path, folder):
    lines = [each.read_bytes() for each in sorted(folder.glob("*.json"))]
    stream = tmp_path / "all.ndjson"
    stream.write_bytes(b"".join([lines[0], b"\n", b"{torn\n", b"[" * 80_000 + b"\n", *lines[1:]]).rstrip(b"\n"))
    form = json.loads(run(stream, "--json", "--lang", "en", status=3).stdout)
    assert form["n"] == 9
    assert [each["where"] for each in form["set_aside"]] == ["all.ndjson:3", "all.ndjson:4"]
    assert "larger than" in form["set_aside"][1]["why"]


def test_summaries_in_trial_folders_are_found(tmp_path):
    for each in people(3, -0.6, 0.7):
        (tmp_path / each.trial).mkdir()
        (tmp_path / each.trial / "summary.json").write_bytes(write_summary(each))
        (tmp_path / each.trial / "protocol.json").write_text("{}", encoding="utf-8")
    assert json.loads(run(tmp_path, "--json").stdout)["n"] == 3


def test_where_nothing_can_be_read_every_reason_is_said(tmp_path):
    (tmp_path / "a.json").write_text("{}", encoding="utf-8")
    (tmp_path / "b.json").write_text("nonsense", encoding="utf-8")
    said = run(tmp_path, status=2)
    assert "a.json" in said
    assert "b.json" in said


def test_an_empty_folder_is_no_answer(tmp_path):
    assert "no summary" in run(tmp_path, status=2)


@pytest.mark.parametrize("mid", ["0", "-1", "nan", "inf", "1e9", "one"])
def test_a_minimal_difference_that_cannot_be_is_asked_back(folder, mid):
    assert "--mid" in run(folder, "--mid", mid, status=2)


def test_a_comma_is_a_decimal_sign(folder):
    assert json.loads(run(folder, "--mid", "1,5", "--json").stdout)["mid"] == 1.5


def test_few_people_are_shown_on_request(folder):
    form = json.loads(run(folder, "--people", "2", "--json").stdout)
    assert (form["n"], len(form["people"])) == (9, 2)
    assert "trial-000001" in run(folder, "--people", "2", "--lang", "en").stdout


def test_every_sentence_is_in_both_languages():
    for words in (*REMARKS.values(), *DIFFER.values(), *VARIANTS.values()):
        assert words.en
        assert words.sv
        assert words.en != words.sv


@pytest.mark.parametrize("language", ["en", "sv"])
def test_minutes_and_own_spread_are_named_as_such(tmp_path, language):
    for n in range(3):
        minutes = person(n, 20.0 + n, 10.0, 40.0, s0=40.0, unit="minutes", outcome="sleep", better="higher", mid=20.0)
        (tmp_path / f"{n}.json").write_bytes(write_summary(minutes))
    said = run(tmp_path, "--lang", language).stdout
    assert {"en": "minutes", "sv": "minuter"}[language] in said
    assert {"en": "point", "sv": "poäng"}[language] not in said
    said = run(tmp_path, "--units", "spread", "--lang", language).stdout
    assert {"en": "scale unit", "sv": "skalenhet"}[language] in said


def test_probabilities_are_never_printed_as_certain():
    words = render_pool._Words.__new__(render_pool._Words)
    assert [words._chance(p) for p in (0.0, 0.5, 1.0)] == ["< 1 %", "50 %", "> 99 %"]
