"""The published JSON of `stilla trial forecast`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from stilla.analysis.forecast import VERDICTS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stilla.plan import Sentence
    from stilla.text import Language
    from stilla.trial.forecast import Nights, Prospect

FORECAST_VERSION = "1.0"


class ChanceForm(msgspec.Struct, frozen=True):
    """How often trials with one true benefit end in each verdict, with the Monte-Carlo standard error of each."""

    benefit: float
    helps: float
    not_enough: float
    worse: float
    not_settled: float
    errors: dict[str, float]
    trials: int


class DesignForm(msgspec.Struct, frozen=True):
    """One design and what it would tell."""

    name: str
    scheme: str
    periods: int
    nights: int
    days: int
    """Of the periods; the run-in comes before."""
    sequences: int
    min_p: float
    predictability: float
    thresholds: dict[str, float]
    false_helps: float
    """The largest share of false "helps" among the nulls of the calibration."""
    can_answer: bool
    chances: dict[str, list[ChanceForm]]
    """By how the nights and the effect run: quick, slow, drift."""


class ForecastForm(msgspec.Struct, frozen=True):
    """The forecast of a trial. `from_run_in` is false where mean and standard deviation are assumed."""

    version: str
    from_run_in: bool
    scores: int
    sd: float
    mean: float
    mid: float
    designs: list[DesignForm]
    any_can_answer: bool
    says: list[str]


def forecast_form(
    prospects: Sequence[Prospect], nights: Nights, mid: float, says: Sequence[Sentence], language: Language
) -> ForecastForm:
    """The forecast as it is published."""
    return ForecastForm(
        FORECAST_VERSION,
        nights.count > 0,
        nights.count,
        nights.sd,
        nights.mean,
        mid,
        [_design(each) for each in prospects],
        any(each.can_answer for each in prospects),
        [each.text.to(language) for each in says],
    )


def _design(prospect: Prospect) -> DesignForm:
    one = next(iter(prospect.outlooks.values()))
    return DesignForm(
        prospect.name,
        one.design.scheme,
        one.design.periods,
        one.design.nights,
        one.nights,
        one.sequences,
        one.least_p,
        one.predictability,
        msgspec.to_builtins(prospect.calibrated.thresholds),
        prospect.calibrated.worst,
        prospect.can_answer,
        {
            pace: [
                ChanceForm(
                    chance.benefit, *chance.shares, dict(zip(VERDICTS, chance.errors, strict=True)), chance.trials
                )
                for chance in found.chances
            ]
            for pace, found in prospect.outlooks.items()
        },
    )
