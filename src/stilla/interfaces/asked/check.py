"""One question at a time: what a person answers, kept as the fields of a person file.

The questions come from the rules, and what is asked next is what the assessment still lacks. The terminal and the app
ask the same ones; "I don't know" is always an answer, and it is never "no".
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from stilla.findings import assess
from stilla.reading.document import Written
from stilla.reading.person_file import Context, Read, read_person

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import date

    from stilla.findings import Assessment, OpenQuestion
    from stilla.knowledge.store import Knowledge

OPEN_LISTS = ("conditions", "medicines", "magnesium")
"""Lists that are not whole before somebody says so."""

LISTS = frozenset({"medicines", "magnesium"})
"""Questions that are answered with a list."""

LABS = {
    "egfr": "egfr",
    "ferritin": "ferritin",
    "tsat": "transferrin_saturation",
    "serum-magnesium": "serum_magnesium",
}
"""Questions that are answered with a measured value, and its field."""

_CONDITIONS = ("conditions", "no_conditions", "unsure")


class Said(msgspec.Struct, frozen=True):
    """What was answered so far.

    `facts` are the fields of a person file; `open_lists` those of its lists that are not whole yet; `passed` the
    questions that got an answer, "I don't know" among them.
    """

    facts: Mapping[str, Any] = {}
    open_lists: tuple[str, ...] = OPEN_LISTS
    passed: tuple[str, ...] = ()

    def read(self, knowledge: Knowledge, as_of: date) -> Read:
        """The person, as far as answered.

        Raises:
            BadInput: what cannot be read, or contradicts itself.
        """
        written = Written(dict(self.facts), open_lists=frozenset(self.open_lists))
        return read_person(written, Context(knowledge, as_of))

    def assess(self, knowledge: Knowledge, as_of: date) -> Assessment:
        """What the rules say so far."""
        return assess(self.read(knowledge, as_of).person, knowledge, as_of)

    def following(self, found: Assessment) -> OpenQuestion | None:
        """The next question that was not answered yet; None where nothing is missing that the person knows."""
        return next((each for each in found.questions if each.fact not in self.passed), None)

    def is_emergency(self, found: Assessment) -> bool:
        """Whether something said needs help now, so that no further question is asked."""
        return any(each.rule.urgency == "now" for each in found.findings)

    def without(self, question: str, members: Collection[str] = ()) -> Said:
        """The same before a question was answered."""
        facts = {name: value for name, value in self.facts.items() if name not in fields_of(question)}
        for name in _CONDITIONS if members else ():
            facts[name] = [slug for slug in facts.get(name, ()) if slug not in members]
        opened = question if question in LISTS and question not in self.open_lists else None
        return Said(
            facts,
            (*self.open_lists, opened) if opened else self.open_lists,
            tuple(each for each in self.passed if each != question),
        )

    def pass_by(self, question: str) -> Said:
        """The question was seen: answered, or answered with "I don't know"."""
        return msgspec.structs.replace(self, passed=(*(each for each in self.passed if each != question), question))

    def with_members(
        self, question: str, members: Sequence[str], chosen: Collection[str], knowledge: Knowledge
    ) -> Said:
        """Which of the conditions asked about apply; the others are answered no."""
        before = self.without(question, members)
        facts = dict(before.facts)
        facts["conditions"] = [*facts.get("conditions", ()), *(slug for slug in members if slug in chosen)]
        facts["no_conditions"] = [
            *facts.get("no_conditions", ()),
            *(slug for slug in members if slug not in chosen and not _is_within(slug, chosen, knowledge)),
        ]
        return msgspec.structs.replace(before, facts=facts).pass_by(question)

    def unsure(self, question: str, members: Sequence[str] = ()) -> Said:
        """Nothing known: everything asked about stays open."""
        before = self.without(question, members)
        facts = dict(before.facts)
        if members:
            facts["unsure"] = [*facts.get("unsure", ()), *members]
        return msgspec.structs.replace(before, facts=facts).pass_by(question)

    def with_list(self, question: str, entries: Sequence[Any]) -> Said:
        """The whole list of medicines or of products with magnesium; an empty one is "none"."""
        return Said(
            {**self.facts, question: list(entries)},
            tuple(each for each in self.open_lists if each != question),
            self.passed,
        ).pass_by(question)

    def with_fields(self, question: str, fields: Mapping[str, Any]) -> Said:
        """A value, such as an age or a measured one."""
        before = self.without(question)
        return msgspec.structs.replace(before, facts={**before.facts, **fields}).pass_by(question)


def fields_of(question: str) -> tuple[str, ...]:
    """The fields of a person file that a question fills.

    >>> fields_of("tsat")
    ('transferrin_saturation',)
    """
    if question == "egfr":
        return "egfr", "creatinine"
    return (LABS.get(question, question),)


def _is_within(slug: str, chosen: Collection[str], knowledge: Knowledge) -> bool:
    """Whether a chosen condition also counts as this one, so that "no" to it would contradict."""
    return any(slug in knowledge.conditions[each].broader for each in chosen)
