"""One night and two tabs, nights when the clock changes, and a diary of twenty years."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

import pytest

from stilla.diary.events import Night
from stilla.diary.record import record_of
from stilla.store.trial import TrialStore
from web.client import ZONE, Browser
from web.homes import years_of_nights

NIGHT = date(2026, 11, 22)


def diary(client):
    return record_of(TrialStore(client.folder / "trial").events())


def nights_written(client):
    return [each.body for each in TrialStore(client.folder / "trial").events() if isinstance(each.body, Night)]


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_second_tab_sees_what_stands_and_must_say_replace(client, language):
    client.language = language
    place = f"/morning/{NIGHT}"
    one, other = client.text(place), client.text(place)
    assert 'value="replace"' not in one + other
    assert client.post(place, {"score": "3", "answer": "save"}).status_code == 303
    refused = client.post(place, {"score": "7", "answer": "save", "note": "typed in the second tab"})
    assert refused.status_code == 409
    page = refused.content.decode()
    assert 'value="replace"' in page
    assert re.search(r'role="alert".*?\b3\b', page, re.DOTALL)  # what stands
    assert re.search(r'value="7"[^>]*checked', page)  # what was typed is still there
    assert "typed in the second tab" in page
    assert diary(client).nights[NIGHT].entry.score == 3
    assert client.post(place, {"score": "7", "answer": "replace", "why": "slip"}).status_code == 303
    assert diary(client).nights[NIGHT].entry.score == 7
    assert [(each.score, each.why) for each in nights_written(client)] == [(3, ""), (7, "slip")]  # both are kept


def test_the_same_answer_twice_is_one_answer(client):
    place = f"/morning/{NIGHT}"
    for _ in range(2):
        client.post(place, {"score": "3", "answer": "save"})
    assert [each.score for each in nights_written(client)] == [3]


CHANGES = [
    # On the wall, the night that is meant, the difference to UTC then
    ("2026-10-25T06:30", 0, date(2026, 10, 25), 1),
    ("2026-10-25T11:59", 0, date(2026, 10, 25), 1),
    ("2027-03-28T06:30", 0, date(2027, 3, 28), 2),
    ("2027-03-28T11:59", 0, date(2027, 3, 28), 2),
    ("2027-03-29T06:30", 0, date(2027, 3, 29), 2),
]


@pytest.mark.parametrize(("wall", "fold", "night", "offset"), CHANGES)
def test_a_morning_entry_lands_on_its_night_when_the_clock_changes(client, wall, fold, night, offset):
    client.clock(datetime.fromisoformat(wall).replace(tzinfo=ZONE, fold=fold))
    assert f'action="/morning/{night}"' in client.text("/morning")
    sent = {"score": "4", "sleep_typed": "7:30", "answer": "save"}
    assert client.post(f"/morning/{night}", sent).status_code == 303
    [written] = nights_written(client)
    assert (written.night, written.score, written.sleep_minutes, written.recalled) == (night, 4, 450, False)
    event = TrialStore(client.folder / "trial").events()[-1]
    local = datetime.fromisoformat(event.local)
    assert local.strftime("%Y-%m-%dT%H:%M") == wall
    assert local - datetime.fromisoformat(event.at).replace(tzinfo=None) == timedelta(hours=offset)


@pytest.mark.parametrize("fold", [0, 1])
def test_the_hour_that_comes_twice_asks_which_night_is_meant(client, fold):
    """Half past two in the night of 25 October 2026 comes twice; each time the page asks."""
    client.clock(datetime(2026, 10, 25, 2, 30, tzinfo=ZONE, fold=fold))
    page = client.text("/morning")
    assert "/morning/2026-10-25" in page
    assert "/morning/2026-10-24" in page


@pytest.mark.parametrize(("first", "long"), [(date(2026, 10, 24), 25), (date(2027, 3, 27), 23)])
def test_a_day_of_another_length_neither_loses_nor_doubles_a_night(client, first, long):
    moment = datetime.combine(first, datetime.min.time(), ZONE).replace(hour=7)
    for _ in range(3):
        client.clock(moment)
        night = moment.astimezone(ZONE).date()
        assert client.post(f"/morning/{night}", {"score": "2", "answer": "save"}).status_code == 303
        moment = (moment + timedelta(days=1)).replace(tzinfo=ZONE)
    assert sorted(diary(client).nights) == [first + timedelta(days=n) for n in range(3)]
    midnight = datetime.combine(first + timedelta(days=1), datetime.min.time(), ZONE)
    until = datetime.combine(first + timedelta(days=2), datetime.min.time(), ZONE)
    assert (until.timestamp() - midnight.timestamp()) / 3600 == long  # the day in the middle was such a day


@pytest.mark.slow
def test_twenty_years_of_nights_are_all_there(folder):
    years_of_nights(folder)
    client = Browser(folder, language="sv").clock("2026-11-22T06:30")
    for path in ("/", "/morning", "/nights", "/nights?month=2015-03", "/data", "/report", "/trial", "/plan"):
        assert "<h1" in client.text(path), path
    assert client.post(f"/morning/{NIGHT}", {"score": "4", "answer": "save"}).status_code == 303
    assert len(diary(client).nights) == 7301
    assert diary(client).nights[NIGHT].entry.score == 4
