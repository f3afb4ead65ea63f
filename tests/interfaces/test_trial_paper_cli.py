"""A paper diary copied with `stilla trial log --file`."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from at_home import FIRST, started

from stilla.diary import chain
from stilla.diary.events import Complaint, Paused


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
