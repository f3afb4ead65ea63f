"""The trial's pages from the first morning to the answer; and that nothing is told before it."""

from __future__ import annotations

import io
import json
import re
import time
import zipfile
from datetime import timedelta

import pytest

from stilla.diary.events import Answered, Guess, Opened, Paused, Resumed, Started, Stopped
from stilla.interfaces.web import work
from stilla.interfaces.web.pages import trial_plan
from stilla.store.home import HomeStore
from stilla.store.trial import TrialStore
from stilla.trial.forecast import Size
from stilla.trial.protocol import read_protocol
from stilla.trial.seal import check_commitment, open_seal, read_commitment, read_key
from web.a_trial import FIRST, LAST, STATES, trial_in
from web.client import Browser

PAGES = (
    "/trial", "/trial/forecast", "/trial/protocol", "/trial/helper", "/trial/start", "/trial/guess", "/trial/pause",
    "/trial/resume", "/trial/stop", "/trial/emergency", "/trial/answer", "/trial/verify",
)  # fmt: skip
ANSWERS = dict.fromkeys(("changes", "magnesium", "low_magnesium", "diarrhoea", "surgery", "shift_work"), "no")
YES = {"checked": "on", **ANSWERS}
PLAN = {"mid": "1", "design": "8x21", "blinding": "helper", "product": "citrate", **YES}


class File(io.BytesIO):
    """A file as a browser sends it."""

    def __init__(self, content, name):
        super().__init__(content)
        self.name = name


@pytest.fixture
def at(folder):
    """The app of a home in a state: (browser, story)."""

    def opened(state, language="en"):
        story = trial_in(state, folder, language)
        return Browser(folder, language=language).clock(story.now), story

    return opened


@pytest.fixture
def quick(monkeypatch):
    """Few simulated trials, on a bench of its own."""
    monkeypatch.setattr(trial_plan, "FORECAST", Size(5, 5))
    monkeypatch.setattr(trial_plan, "SEALED", Size(5, 5))
    bench = work.Bench()
    monkeypatch.setattr(trial_plan, "BENCH", bench)
    return bench


def written(browser):
    """The person's files, without the copies that the app makes by itself."""
    return {name: content for name, content in browser.files().items() if not name.startswith("backups")}


def last(browser):
    return TrialStore(browser.folder / "trial").events()[-1].body


def waited(browser, path):
    """The page, once its work is done."""
    for _ in range(600):
        page = browser.text(path)
        if 'http-equiv="refresh"' not in page:
            return page
        time.sleep(0.1)
    raise AssertionError(path)


@pytest.mark.parametrize("language", ["en", "sv"])
@pytest.mark.parametrize("state", [*STATES[:-1], pytest.param("finished", marks=pytest.mark.slow)])
def test_every_page_shows_in_every_state_and_writes_nothing(at, state, language):
    browser, _ = at(state, language)
    before = browser.files()
    for path in PAGES:
        page = browser.text(path)
        assert page.count("<h1") == 1, path
        without_lists = re.sub(r"(?s)<dd>.*?</dd>", "", page)  # items of SPENT and CENT are the document's own words
        assert not re.search(r"stilla trial|--[a-z]", re.sub(r"<[^>]+>", " ", without_lists)), path
    assert browser.files() == before


def test_the_one_thing_to_do_leads_to_its_page(at):
    for state, link in (("run-in", "/morning"), ("run-in-done", "/trial/forecast"), ("protocol", "/trial/protocol")):
        browser, _ = at(state)
        assert f'class="button primary" href="{link}"' in browser.text("/trial")
        for each in browser.folder.rglob("*"):
            if each.is_file():
                each.unlink()


def test_the_way_says_what_is_done_and_what_is_now(at):
    browser, _ = at("running")
    page = browser.text("/trial")
    assert page.count('aria-current="step"') == 1
    assert page.count('class="done"') == 5
    assert "Mornings left: 127" in page


