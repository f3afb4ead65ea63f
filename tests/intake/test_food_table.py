"""The food table as shipped, and the faults that a reader of it must name."""

from __future__ import annotations

import csv
import io
from collections import Counter
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stilla.intake.food_table import COLUMNS, UNITS, Food, Group, Portion, read_foods
from stilla.intake.measures import unit_of
from stilla.knowledge.store import DATA, Knowledge

TEXT = (Path(DATA) / "foods" / "foods.csv").read_text(encoding="utf-8")
FOODS, FAULTS = read_foods(TEXT)
BY_ID = {food.id: food for food in FOODS}

ROW = {
    "id": "oats",
    "name_sv": "Havregryn, torra",
    "name_en": "Rolled oats, dry",
    "words": "havre|oats",
    "group": "cereals",
    "mg": "110",
    "mg_low": "110",
    "mg_high": "138",
    "slv_name": "Havregryn fullkorn",
    "slv_id": "702",
    "slv_mg": "110",
    "usda_name": "OATS, DRY",
    "usda_id": "08120",
    "usda_mg": "138",
    "portions": "dl=35|portion=50",
    "note": "",
}


def table(*rows: dict[str, str]) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def names(food: Food) -> set[str]:
    return {name.casefold() for name in (food.name.en, food.name.sv, *food.words)}


def named(name: str) -> Food:
    (found,) = [food for food in FOODS if name in names(food)]
    return found


def test_the_table_has_no_fault() -> None:
    assert FAULTS == []
    assert len(FOODS) == TEXT.count("\n") - 1


def test_there_are_about_three_hundred_foods_in_every_group() -> None:
    assert 290 <= len(FOODS) <= 330
    assert set(Counter(food.group for food in FOODS)) == set(get_args(Group))


def test_ids_names_and_words_belong_to_one_food_each() -> None:
    assert len(BY_ID) == len(FOODS)
    owners = Counter(name for food in FOODS for name in names(food))
    assert [name for name, owned in owners.items() if owned > 1] == []


@pytest.mark.parametrize(
    ("food", "mg", "low", "high"),
    [
        ("pumpkin-seeds", 592, 592, 592),
        ("almonds", 273, 270, 273),
        ("oats", 110, 110, 138),
        ("banana", 27, 27, 27),
        ("spinach-raw", 95, 79, 95),
        ("spinach-frozen", 32, 32, 75),
        ("mackerel-raw", 24, 24, 76),
        ("brazil-nuts", 400, 376, 400),
        ("dark-chocolate-70", 174, 174, 228),
        ("milk-chocolate", 63, 63, 63),
        ("wheat-bran", 480, 480, 611),
        ("whole-milk", 11, 10, 11.9),
    ],
)
def test_figures_are_those_of_the_tables(food: str, mg: float, low: float, high: float) -> None:
    found = BY_ID[food]
    assert (found.mg, found.mg_low, found.mg_high) == (mg, low, high)


@pytest.mark.parametrize(
    ("typed", "food"),
    [
        ("havregryn", "oats"),
        ("oats", "oats"),
        ("pumpafrön", "pumpkin-seeds"),
        ("pumpkin seeds", "pumpkin-seeds"),
        ("mandel", "almonds"),
        ("banan", "banana"),
        ("spenat", "spinach-raw"),
        ("fryst spenat", "spinach-frozen"),
        ("lättmjölk", "skimmed-milk"),
        ("knäckebröd", "rye-crispbread"),
    ],
)
def test_everyday_names_lead_to_their_food(typed: str, food: str) -> None:
    assert named(typed).id == food


def test_what_differs_twofold_says_so_with_every_figure() -> None:
    differing = [food for food in FOODS if food.tables_differ]
    assert {"mackerel-raw", "spinach-frozen", "sunflower-seeds-roasted", "kale", "tofu"} <= {f.id for f in differing}
    for food in differing:
        assert food.note, food.id
        for figure in food.figures:
            assert f" {figure.mg:g}" in food.note, (food.id, figure)
        assert f"we act on {food.mg:g}." in food.note, food.id


def test_livsmedelsverket_is_acted_on_unless_a_note_says_why_not() -> None:
    others = [food for food in FOODS if food.figures[0].source == "slv-2022" and food.figures[0].mg != food.mg]
    assert {food.id for food in others} == {"wholegrain-pasta-dry", "poppy-seeds", "jelly-sweets", "miso"}
    assert all("we act on USDA" in food.note for food in others)


def test_every_source_of_a_figure_is_known(knowledge: Knowledge) -> None:
    assert {source for food in FOODS for source in food.sources} <= set(knowledge.sources)


def test_every_measure_is_one_that_people_can_write() -> None:
    assert {portion.unit for food in FOODS for portion in food.portions} <= UNITS
    assert all(unit_of(unit) for unit in UNITS)
    assert all(food.portions for food in FOODS)


