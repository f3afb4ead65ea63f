"""The published JSON of `stilla foods`. All amounts are mg of magnesium, all weights grams."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import msgspec

if TYPE_CHECKING:
    from stilla.intake.diet import Improvement
    from stilla.intake.food_day import Day, Eaten, Unclear
    from stilla.intake.foods import Edible, Hit
    from stilla.intake.reference import Against
    from stilla.store.foods import Outcome
    from stilla.text import Language, Text

FOODS_VERSION = "1.0"
FITS = ("name", "other-name", "beginning-of-name", "first-words", "begins", "words", "contains", "misspelt")
"""How well a food fits a query, best first."""


class FigureForm(msgspec.Struct, frozen=True):
    """What one table says: the id of a source, or `slv`, `fdc`, `sr28` of an import; null: not measured."""

    table: str
    id: str
    mg_per_100g: float | None


class FoodForm(msgspec.Struct, frozen=True):
    """A food. mg in 100 g; null: not known. `low` and `high`: between what the tables differ."""

    id: str
    name: str
    name_en: str
    name_sv: str
    source: str
    group: str
    mg_per_100g: float | None
    low: float | None
    high: float | None
    portions: dict[str, float]
    note: str
    figures: list[FigureForm]


class HitForm(msgspec.Struct, frozen=True):
    """A food that a query may mean; `likeness` is of 100."""

    food: FoodForm
    fit: Literal["name", "other-name", "beginning-of-name", "first-words", "begins", "words", "contains", "misspelt"]
    likeness: float


class FoodSearchForm(msgspec.Struct, frozen=True):
    """The answer of `stilla foods search`, best first."""

    version: str
    query: str
    hits: list[HitForm]


class FoodShowForm(msgspec.Struct, frozen=True):
    """The answer of `stilla foods show`."""

    version: str
    food: FoodForm


class EatenForm(msgspec.Struct, frozen=True):
    """A food of the day. `mg` null: the table only gives `low` and `high`. `share` of the sum: 0 to 1."""

    text: str
    food: str
    name: str
    source: str
    grams: float
    mg: float | None
    low: float
    high: float
    share: float
    assumes: str | None


class CandidateForm(msgspec.Struct, frozen=True):
    """A food that was perhaps meant. None was chosen."""

    food: str
    name: str


class UnclearForm(msgspec.Struct, frozen=True):
    """A part of the day that is in no sum, why, and what to write instead."""

    text: str
    reason: Literal[
        "unknown-food", "ambiguous-food", "no-amount", "unknown-unit", "ambiguous-unit", "no-magnesium-known"
    ]
    says: str
    candidates: list[CandidateForm]


class ReferenceForm(msgspec.Struct, frozen=True):
    """The day against a reference intake. `reached` null: cannot tell."""

    authority: str
    kinds: list[str]
    low: float
    high: float
    reached: bool | None
    missing_mg: float
    percent_low: float
    percent_high: float
    assumes: list[str]
    sources: list[str]


class FoodDayForm(msgspec.Struct, frozen=True):
    """The answer of `stilla foods day`. `complete` false: what is in `unclear` is not in the sum."""

    version: str
    items: list[EatenForm]
    unclear: list[UnclearForm]
    mg: float
    low: float
    high: float
    complete: bool
    reference: ReferenceForm | None
    uncertainty: str


class AdditionForm(msgspec.Struct, frozen=True):
    """More of one food."""

    food: str
    name: str
    grams: int
    mg: float
    low: float
    high: float


class ImproveForm(msgspec.Struct, frozen=True):
    """The answer of `stilla foods improve`. `closes` false: `additions` are the most there is, and not enough."""

    version: str
    day: FoodDayForm
    gap_mg: float
    closes: bool
    reach_mg: float
    additions: list[AdditionForm]
    sentences: list[str]
    left_out: list[CandidateForm]
    cautions: list[str]


class FoodImportForm(msgspec.Struct, frozen=True):
    """The answer of `stilla foods import`. `unmeasured`: foods without a magnesium value."""

    version: str
    file: str
    foods: int
    new: int
    changed: int
    unchanged: int
    unmeasured: int
    kept_in: str


SCHEMAS: dict[str, object] = {
    "foods-search": FoodSearchForm,
    "foods-show": FoodShowForm,
    "foods-day": FoodDayForm,
    "foods-improve": ImproveForm,
    "foods-import": FoodImportForm,
}
"""What `stilla schema NAME` prints of these."""


def search_form(query: str, hits: tuple[Hit, ...], language: Language) -> FoodSearchForm:
    """What a query may mean."""
    found = [HitForm(food_form(hit.food, language), FITS[hit.fit], round(hit.likeness, 1)) for hit in hits]  # type: ignore[arg-type]  # the names in their order
    return FoodSearchForm(FOODS_VERSION, query, found)


def food_form(food: Edible, language: Language) -> FoodForm:
    """A food, its name in one language and in both."""
    return FoodForm(
        id=food.key,
        name=food.name.to(language),
        name_en=food.name.en,
        name_sv=food.name.sv,
        source=food.source,
        group=food.group,
        mg_per_100g=food.mg,
        low=food.low,
        high=food.high,
        portions=food.portions,
        note=food.note,
        figures=[FigureForm(each.table, each.id, each.mg) for each in food.figures],
    )


def show_form(food: Edible, language: Language) -> FoodShowForm:
    """One food."""
    return FoodShowForm(FOODS_VERSION, food_form(food, language))


def day_form(day: Day, compared: Against | None, uncertainty: Text, language: Language) -> FoodDayForm:
    """A day and its sum."""
    return FoodDayForm(
        version=FOODS_VERSION,
        items=[_eaten(each, day, language) for each in day.eaten],
        unclear=[_unclear(each, language) for each in day.unclear],
        mg=round(day.mg, 1),
        low=round(day.low, 1),
        high=round(day.high, 1),
        complete=day.complete,
        reference=_reference(compared, language) if compared else None,
        uncertainty=uncertainty.to(language),
    )


def _eaten(each: Eaten, day: Day, language: Language) -> EatenForm:
    return EatenForm(
        text=each.text,
        food=each.food.key,
        name=each.food.name.to(language),
        source=each.food.source,
        grams=round(each.grams, 1),
        mg=None if each.mg is None else round(each.mg, 1),
        low=round(each.low, 1),
        high=round(each.high, 1),
        share=round(day.share(each), 3),
        assumes=each.assumes.to(language) if each.assumes else None,
    )


def _unclear(each: Unclear, language: Language) -> UnclearForm:
    return UnclearForm(each.text, each.reason, each.says.to(language), [_named(f, language) for f in each.candidates])


def _named(food: Edible, language: Language) -> CandidateForm:
    return CandidateForm(food.key, food.name.to(language))


def _reference(compared: Against, language: Language) -> ReferenceForm:
    reference = compared.reference
    return ReferenceForm(
        authority=reference.authority,
        kinds=list(reference.kinds),
        low=reference.low,
        high=reference.high,
        reached=compared.reached,
        missing_mg=round(compared.missing_mg, 1),
        percent_low=round(compared.percent_low, 1),
        percent_high=round(compared.percent_high, 1),
        assumes=[each.to(language) for each in reference.assumes],
        sources=list(reference.sources),
    )


def improve_form(found: Improvement, day: FoodDayForm, cautions: list[Text], language: Language) -> ImproveForm:
    """The smallest change."""
    return ImproveForm(
        version=FOODS_VERSION,
        day=day,
        gap_mg=round(found.gap_mg, 1),
        closes=found.closes,
        reach_mg=round(found.reach_mg, 1),
        additions=[
            AdditionForm(
                a.food.key, a.food.name.to(language), a.grams, round(a.mg, 1), round(a.low, 1), round(a.high, 1)
            )
            for a in found.additions
        ],
        sentences=[each.to(language) for each in found.sentences],
        left_out=[_named(food, language) for food in found.left_out],
        cautions=[each.to(language) for each in cautions],
    )


def import_form(found: Outcome, file: str, kept_in: str) -> FoodImportForm:
    """What an import did."""
    return FoodImportForm(
        FOODS_VERSION, file, found.foods, found.new, found.changed, found.unchanged, found.unmeasured, kept_in
    )
