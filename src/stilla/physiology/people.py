"""Virtual people: how those of whom little is known may differ, drawn with a seed.

Every share and spread is a parameter of the model `population` in the knowledge base. What is known of the person asked
about (a diuretic, a diet) is not drawn.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import numpy as np

from stilla.physiology import kernel
from stilla.physiology.asked import MMOL_PER_MG, forms_of
from stilla.physiology.doses import Taken
from stilla.physiology.lanes import Schedule, schedule
from stilla.physiology.simulate import food_of, inputs_of, spread_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from stilla.knowledge.store import Knowledge
    from stilla.physiology.asked import Person, Plan
    from stilla.physiology.kinetics import FloatArray, Kinetics

NEVER = "S_never"
BOWEL = frozenset({"stasis", "obstruction"})
"""Circumstances that say how fast the bowel is, so that it is not drawn."""
WEAK = 60.0
"""eGFR below which the shares of kidney disease hold."""


class People(msgspec.Struct, frozen=True):
    """Virtual people and what each takes in a day."""

    constants: FloatArray
    """Of the kinetics, shape (constants, n)."""
    day: Schedule
    amounts: FloatArray
    """mmol, shape (events, n)."""
    adherence: FloatArray
    """Share of the doses that each takes, shape (n,)."""
    assay: FloatArray
    """What the day and the laboratory add to a level, as standard normal numbers, shape (2, n)."""

    @property
    def usual(self) -> FloatArray:
        """Mmol that each takes in the mean of many days, shape (events, n)."""
        food = np.array(self.day.regular)[:, None]
        return np.where(food, self.amounts, self.amounts * self.adherence)


class Spread:
    """How people differ: the parameters of the model `population`, by symbol."""

    def __init__(self, knowledge: Knowledge, *, first_version: bool = False) -> None:
        self.values = spread_of(knowledge, first_version=first_version)

    def __getitem__(self, symbol: str) -> float:
        return self.values[symbol]


def draw(
    person: Person,
    plan: Plan,
    knowledge: Knowledge,
    k: Kinetics,
    count: int,
    rng: np.random.Generator,
    spread: Spread | None = None,
) -> People:
    """People who are like this one in what is known, and differ in all else.

    Args:
        person: eGFR, weight, diet and circumstances.
        plan: what is taken every day.
        knowledge: the spreads.
        k: the constants of the kinetics.
        count: how many.
        rng: where chance comes from.
        spread: how they differ; that of the knowledge base where None.
    """
    spread = spread or Spread(knowledge)
    events = sorted(_events(person, plan, knowledge, spread, count, rng), key=lambda each: each[0].hour)
    own = rng.standard_normal((3, count))
    drawn = k.usual | inputs_of(person, knowledge)
    constants = np.repeat(np.array([[drawn[symbol]] for symbol in kernel.CONSTANTS]), count, axis=1)
    place = {symbol: n for n, symbol in enumerate(kernel.CONSTANTS)}
    for symbol, values in _differences(person, spread, own, rng, whole=k.usual["egfr_full"]).items():
        constants[place[symbol]] *= values
    amounts = np.array([mmol for _, _, mmol in events])
    size, mean = spread["adherence_n"], spread["adherence"]
    adherence = rng.beta(mean * size, (1 - mean) * size, count) if mean < 1 else np.ones(count)
    return People(
        constants,
        schedule([(each, food) for each, food, _ in events]),
        amounts,
        adherence,
        rng.standard_normal((2, count)),
    )


def _differences(
    person: Person, spread: Spread, own: FloatArray, rng: np.random.Generator, whole: float
) -> Mapping[str, FloatArray]:
    """What multiplies each input of the kinetics; `whole` is the eGFR from which kidneys count as whole."""
    count = own.shape[1]

    def some(share: float, factor: float) -> FloatArray:
        return np.where(rng.random(count) < share, factor, 1.0)

    filtration = _log_normal(own[0], spread["gfr_logsd"]) * some(spread["low_muscle_share"], spread["low_muscle_ratio"])
    injury = some(spread["injury_share"], spread["injury_ratio"])
    lost = 1 - min(person.egfr, whole) / whole
    keep = 1 + (spread["keep_sd"] + spread["keep_sd_weak"] * lost) * own[1]
    if "thiazide" not in person.switches:
        keep *= some(spread["thiazide_share"], spread["thiazide_keep"])
    diabetes = spread["diabetes_share"] if person.egfr < WEAK else spread["diabetes_share_whole"]
    keep *= some(diabetes, spread["diabetes_keep"])
    uptake = _log_normal(own[2], spread["uptake_cv"]) * some(spread["ppi_share"], spread["ppi_uptake"])
    drawn = BOWEL.isdisjoint(person.switches)
    stasis = some(spread["stasis_share"], spread["stasis_factor"]) if drawn else np.ones(count)
    keep = np.clip(keep, 0.4, 1.6)
    return {"gfr_ratio": filtration, "injury": injury, "keep": keep, "uptake": uptake, "stasis": stasis}


def _log_normal(z: FloatArray, spread: float) -> FloatArray:
    """Around 1 in the mean."""
    return np.exp(spread * z - spread**2 / 2)


def _events(
    person: Person, plan: Plan, knowledge: Knowledge, spread: Spread, count: int, rng: np.random.Generator
) -> Iterator[tuple[Taken, bool, FloatArray]]:
    """A day's food and doses, whether it is food, and what each person gets of it, mmol.

    A form that dissolves in part does so more in one person than in another: evenly between its limits.
    """
    diet = _log_normal(rng.standard_normal(count), spread["diet_cv"]) if person.diet_mg is None else np.ones(count)
    for each in food_of(person, knowledge):
        yield each, True, each.mmol * diet
    forms = forms_of(knowledge)
    even = rng.random(count)
    for dose in plan.doses:
        form, mmol = forms[dose.form], dose.mg * MMOL_PER_MG
        share = form.low + (form.high - form.low) * even if form.share < 1 else np.ones(count)
        yield Taken(dose.hour, form.state, mmol), False, mmol * share
        if form.share < 1:
            yield Taken(dose.hour, NEVER, mmol), False, mmol * (1 - share)
