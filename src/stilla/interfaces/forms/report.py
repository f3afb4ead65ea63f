"""The published JSON of `stilla report`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import msgspec

from stilla.interfaces.forms.check import KnowledgeForm, QuestionForm, UnrecognisedForm, knowledge_form
from stilla.interfaces.forms.trial_answer import ItemForm
from stilla.knowledge.schema import Certainty, Level, Space, Urgency

if TYPE_CHECKING:
    from collections.abc import Iterable

    from stilla.pictures.picture import Picture
    from stilla.report.value import Found, Known, Line, Report, TrialPart
    from stilla.text import Language

REPORT_VERSION = "1.0"


class KnownForm(msgspec.Struct, frozen=True):
    """What was said of one thing. With `open` there may be more than was said; no value and open is "not said"."""

    fact: str
    values: list[str]
    open: bool


class LineForm(msgspec.Struct, frozen=True):
    """A sentence. `id` and `certainty` are null where it tells what was said or done, and needs no source."""

    id: str | None
    text: str
    certainty: Certainty | None
    sources: list[str]


class ReportFindingForm(msgspec.Struct, frozen=True):
    """A rule that holds. `part`: where it stands in the report. `sources`: ids within the report's `sources`."""

    rule: str
    part: Literal["assessment", "aggravators", "iron"]
    level: Level
    urgency: Urgency | None
    title: str
    because: list[str]
    effect: str
    do: str
    space: Space | None
    certainty: Certainty
    sources: list[str]


class ReportPlanForm(msgspec.Struct, frozen=True):
    """Dose (elemental mg a day), form and times; null or empty unless there is a time for them."""

    decision: Literal["stop", "ask", "try"]
    dose_mg: float | None
    form: str | None
    times: list[str]
    lines: list[LineForm]


class FiguresForm(msgspec.Struct, frozen=True):
    """Active minus comparator, and probabilities. Null where there are too few nights."""

    verdict: str
    mean: float | None
    lo: float | None
    hi: float | None
    p_benefit: float | None
    p_mid: float | None
    p_harm: float | None
    mid: float


class PictureForm(msgspec.Struct, frozen=True):
    """A picture as words and numbers: header and rows as they are shown."""

    name: str
    title: str
    reading: str
    described: str
    table: list[list[str]]


class ReportTrialForm(msgspec.Struct, frozen=True):
    """A trial of one. `figures`, `pictures` and `cent` are null or empty until it is finished."""

    state: Literal["run-in", "running", "paused", "over", "stopped", "finished"]
    blinding: Literal["helper", "alone", "open"] | None
    warning: str | None
    """Harm: it comes before the verdict of the check."""
    lines: list[LineForm]
    figures: FiguresForm | None
    pictures: list[PictureForm]
    cent: list[ItemForm]


class ReportSourceForm(msgspec.Struct, frozen=True):
    """A source, the day it was read, how much of it was seen, and how certain what rests on it here is."""

    id: str
    title: str
    url: str
    read: str
    kind: str
    seen: str
    certainty: list[Certainty]


class ReportForm(msgspec.Struct, frozen=True):
    """One report of one person on one day, in one language. `trial` is null where none was given."""

    version: str
    language: Literal["en", "sv"]
    as_of: str
    verdict: Literal["go", "unknown", "ask", "stop"]
    message: str
    person: list[KnownForm]
    iron: list[KnownForm]
    findings: list[ReportFindingForm]
    questions: list[QuestionForm]
    could_become_stop: list[str]
    unrecognised: list[UnrecognisedForm]
    no_rule_known: list[str]
    plan: ReportPlanForm
    trial: ReportTrialForm | None
    discuss: list[LineForm]
    assumptions: list[str]
    purpose: str
    sources: list[ReportSourceForm]
    knowledge: KnowledgeForm


def report_form(report: Report, language: Language) -> ReportForm:
    """A report as published JSON, in one language."""
    return ReportForm(
        version=REPORT_VERSION,
        language=language,
        as_of=report.as_of.isoformat(),
        verdict=report.verdict,
        message=report.message.to(language),
        person=_known(report.facts, language),
        iron=_known(report.iron, language),
        findings=[_finding(each, language) for each in report.findings],
        questions=[
            QuestionForm(
                each.fact, each.text.to(language), each.could_become, [name.to(language) for name in each.members]
            )
            for each in report.missing
        ],
        could_become_stop=[each.to(language) for each in report.could_become_stop],
        unrecognised=[UnrecognisedForm(each.kind, each.text, list(each.nearest)) for each in report.unrecognised],
        no_rule_known=[each.name.to(language) for each in report.no_rule_known],
        plan=ReportPlanForm(
            report.plan.decision,
            report.plan.dose_mg,
            report.plan.form,
            list(report.plan.times),
            _lines((*report.plan.first, *report.plan.more), language),
        ),
        trial=None if report.trial is None else _trial(report.trial, language),
        discuss=_lines(report.discuss, language),
        assumptions=[each.to(language) for each in report.assumptions],
        purpose=report.purpose.text.to(language),
        sources=[
            ReportSourceForm(
                each.id,
                each.source.title,
                each.source.address,
                each.source.read.isoformat(),
                each.source.kind,
                each.source.seen,
                list(each.certainty),
            )
            for each in report.sources
        ],
        knowledge=knowledge_form(report.knowledge),
    )


def _known(facts: Iterable[Known], language: Language) -> list[KnownForm]:
    return [KnownForm(each.fact, [value.to(language) for value in each.values], each.open) for each in facts]


def _lines(lines: Iterable[Line], language: Language) -> list[LineForm]:
    return [LineForm(each.id or None, each.text.to(language), each.certainty, list(each.sources)) for each in lines]


def _finding(found: Found, language: Language) -> ReportFindingForm:
    return ReportFindingForm(
        rule=found.rule,
        part=found.part,
        level=found.level,
        urgency=found.urgency,
        title=found.title.to(language),
        because=[each.to(language) for each in found.because],
        effect=found.why.to(language),
        do=found.do.to(language),
        space=found.space,
        certainty=found.certainty,
        sources=list(found.sources),
    )


def _trial(trial: TrialPart, language: Language) -> ReportTrialForm:
    figures = None if trial.figures is None else FiguresForm(**msgspec.structs.asdict(trial.figures))
    return ReportTrialForm(
        state=trial.state,
        blinding=trial.blinding,
        warning=None if trial.warning is None else trial.warning.text.to(language),
        lines=_lines((*trial.first, *trial.more), language),
        figures=figures,
        pictures=[_picture(name, each, language) for name, each in trial.pictures],
        cent=[
            ItemForm(each.id, each.asks.to(language), each.state, None if each.text is None else each.text.to(language))
            for each in trial.cent
        ],
    )


def _picture(name: str, picture: Picture, language: Language) -> PictureForm:
    return PictureForm(
        name=name,
        title=picture.title.to(language),
        reading=picture.reading.to(language),
        described=picture.described.to(language),
        table=picture.table.words(language),
    )
