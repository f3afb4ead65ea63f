"""`stilla trial start`, and the story from the first morning to the first guess."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from at_home import chain_bytes, started

from stilla.diary.events import Amended, Guess, Started
from stilla.interfaces.cli import trial_admission
from trial import sealed_examples


def test_the_whole_story_to_the_first_guess(home, papers):
    done = started(home, papers)
    assert "the night to Sunday 15 November" in done.output
    assert "Never take a double dose" in done.output
    assert done.output.count("--none-of-these was said") == 6
    start = home.record().started
    assert (start.first_night, start.periods, start.nights, start.verdict) == (date(2026, 11, 15), 8, 21, "go")
    assert start.fluid_medicine is False
    assert sorted(each.name for each in home.store.folder.iterdir()) == [
        "commitment.json", "diary.sqlite", "log.jsonl", "protocol.json",
    ]  # fmt: skip
    assert "bag 1" in home.run("next").output
    for n in range(21):
        home.at(date(2026, 11, 15) + timedelta(days=n))
        assert "trial log" in home.run("next").output
        home.log("--score", "4", "--taken", "yes")
    assert "Period 1 is over" in home.run("next").output
    assert "not over" in home.refused("guess", "--period", "2", "--active", "--sure", "60")
    home.run("guess", "--period", "1", "--active", "--sure", "60")
    assert home.last == Guess(1, "active", 60)
    assert "bag 2" in home.run("next").output
    assert "first guess stands" in home.refused("guess", "--period", "1", "--unsure")


def test_a_second_start_is_refused(home, papers):
    started(home, papers)
    assert "started already" in home.refused("start", *papers, "--none-of-these")


def test_a_start_without_answers_names_each_question_and_writes_nothing(home, papers):
    home.run_in()
    done = home.run("start", *papers, status=2)
    for flag in ("--no-changes-4-weeks", "--no-magnesium-4-weeks", "--no-recurrent-diarrhoea", "--no-shift-work"):
        assert flag in done.output
    assert home.record().started is None
    assert not (home.store.folder / "protocol.json").exists()
    swedish = home.run("start", *papers, lang="sv", status=2).output
    assert "Inte nu" in swedish
    assert "aldrig som nej" in swedish


def test_each_flag_answers_its_question_without_an_assumption(home, papers):
    home.run_in()
    flags = [f"--{flag}" for flag, _ in trial_admission.FLAGS.values()]
    done = home.run("start", *papers, *flags)
    assert "none-of-these" not in done.output
    assert isinstance(home.last, Started)


def test_at_a_terminal_the_open_questions_are_asked(home, papers, monkeypatch):
    home.run_in()
    monkeypatch.setattr(trial_admission, "at_a_terminal", lambda: True)
    done = home.run("start", *papers, status=2, stdin="n\nwhat\nn\nn\ny\n")
    assert "With shift work" in done.output
    assert home.record().started is None
    home.run("start", *papers, stdin="n\nn\nn\nn\n")
    assert home.record().started is not None


def test_i_do_not_know_at_the_terminal_refuses(home, papers, monkeypatch):
    home.run_in()
    monkeypatch.setattr(trial_admission, "at_a_terminal", lambda: True)
    assert "never taken for no" in home.run("start", *papers, status=2, stdin="\n\n\n\n").output


def test_a_calm_run_in_can_be_let_through_and_stands_in_the_log(home, papers):
    home.run_in(score=1).at(date(2026, 11, 14), "18:00")
    assert "too calm" in home.run("start", *papers, "--none-of-these", status=2).output
    home.run("start", *papers, "--none-of-these", "--despite-few-symptoms")
    assert home.record().amended == (Amended("few-symptoms", "asked for at the start"),)


def test_a_commitment_of_another_protocol_is_refused(home, papers, tmp_path):
    home.run_in()
    other = sealed_examples.protocol(id="f" * 32)
    (tmp_path / "commitment.json").write_bytes(chain_bytes(sealed_examples.sealed(other).commitment))
    assert home.refused("start", *papers, "--none-of-these")
    assert home.record().started is None


def test_papers_that_are_missing_are_named(home, papers):
    home.run_in()
    assert "protocol.json" in home.refused("start", papers[0], "--none-of-these")


def test_another_protocol_in_the_folder_is_never_written_over(home, papers):
    home.run_in()
    (home.store.folder / "protocol.json").write_text("{}")
    assert "another one already" in home.refused("start", *papers, "--none-of-these")
    assert (home.store.folder / "protocol.json").read_text() == "{}"


@pytest.mark.parametrize(("night", "fits"), [("2026-11-15", True), ("2026-11-14", False), ("2026-12-15", False)])
def test_the_first_night_can_be_wished_for(home, papers, night, fits):
    home.run_in().at(date(2026, 11, 14), "18:00")
    if fits:
        home.run("start", *papers, "--none-of-these", "--first-night", night)
        assert home.record().started.first_night == date.fromisoformat(night)
    else:
        assert "first night lies between" in home.refused("start", *papers, "--none-of-these", "--first-night", night)
