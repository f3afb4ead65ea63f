"""`stilla sleep` as it is typed. All sleep here is invented."""

from __future__ import annotations

import csv
import io
import json
from datetime import date, timedelta

import pytest
from at_home import FIRST
from click.testing import CliRunner

from reading import sleep_examples as examples
from stilla.errors import BadInput
from stilla.interfaces.cli.main import cli

NOW = "2026-12-31T08:00"


@pytest.fixture
def sleep(tmp_path):
    def run(*words, status=0, lang="en"):
        more = ["--data", str(tmp_path / "data")] if words[0] != "preview" else []
        clock = ["--now", NOW] if words[0] in {"import", "preview"} else []
        done = CliRunner().invoke(cli, ["sleep", *map(str, words), *more, *clock, "--lang", lang])
        if status == 2:
            assert isinstance(done.exception, BadInput), done.output
            return done.exception.problems[0].sentence(lang)
        assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
        assert (done.return_value if done.return_value is not None else done.exit_code) in {status, 0}, done.output
        return done.output

    return run


@pytest.fixture
def file(tmp_path):
    def write(name):
        path = tmp_path / name
        path.write_bytes(examples.EVERY[name])
        return path

    return write


def test_import_twice_says_that_everything_is_there(sleep, file):
    first = json.loads(sleep("import", file("apple.xml"), "--json"))
    assert (first["new"], first["already_there"], first["nights"]) == (4, 0, 1)
    assert first["unread"] == {"HKQuantityTypeIdentifierHeartRate": 1}
    again = json.loads(sleep("import", file("apple.xml"), "--json"))
    assert (again["new"], again["already_there"], again["nights"]) == (0, 4, 1)


def test_nights_are_said_in_both_languages_with_what_they_are(sleep, file):
    sleep("import", file("android.csv"))
    swedish = sleep("nights", lang="sv")
    assert "natten till lördag 21 november 2026: 23:05–06:35, sömn 7\u00a0tim 15\u00a0min" in swedish
    assert "tupplur" in swedish.casefold()
    assert "utforskande" in swedish
    assert "exploratory" in sleep("nights")


def test_the_nights_as_json(sleep, file):
    sleep("import", file("oura.json"), status=3)
    form = json.loads(sleep("nights", "--json"))
    assert form["kind"].startswith("from a device")
    (night,) = form["nights"]
    assert (night["night"], night["asleep"], night["awakenings"]) == ("2026-11-21", 400, None)
    assert night["begin"] == "2026-11-20T23:00+01:00"


def test_a_table_is_previewed_and_then_imported(sleep, file):
    path = file("table.csv")
    asked = sleep("preview", path)
    assert "--map start=…,end=…" in asked
    columns = ["--map", "start=Going to bed,end=Up,minutes=Minutes"]
    assert "→ 2026-11-21, asleep 6" in " ".join(sleep("preview", path, *columns).split())
    assert json.loads(sleep("import", path, *columns, "--json"))["new"] == 2
    renamed = path.rename(path.with_name("other.csv"))
    assert json.loads(sleep("import", renamed, *columns, "--json"))["already_there"] == 2
    path = renamed
    assert "Name its columns" in sleep("import", path, status=2)
    assert "is not understood" in sleep("import", path, "--map", "beginning=x", status=2)


def test_imports_are_listed_and_forgotten(sleep, file):
    sleep("import", file("sleepmeter.csv"))
    assert "sleepmeter.csv, 2 records" in sleep("imports")
    assert "2 records" in sleep("forget", 1)
    assert json.loads(sleep("nights", "--json"))["nights"] == []
    assert "no such import" in sleep("forget", 1, status=2)


def test_no_sleep_is_said_in_both_languages(sleep, tmp_path):
    path = tmp_path / "letter.txt"
    path.write_text("Dear all")
    assert "No sleep data" in sleep("import", path, status=2)
    assert "inga sömndata" in sleep("import", path, status=2, lang="sv")
    assert "cannot be read" in sleep("import", tmp_path / "missing", status=2)
    assert not (tmp_path / "data").exists()


def test_set_aside_is_shown_with_place_and_reason(sleep, tmp_path):
    path = tmp_path / "export.xml"
    bad = examples.apple_record("AsleepCore", "2026-11-21 06:00:00 +0100", "2026-11-21 05:00:00 +0100")
    path.write_bytes(examples.apple(bad, doctype=""))
    said = sleep("import", path, status=3)
    assert "export.xml, line 3" in said
    assert "it ends before it begins" in said


def test_the_table_of_a_trial_has_every_night_and_no_arm_while_sealed(home, tmp_path, sleep):
    home.run("log", "--score", "5")
    rows = "".join(f"{FIRST + timedelta(days=n)},{400 + n}\n" for n in (0, 2))
    path = tmp_path / "nights.csv"
    path.write_text("day,min\n" + rows)
    sleep("import", path, "--map", "date=day,asleep=min", "--date-is", "morning")
    home.now = "2026-11-03T07:30"
    home.run("log", "--score", "6")
    out = tmp_path / "device.csv"
    said = sleep("table", "-o", out, "--trial", home.store.folder)
    assert "2 nights" in " ".join(said.split())
    assert "seal is closed" in said
    table = list(csv.DictReader(io.StringIO(out.read_text())))
    assert [(each["night"], each["device_asleep"], each["arm"]) for each in table] == [
        ("2026-11-01", "400", ""),
        ("2026-11-02", "", ""),
        ("2026-11-03", "402", ""),
    ]
    assert date.fromisoformat(table[0]["night"]) == FIRST
