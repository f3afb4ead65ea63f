"""What is believed before the first night: part of the sealed plan, never of the data of the trial."""

from __future__ import annotations

import msgspec


class Priors(msgspec.Struct, frozen=True):
    """Priors in units of `scale`, the standard deviation expected of one night (facts of the method: docs/trial.md).

    The effect is believed to be nothing, give or take one `scale`: sceptical, and symmetric between help and harm.
    """

    scale: float
    """s0, on the scale of the outcome: the standard deviation of the run-in, or declared."""
    centre: float
    """Mean of the intercept's prior, on the scale of the outcome."""
    intercept_sd: float = 2.5
    effect_sd: float = 1.0
    trend_sd: float = 2.0
    covariate_sd: float = 0.5
    """For each standard deviation of a covariate, or between its two values where it has two."""
    sigma_df: float = 4.0
    """Half-t prior of the standard deviation of a night, with `scale` as its scale."""
    rho_low: float = -0.3
    rho_high: float = 0.99
    """The autocorrelation from one day to the next is Beta(2, 2) between these."""
    nugget: bool = True
    """Whether a share of the variance is noise of the single night, Beta(1, 2), beside the slow part."""
    half_lives: tuple[float, ...] = (0.0, 1.0, 3.0, 7.0, 14.0)
    """Days of wash-in and wash-out that are held possible."""
    half_life_weights: tuple[float, ...] = (0.25, 0.2, 0.2, 0.2, 0.15)

    def plain(self) -> Priors:
        """The same for the plain AR(1) model: no nugget, no carry-over."""
        return msgspec.structs.replace(self, nugget=False, half_lives=(0.0,), half_life_weights=(1.0,))
