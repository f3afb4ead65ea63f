"""A node of Ranvier of a human-like motor nerve, shifted by what its surface feels.

Equations of McIntyre, Richardson and Grill (2002) with a fixed load of the internode: fast and persistent sodium, slow
potassium, leak. Every gate sees the voltage less the shift. This module simulates, and needs Numba; what is shown to
people comes from the table that `stilla.physiology.tabulate` writes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import numpy as np
from numba import njit

from stilla.physiology.node_constants import Node

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

STEP = 0.005
"""ms. At this step thresholds lie within 0.2 % of those at a tenth of it; at twice the step they do not."""

SETTLE = 500.0
"""ms, how long a nerve is watched for impulses without a stimulus. What counts is the second half."""

WATCH = 5.0
"""ms after the start of a pulse: an impulse that it starts has come by then."""

PRECISION = 1e-5
"""Relative, of the threshold."""

_STRONGEST = 1000.0  # mA/cm²; hundreds of times what any row of the table needs
_PEAK = 0.0  # mV, passed upwards by an impulse
_REARM = -30.0  # mV, below which the next may be counted
_MV = 1e-9


@njit(cache=True)
def _linear(x: float, step: float) -> float:
    """How a gate's rate grows almost straight: x / (1 - exp(-x / step)), also where both are nearly zero."""
    if abs(x) < 1e-6:
        return step + x / 2
    return float(x / (1 - np.exp(-x / step)))


@njit(cache=True)
def _logistic(x: float, step: float) -> float:
    return float(1 / (1 + np.exp(-x / step)))


@njit(cache=True)
def _rates(v: float, c: NDArray[np.float64]) -> tuple[float, float, float, float, float, float, float, float]:
    """Opening and closing of the gates m, p, h, s at a voltage, per ms. `c` as `packed` lays it out."""
    return (
        c[0] * _linear(v + c[1], c[2]),
        c[3] * _linear(-(v + c[4]), c[5]),
        c[6] * _linear(v + c[7], c[8]),
        c[9] * _linear(-(v + c[10]), c[11]),
        c[12] * _linear(-(v + c[13]), c[14]),
        c[15] * _logistic(v + c[16], c[17]),
        c[18] * _logistic(v + c[19], c[20]),
        c[21] * _logistic(v + c[22], c[23]),
    )


@njit(cache=True)
def _toward(gate: float, opening: float, closing: float, step: float) -> float:
    """A gate after a step at fixed rates."""
    end = opening / (opening + closing)
    return float(end + (gate - end) * np.exp(-step * (opening + closing)))


@njit(cache=True)
def _run(  # a kernel takes numbers
    start: NDArray[np.float64],
    shift: float,
    current: float,
    pulse: float,
    duration: float,
    step: float,
    c: NDArray[np.float64],
    spikes: NDArray[np.float64],
) -> tuple[int, float]:
    """Impulses in a duration (their times into `spikes` while there is room), and the last voltage.

    Exponential Euler: gates and voltage each take their exact step while the others stand still.
    """
    v, m, p, h, s = start[0], start[1], start[2], start[3], start[4]
    count, armed = 0, v < _PEAK
    for i in range(round(duration / step)):
        am, bm, ap, bp, ah, bh, as_, bs = _rates(v - shift, c)
        m, p, h, s = (
            _toward(m, am, bm, step),
            _toward(p, ap, bp, step),
            _toward(h, ah, bh, step),
            _toward(s, as_, bs, step),
        )
        sodium, potassium = c[29] * m**3 * h + c[30] * p**3, c[31] * s
        total = sodium + potassium + c[32] + c[33]
        drive = sodium * c[25] + potassium * c[26] + c[32] * c[27] + c[33] * c[28]
        if i * step < pulse:
            drive += current
        end = drive / total
        before = v
        v = end + (v - end) * np.exp(-step * total * 1000 / c[24])
        if armed and v > _PEAK:
            if count < spikes.size:
                spikes[count] = (i + (_PEAK - before) / (v - before)) * step
            count, armed = count + 1, False
        elif v < _REARM:
            armed = True
    return count, v


