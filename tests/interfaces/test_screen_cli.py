"""`stilla screen` as people use it: the words, the JSON, the page, the exit status."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import jsonschema
import pytest
from click.testing import CliRunner, Result

from stilla.errors import BadInput
from stilla.interfaces.cli.main import cli
from stilla.knowledge.store import Knowledge
from stilla.synthetic.part import Order
from stilla.synthetic.region_files import write_region


def run(*words: object) -> Result:
    return CliRunner().invoke(cli, ["screen", *map(str, words), "--as-of", "2026-11-22", "--threads", "1"])


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory, knowledge: Knowledge) -> Path:
    """The answers of a small region with a few faulty lines."""
    folder = tmp_path_factory.mktemp("screen")
    write_region(Order(150, 5, date(2026, 11, 22), 0.02), folder / "records", knowledge)
    done = run(folder / "records", "-o", folder / "out", "--lang", "en")
    assert done.exit_code == 3, (done.output, done.exception)
    assert "lines could not be read and were set aside" in done.output
    return folder / "out"


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        (
            "en",
            [
                "Who was screened",
                "ASK FIRST",
                "You already take magnesium",
                "Counts are rounded to 5",
                "medicines, mag",
            ],
        ),
        ("sv", ["Vilka som granskades", "FRÅGA FÖRST", "Du tar redan magnesium", "avrundade till 5", "läkemedel, mag"]),
    ],
)
@pytest.mark.parametrize("columns", ["40", "88"])
def test_the_terminal(out: Path, lang: str, said: list[str], columns: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    done = run(out, "-o", out, "--lang", lang, "--complete", "medicines", "--complete", "magnesium")
    assert done.exit_code == 3, (done.output, done.exception)
    text = " ".join(done.output.split())
    assert [each for each in said if each not in text] == []
    within = [line for line in done.output.splitlines() if str(out) not in line and "/" not in line]
    assert max(map(len, within)) <= int(columns)
    assert '<html lang="' + lang in (out / "summary.html").read_text(encoding="utf-8")


def test_the_json_keeps_its_schema_and_lies_beside_the_answers(out: Path) -> None:
    done = run(out, "-o", out, "--json", "--lang", "sv", "--propose", "200", "--form", "citrate", "--ndjson")
    answer = json.loads(done.output)
    schema = json.loads(CliRunner().invoke(cli, ["schema", "screen"]).output)
    jsonschema.validate(answer, schema)
    assert answer["proposed"] == "200 mg citrate"
    assert answer["records"]["used"]["Patient"] == 150
    assert sum(answer["records"]["set_aside"].values()) > 0
    assert json.loads((out / "summary.json").read_bytes()).keys() == answer.keys()
    assert (out / "people.ndjson").exists()


@pytest.mark.parametrize(("smallest", "said"), [("0", "exact"), ("1", "exact"), ("11", "rounded to 11")])
def test_how_exact_the_counts_are_is_said(out: Path, smallest: str, said: str) -> None:
    done = run(out, "-o", out, "--smallest-cell", smallest, "--lang", "en")
    assert said in " ".join(done.output.split())
    assert said in (out / "summary.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("words", [("--form", "moon dust"), ("--smallest-cell", "2")])
def test_what_makes_no_sense_is_refused_in_words(out: Path, words: tuple[str, ...]) -> None:
    done = run(out, "-o", out.parent / "other", *words)
    assert isinstance(done.exception, BadInput)
    assert not (out.parent / "other").exists()


def test_a_screen_that_is_broken_off_says_what_is_left(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("stilla.population.screening.run", stop)
    done = run(out, "-o", out, "--lang", "en")
    assert done.exit_code == 130
    assert "gone on with next time" in done.output + done.stderr


def test_the_page_names_nobody_and_asks_for_nothing(out: Path) -> None:
    run(out, "-o", out, "--lang", "en")
    page = (out / "summary.html").read_text(encoding="utf-8")
    assert "p0000" not in page
    assert "nobody-" not in page
    assert "default-src 'none'" in page
    assert "<script" not in page
