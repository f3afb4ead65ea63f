"""Words and figures of an answer, the same for every door. Which sentences belong to it: `stilla.trial.said`."""

from __future__ import annotations

from math import floor, log10
from typing import TYPE_CHECKING

from stilla.interfaces.words.dates import night_words
from stilla.text import Text

if TYPE_CHECKING:
    from stilla.analysis.answer import Answer
    from stilla.knowledge.store import Knowledge
    from stilla.text import Language
    from stilla.trial.next_step import Step

LANGUAGES: tuple[Language, ...] = ("en", "sv")
_MOST_DECIMALS, _LONGEST = 6, 1e7
VERDICT_WORDS = {
    "helps": Text("HELPS", "HJÄLPER"),
    "not_enough": Text("DOES NOT HELP ENOUGH", "HJÄLPER INTE TILLRÄCKLIGT"),
    "worse": Text("WORSE", "SÄMRE"),
    "not_settled": Text("CANNOT TELL", "GÅR INTE ATT AVGÖRA"),
}
STATE_WORDS = {
    "empty": Text("Nothing is written yet.", "Inget är skrivet än."),
    "run-in": Text("Run-in.", "Inkörning."),
    "running": Text("The trial is under way.", "Försöket pågår."),
    "paused": Text("The trial is paused: no capsules.", "Försöket har uppehåll: inga kapslar."),
    "stopped": Text("The trial is stopped: no capsules.", "Försöket är avslutat: inga kapslar."),
    "over": Text("The last night is past.", "Den sista natten är förbi."),
    "answered": Text("The trial has been answered.", "Försöket är besvarat."),
}
VERDICT_SYMBOLS = {"helps": "●", "not_enough": "○", "worse": "■", "not_settled": "?"}


def benefit(answer: Answer) -> tuple[float, float, float]:
    """Mean and credible interval as a benefit: above zero is better, whichever way the scale runs."""
    effect = answer.effect
    if answer.better == "lower":
        return -effect.mean, -effect.hi, -effect.lo
    return effect.mean, effect.lo, effect.hi


def figure(value: float, width: float, language: Language) -> str:
    """A value with the digits that its interval allows, so that it is never rounded to nothing.

    >>> figure(2.46, 1.1, "en"), figure(0.0246, 0.011, "sv"), figure(2.46e12, 1e12, "en"), figure(2.5e-9, 1e-9, "en")
    ('2.5', '0,025', '2.5e+12', '2.5e-09')
    """
    decimals = 1 if width <= 0 else max(1, 1 - floor(log10(2 * width)))
    plain = decimals <= _MOST_DECIMALS and abs(value) < _LONGEST
    digits = f"{value:.{decimals}f}" if plain else f"{value:.1e}"
    digits = digits if float(digits) else digits.removeprefix("-")
    return digits.replace(".", ",") if language == "sv" else digits


def size(answer: Answer) -> Text:
    """The size of the effect in a sentence, first the figure, then its interval."""
    mean, lo, hi = benefit(answer)
    better, worse = Text("better", "bättre"), Text("worse", "sämre")

    def said(value: float) -> Text:
        way = better if value >= 0 else worse
        return Text(*(f"{figure(abs(value), hi - lo, each)} {way.to(each)}" for each in LANGUAGES))

    likely, low, high = said(mean), said(lo), said(hi)
    return Text(
        f"Most likely {likely.en} on active, and with 95 % probability between {low.en} and {high.en}.",
        f"Troligast {likely.sv} med aktiv, och med 95 % sannolikhet mellan {low.sv} och {high.sv}.",
    )


def step_text(step: Step, knowledge: Knowledge) -> Text:
    """The sentence of a next step, its gaps filled."""
    text = knowledge.advice(step.text)
    english, swedish = (
        {
            "night": "" if step.night is None else night_words(step.night, language),
            "period": step.period,
            "left": step.left,
        }
        for language in ("en", "sv")
    )
    return Text(text.en.format(**english), text.sv.format(**swedish))
