"""The constants of the node, and the digest by which a table says which of them it was made from."""

from __future__ import annotations

from hashlib import sha256

import msgspec


class Rate(msgspec.Struct, frozen=True):
    """How fast a gate moves: size per ms (or per ms and mV), place and steepness in mV."""

    rate: float
    mid: float
    step: float


class Gate(msgspec.Struct, frozen=True):
    """Opening and closing."""

    open: Rate
    close: Rate


class Node(msgspec.Struct, frozen=True):
    """A node: µF/cm², mV, S/cm², °C, ms."""

    m: Gate
    p: Gate
    h: Gate
    s: Gate
    capacitance: float
    e_sodium: float
    e_potassium: float
    e_leak: float
    e_load: float
    g_fast: float
    g_persistent: float
    g_slow: float
    g_leak: float
    g_load: float
    temperature: float
    q10_m: float
    q10_h: float
    q10_s: float
    q10_from_sodium: float
    q10_from_slow: float
    pulse: float

    @property
    def digest(self) -> str:
        """Sixteen characters that change with any constant."""
        return sha256(msgspec.json.encode(self)).hexdigest()[:16]
