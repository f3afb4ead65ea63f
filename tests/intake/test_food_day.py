"""A day as people write it: read exactly, or named as not read; never guessed and never nothing."""

from __future__ import annotations

import pytest
from food_examples import FOODS, INDEX
from hypothesis import given
from hypothesis import strategies as st

from stilla.errors import BadInput
from stilla.intake.food_day import read_day
from stilla.intake.reference import Whose, against, reference_for
from stilla.knowledge.schema import Intake


def only(text: str):
    day = read_day(text, INDEX)
    assert not day.unclear, day.unclear
    assert len(day.eaten) == 1
    return day.eaten[0]


@pytest.mark.parametrize(
    ("text", "key", "grams"),
    [
        ("2 dl havregryn", "oats", 80),
        ("två dl havregryn", "oats", 80),
        ("1,5 dl havregryn", "oats", 60),
        ("1.5 dl rolled oats", "oats", 60),
        ("½ dl havregryn", "oats", 20),
        ("1½ dl havregryn", "oats", 60),
        ("1 1/2 dl havregryn", "oats", 60),
        ("1 banan", "banana", 120),
        ("a banana", "banana", 120),
        ("2 bananer", "banana", 240),
        ("1 medium banana", "banana", 120),
        ("1/2 avokado", "avocado", 75),
        ("en halv avokado", "avocado", 75),
        ("half an avocado", "avocado", 75),
        ("en näve mandlar", "almonds", 30),
        ("a handful of almonds", "almonds", 30),
        ("30 g pumpafrön", "pumpkin-seeds", 30),
        ("30g pumpafrön", "pumpkin-seeds", 30),
        ("pumpafrön 30 g", "pumpkin-seeds", 30),
        ("0,2 kg bönor vita", "slv:10", 200),
        ("1 msk havregryn", "oats", 6),
        ("ett glas mjölk", "milk", 200),
    ],
)
def test_an_amount_of_a_food_is_a_weight(text, key, grams):
    eaten = only(text)
    assert (eaten.food.key, eaten.grams) == (key, pytest.approx(grams))


def test_a_day_is_the_sum_of_its_foods_with_their_shares():
    day = read_day("2 dl havregryn, 1 banan,30 g pumpafrön", INDEX)
    assert day.complete
    assert day.mg == pytest.approx(96 + 36 + 165)
    assert (day.low, day.high) == (pytest.approx(96 + 31.2 + 150), pytest.approx(96 + 40.8 + 177))
    assert sum(day.share(each) for each in day.eaten) == pytest.approx(1)


@pytest.mark.parametrize(
    "text", ["1,5 dl havregryn, 1 banan", "1 banan; 1,5 dl havregryn", "1,5 dl havregryn och en banan"]
)
def test_a_comma_between_digits_is_a_decimal_comma(text):
    assert read_day(text, INDEX).mg == pytest.approx(72 + 36)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("2 dl xyzzy", "unknown-food"),
        ("100 g spnat", "unknown-food"),
        ("100 g spenat", "ambiguous-food"),
        ("100 g bönor", "ambiguous-food"),
        ("havregryn", "no-amount"),
        ("3 skivor havregryn", "unknown-unit"),
        ("2 bönor vita", "unknown-unit"),
        ("1 portion okänd gröt", "no-magnesium-known"),
        ("1 000 g havregryn", "unknown-food"),
    ],
)
def test_what_cannot_be_read_is_named_and_the_day_is_not_complete(text, reason):
    day = read_day(f"1 banan, {text}", INDEX)
    assert [each.reason for each in day.unclear] == [reason]
    assert day.unclear[0].text == text
    assert not day.complete
    assert day.mg == pytest.approx(36)


def test_a_name_of_several_foods_is_asked_back_with_them():
    unclear = read_day("100 g spenat", INDEX).unclear[0]
    assert {each.key for each in unclear.candidates} == {"spinach-raw", "spinach-frozen"}


def test_an_upper_bound_counts_as_between_nothing_and_it():
    eaten = only("100 g saft")
    assert (eaten.mg, eaten.low, eaten.high) == (None, 0, 2)


