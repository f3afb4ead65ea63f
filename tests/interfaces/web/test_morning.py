"""The morning's page: every answer that can be given, and every slip, through the app."""

from __future__ import annotations

from datetime import date

import pytest

from stilla.knowledge.store import load
from stilla.store.trial import TrialStore
from stilla.trial.noticed import OFFERED, danger_signs, name_of, slugs_of
from web.homes import home_in

NIGHT = date(2026, 11, 22)
PAGE = f"/morning/{NIGHT}"


def record(client):
    return TrialStore(client.folder / "trial").record()


def saved(client, page=PAGE, **form):
    """Send the form; it must be kept."""
    answer = client.post(page, {"answer": "save", **form})
    assert answer.status_code == 303, answer.content.decode()
    return client.text(answer["Location"])


def test_the_first_morning_asks_for_the_words_once(client):
    assert 'name="words"' in client.text("/morning")
    assert not client.folder.exists()
    saved(client, score="6", words="the crawling")
    assert record(client).began.words == "the crawling"
    assert "the crawling" in client.text(f"{PAGE}?change=1")
    assert 'name="words"' not in client.clock("2026-11-23T06:30").text("/morning")


def test_everything_a_morning_can_say(client):
    saved(
        client, score="0", sleep="6h30", unusual=["alcohol", "travel"], latency="45", awakenings="3", tiredness="7",
        own="steps=8000\ncups=2", note="cold room", irls="17", medicine_name="Levaxin", medicine_change="dose",
        **{"effect-fever": "3", "effect-loose-stools": "1"},
    )  # fmt: skip
    kept = record(client)
    night = kept.nights[NIGHT].entry
    assert (night.score, night.sleep_minutes, night.unusual) == (0, 390, ("alcohol", "travel"))
    assert (night.latency_minutes, night.awakenings, night.tiredness, night.note) == (45, 3, 7, "cold room")
    assert night.own == {"steps": 8000.0, "cups": 2.0}
    assert kept.weekly[NIGHT].entry.irls_total == 17
    assert [(each.entry.name, each.entry.change) for each in kept.medicines] == [("Levaxin", "dose")]
    assert {(each.entry.what, each.entry.severity) for each in kept.complaints} == {("fever", 3), ("loose-stools", 1)}


@pytest.mark.parametrize(("typed", "minutes"), [("6,5", 390), ("7.5", 450), ("6h20", 380)])
def test_hours_with_one_decimal_are_hours(client, typed, minutes):
    saved(client, score="4", sleep_typed=typed)
    assert record(client).nights[NIGHT].entry.sleep_minutes == minutes


@pytest.mark.parametrize("typed", ["6,30", "7", "99,9", "6,5min"])
def test_a_number_that_could_be_something_else_is_asked_again(client, typed):
    assert client.post(PAGE, {"answer": "save", "score": "4", "sleep_typed": typed}).status_code == 400


def test_a_bad_night_is_one_press_even_where_a_score_was_touched(client):
    client.post(PAGE, {"answer": "cannot", "score": "4"})
    night = record(client).nights[NIGHT].entry
    assert night.cannot
    assert night.score is None


def test_a_length_that_is_written_counts_before_the_one_that_is_chosen(client):
    saved(client, score="3", sleep="6h30", sleep_typed="4h10")
    assert record(client).nights[NIGHT].entry.sleep_minutes == 250


@pytest.mark.parametrize(
    ("form", "says"),
    [
        ({}, "Ange hur det var"),
        ({"score": "11"}, "heltal från 0 till 10"),
        ({"score": "5", "sleep_typed": "6"}, "inte en tid"),
        ({"score": "5", "tiredness": "x"}, "heltal"),
        ({"score": "5", "own": "steg=1.000"}, "kan läsas som"),
        ({"score": "5", "unusual": "ufo"}, "inget av"),
        ({"score": "5", "effect": "konfushon"}, "känns inte igen"),
        ({"score": "5", "irls": "41"}, "0 till 40"),
        ({"score": "5", "taken": "yes"}, "inga kapslar"),
    ],
)
def test_a_slip_is_shown_with_what_was_written_and_nothing_is_kept(client, form, says):
    answer = client.post(PAGE, {"answer": "save", "note": "min anteckning", **form}, accept_language="sv")
    page = answer.content.decode()
    assert answer.status_code == 400
    assert says in page
    assert "min anteckning" in page
    assert "--" not in page.split("<main")[1].replace("<!--", "")
    assert not client.folder.exists()


def test_a_danger_sign_is_answered_first_where_it_is_kept_and_where_it_is_refused(client):
    page = saved(client, score="5", sign="chest-pain")
    assert page.index("112") < page.index('class="saved"')
    refused = client.post(PAGE, {"answer": "save", "sleep_typed": "soon", "sign": "chest-pain"})
    page = refused.content.decode().split("<main")[1]
    assert refused.status_code in {400, 409}
    assert page.index("112") < page.index("<form")
    assert "Nothing was written down" in page


