"""Looks before the end: for harm and futility only, never for help, at thresholds calibrated for the very design."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import msgspec
import numpy as np

from stilla.analysis.asked import Asked
from stilla.analysis.decision import Probabilities
from stilla.analysis.forecast import Run, believed, least, nulls
from stilla.analysis.simulate import Invented, invent

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stilla.analysis.arrays import FloatArray
    from stilla.analysis.design import Design

FALSE_STOP = 0.025
"""At most this share of trials without effect is ever stopped for harm, over all looks."""
FUTILE = 0.05
"""A benefit that matters is this unlikely: going on would not change the answer. It cannot raise false "helps"."""

Look = Literal["continue", "stop-harm", "stop-futility"]


class Looks(msgspec.Struct, frozen=True):
    """When it is looked, and what stops the trial."""

    after: tuple[int, ...]
    """Periods completed."""
    harm: float = 0.995
    """Least probability of harm."""
    futile: float = FUTILE
    """Probability of a benefit that matters, under which it stops."""


def looks_of(design: Design) -> tuple[int, ...]:
    """After half and after three quarters of the periods, each at least four and always after an even number.

    >>> from stilla.analysis.design import Design
    >>> looks_of(Design("balanced", 8, 21)), looks_of(Design("pairs", 4, 7))
    ((4, 6), ())
    """
    wanted = {2 * round(design.periods * share / 2) for share in (0.5, 0.75)}
    return tuple(sorted(each for each in wanted if 4 <= each < design.periods))


def look(believed_now: Probabilities, looks: Looks) -> Look:
    """What a look says. It never says how large an effect is.

    >>> look(Probabilities(0.5, 0.2, 0.5), Looks((4,)))
    'continue'
    """
    if believed_now.harm >= looks.harm:
        return "stop-harm"
    if believed_now.mid < looks.futile:
        return "stop-futility"
    return "continue"


def any_look(design: Design, asked: Asked, after: Sequence[int], invented: Invented) -> FloatArray:
    """(s,) the largest probability of harm that each trial without effect shows at any look."""
    seen = [believed(asked, invented.until(periods * design.nights)).harm for periods in after]
    out: FloatArray = np.max(np.stack(seen), axis=0)
    return out


_RUN = Run(500, seed=3)


def calibrated(design: Design, asked: Asked, run: Run = _RUN) -> Looks:
    """The looks of a design, with the least threshold of harm, 0.995 or more, that is rarely reached without effect.

    Rarely: by at most 2.5 % of trials at any look, for each of `stilla.analysis.forecast.nulls`.
    """
    after = looks_of(design)
    if not after:
        return Looks(())
    harm = Looks(after).harm
    for k, truth in enumerate(nulls(asked.priors.scale)):
        invented = invent(design, truth, run.trials, run.seed + k)
        harm = max(harm, least(any_look(design, asked, after, invented), FALSE_STOP))
        run.done(run.trials)
    return Looks(after, harm)
