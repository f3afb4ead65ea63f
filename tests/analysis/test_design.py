"""Designs against counting by hand: every sequence listed from all of 2^K, and the numbers of the table."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from itertools import groupby, product

import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import chdtrc

from stilla.analysis.design import (
    MOST_LISTED,
    Design,
    draw,
    every,
    labels,
    least_p,
    predictability,
    rank,
    sequences,
    unrank,
)
from stilla.errors import BadInput


def admits(design, sequence):
    """The rule of each scheme as it is written, and nothing cleverer."""
    match design.scheme:
        case "balanced":
            longest = max(len(list(run)) for _, run in groupby(sequence))
            return 2 * sum(sequence) == len(sequence) and longest <= design.most_alike
        case "free":
            return sum(sequence) == (len(sequence) // 2 if design.active is None else design.active)
        case "pairs":
            return all(a != b for a, b in zip(sequence[::2], sequence[1::2], strict=True))
        case "counterbalanced":
            blocks = [sequence[i : i + 4] for i in range(0, len(sequence), 4)]
            return all(block in ((0, 1, 1, 0), (1, 0, 0, 1)) for block in blocks)
        case "daily":
            return True


def by_hand(design):
    return [s for s in product((0, 1), repeat=design.periods) if admits(design, s)]


@st.composite
def designs(pick, most=10):
    scheme = pick(st.sampled_from(["balanced", "pairs", "counterbalanced", "free", "daily"]))
    step = {"daily": 1, "counterbalanced": 4}.get(scheme, 2)
    periods = step * pick(st.integers(1, most // step))
    active = pick(st.none() | st.integers(0, periods)) if scheme == "free" else None
    return Design(scheme, periods, nights=7, most_alike=pick(st.integers(1, 6)), active=active)


@pytest.mark.parametrize(
    ("periods", "pairs", "two", "three", "free"),
    [(6, 8, 14, 20, 20), (8, 16, 34, 62, 70), (10, 32, 84, 194, 252), (12, 64, 208, 616, 924)],
)
def test_the_table_of_counts(periods, pairs, two, three, free):
    assert sequences(Design("pairs", periods, 7)) == pairs
    assert sequences(Design("balanced", periods, 7, most_alike=2)) == two
    assert sequences(Design("balanced", periods, 7, most_alike=3)) == three
    assert sequences(Design("free", periods, 7)) == free


def test_seventy_days_are_counted_exactly():
    assert sequences(Design("balanced", 70, 1, most_alike=2)) == 136050710238288


@given(designs())
def test_a_design_lists_exactly_what_its_rule_admits_in_lexicographic_order(design):
    expected = by_hand(design)
    assert sequences(design) == len(expected)
    assert [tuple(row) for row in every(design).tolist()] == expected
    assert [unrank(design, index) for index in range(len(expected))] == expected
    assert [rank(design, sequence) for sequence in expected] == list(range(len(expected)))


@given(designs(most=400), st.integers(0))
def test_numbers_and_sequences_belong_together_also_where_nobody_can_list_them(design, number):
    index = number % sequences(design)
    sequence = unrank(design, index)
    assert admits(design, sequence)
    assert rank(design, sequence) == index


@given(designs(), st.lists(st.integers(0, 2), max_size=12))
def test_a_foreign_sequence_is_refused(design, sequence):
    if len(sequence) == design.periods and 2 not in sequence and admits(design, tuple(sequence)):
        assert unrank(design, rank(design, sequence)) == tuple(sequence)
    else:
        with pytest.raises(BadInput):
            rank(design, sequence)


@pytest.mark.parametrize("index", [-1, 62])
def test_a_number_that_no_sequence_has_is_an_error(index):
    with pytest.raises(IndexError):
        unrank(Design("balanced", 8, 21), index)


@pytest.mark.parametrize(
    "design",
    [
        Design("balanced", 8, 21, most_alike=2),
        Design("balanced", 8, 21),
        Design("free", 8, 21),
        Design("pairs", 8, 21),
        Design("balanced", 10, 7, most_alike=2),
        Design("balanced", 10, 7),
        Design("daily", 6, 1),
    ],
    ids=str,
)
def test_draws_are_uniform(design):
    chance = random.Random(8)
    count, each = sequences(design), 60
    seen = Counter(draw(design, chance.randrange) for _ in range(each * count))
    assert len(seen) == count
    chi = sum((n - each) ** 2 / each for n in seen.values())
    assert chdtrc(count - 1, chi) > 0.001


def test_a_draw_asks_once_for_a_number_below_the_count():
    asked = []
    draw(Design("balanced", 8, 21), lambda n: asked.append(n) or 0)
    assert asked == [62]


@given(designs())
def test_predictability_is_the_share_of_periods_that_only_one_continuation_admits(design):
    admitted = by_hand(design)
    following = defaultdict(set)
    for sequence, place in product(admitted, range(design.periods)):
        following[sequence[:place]].add(sequence[place])
    certain = sum(len(following[s[:place]]) == 1 for s, place in product(admitted, range(design.periods)))
    assert predictability(design) == pytest.approx(certain / (len(admitted) * design.periods), abs=1e-15)


@pytest.mark.parametrize(
    ("design", "expected"),
    [
        (Design("pairs", 6, 7), 0.25),
        (Design("pairs", 12, 7), 0.03125),
        (Design("balanced", 8, 21), 2 / 62),
        (Design("balanced", 10, 7, most_alike=2), 2 / 84),
        (Design("free", 3, 1, active=1), 1 / 3),
        (Design("free", 1, 1, active=1), 1.0),
        (Design("daily", 1, 1), 1.0),
        (Design("free", 2, 1), 1.0),
    ],
)
def test_the_smallest_p(design, expected):
    assert least_p(design) == pytest.approx(expected, rel=1e-15)


def test_labels_name_the_capsules():
    assert labels(unrank(Design("counterbalanced", 8, 7), 2)) == "APPAPAAP"


@pytest.mark.parametrize(
    "fields",
    [
        {"scheme": "balanced", "periods": 7, "nights": 21},
        {"scheme": "pairs", "periods": 7, "nights": 21},
        {"scheme": "free", "periods": 7, "nights": 21},
        {"scheme": "counterbalanced", "periods": 6, "nights": 21},
        {"scheme": "balanced", "periods": 8, "nights": 21, "most_alike": 0},
        {"scheme": "balanced", "periods": 0, "nights": 21},
        {"scheme": "daily", "periods": -3, "nights": 1},
        {"scheme": "daily", "periods": 401, "nights": 1},
        {"scheme": "balanced", "periods": 8, "nights": 0},
        {"scheme": "balanced", "periods": 8, "nights": 201},
        {"scheme": "balanced", "periods": 8, "nights": 21, "run_in": -1},
        {"scheme": "balanced", "periods": 8, "nights": 21, "active": 4},
        {"scheme": "free", "periods": 8, "nights": 21, "active": 9},
    ],
    ids=str,
)
def test_nonsense_is_refused_in_both_languages(fields):
    with pytest.raises(BadInput) as caught:
        Design(**fields)
    (problem,) = caught.value.problems
    assert problem.says.en
    assert problem.says.sv
    assert problem.says.en != problem.says.sv


def test_every_problem_of_a_design_is_named_at_once():
    with pytest.raises(BadInput) as caught:
        Design("pairs", 401, 0)
    assert len(caught.value.problems) == 3


def test_a_design_read_from_a_file_is_checked_too():
    with pytest.raises(BadInput):
        msgspec.json.decode(b'{"scheme": "pairs", "periods": 7, "nights": 21}', type=Design)


def test_too_many_to_list_is_said_and_not_tried():
    assert sequences(Design("pairs", 40, 1)) == MOST_LISTED
    with pytest.raises(BadInput):
        every(Design("pairs", 42, 1))
    with pytest.raises(BadInput):
        every(Design("balanced", 400, 1))


def test_a_mirror_image_belongs_to_the_same_design():
    for design in (Design("balanced", 10, 7), Design("pairs", 6, 7), Design("counterbalanced", 8, 7)):
        listed = every(design)
        assert design.mirrored
        assert np.array_equal(1 - listed[::-1], listed)
    assert not Design("free", 6, 7, active=2).mirrored
