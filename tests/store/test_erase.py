"""Erasing leaves nothing of the person, takes nothing else, and says plainly what it could not reach."""

from __future__ import annotations

import os

import pytest
from kept_examples import NOW, diary, filled, told

from stilla.diary.events import Opened
from stilla.store.backup import back_up, choose_destination
from stilla.store.erase import erase
from stilla.store.home import HomeStore
from stilla.store.restore import restore
from stilla.store.trial import TrialStore


@pytest.fixture
def data(tmp_path):
    return filled(tmp_path / "data")


def test_it_leaves_nothing(data):
    (data / "trial/key.json").write_text("{}")
    diary(data, Opened("Anna", "answer"))
    restore(data, back_up(data, NOW).name, NOW)
    (data / "home.sqlite").write_bytes(b"damaged")
    (data / "home.sqlite-journal").write_bytes(b"x")
    (data / "trial/diary.sqlite-wal").write_bytes(b"x")
    (data / ".working-cut").mkdir()
    (data / "backups/.working-cut").mkdir()
    (data / "restoring.txt").write_text("x")
    done = erase(data)
    assert not data.exists()
    assert done.left == ()
    assert str(data / "trial/key.json") in done.removed
    assert list(data.parent.iterdir()) == []


def test_what_was_there_is_not_remembered(data):
    assert TrialStore(data / "trial").events()
    erase(data)
    assert TrialStore(data / "trial").events() == ()
    assert HomeStore(data).read().facts == {}


def test_nothing_there_is_nothing_removed(tmp_path):
    assert erase(tmp_path / "none").removed == ()


def test_what_stilla_did_not_make_stays_and_is_named(data):
    (data / "notes.txt").write_text("mine")
    (data / "backups").mkdir()
    (data / "backups/old").mkdir()
    (data / "trial/packing.pdf").write_text("mine")
    done = erase(data)
    assert (data / "notes.txt").read_text() == "mine"
    assert {each.path for each in done.left} == {
        str(data / "notes.txt"), str(data / "backups/old"), str(data / "trial/packing.pdf"),
    }  # fmt: skip
    assert all("did not make it" in each.why.en for each in done.left)


def test_backups_elsewhere_go_too(data, tmp_path):
    disk = tmp_path / "disk"
    disk.mkdir()
    (disk / "photo").write_text("mine")
    choose_destination(data, disk)
    back_up(data, NOW)
    choose_destination(data, None)
    back_up(data, NOW)
    assert erase(data).left == ()
    assert [each.name for each in disk.iterdir()] == ["photo"]
    assert not data.exists()


def test_a_place_that_cannot_be_reached_is_named(data, tmp_path):
    disk = tmp_path / "disk"
    disk.mkdir()
    choose_destination(data, disk)
    back_up(data, NOW)
    disk.rename(tmp_path / "unplugged")
    [left] = erase(data).left
    assert left.path == str(disk / "stilla-backups")
    assert "cannot be reached" in left.why.en
    assert not data.exists()


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="whoever may do anything is never refused")
def test_what_may_not_be_removed_is_named(data):
    data.chmod(0o500)
    try:
        assert "rights" in erase(data).left[0].why.en
    finally:
        data.chmod(0o700)


def test_what_cannot_be_removed_is_named(data, monkeypatch):
    real = type(data).unlink

    def unlink(path, **kwargs):
        if path.name == "home.sqlite":
            raise PermissionError
        return real(path, **kwargs)

    monkeypatch.setattr(type(data), "unlink", unlink)
    done = erase(data)
    assert [each.path for each in done.left] == [str(data / "home.sqlite")]
    assert "could not be removed" in done.left[0].why.en


def test_what_was_taken_out_is_not_left_in_the_file(data):
    for n in range(60):
        told(data, 1000 + n)
    assert b'"age":1001' not in (data / "home.sqlite").read_bytes()
