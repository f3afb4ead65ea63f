"""What the posterior probabilities mean in one word, by thresholds fixed before the first night."""

from __future__ import annotations

from typing import Literal

import msgspec

Verdict = Literal["helps", "not_enough", "worse", "not_settled"]
Better = Literal["lower", "higher"]


INFORMED = 0.75
"""The data must have narrowed the belief to this share of the prior's standard deviation, else it only echoes."""


class Thresholds(msgspec.Struct, frozen=True):
    """The dual criterion (Roychoudhury 2018) with its bounds; `helps` is calibrated for the design before sealing."""

    helps: float = 0.975
    """Least probability of any benefit."""
    mid: float = 0.5
    """Least probability of a benefit of at least the minimal important difference."""
    not_enough: float = 0.10
    """At most this probability of such a benefit."""
    worse: float = 0.975
    """Least probability of harm."""


class Probabilities(msgspec.Struct, frozen=True):
    """Of any benefit, of one that matters to the person, and of harm."""

    benefit: float
    mid: float
    harm: float


def decide(believed: Probabilities, thresholds: Thresholds, *, enough: bool) -> Verdict:
    """The verdict. Worse is asked before not enough; without enough data nothing is settled.

    >>> decide(Probabilities(0.99, 0.8, 0.01), Thresholds(), enough=True)
    'helps'
    >>> decide(Probabilities(0.99, 0.8, 0.01), Thresholds(), enough=False)
    'not_settled'
    """
    if not enough:
        return "not_settled"
    if believed.benefit >= thresholds.helps and believed.mid >= thresholds.mid:
        return "helps"
    if believed.harm >= thresholds.worse:
        return "worse"
    if believed.mid <= thresholds.not_enough:
        return "not_enough"
    return "not_settled"
