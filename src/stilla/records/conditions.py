"""What a condition's record says: present, unsure, ruled out, or over."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from stilla.knowledge.codes import left_by
from stilla.names import ICD10
from stilla.person import Unrecognised
from stilla.records.codings import codings_of, known_codes, shown, text, text_of
from stilla.records.facts import Meaning
from stilla.records.shape import is_opaque
from stilla.text_search import plain

if TYPE_CHECKING:
    from stilla.knowledge.store import Knowledge
    from stilla.records.codings import Coding
    from stilla.records.facts import Closed, Shape


_OVER = frozenset(("inactive", "remission", "resolved"))
_PRESENT = frozenset(("", "active", "recurrence", "relapse"))
_TENTATIVE = frozenset(("unconfirmed", "provisional", "differential"))
_STATUSES = re.compile(r"https?://(?:terminology\.)?hl7\.org/(?:fhir/|CodeSystem/)condition-(?:clinical|ver-status)")
"""The code systems of the two statuses, as R4 and STU3 write them."""
_CERTAINTY = "http://fhir.de/StructureDefinition/icd-10-gm-diagnosesicherheit"
_ASSURED = "G"
"""German records say beside a code of ICD-10 how sure it is; every other letter says suspected, ruled out or past."""
_CODE_AND_WORDS = rf"{ICD10}(?:\.?-| [^\W\d]{{3}}.*)?"
_KIND_OF_TERM = r"\s*\((?:disorder|finding|situation|event|procedure)\)$"


class Named(NamedTuple):
    """What the codes and words of a condition stand for."""

    slugs: frozenset[str]
    known: bool
    """Whether it is known, also where no rule asks for it."""
    plainly: frozenset[str] = frozenset()
    """Those of them that it names as a whole, and not by one kind of many."""
    left: frozenset[str] = frozenset()
    """What is still true when a record of it is over."""
    closes: frozenset[Closed] = frozenset()
    perhaps: frozenset[str] = frozenset()
    """What a code may stand for that is too coarse to say: G70 is myasthenia, or another disorder of the same kind."""


def condition_meaning(shape: Shape, knowledge: Knowledge) -> Meaning:
    """What the shape of a condition's record says."""
    named = named_by(shape.get("code"), knowledge)
    verification = _status(shape.get("verificationStatus"))
    if verification in {"", "confirmed"} and not _is_assured(shape.get("code")):
        verification = "differential"
    clinical = _status(shape.get("clinicalStatus"))
    if is_opaque(shape):
        return _perhaps(named, shape, knowledge)
    if verification == "entered-in-error":
        return Meaning("no", ignored="entered-in-error")
    over = clinical in _OVER or shape.get("abatementBoolean") is True
    if named.closes:
        plainly = verification in {"", "confirmed"} and not over
        return Meaning("yes" if plainly else "maybe", knowledge.spans["nothing-known"], closes=named.closes)
    if verification == "refuted":
        return _refuted(named, knowledge)
    if not named.slugs:
        return _nothing(named, shape, knowledge, over=over)
    if over:
        return _over(named.left, tentative=verification in _TENTATIVE)
    if verification in {"", "confirmed"} and clinical in _PRESENT:
        lasts, left = lasts_of(named.slugs, knowledge)
        return Meaning(lasts=lasts, present=named.slugs, remains=named.left | left)
    return _unsure(named.slugs, knowledge)


def _unsure(slugs: frozenset[str], knowledge: Knowledge) -> Meaning:
    """What may be so: for as long as the longest of it lasts, and something lasting for good."""
    lasts, left = lasts_of(slugs, knowledge)
    return Meaning(lasts=None if left else lasts, unsure=slugs)


def _perhaps(named: Named, shape: Shape, knowledge: Knowledge) -> Meaning:
    """A record whose meaning something unknown changes: what it names may be so; where it names nothing, anything."""
    if named.slugs:
        return Meaning(unsure=named.slugs)
    if named.known:
        return Meaning("no", ignored="nothing-asked")
    if named.perhaps:
        return Meaning(unsure=named.perhaps)
    return Meaning(unsure=frozenset(knowledge.conditions), unrecognised=_unrecognised(shape))


def _refuted(named: Named, knowledge: Knowledge) -> Meaning:
    """What was ruled out is a "no" to what was named as a whole: no atrial fibrillation is not a healthy heart."""
    if not named.plainly:
        return Meaning("no", ignored="ruled-out")
    return Meaning(lasts=knowledge.spans["ruled-out"], refuted=named.plainly)


