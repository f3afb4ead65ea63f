"""The wealth of a bettor, over every outcome of the coins."""

from __future__ import annotations

from itertools import product
from math import inf, nan

import pytest

from stilla.analysis.martingale import fewest_pairs, wealth
from stilla.errors import BadInput

SIZES = (0.4, 3.0, 1.0, 0.2, 2.0, 1.0, 1.5, 0.9, 1.0, 5.0, 1.2)


@pytest.mark.parametrize("two_sided", [False, True])
def test_nobody_gains_on_average_and_one_in_twenty_at_most_ever_reaches_the_bound(two_sided):
    runs = [
        wealth([sign * size for sign, size in zip(signs, SIZES, strict=True)], 1.0, two_sided=two_sided)
        for signs in product((-1, 1), repeat=len(SIZES))
    ]
    for pair in range(len(SIZES)):
        assert sum(run.after[pair] for run in runs) / len(runs) == pytest.approx(1.0, abs=1e-12)
    assert 0 < sum(run.crossed is not None for run in runs) / len(runs) <= 0.05


def test_hand_values():
    one_sided = wealth([1.0, -0.5], 1.0, two_sided=False)
    assert one_sided.after == pytest.approx([1.6, (1.3 * 0.85 + 1.6 * 0.7 + 1.9 * 0.55) / 3])


def test_nearly_enough_is_not_enough():
    nearly = wealth([1.0] * 5 + [0.7], 1.0, two_sided=False)
    assert 19 < nearly.after[-1] < 20
    assert nearly.crossed is None


def test_both_ways_count_alike_when_two_sided_and_only_one_otherwise():
    up, down = [1.0] * 7, [-1.0] * 7
    assert wealth(up, 1.0).after == pytest.approx(wealth(down, 1.0).after)
    assert wealth(up, 1.0).crossed == fewest_pairs() == 7
    assert wealth(up, 1.0, two_sided=False).crossed == fewest_pairs(two_sided=False) == 6
    assert wealth(down, 1.0, two_sided=False).crossed is None


def test_a_missing_pair_leaves_the_wealth_as_it_was():
    assert wealth([1.0, nan, 1.0], 2.0).after == pytest.approx([1.0, 1.0, wealth([1.0, 1.0], 2.0).after[1]])


def test_no_pair_no_wealth():
    assert wealth([], 1.0).after == ()
    assert wealth([], 1.0).crossed is None


@pytest.mark.parametrize("scale", [0.0, -1.0, inf, nan])
def test_the_scale_must_be_positive(scale):
    with pytest.raises(BadInput):
        wealth([1.0], scale)
