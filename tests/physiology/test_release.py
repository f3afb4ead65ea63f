"""Release onto muscle and the NMDA receptor: published shape, directions, bounds."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stilla.physiology.nerve_constants import usual_constants
from stilla.physiology.release import csf_magnesium, nmda_change, nmda_open, release, transmits

C = usual_constants()
amounts = st.floats(0.01, 20)


@given(amounts, amounts, st.floats(0.01, 5))
def test_calcium_releases_and_magnesium_holds_back(calcium, magnesium, more):
    usual = release(calcium, magnesium, C.release)
    assert 0 < usual < 1
    assert release(calcium + more, magnesium, C.release) > usual > release(calcium, magnesium + more, C.release)


def test_the_equation_with_round_numbers():
    """1.1 and 3 mmol/L: (1 / (1 + 1 + 1))^4."""
    assert float(release(C.release.k_calcium, C.release.k_magnesium, C.release)) == pytest.approx(1 / 81)


def test_without_calcium_nothing_is_released():
    assert float(release(0.0, 0.55, C.release)) == 0


@pytest.mark.parametrize(("total", "ratio"), [(2, 0.66), (3, 0.47), (4, 0.35), (5, 0.26), (6, 0.20), (7.5, 0.14)])
def test_the_figures_that_were_reviewed(total, ratio):
    found = release(1.2, total * C.ionised, C.release) / release(1.2, 0.55, C.release)
    assert float(found) == pytest.approx(ratio, abs=0.005)


def test_transmission_ends_at_the_safety_factor():
    assert transmits([1.0, 0.34, 0.33], C.release).tolist() == [True, True, False]


@given(st.floats(-0.85, 19))
def test_the_brain_gets_a_small_share(change):
    rise = float(csf_magnesium(change, C.brain)) - C.brain.csf
    assert abs(rise) <= 0.2 * abs(change) + 1e-12


def test_nmda_blocks_more_with_magnesium_and_less_when_the_cell_is_excited():
    voltages = np.array([-80.0, -40.0, 0.0, 40.0])
    shares = np.array([float(nmda_open(1.0, C.brain, v)) for v in voltages])
    assert np.all(np.diff(shares) > 0)
    assert shares[2] == pytest.approx(3.57 / 4.57)
    assert nmda_open(2.0, C.brain) < nmda_open(1.0, C.brain)
    assert float(nmda_open(0.0, C.brain)) == 1


def test_a_change_of_nothing_is_nothing_and_an_ordinary_one_is_under_one_per_cent():
    assert float(nmda_change(0.0, C.brain)) == 0
    assert -0.01 < float(nmda_change(0.04, C.brain)) < 0
    assert nmda_change([-0.4, 1.0], C.brain).tolist() == sorted(
        nmda_change([-0.4, 1.0], C.brain).tolist(), reverse=True
    )
