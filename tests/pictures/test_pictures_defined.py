"""What the pictures say: the numbers of the table are the ones drawn, and the ones of the sentence."""

import pickle
from itertools import pairwise

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from picture_examples import ARMS, FIRST, PERIODS, PICTURES, Plan, people, prospects, quantiles, scores

from stilla.pictures.forecast import Prospect, forecast
from stilla.pictures.forest import MOST, Interval, forest
from stilla.pictures.hundred_dots import hundred_dots
from stilla.pictures.nights import nights, rows
from stilla.pictures.quantile_dots import quantile_dots
from stilla.pictures.timeline import Lane, timeline
from stilla.pictures.vega.document import spec
from stilla.pictures.words import of_hundred
from stilla.text import Text

chances = st.floats(0, 1, allow_nan=False)


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_has_words_in_both_languages_and_a_whole_table(name):
    picture = PICTURES[name]
    for text in (picture.title, picture.reading, picture.described, *picture.table.header):
        assert text.en
        assert text.sv
        assert "{" not in text.en + text.sv
    assert picture.table.rows
    assert {len(row) for row in picture.table.rows} == {len(picture.table.header)}
    for language in ("en", "sv"):
        words = picture.table.words(language)
        assert len(words) == len(picture.table.rows) + 1
        assert not any("nan" in cell.lower() or cell == "None" for row in words for cell in row)


def test_a_picture_cannot_be_changed():
    with pytest.raises(AttributeError):
        PICTURES["hundred"].title = Text("x", "x")  # type: ignore[misc]
    assert pickle.loads(pickle.dumps(PICTURES["hundred"])) == PICTURES["hundred"]


def drawn(picture, field):
    """All rows of all layers that have a field."""
    return [row for layer in spec(picture, "en")["layer"] for row in layer["data"]["values"] if field in row]


# --- a hundred dots


@given(chances, chances, chances)
def test_hundred_dots_are_always_a_hundred(a, b, c):
    p_mid, p_benefit = sorted((a, b))
    picture = hundred_dots(p_benefit, p_mid, c * (1 - p_benefit), 1)
    assert picture.shown.worth + picture.shown.some + picture.shown.none == 100
    for p, count in zip((p_mid, p_benefit - p_mid, 1 - p_benefit), (r[1] for r in picture.table.rows), strict=True):
        assert abs(100 * p - count) < 1
    for text in (picture.reading.en, picture.described.en):
        assert " 0 in 100" not in text
        assert "100 in 100" not in text


@given(st.lists(st.integers(0, 1000), min_size=1, max_size=6).filter(any))
def test_largest_remainders_sum_and_stay_near(parts):
    counts = of_hundred([part / sum(parts) for part in parts])
    assert sum(counts) == 100
    assert all(abs(count - 100 * part / sum(parts)) < 1 for count, part in zip(counts, parts, strict=True))


def test_a_small_chance_is_fewer_than_one_and_not_none():
    picture = hundred_dots(0.997, 0.004, 0.003, 1)
    assert "at least 1: fewer than 1 in 100" in picture.reading.en
    assert "Någon nytta: fler än 99 av 100" in picture.reading.sv


def test_the_dots_drawn_are_the_dots_of_the_table():
    picture = PICTURES["hundred"]
    marks = drawn(picture, "key")
    assert len(marks) == 100 + 3, "and one sample of each kind beside its words"
    for label, count, _ in picture.table.rows:
        assert sum(mark["key"] == label.en for mark in marks) == count + 1


@pytest.mark.parametrize(
    "wrong", [(0.5, 0.6, 0.1), (0.9, 0.1, 0.2), (1.2, 0.1, 0), (float("nan"), 0, 0), (0.5, -0.1, 0)]
)
def test_chances_that_contradict_each_other_are_refused(wrong):
    with pytest.raises(ValueError, match="must hold"):
        hundred_dots(*wrong, mid=1)


# --- quantile dots


