"""The electric potential just outside a nerve, from the ions around it, and how far it shifts the nerve's gates.

Fixed negative charges sit near the sodium channels. Calcium and magnesium gather in front of them, and a little is
bound, so that more of either makes the outside less negative: to the gates it is as if the membrane were more
polarised, and a stronger stimulus is needed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import msgspec
import numpy as np
from numpy.typing import ArrayLike, NDArray

from stilla.errors import refuse

if TYPE_CHECKING:
    from collections.abc import Callable

Floats: TypeAlias = NDArray[np.float64]

_CHARGE = 1.602176634e-19  # C; with the next two exact by definition of the units
_BOLTZMANN = 1.380649e-23  # J/K
_AVOGADRO = 6.02214076e23  # /mol
_VACUUM = 8.8541878128e-12  # F/m
_KELVIN = 273.15
_PER_NM2 = 1e18
_LARGEST = 16.0
"""Bracket of the root in units of kT/e (about 26 mV): wide enough for any water with ions in it."""
_HALVINGS, _LINES = 13, 3
"""Steps to the root: halved until the function is nearly straight, then along the line between the ends."""


class Group(msgspec.Struct, frozen=True):
    """A kind of fixed charge: its pKa and its number per nm²."""

    pka: float
    density: float


class Sites(msgspec.Struct, frozen=True):
    """What is fixed on the nerve's outside. The dissociation constants are of the acids, in mol/L."""

    acids: tuple[Group, ...]
    base: Group
    k_calcium: float
    k_magnesium: float | Floats
    permittivity: tuple[float, ...]
    """Of water, by powers of the temperature in °C."""


class Bath(msgspec.Struct, frozen=True):
    """What surrounds the nerve: free ions in mmol/L, temperature in °C."""

    calcium: float
    magnesium: float
    ph: float
    monovalent: float
    temperature: float


def surface_potential_mv(  # one argument for each ion
    calcium: ArrayLike,
    magnesium: ArrayLike,
    ph: ArrayLike,
    monovalent: ArrayLike,
    temperature: float,
    sites: Sites,
) -> Floats:
    """Potential at the nerve's outside against the fluid far away, in mV.

    The charge that the fluid holds in front of the membrane (Grahame) equals the charge fixed on it. The first grows
    with the potential and the second falls, so there is one root; it is bracketed and halved.

    Args:
        calcium: free ions, mmol/L; any shape that broadcasts with the others.
        magnesium: likewise.
        ph: of the fluid.
        monovalent: sodium and potassium together, mmol/L; anions balance all cations.
        temperature: °C.
        sites: the fixed charges; its `k_magnesium` may be an array that broadcasts too.

    Raises:
        BadInput: where no potential can be found, because an input is not a finite number or there are no ions.

    Source: Hille, Woodhull and Shapiro 1975.
    """
    calcium, magnesium, ph, monovalent = (np.asarray(each, float) for each in (calcium, magnesium, ph, monovalent))
    thermal = _BOLTZMANN * (temperature + _KELVIN)
    scale = 2 * np.polyval(sites.permittivity[::-1], temperature) * _VACUUM * thermal * _AVOGADRO
    divalent = calcium + magnesium
    bound = (calcium / sites.k_calcium + magnesium / sites.k_magnesium) / 1000
    protons = 10.0**-ph

    def excess(reduced: Floats) -> Floats:
        """Charge of the fluid less charge of the sites, C/m²; grows with the potential."""
        gathered = np.exp(-reduced)
        twice = gathered * gathered
        ions = divalent * (twice - 1) + monovalent * (gathered - 1) + (monovalent + 2 * divalent) * (1 / gathered - 1)
        fluid = np.sign(reduced) * np.sqrt(scale * np.maximum(ions, 0))
        return np.asarray(fluid - _site_charge(protons * gathered, bound * twice, sites))

    shape = np.broadcast_shapes(divalent.shape, bound.shape, ph.shape, monovalent.shape)
    return np.asarray(_root(excess, shape) * thermal / _CHARGE * 1000)


def _site_charge(protons: Floats, bound: Floats, sites: Sites) -> Floats:
    """Charge of the fixed groups in C/m², from what stands in front of them: protons in mol/L, bound divalents."""
    charge = np.zeros(())
    for acid in sites.acids:
        charge = charge + acid.density * (bound - 1) / (1 + protons * 10**acid.pka + bound)
    held = protons * 10**sites.base.pka
    return np.asarray((charge + sites.base.density * held / (1 + held)) * _CHARGE * _PER_NM2)


def _root(excess: Callable[[Floats], Floats], shape: tuple[int, ...]) -> Floats:
    """Where a growing function is zero, within 1e-9 of kT/e."""
    low, high = np.full(shape, -_LARGEST), np.full(shape, _LARGEST)
    below, above = excess(low), excess(high)
    if not (np.all(below < 0) and np.all(above > 0)):
        raise refuse(
            "ions",
            "No potential fits these amounts: give finite numbers above zero.",
            "Ingen potential passar de här mängderna: ange ändliga tal över noll.",
        )
    for step in range(_HALVINGS + _LINES):
        middle = (low + high) / 2 if step < _HALVINGS else _between(low, high, below, above)
        value = excess(middle)
        under = value < 0
        low, below = np.where(under, middle, low), np.where(under, value, below)
        high, above = np.where(under, high, middle), np.where(under, above, value)
    return _between(low, high, below, above)


def _between(low: Floats, high: Floats, below: Floats, above: Floats) -> Floats:
    """Where the straight line between two values, of which the first is not above zero, crosses it."""
    return np.asarray(low - below * (high - low) / (above - below))


def gate_shift_mv(calcium: ArrayLike, magnesium: ArrayLike, ph: ArrayLike, reference: Bath, sites: Sites) -> Floats:
    """How far every gate of the nerve is shifted against the reference, in mV; above zero is less excitable.

    Args:
        calcium: ionised, mmol/L; arrays broadcast.
        magnesium: ionised, mmol/L.
        ph: of the blood.
        reference: the state to count from, and the other ions and the temperature of both.
        sites: the fixed charges.
    """
    others = (reference.monovalent, reference.temperature, sites)
    usual = surface_potential_mv(reference.calcium, reference.magnesium, reference.ph, *others)
    return np.asarray(surface_potential_mv(calcium, magnesium, ph, *others) - usual)
