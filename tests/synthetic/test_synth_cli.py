"""`stilla synth`: a thin door."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from stilla.errors import BadInput
from stilla.interfaces.cli.main import cli
from stilla.synthetic.region_files import MANIFEST


def run(*words: object) -> str:
    done = CliRunner().invoke(cli, ["synth", *map(str, words)])
    assert done.exit_code == 0, (done.output, done.exception)
    return done.output


@pytest.mark.parametrize(("lang", "said"), [("en", "5 invented people"), ("sv", "5 påhittade personer")])
def test_it_writes_a_region_and_says_what(tmp_path: Path, lang: str, said: str) -> None:
    out = tmp_path / "region"
    assert said in run("--patients", 5, "--seed", 3, "--as-of", "2026-01-31", "-o", out, "--lang", lang)
    order = json.loads((out / MANIFEST).read_bytes())["order"]
    assert order.pop("lang") == lang
    assert order == {"patients": 5, "seed": 3, "as_of": "2026-01-31", "dirt": 0.01, "zipped": False}
    assert len((out / "Patient.000.ndjson").read_bytes().splitlines()) == 5


def test_the_day_is_today_unless_said(tmp_path: Path) -> None:
    run("--patients", 1, "-o", tmp_path / "a")
    order = json.loads((tmp_path / "a" / MANIFEST).read_bytes())["order"]
    assert abs(date.fromisoformat(order["as_of"]) - datetime.now(UTC).date()) <= timedelta(1)


def test_it_refuses_a_folder_with_something_in_it(tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("x", encoding="utf-8")
    done = CliRunner().invoke(cli, ["synth", "--patients", "5", "-o", str(tmp_path)])
    assert isinstance(done.exception, BadInput)
    assert "--force" in done.exception.problems[0].sentence("en")
    assert "--force" in done.exception.problems[0].sentence("sv")
