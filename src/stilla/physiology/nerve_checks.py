"""The nerve's figures that are held against published ones: one function for each target, by its id.

The conditions of each experiment stand here, as numbers of the experiment; what was published, with its tolerance,
stands in the knowledge base (`targets/excitability.yaml`). A figure that misses is kept and printed.
"""

from __future__ import annotations

import math
from collections.abc import Callable

from stilla.physiology.nerve_constants import Constants
from stilla.physiology.release import csf_magnesium, release
from stilla.physiology.surface import gate_shift_mv, surface_potential_mv
from stilla.physiology.threshold_table import table_for

_NO_IONS = 0.0
_FROG_CALCIUM = 2.0
_ALKALOSIS = 7.6
_LOW_MAGNESIUM = 0.4  # mmol/L, total
_DEEP_DEFICIENCY = 0.2  # mmol/L, total
_KREBS = (2.5, 1.2)  # ionised calcium and magnesium of the saline for rat muscle, mmol/L; recalled
_RESISTANT = 5.0  # safety factor at the upper end of our range: the last fibres to fail


def _frog(c: Constants, calcium: float, dilution: float = 1.0) -> float:
    """Surface potential in frog saline, mV."""
    return float(
        surface_potential_mv(calcium, 0.0, c.frog.ph, c.frog.monovalent / dilution, c.frog.temperature, c.sites)
    )


def _shift(c: Constants, magnesium_total: float, calcium: float, ph: float) -> float:
    return float(gate_shift_mv(calcium, magnesium_total * c.ionised, ph, c.reference, c.sites))


def _threshold_ratio(c: Constants, shift: float) -> float:
    table = table_for(c.node.digest)
    return float(table.threshold(shift) / table.threshold(0.0))


def _firing_calcium(c: Constants, magnesium_total: float, ph: float) -> float:
    """Ionised calcium below which the node fires by itself, mmol/L."""
    onset = table_for(c.node.digest).onset
    low, high = 0.05, 5.0
    while high - low > 1e-6:
        middle = (low + high) / 2
        low, high = (middle, high) if _shift(c, magnesium_total, middle, ph) < onset else (low, middle)
    return high


def _magnesium_at(c: Constants, ratio: float, calcium: float, usual: float) -> float:
    """Ionised magnesium at which release is this share of that at the usual magnesium, mmol/L."""
    of = c.release
    occupied = 1 + calcium / of.k_calcium
    return float(of.k_magnesium * ((occupied + usual / of.k_magnesium) * ratio ** (-1 / of.power) - occupied))


def _slope(c: Constants, magnesium: float) -> float:
    """Steepness of release against calcium, both as logarithms, from 0.1 to 0.2 mmol/L."""
    low, high = 0.1, 0.2
    ratio = float(release(high, magnesium, c.release) / release(low, magnesium, c.release))
    return math.log(ratio) / math.log(high / low)


def _failing(c: Constants, safety: float) -> float:
    """Total serum magnesium at which muscle with this safety factor no longer answers, mmol/L."""
    return _magnesium_at(c, 1 / safety, c.reference.calcium, c.reference.magnesium) / c.ionised


def no_divalents(c: Constants) -> float:
    """Shift on taking away 2 mmol/L of calcium, mV."""
    return _frog(c, _NO_IONS) - _frog(c, _FROG_CALCIUM)


def tenfold(c: Constants) -> float:
    """Shift on ten times the calcium, mV."""
    return _frog(c, 10 * _FROG_CALCIUM) - _frog(c, _FROG_CALCIUM)


def eighth(c: Constants) -> float:
    """Shift on diluting saline without calcium to an eighth of its cations, mV."""
    return _frog(c, _NO_IONS, 8) - _frog(c, _NO_IONS)


def node_onset(c: Constants) -> float:
    """Shift at which the node begins to fire by itself, mV."""
    return table_for(c.node.digest).onset


