"""The published JSON of each answer. A change that breaks a reader raises `version`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import msgspec

from stilla.interfaces.known.answers import UpperLevel
from stilla.knowledge.schema import Certainty, Level, Source, Space, Urgency

if TYPE_CHECKING:
    from collections.abc import Iterable

    from stilla.findings import Assessment, Finding
    from stilla.knowledge.store import Version
    from stilla.text import Language, Text

CHECK_VERSION = "1.0"


class SourceForm(msgspec.Struct, frozen=True):
    """A source, the day it was read, and what of it was seen: all, the abstract, an excerpt, or only a retelling."""

    id: str
    title: str
    url: str
    read: str
    kind: str
    seen: str


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
    upper_level: UpperLevel
    knowledge: KnowledgeForm


def knowledge_form(version: Version) -> KnowledgeForm:
    """The version of the knowledge base as published JSON."""
    return KnowledgeForm(version.name, version.read.isoformat(), version.rules, version.fingerprint)


def sources_of(names: Iterable[str], sources: dict[str, Source]) -> list[SourceForm]:
    """Sources by id, in the order given."""
    return [
        SourceForm(name, each.title, each.address, each.read.isoformat(), each.kind, each.seen)
        for name in names
        for each in [sources[name]]
    ]


def check_form(
    found: Assessment, message: Text, assumptions: Iterable[Text], upper: UpperLevel, language: Language
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
        knowledge=knowledge_form(found.knowledge),
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


class UrgentNumberForm(msgspec.Struct, frozen=True):
    """A number to ring, by country (ISO 3166 alpha-2, lower case; uk for the United Kingdom)."""

    country: str
    number: str
    label: str


class UrgentAdviceForm(msgspec.Struct, frozen=True):
    """Where to turn, and why."""

    rule: str
    route: str
    urgency: Literal["now", "today", "soon"]
    title: str
    effect: str
    do: str
    numbers: list[UrgentNumberForm]
    sources: list[SourceForm]


class UrgentForm(msgspec.Struct, frozen=True):
    """The answer of `stilla urgent`, the most urgent first.

    `undecided`: advice that an unsaid fact would decide (a child? weak kidneys?). `taken_mg`: what was taken, each way
    to read it, in elemental mg.
    """

    version: str
    advice: list[UrgentAdviceForm]
    undecided: list[UrgentAdviceForm]
    watch: str
    taken_mg: list[float]
    unrecognised: list[str]
    knowledge: KnowledgeForm


class RlsFlagForm(msgspec.Struct, frozen=True):
    """A red flag and where it leads."""

    id: str
    name: str
    do: str
    route: str
    urgency: Literal["now", "today", "soon"]


class RlsForm(msgspec.Struct, frozen=True):
    """The answer of `stilla rls`."""

    version: str
    likeness: Literal["consistent", "not-typical", "cannot-tell"]
    message: str
    unmet: list[str]
    still_open: list[str]
    mimics: list[str]
    unasked_mimics: int
    unasked_flags: int
    red_flags: list[RlsFlagForm]
    severity: str | None
    knowledge: KnowledgeForm


class ClaimForm(msgspec.Struct, frozen=True):
    """One of the article's statements (`stilla article`)."""

    number: int
    subject: str
    says: str
    verdict: str
    answer: str
    answered_by: list[str]
    evidence: list[str]
    certainty: Certainty
    sources: list[SourceForm]


class EvidenceForm(msgspec.Struct, frozen=True):
    """A study (`stilla evidence`). `dose_mg`: elemental magnesium a day, null where not magnesium or not resolved."""

    id: str
    title: str
    year: int | None
    topic: str
    design: str
    n: int | None
    dose: str
    dose_mg: float | None
    duration: str
    result: str
    problems: str
    certainty: Certainty
    sources: list[SourceForm]


SCHEMAS: dict[str, object] = {
    "check": CheckForm,
    "urgent": UrgentForm,
    "rls": RlsForm,
    "article": list[ClaimForm],
    "evidence": list[EvidenceForm],
}
"""What `stilla schema NAME` prints; the forms of other modules are added by `stilla.interfaces.forms.published`."""
