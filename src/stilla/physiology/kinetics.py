"""The kinetics at work: people as vectors, days of food and doses as events, a steady start, and a course over time."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

import numpy as np

from stilla.knowledge.models import Parameter
from stilla.physiology import course, kernel
from stilla.physiology.doses import Events, Taken
from stilla.physiology.specification import Specification, specification

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from stilla.knowledge.store import Knowledge

    FloatArray = NDArray[np.float64]

DAY = 24.0
PASSAGES = 3.0
"""After so many times the passage of the whole bowel, equal days repeat themselves: uptake then is right to 0.1 %."""
_SETTLING = 8
"""Corrections of the level at the start; each leaves less than a fifth of the drift of a day."""
_STEADY = 1e-7
"""mmol/L a day."""


class Kinetics:
    """The model with one set of constants.

    Args:
        spec: the equations.
        constants: numbers for some of `spec.constants` instead of the usual ones.
    """

    def __init__(self, spec: Specification, constants: Mapping[str, float] | None = None) -> None:
        if spec.digest != kernel.DIGEST:
            raise RuntimeError("the kernel is older than the declaration: python -m stilla.physiology.generate")
        self.spec = spec
        self.usual = spec.usual() | dict(constants or {})
        self._state = {symbol: n for n, symbol in enumerate(spec.states)}
        self._value = {symbol: n for n, symbol in enumerate(spec.values)}

    def person(self, **inputs: float) -> FloatArray:
        """Constants and derived values of somebody: shape (values,)."""
        given = self.usual | inputs
        v = np.zeros(len(self.spec.values))
        v[: len(self.spec.constants)] = [given[symbol] for symbol in self.spec.constants]
        kernel.derive(v)
        return v

    def value(self, v: FloatArray, symbol: str) -> float:
        """A constant or derived value of somebody."""
        return float(v[self._value[symbol]])

    def run(self, v: FloatArray, y: FloatArray, events: Events, times: FloatArray) -> FloatArray:
        """The states at the times: shape (times, states). `y` becomes the states at the end."""
        rows = [row for row in events.rows() if row[0] <= times[-1]]
        hours = np.array([row[0] for row in rows])
        targets = np.array([self._state[row[1]] for row in rows], dtype=np.int64)
        amounts = np.array([row[2] for row in rows])
        out = np.empty((times.size, y.size))
        if course.run(v, y, hours, targets, amounts, times, out, course.RTOL, course.ATOL) < 0:
            raise FloatingPointError("the kinetics could not be integrated")
        return out

    def column(self, states: FloatArray, symbol: str) -> FloatArray:
        """One state over time."""
        return states[..., self._state[symbol]]

    def serum(self, v: FloatArray, states: FloatArray) -> FloatArray:
        """Total magnesium in serum, mmol/L."""
        return self.column(states, "Ac") / self.value(v, "Vc")

    def start(self, v: FloatArray, level: float) -> FloatArray:
        """The states of an empty bowel and a body at a level (mmol/L)."""
        v[self._value["C0"]] = level
        y = np.zeros(len(self.spec.states))
        kernel.begin(v, y)
        return y

    def bowel_days(self, v: FloatArray) -> int:
        """After how many equal days somebody's bowel repeats itself: five as a rule, many weeks where it is blocked."""
        return ceil(PASSAGES * (4 / self.value(v, "k") + 1 / self.value(v, "kc")) / DAY)

    def taken_up(self, v: FloatArray, day: Sequence[Taken]) -> float:
        """Mmol taken up from the bowel on each of many equal days."""
        y, days = self.start(v, self.value(v, "C_usual")), self.bowel_days(v)
        times = np.array([0.0, DAY * (days - 1), DAY * days])
        states = self.run(v, y, repeated(day, days), times)
        found = self.column(states, "Taken_up")
        return float(found[2] - found[1])

    def steady(self, v: FloatArray, taken_up: FloatArray | float) -> FloatArray:
        """Serum magnesium that balances a daily uptake (mmol), in closed form: what comes in goes out in urine.

        It holds where serum does not change within the day; with meals the mean over the day lies a little lower.
        """
        at = self._value
        return level_of(taken_up, *(v[at[symbol]] for symbol in ("GFR", "threshold", "s", "fu", "gain", "C_usual")))

    def settled(self, v: FloatArray, day: Sequence[Taken]) -> FloatArray:
        """The states at midnight of somebody for whom every day has been the same for long.

        Starts from the closed form and shifts the whole body until a day ends as it began.
        """
        level = float(self.steady(v, self.taken_up(v, day)))
        y, days = self.start(v, level), self.bowel_days(v)
        self.run(v, y, repeated(day, days), np.array([0.0, DAY * days]))
        times = np.linspace(0, DAY, 49)
        once = repeated(day, 1)
        for _ in range(_SETTLING):
            before = self._body(y)
            states = self.run(v, y, once, times)
            serum = self.serum(v, states)
            drift = self._body(y) - before
            shift = max(drift / self._slope(v, serum), -float(np.min(serum)))
            for space, volume in (("Ac", "Vc"), ("Af", "Vf"), ("Ab", "Vb")):
                y[self._state[space]] += shift * self.value(v, volume)
            levels = serum[:-1] + shift
            below = np.minimum(levels - self.value(v, "C_usual"), 0.0)
            for slow, follows in (("Ab", self.value(v, "Vb") * levels), ("H", self.value(v, "gain") * below)):
                swing = self.column(states, slow)
                y[self._state[slow]] = float(np.mean(follows) + swing[-1] - np.mean(swing[:-1]))
            if abs(shift) < _STEADY:
                break
        for symbol in ("Urine", "Faeces", "Taken_up"):
            y[self._state[symbol]] = 0.0
        return y

    def _body(self, y: FloatArray) -> float:
        return float(sum(y[self._state[space]] for space in ("Ac", "Af", "Ab")))

    def _slope(self, v: FloatArray, serum: FloatArray) -> float:
        """How much more leaves in urine in a day for each mmol/L: what a shift of the whole body changes."""
        filtration, threshold, splay, free, gain, usual = (
            self.value(v, symbol) for symbol in ("GFR", "threshold", "s", "fu", "gain", "C_usual")
        )
        mean = float(np.mean(serum))
        gain = gain if mean < usual else 0.0
        x = (free * mean - threshold + gain * (mean - usual)) / splay
        return max(DAY * filtration * (free + gain) / (1 + float(np.exp(-x))), 1e-3)


