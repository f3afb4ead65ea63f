"""The counter, the knowledge and the food in a browser: by keys alone, with and without scripts."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

BOTH = pytest.mark.parametrize(("language", "javascript"), [("sv", True), ("en", False)])


@BOTH
def test_the_counter_by_keys_alone(home, visit, language, javascript):
    page = visit(home(), language=language, javascript=javascript)
    page.goto("/pharmacist")
    assert page.evaluate("document.activeElement.name") == "medicines"
    page.keyboard.type("Levaxin@07:00\nciprofloxacin@08:00,20:00")
    for text in (None, "75", None, None, "2026-10-01", "66"):  # whole list, eGFR, creatinine, unit, day, age
        page.keyboard.press("Tab")
        if text:
            page.keyboard.type(text)
    page.keyboard.press("Enter")
    page.wait_for_selector("#verdict")
    assert page.evaluate("document.activeElement.id") == "verdict"
    assert page.locator("tbody tr").count() >= 2
    assert "ciprofloxacin" in page.locator("tbody").first.inner_text()
    expect(page.locator("figure svg")).to_be_visible()
    page.emulate_media(media="print")
    expect(page.locator("form.counter")).to_be_hidden()
    expect(page.locator("figure svg")).to_be_visible()


@BOTH
def test_food_is_looked_up_as_it_is_typed_and_a_day_is_counted(home, visit, language, javascript):
    page = visit(home(), language=language, javascript=javascript)
    page.goto("/foods")
    page.locator("[name=q]").press_sequentially("havregryn")
    if not javascript:
        page.keyboard.press("Enter")
    page.locator("#found a[href='/foods/food/oats']").wait_for()
    page.locator("[name=text]").fill("2 dl havregryn, 1 banan")
    page.locator("form[action='/foods/day'] button").click()
    assert page.locator("figure img").evaluate("each => each.decode().then(() => each.naturalWidth)") > 0
    page.locator("a[href='/foods/gap']").click()
    page.locator("[name=also]").fill("mandlar")
    page.locator("form[action='/foods/gap'] button").click()
    page.locator(".doing li").first.wait_for()


@BOTH
def test_from_a_search_to_a_rule_its_source_and_the_article(home, visit, language, javascript):
    page = visit(home(), language=language, javascript=javascript)
    page.goto("/knowledge")
    page.locator("[name=q]").press_sequentially("gabapentin")
    if not javascript:
        page.keyboard.press("Enter")
    page.locator("#found a[href='/knowledge/rules/gabapentin']").click()
    page.locator("a[href^='/knowledge/sources/']").first.click()
    assert page.locator("a[rel~=noreferrer]").get_attribute("href").startswith("https://")
    page.goto("/knowledge/article/22")
    expect(page.locator("a.button[href='/report']")).to_be_visible()


def test_a_label_is_read_and_put_among_what_is_taken(home, visit):
    page = visit(home(), language="sv", javascript=False)
    page.goto("/label")
    page.locator("textarea").fill("Magnesium 250 mg per tablett")
    page.locator("main form .primary").click()
    page.locator("form[action='/label/use'] button").click()
    expect(page.locator("input[name=name]").first).to_have_value("Magnesium 250 mg per tablett")
