"""What a condition's record says: present, unsure, ruled out, or over."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from stilla.knowledge.codes import left_by
from stilla.names import ICD10
from stilla.person import Unrecognised
from stilla.records.codings import codings_of, known_codes, shown, text_of
from stilla.records.facts import Meaning
from stilla.records.shape import is_opaque
from stilla.text_search import plain

if TYPE_CHECKING:
    from stilla.knowledge.store import Knowledge
    from stilla.records.codings import Coding
    from stilla.records.facts import Closed, Shape

RULED_OUT_LASTS = 365
"""Days for which "ruled out" and "nothing known" are believed [own]: later it is unknown again."""

_OVER = frozenset(("inactive", "remission", "resolved"))
_PRESENT = frozenset(("", "active", "recurrence", "relapse"))
_TENTATIVE = frozenset(("unconfirmed", "provisional", "differential"))


class Named(NamedTuple):
    """What the codes and words of a condition stand for."""

    slugs: frozenset[str]
    known: bool
    """Whether it is known, also where no rule asks for it."""
    left: frozenset[str] = frozenset()
    """What is still true when a record of it is over."""
    closes: frozenset[Closed] = frozenset()


def condition_meaning(shape: Shape, knowledge: Knowledge) -> Meaning:
    """What the shape of a condition's record says."""
    named = named_by(shape.get("code"), knowledge)
    verification = _status(shape.get("verificationStatus"))
    clinical = _status(shape.get("clinicalStatus"))
    if is_opaque(shape):
        return _perhaps(named, shape, knowledge)
    if verification == "entered-in-error":
        return Meaning("no", ignored="entered-in-error")
    over = clinical in _OVER or shape.get("abatementBoolean") is True
    if named.closes:
        plainly = verification in {"", "confirmed"} and not over
        return Meaning("yes" if plainly else "maybe", RULED_OUT_LASTS, closes=named.closes)
    if verification == "refuted":
        return _refuted(named)
    if not named.slugs:
        return _nothing(named, shape, knowledge, over=over)
    if over:
        return _over(named.left, tentative=verification in _TENTATIVE)
    lasts, left = lasts_of(named.slugs, knowledge)
    if verification in {"", "confirmed"} and clinical in _PRESENT:
        return Meaning(lasts=lasts, present=named.slugs, remains=named.left | left)
    return Meaning(lasts=lasts, unsure=named.slugs)


def _perhaps(named: Named, shape: Shape, knowledge: Knowledge) -> Meaning:
    """A record whose meaning something unknown changes: what it names may be so; where it names nothing, anything."""
    if named.slugs:
        return Meaning(unsure=named.slugs)
    if named.known:
        return Meaning("no", ignored="nothing-asked")
    return Meaning(unsure=frozenset(knowledge.conditions), unrecognised=_unrecognised(shape))


def _refuted(named: Named) -> Meaning:
    if not named.slugs:
        return Meaning("no", ignored="ruled-out")
    return Meaning(lasts=RULED_OUT_LASTS, refuted=named.slugs)


def _nothing(named: Named, shape: Shape, knowledge: Knowledge, *, over: bool) -> Meaning:
    """A code that no list of conditions holds."""
    if named.known:
        return Meaning("no", ignored="nothing-asked")
    if over:
        return Meaning("no", ignored="over")
    if not codings_of(shape.get("code")) and not text_of(shape.get("code")):
        return Meaning(unsure=frozenset(knowledge.conditions), unrecognised=_unrecognised(shape))
    return Meaning(unrecognised=_unrecognised(shape))


def _over(left: frozenset[str], *, tentative: bool) -> Meaning:
    if not left:
        return Meaning("no", ignored="over")
    return Meaning(unsure=left) if tentative else Meaning(present=left, remains=left)


def _unrecognised(shape: Shape) -> Unrecognised:
    return Unrecognised("condition", shown(shape.get("code")) or "Condition")


def _status(concept: object) -> str:
    """The code of a status; empty where none is given, and a word nobody knows where it cannot be read."""
    if concept is None:
        return ""
    codes = [each.code for each in codings_of(concept) if each.code]
    return codes[0] if len(set(codes)) == 1 else text_of(concept).casefold() or "?"


def lasts_of(slugs: Iterable[str], knowledge: Knowledge) -> tuple[int | None, frozenset[str]]:
    """Days for which an open record of these holds, and which of them stay when those are over.

    A code may name something brief together with something lasting: the longest of the brief ones decides, and what
    lasts stays.
    """
    days = {slug: knowledge.conditions[slug].lasts for slug in slugs}
    longest = max((each for each in days.values() if each is not None), default=None)
    return longest, frozenset() if longest is None else frozenset(slug for slug in days if days[slug] is None)


def named_by(concept: object, knowledge: Knowledge) -> Named:
    """The conditions that a CodeableConcept names, by all of its codes and words."""
    codings = codings_of(concept)
    parts = [_coded(each, knowledge) for each in codings]
    words = dict.fromkeys(filter(None, (*(each.display for each in codings), text_of(concept))))
    parts += [_worded(knowledge.condition_names.get(plain(each), ()), knowledge) for each in words]
    return Named(
        frozenset(slug for each in parts for slug in each.slugs),
        any(each.known for each in parts),
        frozenset(slug for each in parts for slug in each.left),
        frozenset(name for each in parts for name in each.closes),
    )


def _worded(slugs: Iterable[str], knowledge: Knowledge) -> Named:
    found = frozenset(slugs)
    return Named(found, bool(found), frozenset(left for slug in found for left in knowledge.conditions[slug].remains))


def _coded(coding: Coding, knowledge: Knowledge) -> Named:
    """What one code names, and what it leaves: as the code itself says, or else as its conditions do."""
    if coding.system is None or not coding.code:
        return Named(frozenset(), known=False)
    entries = [*known_codes((coding,), knowledge)]
    listed = by_icd10(coding.code, knowledge) if coding.system == "icd-10" else None
    if coding.system == "snomed":
        listed = knowledge.snomed_index.get(coding.code)
    named = _worded((*(listed or ()), *(slug for each in entries for slug in each.conditions)), knowledge)
    left = left_by(knowledge.record_codes, coding.system, coding.code)
    return Named(
        named.slugs,
        named.known or listed is not None or any(each.nothing for each in entries),
        named.left if left is None else frozenset(left),
        frozenset(each.closes for each in entries if each.closes is not None),
    )


def by_icd10(code: str, knowledge: Knowledge) -> tuple[str, ...] | None:
    """The conditions of the longest beginning that some list holds; None for what is no such code.

    No condition is a good answer: then it is one that no rule asks about.
    """
    found = re.fullmatch(ICD10, plain(code))
    if found is None:
        return None
    digits = found[1] + found[2]
    for length in range(len(digits), 0, -1):
        if slugs := knowledge.icd10_index.get(digits[:length]):
            return slugs
    return ()
