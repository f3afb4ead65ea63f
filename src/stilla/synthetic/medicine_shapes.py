"""Every way in which a medicine is written: the text of its records without whose they are and when."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from stilla.synthetic.vocabulary import coding, concept, route, tail

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from stilla.knowledge.prevalence import Coding, Prevalence, Told
    from stilla.knowledge.store import Knowledge
    from stilla.synthetic.region import Region
    from stilla.text import Language

STYLES = ("coded", "two-codings", "referenced", "contained", "text-only")
STANDINGS = ("active", "over", "on-hold", "in-error")
SUPPLIES = (30, 90, 100)
"""Days that a dispensed package lasts."""

TYPES: dict[Told, str] = {
    "request": "MedicationRequest",
    "dispense": "MedicationDispense",
    "statement": "MedicationStatement",
    "administration": "MedicationAdministration",
}
DAY_OF: dict[Told, str] = {
    "request": "authoredOn",
    "dispense": "whenHandedOver",
    "statement": "effectiveDateTime",
    "administration": "effectiveDateTime",
}
_STATUS: dict[Told, tuple[str, str, str, str]] = {
    "request": ("active", "stopped", "on-hold", "entered-in-error"),
    "dispense": ("completed", "declined", "on-hold", "entered-in-error"),
    "statement": ("active", "stopped", "on-hold", "entered-in-error"),
    "administration": ("completed", "not-done", "on-hold", "entered-in-error"),
}


class Shapes(NamedTuple):
    """All shapes of one type of record."""

    tails: NDArray[np.object_]
    starts: NDArray[np.int64]
    """By medicine in the order of the region: its first shape. Then by coding, style, standing (and supply)."""


class Medicines(NamedTuple):
    """Everything that the records of medicines are made of."""

    of: dict[Told, Shapes]
    catalogue: tuple[bytes, ...]
    """Medication resources that records refer to: the whole lines."""

    magnesium: dict[str, tuple[bool, ...]]
    """By medicine: which of its codings count as added magnesium by mouth."""


class _Writer(NamedTuple):
    knowledge: Knowledge
    lang: Language

    def product(self, each: Coding) -> str:
        """A product as a prescription names it."""
        name = (each.text or self.knowledge.medicines[each.code].name).to(self.lang)
        return f"{name[:1].upper()}{name[1:].split(' (')[0]} {each.strength}".strip()

    def code(self, each: Coding, style: str) -> dict[str, Any]:
        """The medicine as a CodeableConcept."""
        product = self.product(each)
        if style == "text-only":
            return concept(text=product)
        codings = [coding("atc", each.code, product.split(" ")[0])]
        if style == "two-codings":
            codings.append(coding("rxnorm", each.rxnorm) if each.rxnorm else coding("local", f"v-{each.code}"))
        return concept(*codings, text=product)

    def record(self, entry: Prevalence, each: Coding, style: str, standing: int, told: Told) -> dict[str, Any]:
        """The fields of a record but id, subject and day."""
        status = "completed" if entry.days and standing == STANDINGS.index("over") else _STATUS[told][standing]
        fields: dict[str, Any] = {"status": status}
        if told == "request":
            fields["intent"] = "order"
        if style == "referenced":
            fields["medicationReference"] = {"reference": f"Medication/{_catalogue_id(entry, each)}"}
        elif style == "contained":
            medication = {"resourceType": "Medication", "id": "m", "code": self.code(each, "coded")}
            fields = {"contained": [medication], **fields, "medicationReference": {"reference": "#m"}}
        else:
            fields["medicationCodeableConcept"] = self.code(each, style)
        return {**fields, **self._taken(entry, told)}

    def _taken(self, entry: Prevalence, told: Told) -> dict[str, Any]:
        """How and when it is taken."""
        where = route(entry.route or "", self.lang)
        if told == "administration":
            return {"dosage": {"route": where, "dose": _amount()}}
        dosage = {"timing": {"repeat": {"frequency": 1, "period": 1, "periodUnit": "d"}}, "route": where}
        dose = [{"doseQuantity": _amount()}]
        return {"dosage" if told == "statement" else "dosageInstruction": [{**dosage, "doseAndRate": dose}]}


def medicines_of(region: Region, knowledge: Knowledge, lang: Language) -> Medicines:
    """All shapes of all medicines of the region."""
    writer = _Writer(knowledge, lang)
    counted = knowledge.contains_magnesium
    return Medicines(
        {told: _shapes(region, writer, told) for told in TYPES},
        tuple(_line(entry, each, writer) for entry in region.medicines.values() for each in entry.codings),
        {
            name: tuple(not entry.route and counted.speaks_of(each.code) for each in entry.codings)
            for name, entry in region.medicines.items()
        },
    )


def _shapes(region: Region, writer: _Writer, told: Told) -> Shapes:
    tails: list[bytes] = []
    starts: list[int] = []
    for entry in region.medicines.values():
        starts.append(len(tails))
        if not tells(entry, told):
            continue
        supplies = SUPPLIES if told == "dispense" else (0,)
        for each in entry.codings:
            for style in STYLES:
                for standing in range(len(STANDINGS)):
                    fields = writer.record(entry, each, style, standing, told)
                    tails += [tail(_supplied(fields, days)) for days in supplies]
    return Shapes(np.array(tails, dtype=object), np.array(starts))


def tells(entry: Prevalence, told: Told) -> bool:
    """Whether records of this type tell of a medicine: what is prescribed for long is also dispensed."""
    if told == "dispense":
        return entry.told == "request" and entry.days is None
    return entry.told == told


def _supplied(fields: dict[str, Any], days: int) -> dict[str, Any]:
    if not days:
        return fields
    supply = {"value": days, "unit": "d", "system": "http://unitsofmeasure.org", "code": "d"}
    return {**fields, "daysSupply": supply}


def _amount() -> dict[str, Any]:
    return {"value": 1, "unit": "st"}


def _catalogue_id(entry: Prevalence, each: Coding) -> str:
    return f"m-{entry.id}-{each.code}"


def _line(entry: Prevalence, each: Coding, writer: _Writer) -> bytes:
    head = b'{"resourceType":"Medication","id":"%b",' % _catalogue_id(entry, each).encode()
    return head + tail({"status": "active", "code": writer.code(each, "coded")}) + b"\n"
