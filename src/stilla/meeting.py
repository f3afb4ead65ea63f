"""When magnesium meets a patient whose record somebody has open, and what there is to say then.

Silence is decided here, and nowhere else. Doors (CDS Hooks) turn what is found into words.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import msgspec

from stilla.findings import BLOCKING, Finding, assess, spoken_of
from stilla.person import Person
from stilla.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from stilla.knowledge.store import Knowledge

Part = Literal["patient", "medicationRequests", "medicationStatements", "conditions", "observations"]
"""Parts of a record that are asked for one by one."""

PARTS: tuple[Part, ...] = ("patient", "medicationRequests", "medicationStatements", "conditions", "observations")
MEDICINES: tuple[Part, ...] = ("medicationRequests", "medicationStatements")
RESTLESS_LEGS = "restless-legs"
_ALREADY = {"prescribed-magnesium", "other-magnesium-medicine", "magnesium-supplement-medicine"}
"""Rules that tell a person that they take magnesium already: a prescriber has it before them."""
_BY_VEIN = "intravenous-magnesium"
"""The rule that speaks of magnesium by vein, whose codes are not those of what is swallowed."""
_AMOUNT = "magnesium"
"""The question for the amount. Records rarely say it, so it never is a reason to speak by itself."""
_COVERED: dict[str, Part] = {
    **dict.fromkeys(("age", "sex"), "patient"),
    **dict.fromkeys(("egfr", "serum-magnesium", "ferritin", "tsat"), "observations"),
}
"""Facts that need no name of their own where the part they come from is missing."""


class Seen(msgspec.Struct, frozen=True):
    """What somebody has before them.

    `person` is the patient taking also what is being ordered, `ordered` only that; `recorded` the patient without it.
    """

    person: Person
    recorded: Person
    ordered: Person
    missing: frozenset[Part] = frozenset()
    partial: frozenset[Part] = frozenset()
    """Parts of which only a first page came."""


class Lack(msgspec.Struct, frozen=True):
    """Something that could not be looked at: a part or fact by name (`of`), or what nobody knows or is sure of."""

    kind: Literal["missing", "partial", "unsure", "unrecognised"]
    of: str = ""
    names: tuple[Text, ...] = ()


class Meeting(msgspec.Struct, frozen=True):
    """What there is to say. Nothing at all is an answer too: then the service is silent."""

    findings: tuple[Finding, ...] = ()
    """Each for itself."""
    restless: tuple[Finding, ...] = ()
    """Those of somebody with restless legs and no magnesium that is known of: said together."""
    lacks: tuple[Lack, ...] = ()
    for_sure: bool = False
    """Whether much hangs on what is lacking: magnesium, or what it interacts with, is there for sure."""
    amount_open: bool = False
    """How much magnesium is not known: said beside what is said, but no reason to speak."""
    concerned: frozenset[str] = frozenset()
    """Rules that speak of what is being ordered."""


def at_the_chart(seen: Seen, knowledge: Knowledge, as_of: date) -> Meeting:
    """Somebody opened the record."""
    looking = _Looking(seen, knowledge, as_of)
    return looking.meeting(at_chart=True) if looking.meets else looking.chart()


def at_an_order(seen: Seen, knowledge: Knowledge, as_of: date) -> Meeting:
    """Somebody orders a medicine."""
    looking = _Looking(seen, knowledge, as_of)
    return looking.meeting(at_chart=False) if looking.meets else looking.order()


class _Looking:
    """One look at one patient."""

    def __init__(self, seen: Seen, knowledge: Knowledge, as_of: date) -> None:
        self.seen = seen
        self.knowledge = knowledge
        self.as_of = as_of
        found = assess(seen.person, knowledge, as_of).findings
        self.findings = tuple(each for each in found if each.rule.id not in _ALREADY)
        self.orders_magnesium = self._takes(seen.ordered)
        self.meets = self.orders_magnesium or self._takes(seen.person) or self._by_vein()
        self.concerned = frozenset(finding.rule.id for finding, _ in spoken_of(self.findings, seen.ordered))

    def _takes(self, person: Person) -> bool:
        """Whether magnesium is among what is taken, surely or perhaps, by whichever route."""
        code = self.knowledge.contains_magnesium.speaks_of
        medicines = (*person.medicines, *person.unsure_medicines)
        return bool(person.magnesium) or any(code(atc) for each in medicines for atc in each.atc)

    def _by_vein(self) -> bool:
        return any(each.rule.id == _BY_VEIN for each in self.findings)

    def meeting(self, *, at_chart: bool) -> Meeting:
        """They take magnesium, or it is being ordered."""
        concerned = frozenset(each.rule.id for each in self.findings) if self.orders_magnesium else self.concerned
        lacks, amount_open = self._unchecked()
        return Meeting(
            findings=tuple(each for each in self.findings if _is_said(each, concerned, at_chart=at_chart)),
            lacks=lacks,
            for_sure=True,
            amount_open=amount_open,
            concerned=concerned,
        )

    def chart(self) -> Meeting:
        """No magnesium that is known of."""
        if RESTLESS_LEGS not in self.seen.person.conditions:
            return Meeting(lacks=self._not_given(MEDICINES))
        restless = tuple(each for each in self.findings if each.level in {*BLOCKING, "info"})
        return Meeting(restless=restless, lacks=self._unchecked()[0])

    def order(self) -> Meeting:
        """No magnesium that is known of, and a medicine is ordered: does not knowing matter?"""
        interacts = any(each.level != "info" and each.rule.id in self.concerned for each in self.findings)
        strangers = [*_unknown_medicines(self.seen.ordered)]
        if interacts:
            strangers += _unknown_medicines(self.seen.recorded)
        return Meeting(lacks=(*self._not_given(MEDICINES), *_unrecognised(strangers)), for_sure=interacts)

    def _not_given(self, parts: tuple[Part, ...]) -> tuple[Lack, ...]:
        """The parts that were not given, or not to their end."""
        missing: list[str] = [part for part in parts if part in self.seen.missing]
        if set(MEDICINES) <= set(missing):
            missing = ["medicines", *(part for part in missing if part not in MEDICINES)]
        partial = [Lack("partial", part) for part in parts if part in self.seen.partial]
        return (*(Lack("missing", part) for part in missing), *partial)

    def _unchecked(self) -> tuple[tuple[Lack, ...], bool]:
        """Everything that could still become a stop or a question; and whether the amount is open.

        What was asked for and not given is named as such. For the rest the lists are taken as they were given: in a
        record every list is open, and to say so each time would be read by nobody.
        """
        person, lacks, amount_open = self.seen.person, [*self._not_given(PARTS)], False
        whole = msgspec.structs.replace(
            person, conditions_complete=True, medicines_complete=True, magnesium_complete=True
        )
        for question in assess(whole, self.knowledge, self.as_of).questions:
            if question.could_become not in BLOCKING:
                continue
            if question.fact == _AMOUNT:
                amount_open = True
            elif _COVERED.get(question.fact) not in self.seen.missing:
                lacks += self._asked(question.fact, question.members)
        lacks += _unrecognised([Text(each.text, each.text) for each in person.unrecognised])
        return tuple(dict.fromkeys(lacks)), amount_open

    def _asked(self, fact: str, members: tuple[str, ...]) -> Iterator[Lack]:
        """What a question that is still open asks for."""
        if fact == "medicines":
            names = tuple(Text(each.text, each.text) for each in self.seen.person.unsure_medicines)
        else:
            names = tuple(self.knowledge.conditions[slug].name for slug in members)
        if names:
            yield Lack("unsure", names=names)
        elif fact != "medicines":
            yield Lack("missing", fact)


def _is_said(finding: Finding, concerned: frozenset[str], *, at_chart: bool) -> bool:
    """What speaks against magnesium always; hours and the like at the chart, or for what is ordered."""
    if finding.level in BLOCKING:
        return True
    return finding.level != "info" and (at_chart or finding.rule.id in concerned)


def _unknown_medicines(person: Person) -> Iterator[Text]:
    return (Text(each.text, each.text) for each in person.unrecognised if each.kind == "medicine")


def _unrecognised(names: list[Text]) -> Iterator[Lack]:
    if names:
        yield Lack("unrecognised", names=tuple(names))
