"""The diary at the command line: the story from the first morning to the last, and every slip of the finger."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date, timedelta

import click
import jsonschema
import msgspec
import pytest
from click.testing import CliRunner

from stilla.diary import chain
from stilla.diary.events import Amended, Complaint, Dose, Guess, Night, Paused, Started, Stopped
from stilla.diary.record import record_of
from stilla.errors import BadInput
from stilla.interfaces.cli import trial_admission, trial_log
from stilla.interfaces.cli.main import cli
from stilla.interfaces.trial_diary_form import LoggedForm, NextForm, StartForm, StatusForm
from stilla.store.trial import TrialStore
from trial import sealed_examples

FIRST = date(2026, 11, 1)
WELL = """
age = 44
sex = "male"
conditions = ["restless-legs"]
medicines = ["Alvedon"]
magnesium = []
ferritin = {value = "120 ug/L", measured = 2026-10-01}
bedtime = "22:30"
waketime = "06:30"
"""


class Home:
    """One person's folder, their clock, and the commands they type."""

    def __init__(self, folder):
        self.folder = folder
        self.store = TrialStore(folder / "trial")
        self.now = "2026-11-01T07:30"

    def run(self, command, *words, lang="en", status=0, stdin=None):
        place = ["--trial", str(self.store.folder), "--now", self.now]
        done = CliRunner().invoke(cli, ["trial", command, *words, *place, "--lang", lang], input=stdin)
        if status is not None:
            assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
            assert done.exit_code == status, done.output
        return done

    def log(self, *words, **kwargs):
        return self.run("log", *words, **kwargs)

    def refused(self, command, *words, lang="en") -> str:
        done = self.run(command, *words, lang=lang, status=None)
        assert isinstance(done.exception, BadInput), (done.output, done.exception)
        return " ".join(each.sentence(lang) for each in done.exception.problems)

    def at(self, day: date, clock: str = "07:30"):
        self.now = f"{day}T{clock}"
        return self

    def run_in(self, score=5):
        for n in range(14):
            self.at(FIRST + timedelta(days=n)).log("--score", str(score))
        return self

    def record(self):
        return record_of(self.store.events())

    @property
    def last(self):
        return self.store.events()[-1].body


@pytest.fixture
def home(tmp_path):
    return Home(tmp_path)


@pytest.fixture
def papers(tmp_path):
    """Person file, protocol and commitment as the helper sends them back."""
    plan = sealed_examples.protocol()
    sealed = sealed_examples.sealed(plan)
    (tmp_path / "person.toml").write_text(WELL)
    (tmp_path / "protocol.json").write_bytes(chain_bytes(plan))
    (tmp_path / "commitment.json").write_bytes(chain_bytes(sealed.commitment))
    return [
        str(tmp_path / "person.toml"),
        "--protocol", str(tmp_path / "protocol.json"),
        "--commitment", str(tmp_path / "commitment.json"),
    ]  # fmt: skip


def chain_bytes(value):
    from stilla.diary.canonical import pretty  # noqa: PLC0415  # only for the papers

    return pretty(value)


def started(home, papers, *words, status=0):
    home.run_in().at(date(2026, 11, 14), "18:00")
    return home.run("start", *papers, "--none-of-these", *words, status=status)


def test_the_first_morning_opens_the_diary_and_says_one_calm_line(home):
    done = home.log("--score", "6", "--sleep", "6h20", lang="sv")
    assert done.output == "Sparat: natten till söndag 1 november.\n"
    [began, night] = [each.body for each in home.store.events()]
    assert (began.language, began.first_night) == ("sv", FIRST)
    assert "benen" in began.words
    assert (night.score, night.sleep_minutes, night.recalled) == (6, 380, False)


def test_everything_a_morning_can_say(home):
    home.log(
        "--score", "0", "--latency", "45", "--awakenings", "3", "--tiredness", "7", "--unusual", "alkohol",
        "--unusual", "travel", "--own", "steps=8000", "--note", "ont", "--irls", "17", "--side-effect", "lös mage:1",
        "--words", "krypet",
    )  # fmt: skip
    record = home.record()
    night = record.nights[FIRST].entry
    assert (night.score, night.latency_minutes, night.awakenings, night.tiredness) == (0, 45, 3, 7)
    assert (night.unusual, night.own, night.note) == (("alcohol", "travel"), {"steps": 8000.0}, "ont")
    assert record.began.words == "krypet"
    assert record.weekly[FIRST].entry.irls_total == 17
    assert [(each.entry.what, each.entry.severity) for each in record.complaints] == [("loose-stools", 1)]


def test_cannot_is_an_answer_without_a_score(home):
    home.log("--cannot")
    entry = home.record().nights[FIRST].entry
    assert entry.cannot
    assert entry.score is None


