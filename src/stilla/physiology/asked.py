"""What can be asked of the kinetics, within the range they were made for; all else is refused with that range."""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING, Literal

import msgspec

from stilla.errors import BadInput, Problem
from stilla.knowledge.models import Dissolution
from stilla.quantity import MAGNESIUM_MOLAR_MASS
from stilla.text import Text, number

if TYPE_CHECKING:
    from stilla.knowledge.store import Knowledge
    from stilla.text import Language

MMOL_PER_MG = 1 / MAGNESIUM_MOLAR_MASS
HOURS = 24.0
EGFR = (5.0, 150.0)
"""mL/min/1.73 m²: below, dialysis or none decides; above, no source of the model has a figure."""
WEIGHT = (35.0, 200.0)
"""kg."""
DIET = (10.0, 1000.0)
"""mg of magnesium a day from food. The poorest diet of a source of the model has 0.4 mmol; on none, no level lasts."""
MOST_MG = 5000.0
"""mg a day: between the one cathartic load and the three in a day that the model was held against (smilkstein88)."""
MOST_DOSES = 12
"""A day."""
DAYS = (1, 400)
PEOPLE = (100, 1_000_000)
"""How many virtual people can be drawn."""
BANDS = (0.75, 1.03, 1.23, 2.0, 4.0)
"""mmol/L: below the first low; then 2.5, 3.0, 4.9 and 9.7 mg/dL."""
MEALS = (7.0, 12.0, 18.0)
"""Clock times of the day's food, a third each: our assumption."""
Switch = Literal["stasis", "thiazide", "obstruction"]
SWITCHES: dict[Switch, Text] = {
    "stasis": Text("slow bowel", "långsam tarm"),
    "thiazide": Text("a thiazide diuretic", "vätskedrivande tiazid"),
    "obstruction": Text("blocked bowel", "stopp i tarmen"),
}
"""Circumstances that change a constant. The change is sourced or assumed, its effect was not calibrated."""


class Dose(msgspec.Struct, frozen=True):
    """Magnesium taken at a clock time of every day: elemental mg, the form's id, hours from midnight."""

    mg: float
    form: str
    hour: float


class Person(msgspec.Struct, frozen=True, kw_only=True):
    """Whom to compute. What is not given has the usual value of the model, and the answer says so."""

    egfr: float
    weight: float = 70.0
    diet_mg: float | None = None
    """mg a day from food; None: the usual one."""
    switches: tuple[Switch, ...] = ()


class Plan(msgspec.Struct, frozen=True):
    """What is taken every day, for how many days."""

    doses: tuple[Dose, ...]
    days: int = 60

    @property
    def mg(self) -> float:
        """Elemental mg a day."""
        return sum(each.mg for each in self.doses)


def check(person: Person, plan: Plan, knowledge: Knowledge) -> None:
    """Refuse what the model was not made for, every problem at once.

    Raises:
        BadInput: with the range of the model for each.
    """
    problems = [
        *_range("eGFR", person.egfr, EGFR, "mL/min/1.73 m²", _BELOW if person.egfr < EGFR[0] else None),
        *_range(Text("weight", "vikt"), person.weight, WEIGHT, "kg"),
        *_range(Text("diet", "kost"), DIET[0] if person.diet_mg is None else person.diet_mg, DIET, "mg"),
        *_range(Text("days", "dagar"), plan.days, DAYS, Text("days", "dagar")),
        *_switches(person),
        *_doses(plan, knowledge),
    ]
    if problems:
        raise BadInput(problems)


_BELOW = Text(
    " Below that the level depends on whether dialysis cleans the blood, and this model has none.",
    " Under det beror halten på om dialys renar blodet, och modellen har ingen dialys.",
)


def _range(
    what: str | Text, value: float, bounds: tuple[float, float], unit: str | Text, why: Text | None = None
) -> list[Problem]:
    low, high = bounds
    if isfinite(value) and low <= value <= high:
        return []
    name = what if isinstance(what, Text) else Text(what, what)
    unit = unit if isinstance(unit, Text) else Text(unit, unit)
    sentences: tuple[tuple[Language, str], ...] = (
        ("en", "{value} is outside the model, which reaches from {low} to {high} {unit}.{why}"),
        ("sv", "{value} ligger utanför modellen, som gäller från {low} till {high} {unit}.{why}"),
    )
    en, sv = (
        sentence.format(
            value=number(value, language) if isfinite(value) else "?",
            low=number(low, language),
            high=number(high, language),
            unit=unit.to(language),
            why="" if why is None else why.to(language),
        )
        for language, sentence in sentences
    )
    return [Problem(name, Text(en, sv))]


def _switches(person: Person) -> list[Problem]:
    known = ", ".join(SWITCHES)
    says = Text(f"The model knows {known}.", f"Modellen känner {known}.")
    return [
        Problem(Text(f"circumstance {each!r}", f"omständigheten {each!r}"), says)
        for each in dict.fromkeys(person.switches)
        if each not in SWITCHES
    ]


def _doses(plan: Plan, knowledge: Knowledge) -> list[Problem]:
    problems = []
    if len(plan.doses) > MOST_DOSES:
        what, unit = Text("doses a day", "doser om dagen"), Text("doses", "doser")
        problems += _range(what, len(plan.doses), (0, MOST_DOSES), unit)
    problems += _range(Text("magnesium a day", "magnesium om dagen"), plan.mg, (0.0, MOST_MG), "mg")
    for each in plan.doses:
        problems += _range(Text("a dose", "en dos"), each.mg, (0.0, MOST_MG), "mg")
        problems += _range(Text("clock time", "klockslag"), each.hour, (0.0, HOURS), "h")
    forms = forms_of(knowledge)
    unknown = dict.fromkeys(each.form for each in plan.doses if each.form not in forms)
    problems += [_unknown_form(name, forms, knowledge) for name in unknown]
    return problems


def _unknown_form(name: str, forms: dict[str, Dissolution], knowledge: Knowledge) -> Problem:
    known = ", ".join(forms)
    if name in knowledge.salts:
        says = Text(
            "Nobody has measured how this form dissolves and is taken up in a way that the model can use. "
            f"It knows {known}. A soluble form (citrate) gives a higher level than most of them.",
            "Ingen har mätt hur den här formen löser sig och tas upp på ett sätt som modellen kan använda. "
            f"Den känner {known}. En lättlöslig form (citrate) ger en högre halt än de flesta av dem.",
        )
    else:
        says = Text(
            f"No form the model knows. It knows {known}.", f"Den formen känner modellen inte. Den känner {known}."
        )
    return Problem(Text(f"form {name!r}", f"formen {name!r}"), says)


def forms_of(knowledge: Knowledge) -> dict[str, Dissolution]:
    """The forms that the model knows, by id, in the order of the knowledge base."""
    return knowledge.kind("dissolutions", Dissolution)
