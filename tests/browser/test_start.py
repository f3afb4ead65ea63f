from __future__ import annotations

import pytest
from playwright.sync_api import expect


@pytest.mark.parametrize("javascript", [True, False])
@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_first_page(home, visit, language, javascript):
    page = visit(home(), language=language, javascript=javascript)
    assert page.goto("/welcome").ok
    assert page.locator("html").get_attribute("lang") == language
    expect(page.locator("h1")).to_have_count(1)
