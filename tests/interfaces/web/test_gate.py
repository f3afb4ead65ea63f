"""Who gets an answer, and what is refused before any page is made."""

from __future__ import annotations

import hashlib
import io
import logging

import pytest

from stilla.interfaces.web.application import LARGEST_FORM, STATIC
from web.client import SECRET, Browser, wsgi
from web.homes import CHECKED, home_in
from web.test_every_page import HEADERS, posted_only
from web.walk import routes

HTMX = "a0abb04f2f45a1f89d1d4844023245537e5e6014c87b144553e0607b4cc32130"
EVERY = ["/", "/welcome", "/check", "/check/answer", "/plan", "/nights", "/report", "/data", "/trial", "/no-such-page"]


@pytest.fixture
def stranger(folder):
    """A browser that was never let in, on a home where something is kept."""
    now = home_in(CHECKED, folder, "en")
    return Browser(folder, inside=False).clock(now)


@pytest.mark.parametrize("wrong", ["å", "\xff\xfe"])
def test_letters_beyond_ascii_are_a_wrong_token_and_no_failure(stranger, wrong):
    stranger.django.cookies["stilla"] = wrong
    for path in ("/welcome", "/start/%C3%A5", "/start/%ff"):
        assert stranger.get(path, failing=True).status_code == 403


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_another_page_of_this_computer_is_refused_though_it_brings_the_cookie(client, site):
    assert client.get("/data", sec_fetch_site=site).status_code == 403
    assert client.post("/welcome", {"language": "sv"}, sec_fetch_site=site).status_code == 403
    assert not client.folder.exists()
    for ours in ("same-origin", "none"):
        assert client.get("/data", sec_fetch_site=ours).status_code == 200


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("application/x-www-form-urlencoded; charset=utf-16", b"language=sv"),
        ("multipart/form-data; boundary=", b"x"),
        ("application/x-www-form-urlencoded", b"&".join(b"a%d=1" % n for n in range(2001))),
    ],
)
def test_a_broken_form_is_refused_in_words(client, kind, body):
    answer = client.django.post("/welcome", body, content_type=kind, headers={"x-csrftoken": SECRET})
    assert answer.status_code == 400
    assert b"<h1" in answer.content
    assert not client.folder.exists()


def test_headers_stand_on_the_apps_own_files_too(client):
    for name in ("stilla.css", "stilla.svg", "htmx.min.js"):
        told = {}
        environment = client.django._base_environ(PATH_INFO=f"/static/{name}", REQUEST_METHOD="HEAD")
        b"".join(wsgi(client.folder)(environment, lambda _, headers, told=told: told.update(headers)))
        for header in HEADERS.keys() - {"Cache-Control", "Cross-Origin-Opener-Policy"}:
            assert sorted(told[header].split("; ")) == sorted(HEADERS[header].split("; ")), (name, header)
        assert "Access-Control-Allow-Origin" not in told


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "0.0.0.0", "[::1]", ""])
@pytest.mark.parametrize("path", ["/welcome", "/start/guess", "/no-such-page"])
def test_another_host_is_refused(client, host, path):
    answer = client.django.get(path, headers={"host": host}, SERVER_NAME="192.0.2.1")
    assert answer.status_code == 400
    assert b"Stilla" not in answer.content
    assert answer["Cache-Control"] == "no-store"
    assert answer["X-Frame-Options"] == "DENY"


@pytest.mark.parametrize("path", EVERY)
def test_without_the_cookie_nothing_of_the_person_is_shown(stranger, path):
    for answer in (stranger.get(path), stranger.post(path, {"language": "sv"})):
        assert answer.status_code == 403
        shown = answer.content.decode()
        assert str(stranger.folder) not in shown
        assert "Gabapentin" not in shown
        assert answer["Cache-Control"] == "no-store"
        assert answer["Content-Security-Policy"]
        assert answer["X-Frame-Options"] == "DENY"
        assert "Set-Cookie" not in answer.headers


def test_a_wrong_cookie_is_no_cookie(stranger):
    for wrong in ("", "x", stranger.home.session[:-1], stranger.home.token):
        stranger.django.cookies["stilla"] = wrong
        assert stranger.get("/welcome").status_code == 403


def test_the_token_opens_once_and_for_one_browser(stranger):
    wrong = stranger.get("/start/" + "x" * len(stranger.home.token))
    assert wrong.status_code == 403
    first = stranger.get(f"/start/{stranger.home.token}")
    assert first.status_code == 302
    assert first["Location"] == "/"
    cookie = first.cookies["stilla"]
    assert (cookie["httponly"], cookie["samesite"], cookie["domain"]) == (True, "Strict", "")
    assert cookie["max-age"] == cookie["expires"] == ""  # gone with the browser
    assert stranger.get("/welcome").status_code == 200
    again = stranger.get(f"/start/{stranger.home.token}")
    assert again.status_code == 302  # the one browser may come again
    stranger.django.cookies.clear()
    assert stranger.get(f"/start/{stranger.home.token}").status_code == 403
    assert "stilla" not in stranger.django.cookies


