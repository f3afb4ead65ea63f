"""Is it restless legs? Criteria, mimics and red flags become a likeness, or a route to care.

Never a diagnosis: "consistent with", "not typical" or "cannot tell". All five criteria are needed (IRLSSG 2014);
anything else that could explain the legs leaves the
fifth open; a red flag comes before everything.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import msgspec

from stilla.knowledge.kinds import Criterion, Mimic, RedFlag, Severity
from stilla.knowledge.schema import Turn
from stilla.rules.kleene import conjunction

if TYPE_CHECKING:
    from collections.abc import Mapping

    from stilla.knowledge.store import Knowledge
    from stilla.rules.kleene import Truth

Likeness = Literal["consistent", "not-typical", "cannot-tell"]
Answer = Literal["yes", "no", "unsure", "earlier"]

EXCLUDED_LAST = 5
"""The number of the criterion "nothing else explains it"."""
VEIN_CLOT = "deep-vein-thrombosis"
VEIN_CLOT_FLAG = "one-sided-leg-swelling"
"""A mimic that is an emergency of its own: it raises the red flag."""


class Answers(msgspec.Struct, frozen=True):
    """What the person answered, by id. What is missing is unknown."""

    criteria: Mapping[str, Answer] = {}
    mimics: Mapping[str, Answer] = {}
    red_flags: Mapping[str, Answer] = {}
    irls_total: int | None = None


class Picture(msgspec.Struct, frozen=True):
    """What the answers amount to."""

    likeness: Likeness
    unmet: tuple[Criterion, ...]
    still_open: tuple[Criterion, ...]
    mimics: tuple[Mimic, ...]
    unasked_mimics: int
    unasked_flags: int
    flags: tuple[tuple[RedFlag, Turn], ...]
    severity: Severity | None


_URGENCY = ("now", "today", "soon")


def picture(answers: Answers, knowledge: Knowledge) -> Picture:
    """The likeness to restless legs, what speaks against it, and what comes first."""
    criteria = sorted(knowledge.kind("criteria", Criterion).values(), key=lambda each: each.number)
    mimics = knowledge.kind("mimics", Mimic)
    met = {each.id: _met(each, answers.criteria.get(each.id)) for each in criteria}
    likely_mimics = tuple(each for each in mimics.values() if answers.mimics.get(each.id) == "yes")
    if likely_mimics:
        met.update({each.id: None for each in criteria if each.number == EXCLUDED_LAST and met[each.id] is True})
    truth = conjunction(met.values())
    return Picture(
        likeness="consistent" if truth is True else "not-typical" if truth is False else "cannot-tell",
        unmet=tuple(each for each in criteria if met[each.id] is False),
        still_open=tuple(each for each in criteria if met[each.id] is None),
        mimics=likely_mimics,
        unasked_mimics=sum(name not in answers.mimics for name in mimics),
        unasked_flags=sum(name not in answers.red_flags for name in knowledge.kind("red-flags", RedFlag)),
        flags=_flags(answers, knowledge),
        severity=_severity(answers.irls_total, knowledge),
    )


def _met(criterion: Criterion, answer: Answer | None) -> Truth:
    if answer == "yes" or (answer == "earlier" and criterion.earlier_counts):
        return True
    # "Not ruled out" is not "ruled out as restless legs": the last criterion stays open.
    return False if answer == "no" and criterion.number != EXCLUDED_LAST else None


def _flags(answers: Answers, knowledge: Knowledge) -> tuple[tuple[RedFlag, Turn], ...]:
    flags, routes = knowledge.kind("red-flags", RedFlag), knowledge.kind("routes", Turn)
    raised = {name for name, answer in answers.red_flags.items() if answer == "yes"}
    if answers.mimics.get(VEIN_CLOT) == "yes":
        raised.add(VEIN_CLOT_FLAG)
    found = [(flags[name], routes[flags[name].route]) for name in flags if name in raised]
    return tuple(sorted(found, key=lambda each: _URGENCY.index(each[1].urgency)))


def _severity(total: int | None, knowledge: Knowledge) -> Severity | None:
    if total is None:
        return None
    bands = knowledge.kind("severity", Severity).values()
    return next((each for each in bands if each.low <= total <= each.high), None)
