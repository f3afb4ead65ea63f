"""One person with a plan: what the level in blood does, and where it settles. Model output, no advice."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import numpy as np

from stilla.knowledge.models import Parameter
from stilla.physiology.asked import EGFR, HOURS, MEALS, MMOL_PER_MG, Switch, check, forms_of
from stilla.physiology.doses import Events, Taken
from stilla.physiology.kinetics import Kinetics, kinetics, repeated
from stilla.quantity import MAGNESIUM_MOLAR_MASS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stilla.knowledge.store import Knowledge
    from stilla.physiology.asked import Person, Plan
    from stilla.physiology.kinetics import FloatArray

STEP_H = 1.0
FACTORS: dict[Switch, tuple[tuple[str, str], ...]] = {
    "stasis": (("stasis", "stasis_factor"),),
    "thiazide": (("keep", "thiazide_keep"),),
    "obstruction": (("stasis", "obstruction_colon"), ("block", "obstruction_small")),
}
"""Circumstance → inputs of the kinetics that it multiplies, each with the parameter that says by how much."""


class Day(msgspec.Struct, frozen=True):
    """Equal days, once everything has settled: mmol/L in serum, mmol a day elsewhere."""

    mean: float
    lowest: float
    highest: float
    taken_up: float
    urine: float


class Course(msgspec.Struct, frozen=True):
    """A person's answer.

    Arrays are over the hours since the first midnight of the plan, one value an hour.
    """

    hours: tuple[float, ...]
    serum: tuple[float, ...]
    """mmol/L, total."""
    urine: tuple[float, ...]
    """mmol since the start."""
    before: Day
    """Food alone."""
    after: Day
    """Food and the plan, after many equal days: where it settles, also where the course shown is shorter."""
    closed_form: float
    """mmol/L: where it settles by the closed form of the steady state, as a check of the course."""
    taken_mg: float
    """Of the plan, mg a day."""
    kept_share: float
    """Of what the plan adds, the share that is taken up, once settled."""
    half_way: float | None
    """Hours until half of the rise; None where there is none."""
    imbalance: float
    """Given minus found again, as a share of what was given: what the arithmetic lost."""
    switches: tuple[Switch, ...]

    @property
    def rise(self) -> float:
        """mmol/L of mean serum."""
        return self.after.mean - self.before.mean


def spread_of(knowledge: Knowledge, *, first_version: bool = False) -> dict[str, float]:
    """The parameters of the model `population` by symbol: what differs between people, and by how much."""
    every = knowledge.kind("parameters", Parameter).values()
    return {
        each.symbol: each.before if first_version and each.before is not None else each.value
        for each in every
        if each.model == "population"
    }


def diet_of(person: Person, knowledge: Knowledge) -> float:
    """Mmol of food magnesium a day; where nothing is said, the usual, which falls evenly as the kidneys fail."""
    if person.diet_mg is not None:
        return person.diet_mg * MMOL_PER_MG
    values = spread_of(knowledge)
    below = values["diet_falls_below"]
    part = min(max((below - person.egfr) / (below - EGFR[0]), 0.0), 1.0)
    return values["diet"] + part * (values["diet_failing"] - values["diet"])


def inputs_of(person: Person, knowledge: Knowledge) -> dict[str, float]:
    """The constants of the model that this person changes."""
    values = spread_of(knowledge)
    found = {"egfr": float(person.egfr), "weight": float(person.weight)}
    for each in dict.fromkeys(person.switches):
        for symbol, parameter in FACTORS[each]:
            found[symbol] = found.get(symbol, 1.0) * values[parameter]
    return found


def food_of(person: Person, knowledge: Knowledge) -> list[Taken]:
    """A day's food."""
    return [Taken(hour, "S_food", diet_of(person, knowledge) / len(MEALS)) for hour in MEALS]


def doses_of(plan: Plan, knowledge: Knowledge) -> list[Taken]:
    """A day's doses, each split into what dissolves and what never does."""
    forms = forms_of(knowledge)
    found = []
    for each in plan.doses:
        form, mmol = forms[each.form], each.mg * MMOL_PER_MG
        found.append(Taken(each.hour, form.state, mmol * form.share))
        if form.share < 1:
            found.append(Taken(each.hour, "S_never", mmol * (1 - form.share)))
    return found


def simulate(person: Person, plan: Plan, knowledge: Knowledge, *, step: float = STEP_H) -> Course:
    """What the model says of a person and a plan.

    Args:
        person: whom, within the model's range.
        plan: what is taken every day from the first midnight on, and for how many days.
        knowledge: the model's constants.
        step: hours between two values of the course.

    Raises:
        BadInput: outside the model's range.
    """
    check(person, plan, knowledge)
    k = kinetics(knowledge)
    v = k.person(**inputs_of(person, knowledge))
    food, doses = food_of(person, knowledge), doses_of(plan, knowledge)
    both = sorted((*food, *doses), key=lambda each: each.hour)
    start = k.settled(v, food)
    settled = k.settled(v, both) if plan.mg > 0 else start
    before, after = _day(k, v, start, food), _day(k, v, settled, both)
    times = np.linspace(0.0, HOURS * plan.days, round(HOURS * plan.days / step) + 1)
    given = repeated(both, plan.days)
    y = start.copy()
    states = k.run(v, y, given, times)
    serum = k.serum(v, states)
    added = plan.mg * MMOL_PER_MG
    return Course(
        hours=tuple(times.tolist()),
        serum=tuple(serum.tolist()),
        urine=tuple(k.column(states, "Urine").tolist()),
        before=before,
        after=after,
        closed_form=float(k.steady(v, k.taken_up(v, both))),
        taken_mg=plan.mg,
        kept_share=(after.taken_up - before.taken_up) / added if added else 0.0,
        half_way=_half_way(times, serum, before.mean, after.mean),
        imbalance=_imbalance(k, start, y, given),
        switches=person.switches,
    )


def _day(k: Kinetics, v: FloatArray, settled: FloatArray, day: Sequence[Taken]) -> Day:
    states = k.run(v, settled.copy(), repeated(day, 1), np.linspace(0.0, HOURS, 97))
    serum = k.serum(v, states)
    whole = [float(k.column(states, symbol)[-1]) for symbol in ("Taken_up", "Urine")]
    return Day(float(np.mean(serum[:-1])), float(np.min(serum)), float(np.max(serum)), *whole)


def _half_way(times: FloatArray, serum: FloatArray, before: float, after: float) -> float | None:
    """When a day's mean first passes the middle between the two."""
    if after - before < 1e-4:
        return None
    step = times[1] - times[0]
    width = round(HOURS / step)
    if serum.size <= width:
        return None
    daily = np.convolve(serum, np.ones(width) / width, mode="valid")
    passed = np.flatnonzero(daily >= (before + after) / 2)
    return float(times[passed[0]] + HOURS / 2) if passed.size else None


def _imbalance(k: Kinetics, start: FloatArray, end: FloatArray, given: Events) -> float:
    """Everything that was there and came in, against everything that is there and went out."""
    amounts = [symbol for symbol in k.spec.states if symbol not in k.spec.rates]
    total = sum(each.mmol for each in given.taken)
    found = sum(float(k.column(end, symbol) - k.column(start, symbol)) for symbol in amounts)
    return abs(found - total) / max(total, 1.0)


def mg_dl(mmol: float) -> float:
    """mmol/L of magnesium as mg/dL."""
    return mmol * MAGNESIUM_MOLAR_MASS / 10
