"""Urgent help: the numbers before any question, the worst first, and nothing kept."""

from __future__ import annotations

import pytest

from stilla.interfaces.asked.urgent import SIGN_GROUPS, by_route, hear, risks_asked, signs_asked
from stilla.knowledge.store import load
from stilla.rules.tree import Has

NOTHING = {"taken": "", "form": "", "sign": [], "serum": "", "age": "", "egfr": "", "condition": [], "take": []}


def test_the_numbers_stand_before_the_questions(client):
    page = client.text("/urgent")
    assert page.index('href="tel:112"') < page.index('href="tel:010-4566700"') < page.index('href="tel:1177"')
    assert page.index('href="tel:1177"') < page.index('<form method="post" action="/urgent"')
    assert "999" in page
    assert "1-800-222-1222" in page


def test_every_page_leads_there_in_one_step(client):
    for path in ("/welcome", "/legs", "/check", "/plan", "/reminders", "/about", "/report", "/nowhere"):
        assert 'href="/urgent"' in client.get(path).content.decode()


def test_a_danger_sign_is_112_first_and_nothing_is_written(client):
    answer = client.post("/urgent", {"sign": ["nausea", "fainting"], "taken": "5", "taken_unit": "g", "form": "oxide"})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert page.index("NOW: Emergency number") < page.index("NOW: Poison information")
    assert page.index("NOW: Poison information") < page.index("TODAY: Health advice line")
    assert "5000" in page  # the larger reading
    assert not client.folder.exists()


def test_tablets_are_multiplied(client):
    few = client.post("/urgent", {"pieces": "1", "taken": "250", "taken_unit": "mg"}).content.decode()
    many = client.post("/urgent", {"pieces": "20", "taken": "250", "taken_unit": "mg"}).content.decode()
    assert "2,500 mg of magnesium or more taken" not in few
    assert "2,500 mg of magnesium or more taken" in many


def test_a_name_nobody_knows_is_told_first(client):
    page = client.post("/urgent", {"product": "Xyzzol"}).content.decode()
    assert "Xyzzol" in page
    assert page.index("not counted") < page.index("Whatever else is true")


def test_what_cannot_be_read_is_refused_with_the_numbers_still_first(client):
    answer = client.post("/urgent", {"taken": "0,5,5", "taken_unit": "g"})
    assert answer.status_code == 400
    assert 'href="tel:112"' in answer.content.decode()
    assert client.post("/urgent", {"taken": "250", "taken_unit": "mg", "pieces": "many"}).status_code == 400


def test_an_empty_form_asks_for_more(client):
    assert "Nothing was written or ticked" in client.post("/urgent", {}).content.decode()


def test_no_pieces_are_never_no_dose():
    heard = hear({**NOTHING, "taken": "5 g", "pieces": "0"}, load(), load().version.read)
    assert heard.reading is not None
    assert heard.reading.acts_on == 5000


def test_every_condition_of_every_rule_can_be_ticked():
    knowledge = load()
    named = {slug for each in knowledge.triaging.book.atoms if isinstance(each, Has) for slug in each.conditions}
    asked = [each.id for _, group in signs_asked(knowledge) for each in group]
    asked += [each.id for each in risks_asked(knowledge)]
    assert sorted(asked) == sorted(named)
    assert tuple(group for group, _ in signs_asked(knowledge)) == SIGN_GROUPS


@pytest.mark.parametrize("sign", ["fainting", "no-stool-3-days", "nausea", "convulsions"])
def test_each_place_is_named_once_the_worst_first(sign):
    knowledge = load()
    heard = hear({**NOTHING, "taken": "3 g", "sign": [sign]}, knowledge, knowledge.version.read)
    routes = [each.route.id for each in by_route(heard.found)]
    assert len(routes) == len(set(routes))
    assert sum(len(each.advised) for each in by_route(heard.found)) == len(heard.found.advised)
    assert by_route(heard.found)[0].route.urgency == "now"
