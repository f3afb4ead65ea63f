"""What there is to say at a hook, in words. Whether there is anything is decided in `stilla.meeting`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from stilla.findings import Finding
from stilla.interfaces.words.cds import NOT_RECOGNISED, NOT_SURE, PARTIAL, UNCHECKED
from stilla.meeting import Seen, at_an_order, at_the_chart
from stilla.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from stilla.interfaces.cds_hooks.services import Hook
    from stilla.interfaces.cds_hooks.subject import Subject
    from stilla.knowledge.store import Knowledge
    from stilla.meeting import Lack

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
    seen = Seen(
        person=subject.with_orders(knowledge),
        recorded=subject.person,
        ordered=subject.ordered,
        missing=subject.given.missing,
        partial=subject.given.partial,
    )
    look = at_the_chart if hook == "patient-view" else at_an_order
    found = look(seen, knowledge, as_of)
    names = tuple(dict.fromkeys(name for each in found.lacks for name in _said(each)))
    return Matters(
        findings=found.findings,
        restless=found.restless,
        unchecked=Unchecked(names, meets=found.for_sure) if names else None,
        also=(knowledge.advice("cds-amount"),) if found.amount_open else (),
        concerned=found.concerned,
    )


def _said(lack: Lack) -> Iterator[Text]:
    if lack.kind == "unsure":
        yield _named(NOT_SURE, lack.names)
    elif lack.kind == "unrecognised":
        yield _named(NOT_RECOGNISED, lack.names)
    elif lack.of in UNCHECKED:
        yield _filled(PARTIAL, what=UNCHECKED[lack.of]) if lack.kind == "partial" else UNCHECKED[lack.of]


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
