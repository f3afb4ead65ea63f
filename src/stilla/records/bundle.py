"""From files of records to rows by patient: references, owners, twins, and what was not used.

Whatever is not used is counted, and whatever is faulty is told with its place.
"""

from __future__ import annotations

from collections import Counter
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from stilla.errors import refuse
from stilla.records.decoding import decoded
from stilla.records.facts import Row
from stilla.records.faults import faults_of
from stilla.records.found import Fault, Found
from stilla.records.patient import Patient, either, patient_of
from stilla.records.references import Index, current, id_of, tail_of
from stilla.records.resource import rows_of, unreadable_rows
from stilla.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from stilla.knowledge.store import Knowledge
    from stilla.records.found import Decoded, Place

MOST_TOLD = 1000
"""Places of faults that are kept; more of them are only counted."""
_OF_NOBODY = frozenset(("Patient", "Medication"))
_NOT_A_PERSON = frozenset(("Group", "Device", "Location", "Practitioner"))
OWNERLESS = Text("It does not say whose it is.", "Här står inte vem den gäller.")


class SetAside(msgspec.Struct, frozen=True):
    """Something that could not be read: where it stands, which type of resource it is, and why."""

    where: Text
    type: str
    reason: Text


class Records(msgspec.Struct, frozen=True):
    """What was read of one or more files."""

    patients: dict[str, Patient]
    rows_by_patient: dict[str, tuple[Row, ...]]
    ignored: dict[tuple[str, str], int]
    """How many resources were not looked at, by type and reason (`stilla.interfaces.words.records` has the words)."""
    set_aside: tuple[SetAside, ...]
    """The first of them, at most `MOST_TOLD`."""
    set_aside_count: int = 0
    read: dict[str, int] = {}
    """How many resources there were, by type."""

    def only(self, wanted: str | None = None) -> Patient:
        """The person asked for, or the only one.

        Raises:
            BadInput: nobody, somebody else, or several people and no word which.
        """
        if wanted is not None:
            found = self.patients.get(wanted.removeprefix("Patient/"))
            if found is None:
                raise refuse("--patient", "The file holds nobody with this id.", "Filen rör ingen med detta id.")
            return found
        if len(self.patients) == 1:
            return next(iter(self.patients.values()))
        if not self.patients:
            raise refuse(
                "", "There is no record of a person in this file.", "Filen innehåller inga uppgifter om någon."
            )
        count = len(self.patients)
        raise refuse(
            "",
            f"This file holds records of {count} people. Say which: --patient ID",
            f"Filen rör {count} personer. Säg vem: --patient ID",
        )


def read_records(content: bytes, name: str, knowledge: Knowledge | None = None) -> Records:
    """The records of one file: a Bundle, a patient summary (IPS), one resource, or NDJSON.

    Args:
        content: the bytes of the file.
        name: what to call it in places.
        knowledge: where given, observations that no rule asks for are counted and not read, which is much quicker.

    Raises:
        BadInput: the file is too large, or nothing of it can be read.
    """
    return gathered(decoded(content, name, None if knowledge is None else knowledge.asked_codes))


def gathered(found: Iterable[Decoded]) -> Records:
    """The records of everything that was decoded, of one file or of several that belong together."""
    gathering = _Gathering()
    for each in found:
        gathering.add(each)
    return gathering.finish()


class _Unread(NamedTuple):
    """Something that could not be read, or not be given to anybody: its type, and whom it may be about."""

    kind: str
    about: tuple[str, ...] = ()
    of_all: bool = False