@pytest.mark.parametrize(
    "text",
    [
        "1,000 g havregryn", "-2 dl havregryn", "nan g havregryn", "1e9 g havregryn", "0 g havregryn", "1/0 banan",
        "2-3 dl havregryn", "20 kg banan", "", " , ;", "x" * 20_000, ",".join(["1 banan"] * 200),
    ],
)  # fmt: skip
def test_an_amount_that_is_none_is_refused(text):
    with pytest.raises(BadInput):
        read_day(text, INDEX)


def test_every_bad_amount_is_told_at_once():
    with pytest.raises(BadInput) as caught:
        read_day("1,000 g havregryn, 1 banan, -1 banan", INDEX)
    assert len(caught.value.problems) == 2


@given(st.text(max_size=200))
def test_any_text_gets_a_day_or_a_sentence(text):
    try:
        day = read_day(text, INDEX)
    except BadInput as error:
        assert error.problems
    else:
        assert day.eaten or day.unclear
        assert 0 <= day.low <= day.mg <= day.high


@given(st.lists(st.tuples(st.sampled_from(FOODS), st.integers(1, 900)), min_size=1, max_size=12))
def test_grams_of_foods_by_their_names_add_up(eaten):
    known = [(food, grams) for food, grams in eaten if food.mg is not None and food.key != "slv:9"]
    text = "; ".join(f"{grams} g {food.name.sv.replace(',', ' ')}" for food, grams in known)
    if known:
        day = read_day(text, INDEX)
        assert day.complete
        assert day.mg == pytest.approx(sum(food.mg * grams / 100 for food, grams in known))


def reference(knowledge, **whose):
    return reference_for(Whose(**whose), knowledge.kind("intakes", Intake).values())


def test_the_reference_intake_follows_authority_age_sex_and_stage(knowledge):
    assert reference(knowledge, age=40, sex="female").high == 300
    assert reference(knowledge, age=40, sex="male").low == 350
    assert reference(knowledge, authority="us", age=25, sex="female").high == 310
    assert reference(knowledge, authority="us", age=25, sex="female", life_stage="pregnant").high == 350
    assert reference(knowledge, authority="us", age=31, sex="male").high == 420


def test_what_was_not_said_widens_the_reference_or_is_assumed_aloud(knowledge):
    both = reference(knowledge, age=40)
    assert (both.low, both.high, both.assumes) == (300, 350, ())
    assert any("adult" in each.en for each in reference(knowledge).assumes)
    assert any("pregnant" in each.en for each in reference(knowledge, authority="us", age=25, sex="female").assumes)


def test_where_an_authority_says_nothing_there_is_no_reference(knowledge):
    assert reference(knowledge, age=0.1) is None


def test_a_pregnant_man_is_asked_back(knowledge):
    with pytest.raises(BadInput):
        reference(knowledge, age=40, sex="male", life_stage="pregnant")


def test_reached_and_not_reached_are_said_only_where_they_are_certain(knowledge):
    woman = reference(knowledge, age=40, sex="female")
    assert against(read_day("300 g havregryn", INDEX), woman).reached is True
    assert against(read_day("1 banan", INDEX), woman).reached is False
    assert against(read_day("1 banan, 2 dl xyzzy", INDEX), woman).reached is None
    assert against(read_day("55 g pumpafrön", INDEX), woman).reached is None


def test_no_upper_level_is_ever_a_reference(knowledge):
    for authority in ("se", "eu", "us", "uk"):
        for age in (1, 5, 12, 16, 30, 70):
            found = reference(knowledge, authority=authority, age=age, sex="female")
            assert found is None or set(found.kinds) <= {"AI", "RDA", "RNI"}


@pytest.mark.parametrize(
    "text", ["1 och en halv banan", "en och en halv banan", "1 and a half banana", "1 och ½ banan"]
)
def test_and_a_half_belongs_to_the_amount(text):
    [eaten] = read_day(text, INDEX).eaten
    whole = read_day("1 banan", INDEX).eaten[0].grams
    assert eaten.grams == pytest.approx(1.5 * whole)
