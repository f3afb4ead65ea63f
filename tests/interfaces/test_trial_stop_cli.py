"""Danger signs, pauses and stops at the command line."""

from __future__ import annotations

from datetime import date

import pytest
from at_home import WELL, started

from stilla.diary.events import Paused, Stopped
from stilla.errors import BadInput


def test_a_danger_sign_says_112_and_stops(home, papers):
    started(home, papers)
    done = home.at(date(2026, 11, 16)).log("--score", "4", "--taken", "yes", "--side-effect", "svimning", lang="sv")
    assert "112" in done.output
    assert home.last == Stopped("fainting", by="rule")
    assert "avslutat" in home.run("next", lang="sv").output
    assert "over" in home.refused("resume", "--normal")


@pytest.mark.parametrize("words", [("--score", "5"), ("--score", "11"), ("--taken", "yes"), ("--night", "2026-12-24")])
def test_a_danger_sign_is_answered_with_112_even_where_the_entry_is_refused(home, words):
    home.log("--score", "5")
    done = home.log(*words, "--side-effect", "fainting", status=None)
    assert isinstance(done.exception, BadInput)
    assert "ring 112" in done.output


def test_a_danger_sign_in_the_small_hours_is_not_asked_back(home):
    home.log("--score", "5")
    assert "112" in home.at(date(2026, 11, 4), "02:00").log("--side-effect", "confusion").output


def test_fever_pauses_and_48_normal_hours_end_it(home, papers):
    started(home, papers)
    home.at(date(2026, 11, 16)).log("--score", "4", "--side-effect", "feber")
    assert home.last == Paused("ill", by="rule")
    home.at(date(2026, 11, 17)).log("--score", "4")
    assert "--normal" in home.run("next").output
    assert "not before" in home.refused("resume", "--normal")
    home.at(date(2026, 11, 18), "09:00")
    assert "normal for 48 hours" in home.refused("resume")
    assert "Never take a double dose" in " ".join(home.run("resume", "--normal").output.split())
    assert home.record().pause is None


def test_a_new_medicine_pauses_until_the_person_file_knows_it(home, papers, tmp_path):
    started(home, papers)
    home.at(date(2026, 11, 16)).log("--score", "4", "--medicine", "Levaxin")
    assert home.last == Paused("medicine", by="rule")
    assert "check must be run again" in home.refused("resume", "--normal")
    person = papers[0]
    assert "not in the person file" in home.refused("resume", person)
    (tmp_path / "person.toml").write_text(
        WELL.replace('["Alvedon"]', '["Alvedon", {name = "Levaxin", times = ["07:00"]}]')
    )
    home.run("resume", person)
    assert home.record().pause is None


def test_a_person_pauses_resumes_and_stops(home, papers):
    started(home, papers)
    home.run("pause", "--why", "resa")
    assert "paused already" in home.refused("pause")
    home.run("resume")
    home.run("stop", "--why", "vill inte mer", lang="sv")
    assert home.last == Stopped("person", "vill inte mer")
    assert "over already" in home.refused("stop")


def test_a_grave_sign_is_answered_also_where_the_entry_is_refused_and_said_not_to_be_written(home):
    home.log("--score", "5")
    done = home.log("--score", "5", "--side-effect", "no-stool-3-days", status=None)
    assert isinstance(done.exception, BadInput)
    assert "See a doctor today" in done.output
    assert "Nothing was written down" in done.output
    harmless = home.log("--score", "5", "--side-effect", "nausea", status=None)
    assert "Nothing was written down" in harmless.output
    assert "doctor today" not in harmless.output


def test_who_asks_what_to_do_after_a_stop_for_safety_hears_that_first(home, papers):
    started(home, papers)
    home.at(date(2026, 11, 16)).log("--score", "4", "--side-effect", "fainting")
    said = home.run("next").output
    assert said.index("ring 112") < said.index("key.json")


def test_after_an_emergency_opening_the_next_step_is_no_capsules(home, papers):
    started(home, papers)
    home.at(date(2026, 11, 20)).run("open", "--envelope", "--who", "Eva", "--why", "ill")
    assert "opened in an emergency" in home.run("next").output


@pytest.mark.parametrize("command", ["pause", "stop"])
def test_capsules_taken_when_none_should_be_are_kept_and_answered(home, papers, command):
    started(home, papers)
    home.at(date(2026, 11, 16)).run(command)
    assert "when none should" not in home.log("--score", "4", "--taken", "yes").output.replace("\n", " ")
    done = home.at(date(2026, 11, 17)).log("--score", "4", "--taken", "yes")
    assert "when none should be taken" in done.output.replace("\n", " ")
    assert home.record().doses[date(2026, 11, 17)].entry.taken == "yes"
    assert "when none" not in home.at(date(2026, 11, 18)).log("--score", "4", "--taken", "no").output


def test_a_ticked_medicine_must_be_named_before_the_capsules_go_on(home, papers):
    started(home, papers)
    home.at(date(2026, 11, 16)).log("--score", "4", "--unusual", "new-medicine")
    assert "not which" in home.refused("resume", papers[0])
    home.log("--medicine", "Alvedon")
    home.run("resume", papers[0])
    assert home.record().pause is None


def test_start_and_resume_say_the_time_that_keeps_the_distances(home, papers, tmp_path):
    done = started(home, papers)
    assert "Take the capsules at 20:30" in done.output
    home.at(date(2026, 11, 16)).log("--score", "4", "--medicine", "ciprofloxacin")
    (tmp_path / "person.toml").write_text(
        WELL.replace('["Alvedon"]', '["Alvedon", {name = "ciprofloxacin", times = ["08:00", "20:00"]}]')
    )
    assert "Take the capsules at 22:00" in home.run("resume", papers[0]).output
