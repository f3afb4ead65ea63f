"""What holds of the label reader for every text."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from stilla.intake.label import Label, read_label
from stilla.knowledge.store import load

KNOWLEDGE = load()
WORDS = (
    "magnesium Magnesium Mg magnesiumoxid bisglycinate magnesiumstearat oxide as from ( ) , . : / - % | per tablett "
    "dagligen varav providing elemental zinc calcium <b> &nbsp; mg of och x < ½ total 2 0"
)
PIECES = [
    *WORDS,
    "\n",
    "400 mg",
    "1,000 mg",
    "0,5 g",
    "10 mmol",
    "100 %",
    "2 kapslar",
    "vitamin B6",
    "serving size",
    "100 g",
]
LABELS = st.lists(st.sampled_from(PIECES), max_size=14).map(" ".join)
SALTS = [name for salt in KNOWLEDGE.salts.values() if salt.formula for name in salt.synonyms]


def consistent(found: Label) -> None:
    if found.elemental_mg is None:
        assert found.per_day_mg is None
        assert found.question is not None
    else:
        assert 0 < found.elemental_mg <= 5000
        assert found.readings[0].elemental_mg == found.elemental_mg
        assert len(found.readings) == 1


@given(st.one_of(st.text(max_size=300), LABELS))
def test_no_text_breaks_it_and_what_is_open_is_asked(text: str):
    consistent(read_label(text, KNOWLEDGE))


@given(LABELS)
def test_the_same_text_always_gives_the_same_answer(text: str):
    assert read_label(text, KNOWLEDGE) == read_label(text, KNOWLEDGE)


@given(st.sampled_from(SALTS), st.integers(1, 3000))
def test_elemental_magnesium_is_never_more_than_the_salt(name: str, mg: int):
    found = read_label(f"{name} {mg} mg", KNOWLEDGE)
    assert found.declared
    assert all(each.elemental_mg <= mg for each in found.readings)
    assert found.elemental_mg is None or found.elemental_mg < mg


@given(st.sampled_from(SALTS), st.integers(1, 900), st.integers(1, 900))
def test_more_magnesium_than_salt_is_never_believed(name: str, salt_mg: int, mg: int):
    found = read_label(f"{name} {salt_mg} mg, varav magnesium {mg} mg", KNOWLEDGE)
    if mg > salt_mg * 1.06:
        assert found.elemental_mg is None
    elif found.elemental_mg is not None:
        assert found.elemental_mg == mg


@given(st.integers(1, 900), st.sampled_from(["{} mg magnesium", "Magnesium {} mg", "Magnesium (as oxide) {} mg"]))
def test_a_plain_amount_is_read_as_it_stands(mg: int, wording: str):
    assert read_label(wording.format(mg), KNOWLEDGE).elemental_mg == mg


@given(st.sampled_from(["calcium", "zinc", "vitamin C", "järn"]), st.integers(1, 900), st.integers(1, 900))
def test_another_nutrient_s_amount_is_never_taken_for_magnesium(other: str, theirs: int, ours: int):
    found = read_label(f"{other} {theirs} mg, magnesium {ours} mg", KNOWLEDGE)
    assert found.elemental_mg == ours
    assert read_label(f"magnesium, {other} {theirs} mg", KNOWLEDGE).elemental_mg is None
