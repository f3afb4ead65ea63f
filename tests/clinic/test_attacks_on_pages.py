"""Somebody with a browser who means harm: forged, replayed, planted, too large, and what a page gives away."""

from __future__ import annotations

import csv
import io
import json
from datetime import timedelta
from types import SimpleNamespace

import pytest

from clinic.cluster import APP
from clinic.served import PASSWORD, Served
from clinic.world import BEGAN, CHEAP, ZONE, World, at
from stilla.diary.events import Complaint, Night
from stilla.interfaces.clinic import passwords
from stilla.interfaces.clinic.pages import signs
from stilla.store.clinic.accounts import TRIES
from stilla.store.clinic.pooled import pooled

SCRIPT = "<script>alert(1)</script>"
FORMULA = "=HYPERLINK(1)"


@pytest.mark.parametrize(
    "to", ["//evil.test", "////evil.test", "/\\evil.test", "https://evil.test", "javascript:alert(1)", "evil", "\t//e"]
)
def test_no_form_leads_to_another_site(shared, to):
    answer = shared.served.browser().post("/language", {"language": "sv", "to": to})
    assert (answer.status, answer.to) == (303, "/")
    assert shared.served.browser().post("/language", {"to": "/urgent?a=b"}).to == "/urgent?a=b"


def test_a_planted_cookie_is_never_let_in_and_a_new_login_ends_the_old_one(clinic):
    victim = clinic.served.browser()
    victim.cookies["__Host-stilla"] = "planted"
    assert victim.login("clinician.a").status == 303
    first = victim.cookies["__Host-stilla"]
    assert first != "planted"
    form = victim.cookies["__Host-stilla-form"]
    assert victim.login("clinician.b").status == 303
    assert victim.cookies["__Host-stilla-form"] != form
    old = clinic.served.browser()
    old.cookies["__Host-stilla"] = first
    assert old.get("/people").to == "/login"


def test_somebody_elsewhere_does_not_lock_out_whoever_has_the_name(clinic):
    there, here = {"X-Forwarded-For": "203.0.113.9"}, {"X-Forwarded-For": "192.0.2.7"}
    browser, wrong = clinic.served.browser(), {"name": "clinician.a", "password": "wrong"}
    for _ in range(TRIES):
        assert browser.post("/login", wrong, **there).status == 403
    assert browser.post("/login", wrong, **there).status == 429
    assert browser.post("/login", {**wrong, "password": PASSWORD}, **here).status == 303


def test_a_name_that_nobody_has_costs_as_much_as_a_wrong_password(monkeypatch):
    asked = []
    monkeypatch.setattr(passwords, "hash_secret_raw", lambda *how: asked.append(how[2:]) or b"x")
    passwords.shown("wrong", passwords.secret_of("right").salt)
    passwords.shown("wrong", None)
    assert asked[-1] == asked[-2]
    assert asked[-1][:3] == (2, 102_400, 8)


def test_words_of_people_are_shown_as_words(clinic):
    world, code = clinic.world, clinic.world.codes["a"]
    clinician, participant = clinic.browser("clinician"), clinic.browser("participant")
    assert clinician.post(f"/people/{code}/name", {"name": SCRIPT}).status == 303
    facts = f'age = 44\nmedicines = ["{SCRIPT}"]\nconditions = ["{SCRIPT}"]'.encode()
    assert clinician.post(f"/people/{code}/facts", files={"file": facts}).status in {303, 400}
    night = BEGAN + timedelta(days=1)
    world.trial("participant").append(
        lambda _: (Night(night, score=3, note=FORMULA), Complaint(night, SCRIPT)), at(night), ZONE
    )
    bad = clinician.post(f"/people/{code}/lab", {"what": "creatinine", "value": SCRIPT, "measured": SCRIPT})
    assert bad.status == 400
    pages = [
        clinician.get("/people"), clinician.get(f"/people/{code}"), clinician.get(f"/people/{code}/nights"), bad,
        participant.get("/nights"), participant.get("/check/answer"), participant.get("/report"),
        clinic.browser("admin").post("/accounts", {"name": SCRIPT, "role": "admin"}),
    ]  # fmt: skip
    for page in pages:
        assert b"<script>alert" not in page.content
    assert any(b"&lt;script&gt;alert" in page.content for page in pages)
    rows = list(csv.reader(io.StringIO(clinician.get(f"/people/{code}/nights.csv").content.decode())))
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "@", "+"))]


def test_what_is_too_large_is_refused_before_it_is_read(shared):
    code, form = shared.world.codes["a"], "application/x-www-form-urlencoded"
    for browser, path, size in (
        (shared.served.browser(), "/login", 2_000_000),
        (shared.browser("participant"), "/trial/stop", 2_000_000),
        (shared.browser("clinician"), f"/people/{code}/facts", 30_000_000),
    ):
        answer = browser._ask("POST", path, b"", {"Content-Type": form, "Content-Length": str(size)})
        assert answer.status == 400
        assert "too large" in answer.text