class _Gathering:
    """Resources as they come, until all are there and references can be followed."""

    def __init__(self) -> None:
        self.kept: list[Found] = []
        self.ignored: Counter[tuple[str, str]] = Counter()
        self.read: Counter[str] = Counter()
        self.told: list[SetAside] = []
        self.faults = 0
        self.unread: set[_Unread] = set()

    def add(self, each: Decoded) -> None:
        if isinstance(each, Found):
            self.read[each.kind] += 1
            self.kept.append(each)
        elif isinstance(each, Fault):
            self.read[each.kind] += 1
            self.tell(each.place, each.kind, each.says)
            self.unread.add(_Unread(each.kind, each.about, each.of_all))
        else:
            self.read[each.kind] += each.number
            self.ignored[each.kind, each.ignored] += each.number

    def tell(self, place: Place, kind: str, says: Text, field: str = "") -> None:
        self.faults += 1
        if len(self.told) < MOST_TOLD:
            path = ".".join(filter(None, (kind, field)))
            self.told.append(SetAside(place.text(path), kind, says))

    def finish(self) -> Records:
        kept, older = current(self.kept)
        self.ignored.update((each.kind, "older-version") for each in older)
        index = Index(kept, older)
        patients = self.patients(kept)
        placing = _Placing(self, index, patients)
        for each in kept:
            for wrong in faults_of(each.resource):
                self.tell(each.place, each.kind, wrong.says, wrong.field)
            if each.kind not in _OF_NOBODY:
                placing.place(each)
        rows = placing.rows
        for name in rows.keys() - patients.keys():
            patients[name] = Patient(name)
        self.leave_open(rows, index)
        return Records(
            patients,
            {name: tuple(each) for name, each in rows.items()},
            dict(self.ignored),
            tuple(self.told),
            self.faults,
            dict(self.read),
        )

    def patients(self, kept: list[Found]) -> dict[str, Patient]:
        """The people of the Patient resources."""
        found: dict[str, Patient] = {}
        for each in kept:
            if each.kind == "Patient":
                if each.resource.get("active") is False:
                    self.ignored["Patient", "not-active"] += 1
                    continue
                patient = msgspec.structs.replace(patient_of(each.resource), id=id_of(each))
                before = found.get(patient.id)
                found[patient.id] = patient if before is None else either(before, patient)
        return found

    def leave_open(self, rows: Mapping[str, list[Row]], index: Index) -> None:
        """What could not be read may be any medicine or condition: of the only person, or of whom it names."""
        kinds: dict[str, set[str]] = {name: set() for name in rows}
        for kind, about, of_all in self.unread:
            named = rows if of_all or len(rows) == 1 else {index.patient(each) for each in about}
            for name in kinds.keys() & named:
                kinds[name].add(kind)
        for name, found in kinds.items():
            rows[name].extend(row for kind in sorted(found) for row in unreadable_rows(kind))


class _Placing:
    """Gives each record to whom it is about."""

    def __init__(self, gathering: _Gathering, index: Index, patients: Mapping[str, Patient]) -> None:
        self.gathering = gathering
        self.index = index
        self.rows: dict[str, list[Row]] = {each: [] for each in patients}
        self.only = next(iter(patients)) if len(patients) == 1 else None
        """The one person of the Patient resources, where there is just one."""
        self.closed = index.has_patients and len(patients) <= 1
        """Whether records of anybody else are left alone. Among several, more are known by reference only."""
        self.retired = index.people() - patients.keys()
        self.owners: dict[str, str | None] = {}

    def place(self, each: Found) -> None:
        """The rows of a resource, with whoever they belong to."""
        kind, resource = each.kind, each.resource
        pointer = resource.get("subject", resource.get("patient"))
        reference = pointer.get("reference") if isinstance(pointer, dict) else None
        owner = self.owner(reference)
        if owner is None:
            self.nobody(each, reference)
        elif owner in self.retired or (self.closed and owner != self.only):
            self.gathering.ignored[kind, "somebody-else"] += 1
        else:
            found = [*rows_of(resource, partial(self.index.resolve, pointing=each))]
            self.rows.setdefault(owner, []).extend(found)
            if not found:
                self.gathering.ignored[kind, "not-asked"] += 1

    def owner(self, reference: object) -> str | None:
        """Whose record it is. Without a word it belongs to the only person of the file."""
        if not isinstance(reference, str):
            return self.only
        if reference not in self.owners:
            self.owners[reference] = self.index.patient(reference)
        return self.owners[reference]

    def nobody(self, each: Found, reference: object) -> None:
        named = reference if isinstance(reference, str) else ""
        if tail_of(named).partition("/")[0] in _NOT_A_PERSON:
            self.gathering.ignored[each.kind, "no-person"] += 1
        else:
            self.gathering.tell(each.place, each.kind, OWNERLESS)
            self.gathering.unread.add(_Unread(each.kind))
