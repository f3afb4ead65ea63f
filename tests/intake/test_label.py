"""What the label reader makes of the wordings of labels: elemental mg per serving, or readings and a question."""

from __future__ import annotations

import pytest

from stilla.intake.label import read_label
from stilla.knowledge.store import Knowledge, load

SETTLED = {
    "Magnesium (as magnesium oxide) 400 mg": 400,
    "Magnesium (as oxide) 400 mg": 400,
    "magnesium oxide 400 mg": 241,
    "Magnesium oxid 400 mg": 241,
    "Magnesiumcitrat 500 mg, varav magnesium 80 mg": 80,
    "500 mg magnesiumcitrat varav 80 mg magnesium": 80,
    "Magnesium glycinate (providing 100 mg elemental magnesium) 700 mg": 100,
    "Magnesium bisglycinate chelate (providing elemental magnesium 200 mg) 2000 mg": 200,
    "1 kapsel innehåller 750 mg magnesiumbisglycinat, vilket ger 105 mg magnesium": 105,
    "Magnesium bisglycinate 1000 mg (100 mg magnesium)": 100,
    "Magnesium (from 663 mg magnesium oxide) 400 mg": 400,
    "400 mg magnesium (as 663 mg magnesium oxide)": 400,
    "Magnesium 500 mg (as oxide)": 500,
    "Magnesium (magnesiumoxid 580 mg) 350 mg": 350,
    "Magnesium 250 mg per tablett": 250,
    "2 tabletter ger 300 mg magnesium": 300,
    "400 mg magnesium": 400,
    "200 mg of magnesium (as citrate)": 200,
    "Magnesium (as oxide, citrate) 300 mg": 300,
    "Magnesium 375 mg (100 % NRV/DRI)": 375,
    "Magnesium 400 mg 95% DV": 400,
    "Magnesium 10 mmol": 243.05,
    "Magnesium 300 mg (12.3 mmol)": 300,
    "0,3 g magnesium": 300,
    "Magnesium Malate 100 mg Mg": 100,
    "Magnesium citrate 400 mg (elemental)": 400,
    "Magnesiumcitrat (16 % magnesium) 1000 mg": 160,
    "Magnesium 187,5 mg": 187.5,
    "Magnesium citrate 1000 mg (16 % elemental magnesium)": 160,
    "Magnesium citrate 150 mg (40 % NRV)": 150,
    "Magnesium 375 mg, 100 % vegan": 375,
    "Magnesium 375 mg 100 % av DRI": 375,
    "Magnesium 1\u00a0000 mg": 1000,
    "Magnesium (as TRAACS magnesium bisglycinate chelate) 100 mg": 100,
    "Magnesium, 250 mg": 250,
    "Zink\n10 mg\nMagnesium\n375 mg\nKalcium\n800 mg": 375,
    "Vitamin C 80 mg Magnesium 375 mg Zink 10 mg": 375,
    "240 mg Magnesium 80 mg Vitamin C": 240,
    "500 mg calcium och 250 mg magnesium": 250,
    "Magnesium 300 mg per 2 tabletter (150 mg per tablett)": 300,
    "Magnesium hydroxide 600 mg": 250.06,
    "Magnesium chloride hexahydrate 1000 mg": 120,
    "<b>Magnesium</b>&nbsp;375&nbsp;mg": 375,
    "<table><tr><td>Zink</td><td>10 mg</td></tr><tr><td>Magnesium</td><td>375 mg</td></tr></table>": 375,
}