def squid_onset(c: Constants) -> float:
    """Calcium, as a share of the usual, at which the squid axon with all gates shifted begins to fire."""
    from stilla.physiology.squid import onset_of_firing  # noqa: PLC0415  # needs Numba

    return math.exp(onset_of_firing(c.squid) / c.squid.mv_per_efold)


def release_slope(c: Constants) -> float:
    """Steepness of release in little calcium."""
    return _slope(c, _NO_IONS)


def release_slope_change(c: Constants) -> float:
    """How 1 mmol/L of magnesium changes that steepness."""
    return _slope(c, 1.0) - _slope(c, _NO_IONS)


def reflex_loss(c: Constants) -> float:
    """Total serum magnesium at which the usual muscle fibre fails, mmol/L."""
    return _failing(c, c.release.safety)


def breathing_stops(c: Constants) -> float:
    """Total serum magnesium at which fibres with the largest safety factor of our range fail, mmol/L."""
    return _failing(c, _RESISTANT)


def rat_diaphragm(c: Constants) -> float:
    """Magnesium in saline at which the same fibres fail, mmol/L."""
    return _magnesium_at(c, 1 / _RESISTANT, *_KREBS)


def tetany_calcium(c: Constants) -> float:
    """Ionised calcium below which the node fires by itself, all else usual, mmol/L."""
    return _firing_calcium(c, c.usual_magnesium, c.reference.ph)


def tetany_alkalosis(c: Constants) -> float:
    """Direction in which alkalosis moves that calcium."""
    return math.copysign(1, _firing_calcium(c, c.usual_magnesium, _ALKALOSIS) - tetany_calcium(c))


def tetany_low_magnesium(c: Constants) -> float:
    """Direction in which low magnesium moves that calcium."""
    return math.copysign(1, _firing_calcium(c, _LOW_MAGNESIUM, c.reference.ph) - tetany_calcium(c))


def tetany_normal_calcium(c: Constants) -> float:
    """1 if the node fires by itself in deep magnesium deficiency with the usual calcium, else 0."""
    shift = _shift(c, _DEEP_DEFICIENCY, c.reference.calcium, c.reference.ph)
    return float(table_for(c.node.digest).fires(shift))


def hyperventilation(c: Constants) -> float:
    """Direction in which hyperventilation (pH 7.65, ionised calcium 0.1 mmol/L lower) moves the threshold."""
    shift = _shift(c, c.usual_magnesium, c.reference.calcium - 0.1, 7.65)
    return math.copysign(1, _threshold_ratio(c, shift) - 1)


def csf_injection(c: Constants) -> float:
    """Rise in cerebrospinal fluid when serum rises from 0.74 to 1.24 mmol/L, mmol/L."""
    return float(csf_magnesium(1.24 - 0.74, c.brain)) - c.brain.csf


def csf_ionised(c: Constants) -> float:
    """Rise in ionised magnesium there when that of plasma rises from 0.58 to 0.89 mmol/L, mmol/L."""
    return float(csf_magnesium(0.89 - 0.58, c.brain)) - c.brain.csf


def csf_long(c: Constants) -> float:
    """Relative rise there when serum is held at twice the usual."""
    return float(csf_magnesium(c.usual_magnesium, c.brain)) / c.brain.csf - 1


NERVE_CHECKS: dict[str, Callable[[Constants], float]] = {
    "surface-no-divalents": no_divalents,
    "surface-tenfold": tenfold,
    "surface-eighth": eighth,
    "node-onset": node_onset,
    "squid-onset": squid_onset,
    "release-slope": release_slope,
    "release-slope-magnesium": release_slope_change,
    "reflex-loss": reflex_loss,
    "breathing-stops": breathing_stops,
    "rat-diaphragm": rat_diaphragm,
    "tetany-calcium": tetany_calcium,
    "tetany-alkalosis": tetany_alkalosis,
    "tetany-low-magnesium": tetany_low_magnesium,
    "tetany-normal-calcium": tetany_normal_calcium,
    "hyperventilation": hyperventilation,
    "csf-injection": csf_injection,
    "csf-ionised": csf_ionised,
    "csf-long": csf_long,
}
