"""Writes the table of thresholds: `python -m stilla.physiology.tabulate`. Takes about half a minute."""

from __future__ import annotations

import numpy as np

from stilla.physiology.nerve_constants import usual_constants
from stilla.physiology.node import fires_by_itself, threshold_currents
from stilla.physiology.node_constants import Node
from stilla.physiology.threshold_table import FILE, ThresholdTable, written

LOWEST, HIGHEST, APART = -8.0, 20.0, 0.125
_ONSET = 2e-4
"""mV, how closely the onset of firing is found."""


def onset(node: Node) -> tuple[float, float]:
    """Two shifts close together: at the lower the node fires by itself, at the higher it does not. mV."""
    low, high = LOWEST, 0.0
    while high - low > _ONSET:
        middle = (low + high) / 2
        low, high = (middle, high) if fires_by_itself(middle, node) else (low, middle)
    return low, high


def tabulated(node: Node) -> ThresholdTable:
    """The whole table, with the two rows of the onset among those of the grid."""
    grid = np.arange(LOWEST, HIGHEST + APART / 2, APART)
    shifts = np.round(np.union1d(grid, onset(node)), 4).astype(np.float64)
    return ThresholdTable(node.digest, shifts, threshold_currents(shifts, node))


if __name__ == "__main__":
    FILE.write_text(written(tabulated(usual_constants().node)), encoding="utf-8")
