"""Outcomes that are not a plain measure: yes or no, a score, a count, a duration. What may stand in their column."""

from __future__ import annotations

from typing import Literal

import msgspec
import numpy as np

from stilla.analysis.arrays import BoolArray, FloatArray
from stilla.analysis.series import Series
from stilla.errors import refuse
from stilla.text import Text

_MOST_COUNTED = 300.0
"""Above this a count is as good as a measure, and its likelihood is narrower than any grid worth its time."""
_MOST_LEVELS = 101
_DAY = 1440.0
"""Minutes."""
_OUTCOME = Text("outcome", "utfall")


class Binary(msgspec.Struct, frozen=True, tag="binary"):
    """1 a night with the symptom, 0 a night without."""


class Ordinal(msgspec.Struct, frozen=True, tag="ordinal"):
    """A score in whole numbers, both ends included."""

    lowest: int = 0
    highest: int = 10


class Count(msgspec.Struct, frozen=True, tag="count"):
    """How many times something happened."""

    exposure: tuple[float, ...] = ()
    """For each row of the series how much there was to count in, 1 being a whole night; empty: all were whole."""


class Duration(msgspec.Struct, frozen=True, tag="duration"):
    """Minutes, analysed as log(minutes + add), so that the effect is a ratio."""

    add: float = 1.0
    """Minutes added before the logarithm, fixed in the plan; none where only nights above zero are weighed."""
    rounding: float | None = None
    """Minutes to which the person tends to round (5, 10, 15): such values are taken as intervals. None: as exact."""
    part: Literal["whole", "any", "amount"] = "whole"
    """Which question is decided: all nights together; whether there was any; or how much, on nights with some."""


Outcome = Binary | Ordinal | Count | Duration


def checked(trial: Series, outcome: Outcome) -> None:
    """Refuse values that the outcome cannot have.

    Raises:
        BadInput: what is wrong with the column or with the outcome, in both languages.
    """
    seen = trial.y[trial.observed]
    match outcome:
        case Binary():
            _all(np.isin(seen, (0.0, 1.0)), "Write 1 for yes and 0 for no.", "Skriv 1 för ja och 0 för nej.")
        case Ordinal():
            _ordinal(seen, outcome)
        case Count():
            _count(seen, outcome, len(trial.y))
        case Duration():
            _duration(seen, outcome)


def _all(good: BoolArray, en: str, sv: str) -> None:
    if not np.all(good):
        raise refuse(_OUTCOME, en, sv)


def _whole(values: FloatArray) -> BoolArray:
    found: BoolArray = values == np.round(values)
    return found


def _ordinal(seen: FloatArray, outcome: Ordinal) -> None:
    low, high = outcome.lowest, outcome.highest
    if not 1 <= high - low < _MOST_LEVELS:
        raise refuse(
            _OUTCOME,
            f"A score needs 2 to {_MOST_LEVELS} levels, its highest above its lowest.",
            f"En skattning behöver 2 till {_MOST_LEVELS} nivåer, den högsta över den lägsta.",
        )
    _all(
        _whole(seen) & (seen >= low) & (seen <= high),
        f"The score is a whole number from {low} to {high}. Analyse other numbers as a measure.",
        f"Skattningen är ett heltal från {low} till {high}. Räkna andra tal som ett mätvärde.",
    )


def _count(seen: FloatArray, outcome: Count, rows: int) -> None:
    _all(
        _whole(seen) & (seen >= 0),
        "A count is a whole number, 0 or more.",
        "Ett antal är ett heltal, 0 eller större.",
    )
    _all(
        seen <= _MOST_COUNTED,
        f"Counts above {_MOST_COUNTED:.0f} are analysed as a measure instead.",
        f"Antal över {_MOST_COUNTED:.0f} räknas som ett mätvärde i stället.",
    )
    exposure = np.asarray(outcome.exposure, float)
    if exposure.size and (exposure.size != rows or not np.all(np.isfinite(exposure) & (exposure > 0))):
        raise refuse(
            Text("exposure", "tid att räkna i"),
            "Every row needs a number above 0 for how much there was to count in.",
            "Varje rad behöver ett tal över 0 för hur mycket det fanns att räkna i.",
        )


def _duration(seen: FloatArray, outcome: Duration) -> None:
    if not (np.isfinite(outcome.add) and outcome.add > 0):
        raise refuse(_OUTCOME, "The minutes added must be above 0.", "De minuter som läggs till måste vara över 0.")
    if outcome.rounding is not None and not (np.isfinite(outcome.rounding) and 0 < outcome.rounding <= 2 * 60):
        raise refuse(
            _OUTCOME,
            "Rounding is given in minutes, above 0 and at most 120.",
            "Avrundningen anges i minuter, över 0 och högst 120.",
        )
    _all(
        (seen >= 0) & (seen <= _DAY),
        f"A duration is in minutes of one day, from 0 to {_DAY:.0f}.",
        f"En tid anges i minuter av ett dygn, från 0 till {_DAY:.0f}.",
    )
