"""What the tests in a browser begin with."""

from __future__ import annotations

from contextlib import ExitStack

import pytest
from playwright.sync_api import expect, sync_playwright

from browser.app import PATIENCE, Served, context_of, launched

expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="session")
def browser():
    """One browser for all tests of a process."""
    with sync_playwright() as playwright:
        found = launched(playwright)
        yield found
        found.close()


@pytest.fixture
def home(tmp_path):
    """A function that starts the app of an empty home, or of the `folder` given: see `app.Served`."""
    with ExitStack() as running:

        def start(folder=None, **how):
            served = Served(folder or tmp_path / "data", **how)
            running.callback(served.stop)
            return served

        yield start


@pytest.fixture
def visit(browser):
    """A function from a running app to a page in a window of its own: `page.goto("/morning")`.

    Args of the function: `home`, `javascript`, `language` ("sv" or "en"), `width`, `height`, `dark`.
    The test fails at its end where a page asked another host, broke its own policy, or had an error in a script.
    """
    watches, contexts = [], []

    def open_page(served, **how):
        context, watch = context_of(browser, served, **how)
        contexts.append(context)
        watches.append(watch)
        return context.new_page()

    yield open_page
    for context in contexts:
        context.close()
    assert [said for watch in watches for said in watch.verdict] == []
