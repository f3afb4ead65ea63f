"""The trial in a browser: from the last guess to the answer, with and without scripts, in both languages."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from playwright.sync_api import expect

sys.path.append(str(Path(__file__).parents[1] / "interfaces"))

from web.a_trial import trial_in  # found through the line above

OPEN = {
    "en": "Open and see the answer",
    "sv": "Öppna och se svaret",
}


@pytest.mark.parametrize("javascript", [True, False])
@pytest.mark.parametrize("language", ["sv", "en"])
def test_a_morning_in_the_middle_shows_the_way_and_nothing_of_the_effect(home, visit, tmp_path, language, javascript):
    story = trial_in("running", tmp_path / "data", language)
    page = visit(home(story.folder, now=f"{story.now:%Y-%m-%dT%H:%M}"), language=language, javascript=javascript)
    assert page.goto("/trial").ok
    expect(page.locator("[aria-current=step]")).to_have_count(1)
    assert page.locator("main .primary").get_attribute("href") == "/morning"
    assert page.locator("main img").count() == 0
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


@pytest.mark.slow
@pytest.mark.parametrize("javascript", [True, False])
@pytest.mark.parametrize("language", ["sv", "en"])
def test_guess_then_key_then_answer(home, visit, tmp_path, language, javascript):
    story = trial_in("over", tmp_path / "data", language)
    key = tmp_path / "key.json"
    key.write_bytes(story.key)
    page = visit(home(story.folder, now=f"{story.now:%Y-%m-%dT%H:%M}"), language=language, javascript=javascript)
    page.goto("/trial/guess")
    page.locator("input[name=guess][value=unsure]").check()
    with page.expect_navigation():
        page.locator("main .primary").click()
    page.goto("/trial/answer")
    page.locator("input[name=key]").set_input_files(key)
    page.get_by_role("button", name=OPEN[language]).click(timeout=30_000)
    page.locator("section.verdict").wait_for(timeout=30_000)
    expect(page.locator("section.verdict.helps")).to_have_count(1)
    expect(page.locator("figure.picture")).to_have_count(4)
    page.locator("figure.picture summary").first.click()
    expect(page.locator("figure.picture table").first).to_be_visible()
    page.wait_for_load_state("networkidle", timeout=30_000)
    assert page.evaluate("[...document.images].every(each => each.complete && each.naturalWidth > 0)")


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_helper_downloads_the_sealed_files(home, visit, tmp_path, language):
    story = trial_in("protocol", tmp_path / "person", language)
    plan = tmp_path / "protocol.json"
    plan.write_bytes(story.protocol)
    page = visit(home(tmp_path / "helper"), language=language)
    page.goto("/trial/helper")
    page.locator("input[name=protocol]").set_input_files(plan)
    with page.expect_download() as waiting:
        page.locator("main .primary").click()
    assert waiting.value.suggested_filename == "stilla-sealed.zip"
    assert not list((tmp_path / "helper").rglob("key*"))
