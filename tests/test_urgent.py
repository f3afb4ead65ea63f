"""Where to turn: each case is a person in trouble and the first place to ring."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from click.testing import CliRunner

from stilla.interfaces.cli.main import cli
from stilla.urgent import readings


def routes(*words):
    done = CliRunner().invoke(
        cli, ["urgent", *words, "--json", "--lang", "en", "--as-of", "2026-11-22"], standalone_mode=False
    )
    assert done.exception is None, done.exception
    answer = json.loads(done.output)
    return [each["route"] for each in answer["advice"]], answer


@pytest.mark.parametrize(
    ("words", "first"),
    [
        (["--sign", "fainting"], "emergency"),
        (["--sign", "förvirring"], "emergency"),
        (["--sign", "trouble breathing"], "emergency"),
        (["--serum", "2.0mmol/L"], "emergency"),
        (["--serum", "4.9mg/dL"], "emergency"),
        (["--serum", "4.0 mEq/L"], "emergency"),
        (["--serum", "1.99mmol/L"], "doctor-today"),
        (["--serum", "1.06mmol/L"], "doctor-today"),
        (["--taken", "5g", "--form", "oxide"], "poison-centre"),
        (["--taken", "2500mg"], "poison-centre"),
        (["--taken", "3g", "--form", "oxide"], "poison-centre"),
        (["--taken", "1000mg"], "poison-centre"),
        (["--taken", "999mg"], "health-line"),
        (["--taken", "251mg"], "health-line"),
        (["--taken", "101mg", "--condition", "ckd"], "poison-centre"),
        (["--taken", "101mg", "--egfr", "40"], "poison-centre"),
        (["--taken", "101mg", "--condition", "dialys"], "poison-centre"),
        (["--taken", "66mg", "--age", "3"], "poison-centre"),
        (["--sign", "no-stool-3-days"], "doctor-today"),
        (["--sign", "diarrhoea", "--take", "Lithionit"], "doctor-today"),
        (["--sign", "diarrhoea", "--take", "Furix"], "doctor-today"),
        (["--sign", "nausea"], "health-line"),
        (["--sign", "slow pulse"], "emergency"),
        (["--sign", "långsam puls"], "emergency"),
        (["--sign", "bradykardi"], "emergency"),
        (["--sign", "seizures"], "emergency"),
        (["--sign", "krampanfall"], "emergency"),
        (["--sign", "koma"], "emergency"),
        (["--sign", "förlamning"], "emergency"),
        (["--sign", "slutat andas"], "emergency"),
        (["--serum", ">2.1mmol/L"], "emergency"),
        (["--serum", ">1.9mmol/L"], "doctor-today"),
        (["--taken", "50mg", "--condition", "dialysis"], "poison-centre"),
        (["--sign", "nausea", "--condition", "dialysis"], "poison-centre"),
        (["--sign", "nausea", "--egfr", "20"], "poison-centre"),
        (["--taken", "900mg", "--condition", "heart-block"], "poison-centre"),
        (["--taken", "900mg", "--condition", "constipation"], "poison-centre"),
        (["--sign", "diarrhoea", "--take", "Renitec comp"], "doctor-today"),
        (["--taken", "12.5g"], "poison-centre"),
        (["--taken", "150g", "--form", "sulfate-heptahydrate"], "poison-centre"),
        (["--taken", ">5g"], "poison-centre"),
        (["--taken", "0,5004g"], "health-line"),
        (["--sign", "illamående"], "health-line"),
    ],
)
def test_the_first_place_to_turn(words, first):
    assert routes(*words)[0][0] == first


@pytest.mark.parametrize("words", [["--taken", "250mg"], ["--serum", "0.85mmol/L"], ["--age", "40"]])
def test_nothing_urgent_is_not_made_urgent_but_the_signs_are_always_told(words):
    found, answer = routes(*words)
    assert found == []
    assert "112" in answer["watch"]


def test_what_an_unsaid_fact_would_decide_is_told():
    _, answer = routes("--taken", "800mg")
    assert {each["rule"] for each in answer["undecided"]} >= {"urgent-weak-kidneys", "urgent-child"}


def test_the_worst_comes_first():
    found, _ = routes("--sign", "nausea", "--sign", "fainting", "--taken", "5g", "--form", "oxide")
    assert found[0] == "emergency"


def test_both_readings_of_a_salt_are_kept_and_the_larger_counts(knowledge):
    oxide = readings(5000, knowledge.salts["oxide"])
    assert oxide.as_salt == pytest.approx(3015, abs=1)
    assert oxide.acts_on == 5000


def test_swedish_numbers_are_there():
    _, answer = routes("--taken", "5g", "--form", "oxide", "--sign", "fainting")
    numbers = {each["number"] for advice in answer["advice"] for each in advice["numbers"] if each["country"] == "se"}
    assert {"112", "010-456 6700"} <= numbers


def test_an_unknown_sign_is_said_and_not_dropped():
    _, answer = routes("--sign", "wobblyness")
    assert answer["unrecognised"] == ["wobblyness"]


def test_an_undecided_level_says_what_would_make_it_an_emergency():
    _, answer = routes("--serum", ">1.9mmol/L")
    assert "urgent-serum-2" in {each["rule"] for each in answer["undecided"]}


def test_even_an_unreadable_amount_is_answered_with_the_number_to_ring():
    done = subprocess.run(
        [sys.executable, "-m", "stilla.interfaces.cli.main", "urgent", "--taken", "much"],
        capture_output=True,
        check=False,
    )
    assert done.returncode == 2
    assert b"112" in done.stderr


def test_a_sign_nobody_knows_leads_the_answer():
    output = CliRunner().invoke(cli, ["urgent", "--sign", "zork", "--sign", "nausea", "--lang", "en"]).output
    assert output.index("zork") < output.index("Mild") if "Mild" in output else "zork" in output.splitlines()[0]
