"""The page of a screen in a browser: nobody is shut out of it, nothing sticks out, nothing is asked of anybody."""

from __future__ import annotations

from datetime import date

import pytest
from click.testing import CliRunner

from browser import axe
from stilla.interfaces.cli.main import cli
from stilla.knowledge.store import load
from stilla.synthetic.part import Order
from stilla.synthetic.region_files import write_region


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """The page in each language."""
    folder = tmp_path_factory.mktemp("screen")
    write_region(Order(150, 5, date(2026, 11, 22), 0.02), folder / "records", load())
    found, source = {}, folder / "records"
    for language in ("sv", "en"):
        words = [
            "screen",
            source,
            "-o",
            folder / language,
            "--as-of",
            "2026-11-22",
            "--threads",
            "1",
            "--lang",
            language,
        ]
        assert CliRunner().invoke(cli, [*map(str, words)]).exit_code == 3
        source, found[language] = folder / language, (folder / language / "summary.html").as_uri()
    return found


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("width", [320, 390, 1280])
@pytest.mark.parametrize("dark", [False, True])
def test_the_page_of_a_screen(browser, pages, language, width, dark):
    scheme = "dark" if dark else "light"
    with browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme, bypass_csp=True) as context:
        page, asked = context.new_page(), []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(pages[language])
        axe.open_all(page)
        assert axe.wider_than_the_window(page) == []
        assert axe.violations(page) == []
        assert asked == [pages[language]]
        boxes = page.locator(".flow .box")
        assert boxes.count() >= 6
        assert all(boxes.nth(n).bounding_box()["width"] > 200 for n in range(boxes.count()))
