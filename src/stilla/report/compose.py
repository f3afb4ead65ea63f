"""Everything that the other rooms have found becomes one report. Nothing is decided here, and nothing is left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from stilla.knowledge.schema import LEVELS, Certainty
from stilla.report.discuss import questions_of
from stilla.report.facts import facts_of, iron_of
from stilla.report.lines import line
from stilla.report.planned import plan_part
from stilla.report.value import Cited, Found, Line, Missing, PlanPart, Report
from stilla.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from stilla.findings import Assessment, Fact, Finding
    from stilla.knowledge.store import Knowledge
    from stilla.person import Person
    from stilla.plan import Planned
    from stilla.report.value import Part, TrialPart

_LAST: tuple[str, ...] = ("watch", "info")
"""Levels at which iron, and what makes restless legs worse, stand in a part of their own."""

_FACTS = {
    "egfr": Text("eGFR", "eGFR"),
    "magnesium": Text("magnesium", "magnesium"),
    "ferritin": Text("ferritin", "ferritin"),
    "tsat": Text("TSAT", "TSAT"),
    "age": Text("age", "ålder"),
}
_CERTAINTIES: tuple[Certainty, ...] = ("high", "moderate", "low", "very-low", "unconfirmed")


class Given(msgspec.Struct, frozen=True):
    """What a report is made of.

    `message` is what the verdict says to the person, `assumptions` what was taken for granted in reading them.
    """

    person: Person
    assumptions: tuple[Text, ...]
    found: Assessment
    message: Text
    planned: Planned
    trial: TrialPart | None = None


def compose(given: Given, knowledge: Knowledge) -> Report:
    """The report of one person on one day. Pure: the same values give the same report."""
    found = given.found
    findings = tuple(_found(each, knowledge) for each in found.findings)
    plan = _plan(given, knowledge)
    discuss = questions_of(found, findings, given.person, knowledge)
    unrecognised = tuple(
        line(knowledge, f"unrecognised-{kind}") for kind in dict.fromkeys(each.kind for each in found.unrecognised)
    )
    purpose = line(knowledge, "purpose")
    lines = [*plan.first, *plan.more, *discuss, *unrecognised, purpose]
    if given.trial is not None:
        lines += [*given.trial.first, *given.trial.more, *filter(None, [given.trial.warning])]
    return Report(
        as_of=found.as_of,
        verdict=found.verdict,
        message=given.message,
        facts=facts_of(given.person, knowledge),
        iron=iron_of(given.person),
        findings=findings,
        missing=tuple(_missing(found, knowledge)),
        could_become_stop=tuple(dict.fromkeys(found.could_become_stop)),
        unrecognised=found.unrecognised,
        unrecognised_advice=unrecognised,
        no_rule_known=found.no_rule_known,
        plan=plan,
        trial=given.trial,
        discuss=discuss,
        assumptions=given.assumptions,
        purpose=purpose,
        knowledge=found.knowledge,
        sources=_cited(findings, lines, knowledge),
    )


def _plan(given: Given, knowledge: Knowledge) -> PlanPart:
    """The plan, unless a trial goes on or has spoken against it."""
    plan = plan_part(given.planned, knowledge)
    instead = None if given.trial is None else given.trial.instead_of_plan
    return plan if instead is None or plan.decision == "stop" else PlanPart("ask", None, None, (), (instead,), ())


def _found(finding: Finding, knowledge: Knowledge) -> Found:
    rule = finding.rule
    part: Part = "assessment"
    if rule.level in _LAST and rule.kind == "aggravator":
        part = "aggravators"
    elif rule.level in _LAST and rule.id in {"iron-first", "iron-low"}:
        part = "iron"
    return Found(
        rule=rule.id,
        kind=rule.kind,
        level=rule.level,
        urgency=rule.urgency,
        title=rule.title,
        because=tuple(_because(each, knowledge) for each in finding.why),
        why=rule.why,
        do=rule.do,
        space=rule.space,
        certainty=rule.certainty,
        sources=rule.sources,
        part=part,
    )


def _because(fact: Fact, knowledge: Knowledge) -> Text:
    """A fact that made a rule hold, in words."""
    if fact.fact == "conditions" and fact.value.en in knowledge.conditions:
        return knowledge.conditions[fact.value.en].name
    name = _FACTS.get(fact.fact)
    return fact.value if name is None else Text(f"{name.en} {fact.value.en}", f"{name.sv} {fact.value.sv}")


def _missing(found: Assessment, knowledge: Knowledge) -> Iterator[Missing]:
    """What is still open, what could become worst first."""
    for each in sorted(found.questions, key=lambda each: LEVELS.index(each.could_become)):
        names = tuple(knowledge.conditions[slug].name for slug in each.members)
        yield Missing(each.fact, each.text, each.could_become, names)


def _cited(findings: Iterable[Found], lines: Iterable[Line], knowledge: Knowledge) -> tuple[Cited, ...]:
    """Every source of the report, by its name, with the certainties of what rests on it, the highest first."""
    resting: dict[str, set[Certainty]] = {}
    said = [*((each.certainty, each.sources) for each in findings), *((each.certainty, each.sources) for each in lines)]
    for certainty, names in said:
        for name in () if certainty is None else names:
            resting.setdefault(name, set()).add(certainty)  # type: ignore[arg-type]  # None has no names
    return tuple(
        Cited(name, knowledge.sources[name], tuple(sorted(resting[name], key=_CERTAINTIES.index)))
        for name in sorted(resting)
    )
