r"""The smallest change of a day's food that brings its magnesium up to an intake, as an integer programme (HiGHS).

For every food that may be added, n whole steps of half a portion each:

.. math:: \min \sum_f n_f\, g_f\, w_f \quad\text{with}\quad \sum_f n_f\, m_f \ge gap,\;
          0 \le n_f \le 4,\; \sum_f n_f\, g_f \le 600\,g

with g the grams and m the mg of magnesium of a step, and w 1 for a food of the day, more for another. Taking food
away only lowers the sum, so the smallest change never does, and there is no variable for it. The energy of the foods
is not known; that is why grams are kept few.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import msgspec

from stilla.errors import BadInput, refuse
from stilla.intake.foods import Edible, fold
from stilla.intake.measures import GRAMS, weights_of
from stilla.text import Text, number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stilla.intake.food_day import Day, Eaten

MOST_STEPS = 4
"""Half portions of one food: two more portions."""

MOST_GRAMS = 600.0
"""Grams added in all."""

_NEW_FOOD = 1.25
"""How much more a gram weighs of a food that is not part of the day: a new food is the larger change."""

_USUAL = ("portion", "handful", "piece", "slice", "glass", "mug", "bowl", "tbsp", "dl", "cup")
"""Which household measure is one portion of a food eaten by weight, first known first."""
_APART = 1.5
"""From how many times the lowest figure the highest is said with a suggestion."""
_TOLERANCE = 1e-6
"""mg."""
_MOST_FOODS = 200


NEVER_MORE = ("brazil", "paranot", "linfro", "flaxseed", "linseed", "vallmo", "poppy", "liver", "lever", "mineralsalt")
"""Words, folded, that a food's name begins with where more of it is never suggested. The reasons and
their sources are the advice `foods-never-more`; mineral salt is salt, whatever magnesium it holds."""


def may_be_more(food: Edible) -> bool:
    """Whether more of a food may be suggested at all.

    >>> may_be_more(Edible(key="k", name=Text("Brazil nuts", "Paranötter"), source="s", mg=400, low=400, high=400))
    False
    """
    words = f"{fold(food.name.en)} {fold(food.name.sv)}".split()
    return not any(word.startswith(NEVER_MORE) for word in words)


class Choice(msgspec.Struct, frozen=True):
    """A food that may be added in steps. mg is of one step, `grams` are whole."""

    food: Edible
    grams: int
    mg: float
    low: float
    high: float
    of_the_day: bool


class Addition(msgspec.Struct, frozen=True):
    """More of one food: whole grams, and the mg they hold, between `low` and `high`."""

    food: Edible
    grams: int
    steps: int
    mg: float
    low: float
    high: float

    @property
    def sentence(self) -> Text:
        """What to do, in plain words."""
        about, low, high = round(self.mg), round(self.low), round(self.high)
        apart = self.high >= _APART * self.low
        between_en = f"; tables say {low} to {high}" if apart else ""
        between_sv = f"; tabeller säger {low} till {high}" if apart else ""
        return Text(
            f"Add {self.grams} g {_inside(self.food.name.en)} (about {about} mg{between_en}).",
            f"Lägg till {self.grams} g {_inside(self.food.name.sv)} (ungefär {about} mg{between_sv}).",
        )


class Improvement(msgspec.Struct, frozen=True):
    """The smallest change.

    `closes` False: not even the most that may be suggested closes the gap; `additions` and `reach_mg` are that most,
    and no sentence suggests it.
    `left_out` names foods that could not be part of it: their usual portion or magnesium is not known, or more of
    them is never suggested.
    """

    gap_mg: float
    additions: tuple[Addition, ...]
    closes: bool
    reach_mg: float
    left_out: tuple[Edible, ...] = ()

    @property
    def mg(self) -> float:
        """What the additions hold together."""
        return sum(each.mg for each in self.additions)

    @property
    def sentences(self) -> tuple[Text, ...]:
        """The change in plain words; where there is none, why."""
        if not self.gap_mg:
            return (_NO_GAP,)
        if self.closes:
            return tuple(each.sentence for each in self.additions)
        en, sv = (number(round(self.gap_mg), language) for language in ("en", "sv"))
        return (_CANNOT.fill(gap_en=en, gap_sv=sv, reach=round(self.reach_mg)),)


def choices(day: Day, also: Sequence[Edible] = (), portions: Sequence[Eaten] = ()) -> tuple[Choice, ...]:
    """What may be added: more of what was eaten, and other foods that the person names.

    Args:
        day: whose foods are more of the same; a portion is the measure they were written in, by weight the usual one.
        also: other foods, a portion being the usual one.
        portions: other foods with an amount, which is the portion.
    """
    found: dict[str, Choice] = {}
    for eaten in day.eaten:
        portion = usual_portion(eaten.food) or eaten.grams if eaten.unit in GRAMS else eaten.unit_grams
        _offer(found, eaten.food, min(portion, eaten.grams), of_the_day=True)
    for eaten in portions:
        _offer(found, eaten.food, eaten.grams, of_the_day=False)
    for food in also:
        if (grams := usual_portion(food)) is not None:
            _offer(found, food, grams, of_the_day=False)
    return tuple(found.values())


def _offer(found: dict[str, Choice], food: Edible, portion: float, *, of_the_day: bool) -> None:
    grams = max(1, math.ceil(portion / 2 - _TOLERANCE))
    if food.key in found or food.mg is None or food.low is None or food.high is None or food.mg <= 0:
        return
    if not may_be_more(food):
        return
    mg, low, high = (value * grams / 100 for value in (food.mg, food.low, food.high))
    found[food.key] = Choice(food, grams, mg, low, high, of_the_day)


def usual_portion(food: Edible) -> float | None:
    """Grams of one usual portion; None where the table states none.

    >>> usual_portion(Edible(key="k", name=Text("k", "k"), source="s", mg=1, low=1, high=1, portions={"näve": 30}))
    30
    """
    for unit in _USUAL:
        if weights := weights_of(unit, food.portions):
            return min(weights.values())
    return min(food.portions.values(), default=None)


def improve(day: Day, target_mg: float, offered: Sequence[Choice], left_out: Sequence[Edible] = ()) -> Improvement:
    """The smallest change of a day that brings its middle sum to a target in mg of magnesium.

    Raises:
        BadInput: where something in the day could not be read, so that no gap is known; or far too many foods.
    """
    if day.unclear:
        raise _unread(day)
    if len(offered) > _MOST_FOODS:
        raise refuse("--also", f"At most {_MOST_FOODS} foods are weighed.", f"Högst {_MOST_FOODS} livsmedel vägs in.")
    gap = max(0.0, target_mg - day.mg)
    if gap <= _TOLERANCE:
        return Improvement(0.0, (), closes=True, reach_mg=0.0, left_out=tuple(left_out))
    ordered = sorted(offered, key=lambda each: (not each.of_the_day, each.food.key))
    costs = [each.grams * (1.0 if each.of_the_day else _NEW_FOOD) for each in ordered]
    steps = _solve(ordered, costs, gap) if ordered else None
    if steps is not None:
        additions = _additions(ordered, steps)
        return Improvement(gap, additions, closes=True, reach_mg=sum(a.mg for a in additions), left_out=tuple(left_out))
    most = (_solve(ordered, [-each.mg for each in ordered], 0.0) or []) if ordered else []
    additions = _additions(ordered, most)
    return Improvement(gap, additions, closes=False, reach_mg=sum(a.mg for a in additions), left_out=tuple(left_out))


def _unread(day: Day) -> BadInput:
    return BadInput([each.problem for each in day.unclear])


def _solve(offered: Sequence[Choice], costs: Sequence[float], gap: float) -> list[int] | None:
    """Steps of each food at the lowest cost, or None where no number of steps closes the gap."""
    import numpy as np  # noqa: PLC0415  # heavy, and only for this
    from scipy.optimize import Bounds, LinearConstraint, milp  # noqa: PLC0415  # as above

    count = len(offered)
    held = np.array([[each.mg for each in offered], [float(each.grams) for each in offered]])
    # Equal costs would leave the choice to the solver's order: the earlier food wins by a hair.
    nudged = np.array(costs) + 1e-5 * np.arange(count)
    found = milp(
        nudged,
        integrality=np.ones(count, dtype=np.int64),
        bounds=Bounds(0, MOST_STEPS),
        constraints=LinearConstraint(held, lb=[gap, 0.0], ub=[np.inf, MOST_GRAMS]),
        options={"mip_rel_gap": 0.0},
    )
    if found.x is None:
        return None
    return _without_spare([round(each) for each in found.x], offered, gap)


def _without_spare(steps: list[int], offered: Sequence[Choice], gap: float) -> list[int] | None:
    """The solver's answer, checked by plain sums: it closes the gap, and every step of it is needed."""
    total = sum(n * each.mg for n, each in zip(steps, offered, strict=True))
    for place, each in enumerate(offered):
        while gap and steps[place] and total - each.mg >= gap:
            steps[place] -= 1
            total -= each.mg
    return steps if total >= gap - _TOLERANCE else None


def _additions(offered: Sequence[Choice], steps: Sequence[int]) -> tuple[Addition, ...]:
    chosen = [
        Addition(each.food, n * each.grams, n, n * each.mg, n * each.low, n * each.high)
        for n, each in zip(steps, offered, strict=False)
        if n
    ]
    return tuple(sorted(chosen, key=lambda each: (-each.mg, each.food.key)))


def _inside(name: str) -> str:
    """A name inside a sentence: a small letter, unless it begins with an abbreviation."""
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]


_NO_GAP = Text(
    "By the figure that is counted with, the day already holds the reference intake, so nothing is suggested.",
    "Med det värde som räknas når dagen redan referensintaget, så inget föreslås.",
)
_CANNOT = Text(
    "The gap of {gap_en} mg cannot be closed with at most two more portions of each of these foods. "
    "The most they add is about {reach} mg. Name more foods that you eat.",
    "Gapet på {gap_sv} mg går inte att fylla med högst två portioner till av vart och ett av de här livsmedlen. "
    "Som mest ger de ungefär {reach} mg. Nämn fler livsmedel som du äter.",
)
