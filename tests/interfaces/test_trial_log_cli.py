"""`stilla trial log`: every morning, and every slip of the finger."""

from __future__ import annotations

from datetime import date

import pytest
from at_home import FIRST, started

from stilla.interfaces.cli import trial_log
from stilla.store.trial import TrialStore


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
        (("--sleep", "6h"), "--score, --cannot: Say how", "--score, --cannot: Ange hur"),
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
        (("--score", "5", "--taken-at", "23:10"), "“late” alone", "”sent” (late)"),
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