@pytest.mark.parametrize(
    ("words", "en", "sv"),
    [
        (("--score", "11"), "whole number from 0 to 10", "heltal från 0 till 10"),
        (("--score", "hög"), "whole number", "heltal"),
        (("--score", "4,5"), "whole number", "heltal"),
        (("--score", "-1"), "whole number", "heltal"),
        (("--score", "٣"), "whole number", "heltal"),
        (("--score", "1e1"), "whole number", "heltal"),
        (("--score", "nan"), "whole number", "heltal"),
        (("--score", "5", "--cannot"), "one of the two", "ett av dem"),
        (("--sleep", "6h"), "--score 0–10", "--score 0–10"),
        (("--score", "5", "--sleep", "6"), "length of time", "tid på högst"),
        (("--score", "5", "--sleep", "25h"), "24 hours", "24 timmar"),
        (("--score", "5", "--sleep", "6h70"), "length of time", "tid på högst"),
        (("--score", "5", "--latency", "13h"), "12 hours", "12 timmar"),
        (("--score", "5", "--awakenings", "51"), "0 to 50", "0 till 50"),
        (("--score", "5", "--tiredness", "trött"), "0 to 10", "0 till 10"),
        (("--score", "5", "--unusual", "ufo"), "none of: late-coffee", "inget av: late-coffee"),
        (("--score", "5", "--note", "x" * 1000), "at most 500 characters", "högst 500 tecken"),
        (("--score", "5", "--note", "a\x1bb"), "on one line", "på en rad"),
        (("--score", "5", "--own", "=3"), "name and a number", "namn och ett tal"),
        (("--score", "5", "--own", "steps=1.000"), "can be read as", "kan läsas som"),
        (("--score", "5", "--own", "steps=nan"), "not a number", "inte ett tal"),
        (("--score", "5", "--own", "steps=1e9"), "not a number", "inte ett tal"),
        (("--score", "5", "--own", "steps=2000000"), "At most", "Högst"),
        (("--score", "5", *["--own", "a=1"] * 21), "At most 20", "Högst 20"),
        (("--irls", "41"), "0 to 40", "0 till 40"),
        (("--side-effect", "konfushon"), "not known here", "känns inte igen"),
        (("--side-effect", "fever:4"), "1 (mild)", "1 (lindrig)"),
        (("--medicine", "X:bigger"), "new, stopped or dose", "new, stopped eller dose"),
        (("--taken", "yes"), "no capsules", "inga kapslar"),
        (("--score", "5", "--taken-at", "23:10"), "--taken late", "--taken late"),
        (("--score", "5", "--replace"), "Say why", "Skriv varför"),
        (("--score", "5", "--night", "2026-11-02"), "still to come", "har inte varit än"),
        (("--score", "5", "--night", "22/11"), "not a day", "inte en dag"),
    ],
)
def test_what_cannot_be_meant_is_a_sentence_in_both_languages_and_writes_nothing(home, words, en, sv):
    assert en in home.refused("log", *words)
    assert sv in home.refused("log", *words, lang="sv")
    assert home.store.events() == ()


def test_a_night_before_the_first_and_a_twin_are_refused(home):
    home.log("--score", "5")
    assert "before the first" in home.refused("log", "--score", "5", "--night", "2026-10-31")
    assert "entry already" in home.refused("log", "--score", "6")
    home.log("--score", "6", "--replace", "--why", "wrong night")
    standing = home.record().nights[FIRST]
    assert (standing.entry.score, standing.entry.why, standing.earlier[0].score) == (6, "wrong night", 5)


def test_a_gap_stays_missing_and_a_late_answer_is_marked(home):
    home.log("--score", "5")
    done = home.at(date(2026, 11, 4)).log("--score", "3", "--night", "2026-11-02")
    assert "more than a day late" in done.output
    record = home.record()
    assert record.nights[date(2026, 11, 2)].entry.recalled
    assert date(2026, 11, 3) not in record.nights


def test_in_the_small_hours_it_is_asked_which_night(home):
    home.at(date(2026, 11, 2), "00:30")
    assert "two nights" in home.refused("log", "--score", "5")
    home.log("--score", "5", "--night", "2026-11-01")
    assert home.record().nights[FIRST].entry.score == 5


@pytest.mark.parametrize(("now", "says"), [("2026-03-29T02:30", "did not come"), ("2026-10-25T02:30", "came twice")])
def test_a_time_the_clock_skipped_or_showed_twice_is_asked_back(home, now, says):
    home.now = now
    assert says in home.refused("log", "--score", "5")


def test_which_of_two_half_past_twos_can_be_said(home):
    home.now = "2026-10-25T02:30+01:00"
    home.log("--score", "5", "--night", "2026-10-25")
    assert home.store.events()[0].at == "2026-10-25T01:30:00Z"


