from __future__ import annotations

import pytest


@pytest.mark.parametrize("javascript", [True, False])
@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_first_page(home, visit, language, javascript):
    page = visit(home(), language=language, javascript=javascript)
    assert page.goto("/welcome").ok
    assert page.locator("html").get_attribute("lang") == language
    assert page.locator("h1").count() == 1
