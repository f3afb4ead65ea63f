"""Who a record is about: how old, which sex, alive."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import msgspec

from stilla.kidney import Sex
from stilla.quantity import AGE
from stilla.records.days import span_of, years_on
from stilla.records.shape import is_opaque

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

_SEXES: dict[str, Sex] = {"female": "female", "male": "male"}


class Patient(msgspec.Struct, frozen=True):
    """The person a set of records is about. Born between two days, the same one where the day is known."""

    id: str
    born_first: date | None = None
    born_last: date | None = None
    sex: Sex | None = None
    dead: bool = False


def patient_of(resource: Mapping[str, Any]) -> Patient:
    """A Patient resource as plain values; what cannot be understood is unknown."""
    own = resource.get("id")
    name = own if isinstance(own, str) else ""
    dead = resource.get("deceasedBoolean") is True or isinstance(resource.get("deceasedDateTime"), str)
    if is_opaque(resource):
        return Patient(name, dead=dead)
    gender = resource.get("gender")
    born = span_of(resource.get("birthDate"))
    first, last = (None, None) if born is None else born
    return Patient(name, first, last, _SEXES.get(gender) if isinstance(gender, str) else None, dead)


def either(one: Patient, other: Patient) -> Patient:
    """Two records of one person that say different things: whatever they do not agree on is open."""
    firsts = [each.born_first for each in (one, other) if each.born_first is not None]
    lasts = [each.born_last for each in (one, other) if each.born_last is not None]
    first, last = (min(firsts), max(lasts)) if len(firsts) == len(lasts) == 2 else (None, None)
    return Patient(one.id, first, last, one.sex if one.sex == other.sex else None, one.dead or other.dead)


def ages_on(born_first: date | None, born_last: date | None, on: date) -> tuple[int, int] | None:
    """Completed years, at least and at most, of somebody born between two days.

    None where that is not known, or cannot be: born after the day, or older than anybody.

    >>> ages_on(date(1960, 1, 1), date(1960, 12, 31), date(2026, 11, 22))
    (65, 66)
    """
    if born_first is None or born_last is None:
        return None
    return possible_ages(years_on(born_last, on), years_on(born_first, on))


def possible_ages(youngest: int, oldest: int) -> tuple[int, int] | None:
    """Completed years at least and at most, which are below zero before a birth; None where that cannot be."""
    return (max(youngest, 0), oldest) if 0 <= oldest <= AGE.high else None
