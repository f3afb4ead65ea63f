"""What is said of a nerve at a level: directions, the band, refusals, what is loaded; and the published figures."""

import math
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from stilla.errors import BadInput
from stilla.knowledge.models import Target
from stilla.knowledge.store import load
from stilla.physiology.nerve import Nerve, nerve, nerves
from stilla.physiology.nerve_checks import NERVE_CHECKS
from stilla.physiology.nerve_constants import MODEL, usual_constants
from stilla.physiology.surface import gate_shift_mv

C = usual_constants()
TARGETS = {each.id: each for each in load().kind("targets", Target).values() if each.model == MODEL}
KNOWN_TO_MISS = {"surface-eighth", "tetany-calcium", "tetany-normal-calcium", "csf-ionised"}
"""Kept and printed. One that begins to pass is taken off this list, one that begins to miss is looked into."""


def test_an_ordinary_supplement_moves_the_nerve_by_a_tenth_of_a_millivolt():
    found = nerve(C.usual_magnesium + 0.04)
    assert found.gate_shift_mv == pytest.approx(0.09, abs=0.01)
    assert (found.gate_shift_low, found.gate_shift_high) == pytest.approx((0.065, 0.13), abs=0.01)
    assert found.threshold_ratio == pytest.approx(1.025, abs=0.005)
    assert found.release_ratio == pytest.approx(0.985, abs=0.002)


def test_low_magnesium_alone_lowers_the_threshold_and_does_not_fire():
    low = nerve(0.4)
    assert low.fires_by_itself is False
    assert low.may_fire is False
    assert low.threshold_ratio == pytest.approx(0.68, abs=0.03)


def test_with_little_calcium_it_fires():
    found = nerve(0.5, 0.65)
    assert found.fires_by_itself is True
    assert found.may_fire is True
    assert found.threshold_ratio is None


def test_near_the_onset_it_says_that_it_may():
    found = nerve(0.846, 0.84, 7.6)
    assert found.fires_by_itself is False
    assert found.may_fire is True


def test_much_magnesium_ends_transmission_before_the_nerve_is_blocked():
    found = nerve(6.0)
    assert not found.transmits
    assert found.threshold_ratio is not None
    assert math.isfinite(found.threshold_ratio)


def test_outside_the_table_it_does_not_say_no():
    for found in (nerve(0.0, 0.1, 7.8), nerve(20.0, 3.0, 6.8)):
        assert found.fires_by_itself is None
        assert found.may_fire is None
        assert found.threshold_ratio is None


@given(st.floats(0, 19), st.floats(0.6, 3), st.floats(7.0, 7.7), st.floats(0.01, 1))
def test_more_magnesium_never_makes_the_nerve_more_excitable(magnesium, calcium, ph, more):
    before, after = nerve(magnesium, calcium, ph), nerve(magnesium + more, calcium, ph)
    assert after.gate_shift_mv > before.gate_shift_mv
    assert after.release_ratio < before.release_ratio
    assert after.nmda_change < before.nmda_change
    if before.threshold_ratio is not None and after.threshold_ratio is not None:
        assert after.threshold_ratio >= before.threshold_ratio


@given(st.floats(0, 20), st.floats(0.2, 3), st.floats(6.8, 7.8))
def test_the_shift_lies_in_its_band_and_is_that_of_the_surface(magnesium, calcium, ph):
    found = nerve(magnesium, calcium, ph)
    assert found.gate_shift_low <= found.gate_shift_mv <= found.gate_shift_high
    alone = float(gate_shift_mv(calcium, magnesium * C.ionised, ph, C.reference, C.sites))
    assert found.gate_shift_mv == pytest.approx(alone, abs=1e-7)


def test_the_band_is_that_of_the_ranges():
    alone = [
        float(
            gate_shift_mv(
                1.2,
                4.0 * share,
                7.4,
                replace(C.reference, magnesium=C.usual_magnesium * share),
                replace(C.sites, k_magnesium=binding),
            )
        )
        for binding in (C.k_magnesium_range.low, C.k_magnesium_range.high)
        for share in (C.ionised_range.low, C.ionised_range.high)
    ]
    found = nerve(4.0)
    assert (found.gate_shift_low, found.gate_shift_high) == pytest.approx((min(alone), max(alone)), abs=1e-7)


def test_many_are_as_one_by_one():
    magnesium, calcium = np.array([0.3, 0.846, 4.0, 12.0])[:, None], np.array([0.6, 1.2])
    many = nerves(magnesium, calcium)
    assert many.gate_shift_mv.shape == (4, 2)
    for i, j in np.ndindex(4, 2):
        one = nerve(float(magnesium[i, 0]), float(calcium[j]))
        assert many.gate_shift_mv[i, j] == pytest.approx(one.gate_shift_mv, abs=1e-9)
        assert many.fires_by_itself[i, j] == one.fires_by_itself
        assert many.threshold_ratio[i, j] == pytest.approx(one.threshold_ratio or math.nan, rel=1e-6, nan_ok=True)
        assert many.nmda_change.shape == (4, 2)


@pytest.mark.parametrize(
    ("given_", "where"),
    [
        ((-0.1,), "magnesium"),
        ((20.5,), "magnesium"),
        ((math.nan,), "magnesium"),
        ((math.inf,), "magnesium"),
        ((0.8, 0.0), "calcium"),
        ((0.8, -1.0), "calcium"),
        ((0.8, 11.0), "calcium"),
        ((0.8, 1.2, 6.7), "pH"),
        ((0.8, 1.2, 7.9), "pH"),
        ((0.8, 1.2, math.nan), "pH"),
        (([0.8, -1.0],), "magnesium"),
    ],
)
def test_what_cannot_be_is_refused(given_, where):
    with pytest.raises(BadInput) as caught:
        nerves(*given_)
    assert [each.where.en for each in caught.value.problems] == [where]
    assert all(each.says.sv and each.says.en for each in caught.value.problems)


def test_every_problem_at_once():
    with pytest.raises(BadInput) as caught:
        nerve(-1.0, 0.0, 9.0)
    assert len(caught.value.problems) == 3


def test_the_ends_of_the_ranges_are_answered():
    for magnesium in (0.0, 20.0):
        for ph in (6.8, 7.8):
            assert isinstance(nerve(magnesium, 1.2, ph), Nerve)


def test_asking_does_not_load_numba_or_scipy():
    code = (
        "import sys; from stilla.physiology.nerve import nerve; nerve(0.8); "
        "sys.exit(any(m in sys.modules for m in ('numba', 'scipy')))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_other_constants_of_the_node_need_another_table():
    with pytest.raises(BadInput):
        nerve(0.8, constants=replace(C, node=replace(C.node, g_load=0.06)))


def test_targets_and_their_functions_match_one_to_one():
    assert set(TARGETS) == set(NERVE_CHECKS)


@pytest.mark.parametrize("name", sorted(NERVE_CHECKS))
def test_published_figures_are_met_but_for_those_known_to_miss(name):
    target, figure = TARGETS[name], NERVE_CHECKS[name](C)
    assert math.isfinite(figure)
    assert (target.low <= figure <= target.high) == (name not in KNOWN_TO_MISS), f"{figure:.4g} {target.unit}"


def test_no_check_was_used_to_choose_a_constant_without_saying_so():
    assert {each.id for each in TARGETS.values() if each.role == "calibration"} == {"node-onset", "csf-long"}
