"""The model against what was published: every target has its function, and docs/validation.md says what is true now."""

import math
import re
from functools import cache
from pathlib import Path

import pytest
from virtual_people import KNOWLEDGE, MODEL

from stilla.knowledge.kinds import Parameter, Target
from stilla.knowledge.salts import ATOMIC_WEIGHTS, elements
from stilla.physiology import kinetics_checks, sets
from stilla.physiology.asked import forms_of
from stilla.physiology.kinetics import kinetics
from stilla.physiology.kinetics_checks import KINETICS_CHECKS, MG_DL
from stilla.physiology.nerve_checks import NERVE_CHECKS
from stilla.physiology.population_checks import (
    INPATIENTS,
    KIDNEY_DISEASE,
    OUTPATIENTS,
    POPULATION_CHECKS,
    TABLETS,
    Virtual,
)
from stilla.physiology.sets import OldSets, digest_of, sets_of, write_sets
from stilla.quantity import MAGNESIUM_MOLAR_MASS

AGAIN = "docs/validation.md is older than the model: make validation"
SETS_AGAIN = "python -m calibration.kinetics_fit sets"
TARGETS = KNOWLEDGE.kind("targets", Target)
DOCUMENT = Path(__file__).parents[2] / "docs" / "validation.md"
FIRST = kinetics(KNOWLEDGE, first_version=True)


@cache
def printed():
    """What the document says of each target: figures of the first version and of this one, each with its mark."""
    rows = {}
    for line in DOCUMENT.read_text(encoding="utf-8").splitlines():
        cells = [each.strip() for each in line.strip("|").split("|")]
        if len(cells) == 8:
            rows[cells[0]] = cells[3:5]
    return {name: rows.get(f"{each.group.en}: {each.name.en}") for name, each in TARGETS.items()}


def agrees(cell, value, target):
    """Whether a cell gives this figure, to the digits printed, with the mark it deserves."""
    figure, mark = cell.split()
    assert mark == ("✓" if target.low <= value <= target.high else "✗"), AGAIN
    assert float(figure) == pytest.approx(value, rel=0.01, abs=1e-12), AGAIN


@pytest.mark.parametrize(
    ("model", "functions"),
    [("kinetics", KINETICS_CHECKS), ("population", POPULATION_CHECKS), ("excitability", NERVE_CHECKS)],
)
def test_targets_and_their_functions_match_one_to_one(model, functions):
    assert {name for name, each in TARGETS.items() if each.model == model} == set(functions)


def test_every_target_belongs_to_a_model():
    assert {each.model for each in TARGETS.values()} == {"kinetics", "population", "excitability"}


def test_every_target_is_printed_and_named_apart():
    names = [f"{each.group.en}: {each.name.en}" for each in TARGETS.values()]
    assert len(set(names)) == len(names)
    assert [name for name, cells in printed().items() if cells is None] == [], AGAIN


@pytest.mark.parametrize("name", TARGETS)
def test_a_target_s_interval_is_one(name):
    target = TARGETS[name]
    assert target.low <= target.value <= target.high
    assert target.sources
    if target.mechanism:
        assert target.role == "check"
        assert target.mechanism in {each.symbol for each in KNOWLEDGE.kind("parameters", Parameter).values()}


@pytest.mark.parametrize("name", KINETICS_CHECKS)
def test_the_document_says_what_the_kinetics_say(name):
    value = KINETICS_CHECKS[name](MODEL)
    assert math.isfinite(value)
    agrees(printed()[name][1], value, TARGETS[name])
    agrees(printed()[name][0], KINETICS_CHECKS[name](FIRST), TARGETS[name])


@pytest.mark.parametrize("name", POPULATION_CHECKS)
def test_the_document_says_what_the_people_say(name):
    agrees(printed()[name][1], POPULATION_CHECKS[name](Virtual(MODEL, KNOWLEDGE)), TARGETS[name])
    agrees(printed()[name][0], POPULATION_CHECKS[name](Virtual(FIRST, KNOWLEDGE, first_version=True)), TARGETS[name])


def test_the_document_counts_its_own_marks():
    text = DOCUMENT.read_text(encoding="utf-8")
    for model in ("kinetics", "population", "excitability"):
        for role in ("calibration", "check"):
            names = [name for name, each in TARGETS.items() if each.model == model and each.role == role]
            row = re.search(rf"^\| {model}, {role} \| (\d+) \| (\S+) \| (\d+) \|$", text, re.MULTILINE)
            assert row is not None, AGAIN
            now, before = (sum(printed()[name][column].endswith("✓") for name in names) for column in (1, 0))
            assert (int(row[1]), int(row[3])) == (len(names), now), AGAIN
            assert row[2] == ("–" if model == "excitability" else str(before)), AGAIN


def test_nothing_is_printed_as_impossible():
    assert not re.search(r"(?<![\d.])0 ?%", DOCUMENT.read_text(encoding="utf-8"))


def test_the_later_mechanisms_are_worth_their_place():
    """Checks that chose nothing: more are met now than by the first version."""
    names = [name for name in KINETICS_CHECKS if TARGETS[name].role == "check"]

    def met(k):
        return sum(TARGETS[name].low <= KINETICS_CHECKS[name](k) <= TARGETS[name].high for name in names)

    assert met(MODEL) > met(FIRST)


def test_the_unit_of_american_laboratories():
    assert pytest.approx(10 / MAGNESIUM_MOLAR_MASS, rel=1e-3) == MG_DL


@pytest.mark.parametrize("shares", [KIDNEY_DISEASE, TABLETS, OUTPATIENTS, INPATIENTS])
def test_shares_are_of_a_whole(shares):
    assert sum(each[0] for each in shares) == pytest.approx(1)


def test_the_sets_were_drawn_around_these_constants():
    first = sets.SETS.read_text(encoding="utf-8").partition("\n")[0]
    assert first == f"# drawn around {digest_of(MODEL.usual)} by {SETS_AGAIN}", SETS_AGAIN
    assert len(sets_of(KNOWLEDGE)) == 64


def test_older_sets_are_refused_with_the_command(tmp_path, monkeypatch):
    file = tmp_path / "sets.csv"
    write_sets(file, [{"T0": 0.6}, {"T0": 0.65}], MODEL.usual)
    monkeypatch.setattr(sets, "SETS", file)
    assert [each.usual["T0"] for each in sets_of(KNOWLEDGE)] == [0.6, 0.65]
    write_sets(file, [{"T0": 0.6}], MODEL.usual | {"T0": 0.7})
    with pytest.raises(OldSets, match=SETS_AGAIN):
        sets_of(KNOWLEDGE)


def test_what_the_checks_take_for_granted_is_what_the_knowledge_says():
    assert forms_of(KNOWLEDGE)["oxide"].share == kinetics_checks.OXIDE_DISSOLVES
    assert (
        pytest.approx(
            sum(ATOMIC_WEIGHTS[element] * count for element, count in elements("MgSO4.7H2O").items()), abs=0.01
        )
        == kinetics_checks.SULFATE
    )
