"""A label in the app. The products are invented."""

from __future__ import annotations

import pytest

from stilla.errors import BadInput
from stilla.interfaces.asked.label import as_product
from stilla.knowledge.store import load
from web.client import Browser

CLEAR = "Magnesiumcitrat 2000 mg\n(varav magnesium 300 mg)\nper 2 tabletter"
UNCLEAR = "Magnesiumcitrat 800 mg per tablett"


def read(client, text, **more):
    answer = client.post("/label", {"text": text, **more})
    return answer.status_code, answer.content.decode()


@pytest.mark.parametrize("language", ["sv", "en"])
def test_a_clear_label_says_elemental_magnesium(folder, language):
    client = Browser(folder, language=language)
    status, page = read(client, CLEAR)
    assert status == 200
    assert {"sv": "300\u00a0mg rent magnesium", "en": "300\u00a0mg of magnesium itself"}[language] in page
    assert "120" in page  # per cent of 250 mg
    assert not folder.exists()


def test_an_unclear_label_gives_every_reading_and_a_question(client):
    _, page = read(client, UNCLEAR)
    assert "Cannot tell from this text" in page
    for mg in ("129", "95.1", "800"):
        assert f"<strong>{mg}\u00a0mg</strong>" in page
    assert "Look on the package" in page


@pytest.mark.parametrize(
    ("text", "per_day"), [("", ""), ("  ", ""), (CLEAR, "0"), (CLEAR, "1,2,3"), (100_001 * "a", "")]
)
def test_what_is_no_label_is_refused(client, text, per_day):
    status, page = read(client, text, per_day=per_day)
    assert status == 400
    assert 'role="alert"' in page


def test_servings_a_day_are_counted(client):
    _, page = read(client, "Magnesium 100 mg per tablett", per_day="2")
    assert "200\u00a0mg a day" in page


def test_a_product_that_is_taken_is_put_where_it_is_asked_for(client):
    answer = client.post("/label/use", {"text": CLEAR})
    assert answer.headers["Location"] == "/check/question/magnesium"
    page = client.text("/check/question/magnesium")
    assert "Magnesiumcitrat 2000 mg (varav magnesium 300 mg) per 2 tabletter" in page
    # The list is not closed by it: whether that is all is still asked.
    client.post("/label/use", {"text": UNCLEAR})
    page = client.text("/check/question/magnesium")
    assert UNCLEAR in page
    assert "varav magnesium 300 mg" in page


def test_a_label_keeps_its_meaning_on_one_line():
    assert as_product(CLEAR, load())["label"].count("\n") == 0
    with pytest.raises(BadInput):
        as_product(" ", load())
