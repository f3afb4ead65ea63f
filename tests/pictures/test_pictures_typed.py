"""Pictures in a terminal: they fit, they begin with the meaning, and they need neither colour nor Unicode."""

import io
import re

import pytest
from picture_examples import PICTURES, Plan, prospects

from stilla.pictures.draw import LINES, manner, terminal
from stilla.pictures.forecast import Prospect, forecast
from stilla.pictures.timeline import timeline
from stilla.pictures.typed.forecast import _cells
from stilla.pictures.typed.pen import SIGNS, Pen, Sheet
from stilla.pictures.vega.document import PLOTS
from stilla.text import Text

EVERY = pytest.mark.parametrize("name", PICTURES)


def test_each_kind_is_drawn_in_every_medium():
    assert set(LINES) == set(PLOTS)


@EVERY
@pytest.mark.parametrize("width", [1, 40, 60, 80, 120, 1000])
@pytest.mark.parametrize("language", ["en", "sv"])
def test_no_line_is_wider_than_the_terminal(name, width, language):
    room = min(120, max(40, width))
    for plain in (False, True):
        lines = terminal(PICTURES[name], language, width, plain=plain, numbers=True).splitlines()
        assert max(map(len, lines)) <= room, max(lines, key=len)
        assert all(line == line.rstrip() for line in lines)


@EVERY
def test_the_meaning_comes_before_the_drawing(name):
    picture = PICTURES[name]
    text = terminal(picture, "en", 80)
    head = " ".join(text.split("\n\n")[0].split())
    assert head == " ".join(f"{picture.title.en} {picture.reading.en}".replace("\N{NO-BREAK SPACE}", " ").split())


@EVERY
def test_colour_adds_nothing_but_colour(name):
    bare, coloured = (terminal(PICTURES[name], "sv", 80, colour=colour) for colour in (False, True))
    assert "\x1b" not in bare
    assert re.sub(r"\x1b\[\d+m", "", coloured) == bare
    assert not re.search(r"\x1b\[[^m]*[A-HJK]", coloured), "the cursor stays where it is"


@EVERY
def test_a_typewriter_can_write_it(name):
    assert terminal(PICTURES[name], "en", 80, plain=True, numbers=True).isascii()


def test_signs_that_meet_differ():
    together = [
        ("full", "ring", "empty"),
        ("filled answer", "open answer", "filled late", "open late", "cannot", "missing", "pause", "bar"),
        ("far", "thick", "open answer", "filled answer", "diamond", "dash", "broken bar"),
        ("helps", "not_settled", "not_enough", "worse"),
    ]
    for group in together[:1] + together[3:]:
        for n in (0, 1):
            assert len({SIGNS[name][n] for name in group}) == len(group)
    for group in together[1:3]:
        assert len({SIGNS[name][0] for name in group}) == len(group)


def test_the_dots_typed_are_the_dots_meant():
    text = terminal(PICTURES["hundred"], "en", 80)
    shown = PICTURES["hundred"].shown
    assert text.count("●") == shown.worth + 1
    assert text.count("◉") == shown.some + 1
    assert text.count("○") == shown.none + 1


def test_the_quantiles_typed_are_the_quantiles_meant():
    text = terminal(PICTURES["quantiles"], "en", 80)
    shown = PICTURES["quantiles"].shown
    assert text.count("●") == shown.on("worth") + 1
    assert text.count("◉") == shown.on("some") + 1
    assert text.count("○") == shown.on("none") + 1


def test_the_nights_typed_are_the_nights_meant():
    marks = PICTURES["nights-blind"].shown.marks
    text = terminal(PICTURES["nights-blind"], "en", 80)
    assert text.count("●") == sum(mark.kind == "answered" for mark in marks) + 1
    assert text.count("◆") == sum(mark.kind == "recalled" for mark in marks) + 1
    assert text.count("×") == sum(mark.kind == "cannot" for mark in marks) + 1
    assert text.count("╷") == sum(mark.kind == "missing" for mark in marks) + 1


def test_while_blind_no_word_or_line_tells_the_arms():
    text = terminal(PICTURES["nights-blind"], "en", 80, numbers=True)
    assert "active" not in text
    assert "━" not in text
    assert "━" in terminal(PICTURES["nights-open"], "en", 80)


@pytest.mark.parametrize("room", [10, 23, 51, 100])
@pytest.mark.parametrize("counts", [(100, 0, 0, 0), (97, 1, 1, 1), (25, 25, 25, 25), (2, 30, 65, 3), (0, 0, 1, 99)])
def test_cells_fill_the_room_and_forget_nobody(counts, room):
    cells = _cells(counts, room)
    assert sum(cells) == room
    assert all((cell > 0) == (count > 0) for cell, count in zip(cells, counts, strict=True))


def test_one_design_and_one_effect_is_a_forecast_too():
    one = forecast([Prospect(Text("a", "a"), -1, 0, 0.5, 0.25, 0.25, 0.01)], 1)
    assert "1 worse" in terminal(one, "en", 40)
    assert len(terminal(forecast(prospects(9), 1), "sv", 40).splitlines()) > 9 * 5


def test_numbers_follow_when_wanted():
    text = terminal(PICTURES["hundred"], "sv", 80, numbers=True)
    assert "0,72" in text
    assert "0,72" not in terminal(PICTURES["hundred"], "sv", 80)


def test_a_very_long_plan_keeps_its_boxes():
    text = terminal(timeline(Plan(60, 7, 0)), "en", 60)
    assert max(map(len, text.splitlines())) <= 60


class Stream(io.StringIO):
    """A terminal that says what it can."""

    def __init__(self, encoding, *, tty=True):
        super().__init__()
        self._encoding, self._tty = encoding, tty

    @property
    def encoding(self):
        return self._encoding

    def isatty(self):
        return self._tty


@pytest.mark.parametrize(
    ("stream", "environment", "expected"),
    [
        (Stream("utf-8"), {}, {"colour": True, "plain": False}),
        (Stream("UTF-8"), {"NO_COLOR": "1"}, {"colour": False, "plain": False}),
        (Stream("latin-1"), {}, {"colour": True, "plain": True}),
        (Stream("utf-8", tty=False), {}, {"colour": False, "plain": False}),
        (Stream("utf-8"), {"TERM": "dumb"}, {"colour": False, "plain": True}),
        (Stream(None), {}, {"colour": True, "plain": True}),
    ],
)
def test_a_stream_gets_what_it_can_show(stream, environment, expected):
    assert manner(stream, environment) == expected


def test_what_is_put_left_of_the_sheet_is_left_out():
    sheet = Sheet()
    sheet.put(-2, 0, "abc")
    assert sheet.lines(Pen()) == ["c"]


def test_a_rounded_count_is_never_certainty():
    text = terminal(PICTURES["forecast"], "en", 80)
    assert ">99  <1  <1  <1" in text
    assert not re.search(r"\b100\b(?! )", text.split("\n\n", 1)[1])
