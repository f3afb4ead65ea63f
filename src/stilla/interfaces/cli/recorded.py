"""A FHIR record as PERSON: whom of it, and what the flags beside it add."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from stilla.interfaces.cli.person_said import Said
from stilla.interfaces.cli.person_words import over
from stilla.interfaces.words.records import NOT_USED
from stilla.reading.assumptions import assumed_by_nothing_else
from stilla.reading.document import Written
from stilla.reading.person_file import read_person
from stilla.records.bundle import read_records
from stilla.records.person import Context as Judged
from stilla.records.person import person_of
from stilla.records.tally import Tally, tally
from stilla.rules.atoms import matches

if TYPE_CHECKING:
    from stilla.knowledge.store import Knowledge
    from stilla.person import Person
    from stilla.reading.person_file import Context, Read
    from stilla.text import Text


def recorded_person(content: bytes, name: str, words: dict[str, Any], context: Context) -> Said:
    """The person of a FHIR record, and what the flags add: lists grow, age and sex are replaced.

    Raises:
        BadInput: the record cannot be read, holds several people, or is of somebody who has died.
    """
    records = read_records(content, name, context.knowledge)
    patient = records.only(words["patient"])
    judged = Judged(context.knowledge, context.as_of, frozenset(words["complete"]))
    recorded = person_of(patient, records.rows_by_patient.get(patient.id, ()), judged)
    said = _flags(words, recorded.person, context)
    person = _together(recorded.person, said.person)
    assumptions = [*recorded.assumptions, *said.assumptions]
    if words["nothing_else"]:
        person = _closed(person, context.knowledge)
        assumptions += assumed_by_nothing_else(person, context.knowledge.concepts)
    assumptions += _not_used(tally(records, context.knowledge), name)
    return Said(person, tuple(assumptions), records.set_aside_count)


def _flags(words: dict[str, Any], person: Person, context: Context) -> Read:
    """What the flags alone say of somebody of this age and sex: a creatinine needs both."""
    known: dict[str, Any] = {}
    if person.age is not None and person.oldest is None:
        known["age"] = person.age
    if person.sex is not None:
        known["sex"] = person.sex
    return read_person(over(Written(known), {**words, "nothing_else": False}), context)


def _together(recorded: Person, said: Person) -> Person:
    """The record with what was said beside it. Where they differ both count, except for age and sex."""
    return msgspec.structs.replace(
        recorded,
        age=recorded.age if said.age is None else said.age,
        oldest=recorded.oldest if said.age is None else None,
        sex=said.sex or recorded.sex,
        conditions=recorded.conditions | said.conditions,
        refuted=recorded.refuted | said.refuted,
        unsure=recorded.unsure | said.unsure,
        medicines=recorded.medicines + said.medicines,
        magnesium=recorded.magnesium + said.magnesium,
        observations=recorded.observations + said.observations,
        unrecognised=recorded.unrecognised + said.unrecognised,
        bedtime=said.bedtime,
        waketime=said.waketime,
    )


def _closed(person: Person, knowledge: Knowledge) -> Person:
    """The same with whole lists; magnesium that may be taken keeps its list open."""
    possible = any(matches(knowledge.contains_magnesium, each) for each in person.unsure_medicines)
    return msgspec.structs.replace(
        person,
        conditions_complete=True,
        medicines_complete=True,
        magnesium_complete=not possible,
    )


def _not_used(counted: Tally, name: str) -> list[Text]:
    if not counted.not_used and not counted.set_aside:
        return []
    return [NOT_USED.fill(count=counted.not_used, total=counted.total, faults=counted.set_aside, file=name)]
