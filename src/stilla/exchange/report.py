"""Documents for others: the check, the plan, and the whole report with its page, as one Bundle each.

None tells more of the person than the report itself: no name, no notes, no night before the trial has been answered.
"""

from __future__ import annotations

import base64
import hashlib
from typing import TYPE_CHECKING, NamedTuple

from stilla.exchange import words
from stilla.exchange.bundle import Section, document
from stilla.exchange.diary import ratings
from stilla.exchange.facts import basics, conditions, magnesium, medicines, people
from stilla.exchange.findings import issues
from stilla.exchange.guidance import guidance
from stilla.exchange.identifiers import names_of
from stilla.exchange.plan import care_plan
from stilla.exchange.trial import Trial, studies
from stilla.exchange.writing import Entry, Writing

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Literal

    from stilla.exchange.bundle import Kind
    from stilla.exchange.codings import Element
    from stilla.findings import Assessment
    from stilla.knowledge.store import Knowledge
    from stilla.person import Person
    from stilla.plan import Planned
    from stilla.text import Language, Text
    from stilla.trial.answer import Finished


class Checked(NamedTuple):
    """A person and what was found."""

    person: Person
    found: Assessment
    message: Text
    """What the verdict says to the person."""


class Told(NamedTuple):
    """A trial as far as it may be told. `finished` and `sequence` only once it has been answered."""

    trial: Trial | None
    """None before the start, when there is a diary and no plan."""
    finished: Finished | None = None
    sequence: tuple[int, ...] = ()
    warning: Text | None = None
    """Harm, which comes before everything."""
    instead_of_plan: Text | None = None
    """Why no dose may be planned beside or after it."""


class Page(NamedTuple):
    """The report as a file."""

    title: str
    content: bytes
    kind: str = "application/pdf"


def check_document(checked: Checked, knowledge: Knowledge, language: Language) -> Element:
    """The check of a person as a document."""
    writing = _writing((checked, "check"), checked, knowledge, language)
    return _document("check", checked, [], None, writing)


def plan_document(checked: Checked, planned: Planned, knowledge: Knowledge, language: Language) -> Element:
    """The check and the plan of a person as a document."""
    writing = _writing((checked, "plan"), checked, knowledge, language)
    plan = care_plan(planned, checked.found, None, writing)
    return _document("plan", checked, [_plan_section(plan)], plan, writing)


def report_document(  # noqa: PLR0913  # what a report is made of
    checked: Checked,
    planned: Planned,
    told: Told | None,
    page: Page | None,
    *,
    knowledge: Knowledge,
    language: Language,
) -> Element:
    """The whole report as a document.

    Args:
        checked: the person and what was found.
        planned: the plan and its day.
        told: the trial; None where none has started, or none is to be told of.
        page: the report as people read it.
        knowledge: the rules and sentences.
        language: of all words.
    """
    seed = (checked, "report", None if told is None else told.trial, None if page is None else page.content)
    writing = _writing(seed, checked, knowledge, language)
    plan = care_plan(planned, checked.found, None if told is None else told.instead_of_plan, writing)
    sections = [_plan_section(plan)]
    if told is not None:
        sections += _trial_sections(told, writing)
    if page is not None:
        paper = Entry(writing.names.of("page"), _paper(page, writing))
        sections.append(Section("paper", (), (paper,)))
    warning = None if told is None else told.warning
    return _document("report", checked, sections, plan, writing, warning)


def _writing(seed: tuple[object, ...], checked: Checked, knowledge: Knowledge, language: Language) -> Writing:
    names = names_of((*seed, checked.found.as_of, knowledge.version.name, language))
    return Writing(knowledge, language, checked.found.as_of, names, names.of("Patient"))


def _document(  # noqa: PLR0913, PLR0917  # the parts of every document
    kind: Kind, checked: Checked, more: list[Section], plan: Entry | None, writing: Writing, warning: Text | None = None
) -> Element:
    first = [] if warning is None else [Section("warning", (writing.say(warning),))]
    answer = guidance(checked.found, checked.message, None if plan is None else plan.name, writing)
    found = tuple(issues(checked.found, checked.person, writing))
    sections = [
        *first,
        Section("answer", (), (answer,)),
        *([Section("findings", (), found)] if found else []),
        *more,
        *_told(checked.person, writing),
    ]
    return document(kind, tuple(people(checked.person, writing)), sections, writing)


def _told(person: Person, writing: Writing) -> Iterator[Section]:
    """What was said of the person. Nothing on a list that is not closed is "not said", never "none"."""
    unrecognised = {each.kind for each in person.unrecognised}
    yield _list("basics", tuple(basics(person, writing)), None, writing)
    yield _list(
        "conditions",
        tuple(conditions(person, writing)),
        person.conditions_complete and "condition" not in unrecognised,
        writing,
    )
    yield _list("medicines", tuple(medicines(person, writing)), not person.medicines_open, writing)
    yield _list("magnesium", tuple(magnesium(person, writing)), person.magnesium_complete, writing)


def _list(name: str, entries: tuple[Entry, ...], whole: bool | None, writing: Writing) -> Section:  # noqa: FBT001  # open, closed, or no list
    """A list with what is known of its end; `whole` is None where it is none."""
    empty: Literal["nilknown", "unavailable"] | None = None
    if not entries:
        empty = "nilknown" if whole else "unavailable"
    ends = words.NONE if empty and whole else words.NOT_SAID if empty else words.WHOLE if whole else words.MORE
    return Section(name, (writing.say(ends),), entries, empty)


def _plan_section(plan: Entry) -> Section:
    return Section("plan", (), (plan,))


def _trial_sections(told: Told, writing: Writing) -> list[Section]:
    """The trial; with its answer, the effect and the nights."""
    if told.trial is None:
        return []
    entries = list(studies(told.trial, writing))
    if told.finished is None or not told.trial.answered:
        return [Section("trial", (), tuple(entries))]
    from stilla.exchange.evidence import effect  # noqa: PLC0415  # numpy, only where there is an answer

    entries.append(effect(told.finished, told.sequence, told.trial, writing))
    nights = tuple(ratings(told.trial.record, writing))
    return [Section("trial", (), tuple(entries)), *([Section("nights", (), nights)] if nights else [])]


def _paper(page: Page, writing: Writing) -> Element:
    # FHIR wants SHA-1 here; it guards against damage in transit, not against an attacker.
    digest = hashlib.sha1(page.content, usedforsecurity=False).digest()
    attachment = {
        "contentType": page.kind,
        "language": writing.language,
        "data": base64.b64encode(page.content).decode(),
        "size": len(page.content),
        "hash": base64.b64encode(digest).decode(),
        "title": page.title,
        "creation": writing.as_of.isoformat(),
    }
    return writing.resource(
        "DocumentReference",
        [page.title],
        status="current",
        subject=writing.about,
        author=[writing.author],
        description=page.title,
        content=[{"attachment": attachment}],
    )
