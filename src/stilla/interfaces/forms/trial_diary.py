"""The published JSON of `stilla trial log`, `next`, `status` and `start`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from stilla.diary.events import kind_of
from stilla.trial.status import Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from stilla.diary.events import Event
    from stilla.knowledge.store import Knowledge
    from stilla.text import Language, Text
    from stilla.trial.admission import Admission
    from stilla.trial.next_step import Step
    from stilla.trial.stopping import Action

DIARY_VERSION = "1.0"


class ActionForm(msgspec.Struct, frozen=True):
    """What to do now: kind stop, pause, call, step-back or recheck; urgency now, today, soon or null."""

    kind: str
    why: str
    urgency: str | None
    text: str


class LoggedForm(msgspec.Struct, frozen=True):
    """The entries that were written: their numbers and kinds, the night, and what to do."""

    entries: list[int]
    kinds: list[str]
    night: str | None
    recalled: bool
    actions: list[ActionForm]
    set_aside: list[str] = []
    version: str = DIARY_VERSION


class NextForm(msgspec.Struct, frozen=True):
    """The one thing to do now."""

    do: str
    text: str
    night: str | None
    period: int | None
    left: int | None
    version: str = DIARY_VERSION


class RefusalForm(msgspec.Struct, frozen=True):
    """A reason not to start."""

    id: str
    text: str
    sources: list[str]


class StartForm(msgspec.Struct, frozen=True):
    """Whether the trial started; if not, every reason and every open question."""

    started: bool
    first_night: str | None
    verdict: str
    refusals: list[RefusalForm]
    questions: list[str]
    deviations: list[str]
    assumptions: list[str]
    version: str = DIARY_VERSION


def action_forms(actions: Iterable[Action], knowledge: Knowledge, language: Language) -> list[ActionForm]:
    """What to do, in words."""
    return [
        ActionForm(
            each.kind,
            each.why,
            each.urgency,
            " ".join(knowledge.advice(name).to(language) for name in each.texts),
        )
        for each in actions
    ]


def logged_form(
    added: Sequence[Event],
    actions: Iterable[Action],
    knowledge: Knowledge,
    language: Language,
    set_aside: Iterable[str] = (),
) -> LoggedForm:
    """What was written."""
    nights = [each.body.night for each in added if hasattr(each.body, "night")]
    return LoggedForm(
        [each.number for each in added],
        [kind_of(each.body) for each in added],
        nights[0].isoformat() if nights else None,
        any(getattr(each.body, "recalled", False) for each in added),
        action_forms(actions, knowledge, language),
        list(set_aside),
    )


def next_form(step: Step, text: Text, language: Language) -> NextForm:
    """The one thing to do now."""
    return NextForm(
        step.do,
        text.to(language),
        None if step.night is None else step.night.isoformat(),
        step.period,
        step.left,
    )


def start_form(
    admission: Admission, first_night: str | None, assumptions: Iterable[Text], language: Language
) -> StartForm:
    """Whether the trial started, or why not."""
    return StartForm(
        started=first_night is not None,
        first_night=first_night,
        verdict=admission.verdict,
        refusals=[RefusalForm(each.id, each.text.to(language), list(each.sources)) for each in admission.refusals],
        questions=[each.text.to(language) for each in admission.questions],
        deviations=list(admission.deviations),
        assumptions=[each.to(language) for each in assumptions],
    )


class StatusForm(Status, frozen=True):
    """How far a trial has come. Nothing of how it is going."""

    version: str = DIARY_VERSION


def status_form(status: Status) -> StatusForm:
    """How far a trial has come."""
    return StatusForm(**msgspec.structs.asdict(status))