@pytest.mark.parametrize("now", ["yesterday", "2026-11-01", "", "1826-11-01T07:30"])
def test_a_now_that_is_none_is_refused(home, now):
    home.now = now
    assert "not a moment" in home.refused("log", "--score", "5")


def test_another_zone_is_kept_with_each_entry(home):
    home.log("--score", "5", "--zone", "America/New_York")
    event = home.store.events()[-1]
    assert (event.zone, event.local, event.at) == ("America/New_York", "2026-11-01T07:30:00", "2026-11-01T12:30:00Z")
    assert "time zone" in home.refused("log", "--score", "5", "--zone", "Mars/Olympus")


def test_without_a_terminal_it_says_what_to_type(home):
    assert "stilla trial log --score" in home.refused("log")


def test_at_a_terminal_five_questions_are_asked_and_slips_asked_again(home, monkeypatch):
    monkeypatch.setattr(trial_log, "at_a_terminal", lambda: True)
    done = home.log(stdin="elva\n11\n6\n6\n6h20\n\nufo\nalcohol\nloose stools\n", lang="en")
    assert done.output.count("whole number") == 2
    record = home.record()
    night = record.nights[FIRST].entry
    assert (night.score, night.sleep_minutes, night.unusual) == (6, 380, ("alcohol",))
    assert record.complaints[0].entry.what == "loose-stools"


def test_in_the_trial_the_terminal_asks_for_the_capsules(home, papers, monkeypatch):
    started(home, papers)
    monkeypatch.setattr(trial_log, "at_a_terminal", lambda: True)
    home.at(date(2026, 11, 15)).log(stdin="6\n\nkanske\nsent\n\n\n", lang="sv")
    assert home.record().doses[date(2026, 11, 15)].entry.taken == "late"


def test_the_wording_is_chosen_once(home):
    home.log("--score", "5")
    assert "stays the same" in home.refused("log", "--cannot", "--night", "2026-11-01", "--words", "annat")


def test_after_the_last_period_there_are_no_capsules(home, papers):
    started(home, papers)
    home.at(date(2027, 6, 1))
    assert "last period was over" in home.refused("log", "--taken", "yes")
    home.log("--side-effect", "not drinking", "--side-effect", "not-drinking")
    assert home.record().pause is None


def test_a_folder_that_cannot_be_made_is_a_sentence(home):
    (home.folder / "file").write_text("")
    home.store = TrialStore(home.folder / "file" / "trial")
    assert "cannot be made" in home.refused("log", "--score", "5")


def test_a_question_mark_at_the_terminal_is_cannot(home, monkeypatch):
    monkeypatch.setattr(trial_log, "at_a_terminal", lambda: True)
    home.log(stdin="?\n\n\n\n\n", lang="sv")
    assert home.record().nights[FIRST].entry.cannot


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


