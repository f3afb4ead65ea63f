"""Every page in every state a person's data is in: it is there, it is whole, and looking at it changes nothing."""

from __future__ import annotations

import re
import tempfile
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from web.client import Browser
from web.homes import SLEPT, STATES, home_in
from web.walk import TYPED, Seen, routes, walk

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'"
    ),
    "Cache-Control": "no-store",
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
LEAKS = re.compile(
    r"Text\(|Struct\(|&lt;(?:bound|function)|object at 0x|\{\w+\}|\{\{|\{%|datetime\.|Decimal\(|&#x27;\]|\bnan\b|"
    r'<html lang="sv".*>\s*None\s*<',
    re.DOTALL,
)
"""How a value of the program looks that was shown as it is. "None" is a word in English."""
MOST = 2
"""Pages of one rule looked at in each state; in one of them all are."""

AFTER_A_FORM = {
    "morning/saved/<int:first>/<int:last>",
    "trial/forecast/<slug:shade>.svg",
    "sleep/read/<slug:token>",
    "data/restore/<slug:name>",
    "data/import/<slug:token>",
}
"""Addresses that only the answer to a form leads to; the tests of their journeys go there."""


def filled(state, folder, language="sv"):
    """A browser on a home in a state."""
    now = home_in(state, folder, language)
    return Browser(folder, language=language).clock(now)


def state_of(folder):
    """Every file and folder, with when it was changed last."""
    return {
        str(each): (each.stat().st_mtime_ns, each.stat().st_size)
        for each in [folder, *folder.rglob("*")]
        if each.exists()
    }


def faults(seen: Seen, language):
    """What is wrong with a page."""
    if seen.status in {301, 302, 303}:
        return
    # Whoever types an address may learn that there is nothing, or nothing yet; a link must lead somewhere.
    there = seen.status == 200 or (seen.came_from == TYPED and seen.status in {400, 403, 404, 405, 409})
    if not there:
        why = seen.body[-1500:].decode(errors="replace") if seen.status >= 500 else ""
        yield f"{seen.status}, from {seen.came_from}: {why}"
        return
    for name, value in HEADERS.items():
        if parts(seen.headers.get(name, "")) != parts(value):
            yield f"{name}: {seen.headers.get(name)}"
    if seen.page is not None and seen.status != 405:
        yield from missing(seen.page, language)
        yield from too_much(seen.page)
        if leak := LEAKS.search(seen.body.decode()):
            yield f"something of the program shows: {leak[0][-60:]}"


def parts(header):
    return sorted(header.split("; "))


def missing(page, language):
    """What a page lacks."""
    if page.language != language:
        yield f"its language is {page.language}"
    if page.headings.count(1) != 1:
        yield f"it has {page.headings.count(1)} headings of the first level"
    if any(after > before + 1 for before, after in zip(page.headings, page.headings[1:], strict=False)):
        yield f"its headings jump: {page.headings}"
    if page.title.replace("· Stilla", "").strip() == "":
        yield "it has no title"
    if bare := [named for tag, named in page.tags if tag == "img" and not named.get("alt", "").strip()]:
        yield f"a picture says nothing: {bare}"
    if gone := [each for each in page.links if each.startswith("#") and len(each) > 1 and each[1:] not in page.ids]:
        yield f"links to places that are not there: {gone}"


def too_much(page):
    """What a page should not have."""
    if page.inline:
        yield f"inline script or style: {page.inline}"
    if twice := sorted({each for each in page.ids if page.ids.count(each) > 1}):
        yield f"ids stand twice: {twice}"
    if away := [each for each in page.loads if not each.startswith("/") or each.startswith("//")]:
        yield f"it loads from elsewhere: {away}"


class Walked(NamedTuple):
    """What was found on a walk through the pages of a state."""

    seen: dict[str, Seen]
    faults: list[str]
    same: bool
    """Whether every file is as it was, byte for byte."""


@cache
def walked(state, language):
    """A walk through a home in a state: some pages of each rule."""
    return through(state, language, MOST)


def through(state, language, most):
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) / "data"
        client = filled(state, folder, language)
        before, stands, found = client.files(), state_of(folder), []

        def look(seen):
            nonlocal stands
            found.extend(f"{seen.path}: {each}" for each in faults(seen, client.language))
            if state_of(folder) != stands:
                found.append(f"{seen.path}: looking at it wrote into the data folder")
                stands = state_of(folder)

        seen = walk(client, each_rule=most, look=look)
        return Walked(seen, found, client.files() == before)


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("state", STATES)
def test_pages_are_whole_and_looking_changes_nothing(state, language):
    found = walked(state, language)
    assert not found.faults, "\n".join(found.faults)
    assert found.same


@pytest.mark.slow
@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_page_there_is(language):
    found = through(SLEPT, language, None)
    assert len(found.seen) > 2000
    assert not found.faults, "\n".join(found.faults)


def test_every_address_with_a_gap_is_reached_by_some_link():
    reached = {each.pattern for state in STATES for each in walked(state, "sv").seen.values()}
    rules = {rule: each for rule, each in routes().items() if "<" in rule and rule not in reached | AFTER_A_FORM}
    assert [rule for rule, each in rules.items() if not posted_only(each)] == []


def posted_only(rule):
    """Whether a rule answers a form alone."""
    from django.test import RequestFactory  # noqa: PLC0415  # settings first

    kwargs = dict.fromkeys(rule.pattern.converters, "1")
    try:
        return rule.callback(RequestFactory().get("/"), **kwargs).status_code == 405
    except Exception:  # noqa: BLE001  # it began to answer, so a GET is for it
        return False
