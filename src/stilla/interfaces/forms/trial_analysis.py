"""The published JSON of `stilla trial analyse` and `stilla trial answer`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import msgspec

from stilla.analysis.sensitivity import LABELS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from stilla.analysis.answer import Answer, Counts
    from stilla.analysis.blinding import Blinding
    from stilla.analysis.randomisation import Randomisation
    from stilla.analysis.sensitivity import Effect, Sensitivity
    from stilla.errors import Problem
    from stilla.text import Language, Text

TRIAL_VERSION = "1.0"
VerdictName = Literal["helps", "not_enough", "worse", "not_settled"]


class EffectForm(msgspec.Struct, frozen=True):
    """Active minus comparator on the scale of the outcome, with its 95 % credible interval."""

    mean: float
    sd: float
    lo: float
    hi: float


class CarryoverForm(msgspec.Struct, frozen=True):
    """A half-life of wash-in and wash-out in days, how far it was and is believed, and the effect under it."""

    half_life: float
    prior: float
    weight: float
    mean: float
    sd: float


class RandomisationForm(msgspec.Struct, frozen=True):
    """The test over exactly the admissible sequences. `lo` and `hi` are null where the design cannot give them."""

    p: float
    min_p: float
    statistic: str
    sequences: int
    exact: bool
    lo: float | None
    hi: float | None
    assumed: bool
    """The design was not given: any order of the periods was held possible."""


class ArmForm(msgspec.Struct, frozen=True):
    """Guesses in the periods of one treatment, and Bang's index from -1 to 1."""

    correct: int
    wrong: int
    unsure: int
    bang: float | None
    """Bang's index: 1 all right, 0 as by chance, -1 all the other way round."""


class BlindingForm(msgspec.Struct, frozen=True):
    """Whether the person could tell. `p` is that of guessing this well or better under the design."""

    active: ArmForm
    comparator: ArmForm
    p: float | None
    log_score: float | None
    p_log_score: float | None
    reading: str


class CountForm(msgspec.Struct, frozen=True):
    """What the answer rests on."""

    rows: int
    observed: int
    active: int
    comparator: int
    periods: int
    set_aside: int


class SensitivityForm(msgspec.Struct, frozen=True):
    """The answer under another assumption; null where it cannot be had, and why."""

    id: str
    title: str
    effect: EffectForm | None
    p_benefit: float | None
    p_mid: float | None
    p_harm: float | None
    verdict: VerdictName
    why: str | None


class PeriodForm(msgspec.Struct, frozen=True):
    """One period and the mean of its outcomes."""

    period: int
    active: bool
    outcomes: int
    mean: float | None


class TippingForm(msgspec.Struct, frozen=True):
    """How much worse or better the missing active rows must be for another verdict; null: more than `looked`."""

    worse: float | None
    better: float | None
    looked: float


class TrialForm(msgspec.Struct, frozen=True):
    """The answer of a trial of one."""

    version: str
    verdict: VerdictName
    says: list[str]
    effect: EffectForm
    p_benefit: float
    p_mid: float
    p_harm: float
    mid: float
    better: Literal["lower", "higher"]
    thresholds: dict[str, float]
    too_little: list[str]
    rho: float
    nugget: float
    sigma: float
    carryover: list[CarryoverForm]
    assignment: EffectForm | None
    randomisation: RandomisationForm | None
    blinding: BlindingForm | None
    n: CountForm
    periods: list[PeriodForm]
    sensitivity: list[SensitivityForm]
    tipping: TippingForm | None
    quantiles: list[float]
    notes: list[str]
    set_aside: list[str]


def trial_form(
    answer: Answer, says: Iterable[Text], notes: Iterable[Text], set_aside: Iterable[Problem], language: Language
) -> TrialForm:
    """The answer as it is published. `says` are the sentences of the knowledge base that go with the verdict."""
    aside = [problem.sentence(language) for problem in set_aside]
    return TrialForm(
        version=TRIAL_VERSION,
        verdict=answer.verdict,
        says=[each.to(language) for each in says],
        effect=_effect(answer.effect),
        p_benefit=answer.p_benefit,
        p_mid=answer.p_mid,
        p_harm=answer.p_harm,
        mid=answer.mid,
        better=answer.better,
        thresholds=msgspec.to_builtins(answer.thresholds),
        too_little=[each.to(language) for each in answer.too_little],
        rho=answer.rho,
        nugget=answer.nugget,
        sigma=answer.sigma,
        carryover=[CarryoverForm(*msgspec.structs.astuple(each)) for each in answer.carryover],
        assignment=None if answer.assignment is None else _effect(answer.assignment),
        randomisation=_randomisation(answer.randomisation),
        blinding=_blinding(answer.blinding),
        n=_counts(answer.n, len(aside)),
        periods=[PeriodForm(*msgspec.structs.astuple(each)) for each in answer.periods],
        sensitivity=[_sensitivity(each, language) for each in answer.sensitivity],
        tipping=None if answer.tipping is None else TippingForm(*msgspec.structs.astuple(answer.tipping)),
        quantiles=list(answer.quantiles),
        notes=[each.to(language) for each in (*answer.notes, *notes)],
        set_aside=aside,
    )


def _effect(effect: Effect) -> EffectForm:
    return EffectForm(effect.mean, effect.sd, effect.lo, effect.hi)


def _counts(n: Counts, set_aside: int) -> CountForm:
    return CountForm(n.rows, n.observed, n.active, n.comparator, n.periods, set_aside)


def _randomisation(found: Randomisation | None) -> RandomisationForm | None:
    if found is None or found.p is None:
        return None
    return RandomisationForm(
        found.p, found.least_p, found.statistic, found.sequences, found.exact, found.lo, found.hi, found.assumed
    )


def _blinding(found: Blinding | None) -> BlindingForm | None:
    if found is None:
        return None
    on, off = (ArmForm(each.correct, each.wrong, each.unsure, each.index) for each in (found.active, found.comparator))
    return BlindingForm(on, off, found.p_correct, found.log_score, found.p_log_score, found.reading)


def _sensitivity(row: Sensitivity, language: Language) -> SensitivityForm:
    return SensitivityForm(
        row.id,
        LABELS[row.id].to(language),
        None if row.effect is None else _effect(row.effect),
        row.p_benefit,
        row.p_mid,
        row.p_harm,
        row.verdict,
        None if row.why is None else row.why.to(language),
    )
