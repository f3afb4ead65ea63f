"""Release of transmitter at the end of a motor nerve, and the NMDA receptor in the brain, by magnesium."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray


class Release(msgspec.Struct, frozen=True):
    """Calcium and magnesium compete for a site; several calcium ions together release one packet. mmol/L."""

    k_calcium: float
    k_magnesium: float
    power: float
    safety: float
    """How many times more is released than a muscle fibre needs."""


class Brain(msgspec.Struct, frozen=True):
    """Magnesium in cerebrospinal fluid, and the block of the NMDA receptor. mmol/L, mV."""

    csf: float
    share: float
    """Of a change in serum magnesium."""
    k: float
    slope: float
    voltage: float


def release(calcium: ArrayLike, magnesium: ArrayLike, constants: Release) -> NDArray[np.float64]:
    """Transmitter that an impulse releases, as a share of the largest amount. Ionised mmol/L, arrays broadcast.

    Source: Dodge and Rahamimoff 1967.
    """
    held = np.asarray(calcium, float) / constants.k_calcium
    rival = np.asarray(magnesium, float) / constants.k_magnesium
    return np.asarray((held / (1 + held + rival)) ** constants.power)


def transmits(ratio: ArrayLike, constants: Release) -> NDArray[np.bool_]:
    """Whether the usual muscle fibre still answers when release is this share of the usual."""
    return np.asarray(np.asarray(ratio, float) * constants.safety >= 1)


def csf_magnesium(serum_change: ArrayLike, brain: Brain) -> NDArray[np.float64]:
    """Magnesium in cerebrospinal fluid, mmol/L, when total serum magnesium has changed by so many mmol/L.

    The brain holds its own level: only a small share of a change in blood is passed on.
    """
    return np.asarray(np.maximum(brain.csf + brain.share * np.asarray(serum_change, float), 0.0))


def nmda_open(magnesium: ArrayLike, brain: Brain, voltage: float | None = None) -> NDArray[np.float64]:
    """Share of the NMDA receptor's conductance that magnesium leaves open. Source: Jahr and Stevens 1990.

    Args:
        magnesium: around the cell, mmol/L.
        brain: constants.
        voltage: of the cell, mV; by default the one that the block is counted at.
    """
    pull = np.exp(-brain.slope * (brain.voltage if voltage is None else voltage))
    return np.asarray(1 / (1 + np.asarray(magnesium, float) / brain.k * pull))


def nmda_change(serum_change: ArrayLike, brain: Brain) -> NDArray[np.float64]:
    """Relative change of the conductance that magnesium leaves open; below zero is more block."""
    return np.asarray(nmda_open(csf_magnesium(serum_change, brain), brain) / nmda_open(brain.csf, brain) - 1)