def test_volumes_of_one_food_agree() -> None:
    for food in FOODS:
        weighs = {portion.unit: portion.grams for portion in food.portions}
        if {"dl", "msk", "tsk"} <= set(weighs):
            dl, msk, tsk = (weighs[unit] for unit in ("dl", "msk", "tsk"))
            assert msk == pytest.approx(0.15 * dl, rel=0.1), food.id
            assert tsk == pytest.approx(0.05 * dl, rel=0.1), food.id


def test_a_sound_row_is_read_whole() -> None:
    (food,), faults = read_foods(table(ROW))
    assert faults == []
    assert (food.name.sv, food.words) == ("Havregryn, torra", ("havre", "oats"))
    assert food.portions == (Portion("dl", 35), Portion("portion", 50))
    assert [(each.id, each.mg) for each in food.figures] == [("702", 110), ("08120", 138)]
    assert food.sources == ("slv-2022", "usda-sr28")


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"mg": ""}, "blank is not zero"),
        ({"mg": "-1"}, "not a number"),
        ({"mg": "1001"}, "not a number"),
        ({"mg": "1e2"}, "not a number"),
        ({"mg": "nan"}, "not a number"),
        ({"mg": "11,5"}, "not a number"),
        ({"mg": "٣"}, "not a number"),
        ({"mg": "120"}, "figure of no table"),
        ({"mg": "138"}, "no note says why"),
        ({"mg_low": "120"}, "run upwards"),
        ({"mg_high": "130"}, "lowest and highest"),
        ({"usda_mg": "300", "mg_high": "300"}, "differ twofold"),
        ({"usda_id": "8120"}, "not an id"),
        ({"slv_id": "fdc:325524"}, "not an id"),
        ({"usda_id": "08120|fdc:325524"}, "equally many"),
        ({"usda_mg": ""}, "equally many"),
        (dict.fromkeys(("slv_name", "slv_id", "slv_mg", "usda_name", "usda_id", "usda_mg"), ""), "no table is named"),
        ({"group": "sweets"}, "not a group"),
        ({"id": "Havre Gryn"}, "an id is"),
        ({"name_en": " "}, "both needed"),
        ({"portions": "hink=500"}, "not a unit"),
        ({"portions": "dl"}, "needs grams"),
        ({"portions": "dl=0"}, "needs grams"),
        ({"portions": "dl=4000"}, "needs grams"),
        ({"portions": "dl=35|dl=40"}, "stands twice"),
    ],
)
def test_each_mistake_is_named_with_its_line(changed: dict[str, str], says: str) -> None:
    _, faults = read_foods(table({**ROW, **changed}))
    assert len(faults) >= 1
    assert all(fault.startswith("line 2: ") for fault in faults)
    assert any(says in fault for fault in faults), faults


def test_what_cannot_be_read_is_left_out_and_the_rest_kept() -> None:
    broken = {**ROW, "id": "oats-broken", "mg": ""}
    good = {**ROW, "id": "bran", "name_sv": "Kli", "name_en": "Bran", "words": ""}
    foods, faults = read_foods(table(broken, good))
    assert [food.id for food in foods] == ["bran"]
    assert len(faults) == 1


def test_an_id_a_name_or_a_word_of_another_food_is_a_fault() -> None:
    other = {**ROW, "name_sv": "Annat", "name_en": "Other", "words": "HAVRE"}
    _, faults = read_foods(table(ROW, other))
    assert faults == [
        "line 3: oats: another food has this id",
    ]
    _, faults = read_foods(table(ROW, {**other, "id": "other"}))
    assert faults == ["line 3: other: the name 'havre' already belongs to oats"]


@pytest.mark.parametrize("text", ["", "id,name\n", "\ufeff" + TEXT, "not a table", TEXT.replace(",", ";")])
def test_other_columns_are_refused_at_once(text: str) -> None:
    foods, faults = read_foods(text)
    assert foods == []
    assert faults == [f"line 1: the columns are {', '.join(COLUMNS)}"]


def test_a_table_cut_off_inside_a_cell_is_a_fault() -> None:
    _, faults = read_foods(table(ROW) + '"half')
    assert "cannot be read as CSV" in faults[-1]


@given(st.text())
def test_no_text_at_all_raises(text: str) -> None:
    for written in (text, ",".join(COLUMNS) + "\n" + text):
        foods, faults = read_foods(written)
        assert not foods or all(isinstance(food, Food) for food in foods)
        assert all(fault.startswith("line ") for fault in faults)


@given(st.dictionaries(st.sampled_from(COLUMNS), st.text(max_size=12), min_size=1))
def test_whatever_is_read_without_a_fault_holds_together(changed: dict[str, str]) -> None:
    foods, faults = read_foods(table({**ROW, **changed}))
    assert foods or faults
    if not faults:
        (food,) = foods
        assert 0 <= food.mg_low <= food.mg <= food.mg_high <= 1000
        assert food.mg in {figure.mg for figure in food.figures}
        assert all(0 < grams <= 1000 for grams in (portion.grams for portion in food.portions))
