"""What a page is like that comes back after a form: it shows where to look, and it is a page one can go on from."""

from __future__ import annotations

import re

import pytest

from stilla.store.home import HomeStore
from web.homes import CHECKED, home_in
from web.test_every_page import filled
from web.walk import Page

MARKED = "Levaxin [[one|the other]]"
"""Words of a person that look like what one door says and the other does not."""

WRONG = [
    ("/plan/day", {"bedtime": "zz", "waketime": "06:30", "doses": "1"}, "bedtime"),
    ("/label", {"text": "Magnesium 250 mg", "per_day": "zz"}, "per_day"),
    ("/label", {"text": ""}, "text"),
    ("/urgent", {"taken": "zz", "taken_unit": "g"}, "taken"),
    ("/pharmacist", {"medicines": "Levaxin", "egfr": "zz"}, "egfr"),
    ("/morning/2026-11-22", {"answer": "save", "score": "4", "latency": "zz"}, "latency"),
    ("/data/erase", {"word": "zz"}, "word"),
]


@pytest.fixture
def checked(tmp_path):
    return filled(CHECKED, tmp_path / "data", "en")


@pytest.mark.parametrize(("where", "data", "field"), WRONG)
def test_what_is_wrong_leads_to_its_field_and_the_field_says_so(checked, where, data, field):
    answer = checked.post(where, data)
    assert answer.status_code == 400
    page = Page(answer.content.decode())
    [wrong] = [named for _, named in page.tags if named.get("aria-invalid") == "true"]
    assert wrong["name"] == field
    assert f"#{wrong['id']}" in page.links
    assert set(wrong["aria-describedby"].split()) <= set(page.ids)


@pytest.mark.parametrize(
    ("where", "data"),
    [*(each[:2] for each in WRONG), ("/foods/day", {"text": "-5 g bröd"}), ("/data/place", {"place": "/no/such"}),
     ("/data/import", {}), ("/sleep/send", {}), ("/label/use", {"text": ""})],
)  # fmt: skip
def test_the_other_language_is_one_press_away_from_a_refusal(checked, where, data):
    answer = checked.post(where, data)
    assert answer.status_code == 400
    [back] = [named["value"] for _, named in Page(answer.content.decode()).tags if named.get("name") == "to"]
    assert checked.post("/language", {"language": "sv", "to": back}, follow=True).status_code == 200


def test_the_other_language_keeps_what_was_asked_for(checked):
    page = Page(checked.text("/foods?q=havre"))
    assert "/foods?q=havre" in [named.get("value") for _, named in page.tags if named.get("name") == "to"]


def test_words_of_a_person_are_shown_as_they_were_written(checked):
    """`[[one|the other]]` is a mark in sentences of the program; in a medicine's name it would hide what was typed."""
    rows = {"name": [MARKED, "Magnex [[Mg|Zn]] 100 mg"], "times": ["07:00", ""], "answer": "list"}
    assert checked.post("/check/question/medicines", rows).status_code == 302
    for path in ("/check", "/check/answer", "/plan", "/report.html", "/report.json"):
        shown = re.sub(r"\s+", "", checked.get(path).content.decode())
        assert "one|theother" in shown, path
        assert "Levaxintheother" not in shown, path


def test_a_file_made_elsewhere_has_no_marks_either(tmp_path):
    folder = tmp_path / "data"
    home_in(CHECKED, folder, "en")
    client = filled(CHECKED, folder, "en")
    kept = HomeStore(folder).read()
    kept.facts["medicines"] = [MARKED]
    HomeStore(folder).change(lambda _: kept, client.moment)
    assert "one|the other" in client.text("/report.html")
    assert "one|the other" in client.text("/check")


@pytest.mark.parametrize("language", ["en", "sv"])
def test_a_damaged_file_is_told_in_words_and_help_stays_open(checked, language):
    assert checked.post("/data/backup").status_code == 303
    (checked.folder / "home.sqlite").write_bytes(b"damaged" * 100)
    for path in ("/", "/plan"):
        answer = checked.get(path, accept_language=language)
        page = Page(answer.content.decode())
        assert (answer.status_code, page.language, page.headings.count(1)) == (400, language, 1), path
    assert checked.get("/urgent").status_code == 200
    back = [each for each in Page(checked.text("/data")).links if each.startswith("/data/restore/")]
    assert checked.post(back[-1]).status_code == 303
    assert checked.get("/plan").status_code == 200
