"""What may be known about a person, in FHIR's words. Unknown is a value of its own, never "no".

A `Person` is made once, by a reader that has checked it, and never changes. Lists say whether they are complete:
only then does "not on the list" mean "no".
"""

from __future__ import annotations

from datetime import date
from typing import Literal

import msgspec

from stilla.kidney import Sex
from stilla.quantity import Interval

Route = Literal["oral", "parenteral", "dermal", "eye", "inhaled", "rectal", "vaginal"]
LabCode = Literal["egfr", "magnesium", "ferritin", "tsat"]


class Observation(msgspec.Struct, frozen=True):
    """A measured value (FHIR Observation), in the canonical unit of its code."""

    code: LabCode
    value: Interval
    measured: date | None = None
    said: str = ""
    """The value as the person wrote it, to show it back."""

    reference: str = ""
    """The record it was read from (FHIR reference), where it was read from one."""


class MedicationStatement(msgspec.Struct, frozen=True):
    """A medicine somebody takes, recognised: `atc` holds every code its name may stand for."""

    text: str
    atc: tuple[str, ...]
    route: Route | None = None
    times: tuple[str, ...] = ()
    reference: str = ""
    """The record it was read from (FHIR reference), where it was read from one."""


class MagnesiumUse(msgspec.Struct, frozen=True):
    """Magnesium taken already. `mg` is elemental magnesium a day; None where the amount is not known."""

    text: str
    mg: float | None = None
    form: str | None = None
    route: Route | None = None
    prescribed: bool | None = None
    times: tuple[str, ...] = ()
    reference: str = ""
    """The record it was read from (FHIR reference), where it was read from one."""


class Unrecognised(msgspec.Struct, frozen=True):
    """A medicine or condition that nobody here knows, with names that look like it. None is ever chosen for you."""

    kind: Literal["medicine", "condition"]
    text: str
    nearest: tuple[str, ...] = ()


class Person(msgspec.Struct, frozen=True):
    """Everything Stilla was told about one person."""

    age: float | None = None
    oldest: float | None = None
    """Where only the year or month of birth is known: the age may be anything from `age` to this."""
    sex: Sex | None = None
    conditions: frozenset[str] = frozenset()
    refuted: frozenset[str] = frozenset()
    """Conditions answered "no", one by one."""
    unsure: frozenset[str] = frozenset()
    """Conditions answered "I don't know": open even where the list is complete."""
    conditions_complete: bool = False
    medicines: tuple[MedicationStatement, ...] = ()
    medicines_complete: bool = False
    unsure_medicines: tuple[MedicationStatement, ...] = ()
    """Medicines that may or may not be taken (a record that is on hold, or of unknown status)."""
    magnesium: tuple[MagnesiumUse, ...] = ()
    magnesium_complete: bool = False
    observations: tuple[Observation, ...] = ()
    unrecognised: tuple[Unrecognised, ...] = ()
    bedtime: str | None = None
    waketime: str | None = None
    meals: tuple[str, ...] = ()
    condition_records: tuple[tuple[str, str], ...] = ()
    """Which record (FHIR reference) states a condition: slug and reference, where it was read from one."""

    @property
    def ages(self) -> Interval | None:
        """Age in years as the interval that bounds are held against."""
        if self.age is None:
            return None
        return Interval(self.age, self.age if self.oldest is None else self.oldest)

    @property
    def medicines_open(self) -> bool:
        """Whether a medicine could be taken that is not on the list."""
        return not self.medicines_complete or any(each.kind == "medicine" for each in self.unrecognised)

    def added_magnesium(self) -> Interval:
        """Elemental mg a day from everything added, food never counted; open upwards where an amount is unknown."""
        # Through the skin no amount worth counting is taken up (Epsom baths, sprays; source grober17).
        swallowed = [use for use in self.magnesium if use.route != "dermal"]
        # Whole micrograms: the sum is the same in any order, here and in every engine.
        known = sum(round(1000 * use.mg) for use in swallowed if use.mg is not None) / 1000
        settled = self.magnesium_complete and all(use.mg is not None for use in swallowed)
        return Interval(known, known if settled else float("inf"), high_open=not settled)


DANGER: dict[LabCode, Literal["low", "high"]] = {
    "egfr": "low",
    "magnesium": "high",
    "ferritin": "low",
    "tsat": "low",
}
"""Which end of two values measured at the same instant is the more dangerous one, and therefore counts."""


def latest(observations: tuple[Observation, ...], code: LabCode) -> Observation | None:
    """The value that counts: the latest; on the same day the more dangerous.

    An undated value may be newer than any dated one, so it counts where it is the more dangerous of the two. A total
    order, so that the same records always give the same answer (see docs/rules.md).
    """
    candidates = [each for each in observations if each.code == code]
    if len(candidates) < 2:
        return candidates[0] if candidates else None
    newest = max([each.measured for each in candidates if each.measured is not None], default=None)
    current = [each for each in candidates if each.measured == newest or each.measured is None]
    return current[0] if len(current) == 1 else max(current, key=_danger)


def _danger(each: Observation) -> tuple[float, bool, float, bool, bool, str, str]:
    """The dangerous end first, then the other; an end that belongs to the interval before one that does not."""
    value = each.value
    if DANGER[each.code] == "low":
        ends = (-value.low, not value.low_open, -value.high, value.high_open)
    else:
        ends = (value.high, not value.high_open, value.low, not value.low_open)
    return (*ends, each.measured is None, each.said, each.reference)
