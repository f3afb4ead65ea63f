"""The command `label`: its JSON, its words, and what it refuses."""

from __future__ import annotations

import msgspec
import pytest
from click.testing import CliRunner, Result

from stilla.errors import BadInput
from stilla.interfaces.cli.label import label
from stilla.interfaces.forms.label import LabelForm


def run(*words: str, typed: str | None = None) -> Result:
    return CliRunner().invoke(label, list(words), input=typed, catch_exceptions=False, standalone_mode=False)


def answer(*words: str) -> LabelForm:
    return msgspec.json.decode(run(*words, "--json").output, type=LabelForm)


def test_the_json_has_what_is_promised():
    form = answer("Magnesium (as oxide) 400 mg per tablet. Take 1 tablet daily.", "--authority", "se")
    assert (form.elemental_mg, form.form, form.per, form.per_day_mg) == (400, "oxide", "tablet", 400)
    assert form.absorption == "low"
    assert [(each.authority, each.mg, each.percent) for each in form.percent_of_upper_level] == [("se", 250, 160)]


def test_an_open_amount_is_null_with_readings_and_a_question():
    form = answer("magnesiumcitrat 400 mg", "--lang", "sv")
    assert form.elemental_mg is None
    assert [each.elemental_mg for each in form.readings] == [64.7, 47.6, 400]
    assert form.question is not None
    assert form.question.startswith("Gäller mängden")
    assert form.percent_of_upper_level == []


def test_every_authority_is_shown_unless_one_is_chosen():
    assert {each.authority for each in answer("Magnesium 250 mg").percent_of_upper_level} >= {"se", "us", "uk"}


def test_a_dash_reads_standard_input():
    assert "243" in run("-", typed="Magnesium 10 mmol\n").output


def test_text_for_people_says_amount_form_and_others():
    shown = run("Magnesium (som citrat) 200 mg per kapsel, vitamin B6 2 mg", "--lang", "sv").output
    assert "200 mg rent magnesium per kapsel" in shown
    assert "vitamin B6, 2 mg" in shown


@pytest.mark.parametrize("words", [("",), ("  ",), ("x" * 100_001,)])
def test_an_empty_or_endless_label_is_refused(words: tuple[str]):
    with pytest.raises(BadInput):
        run(*words)


@pytest.mark.parametrize("servings", ["0", "-1", "21", "1,000", "two", "nan"])
def test_impossible_servings_are_refused(servings: str):
    with pytest.raises(BadInput):
        run("Magnesium 250 mg", "--per-day", servings)


def test_half_a_serving_is_possible():
    assert answer("Magnesium 250 mg", "--per-day", "0,5").per_day_mg == 125
