"""Device sleep in the app: looked at first, mapped, kept once, forgotten."""

from __future__ import annotations

from io import BytesIO

from stilla.store.sleep import SleepStore

TABLE = (
    "bed,up,minutes\n"
    "2026-11-20 23:00,2026-11-21 06:10,400\n"
    "2026-11-21 23:30,2026-11-22 06:10,380\n"
    "2026-11-21 23:30,2026-11-20 06:10,380\n"
)
MAPPED = {"start": "bed", "end": "up", "asleep": "minutes"}


def sent(client, content=TABLE, name="ring.csv"):
    file = BytesIO(content.encode())
    file.name = name
    return client.post("/sleep/send", {"file": file})["Location"]


def test_a_file_is_looked_at_before_anything_is_kept(client):
    page = client.text(sent(client))
    assert "Which column is what?" in page
    assert "2026-11-20 23:00" in page
    assert not client.folder.exists()


def test_the_columns_show_what_the_first_rows_become(client):
    link = sent(client)
    page = client.post(link, {"do": "look", **MAPPED}).content.decode()
    assert "Saturday 21 November" in page
    assert "23:00–06:10" in page
    assert "ends before it begins" in page
    assert not client.folder.exists()


def test_what_is_missing_is_asked_without_a_command(client):
    link = sent(client, "day,minutes\n2026-11-21,400\n")
    answer = client.post(link, {"do": "import", "date": "day", "asleep": "minutes"})
    page = answer.content.decode().split("<main")[1]
    assert answer.status_code == 400
    assert "Say which" in page
    assert "--" not in page
    answer = client.post(link, {"do": "import", "date": "day", "asleep": "minutes", "date_is": "morning"})
    assert answer.status_code == 200
    assert len(SleepStore(client.folder).records()) == 1


def test_a_table_of_nothing_named_is_asked_about(client):
    answer = client.post(sent(client), {"do": "import"})
    page = answer.content.decode().split("<main")[1]
    assert answer.status_code == 400
    assert "Say which column is what" in page
    assert "--" not in page


def test_an_import_says_what_it_did_and_twice_changes_nothing(client):
    page = client.post(sent(client), {"do": "import", **MAPPED}).content.decode()
    assert "2 new records, 0 were here already, 1 set aside" in page
    assert "--zone" not in page
    again = client.post(sent(client), {"do": "import", **MAPPED}).content.decode()
    assert "0 new records, 2 were here already" in again
    shown = client.text("/sleep")
    assert "6 h 40 min" in shown
    assert shown.count('action="/sleep/forget/') == 1
    assert "Sunday 22 November" in client.text("/sleep/2026-11")
    assert client.get("/sleep/2026-10").status_code == 404


def test_an_import_can_be_forgotten(client):
    client.post(sent(client), {"do": "import", **MAPPED})
    [kept] = SleepStore(client.folder).imports()
    assert client.post("/sleep/forget/99").status_code == 400
    assert client.post(f"/sleep/forget/{kept.number}").status_code == 303
    assert SleepStore(client.folder).records() == ()


def test_a_file_of_no_kind_is_refused_and_the_page_stays(client):
    answer = client.get(sent(client, "\x00\x01\x02", "photo.jpg"))
    assert answer.status_code == 400
    assert "<h1>" in answer.content.decode()
    assert client.post("/sleep/send").status_code == 400
    assert client.get("/sleep/read/guessed")["Location"] == "/sleep"


def test_a_name_that_is_no_name_cannot_leave_its_folder(client):
    page = client.text(sent(client, TABLE, "../../etc/<b>x.csv"))
    assert "<b>" not in page
