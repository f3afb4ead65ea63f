"""`status`, `next`, `guess` and the published forms of the diary's commands."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date, timedelta

import click
import jsonschema
import msgspec
import pytest
from at_home import Home, started
from click.testing import CliRunner

from stilla.diary.events import Complaint, Dose, Night
from stilla.interfaces.cli.main import cli
from stilla.interfaces.forms.trial_diary import LoggedForm, NextForm, StartForm, StatusForm
from trial import sealed_examples


@pytest.mark.parametrize("command", ["pause", "stop"])
def test_what_is_refused_of_an_empty_diary_makes_no_folder(home, command):
    assert "not started" in home.refused(command)
    assert not home.store.folder.exists()


def test_before_the_start_there_is_nothing_to_stop(home):
    home.log("--score", "5")
    for command in ("pause", "stop"):
        assert "not started" in home.refused(command)
    assert "no such period" in home.refused("guess", "--period", "1", "--active", "--sure", "50")


def test_capsules_are_noted_only_for_nights_of_the_trial(home, papers):
    started(home, papers)
    assert "before this night" in home.refused("log", "--taken", "yes", "--night", "2026-11-14")
    home.at(date(2026, 11, 15)).log("--taken", "late", "--taken-at", "23.40")
    assert home.last == Dose(date(2026, 11, 15), "late", "23:40")
    home.log("--taken", "no", "--replace", "--why", "fel")
    assert home.record().doses[date(2026, 11, 15)].entry.taken == "no"


def test_a_guess_needs_to_say_how_sure(home, papers):
    started(home, papers)
    assert "how sure" in home.refused("guess", "--period", "1", "--active")
    assert "--active, --placebo" in home.refused("guess", "--period", "1")


def test_the_json_of_each_command_has_the_published_form(home, papers):
    def answer(form, command, *words, status=0):
        found = json.loads(home.run(command, *words, "--json", status=status).output)
        jsonschema.validate(found, msgspec.json.schema(form))
        return found

    assert answer(NextForm, "next")["do"] == "begin"
    logged = answer(LoggedForm, "log", "--score", "5", "--side-effect", "fainting")
    assert (logged["night"], logged["kinds"]) == ("2026-11-01", ["began", "night", "side-effect"])
    assert logged["actions"][0]["urgency"] == "now"
    assert answer(StatusForm, "status")["run_in"]["answered"] == 1
    refusal = answer(StartForm, "start", *papers, status=2)
    assert refusal["started"] is False
    assert {"open-shift_work", "run-in"} <= {each["id"] for each in refusal["refusals"]}


def _numbers_only_differ_in_scores(home_a, home_b):
    return [home.run("status").output + home.run("status", "--json").output for home in (home_a, home_b)]


def test_status_and_next_say_nothing_of_the_scores(tmp_path, papers):
    """Two people whose nights differ as night and day see the same, in every state."""
    homes = []
    for name, scores in (("a", (1, 9)), ("b", (9, 1))):
        home = Home(tmp_path / name)
        started(home, papers)
        for n in range(5):
            home.at(date(2026, 11, 15) + timedelta(days=n)).log("--score", str(scores[n % 2]), "--taken", "yes")
        homes.append(home)
    one, other = _numbers_only_differ_in_scores(*homes)
    assert one == other
    assert homes[0].run("next").output == homes[1].run("next").output
    assert "mean" not in one
    assert "would give the capsules away" in one


@pytest.mark.parametrize("lang", ["en", "sv"])
def test_status_reads_well_from_nothing_to_the_stop(home, papers, lang):
    assert home.run("status", lang=lang).output.strip()
    started(home, papers)
    assert "8" in home.at(date(2026, 11, 15)).run("status", lang=lang).output
    home.run("stop")
    assert {"en": "stopped", "sv": "avslutat"}[lang] in home.run("status", lang=lang).output


def test_a_diary_that_is_gone_is_not_taken_for_one_that_never_was(home):
    home.log("--score", "5")
    home.store.file.unlink()
    for command in ("status", "next"):
        assert "diary is missing" in home.refused(command)
    assert "Nothing was written" in home.refused("log", "--score", "4")


def test_the_answers_end_when_the_seal_is_opened(home, papers):
    from stilla.diary.events import Opened  # noqa: PLC0415  # only here

    started(home, papers)
    home.store.append(
        lambda _: [Opened("helper", "accident", emergency=True)], home_moment(home), sealed_examples.STOCKHOLM
    )
    home.at(date(2026, 11, 16))
    assert "seal has been opened" in home.refused("log", "--score", "5")
    assert "too late" in home.refused("guess", "--period", "1", "--unsure")
    home.log("--side-effect", "huvudvärk")
    assert home.last == Complaint(date(2026, 11, 16), "headache")


def home_moment(home):
    from datetime import datetime  # noqa: PLC0415  # only here

    return datetime.fromisoformat(home.now).replace(tzinfo=sealed_examples.STOCKHOLM)


def test_a_note_is_kept_word_for_word(home):
    home.log("--score", "5", "--note", "“ont”, =2+2; å")
    assert isinstance(home.last, Night)
    assert home.last.note == "“ont”, =2+2; å"


def test_help_names_every_command_of_the_diary():
    for command in ("log", "next", "status", "guess", "start", "pause", "resume", "stop"):
        done = CliRunner().invoke(cli, ["trial", command, "--help"])
        assert done.exit_code == 0
        assert "--trial" in done.output
        assert click.unstyle(done.output)


@pytest.mark.parametrize("command", ["log", "next", "status", "guess", "pause"])
def test_the_commands_of_every_morning_start_without_the_analysis(command):
    """NumPy takes longer to start than an answer should."""
    looked = f"import sys; import stilla.interfaces.cli.trial_{ {'pause': 'stop'}.get(command, command) }; "
    done = subprocess.run(
        [sys.executable, "-c", looked + "print({'numpy', 'scipy', 'rich'} & set(sys.modules))"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout.strip() == "set()"
