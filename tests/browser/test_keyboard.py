"""The morning entry and the pharmacist's page with the keyboard alone, and one always sees where one is."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from stilla.diary.record import record_of
from stilla.store.trial import TrialStore

MOST = 120
"""Presses of Tab before a test gives up."""

FOCUS = """() => {
    const here = document.activeElement
    const marked = [here, here.nextElementSibling, here.closest('label')].filter(each => each).some(each => {
        const style = getComputedStyle(each)
        return (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2) || style.boxShadow !== 'none'
    })
    const box = (here.closest('label') || here).getBoundingClientRect()
    const seen = box.bottom > 0 && box.top < innerHeight && box.width > 0
    return {marked, seen, what: here.outerHTML.slice(0, 120)}
}"""

HERE = "selector => document.activeElement.matches(selector)"


def tab_to(page, selector):
    """Press Tab until the element has the focus; at every stop it must show."""
    if page.evaluate(HERE, selector):
        return
    for _ in range(MOST):
        page.keyboard.press("Tab")
        focus = page.evaluate(FOCUS)
        assert focus["marked"], f"the focus cannot be seen: {focus['what']}"
        assert focus["seen"], f"the focus is outside the window: {focus['what']}"
        if page.evaluate(HERE, selector):
            return
    raise AssertionError(f"Tab never comes to {selector}")


@pytest.mark.parametrize("javascript", [True, False])
@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_morning_without_a_mouse(home, visit, language, javascript):
    served = home()
    page = visit(served, language=language, javascript=javascript)
    page.goto("/morning")
    tab_to(page, "input[name=score]")
    page.keyboard.press("Space")
    for _ in range(4):
        page.keyboard.press("ArrowRight")
    tab_to(page, "input[name=sleep]")
    page.keyboard.press("Space")
    tab_to(page, "button[name=answer][value=save]")
    page.keyboard.press("Enter")
    page.wait_for_url("**/morning/saved/**")
    expect(page.locator("[role=status]")).to_have_count(1)
    [standing] = record_of(TrialStore(served.folder / "trial").events()).nights.values()
    assert standing.entry.score == 4


@pytest.mark.parametrize("language", ["sv", "en"])
def test_a_bad_night_without_a_mouse(home, visit, language):
    served = home()
    page = visit(served, language=language)
    page.goto("/morning")
    tab_to(page, "button[name=answer][value=cannot]")
    page.keyboard.press("Enter")
    page.wait_for_url("**/morning/saved/**")
    [standing] = record_of(TrialStore(served.folder / "trial").events()).nights.values()
    assert standing.entry.cannot


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_pharmacists_page_without_a_mouse(home, visit, language):
    served = home()
    page = visit(served, language=language, width=1280)
    page.goto("/pharmacist")
    tab_to(page, "textarea[name=medicines], input[name=medicines]")
    page.keyboard.type("Levaxin, Gabapentin")
    tab_to(page, "input[name=egfr]")
    page.keyboard.type("72")
    tab_to(page, "main form button")
    page.keyboard.press("Enter")
    page.locator("section.verdict h1").wait_for()
    expect(page.locator("#findings")).to_have_count(1)
    assert not served.folder.exists()


@pytest.mark.parametrize(
    "path",
    ["/", "/welcome", "/check", "/legs", "/plan", "/foods", "/mechanism", "/trial", "/report", "/urgent", "/data"],
)
def test_the_focus_shows_on_every_stop(home, visit, path):
    page = visit(home(), language="sv", width=1280)
    page.goto(path)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.matches('a.skip')")
    stops = 0
    while not page.evaluate(HERE, "body") and stops < MOST // 2:
        focus = page.evaluate(FOCUS)
        assert focus["marked"], focus["what"]
        page.keyboard.press("Tab")
        stops += 1
    assert stops > 5
