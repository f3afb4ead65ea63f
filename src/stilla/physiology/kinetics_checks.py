"""What the kinetics say where something was measured: a function for each target of the knowledge base, by its id."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from stilla.knowledge.salts import elemental_fraction
from stilla.physiology.asked import MEALS, MMOL_PER_MG
from stilla.physiology.doses import Events, Taken
from stilla.physiology.kinetics import DAY, repeated
from stilla.quantity import MAGNESIUM_MOLAR_MASS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from stilla.physiology.kinetics import FloatArray, Kinetics

YOUNG, OLDER = 12.5, 10.5
"""mmol of food magnesium a day: healthy adults; old people and kidney disease (assumed where a study does not say)."""
HEALTHY = 100.0
"""eGFR where a study says only that people were healthy."""
MG_DL = 10 / MAGNESIUM_MOLAR_MASS
"""mmol/L of magnesium for each mg/dL."""
SULFATE = 246.47
"""g/mol of magnesium sulfate with seven waters (IUPAC weights)."""
OXIDE_SHARE = elemental_fraction("MgO")
"""Grams of magnesium in a gram of oxide, by its formula."""
OXIDE_DISSOLVES = 0.4
"""Of an oxide tablet; a test holds it to the dissolution `oxide`."""


def meals(mmol: float) -> list[Taken]:
    """Food, a third at each meal."""
    return [Taken(hour, "S_food", mmol / len(MEALS)) for hour in MEALS]


def fasting(mmol: float) -> list[Taken]:
    """Food of a day on which something was tested in the morning: nothing before noon."""
    return [Taken(hour, "S_food", mmol / 2) for hour in MEALS[1:]]


def split(mmol: float, hour: float, state: str, share: float = 1.0) -> list[Taken]:
    """A dose of which only a share dissolves."""
    rest = [Taken(hour, "S_never", mmol * (1 - share))] if share < 1 else []
    return [Taken(hour, state, mmol * share), *rest]


def absorbed(k: Kinetics, mmol: float, state: str = "S_soluble", **inputs: float) -> float:
    """Share of one load on an empty bowel that is taken up in the end."""
    v = k.person(egfr=HEALTHY, **inputs)
    y = k.start(v, 0.85)
    k.run(v, y, Events((Taken(0.0, state, mmol),)), np.array([0.0, 10 * DAY]))
    return float(k.column(y, "Taken_up")) / mmol


class Extra:
    """A course with something added, beside the same without it.

    Args:
        k: the model.
        v: the person.
        food: of every day.
        added: to it, at hours since the first midnight.
        hours: how long.
        step: between two times, h.
    """

    def __init__(
        self,
        k: Kinetics,
        v: FloatArray,
        food: Sequence[Taken],
        added: Sequence[Taken],
        hours: float,
        step: float = 0.25,
    ) -> None:
        self.times = np.linspace(0, hours, round(hours / step) + 1)
        days = int(hours // DAY) + 1
        start = k.settled(v, food)
        usual = repeated(food, days)
        both = Events(tuple(sorted((*usual.taken, *added), key=lambda each: each.hour)))
        without, with_ = (k.run(v, start.copy(), events, self.times) for events in (usual, both))
        self.serum = k.serum(v, with_)
        self.rise = self.serum - k.serum(v, without)
        self.urine = k.column(with_, "Urine") - k.column(without, "Urine")
        self.usual_urine = k.column(without, "Urine")

    def at(self, values: FloatArray, hour: float) -> float:
        """A value at an hour."""
        return float(np.interp(hour, self.times, values))

    def between(self, values: FloatArray, start: float, end: float) -> float:
        """How much it grew."""
        return self.at(values, end) - self.at(values, start)

    def area(self, start: float, end: float, values: FloatArray | None = None) -> float:
        """Under the rise, mmol/L·h."""
        inside = (self.times >= start) & (self.times <= end)
        return float(np.trapezoid((self.rise if values is None else values)[inside], self.times[inside]))


def chronic(
    k: Kinetics, v: FloatArray, food: Sequence[Taken], daily: Sequence[Taken], days: int
) -> tuple[float, float]:
    """After so many days: rise of mean serum (mmol/L) and of urine (mmol a day)."""
    added = [Taken(DAY * n + each.hour, each.state, each.mmol) for n in range(days) for each in daily]
    found = Extra(k, v, food, added, DAY * days, 1.0)
    last = DAY * days
    return found.area(last - DAY, last) / DAY, found.between(found.urine, last - DAY, last)


def drip(mmol: float, start: float, hours: float) -> list[Taken]:
    """An infusion: so much in so many hours."""
    return [Taken(start, "Drip", mmol / hours), Taken(start + hours, "Drip", -mmol / hours)]


def _usual(k: Kinetics) -> tuple[float, float]:
    """Mean serum and daily urine of healthy people."""
    v = k.person(egfr=HEALTHY)
    food = meals(YOUNG)
    states = k.run(v, k.settled(v, food), repeated(food, 1), np.linspace(0, DAY, 97))
    return float(np.mean(k.serum(v, states))), float(k.column(states, "Urine")[-1])


def _hydroxide(k: Kinetics) -> Extra:
    """Dolberg 2017: three tablets of 360 mg at 8 in the morning (elemental: assumed)."""
    dose = Taken(8.0, "S_slow", 1080 * MMOL_PER_MG)
    return Extra(k, k.person(egfr=HEALTHY, weight=75), fasting(YOUNG), [dose], 32.0)


def _sulfate_iv(k: Kinetics) -> Extra:
    """Dolberg 2017: 2 g of magnesium sulfate; the time of the infusion was not read: 20 minutes."""
    given = drip(2 / SULFATE * 1000, 8.0, 1 / 3)
    return Extra(k, k.person(egfr=HEALTHY, weight=75), meals(YOUNG), given, 104.0)


def _half_life(k: Kinetics) -> float:
    """Dolberg 2017: hours in which the rise after 2 g of sulfate halves, from 4 to 16 h after it."""
    found = _sulfate_iv(k)
    return 12.0 * float(np.log(2) / np.log(found.at(found.rise, 12.0) / found.at(found.rise, 24.0)))


def _half_times(k: Kinetics) -> list[float]:
    """Half-times (h, ascending) of small disturbances of the body at its usual level, kidneys included."""
    v = k.person(egfr=HEALTHY)
    central, fast, bone, q_fast, q_bone, filtration, free, splay, threshold = (
        k.value(v, symbol) for symbol in ("Vc", "Vf", "Vb", "Qf", "Qb", "GFR", "fu", "s", "threshold")
    )
    leaving = filtration * free / (1 + np.exp(-(free * k.value(v, "C_usual") - threshold) / splay))
    flows = np.array(
        [
            [-(leaving + q_fast + q_bone) / central, q_fast / fast, q_bone / bone],
            [q_fast / central, -q_fast / fast, 0.0],
            [q_bone / central, 0.0, -q_bone / bone],
        ]
    )
    return sorted((np.log(2) / -np.linalg.eigvals(flows).real).tolist())


def _pre_eclampsia(k: Kinetics) -> float:
    """Largest deviation from the profile of Lu 2002, 2 to 15 h, as a share of the profile above baseline."""
    weight = 75.0
    per_kg = weight / SULFATE
    given = [*drip(120 * per_kg, 8.0, 1.0), *drip(5 * 24 * per_kg, 9.0, 5.0)]
    found = Extra(k, k.person(egfr=HEALTHY, weight=weight), meals(YOUNG), given, 24.0)
    hours = np.array([2.0, 4.0, 6.0, 8.0, 10.0, 12.0, 15.0])
    published = two_spaces(hours, [(120 * per_kg, 0.0, 1.0), (120 * per_kg, 1.0, 6.0)], (5.0, 24.0, 25.0, 5.6))
    ours = np.interp(hours + 8.0, found.times, found.rise)
    return float(np.max(np.abs(ours / published - 1)))


def two_spaces(
    hours: FloatArray, given: Sequence[tuple[float, float, float]], constants: tuple[float, float, float, float]
) -> FloatArray:
    """Concentration (mmol/L) of the linear two-compartment model after infusions, in closed form.

    Args:
        hours: since the first began.
        given: mmol, start and end in h, for each infusion.
        constants: clearance (L/h), central and peripheral volume (L), exchange (L/h).
    """
    clearance, central, other, exchange = constants
    k10, k12, k21 = clearance / central, exchange / central, exchange / other
    total = k10 + k12 + k21
    root = np.sqrt(total**2 - 4 * k10 * k21)
    fast, slow = (total + root) / 2, (total - root) / 2
    weights = ((fast - k21) / (fast - slow), (k21 - slow) / (fast - slow))
    found = np.zeros_like(hours)
    for mmol, start, end in given:
        rate = mmol / (end - start) / central
        for weight, speed in zip(weights, (fast, slow), strict=True):
            since, after = np.maximum(hours - start, 0), np.maximum(hours - end, 0)
            found += rate * weight / speed * (np.exp(-speed * after) - np.exp(-speed * since))
    return found


def _cathartic(k: Kinetics, times: int) -> float:
    """Smilkstein 1988: serum 1 to 4 h after the last of so many doses of 30 g of magnesium sulfate, 4 h apart."""
    given = [Taken(8.0 + 4 * n, "S_fast", 30 / SULFATE * 1000) for n in range(times)]
    last = given[-1].hour
    found = Extra(k, k.person(egfr=HEALTHY), meals(YOUNG), given, last + 5)
    return max(found.at(found.serum, last + 1), found.at(found.serum, last + 4))


def _single(k: Kinetics, given: Sequence[Taken], hours: float, weight: float = 75.0) -> Extra:
    return Extra(k, k.person(egfr=HEALTHY, weight=weight), fasting(YOUNG), given, 8.0 + hours)


def _trials(k: Kinetics) -> tuple[float, float]:
    """Zhang 2016: 365 mg a day (about the middle of the trials' doses) in two doses with meals, for 12 weeks."""
    half = 365 * MMOL_PER_MG / 2
    daily = [Taken(hour, "S_soluble", half) for hour in (MEALS[0], MEALS[2])]
    return chronic(k, k.person(egfr=95), meals(YOUNG), daily, 84)


def _more_urine(found: Extra) -> float:
    """Rise of urine in the 24 h after 8 in the morning, per cent of the usual."""
    return 100 * found.between(found.urine, 8.0, 32.0) / found.between(found.usual_urine, 8.0, 32.0)


def _sulfate_urine(k: Kinetics) -> float:
    """Morris 1987: 56.5 mmol of sulfate in four parts, an hour apart: rise of 24 h urine, per cent of the dose."""
    found = _single(k, [Taken(8.0 + n, "S_fast", 56.5 / 4) for n in range(4)], DAY)
    return 100 * found.between(found.urine, 8.0, 32.0) / 56.5


def _citrate_area(k: Kinetics) -> float:
    """Wilimzig 1996: 12 mmol of citrate: area under the rise in 12 h, per cent of the usual area."""
    found = _single(k, [Taken(8.0, "S_soluble", 12.0)], 12.0)
    return 100 * found.area(8.0, 20.0) / (0.85 * 12)


def _after_surgery(k: Kinetics) -> float:
    """Biesenbach 2018: 10 mmol, then 3 mmol an hour: serum after 12 h."""
    given = sorted([*drip(10.0, 8.0, 0.25), *drip(36.0, 8.0, 12.0)], key=lambda each: each.hour)
    found = _single(k, given, 12.0, weight=80.0)
    return found.at(found.serum, 20.0)


def _month(k: Kinetics) -> float:
    """Dimai 1998: 15 mmol each morning for 30 days: rise of serum."""
    v = k.person(egfr=HEALTHY, weight=75)
    return chronic(k, v, meals(YOUNG), split(15.0, 8.0, "S_soluble"), 30)[0]


def _urine_share(k: Kinetics, state: str, mmol: float, share: float) -> float:
    """Rise of 24 h urine after one dose, per cent of a usual day's."""
    return _more_urine(_single(k, split(mmol, 8.0, state, share), DAY))


def _citrate_over_oxide(k: Kinetics) -> float:
    """Kappeler 2017: difference in 24 h urine after 300 mg, stores filled by the same dose for five days before."""
    dose = 300 * MMOL_PER_MG
    v, food = k.person(egfr=HEALTHY, weight=75), fasting(YOUNG)
    urine = []
    for share, state in ((1.0, "S_soluble"), (OXIDE_DISSOLVES, "S_slow")):
        filling = [Taken(DAY * n + 8.0, "S_soluble", dose) for n in range(5)]
        tested = [Taken(DAY * 5 + each.hour, each.state, each.mmol) for each in split(dose, 8.0, state, share)]
        found = Extra(k, v, food, [*filling, *tested], 6 * DAY + 8)
        urine.append(found.between(found.urine, 5 * DAY + 8, 6 * DAY + 8))
    return urine[0] - urine[1]


def _retained(k: Kinetics, mmol: float, hours: float) -> float:
    """Share (%) of an infusion that is not in the 24 h urine, beside a day without it."""
    found = _single(k, drip(mmol, 8.0, hours), DAY)
    return 100 * (1 - found.between(found.urine, 8.0, 32.0) / mmol)


def _infused(k: Kinetics, mmol: float, days: int, bolus: float = 0.0) -> float:
    """Serum during a steady infusion of so many mmol a day, food as usual."""
    v, food = k.person(egfr=HEALTHY), meals(YOUNG)
    given = [*drip(mmol * days, 0.0, DAY * days), *(drip(bolus, 0.0, 0.5) if bolus else [])]
    given.sort(key=lambda each: each.hour)
    found = Extra(k, v, food, given, DAY * days, 1.0)
    return found.area(DAY * (days - 1), DAY * days, found.serum) / DAY


def _depleted(k: Kinetics, day: int) -> tuple[float, float]:
    """Urine (mmol a day) and change of serum on a day of a diet with 0.4 mmol."""
    v = k.person(egfr=HEALTHY)
    y = k.settled(v, meals(YOUNG))
    times = np.linspace(0, DAY * day, 24 * day + 1)
    states = k.run(v, y.copy(), repeated(meals(0.4), day), times)
    serum, urine = k.serum(v, states), k.column(states, "Urine")
    return float(urine[-1] - urine[-25]), float(np.mean(serum[-24:])) - float(np.mean(k.serum(v, states[:7])))


def _lactate(k: Kinetics) -> tuple[float, float]:
    """10 mmol of lactate by mouth beside 10 mmol by vein: per cent of the rise in serum and in urine, 72 h."""
    oral = _single(k, [Taken(8.0, "S_slow", 10.0)], 72.0)
    vein = _single(k, drip(10.0, 8.0, 1.0), 72.0)
    serum = 100 * oral.area(8.0, 80.0) / vein.area(8.0, 80.0)
    return serum, 100 * oral.between(oral.urine, 8.0, 80.0) / vein.between(vein.urine, 8.0, 80.0)


def _net_uptake(k: Kinetics) -> float:
    """Uptake in kidney failure (eGFR 8, assumed) over that of healthy kidneys, same diet."""
    return k.taken_up(k.person(egfr=8), meals(OLDER)) / k.taken_up(k.person(egfr=HEALTHY), meals(OLDER))


def mean_serum(k: Kinetics, egfr: float, food: float, **inputs: float) -> float:
    """Mean level of a day (mmol/L) once settled, on so many mmol of food."""
    v = k.person(egfr=egfr, **inputs)
    day = meals(food)
    states = k.run(v, k.settled(v, day), repeated(day, 1), np.linspace(0, DAY, 25))
    return float(np.mean(k.serum(v, states)))


def _pools(k: Kinetics) -> float:
    """Exchangeable magnesium, mEq/kg: the spaces at the usual level."""
    v = k.person(egfr=HEALTHY)
    return 2 * sum(k.value(v, space) for space in ("Vc", "Vf", "Vb")) * 0.85 / k.value(v, "weight")


def _portions(k: Kinetics, count: int) -> float:
    """Sabatier 2011: 5.18 mmol in water in so many portions over the day: share taken up."""
    v = k.person(egfr=HEALTHY, weight=75)
    gap = 14.0 / max(count - 1, 1) if count > 2 else 12.0
    given = [Taken(7.0 + gap * n, "S_fast", 126 * MMOL_PER_MG / count) for n in range(count)]
    y = k.start(v, 0.85)
    k.run(v, y, Events(tuple(given)), np.array([0.0, 10 * DAY]))
    return 100 * float(k.column(y, "Taken_up")) / (126 * MMOL_PER_MG)


def _linear(k: Kinetics) -> float:
    """Share of one more mmol at a load where the carrier is full."""
    return (41 * absorbed(k, 41) - 31 * absorbed(k, 31)) / 10


KINETICS_CHECKS: dict[str, Callable[[Kinetics], float]] = {
    "serum-healthy": lambda k: _usual(k)[0],
    "urine-healthy": lambda k: _usual(k)[1],
    "fine-low": lambda k: absorbed(k, 1.5, "S_food"),
    "fine-high": lambda k: absorbed(k, 41.0),
    "fine-linear": _linear,
    "graham-low": lambda k: k.taken_up(k.person(egfr=HEALTHY), meals(0.95)) / 0.95,
    "graham-usual": lambda k: k.taken_up(k.person(egfr=HEALTHY), meals(10.0)) / 10.0,
    "graham-high": lambda k: k.taken_up(k.person(egfr=HEALTHY), meals(23.5)) / 23.5,
    "sabatier-tracer": lambda k: absorbed(k, 70 * MMOL_PER_MG, "S_food"),
    "sabatier-two-portions": lambda k: _portions(k, 2),
    "sabatier-seven-portions": lambda k: _portions(k, 7),
    "zhang-serum": lambda k: _trials(k)[0],
    "zhang-urine": lambda k: _trials(k)[1],
    "lu-profile": _pre_eclampsia,
    "dolberg-uptake": lambda k: 100 * absorbed(k, 1080 * MMOL_PER_MG, "S_slow", weight=75),
    "dolberg-peak": lambda k: float(np.max(_hydroxide(k).rise)),
    "dolberg-area": lambda k: 60 * _hydroxide(k).area(8.0, 32.0),
    "dolberg-urine": lambda k: _more_urine(_hydroxide(k)),
    "dolberg-clearance": lambda k: 2 / SULFATE * 1000 / _sulfate_iv(k).area(8.0, 32.0),
    "dolberg-half-life": _half_life,
    "silver-fast": lambda k: _half_times(k)[0],
    "silver-slow": lambda k: _half_times(k)[1],
    "smilkstein-once": lambda k: _cathartic(k, 1),
    "smilkstein-thrice": lambda k: _cathartic(k, 3),
    "rude-threshold": lambda k: k.usual["T0"],
    "avioli-pool": _pools,
    "kappeler-difference": _citrate_over_oxide,
    "siener-effervescent": lambda k: _urine_share(k, "S_fast", 450 * MMOL_PER_MG, 1.0),
    "siener-capsule": lambda k: _urine_share(k, "S_slow", 450 * MMOL_PER_MG, OXIDE_DISSOLVES),
    "morris-urine": _sulfate_urine,
    "lactate-urine": lambda k: _lactate(k)[1],
    "lactate-serum": lambda k: _lactate(k)[0],
    "wilimzig-oral": _citrate_area,
    "dimai-serum": _month,
    "load-retention": lambda k: _retained(k, 30.0, 8.0),
    "biesenbach-serum": _after_surgery,
    "infusion-16": lambda k: _infused(k, 16.0, 10, bolus=16.0),
    "infusion-30": lambda k: _infused(k, 30.0, 10),
    "infusion-64": lambda k: _infused(k, 64.0, 10),
    "infusion-64-large": lambda k: _infused(k, 64.0, 14),
    "depletion-urine": lambda k: _depleted(k, 4)[0],
    "kotha-serum": lambda k: mean_serum(k, 31.2, OLDER),
    "spencer-uptake": _net_uptake,
    "dialysis-start-serum": lambda k: mean_serum(k, 5.0, 7.6) / MG_DL,
}
"""Target → what the model says, in the target's unit."""
