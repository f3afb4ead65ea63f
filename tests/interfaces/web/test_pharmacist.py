"""The page for the counter: one screen, nothing kept, nothing unsaid taken for "no". The customers are invented."""

from __future__ import annotations

import re

import pytest

from stilla.interfaces.asked.counter import LETTERS, Typed, at_the_counter, written_of
from stilla.knowledge.schema import LEVELS
from stilla.knowledge.store import load
from web.client import Browser

KNOWLEDGE = load()
CUSTOMER = {
    "medicines": "Levaxin@07:00\n- ciprofloxacin@08:00,20:00\n",
    "egfr": "75",
    "measured": "2026-10-01",
    "age": "66",
    "sex": "female",
}


def answered(client, **changed):
    answer = client.post("/pharmacist", CUSTOMER | changed)
    return answer.status_code, answer.content.decode()


def test_findings_come_worst_first_with_letter_hours_certainty_and_source(client):
    status, page = answered(client)
    assert status == 200
    letters = re.findall(r'<span class="tag \w+"><strong>([A-E])</strong>', page.split("</table>")[0])
    assert letters == sorted(letters)
    assert "C" in letters
    assert "ciprofloxacin (08:00, 20:00) × magnesium" in page
    assert "the medicine at least 2 h before magnesium, or at least 6 h after it" in page
    assert 'href="/knowledge/rules/' in page
    assert 'href="/knowledge/sources/' in page
    assert "read 22 November 2026" in page
    assert str(KNOWLEDGE.version.rules) in page
    assert KNOWLEDGE.version.name in page


def test_nothing_is_kept_and_nothing_stands_in_an_address(client, folder):
    answered(client)
    assert not folder.exists()
    client.get("/pharmacist?medicines=Levaxin")
    assert "Levaxin</" not in client.text("/pharmacist?medicines=Levaxin")


def test_the_day_is_drawn_where_times_are_known(client):
    _, page = answered(client)
    assert "<svg" in page
    assert 'style="' not in page
    _, page = answered(client, medicines="Levaxin\nciprofloxacin")
    assert "Levaxin × magnesium" in page


def test_a_name_nobody_knows_is_said_with_names_like_it(client):
    _, page = answered(client, medicines="gabapentn")
    assert "<strong>gabapentn</strong> (looks like: gabapentin)" in page
    assert "<svg" not in page


def test_what_was_typed_is_never_markup(client):
    _, page = answered(client, medicines="<b>Levaxin</b>@07:00")
    assert "<b>Levaxin" not in page


def test_what_cannot_be_read_is_said_and_what_was_typed_stays(client):
    status, page = answered(client, age="old")
    assert status == 400
    assert 'role="alert"' in page
    assert 'value="old"' in page
    assert "ciprofloxacin@08:00" in page


@pytest.mark.parametrize("language", ["sv", "en"])
def test_an_empty_form_checks_nothing_and_says_so(folder, language):
    page = Browser(folder, language=language).post("/pharmacist", {}).content.decode()
    assert {"sv": "Inget läkemedel angavs.", "en": "No medicine was given."}[language] in page
    assert {"sv": "GÅR INTE ATT SÄGA ÄN", "en": "CANNOT TELL YET"}[language] in page


def test_the_unsaid_stays_open():
    open_ones = written_of(Typed(medicines="Levaxin")).open_lists
    assert open_ones == {"conditions", "medicines", "magnesium"}
    assert written_of(Typed(whole=True, no_magnesium=True)).open_lists == {"conditions"}
    assert "no_conditions" not in written_of(Typed()).values
    assert written_of(Typed(pregnancy="no")).values["no_conditions"] == ["pregnancy"]


def test_creatinine_is_never_taken_for_egfr(client):
    assert written_of(Typed(egfr=" 75 ")).values["egfr"] == "75"
    assert written_of(Typed(creatinine="75")).values["creatinine"] == "75 µmol/L"
    assert written_of(Typed(creatinine="1.1", unit="mg/dL", measured="2026-10-01")).values["creatinine"] == {
        "value": "1.1 mg/dL",
        "measured": "2026-10-01",
    }
    assert answered(client, egfr="", creatinine="1,0")[0] == 400  # no creatinine in µmol/L
    assert answered(client, egfr="", creatinine="88", unit="mg/dL")[0] == 400
    assert answered(client, egfr="", creatinine="88", unit="stones")[0] == 400


def test_names_on_one_line_are_taken_apart_and_times_are_not():
    found = written_of(Typed(medicines="Levaxin, Gabapentin@08:00,20:00; Alvedon")).values["medicines"]
    assert found == [{"name": "Levaxin"}, {"name": "Gabapentin", "times": ["08:00", "20:00"]}, {"name": "Alvedon"}]


def test_a_stop_is_a_stop_at_the_counter_too():
    from datetime import date  # noqa: PLC0415  # only here

    counter = at_the_counter(Typed(egfr="20", measured="2026-10-01", age="70"), KNOWLEDGE, date(2026, 11, 22), "en")
    assert counter.form.verdict == "stop"
    assert counter.rows[0].letter == "A"
    assert not counter.drawn


def test_each_level_has_its_letter():
    assert [LETTERS[level] for level in LEVELS] == list("ABCDE")
