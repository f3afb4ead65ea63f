"""Hodgkin and Huxley's squid axon with all gates shifted: does the shift alone make a nerve fire? Only for checks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numba import njit

from stilla.physiology.nerve_constants import Squid

if TYPE_CHECKING:
    from numpy.typing import NDArray

_STEP = 0.01
_WATCHED = 300.0


@njit(cache=True)
def _settle(gate: float, opening: float, closing: float) -> float:
    end = opening / (opening + closing)
    return float(end + (gate - end) * np.exp(-_STEP * (opening + closing)))


@njit(cache=True)
def _linear(x: float, step: float) -> float:
    return float(step + x / 2 if abs(x) < 1e-6 else x / (1 - np.exp(-x / step)))


@njit(cache=True)
def _late_impulses(shift: float, c: NDArray[np.float64]) -> int:
    """Impulses in the second half of the time, after a sudden shift."""
    v, m, h, n = -65.0, 0.05, 0.6, 0.32
    count, armed = 0, False
    for i in range(round(_WATCHED / _STEP)):
        x = v - shift
        m = _settle(m, c[0] * _linear(x + c[1], c[2]), c[3] * np.exp(-(x + c[4]) / c[5]))
        h = _settle(h, c[6] * np.exp(-(x + c[7]) / c[8]), c[9] / (1 + np.exp(-(x + c[10]) / c[11])))
        n = _settle(n, c[12] * _linear(x + c[13], c[14]), c[15] * np.exp(-(x + c[16]) / c[17]))
        sodium, potassium = c[22] * m**3 * h, c[23] * n**4
        total = sodium + potassium + c[24]
        end = (sodium * c[19] + potassium * c[20] + c[24] * c[21]) / total
        v = end + (v - end) * np.exp(-_STEP * total * 1000 / c[18])
        if armed and v > 0:
            count, armed = count + (1 if i * _STEP > _WATCHED / 2 else 0), False
        elif v < -30:
            armed = True
    return count


def packed(squid: Squid) -> NDArray[np.float64]:
    """The constants as the kernel reads them."""
    rates = [
        value
        for gate in (squid.m, squid.h, squid.n)
        for rate in (gate.open, gate.close)
        for value in (rate.rate, rate.mid, rate.step)
    ]
    potentials = (squid.e_sodium, squid.e_potassium, squid.e_leak)
    return np.array([*rates, squid.capacitance, *potentials, squid.g_sodium, squid.g_potassium, squid.g_leak])


def onset_of_firing(squid: Squid) -> float:
    """The smallest shift down, in steps of 0.25 mV, at which the axon goes on firing by itself. mV, below zero."""
    c = packed(squid)
    return next((-each for each in np.arange(0.0, 30.0, 0.25).tolist() if _late_impulses(-each, c) >= 2), float("-inf"))
