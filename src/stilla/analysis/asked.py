"""What a trial is asked: fixed, and sealed, before its first night."""

from __future__ import annotations

import msgspec

from stilla.analysis.decision import Better, Thresholds
from stilla.analysis.priors import Priors


class Terms(msgspec.Struct, frozen=True):
    """Which columns the model has beside intercept, exposure and covariates."""

    trend: int = 1
    """0 none, 1 a straight line, 3 a natural cubic spline with that many degrees of freedom."""


class Asked(msgspec.Struct, frozen=True):
    """The minimal important difference, what is better, and what is believed before."""

    mid: float
    """On the scale of the outcome, positive."""
    better: Better
    priors: Priors
    thresholds: Thresholds = Thresholds()
    terms: Terms = Terms()
