"""What a person imported: whole or not at all, the same file twice changes nothing, and no file is harmed."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
import zipfile
from datetime import date

import openpyxl
import pytest

from stilla.errors import BadInput
from stilla.intake.food_import import Amount, Imported
from stilla.store.food_files import read_foods_file
from stilla.store.foods import APPLICATION, STEPS, FoodStore
from stilla.store.migrations import Step, migrate

DAY = date(2026, 11, 22)
HEADER = ["Livsmedelsnamn", "Livsmedelsnummer", "Gruppering", "Magnesium, Mg (mg)", "Zink, Zn (mg)"]
ROWS = [["Gröt", 1, "Gryn", 27.5, 1], ["Saft, röd", 2, "Dryck", None, 1], ["Kål", 3, "Grönsak", 12, None]]
FDC = {
    "food.csv": '"fdc_id","data_type","description"\n"1","foundation_food","Kale, raw"\n',
    "food_nutrient.csv": '"id","fdc_id","nutrient_id","amount"\n"7","1","1090","32.7"\n',
    "food_portion.csv": '"id","fdc_id","amount","measure_unit_id","modifier","gram_weight"\n"1","1","1","5","","20"\n',
    "measure_unit.csv": '"id","name"\n"5","cup"\n',
}


@pytest.fixture
def store(tmp_path):
    return FoodStore(tmp_path / "kept" / "foods.sqlite")


def imported(number: str = "1", mg: float | None = 5.0) -> Imported:
    return Imported(source="slv", id=number, name=f"food {number}", amount=Amount(mg, mg, mg))


def workbook(path, rows=ROWS):
    book = openpyxl.Workbook()
    sheet = book.active
    for row in [["Livsmedelsdatabasen"], [], ["Version 2026-07-01"], HEADER, *rows]:
        sheet.append(row)
    book.save(path)
    return path


def as_csv(path, delimiter=";", encoding="utf-8"):
    lines = ["Livsmedelsdatabasen"]
    for row in [HEADER, *ROWS]:
        cells = ["" if cell is None else str(cell) for cell in row]
        cells = [cell.replace("27.5", "27,5") for cell in cells] if delimiter == ";" else cells
        lines.append(delimiter.join(f'"{cell}"' if delimiter in cell else cell for cell in cells))
    path.write_bytes("\r\n".join([*lines, ""]).encode(encoding))
    return path


def folder(path, files=FDC):
    path.mkdir()
    for name, text in files.items():
        (path / name).write_text(text, encoding="utf-8")
    return path


def zipped(path, files):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in files.items():
            packed.writestr(name, content)
    return path


def test_before_anything_is_imported_there_is_nothing_and_no_file(store):
    assert (store.foods(), store.imports()) == ((), ())
    assert not store.file.exists()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_csv_as_it_is_published_or_saved(store, tmp_path, delimiter, encoding):
    outcome = store.add(read_foods_file(as_csv(tmp_path / "slv.csv", delimiter, encoding)), "slv.csv", DAY)
    assert (outcome.new, outcome.unmeasured) == (3, 1)
    assert [(each.key, each.name.sv, each.mg) for each in store.foods()] == [
        ("slv:1", "Gröt", 27.5),
        ("slv:2", "Saft, röd", None),
        ("slv:3", "Kål", 12),
    ]


def test_a_workbook_gives_the_same_foods_as_the_csv(store, tmp_path):
    store.add(read_foods_file(workbook(tmp_path / "slv.xlsx")), "slv.xlsx", DAY)
    outcome = store.add(read_foods_file(as_csv(tmp_path / "slv.csv")), "slv.csv", DAY)
    assert (outcome.new, outcome.changed, outcome.unchanged) == (0, 0, 3)


@pytest.mark.parametrize("packed", [False, True])
def test_food_data_central_from_a_folder_or_as_downloaded(store, tmp_path, packed):
    path = (
        zipped(tmp_path / "fdc.zip", {f"FDC_2026/{n}": t for n, t in FDC.items()}) if packed else folder(tmp_path / "f")
    )
    store.add(read_foods_file(path), path.name, DAY)
    (kale,) = store.foods()
    assert (kale.key, kale.mg, kale.portions) == ("fdc:1", 32.7, {"cup": 20})


def test_json_also_inside_a_zip(store, tmp_path):
    record = {"fdcId": 9, "description": "Oats", "foodNutrients": [{"nutrient": {"id": 1090}, "amount": 126}]}
    content = json.dumps({"SRLegacyFoods": [record]})
    (tmp_path / "legacy.json").write_text(content, encoding="utf-8")
    assert store.add(read_foods_file(tmp_path / "legacy.json"), "legacy.json", DAY).new == 1
    path = zipped(tmp_path / "legacy.zip", {"legacy.json": content})
    assert store.add(read_foods_file(path), "legacy.zip", DAY).unchanged == 1


def test_the_same_file_twice_changes_nothing(store, tmp_path):
    path = as_csv(tmp_path / "slv.csv")
    store.add(read_foods_file(path), path.name, DAY)
    before = (store.foods(), store.imports())
    outcome = store.add(read_foods_file(path), path.name, date(2027, 1, 1))
    assert (outcome.new, outcome.changed, outcome.unchanged) == (0, 0, 3)
    assert (store.foods(), store.imports()) == before


def test_a_newer_table_replaces_what_differs(store):
    store.add([imported("1", 5), imported("2", 6)], "old", DAY)
    outcome = store.add([imported("1", 5), imported("2", 7), imported("3", 8)], "new", DAY)
    assert (outcome.new, outcome.changed, outcome.unchanged) == (1, 1, 1)
    assert [each.mg for each in store.foods()] == [5, 7, 8]


def test_what_breaks_off_midway_leaves_the_store_as_it_was(store):
    store.add([imported("1", 5)], "old", DAY)
    before = (store.foods(), store.imports())

    def breaking():
        yield imported("1", 9)
        yield imported("2", 9)
        message = "torn"
        raise RuntimeError(message)

    with pytest.raises(RuntimeError):
        store.add(breaking(), "new", DAY)
    assert (store.foods(), store.imports()) == before


@pytest.mark.parametrize("make", [workbook, as_csv])
@pytest.mark.parametrize("kept", [0.2, 0.5, 0.9, 0.97])
def test_a_truncated_file_is_refused_with_nothing_kept(store, tmp_path, make, kept):
    path = make(tmp_path / "slv")
    whole = path.read_bytes()
    cut = whole[: int(len(whole) * kept)]
    path.write_bytes(cut[: cut.rfind(b";")] if make is as_csv else cut)
    with pytest.raises(BadInput):
        store.add(read_foods_file(path), path.name, DAY)
    assert store.foods() == ()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"hello",
        b"\x89PNG\r\n\x1a\n\x00\x00",
        b"<html><body>",
        b"%PDF-1.7",
        b"{}",
        b"a,b\n1,2\n",
        b"\xd0\xcf\x11\xe0\x00\x00",
    ],
)
def test_another_kind_of_file_is_refused(store, tmp_path, content):
    path = tmp_path / "other"
    path.write_bytes(content)
    with pytest.raises(BadInput):
        store.add(read_foods_file(path), path.name, DAY)
    assert store.foods() == ()


def test_a_file_that_is_not_there_is_said(tmp_path):
    with pytest.raises(BadInput, match="nowhere"):
        list(read_foods_file(tmp_path / "nowhere.csv"))


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path):
    path = zipped(tmp_path / "bomb.zip", {"food.csv": b"0" * 30_000_000, "food_nutrient.csv": b""})
    with pytest.raises(BadInput, match="unpack"):
        list(read_foods_file(path))


def test_a_workbook_with_entities_is_refused(tmp_path):
    path = workbook(tmp_path / "a.xlsx")
    with zipfile.ZipFile(path) as packed:
        files = {name: packed.read(name) for name in packed.namelist()}
    files["xl/sharedStrings.xml"] = b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'
    with pytest.raises(BadInput):
        list(read_foods_file(zipped(path, files)))


@pytest.mark.parametrize("missing", ["food.csv", "food_nutrient.csv"])
def test_a_folder_without_a_table_says_which(tmp_path, missing):
    path = folder(tmp_path / "fdc", {name: text for name, text in FDC.items() if name != missing})
    with pytest.raises(BadInput, match=missing):
        list(read_foods_file(path))


@pytest.mark.parametrize("file", ["food.csv", "food_nutrient.csv", "food_portion.csv"])
def test_a_table_with_wrong_columns_or_a_torn_row_is_refused(tmp_path, file):
    for number, broken in enumerate(('"a","b"\n"1","2"\n', FDC[file] + '"8","1"\n', FDC[file] + '"8","1')):
        with pytest.raises(BadInput):
            list(read_foods_file(folder(tmp_path / f"fdc{number}", FDC | {file: broken})))


@pytest.mark.parametrize("content", [b"not a database" * 100, b"SQLite format 3\x00" + b"\x00" * 50])
def test_a_damaged_store_is_refused_and_left_as_it_was(store, content):
    store.file.parent.mkdir()
    store.file.write_bytes(content)
    for work in (store.foods, lambda: store.add([imported()], "x", DAY)):
        with pytest.raises(BadInput):
            work()
    assert store.file.read_bytes() == content


def test_another_programs_database_is_refused_and_left_as_it_was(store):
    store.file.parent.mkdir()
    with sqlite3.connect(store.file) as database:
        database.execute("CREATE TABLE theirs (a)")
    database.close()
    before = store.file.read_bytes()
    for work in (store.foods, lambda: store.add([imported()], "x", DAY)):
        with pytest.raises(BadInput, match="another program"):
            work()
    assert store.file.read_bytes() == before


def test_a_store_of_a_newer_stilla_is_refused(store):
    store.add([imported()], "x", DAY)
    with sqlite3.connect(store.file) as database:
        database.execute(f"PRAGMA user_version = {len(STEPS) + 1}")
    database.close()
    for work in (store.foods, lambda: store.add([imported()], "x", DAY)):
        with pytest.raises(BadInput, match="newer"):
            work()


def test_migrations_are_all_or_nothing(tmp_path):
    file = tmp_path / "a.sqlite"
    steps = (Step(1, "good", ("CREATE TABLE a (b)",)), Step(2, "bad", ("CREATE TABLE c (d)", "CREATE NONSENSE")))
    database = sqlite3.connect(file, isolation_level=None)
    with pytest.raises(sqlite3.OperationalError):
        migrate(database, steps, APPLICATION, file)
    assert database.execute("SELECT count(*) FROM sqlite_master").fetchone() == (0,)
    migrate(database, steps[:1], APPLICATION, file)
    migrate(database, steps[:1], APPLICATION, file)
    assert database.execute("PRAGMA user_version").fetchone() == (1,)
    database.close()


def test_the_steps_are_numbered_from_one_without_gaps():
    assert [step.number for step in STEPS] == list(range(1, len(STEPS) + 1))


def test_a_store_that_somebody_else_writes_to_is_said_to_be_busy(store, monkeypatch):
    store.add([imported()], "x", DAY)
    connect = sqlite3.connect
    monkeypatch.setattr(sqlite3, "connect", lambda *a, **k: connect(*a, **k | {"timeout": 0.01}))
    other = connect(store.file, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    try:
        for work in (store.foods, lambda: store.add([imported("2")], "y", DAY)):
            with pytest.raises(BadInput, match="Another Stilla"):
                work()
    finally:
        other.close()
    assert len(store.foods()) == 1


def test_a_process_that_dies_midway_leaves_the_store_as_it_was(store):
    store.add([imported("1", 5)], "old", DAY)
    script = (
        "import os, sys; from datetime import date; from pathlib import Path\n"
        "from stilla.intake.food_import import Amount, Imported; from stilla.store.foods import FoodStore\n"
        "def dying():\n"
        "    for n in range(5000):\n"
        "        yield Imported(source='slv', id=str(n), name='x', amount=Amount(9, 9, 9))\n"
        "    os._exit(9)\n"
        "FoodStore(Path(sys.argv[1])).add(dying(), 'new', date(2026, 11, 22))\n"
    )
    assert subprocess.run([sys.executable, "-c", script, str(store.file)], check=False).returncode == 9
    assert [(each.key, each.mg) for each in store.foods()] == [("slv:1", 5)]
    assert store.add([imported("2")], "next", DAY).new == 1
