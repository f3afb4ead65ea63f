"""Signs of life and figures: for those who run the server, and of nobody."""

from __future__ import annotations

import re

from clinic.served import TOKEN

HERE = {"X-Forwarded-Proto": None}
"""As this computer asks, without a proxy."""


def test_the_server_says_that_it_lives_and_is_ready(shared):
    browser = shared.served.browser()
    assert browser.get("/healthz", **HERE).text == '{"status": "ok", "database": "ok"}'
    assert browser.get("/readyz", **HERE).text == '{"status": "ready"}'


def test_figures_are_for_this_computer_or_with_a_token(shared):
    browser = shared.served.browser()
    assert browser.get("/metrics").status == 404  # through the proxy, which is on this computer too
    assert browser.get("/metrics", **HERE, **{"X-Forwarded-For": "192.0.2.1"}).status == 404
    assert browser.get("/metrics", Authorization=f"Bearer {TOKEN}x").status == 404
    assert browser.get("/metrics", Authorization=f"Bearer {TOKEN}").status == 200
    assert browser.get("/metrics", **HERE).status == 200


def test_they_count_pages_by_their_pattern_and_name_nobody(shared):
    code = shared.world.codes["a"]
    assert shared.browser("clinician").get(f"/people/{code}").status == 200
    outside = shared.served.browser()
    outside.login("clinician.b", "wrong")
    outside.get("/nothing/like/this")
    text = outside.get("/metrics", **HERE).text
    assert re.search(r'stilla_requests_total\{page="people/<slug:code>",status="200"\} [1-9]', text)
    assert re.search(r'stilla_requests_total\{page="none",status="404"\} [1-9]', text)
    assert re.search(r'stilla_failed_logins_total\{why="wrong"\} [1-9]', text)
    assert 'stilla_request_seconds_bucket{le="0.05",page="login"}' in text
    assert code not in text
    assert "clinician.b" not in text


def test_pages_go_by_https_only_and_under_known_names_only(shared):
    browser = shared.served.browser()
    plain = browser.get("/login", **HERE)
    assert (plain.status, plain.to) == (301, "https://clinic.test/login")
    assert browser.get("/login", Host="elsewhere.test").status == 400
    answer = browser.get("/login")
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=31536000")
    assert set(answer.headers["Content-Security-Policy"].split("; ")) == {
        "default-src 'self'", "base-uri 'none'", "form-action 'self'", "frame-ancestors 'none'", "object-src 'none'",
    }  # fmt: skip
    assert answer.headers["Cache-Control"] == "no-store"
    style = browser.get("/static/stilla.css")
    assert style.status == 200
    assert "Strict-Transport-Security" in style.headers
