"""Every role at every address: one table says whose it is, and everybody else is refused."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from clinic.served import SECRET
from clinic.world import ROLES

PAGES = {
    # address: for whom, and what they get there ("-": only forms are taken)
    "me": ("participant", 200),
    "report": ("participant", 200),
    "report.pdf": ("participant", 200),
    "trial": ("participant", 200),
    "trial/start": ("participant", 200),
    "trial/answer": ("participant", 200),
    "trial/guess": ("participant", 200),
    "trial/pause": ("participant", 200),
    "trial/resume": ("participant", 200),
    "trial/stop": ("participant", 200),
    "check": ("participant", 200),
    "check/question/age": ("participant", 200),
    "check/answer": ("participant", 200),
    "check/over": ("participant", 405),
    "morning": ("participant", 200),
    "morning/2026-11-20": ("participant", 200),
    "morning/saved/1/1": ("participant", 200),
    "nights": ("participant", 200),
    "nights/2026-11": ("participant", 200),
    "nights/2026-11/light.svg": ("participant", 200),
    "people": ("clinician", 200),
    "people/{own}": ("clinician", 200),
    "people/{own}/name": ("clinician", 405),
    "people/{own}/facts": ("clinician", 405),
    "people/{own}/lab": ("clinician", 405),
    "people/{own}/plan": ("clinician", 405),
    "people/{own}/report.json": ("clinician", 200),
    "people/{own}/nights": ("clinician", 200),
    "people/{own}/nights.csv": ("clinician", 200),
    "people/{own}/answer": ("clinician", 200),
    "keys": ("key-holder", 200),
    "keys/{own}": ("key-holder", 200),
    "keys/{own}/seal": ("key-holder", 405),
    "keys/{own}/packing": ("key-holder", 405),
    "keys/{own}/open": ("key-holder", 405),
    "keys/{own}/emergency": ("key-holder", 405),
    "pooled": ("analyst", 200),
    "pooled/nights.csv": ("analyst", 200),
    "accounts": ("admin", 200),
    "accounts/1/disable": ("admin", 405),
    "accounts/1/enable": ("admin", 405),
    "accounts/1/reset": ("admin", 405),
    "assignments": ("admin", 200),
    "assignments/person": ("admin", 405),
    "assignments/add": ("admin", 405),
    "assignments/end": ("admin", 405),
    "audit": ("admin", 200),
}
FOR_EVERYBODY = {
    "", "login", "logout", "password", "language", "healthz", "readyz", "metrics", "urgent", "urgent/numbers.pdf",
}  # fmt: skip

ADDRESSES = f"""
import json
from stilla.interfaces.clinic.application import application
from stilla.interfaces.clinic.office import Office
application(Office(database="postgresql://u@/n", secret_key={SECRET!r}, hosts=("h",), tls_header="X-Forwarded-Proto"))
from stilla.interfaces.clinic.urls import GUARDED, OPEN
print(json.dumps({{
    "guarded": [(str(each.pattern), sorted(getattr(each.callback, "roles", ()))) for each in GUARDED],
    "open": [str(each.pattern) for each in OPEN],
}}))
"""


@pytest.fixture(scope="module")
def addresses():
    """Every address there is, as the app itself lists them; in a process of its own."""
    done = subprocess.run([sys.executable, "-c", ADDRESSES], capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def filled(pattern):
    """An address of the table in the form of its pattern, and back."""
    for name, value in (
        ("<slug:code>", "{own}"), ("<int:account>", "1"), ("<slug:fact>", "age"), ("<slug:written>", "2026-11-20"),
        ("<int:first>/<int:last>", "1/1"), ("<int:year>-<int:month>", "2026-11"), ("<slug:shade>", "light"),
        ("<slug:kind>", "nights"),
    ):  # fmt: skip
        pattern = pattern.replace(name, value)
    return pattern


def test_every_address_is_in_the_table_and_for_one_role(addresses):
    endings = {"report.pdf", "people/{own}/report.json", "pooled/nights.csv"}
    listed = {filled(pattern): roles for pattern, roles in addresses["guarded"]}
    unfilled = {each for each in listed if "<" in each}
    assert {each.replace("<slug:ending>", "pdf") for each in unfilled} == {
        "report.pdf", "people/{own}/report.pdf", "pooled/nights.pdf",
    }  # fmt: skip
    assert set(listed) - unfilled == set(PAGES) - endings
    for address, roles in listed.items():
        if address not in unfilled:
            assert roles == [PAGES[address][0]], address
    public = {each for each in addresses["open"] if not each.startswith("knowledge")}
    assert public <= FOR_EVERYBODY, public - FOR_EVERYBODY


@pytest.mark.parametrize("address", PAGES)
def test_who_gets_a_page(shared, address):
    role, status = PAGES[address]
    path = "/" + address.format(own=shared.world.codes["a"])
    for asking in ROLES:
        browser = shared.browser(asking)
        if asking == role:
            assert browser.get(path).status == status, address
            continue
        # The door looks at the role before it looks at how was asked.
        got = browser.get(path) if status == 200 else browser.post(path, {"code": shared.world.codes["a"]})
        assert got.status == 403, (asking, address, got.text[-800:])
        assert "not for your account" in got.text
    if status == 200 and "." not in address:
        assert shared.browser("admin" if role != "admin" else "clinician").post(path).status == 403
    assert shared.served.browser().get(path).to == "/login"
    assert shared.served.browser().post(path).to == "/login"


@pytest.mark.parametrize("address", [each for each in PAGES if "{own}" in each])
def test_nobody_gets_a_page_about_somebody_who_is_not_assigned(shared, address):
    role, status = PAGES[address]
    data = {"name": "x", "passphrase": "four plain words", "why": "x", "what": "egfr", "value": "50"}
    for code in (shared.world.codes["b"], "P-000000000000"):
        path = "/" + address.format(own=code)
        if status == 200:
            assert shared.browser(role).get(path).status == 403
        elif address.endswith(("facts", "plan")):
            sent = shared.browser(role).post(path, data, files={"file": b"age = 44"})
            assert sent.status == 403
        else:
            assert shared.browser(role).post(path, data).status == 403


def test_what_was_refused_stands_in_the_log(clinic):
    code = clinic.world.codes["b"]
    clinic.browser("clinician").get(f"/people/{code}")
    clinic.browser("analyst").get(f"/people/{code}")
    page = clinic.browser("admin").get("/audit").text
    account = clinic.world.accounts
    for role in ("clinician", "analyst"):
        rows = [row for row in page.split("<tr>") if f"<td>{account[role, 'a']}</td><td>{role}</td>" in row]
        assert any(code in row and "refused" in row for row in rows), role


def test_no_page_of_those_who_may_not_names_anybody(shared):
    names = ("Ada Invented", "Bo Invented", "crawling")
    for role, paths in {
        "admin": ("/accounts", "/assignments", "/audit"),
        "analyst": (
            "/pooled",
            "/pooled/nights.csv",
            "/pooled/nights.json",
            "/pooled/answers.csv",
            "/pooled/answers.json",
        ),
        "key-holder": ("/keys", f"/keys/{shared.world.codes['a']}"),
    }.items():
        for path in paths:
            answer = shared.browser(role).get(path)
            assert answer.status == 200
            assert not [each for each in names if each in answer.text], (role, path)
    assert "Ada Invented" in shared.browser("clinician").get("/people").text
    assert "Bo Invented" not in shared.browser("clinician").get("/people").text


def test_every_link_of_a_page_leads_somewhere(shared):
    followed = set()
    for address, (role, status) in PAGES.items():
        if status != 200 or "." in address:
            continue
        browser = shared.browser(role, language="sv")
        path = "/" + address.format(own=shared.world.codes["a"])
        for link in sorted(browser.links(browser.get(path))):
            if not link.startswith("/knowledge/") and (role, link) not in followed:
                followed.add((role, link))
                assert browser.get(link).status in {200, 303}, (address, link)
    outside = shared.served.browser()
    for link in sorted(outside.links(outside.get("/knowledge"))):
        answer = outside.get(link)
        assert (outside.get(answer.to) if answer.status == 301 else answer).status in {200, 303}, link
