"""In and out: passwords, throttling, sessions that end."""

from __future__ import annotations

import pytest

from clinic.served import PASSWORD
from stilla.errors import BadInput
from stilla.interfaces.clinic import passwords
from stilla.store.clinic.accounts import TRIES, TRIES_FROM, TRIES_OF, Door, mark_of, name_of


def test_a_name_and_its_password_let_in_and_out(clinic):
    browser = clinic.served.browser()
    assert browser.get("/").to == "/login"
    answer = browser.login("clinician.a")
    assert (answer.status, answer.to) == (303, "/")
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-stilla=")
    for word in ("HttpOnly", "Secure", "SameSite=Strict", "Path=/"):
        assert word in cookie
    assert browser.get("/").to == "/people"
    kept = dict(browser.cookies)
    assert browser.post("/logout").to == "/login"
    browser.cookies = kept
    assert browser.get("/people").to == "/login"


def test_a_wrong_password_and_a_name_nobody_has_look_the_same(clinic):
    browser = clinic.served.browser()
    known, unknown = browser.login("admin.a", "wrong"), browser.login("nobody.at.all", "wrong")
    assert known.status == unknown.status == 403
    assert known.text.split("<main")[1] == unknown.text.split("<main")[1].replace("nobody.at.all", "admin.a") or (
        "do not fit" in known.text and "do not fit" in unknown.text
    )


def test_after_some_failures_even_the_right_password_waits(clinic):
    browser = clinic.served.browser()
    for _ in range(TRIES):
        assert browser.login("analyst.a", "wrong").status == 403
    answer = browser.login("analyst.a")
    assert answer.status == 429
    assert "quarter of an hour" in answer.text
    assert browser.login("analyst.b").status == 303
    with clinic.world.root() as connection:
        connection.execute("UPDATE stilla.attempt SET at = at - interval '16 minutes'")
    assert browser.login("analyst.a").status == 303


def test_attempts_at_once_are_counted_too(world):
    from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415  # only here

    def attempt(_n):
        let = Door(world.app).attempt("clinician.a", "192.0.2.1")
        world.app.close()
        return let

    with ThreadPoolExecutor(8) as several:
        assert sum(several.map(attempt, range(24))) == TRIES


def test_a_clinic_behind_one_address_is_not_shut_out_by_its_own_logins(world):
    door = Door(world.app)
    for _ in range(TRIES_FROM + 5):
        assert door.attempt("clinician.a", "192.0.2.1")
        assert door.enter("clinician.a", passwords.shown(PASSWORD, door.salt("clinician.a")), "192.0.2.1")
    for n in range(TRIES_FROM):
        assert door.attempt(f"name{n}", "192.0.2.1")
    assert not door.attempt("name", "192.0.2.1")
    assert door.attempt("name", "192.0.2.2")


def test_a_name_that_many_addresses_try_is_shut_after_many_failures(world):
    door = Door(world.app)
    assert all(door.attempt("clinician.a", f"192.0.2.{n}") for n in range(TRIES_OF))
    assert not door.attempt("clinician.a", "203.0.113.1")
    assert door.attempt("clinician.b", "203.0.113.1")


def test_a_session_ends_when_nothing_is_asked_and_after_a_day(clinic):
    for column in ("seen = seen - interval '31 minutes'", "ends = now()"):
        browser = clinic.served.browser()
        browser.login("clinician.a")
        assert browser.get("/people").status == 200
        with clinic.world.root() as connection:
            connection.execute(f"UPDATE stilla.session SET {column}")
        assert browser.get("/people").to == "/login"


def test_a_shut_account_is_out_at_once_and_its_sessions_too(clinic):
    browser = clinic.browser("clinician")
    assert browser.get("/people").status == 200
    clinic.world.administration().disable(clinic.world.accounts["clinician", "a"])
    assert browser.get("/people").to == "/login"
    assert browser.login("clinician.a").status == 403


def test_a_first_password_must_be_changed_before_anything_else(clinic):
    admin = clinic.browser("admin")
    page = admin.post("/accounts", {"name": "New.Clinician", "role": "clinician"})
    first = page.text.split("First password for new.clinician: ")[1].split(" ")[0]
    browser = clinic.served.browser()
    assert browser.login("new.clinician", first).status == 303
    assert browser.get("/").to == "/password"
    assert browser.get("/people").to == "/password"
    new = {"old": first, "new": "four plain words here", "again": "four plain words here"}
    assert browser.post("/password", {**new, "old": "wrong"}).status == 400
    assert browser.post("/password", {**new, "again": "other"}).status == 400
    assert browser.post("/password", {**new, "new": "short", "again": "short"}).status == 400
    assert browser.post("/password", new).to == "/login"
    assert browser.get("/people").to == "/login"
    assert browser.login("new.clinician", first).status == 403
    assert browser.login("new.clinician", new["new"]).status == 303
    assert browser.get("/people").status == 200


def test_only_forms_of_these_pages_are_taken(shared):
    browser = shared.browser("admin")
    browser.get("/accounts")
    token = browser.cookies["__Host-stilla-form"]
    browser.cookies["__Host-stilla-form"] = "x" * 32
    assert browser._ask("POST", "/assignments/person", b"", {}).status == 403
    browser.cookies["__Host-stilla-form"] = token
    assert browser.post("/assignments/person", Referer="https://elsewhere.test/").status == 403


@pytest.mark.parametrize("password", ["short", "x" * 201, "aaaaaaaaaaaaaa", "my name is ada.b in here"])
def test_a_password_that_is_easily_guessed_is_refused(password):
    with pytest.raises(BadInput):
        passwords.must_be_good(password, "ada.b")


def test_a_password_is_kept_as_argon2_and_a_first_one_is_long():
    kept = passwords.secret_of(PASSWORD)
    assert kept.salt.startswith("argon2id$m=102400,t=2,p=8$")  # what production pays is not weakened for the tests
    assert mark_of(passwords.shown(PASSWORD, kept.salt)) == kept.proof
    assert mark_of(passwords.shown("other", kept.salt)) != kept.proof
    assert passwords.secret_of(PASSWORD) != kept
    assert len(passwords.first()) == 23
    assert passwords.first() != passwords.first()


@pytest.mark.parametrize("name", ["", "a", "å.b", "a b", "x" * 65, "=1+1"])
def test_a_name_that_cannot_be_one_is_refused(name):
    with pytest.raises(BadInput):
        name_of(name)
