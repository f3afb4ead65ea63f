"""What `stilla simulate` refuses, with the range of the model, and what a person file tells it."""

from __future__ import annotations

import subprocess
import sys

import pytest
from simulating import ANNA, USUAL, form, refused

# --- bad input: the list, each with the model's range, both languages


BAD = {
    "a million": (("--dose", "1000000"), "0 to 5000 mg", "0 till 5000 mg"),
    "1e6": (("--dose", "1e6"), "0 to 5000 mg", "0 till 5000 mg"),
    "negative": (("--dose", "-5"), "below zero", "under noll"),
    "nan": (("--dose", "nan"), "not a number", "inte ett tal"),
    "inf": (("--dose", "inf"), "not a number", "inte ett tal"),
    "empty": (("--dose", ""), "cannot be read", "går inte att läsa"),
    "a foreign unit": (("--dose", "200 ml"), "not a unit", "inte en enhet"),
    "thousands": (("--dose", "1.000"), "1000 or as 1", "1000 eller som 1"),
    "egfr 0": (("--egfr", "0"), "5 to 150 mL/min/1.73 m²", "5 till 150 ml/min/1,73 m²"),
    "egfr 300": (("--egfr", "300"), "5 to 150", "5 till 150"),
    "egfr open": (("--egfr", ">60"), "one number", "ett enda tal"),
    "weight 2": (("--weight", "2 kg"), "35 to 200 kg", "35 till 200 kg"),
    "an unknown salt": (("--form", "unobtainium"), "It knows citrate", "Den känner citrate"),
    "a salt nobody measured": (("--form", "bisglycinate"), "Nobody has measured", "Ingen har mätt"),
    "100 doses": (("--doses", "100"), "1 to 12 doses", "1 till 12 doser"),
    "no doses": (("--doses", "0"), "1 to 12 doses", "1 till 12 doser"),
    "half a dose": (("--doses", "1.5"), "whole number", "heltal"),
    "100 times": (("--times", ",".join(["08:00"] * 100)), "1 to 12 doses", "1 till 12 doser"),
    "no time": (("--times", "25:00"), "not a time of day", "inte ett klockslag"),
    "empty times": (("--times", ""), "not a time of day", "inte ett klockslag"),
    "times and doses": (("--times", "08:00", "--doses", "2"), "not both", "inte båda"),
    "no days": (("--days", "0"), "1 to 400 days", "1 till 400 dagar"),
    "a thousand days": (("--days", "1000"), "1 to 400 days", "1 till 400 dagar"),
    "too much food": (("--diet", "5 g"), "10 to 1000 mg", "10 till 1000 mg"),
    "total calcium": (("--calcium", "2.4"), "not the total", "inte totalt"),
    "seven people": (("--population", "7"), "100 to 1000000 people", "100 till 1000000 personer"),
    "dynamic alone": (("--dynamic",), "Needs --population", "Behöver --population"),
    "observed without unit": (("--observed", "2"), "needs a unit", "behöver en enhet"),
    "observed 900": (("--observed", "900 mmol/L"), "0.1 to 15", "0,1 till 15"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_refused_with_what_is_accepted(name):
    words, en, sv = BAD[name]
    assert en in refused(*USUAL, *words)
    assert sv in refused(*USUAL, *words, language="sv")


def test_every_problem_is_told_at_once_and_the_status_is_2():
    done = subprocess.run(
        [sys.executable, "-m", "stilla.interfaces.cli.main", "simulate", "--dose", "1000000", "--egfr", "300",
         "--weight", "2", "--form", "unobtainium", "--doses", "100", "--lang", "en"],
        capture_output=True, check=False, timeout=60,
    )  # fmt: skip
    assert done.returncode == 2
    assert done.stdout == b""
    for what in ("1000000", "300", "2 is outside", "unobtainium", "100 is outside"):
        assert what in done.stderr.decode()


def test_the_kidney_value_and_the_dose_are_asked_for_and_never_assumed():
    text = refused("--form", "citrate")
    assert "--egfr 72" in text
    assert "--dose 200" in text
    assert "Goes with --dose" in text
    assert "antas" in refused(language="sv")


# --- a person file


def test_a_person_file_gives_kidneys_and_magnesium_and_what_is_not_counted():
    answer = form(ANNA)
    assert answer["egfr"] == 72
    assert answer["doses"] == [{"mg": 100, "form": "citrate", "at": "21:30"}]
    assert any("Novaluzid" in each and "NOT counted" in each for each in answer["assumptions"])


def test_flags_replace_what_the_file_says():
    answer = form(ANNA, "--egfr", "40", "--dose", "300", "--form", "oxide", "--times", "08:00")
    assert answer["egfr"] == 40
    assert answer["doses"] == [{"mg": 300, "form": "oxide", "at": "08:00"}]
    assert any("replaces" in each for each in answer["assumptions"])
    assert not any("Novaluzid" in each for each in answer["assumptions"])


@pytest.mark.parametrize(
    ("file", "en", "sv"),
    [
        ('age = 30\nsex = "female"\negfr = 90\nconditions = ["pregnancy"]', "not made for pregnancy", "graviditet"),
        ('age = 50\negfr = 8\nconditions = ["dialysis"]', "no dialysis", "ingen dialys"),
        ("age = 15\negfr = 90", "under 18", "under 18"),
        ('age = 50\negfr = 90\n[[magnesium]]\nmg = 200\nroute = "intravenous"', "by vein", "dropp"),
        ('age = 50\negfr = ">60"', "kidney value (eGFR) is needed", "Njurvärdet (eGFR) behövs"),
        ("age = 50\ncreatinine = '88 umol/L'", "kidney value (eGFR) is needed", "Njurvärdet (eGFR) behövs"),
    ],
)
def test_who_is_outside_the_model_is_refused_in_words(tmp_path, file, en, sv):
    path = tmp_path / "person.toml"
    path.write_text(file)
    assert en in refused(str(path), "--dose", "200")
    assert sv in refused(str(path), "--dose", "200", language="sv")


def test_creatinine_with_age_and_sex_is_a_kidney_value(tmp_path):
    path = tmp_path / "person.toml"
    path.write_text('age = 58\nsex = "female"\ncreatinine = "88 umol/L"\nconditions = ["constipation"]\nmagnesium = []')
    answer = form(str(path))
    assert 64 < answer["egfr"] < 67
    assert answer["magnesium_mg"] == 0
    assert answer["not_calibrated"] == ["stasis"]


def test_a_file_without_a_word_on_magnesium_is_no_dose_of_nothing(tmp_path):
    path = tmp_path / "person.toml"
    path.write_text("age = 58\negfr = 72")
    assert "--dose 200" in refused(str(path))