def test_a_sign_that_cannot_be_kept_is_a_sentence_and_no_failure(shared):
    code, clinician = shared.world.codes["a"], shared.browser("clinician")
    assert shared.served.browser().login("clinician\0.a").status == 400
    assert clinician.post(f"/people/{code}/name", {"name": "Ada\0"}).status == 400
    assert clinician.post(f"/people/{code}/facts", files={"file": b'age = 44\nmedicines = ["x\\u0000"]'}).status == 400
    assert shared.browser("admin").post(f"/accounts/{'9' * 30}/disable").status == 400
    assert clinician.get("/people/has_epilepsy").status == 403


def test_a_form_that_is_sent_again_does_nothing_again(clinic):
    participant, admin = clinic.browser("participant"), clinic.browser("admin")
    morning = {"answer": "save", "score": "5"}
    assert participant.post("/morning/2026-11-22", morning).status == 303
    assert participant.post("/morning/2026-11-22", morning).status == 409
    shut = f"/accounts/{clinic.world.accounts['analyst', 'b']}/disable"
    assert [admin.post(shut).status for _ in range(2)] == [303, 400]
    token = participant.cookies["__Host-stilla-form"]
    participant.post("/logout")
    sent = {"name": "participant.a", "password": "x", "csrfmiddlewaretoken": "x" * 64}
    assert participant.post("/login", sent).status == 403
    assert token


def test_whoever_is_released_is_refused_from_the_next_page_on(clinic):
    code, clinician = clinic.world.codes["a"], clinic.browser("clinician")
    assert clinician.get(f"/people/{code}").status == 200
    clinic.world.administration().release(clinic.world.accounts["clinician", "a"], code)
    assert clinician.get(f"/people/{code}").status == 403
    assert clinician.post(f"/people/{code}/name", {"name": "x"}).status == 403
    assert "Ada" not in clinician.get("/people").text


def test_before_an_opening_nothing_that_a_clinician_gets_tells_the_order(clinic):
    world, code = clinic.world, clinic.world.codes["a"]
    world.start(stopped=False, nights=3)
    clinician, participant = clinic.browser("clinician"), clinic.browser("participant")
    report = json.loads(clinician.get(f"/people/{code}/report.json").content)
    before = [clinician.get(f"/people/{code}{more}").text for more in ("", "/answer", "/nights", "/nights.csv")]
    before += [participant.get(path).text for path in ("/trial", "/trial/answer", "/report")]
    for text in (*before, json.dumps(report)):
        assert "sequence" not in text
        assert "PAAP" not in text
        assert "APPA" not in text


def test_a_proxy_on_this_computer_is_not_this_computer(monkeypatch):
    monkeypatch.setattr(signs, "office_of", lambda: SimpleNamespace(tls_header="X-Scheme"))
    for headers, here in (({}, True), ({"X-Scheme": "https"}, False), ({"Forwarded": "for=192.0.2.1"}, False)):
        assert signs._is_from_here(SimpleNamespace(headers=headers, META={"REMOTE_ADDR": "127.0.0.1"})) is here


def test_an_analyst_gets_these_columns_and_no_others(world):
    nights = pooled(world.app, world.actor("analyst"), "nights")
    assert nights.columns == (
        "trial", "night", "period", "score", "cannot", "recalled", "replaced", "taken", "sleep_minutes",
        "latency_minutes", "awakenings", "tiredness", "arm",
    )  # fmt: skip
    answers = pooled(world.app, world.actor("analyst"), "answers")
    assert answers.columns == (
        "trial", "verdict", "mean", "sd", "lo", "hi", "p_benefit", "p_mid", "p_harm", "mid",
    )  # fmt: skip


def test_a_page_that_fails_tells_nothing_and_neither_does_the_servers_own_log(cluster):
    world = World(cluster)
    served = Served(cluster.address(world.name, APP), workers=1)
    try:
        browser = served.browser()
        browser.cookies["__Host-stilla"] = world.tokens["clinician", "a"]
        with world.root() as connection:
            connection.execute("ALTER TABLE stilla.facts RENAME TO hidden")
        page = browser.get(f"/people/{world.codes['a']}")
        assert page.status == 500
        secret = ("Traceback", "stilla.facts", "SELECT", "Ada", ".py", world.tokens["clinician", "a"])
        assert not [each for each in secret if each in page.text]
        browser.get("/login", Host="elsewhere.test", **{"X-Forwarded-Proto": None})
        browser.login("Ada Invented", "my secret words")
    finally:
        served.stop()
        world.close()
    assert "A page failed: UndefinedTable" in served.said
    for each in (world.codes["a"], "Ada", "secret words", world.tokens["clinician", "a"], "SELECT"):
        assert each not in served.said


def test_the_accounts_of_these_tests_cost_less_than_any_other():
    assert CHEAP < passwords.COST
