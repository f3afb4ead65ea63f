"""The first ten minutes in a browser: is it restless legs, may I, the plan, tonight."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

WORDS = {
    "sv": {"no": "Nej", "next": "Nästa", "earlier": "Tidigare", "begin": "Börja med frågorna", "again": "ses över"},
    "en": {"no": "No", "next": "Next", "earlier": "Earlier", "begin": "Begin the questions", "again": "another look"},
}


@pytest.mark.parametrize("javascript", [True, False])
@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_first_questions_can_be_answered_with_a_thumb(home, visit, language, javascript):
    page, said = visit(home(), language=language, javascript=javascript), WORDS[language]
    page.goto("/legs")
    page.get_by_role("link", name=said["begin"]).click()
    first = page.locator("h1").inner_text()
    page.get_by_role("button", name=said["no"], exact=True).click()
    expect(page.locator("h1")).not_to_have_text(first)
    for button in page.locator(".answers button").all():
        assert button.bounding_box()["height"] >= 44
    page.goto("/check")
    page.get_by_role("link", name=said["begin"]).click()
    page.get_by_role("button", name=said["next"]).click()
    expect(page.get_by_role("alert")).to_contain_text(said["again"])
    page.locator('button[name="answer"][value="none"]').click()
    expect(page).to_have_url(re.compile("/check/question/"))


@pytest.mark.parametrize("javascript", [True, False])
@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_plan_is_moved_and_tonight_is_a_file(home, visit, language, javascript):
    served = home()
    served.ask("POST", "/check/question/age", {"answer": "value", "value": "44"})
    served.ask("POST", "/check/question/medicines", {"answer": "list", "name": "gabapentin", "times": "21:00"})
    served.ask("POST", "/plan/day", {"bedtime": "22:30", "waketime": "06:30", "doses": "1"})
    page = visit(served, language=language, javascript=javascript, width=320)
    page.goto("/plan")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320 if javascript else True
    picture = page.locator("figure.picture img")
    assert picture.evaluate("image => image.currentSrc.includes('narrow')") if javascript else True
    assert picture.get_attribute("alt")
    before = page.locator(".dose h3").inner_text()
    page.get_by_role("button", name=WORDS[language]["earlier"]).click()
    expect(page.locator(".dose h3")).not_to_have_text(before)
    page.goto("/reminders")
    with page.expect_download() as waiting:
        page.locator("form button.primary").click()
    assert waiting.value.suggested_filename in {"reminder.ics", "paminnelse.ics"}


@pytest.mark.parametrize("dark", [False, True])
def test_help_is_one_step_away_and_answers_without_anything_kept(home, visit, dark):
    served = home()
    page = visit(served, language="sv", dark=dark)
    page.goto("/about")
    page.locator(".urgent-link").click()
    page.get_by_label("Svimning").check()
    page.locator("main form button.primary").click()
    expect(page.locator("main .card").first).to_have_text(re.compile(r"^\s*■ NU: Larmnumret"))
    assert not served.folder.exists()
