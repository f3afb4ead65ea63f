"""A trial of one as ResearchStudy and ResearchSubject, as far as it may be told.

Before the trial is answered nothing is written that depends on the order of the periods: this module never sees it.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from stilla.exchange import words
from stilla.exchange.codings import HOME, RESTLESS_LEGS, SNOMED, coding, concept, hl7, own, reference
from stilla.exchange.writing import Entry, Writing
from stilla.text import Text, number

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stilla.diary.record import Record, State
    from stilla.exchange.codings import Element
    from stilla.trial.protocol import Protocol

_STUDY: dict[State, str] = {
    "running": "active",
    "paused": "temporarily-closed-to-accrual-and-intervention",
    "over": "closed-to-accrual-and-intervention",
    "stopped": "closed-to-accrual-and-intervention",
    "answered": "completed",
}
_SUBJECT: dict[State, str] = {
    "running": "on-study-intervention",
    "paused": "on-study",
    "over": "off-study",
    "stopped": "off-study",
    "answered": "off-study",
}


class Trial(NamedTuple):
    """A started trial: its diary, its plan, and the latest night that can have been answered."""

    record: Record
    protocol: Protocol
    night: date
    answered: bool
    """Whether its answer has been opened and may be told."""

    @property
    def state(self) -> State:
        """Where it stands. An answer that is noted but cannot be shown is none."""
        found = self.record.state(self.night)
        return "over" if found == "answered" and not self.answered else found


def studies(trial: Trial, writing: Writing) -> Iterator[Entry]:
    """The study and the one person in it."""
    study = Entry(writing.names.of("study"), _study(trial, writing))
    yield study
    period = _period(trial)
    said = [writing.say(words.STATE).format(state=writing.say(words.STATES[trial.state])), *_treat_as(trial, writing)]
    subject = writing.resource(
        "ResearchSubject",
        said,
        status=_SUBJECT[trial.state],
        period=period,
        study=reference(study.name),
        individual=writing.about,
    )
    yield Entry(writing.names.of("study-subject"), subject)


def _study(trial: Trial, writing: Writing) -> Element:
    protocol, told = trial.protocol, trial.answered
    description = " ".join([_design(protocol, writing), *_treat_as(trial, writing), *_silent(trial, writing)])
    title = protocol.title if told else writing.say(words.TRIAL)
    return writing.resource(
        "ResearchStudy",
        [title, writing.say(words.STATE).format(state=writing.say(words.STATES[trial.state])), description],
        identifier=[{"system": f"{HOME}/protocol", "value": protocol.digest}],
        title=title,
        status=_STUDY[trial.state],
        primaryPurposeType=hl7("research-study-prim-purp-type", "treatment"),
        phase=hl7("research-study-phase", "n-a"),
        condition=[concept("restless legs", coding(SNOMED, RESTLESS_LEGS))],
        description=description,
        period=_period(trial),
        arm=list(_arms(protocol, writing)),
        objective=list(_objectives(protocol, writing, told=told)),
    )


def _design(protocol: Protocol, writing: Writing) -> str:
    design = protocol.design
    return writing.say(words.DESIGN).format(
        periods=design.periods,
        nights=design.nights,
        scheme=design.scheme,
        run_in=design.run_in,
        blinding=writing.say(words.BLINDINGS[protocol.blinding]),
    )


def _treat_as(trial: Trial, writing: Writing) -> Iterator[str]:
    """Whoever treats the person reckons with magnesium, in placebo periods too (safety policy, section 4)."""
    if trial.protocol.blinding != "open" and trial.state in {"running", "paused", "over"}:
        mg = number(trial.protocol.dose_mg, writing.language)
        yield writing.say(writing.knowledge.advice("seal-card-may").fill(mg=mg))


def _silent(trial: Trial, writing: Writing) -> Iterator[str]:
    if not trial.answered:
        yield writing.say(words.NOT_OPENED)


def _arms(protocol: Protocol, writing: Writing) -> Iterator[Element]:
    mg = number(protocol.dose_mg, writing.language)
    for code, name, says in (
        ("active", words.ACTIVE, words.ACTIVE_SAYS.fill(mg=mg)),
        ("comparator", words.COMPARATOR, words.COMPARATOR_SAYS[protocol.blinding != "open"]),
    ):
        kind = concept(writing.say(name), own("trial", code))
        yield {"name": writing.say(name), "type": kind, "description": writing.say(says)}


def _objectives(protocol: Protocol, writing: Writing, *, told: bool) -> Iterator[Element]:
    """The outcomes. Their words are the person's own, and told only with the answer."""
    if not told:
        yield _objective(words.OWN_RATING, "primary", writing)
        return
    yield _objective(_same(protocol.outcome.words), "primary", writing)
    for each in protocol.secondary:
        yield _objective(_same(each.words), "secondary", writing)


def _same(said: str) -> Text:
    return Text(said, said)


def _objective(name: Text, kind: str, writing: Writing) -> Element:
    code = coding("http://terminology.hl7.org/CodeSystem/research-study-objective-type", kind)
    return {"name": writing.say(name), "type": {"coding": [code]}}


def _period(trial: Trial) -> Element | None:
    started, last = trial.record.started, trial.record.ended or trial.record.last_night
    if started is None or last is None:
        return None
    # A trial that was stopped before its first night has no later end than its beginning.
    return {"start": started.first_night.isoformat(), "end": max(started.first_night, last).isoformat()}
