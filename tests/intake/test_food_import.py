"""The published tables, row by row: blank is not nothing, "< x" is a bound, and half a table is none."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stilla.errors import BadInput
from stilla.intake.food_import import UNMEASURED, Amount, read_cell, read_fdc_json, read_fdc_tables, read_table
from stilla.quantity import Unreadable

HEADER = ("Livsmedelsnamn", "Livsmedelsnummer", "Gruppering", "Energi (kcal)", "Magnesium, Mg (mg)")


def slv(*rows, title=(("Livsmedelsdatabasen",), (), ("Version 2026", None, None))):
    return list(read_table([*title, HEADER, *rows], "slv.csv"))


@pytest.mark.parametrize("cell", ["", " ", "-", "–", None, "NA", float("nan")])
def test_a_blank_is_not_measured_and_never_nothing(cell):
    assert read_cell(cell) == UNMEASURED
    assert read_cell(cell).mg is None


def test_a_written_nothing_is_nothing():
    assert read_cell("0") == Amount(0, 0, 0)


@pytest.mark.parametrize("cell", ["<0,3", "< 0.3", "≤ 0,3"])
def test_below_a_limit_is_kept_as_a_bound(cell):
    assert read_cell(cell) == Amount(None, 0, 0.3)


@pytest.mark.parametrize("cell", ["spår", "-5", "1,000", "1e9", "12 mg", "<", -1, float("inf")])
def test_what_is_no_amount_is_refused(cell):
    with pytest.raises((Unreadable, BadInput)):
        read_cell(cell)


def test_a_decimal_point_is_one_where_the_table_is_known_to_write_it():
    assert read_cell("1.000", point=True).mg == 1
    assert read_cell(27.125).mg == 27.125


@given(st.floats(0, 1000))
def test_a_number_of_a_spreadsheet_is_itself(value):
    assert read_cell(value).mg == value


def test_title_rows_above_the_header_are_passed_over():
    foods = slv(("Gröt", 1, "Gryn", 80, "27,5"), ("Saft", "2", "Dryck", "", "-"))
    assert [(each.source, each.id, each.name, each.amount.mg, each.group) for each in foods] == [
        ("slv", "1", "Gröt", 27.5, "Gryn"),
        ("slv", "2", "Saft", None, "Dryck"),
    ]


@pytest.mark.parametrize(
    "rows",
    [
        [("Gröt", 1, "Gryn", 80)],
        [("Gröt", 1)],
        [("Gröt", "", "Gryn", 80, 27)],
        [("", 1, "Gryn", 80, 27)],
        [("Gröt", 1, "Gryn", 80, 27, "left over")],
        [("Gröt", 1, "Gryn", 80, 27), ("Gröt", 1, "Gryn", 80, 27)],
        [("Gröt", 1, "Gryn", 80, "1,000")],
        [],
    ],
)
def test_half_a_table_is_refused(rows):
    with pytest.raises(BadInput):
        slv(*rows)


def test_wrong_columns_are_named():
    with pytest.raises(BadInput, match="magnesium"):
        list(read_table([HEADER[:4], ("Gröt", 1, "Gryn", 80)], "slv.csv"))


def test_another_table_is_refused():
    with pytest.raises(BadInput, match="not a food table"):
        list(read_table([("Name", "Price"), ("x", "1")] * 30, "prices.csv"))


def test_sr28_has_household_weights():
    rows = [
        ("NDB_No", "Shrt_Desc", "Magnesium_(mg)", "GmWt_1", "GmWt_Desc1", "GmWt_2", "GmWt_Desc2"),
        ("01001", "OATS", "17.000", "20.0", ".5 cup", "", ""),
        ("01002", "OIL", "", "", "", "", ""),
    ]
    oats, oil = read_table(rows, "abbrev.csv")
    assert (oats.id, oats.amount.mg, oats.portions) == ("01001", 17, {"cup": 40})
    assert oil.amount == UNMEASURED


def fdc(**more):
    tables = {
        "food": [
            {"fdc_id": "1", "data_type": "foundation_food", "description": "Kale, raw"},
            {"fdc_id": "2", "data_type": "sample_food", "description": "KALE 17"},
            {"fdc_id": "3", "data_type": "sr_legacy_food", "description": "Salt"},
        ],
        "food_nutrient": [
            {"fdc_id": "1", "nutrient_id": "1090", "amount": "32.70"},
            {"fdc_id": "1", "nutrient_id": "1087", "amount": "254"},
            {"fdc_id": "2", "nutrient_id": "1090", "amount": "99"},
        ],
    }
    return list(read_fdc_tables(tables | more, "fdc"))


def test_foods_are_kept_and_samples_are_not():
    kale, salt = fdc()
    assert (kale.id, kale.amount.mg) == ("1", 32.7)
    assert salt.amount == UNMEASURED


def test_portions_are_weights_of_one():
    portions = [{"fdc_id": "1", "amount": "2", "measure_unit_id": "7", "modifier": "chopped", "gram_weight": "42"}]
    kale, _ = fdc(food_portion=portions, measure_unit=[{"id": "7", "name": "cup"}])
    assert kale.portions == {"cup, chopped": 21}


def test_nutrients_of_another_download_are_refused():
    with pytest.raises(BadInput, match="1090"):
        fdc(food_nutrient=[{"fdc_id": "9", "nutrient_id": "1090", "amount": "5"}])


RECORD = {
    "fdcId": 5,
    "description": "Almonds",
    "foodNutrients": [{"nutrient": {"id": 1090, "number": "304", "unitName": "mg"}, "amount": 258.0}],
    "foodPortions": [{"gramWeight": 143.0, "amount": 1.0, "measureUnit": {"name": "cup"}, "modifier": "whole"}],
    "foodCategory": {"description": "Nuts"},
}


@pytest.mark.parametrize("kind", ["FoundationFoods", "SRLegacyFoods", "SurveyFoods"])
def test_json_downloads_are_read(kind):
    (almonds,) = read_fdc_json(json.dumps({kind: [RECORD]}).encode(), "a.json")
    assert (almonds.id, almonds.amount.mg, almonds.portions) == ("5", 258, {"cup, whole": 143})


def test_a_food_without_magnesium_in_json_is_not_measured():
    (food,) = read_fdc_json(json.dumps({"SurveyFoods": [RECORD | {"foodNutrients": []}]}).encode(), "a.json")
    assert food.amount == UNMEASURED


@pytest.mark.parametrize("content", [b"{}", b"[]", b'{"a": 1}', b'{"FoundationFoods": [{"fdcId": "x"}]}', b"\xff\xfe{"])
def test_other_json_is_refused(content):
    with pytest.raises(BadInput):
        list(read_fdc_json(content, "a.json"))


@given(st.integers(1, 300))
def test_json_that_is_cut_off_anywhere_is_refused(cut):
    whole = json.dumps({"FoundationFoods": [RECORD]}).encode()
    with pytest.raises(BadInput):
        list(read_fdc_json(whole[: max(1, len(whole) - cut)], "a.json"))


def test_magnesium_in_another_unit_is_refused():
    record = RECORD | {"foodNutrients": [{"nutrient": {"id": 1090, "unitName": "g"}, "amount": 1}]}
    with pytest.raises(BadInput, match="not in mg"):
        list(read_fdc_json(json.dumps({"FoundationFoods": [record]}).encode(), "a.json"))
