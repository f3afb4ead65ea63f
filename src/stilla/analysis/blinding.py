"""Did the capsules keep their secret? Guesses at the end of each period, against what the period was.

Bang's index for each arm (Bang, Ni and Davis 2004), James's for both (James and others 1996), and whether the guesses
beat chance by the design's own reference set. The effect is never adjusted for the guess: a guess may come from the
benefit itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import msgspec
import numpy as np

from stilla.analysis.arrays import FloatArray
from stilla.analysis.design import Design, rank
from stilla.analysis.reference import sums
from stilla.errors import refuse
from stilla.text import Text

Answer = Literal["active", "comparator", "unsure"]
Reading = Literal["blind", "unblinded", "wishful", "cannot_tell"]
Why = Literal["no-guess", "too-few-guesses", "no-probability", "not-defined"]

FEWEST = 3
"""Guesses in each arm below which nothing is read from them."""
NEAR_ZERO = 0.2
"""A Bang index within ±0.2 counts as random guessing, by convention (Bang and others 2010)."""
ALPHA = 0.05
_SUREST = 0.99
"""Probabilities are cut to 1 to 99 %: a single wrong "100 %" would otherwise outweigh all the rest."""
_TIE = 1e-12


class Guess(msgspec.Struct, frozen=True):
    """One period, and what the person believed of it before anything was shown."""

    period: int
    active: bool
    """What it was."""
    guess: Answer
    probability: int | None = None
    """0 to 100: how sure the person was that the guess is right. For "unsure" it is taken as 50."""


class Arm(msgspec.Struct, frozen=True):
    """The guesses of one arm, and Bang's index: 1 all right, 0 as by chance, -1 all the other way round."""

    correct: int
    wrong: int
    unsure: int
    index: float | None
    variance: float | None
    why: Why | None = None


class Blinding(msgspec.Struct, frozen=True):
    """How well the blinding held. A figure that cannot be given is None, and a `why` tells the reason."""

    active: Arm
    comparator: Arm
    james: float | None
    """1 nobody could tell, 0.5 as by chance, 0 all right."""
    correct: int
    p_correct: float | None
    """Probability of so many right guesses or more, had the order of the periods had nothing to do with the guesses."""
    log_score: float | None
    """Mean log probability given to what the period was; log 0.5 = -0.693 is knowing nothing."""
    p_log_score: float | None
    reading: Reading
    why: Why | None = None
    why_no_score: Why | None = None


def blinding(guesses: Sequence[Guess], design: Design, sequence: Sequence[int]) -> Blinding:
    """Judge the guesses.

    `unblinded`: the guesses beat chance (p at most 0.05), or both arms have a Bang index above 0.2. `wishful`: one arm
    is guessed right and the other wrong beyond 0.2, as when every period is believed to be active. `blind`: both
    within 0.2. `cannot_tell`: fewer than three guesses in an arm, or any other pattern. With as few guesses as one
    trial has, "blind" means that nothing was seen, not that nothing was there.

    Args:
        guesses: at most one a period.
        design: what the sequence was drawn from.
        sequence: the treatment of each of its periods.

    Raises:
        BadInput: two guesses for a period, a period that is not there, or an order that contradicts the guesses.
    """
    rank(design, sequence)
    _check(guesses, sequence)
    guesses = sorted(guesses, key=lambda guess: guess.period)
    arms = _arm([g for g in guesses if g.active]), _arm([g for g in guesses if not g.active])
    correct = arms[0].correct + arms[1].correct
    p_correct = _beats_chance(_right(guesses, design), design, sequence) if guesses else None
    scores = _scores(guesses, design)
    log_score = None if scores is None else float(sum(scores[sequence[g.period - 1], g.period - 1] for g in guesses))
    return Blinding(
        *arms,
        james=james(guesses),
        correct=correct,
        p_correct=p_correct,
        log_score=None if log_score is None else log_score / len(guesses),
        p_log_score=None if scores is None else _beats_chance(scores, design, sequence),
        reading=_reading(*arms, p_correct),
        why=None if guesses else "no-guess",
        why_no_score=None if scores is not None else "no-probability" if guesses else "no-guess",
    )


def _check(guesses: Sequence[Guess], sequence: Sequence[int]) -> None:
    periods = [guess.period for guess in guesses]
    if len(set(periods)) != len(periods):
        raise _refused("There are two guesses for one period.", "Det finns två gissningar för en period.")
    if not all(1 <= period <= len(sequence) for period in periods):
        raise _refused(
            "There is a guess for a period that the trial does not have.",
            "Det finns en gissning för en period som försöket inte har.",
        )
    if any(guess.active != bool(sequence[guess.period - 1]) for guess in guesses):
        raise _refused(
            "The guesses and the order of treatments name different treatments for a period.",
            "Gissningarna och ordningen av behandlingar anger olika behandlingar för en period.",
        )
    if any(guess.probability is not None and not 0 <= guess.probability <= 100 for guess in guesses):
        raise _refused("Sureness goes from 0 to 100.", "Hur säker man är går från 0 till 100.")


