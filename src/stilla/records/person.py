"""From rows to a person: what holds on the day, and what is only possible.

A population does in SQL what stands here: `holds` and `is_over`, the clipping of days, and the union of what holds.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from stilla.errors import refuse
from stilla.kidney import ADULT, egfr_from
from stilla.knowledge.store import Knowledge
from stilla.person import MagnesiumUse, MedicationStatement, Observation, Person, Unrecognised, latest
from stilla.quantity import Interval
from stilla.reading.person_file import Read
from stilla.records.facts import Closed, Meaning, holds, is_over
from stilla.records.patient import Patient, ages_on
from stilla.records.recalled import recalled_meaning
from stilla.records.said import as_said, assumptions_of
from stilla.records.shape import MEDICINE_KEYS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from stilla.kidney import Sex
    from stilla.records.facts import Row, Standing

__all__ = ["Context", "Patient", "egfr_of", "person_of"]


class Context(msgspec.Struct, frozen=True):
    """What reading records into a person needs besides the rows."""

    knowledge: Knowledge
    as_of: date
    complete: frozenset[Closed] = frozenset()
    """Lists that whoever answers for the records calls whole, for everybody who has a record of the kind."""


class Held(NamedTuple):
    """A row that speaks of a day: what it means, and whether it holds."""

    row: Row
    meaning: Meaning
    standing: Standing


def person_of(patient: Patient, rows: Iterable[Row], context: Context) -> Read:
    """The person that the rows describe on the day of the answer, with what was assumed.

    Raises:
        BadInput: the person has died; nothing is answered then.
    """
    if patient.dead:
        raise refuse(
            "",
            "This record is of somebody who has died. Nothing is answered.",
            "Journalen gäller någon som har avlidit. Inget svar ges.",
        )
    kept = tuple(rows)
    held = [each for row in kept for each in _held(row, context)]
    closed = _closed(kept, held, context)
    medicines, unsure = _medicines(held, "yes"), _medicines(held, "maybe")
    unrecognised = _unrecognised(held)
    conditions = _conditions(held, context)
    ages = ages_on(patient.born_first, patient.born_last, context.as_of)
    measured = [*_observations(held, ages, patient.sex)]
    observations = tuple(each.value for each in measured)
    current = latest(observations, "egfr")
    person = Person(
        age=None if ages is None else ages[0],
        oldest=None if ages is None or ages[0] == ages[1] else ages[1],
        sex=patient.sex,
        conditions=frozenset(slug for slug, _ in conditions.present),
        refuted=conditions.refuted,
        unsure=conditions.unsure,
        conditions_complete="conditions" in closed,
        medicines=medicines,
        medicines_complete="medicines" in closed,
        unsure_medicines=unsure,
        magnesium=tuple(_magnesium(held)),
        magnesium_complete="magnesium" in closed and not _may_hold_more_magnesium(held),
        observations=observations,
        unrecognised=unrecognised,
        condition_records=conditions.present,
    )
    computed = current if any(each.value is current and each.computed for each in measured) else None
    return Read(person, tuple(assumptions_of(person, closed, context.complete, computed)))


def _held(row: Row, context: Context) -> list[Held]:
    """The row with its meaning and standing; nothing where it says nothing of that day and leaves nothing."""
    meaning = recalled_meaning(row.shape, context.knowledge)
    if meaning.standing == "no":
        return []
    day = row.first
    if row.kind == "Observation" and day is not None:
        earlier = day - timedelta(days=1) if row.ahead else day
        if earlier > context.as_of:
            return []
        day = earlier if meaning.measured is None else min(day, context.as_of)
        if day != row.first:
            row = msgspec.structs.replace(row, first=day)
    standing = holds(meaning.standing, meaning.lasts, day, row.last, context.as_of)
    if standing != "no":
        return [Held(row, meaning, standing)]
    if meaning.remains and is_over(day, row.last, meaning.lasts, context.as_of):
        return [Held(row, Meaning(present=meaning.remains), meaning.standing)]
    return []


def _closed(rows: tuple[Row, ...], held: list[Held], context: Context) -> frozenset[Closed]:
    """The lists that are whole: by a statement in the record, or by the word of whoever answers for it."""
    stated = {name for each in held if each.standing == "yes" for name in each.meaning.closes}
    kinds = {row.kind for row in rows}
    if "Condition" in kinds:
        stated |= context.complete & {"conditions"}
    if kinds & set(MEDICINE_KEYS):
        stated |= context.complete & {"medicines", "magnesium"}
    return frozenset(stated)


def _medicines(held: list[Held], standing: Standing) -> tuple[MedicationStatement, ...]:
    """The medicines of this standing, one of those that are alike."""
    found: dict[MedicationStatement, str] = {}
    for each in held:
        if each.standing == standing and each.meaning.medicine is not None:
            found.setdefault(each.meaning.medicine, each.row.reference)
    return tuple(msgspec.structs.replace(medicine, reference=reference) for medicine, reference in found.items())


def _magnesium(held: list[Held]) -> Iterator[MagnesiumUse]:
    """Every record of magnesium that is taken; two records count as two."""
    for each in held:
        if each.standing == "yes" and each.meaning.magnesium is not None:
            yield msgspec.structs.replace(each.meaning.magnesium, reference=each.row.reference)


def _may_hold_more_magnesium(held: list[Held]) -> bool:
    """Whether there is a medicine that may be taken and has magnesium, or that nobody knows."""
    return any(
        (each.standing == "maybe" and each.meaning.magnesium is not None)
        or (each.meaning.unrecognised is not None and each.meaning.unrecognised.kind == "medicine")
        for each in held
    )


def _unrecognised(held: list[Held]) -> tuple[Unrecognised, ...]:
    return tuple(dict.fromkeys(each.meaning.unrecognised for each in held if each.meaning.unrecognised is not None))


class _Conditions(NamedTuple):
    present: tuple[tuple[str, str], ...]
    """Slug and the record that states it."""
    unsure: frozenset[str]
    refuted: frozenset[str]


def _conditions(held: list[Held], context: Context) -> _Conditions:
    present: dict[str, str] = {}
    unsure: set[str] = set()
    refuted: set[str] = set()
    known = context.knowledge.conditions
    for row, meaning, standing in held:
        unsure |= meaning.unsure
        if standing == "yes":
            present.update((slug, row.reference) for slug in meaning.present if slug not in present)
            refuted |= meaning.refuted
        else:
            unsure |= meaning.present
    order = [slug for slug in known if slug in present]
    return _Conditions(tuple((slug, present[slug]) for slug in order), frozenset(unsure), frozenset(refuted))


class _Measured(NamedTuple):
    value: Observation
    computed: bool
    """Whether it was computed from creatinine."""


def _observations(held: list[Held], ages: tuple[int, int] | None, sex: Sex | None) -> Iterator[_Measured]:
    for row, meaning, _ in held:
        if meaning.measured is None:
            continue
        value = meaning.measured.interval(row.number, row.to)
        if meaning.measured.code != "creatinine":
            known = Observation(meaning.measured.code, value, row.first, as_said(row), row.reference)
            yield _Measured(known, computed=False)
        elif (egfr := egfr_of(value, ages, sex)) is not None:
            yield _Measured(Observation("egfr", egfr, row.first, as_said(row), row.reference), computed=True)


def egfr_of(creatinine: Interval, ages: tuple[int, int] | None, sex: Sex | None) -> Interval | None:
    """All values eGFR may have by CKD-EPI 2021, for anybody from the youngest to the oldest possible age.

    None for somebody who may be under 18, and where the age is not known.

    >>> egfr_of(Interval(88.4, 88.4), (58, 58), "female").low.__round__(1)
    65.3
    """
    if ages is None or ages[0] < ADULT:
        return None
    youngest = egfr_from(creatinine, ages[0], sex)
    if ages[0] == ages[1]:
        return youngest
    oldest = egfr_from(creatinine, ages[1], sex)
    return Interval(oldest.low, youngest.high, oldest.low_open, youngest.high_open)