ASKED = {
    "magnesium bisglycinate 1000 mg": {141, 117, 1000},
    "magnesium citrate 400 mg": {65, 48, 400},
    "Magnesium oxide, magnesium citrate 300 mg": {181, 48, 36, 300},
    "magnesium taurate 1000 mg": {89, 1000},
    "magnesium ascorbate 500 mg": {500},
    "sulfate de magnésium 500 mg": {101, 49, 500},
    "Magnesium 500 mg as Gluconate": {500, 29, 27},
    "Magnesium (as magnesium oxide 400 mg)": {241, 400},
    "Magnesium 1.000 mg": {1000, 1},
    "Magnesium 1,000 mg": {1000, 1},
    "Magnesium 1 250 mg": {1250, 250},
    "Magnesium 200-400 mg": {200, 400},
    "Magnesium 2 x 150 mg": {150, 300},
    "Magnesium < 400 mg": {400},
    "Magnesium -250 mg": {250},
    "Magnesium 400": {400},
    "Magnesium 375 mg (16 % NRV)": {375},
    "Calcium Magnesium Complex 1000 mg - 500 mg": {1000, 500},
    "Ashwagandha 500 mg magnesium": {500},
    "MAGNESIUM 0,8 mg (57%) 2,5 mg (100%) 56,3 mg (15 %)": {1, 2, 56},
    "Magnesium 50 mg per 100 g": {50},
    "Magnesium 14,3 mg/ Natrium": {14},
    "Magnesium 250 mg per 0 tabletter": {250},
    "2-3 kapslar dagligen ger 300 mg magnesium": {300},
    "Magnesium 25 g": {25000},
    "magnesium citrate 400 mg, 100 % vegan": {65, 48, 400},
    "magnesium citrate 400 mg 100 % vegan": {65, 48, 400},
    "magnesium citrate 400 mg 99 % pure": {65, 48, 400},
    "Pure magnesium citrate 400 mg pure powder": {65, 48, 400},
    "magnesium citrate 400 mg (60 % magnesium)": {65, 48, 400},
    "Magnesium--260mg/ 69(2)": {260},
    "Magnesium 0 mg": set(),
    "magnesium (citrate) 200 mg, magnesium (oxide) 100 mg": {200, 100},
    "Magnesium oxide 100 mg (providing 241 mg magnesium)": {241, 60},
}

NONE_DECLARED = [
    "",
    "   ",
    "Vitamin C 500 mg",
    "Kalcium, magnesium och zink",
    "Contains magnesium. Vitamin C 500 mg.",
    "Magnesium & vitamin B6 250 mg",
    "Magnesiumfri, 400 mg kalcium",
    "magnesiumstearat",
    "Gelatin, magnesium stearate 5 mg",
    "stéarate de magnésium 5 mg",
    "Klumpförebyggande medel (magnesiumsalter av fettsyror) 10 mg",
]


@pytest.mark.parametrize(("text", "mg"), SETTLED.items())
def test_what_the_text_settles_is_read(text: str, mg: float, knowledge: Knowledge):
    found = read_label(text, knowledge)
    assert found.elemental_mg == pytest.approx(mg, rel=0.001)
    assert len(found.readings) == 1
    assert found.question is None


@pytest.mark.parametrize(("text", "readings"), ASKED.items())
def test_what_the_text_does_not_settle_is_asked_back_with_its_readings(
    text: str, readings: set[int], knowledge: Knowledge
):
    found = read_label(text, knowledge)
    assert found.elemental_mg is None
    assert {round(each.elemental_mg) for each in found.readings} == readings
    assert found.question is not None
    assert found.question.en.endswith(("?", "."))


@pytest.mark.parametrize("text", NONE_DECLARED)
def test_without_an_amount_of_magnesium_there_is_no_reading(text: str, knowledge: Knowledge):
    found = read_label(text, knowledge)
    assert (found.elemental_mg, found.readings, found.declared) == (None, (), False)
    assert found.question is not None


def test_stearate_alone_is_said_to_be_no_source(knowledge: Knowledge):
    question = read_label("Fillers: cellulose, magnesium stearate 5 mg", knowledge).question
    assert question is not None
    assert "No magnesium is declared" in question.en


def test_the_assumption_is_stated_where_the_form_follows_the_amount(knowledge: Knowledge):
    (reading,) = read_label("Magnesium 500 mg (as oxide)", knowledge).readings
    assert "500 mg are magnesium itself; magnesium oxide is only what it is made from" in reading.assumes.en
    assert reading.assumes.sv.startswith("500 mg är rent magnesium")


def test_several_salts_in_one_row_are_all_named(knowledge: Knowledge):
    found = read_label("Magnesium (as oxide, citrate) 300 mg", knowledge)
    assert found.forms == ("oxide", "citrate")
    assert found.absorption == "mixed"


@pytest.mark.parametrize(
    ("text", "per", "day"),
    [
        ("Magnesium 100 mg per capsule. Take 2 capsules daily.", "capsule", 200),
        ("Innehåll per kapsel: Magnesium 100 mg. Dosering: 1 kapsel 2 gånger dagligen", "capsule", 200),
        ("Serving Size 2 capsules. Magnesium (as citrate) 200 mg. Take 2 capsules twice daily.", "2 capsules", 400),
        ("Per dagsdos (2 kapslar): Magnesium 250 mg", "2 capsules", 250),
        ("Magnesium 300 mg per day", "day", 300),
        ("En tablett om dagen. Magnesium 375 mg.", None, 375),
        ("Take 2 tablets daily, providing magnesium 300 mg", "2 tablets", 300),
        ("Dosering: 1-2 tabletter dagligen. Magnesium 125 mg per tablett.", "tablet", None),
        ("½ tablett ger 125 mg magnesium", "0.5 tablets", None),
        ("Per tablett: Magnesium 125 mg. Per 2 tabletter: Magnesium 250 mg", "tablet", None),
        ("Magnesium 250 mg", None, None),
    ],
)
def test_servings_and_instructions_give_the_amount_a_day(
    text: str, per: str | None, day: float | None, knowledge: Knowledge
):
    found = read_label(text, knowledge)
    assert (found.per.shown().en if found.per else None, found.per_day_mg) == (per, day)


