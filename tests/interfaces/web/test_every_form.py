"""Every form of every page, sent empty and sent with nonsense: an answer or a refusal in words, never a failure."""

from __future__ import annotations

import pytest

from web.homes import STATES
from web.test_every_page import LEAKS, filled, walked
from web.walk import Page, pattern_of

NONSENSE = "<script>alert(1)</script> åäö \x00 9999999999999999999 -1 ½"
FIELD = {"input", "select", "textarea", "button"}


def forms_of(page: Page):
    """The forms of a page that write: their address, and each field's name, kind and values."""
    found, inside = [], None
    for tag, named in page.tags:
        if tag == "form":
            inside = {"action": named.get("action"), "fields": []}
            if named.get("method", "get").casefold() == "post":
                found.append(inside)
        elif tag in FIELD and inside is not None and named.get("name"):
            kind = named.get("type", "text") if tag == "input" else tag
            inside["fields"].append((named["name"], kind, named.get("value", "")))
        elif tag == "option" and inside is not None and inside["fields"]:
            name, _, value = inside["fields"].pop()
            inside["fields"].append((name, "select", named.get("value", value)))
    return found


def sent(form, filling):
    """What a form sends: hidden fields as they are, others as `filling` says, and each of its buttons once."""
    fields = [each for each in form["fields"] if each[0] != "csrfmiddlewaretoken"]
    hidden = {name: value for name, kind, value in fields if kind == "hidden"}
    buttons = [{name: value} for name, kind, value in fields if kind == "button"] or [{}]
    filled_in = {}
    for name, kind, value in fields:
        if kind in {"radio", "checkbox"} and filling is not None:
            filled_in[name] = value
        elif (
            kind in {"text", "textarea", "search", "date", "time", "tel", "number", "password"} and filling is not None
        ):
            filled_in[name] = filling
        elif kind == "select":
            filled_in[name] = value
    for button in buttons:
        yield {**filled_in, **hidden, **button}


@pytest.mark.parametrize("filling", [None, NONSENSE, "3"], ids=["empty", "nonsense", "three"])
def test_no_form_fails(tmp_path, filling):
    tried, found = set(), []
    for state in STATES:
        pages = [each for each in walked(state, "sv").seen.values() if each.page is not None]
        client = filled(state, tmp_path / state)
        for each, form in ((page, form) for page in pages for form in forms_of(page.page)):
            for data in sent(form, filling):
                # The same form stands on many pages and in many states; it is sent with each of its buttons.
                button = [value for name, kind, value in form["fields"] if kind == "button" and name in data]
                what = (pattern_of(form["action"]) if form["action"] else each.pattern, *sorted(data), *button[:1])
                if what not in tried:
                    tried.add(what)
                    found += wrong(client, form["action"] or each.path, data)
    assert tried
    assert not found, "\n".join(found)


def wrong(client, where, data):
    """What is wrong with the answer to a form."""
    answer = client.post(where, data, failing=True)
    if answer.status_code not in {200, 302, 303, 400, 403, 404, 409, 422}:
        yield f"{where} {sorted(data)}: {answer.status_code} {client.failures.last[-600:]}"
    if answer.status_code in {200, 400, 409, 422} and answer.headers.get("Content-Type", "").startswith("text/html"):
        html = answer.content.decode()
        page = Page(html)
        if page.headings.count(1) != 1:
            yield f"{where}: {page.headings.count(1)} headings of the first level"
        if "<script>alert" in html:
            yield f"{where}: what was written became a script"
        if leak := LEAKS.search(html):
            yield f"{where}: something of the program shows: {leak[0][-60:]}"