@given(
    st.lists(st.floats(-12, 12, allow_nan=False), min_size=20, max_size=100),
    st.floats(0.01, 8),
    st.sampled_from(["lower", "higher"]),
)
def test_each_quantile_is_one_dot_on_its_own_side(values, mid, better):
    shown = quantile_dots(values, mid, better).shown
    sign = -1 if better == "lower" else 1
    assert shown.dots == len(values)
    assert shown.on("worth") == sum(sign * v >= mid for v in values)
    assert shown.on("none") == sum(sign * v <= 0 for v in values)
    for stack in shown.stacks:
        assert shown.low <= stack.low < stack.high <= shown.high
        inside = sorted((sign * stack.low, sign * stack.high))
        edges = {"worth": (mid, float("inf")), "some": (0, mid), "none": (float("-inf"), 0)}[stack.side]
        assert edges[0] - 1e-9 <= inside[0]
        assert inside[1] <= edges[1] + 1e-9
    assert shown.low <= 0 <= shown.high
    assert shown.low <= shown.worth_from <= shown.high


def test_the_stacks_drawn_are_the_table():
    picture = PICTURES["quantiles"]
    marks = [mark for mark in drawn(picture, "key") if "x" in mark]
    for low, high, count, _ in picture.table.rows:
        assert sum(low <= mark["x"] <= high for mark in marks) == count
    assert len(marks) == 100


def test_lower_is_better_lies_on_the_left():
    picture = quantile_dots(quantiles(-1.3, 0.6), 1, "lower")
    assert picture.shown.worth_from == -1
    assert "69 are a benefit that matters" in picture.reading.en
    assert "1.3 better" in picture.reading.en
    assert quantile_dots(quantiles(-1.3, 0.6), 1, "higher").reading.en.endswith("The middle one is 1.3 worse.")


def test_an_effect_known_exactly_is_one_stack():
    shown = quantile_dots([-2.0] * 100, 1, "lower").shown
    assert len(shown.stacks) == 1
    assert shown.tallest == 100


@pytest.mark.parametrize(
    ("values", "mid"), [([1.0] * 19, 1), ([1.0] * 101, 1), ([float("nan")] * 20, 1), ([1.0] * 20, 0)]
)
def test_quantiles_that_cannot_be_drawn_are_refused(values, mid):
    with pytest.raises(ValueError, match="needed"):
        quantile_dots(values, mid, "lower")


# --- nights


def test_while_blind_the_allocation_changes_nothing():
    """The blind picture cannot even be given the allocation; an open one says so in words, ground and marks."""
    blind = PICTURES["nights-blind"]
    assert blind.shown.arms is None
    assert all(mark.active is None for mark in blind.shown.marks)
    assert all(span.active is None for span in blind.shown.spans)
    words = f"{blind.reading} {blind.described} {blind.table.header} {spec(blind, 'en')}".lower()
    assert "active" not in words
    assert "placebo" not in words
    assert "active" in str(spec(PICTURES["nights-open"], "en"))


def test_missing_nights_are_counted_and_drawn_below_the_scale():
    picture = nights([0, 1, 4], [3.0, None, 0.0], [1, 1, 1])
    kinds = [(mark.first, mark.kind, mark.score) for mark in picture.shown.marks]
    assert kinds == [
        (1, "answered", 3),
        (2, "missing", None),
        (3, "missing", None),
        (4, "missing", None),
        (5, "answered", 0),
    ]
    assert picture.reading.en == "Nights answered: 2 of 5; missing: 3."
    zero, *_ = [mark["py"] for mark in drawn(picture, "key") if mark["key"] == "answered" and mark["px"] > 90]
    assert all(mark["py"] > zero for mark in drawn(picture, "key") if mark["key"] == "missing")


def test_a_pause_is_not_missing():
    picture = PICTURES["nights-open"]
    assert " of 176" in picture.reading.en
    assert picture.shown.pauses == ((61, 66),)


