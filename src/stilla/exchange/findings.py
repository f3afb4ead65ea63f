"""Each finding as a DetectedIssue.

`mitigation` stays empty: FHIR keeps it for what has been done or is committed to. What is to be done stands in
`detail`, after why.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from stilla.exchange import words
from stilla.exchange.codings import HOME, concept, hl7, own, reference
from stilla.exchange.facts import implicated
from stilla.exchange.writing import Entry, Writing
from stilla.text import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from stilla.exchange.codings import Element
    from stilla.findings import Assessment, Fact, Finding
    from stilla.knowledge.schema import Level, Source
    from stilla.person import Person

    Stated = Callable[[Fact, Person, Writing], Iterator[str]]

SEVERITY: dict[Level, str] = {"stop": "high", "ask": "moderate", "space": "moderate", "watch": "low", "info": "low"}
"""FHIR's three words for our five levels; our own stands beside, in the code."""


def issues(found: Assessment, person: Person, writing: Writing, stated: Stated = implicated) -> Iterator[Entry]:
    """Every finding, worst first. Those that rest on what was recalled and not yet read are `preliminary`.

    Args:
        found: everything that was found.
        person: of whom.
        writing: for whom and how.
        stated: what a fact is stated by: resources of the same document, or (`recorded`) the records it was read from.
    """
    for each in found.findings:
        behind = dict.fromkeys(name for fact in each.why for name in stated(fact, person, writing))
        yield Entry(writing.names.of("issue", each.rule.id), _issue(each, found, list(behind), writing))


def _issue(finding: Finding, found: Assessment, behind: list[str], writing: Writing) -> Element:
    rule = finding.rule
    title, why, do = (writing.say(each) for each in (rule.title, rule.why, rule.do))
    sources = [found.sources[name] for name in rule.sources]
    return writing.resource(
        "DetectedIssue",
        [*_heading(finding, title, writing), why, do, *(cited(each, writing) for each in sources)],
        identifier=[{"system": f"{HOME}/rule", "value": rule.id}],
        status="preliminary" if rule.certainty == "unconfirmed" else "final",
        code=concept(title, own("rule", rule.id), *_kinds(finding)),
        severity=SEVERITY[rule.level],
        patient=writing.about,
        identifiedDateTime=found.as_of.isoformat(),
        author=writing.author,
        implicated=[reference(each) for each in behind],
        evidence=[{"code": [each]} for each in _evidence(finding.why, writing)],
        detail=f"{why} {do}",
        reference=next((each.address for each in sources if each.address), None),
    )


def _kinds(finding: Finding) -> Iterator[Element]:
    """Our level, and HL7's word for an interaction."""
    yield own("level", finding.rule.level)
    if finding.rule.kind == "interaction":
        yield hl7("v3-ActCode", "DRG")["coding"][0]


def _heading(finding: Finding, title: str, writing: Writing) -> Iterator[str]:
    rule = finding.rule
    yield writing.say(words.LEVEL).format(level=writing.say(words.LEVELS[rule.level]), title=title)
    if finding.why:
        yield writing.say(words.BECAUSE).format(facts="; ".join(_shown(each, writing) for each in finding.why))
    yield writing.say(words.CERTAINTY).format(word=writing.say(words.CERTAINTIES[rule.certainty]))


def _evidence(facts: tuple[Fact, ...], writing: Writing) -> Iterator[Element]:
    """The facts that made it hold, in words and by name."""
    for each in facts:
        code = own("condition", each.value.en) if each.fact == "conditions" else own("fact", each.fact)
        yield concept(_shown(each, writing), code)


_NAMES = {
    **words.LABS,
    "magnesium": Text("magnesium", "magnesium"),
    "age": words.AGE,
}


def _shown(fact: Fact, writing: Writing) -> str:
    """A fact in words."""
    conditions = writing.knowledge.conditions
    if fact.fact == "conditions" and fact.value.en in conditions:
        return writing.say(conditions[fact.value.en].name)
    name = _NAMES.get(fact.fact)
    said = writing.say(fact.value)
    return said if name is None else f"{writing.say(name)} {said}"


def cited(source: Source, writing: Writing) -> str:
    """A source in a line."""
    address = f" {source.address}" if source.address else ""
    return writing.say(words.SOURCE).format(source=f"{source.title}{address}")
