"""Check, plan and report as FHIR: the same values as at every other door, as one document of bytes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stilla.exchange.report import (
    Checked,
    Page,
    Told,
    check_document,
    plan_document,
    report_document,
)
from stilla.exchange.trial import Trial
from stilla.exchange.writing import encode
from stilla.findings import assess, wishes_of
from stilla.interfaces.known.answers import message_of
from stilla.plan import plan_for
from stilla.text import Text, said_at

if TYPE_CHECKING:
    from datetime import date

    from stilla.findings import Assessment
    from stilla.knowledge.store import Knowledge
    from stilla.person import Person
    from stilla.plan import Planned
    from stilla.reading.person_file import Read
    from stilla.report.of_trial import TrialGiven
    from stilla.report.value import TrialPart
    from stilla.text import Language
    from stilla.timetable.day import Wishes

_TITLE = Text("Report for the talk with the doctor", "Rapport till samtalet med läkaren")


def fhir_check(found: Assessment, person: Person, knowledge: Knowledge, language: Language) -> bytes:
    """The check of a person as a FHIR document."""
    checked = Checked(person, found, message_of(found, knowledge, person))
    with said_at("app"):
        return encode(check_document(checked, knowledge, language))


def fhir_plan(planned: Planned, found: Assessment, person: Person, knowledge: Knowledge, language: Language) -> bytes:
    """The check and the plan of a person as a FHIR document."""
    checked = Checked(person, found, message_of(found, knowledge, person))
    with said_at("app"):
        return encode(plan_document(checked, planned, knowledge, language))


def fhir_report(  # noqa: PLR0913  # what a report is made of
    read: Read,
    given: TrialGiven | None,
    as_of: date,
    knowledge: Knowledge,
    language: Language,
    *,
    wishes: Wishes | None = None,
) -> bytes:
    """The whole report as a FHIR document, its page as PDF inside.

    Args:
        read: the person, and what was assumed in reading them.
        given: the trial of the person; None where there is none to tell of.
        as_of: the day.
        knowledge: the rules and sentences.
        language: of all words.
        wishes: of the person's day; those of the person alone where not given.
    """
    from stilla.interfaces.report.files import content_of  # noqa: PLC0415  # typst only for a report
    from stilla.interfaces.report.making import make_report  # noqa: PLC0415  # numpy behind the trial
    from stilla.report.of_trial import trial_part  # noqa: PLC0415  # as above

    part = None if given is None else trial_part(given, knowledge)
    made = make_report(read, part, as_of, knowledge, wishes)
    person = read.person
    found = assess(person, knowledge, as_of)
    planned = plan_for(found, person, knowledge, wishes or wishes_of(person))
    told = None if given is None or part is None else _told(given, part)
    page = Page(_TITLE.to(language), content_of(made, ".pdf", language, name_line=False))
    with said_at("app"):
        document = report_document(
            Checked(person, found, made.message), planned, told, page, knowledge=knowledge, language=language
        )
    return encode(document)


def _told(given: TrialGiven, part: TrialPart) -> Told:
    """What the report may tell of a trial."""
    over, trial = given.over, None
    if given.protocol is not None:
        trial = Trial(given.record, given.protocol, given.night, over is not None)
    return Told(
        trial,
        None if over is None else over.finished,
        () if over is None else over.sequence,
        None if part.warning is None else part.warning.text,
        None if part.instead_of_plan is None else part.instead_of_plan.text,
    )
