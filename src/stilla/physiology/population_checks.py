"""What the virtual people say where many people were measured: a function for each target of the model `population`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from stilla.physiology.asked import Dose, Person, Plan
from stilla.physiology.kinetics_checks import MG_DL, OXIDE_SHARE
from stilla.physiology.people import Spread, draw
from stilla.physiology.population import measured, settled

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from stilla.knowledge.store import Knowledge
    from stilla.physiology.asked import Switch
    from stilla.physiology.kinetics import FloatArray, Kinetics

    Group = tuple[float, float, float]  # weight, eGFR, mg of magnesium a day

SEED = 20261122
COUNT = 20_000
NONE = 0.0
INJURED = 0.216
"""Share of adults in hospital with an acute kidney injury."""
OLD_WEIGHT = 52.0
"""kg: old people in Japan, where the studies of oxide were made. Assumed."""

KIDNEY_DISEASE = ((0.62, 52.0, NONE), (0.28, 38.0, NONE), (0.10, 24.0, NONE))
"""eGFR 15 to 59 in a cohort: shares of the classes 3a, 3b and 4. Assumed."""
TABLETS = ((0.25, 500.0), (0.10, 750.0), (0.40, 1000.0), (0.10, 1500.0), (0.15, 2000.0))
"""Share and mg of magnesium oxide a day among people who take it for their bowels. Assumed."""
OUTPATIENTS = ((0.20, 85.0), (0.40, 68.0), (0.22, 52.0), (0.12, 38.0), (0.06, 24.0))
INPATIENTS = ((0.15, 85.0), (0.30, 68.0), (0.25, 52.0), (0.20, 38.0), (0.10, 24.0))
"""Share and eGFR of older people in and out of hospital. Assumed: the abstracts give neither."""


class Virtual:
    """The virtual people of a version of the model.

    Args:
        k: the kinetics.
        knowledge: forms and spreads.
        first_version: whether people differ as in the first version.
    """

    def __init__(self, k: Kinetics, knowledge: Knowledge, *, first_version: bool = False) -> None:
        self.k = k
        self.knowledge = knowledge
        self.first_version = first_version
        self.spread = Spread(knowledge, first_version=first_version)

    def levels(self, groups: Sequence[Group], weight: float = 70.0, switches: tuple[Switch, ...] = ()) -> FloatArray:
        """Measured levels of a mixture of groups, mmol/L; magnesium as oxide, in two doses a day."""
        rng = np.random.default_rng(SEED)
        found = []
        for part, egfr, mg in groups:
            doses = (Dose(mg / 2, "oxide", 8.0), Dose(mg / 2, "oxide", 20.0)) if mg else ()
            person = Person(egfr=egfr, weight=weight, switches=switches)
            count = max(round(COUNT * part), 8)
            people = draw(person, Plan(doses), self.knowledge, self.k, count, rng, self.spread)
            found.append(measured(settled(people), people, self.spread))
        return np.concatenate(found)

    def outpatients(self) -> FloatArray:
        """Levels of older people who take oxide at home for slow bowels."""
        return self.levels(with_oxide(OUTPATIENTS), OLD_WEIGHT, ("stasis",))

    def inpatients(self) -> FloatArray:
        """The same in hospital: somebody gives every dose, and acute injury is common (susantitaphong13)."""
        ward = Virtual(self.k, self.knowledge)
        ward.spread.values = self.spread.values | {"adherence": 1.0}
        if not self.first_version:
            ward.spread.values |= {"injury_share": INJURED}
        return ward.levels(with_oxide(INPATIENTS), OLD_WEIGHT, ("stasis",))


def with_oxide(classes: Sequence[tuple[float, float]]) -> list[Group]:
    """Every class with every dose, as mg of magnesium."""
    return [(a * b, egfr, oxide * OXIDE_SHARE) for a, egfr in classes for b, oxide in TABLETS]


def above(values: FloatArray, mg_dl: float) -> float:
    """Per cent at or above a level."""
    return 100 * float(np.mean(values >= mg_dl * MG_DL))


def below(values: FloatArray, mg_dl: float) -> float:
    """Per cent below a level."""
    return 100 * float(np.mean(values < mg_dl * MG_DL))


def _rise(virtual: Virtual) -> float:
    """Median with oxide minus without, mg/dL: 1,000 mg of oxide a day (assumed) in kidney disease."""
    with_ = [(part, egfr, 1000 * OXIDE_SHARE) for part, egfr, _ in KIDNEY_DISEASE]
    treated, usual = virtual.levels(with_, OLD_WEIGHT), virtual.levels(KIDNEY_DISEASE, OLD_WEIGHT)
    return float(np.median(treated) - np.median(usual)) / MG_DL


POPULATION_CHECKS: dict[str, Callable[[Virtual], float]] = {
    "healthy-spread": lambda p: float(np.std(p.levels([(1.0, 105.0, NONE)]))),
    "azem-low": lambda p: below(p.levels(KIDNEY_DISEASE), 1.7),
    "azem-high": lambda p: above(p.levels(KIDNEY_DISEASE), 2.6),
    "kotha-spread": lambda p: float(np.std(p.levels([(0.3, 19.0, NONE), (0.4, 31.0, NONE), (0.3, 43.0, NONE)]))),
    "dialysis-start-low": lambda p: below(p.levels([(1.0, 5.0, NONE)]), 1.9),
    "dialysis-start-high": lambda p: above(p.levels([(1.0, 5.0, NONE)]), 2.2),
    "oka-rise": _rise,
    "mori-2-5": lambda p: above(p.outpatients(), 2.5),
    "mori-3-0": lambda p: above(p.outpatients(), 3.0),
    "wakai-2-5": lambda p: above(p.inpatients(), 2.5),
    "wakai-3-0": lambda p: above(p.inpatients(), 3.0),
}
"""Target → what the virtual people say, in the target's unit."""
