"""The data page: backups, everything out and in again, everything gone; and the weekly backup."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest

from stilla.interfaces.web.held import MOST, held
from stilla.interfaces.web.weekly import Weekly
from stilla.store.backup import backups, settings_of
from stilla.store.trial import TrialStore

PAGE = "/morning/2026-11-22"


def file_of(content, name):
    sent = BytesIO(content)
    sent.name = name
    return sent


@pytest.fixture
def used(client):
    """A home with one answer."""
    client.post(PAGE, {"answer": "save", "score": "6", "words": "the crawling"})
    return client


def scores(client):
    return [each.entry.score for each in TrialStore(client.folder / "trial").record().nights.values()]


def test_looking_makes_nothing(client):
    assert str(client.folder) in client.text("/data")
    assert "Nothing is kept there yet" in client.text("/data")
    client.text("/data/erase")
    assert not client.folder.exists()


def test_nothing_can_be_backed_up_or_exported_where_nothing_is_kept(client):
    assert client.post("/data/backup").status_code == 400
    assert client.post("/data/export").status_code == 400


def test_a_backup_is_made_and_put_back(used):
    assert used.post("/data/backup")["Location"] == "/data?done=backup"
    assert "made and checked" in used.text("/data?done=backup")
    [made] = backups(used.folder)
    used.post(PAGE, {"answer": "replace", "score": "9", "why": "slip"})
    assert scores(used) == [9]
    assert "Put this backup back?" in used.text(f"/data/restore/{made.name}")
    assert scores(used) == [9]
    assert used.post(f"/data/restore/{made.name}")["Location"] == "/data?done=restored"
    assert scores(used) == [6]
    assert len(backups(used.folder)) == 2
    assert used.get("/data/restore/20200101T000000Z").status_code == 404


def test_a_damaged_backup_is_refused_and_nothing_is_changed(used):
    used.post("/data/backup")
    [made] = backups(used.folder)
    (made.folder / "trial" / "diary.sqlite").write_bytes(b"torn")
    answer = used.post(f"/data/restore/{made.name}")
    assert answer.status_code == 400
    assert "cannot be used" in answer.content.decode()
    assert scores(used) == [6]


def test_backups_go_where_they_are_wanted(used, tmp_path):
    answer = used.post("/data/place", {"place": str(tmp_path / "nowhere")})
    assert answer.status_code == 400
    assert "nowhere" in answer.content.decode()
    disk = tmp_path / "disk"
    disk.mkdir()
    used.post("/data/place", {"place": str(disk)})
    used.post("/data/backup")
    assert [each.manifest.reason for each in backups(used.folder) if disk in each.folder.parents] == ["weekly", "asked"]
    assert str(disk) in used.text("/data")
    assert "in your other folder" in used.text("/data")
    used.post("/data/place", {"place": ""})
    assert settings_of(used.folder).destination is None


def test_everything_out_and_in_again(used):
    answer = used.post("/data/export")
    assert answer["Content-Type"] == "application/zip"
    assert answer["Content-Disposition"] == 'attachment; filename="stilla-2026-11-22.zip"'
    used.post(PAGE, {"answer": "replace", "score": "9", "why": "slip"})
    sent = used.post("/data/import", {"file": file_of(answer.content, "mine.zip")})
    page = used.text(sent["Location"])
    assert "What is in mine.zip" in page
    assert "1, from 2026-11-22 to 2026-11-22" in page
    assert scores(used) == [9]
    assert used.post(sent["Location"]).status_code == 400  # not without saying that it replaces
    assert scores(used) == [9]
    assert used.post(sent["Location"], {"replace": "yes"})["Location"] == "/data?done=imported"
    assert scores(used) == [6]
    assert used.get(sent["Location"])["Location"] == "/data"


def test_a_file_that_is_none_is_refused(used):
    assert used.post("/data/import").status_code == 400
    sent = used.post("/data/import", {"file": file_of(b"no zip at all", "holiday.jpg")})
    answer = used.get(sent["Location"])
    assert answer.status_code == 400
    assert "no ZIP" in answer.content.decode()
    assert used.get("/data/import/guessed")["Location"] == "/data"


def test_only_a_few_files_are_held(used):
    links = [used.post("/data/import", {"file": file_of(b"x", f"{n}.zip")})["Location"] for n in range(MOST + 1)]
    tokens = [each.rsplit("/", 1)[-1] for each in links]
    assert held.file(tokens[0]) is None
    kept = held.file(tokens[-1])
    assert kept is not None
    assert kept.path.stat().st_mode & 0o077 == 0
    for token in tokens:
        held.drop(token)
    assert not kept.path.exists()


def test_erasing_wants_the_word_of_the_page_and_leaves_nothing(used):
    used.post("/data/backup")
    assert "erase" in used.text("/data/erase")
    answer = used.post("/data/erase", {"word": "radera"})
    assert answer.status_code == 400
    assert scores(used) == [6]
    done = used.post("/data/erase", {"word": " Erase "}).content.decode()
    assert "Everything that can be reached is gone" in done
    assert "cannot reach" in done
    assert not used.folder.exists()
    assert used.get("/")["Location"] == "/welcome"


def test_erasing_in_swedish_wants_the_swedish_word(used):
    used.post("/welcome", {"language": "sv", "why": "check"})
    assert used.post("/data/erase", {"word": "erase"}).status_code == 400
    assert used.post("/data/erase", {"word": "radera"}).status_code == 200


def test_a_week_has_one_backup_however_much_is_written(used):
    weekly, now = Weekly(), datetime(2026, 11, 22, 6, tzinfo=UTC)
    for hours in (0, 0.5, 2, 24 * 6):
        weekly.look(used.folder, now + timedelta(hours=hours))
    assert [each.manifest.reason for each in backups(used.folder)] == ["weekly"]
    weekly.look(used.folder, now + timedelta(days=8))
    assert len(backups(used.folder)) == 2


def test_a_weekly_backup_that_cannot_be_made_is_said_and_stops_nobody(used, tmp_path):
    disk = tmp_path / "disk"
    disk.mkdir()
    used.post("/data/place", {"place": str(disk)})
    disk.rmdir()
    weekly, now = Weekly(), datetime(2026, 11, 22, 6, tzinfo=UTC)
    weekly.look(used.folder, now)
    assert "cannot be reached" in weekly.problems[0].says.en
    weekly.again()
    disk.mkdir()
    weekly.look(used.folder, now)
    assert weekly.problems == ()


def test_an_empty_home_has_no_weekly_backup(folder):
    Weekly().look(folder, datetime(2026, 11, 22, 6, tzinfo=UTC))
    assert not folder.exists()
