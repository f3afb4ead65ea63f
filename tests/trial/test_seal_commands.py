"""Protocol, seal, card, opening, verification and export as people use them."""

from __future__ import annotations

import csv
import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from sealed_examples import STOCKHOLM, protocol

from stilla.diary.events import Began, Night, Opened, Started
from stilla.errors import BadInput
from stilla.interfaces.cli.main import cli
from stilla.store.trial import TrialStore
from stilla.trial.protocol import read_protocol, write_protocol
from stilla.trial.seal import allocate, read_commitment, read_key

PERSON = """
age = 44
sex = "male"
conditions = ["restless-legs"]
medicines = ["Alvedon"]
magnesium = []
bedtime = "22:30"
waketime = "06:30"
ferritin = "120 ug/L"
measured = 2026-11-01
nothing_else = true
"""
SCORES = [5, 6, 4, 7, 5, 6, 3, 6, 5, 7, 6, 4, 5, 6]


def stilla(*words: object):
    done = CliRunner().invoke(cli, ["trial", *map(str, words)])
    if isinstance(done.exception, BadInput):
        return 2, "\n".join(each.sentence("en") for each in done.exception.problems)
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done.exit_code, done.output


def enter(folder: Path, day: date, *bodies: object) -> None:
    at = datetime(day.year, day.month, day.day, 6, 30, tzinfo=UTC)
    TrialStore(folder).append(lambda _: list(bodies), at, STOCKHOLM)


@pytest.fixture
def home(tmp_path):
    """A person after the run-in."""
    (tmp_path / "person.toml").write_text(PERSON)
    first = date(2026, 11, 8)
    enter(tmp_path / "trial", first, Began("the crawling", "en", first), Night(first, score=SCORES[0]))
    for n, score in enumerate(SCORES[1:], start=1):
        enter(tmp_path / "trial", first + timedelta(days=n), Night(first + timedelta(days=n), score=score))
    return tmp_path


def planned(home, *words: object):
    return stilla(
        "protocol", home / "person.toml", "--trial", home / "trial", "--as-of", "2026-11-22", "--lang", "en",
        "--mid", "1", "--trials", "0", "--none-of-these", "-o", home / "protocol.json", *words,
    )  # fmt: skip


def sealed(home, *words: object):
    return stilla(
        "seal", home / "protocol.json", "-o", home / "helper", "--helper", "Karin", "--now", "2026-11-22T18:00",
        "--lang", "en", *words,
    )  # fmt: skip


def started(home) -> None:
    """What `stilla trial start` leaves behind."""
    for name in ("protocol.json", "commitment.json"):
        source = home / name if name == "protocol.json" else home / "helper" / name
        (home / "trial" / name).write_bytes(source.read_bytes())
    plan = read_protocol((home / "protocol.json").read_bytes())
    promise = read_commitment((home / "helper" / "commitment.json").read_bytes())
    first = date(2026, 11, 24)
    enter(home / "trial", date(2026, 11, 23), Started(first, plan.digest, promise.commitment, date(2026, 11, 22), "go"))
    enter(home / "trial", first, Night(first, score=5))


def test_a_protocol_comes_from_the_run_in_and_the_plan(home):
    status, said = planned(home, "--document", home / "protocol.md")
    assert status == 0
    assert "8 periods of 21 nights" in said
    assert "was not set by simulation" in said
    plan = read_protocol((home / "protocol.json").read_bytes())
    assert (plan.dose_mg, plan.outcome.words, plan.scale.nights) == (200, "the crawling", 14)
    assert 'id="spent-20a1"' in (home / "protocol.md").read_text()


def test_a_protocol_is_never_overwritten(home):
    planned(home)
    assert planned(home)[0] == 2


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--design", "8 by 21"], "8x21"),
        (["--design", "7x21"], "divided"),
        (["--design", "8x7"], "full dose"),
        (["--product", "orotate"], "not offered"),
        (["--product", "Magnesium"], "not a salt"),
        (["--product", "Magnesium 250 mg per capsule"], "no suitable number"),
        (["--dose", "250"], "at most 200"),
        (["--mid", "0"], "mid"),
        (["--words", " "], "what you rate"),
        (["--declared", "40"], "not possible"),
    ],
)
def test_what_cannot_be_planned_is_refused_and_nothing_is_written(home, words, says):
    status, said = planned(home, *words)
    assert status == 2
    assert says in said
    assert not (home / "protocol.json").exists()