def test_while_blinded_no_page_holds_the_order(at):
    browser, story = at("over")
    opened = open_seal(read_protocol(story.protocol), read_commitment(story.commitment), read_key(story.key))
    told = "".join("AP"[1 - each] for each in opened.sequence)
    for path in (*PAGES, "/trial/card.pdf", "/trial/protocol.json", "/trial/export.zip"):
        content = browser.get(path).content
        if path.endswith("zip"):
            with zipfile.ZipFile(io.BytesIO(content)) as packed:
                assert "key.json" not in packed.namelist()
                content = b"".join(packed.read(name) for name in packed.namelist())
        for secret in (told.encode(), *map(str.encode, opened.codes), read_key(story.key).secret.encode()):
            assert secret not in content, path
    for name in ("nights", "hundred-dots", "quantile-dots", "timeline"):
        assert browser.get(f"/trial/answer/{name}/light.svg").status_code == 404


@pytest.mark.usefixtures("quick")
def test_the_forecast_is_computed_beside_the_requests(at):
    browser, _ = at("run-in-done")
    assert browser.get("/trial/forecast/light.svg").status_code == 404
    assert browser.post("/trial/forecast", {"mid": "7"}).status_code == 400
    assert browser.post("/trial/forecast", {"mid": "1"}).status_code == 302
    page = waited(browser, "/trial/forecast")
    assert "8 periods of 21 nights" in page
    assert "Show the numbers" in page
    drawing = browser.get("/trial/forecast/dark-narrow.svg")
    assert drawing["Content-Type"].startswith("image/svg+xml")
    assert browser.get("/trial/forecast/pink.svg").status_code == 404


def test_one_computation_at_a_time(at, quick):
    browser, _ = at("run-in-done")
    held = work.Work(1, lambda told: time.sleep(1.5) or told(1))
    quick.begin("another", held)
    assert "computing something already" in browser.post("/trial/forecast", {"mid": "1"}).content.decode()


def test_a_protocol_says_every_reason_against_it_at_once(at):
    browser, _ = at("run-in")
    page = browser.post("/trial/protocol", {"checked": "on"}).content.decode()
    assert "Choose the least difference" in page
    assert "The run-in is not complete" in page
    assert page.count("never taken for no") == 4
    assert not (browser.folder / "trial" / "protocol.json").exists()


def test_a_refusal_has_its_sources(at):
    browser, _ = at("run-in-done")
    answer = browser.post("/trial/protocol", {**PLAN, "shift_work": "yes"})
    assert answer.status_code == 400
    assert "With shift work" in answer.content.decode()
    assert "/knowledge/sources/stilla-safety-policy" in answer.content.decode()


def test_the_check_must_be_looked_through_first(at):
    browser, _ = at("run-in-done")
    page = browser.post("/trial/protocol", {name: each for name, each in PLAN.items() if name != "checked"})
    assert "Look through your answers in the check first" in page.content.decode()


@pytest.mark.usefixtures("quick")
def test_a_protocol_is_made_sealed_and_started(at, tmp_path):
    browser, _ = at("run-in-done")
    assert browser.post("/trial/protocol", {**PLAN, "spent-9": "In our summer house."}).status_code == 302
    page = waited(browser, "/trial/protocol")
    assert "In our summer house." in page
    plan = read_protocol(browser.get("/trial/protocol.json").content)
    assert (plan.mid, plan.calibrated, plan.design.periods) == (1, True, 8)
    helper = Browser(tmp_path / "helper").clock(browser.moment)
    sent = helper.post("/trial/helper", {"protocol": File(json_of(plan), "protocol.json"), "helper": "Maria 070-1"})
    with zipfile.ZipFile(io.BytesIO(sent.content)) as packed:
        assert sorted(packed.namelist()) == ["commitment.json", "emergency.pdf", "key.json", "packing.pdf"]
        promise, key = read_commitment(packed.read("commitment.json")), read_key(packed.read("key.json"))
        content = packed.read("commitment.json")
        assert packed.read("packing.pdf").startswith(b"%PDF")
    check_commitment(plan, promise)
    assert open_seal(plan, promise, key).sequence
    assert promise.helper == "Maria 070-1"
    assert written(helper) == {}
    browser = Browser(browser.folder).clock(browser.moment)
    assert start(browser, content).status_code == 302
    begun = last(browser)
    assert isinstance(begun, Started)
    assert begun.commitment == promise.commitment
    assert "Never take a double dose" in browser.text("/trial/start")
    assert browser.get("/trial/card.pdf").content.startswith(b"%PDF")


