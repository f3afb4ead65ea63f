"""The node's threshold by shift, as a table: looked up in microseconds, where simulating takes a second.

The file is written by `python -m stilla.physiology.tabulate` and names the constants that it was made from.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import numpy as np

from stilla.errors import refuse

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

FILE = Path(__file__).with_name("threshold_table.csv")
_DIGEST = "# constants: "


class ThresholdTable(msgspec.Struct, frozen=True):
    """Shifts in mV, growing, and thresholds in mA/cm², not a number where the node fires by itself."""

    digest: str
    """Of the node's constants (`Node.digest`)."""
    shifts: NDArray[np.float64]
    thresholds: NDArray[np.float64]

    @property
    def onset(self) -> float:
        """The largest shift at which the node fires by itself, mV."""
        return float(self.shifts[np.isnan(self.thresholds)].max())

    def threshold(self, shift: ArrayLike) -> NDArray[np.float64]:
        """Thresholds in mA/cm², straight between rows. Not a number where the node fires, and outside the table."""
        quiet = ~np.isnan(self.thresholds)
        asked = np.asarray(shift, float)
        found = np.interp(asked, self.shifts[quiet], self.thresholds[quiet], left=np.nan, right=np.nan)
        return np.asarray(found)

    def fires(self, shift: ArrayLike) -> NDArray[np.bool_]:
        """Whether the node fires by itself. Also true between the last row that fires and the first that does not."""
        asked = np.asarray(shift, float)
        return np.asarray((asked < self.shifts[~np.isnan(self.thresholds)].min()) & self.covers(asked))

    def covers(self, shift: ArrayLike) -> NDArray[np.bool_]:
        """Whether the table reaches this shift. Where it does not, nothing is known."""
        asked = np.asarray(shift, float)
        return np.asarray((asked >= self.shifts[0]) & (asked <= self.shifts[-1]))


def written(table: ThresholdTable) -> str:
    """The table as the text of its file."""
    rows = [
        f"{shift:.4f},{'' if np.isnan(threshold) else f'{threshold:.6g}'}"
        for shift, threshold in zip(table.shifts, table.thresholds, strict=True)
    ]
    head = [
        "# Threshold of the node against the shift of its gates; empty where it fires by itself.",
        "# Written by python -m stilla.physiology.tabulate; changed only through the constants.",
        _DIGEST + table.digest,
        "shift_mv,threshold_ma_per_cm2",
    ]
    return "\n".join([*head, *rows]) + "\n"


@lru_cache(maxsize=1)
def read_table() -> ThresholdTable:
    """The table that comes with Stilla."""
    lines = FILE.read_text(encoding="utf-8").splitlines()
    digest = next(line.removeprefix(_DIGEST) for line in lines if line.startswith(_DIGEST))
    rows = [line.split(",") for line in lines if line[:1] not in {"#", "s"}]
    numbers = np.array([[float(shift), float(threshold or "nan")] for shift, threshold in rows])
    return ThresholdTable(digest, numbers[:, 0], numbers[:, 1])


def table_for(digest: str) -> ThresholdTable:
    """The table, if it was made from these constants.

    Raises:
        BadInput: where it was made from others, so that its thresholds would be of another nerve.
    """
    table = read_table()
    if table.digest != digest:
        raise refuse(
            "threshold_table.csv",
            "The table was made from other constants. Write it anew: python -m stilla.physiology.tabulate",
            "Tabellen gjordes av andra konstanter. Skriv om den: python -m stilla.physiology.tabulate",
        )
    return table
