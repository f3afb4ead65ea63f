"""A trial of one in a report. Nothing by treatment, no size and no direction leaves here before the answer."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from stilla.pictures.words import day, said
from stilla.report.lines import LANGUAGES, line
from stilla.report.value import Figures, Line, TrialPart
from stilla.text import Text, number
from stilla.trial.answer import stopped_for_harm
from stilla.trial.noticed import grave_signs, name_of
from stilla.trial.report_items import cent_of
from stilla.trial.report_results import effect, harms_short
from stilla.trial.report_words import Case, known, say
from stilla.trial.said import sentences
from stilla.trial.status import status_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from zoneinfo import ZoneInfo

    from stilla.diary.record import Record
    from stilla.diary.record import State as DiaryState
    from stilla.knowledge.store import Knowledge
    from stilla.pictures.picture import Picture
    from stilla.report.value import TrialState
    from stilla.trial.answer import Finished
    from stilla.trial.protocol import Protocol
    from stilla.trial.status import Status


class Over(NamedTuple):
    """What is known only after the answer."""

    finished: Finished
    sequence: tuple[int, ...]
    """1 active, 0 placebo for each planned period."""
    where: ZoneInfo
    pictures: tuple[tuple[str, Picture], ...]
    summary: bytes | None


class TrialGiven(NamedTuple):
    """A trial as its folder tells it."""

    record: Record
    night: date
    """The latest night that can have been answered."""
    protocol: Protocol | None
    """None before the start."""
    over: Over | None
    """None until the trial is answered."""


LATELY = timedelta(days=30)
"""How far back a grave sign in the diary is told of on the first line: a visit is seldom longer ago. Ours."""

PICTURES = ("hundred-dots", "quantile-dots", "nights")
"""By name; the plan in time is told in words."""

_STATES: dict[DiaryState, tuple[TrialState, Text]] = {
    "empty": ("run-in", Text("No night is noted yet.", "Ingen natt är antecknad än.")),
    "run-in": (
        "run-in",
        Text("Run-in: nights before any capsules.", "Inkörning: nätter innan några kapslar tas."),
    ),
    "running": ("running", Text("The trial is under way.", "Försöket pågår.")),
    "paused": ("paused", Text("The trial is paused: no capsules now.", "Försöket har uppehåll: inga kapslar nu.")),
    "over": (
        "over",
        Text(
            "The last night is past. The answer has not been opened yet.",
            "Den sista natten är förbi. Svaret är inte öppnat än.",
        ),
    ),
    "stopped": (
        "stopped",
        Text(
            "The trial ended early. It has not been answered.",
            "Försöket avslutades i förtid. Det är inte besvarat.",
        ),
    ),
}
_INSTEAD = {
    "running": "report-plan-in-trial",
    "paused": "report-plan-in-trial",
    "over": "report-plan-after-trial",
    "stopped": "report-plan-after-stop",
}
_ANSWERED_SO_FAR = Text("{answered} of {expected} mornings answered.", "{answered} av {expected} morgnar besvarade.")
_PERIOD = Text(
    "Period {period} of {periods}; the last night is {last}.", "Period {period} av {periods}; sista natten är {last}."
)
_HIDDEN = Text(
    "How it is going is not shown before the answer: it would give the capsules away.",
    "Hur det går visas inte före svaret: det skulle avslöja kapslarna.",
)
_NOT_YET = Text("How it is going is not shown before the answer.", "Hur det går visas inte före svaret.")
_BECAUSE = Text("Reason noted: {why}.", "Antecknad orsak: {why}.")


def trial_part(given: TrialGiven, knowledge: Knowledge) -> TrialPart:
    """The trial as far as it may be shown."""
    if given.over is None or given.protocol is None:
        return _unanswered(given, knowledge)
    return _answered(given, given.protocol, given.over, knowledge)


def _graver(given: TrialGiven, knowledge: Knowledge) -> Line | None:
    """What the diary noted lately that nobody should have waited with: the check does not know of it."""
    grave = grave_signs(knowledge)
    days: dict[str, date] = {}
    for each in given.record.complaints:
        if each.entry.what in grave and given.night - each.entry.night <= LATELY:
            days[each.entry.what] = each.entry.night
    if not days:
        return None
    names = (
        ", ".join(f"{name_of(slug, knowledge).to(each)} ({day(noted, each)})" for slug, noted in days.items())
        for each in LANGUAGES
    )
    return line(knowledge, "report-noted-danger", names=Text(*names))


def _unanswered(given: TrialGiven, knowledge: Knowledge) -> TrialPart:
    status = status_of(given.record, given.night)
    # An answer that is noted, but that cannot be shown, is none.
    state, words = _STATES["over" if status.state == "answered" else status.state]
    lines = [Line(words), *_progress(status, knowledge)]
    blinding = None if given.protocol is None else given.protocol.blinding
    # Whoever treats the person reckons with magnesium, in placebo periods too (safety policy, section 4).
    if given.protocol is not None and state in {"running", "paused", "over"}:
        dose = Text(*(number(given.protocol.dose_mg, language) for language in LANGUAGES))
        may = [line(knowledge, "seal-card-may", mg=dose), Line(_HIDDEN)]
        lines += [Line(_NOT_YET)] if blinding == "open" else may
    return TrialPart(
        state,
        blinding,
        tuple(lines),
        (),
        warning=_graver(given, knowledge)
        or (line(knowledge, "trial-stopped-harm") if stopped_for_harm(given.record) else None),
        instead_of_plan=None if state == "run-in" else line(knowledge, _INSTEAD[state]),
    )


def _progress(status: Status, knowledge: Knowledge) -> Iterator[Line]:
    count = status.run_in if status.trial is None else status.trial
    if count.expected:
        answered = count.answered + count.late
        yield Line(_ANSWERED_SO_FAR.fill(answered=answered, expected=count.expected))
    if status.period is not None and status.last_night is not None and status.state in {"running", "paused"}:
        last = Text(*(day(status.last_night, language, year=True) for language in LANGUAGES))
        yield Line(said(_PERIOD.en, _PERIOD.sv, period=status.period, periods=status.periods or 0, last=last))
    if status.why and status.why != "opened":
        why = _reason(status.why, knowledge)
        yield Line(said(_BECAUSE.en, _BECAUSE.sv, why=why))


def _reason(slug: str, knowledge: Knowledge) -> Text:
    for name in (f"why-{slug}", f"what-{slug}"):
        if known(name):
            return say(name)
    condition = knowledge.conditions.get(slug)
    return Text(slug, slug) if condition is None else condition.name


def _answered(given: TrialGiven, protocol: Protocol, over: Over, knowledge: Knowledge) -> TrialPart:
    case = Case(protocol, given.record, over.finished, over.sequence, knowledge, over.where)
    spoken = [Line.of(each) for each in sentences(over.finished, protocol, knowledge)]
    what_now = spoken.pop()
    enough = not over.finished.answer.too_little
    drawn = dict(over.pictures)
    pictures = tuple((name, drawn[name]) for name in PICTURES if name in drawn)
    figures = [Line(each.reading) for name, each in pictures if name == "hundred-dots"]
    figures += [Line(effect(case))] if enough else []
    reasons = [Line(each) for each in over.finished.answer.too_little]
    general = tuple(each for each in spoken if each.id == "trial-one-person")
    spoken = [each for each in spoken if each not in general]
    # Harm comes before any figure; otherwise the figure comes first and words after.
    harm = [spoken.pop(0)] if over.finished.stopped_for_harm else []
    first = (*harm, *figures, *spoken, *reasons, Line(harms_short(case)), what_now)
    cent = cent_of(protocol, given.record, over.finished, over.sequence, knowledge=knowledge, where=over.where)
    harmful = over.finished.stopped_for_harm or over.finished.answer.verdict == "worse"
    against = harmful or over.finished.answer.verdict == "not_enough"
    return TrialPart(
        "finished",
        protocol.blinding,
        first,
        general,
        warning=_graver(given, knowledge)
        or (
            line(knowledge, "trial-stopped-harm" if over.finished.stopped_for_harm else "trial-worse")
            if harmful
            else None
        ),
        instead_of_plan=line(knowledge, "report-plan-after-trial") if against else None,
        figures=_figures(over.finished),
        pictures=pictures,
        cent=cent,
        summary=over.summary,
    )


def _figures(finished: Finished) -> Figures:
    """The answer in figures; with too few nights they would only tell what was believed before."""
    found = finished.answer
    if found.too_little:
        return Figures(found.verdict, None, None, None, None, None, None, found.mid)
    effect = found.effect
    return Figures(
        found.verdict, effect.mean, effect.lo, effect.hi, found.p_benefit, found.p_mid, found.p_harm, found.mid
    )
