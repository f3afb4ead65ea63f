"""The published JSON of `stilla simulate`: the output of a model, never advice."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from stilla.interfaces.forms.check import KnowledgeForm, SourceForm, UrgentForm, knowledge_form, sources_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stilla.interfaces.asked.mechanism import Answer
    from stilla.knowledge.store import Knowledge
    from stilla.physiology.nerve import Nerve
    from stilla.physiology.population import Explained, Population
    from stilla.physiology.simulate import Day
    from stilla.plan import Sentence
    from stilla.text import Language

MECHANISM_VERSION = "1.0"


class DoseForm(msgspec.Struct, frozen=True):
    """Elemental mg at a clock time (HH:MM) of every day."""

    mg: float
    form: str
    at: str


class DayForm(msgspec.Struct, frozen=True):
    """Equal days once all has settled: levels in mmol/L, amounts in mmol a day."""

    mean: float
    lowest: float
    highest: float
    taken_up: float
    urine: float


class NerveForm(msgspec.Struct, frozen=True):
    """A nerve at a level, against the usual one. `threshold_ratio`: null where it fires by itself or is not known."""

    gate_shift_mv: float
    gate_shift_low: float
    gate_shift_high: float
    threshold_ratio: float | None
    fires_by_itself: bool | None
    release_ratio: float
    transmits: bool


class ChanceForm(msgspec.Struct, frozen=True):
    """The chance of a level (mmol/L) in this model. `less_than`: a chance below this cannot be told from none.

    `low` to `high`: 95 % interval of the people drawn; `band_low` to `band_high`: over sets of constants. Null: smaller
    than `less_than`; a reader shows "less than", never zero.
    """

    level: float
    below: bool
    probability: float | None
    low: float | None
    high: float | None
    band_low: float | None
    band_high: float | None
    less_than: float


class PopulationForm(msgspec.Struct, frozen=True):
    """Levels of invented people, mmol/L."""

    count: int
    seed: int
    dynamic: bool
    median: float
    low: float
    high: float
    median_band: tuple[float, float]
    chances: list[ChanceForm]


class ExplainedForm(msgspec.Struct, frozen=True):
    """Whether dose and kidneys can explain a measured level. `probability`: null where smaller than `less_than`."""

    observed: float
    explained: bool
    probability: float | None
    less_than: float
    median: float
    low: float
    high: float
    count: int


class SaidForm(msgspec.Struct, frozen=True):
    """A sentence with its certainty and the ids of its sources."""

    id: str
    text: str
    certainty: str
    sources: list[str]


class MechanismForm(msgspec.Struct, frozen=True):
    """The answer of `stilla simulate`. `is_advice` is always false.

    `serum`: mmol/L at `hours` since the start. `settled`: after many equal days, also where the course is shorter.
    """

    version: str
    is_advice: bool
    egfr: float
    weight_kg: float
    diet_mg: float
    calcium_ionised: float | None
    not_calibrated: list[str]
    """Circumstances that were switched on."""
    magnesium_mg: float
    doses: list[DoseForm]
    days: int
    assumptions: list[str]
    before: DayForm
    settled: DayForm
    band: str
    rise: float
    share_taken_up: float | None
    half_way_hours: float | None
    closed_form: float
    mass_imbalance: float
    nerve_before: NerveForm
    nerve_settled: NerveForm
    hours: list[float]
    serum: list[float]
    population: PopulationForm | None
    explained: ExplainedForm | None
    urgent: UrgentForm | None
    says: list[SaidForm]
    sources: list[SourceForm]
    knowledge: KnowledgeForm


def mechanism_form(answer: Answer, says: Sequence[Sentence], knowledge: Knowledge, language: Language) -> MechanismForm:
    """The answer as it is published."""
    from stilla.interfaces.asked.urgent import urgent_form  # noqa: PLC0415  # only for an answer
    from stilla.interfaces.words.mechanism_numbers import clock  # noqa: PLC0415  # as above
    from stilla.mechanism import band_of  # noqa: PLC0415  # as above
    from stilla.physiology.simulate import diet_of  # noqa: PLC0415  # as above
    from stilla.quantity import MAGNESIUM_MOLAR_MASS  # noqa: PLC0415  # as above

    question, course = answer.question, answer.course
    person = question.person
    return MechanismForm(
        version=MECHANISM_VERSION,
        is_advice=False,
        egfr=person.egfr,
        weight_kg=person.weight,
        diet_mg=diet_of(person, knowledge) * MAGNESIUM_MOLAR_MASS,
        calcium_ionised=question.calcium,
        not_calibrated=list(person.switches),
        magnesium_mg=course.taken_mg,
        doses=[DoseForm(each.mg, each.form, clock(each.hour)) for each in question.plan.doses],
        days=question.plan.days,
        assumptions=[each.to(language) for each in question.assumptions],
        before=_day(course.before),
        settled=_day(course.after),
        band=band_of(course.after.highest),
        rise=course.rise,
        share_taken_up=course.kept_share if course.taken_mg else None,
        half_way_hours=course.half_way,
        closed_form=course.closed_form,
        mass_imbalance=course.imbalance,
        nerve_before=_nerve(answer.before),
        nerve_settled=_nerve(answer.after),
        hours=list(course.hours),
        serum=list(course.serum),
        population=None if answer.population is None else _population(answer.population),
        explained=None if answer.explained is None else _explained(answer.explained),
        urgent=None if question.heard is None else urgent_form(question.heard, knowledge, language),
        says=[SaidForm(each.id, each.text.to(language), each.certainty, list(each.sources)) for each in says],
        sources=sources_of(dict.fromkeys(name for each in says for name in each.sources), knowledge.sources),
        knowledge=knowledge_form(knowledge.version),
    )


def _day(day: Day) -> DayForm:
    return DayForm(day.mean, day.lowest, day.highest, day.taken_up, day.urine)


def _nerve(nerve: Nerve) -> NerveForm:
    return NerveForm(
        nerve.gate_shift_mv,
        nerve.gate_shift_low,
        nerve.gate_shift_high,
        nerve.threshold_ratio,
        nerve.fires_by_itself,
        nerve.release_ratio,
        nerve.transmits,
    )


def _population(many: Population) -> PopulationForm:
    least = _least(many.count)
    return PopulationForm(
        many.count,
        many.seed,
        many.dynamic,
        many.median,
        many.low,
        many.high,
        many.median_band,
        [
            ChanceForm(
                level=each.level,
                below=each.below,
                probability=_told(each.probability, least),
                low=_told(each.low, least),
                high=_told(each.high, least),
                band_low=_told(each.band_low, least),
                band_high=_told(each.band_high, least),
                less_than=least,
            )
            for each in many.chances
        ],
    )


def _told(chance: float, least: float) -> float | None:
    """A chance, or None where it is smaller than what can be told from none."""
    return None if chance < least else chance


def _explained(found: Explained) -> ExplainedForm:
    least = _least(found.count)
    return ExplainedForm(
        found.observed,
        found.explained,
        _told(found.probability, least),
        least,
        found.median,
        found.low,
        found.high,
        found.count,
    )


def _least(count: int) -> float:
    from stilla.interfaces.words.mechanism_numbers import least_of  # noqa: PLC0415  # only for an answer

    return least_of(count)
