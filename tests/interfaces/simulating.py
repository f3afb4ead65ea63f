"""`stilla simulate` asked in tests: what it said, its JSON, and what it refused with."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from stilla.errors import BadInput
from stilla.interfaces.cli.main import cli

ROOT = Path(__file__).parents[2]
ANNA = str(ROOT / "examples" / "anna.toml")
USUAL = ("--dose", "200", "--form", "citrate", "--egfr", "90")
SBML = "{http://www.sbml.org/sbml/level3/version2/core}"


def said(*words: str, language: str = "en") -> str:
    done = CliRunner().invoke(
        cli, ["simulate", *words, "--lang", language], catch_exceptions=False, env={"COLUMNS": "88"}
    )
    assert done.exit_code == 0, done.output
    return done.stdout


def form(*words: str, language: str = "en") -> dict:
    return json.loads(said(*words, "--json", language=language))


def refused(*words: str, language: str = "en", command: str = "simulate") -> str:
    with pytest.raises(BadInput) as error:
        CliRunner().invoke(cli, [command, *words, "--lang", language], catch_exceptions=False)
    return "\n".join(problem.sentence(language) for problem in error.value.problems)


def one_line(text: str) -> str:
    return " ".join(text.split())
