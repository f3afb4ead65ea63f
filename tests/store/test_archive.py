"""What is exported is everything, comes back as it was, and a file that was made to do harm does none."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import os
import shutil
import sqlite3
import stat
import struct
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from kept_examples import FIRST, NOW, content, diary, filled, told

from stilla.diary import chain
from stilla.diary.events import (
    Amended,
    Complaint,
    Dose,
    Guess,
    Look,
    Medicine,
    Night,
    Opened,
    Paused,
    Resumed,
    Stopped,
    Weekly,
)  # fmt: skip
from stilla.errors import BadInput
from stilla.store import archive_read
from stilla.store.archive import NAMES, export_to, exported
from stilla.store.archive_read import import_archive
from stilla.store.archive_tables import COLUMNS
from stilla.store.backup import backups
from stilla.store.home import HomeStore
from stilla.store.sleep import SleepStore
from stilla.store.trial import TrialStore


@pytest.fixture
def data(tmp_path):
    return filled(tmp_path / "data")


@pytest.fixture
def file(data, tmp_path):
    export_to(data, tmp_path / "all.zip", "sv")
    return tmp_path / "all.zip"


def members(content):
    with zipfile.ZipFile(io.BytesIO(content) if isinstance(content, bytes) else content) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def rows(content, name):
    return list(csv.DictReader(io.StringIO(members(content)[f"csv/{name}"].decode())))


def dump(content):
    with contextlib.closing(sqlite3.connect(":memory:")) as database:
        database.deserialize(content)
        marks = [database.execute(f"PRAGMA {each}").fetchone() for each in ("application_id", "user_version")]
        return [*marks, *database.iterdump()]


def rewritten(file, change, target=None):
    """The archive with its members changed."""
    inside = members(file)
    change(inside)
    target = target or file.with_name("changed.zip")
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as out:
        for name, each in inside.items():
            out.writestr(name, each)
    return target


def refused(file, folder, words=""):
    there = content(folder) if folder.exists() else None
    with pytest.raises(BadInput, match=words) as error:
        import_archive(file, folder, NOW)
    assert (content(folder) if folder.exists() else None) == there
    return str(error.value)


def test_it_holds_everything_by_names_that_are_known(data):
    content = exported(data, "en")
    assert set(members(content)) <= NAMES
    said = json.loads(members(content)["stilla.json"])
    assert said["version"] == "1"
    assert said["home"]["facts"] == {"age": 61}
    assert len(said["diary"]) == len(TrialStore(data / "trial").events()) == 14
    assert len(said["sleep"]["records"]) == len(SleepStore(data).records()) == 3
    assert said["food_imports"] == [["foods.csv", "2026-11-01", 1]]
    assert members(content)["trial/log.jsonl"] == (data / "trial/log.jsonl").read_bytes()
    for name in ("sqlite/home.sqlite", "sqlite/trial/diary.sqlite", "sqlite/sleep.sqlite", "sqlite/foods.sqlite"):
        assert dump(members(content)[name]) == dump((data / name.removeprefix("sqlite/")).read_bytes())


def test_the_same_data_give_the_same_bytes(data):
    assert exported(data, "sv") == exported(data, "sv")
    with zipfile.ZipFile(io.BytesIO(exported(data, "sv"))) as packed:
        assert {each.date_time for each in packed.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert packed.namelist() == sorted(packed.namelist())


def test_exporting_leaves_nothing_behind(data):
    before = content(data)
    exported(data, "sv")
    assert content(data) == before


def test_every_column_of_every_table_is_in_the_dictionary_in_both_languages(data):
    said = {}
    for language in ("en", "sv"):
        inside = members(exported(data, language))
        listed = list(csv.DictReader(io.StringIO(inside["dictionary.csv"].decode())))
        for name in COLUMNS:
            header = inside[f"csv/{name}"].decode().splitlines()[0].split(",")
            assert header == [each["column"] for each in listed if each["file"] == name]
        assert all(each["meaning"] for each in listed)
        said[language] = [each["meaning"] for each in listed]
    assert not set(said["en"]) & set(said["sv"])


def test_no_cell_is_a_formula_and_numbers_stay_numbers(data):
    content = exported(data, "sv")
    for name, each in members(content).items():
        if name.endswith(".csv"):
            for row in csv.reader(io.StringIO(each.decode())):
                assert not [cell for cell in row if cell.lstrip(" ")[:1] in {"=", "+", "-", "@", "\t", "\r"}]
    night = rows(content, "nights.csv")[0]
    assert (night["score"], night["replaced"], night["why"], night["note"]) == (
        "9",
        "1",
        "'=1+1",
        "'-2 and, a comma\n=1+1",
    )
    assert rows(content, "medicines.csv")[0]["name"] == "'@SUM(A1)"


def test_what_was_not_answered_is_empty_and_never_zero(data):
    night = rows(exported(data, "sv"), "nights.csv")[1]
    assert (night["sleep_minutes"], night["tiredness"], night["cannot"]) == ("", "", "0")


def round_trip(source, tmp_path, name):
    first = exported(source, "sv")
    (tmp_path / f"{name}.zip").write_bytes(first)
    import_archive(tmp_path / f"{name}.zip", tmp_path / name, NOW)
    second = exported(tmp_path / name, "sv")
    one, two = members(first), members(second)
    assert set(one) == set(two)
    for member in one:
        if member.startswith("sqlite/"):
            assert dump(one[member]) == dump(two[member])
        else:
            assert one[member] == two[member]
    assert first == second


def test_out_in_and_out_again_is_the_same(data, tmp_path):
    round_trip(data, tmp_path, "again")
    assert HomeStore(tmp_path / "again").read() == HomeStore(data).read()
    # and it can be written on
    told(tmp_path / "again", 62)
    diary(tmp_path / "again", Night(FIRST + timedelta(days=99), score=1))
    round_trip(tmp_path / "again", tmp_path, "third")


words = st.text(max_size=30)
days = st.integers(0, 60).map(lambda n: FIRST + timedelta(days=n))
minutes = st.none() | st.integers(0, 600)
bodies = st.one_of(
    st.builds(
        Night, days, st.none() | st.integers(0, 10), st.booleans(), minutes, minutes, st.none() | st.integers(0, 20),
        st.none() | st.integers(0, 10), st.dictionaries(words, st.floats(0, 100), max_size=2),
        st.lists(words, max_size=2).map(tuple), st.booleans(), st.none() | st.integers(1, 30), words, words,
    ),
    st.builds(Dose, days, st.sampled_from(["yes", "no", "late"]), st.none() | st.just("23:10")),
    st.builds(Complaint, days, words, st.sampled_from([1, 2, 3])),
    st.builds(Weekly, days, st.integers(0, 40)),
    st.builds(Medicine, days, words),
    st.builds(Guess, st.integers(1, 8), st.sampled_from(["active", "comparator", "unsure"]), st.integers(0, 100)),
    st.builds(Paused, words, words), st.builds(Resumed, words), st.builds(Stopped, words),
    st.builds(Amended, words, words), st.builds(Look, st.integers(1, 8), st.just("continue")),
)  # fmt: skip


@settings(max_examples=20, deadline=None)
@given(entered=st.lists(st.lists(bodies, min_size=1, max_size=6), min_size=1, max_size=4), old=st.integers(18, 99))
def test_any_diary_comes_back(tmp_path_factory, entered, old):
    folder = tmp_path_factory.mktemp("any")
    told(folder / "data", old)
    for each in entered:
        diary(folder / "data", *each)
    round_trip(folder / "data", folder, "again")


def test_a_folder_with_something_in_it_is_left_unless_it_may_be_replaced(data, file, tmp_path):
    told(tmp_path / "other", 40)
    assert "--replace" in refused(file, tmp_path / "other", "already")
    done = import_archive(file, tmp_path / "other", NOW, replace=True)
    assert HomeStore(tmp_path / "other").read() == HomeStore(data).read()
    assert done.before is not None
    assert HomeStore(done.before.folder).read().facts == {"age": 40}
    assert [each.manifest.reason for each in backups(tmp_path / "other")] == ["imported", "replaced"]


def test_a_file_that_is_there_is_not_written_over(data, file):
    before = file.read_bytes()
    with pytest.raises(BadInput, match="not overwritten"):
        export_to(data, file, "sv")
    assert file.read_bytes() == before
    if os.name == "posix":
        assert file.stat().st_mode & 0o077 == 0


def test_nothing_kept_is_nothing_exported(tmp_path):
    with pytest.raises(BadInput, match="Nothing is kept"):
        exported(tmp_path / "none", "sv")
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize("key", ['{"secret":"x"}', '{"cipher":"x"}'])
def test_a_key_travels_only_after_the_answer_was_opened(data, tmp_path, key):
    (data / "trial/key.json").write_text(key)
    assert "trial/key.json" not in members(exported(data, "sv"))
    diary(data, Opened("Anna", "answer"))
    assert members(exported(data, "sv"))["trial/key.json"] == key.encode()
    round_trip(data, tmp_path, "again")


def test_a_key_that_was_put_into_the_file_is_refused(file, tmp_path):
    bad = rewritten(file, lambda inside: inside.update({"trial/key.json": b"{}"}))
    refused(bad, tmp_path / "new", "key of a trial")


@pytest.mark.parametrize(
    "name",
    [
        "../home.sqlite", "/etc/passwd", "sqlite/../../x", "trial/../home.sqlite", "C:\\x", "trial\\key.json",
        "backups/x", "home.sqlite", "sqlite/home.sqlite/", "csv/nights.csv/", "trial/diary.sqlite", "a\0b",
        "sqlite/home.sqlite-journal",
    ],
)  # fmt: skip
def test_names_that_do_not_belong_there_are_refused(file, tmp_path, name):
    bad = rewritten(file, lambda inside: inside.update({name: b"x"}))
    refused(bad, tmp_path / "new", "holds|no ZIP")
    assert not (tmp_path / "new").exists()
    assert sorted(each.name for each in tmp_path.iterdir()) == ["all.zip", "changed.zip", "data"]


def test_a_file_that_was_unpacked_and_packed_again_comes_back(file, tmp_path):
    with zipfile.ZipFile(file) as packed:
        packed.extractall(tmp_path / "looked-at")
    again = Path(shutil.make_archive(str(tmp_path / "again"), "zip", tmp_path / "looked-at"))
    assert "csv/" in members(again)
    import_archive(again, tmp_path / "new", NOW)
    assert exported(tmp_path / "new", "sv") == file.read_bytes()


def test_the_same_name_twice_is_refused(file, tmp_path):
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(file, "a") as out:
        out.writestr("stilla.json", b"{}")
    refused(file, tmp_path / "new", "twice")


def test_a_link_is_refused(file, tmp_path):
    inside = members(file)
    del inside["trial/protocol.json"]
    with zipfile.ZipFile(tmp_path / "l.zip", "w") as out:
        for name, each in inside.items():
            out.writestr(name, each)
        link = zipfile.ZipInfo("trial/protocol.json")
        link.create_system, link.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
        out.writestr(link, "/etc/passwd")
    refused(tmp_path / "l.zip", tmp_path / "new", "holds")


@pytest.mark.parametrize("size", [8, 300])
def test_a_file_that_unpacks_to_too_much_is_refused(file, tmp_path, size, monkeypatch):
    if size == 8:  # many times its own size
        monkeypatch.setattr(archive_read, "MOST_PACKED", 20)
    else:  # more than there may be at all
        monkeypatch.setattr(archive_read, "LARGEST_UNPACKED", 5_000_000)
    bomb = rewritten(file, lambda inside: inside.update({"README.txt": b"\0" * (8 << 20)}))
    refused(bomb, tmp_path / "new", "unpack to more")


def test_a_size_that_is_a_lie_unpacks_to_no_more_than_it_says(file, tmp_path):
    """The sizes in the list of files are made small; what is unpacked is bounded by them, and does not fit."""
    bomb = rewritten(file, lambda inside: inside.update({"trial/answer.json": b"\0" * (8 << 20)}))
    raw = bytearray(bomb.read_bytes())
    at = raw.rindex(b"trial/answer.json") - 46
    raw[at + 24 : at + 28] = struct.pack("<L", 10)
    bomb.write_bytes(raw)
    refused(bomb, tmp_path / "new", "damaged")


def test_too_many_names_are_refused_before_they_are_read(tmp_path):
    many = tmp_path / "many.zip"
    with zipfile.ZipFile(many, "w") as out:
        for n in range(2000):
            out.writestr(f"csv/{n}.csv", b"")
    refused(many, tmp_path / "new", "unpack to more")
    # A second list of files behind the first, or a remark, could say something else.
    commented = tmp_path / "commented.zip"
    with zipfile.ZipFile(commented, "w") as out:
        out.writestr("stilla.json", b"{}")
        out.comment = b"more"
    refused(commented, tmp_path / "new", "no ZIP")


@pytest.mark.parametrize("keep", [0.0, 0.01, 0.5, 0.99])
def test_a_file_that_is_cut_off_is_refused(file, tmp_path, keep):
    raw = file.read_bytes()
    file.write_bytes(raw[: int(len(raw) * keep)])
    refused(file, tmp_path / "new", "cut off")


def test_a_file_that_is_not_there_or_a_folder_is_refused(tmp_path):
    refused(tmp_path / "none.zip", tmp_path / "new", "cannot be read")
    refused(tmp_path, tmp_path / "new", "cannot be read")


def test_another_zip_is_refused(file, tmp_path):
    bad = rewritten(file, lambda inside: inside.pop("stilla.json"))
    refused(bad, tmp_path / "new", "not made by Stilla")


def test_a_bit_that_fell_over_is_noticed(file, tmp_path):
    raw = bytearray(file.read_bytes())
    with zipfile.ZipFile(file) as packed:
        at = packed.getinfo("sqlite/trial/diary.sqlite").header_offset + 200
    raw[at] ^= 1
    file.write_bytes(raw)
    refused(file, tmp_path / "new", "damaged")


def test_a_newer_form_is_refused(file, tmp_path):
    newer = rewritten(file, lambda inside: inside.update({"stilla.json": b'{"version":"2"}'}))
    refused(newer, tmp_path / "new", "newer")


@pytest.mark.parametrize("said", [b"", b"[]", b"{", b'{"version":1}', b"\xff"])
def test_json_that_is_none_is_refused(file, tmp_path, said):
    refused(rewritten(file, lambda inside: inside.update({"stilla.json": said})), tmp_path / "new", "not JSON")


def test_json_that_says_something_else_is_refused(file, tmp_path):
    def change(inside):
        inside["stilla.json"] = inside["stilla.json"].replace(b'"age": 61', b'"age": 16')

    refused(rewritten(file, change), tmp_path / "new", "different things")


def changed_database(name, *statements):
    def change(inside):
        path = f"sqlite/{name}"
        with contextlib.closing(sqlite3.connect(":memory:")) as database:
            database.deserialize(inside[path])
            for statement in statements:
                database.execute(statement)
            database.commit()
            inside[path] = database.serialize()

    return change


@pytest.mark.parametrize(
    ("name", "statements", "words"),
    [
        (
            "trial/diary.sqlite",
            ["DROP TRIGGER event_is_kept", "UPDATE event SET body = replace(body, '4', '5') WHERE number = 5"],
            "tables of this database",
        ),
        ("home.sqlite", ["CREATE TRIGGER evil AFTER INSERT ON kept BEGIN SELECT 1; END"], "tables of this database"),
        ("home.sqlite", ["CREATE VIEW evil AS SELECT 1"], "tables of this database"),
        ("home.sqlite", ["PRAGMA application_id = 7"], "another program"),
        ("home.sqlite", ["PRAGMA user_version = 99"], "newer"),
        ("home.sqlite", ["""INSERT INTO kept (moment, document) VALUES ('x', '{"mood":1}')"""], "newer"),
        ("home.sqlite", ["""INSERT INTO kept (moment, document) VALUES ('x', '{"foods":"x"}')"""], "different things"),
        ("sleep.sqlite", ["DELETE FROM held"], "different things"),
    ],
)
def test_a_database_that_was_changed_is_refused(file, tmp_path, name, statements, words):
    refused(rewritten(file, changed_database(name, *statements)), tmp_path / "new", words)


def test_a_diary_whose_chain_does_not_hold_is_refused(file, tmp_path):
    def change(inside):
        with contextlib.closing(sqlite3.connect(":memory:")) as database:
            database.deserialize(inside["sqlite/trial/diary.sqlite"])
            [kept] = database.execute("SELECT sql FROM sqlite_master WHERE name = 'event_is_kept'").fetchone()
            database.execute("DROP TRIGGER event_is_kept")
            database.execute("UPDATE event SET body = replace(body, '4', '5') WHERE number = 5")
            database.execute(kept)
            database.commit()
            inside["sqlite/trial/diary.sqlite"] = database.serialize()

    refused(rewritten(file, change), tmp_path / "new", "Entry 5 was changed")


def test_a_log_that_does_not_fit_is_refused(file, tmp_path):
    def shorter(inside):
        inside["trial/log.jsonl"] = inside["trial/log.jsonl"].rsplit(b"\n", 2)[0] + b"\n"

    refused(rewritten(file, shorter), tmp_path / "new", "something else")
    refused(rewritten(file, lambda inside: inside.pop("trial/log.jsonl")), tmp_path / "new", "different things")
    refused(rewritten(file, lambda inside: inside.pop("sqlite/trial/diary.sqlite")), tmp_path / "new", "something else")


def test_the_log_in_the_file_is_a_diary_that_anybody_can_check(file):
    events = chain.decode(members(file)["trial/log.jsonl"], "log.jsonl")
    assert len(events) == 14
    assert chain.verify(events) == ()


def test_only_known_parts_are_taken_in(file, tmp_path):
    """Tables and the page to read are for people; what they say is not read back."""
    other = rewritten(file, lambda inside: inside.update({"csv/nights.csv": b"x", "README.txt": b"y"}))
    import_archive(other, tmp_path / "new", NOW)
    assert exported(tmp_path / "new", "sv") == file.read_bytes()
    assert not list(Path(tmp_path / "new").rglob("*.csv"))
