"""The smallest change of a day: it closes the gap, all of it is needed, and it says when there is none."""

from __future__ import annotations

import itertools

import pytest
from food_examples import INDEX, food
from hypothesis import given, settings
from hypothesis import strategies as st

from stilla.errors import BadInput
from stilla.intake.diet import MOST_GRAMS, MOST_STEPS, Choice, choices, improve
from stilla.intake.food_day import Day, read_day

EMPTY = Day(())
NUMBERS = {"mg": st.integers(1, 700), "grams": st.integers(1, 150), "day": st.booleans()}


@st.composite
def offers(draw, most=6):
    rows = draw(st.lists(st.tuples(*NUMBERS.values()), max_size=most))
    made = []
    for place, (per_100_g, grams, of_the_day) in enumerate(rows):
        mg = per_100_g * grams / 100
        made.append(Choice(food(f"f{place}", f"f{place}", f"f{place}", per_100_g), grams, mg, mg, mg, of_the_day))
    return made


@settings(max_examples=120)
@given(offers(), st.integers(1, 600))
def test_the_change_closes_the_gap_and_all_of_it_is_needed(offered, gap):
    found = improve(EMPTY, gap, offered)
    step = {each.food.key: each for each in offered}
    assert all(0 < each.steps <= MOST_STEPS and each.grams > 0 for each in found.additions)
    assert sum(each.grams for each in found.additions) <= MOST_GRAMS
    if found.closes:
        assert found.mg >= gap - 1e-6
        for each in found.additions:
            assert found.mg - step[each.food.key].mg < gap
    else:
        assert found.reach_mg < gap


@settings(max_examples=60)
@given(offers(most=3), st.integers(1, 400))
def test_no_other_change_is_smaller(offered, gap):
    def cost(steps):
        return sum(n * each.grams * (1 if each.of_the_day else 1.25) for n, each in zip(steps, offered, strict=True))

    every = [
        steps
        for steps in itertools.product(range(MOST_STEPS + 1), repeat=len(offered))
        if sum(n * each.mg for n, each in zip(steps, offered, strict=True)) >= gap
        and sum(n * each.grams for n, each in zip(steps, offered, strict=True)) <= MOST_GRAMS
    ]
    found = improve(EMPTY, gap, offered)
    assert found.closes == bool(every)
    if every:
        steps = {each.food.key: each.steps for each in found.additions}
        ours = cost([steps.get(each.food.key, 0) for each in offered])
        assert ours == pytest.approx(min(map(cost, every)), abs=1e-2)


def test_a_day_that_holds_enough_needs_nothing():
    day = read_day("300 g havregryn", INDEX)
    found = improve(day, 300, choices(day))
    assert (found.closes, found.additions) == (True, ())
    assert "already" in found.sentences[0].en


def test_more_of_what_is_eaten_in_plain_sentences():
    day = read_day("2 dl havregryn, 1 banan, 30 g pumpafrön", INDEX)
    found = improve(day, 350, choices(day))
    assert found.closes
    assert [each.en for each in found.sentences] == ["Add 15 g pumpkin seeds (about 82 mg)."]
    assert found.sentences[0].sv == "Lägg till 15 g pumpafrön (ungefär 82 mg)."


def test_a_gap_that_cannot_be_closed_is_said_with_what_can_be_reached():
    day = read_day("1 glas mjölk", INDEX)
    found = improve(day, 350, choices(day))
    assert not found.closes
    assert found.reach_mg < found.gap_mg
    assert "cannot be closed" in found.sentences[0].en


def test_without_any_food_to_add_the_gap_stays():
    assert improve(EMPTY, 300, ()).closes is False


def test_a_day_that_could_not_be_read_has_no_known_gap():
    with pytest.raises(BadInput):
        improve(read_day("1 banan, 2 dl xyzzy", INDEX), 300, ())


def test_a_food_without_a_usual_portion_is_added_only_in_what_was_eaten_of_it():
    day = read_day("2 g bönor vita", INDEX)
    assert [each.grams for each in choices(day)] == [1]
    assert choices(EMPTY, [INDEX.get("slv:10")]) == ()


def test_foods_of_unknown_content_are_never_suggested():
    assert choices(read_day("100 g saft", INDEX), [INDEX.get("mystery")]) == ()


def test_other_foods_are_weighed_in_where_the_person_names_them():
    day = read_day("1 glas mjölk", INDEX)
    found = improve(day, 150, choices(day, [INDEX.get("almonds")]))
    assert found.closes
    assert "almonds" in {each.food.key for each in found.additions}


@pytest.mark.parametrize(
    ("sv", "en"), [("Paranötter", "Brazil nuts"), ("Linfrön", "Flaxseed"), ("BRAZILNUTS,DRIED", "x")]
)
def test_more_of_what_harms_in_amounts_is_never_suggested(sv, en):
    assert choices(EMPTY, [food("x", sv, en, 400, portion=30)]) == ()


def test_a_food_whose_tables_differ_says_so_with_the_suggestion():
    apart = food("tofu", "tofu", "tofu", 130, (40, 130), portion=100)
    found = improve(EMPTY, 100, choices(EMPTY, [apart]))
    assert found.sentences[0].en == "Add 100 g tofu (about 130 mg; tables say 40 to 130)."
    assert found.sentences[0].sv == "Lägg till 100 g tofu (ungefär 130 mg; tabeller säger 40 till 130)."


def test_a_gap_is_not_closed_by_eating_much_of_everything():
    poor = [Choice(food(f"f{n}", f"f{n}", f"f{n}", 20), 100, 20, 20, 20, of_the_day=True) for n in range(5)]
    assert improve(EMPTY, 120, poor).closes
    found = improve(EMPTY, 121, poor)
    assert not found.closes
    assert found.reach_mg == pytest.approx(120)
    assert sum(each.grams for each in found.additions) <= MOST_GRAMS