def test_two_capsules_a_day_of_an_amount_for_nobody_knows_how_many_is_asked(knowledge: Knowledge):
    found = read_label("Magnesium 250 mg. 2 kapslar dagligen.", knowledge)
    assert (found.elemental_mg, found.per_day_mg) == (250, None)
    assert found.question is not None


def test_the_person_s_own_servings_count(knowledge: Knowledge):
    assert read_label("Magnesium 125 mg per tablett", knowledge, per_day=2).per_day_mg == 250


def test_other_ingredients_come_with_their_own_amounts(knowledge: Knowledge):
    text = "Vitamin B6 (pyridoxin) 20 mg, Zinc 10 mg, Magnesium 200 mg, Calcium 300 mg, Järn 14 mg"
    found = {each.name: (each.amount, each.unit) for each in read_label(text, knowledge).others}
    assert found == {"vitamin-b6": (20, "mg"), "zinc": (10, "mg"), "calcium": (300, "mg"), "iron": (14, "mg")}


def test_an_amount_beside_two_names_is_given_to_neither_other(knowledge: Knowledge):
    assert [each.amount for each in read_label("Magnesium, kalcium och zink", knowledge).others] == [None, None]


@pytest.mark.parametrize(
    "text",
    [
        "magnesium " * 1000,
        "(" * 5000 + ")" * 5000,
        "magnesium (" * 900,
        "()" * 5000 + " magnesium 5 mg",
        "<a" * 5000,
        "1" * 10_000,
        "1,000" * 2000,
        "1 mg " * 2000 + "magnesium",
        "magnesium 1 mg per tablett " * 370,
        "tablets " * 1250,
        "&amp;" * 2000,
        "magnesium" + " " * 9000 + "5 mg",
        "." * 10_000,
        "magnesiumcitrat, " * 600,
    ],
)
def test_ten_thousand_characters_made_to_confuse_settle_on_no_other_amount(text: str, knowledge: Knowledge):
    """How quickly is the benchmark's to say."""
    assert read_label(text, knowledge).elemental_mg in {None, 1, 5}


@pytest.mark.parametrize(
    "text",
    [
        "Rekommenderat intag av magnesium är 350 mg per dag. Kalcium 500 mg per tablett.",
        "EFSA upper limit for magnesium is 250 mg per day.",
        "Adults need 400 mg of magnesium per day.",
        "RDI för magnesium är 350 mg.",
        "Dagsbehovet av magnesium är 350 mg",
        "Utan magnesium 300 mg",
        "Magnesium with 200 mg L-theanine",
        "Magnesium as bisglycinate 2000 mg",
        "Magnesium från bisglycinat 2000 mg",
        "Magnesium from citrate 2500 mg",
        "Magnesium (som bisglycinat) 1 000 mg",
        "Flytande magnesium 5 ml innehåller 100 mg magnesium, dosering 15 ml per dag",
        "5 ml contains 57 mg magnesium, take 20 ml per day",
    ],
)
def test_what_is_no_plain_amount_of_the_product_is_never_read(text):
    label = read_label(text, load())
    assert label.elemental_mg is None
    assert label.per_day_mg is None
    assert label.question is not None


@pytest.mark.parametrize(
    ("text", "mg"),
    [
        ("Recommended daily intake of magnesium: 350 mg. One tablet contains 100 mg magnesium.", 100),
        ("Magnesium oxide 500 mg (elemental magnesium 300 mg)", 300),
        ("Magnesium oxide 400 mg (241.3 mg elemental)", 241.3),
        ("Magnesium citrate 1000 mg (160 mg elemental)", 160),
        ("Magnesiumoxid 420 mg (250 mg elementärt)", 250),
    ],
)
def test_elemental_in_its_common_places(text, mg):
    assert read_label(text, load()).elemental_mg == mg


@pytest.mark.parametrize("text", ["Magnesium + B6: 300 mg + 2 mg", "Calcium Magnesium Zinc 1000 mg/400 mg/15 mg"])
def test_amounts_in_a_list_after_the_names_are_nobodys_in_particular(text):
    assert all(each.amount is None for each in read_label(text, load()).others)
