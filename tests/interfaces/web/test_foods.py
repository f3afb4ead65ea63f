"""Food in the app: search, the day, the gap. The meals are invented."""

from __future__ import annotations

import pytest

from web.client import Browser

DAY = "2 dl havregryn, 1 banan, 30 g pumpafrön"


def test_search_answers_without_a_script_and_with_one(client):
    assert 'href="/foods/food/oats"' in client.text("/foods?q=havregryn")
    part = client.text("/foods?q=havregryn", hx_request="true")
    assert 'href="/foods/food/oats"' in part
    assert "<html" not in part
    assert "No food looks like that" in client.text("/foods?q=xyzzyqqq")
    assert client.get("/foods?q=" + 300 * "a").status_code == 400
    assert client.get("/foods?q=---").status_code == 400


def test_a_food_says_what_a_portion_holds_and_where_that_comes_from(client):
    page = client.text("/foods/food/oats")
    assert "110\u00a0mg (110–138)/100\u00a0g" in page
    assert 'href="/knowledge/sources/slv-2022"' in page
    assert client.get("/foods/food/nothing").status_code == 404


@pytest.mark.parametrize("language", ["sv", "en"])
def test_a_day_is_kept_and_counted(folder, language):
    client = Browser(folder, language=language)
    assert client.get("/foods").status_code == 200
    assert not folder.exists()
    answer = client.post("/foods/day", {"text": DAY})
    assert answer.status_code in {302, 303}
    page = client.text("/foods")
    assert DAY in page
    assert "<img" in page
    assert {"sv": "Mat räknas aldrig mot den övre gränsen", "en": "Food never counts against"}[language] in page
    for shape in ("wide", "narrow"):
        for tone in ("light", "dark"):
            picture = client.get(f"/foods/bar-{shape}-{tone}.svg")
            assert picture.headers["Content-Type"] == "image/svg+xml"
            assert b"<title" in picture.content


def test_a_line_that_is_unclear_is_asked_back_and_not_counted(client):
    client.post("/foods/day", {"text": "2 dl havregryn, gröt"})
    page = client.text("/foods")
    assert "<strong>gröt</strong>" in page
    assert "At least this much" in page
    assert "109" not in page  # oats alone
    gap = client.text("/foods/gap")
    assert 'role="alert"' in gap


def test_an_amount_that_is_none_is_refused_and_nothing_kept(client, folder):
    answer = client.post("/foods/day", {"text": "1,2,3 dl havregryn"})
    assert answer.status_code == 400
    assert "1,2,3 dl havregryn" in answer.content.decode()
    assert not folder.exists()


def test_the_gap_is_closed_by_what_is_eaten_and_named(client):
    assert client.get("/foods/gap").headers["Location"] == "/foods"
    client.post("/foods/day", {"text": "2 dl havregryn, 1 banan"})
    assert "cannot be closed" in client.text("/foods/gap")
    page = client.post("/foods/gap", {"also": "mandlar\n"}).content.decode()
    assert "Add 60 g almonds" in page
    before = client.files()
    assert client.post("/foods/gap", {"also": "xyzzy"}).status_code == 400
    assert client.files() == before


def test_there_is_no_picture_of_no_day(client):
    assert client.get("/foods/bar-wide-light.svg").status_code == 404
    client.post("/foods/day", {"text": DAY})
    assert client.get("/foods/bar-round-light.svg").status_code == 404
    client.post("/foods/day", {"text": ""})
    assert client.get("/foods/bar-wide-light.svg").status_code == 404


def test_a_pregnancy_decides_whose_reference_it_is():
    from stilla.intake.reference import whose_of  # noqa: PLC0415  # only here
    from stilla.person import Person  # noqa: PLC0415  # as above

    def stage(*conditions):
        return whose_of("se", Person(sex="female", conditions=frozenset(conditions))).life_stage

    assert stage("pregnancy") == "pregnant"
    assert stage("breastfeeding") == "lactating"
    assert stage("pregnancy", "breastfeeding") == "pregnant"
    assert stage() is None