def json_of(plan):
    from stilla.trial.protocol import write_protocol  # noqa: PLC0415  # only here

    return write_protocol(plan)


def start(browser, commitment, **changes):
    night = (browser.moment.date() + timedelta(days=1)).isoformat()
    return browser.post(
        "/trial/start", {**YES, "night": night, "commitment": File(commitment, "commitment.json"), **changes}
    )


def test_a_start_with_open_questions_writes_nothing(at):
    browser, story = at("protocol")
    before = written(browser)
    answer = start(browser, story.commitment, shift_work="unsure")
    assert answer.status_code == 400
    assert "Do you work shifts or at night?" in answer.content.decode()
    assert written(browser) == before


def test_a_foreign_commitment_is_refused(at):
    browser, story = at("protocol")
    foreign = {**json.loads(story.commitment), "trial": "0" * 32}
    answer = start(browser, json.dumps(foreign).encode())
    assert answer.status_code == 400
    assert "not the one that was sealed" in answer.content.decode()


def test_a_medicine_in_the_check_refuses_the_start(at):
    browser, story = at("protocol")
    store = HomeStore(browser.folder)
    store.change(
        lambda kept: type(kept)(**{**asdict(kept), "facts": {**kept.facts, "medicines": ["Gabapentin"]}}), story.now
    )
    assert "You take gabapentin" in start(browser, story.commitment).content.decode()


def asdict(kept):
    return {name: getattr(kept, name) for name in kept.__struct_fields__}


def test_the_seal_is_not_drawn_on_the_persons_own_computer(at):
    browser, story = at("protocol")
    before = written(browser)
    sent = {"protocol": File(story.protocol, "protocol.json")}
    answer = browser.post("/trial/helper", sent)
    assert answer.status_code == 400
    assert "computer of the person in the trial" in answer.content.decode()
    anyway = browser.post("/trial/helper", {"protocol": File(story.protocol, "protocol.json"), "anyway": "on"})
    assert anyway["Content-Type"] == "application/zip"
    assert written(browser) == before


def test_a_file_that_is_no_protocol_is_refused_with_the_reason(client):
    assert "protocol.json" in client.post("/trial/helper", {"helper": "x"}).content.decode()
    answer = client.post("/trial/helper", {"protocol": File(b"{}", "protocol.json")})
    assert answer.status_code == 400
    assert "is missing" in answer.content.decode()


def test_a_guess_is_kept_and_stands(at):
    browser, _ = at("over")
    assert browser.post("/trial/guess", {"period": "8", "guess": "active"}).status_code == 400
    assert "Choose a guess" in browser.post("/trial/guess", {"period": "8"}).content.decode()
    assert browser.post("/trial/guess", {"period": "8", "guess": "active", "sure": "75"}).status_code == 302
    assert last(browser) == Guess(8, "active", 75)
    assert browser.post("/trial/guess", {"period": "8", "guess": "unsure"}).status_code == 400
    assert browser.post("/trial/guess", {"period": "x", "guess": "unsure"}).status_code == 400


def test_pause_and_go_on(at):
    browser, _ = at("running")
    assert browser.post("/trial/pause", {"why": "a journey"}).status_code == 302
    assert last(browser) == Paused("person", "a journey")
    assert "Paused: take no capsules" in browser.text("/trial/pause")
    assert browser.post("/trial/pause").status_code == 400
    assert browser.post("/trial/resume", {}).status_code == 302
    assert isinstance(last(browser), Resumed)
    assert "Never take a double dose" in browser.text("/trial/resume")


def test_stop_at_any_time(at):
    browser, _ = at("running")
    assert browser.post("/trial/stop", {}).status_code == 302
    assert last(browser) == Stopped("person", "")
    assert "Take no more capsules" in browser.text("/trial/stop")
    assert "Open the answer" in browser.text("/trial")


def test_an_emergency_is_written_down_before_anything_is_shown(at):
    browser, story = at("running")
    assert "112" in browser.text("/trial/emergency")
    refused = browser.post("/trial/emergency", {"how": "key", "who": "Dr Ek", "why": "faint"})
    assert "act as if magnesium was taken every day" in refused.content.decode()
    key = File(story.key, "key.json")
    page = browser.post("/trial/emergency", {"how": "key", "who": "Dr Ek", "why": "faint", "key": key}).content.decode()
    assert last(browser) == Opened("Dr Ek", "faint", emergency=True)
    assert "Now: period 2, " in page
    assert page.count('<th scope="row">') == 8
    assert "from now on the trial is not blinded" in browser.text("/trial/emergency").casefold()