class TestPaper:
    @pytest.mark.parametrize("text", ['night,"score\n2026-11-01,5\n', 'night\n"2026-11-01\n'])
    def test_a_quotation_mark_that_does_not_end_is_a_sentence(self, home, text):
        file = home.folder / "paper.csv"
        file.write_text(text)
        assert "does not end" in home.refused("log", "--file", str(file))

    def test_old_line_ends_are_line_ends(self, home):
        home.at(date(2026, 11, 6))
        self.table(home, b"night,score\r2026-11-01,5\r2026-11-02,4\r")
        assert len(home.record().nights) == 2

    def test_nights_are_kept_and_said_also_where_the_rest_cannot_be_set_aside(self, home):
        home.at(date(2026, 11, 6))
        (home.folder / "paper-set-aside.csv").mkdir()
        _, done = self.table(home, "night,score\n2026-11-05,5\n2026-11-06,55\n", status=3)
        assert "Saved: 1 nights" in done.output
        assert "could not be written" in done.output

    def test_the_wording_opens_the_diary_and_what_is_said_of_one_night_is_refused(self, home):
        home.at(date(2026, 11, 6))
        self.table(home, "night,score\n2026-11-01,5\n2026-11-06,4\n", "--words", "krypet")
        assert home.record().began.words == "krypet"
        file = str(home.folder / "paper.csv")
        assert "stays the same" in home.refused("log", "--file", file, "--words", "annat")
        assert "--score, --taken" in home.refused("log", "--file", file, "--score", "3", "--taken", "yes")

    def test_nights_from_paper_that_count_as_late_are_said(self, home):
        home.at(date(2026, 11, 6))
        _, done = self.table(home, "night,score\n2026-11-01,5\n2026-11-06,4\n", lang="sv")
        assert "1 av dem räknas som nedskrivna mer än ett dygn senare" in done.output.replace("\n", " ")

    def table(self, home, text, *words, status=0, name="paper.csv", lang="en"):
        file = home.folder / name
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        return file, home.log("--file", str(file), *words, status=status, lang=lang)

    def test_good_rows_are_kept_in_one_go_and_bad_ones_set_aside(self, home):
        home.at(date(2026, 11, 6))
        text = (
            "night;score;cannot;sleep;unusual;side_effect;entered\n"
            "2026-11-01;5;;6h20;alkohol+resa;;2026-11-01 07:10\n"
            "2026-11-02;;x;;;;2026-11-02 08:00\n"
            "2026-11-03;elva;;;;;\n"
            "2026-11-03;4;;;;;\n"
            "2026-11-09;4;;;;;\n"
            "first of november;4;;;;;\n"
            "2026-11-05;4;;;;;2026-11-04 07:00\n"
            "2026-11-05;;;6h;;;\n"
            "2026-11-05;4;;;;;;;extra\n"
            "2026-11-04;=1+1;;;;;\n"
            "\n"
            "2026-11-05;3;;;;;2026-11-07 07:00\n"
        )
        file, done = self.table(home, text, status=3)
        record = home.record()
        assert list(record.nights) == [FIRST + timedelta(days=n) for n in range(3)]
        assert record.first_night == FIRST
        night = record.nights[FIRST].entry
        assert (night.score, night.sleep_minutes, night.unusual) == (5, 380, ("alcohol", "travel"))
        assert not night.recalled
        assert night.entered == "2026-11-01T07:10:00+01:00"
        assert record.nights[date(2026, 11, 2)].entry.cannot
        assert record.nights[date(2026, 11, 3)].entry.recalled
        assert len({each.at for each in home.store.events()}) == 1
        aside = file.with_name("paper-set-aside.csv").read_text().splitlines()
        assert [line.split(",")[0] for line in aside] == ["line", "4", "6", "7", "8", "9", "10", "11", "13"]
        assert ",'=1+1," in aside[7]
        assert "8 rows" in done.output

    def test_the_same_table_twice_changes_nothing(self, home):
        home.at(date(2026, 11, 3))
        text = "night,score,entered\n2026-11-01,5,2026-11-01T07:10\n2026-11-02,6,\n"
        self.table(home, text)
        before = len(home.store.events())
        _, done = self.table(home, text)
        assert "0 nights; 2 were here" in done.output
        assert len(home.store.events()) == before

    def test_a_row_without_an_answer_or_with_another_word_is_set_aside(self, home):
        text = "night,score,taken,note\n2026-11-01,,,\n2026-11-01,5,perhaps,\n2026-11-01,5,,hej\n"
        _, done = self.table(home, text, status=3)
        assert "neither" in done.output or "no score" in done.output
        assert home.record().nights[FIRST].entry.note == "hej"

    def test_a_row_that_contradicts_the_diary_is_set_aside(self, home):
        home.log("--score", "5")
        _, done = self.table(home, "night,score\n2026-11-01,6\n", status=3)
        assert "entry already" in done.output
        assert home.record().nights[FIRST].entry.score == 5

    def test_doses_are_copied_and_rules_act(self, home, papers):
        started(home, papers)
        home.at(date(2026, 11, 16))
        text = "night,score,taken,taken_at,side_effect\n2026-11-15,5,late,23:10,\n2026-11-16,6,yes,,feber\n"
        self.table(home, text)
        assert home.record().doses[date(2026, 11, 15)].entry.at == "23:10"
        assert home.last == Paused("ill", by="rule")
        assert isinstance(
            next(each.body for each in home.store.events() if isinstance(each.body, Complaint)), Complaint
        )

    @pytest.mark.parametrize(
        ("text", "says"),
        [
            ("score\n5\n", "first row names the columns"),
            ("night,score,score\n", "first row names the columns"),
            ("night,mood\n", "first row names the columns"),
            ("", "first row names the columns"),
            (b"night,score\n\xff\xfe,1\n", "not UTF-8"),
            ('night,score\n"2026-11-01,5\n', "does not end"),
            (b"night\n" + b"x" * 5_000_001, "too large"),
        ],
    )
    def test_a_file_that_is_no_table_is_refused(self, home, text, says):
        file = home.folder / "paper.csv"
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        assert says in home.refused("log", "--file", str(file))
        assert home.store.events() == ()

    def test_a_missing_file_is_a_sentence(self, home):
        assert "cannot be opened" in home.refused("log", "--file", str(home.folder / "none.csv"))

    def test_twenty_years_of_paper(self, home):
        home.at(date(2046, 11, 1))
        rows = "".join(f"{FIRST + timedelta(days=n)},{n % 11}\n" for n in range(7300))
        _, done = self.table(home, f"night,score\n{rows}", "--json")
        assert len(json.loads(done.output)["entries"]) == 7301
        assert chain.verify(home.store.events()) == ()


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
