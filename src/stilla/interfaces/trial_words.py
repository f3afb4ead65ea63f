"""The sentences that go with an answer: chosen by its verdict, taken from the knowledge base."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stilla.plan import sentence
from stilla.text import Text

if TYPE_CHECKING:
    from stilla.analysis.answer import Answer
    from stilla.knowledge.store import Knowledge
    from stilla.plan import Sentence

VERDICT_WORDS = {
    "helps": Text("HELPS", "HJÄLPER"),
    "not_enough": Text("DOES NOT HELP ENOUGH", "HJÄLPER INTE TILLRÄCKLIGT"),
    "worse": Text("WORSE", "SÄMRE"),
    "not_settled": Text("CANNOT TELL", "GÅR INTE ATT AVGÖRA"),
}
VERDICT_SYMBOLS = {"helps": "●", "not_enough": "○", "worse": "■", "not_settled": "?"}
LIKELY_HARM = 0.9
"""A probability of harm that is said aloud although the threshold of "worse" is not reached."""

_SAYS = {
    "helps": "trial-helps",
    "not_enough": "trial-not-enough",
    "worse": "trial-worse",
    "not_settled": "trial-not-settled",
}


def says(answer: Answer, knowledge: Knowledge, *, blinded: bool, own: bool) -> tuple[Sentence, ...]:
    """What the verdict means, and what could speak against it.

    Args:
        answer: of the trial.
        knowledge: the sentences.
        blinded: whether the person was.
        own: a trial of magnesium in restless legs, not any table.
    """
    names = [_SAYS[answer.verdict] if own else f"{_SAYS[answer.verdict]}-any"]
    if answer.verdict != "worse" and answer.p_harm >= LIKELY_HARM:
        names.append("trial-rather-worse")
    if not blinded:
        names.append("trial-open" if own else "trial-open-any")
    elif answer.blinding is not None and answer.blinding.reading in {"unblinded", "wishful"}:
        names.append("trial-not-blind")
    names.append("trial-one-person")
    return tuple(sentence(knowledge, name) for name in names)


def benefit(answer: Answer) -> tuple[float, float, float]:
    """Mean and credible interval as a benefit: above zero is better, whichever way the scale runs."""
    effect = answer.effect
    if answer.better == "lower":
        return -effect.mean, -effect.hi, -effect.lo
    return effect.mean, effect.lo, effect.hi


def size(answer: Answer) -> Text:
    """The size of the effect in a sentence, first the figure, then its interval."""
    mean, lo, hi = benefit(answer)
    better, worse = Text("better", "bättre"), Text("worse", "sämre")

    def said(value: float) -> Text:
        way = better if value >= 0 else worse
        return Text(f"{abs(value):.1f} {way.en}", f"{abs(value):.1f}".replace(".", ",") + f" {way.sv}")

    likely, low, high = said(mean), said(lo), said(hi)
    return Text(
        f"Most likely {likely.en} on active, and with 95 % probability between {low.en} and {high.en}.",
        f"Troligast {likely.sv} med aktiv, och med 95 % sannolikhet mellan {low.sv} och {high.sv}.",
    )