def test_who_must_not_start_gets_no_protocol(home):
    for extra, says in (
        ('medicines = ["gabapentin"]', "gabapentin"),
        ('medicines = ["Madopark"]', "levodopa"),
    ):
        (home / "person.toml").write_text(PERSON.replace('medicines = ["Alvedon"]', extra))
        status, said = planned(home)
        assert status == 2
        assert says in said.casefold()
    assert not (home / "protocol.json").exists()


def test_the_persons_words_go_into_the_protocol(home):
    (home / "words.toml").write_text('"6a" = "Because I want to know."\n')
    assert planned(home, "--answers", home / "words.toml")[0] == 0
    assert read_protocol((home / "protocol.json").read_bytes()).spent["6a"].text == "Because I want to know."
    (home / "words.toml").write_text("6a = 1\n")
    (home / "protocol.json").unlink()
    assert planned(home, "--answers", home / "words.toml")[0] == 2


def test_the_helper_gets_four_files_and_the_key_is_private(home):
    planned(home)
    status, said = sealed(home)
    assert status == 0
    names = {each.name for each in (home / "helper").iterdir()}
    assert names == {"key.json", "commitment.json", "packing.pdf", "emergency.pdf"}
    assert (home / "helper" / "key.json").stat().st_mode & 0o077 == 0
    assert "send back to the person" in said
    assert read_commitment((home / "helper" / "commitment.json").read_bytes()).helper == "Karin"


def test_sealing_again_draws_nothing_anew(home):
    planned(home)
    sealed(home)
    before = {each.name: each.read_bytes() for each in (home / "helper").iterdir()}
    (home / "helper" / "packing.pdf").unlink()
    (home / "helper" / "commitment.json").unlink()
    status, said = sealed(home)
    assert status == 0
    assert "the same draw stands" in said
    assert {each.name: each.read_bytes() for each in (home / "helper").iterdir()} == before


def test_a_commitment_without_its_key_stops_a_second_draw(home):
    planned(home)
    sealed(home)
    (home / "helper" / "key.json").unlink()
    status, said = sealed(home)
    assert status == 2
    assert "second draw" in said


def test_the_key_never_lies_in_the_persons_folder(home):
    planned(home)
    status, said = stilla("seal", home / "protocol.json", "-o", home / "trial", "--lang", "en")
    assert status == 2
    assert "the person's" in said
    assert not (home / "trial" / "key.json").exists()


def test_a_key_of_another_protocol_is_not_used(home):
    planned(home)
    sealed(home)
    (home / "protocol.json").write_bytes(write_protocol(protocol()))
    assert sealed(home)[0] == 2


def test_nothing_in_the_persons_folder_tells_the_order(home):
    """No secret, no order, no kit code: in no file, in no spelling, the database and its journal among them."""
    planned(home)
    sealed(home)
    started(home)
    stilla("card", "--trial", home / "trial", "-o", home / "trial" / "card.pdf", "--helper", "Karin 070")
    key = read_key((home / "helper" / "key.json").read_bytes())
    opened = allocate(read_protocol((home / "protocol.json").read_bytes()), bytes.fromhex(key.secret))
    held = b"\n".join(each.read_bytes() for each in (home / "trial").iterdir())
    order = opened.sequence
    spellings = [key.secret.encode(), bytes.fromhex(key.secret), *(each.encode() for each in opened.codes)]
    for one, other in (("1", "0"), ("A", "P"), ("active", "placebo")):
        text = [one if each else other for each in order]
        spellings += [between.join(text).encode() for between in ("", ",", ", ", " ")]
    assert not [each for each in spellings if each in held]
    # The control: the helper's pages do tell it.
    assert any(each in (home / "helper" / "key.json").read_bytes() for each in spellings)


