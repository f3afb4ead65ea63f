"""Every page that looks different from the others, in both languages, narrow and wide, light and dark: axe-core finds
nothing, nothing sticks out, and nothing is asked of another host.
"""

from __future__ import annotations

from collections import Counter
from functools import lru_cache

import pytest
from web.homes import STATES, home_in
from web.test_every_page import walked

from browser.app import Served, context_of
from browser.axe import open_all, violations, wider_than_the_window

NARROW, ENLARGED, WIDE = 320, 640, 1280
"""CSS pixels. A window of 1280 pixels enlarged to 200 % has 640."""
LOOKS = {"sv": ((NARROW, False), (WIDE, True)), "en": ((NARROW, True), (WIDE, False))}
MOST = 2


@lru_cache(maxsize=1)
def looks_of_each_state():
    """Which pages to look at in each state: a page that is made of the same elements is looked at once."""
    known, found = set(), {}
    for state in STATES:
        rules = Counter()
        pages = [each for each in walked(state, "sv").seen.values() if each.page is not None and each.status == 200]
        found[state] = []
        for each in pages:
            look = (each.pattern, each.page.shape)
            rules[each.pattern] += 1
            if look not in known and rules[each.pattern] <= MOST:
                known.add(look)
                found[state].append(each.path)
    return found


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("state", STATES)
def test_nobody_is_shut_out(browser, tmp_path, state, language):
    folder = tmp_path / "data"
    now = home_in(state, folder, language)
    served = Served(folder, now=now.strftime("%Y-%m-%dT%H:%M"))
    context, watch = context_of(browser, served, language=language, width=NARROW)
    found = []
    try:
        page = context.new_page()
        for path in looks_of_each_state()[state]:
            answer = page.goto(path)
            if answer.status != 200:
                found.append(f"{path}: {answer.status}")
                continue
            found += [f"{path} {each}" for each in look(page, language)]
    finally:
        context.close()
        served.stop()
    assert not found, "\n".join(found)
    assert watch.verdict == []


def look(page, language):
    """What is wrong with the page that is open."""
    page.set_viewport_size({"width": NARROW, "height": 800})
    yield from (f"sticks out at {NARROW}: {each}" for each in wider_than_the_window(page))
    open_all(page)
    yield from (f"sticks out at {NARROW}, unfolded: {each}" for each in wider_than_the_window(page))
    page.set_viewport_size({"width": ENLARGED, "height": 400})
    yield from (f"sticks out at 200 %: {each}" for each in wider_than_the_window(page))
    for width, dark in LOOKS[language]:
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme="dark" if dark else "light")
        yield from (f"{width} {'dark' if dark else 'light'} {each}" for each in violations(page))
    assert page.locator("html").get_attribute("lang") == language
