"""Is it restless legs, one question at a time: which question is next, and what the answers so far amount to.

Warning signs come first, those that cannot wait before all others; then the criteria, then what looks like restless
legs. A warning sign that cannot wait ends the questions. "I don't know" is always an answer, and it is never "no".
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, cast

import msgspec

from stilla.criteria import Answer, Answers
from stilla.knowledge.kinds import Criterion, Mimic, RedFlag
from stilla.knowledge.schema import Turn
from stilla.text import Text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from stilla.criteria import Picture
    from stilla.knowledge.store import Knowledge

Part = Literal["flags", "criteria", "mimics"]

EARLIER: Answer = "earlier"
ANSWERS: tuple[Answer, ...] = ("yes", "no", "unsure")
"""What every question can be answered with."""


class LegsQuestion(msgspec.Struct, frozen=True):
    """One question. `remark` explains it; `urgent` is a warning sign that ends the questions."""

    id: str
    part: Part
    text: Text
    remark: Text | None = None
    answers: tuple[Answer, ...] = ANSWERS
    urgent: bool = False


def legs_questions(knowledge: Knowledge) -> tuple[LegsQuestion, ...]:
    """Every question, in the order in which they are asked."""
    routes = knowledge.kind("routes", Turn)
    flags = [
        LegsQuestion(each.id, "flags", each.question, urgent=routes[each.route].urgency == "now")
        for each in knowledge.kind("red-flags", RedFlag).values()
    ]
    criteria = [
        LegsQuestion(each.id, "criteria", each.question, each.remark, _answers(each))
        for each in knowledge.kind("criteria", Criterion).values()
    ]
    mimics = [LegsQuestion(each.id, "mimics", each.question) for each in knowledge.kind("mimics", Mimic).values()]
    return (*sorted(flags, key=lambda each: not each.urgent), *criteria, *mimics)


def _answers(criterion: Criterion) -> tuple[Answer, ...]:
    """A criterion that counts when it held before can be answered so."""
    return ("yes", EARLIER, "no", "unsure") if criterion.earlier_counts else ANSWERS


def cannot_wait(said: Mapping[str, str], questions: tuple[LegsQuestion, ...]) -> bool:
    """Whether a warning sign was answered yes that ends the questions."""
    return any(each.urgent and said.get(each.id) == "yes" for each in questions)


def following_legs(said: Mapping[str, str], questions: tuple[LegsQuestion, ...]) -> LegsQuestion | None:
    """The next question; None where all are answered or one answer cannot wait."""
    if cannot_wait(said, questions):
        return None
    return next((each for each in questions if each.id not in said), None)


def legs_answers(said: Mapping[str, str], irls: int | None, questions: tuple[LegsQuestion, ...]) -> Answers:
    """The answers by id, sorted into their parts; what nobody asks any more is left out."""
    parts: dict[Part, dict[str, Answer]] = {"flags": {}, "criteria": {}, "mimics": {}}
    for each in questions:
        if said.get(each.id) in each.answers:
            parts[each.part][each.id] = cast("Answer", said[each.id])
    return Answers(parts["criteria"], parts["mimics"], parts["flags"], irls)


def legs_message(found: Picture, knowledge: Knowledge) -> Text:
    """What the answers amount to, in a sentence. Never a diagnosis."""
    return knowledge.advice(f"rls-{found.likeness}")
