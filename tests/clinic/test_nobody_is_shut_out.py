"""The clinic's own pages in a browser: axe-core finds nothing, nothing sticks out, nothing is asked of another host."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import sync_playwright

from browser.app import launched
from browser.axe import open_all, violations, wider_than_the_window
from clinic.test_roles_on_pages import PAGES

ORIGIN = "https://clinic.test"
NARROW, PHONE, WIDE = 320, 390, 1280
FROM_HOME = ("check", "morning", "nights", "report", "trial/guess", "trial/pause", "trial/resume", "trial/stop")
"""Looked at by the tests of the home app already."""
OWN = [
    name for name, (_, status) in PAGES.items() if status == 200 and "." not in name and not name.startswith(FROM_HOME)
]


@pytest.fixture(scope="module")
def chromium():
    with sync_playwright() as playwright:
        found = launched(playwright)
        yield found
        found.close()


class Window:
    """A browser window whose every request is answered by the clinic's server: `.page`, `.elsewhere`."""

    def __init__(self, chromium, visitor, width, *, dark, height=900, scale=1):
        self.context = chromium.new_context(
            viewport={"width": width, "height": height},
            device_scale_factor=scale,
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
        )
        self.visitor, self.elsewhere = visitor, []
        self.context.route("**/*", self._answer)
        self.page = self.context.new_page()

    def _answer(self, route):
        asked = urlsplit(route.request.url)
        if f"{asked.scheme}://{asked.netloc}" != ORIGIN:
            self.elsewhere.append(route.request.url)
            route.abort()
            return
        answer = self.visitor.get(asked.path + (f"?{asked.query}" if asked.query else ""))
        headers = {
            name: value for name, value in answer.headers.items() if name not in {"Set-Cookie", "Transfer-Encoding"}
        }
        route.fulfill(status=answer.status, headers=headers, body=answer.content)


def looked_at(window, path):
    """What is wrong with a page."""
    window.page.goto(f"{ORIGIN}/{path}")
    open_all(window.page)
    return [f"{path}: {each}" for each in (*violations(window.page), *wider_than_the_window(window.page))]


LOOKED_AT = (
    ("", "sv", NARROW, False),
    ("participant", "sv", NARROW, False),
    ("clinician", "sv", NARROW, False),
    ("clinician", "en", WIDE, True),
    ("key-holder", "sv", NARROW, False),
    ("analyst", "en", PHONE, True),
    ("admin", "sv", NARROW, False),
)
"""Role, language, width and whether it is dark."""


def test_nobody_is_shut_out(shared, chromium):
    wrong = []
    for role, language, width, dark in LOOKED_AT:
        visitor = shared.browser(role, language=language) if role else shared.served.browser(language=language)
        window = Window(chromium, visitor, width, dark=dark)
        pages = [each for each in OWN if PAGES[each][0] == role] if role else ["login", "urgent"]
        pages += ["password", "nothing-here"] if role == "clinician" else []
        for path in pages:
            found = looked_at(window, path.format(own=shared.world.codes["a"]))
            wrong += [(role, language, width, each) for each in found]
        window.context.close()
        wrong += window.elsewhere
    assert wrong == []
