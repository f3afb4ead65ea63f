"""The whole check as a GuidanceResponse: the answer, and what is missing for one.

"Cannot tell" is `data-required`; an answer that more data could still change is `data-requested`. Each missing fact is
a `dataRequirement`, which a machine can look for, and a question in words among the output parameters.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from stilla.exchange import words
from stilla.exchange.codings import HOME, LABS, LOINC, SNOMED, coding, concept, own, reference
from stilla.exchange.writing import Entry, Writing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stilla.exchange.codings import Element
    from stilla.findings import Assessment, OpenQuestion
    from stilla.person import LabCode
    from stilla.text import Text

ICD10 = "http://hl7.org/fhir/sid/icd-10"
_LABS: dict[str, LabCode] = {"egfr": "egfr", "serum-magnesium": "magnesium", "ferritin": "ferritin", "tsat": "tsat"}
_PATIENT = {"age": "birthDate", "sex": "gender"}
_MEDICINES = {"medicines": ["medication", "status", "effective"], "magnesium": ["medication", "dosage", "status"]}
_UNRECOGNISED = {"medicine": ("MedicationStatement", "medication"), "condition": ("Condition", "code")}
_OUTPUT = "output"


def guidance(found: Assessment, message: Text, plan: str | None, writing: Writing) -> Entry:
    """What the check says of a person.

    Args:
        found: everything that was found.
        message: what the verdict says to the person.
        plan: the name of the CarePlan that follows from it, where there is one.
        writing: for whom and how.
    """
    return Entry(
        writing.names.of("guidance"),
        writing.resource(
            "GuidanceResponse",
            _said(found, message, writing),
            contained=[
                {"resourceType": "Parameters", "id": _OUTPUT, "parameter": list(_output(found, message, writing))}
            ],
            moduleCanonical=f"{HOME}/Library/knowledge|{found.knowledge.name}",
            status=status_of(found),
            subject=writing.about,
            occurrenceDateTime=found.as_of.isoformat(),
            performer=writing.author,
            reasonCode=[concept(writing.say(words.MAY_I), own("question", "may-i-take-magnesium"))],
            outputParameters=reference(f"#{_OUTPUT}"),
            result=None if plan is None else reference(plan),
            dataRequirement=list(_required(found, writing)),
        ),
    )


def status_of(found: Assessment) -> str:
    """Whether more data is needed, could change something, or is not missing."""
    if found.verdict == "unknown":
        return "data-required"
    return "data-requested" if found.questions or found.unrecognised else "success"


def _said(found: Assessment, message: Text, writing: Writing) -> Iterator[str]:
    yield writing.say(words.VERDICT).format(verdict=writing.say(words.VERDICTS[found.verdict]))
    yield writing.say(message)
    yield from (writing.say(words.STILL_OPEN).format(question=_asked(each, writing)) for each in found.questions)
    yield from (writing.say(words.NOT_RECOGNISED).format(what=each.text) for each in found.unrecognised)
    if found.could_become_stop:
        titles = "; ".join(dict.fromkeys(map(writing.say, found.could_become_stop)))
        yield writing.say(words.COULD_STOP).format(titles=titles)


def _asked(question: OpenQuestion, writing: Writing) -> str:
    """A question, and the illnesses it asks about where it asks about several."""
    conditions = writing.knowledge.conditions
    names = ", ".join(writing.say(conditions[slug].name) for slug in question.members)
    said = writing.say(question.text)
    return f"{said} ({names})" if names else said


def _output(found: Assessment, message: Text, writing: Writing) -> Iterator[Element]:
    yield {"name": "verdict", "valueCode": found.verdict}
    yield {"name": "message", "valueString": writing.say(message)}
    for each in found.questions:
        parts: list[Element] = [
            {"name": "fact", "valueCode": each.fact},
            {"name": "question", "valueString": _asked(each, writing)},
            {"name": "couldBecome", "valueCode": each.could_become},
            *({"name": "condition", "valueCode": slug} for slug in each.members),
        ]
        yield {"name": "openQuestion", "part": parts}
    for title in dict.fromkeys(map(writing.say, found.could_become_stop)):
        yield {"name": "couldBecomeStop", "valueString": title}
    for unknown in found.unrecognised:
        said = writing.say(words.NOT_RECOGNISED).format(what=unknown.text)
        yield {"name": "unrecognised", "valueString": said}
    for medicine in found.no_rule_known:
        yield {"name": "noRuleKnown", "valueString": writing.say(medicine.name)}


def _required(found: Assessment, writing: Writing) -> Iterator[Element]:
    """Each missing fact as data of a type, with the codes it may have."""
    for each in found.questions:
        yield from required(each, writing)
    for kind in dict.fromkeys(each.kind for each in found.unrecognised):
        of, element = _UNRECOGNISED[kind]
        yield {"type": of, "mustSupport": [element]}


def required(question: OpenQuestion, writing: Writing) -> Iterator[Element]:
    """What to look for in a record so that a question is answered."""
    fact = question.fact
    if fact in _LABS:
        codes = _lab_codes(_LABS[fact], writing)
        yield {
            "id": fact,
            "type": "Observation",
            "mustSupport": ["value", "effective", "status"],
            "codeFilter": [{"path": "code", "code": codes}],
        }
    elif fact in _PATIENT:
        yield {"id": fact, "type": "Patient", "mustSupport": [_PATIENT[fact]]}
    elif fact in _MEDICINES:
        yield {"id": fact, "type": "MedicationStatement", "mustSupport": _MEDICINES[fact]}
    else:
        codes = list(_condition_codes(question, writing))
        filters = {"codeFilter": [{"path": "code", "code": codes}]} if codes else {}
        must = ["code", "clinicalStatus", "verificationStatus"]
        yield {"id": fact, "type": "Condition", "mustSupport": must, **filters}


def _lab_codes(lab: LabCode, writing: Writing) -> list[Element]:
    """The LOINC codes under which records keep a test, the one that is written here first."""
    kept = writing.knowledge.record_codes
    others = sorted(
        code for (system, code), meant in kept.items() if system == "loinc" and any(each.lab == lab for each in meant)
    )
    return [coding(LOINC, each) for each in dict.fromkeys((LABS[lab][0], *others))]


def _condition_codes(question: OpenQuestion, writing: Writing) -> Iterator[Element]:
    """Our own codes and those of SNOMED CT and ICD-10 that the illnesses asked about may have."""
    asked = [writing.knowledge.conditions[slug] for slug in question.members]
    yield from (own("condition", each.id) for each in asked)
    yield from (coding(SNOMED, code) for code in dict.fromkeys(code for each in asked for code in each.snomed))
    yield from (coding(ICD10, code) for code in dict.fromkeys(code for each in asked for code in each.icd10))
