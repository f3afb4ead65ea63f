"""Reminders: neutral words, an end, and no reminder of a dose where nothing is to be taken."""

from __future__ import annotations

import subprocess
from datetime import date, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from icalendar import Calendar

from stilla.errors import BadInput
from stilla.interfaces.cli.main import cli
from stilla.interfaces.drawn.calendar_file import MORNING, SUMMARY, Daily, scanned
from web.client import Browser
from web.homes import home_in
from web.test_plan import EXAMPLES, keep

NEUTRAL = ("magnes", "legs", "rls", "stilla trial", "dose", "dos ", "medic", "läkemedel", "ben")


def events(content):
    return Calendar.from_ical(content).walk("VEVENT")


def starts(content):
    return {str(each["summary"]): each["dtstart"].dt.strftime("%H:%M") for each in events(content)}


def test_the_file_reminds_of_dose_and_diary_in_neutral_words(client):
    keep(client.folder, "levothyroxine-gabapentin")
    answer = client.get("/reminders/calendar.ics?morning=06:45", accept_language="sv")
    assert answer["Content-Disposition"] == 'attachment; filename="paminnelse.ics"'
    assert starts(answer.content) == {"Påminnelse": "19:00", "Dagbok": "06:45"}
    said = answer.content.decode().casefold().replace("@stilla", "").replace("-//stilla//timetable//", "")
    assert not [each for each in NEUTRAL if each in said]
    for each in events(answer.content):
        assert each["rrule"]["COUNT"] == [56]
        assert each.walk("VALARM")


def test_no_morning_where_none_is_wished_for(client):
    keep(client.folder, "levothyroxine-gabapentin")
    assert list(starts(client.get("/reminders/calendar.ics?morning=").content)) == ["Reminder"]


@pytest.mark.parametrize("name", ["raltegravir", "doxycycline-iron", "anna"])
def test_no_dose_where_the_plan_does_not_say_try(client, name):
    keep(client.folder, name)
    assert "No dose: there is nothing to take now" in client.text("/reminders")
    assert list(starts(client.get("/reminders/calendar.ics?morning=07:00").content)) == ["Diary"]
    assert client.get("/reminders/calendar.ics?morning=").status_code == 400
    assert client.get("/reminders/sheet.pdf?morning=25").status_code == 400


def test_the_page_writes_nothing(client):
    client.text("/reminders")
    client.get("/reminders/sheet.pdf?morning=07:00")
    assert not client.folder.exists()


@pytest.mark.parametrize("state", ["run-in", "run-in-done", "protocol", "over"])
def test_outside_the_nights_with_capsules_there_is_no_dose(state, folder):
    client = Browser(folder).clock(home_in(state, folder, "en"))
    assert "No dose: there is nothing to take now" in client.text("/reminders")


def test_a_running_trial_ends_its_reminders(folder):
    client = Browser(folder).clock(home_in("running", folder, "en"))
    from stilla.diary.record import record_of  # noqa: PLC0415  # only here
    from stilla.store.trial import TrialStore  # noqa: PLC0415  # as above

    last = record_of(TrialStore(folder / "trial").events()).last_night
    found = {str(each["summary"]): each for each in events(client.get("/reminders/calendar.ics?morning=07:00").content)}
    ends = {name: each["dtstart"].dt.date() + timedelta(each["rrule"]["COUNT"][0] - 1) for name, each in found.items()}
    assert ends["Diary"] == last
    assert ends["Reminder"] == last - timedelta(days=1)  # the evening before the last morning
    assert "They end by themselves with your trial" in client.text("/reminders")


def test_the_code_is_a_calendar_of_its_own():
    daily = Daily(19 * 60, date(2026, 11, 22), date(2026, 11, 28))
    [event] = events(scanned(daily, SUMMARY, "sv"))
    assert (str(event["summary"]), event["rrule"]["COUNT"]) == ("Påminnelse", [7])
    assert event["dtstart"].dt.tzinfo is None  # the clock of the telephone
    assert str(events(scanned(daily, MORNING, "en"))[0]["summary"]) == "Diary"


def test_the_sheet_is_one_tagged_page_with_the_times(tmp_path):
    out = tmp_path / "sheet.pdf"
    words = ["reminders", str(EXAMPLES / "levothyroxine-gabapentin.toml"), "--trial", str(tmp_path / "none")]
    done = CliRunner().invoke(
        cli, [*words, "--morning", "06:45", "--now", "2026-11-22T18:00", "--lang", "sv", "-o", str(out)]
    )
    assert done.exit_code == 0, done.output
    told = subprocess.run(["pdfinfo", out], capture_output=True, text=True, check=True).stdout
    assert "Pages:           1" in told
    assert "Tagged:          yes" in told
    said = subprocess.run(["pdftotext", "-layout", out, "-"], capture_output=True, text=True, check=True).stdout
    assert "19:00" in said
    assert "06:45" in said
    assert "söndag 22 november" in said
    assert not [each for each in NEUTRAL[:3] if each in said.casefold()]
    again = tmp_path / "again.pdf"
    CliRunner().invoke(
        cli, [*words, "--morning", "06:45", "--now", "2026-11-22T18:00", "--lang", "sv", "-o", str(again)]
    )
    assert out.read_bytes() == again.read_bytes()


def test_the_command_and_the_page_write_the_same_calendar(client, tmp_path):
    keep(client.folder, "levothyroxine-gabapentin")
    out = tmp_path / "r.ics"
    words = ["--trial", str(tmp_path / "none"), "--morning", "07:00", "--now", "2026-11-22T06:30", "--lang", "en"]
    CliRunner().invoke(cli, ["reminders", str(EXAMPLES / "levothyroxine-gabapentin.toml"), *words, "-o", str(out)])
    assert out.read_bytes() == client.get("/reminders/calendar.ics?morning=07:00").content


@pytest.mark.parametrize("name", ["r.txt", "r"])
def test_another_kind_of_file_is_refused(tmp_path, name):
    done = CliRunner().invoke(cli, ["reminders", "--age", "44", "-o", str(tmp_path / name)])
    assert isinstance(done.exception, BadInput)
    assert not Path(tmp_path / name).exists()
