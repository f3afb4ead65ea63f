"""What a record says, cut in two: its shape, and what is its own.

A *shape* is everything in a resource but whose it is, when, and the number: status, codes, dosage, unit. Few shapes
serve many records, so a shape is read once (`stilla.records.meaning`), for one person and for a million, by one
function. What is a record's own (`Row`) is a handful of plain values, and `holds` is all there is to say about them. A
population engine does in SQL what `holds` does here; generated records hold it to this file. In words: docs/records.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, Literal

import msgspec

from stilla.person import LabCode, MagnesiumUse, MedicationStatement, Unrecognised
from stilla.quantity import Interval

Standing = Literal["no", "maybe", "yes"]
"""Whether what a shape says holds of a person: not at all, possibly, or surely."""

Closed = Literal["conditions", "medicines", "magnesium"]
"""The lists of a person that a record, or whoever answers for the records, can call whole."""

ANYTHING = Interval(0, float("inf"), high_open=True)
"""A value that was measured but cannot be read: its unit is not understood, or no living person has it."""

Shape = Mapping[str, Any]
"""The parts of a resource that a shape keeps, as FHIR names them, `resourceType` among them."""


class Measured(msgspec.Struct, frozen=True):
    """How the number of an observation is to be taken.

    value in the canonical unit = number × `factor`; outside `low` to `high` it is `ANYTHING`. `bound` is FHIR's
    comparator. A shape that carries its own value ("<5" as text) or that cannot be read has `fixed`.
    """

    code: LabCode | Literal["creatinine"]
    factor: float = 1
    low: float = 0
    high: float = float("inf")
    bound: Literal["", "<", "<=", ">=", ">"] = ""
    fixed: Interval | None = None

    def interval(self, number: float | None, to: float | None = None) -> Interval:
        """The value in the canonical unit. `to` is the upper end where the record gives a range."""
        if self.fixed is not None:
            return self.fixed
        if number is None and to is None:
            return ANYTHING
        low = 0.0 if number is None else number * self.factor
        high = low if to is None else to * self.factor
        if not (self.low <= high <= self.high and (number is None or self.low <= low <= high)):
            return ANYTHING
        match self.bound:
            case "<":
                return Interval(0, high, high_open=True)
            case "<=":
                return Interval(0, high)
            case ">":
                return Interval(low, float("inf"), low_open=True, high_open=True)
            case ">=":
                return Interval(low, float("inf"), high_open=True)
        return Interval(low, high)


class Meaning(msgspec.Struct, frozen=True):
    """What a shape says of whoever it belongs to.

    `present`, `unsure` and `refuted` are condition slugs, not yet widened by what they also count as; `remains` are
    those that stay true when the record is over (a stone that passed). `ignored` says why nothing was taken from it.
    """

    standing: Standing = "yes"
    lasts: int | None = None
    """Days for which it holds after its first day, where it does not say an end itself."""

    medicine: MedicationStatement | None = None
    magnesium: MagnesiumUse | None = None
    present: frozenset[str] = frozenset()
    unsure: frozenset[str] = frozenset()
    refuted: frozenset[str] = frozenset()
    remains: frozenset[str] = frozenset()
    measured: Measured | None = None
    unrecognised: Unrecognised | None = None
    closes: frozenset[Closed] = frozenset()
    ignored: str = ""


class Row(msgspec.Struct, frozen=True):
    """What is a record's own. `first` and `last` are days; None where it gives none, or only a month or year."""

    kind: str
    """The type of its resource."""

    shape: Shape
    first: date | None = None
    last: date | None = None
    ahead: bool = False
    """For an observation: `first` is its day in UTC, and this says that the day as written is the one before."""
    number: float | None = None
    to: float | None = None
    reference: str = ""
    """`Type/id`, to find it again."""


def holds(standing: Standing, lasts: int | None, first: date | None, last: date | None, on: date) -> Standing:
    """Whether a record holds on a day.

    What begins later does not hold yet; what ended earlier holds no longer. What lasts only for a while and does not
    say since when may hold.

    >>> holds("yes", 30, date(2026, 11, 1), None, date(2026, 11, 22))
    'yes'
    """
    if standing == "no" or (first is not None and first > on):
        return "no"
    if last is None and lasts is not None:
        if first is None:
            return "maybe"
        last = first + timedelta(days=lasts)
    return "no" if last is not None and last < on else standing


def is_over(first: date | None, last: date | None, lasts: int | None, on: date) -> bool:
    """Whether a record held once and holds no longer, so that only what `remains` of it counts."""
    if first is not None and first > on:
        return False
    if last is None and lasts is not None and first is not None:
        last = first + timedelta(days=lasts)
    return last is not None and last < on
