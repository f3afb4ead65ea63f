"""Invented persons and trials, and the reports made of them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import numpy as np

from stilla.analysis.design import labels
from stilla.diary.canonical import digest, pretty
from stilla.diary.events import Answered, Night, Opened
from stilla.interfaces.report.making import make_report
from stilla.knowledge.store import load
from stilla.reading.document import Written
from stilla.reading.person_file import Context, read_person
from stilla.store.trial import TrialStore
from stilla.trial.summing import summary_of
from trial import finished_trial
from trial.sealed_examples import STOCKHOLM

if TYPE_CHECKING:
    from stilla.diary.events import Body
    from stilla.knowledge.store import Knowledge
    from stilla.report.value import Report

TODAY = date(2026, 11, 22)
WELL = {
    "age": 44,
    "sex": "male",
    "conditions": ["restless-legs"],
    "medicines": ["Alvedon"],
    "magnesium": [],
    "ferritin": {"value": "120 ug/L", "measured": date(2026, 10, 1)},
}
ASKS = {
    "age": 58,
    "sex": "female",
    "egfr": {"value": 72, "measured": date(2026, 9, 1)},
    "conditions": ["restless-legs"],
    "medicines": [
        {"name": "Gabapentin", "times": ["21:00"]},
        {"name": "Levaxin", "times": ["07:00"]},
        {"name": "Sertralin", "times": ["08:00"]},
    ],
    "bedtime": "22:30",
    "waketime": "06:30",
}
NAMES = (
    "Levaxin", "Gabapentin", "Sertralin", "Digoxin", "Litium", "Alendronat", "Ciprofloxacin", "Enalapril", "Furosemid",
    "Mirtazapin", "Madopark", "Dolutegravir", "Omeprazol", "Haloperidol", "Zolpidem", "Doxycyklin", "Metoklopramid",
    "Kvetiapin", "Penicillamin", "Rosuvastatin", "Mykofenolat", "Eltrombopag",
)  # fmt: skip
STOPS = {
    "age": 78,
    "sex": "female",
    "egfr": {"value": 24, "measured": date(2026, 10, 1)},
    "ferritin": {"value": "31 ug/L", "measured": date(2026, 9, 12)},
    "conditions": ["restless-legs", "ckd", "heart-block", "constipation", "bowel-obstruction", "myasthenia-gravis"],
    "medicines": [
        *({"name": name, "times": ["08:00"]} for name in NAMES),
        *({"name": f"Grunkolin {n} {'mycket lång ' * 6}", "times": ["09:00", "21:00"]} for n in range(150)),
    ],
    "magnesium": [{"label": f"Magnesium {n} mg per tablett", "times": ["21:00"]} for n in range(100, 140)],
}


@lru_cache(maxsize=1)
def known_things() -> Knowledge:
    """The knowledge base, read once, so that all reports of a run rest on the same one."""
    return load()


def report_of(trial: Path | None = None, as_of: date = TODAY, **fields: Any) -> Report:
    """The report of a person file with these fields."""
    knowledge = known_things()
    return make_report(read_person(Written(fields), Context(knowledge, as_of)), trial, as_of, knowledge)


@lru_cache(maxsize=4)
def known(name: str) -> Report:
    """The report of one of the persons above, made once."""
    return report_of(**{"well": WELL, "asks": ASKS, "stops": STOPS, "nothing": {}}[name])


def bodies(nights: int, *, score: int | None = None) -> list[Body]:
    """The entries of the invented trial after so many nights, all scores alike where one is given."""
    rng = np.random.default_rng(7)
    of = finished_trial.plan()
    said = [*finished_trial._before(of, rng)]
    said += [each for n in range(nights) for each in finished_trial._night(n, rng)]
    entries = [each[2] for each in sorted(said, key=lambda each: each[:2])]
    if score is None:
        return entries
    return [
        Night(each.night, score=score, recalled=each.recalled, own=each.own)
        if isinstance(each, Night) and each.score is not None
        else each
        for each in entries
    ]


def write_trial(folder: Path, entries: list[Body]) -> Path:
    """A folder of a trial with these entries and its plan."""
    moment = datetime(2027, 6, 1, 8, tzinfo=UTC)
    TrialStore(folder).append(lambda _: entries, moment, STOCKHOLM)
    (folder / "protocol.json").write_bytes(pretty(finished_trial.plan()))
    return folder


def write_finished(folder: Path) -> Path:
    """A folder of the trial that ran its course and was answered."""
    over = finished_trial.whole()
    kept = {"sequence": labels(finished_trial.ORDER), "invented": True}
    count = over.plan.design.periods * over.plan.design.nights
    end = [Opened("Maria", "the trial is over"), Answered(over.finished.answer.verdict, digest(kept))]
    write_trial(folder, [*bodies(count), *end])
    (folder / "answer.json").write_bytes(pretty(kept))
    summary = summary_of(over.plan, over.finished, over.record, finished_trial.ORDER)
    assert summary is not None
    (folder / "summary.json").write_bytes(summary)
    return folder


LAST = finished_trial.FIRST + timedelta(days=8 * finished_trial.NIGHTS - 1)


@lru_cache(maxsize=1)
def finished() -> Report:
    """The report of a well person whose trial is finished, made once."""
    with TemporaryDirectory() as folder:
        return report_of(write_finished(Path(folder)), LAST, **WELL)
