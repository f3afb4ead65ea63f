"""The nerve's picture: calcium's curves are the steeper ones, the person's levels lie on the curves, and what is small
is said to be small.
"""

import re
import xml.etree.ElementTree as ET

import pytest

from stilla.errors import BadInput
from stilla.physiology.nerve import nerve
from stilla.pictures.nerve_shift import POINTS, nerve_shift
from stilla.pictures.palette import LIGHT
from stilla.pictures.quick import LAYOUTS, quick_svg
from stilla.pictures.strokes import Line

SVG = "{http://www.w3.org/2000/svg}"


def test_the_persons_levels_are_those_of_the_model():
    shown = nerve_shift(0.85, 1.4, 1.1).shown
    for at, level in ((shown.before, 0.85), (shown.after, 1.4), (shown.own, 1.4)):
        found = nerve(level, 1.1)
        assert at.shift == pytest.approx(found.gate_shift_mv)
        assert at.release == pytest.approx(found.release_ratio)
        assert at.threshold == pytest.approx(found.threshold_ratio)
    assert (shown.before.level, shown.after.level, shown.own.level) == (0.85, 1.4, 1.1)
    assert len(shown.magnesium) == len(shown.calcium) == POINTS


def test_calcium_does_more_than_magnesium():
    picture = nerve_shift(0.85, 0.87, 1.2)
    more = int(re.search(r"about (\d+) times as much", picture.reading.en)[1])
    less_calcium, less_magnesium = nerve(0.87, 1.08), nerve(0.783, 1.2)
    here = nerve(0.87, 1.2).gate_shift_mv
    ratio = (less_calcium.gate_shift_mv - here) / (less_magnesium.gate_shift_mv - here)
    assert more == round(ratio)
    assert more >= 2


def test_a_small_change_is_never_told_as_none():
    assert "less than 0.01\u00a0mV" in nerve_shift(0.85, 0.8501, 1.2).reading.en
    assert "mindre än 0,01\u00a0mV" in nerve_shift(0.85, 0.8501, 1.2).reading.sv


def test_where_it_fires_by_itself_there_is_no_threshold_and_the_table_says_so():
    picture = nerve_shift(0.85, 0.87, 0.5)
    assert picture.shown.own.fires
    assert picture.shown.own.threshold is None
    assert "the nerve fires by itself" in [cell for row in picture.table.words("en") for cell in row]


def test_levels_outside_the_usual_spans_are_drawn_too():
    shown = nerve_shift(0.2, 9.0, 0.35).shown
    assert shown.magnesium[0].level == pytest.approx(0.2)
    assert shown.magnesium[-1].level == pytest.approx(9.0)
    assert shown.calcium[0].level == pytest.approx(0.35)
    assert shown.top >= 4


def test_what_the_model_does_not_reach_is_refused():
    with pytest.raises(BadInput):
        nerve_shift(0.85, 25.0, 1.2)


def test_equal_ratios_are_equally_wide_in_both_panels():
    shown = nerve_shift(0.85, 0.87, 1.2).shown
    for width in (300, 700):
        strokes = LAYOUTS[type(shown)](shown, "en", LIGHT, width)
        curves = [part for part in strokes.parts if isinstance(part, Line) and len(part.points) == POINTS]
        spans = [(each.points[-1][0] - each.points[0][0]) for each in curves if each.colour == LIGHT.alarm]
        assert spans[0] / spans[1] == pytest.approx(4.3219 / 2, rel=1e-3)


@pytest.mark.parametrize("language", ["en", "sv"])
@pytest.mark.parametrize("width", [340, 580])
def test_the_quick_drawing_is_named_and_stays_inside(language, width):
    picture = nerve_shift(0.85, 7.2, 0.6)
    root = ET.fromstring(quick_svg(picture, language, dark=True, width=width))
    assert float(root.get("width")) == width
    assert root.get("lang") == language
    assert root.find(f"{SVG}title").text == picture.title.to(language)
    assert picture.reading.to(language) in root.find(f"{SVG}desc").text
    left = float(root.get("viewBox").split()[0])
    places = [float(each.get("x")) for each in root.iter(f"{SVG}text")]
    assert min(places) >= left
    assert max(places) <= left + width
    drawn = quick_svg(picture, language)
    assert not re.search(r"href|<script|<style| style=|nan|None", drawn)