def test_only_what_was_noticed_can_be_kept(client):
    answer = client.post(PAGE, {"answer": "noted", "effect-fever": "2"})
    assert "noted" in client.text(answer["Location"])
    assert record(client).nights == {}
    assert client.post(PAGE, {"answer": "noted"}).status_code == 400


def test_the_second_of_two_tabs_shows_what_stands_and_what_was_typed(client):
    saved(client, score="6")
    answer = client.post(PAGE, {"answer": "save", "score": "8", "note": "from the other tab"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "6, written Sunday 22 November 06:30" in page
    assert "from the other tab" in page
    assert 'value="8" checked' in page
    assert record(client).nights[NIGHT].entry.score == 6
    assert client.post(PAGE, {"answer": "replace", "score": "8"}).status_code == 400
    assert client.post(PAGE, {"answer": "replace", "score": "8", "why": "wrong night"}).status_code == 303
    standing = record(client).nights[NIGHT]
    assert (standing.entry.score, standing.entry.why, standing.earlier[0].score) == (8, "wrong night", 6)


def test_an_answer_that_stands_can_be_added_to_without_being_changed(client):
    saved(client, score="6", sleep="6h30")
    shown = client.text(f"{PAGE}?change=1")
    assert 'value="6" checked' in shown
    client.post(PAGE, {"answer": "noted", "score": "6", "sleep": "6h30", "effect-nausea": "1"})
    kept = record(client)
    assert kept.nights[NIGHT].earlier == ()
    assert kept.complaints[0].entry.what == "nausea"


def test_before_four_it_is_asked_which_night(client):
    page = client.clock("2026-11-22T00:40").text("/morning")
    assert "/morning/2026-11-21" in page
    assert "/morning/2026-11-22" in page
    assert "<form" not in page.split("<main")[1]


def test_an_earlier_night_is_marked_and_one_to_come_refused(client):
    saved(client, score="5")
    client.clock("2026-11-25T08:00")
    assert "/morning/2026-11-23" in client.text("/morning")
    assert "looked at separately" in client.text("/morning/2026-11-23")
    assert "looked at separately" in saved(client, "/morning/2026-11-23", score="2")
    assert record(client).nights[date(2026, 11, 23)].entry.recalled
    assert client.get("/morning/2026-11-26").status_code == 400
    assert client.get("/morning/2026-11-01").status_code == 400
    assert client.get("/morning/yesterday").status_code == 404


def test_the_capsules_are_asked_for_only_where_there_were_some(client):
    client.clock(home_in("running", client.folder, "en"))
    page = client.text("/morning")
    assert 'name="taken"' in page
    today = client.moment.date()
    saved(client, f"/morning/{today}", score="4", taken="late", taken_at="23.40")
    assert (record(client).doses[today].entry.taken, record(client).doses[today].entry.at) == ("late", "23:40")


def test_a_word_that_no_button_sends_never_reaches_the_diary(client):
    client.clock(home_in("running", client.folder, "en"))
    page, before = f"/morning/{client.moment.date()}", record(client).entries
    for name in ("taken", "unusual", "effect-fever", "sign", "score", "sleep"):
        answer = client.post(page, {"answer": "save", "score": "4", name: "maybe"})
        assert answer.status_code == 400, name
    assert client.post(page, {"answer": "noted", "taken": "maybe"}).status_code == 400
    assert record(client).entries == before


def test_replacing_a_score_leaves_the_dose_alone(client):
    client.clock(home_in("running", client.folder, "en"))
    today = client.moment.date()
    saved(client, f"/morning/{today}", score="4", taken="yes")
    client.post(f"/morning/{today}", {"answer": "replace", "score": "5", "taken": "yes", "why": "slip"})
    kept = record(client)
    assert kept.nights[today].entry.score == 5
    assert kept.doses[today].earlier == ()


def test_after_the_seal_is_opened_only_complaints_are_asked_for(client):
    client.clock(home_in("finished", client.folder, "en"))
    page = client.text(f"/morning/{client.moment.date()}")
    assert 'name="score"' not in page
    assert "seal has been opened" in page


def test_a_trial_shows_no_figure_of_other_nights(client):
    client.clock(home_in("running", client.folder, "en"))
    today = client.moment.date()
    before = client.text("/morning")
    after = saved(client, f"/morning/{today}", score="4", taken="yes")
    for page in (before, after, client.text("/")):
        main = page.split("<main")[1].split("</main")[0]
        assert "<img" not in main
        assert "<table" not in main


def test_what_was_kept_cannot_be_asked_for_where_there_is_nothing(client):
    saved(client, score="5")
    for path in ("/morning/saved/0/0", "/morning/saved/1/9", "/morning/saved/2/1"):
        assert client.get(path).status_code == 404


def test_everything_offered_is_known_by_its_own_name():
    knowledge = load()
    for slug in (*OFFERED, *danger_signs(knowledge)):
        assert slug in slugs_of(slug, knowledge)
        assert name_of(slug, knowledge).sv != slug
    assert name_of("of-a-later-year", knowledge).en == "of-a-later-year"
