"""Days of records as numbers, and each of them as the bytes that a record carries."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Whole = NDArray[np.int64]

BACK = 30 * 366
AHEAD = 400
SPAN = BACK + AHEAD + 1
UNDATED = 0
"""No day at all. `1 + n` is the n-th day; `1 + SPAN + n` is only its month."""

CLOCK = ("", "T08:12:00+01:00", "T00:20:00+02:00", "T13:05:30Z")
"""How an observation says when: the day alone, or with an hour (at 00:20 in summer it is the day before in UTC)."""


class Days:
    """The days around the day of the export, and how they are written."""

    def __init__(self, as_of: date) -> None:
        first = np.datetime64(as_of) - BACK
        self._days = np.datetime_as_string(first + np.arange(SPAN)).astype("S10")
        self._clocks = [np.char.add(self._days, end.encode()) for end in CLOCK]
        self.as_of = as_of

    def ago(self, back: Whole) -> Whole:
        """The number of the day so many days before the export."""
        return 1 + BACK - np.minimum(back, BACK)

    def written(self, key: str) -> NDArray[np.object_]:
        """For every number, `"key":"day",` — nothing where there is no day."""
        return _fragments(key, [*self._days.tolist(), *self._days.astype("S7").tolist()])

    def instants(self, key: str) -> NDArray[np.object_]:
        """The same with hours: `SPAN` × (place in `CLOCK`) is added to a day, and the months come last."""
        months = self._days.astype("S7").tolist()
        return _fragments(key, [*(each for clock in self._clocks for each in clock.tolist()), *months])

    def births(self, age_days: Whole) -> list[bytes]:
        """Days of birth."""
        days: list[bytes] = np.datetime_as_string(np.datetime64(self.as_of) - age_days).astype("S10").tolist()
        return days


def _fragments(key: str, texts: list[bytes]) -> NDArray[np.object_]:
    table = np.empty(1 + len(texts), dtype=object)
    table[0] = b""
    table[1:] = [b'"%b":"%b",' % (key.encode(), text) for text in texts]
    return table


def day_before(as_of: date, days: int) -> str:
    """A day as FHIR writes it."""
    return (as_of - timedelta(days)).isoformat()
