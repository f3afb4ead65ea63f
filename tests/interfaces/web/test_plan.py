"""The plan in the app: the same as the command's, a day that can be moved, and a rule that is named."""

from __future__ import annotations

import json
import re
import tomllib
from datetime import UTC, date, datetime
from pathlib import Path
from xml.etree import ElementTree as ET

import msgspec
import pytest
from click.testing import CliRunner

from stilla.interfaces.cli.main import cli
from stilla.store.home import HomeStore

EXAMPLES = Path(__file__).parents[3] / "examples"


def plain(value):
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return {name: plain(each) for name, each in value.items()}
    return [plain(each) for each in value] if isinstance(value, list) else value


def keep(folder, name):
    facts = plain(tomllib.loads((EXAMPLES / f"{name}.toml").read_text(encoding="utf-8")))
    HomeStore(folder).change(lambda kept: msgspec.structs.replace(kept, facts=facts, open_lists=()), datetime.now(UTC))


def kept(folder):
    return HomeStore(folder).read()


def dose_times(page):
    return re.findall(r"<h3>Magnesium (\d\d:\d\d)</h3>", page)


@pytest.mark.parametrize("name", ["anna", "levothyroxine-gabapentin", "doxycycline-iron", "raltegravir"])
def test_the_page_says_what_the_command_says(client, name):
    keep(client.folder, name)
    page = client.text("/plan")
    words = ["plan", str(EXAMPLES / f"{name}.toml"), "--json", "--lang", "en", "--as-of", "2026-11-22"]
    said = json.loads(CliRunner().invoke(cli, words).output)
    assert dose_times(page) == [each["at"] for each in said["timetable"]["doses"]]
    assert ("mg of magnesium a day</p>" in page) == (said["dose_mg"] is not None)
    flat = " ".join(re.sub(r"<[^>]+>", " ", page).replace("&#x27;", "'").replace("&quot;", '"').split())
    for sentence in said["timetable"]["ask_pharmacist"]:
        assert sentence in flat


def test_nothing_said_is_no_dose_and_questions(client):
    page = client.text("/plan")
    assert "CANNOT TELL YET" in page
    assert "mg of magnesium a day</p>" not in page
    assert 'href="/check/question/' in page
    assert not client.folder.exists()


def test_earlier_moves_half_an_hour_and_later_names_the_rule(client):
    keep(client.folder, "levothyroxine-gabapentin")
    assert dose_times(client.text("/plan")) == ["19:00"]
    refused = client.post("/plan/move", {"dose": "0", "way": "later"})
    assert refused.status_code == 400
    assert "gabapentin 21:00: at least 2 h before magnesium" in refused.content.decode()
    assert kept(client.folder).prefer is None
    assert client.post("/plan/move", {"dose": "0", "way": "earlier"})["Location"] == "/plan#day"
    assert kept(client.folder).prefer == "18:30"
    assert dose_times(client.text("/plan")) == ["18:30"]
    client.post("/plan/wish")
    assert dose_times(client.text("/plan")) == ["19:00"]


@pytest.mark.parametrize("sent", [{"dose": "7", "way": "later"}, {"dose": "0", "way": "up"}, {}])
def test_a_move_of_nothing_is_refused(client, sent):
    keep(client.folder, "levothyroxine-gabapentin")
    assert client.post("/plan/move", sent).status_code == 404


def test_the_times_of_the_day_are_kept_and_checked(client):
    keep(client.folder, "levothyroxine-gabapentin")
    sent = {"bedtime": "23", "waketime": "7.15", "meals": "12:00, 18:30", "doses": "2"}
    assert client.post("/plan/day", sent).status_code == 302
    facts = kept(client.folder).facts
    assert (facts["bedtime"], facts["meals"]) == ("23", ["12:00", "18:30"])
    assert kept(client.folder).doses == 2
    assert len(dose_times(client.text("/plan"))) == 2
    before = client.files()
    for wrong in ({"bedtime": "25:00"}, {"bedtime": "22:30", "waketime": "22:30"}):
        refused = client.post("/plan/day", wrong)
        assert refused.status_code == 400
        assert f'value="{wrong["bedtime"]}"' in refused.content.decode()
    assert client.files() == before
    client.post("/plan/day", {"bedtime": "", "waketime": "", "meals": "", "doses": "1"})
    assert not {"bedtime", "waketime", "meals"} & set(kept(client.folder).facts)


def test_no_time_in_the_day_names_every_dose_in_the_way(client):
    keep(client.folder, "doxycycline-iron")
    page = client.text("/plan")
    assert "In the way, and what to ask" in page
    assert "doxycycline 08:00 and 20:00: at least 4 h before magnesium" in page
    assert dose_times(page) == []


@pytest.mark.parametrize("shape", ["narrow", "wide"])
@pytest.mark.parametrize("tone", ["light", "dark"])
def test_the_day_is_a_picture_with_words(client, shape, tone):
    keep(client.folder, "levothyroxine-gabapentin")
    answer = client.get(f"/plan/day-{shape}-{tone}.svg")
    assert answer["Content-Type"] == "image/svg+xml"
    root = ET.fromstring(answer.content)
    said = " ".join(root.itertext())
    assert "Magnesium at 19:00, apart from Levaxin, gabapentin." in said
    letters, width = float(root.attrib["font-size"]), float(root.attrib["viewBox"].split()[2])
    if shape == "narrow":  # shown 256 pixels wide on a telephone of 320
        assert letters * 256 / width >= 11


def test_there_is_no_picture_where_no_time_can_be_laid_out(client):
    keep(client.folder, "raltegravir")
    assert client.get("/plan/day-wide-light.svg").status_code == 404
    assert "/plan/day-" not in client.text("/plan")


def test_a_late_dose_today_moves_magnesium_and_keeps_nothing(client):
    keep(client.folder, "levothyroxine-gabapentin")
    client.clock("2026-11-22T13:00")
    before = kept(client.folder)
    page = client.text("/plan/today")
    assert page.index("Levaxin, planned 07:00") < page.index("magnesium, planned 19:00")
    done = client.post("/plan/today", {"how-0": "planned"}).content.decode()
    assert "Magnesium 19:00" in done
    asked = client.post("/plan/today", {}).content.decode()
    assert "Have you taken Levaxin" in asked
    late = client.clock("2026-11-22T17:00").post("/plan/today", {"at-0": "16:50"}).content.decode()
    assert "Magnesium 19:00: not today" in late  # a time counts, also where the list was left alone
    assert kept(client.folder) == before


@pytest.mark.parametrize("sent", [{"how-0": "other"}, {"how-0": "other", "at-0": "99"}, {"extra": "Levaxin"}])
def test_a_dose_without_its_time_is_asked_back(client, sent):
    keep(client.folder, "levothyroxine-gabapentin")
    client.clock("2026-11-22T13:00")
    assert client.post("/plan/today", sent).status_code == 400


def test_upper_levels_differ_and_change_nothing(client):
    keep(client.folder, "levothyroxine-gabapentin")
    page = client.text("/plan")
    for level in ("250\u00a0mg a day", "350\u00a0mg a day", "400\u00a0mg a day"):
        assert level in page
    assert "200\u00a0mg of magnesium a day" in page
