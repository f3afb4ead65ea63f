"""Which sentences of the knowledge base belong to an answer, the gravest first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stilla.plan import sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stilla.analysis.answer import Answer
    from stilla.knowledge.store import Knowledge
    from stilla.plan import Sentence
    from stilla.trial.answer import Finished
    from stilla.trial.protocol import Protocol

LIKELY = 0.9
"""A probability of harm, or of benefit, that is said aloud although its verdict's threshold is not reached. Ours."""


def says(answer: Answer, knowledge: Knowledge, *, blinded: bool, own: bool) -> tuple[Sentence, ...]:
    """What the verdict means, and what could speak against it.

    Args:
        answer: of the trial.
        knowledge: the sentences.
        blinded: whether the person was.
        own: a trial of magnesium in restless legs, not any table.
    """
    return tuple(sentence(knowledge, name) for name in _names(answer, blinded=blinded, own=own))


def _names(answer: Answer, *, blinded: bool, own: bool) -> Iterator[str]:
    if answer.too_little:
        yield "trial-too-little"
    else:
        yield _of(answer.verdict) if own else f"{_of(answer.verdict)}-any"
        if answer.verdict != "worse" and answer.p_harm >= LIKELY:
            yield "trial-rather-worse"
        if answer.verdict == "not_settled" and answer.p_benefit >= LIKELY:
            yield "trial-rather-better"
    if not blinded:
        yield "trial-open" if own else "trial-open-any"
    elif answer.blinding is not None and answer.blinding.reading in {"unblinded", "wishful"}:
        yield "trial-not-blind"
    yield "trial-one-person"


def _of(verdict: str) -> str:
    return f"trial-{verdict.replace('_', '-')}"


def sentences(finished: Finished, protocol: Protocol, knowledge: Knowledge) -> tuple[Sentence, ...]:
    """What is said of a sealed trial: a stop for harm before every figure, what to do now at the end."""
    blinded = protocol.blinding != "open"
    said = list(says(finished.answer, knowledge, blinded=blinded, own=True))
    if finished.stopped_for_harm:
        said.insert(0, sentence(knowledge, "trial-stopped-harm"))
    if finished.ended_early:
        said.append(sentence(knowledge, "trial-stopped-early"))
    if blinded and finished.opened_early and all(each.id != "trial-not-blind" for each in said):
        said.append(sentence(knowledge, "trial-not-blind"))
    then = "worse" if finished.stopped_for_harm else finished.answer.verdict
    return (*said, sentence(knowledge, f"trial-then-{then.replace('_', '-')}"))
