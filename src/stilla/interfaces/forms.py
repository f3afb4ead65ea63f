"""The published JSON of each answer. A change that breaks a reader raises `version`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import msgspec

from stilla.knowledge.schema import Certainty, Intake, Level, Source, Space, Urgency

if TYPE_CHECKING:
    from collections.abc import Iterable

    from stilla.findings import Assessment, Finding
    from stilla.knowledge.store import Knowledge
    from stilla.text import Language, Text

CHECK_VERSION = "1.0"


class SourceForm(msgspec.Struct, frozen=True):
    """A source, and the day it was read."""

    id: str
    title: str
    url: str
    read: str


class FactForm(msgspec.Struct, frozen=True):
    """A fact about the person that made a rule hold."""

    fact: str
    value: str


class FindingForm(msgspec.Struct, frozen=True):
    """A rule that holds. `space` has hours: the medicine so long before magnesium, or so long after it."""

    rule: str
    kind: str
    level: Level
    urgency: Urgency | None
    title: str
    effect: str
    why: list[FactForm]
    do: str
    space: Space | None
    certainty: Certainty
    sources: list[SourceForm]


class QuestionForm(msgspec.Struct, frozen=True):
    """A fact that is missing, and the worst it could lead to. `members`: the conditions asked about."""

    fact: str
    text: str
    could_become: Level
    members: list[str]


class UnrecognisedForm(msgspec.Struct, frozen=True):
    """A name nobody knows, with names that look like it. None was chosen."""

    kind: Literal["medicine", "condition"]
    text: str
    nearest: list[str]


class NoRuleForm(msgspec.Struct, frozen=True):
    """A medicine for which a search found no rule. It is not a promise."""

    atc: str
    name: str
    searched: str


class UpperLevelForm(msgspec.Struct, frozen=True):
    """An authority's upper level for added magnesium, beside the one Stilla acts on. mg a day."""

    authority: str
    mg: float | None
    acts_on_mg: float
    source: str


class KnowledgeForm(msgspec.Struct, frozen=True):
    """Which knowledge the answer rests on."""

    version: str
    read: str
    rules: int
    fingerprint: str


class CheckForm(msgspec.Struct, frozen=True):
    """The answer of `stilla check`."""

    version: str
    verdict: Literal["go", "unknown", "ask", "stop"]
    message: str
    as_of: str
    findings: list[FindingForm]
    questions: list[QuestionForm]
    could_become_stop: list[str]
    unrecognised: list[UnrecognisedForm]
    no_rule_known: list[NoRuleForm]
    assumptions: list[str]
    upper_level: UpperLevelForm
    knowledge: KnowledgeForm


def sources_of(names: Iterable[str], sources: dict[str, Source]) -> list[SourceForm]:
    """Sources by id, in the order given."""
    return [
        SourceForm(name, sources[name].title, sources[name].address, sources[name].read.isoformat()) for name in names
    ]


def check_form(
    found: Assessment, message: Text, assumptions: Iterable[Text], upper: UpperLevelForm, language: Language
) -> CheckForm:
    """An assessment as published JSON, in one language."""
    return CheckForm(
        version=CHECK_VERSION,
        verdict=found.verdict,
        message=message.to(language),
        as_of=found.as_of.isoformat(),
        findings=[_finding(each, found.sources, language) for each in found.findings],
        questions=[
            QuestionForm(each.fact, each.text.to(language), each.could_become, list(each.members))
            for each in found.questions
        ],
        could_become_stop=[title.to(language) for title in found.could_become_stop],
        unrecognised=[UnrecognisedForm(each.kind, each.text, list(each.nearest)) for each in found.unrecognised],
        no_rule_known=[
            NoRuleForm(each.atc, each.name.to(language), str(each.searched)) for each in found.no_rule_known
        ],
        assumptions=[each.to(language) for each in assumptions],
        upper_level=upper,
        knowledge=KnowledgeForm(
            found.knowledge.name, found.knowledge.read.isoformat(), found.knowledge.rules, found.knowledge.fingerprint
        ),
    )


def _finding(finding: Finding, sources: dict[str, Source], language: Language) -> FindingForm:
    rule = finding.rule
    return FindingForm(
        rule=rule.id,
        kind=rule.kind,
        level=rule.level,
        urgency=rule.urgency,
        title=rule.title.to(language),
        effect=rule.why.to(language),
        why=[FactForm(fact.fact, fact.value.to(language)) for fact in finding.why],
        do=rule.do.to(language),
        space=rule.space,
        certainty=rule.certainty,
        sources=sources_of(rule.sources, sources),
    )


AUTHORITIES = {"se": "se", "us": "us", "uk": "uk"}


def upper_level(knowledge: Knowledge, authority: str, age: float | None) -> UpperLevelForm:
    """The upper level of an authority for added magnesium at an age. The dose never follows it."""
    years = 40.0 if age is None else age
    for intake in knowledge.kind("intakes", Intake).values():
        fits = intake.authority == authority and intake.kind in {"UL", "guidance"}
        if fits and intake.age_from <= years < (intake.age_to or 999) and intake.life_stage in {"any", "none"}:
            return UpperLevelForm(authority, intake.mg, ACTS_ON_MG, intake.sources[0])
    return UpperLevelForm(authority, None, ACTS_ON_MG, "")


ACTS_ON_MG = 250.0
"""mg a day of added magnesium: the upper level of EFSA and Sweden, the lowest of those found (rule added-magnesium-above-250)."""

SCHEMAS: dict[str, type[msgspec.Struct]] = {"check": CheckForm}
"""What `stilla schema NAME` prints."""
