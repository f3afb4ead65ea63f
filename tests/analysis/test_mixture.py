"""The mixture of normals: its probabilities and quantiles against those of one normal and of numbers drawn."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import norm

from stilla.analysis.mixture import Mixture, joined

TWO = Mixture(np.array([0.3, 0.7]), np.array([-2.0, 1.0]), np.array([0.5, 2.0]))


def test_one_component_is_a_normal_distribution() -> None:
    one = Mixture(np.ones(1), np.array([3.0]), np.array([2.0]))
    assert one.moments() == (3.0, 2.0)
    assert one.quantile(0.025) == pytest.approx(norm(3, 2).ppf(0.025), abs=1e-10)
    assert one.below(0) == pytest.approx(norm(3, 2).cdf(0), abs=1e-14)
    assert one.log_density(np.array([1.0]))[0] == pytest.approx(norm(3, 2).logpdf(1.0))


@given(st.floats(1e-6, 1 - 1e-6))
@settings(deadline=None)
def test_a_quantile_is_where_the_distribution_reaches_it(p: float) -> None:
    assert TWO.below(TWO.quantile(p)) == pytest.approx(p, abs=1e-9)


def test_far_apart_components_do_not_lose_the_quantile() -> None:
    far = Mixture(np.array([0.5, 0.5]), np.array([-1e4, 1e4]), np.array([1e-3, 1e-3]))
    assert far.quantile(0.25) == pytest.approx(-1e4, abs=1e-2)
    assert far.quantile(0.75) == pytest.approx(1e4, abs=1e-2)


def test_quantiles_are_the_middles_of_equal_shares() -> None:
    found = TWO.quantiles(20)
    assert [TWO.below(x) for x in found] == pytest.approx((np.arange(20) + 0.5) / 20, abs=1e-6)


def test_quantiles_of_a_mixture_with_far_parts_are_found_too() -> None:
    far = Mixture(np.array([0.999, 0.001]), np.array([0.0, 500.0]), np.array([1.0, 1.0]))
    found = far.quantiles(2000)
    assert [far.below(x) for x in found[[0, 999, 1999]]] == pytest.approx([0.00025, 0.49975, 0.99975], abs=2e-3)
    assert np.all(np.diff(found) >= 0)


def test_a_negative_factor_turns_it_round() -> None:
    assert TWO.scaled(-2.0).below(1.0) == pytest.approx(TWO.above(-0.5))


def test_what_is_left_out_is_as_little_as_said() -> None:
    stream = np.random.default_rng(1)
    weight = stream.gamma(0.01, size=5000)
    heavy = Mixture(weight / weight.sum(), stream.normal(size=5000), np.ones(5000))
    light = heavy.light()
    assert len(light.weight) < 5000
    assert light.weight.sum() == pytest.approx(1)
    assert light.below(0.3) == pytest.approx(heavy.below(0.3), abs=1e-9)


def test_joined_parts_keep_their_shares() -> None:
    whole = joined([TWO, TWO.scaled(-1.0)], np.array([0.25, 0.75]))
    assert whole.below(0.0) == pytest.approx(0.25 * TWO.below(0) + 0.75 * TWO.above(0))


def test_no_quantile_of_nothing() -> None:
    with pytest.raises(ValueError, match="0"):
        TWO.quantile(0.0)
