"""Pages that come back after a form: the focus is where to look, axe-core finds nothing, and nothing stays behind."""

from __future__ import annotations

from http.client import HTTPConnection
from urllib.parse import urlsplit

import pytest
from web.homes import CHECKED, home_in

from browser.app import SECRET
from browser.axe import violations, wider_than_the_window

FOCUSED = "document.activeElement.id || document.activeElement.tagName"
BOUNDARY = "here"


def started(home, folder, state, language):
    now = home_in(state, folder, language)
    return home(folder, now=now.strftime("%Y-%m-%dT%H:%M"))


@pytest.mark.parametrize("language", ["sv", "en"])
def test_a_refusal_leads_to_the_field(home, visit, tmp_path, language):
    page = visit(started(home, tmp_path / "data", CHECKED, language), language=language, width=320, javascript=True)
    for path, field in (("/plan", "bedtime"), ("/urgent", "taken"), ("/pharmacist", "egfr"), ("/data/erase", "word")):
        page.goto(path)
        page.locator(f"[name={field}]").fill("zz")
        page.locator(f"[name={field}]").press("Enter")
        page.locator("#problems").wait_for()
        assert page.evaluate(FOCUSED) == "problems", path
        assert violations(page) == [], path
        assert wider_than_the_window(page) == [], path
        page.locator(f"#problems a[href='#field-{field}']").click()
        assert page.evaluate(FOCUSED) == f"field-{field}"


@pytest.mark.parametrize("language", ["sv", "en"])
def test_waiting_for_the_forecast_moves_nobody(home, visit, tmp_path, language):
    page = visit(started(home, tmp_path / "data", "run-in-done", language), language=language)
    page.goto("/trial/forecast")
    page.locator("main form button").click()
    page.locator("#work").wait_for()
    assert violations(page) == []
    page.evaluate("window.same = true")
    page.locator(".back a").focus()
    first = page.locator("#work progress").get_attribute("value")
    page.wait_for_function("was => document.querySelector('#work progress').value != was", arg=first)
    assert page.evaluate("window.same")
    assert page.evaluate("document.activeElement.matches('.back a')")


def test_a_file_that_was_only_looked_at_goes_with_the_server(home, tmp_path, monkeypatch):
    held = tmp_path / "held"
    held.mkdir()
    monkeypatch.setenv("TMPDIR", str(held))
    served = home()
    line = HTTPConnection(urlsplit(served.address).netloc, timeout=30)
    body = (
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="night.csv"\r\n\r\n'
        f"start,end\n2026-06-01 22:00,2026-06-02 06:00\n\r\n--{BOUNDARY}--\r\n"
    )
    cookies = f"stilla={served.session}; stilla_csrf={SECRET}"
    kind = f"multipart/form-data; boundary={BOUNDARY}"
    line.request("POST", "/sleep/send", body, {"Cookie": cookies, "X-CSRFToken": SECRET, "Content-Type": kind})
    assert line.getresponse().status == 303
    line.close()
    assert [each.name for each in held.rglob("*.csv")]
    served.stop()
    assert [*held.iterdir()] == []
