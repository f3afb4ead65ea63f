"""The size of the effect as dots: each dot is one equally likely size, stacked where they fall.

After Kay et al., "When (ish) is my bus?", CHI 2016: people read counts of dots better than a curve.
"""

from __future__ import annotations

from collections import Counter
from math import ceil, floor, isfinite
from typing import TYPE_CHECKING, Literal

import msgspec

from stilla.pictures.picture import Picture, Shown, Table
from stilla.pictures.words import num, said
from stilla.text import Text

if TYPE_CHECKING:
    from collections.abc import Sequence

Better = Literal["lower", "higher"]
Side = Literal["worth", "some", "none"]

TITLE = Text("How large is the difference?", "Hur stor är skillnaden?")
ARROWS = {
    (True, True): Text("← better", "← bättre"),
    (True, False): Text("worse →", "sämre →"),
    (False, True): Text("← worse", "← sämre"),
    (False, False): Text("better →", "bättre →"),
}
"""By whether lower is better, and whether it is the left end."""
AXIS = Text("difference, active minus comparator", "skillnad, aktiv minus jämförelse")
FEWEST, MOST = 20, 100
_FLATTEST = 0.4
"""A stack is at most this part of the picture's width."""
_NARROWEST, _WIDEST = 12, 50
"""Columns over the range of the dots."""


class Stack(msgspec.Struct, frozen=True):
    """Dots over one stretch of the axis."""

    low: float
    high: float
    count: int
    side: Side

    @property
    def middle(self) -> float:
        """Where the dots stand."""
        return (self.low + self.high) / 2


class QuantileDots(Shown, frozen=True):
    """Dots on the outcome's own scale: active minus comparator, in points."""

    stacks: tuple[Stack, ...]
    column: float
    """The width of a column, in points."""
    low: float
    high: float
    """Where the axis begins and ends."""
    worth_from: float
    """The minimal important difference, with the sign of a benefit."""
    better: Better

    @property
    def tallest(self) -> int:
        """Dots in the tallest stack."""
        return max(stack.count for stack in self.stacks)

    @property
    def dots(self) -> int:
        """All dots."""
        return sum(stack.count for stack in self.stacks)

    def on(self, side: Side) -> int:
        """The dots on one side."""
        return sum(stack.count for stack in self.stacks if stack.side == side)


def quantile_dots(quantiles: Sequence[float], mid: float, better: Better) -> Picture:
    """The size of the effect.

    Args:
        quantiles: 20 to 100 equally probable values of the effect (active minus comparator, points of the outcome), in
            any order: the quantiles at (i - 1/2)/n of its distribution.
        mid: the minimal important difference, in points, above 0.
        better: whether a lower or a higher outcome is the better one.

    Raises:
        ValueError: too few or too many quantiles, one that is not a number, or a `mid` that is not above 0.
    """
    values = sorted(float(value) for value in quantiles)
    if not FEWEST <= len(values) <= MOST or not all(map(isfinite, values)) or not (isfinite(mid) and mid > 0):
        raise ValueError(f"{FEWEST} to {MOST} finite quantiles and a mid above 0 are needed")
    sign = -1.0 if better == "lower" else 1.0
    shown = _stacked([sign * value for value in values], mid, better)
    n, worth, some, none = shown.dots, shown.on("worth"), shown.on("some"), shown.on("none")
    middle = sign * (values[(n - 1) // 2] + values[n // 2]) / 2
    reading = said(
        "Of {n} equally likely sizes, {worth} are a benefit that matters (at least {mid}), {some} a smaller one, and "
        "{none} no benefit or harm. The middle one is {size}.",
        "Av {n} lika sannolika storlekar är {worth} nytta som spelar roll (minst {mid}), {some} mindre nytta och "
        "{none} ingen nytta eller skada. Den mittersta är {size}.",
        n=n,
        worth=worth,
        some=some,
        none=none,
        mid=num(mid, 2),
        size=_size(middle),
    )
    described = said(
        "Dots stacked along the difference, active minus comparator: filled dots on the shaded side that matters, "
        "ringed dots for a smaller benefit, empty dots for none. Lines stand at no difference and at {mid}.",
        "Prickar staplade längs skillnaden, aktiv minus jämförelse: fyllda på den skuggade sidan som spelar roll, "
        "ringar med punkt för mindre nytta, tomma för ingen. Linjer står vid ingen skillnad och vid {mid}.",
        mid=num(shown.worth_from, 2),
    )
    header = (Text("from", "från"), Text("to", "till"), Text("dots", "prickar"), Text("what", "vad"))
    rows = tuple((s.low, s.high, s.count, SIDES[s.side]) for s in shown.stacks)
    return Picture(TITLE, reading, described, Table(header, rows), shown)


SIDES: dict[Side, Text] = {
    "worth": Text("a benefit that matters", "nytta som spelar roll"),
    "some": Text("a smaller benefit", "mindre nytta"),
    "none": Text("no benefit, or harm", "ingen nytta, eller skada"),
}


def _size(benefit: float) -> Text:
    if abs(benefit) < 0.05:
        return Text("no difference", "ingen skillnad")
    size = num(abs(benefit))
    return said("{x} better", "{x} bättre", x=size) if benefit > 0 else said("{x} worse", "{x} sämre", x=size)


def _stacked(benefits: list[float], mid: float, better: Better) -> QuantileDots:
    """Dots into columns, as few as leave the tallest stack flat enough to fit."""
    low, high = min(*benefits, 0.0), max(*benefits, mid)
    reach = high - low
    for columns in range(_NARROWEST, _WIDEST + 1):
        width = _fitting(reach / columns, mid)
        counted = Counter(_place(value, mid, width) for value in benefits)
        if max(counted.values()) * width <= _FLATTEST * reach:
            break
    stacks = [Stack(*_edges(side, n, mid, width), count, side) for (side, n), count in counted.items()]
    low, high = min(low, *(s.low for s in stacks)) - width, max(high, *(s.high for s in stacks)) + width
    if better == "lower":
        stacks = [Stack(0.0 - s.high, 0.0 - s.low, s.count, s.side) for s in stacks]
        low, high = -high, -low
    stacks.sort(key=lambda s: s.low)
    return QuantileDots(tuple(stacks), width, low, high, -mid if better == "lower" else mid, better)


def _fitting(width: float, mid: float) -> float:
    """The nearest smaller width of which whole columns fill 0 to `mid`, so that no column lies across either."""
    return mid / ceil(mid / width) if mid > width else width


def _place(benefit: float, mid: float, width: float) -> tuple[Side, int]:
    """The side a benefit lies on, and its column counted from that side's edge."""
    if benefit >= mid:
        return "worth", floor((benefit - mid) / width)
    if benefit > 0:
        columns = max(1, round(mid / width))
        return "some", min(columns - 1, floor(columns * benefit / mid))
    return "none", floor(-benefit / width)


def _edges(side: Side, n: int, mid: float, width: float) -> tuple[float, float]:
    if side == "worth":
        return mid + n * width, mid + (n + 1) * width
    if side == "some":
        column = mid / max(1, round(mid / width))
        return n * column, (n + 1) * column
    return 0.0 - (n + 1) * width, 0.0 - n * width
