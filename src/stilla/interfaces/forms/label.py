"""The published JSON of `stilla label`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from stilla.interfaces.known.answers import upper_level

if TYPE_CHECKING:
    from stilla.intake.label import Label
    from stilla.knowledge.store import Knowledge
    from stilla.text import Language

LABEL_VERSION = "1.0"
AUTHORITIES = ("se", "eu", "us", "uk", "no", "de", "who")
"""Whose upper levels for added magnesium are shown, Swedish first."""


class LabelReadingForm(msgspec.Struct, frozen=True):
    """One thing the text can mean, mg of elemental magnesium per serving, and what that takes for granted."""

    elemental_mg: float
    assumes: str


class LabelUpperForm(msgspec.Struct, frozen=True):
    """An authority's upper level for added magnesium for adults, mg a day, and how much of it this is.

    Of the amount a day where that is known, else of one serving.
    """

    authority: str
    mg: float
    percent: float


class LabelOtherForm(msgspec.Struct, frozen=True):
    """Another ingredient that matters, with its amount as the label gives it."""

    name: str
    amount: float | None
    unit: str | None
    note: str | None


class LabelForm(msgspec.Struct, frozen=True):
    """`stilla label --json`. `elemental_mg` is per serving (`per`), null where it is asked back."""

    version: str
    elemental_mg: float | None
    readings: list[LabelReadingForm]
    form: str | None
    """Ids of the salts named, joined by "+"."""
    per: str | None
    per_day_mg: float | None
    percent_of_upper_level: list[LabelUpperForm]
    absorption: str | None
    """low, fair, good, unknown; "mixed" where several forms differ; null where no form is named."""
    others: list[LabelOtherForm]
    question: str | None


def label_form(
    label: Label, knowledge: Knowledge, language: Language, authorities: tuple[str, ...] = AUTHORITIES
) -> LabelForm:
    """A label as JSON in one language."""
    return LabelForm(
        version=LABEL_VERSION,
        elemental_mg=_rounded(label.elemental_mg),
        readings=[LabelReadingForm(round(r.elemental_mg, 1), r.assumes.to(language)) for r in label.readings],
        form="+".join(label.forms) or None,
        per=label.per.shown().to(language) if label.per is not None else None,
        per_day_mg=_rounded(label.per_day_mg),
        percent_of_upper_level=_percents(label, knowledge, authorities),
        absorption=label.absorption,
        others=[
            LabelOtherForm(each.name, each.amount, each.unit, each.note.to(language) if each.note else None)
            for each in label.others
        ],
        question=label.question.to(language) if label.question is not None else None,
    )


def _percents(label: Label, knowledge: Knowledge, authorities: tuple[str, ...]) -> list[LabelUpperForm]:
    mg = label.elemental_mg if label.per_day_mg is None else label.per_day_mg
    if mg is None:
        return []
    levels = [upper_level(knowledge, authority, None) for authority in authorities]
    return [LabelUpperForm(each.authority, each.mg, round(100 * mg / each.mg, 1)) for each in levels if each.mg]


def _rounded(mg: float | None) -> float | None:
    return None if mg is None else round(mg, 1)
