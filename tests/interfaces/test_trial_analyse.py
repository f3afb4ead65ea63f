"""`stilla trial analyse`: any table, the same answer however a missing day is written."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import msgspec
import numpy as np
import pytest
from click.testing import CliRunner, Result

from stilla.interfaces.cli.main import cli
from stilla.interfaces.forms.trial_analysis import TrialForm

HEAD = "day,arm,score\n"
FLAGS = ("--outcome", "score", "--treatment", "arm", "--active", "mg", "--time", "day", "--better", "lower")
QUICK = (*FLAGS, "--mid", "1", "--half-lives", "0")


def rows(effect: float = -2.0, n: int = 56) -> list[str]:
    stream = np.random.default_rng(2)
    arms = np.repeat([0, 1, 1, 0, 1, 0, 0, 1], n // 8)
    scores = np.clip(np.round(6 + effect * arms + stream.normal(size=n)), 0, 10)
    return [
        f"{day},{'mg' if arm else 'p'},{score:.0f}" for day, (arm, score) in enumerate(zip(arms, scores, strict=True))
    ]


def run(tmp_path: Path, lines: list[str], *flags: str) -> Result:
    path = tmp_path / "trial.csv"
    path.write_text(HEAD + "\n".join(lines) + "\n")
    words = ["trial", "analyse", str(path), *(flags or QUICK), "--lang", "en"]
    return CliRunner().invoke(cli, words, standalone_mode=False)


def answer(tmp_path: Path, lines: list[str], *flags: str) -> dict[str, Any]:
    found = run(tmp_path, lines, *(flags or QUICK), "--json")
    assert found.exception is None, found.exception
    out: dict[str, Any] = json.loads(found.output)
    return out


def test_the_contract_of_the_answer(tmp_path: Path) -> None:
    found = answer(tmp_path, rows())
    assert found["verdict"] == "helps"
    assert set(found["effect"]) == {"mean", "sd", "lo", "hi"}
    assert {"p_benefit", "p_mid", "p_harm", "mid", "rho", "carryover", "blinding", "n", "sensitivity"} <= set(found)
    assert {"p", "min_p"} <= set(found["randomisation"])
    jsonschema.validate(found, msgspec.json.schema(TrialForm))


def test_a_missing_day_deleted_or_empty_is_the_same_and_a_closed_gap_is_not(tmp_path: Path) -> None:
    lines = rows()
    day, arm, _ = lines[30].split(",")
    deleted = answer(tmp_path, lines[:30] + lines[31:])
    empty = answer(tmp_path, [*lines[:30], f"{day},{arm},", *lines[31:]])
    shifted = [f"{int(line.split(',')[0]) - 1},{line.split(',', 1)[1]}" for line in lines[31:]]
    closed = answer(tmp_path, lines[:30] + shifted)
    for name in ("effect", "p_benefit", "p_mid", "p_harm", "verdict", "rho", "randomisation"):
        assert deleted[name] == empty[name]
    assert closed["effect"]["mean"] != deleted["effect"]["mean"]


def test_swapped_arms_turn_the_sign(tmp_path: Path) -> None:
    one = answer(tmp_path, rows(effect=2.0))
    assert one["verdict"] == "worse"
    assert one["effect"]["mean"] > 1


def test_lines_set_aside_are_told_and_the_status_says_so(tmp_path: Path) -> None:
    found = run(tmp_path, [*rows(), "99,mg,much"])
    assert found.return_value == 3
    assert "line 58" in found.output


@pytest.mark.parametrize(
    ("flag", "value", "says"),
    [
        ("--mid", "0", "above zero"),
        ("--mid", "nan", "above zero"),
        ("--half-lives", "0,-1", "0 to 365"),
        ("--half-lives", "", "0 to 365"),
        ("--sd", "-2", "above zero"),
        ("--design", "pairs", "--period"),
        ("--outcome", "points", "no column"),
    ],
)
def test_what_cannot_be_is_refused(tmp_path: Path, flag: str, value: str, says: str) -> None:
    found = run(tmp_path, rows(), *QUICK, flag, value)
    assert says in str(found.exception)


@pytest.mark.parametrize("kind", ["binary", "count", "ordinal", "duration"])
def test_other_outcomes_have_their_own_model(tmp_path: Path, kind: str) -> None:
    lines = rows()
    if kind == "binary":
        lines = [f"{line.rsplit(',', 1)[0]},{int(int(line.rsplit(',', 1)[1]) >= 5)}" for line in lines]
    found = answer(tmp_path, lines, *QUICK, "--kind", kind)
    assert found["effect"]["mean"] < 0
    assert found["p_benefit"] > 0.9
    assert found["notes"][0].startswith("The effect is in")


def test_a_picture_is_written(tmp_path: Path) -> None:
    where = tmp_path / "nights.svg"
    assert run(tmp_path, rows(), *QUICK, "--plot", str(where)).exit_code == 0
    assert "<svg" in where.read_text()


def test_swedish_says_the_same(tmp_path: Path) -> None:
    path = tmp_path / "trial.csv"
    path.write_text(HEAD + "\n".join(rows()) + "\n")
    found = CliRunner().invoke(cli, ["trial", "analyse", str(path), *QUICK, "--lang", "sv"])
    assert "HJÄLPER" in found.output
    assert "Kan ordningen förklara det?" in found.output


def scaled(by: float) -> list[str]:
    return [f"{line.rsplit(',', 1)[0]},{float(line.rsplit(',', 1)[1]) * by:g}" for line in rows()]


@pytest.mark.parametrize(("by", "mid", "says"), [(0.01, "0.01", "0.02"), (1e-9, "1e-9", "e-09 better")])
def test_a_small_unit_is_not_rounded_to_nothing(tmp_path: Path, by: float, mid: str, says: str) -> None:
    found = run(tmp_path, scaled(by), *FLAGS, "--mid", mid, "--half-lives", "0").output
    assert says in found
    assert "0.0 better" not in found
    assert "at least 0," not in found


def test_a_randomisation_p_is_never_nothing(tmp_path: Path) -> None:
    lines = [f"{day},{'mg' if day % 2 else 'p'},{8 - 4 * (day % 2) + day % 3}" for day in range(40)]
    found = run(tmp_path, lines).output
    assert "p = 0.000" not in found
    assert "drawn at random" in " ".join(found.split())


def test_many_lines_set_aside_put_the_answer_in_doubt(tmp_path: Path) -> None:
    lines = [f"{line.rsplit(',', 1)[0]},much" if k % 5 == 0 else line for k, line in enumerate(rows())]
    assert "12 of 56 lines were set aside" in answer(tmp_path, lines)["notes"][0]
    assert not any("set aside" in note for note in answer(tmp_path, [*rows(), "99,mg,much"])["notes"])


def test_a_difference_larger_than_the_scale_is_refused(tmp_path: Path) -> None:
    found = run(tmp_path, rows(), *FLAGS, "--mid", "10", "--low", "0", "--high", "10")
    assert "smaller than the scale" in str(found.exception)


@pytest.mark.parametrize("language", ["en", "sv"])
def test_a_table_of_anything_is_not_said_to_be_of_magnesium(tmp_path: Path, language: str) -> None:
    found = run(tmp_path, rows(), *QUICK, "--json", "--lang", language).output.casefold()
    assert not any(word in found for word in ("magnesium", "restless", "rastlös", "myrkryp", "rls"))