def test_the_allocation_is_opened_in_an_emergency_and_written_down(home):
    planned(home)
    sealed(home)
    started(home)
    status, said = stilla(
        "open", "--trial", home / "trial", "--key", home / "helper" / "key.json", "--who", "Karin", "--why", "fainted",
        "--now", "2026-11-25T03:00", "--lang", "en",
    )  # fmt: skip
    assert status == 0
    assert "Now: period 1" in said
    assert "010-456 6700" in said
    last = TrialStore(home / "trial").events()[-1].body
    assert last == Opened("Karin", "fainted", emergency=True)


def test_an_envelope_is_only_written_down(home):
    planned(home)
    sealed(home)
    started(home)
    status, said = stilla(
        "open", "--trial", home / "trial", "--envelope", "--who", "Eva", "--why", "ill", "--now", "2026-11-25T03:00",
        "--json", "--lang", "sv",
    )  # fmt: skip
    assert status == 0
    assert json.loads(said)["periods"] == []
    assert isinstance(TrialStore(home / "trial").events()[-1].body, Opened)


def test_a_wrong_key_in_an_emergency_says_what_to_do_and_is_not_logged(home):
    planned(home)
    sealed(home)
    started(home)
    key = home / "helper" / "key.json"
    key.write_bytes(key.read_bytes().replace(b'"secret": "', b'"secret": "0')[:-1])
    status, said = stilla("open", "--trial", home / "trial", "--key", key, "--who", "K", "--why", "x", "--lang", "en")
    assert status == 2
    assert "Ring 112; act as if magnesium was taken" in said
    assert not isinstance(TrialStore(home / "trial").events()[-1].body, Opened)


@pytest.mark.parametrize("words", [[], ["--envelope", "--key", "k.json"]])
def test_one_way_of_opening_must_be_named(home, words):
    status, said = stilla("open", "--trial", home / "trial", "--who", "K", "--why", "x", *words)
    assert status == 2
    assert "112" in said


def test_verify_and_export_tell_a_third_party(home):
    planned(home)
    sealed(home)
    started(home)
    assert stilla("export", "--trial", home / "trial", "-o", home / "out", "--lang", "en")[0] == 0
    status, said = stilla("verify", home / "out", "--key", home / "helper" / "key.json", "--json", "--lang", "en")
    found = json.loads(said)
    assert status == 0
    assert found["ok"]
    assert len(found["sequence"]) == 8
    assert not (home / "out" / "key.json").exists()
    log = home / "out" / "log.jsonl"
    log.write_bytes(log.read_bytes().replace(b'"score":5', b'"score":2', 1))
    status, said = stilla("verify", home / "out", "--lang", "en")
    assert status == 2
    assert "log.jsonl, line 1" in said or "log.jsonl, line 2" in said


def test_a_key_that_lies_in_the_folder_unopened_tells_nobody(home):
    planned(home)
    sealed(home)
    started(home)
    (home / "trial" / "key.json").write_bytes((home / "helper" / "key.json").read_bytes())
    assert stilla("export", "--trial", home / "trial", "-o", home / "out")[0] == 0
    assert not (home / "out" / "key.json").exists()
    words = ["sleep", "table", "-o", home / "sleep.csv", "--trial", home / "trial", "--data", home]
    done = CliRunner().invoke(cli, [str(each) for each in words])
    assert done.exit_code == 0, done.output
    for name in ("out/nights.csv", "sleep.csv"):
        rows = list(csv.DictReader((home / name).read_text().splitlines()))
        assert {each["period"] for each in rows} - {"", "0"}
        assert {each["arm"] for each in rows} == {""}


def test_a_log_that_differs_from_the_database_is_named(home):
    planned(home)
    sealed(home)
    started(home)
    log = home / "trial" / "log.jsonl"
    log.write_bytes(b"".join(log.read_bytes().splitlines(keepends=True)[:-1]))
    status, said = stilla("verify", home / "trial", "--lang", "en")
    assert status == 2
    assert "diary.sqlite has something else here" in said


def test_export_needs_an_empty_folder(home):
    (home / "out").mkdir()
    (home / "out" / "x").write_text("")
    assert stilla("export", "--trial", home / "trial", "-o", home / "out")[0] == 2


