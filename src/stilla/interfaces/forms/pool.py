"""The published JSON of `stilla trial pool`, and the sentences that stand beside its figures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import msgspec

from stilla.text import Text

if TYPE_CHECKING:
    from stilla.analysis.pool import Pooled, PooledPerson, Remark, Variant, Variation
    from stilla.analysis.pool_joint import Estimate, Share
    from stilla.interfaces.asked.pool import Aside
    from stilla.text import Language

POOL_VERSION = "1.0"

REMARKS: dict[Remark, Text] = {
    "one_person": Text(
        "This is one trial. How differently people respond cannot be known from it: those figures are beliefs.",
        "Det här är ett enda försök. Hur olika människor svarar går inte att veta av det: de siffrorna är antaganden.",
    ),
    "few_people": Text(
        "With fewer than 3 people, how differently people respond comes almost wholly from the belief held before.",
        "Med färre än 3 personer kommer uppgiften om hur olika människor svarar nästan helt från antagandet före.",
    ),
    "some_people": Text(
        "With fewer than 10 people, how differently people respond leans much on the belief held before.",
        "Med färre än 10 personer vilar uppgiften om hur olika människor svarar mycket på antagandet före.",
    ),
    "outlying": Text(
        "At least one trial lies far from all others. Check it; the answer without it stands below.",
        "Minst ett försök ligger långt från alla andra. Kontrollera det; svaret utan det står nedan.",
    ),
    "early_stopped": Text(
        "Trials that ended early are included; the answer from full-length trials alone stands below.",
        "Försök som avslutades i förtid är med; svaret från bara hela försök står nedan.",
    ),
    "not_blinded": Text(
        "In some trials the person knew what they took, and expectation may be part of the effect; "
        "the answer from blinded trials alone stands below.",
        "I en del försök visste personen vad den tog, och förväntan kan vara en del av effekten; "
        "svaret från bara blindade försök står nedan.",
    ),
    "normal": Text(
        "Each person's result was taken as a normal distribution.",
        "Varje persons resultat behandlades som en normalfördelning.",
    ),
    "spread_units": Text(
        "Effects are in each person's own scale unit, because that was asked for.",
        "Effekterna är i vars och ens egen skalenhet, eftersom det efterfrågades.",
    ),
}
DIFFER = {
    "alike": Text(
        "People respond much alike: the spread between them is at most half of what matters.",
        "Människor svarar ungefär lika: spridningen mellan dem är högst hälften av det som spelar roll.",
    ),
    "differ": Text(
        "People respond differently: the spread between them is at least half of what matters.",
        "Människor svarar olika: spridningen mellan dem är minst hälften av det som spelar roll.",
    ),
    "cannot_tell": Text(
        "How differently people respond cannot be told yet.", "Hur olika människor svarar går inte att säga än."
    ),
}
VARIANTS: dict[Variant, Text] = {
    "full_length": Text("only full-length trials", "bara försök i full längd"),
    "blinded": Text("only blinded trials", "bara blindade försök"),
    "without_outlying": Text("without the trials that lie far off", "utan försöken som ligger långt bort"),
    "other_method": Text("each result taken as normal", "varje resultat som normalfördelning"),
    "half_cauchy": Text("a wider belief about the spread", "ett vidare antagande om spridningen"),
}
_WHOLE = Text("each result as it is", "varje resultat som det är")


class EstimateForm(msgspec.Struct, frozen=True):
    """Mean, standard deviation and 95 % credible interval."""

    mean: float
    sd: float
    lo: float
    hi: float


class SpanForm(msgspec.Struct, frozen=True):
    """A mean with its 95 % credible interval. A share lies between 0 and 1."""

    mean: float
    lo: float
    hi: float


class OutcomeForm(msgspec.Struct, frozen=True):
    """What was measured, and its unit."""

    outcome: str
    unit: str


class PriorsForm(msgspec.Struct, frozen=True):
    """Beliefs before any trial, in the units of the answer: the mean is normal around 0, the spread as `spread`."""

    mean_sd: float
    spread_scale: float
    spread: Literal["half-normal", "half-cauchy"]


class NextPersonForm(msgspec.Struct, frozen=True):
    """What to expect in a person like these who has not tried yet."""

    effect: EstimateForm
    p_benefit: float
    p_mid: float


class PersonForm(msgspec.Struct, frozen=True):
    """One trial: `alone`, and `together`, in the light of all others."""

    trial: str
    alone: EstimateForm
    together: SpanForm
    p_benefit: float
    p_mid: float
    early_stopped: bool
    blinded: bool


class VariationForm(msgspec.Struct, frozen=True):
    """The answer under another choice; null where no trial is left."""

    name: str
    words: str
    method: Literal["grid", "normal"]
    n: int
    effect: EstimateForm | None
    spread: EstimateForm | None
    share_gain: SpanForm | None


class SetAsideForm(msgspec.Struct, frozen=True):
    """A file or line that was left out, and why."""

    where: str
    why: str


class TrialPoolForm(msgspec.Struct, frozen=True):
    """The answer of `stilla trial pool`. Effects are active minus comparator.

    They are in units of the outcome, or, with `units` "spread", in each person's own scale unit. `effect`: the mean of
    the population. `spread`: the standard deviation between people. `share_gain`, `share_harm`: people whose effect is
    better, or worse, by at least `mid`. `set_aside` names the first of `set_aside_count`.
    """

    version: str
    n: int
    intervention: str
    outcomes: list[OutcomeForm]
    better: Literal["lower", "higher"]
    units: Literal["outcome", "spread"]
    scale_unit: float
    mid: float
    method: Literal["grid", "normal"]
    priors: PriorsForm
    effect: EstimateForm
    p_benefit: float
    p_mid: float
    spread: EstimateForm
    share_gain: SpanForm
    share_harm: SpanForm
    next_person: NextPersonForm
    differ: Literal["alike", "differ", "cannot_tell"]
    differ_words: str
    people: list[PersonForm]
    sensitivity: list[VariationForm]
    outlying: list[str]
    early_stopped: int
    not_blinded: int
    notes: list[str]
    set_aside_count: int
    set_aside: list[SetAsideForm]


def notes(pooled: Pooled) -> tuple[Text, ...]:
    """What must be known beside the figures."""
    return tuple(REMARKS[each] for each in pooled.remarks)


def variation_words(each: Variation) -> Text:
    """What was chosen otherwise."""
    return _WHOLE if each.name == "other_method" and each.method == "grid" else VARIANTS[each.name]


def pool_form(pooled: Pooled, aside: Aside, advice: tuple[Text, ...], language: Language) -> TrialPoolForm:
    """A pooled answer as published JSON, in one language."""
    priors = pooled.priors
    return TrialPoolForm(
        version=POOL_VERSION,
        n=pooled.n,
        intervention=pooled.intervention,
        outcomes=[OutcomeForm(*each) for each in pooled.outcomes],
        better=pooled.better,
        units=pooled.units,
        scale_unit=pooled.unit,
        mid=pooled.mid,
        method=pooled.method,
        priors=PriorsForm(priors.mu_sd * pooled.unit, priors.tau_scale * pooled.unit, priors.tau_shape),
        effect=_estimate(pooled.mu),
        p_benefit=pooled.p_benefit,
        p_mid=pooled.p_mid,
        spread=_estimate(pooled.tau),
        share_gain=_share(pooled.gain),
        share_harm=_share(pooled.harm),
        next_person=NextPersonForm(_estimate(pooled.next.effect), pooled.next.p_benefit, pooled.next.p_mid),
        differ=pooled.differ,
        differ_words=DIFFER[pooled.differ].to(language),
        people=[_person(each) for each in pooled.people],
        sensitivity=[_variation(each, language) for each in pooled.sensitivity],
        outlying=list(pooled.outlying),
        early_stopped=pooled.early_stopped,
        not_blinded=pooled.not_blinded,
        notes=[each.to(language) for each in (*notes(pooled), *advice)],
        set_aside_count=aside.count,
        set_aside=[SetAsideForm(each.name, each.why.to(language)) for each in aside.first],
    )


def _estimate(each: Estimate) -> EstimateForm:
    return EstimateForm(each.mean, each.sd, each.lo, each.hi)


def _share(each: Share) -> SpanForm:
    return SpanForm(each.mean, each.lo, each.hi)


def _person(each: PooledPerson) -> PersonForm:
    return PersonForm(
        each.trial,
        EstimateForm(each.estimate, each.sd, each.lo, each.hi),
        SpanForm(each.mean, each.mean_lo, each.mean_hi),
        each.p_benefit,
        each.p_mid,
        each.early_stopped,
        each.blinded,
    )


def _variation(each: Variation, language: Language) -> VariationForm:
    return VariationForm(
        each.name,
        variation_words(each).to(language),
        each.method,
        each.n,
        None if each.mu is None else _estimate(each.mu),
        None if each.tau is None else _estimate(each.tau),
        None if each.gain is None else _share(each.gain),
    )
