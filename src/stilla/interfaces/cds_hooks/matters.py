"""When the service speaks, and of what: magnesium must meet the patient. Silence is decided here, and nowhere else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from stilla.findings import BLOCKING, Finding, assess, spoken_of
from stilla.interfaces.cds_hooks.services import MEDICINES, TYPES
from stilla.interfaces.words.cds import NOT_RECOGNISED, NOT_SURE, PARTIAL, UNCHECKED
from stilla.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from stilla.interfaces.cds_hooks.services import Hook, Key
    from stilla.interfaces.cds_hooks.subject import Subject
    from stilla.knowledge.store import Knowledge
    from stilla.person import Person, Unrecognised

RESTLESS_LEGS = "restless-legs"
_ALREADY = {"prescribed-magnesium", "other-magnesium-medicine", "magnesium-supplement-medicine"}
"""Rules that tell a person that they take magnesium already: a prescriber has it before them."""
_BY_VEIN = "intravenous-magnesium"
"""The rule that speaks of magnesium by vein, whose codes are not those of what is swallowed."""
_AMOUNT = "magnesium"
"""The question for the amount. Records rarely say it, so it never makes a card by itself."""
_MOST_NAMES = 5


class Unchecked(msgspec.Struct, frozen=True):
    """What could not be looked at, and how much hangs on it."""

    names: tuple[Text, ...]
    meets: bool
    """Magnesium meets the patient for sure: by what is taken, or by what is ordered."""


class Matters(msgspec.Struct, frozen=True):
    """What there is to say. `findings` have a card each; `restless` share one."""

    findings: tuple[Finding, ...] = ()
    restless: tuple[Finding, ...] = ()
    unchecked: Unchecked | None = None
    also: tuple[Text, ...] = ()
    """What else was not checked: said on the cards there are, but no reason for one."""
    concerned: frozenset[str] = frozenset()
    """Rules that speak of what is being ordered."""


def matters(subject: Subject, hook: Hook, knowledge: Knowledge, as_of: date) -> Matters:
    """What to say of a patient at a hook; nothing where magnesium and the patient do not meet."""
    if subject.dead or (hook != "patient-view" and not subject.orders_a_medicine):
        return Matters()
    looking = _Looking(subject, knowledge, as_of)
    if looking.meets:
        return looking.meeting(hook)
    if hook == "patient-view":
        return looking.chart()
    return looking.order()


class _Looking:
    """One look at one patient."""

    def __init__(self, subject: Subject, knowledge: Knowledge, as_of: date) -> None:
        self.subject = subject
        self.knowledge = knowledge
        self.as_of = as_of
        self.person = subject.with_orders(knowledge)
        self.findings = tuple(
            each for each in assess(self.person, knowledge, as_of).findings if each.rule.id not in _ALREADY
        )
        self.orders_magnesium = self._takes(subject.ordered)
        self.meets = self.orders_magnesium or self._takes(self.person) or self._by_vein()
        spoken = spoken_of(self.findings, subject.ordered)
        self.concerned = frozenset(finding.rule.id for finding, _ in spoken)

    def _takes(self, person: Person) -> bool:
        """Whether magnesium is among what is taken, surely or perhaps, by whichever route."""
        code = self.knowledge.contains_magnesium.speaks_of
        medicines = (*person.medicines, *person.unsure_medicines)
        return bool(person.magnesium) or any(code(atc) for each in medicines for atc in each.atc)

    def _by_vein(self) -> bool:
        return any(each.rule.id == _BY_VEIN for each in self.findings)

    def meeting(self, hook: Hook) -> Matters:
        """They take magnesium, or it is being ordered."""
        if self.orders_magnesium:
            self.concerned = frozenset(each.rule.id for each in self.findings)
        spoken = tuple(each for each in self.findings if self._is_said(each, hook))
        names, amount = self._unchecked()
        return Matters(
            findings=spoken,
            unchecked=Unchecked(names, meets=True) if names else None,
            also=amount,
            concerned=self.concerned,
        )

    def _is_said(self, finding: Finding, hook: Hook) -> bool:
        """What speaks against magnesium always; hours and the like at the chart, or for what is ordered."""
        if finding.level in BLOCKING:
            return True
        return finding.level != "info" and (hook == "patient-view" or finding.rule.id in self.concerned)

    def chart(self) -> Matters:
        """No magnesium that is known of, and somebody opened the record."""
        restless: tuple[Finding, ...] = ()
        names = self._not_given(MEDICINES)
        if RESTLESS_LEGS in self.person.conditions:
            restless = tuple(each for each in self.findings if each.level in {*BLOCKING, "info"})
            names = self._unchecked()[0]
        return Matters(restless=restless, unchecked=Unchecked(names, meets=False) if names else None)

    def order(self) -> Matters:
        """No magnesium that is known of, and a medicine is ordered: does not knowing matter?"""
        interacts = any(each.level != "info" and each.rule.id in self.concerned for each in self.findings)
        strangers = list(_unknown_medicines(self.subject.ordered.unrecognised))
        if interacts:
            strangers += _unknown_medicines(self.subject.person.unrecognised)
        names = (
            *self._not_given(MEDICINES),
            *((_named(NOT_RECOGNISED, strangers),) if strangers else ()),
        )
        return Matters(unchecked=Unchecked(names, meets=interacts) if names else None)

    def _not_given(self, keys: tuple[Key, ...]) -> tuple[Text, ...]:
        """The names of keys that were not answered, or not to their end."""
        given = self.subject.given
        missing: list[str] = [key for key in keys if key in given.missing]
        if set(MEDICINES) <= set(missing):
            missing = ["medicines", *(key for key in missing if key not in MEDICINES)]
        partial = [_filled(PARTIAL, what=UNCHECKED[key]) for key in keys if key in given.partial]
        return (*(UNCHECKED[key] for key in missing), *partial)

    def _unchecked(self) -> tuple[tuple[Text, ...], tuple[Text, ...]]:
        """Everything that could still become a stop or a question; and, apart, the amount where it is not known.

        What was asked for and not given is named as such. For the rest the lists are taken as they were given: in a
        record every list is open, and a card that says so each time would be read by nobody.
        """
        given = self.subject.given
        names = list(self._not_given(tuple(TYPES)))
        whole = msgspec.structs.replace(
            self.person, conditions_complete=True, medicines_complete=True, magnesium_complete=True
        )
        amount: tuple[Text, ...] = ()
        for question in assess(whole, self.knowledge, self.as_of).questions:
            if question.could_become not in BLOCKING:
                continue
            if question.fact == _AMOUNT:
                amount = (self.knowledge.advice("cds-amount"),)
            elif _COVERED.get(question.fact) in given.missing:
                continue
            elif question.fact == "medicines":
                names += self._unsure_medicines()
            elif question.members:
                conditions = [self.knowledge.conditions[slug].name for slug in question.members]
                names.append(_named(NOT_SURE, conditions))
            elif question.fact in UNCHECKED:
                names.append(UNCHECKED[question.fact])
        strangers = list(_as_texts(self.person.unrecognised))
        if strangers:
            names.append(_named(NOT_RECOGNISED, strangers))
        return tuple(dict.fromkeys(names)), amount

    def _unsure_medicines(self) -> list[Text]:
        names = [Text(each.text, each.text) for each in self.person.unsure_medicines]
        return [_named(NOT_SURE, names)] if names else []


_COVERED: dict[str, Key] = {
    **dict.fromkeys(("age", "sex"), "patient"),
    **dict.fromkeys(("egfr", "serum-magnesium", "ferritin", "tsat"), "observations"),
}
"""Facts that need no name of their own where the key they come from is missing."""


def _unknown_medicines(found: Iterable[Unrecognised]) -> Iterator[Text]:
    return _as_texts(each for each in found if each.kind == "medicine")


def _as_texts(found: Iterable[Unrecognised]) -> Iterator[Text]:
    return (Text(each.text, each.text) for each in found)


def _named(sentence: Text, names: Iterable[Text]) -> Text:
    """A sentence with a few names; a record may hold hundreds."""
    unique = list(dict.fromkeys(names))
    shown, more = unique[:_MOST_NAMES], len(unique) - _MOST_NAMES
    tail = f" (+{more})" if more > 0 else ""
    return _filled(
        sentence,
        names=Text(
            ", ".join(each.en for each in shown) + tail,
            ", ".join(each.sv for each in shown) + tail,
        ),
    )


def _filled(sentence: Text, **values: Text) -> Text:
    return Text(
        sentence.en.format(**{name: each.en for name, each in values.items()}),
        sentence.sv.format(**{name: each.sv for name, each in values.items()}),
    )
