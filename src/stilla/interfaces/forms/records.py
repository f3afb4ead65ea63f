"""The published JSON of `stilla records`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from stilla.records.bundle import Records
    from stilla.records.tally import Tally
    from stilla.text import Language

RECORDS_VERSION = "1.0"


class KindForm(msgspec.Struct, frozen=True):
    """What became of the resources of one type. `ignored`: how many, by reason."""

    type: str
    read: int
    used: int
    ignored: dict[str, int]


class SetAsideForm(msgspec.Struct, frozen=True):
    """Something that could not be read: the place, the type where it is known, and why."""

    where: str
    type: str
    reason: str


class RecordsForm(msgspec.Struct, frozen=True):
    """The answer of `stilla records`. `set_aside` has the first thousand; `set_aside_count` counts all."""

    version: str
    people: int
    kinds: list[KindForm]
    set_aside: list[SetAsideForm]
    set_aside_count: int


def records_form(records: Records, counted: Tally, language: Language) -> RecordsForm:
    """What became of every record, in one language."""
    kinds = sorted({*counted.read, *counted.used, *(kind for kind, _ in counted.ignored)} - {""})
    return RecordsForm(
        RECORDS_VERSION,
        len(records.patients),
        [
            KindForm(
                kind,
                counted.read.get(kind, 0),
                counted.used.get(kind, 0),
                {reason: n for (of, reason), n in sorted(counted.ignored.items()) if of == kind},
            )
            for kind in kinds
        ],
        [SetAsideForm(each.where.to(language), each.type, each.reason.to(language)) for each in records.set_aside],
        records.set_aside_count,
    )
