from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

import msgspec
import numpy as np
import pytest

from stilla.analysis.answer import answer
from stilla.analysis.asked import Asked
from stilla.analysis.missingness import Arm, Missingness
from stilla.analysis.priors import Priors
from stilla.analysis.series import series
from stilla.diary.events import Began, Night, Started
from stilla.diary.record import Pause, Record, Standing
from stilla.errors import BadInput
from stilla.interfaces.trial.pictures import HOME, pictures_of, save_pictures
from stilla.text import Text
from stilla.trial.answer import Finished

BEGAN, FIRST = date(2026, 11, 23), date(2026, 12, 7)
ORDER = (1, 0, 0, 1)
LENGTH = 10
LAST = FIRST + timedelta(days=LENGTH * len(ORDER) - 1)
ARM = Arm(20, 18, 0, 1, 1, 18, 0, 0, 2)
# Nights of the diary, from 0: the run-in has 14.
MISSING, CANNOT, RECALLED = 20, 30, 40
FILES = {"nights.svg", "quantile-dots.svg", "hundred-dots.svg", "timeline.svg"}


def _standing(n: int, score: int) -> Standing[Night]:
    day = BEGAN + timedelta(days=n)
    cannot = n == CANNOT
    entry = Night(day, score=None if cannot else score, cannot=cannot, recalled=n == RECALLED)
    return Standing(n + 1, datetime(day.year, day.month, day.day, 7, tzinfo=UTC), entry)


@lru_cache(maxsize=1)
def trial() -> tuple[Finished, Record]:
    rng = np.random.default_rng(5)
    scores = [int(each) for each in np.clip(rng.normal(5, 1.2, 14 + LENGTH * len(ORDER)).round(), 0, 10)]
    standing = {BEGAN + timedelta(days=n): _standing(n, score) for n, score in enumerate(scores) if n != MISSING}
    period = np.repeat(np.arange(len(ORDER)), LENGTH)
    found = answer(
        series(scores[14:], np.array(ORDER, float)[period], period=period),
        Asked(1.0, "lower", Priors(1.5, 5.0).plain()),
        whole=False,
    )
    assert not found.too_little
    record = Record(
        began=Began("the crawling in my legs", "en", BEGAN),
        started=Started(FIRST, "a" * 64, "b" * 64, FIRST, "go", len(ORDER), LENGTH),
        nights=standing,
        pauses=(
            Pause(datetime(2026, 12, 20, 18, tzinfo=UTC), "ill", "rule", 60, datetime(2026, 12, 23, 7, tzinfo=UTC)),
        ),
    )
    missing = Missingness(ARM, ARM, 0.0, 1.0, 2, exact=True, why=None)
    finished = Finished(found, missing, 40, LAST, None, stopped_for_harm=False, opened_early=False)
    return finished, record


def pictures(finished: Finished, record: Record) -> dict:
    return dict(pictures_of(finished, record, ORDER, None, HOME))


def test_the_four_pictures_are_written_into_a_folder_that_is_made(tmp_path):
    folder = tmp_path / "some" / "where"
    paths = save_pictures(folder, *trial(), ORDER, "sv")
    assert {each.name for each in paths} == FILES
    for each in paths:
        text = each.read_text(encoding="utf-8")
        assert text.startswith("<svg")
        assert "crawling" not in text
    english = save_pictures(folder, *trial(), ORDER, "en")  # over the ones that are there
    assert english == paths
    assert "Night by night" in (folder / "nights.svg").read_text(encoding="utf-8")


def test_every_night_is_drawn_as_what_it_was():
    shown = pictures(*trial())["nights"].shown
    kinds = {mark.first: mark.kind for mark in shown.marks}
    assert len(kinds) == 54
    assert shown.first == BEGAN
    special = {n - 1: kind for n, kind in kinds.items() if kind != "answered"}
    assert special == {MISSING: "missing", CANNOT: "cannot", RECALLED: "recalled"}
    assert [(span.period, span.active) for span in shown.spans] == [
        (0, None),
        (1, True),
        (2, False),
        (3, False),
        (4, True),
    ]
    assert [(span.first, span.last) for span in shown.spans][1] == (15, 24)


def test_a_pause_lasts_from_the_first_evening_without_capsules():
    # Paused on the evening of the 20th and resumed on the morning of the 23rd: the nights to the 21st, 22nd and 23rd.
    (pause,) = pictures(*trial())["nights"].shown.pauses
    assert [BEGAN + timedelta(days=n - 1) for n in pause] == [date(2026, 12, 21), date(2026, 12, 23)]


def test_a_pause_that_lasts_ends_with_the_last_night():
    finished, record = trial()
    lasting = msgspec.structs.replace(record.pauses[0], until=None)
    (pause,) = pictures(finished, msgspec.structs.replace(record, pauses=(lasting,)))["nights"].shown.pauses
    assert BEGAN + timedelta(days=pause[1] - 1) == LAST


def test_an_early_end_leaves_out_the_nights_that_do_not_count():
    finished, record = trial()
    shown = pictures(msgspec.structs.replace(finished, last=FIRST + timedelta(days=12)), record)["nights"].shown
    assert shown.end == 14 + 13


def test_the_dots_are_those_of_the_answer():
    finished, record = trial()
    found = pictures(finished, record)
    assert found["quantile-dots"].shown.dots == 20
    dots = found["hundred-dots"].shown
    assert dots.worth == pytest.approx(100 * finished.answer.p_mid, abs=1)
    assert dots.worth + dots.some + dots.none == 100


def test_without_enough_for_an_answer_no_dots_are_drawn(tmp_path):
    finished, record = trial()
    little = msgspec.structs.replace(finished.answer, too_little=(Text("too few", "för få"),))
    paths = save_pictures(tmp_path, msgspec.structs.replace(finished, answer=little), record, ORDER, "en")
    assert [each.name for each in paths] == ["nights.svg", "timeline.svg"]


def test_the_plan_in_time_has_the_run_in_as_it_was_and_no_first_week_that_is_not_known():
    shown = pictures(*trial())["timeline"].shown
    assert [(box.period, box.first, box.last) for box in shown.boxes][:2] == [(0, 1, 14), (1, 15, 24)]
    assert shown.step == 0


def test_a_folder_that_cannot_be_made_is_refused_in_both_languages(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(BadInput) as wrong:
        save_pictures(tmp_path / "file" / "pictures", *trial(), ORDER, "en")
    (problem,) = wrong.value.problems
    assert problem.where.en == "pictures"
    assert "cannot be made" in problem.says.en
    assert "går inte att skapa" in problem.says.sv


def test_a_file_that_cannot_be_written_is_refused(tmp_path):
    (tmp_path / "nights.svg").mkdir()
    with pytest.raises(BadInput) as wrong:
        save_pictures(tmp_path, *trial(), ORDER, "en")
    assert wrong.value.problems[0].where.en == "nights.svg"
