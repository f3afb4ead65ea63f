"""Dirt: a share of lines made faulty on purpose, each written down, so that a reader can be held to what it says."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec
import numpy as np

from stilla.synthetic.vocabulary import UCUM

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Change = Callable[[bytes], bytes]

_DAY = re.compile(rb'"(authoredOn|onsetDateTime|effectiveDateTime|whenHandedOver)":"(\d{4})')
_UNIT = re.compile(rb'"unit":"[^"]*","system":"[^"]*","code":"[^"]*"')
_YEAR = b"2196"
"""A slip of the pen far ahead; a leap year, so that every day of every year exists in it."""

_MEDICINES = ("MedicationRequest", "MedicationStatement", "MedicationDispense")
_DATED = ("Condition", "Observation", *_MEDICINES)


class Soiled(NamedTuple):
    """A fault: at which place among the lines, of which kind."""

    place: int
    kind: str
    again: bytes = b""
    """The line of a second file, where a record comes twice; the first is left as it was."""


def soil(
    name: str, lines: list[bytes], who: NDArray[np.int64], share: float, throw: np.random.Generator
) -> list[Soiled]:
    """Make a share of lines faulty, in place, and say what was done where."""
    kinds = [kind for kind, (types, _) in FAULTS.items() if name in types]
    chosen = np.flatnonzero(throw.random(len(who)) < share).tolist()
    picked = throw.integers(len(kinds) or 1, size=len(chosen)).tolist()
    done: list[Soiled] = []
    for place, pick in zip(chosen if kinds else (), picked, strict=False):
        changed = FAULTS[kinds[pick]][1](lines[place])
        if kinds[pick] in TWICE:
            done.append(Soiled(place, kinds[pick], changed))
        elif changed != lines[place]:
            lines[place] = changed
            done.append(Soiled(place, kinds[pick]))
    return done


def _cut(line: bytes) -> bytes:
    return line[: len(line) * 2 // 3] + b"\n"


def _not_utf8(line: bytes) -> bytes:
    place = line.rfind(b'"')
    return line[:place] + b"\xff\xfe" + line[place:]


def _carriage_return(line: bytes) -> bytes:
    return line[:-1] + b"\r\n"


def _flat_subject(line: bytes) -> bytes:
    return re.sub(rb'"subject":\{"reference":("[^"]*")\}', rb'"subject":\1', line)


def _nobody(line: bytes) -> bytes:
    return line.replace(b'"reference":"Patient/p', b'"reference":"Patient/nobody-', 1)


def _in_the_future(line: bytes) -> bytes:
    return _DAY.sub(lambda found: b'"%b":"%b' % (found[1], _YEAR), line, count=1)


def _strange_unit(line: bytes) -> bytes:
    return _UNIT.sub(f'"unit":"arb","system":"{UCUM}","code":"[arb\'U]"'.encode(), line, count=1)


def _edit(change: Callable[[dict[str, Any]], None]) -> Change:
    """A change of what a line says."""

    def changed(line: bytes) -> bytes:
        record: dict[str, Any] = msgspec.json.decode(line)
        change(record)
        return msgspec.json.encode(record) + b"\n"

    return changed


def _in_error(record: dict[str, Any]) -> None:
    if record["resourceType"] == "Condition":
        record["verificationStatus"]["coding"][0]["code"] = "entered-in-error"
        record.pop("clinicalStatus", None)
    else:
        record["status"] = "entered-in-error"


def _corrected(record: dict[str, Any]) -> None:
    """A later version of the same record, which says that it was an error."""
    record["meta"] = {**record["meta"], "versionId": "2", "lastUpdated": "2199-01-01T00:00:00Z"}
    _in_error(record)


def _as_r5(record: dict[str, Any]) -> None:
    for key, inner in (("medicationCodeableConcept", "concept"), ("medicationReference", "reference")):
        if key in record:
            record["medication"] = {inner: record.pop(key)}
    if record["resourceType"] == "MedicationStatement":
        record["status"] = "recorded"


def _as_dstu2(record: dict[str, Any]) -> None:
    record["resourceType"] = "MedicationOrder"
    record["patient"] = record.pop("subject")
    record["dateWritten"] = record.pop("authoredOn", "2015")
    record.pop("intent", None)


def _no_medication(record: dict[str, Any]) -> None:
    record.pop("medicationCodeableConcept", None)
    record["medicationReference"] = {"reference": "Medication/does-not-exist"}


def _long(record: dict[str, Any]) -> None:
    scanned = {"resourceType": "Binary", "id": "scan", "contentType": "application/pdf", "data": "AAAA" * 20_000}
    record["contained"] = [*record.get("contained", ()), scanned]


FAULTS: dict[str, tuple[tuple[str, ...], Change]] = {
    "malformed": ((*_DATED, "Encounter"), _cut),
    "not-utf8": ((*_DATED, "Encounter"), _not_utf8),
    "carriage-return": ((*_DATED, "Encounter", "Patient"), _carriage_return),
    "subject-not-a-reference": (_DATED, _flat_subject),
    "subject-does-not-exist": (_DATED, _nobody),
    "in-the-future": (_DATED, _in_the_future),
    "unknown-unit": (("Observation",), _strange_unit),
    "in-error": (_DATED, _edit(_in_error)),
    "r5": (("MedicationRequest", "MedicationStatement"), _edit(_as_r5)),
    "dstu2": (("MedicationRequest",), _edit(_as_dstu2)),
    "medication-does-not-exist": (_MEDICINES, _edit(_no_medication)),
    "very-long": (("Condition", "Encounter"), _edit(_long)),
    "twice": (_DATED, bytes),
    "twice-corrected": (_DATED, _edit(_corrected)),
}
"""Kind of fault → the types of resources it befalls, and what it does to a line."""

TWICE = frozenset({"twice", "twice-corrected"})
"""These leave the line as it is and put another into a second file."""

HARMLESS = frozenset({"carriage-return", "very-long", "twice"})
"""These change nothing in what the records say."""
