"""The kinds of knowledge that a model is made of: its equations, its parameters, what it is held against."""

from __future__ import annotations

from typing import Literal

import msgspec

from stilla.knowledge.schema import Entry
from stilla.text import Text


class State(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What changes with time."""

    symbol: str
    name: Text
    unit: str
    """UCUM. `mmol` is an amount that flows move and never make; anything else follows its own `rate`."""
    part: Literal["gut", "body", "out", "control"]
    initial: str = "0"
    """An expression of parameters and derived values."""
    rate: str | None = None
    """The derivative, for a state that no flow moves."""


class Value(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A named expression."""

    symbol: str
    name: Text
    unit: str
    is_: str = msgspec.field(name="is")


class Flow(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """An amount that leaves one state and enters another. Without `from` or `to`, the outside."""

    symbol: str
    name: Text
    rate: str
    """mmol/h."""
    from_: str | None = msgspec.field(name="from", default=None)
    to: str | None = None


class Model(Entry, frozen=True, kw_only=True):
    """Equations: states, what is computed from them, and the flows between them. Time in hours."""

    name: Text
    inputs: tuple[Value, ...]
    """What is given for a person; `is` is the value where nothing is."""
    derived: tuple[Value, ...]
    """Fixed for a person; in the order of computing."""
    assigned: tuple[Value, ...]
    """Computed anew at every moment; in the order of computing."""
    states: tuple[State, ...]
    flows: tuple[Flow, ...]


class Parameter(Entry, frozen=True, kw_only=True):
    """A constant of a model, with what is known of its size."""

    model: str
    symbol: str
    name: Text
    value: float
    unit: str
    basis: Literal["published", "fitted", "assumed"]
    """Read at a source; fitted to the targets of the role `calibration`; or our own choice."""
    low: float | None = None
    high: float | None = None
    """How far the value may reasonably be wrong: drawn for the band of parameter uncertainty."""
    before: float | None = None
    """The value in the first version of the model, where it was another; docs/validation.md reports both versions."""


class Dissolution(Entry, frozen=True, kw_only=True):
    """How a form of magnesium comes into solution, for the kinetics. Its id is the form's."""

    name: Text
    state: str
    """The state of the kinetics that a dose enters."""
    share: float
    """Of the dose, what ever dissolves."""
    low: float
    high: float
    basis: Literal["published", "fitted", "assumed"]


class Target(Entry, frozen=True, kw_only=True):
    """A published figure that a model must come close to."""

    model: str
    group: Text
    name: Text
    value: float
    unit: str
    low: float
    high: float
    """The model's figure must lie here: a published interval, or `value` with a tolerance that the note explains."""
    role: Literal["calibration", "check"]
    """Used to choose a parameter, or never looked at until the parameters were chosen."""
    mechanism: str | None = None
    """The mechanism whose out-of-sample check this is: the symbol of its parameter."""
