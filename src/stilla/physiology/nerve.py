"""What a level of magnesium in blood does to a nerve, in this model: milliseconds, from a table.

It is the output of a model of one node of one kind of nerve. It says nothing of restless legs, of sleep or of cramp.
"""

from __future__ import annotations

import math
from functools import lru_cache
from itertools import product
from typing import TYPE_CHECKING

import msgspec
import numpy as np

from stilla.errors import BadInput, refuse
from stilla.physiology.nerve_constants import Constants, usual_constants
from stilla.physiology.release import nmda_change, release, transmits
from stilla.physiology.surface import Sites, surface_potential_mv
from stilla.physiology.threshold_table import table_for

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

HIGHEST_MAGNESIUM = 20.0
HIGHEST_CALCIUM = 10.0
"""mmol/L. Nobody has been alive above these."""
PH = (6.8, 7.8)
"""Outside these nobody lives, and the experiments do not reach."""


class Nerve(msgspec.Struct, frozen=True):
    """A nerve at one level of magnesium, calcium and pH, against the usual levels."""

    gate_shift_mv: float
    """Above zero the nerve is less excitable."""
    gate_shift_low: float
    gate_shift_high: float
    """Over the ranges of the binding of magnesium and of its ionised share."""
    threshold_ratio: float | None
    """Stimulus that it takes, as a multiple of the usual. None where it fires by itself, or outside the table."""
    fires_by_itself: bool | None
    """None where the table does not reach: not known."""
    may_fire: bool | None
    """Whether it fires by itself at the low end of the shift, so that "does not fire" would be saying too much."""
    release_ratio: float
    """Transmitter that an impulse releases onto muscle, as a share of the usual."""
    transmits: bool
    """Whether that is enough for the usual muscle fibre."""
    nmda_change: float
    """Relative change of what magnesium leaves open of the NMDA receptor in the brain; below zero is more block."""


class Nerves(msgspec.Struct, frozen=True):
    """The same for many, as arrays of one shape. Ratios are not a number where `Nerve` has None."""

    gate_shift_mv: NDArray[np.float64]
    gate_shift_low: NDArray[np.float64]
    gate_shift_high: NDArray[np.float64]
    threshold_ratio: NDArray[np.float64]
    fires_by_itself: NDArray[np.bool_]
    may_fire: NDArray[np.bool_]
    known: NDArray[np.bool_]
    """Whether the table reaches the shift; where not, the two before it mean nothing."""
    release_ratio: NDArray[np.float64]
    transmits: NDArray[np.bool_]
    nmda_change: NDArray[np.float64]


def nerve(
    magnesium_total: float,
    calcium_ionised: float | None = None,
    ph: float | None = None,
    constants: Constants | None = None,
) -> Nerve:
    """A nerve at one level.

    Args:
        magnesium_total: in serum, mmol/L, 0 to 20.
        calcium_ionised: mmol/L, above 0 to 10; by default the usual.
        ph: of blood, 6.8 to 7.8; by default the usual.
        constants: of the model; by default those of the knowledge base.

    Raises:
        BadInput: outside the ranges, with every problem at once.

    >>> nerve(0.4).fires_by_itself, nerve(4.0).gate_shift_mv > 5
    (False, True)
    """
    many = nerves(magnesium_total, calcium_ionised, ph, constants)
    known, ratio = bool(many.known), float(many.threshold_ratio)
    return Nerve(
        gate_shift_mv=float(many.gate_shift_mv),
        gate_shift_low=float(many.gate_shift_low),
        gate_shift_high=float(many.gate_shift_high),
        threshold_ratio=None if math.isnan(ratio) else ratio,
        fires_by_itself=bool(many.fires_by_itself) if known else None,
        may_fire=bool(many.may_fire) if known else None,
        release_ratio=float(many.release_ratio),
        transmits=bool(many.transmits),
        nmda_change=float(many.nmda_change),
    )


