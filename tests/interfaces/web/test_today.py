"""Today, the nights, and the page for the middle of the night."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from stilla.interfaces.web.now import PLACES, next_dose
from stilla.interfaces.web.pages.plan import planning_of
from stilla.interfaces.web.pages.restless import AT_NIGHT
from stilla.store.trial import TrialStore
from web.homes import home_in, years_of_nights


def main_of(page):
    return page.split("<main")[1].split("</main")[0]


def test_a_first_visit_goes_to_the_welcome_and_makes_nothing(client):
    assert client.get("/")["Location"] == "/welcome"
    assert not client.folder.exists()


def test_before_any_diary_the_check_comes_first(client):
    client.post("/welcome", {"language": "en", "why": "check"})
    page = main_of(client.text("/"))
    assert "/check/question/" in page
    assert page.index("/check/question/") < page.index("/morning")


def test_with_a_plan_the_next_dose_is_named(client):
    client.clock(home_in("checked", client.folder, "en"))
    assert "/plan" in main_of(client.text("/"))


@pytest.mark.parametrize(
    ("state", "leads"),
    [("run-in", "/morning"), ("run-in-done", ""), ("protocol", ""), ("running", "/morning"), ("over", ""),
     ("finished", "/trial/answer")],
)  # fmt: skip
def test_with_a_diary_one_thing_is_to_be_done(client, state, leads):
    client.clock(home_in(state, client.folder, "en"))
    page = main_of(client.text("/"))
    assert page.count("button primary") <= 1
    assert leads in page
    assert "streak" not in page
    assert "stilla trial" not in page


def test_the_mornings_left_are_said_while_a_trial_runs_and_not_after(client):
    client.clock(home_in("running", client.folder, "en"))
    assert "Mornings left" in client.text("/")
    assert "How to stop" in client.text("/")


def test_every_place_is_an_address_of_the_app(client):
    client.clock(home_in("finished", client.folder, "en"))
    for address in set(PLACES.values()):
        assert client.get(address).status_code in {200, 302, 303}, address


def test_the_next_dose_is_tomorrows_once_todays_is_past(client):
    from stilla.interfaces.web.desk import Desk  # noqa: PLC0415  # Django is set up by the client

    home_in("checked", client.folder, "en")
    planning = planning_of(Desk(client.home))
    found = next_dose(planning, datetime(2026, 11, 22, 0, 0))  # noqa: DTZ001  # the clock on the wall
    late = next_dose(planning, datetime(2026, 11, 22, 23, 59))  # noqa: DTZ001  # as above
    assert found is None or (found[0] is False and late is not None and late[0] is True)


@pytest.mark.parametrize("pressed", range(len(AT_NIGHT) + 1))
def test_the_restless_page_shows_no_clock_and_keeps_nothing(client, pressed):
    page = client.text(f"/restless/{pressed}" if pressed else "/restless")
    assert 'class="night"' in page
    assert main_of(page).count('class="button') == 1
    assert "06:30" not in page
    assert "/urgent" in page
    assert not client.folder.exists()


def test_the_restless_page_ends_where_it_began(client):
    assert client.get(f"/restless/{len(AT_NIGHT) + 1}").status_code == 404
    assert '"/restless/1"' in client.text(f"/restless/{len(AT_NIGHT)}").replace("'", '"')


def test_nights_without_a_diary(client):
    assert "no night yet" in client.text("/nights")
    assert client.get("/nights/2026-11/light.svg").status_code == 404


def test_a_month_shows_missing_as_missing_and_what_was_replaced(client):
    client.post("/morning/2026-11-19", {"answer": "save", "score": "6"})
    client.post("/morning/2026-11-22", {"answer": "save", "score": "3"})
    client.post("/morning/2026-11-22", {"answer": "replace", "score": "4", "why": "slip"})
    page = main_of(client.text("/nights"))
    assert page.count("<em>missing</em>") == 1  # the twentieth
    assert page.count("<em>not answered yet</em>") == 1  # the twenty-first, until noon
    assert "replaced 3: slip" in page
    assert "written late" in page


@pytest.mark.parametrize(
    ("state", "shown"), [("run-in", True), ("running", False), ("over", False), ("finished", True)]
)
def test_a_picture_only_where_nothing_is_blinded(client, state, shown):
    client.clock(home_in(state, client.folder, "en"))
    page = client.text("/nights")
    assert ("<img" in page) is shown
    month = client.moment.strftime("%Y-%m")
    answer = client.get(f"/nights/{month}/dark.svg")
    assert answer.status_code == (200 if shown else 404)
    if shown:
        assert answer.content.startswith(b"<svg")
        assert client.get(f"/nights/{month}/loud.svg").status_code == 404


def test_in_a_trial_no_mean_and_no_arm_is_shown(client):
    client.clock(home_in("running", client.folder, "en"))
    page = main_of(client.text("/nights")).casefold()
    assert "means and pictures come with the answer" in page
    assert "placebo" not in page
    assert "active" not in page


@pytest.mark.parametrize(
    "path", ["/nights/2026-13", "/nights/0-1", "/nights/99999999999999999-1", "/nights/1999-01", "/nights/2027-01"]
)
def test_a_month_that_the_diary_has_not_is_missing(client, path):
    client.post("/morning/2026-11-22", {"answer": "save", "score": "3"})
    assert client.get(path).status_code == 404


@pytest.mark.slow
def test_twenty_years_of_nights_are_shown_a_month_at_a_time(client):
    years_of_nights(client.folder)
    assert len(TrialStore(client.folder / "trial").record().nights) == 7300
    page = client.text("/nights")
    assert main_of(page).count('scope="row"') <= 31
    first = TrialStore(client.folder / "trial").record().first_night
    assert isinstance(first, date)
    assert main_of(client.text(f"/nights/{first:%Y-%m}")).count('scope="row"') <= 31
    assert len(page) < 60_000


@pytest.mark.parametrize(("hour", "still"), [("2026-05-10T20:00", True), ("2026-05-13T20:00", False)])
def test_a_danger_sign_of_this_morning_is_still_said_in_the_evening(client, hour, still):
    client.clock(home_in("run-in", client.folder, "en"))
    client.post("/morning/2026-05-10", {"answer": "noted", "sign": "chest-pain"})
    client.clock(datetime.fromisoformat(hour).astimezone())
    page = main_of(client.text("/"))
    assert ("called-for" in page) is still
    for path in ("/check/answer", "/plan"):
        assert ("called-for" in client.text(path)) is still
    assert ("112" in page) is still


def test_a_mild_complaint_does_not_stay_on_the_first_page(client):
    client.clock(home_in("run-in", client.folder, "en"))
    client.post("/morning/2026-05-10", {"answer": "noted", "effect-headache": "1"})
    assert "called-for" not in main_of(client.text("/"))
