"""How would it work: no kidney value is assumed, nothing is kept, and what the model cannot tell always stands."""

from __future__ import annotations

import re
from urllib.parse import urlencode

import pytest

from stilla.interfaces.web.mechanism_answer import MODEL
from stilla.knowledge.store import load
from web.client import Browser
from web.homes import CHECKED, home_in

HEALTHY = {"dose": "200", "form": "citrate", "doses": "1", "egfr": "90", "calcium": "1.2"}
BOTH = pytest.mark.parametrize("language", ["sv", "en"])


@pytest.fixture(autouse=True)
def _loaded(monkeypatch):
    """As after the first answer of a server; tests of the first one say so."""
    monkeypatch.setattr(MODEL, "loaded", True)


def address(**values):
    return f"/mechanism?{urlencode(HEALTHY | values)}"


def settles(page):
    return float(re.search(r'class="settles" role="status">([\d.,]+)', page)[1].replace(",", "."))


def outcome(client, **values):
    """What a moved slider gets."""
    answer = client.get(address(**values), hx_request="true")
    assert answer.status_code == 200
    return answer.content.decode()


@BOTH
def test_without_a_kidney_value_nothing_is_worked_out(folder, language):
    client = Browser(folder, language=language)
    page = client.text("/mechanism")
    assert 'class="settles"' not in page
    assert 'name="egfr" id="field-egfr" aria-describedby="egfr-hint" value=""' in page
    examples = re.findall(r'href="(/mechanism\?[^"]+)"', page)
    assert len(examples) == 3
    for each in examples:
        assert 'class="settles"' in client.text(each.replace("&amp;", "&"))
    assert not folder.exists()


@BOTH
def test_what_it_cannot_tell_stands_in_every_answer_and_in_no_fold(folder, language):
    client = Browser(folder, language=language)
    for path in ("/mechanism", address(), address(egfr="3"), address(population="4000")):
        page = client.get(path).content.decode()
        outside = re.sub(r"<details.*?</details>", "", page, flags=re.DOTALL)
        for name in ("model", "cannot-rls", "cannot-benefit", "cannot-stores", "cannot-who", "cannot-dose"):
            assert escaped(load().advice(f"mechanism-{name}").to(language)) in outside, (path, name)


def escaped(text):
    from django.utils.html import escape  # noqa: PLC0415  # settings first

    return escape(text)


def test_more_magnesium_and_weaker_kidneys_give_more(client):
    levels = [settles(client.text(address(**each))) for each in ({"dose": "0"}, {}, {"dose": "1000"}, {"egfr": "8"})]
    assert levels[0] < levels[1] < levels[2]
    assert levels[3] > levels[1]


def test_a_moved_slider_gets_the_answer_alone(client):
    part = outcome(client)
    assert "<html" not in part
    assert settles(part) == settles(client.text(address()))
    assert "<form" not in part


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"egfr": "3"}, "dialysis"),
        ({"egfr": "300"}, "150"),
        ({"dose": "1000000"}, "5000"),
        ({"dose": "-5"}, "0"),
        ({"weight": "2"}, "35"),
        ({"doses": "100"}, "12"),
        ({"form": "moondust"}, "citrate"),
        ({"calcium": "9"}, "2"),
        ({"observed": "2.1"}, "mmol/L"),
        ({"egfr": "1.000"}, ""),
    ],
)
def test_what_the_model_does_not_reach_is_refused_with_its_range(client, values, said):
    answer = client.get(address(**values))
    assert answer.status_code == 400
    page = answer.content.decode()
    problems = re.search(r'id="problems".*?</div>', page, re.DOTALL)[0]
    assert said in problems
    assert "--" not in problems
    assert 'class="settles"' not in page


def test_a_number_half_typed_is_told_without_taking_the_focus(client):
    part = outcome(client, egfr="3")
    assert 'class="problems" role="status"' in part
    assert "autofocus" not in part


def test_a_comma_is_a_decimal(client):
    page = client.text(address(egfr="72,5", calcium="1,15"))
    assert "72.5" in page
    assert 'value="1,15"' in page


def test_food_alone_is_an_answer(client):
    page = client.text(address(dose="0"))
    assert load().advice("mechanism-food-alone").en in page


def test_clock_times_stand_instead_of_the_number_of_doses(client):
    page = client.text(address(times="08:00, 20:00"))
    assert "100\xa0mg as citrate at 08:00, 100\xa0mg as citrate at 20:00" in page


def test_circumstances_are_said_to_be_uncalibrated(client):
    page = client.text("/mechanism")
    assert page.count("(not calibrated)") == 3
    slow = client.text(address(stasis="1"))
    assert settles(slow) >= settles(client.text(address()))
    assert "Slow bowel: not calibrated" in slow
    assert re.search(r'name="stasis" value="1" checked', slow)


def test_many_people_are_drawn_only_when_asked_and_no_chance_is_zero(client):
    assert "chances" not in outcome(client)
    page = client.text(address(population="4000"))
    section = page.split('id="chances"')[1].split("</section>")[0]
    assert "less than 0.2\u00a0%" in section
    assert not re.search(r"(?<![\d.,])0\s*%", section)
    assert not re.search(r"(?<![\d.,])100\s*%", section)


