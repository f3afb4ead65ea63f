"""A small table for the tests; its figures are invented, so that no test depends on the real one."""

from __future__ import annotations

from stilla.intake.foods import BUILT_IN, Edible, Figure, Index
from stilla.text import Text


def food(
    key: str,
    sv: str,
    en: str,
    mg: float | None,
    spread: tuple[float, float] | None = None,
    words: tuple[str, ...] = (),
    source: str = BUILT_IN,
    **portions: float,
) -> Edible:
    low, high = spread or (mg, mg)
    return Edible(
        key=key,
        name=Text(en, sv),
        source=source,
        mg=mg,
        low=low,
        high=high,
        words=words,
        portions=portions,
        figures=(Figure("slv", "1", mg),),
    )


FOODS = (
    food("oats", "havregryn", "rolled oats", 120, words=("oats", "havre"), dl=40),
    food("banana", "banan", "banana", 30, (26, 34), st=120),
    food("pumpkin-seeds", "pumpafrön", "pumpkin seeds", 550, (500, 590), dl=60, näve=30),
    food("almonds", "sötmandel", "almonds", 270, (250, 280), ("mandel", "mandlar"), näve=30),
    food("avocado", "avokado", "avocado", 25, st=150),
    food("spinach-raw", "spenat, färsk", "spinach, raw", 80, (60, 95), ("spenat",), dl=20, portion=65),
    food("spinach-frozen", "spenat, fryst", "spinach, frozen", 35, words=("spenat",), portion=75),
    food("milk", "mjölk", "milk", 11, glas=200, dl=103),
    food("mystery", "okänd gröt", "unmeasured porridge", None, portion=300),
    food("slv:9", "Havregryn", "Havregryn", 999, source="slv"),
    food("slv:10", "Bönor vita", "Bönor vita", 140, source="slv"),
    Edible(key="slv:11", name=Text("Saft", "Saft"), source="slv", mg=None, low=0.0, high=2.0),
)
INDEX = Index(FOODS)
