"""Data folders as they are after weeks of use, invented: what every page is looked at with."""

from __future__ import annotations

import tomllib
from datetime import date, datetime, timedelta
from pathlib import Path

import msgspec

from stilla.diary.events import Began, Body, Dose, Night
from stilla.diary.sleep import Slept, key_of
from stilla.knowledge.kinds import Criterion
from stilla.knowledge.store import load
from stilla.store.home import HomeStore
from stilla.store.sleep import SleepStore
from stilla.store.trial import TrialStore
from web import a_trial

ANNA = Path(__file__).parents[3] / "examples" / "anna.toml"
FRESH, CHECKED, SLEPT = "fresh", "checked", "slept"
STATES = (FRESH, CHECKED, *(each for each in a_trial.STATES if each != "finished"), SLEPT)
"""Nothing said; the first ten minutes done; a trial in each of its states; a finished one with sleep of a device."""


def home_in(state, folder, language="sv", told="sv"):
    """Make a data folder in a state, and say what the clock shows then. `told`: the language of a trial's own words."""
    if state == FRESH:
        return a_trial.at(date(2026, 11, 22), "06:30")
    if state == CHECKED:
        HomeStore(folder).change(lambda kept: _anna(kept, language), a_trial.at(date(2026, 11, 21), "20:00"))
        return a_trial.at(date(2026, 11, 22), "06:30")
    story = a_trial.trial_in("finished" if state == SLEPT else state, folder, told)
    HomeStore(folder).change(lambda kept: msgspec.structs.replace(kept, language=language), story.now)
    if state == SLEPT:
        SleepStore(folder).add(sleep(a_trial.FIRST, 60), "0" * 64, "sleep-2026.csv", story.now)
    return story.now


def _anna(kept, language):
    facts = {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in tomllib.loads(ANNA.read_text(encoding="utf-8")).items()
    }
    facts["egfr"] = {"value": str(facts["egfr"]), "measured": facts.pop("measured")}
    legs = dict.fromkeys(load().kind("criteria", Criterion), "yes")
    passed = ("age", "sex", "egfr", "medicines", "magnesium")
    return msgspec.structs.replace(
        kept, language=language, why="check", facts=facts, open_lists=(), passed=passed, legs=legs, irls=22,
        foods="100 g havregryn", prefer="19:30",
    )  # fmt: skip


def sleep(first, nights):
    """Nights of a ring, one in ten not worn."""
    for n in range(nights):
        if n % 10 == 9:
            continue
        begin = a_trial.at(first + timedelta(days=n - 1), "22:50") + timedelta(minutes=7 * (n % 6))
        end = begin + timedelta(minutes=420 + 11 * (n % 5))
        yield Slept("ring", begin, end, key_of("csv", "ring", begin.isoformat()), asleep=400, awakenings=n % 4)


def years_of_nights(folder, nights=7300, last=date(2026, 11, 21), chunk=500):
    """A diary of twenty years, written on each of its mornings."""
    store = TrialStore(folder / "trial")
    first = last - timedelta(days=nights - 1)
    days = [first + timedelta(days=n) for n in range(nights)]
    for at in range(0, nights, chunk):
        bodies: list[Body] = [Began("benen", "sv", first)] if at == 0 else []
        for n, day in enumerate(days[at : at + chunk]):
            entered = f"{day}T07:30:00+01:00"
            bodies.append(Night(day, score=(at + n) % 11, sleep_minutes=400, entered=entered))
            bodies.append(Dose(day, "yes"))
        moment = datetime.combine(days[min(at + chunk, nights) - 1], datetime.min.time(), a_trial.WHERE)
        store.append(lambda _, bodies=bodies: bodies, moment.replace(hour=8), a_trial.WHERE)
