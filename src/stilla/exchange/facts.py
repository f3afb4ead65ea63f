"""A person's facts as Patient, Condition, MedicationStatement and Observation: what was told, and what is not known.

No condition gets a code of SNOMED CT or ICD-10: a person who says "kidney disease" has not said which, and each of
those codes would say more than that. Ours says as much as was said.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from stilla import __version__
from stilla.exchange import words
from stilla.exchange.codings import (
    AGE,
    ATC,
    HOME,
    LABS,
    LOINC,
    coding,
    concept,
    hl7,
    measured,
    own,
    quantity,
    times_of_day,
)
from stilla.exchange.writing import Entry, Writing
from stilla.findings import shown
from stilla.person import latest
from stilla.text import Text, number

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stilla.exchange.codings import Element
    from stilla.findings import Fact
    from stilla.person import LabCode, MagnesiumUse, MedicationStatement, Observation, Person, Route

_STANDING: dict[str, Element] = {
    "has": {"clinicalStatus": hl7("condition-clinical", "active")},
    "refuted": {"verificationStatus": hl7("condition-ver-status", "refuted")},
    "unsure": {"verificationStatus": hl7("condition-ver-status", "unconfirmed")},
}
_CODES: tuple[LabCode, ...] = ("egfr", "magnesium", "ferritin", "tsat")


def people(person: Person, writing: Writing) -> Iterator[Entry]:
    """Whom it is about, without a name, and the program that wrote it."""
    sex = words.SEX_UNKNOWN if person.sex is None else words.FEMALE_MALE[person.sex]
    unknown = {"url": "http://hl7.org/fhir/StructureDefinition/data-absent-reason", "valueCode": "unknown"}
    patient = writing.resource(
        "Patient",
        [writing.say(sex), writing.say(words.BIRTH_UNKNOWN)],
        gender=person.sex or "unknown",
        _birthDate={"extension": [unknown]},
    )
    yield Entry(writing.subject, patient)
    version = writing.knowledge.version.name
    device = writing.resource(
        "Device",
        [writing.say(words.PROGRAM.fill(version=version))],
        identifier=[{"system": f"{HOME}/knowledge", "value": version}],
        deviceName=[{"name": "Stilla", "type": "user-friendly-name"}],
        version=[
            {"type": {"text": "program"}, "value": __version__},
            {"type": {"text": "knowledge"}, "value": version},
        ],
    )
    yield Entry(writing.names.of("Device"), device)


def basics(person: Person, writing: Writing) -> Iterator[Entry]:
    """Age and test results."""
    if person.ages is not None:
        value = measured(person.ages, writing.say(words.YEARS), "a")
        said = f"{writing.say(words.AGE)}: {_shown(value)}"
        yield Entry(
            writing.names.of("age"),
            _observation(writing, said, AGE, words.AGE, {"effectiveDateTime": writing.as_of.isoformat(), **value}),
        )
    for index, each in enumerate(person.observations):
        yield Entry(writing.names.of("lab", index), _lab(each, writing))


def _lab(each: Observation, writing: Writing) -> Element:
    code, ucum, unit = LABS[each.code]
    name = words.LABS[each.code]
    # Not the bare number that could not be taken: another reader might take it after all.
    unreadable = writing.say(words.UNREADABLE).format(said=each.said or "?")
    value = measured(each.value, unit, ucum, unreadable)
    day = {} if each.measured is None else {"effectiveDateTime": each.measured.isoformat()}
    when = writing.say(words.UNDATED) if each.measured is None else each.measured.isoformat()
    return _observation(
        writing,
        f"{writing.say(name)}: {_shown(value)} ({when})",
        code,
        name,
        {"category": [hl7("observation-category", "laboratory")], **day, **value},
    )


def _observation(writing: Writing, said: str, code: str, name: Text, more: Element) -> Element:
    return writing.resource(
        "Observation",
        [said],
        status="final",
        code=concept(writing.say(name), coding(LOINC, code)),
        subject=writing.about,
        **more,
    )


def _shown(value: Element) -> str:
    match value:
        case {"valueQuantity": found}:
            return f"{found.get('comparator', '')}{found['value']} {found['unit']}"
        case {"valueRange": found}:
            return f"{found['low']['value']}–{found['high']['value']} {found['low']['unit']}"
    return str(value["valueString"])


def conditions(person: Person, writing: Writing) -> Iterator[Entry]:
    """Illnesses that the person has, does not have, or does not know of."""
    for standing, slugs in (("has", person.conditions), ("refuted", person.refuted), ("unsure", person.unsure)):
        for slug in sorted(slugs):
            known = writing.knowledge.conditions.get(slug)
            name = Text(slug, slug) if known is None else known.name
            code = concept(writing.say(name), own("condition", slug))
            said = writing.say(words.HAS[standing].fill(what=name.to(writing.language)))
            yield Entry(
                writing.names.of("condition", standing, slug), _condition(writing, said, code, _STANDING[standing])
            )
    for index, each in enumerate(person.unrecognised):
        if each.kind == "condition":
            said = writing.say(words.NOT_RECOGNISED).format(what=each.text)
            code = concept(each.text)
            yield Entry(writing.names.of("unrecognised", index), _condition(writing, said, code, _STANDING["unsure"]))


def _condition(writing: Writing, said: str, code: Element, standing: Element) -> Element:
    day = writing.as_of.isoformat()
    return writing.resource("Condition", [said], **standing, code=code, subject=writing.about, recordedDate=day)


def medicines(person: Person, writing: Writing) -> Iterator[Entry]:
    """Medicines that the person takes, may take, or takes under a name that nobody here knows."""
    for index, each in enumerate(person.medicines):
        yield Entry(writing.names.of("medicine", index), _medicine(each, "active", writing))
    for index, each in enumerate(person.unsure_medicines):
        yield Entry(writing.names.of("unsure-medicine", index), _medicine(each, "unknown", writing))
    for index, unknown in enumerate(person.unrecognised):
        if unknown.kind == "medicine":
            said = writing.say(words.NOT_RECOGNISED).format(what=unknown.text)
            yield Entry(
                writing.names.of("unrecognised", index), _statement(writing, said, "active", concept(unknown.text))
            )


def _medicine(each: MedicationStatement, status: Literal["active", "unknown"], writing: Writing) -> Element:
    said = words.TAKES if status == "active" else words.MAY_TAKE
    what = concept(each.text, *(coding(ATC, code) for code in each.atc))
    dosage = _dosage(each.times, each.route, writing)
    return _statement(writing, writing.say(said).format(what=shown(each)), status, what, dosage)


def _statement(writing: Writing, said: str, status: str, what: Element, dosage: Element | None = None) -> Element:
    return writing.resource(
        "MedicationStatement",
        [said],
        status=status,
        medicationCodeableConcept=what,
        subject=writing.about,
        dateAsserted=writing.as_of.isoformat(),
        dosage=[dosage] if dosage else None,
    )


def _dosage(times: tuple[str, ...], route: Route | None, writing: Writing) -> Element:
    timing = times_of_day(times)
    way = {} if route is None else {"route": concept(writing.say(words.ROUTES[route]), own("route", route))}
    return {**({} if timing is None else {"timing": timing}), **way}


def magnesium(person: Person, writing: Writing) -> Iterator[Entry]:
    """Magnesium taken already, its amount as elemental magnesium a day."""
    for index, each in enumerate(person.magnesium):
        yield Entry(writing.names.of("magnesium", index), _use(each, writing))


def _use(each: MagnesiumUse, writing: Writing) -> Element:
    salt = () if each.form is None else (own("salt", each.form),)
    if each.mg is None:
        amount, rate = writing.say(words.AMOUNT_UNKNOWN), {}
    else:
        amount = writing.say(words.ELEMENTAL.fill(mg=number(each.mg, writing.language)))
        numerator = quantity(each.mg, writing.say(words.MG_ELEMENTAL), "mg")
        rate = {"doseAndRate": [{"rateRatio": {"numerator": numerator, "denominator": quantity(1, "d", "d")}}]}
    prescribed = f", {writing.say(words.PRESCRIBED)}" if each.prescribed else ""
    return _statement(
        writing,
        f"{writing.say(words.TAKES).format(what=each.text)} ({amount}{prescribed})",
        "active",
        concept(each.text, *salt),
        {"text": f"{amount}{prescribed}", **_dosage(each.times, each.route, writing), **rate},
    )


def implicated(fact: Fact, person: Person, writing: Writing) -> Iterator[str]:
    """The names of the resources of the same document that state a fact which made a rule hold."""
    for name, _ in _behind(fact, person):
        yield writing.subject if name == _PATIENT else writing.names.of(*name)


def recorded(fact: Fact, person: Person, writing: Writing) -> Iterator[str]:
    """The records (`MedicationRequest/17`) that a fact was read from, for whoever has those very records at hand.

    Never for a document that leaves: on another server the same reference is somebody else's record.
    """
    del writing
    yield from (reference for _, reference in _behind(fact, person) if reference)


_PATIENT = ("Patient",)


def _behind(fact: Fact, person: Person) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """What states a fact: its name in a document, and the record that it was read from, if it was."""
    said = fact.value.en
    match fact.fact:
        case "medicines":
            for index, medicine in enumerate(person.medicines):
                if said == shown(medicine) or said.startswith(f"{medicine.text} ("):
                    yield ("medicine", index), medicine.reference
        case "conditions" if said in person.conditions:
            yield ("condition", "has", said), dict(person.condition_records).get(said, "")
        case "magnesium" if person.magnesium and said.endswith(" mg"):
            yield from ((("magnesium", index), each.reference) for index, each in enumerate(person.magnesium))
        case "age":
            yield ("age",), ""
        case "sex":
            yield _PATIENT, ""
        case code if code in _CODES:
            counted = latest(person.observations, code)
            if counted is not None:
                yield ("lab", person.observations.index(counted)), counted.reference
