"""`stilla foods` as people and scripts use it, over the table as shipped and a store of the test's own."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import msgspec
import pytest
from click.testing import CliRunner, Result

from stilla.errors import BadInput
from stilla.interfaces.cli.foods import foods
from stilla.interfaces.forms.foods import SCHEMAS

DAY = "2 dl havregryn, 1 banan, 30 g pumpafrön"
TABLE = (
    "Livsmedelsdatabasen;;;\n"
    "Livsmedelsnamn;Livsmedelsnummer;Gruppering;Magnesium, Mg (mg)\n"
    "Testgröt;77;Gryn;31,5\nTestsaft;78;Dryck;-\n"
)


@pytest.fixture(autouse=True)
def kept(tmp_path, monkeypatch) -> Path:
    monkeypatch.setenv("STILLA_DATA", str(tmp_path / "kept"))
    return tmp_path / "kept"


def run(*words: str) -> Result:
    done = CliRunner().invoke(foods, [*words])
    if isinstance(done.exception, BadInput):
        raise done.exception
    assert done.exit_code == 0, (done.output, done.exception)
    return done


def answer(schema: str, *words: str) -> dict:
    found = json.loads(run(*words, "--json", "--lang", "en").stdout)
    jsonschema.validate(found, msgspec.json.schema(SCHEMAS[f"foods-{schema}"]))
    return found


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("spenat", "spinach-raw"),
        ("spnat", "spinach-raw"),
        ("havregryn", "oats"),
        ("oats", "oats"),
        ("pumpkin seeds", "pumpkin-seeds"),
        ("pumpafron", "pumpkin-seeds"),
        ("bananer", "banana"),
    ],
)
def test_search_finds_what_was_meant(query, first):
    assert answer("search", "search", query)["hits"][0]["food"]["id"] == first


def test_every_figure_of_a_food_names_its_table():
    food = answer("show", "show", "mackerel-cooked")["food"]
    assert food["high"] > 2 * food["low"]
    assert all(figure["table"] and figure["id"] for figure in food["figures"])


def test_a_day_is_summed_against_the_reference_intake():
    day = answer("day", "day", DAY, "--age", "61", "--sex", "female")
    assert day["complete"]
    assert [item["food"] for item in day["items"]] == ["oats", "banana", "pumpkin-seeds"]
    assert day["low"] <= day["mg"] <= day["high"]
    assert (day["reference"]["low"], day["reference"]["high"]) == (300, 300)
    assert "upper level" in day["uncertainty"]


def test_unknown_foods_are_named_and_not_counted():
    day = answer("day", "day", "1 banan, 2 dl xyzzy")
    assert [each["reason"] for each in day["unclear"]] == ["unknown-food"]
    assert not day["complete"]


def test_an_ambiguous_number_is_refused():
    with pytest.raises(BadInput, match="1,000"):
        run("day", "1,000 g havregryn")


def test_improve_closes_the_gap_and_says_so_plainly():
    better = answer("improve", "improve", DAY, "--age", "40", "--sex", "male")
    assert better["closes"]
    assert sum(each["mg"] for each in better["additions"]) >= better["gap_mg"] - 0.1
    assert better["sentences"][0].startswith("Add ")


def test_improve_asks_back_what_it_cannot_read():
    with pytest.raises(BadInput, match="xyzzy"):
        run("improve", "2 dl xyzzy")
    with pytest.raises(BadInput, match="xyzzy"):
        run("improve", DAY, "--also", "xyzzy")


def test_more_of_a_harmful_food_is_left_out_and_named():
    better = answer("improve", "improve", "1 glas mjölk, 5 g brazil nuts", "--age", "40", "--sex", "male")
    assert "brazil-nuts" in {each["food"] for each in better["left_out"]}
    assert "brazil-nuts" not in {each["food"] for each in better["additions"]}


def test_imported_foods_are_searched_and_eaten(tmp_path, kept):
    file = tmp_path / "slv.csv"
    file.write_text(TABLE, encoding="utf-8")
    first, second = (answer("import", "import", str(file), "--as-of", "2026-11-22") for _ in range(2))
    assert (first["new"], first["unmeasured"], second["unchanged"]) == (2, 1, 2)
    assert Path(first["kept_in"]).parent == kept
    assert answer("search", "search", "testgröt")["hits"][0]["food"]["id"] == "slv:77"
    day = answer("day", "day", "100 g testgröt, 100 g testsaft")
    assert day["mg"] == pytest.approx(31.5)
    assert [each["reason"] for each in day["unclear"]] == ["no-magnesium-known"]


def test_another_file_is_refused_and_nothing_is_kept(tmp_path):
    file = tmp_path / "other.csv"
    file.write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(BadInput, match=r"other\.csv"):
        run("import", str(file))
    assert run("search", "oats").exit_code == 0


@pytest.mark.parametrize("language", ["en", "sv"])
@pytest.mark.parametrize(
    "words",
    [
        ["search", "spenat"],
        ["search", "zzzqqq"],
        ["show", "oats"],
        ["day", DAY],
        ["day", "1 banan, 2 dl xyzzy, 100 g spenatt", "--age", "0.1"],
        ["improve", DAY, "--age", "61", "--sex", "female"],
        ["improve", "1 glas mjölk", "--also", "mandlar", "--also", "30 g solrosfrön"],
    ],
)
def test_every_answer_can_be_read_in_both_languages(words, language):
    assert run(*words, "--lang", language).stdout.strip()
