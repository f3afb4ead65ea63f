"""Words and figures about food that every door shares. All amounts are mg of magnesium."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stilla.text import Text, number

if TYPE_CHECKING:
    from stilla.intake.foods import Edible
    from stilla.text import Language

_SOURCES = {
    "stilla": Text("built in", "inbyggt"),
    "slv": Text("Livsmedelsverket", "Livsmedelsverket"),
    "slv-2022": Text("Livsmedelsverket 2022", "Livsmedelsverket 2022"),
    "usda-sr28": Text("USDA SR28", "USDA SR28"),
    "usda-fdc-2019": Text("USDA FoodData Central 2019", "USDA FoodData Central 2019"),
    "fdc": Text("USDA FoodData Central", "USDA FoodData Central"),
    "sr28": Text("USDA SR28", "USDA SR28"),
}
NOTHING = Text("No food looks like that.", "Inget livsmedel liknar det.")
NOT_MEASURED = Text("not measured", "inte mätt")
TOTAL = Text("Magnesium from food", "Magnesium från mat")
AT_LEAST = Text("at least, because not everything was counted", "minst, eftersom allt inte är medräknat")
NOT_COUNTED = Text("Not counted", "Inte medräknat")
MEANT = Text("perhaps", "kanske")
REACHED = {
    True: Text("The reference intake is reached.", "Referensintaget är nått."),
    False: Text("The day lies below the reference intake.", "Dagen ligger under referensintaget."),
    None: Text("Whether it is reached cannot be told.", "Det går inte att säga om det är nått."),
}
NO_REFERENCE = Text(
    "No reference intake of this authority is known for that age.",
    "Inget referensintag från den myndigheten är känt för den åldern.",
)
REFERENCE = Text("Reference intake", "Referensintag")
ASSUMED = Text("assumed", "antaget")


def source_name(name: str) -> Text:
    """A table of foods as people call it."""
    return _SOURCES.get(name, Text(name, name))


def short(mg: float, language: Language) -> str:
    """An amount, with a decimal only where it is small."""
    return number(round(mg, 1) if mg < 10 else round(mg), language)


def span(mg: float | None, low: float, high: float, language: Language) -> str:
    """An amount, and between what it may lie where the tables differ."""
    if mg is None:
        return f"{short(low, language)}–{short(high, language)}\u00a0mg"
    if round(low) == round(high):
        return f"{short(mg, language)}\u00a0mg"
    return f"{short(mg, language)}\u00a0mg ({short(low, language)}–{short(high, language)})"


def per_100_g(food: Edible, language: Language) -> str:
    """A food's magnesium in 100 g, or that it is not measured."""
    if food.low is None or food.high is None:
        return NOT_MEASURED.to(language)
    return f"{span(food.mg, food.low, food.high, language)}/100\u00a0g"
