"""How would it work in a browser: sliders move the answer, and without a script the fields do; a page is a bookmark."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from browser.axe import open_all, violations, wider_than_the_window

BOTH = pytest.mark.parametrize("language", ["sv", "en"])
ADDRESS = "/mechanism?dose=200&form=citrate&doses=1&egfr=90"


def level(page):
    """Where the level settles, as it is shown."""
    return page.locator(".settles").inner_text()


def drawn(page):
    """Whether every picture of the answer is there."""
    return page.evaluate(
        "() => Promise.all([...document.querySelectorAll('#outcome img')].map(each => each.decode().then(() => "
        "each.naturalWidth)))"
    )


@BOTH
def test_a_slider_moves_the_answer_and_the_address(home, visit, language):
    page = visit(home(), language=language, width=1280)
    page.goto(ADDRESS)
    page.locator(".settles").wait_for()
    before = level(page)
    sliders = page.locator("input[type=range]")
    expect(sliders).to_have_count(3)
    sliders.nth(1).focus()
    for _ in range(80):
        page.keyboard.press("ArrowLeft")
    expect(page.locator("#field-egfr")).to_have_value("10")
    expect(page.locator("#outcome")).to_contain_text("eGFR 10")
    assert level(page) != before
    assert sliders.nth(1).get_attribute("aria-valuetext") == "10"
    assert all(width > 0 for width in drawn(page))
    page.wait_for_url("**egfr=10**")
    page.reload()
    expect(page.locator("#field-egfr")).to_have_value("10")
    expect(page.locator("#outcome")).to_contain_text("eGFR 10")


def test_what_is_typed_moves_the_slider_and_decides(home, visit):
    page = visit(home(), language="sv")
    page.goto(ADDRESS)
    page.locator(".settles").wait_for()
    page.locator("#field-calcium").fill("0,6")
    expect(page.locator("input[type=range]").nth(2)).to_have_js_property("value", "0.6")
    expect(page.locator("#outcome")).to_contain_text("avge")
    page.locator("#field-egfr").fill("3")
    expect(page.locator("#outcome .problems")).to_be_visible()
    assert page.evaluate("document.activeElement.id") == "field-egfr"
    page.locator("#field-egfr").fill("72,5")
    expect(page.locator("#outcome")).to_contain_text("eGFR 72,5")


def test_a_dragged_slider_asks_no_faster_than_it_is_answered(home, visit):
    page = visit(home(), language="en", width=1280)
    page.goto(ADDRESS)
    page.locator(".settles").wait_for()
    under_way, most = [], [0]

    def begun(request):
        if request.headers.get("hx-request"):
            under_way.append(request)
            most[0] = max(most[0], len(under_way))

    def over(request):
        if request in under_way:
            under_way.remove(request)

    page.on("request", begun)
    page.on("requestfinished", over)
    page.on("requestfailed", over)
    box = page.locator("input[type=range]").first.bounding_box()
    page.mouse.move(box["x"] + 60, box["y"] + box["height"] / 2)
    page.mouse.down()
    for step in range(40):
        page.mouse.move(box["x"] + 60 + 4 * step, box["y"] + box["height"] / 2)
    page.mouse.up()
    asked = page.locator("#field-dose").input_value()
    expect(page.locator("#outcome")).to_contain_text(f"{asked} mg of elemental magnesium")
    assert most[0] <= 2


@BOTH
def test_without_a_script_the_fields_and_the_button_do_it(home, visit, language):
    page = visit(home(), language=language, javascript=False)
    page.goto("/mechanism")
    expect(page.locator("input[type=range]").first).to_be_hidden()
    page.locator("#field-egfr").fill("45")
    page.locator("#asked button").click()
    page.locator(".settles").wait_for()
    assert "egfr=45" in page.url
    page.locator("button[name=population]").click()
    page.locator("#chances").wait_for()
    page.locator("#field-observed").fill("2,1 mmol/L")
    page.locator("button[formaction$=outcome]").click()
    page.locator("#explained").wait_for()
    expect(page.locator("#cannot")).to_be_visible()


@BOTH
def test_nobody_is_shut_out_of_an_answer(home, visit, language):
    page = visit(home(), language=language, width=320, dark=language == "en")
    page.goto(f"{ADDRESS}&stasis=1&population=4000&observed=2.1+mmol/L&whole=1")
    page.locator("#chances").wait_for()
    assert wider_than_the_window(page) == []
    open_all(page)
    assert wider_than_the_window(page) == []
    assert violations(page) == []
    page.set_viewport_size({"width": 1280, "height": 800})
    page.emulate_media(color_scheme="light" if language == "en" else "dark")
    assert wider_than_the_window(page) == []
    assert violations(page) == []


def test_on_paper_stands_the_answer_and_not_the_form(home, visit):
    page = visit(home(), language="sv")
    page.goto(f"{ADDRESS}&whole=1")
    page.emulate_media(media="print")
    expect(page.locator("#asked")).to_be_hidden()
    expect(page.locator(".settles")).to_be_visible()
    expect(page.locator("#cannot")).to_be_visible()


@pytest.mark.parametrize(("width", "height"), [(320, 640), (1280, 800)])
def test_what_the_model_cannot_say_is_never_out_of_sight(home, visit, width, height):
    page = visit(home(), language="sv", width=width, height=height)
    page.goto(f"{ADDRESS}&whole=1")
    for part in (0, 0.3, 0.7):
        page.evaluate("part => scrollTo(0, part * document.documentElement.scrollHeight)", part)
        expect(page.locator(".always")).to_be_in_viewport(ratio=1)
