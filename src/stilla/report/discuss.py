"""What to bring up with the doctor. Whatever is asked about, nothing is recommended."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from stilla.findings import shown
from stilla.person import latest
from stilla.report.lines import line
from stilla.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from stilla.findings import Assessment
    from stilla.knowledge.store import Knowledge
    from stilla.person import LabCode, Person
    from stilla.report.value import Found, Line

NAMED = 3
"""Titles and medicines named in one question; the rest stands in the findings."""

_TESTS: tuple[tuple[LabCode, Text], ...] = (
    ("ferritin", Text("ferritin", "ferritin")),
    ("tsat", Text("transferrin saturation", "transferrinmättnad")),
)


def questions_of(
    found: Assessment, findings: tuple[Found, ...], person: Person, knowledge: Knowledge
) -> tuple[Line, ...]:
    """The questions in the order in which they matter: danger, magnesium, iron, other medicines, the rest."""
    return tuple(_questions(found, findings, person, knowledge))


def _questions(found: Assessment, findings: tuple[Found, ...], person: Person, knowledge: Knowledge) -> Iterator[Line]:
    urgent = [each for each in findings if each.level == "stop" and each.urgency in {"now", "today"}]
    if urgent:
        first = urgent[0]
        now = line(knowledge, "report-ask-now", do=first.do)
        yield msgspec.structs.replace(now, certainty=first.certainty, sources=first.sources)
    in_the_way = [each.title for each in findings if each.level in {"stop", "ask"}]
    if in_the_way:
        yield line(knowledge, "report-ask-may", titles=_listed(in_the_way))
    yield from _iron(findings, person, knowledge)
    worse = _medicines_of(findings, person)
    if worse:
        yield line(knowledge, "report-ask-aggravators", names=_listed(worse))
    if any(each.fact == "egfr" for each in found.questions):
        yield line(knowledge, "report-ask-kidneys")
    yield line(knowledge, "report-tell-trouble")
    yield line(knowledge, "report-ask-treatments")


def _iron(findings: Iterable[Found], person: Person, knowledge: Knowledge) -> Iterator[Line]:
    """The test where there is none, what low values mean, and the other of the two where one is missing."""
    if any(each.rule == "iron-low" for each in findings):
        yield line(knowledge, "report-ask-iron-low")
    unmeasured = [test for code, test in _TESTS if latest(person.observations, code) is None]
    if len(unmeasured) == len(_TESTS):
        yield line(knowledge, "report-ask-iron")
    elif unmeasured:
        yield line(knowledge, "report-ask-iron-other", test=unmeasured[0])


def _medicines_of(findings: Iterable[Found], person: Person) -> list[Text]:
    """The medicines, without their times, that a rule says may make restless legs worse."""
    blamed = {fact.en for each in findings if each.kind == "aggravator" for fact in each.because}
    names = dict.fromkeys(each.text for each in person.medicines if shown(each) in blamed)
    return [Text(name, name) for name in names]


def _listed(parts: list[Text]) -> Text:
    """The first few, and how many more."""
    said = Text(", ".join(each.en for each in parts[:NAMED]), ", ".join(each.sv for each in parts[:NAMED]))
    left = len(parts) - NAMED
    return said if left <= 0 else Text(f"{said.en} (and {left} more)", f"{said.sv} (och {left} till)")
