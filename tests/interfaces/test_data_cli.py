"""`stilla export`, `import`, `backup` and `erase`: thin doors to the store, in both languages."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest
from click.testing import CliRunner

from stilla.errors import BadInput
from stilla.interfaces.cli.main import cli
from stilla.store.backup import backups
from stilla.store.home import HomeStore

NOW = datetime(2026, 11, 22, 6, 30, tzinfo=UTC)


def tell(folder, age):
    HomeStore(folder).change(lambda kept: msgspec.structs.replace(kept, facts={"age": age}), NOW)


def age(folder):
    return HomeStore(folder).read().facts.get("age")


@pytest.fixture
def data(tmp_path):
    tell(tmp_path / "data", 61)
    return tmp_path / "data"


def run(*words, lang="en", stdin=None, status=0):
    done = CliRunner().invoke(cli, [*map(str, words), "--lang", lang], input=stdin)
    assert done.exit_code == status, (done.output, done.exception)
    return " ".join(done.output.split())


def refused(*words):
    done = CliRunner().invoke(cli, [*map(str, words)])
    assert isinstance(done.exception, BadInput), done.output
    return " ".join(each.sentence("en") for each in done.exception.problems)


@pytest.mark.parametrize(("lang", "words"), [("en", "your own words too"), ("sv", "dina egna ord")])
def test_export_and_import(data, tmp_path, lang, words):
    file = tmp_path / "all.zip"
    assert words in run("export", "-o", file, "--data", data, lang=lang)
    run("import", file, "--data", tmp_path / "new", lang=lang)
    assert age(tmp_path / "new") == 61
    assert "not overwritten" in refused("export", "-o", file, "--data", data)


def test_import_asks_before_it_takes_the_place_of_something(data, tmp_path):
    file = tmp_path / "all.zip"
    run("export", "-o", file, "--data", data)
    tell(data, 62)
    assert "--replace" in refused("import", file, "--data", data)
    assert age(data) == 62
    assert "before: backup" in run("import", file, "--data", data, "--replace")
    assert age(data) == 61


@pytest.mark.parametrize("lang", ["en", "sv"])
def test_backups(data, tmp_path, lang, monkeypatch):
    monkeypatch.setenv("STILLA_DATA", str(data))
    assert "stilla backup now" in run("backup", "list", lang=lang)
    run("backup", "now", lang=lang)
    [made] = backups(data)
    assert made.name in run("backup", "list", lang=lang)
    assert made.name in CliRunner().invoke(cli, ["backup"]).output
    tell(data, 62)
    assert made.name in run("backup", "restore", made.name, lang=lang)
    assert age(data) == 61
    disk = tmp_path / "disk"
    disk.mkdir()
    assert str(disk) in run("backup", "place", disk, lang=lang)
    assert str(disk) in run("backup", "now", lang=lang)
    assert str(data) in run("backup", "place", lang=lang)


def test_backup_alone_takes_the_folder_and_the_language(data, tmp_path):
    assert "Gör en: stilla backup now" in run("backup", "--data", data, lang="sv")
    run("backup", "--data", data, "now")
    [made] = backups(data)
    assert made.name in run("backup", "--data", data)
    assert made.name in run("backup", "--data", tmp_path / "another", "list", "--data", data)


def test_a_backup_of_no_such_name_is_refused(data):
    assert "no backup" in refused("backup", "restore", "20260101T000000Z", "--data", data)


def test_a_damaged_backup_and_one_that_was_cut_off_are_shown(data):
    run("backup", "now", "--data", data)
    [made] = backups(data)
    (made.folder / "backup-files.json").write_text("{")
    (data / "restoring.txt").write_text(str(made.folder))
    said = run("backup", "list", "--data", data)
    assert f"{made.name} damaged" in said
    assert f"stilla backup restore {made.name}" in said


@pytest.mark.parametrize(("lang", "word"), [("en", "erase"), ("sv", "radera")])
def test_erasing_asks_for_the_word(data, lang, word):
    for typed in ("\n", "yes\n", "ja\n"):
        run("erase", "--data", data, lang=lang, stdin=typed, status=2)
        assert age(data) == 61
    said = run("erase", "--data", data, lang=lang, stdin=f" {word.upper()} \n")
    assert not data.exists()
    assert "stilla export" in said
    assert str(data / "home.sqlite") in said


def test_erasing_without_asking(data):
    assert "cannot reach" in run("erase", "--yes", "--data", data)
    assert not data.exists()
    assert "Nothing was kept" in run("erase", "--yes", "--data", data)


def test_what_is_left_is_named_with_status_3(data):
    (data / "notes.txt").write_text("mine")
    assert "notes.txt" in run("erase", "--yes", "--data", data, status=3)


def test_what_could_not_be_removed_is_not_called_nothing(data, monkeypatch):
    def may_not(path, **_):
        raise PermissionError(13, "not yours", str(path))

    with monkeypatch.context() as patched:
        patched.setattr(Path, "unlink", may_not)
        said = run("erase", "--yes", "--data", data, status=3)
    assert "Nothing was kept" not in said
    assert "home.sqlite" in said
    assert age(data) == 61