def packed(node: Node) -> NDArray[np.float64]:
    """The constants as the kernel reads them: 24 of rates at the node's temperature, then the membrane's ten."""
    gates = (node.m, node.p, node.h, node.s)
    warmth = (
        node.q10_m ** ((node.temperature - node.q10_from_sodium) / 10),
        node.q10_m ** ((node.temperature - node.q10_from_sodium) / 10),
        node.q10_h ** ((node.temperature - node.q10_from_sodium) / 10),
        node.q10_s ** ((node.temperature - node.q10_from_slow) / 10),
    )
    rates = [
        value
        for gate, faster in zip(gates, warmth, strict=True)
        for rate in (gate.open, gate.close)
        for value in (rate.rate * faster, rate.mid, rate.step)
    ]
    potentials = [node.e_sodium, node.e_potassium, node.e_leak, node.e_load]
    conductances = [node.g_fast, node.g_persistent, node.g_slow, node.g_leak, node.g_load]
    return np.array([*rates, node.capacitance, *potentials, *conductances])


def at_rest(shift: float, node: Node) -> NDArray[np.float64]:
    """The state in which nothing flows: voltage in mV and the gates m, p, h, s. It need not be stable.

    The lowest such voltage, where there are several.
    """
    c = packed(node)
    voltages = np.linspace(node.e_potassium, node.e_sodium, 2801)
    flows = np.array([_flow(v, shift, c) for v in voltages])
    first = int(np.argmax((flows[:-1] <= 0) & (flows[1:] > 0)))
    low, high = float(voltages[first]), float(voltages[first + 1])
    while high - low > _MV:
        middle = (low + high) / 2
        low, high = (middle, high) if _flow(middle, shift, c) <= 0 else (low, middle)
    return np.array([high, *_steady(high, shift, c)])


def _steady(v: float, shift: float, c: NDArray[np.float64]) -> tuple[float, float, float, float]:
    am, bm, ap, bp, ah, bh, as_, bs = _rates(v - shift, c)
    return am / (am + bm), ap / (ap + bp), ah / (ah + bh), as_ / (as_ + bs)


def _flow(v: float, shift: float, c: NDArray[np.float64]) -> float:
    """Current outwards with all gates settled, mA/cm²."""
    m, p, h, s = _steady(v, shift, c)
    sodium = (c[29] * m**3 * h + c[30] * p**3) * (v - c[25])
    return float(sodium + c[31] * s * (v - c[26]) + c[32] * (v - c[27]) + c[33] * (v - c[28]))


class Response(msgspec.Struct, frozen=True):
    """What a node did: when impulses passed 0 mV, in ms, and where its voltage ended, in mV."""

    spikes: tuple[float, ...]
    voltage: float


def respond(  # a stimulus is its size and its length
    shift: float, node: Node, *, current: float = 0.0, pulse: float = 0.0, duration: float = 20.0, step: float = STEP
) -> Response:
    """A node at rest, given a current.

    Args:
        shift: of the gates, mV.
        node: its constants.
        current: mA/cm² inwards, from time 0.
        pulse: how long it lasts, ms.
        duration: how long the node is watched, ms.
        step: of the integration, ms.
    """
    spikes = np.zeros(2048)
    count, voltage = _run(at_rest(shift, node), shift, current, pulse, duration, step, packed(node), spikes)
    return Response(tuple(float(each) for each in spikes[:count]), voltage)


def threshold_current(shift: float, node: Node, *, step: float = STEP) -> float:
    """The smallest current of the test pulse that starts an impulse from rest, in mA/cm².

    Meaningless where the node fires by itself.
    """
    start, c, none = at_rest(shift, node), packed(node), np.zeros(0)

    def fires(current: float) -> bool:
        return bool(_run(start, shift, current, node.pulse, WATCH, step, c, none)[0])

    high = 0.01
    while not fires(high):
        high *= 2
        if high > _STRONGEST:
            return float("inf")
    low = high / 2 if high > 0.01 else 0.0
    while high - low > PRECISION * high:
        middle = (low + high) / 2
        low, high = (low, middle) if fires(middle) else (middle, high)
    return high


def fires_by_itself(shift: float, node: Node, *, step: float = STEP) -> bool:
    """Whether impulses go on without a stimulus, when the shift comes upon a node at rest without it."""
    spikes = np.zeros(2048)
    count, _ = _run(at_rest(0.0, node), shift, 0.0, 0.0, SETTLE, step, packed(node), spikes)
    return bool(np.sum(spikes[:count] > SETTLE / 2) >= 2)


def threshold_currents(shifts: ArrayLike, node: Node) -> NDArray[np.float64]:
    """Thresholds in mA/cm² for many shifts in mV, any shape; not a number where the node fires by itself."""
    flat = np.asarray(shifts, float)
    found = [np.nan if fires_by_itself(each, node) else threshold_current(each, node) for each in flat.ravel().tolist()]
    return np.array(found).reshape(flat.shape)
