"""Foods by name: as written before misspelt, in both languages, always in the same order."""

from __future__ import annotations

import random

import pytest
from food_examples import FOODS, INDEX, food
from hypothesis import given
from hypothesis import strategies as st

from stilla.errors import BadInput
from stilla.intake.foods import EXACT_WORD, MISSPELT, Index


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("havregryn", "oats"),
        ("HAVREGRYN ", "oats"),
        ("oats", "oats"),
        ("pumpkin seeds", "pumpkin-seeds"),
        ("pumpafron", "pumpkin-seeds"),
        ("pumpa frön", "pumpkin-seeds"),
        ("pumkin sedes", "pumpkin-seeds"),
        ("avocados", "avocado"),
        ("spnat", "spinach-raw"),
        ("mandlar", "almonds"),
        ("bannan", "banana"),
    ],
)
def test_the_food_that_was_meant_stands_first(query, first):
    assert INDEX.search(query)[0].food.key == first


def test_an_exact_name_beats_a_beginning_and_a_beginning_beats_a_misspelling():
    index = Index([food("a", "risk", "risk", 1), food("b", "ris kokt", "rice", 1), food("c", "ris", "rice2", 1)])
    assert [hit.food.key for hit in index.search("ris")] == ["c", "b", "a"]


def test_built_in_foods_stand_before_imported_ones_of_the_same_name():
    assert [hit.food.key for hit in INDEX.search("havregryn")][:2] == ["oats", "slv:9"]
    assert [each.key for each in INDEX.named("Havregryn")] == ["oats"]


def test_a_name_that_several_foods_have_names_them_all():
    assert {each.key for each in INDEX.named("spenat")} == {"spinach-raw", "spinach-frozen"}


def test_a_misspelt_name_is_never_an_exact_one():
    assert INDEX.named("spnat") == ()
    assert all(hit.fit == MISSPELT for hit in INDEX.search("spnat"))


def test_nothing_like_it_finds_nothing():
    assert INDEX.search("zzzqqq") == ()


@pytest.mark.parametrize("query", ["", "  ", "%,.", "x" * 500])
def test_what_is_no_name_is_refused(query):
    with pytest.raises(BadInput):
        INDEX.search(query)


def test_an_unknown_id_is_refused_with_those_that_look_like_it():
    with pytest.raises(BadInput, match="almonds"):
        INDEX.get("almnds")


@given(st.randoms(use_true_random=False))
def test_the_order_of_the_table_never_changes_the_answer(chance: random.Random):
    shuffled = list(FOODS)
    chance.shuffle(shuffled)
    index = Index(shuffled)
    for query in ("spenat", "spnat", "a", "mandel", "gröt", "frön"):
        assert [hit.food.key for hit in index.search(query)] == [hit.food.key for hit in INDEX.search(query)]


@given(st.sampled_from(FOODS), st.booleans())
def test_every_food_is_found_by_its_own_names(each, swedish):
    query = each.name.sv if swedish else each.name.en
    exact = [hit.food for hit in INDEX.search(query) if hit.fit <= EXACT_WORD]
    assert each in exact


@given(st.text(min_size=1, max_size=60))
def test_any_text_gets_an_answer_or_a_sentence(text):
    try:
        assert len(INDEX.search(text, 5)) <= 5
    except BadInput as error:
        assert error.problems
