"""The morning in a browser: with one thumb, with the keyboard alone, with and without scripts, in both languages."""

from __future__ import annotations

import threading

import pytest
from playwright.sync_api import expect

from stilla.store.trial import TrialStore
from stilla.text import Text

NIGHT = "2026-11-22"
SAVE, CANNOT = Text("Save", "Spara"), Text("Bad night, I can't answer now", "Svår natt, jag kan inte svara nu")
SAVED = Text("Saved: the night to Sunday 22 November.", "Sparat: natten till söndag 22 november.")
REPLACE = Text("Replace, and keep the old answer", "Ersätt, och behåll det gamla svaret")


def scores(served):
    return [each.entry.score for each in TrialStore(served.folder / "trial").record().nights.values()]


@pytest.mark.parametrize("javascript", [True, False])
@pytest.mark.parametrize("language", ["sv", "en"])
def test_a_morning_from_the_first_page_to_saved(home, visit, language, javascript):
    served = home()
    page = visit(served, language=language, javascript=javascript)
    page.goto("/morning")
    page.get_by_role("radio", name="6", exact=True).first.check()
    page.get_by_role("radio", name="6½").check()
    page.get_by_role("button", name=SAVE.to(language), exact=True).click()
    expect(page.get_by_role("status")).to_have_text(SAVED.to(language))
    assert scores(served) == [6]
    page.goto("/nights")
    assert page.locator("tbody tr").count() >= 1


@pytest.mark.parametrize("language", ["sv", "en"])
def test_a_morning_with_the_keyboard_alone(home, visit, language):
    served = home()
    page = visit(served, language=language)
    page.goto("/morning")
    page.locator("main").focus()
    page.keyboard.press("Tab")  # into the scale: none is chosen, so the first one has it
    page.keyboard.press("Space")
    for _ in range(4):
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    page.wait_for_url("**/morning/saved/**")
    assert scores(served) == [4]


def test_a_bad_night_is_one_press(home, visit):
    served = home()
    page = visit(served, language="en", javascript=False)
    page.goto("/morning")
    page.get_by_role("button", name=CANNOT.en).click()
    expect(page.get_by_role("status")).to_contain_text("Saved")
    assert scores(served) == [None]


def test_two_tabs_of_the_same_night(home, visit):
    served = home()
    first, second = visit(served, language="en"), visit(served, language="en")
    for page in (first, second):
        page.goto("/morning")
    first.get_by_role("radio", name="3", exact=True).check()
    first.get_by_role("button", name="Save", exact=True).click()
    expect(first.get_by_role("status")).to_contain_text("Saved")
    second.get_by_role("radio", name="8", exact=True).first.check()
    second.get_by_role("button", name="Save", exact=True).click()
    expect(second.locator("main")).to_contain_text("3, written")
    expect(second.get_by_role("radio", name="8", exact=True).first).to_be_checked()
    second.get_by_label("Why is it replaced?").fill("wrong tab")
    second.get_by_role("button", name=REPLACE.en).click()
    expect(second.get_by_role("status")).to_contain_text("Replaced")
    standing = next(iter(TrialStore(served.folder / "trial").record().nights.values()))
    assert (standing.entry.score, standing.earlier[0].score) == (8, 3)


def test_two_answers_in_the_same_moment_are_one_answer(home):
    served = home()
    answers = []

    def send(score):
        answers.append(served.ask("POST", f"/morning/{NIGHT}", {"answer": "save", "score": score}).status)

    threads = [threading.Thread(target=send, args=(n,)) for n in (2, 7)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert sorted(answers) == [303, 409]
    assert scores(served) in ([2], [7])


@pytest.mark.parametrize("width", [320, 1280])
def test_the_restless_page_is_dark_and_has_one_button(home, visit, width):
    page = visit(home(), language="sv", width=width, javascript=False)
    page.goto("/restless")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(0, 0, 0)"
    for _ in range(4):
        page.locator("a.button").click()
    expect(page.locator("a.button")).to_have_count(1)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
