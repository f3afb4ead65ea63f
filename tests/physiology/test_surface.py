"""The potential outside the nerve: against a second solution, in its directions, and at reviewed numbers."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import brentq

from stilla.errors import BadInput
from stilla.physiology.nerve_constants import usual_constants
from stilla.physiology.surface import gate_shift_mv, surface_potential_mv

C = usual_constants()


def by_brentq(calcium, magnesium, ph, monovalent, temperature, sites):
    """The same equations, written again in volts and single ions."""
    kelvin = temperature + 273.15
    thermal = 1.380649e-23 * kelvin / 1.602176634e-19
    permittivity = sum(each * temperature**power for power, each in enumerate(sites.permittivity)) * 8.8541878128e-12
    ions = [(2, calcium), (2, magnesium), (1, monovalent), (-1, monovalent + 2 * calcium + 2 * magnesium)]

    def excess(psi):
        x = psi / thermal
        energy = sum(c * 6.02214076e23 * (math.exp(-z * x) - 1) for z, c in ions)
        fluid = math.copysign(math.sqrt(2 * permittivity * 1.380649e-23 * kelvin * max(energy, 0)), psi)
        protons = 10**-ph * math.exp(-x)
        b = (calcium / 1000 / sites.k_calcium + magnesium / 1000 / sites.k_magnesium) * math.exp(-2 * x)
        fixed = sum(a.density * (-1 + b) / (1 + protons * 10**a.pka + b) for a in sites.acids)
        y = protons * 10**sites.base.pka
        return fluid - (fixed + sites.base.density * y / (1 + y)) * 1e18 * 1.602176634e-19

    return 1000 * brentq(excess, -0.4, 0.4, xtol=1e-15)


waters = st.tuples(
    st.floats(0, 10), st.floats(0, 15), st.floats(6.5, 8), st.floats(10, 200), st.sampled_from([20.0, 37.0])
)


@given(waters)
def test_agrees_with_a_second_solution(water):
    ours = float(surface_potential_mv(*water, C.sites))
    assert ours == pytest.approx(by_brentq(*water, C.sites), abs=1e-6)


@given(waters, st.floats(0.01, 5))
def test_more_calcium_or_magnesium_or_acid_makes_the_nerve_less_excitable(water, more):
    calcium, magnesium, ph, *rest = water
    usual = float(surface_potential_mv(*water, C.sites))
    assert float(surface_potential_mv(calcium + more, magnesium, ph, *rest, C.sites)) > usual
    assert float(surface_potential_mv(calcium, magnesium + more, ph, *rest, C.sites)) > usual
    assert float(surface_potential_mv(calcium, magnesium, ph - 0.1, *rest, C.sites)) > usual


@given(st.floats(0.2, 5), st.floats(0.01, 2))
def test_calcium_does_more_than_the_same_amount_of_magnesium(calcium, more):
    by_calcium = gate_shift_mv(calcium + more, 0.55, 7.4, C.reference, C.sites)
    by_magnesium = gate_shift_mv(calcium, 0.55 + more, 7.4, C.reference, C.sites)
    assert by_calcium > by_magnesium


def test_nothing_shifts_at_the_usual_levels():
    assert float(gate_shift_mv(1.2, 0.55, 7.4, C.reference, C.sites)) == 0


def test_shapes_broadcast():
    calcium, magnesium = np.linspace(0.5, 2, 4)[:, None], np.linspace(0.2, 4, 3)
    many = gate_shift_mv(calcium, magnesium, 7.4, C.reference, C.sites)
    assert many.shape == (4, 3)
    assert many[1, 2] == pytest.approx(float(gate_shift_mv(1.0, 4.0, 7.4, C.reference, C.sites)), abs=1e-9)


@pytest.mark.parametrize(
    ("total", "calcium", "ph", "shift"),
    [
        (0.886, 1.2, 7.4, 0.09),
        (0.4, 1.2, 7.4, -1.1),
        (0.3, 1.2, 7.4, -1.4),
        (4.0, 1.2, 7.4, 5.6),
        (0.846, 1.1, 7.65, -1.7),
    ],
)
def test_the_figures_that_were_reviewed(total, calcium, ph, shift):
    found = float(gate_shift_mv(calcium, total * C.ionised, ph, C.reference, C.sites))
    assert found == pytest.approx(shift, abs=0.06)


@pytest.mark.parametrize("bad", [(float("nan"), 0.5, 7.4), (1.2, float("inf"), 7.4)])
def test_what_is_no_number_is_refused(bad):
    with pytest.raises(BadInput), np.errstate(all="ignore"):
        surface_potential_mv(*bad, 150, 37, C.sites)
