"""The level in blood over days: what is drawn is what was given, small rises look small, and dangers are in sight."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from picture_examples import PICTURES, levels

from stilla.pictures.draw import terminal
from stilla.pictures.palette import LIGHT
from stilla.pictures.quick import quick_svg
from stilla.pictures.serum_course import BANDS, HOURLY, MOST, serum_course
from stilla.pictures.serum_panel import panel
from stilla.pictures.strokes import Line, Words

some = st.floats(0.2, 12, allow_nan=False)


@given(st.integers(1, 400), some, some)
def test_every_hour_lies_between_lowest_and_highest_of_its_mark(days, before, after):
    hours, serum = levels(days, before, after)
    shown = serum_course(hours, serum, before, after).shown
    assert 0 < len(shown.marks) <= max(MOST, 24 * HOURLY + 1)
    assert shown.hourly == (days <= HOURLY)
    for mark in shown.marks:
        assert mark.lowest <= mark.mean + 1e-9
        assert mark.mean <= mark.highest + 1e-9
    assert min(mark.lowest for mark in shown.marks) >= min(serum) - 1e-12
    assert max(mark.highest for mark in shown.marks) >= max(serum[:-1]) - 1e-12
    assert shown.low < min(before, after)
    assert shown.high > max(before, after)


def test_a_day_is_one_mark_and_one_row():
    picture = PICTURES["serum"]
    assert len(picture.shown.marks) == 60 == len(picture.table.rows)
    assert [row[1] for row in picture.table.rows] == [mark.mean for mark in picture.shown.marks]


def test_a_small_rise_looks_small():
    shown = PICTURES["serum"].shown
    rise = shown.settles - shown.before
    assert rise < 0.1 * (shown.high - shown.low)
    assert set(shown.bands) == {0.75, 1.03}


def test_a_dangerous_level_shows_every_band_it_passes():
    assert PICTURES["serum-high"].shown.bands == tuple(BANDS)
    assert "an emergency" in PICTURES["serum-high"].described.en
    assert "akut" in PICTURES["serum-high"].described.sv


def test_the_sentence_has_both_levels_and_where_it_settles():
    assert PICTURES["serum"].reading.en == "Before: 0.85 mmol/L. On day 60 it is 0.87; in the end it settles at 0.87."
    assert "till slut stannar den vid 1,40" in PICTURES["serum-hours"].reading.sv


def test_labels_never_touch_and_lines_are_all_there():
    for name in ("serum", "serum-hours", "serum-high"):
        shown = PICTURES[name].shown
        drawn = panel(shown, "sv", LIGHT, 400)
        broken = [part for part in drawn.parts if isinstance(part, Line) and part.dash == (7.0, 4.0)]
        assert len(broken) == len(shown.bands)
        left = sorted(
            part.y for part in drawn.parts if isinstance(part, Words) and part.x < 40 and part.align == "right"
        )
        assert all(lower - upper >= 12 for upper, lower in pairwise(left))


def test_the_typed_curve_has_a_point_in_every_column():
    drawing = terminal(PICTURES["serum"], "en", 60).split("\n\n", 1)[1]
    rows = [line[7:] for line in drawing.splitlines() if line[6:7] == "│"]
    assert all(any(row[n : n + 1] == "●" for row in rows) for n in range(60 - 7))
    assert "1.03" in drawing


def test_the_page_draws_the_same_words():
    drawn = quick_svg(PICTURES["serum-high"], "sv")
    for name in BANDS.values():
        assert name.en not in drawn
    assert "akut" in drawn


@pytest.mark.parametrize(
    ("hours", "serum", "before"),
    [([], [], 0.8), ([0.0], [0.8], 0.8), ([0.0, 1.0], [0.8], 0.8), ([0.0, 1.0], [0.8, float("nan")], 0.8)],
)
def test_what_is_no_course_is_refused(hours, serum, before):
    with pytest.raises(ValueError, match="at least two"):
        serum_course(hours, serum, before, before)