def test_a_measured_level_that_dose_and_kidneys_cannot_explain(client):
    page = client.text(address(observed="2.6 mmol/L"))
    assert escaped(load().advice("mechanism-unexplained-high").en) in page
    assert 'class="card now"' in page
    page = client.text(address(observed="0.86 mmol/L"))
    assert load().advice("mechanism-explained").en in page


@BOTH
def test_where_to_turn_and_what_kidneys_say_stand_before_any_figure(folder, language, monkeypatch):
    page = Browser(folder, language=language).text(address(egfr="15", observed="4.5 mmol/L"))
    kidneys = escaped(load().advice("mechanism-kidney-stop").to(language))
    settled = page.index('class="settles"')
    assert page.index('class="card now"') < page.index(kidneys) < page.index('id="explained"') < settled
    monkeypatch.setattr(MODEL, "loaded", False)
    waits = Browser(folder, language=language).text(address(egfr="15", observed="4.5 mmol/L"))
    assert 'class="settles"' not in waits
    assert 'class="card now"' in waits


def test_a_very_low_measured_level_is_for_the_hospital(client):
    page = client.text(address(observed="0.3 mmol/L"))
    assert page.index(escaped(load().advice("mechanism-measured-very-low").en)) < page.index('class="settles"')


def test_the_first_answer_of_a_server_comes_afterwards(client, monkeypatch):
    monkeypatch.setattr(MODEL, "loaded", False)
    page = client.text(address())
    assert 'class="settles"' not in page
    [fetched] = re.findall(r'id="outcome" hx-get="([^"]+)" hx-trigger="load"', page)
    [waits] = re.findall(r'http-equiv="refresh" content="0;url=([^"]+)"', page)
    whole = client.text(waits.replace("&amp;", "&"))
    assert 'class="settles"' in whole
    assert "refresh" not in whole
    assert settles(whole) == settles(client.get(fetched.replace("&amp;", "&"), hx_request="true").content.decode())


@BOTH
def test_pictures_have_an_address_with_the_values_in_it(folder, language):
    client = Browser(folder, language=language)
    page = client.text(address())
    pictures = [each.replace("&amp;", "&") for each in re.findall(r'src(?:set)?="(/mechanism/[^"]+)"', page)]
    assert len(pictures) == 8
    for each in pictures:
        answer = client.get(each)
        assert answer.status_code == 200
        assert answer["Content-Type"].startswith("image/svg+xml")
        assert f'lang="{language}"' in answer.content.decode()
    assert client.get(pictures[0].replace("serum", "heart")).status_code == 404
    assert client.get("/mechanism/serum/light.svg").status_code == 404
    assert client.get("/mechanism/serum/light.svg?egfr=2&dose=100").status_code == 404


def test_it_begins_with_what_was_answered(folder):
    now = home_in(CHECKED, folder, "en")
    client = Browser(folder, language="en").clock(now)
    before = client.files()
    page = client.text("/mechanism")
    kept = re.search(r'name="egfr"[^>]*value="([^"]+)"', page)[1]
    assert kept == re.match(r"[\d.]+", str(client_facts(folder)["egfr"]["value"]))[0]
    assert "Begins with what you have answered before" in page
    assert settles(page) > 0
    assert "Left empty: what you take, according to your answers." in page
    assert "100\xa0mg of elemental magnesium a day" in page
    assert "200\xa0mg of elemental magnesium a day" in client.text(address())
    client.text(address(egfr="20", population="4000", observed="1 mmol/L"))
    assert client.files() == before


def client_facts(folder):
    from stilla.store.home import HomeStore  # noqa: PLC0415  # only here

    return HomeStore(folder).read().facts


@BOTH
@pytest.mark.parametrize("facts", [{"age": "12"}, {"conditions": ["pregnancy"]}, {"conditions": ["dialysis"]}])
def test_whom_it_was_not_made_for_gets_no_number(folder, language, facts):
    import msgspec  # noqa: PLC0415  # only here

    from stilla.store.home import HomeStore  # noqa: PLC0415  # as above

    client = Browser(folder, language=language)
    HomeStore(folder).change(lambda kept: msgspec.structs.replace(kept, facts=facts), client.moment)
    for path in ("/mechanism", address()):
        page = client.text(path)
        assert 'class="settles"' not in page
        assert 'id="problems"' in page
    assert 'class="settles"' not in outcome(client)
    assert client.get(f"/mechanism/serum/light.svg?{urlencode(HEALTHY)}").status_code == 404


def test_it_is_found_where_one_would_look(client):
    for path in ("/knowledge", "/knowledge/article/4", "/about"):
        assert 'href="/mechanism"' in client.text(path), path


def test_a_nerve_whose_muscle_no_longer_answers_is_never_called_little_changed(client):
    page = client.text(address(dose="5000", egfr="8", calcium="0.6", obstruction="1"))
    assert load().advice("mechanism-nerve-small").en not in page
    assert load().advice("mechanism-nerve-fails").en in page