def test_the_csrf_cookie_cannot_be_read_by_a_script(client):
    client.django.cookies.pop("stilla_csrf")
    cookie = client.get("/welcome").cookies["stilla_csrf"]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Strict")
    assert cookie["max-age"] == cookie["expires"] == ""


@pytest.mark.parametrize(
    "headers",
    [
        {"x_csrftoken": ""},
        {"x_csrftoken": "b" * 32},
        {"origin": "http://evil.example"},
        {"origin": "http://127.0.0.1:9999"},
        {"origin": "null"},
    ],
)
def test_a_form_from_elsewhere_changes_nothing(client, headers):
    client.post("/welcome", {"language": "en", "why": "check"})
    before = client.files()
    answer = client.post("/welcome", {"language": "sv", "why": "try"}, **headers)
    assert answer.status_code == 403
    assert b"<h1" in answer.content
    assert client.files() == before


def test_a_form_of_the_app_itself_is_taken(client):
    assert client.post("/welcome", {"language": "sv"}, origin="http://127.0.0.1").status_code == 302


def test_what_only_writes_refuses_to_be_looked_at(client):
    refusing = [rule for rule, each in routes().items() if posted_only(each)]
    assert "language" in refusing
    for rule in refusing:
        answer = client.get("/" + rule.split("<")[0] + "1" * ("<" in rule) if "<" in rule else f"/{rule}")
        assert answer.status_code in {404, 405}, rule
    assert client.get("/language").status_code == 405
    assert b"<h1" in client.get("/language").content
    assert not client.folder.exists()


def test_other_methods_write_nothing(client):
    for method in ("put", "patch", "delete", "options", "trace"):
        answer = getattr(client.django, method)("/welcome", headers={"x-csrftoken": SECRET})
        assert answer.status_code in {403, 405}, method
    assert not client.folder.exists()


@pytest.mark.parametrize("path", ["/welcome", "/no-such-page", "/language"])
def test_headers_stand_on_answers_of_every_kind(client, path):
    answer = client.get(path)
    for name, value in HEADERS.items():
        assert sorted(answer[name].split("; ")) == sorted(value.split("; "))


def test_a_form_that_is_too_large_is_refused(client):
    for data in ({"why": "x" * (LARGEST_FORM + 1)}, {f"a{n}": "1" for n in range(2001)}):
        assert client.post("/welcome", data).status_code in {400, 413}
    assert not client.folder.exists()


@pytest.mark.parametrize(
    "path",
    [
        "/static/../application.py", "/static/%2e%2e/application.py", "/static/..%2fapplication.py",
        "/static//etc/passwd", "/static/../../../../../../../../etc/passwd", "/static/%00", "/static/",
        "/static/stilla.css/../../gate.py", "/static/..\\gate.py",
    ],
)  # fmt: skip
def test_files_outside_the_apps_own_are_not_served(client, path):
    told = []
    environment = {
        "REQUEST_METHOD": "GET", "PATH_INFO": path.replace("%2e", ".").replace("%2f", "/").replace("%00", "\0"),
        "SERVER_NAME": "127.0.0.1", "SERVER_PORT": "80", "wsgi.url_scheme": "http", "wsgi.input": io.BytesIO(),
        "HTTP_HOST": "127.0.0.1", "wsgi.errors": None, "wsgi.version": (1, 0), "SERVER_PROTOCOL": "HTTP/1.1",
    }  # fmt: skip
    body = b"".join(wsgi(client.folder)(environment, lambda status, headers: told.append((status, headers))))
    assert told[0][0][:3] in {"403", "404"}
    assert b"root:" not in body
    assert b"import" not in body


def test_htmx_is_the_version_that_was_looked_at():
    assert hashlib.sha256((STATIC / "htmx.min.js").read_bytes()).hexdigest() == HTMX


def test_a_failure_tells_where_and_nothing_of_what_was_written(client, caplog, monkeypatch):
    secret = "Gabapentin 900 mg every night"

    def broken(*_args, **_kwargs):
        raise ValueError(secret)

    monkeypatch.setattr("stilla.store.home.HomeStore.change", broken)
    with caplog.at_level(logging.DEBUG):
        answer = client.post("/welcome", {"language": "sv", "why": secret}, failing=True)
    assert answer.status_code == 500
    assert secret not in answer.content.decode()
    assert "ValueError" in answer.content.decode()
    assert "home.py" in caplog.text or "start.py" in caplog.text
    assert "Gabapentin" not in caplog.text


@pytest.mark.parametrize("to", ["//evil.example/", "https://evil.example", "/\\evil.example", "javascript:alert(1)"])
def test_the_language_leads_back_into_the_app_alone(client, to):
    assert client.post("/language", {"language": "sv", "to": to})["Location"] == "/"