def test_an_envelope_is_only_noted(at):
    browser, _ = at("running")
    assert browser.post("/trial/emergency", {"how": "envelope", "who": "Dr Ek", "why": "faint"}).status_code == 302
    assert last(browser) == Opened("Dr Ek", "faint", emergency=True)
    assert browser.post("/trial/emergency", {"how": "envelope", "who": "", "why": ""}).status_code == 400


def test_no_answer_before_the_end(at):
    browser, story = at("running")
    assert "nights are left" in browser.text("/trial/answer")
    before = written(browser)
    answer = browser.post("/trial/answer", {"key": File(story.key, "key.json"), "without": "on"})
    assert answer.status_code == 400
    assert written(browser) == before


@pytest.mark.slow
def test_guesses_first_then_the_key_then_the_answer(at):
    browser, story = at("over")
    assert "Left to guess: period 8" in browser.text("/trial/answer")
    refused = browser.post("/trial/answer", {"key": File(story.key, "key.json")})
    assert "First guess what these periods were: 8" in refused.content.decode()
    browser.post("/trial/guess", {"period": "8", "guess": "unsure"})
    wrong = {**json.loads(story.key), "secret": "0" * 64}
    assert browser.post("/trial/answer", {"key": File(json.dumps(wrong).encode(), "key.json")}).status_code == 400
    assert not (browser.folder / "trial" / "key.json").exists()
    assert browser.post("/trial/answer", {"key": File(story.key, "key.json")}).status_code == 302
    bodies = [each.body for each in TrialStore(browser.folder / "trial").events()[-2:]]
    assert isinstance(bodies[0], Opened)
    assert isinstance(bodies[1], Answered)
    assert "HELPS" in browser.text("/trial/answer")


@pytest.mark.slow
def test_the_answer_says_the_number_before_the_word(at):
    browser, _ = at("finished")
    page = browser.text("/trial/answer")
    assert page.index("in 100") < page.index("HELPS")
    for name in ("hundred-dots", "quantile-dots", "nights", "timeline"):
        for shade in ("light", "dark", "light-narrow", "dark-narrow"):
            assert f"/trial/answer/{name}/{shade}.svg" in page
        assert b"<svg" in browser.get(f"/trial/answer/{name}/light.svg").content
    assert page.count("Show the numbers") == 4
    assert "item by item of the list CENT (44)" in page
    assert "What now" in page


@pytest.mark.slow
def test_the_answer_is_computed_once(at, monkeypatch):
    """Once for its page, its pictures and the doctor's page."""
    browser, _ = at("finished")
    first = browser.text("/trial/answer")
    monkeypatch.setattr("stilla.interfaces.report.making.read_trial", lambda *_: pytest.fail("computed again"))
    assert len(browser.text("/trial/answer")) == len(first)
    assert browser.get("/trial/answer/nights/dark.svg").status_code == 200
    assert browser.get("/report.pdf").content.startswith(b"%PDF")


@pytest.mark.slow
def test_a_changed_file_is_named_with_its_line(at):
    browser, _ = at("finished")
    assert "No change was found" in browser.text("/trial/verify")
    log = browser.folder / "trial" / "log.jsonl"
    lines = log.read_text().split("\n")
    lines[20] = lines[20].replace('"score":', '"score": ')
    log.write_text("\n".join(lines))
    page = browser.text("/trial/verify")
    assert "Something does not fit" in page
    assert "log.jsonl, line 21" in page


@pytest.mark.slow
def test_the_export_can_be_checked_by_others(at, tmp_path):
    from stilla.trial.verify import verify  # noqa: PLC0415  # numpy

    browser, _ = at("finished")
    with zipfile.ZipFile(io.BytesIO(browser.get("/trial/export.zip").content)) as packed:
        packed.extractall(tmp_path / "others")
    assert verify(tmp_path / "others").ok
    assert "nights.csv" in {each.name for each in (tmp_path / "others").iterdir()}


def test_the_invented_trial_is_the_same_each_time():
    assert (LAST - FIRST).days == 167
