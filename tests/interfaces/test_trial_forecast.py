"""`stilla trial forecast`: the figures of the engine, said plainly, also when no design can answer."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import msgspec
import pytest
from click.testing import CliRunner

from stilla.errors import BadInput
from stilla.interfaces.cli.main import cli
from stilla.interfaces.forms.forecast import ForecastForm

QUICK = ("--design", "8x14", "--trials", "50")


def run(tmp_path: Path, *flags: str) -> Any:
    words = ["trial", "forecast", "--trial", str(tmp_path / "trial"), *QUICK, *flags]
    return CliRunner().invoke(cli, words, standalone_mode=False)


def test_the_contract_and_what_is_assumed_without_a_run_in(tmp_path: Path) -> None:
    found = json.loads(run(tmp_path, "--json", "--lang", "en").output)
    jsonschema.validate(found, msgspec.json.schema(ForecastForm))
    assert not found["from_run_in"]
    (design,) = found["designs"]
    assert (design["sequences"], round(design["min_p"], 3)) == (62, 0.032)
    assert set(design["chances"]) == {"quick", "slow", "drift"}
    helps = [each["helps"] for each in design["chances"]["quick"]]
    assert helps[0] < 0.1
    assert helps[-1] > 0.5
    assert design["chances"]["slow"][-1]["helps"] < helps[-1]
    assert design["false_helps"] <= 0.025


def test_nights_that_vary_too_much_are_told_before_the_start(tmp_path: Path) -> None:
    found = run(tmp_path, "--sd", "6", "--mid", "1", "--lang", "en")
    assert "It is fair not to start" in " ".join(found.output.split())
    assert "Assumed, not from your nights" in found.output


def test_a_picture_is_written_and_swedish_is_swedish(tmp_path: Path) -> None:
    where = tmp_path / "forecast.svg"
    found = run(tmp_path, "--plot", str(where), "--lang", "sv")
    assert "<svg" in where.read_text()
    assert "8 perioder om 14 nätter" in found.output
    assert "effekt över veckor" in found.output


@pytest.mark.parametrize("flags", [("--mid", "0"), ("--sd", "-1"), ("--mean", "11"), ("--mid", "nan")])
def test_impossible_assumptions_are_refused(tmp_path: Path, flags: tuple[str, ...]) -> None:
    assert isinstance(run(tmp_path, *flags).exception, BadInput)