def nerves(
    magnesium_total: ArrayLike,
    calcium_ionised: ArrayLike | None = None,
    ph: ArrayLike | None = None,
    constants: Constants | None = None,
) -> Nerves:
    """Nerves at many levels; the arguments are those of `nerve` and broadcast."""
    c = usual_constants() if constants is None else constants
    usual = c.reference
    magnesium, calcium, acidity = np.broadcast_arrays(
        np.asarray(magnesium_total, float),
        np.asarray(usual.calcium if calcium_ionised is None else calcium_ionised, float),
        np.asarray(usual.ph if ph is None else ph, float),
    )
    _check(magnesium, calcium, acidity)
    ionised = magnesium * c.ionised
    shift, low, high = _shifts(magnesium, calcium, acidity, c)
    table = table_for(c.node.digest)
    ratio = release(calcium, ionised, c.release) / release(usual.calcium, usual.magnesium, c.release)
    return Nerves(
        gate_shift_mv=shift,
        gate_shift_low=low,
        gate_shift_high=high,
        threshold_ratio=table.threshold(shift) / table.threshold(0.0),
        fires_by_itself=table.fires(shift),
        may_fire=table.fires(low) | (low < table.shifts[0]),
        known=table.covers(shift),
        release_ratio=np.asarray(ratio),
        transmits=transmits(ratio, c.release),
        nmda_change=nmda_change(magnesium - c.usual_magnesium, c.brain),
    )


def _shifts(
    magnesium: NDArray[np.float64], calcium: NDArray[np.float64], ph: NDArray[np.float64], c: Constants
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """The shift, and its lowest and highest at the corners of the ranges; one solution for all of them."""
    shares, sites, usual = _corners(c)
    bath = (calcium[..., None], magnesium[..., None] * shares, ph[..., None])
    shifts = surface_potential_mv(*bath, c.reference.monovalent, c.reference.temperature, sites) - usual
    return shifts[..., 0], shifts.min(axis=-1), shifts.max(axis=-1)


@lru_cache(maxsize=4)
def _corners(c: Constants) -> tuple[NDArray[np.float64], Sites, NDArray[np.float64]]:
    """Ionised shares, charges and usual potentials at the centre and the corners of the ranges.

    The usual total is held, so that another ionised share moves the reference with the person.
    """
    ranges = (c.k_magnesium_range, c.ionised_range)
    corners = product(*((each.low, each.high) for each in ranges))
    bindings, shares = np.array([(c.sites.k_magnesium, c.ionised), *corners]).T
    sites = msgspec.structs.replace(c.sites, k_magnesium=bindings)
    usual = c.reference
    others = (usual.ph, usual.monovalent, usual.temperature, sites)
    return shares, sites, surface_potential_mv(usual.calcium, c.usual_magnesium * shares, *others)


def _check(magnesium: NDArray[np.float64], calcium: NDArray[np.float64], ph: NDArray[np.float64]) -> None:
    """Every input outside its range, at once."""
    problems = [
        *_outside("magnesium", magnesium, "from 0 to 20 mmol/L", "från 0 till 20 mmol/l", 0.0, HIGHEST_MAGNESIUM),
        *_outside(
            "calcium", calcium, "above 0, to 10 mmol/L", "över 0, till 10 mmol/l", math.ulp(0.0), HIGHEST_CALCIUM
        ),
        *_outside("pH", ph, "from 6.8 to 7.8", "från 6,8 till 7,8", *PH),
    ]
    if problems:
        raise BadInput([problem for each in problems for problem in each.problems])


def _outside(  # a range, and its two sentences
    where: str, values: NDArray[np.float64], en: str, sv: str, low: float, high: float
) -> list[BadInput]:
    if bool(np.all((values >= low) & (values <= high))):
        return []
    return [refuse(where, f"The model reaches {en}.", f"Modellen räcker {sv}.")]
