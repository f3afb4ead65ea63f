"""`stilla plan` as people use it: the answer, the day's strip, the picture and the calendar file."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path
from xml.etree import ElementTree as ET
from zoneinfo import ZoneInfo

import jsonschema
import pytest
from click.testing import CliRunner
from icalendar import Calendar

from stilla.interfaces.cli.main import cli
from stilla.interfaces.drawn.calendar_file import calendar
from stilla.interfaces.drawn.day_strip import lines, reading
from stilla.interfaces.drawn.day_svg import svg
from stilla.timetable.picture import day, stretches

HEALTHY = ["--age", "35", "--sex", "male", "--egfr", "95", "--nothing-else", "--as-of", "2026-11-22"]
NIGHT = ["--bedtime", "22:30", "--waketime", "06:30"]


def plan(*words: str) -> dict:
    done = CliRunner().invoke(cli, ["plan", *HEALTHY, *words, "--json", "--lang", "en"])
    assert done.exit_code == 0, done.output
    return json.loads(done.output)


def test_levothyroxine_and_gabapentin_leave_a_time_in_the_evening():
    answer = plan("--take", "Levaxin@07:00", "--take", "gabapentin@21:00", *NIGHT)
    assert answer["decision"] == "try"
    assert answer["dose_mg"] == 200
    [dose] = answer["timetable"]["doses"]
    assert dose["at"] == "19:00"
    assert any("Levaxin" in why for why in dose["why"])
    assert any("gabapentin" in why for why in dose["why"])


def test_only_hours_of_sleep_left_says_which_rules_bind_and_what_to_ask():
    answer = plan("--take", "doxycycline@08:00,20:00", "--take", "Duroferon@14:00", *NIGHT)
    table = answer["timetable"]
    assert answer["decision"] == "ask"
    assert answer["dose_mg"] is None
    assert table["doses"] == []
    assert table["asleep_only"]
    assert {(each["medicine"], each["at"]) for each in table["blocked_by"]} == {
        ("doxycycline", "08:00"),
        ("doxycycline", "20:00"),
        ("Duroferon", "14:00"),
    }
    assert len(table["ask_pharmacist"]) == 2
    assert not any(
        "move" in each.casefold() and "do not move" not in each.casefold() for each in table["ask_pharmacist"]
    )


def test_raltegravir_has_no_time_and_sends_to_the_clinic():
    answer = plan("--take", "raltegravir@08:00,20:00")
    assert answer["decision"] == "ask"
    assert answer["timetable"]["doses"] == []
    blocked = answer["timetable"]["blocked_by"]
    assert [(each["rule"], each["at"]) for each in blocked] == [("raltegravir", "08:00"), ("raltegravir", "20:00")]
    assert {each["before_h"] for each in blocked} == {None}
    assert any("HIV clinic" in each for each in answer["timetable"]["ask_pharmacist"])


def test_a_stop_has_no_dose_and_no_times():
    answer = json.loads(CliRunner().invoke(cli, ["plan", "--age", "61", "--egfr", "20", "--json"]).output)
    assert answer["decision"] == "stop"
    assert answer["timetable"] is None
    assert answer["dose_mg"] is None


def test_what_is_taken_already_is_subtracted():
    assert plan("--magnesium", "100mg")["dose_mg"] == 150
    full = plan("--magnesium", "220mg")
    assert (full["decision"], full["dose_mg"]) == ("ask", None)


@pytest.mark.parametrize("authority", ["se", "us", "uk"])
def test_no_authority_changes_the_dose(authority):
    answer = plan("--authority", authority)
    assert answer["dose_mg"] == 200
    assert answer["upper_level"]["authority"] == authority


def test_two_doses_are_hours_apart():
    times = [each["at"] for each in plan("--doses", "2", *NIGHT)["timetable"]["doses"]]
    assert len(times) == 2
    assert times[0] < "12:00" < times[1]


def test_a_wish_is_granted_where_it_keeps_the_distance():
    assert plan("--prefer", "17.30", "--take", "Levaxin@07:00")["timetable"]["doses"][0]["at"] == "17:30"


@pytest.mark.parametrize("time", ["25:00", "morgon", "7:60"])
def test_a_wish_that_is_no_time_is_sent_back(time):
    done = CliRunner().invoke(cli, ["plan", *HEALTHY, "--prefer", time])
    assert done.exception is not None


def test_the_plan_keeps_to_its_schema():
    schema = json.loads(CliRunner().invoke(cli, ["schema", "plan"]).output)
    jsonschema.validate(plan("--take", "raltegravir@08:00"), schema)
    jsonschema.validate(plan("--take", "Levaxin@07:00"), schema)


@pytest.mark.parametrize("language", ["en", "sv"])
def test_the_text_shows_dose_day_and_when_to_stop(language):
    text = CliRunner().invoke(cli, ["plan", *HEALTHY, *NIGHT, "--take", "Levaxin@07:00", "--lang", language]).output
    assert "200 mg" in text
    assert "112" in text
    assert "●" in text


SHOWN = day([("Levaxin", 420, 240, 240), ("<b>&", 1260, 120, 120)], [1140], 1350, 390)


def test_the_strip_tells_kinds_apart_by_sign_and_covers_the_day():
    kinds = [kind for _, kind in stretches(SHOWN, 30)]
    assert len(kinds) == 48
    assert {"dose", "blocked", "asleep", "free"} == set(kinds)
    assert kinds[38] == "dose"
    signs = {text for line in lines(SHOWN, "en")[1:2] for text, _ in line}
    assert len(signs) == 4


def test_the_drawn_day_is_sound_xml_with_a_name_and_nothing_foreign():
    root = ET.fromstring(svg(SHOWN, "sv"))
    text = "".join(root.itertext())
    assert root.attrib["role"] == "img"
    assert reading(SHOWN).sv in text
    assert "<b>&" in text
    assert not re.search(r"(?:href|src|url)\s*=", svg(SHOWN, "sv"))


def test_the_calendar_is_neutral_recurs_and_keeps_the_clock_time(tmp_path):
    file = tmp_path / "days.ics"
    done = CliRunner().invoke(
        cli, ["plan", *HEALTHY, "--take", "Levaxin@07:00", "--ics", str(file), "--svg", str(tmp_path / "d.svg")]
    )
    assert done.exit_code == 0
    text = Path(file).read_text(encoding="utf-8")
    assert "RRULE:FREQ=DAILY;COUNT=56" in text
    assert "BEGIN:VALARM" in text
    assert not re.search(r"magnesi|legs|ben\b|rls|medic", text.replace("stilla", ""), re.IGNORECASE)


def test_the_reminder_stays_at_the_same_clock_time_when_clocks_change():
    found = Calendar.from_ical(calendar([1140], date(2026, 3, 28), "Europe/Stockholm", "sv"))
    [event] = found.walk("VEVENT")
    start = event.decoded("dtstart")
    assert start.replace(tzinfo=None).isoformat() == "2026-03-28T19:00:00"
    assert str(event["dtstart"].params["TZID"]) == "Europe/Stockholm"
    assert start.astimezone(ZoneInfo("UTC")).hour == 18
    assert len(found.walk("DAYLIGHT")) >= 1


def test_nothing_is_written_where_there_is_no_time(tmp_path):
    done = CliRunner().invoke(cli, ["plan", *HEALTHY, "--take", "raltegravir@08:00", "--ics", str(tmp_path / "x.ics")])
    assert done.exception is not None
    assert not (tmp_path / "x.ics").exists()


def test_a_diet_stands_beside_the_reference_and_never_changes_the_dose():
    answer = plan("--diet", "2 dl havregryn, 1 banan, 1 zorgblat")
    assert answer["dose_mg"] == 200
    assert answer["diet"]["unclear"][0]["text"] == "1 zorgblat"
    assert answer["diet"]["reference"]["low"] == 350
    text = CliRunner().invoke(cli, ["plan", *HEALTHY, "--diet", "2 dl havregryn", "--lang", "sv"]).output
    assert "Från maten" in text


def test_a_label_counts_as_the_label_reader_reads_it():
    assert plan("--magnesium", "Magnesiumcitrat 500 mg, varav magnesium 80 mg")["dose_mg"] == 170
    unclear = plan("--magnesium", "magnesium citrate 400 mg")
    assert unclear["decision"] == "ask"
    assert unclear["intake"]["known"] is False


def test_two_doses_are_halves_of_the_same_amount():
    answer = plan("--doses", "2", "--lang", "en")
    assert len(answer["timetable"]["doses"]) == 2
    assert answer["dose_mg"] == 200
    assert "half" in answer["steps"][1]


def test_while_a_medicine_is_not_recognised_no_time_is_laid_out():
    answer = plan("--take", "Levaxn@07:00", "--take", "gabapentin@21:00")
    assert answer["decision"] != "try"
    assert answer["timetable"]["doses"] == []
    assert answer["timetable"]["unrecognised"] == ["Levaxn"]
    done = CliRunner().invoke(cli, ["plan", *HEALTHY, "--take", "Levaxn@07:00", "--lang", "en"])
    assert "until it is known which medicine this is: Levaxn" in done.output


def test_two_doses_that_do_not_fit_become_one_and_it_is_said():
    kept = ["--take", "Duroferon@14:00", "--take", "Levaxin@07:00", "--take", "gabapentin@21:00", *NIGHT]
    answer = plan("--doses", "2", *kept)
    assert len(answer["timetable"]["doses"]) == 1
    assert any("Two doses do not fit" in each for each in answer["assumptions"])
    assert "once a day" in answer["steps"][1]


@pytest.mark.parametrize(
    ("name", "decision", "times"),
    [("levothyroxine-gabapentin", "try", ["19:00"]), ("doxycycline-iron", "ask", []), ("raltegravir", "ask", [])],
)
def test_the_examples_say_what_their_first_line_says(name, decision, times):
    file = Path(__file__).parents[2] / "examples" / f"{name}.toml"
    done = CliRunner().invoke(cli, ["plan", str(file), "--json", "--as-of", "2026-11-22"])
    answer = json.loads(done.output)
    assert answer["decision"] == decision
    assert [each["at"] for each in answer["timetable"]["doses"]] == times


def test_where_no_dose_can_be_added_no_time_is_offered():
    answer = plan("--magnesium", "220mg")
    assert (answer["decision"], answer["dose_mg"], answer["timetable"]) == ("ask", None, None)
    assert "50 mg" in answer["message"]


def test_a_medicine_without_a_time_is_named_with_its_hours():
    answer = plan("--take", "Levaxin")
    assert answer["timetable"]["untimed"] == ["Levaxin: at least 4 h before magnesium or 4 h after it"]
    said = CliRunner().invoke(cli, ["plan", *HEALTHY, "--take", "Levaxin", "--lang", "en"]).output
    assert "at least 4 h before magnesium" in " ".join(said.split())
    assert "no medicine with hours" not in said


def test_ones_own_magnesium_too_near_a_medicine_is_said():
    answer = plan("--take", "Levaxin@07:00", "--magnesium", "100mg@07:30")
    assert any("07:30" in each for each in answer["timetable"]["ask_pharmacist"])
