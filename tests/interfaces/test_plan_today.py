"""`stilla plan --now`: the rest of a real day, as text and JSON; and what the flags refuse."""

from __future__ import annotations

import json

import jsonschema
import msgspec
import pytest
from click.testing import CliRunner
from icalendar import Calendar

from stilla.interfaces.cli.main import cli
from stilla.interfaces.forms.plan import PlanForm

PERSON = [
    "--age", "35", "--sex", "male", "--egfr", "95", "--nothing-else", "--as-of", "2026-11-22",
    "--bedtime", "22:30", "--waketime", "06:30", "--take", "Levaxin@07:00",
]  # fmt: skip


def run(*words: str):
    return CliRunner().invoke(cli, ["plan", *PERSON, *words])


def test_a_late_dose_moves_the_evening_in_text_and_json():
    late = ["--now", "17:00", "--took", "levaxin@16:50"]
    done = run(*late, "--lang", "sv")
    assert "20:30 → 20:50" in done.output
    answer = json.loads(run(*late, "--json").output)
    assert answer["today"]["magnesium"][0]["at"] == "20:50"
    jsonschema.validate(answer, msgspec.json.schema(PlanForm))


def test_silence_about_a_passed_dose_is_a_question():
    answer = json.loads(run("--now", "17:00", "--json", "--lang", "en").output)
    assert answer["today"]["magnesium"][0]["at"] is None
    assert "Levaxin" in answer["today"]["questions"][0]


@pytest.mark.parametrize(
    "words",
    [
        ("--took", "Levaxin@09:00"),
        ("--now", "25:00"),
        ("--now", "10", "--took", "Levaxin"),
        ("--now", "10", "--took", "@09:00"),
        ("--now", "10", "--took", "Levaxin@24:10"),
        ("--now", "10", "--took", "Levaxin@11:00"),
        ("--now", "10", "--took", "aspirin@09:00"),
        ("--now", "10", "--take", "raltegravir@08:00"),
        ("--zone", "Mars/Olympus"),
    ],
)
def test_what_cannot_be_meant_is_refused(words):
    assert run(*words).exception is not None


def test_the_calendar_leaves_out_the_dates_on_which_clocks_move_a_dose(tmp_path):
    file = tmp_path / "x.ics"
    night = ["--bedtime", "03:00", "--waketime", "10:00", "--take", "Duroferon@22:00", "--prefer", "02:00"]
    done = run(*night, "--as-of", "2026-03-20", "--ics", str(file), "--lang", "en")
    assert "2026-03-29: the clocks change" in done.output
    events = Calendar.from_ical(file.read_bytes()).walk("VEVENT")
    [usual] = [each for each in events if "rrule" in each]
    assert "exdate" in usual