def test_alone_with_a_passphrase_the_key_is_locked(home):
    planned(home, "--blinding", "alone")
    (home / "phrase").write_text("four plain green words\n")
    status, said = sealed(home, "--passphrase-file", home / "phrase")
    assert status == 0
    assert "weaker than a helper" in said
    assert "cipher" in (home / "helper" / "key.json").read_text()
    assert sealed(home, "--passphrase-file", home / "phrase")[0] == 0
    (home / "phrase").write_text("four plain blue words\n")
    assert sealed(home, "--passphrase-file", home / "phrase")[0] == 2


def test_alone_nothing_that_tells_the_order_is_written_before_it_is_asked_for(home):
    planned(home, "--blinding", "alone")
    (home / "phrase").write_text("four plain green words\n")
    words = ("--passphrase-file", home / "phrase")
    said = " ".join(sealed(home, *words)[1].split())
    assert {each.name for each in (home / "helper").iterdir()} == {"key.json", "commitment.json"}
    assert "If you fill them alone, you know it, and the trial is not blinded." in said
    assert "--packing" in said
    assert "for the helper" not in said
    key = (home / "helper" / "key.json").read_bytes()
    (home / "phrase").write_text("four plain blue words\n")
    assert sealed(home, "--packing", *words)[0] == 2
    assert not (home / "helper" / "packing.pdf").exists()
    (home / "phrase").write_text("four plain green words\n")
    status, said = sealed(home, "--packing", *words)
    assert status == 0
    assert "packing.pdf" in said
    assert "No packing sheet was written" not in said
    assert (home / "helper" / "packing.pdf").read_bytes().startswith(b"%PDF")
    assert (home / "helper" / "emergency.pdf").stat().st_mode & 0o077 == 0
    assert (home / "helper" / "key.json").read_bytes() == key
    (home / "helper" / "packing.pdf").unlink()
    (home / "helper" / "emergency.pdf").unlink()
    done = CliRunner().invoke(
        cli,
        ["trial", "seal", str(home / "protocol.json"), "-o", str(home / "helper"), "--packing", "--lang", "sv"],
        input="four plain green words\n",
    )
    assert "Lösenfras" in done.output
    assert "då är försöket inte blindat" in " ".join(done.output.split())
    assert (home / "helper" / "packing.pdf").exists()


def test_an_open_trial_is_labelled(home):
    planned(home, "--blinding", "open")
    assert "everyone knows" in " ".join(sealed(home)[1].split())


def opened(home, now: str):
    return stilla(
        "open", "--trial", home / "trial", "--key", home / "helper" / "key.json", "--who", "Karin", "--why", "fainted",
        "--now", now, "--lang", "en",
    )  # fmt: skip


def test_a_wrong_clock_keeps_nobody_from_an_emergency_opening(home):
    planned(home)
    sealed(home)
    started(home)
    status, said = opened(home, "2020-01-01T03:00")
    assert status == 0
    assert "period 8" in said
    assert "Now: period" not in said
    assert TrialStore(home / "trial").events()[-1].body == Opened("Karin", "fainted", emergency=True)


def test_a_diary_that_cannot_be_written_keeps_nobody_from_an_emergency_opening(home):
    planned(home)
    sealed(home)
    started(home)
    (home / "trial" / "log.jsonl").write_bytes(b"something else\n")
    done = CliRunner().invoke(
        cli,
        ["trial", "open", "--trial", str(home / "trial"), "--key", str(home / "helper" / "key.json"), "--who", "Karin",
         "--why", "fainted", "--now", "2026-11-25T03:00", "--lang", "en"],
    )  # fmt: skip
    assert isinstance(done.exception, BadInput)
    assert "period 8" in done.output
    assert "The opening is written" not in done.output
    assert "Write down on paper" in " ".join(done.output.split())


def test_looks_need_the_simulation_that_places_them(home):
    status, said = planned(home, "--look")
    assert status == 2
    assert "--trials 0" in said


def test_a_card_without_a_telephone_still_says_that_a_helper_has_the_key(home, monkeypatch):
    planned(home)
    written: list[str] = []
    monkeypatch.setattr(
        "stilla.interfaces.paper.trial_pages.card_pdf", lambda card, _: written.append(card.helper) or b"pdf"
    )
    stilla("card", "--trial", home, "-o", home / "card.pdf")
    sealed(home)
    started(home)
    stilla("card", "--trial", home / "trial", "-o", home / "card.pdf")
    assert written == ["hjälparen · the helper", "Karin"]
