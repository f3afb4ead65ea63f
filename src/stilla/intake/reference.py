"""A day's magnesium beside the intake an authority refers to, at an age, for a sex and a stage of life."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import msgspec

from stilla.errors import refuse
from stilla.kidney import ADULT, Sex
from stilla.knowledge.schema import Intake
from stilla.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from stilla.intake.food_day import Day
    from stilla.person import Person

LifeStage = Literal["none", "pregnant", "lactating"]
Authority = Literal["se", "eu", "us", "uk"]
REFERENCE_KINDS = frozenset({"AI", "RDA", "RNI"})
"""Kinds of reference intake. Upper levels are for added magnesium; food never counts against them."""
_OLDEST = 999.0


class Whose(msgspec.Struct, frozen=True):
    """Whose reference intake is asked for. None: not said."""

    authority: Authority = "se"
    age: float | None = None
    sex: Sex | None = None
    life_stage: LifeStage | None = None


class Reference(msgspec.Struct, frozen=True):
    """Reference intake in mg a day; `low` and `high` differ where something that matters was not said."""

    authority: Authority
    kinds: tuple[str, ...]
    low: float
    high: float
    sources: tuple[str, ...]
    assumes: tuple[Text, ...] = ()


class Against(msgspec.Struct, frozen=True):
    """A day against a reference intake. `reached` None: cannot tell. `missing_mg`: what lacks by the middle figures."""

    reference: Reference
    reached: bool | None
    missing_mg: float
    percent_low: float
    percent_high: float


def reference_for(whose: Whose, intakes: Iterable[Intake]) -> Reference | None:
    """The reference intake that holds, or None where the authority states none.

    An age that was not said is taken as an adult's, a stage of life as neither pregnant nor breastfeeding; both are
    said where they make a difference. Without a sex both figures are kept.

    Raises:
        BadInput: a stage of life that contradicts the sex.
    """
    if whose.sex == "male" and whose.life_stage in {"pregnant", "lactating"}:
        raise refuse(
            "--life-stage",
            "A man is neither pregnant nor breastfeeding. Change [[--sex or --life-stage|one of them]].",
            "En man är varken gravid eller ammande. Ändra [[--sex eller --life-stage|något av dem]].",
        )
    known = [each for each in intakes if each.authority == whose.authority and each.kind in REFERENCE_KINDS]
    stage = whose.life_stage or "none"
    holds = _holding(whose, stage, known)
    if not holds:
        return None
    return Reference(
        whose.authority,
        tuple(dict.fromkeys(each.kind for each in holds)),
        min(each.mg for each in holds),
        max(each.mg for each in holds),
        tuple(dict.fromkeys(name for each in holds for name in each.sources)),
        _assumptions(whose, holds, known),
    )


def whose_of(authority: Authority, person: Person) -> Whose:
    """Whose reference intake a person's is. A pregnancy that was not told of is not assumed."""
    stage: LifeStage | None = None
    if "pregnancy" in person.conditions:
        stage = "pregnant"
    elif "breastfeeding" in person.conditions:
        stage = "lactating"
    return Whose(authority, person.age, person.sex, stage)


def compared(day: Day, whose: Whose, intakes: Iterable[Intake]) -> Against | None:
    """A day beside the reference intake that holds, or None where the authority states none."""
    reference = reference_for(whose, intakes)
    return None if reference is None else against(day, reference)


def _holding(whose: Whose, stage: str, known: list[Intake]) -> list[Intake]:
    # Pregnancy means female, said or not.
    sex = "female" if stage != "none" else whose.sex
    return [
        each
        for each in known
        if (each.sex == "any" or sex is None or each.sex == sex)
        and each.life_stage in {"any", stage}
        and _at_age(each, whose.age)
    ]


def _at_age(intake: Intake, age: float | None) -> bool:
    end = intake.age_to or _OLDEST
    return end > ADULT if age is None else intake.age_from <= age < end


def _assumptions(whose: Whose, holds: list[Intake], known: list[Intake]) -> tuple[Text, ...]:
    said = []
    if whose.age is None:
        said.append(Text("an adult (no age was given)", "en vuxen (ingen ålder angavs)"))
    others = [_holding(whose, stage, known) for stage in ("pregnant", "lactating")] if whose.sex != "male" else []
    figures = {each.mg for each in holds}
    if whose.life_stage is None and any({each.mg for each in other} - figures for other in others):
        said.append(Text("neither pregnant nor breastfeeding", "varken gravid eller ammande"))
    return tuple(said)


def against(day: Day, reference: Reference) -> Against:
    """A day beside a reference intake.

    Reached only where the lowest sum of what is known reaches the highest figure; not reached only where the highest
    sum stays below the lowest figure and nothing was left out. Else it cannot be told.
    """
    reached: bool | None = None
    if day.low >= reference.high:
        reached = True
    elif day.complete and day.high < reference.low:
        reached = False
    return Against(
        reference,
        reached,
        max(0.0, reference.high - day.mg),
        100 * day.low / reference.high,
        100 * day.high / reference.low,
    )
