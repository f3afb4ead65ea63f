from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sealed_examples import KNOWLEDGE

from stilla.errors import BadInput
from stilla.intake.label import read_label
from stilla.knowledge.salts import elemental_fraction
from stilla.trial.product import CAPSULE_ML, LIGHT, MOST_CAPSULES, Product, powder, ready

OFFERED = ["oxide", "chloride", "chloride-hexahydrate", "citrate", "citrate-nonahydrate", "bisglycinate", "lactate"]


def test_200_mg_as_citrate_is_over_a_gram_in_four_capsules():
    made = powder("citrate", 200, KNOWLEDGE)
    assert (made.capsules, made.size, made.first_week) == (4, "0", 2)
    assert made.capsules * made.powder_mg == 1236
    assert 199 <= made.dose_mg <= 200
    assert 99.5 <= made.first_week_mg <= 100


@given(st.sampled_from(OFFERED), st.floats(50, 200))
def test_capsules_hold_the_dose_never_more_and_fit(salt, dose):
    made = powder(salt, dose, KNOWLEDGE)
    fraction = elemental_fraction(KNOWLEDGE.salts[salt].formula)
    held = made.capsules * made.powder_mg * fraction
    assert 0.97 * dose <= held <= dose * 1.0001
    assert made.powder_mg <= 1000 * LIGHT * CAPSULE_ML[made.size] + 1
    assert 1 <= made.capsules <= MOST_CAPSULES
    if dose > 100:
        assert made.capsules == 2 * made.first_week
    else:
        assert made.first_week == made.capsules


@pytest.mark.parametrize("words", ["orotate", "magnesiumorotat", "Epsom salt", "citrate-malate", "malate", "sand", ""])
def test_unsuited_salts_are_refused(words):
    with pytest.raises(BadInput):
        powder(words, 200, KNOWLEDGE)


@pytest.mark.parametrize("dose", [0, 49, 201, 1000])
def test_a_dose_outside_the_limits_is_refused(dose):
    with pytest.raises(BadInput, match="50 to 200"):
        powder("citrate", dose, KNOWLEDGE)


def test_the_declared_amount_counts_before_the_formula():
    by_formula, declared = powder("citrate", 200, KNOWLEDGE), powder("citrate", 200, KNOWLEDGE, declared=12)
    assert declared.powder_mg * declared.capsules > by_formula.powder_mg * by_formula.capsules
    assert declared.fraction == 0.12
    assert declared.dose_mg == pytest.approx(200, rel=0.01)


@pytest.mark.parametrize("percent", [0, 1, 10, 17.5, 60, 160])
def test_a_declaration_no_salt_of_that_name_can_have_is_refused(percent):
    with pytest.raises(BadInput, match="not possible"):
        powder("citrate", 200, KNOWLEDGE, declared=percent)


def label(text: str) -> Product:
    return ready(read_label(text, KNOWLEDGE), text, 200, KNOWLEDGE)


def test_a_ready_made_capsule_gives_the_dose_in_an_even_number():
    made = label("Magnesium 100 mg per capsule")
    assert (made.capsules, made.first_week, made.dose_mg, made.size) == (2, 1, 200, None)


@pytest.mark.parametrize(
    "text",
    [
        "Magnesium",
        "Magnesium 250 mg per capsule",
        "Magnesium 200 mg per capsule",
        "Magnesium orotate 500 mg, of which magnesium 32 mg",
        "Magnesium 100 mg, vitamin B6 2 mg per capsule",
        "Magnesium sulfate, magnesium 100 mg per capsule",
        "Magnesium 16 g per 100 g",
    ],
)
def test_labels_that_do_not_do_are_refused(text):
    with pytest.raises(BadInput):
        label(text)


@pytest.mark.parametrize(
    "changes",
    [{"elemental_mg": 70.0}, {"capsules": 0}, {"first_week": 5}, {"powder_mg": 600}, {"elemental_mg": float("nan")},
     {"size": None}],
)  # fmt: skip
def test_a_product_that_contradicts_itself_is_no_product(changes):
    with pytest.raises(BadInput):
        msgspec.structs.replace(powder("citrate", 200, KNOWLEDGE), **changes).__post_init__()