def _refused(en: str, sv: str) -> Exception:
    return refuse(Text("guess", "gissning"), en, sv)


def _arm(guesses: Sequence[Guess]) -> Arm:
    unsure = sum(guess.guess == "unsure" for guess in guesses)
    correct = sum(guess.guess == _name(active=guess.active) for guess in guesses)
    wrong = len(guesses) - unsure - correct
    index = bang(correct, wrong, unsure)
    if index is None:
        return Arm(correct, wrong, unsure, None, None, "no-guess")
    return Arm(correct, wrong, unsure, *index, "too-few-guesses" if len(guesses) < FEWEST else None)


def _name(*, active: bool) -> Answer:
    return "active" if active else "comparator"


def bang(correct: int, wrong: int, unsure: int) -> tuple[float, float] | None:
    r"""Bang's index of one arm and its variance, or None without a guess.

    .. math:: B = \frac{c - w}{n}, \quad V = \frac{p_c (1 - p_c) + p_w (1 - p_w) + 2 p_c p_w}{n}

    >>> [round(each, 4) for each in bang(82, 25, 170)]
    [0.2058, 0.0012]
    """
    n = correct + wrong + unsure
    if not n:
        return None
    c, w = correct / n, wrong / n
    return c - w, (c * (1 - c) + w * (1 - w) + 2 * c * w) / n


def james(guesses: Sequence[Guess]) -> float | None:
    """James's index over both arms: 1 all unsure, 0.5 as by chance, 0 all right. None where it is not defined.

    With weights 0 for a right guess, 0.5 for a wrong one and 1 for none: B = (1 + P_u + (1 - P_u) K) / 2, where
    K = (P_o - P_e) / P_e compares the weighted disagreement that was seen with the one expected by chance.
    """
    n = len(guesses)
    sure = [guess for guess in guesses if guess.guess != "unsure"]
    if not n:
        return None
    if not sure:
        return 1.0
    wrong = sum(guess.guess != _name(active=guess.active) for guess in sure) / len(sure)
    on = sum(guess.active for guess in sure) / len(sure)
    said = sum(guess.guess == "active" for guess in sure) / len(sure)
    expected = on * (1 - said) + (1 - on) * said
    if not expected:
        return None
    unsure = 1 - len(sure) / n
    return (1 + unsure + (1 - unsure) * (wrong - expected) / expected) / 2


def _right(guesses: Sequence[Guess], design: Design) -> FloatArray:
    """(2, periods) 1 where the guess would be right under comparator (first row) or active (second)."""
    out = np.zeros((2, design.periods))
    for guess in guesses:
        if guess.guess != "unsure":
            out[int(guess.guess == "active"), guess.period - 1] = 1.0
    return out


def _scores(guesses: Sequence[Guess], design: Design) -> FloatArray | None:
    """(2, periods) the log score of each guess under comparator and active; None without every probability."""
    out = np.zeros((2, design.periods))
    if not guesses:
        return None
    for guess in guesses:
        if guess.guess == "unsure":
            sure = 0.5
        elif guess.probability is None:
            return None
        else:
            sure = min(max(guess.probability / 100, 1 - _SUREST), _SUREST)
        named = int(guess.guess == "active")
        out[named, guess.period - 1] = np.log(sure)
        out[1 - named, guess.period - 1] = np.log1p(-sure)
    return out


def _beats_chance(scores: FloatArray, design: Design, sequence: Sequence[int]) -> float:
    """Share of the reference set that would score at least as high as the true sequence."""
    gain = scores[1] - scores[0]
    reference = sums(design, sequence, gain[None])[0]
    seen = float(gain @ np.array(sequence, float))
    return float(np.mean(reference >= seen - _TIE * np.abs(gain).sum()))


def _reading(active: Arm, comparator: Arm, p: float | None) -> Reading:
    if active.index is None or comparator.index is None or active.why or comparator.why or p is None:
        return "cannot_tell"
    low, high = sorted((active.index, comparator.index))
    if p <= ALPHA or low > NEAR_ZERO:
        return "unblinded"
    if low < -NEAR_ZERO and high > NEAR_ZERO:
        return "wishful"
    return "blind" if max(-low, high) <= NEAR_ZERO else "cannot_tell"