def level_of(
    taken_up: FloatArray | float,
    filtration: FloatArray | float,
    threshold: FloatArray | float,
    splay: FloatArray | float,
    free: FloatArray | float,
    gain: FloatArray | float,
    usual: FloatArray | float,
) -> FloatArray:
    """Serum magnesium (mmol/L) at which the kidneys put out what is taken up (mmol a day).

    From GFR s ln(1 + exp((fu C - T + H) / s)) = A / 24 with H = gain (C - C_usual), which is
    never above 0, solved for C. Nothing taken up gives minus infinity in the equation; here no level is below 0.
    """
    z = np.maximum(np.asarray(taken_up, dtype=float), 1e-6) / (DAY * np.asarray(filtration) * splay)
    spilled = splay * np.where(z > 30, z, np.log(np.expm1(np.minimum(z, 30.0))))
    without = (threshold + spilled) / free
    saving = (threshold + spilled + gain * usual) / (free + gain)
    return np.asarray(np.maximum(np.where(without < usual, saving, without), 0.0))


def repeated(day: Iterable[Taken], days: int) -> Events:
    """The same every day."""
    once = sorted(day, key=lambda each: each.hour)
    return Events(tuple(Taken(each.hour + DAY * n, each.state, each.mmol) for n in range(days) for each in once))


def kinetics(knowledge: Knowledge, *, first_version: bool = False) -> Kinetics:
    """The model of the knowledge base, or its first version: without the mechanisms that were added later."""
    spec = specification(knowledge)
    before = {
        each.symbol: each.before
        for each in knowledge.kind("parameters", Parameter).values()
        if each.model == spec.model.id and each.before is not None
    }
    return Kinetics(spec, before if first_version else None)