def _nothing(named: Named, shape: Shape, knowledge: Knowledge, *, over: bool) -> Meaning:
    """A code that no list of conditions holds."""
    if named.known:
        return Meaning("no", ignored="nothing-asked")
    if over:
        return Meaning("no", ignored="over")
    if named.perhaps:
        return _unsure(named.perhaps, knowledge)
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
    """The code of a status; empty where none is given, and a word nobody knows where it cannot be read.

    Where FHIR's own code is given, what others stand beside it are translations.
    """
    if concept is None:
        return ""
    listed = concept.get("coding") if isinstance(concept, dict) else None
    written = [each for each in listed if isinstance(each, dict)] if isinstance(listed, list) else []
    own = [each for each in written if _STATUSES.fullmatch(text(each.get("system")))]
    codes = {text(each.get("code")) for each in own or written} - {""}
    return codes.pop() if len(codes) == 1 else text_of(concept).casefold() or "?"


def _is_assured(concept: object) -> bool:
    """Whether no coding says that it is only suspected, ruled out or past."""
    listed = concept.get("coding") if isinstance(concept, dict) else None
    marks = [
        mark
        for each in (listed if isinstance(listed, list) else ())
        if isinstance(each, dict) and isinstance(each.get("extension"), list)
        for mark in each["extension"]
        if isinstance(mark, dict) and mark.get("url") == _CERTAINTY
    ]
    codes = [mark["valueCoding"].get("code") if isinstance(mark.get("valueCoding"), dict) else None for mark in marks]
    return all(code == _ASSURED for code in codes)


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
    parts += [_said(each, knowledge) for each in words]
    return Named(
        frozenset(slug for each in parts for slug in each.slugs),
        any(each.known for each in parts),
        frozenset(slug for each in parts for slug in each.plainly),
        frozenset(slug for each in parts for slug in each.left),
        frozenset(name for each in parts for name in each.closes),
        frozenset(slug for each in parts for slug in each.perhaps),
    )


def _said(words: str, knowledge: Knowledge) -> Named:
    """What words name, with or without the kind of term that SNOMED CT puts behind them."""
    key = plain(words)
    bare = re.sub(_KIND_OF_TERM, "", key)
    named = _worded(knowledge.condition_names.get(key) or knowledge.condition_names.get(bare, ()), knowledge)
    return named._replace(plainly=frozenset(slug for slug in named.slugs if bare in _own_names(slug, knowledge)))


def _own_names(slug: str, knowledge: Knowledge) -> frozenset[str]:
    name = knowledge.conditions[slug].name
    return frozenset((slug, plain(name.en), plain(name.sv)))


def _worded(slugs: Iterable[str], knowledge: Knowledge) -> Named:
    found = frozenset(slugs)
    left = frozenset(left for slug in found for left in knowledge.conditions[slug].remains)
    return Named(found, bool(found), left=left)


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
    perhaps = _more_exactly(coding.code, knowledge) if coding.system == "icd-10" and listed == () else frozenset()
    return Named(
        named.slugs,
        named.known or (listed is not None and not perhaps) or any(each.nothing for each in entries),
        _as_a_whole(coding, named.slugs, knowledge),
        named.left if left is None else frozenset(left),
        frozenset(each.closes for each in entries if each.closes is not None),
        perhaps,
    )


def _as_a_whole(coding: Coding, slugs: frozenset[str], knowledge: Knowledge) -> frozenset[str]:
    """The condition, where the code is the only one that it has in ICD-10, and names nothing else."""
    if coding.system != "icd-10" or len(slugs) != 1:
        return frozenset()
    (slug,) = slugs
    listed = knowledge.conditions[slug].icd10
    return (
        slugs
        if len(listed) == 1 and plain(coding.code).replace(".", "") == plain(listed[0]).replace(".", "")
        else frozenset()
    )


def by_icd10(code: str, knowledge: Knowledge) -> tuple[str, ...] | None:
    """The conditions of the longest beginning that some list holds; None for what is no such code.

    No condition is a good answer: then it is one that no rule asks about. Words behind a code are left out.
    """
    digits = _digits(code)
    if digits is None:
        return None
    for length in range(len(digits), 0, -1):
        if slugs := knowledge.icd10_index.get(digits[:length]):
            return slugs
    return ()


def _more_exactly(code: str, knowledge: Knowledge) -> frozenset[str]:
    """The conditions of longer codes that begin with this one: a whole category may be any of its parts."""
    digits = _digits(code)
    if digits is None:
        return frozenset()
    index = knowledge.icd10_index.items()
    return frozenset(slug for longer, slugs in index if longer.startswith(digits) for slug in slugs)


def _digits(code: str) -> str | None:
    """A code of ICD-10 in small letters without its dot and the words behind it; None for what is no such code."""
    found = re.fullmatch(_CODE_AND_WORDS, plain(code))
    return None if found is None else found[1] + found[2]