def test_late_and_unable_have_their_own_kinds():
    kinds = {mark.first: mark.kind for mark in PICTURES["nights-blind"].shown.marks}
    assert kinds[21] == "recalled"
    assert "cannot" in kinds.values()
    assert "missing" in kinds.values()


def test_every_night_is_a_mark_and_a_row():
    picture = nights(range(182), scores(), PERIODS, arms=ARMS, first=FIRST)
    assert len(picture.table.rows) == 182 == len(drawn(picture, "key"))
    known = [score for score in scores() if score is not None]
    assert [row[3] for row in picture.table.rows if row[3] is not None] == known


def test_twenty_years_are_drawn_together_and_said_so():
    picture = PICTURES["nights-many"]
    assert len(picture.shown.marks) <= 250
    assert sum(mark.answered for mark in picture.shown.marks) == 7300
    assert "7\N{NO-BREAK SPACE}300 of 7\N{NO-BREAK SPACE}300" in picture.reading.en
    assert "the middle score" in picture.described.en
    assert all((mark.first - 1) // 365 == (mark.last - 1) // 365 for mark in picture.shown.marks)
    assert all(mark.least <= mark.score <= mark.most for mark in picture.shown.marks)


def test_a_draw_each_day_for_years_is_drawn_too():
    days = range(1000)
    picture = nights(days, [1.0] * 1000, [d + 1 for d in days], arms=[d % 2 == 0 for d in days], unit="day")
    assert all(mark.active is None for mark in picture.shown.marks)
    assert len(drawn(picture, "key")) == len(picture.shown.marks)


def test_times_between_days_are_measurements_without_gaps():
    picture = nights([0.0, 0.4, 7.5], [1.0, 2.0, float("nan")], [1, 1, 2], unit="measurement", scale=None)
    assert [mark.kind for mark in picture.shown.marks] == ["answered", "answered", "missing"]
    assert picture.shown.low < 1
    assert picture.shown.high > 2


@pytest.mark.parametrize(
    "wrong", [([], [], []), ([0, 0], [1, 1], [1, 1]), ([0, 1], [1], [1, 1]), ([1, 0], [1, 1], [1, 1])]
)
def test_nights_out_of_order_are_refused(wrong):
    with pytest.raises(ValueError, match="must increase"):
        nights(*wrong)


@given(st.integers(1, 120), st.integers(1, 40), st.integers(5, 60))
def test_rows_hold_all_nights_once(n, length, room):
    shown = nights(range(n), [1.0] * n, [1 + i // length for i in range(n)]).shown
    cut = rows(shown, room)
    assert cut[0][0] == 0
    assert cut[-1][1] == n
    assert all(a[1] == b[0] for a, b in pairwise(cut))
    assert all(0 < last - first <= room for first, last in cut)


# --- forecast


def test_bars_fill_a_hundred_and_equal_the_table():
    picture = PICTURES["forecast"]
    for bar, row in zip(picture.shown.bars, picture.table.rows, strict=True):
        assert sum(bar.counts) == 100
        assert bar.counts == of_hundred(row[2:6])
    parts = drawn(picture, "to")
    assert sum(part["to"] - part["x"] for part in parts) == 100 * len(picture.table.rows)


def test_designs_stay_together_whatever_the_order_given():
    assert [bar.design for bar in forecast(prospects(3), 1).shown.bars] == [0] * 4 + [1] * 4 + [2] * 4


def test_the_sentence_names_the_error_and_never_certainty():
    reading = PICTURES["forecast"].reading.en
    assert "right to within about 1 in 100" in reading
    assert "helps more than 99 in 100" in reading
    rough = forecast([msgspec.structs.replace(each, error=0.02) for each in prospects()], 1)
    assert "within about 4 in 100" in rough.reading.en


def test_probabilities_that_do_not_sum_are_refused():
    with pytest.raises(ValueError, match="sum to 1"):
        forecast([Prospect(Text("a", "a"), 0, 0.5, 0.1, 0.1, 0.1, 0.01)], 1)
    with pytest.raises(ValueError, match="at least one"):
        forecast([], 1)


# --- forest


def test_a_forest_shows_each_person_in_the_order_of_the_effect():
    shown = PICTURES["forest"].shown
    assert len(shown.rows) == 23
    means = [row.shrunken.mean for row in shown.rows]
    assert means == sorted(means)


@pytest.mark.parametrize("n", [1, 40, 41, 12345])
def test_many_people_are_shown_by_one_of_each_group(n):
    raw, shrunken = people(n)
    picture = forest(raw, shrunken, raw[0], Interval(0, -2, 2), mid=1, better="higher")
    assert len(picture.shown.rows) == min(n, MOST)
    assert sum(row.people for row in picture.shown.rows) == n
    assert len(picture.table.rows) == min(n, MOST) + 2
    assert ("group" in picture.described.en) == (n > MOST)


def test_an_interval_that_leaves_the_picture_has_an_arrow_head():
    raw, shrunken = people(3)
    raw[0] = Interval(0, -900, 900)
    picture = forest(raw, shrunken, Interval(0, -1, 1), Interval(0, -2, 2), mid=1, better="lower")
    assert {head["turn"] for head in drawn(picture, "turn")} == {-90, 90}
    assert any(row[3] == -900 for row in picture.table.rows), "the table keeps the number"


def test_a_forest_of_nobody_or_of_no_numbers_is_refused():
    one = Interval(0, -1, 1)
    with pytest.raises(ValueError, match="finite"):
        forest([], [], one, one, mid=1, better="lower")
    with pytest.raises(ValueError, match="finite"):
        forest([Interval(0, float("-inf"), 1)], [one], one, one, mid=1, better="lower")


# --- timeline


def test_a_timeline_holds_the_plan_and_nothing_of_the_allocation():
    picture = PICTURES["timeline"]
    assert [(box.first, box.last) for box in picture.shown.boxes[:3]] == [(1, 14), (15, 35), (36, 56)]
    assert picture.shown.end == 182
    assert "182 nights, about 26 weeks." in picture.reading.en
    guesses = [nights for name, nights in picture.shown.lanes if name.en == "guess"]
    assert [last for _, last in guesses[0]] == [box.last for box in picture.shown.boxes[1:]]


def test_dates_follow_from_the_first_night():
    picture = PICTURES["timeline-dated"]
    assert picture.table.rows[0][3:] == (Text("2026-11-22", "2026-11-22"), Text("2026-12-05", "2026-12-05"))
    assert "22 Nov 2026 to 22 May 2027" in picture.reading.en


def test_a_plan_without_run_in_and_with_weekly_scales():
    picture = timeline(Plan(1, 3, 0), lanes=[Lane(Text("scale", "skala"), "weekly")], step=7)
    assert [box.period for box in picture.shown.boxes] == [1]
    assert picture.shown.step == 3
    assert picture.shown.lanes == ((Text("scale", "skala"), ()),)


def test_one_night_is_not_many():
    assert timeline(Plan(14, 1, 0)).reading.en == "14 periods of 1 night: 14 nights, about 2 weeks."


@pytest.mark.parametrize("mid", [0, -1, float("nan")])
def test_a_difference_that_matters_is_above_nothing(mid):
    one = Interval(0, -1, 1)
    with pytest.raises(ValueError, match="above 0"):
        hundred_dots(0.9, 0.5, 0.1, mid)
    with pytest.raises(ValueError, match="above 0"):
        forest([one], [one], one, one, mid=mid, better="lower")


def test_a_score_outside_its_scale_widens_it_and_a_scale_without_length_is_refused():
    assert nights([0, 1], [12.0, -1.0], [1, 1]).shown.high == 12
    assert nights([0, 1], [12.0, -1.0], [1, 1]).shown.low == -1
    with pytest.raises(ValueError, match="higher end"):
        nights([0], [1.0], [1], scale=(1, 1))
