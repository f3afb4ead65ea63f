"""Many people's trials: each one alone, each one in the light of the others, and all together."""

from __future__ import annotations

from itertools import pairwise
from math import isfinite
from typing import TYPE_CHECKING, Literal

import msgspec

from stilla.pictures.picture import Picture, Shown, Table
from stilla.pictures.words import num, said
from stilla.text import Text

if TYPE_CHECKING:
    from collections.abc import Sequence

TITLE = Text("Each person, and all together", "Var och en, och alla tillsammans")
MOST = 40
"""Rows; more people are shown by one of each group."""


class Interval(msgspec.Struct, frozen=True):
    """An effect in points (active minus comparator) with its 95 % interval."""

    mean: float
    low: float
    high: float


class Row(msgspec.Struct, frozen=True):
    """One person, or the middle one of a group."""

    name: str
    raw: Interval
    shrunken: Interval
    people: int


class Forest(Shown, frozen=True):
    """Rows by the shrunken effect, and the population below."""

    rows: tuple[Row, ...]
    people: int
    mean: Interval
    prediction: Interval
    worth_from: float
    """The minimal important difference with the sign of a benefit."""
    better: Literal["lower", "higher"]


def forest(  # noqa: PLR0913  # two columns, the population, and how to read them
    raw: Sequence[Interval],
    shrunken: Sequence[Interval],
    mean: Interval,
    prediction: Interval,
    *,
    mid: float,
    better: Literal["lower", "higher"],
    names: Sequence[str] | None = None,
) -> Picture:
    """A forest of trials.

    Args:
        raw: each person's own effect.
        shrunken: the same effects in the light of all; one for each of `raw`.
        mean: the population's mean effect, with its 95 % credible interval.
        prediction: where the next person's effect is expected, 95 %.
        mid: the minimal important difference, in points, above 0.
        better: whether a lower or a higher outcome is the better one.
        names: study codes, never names of people; without them people are numbered as given.

    Raises:
        ValueError: nobody, lists of different length, or a number that is not finite; or a `mid` that is not above 0.
    """
    everything = [*raw, *shrunken, mean, prediction]
    finite = all(isfinite(x) for each in everything for x in (each.mean, each.low, each.high))
    finite = finite and isfinite(mid) and mid > 0
    if not raw or len(raw) != len(shrunken) or (names is not None and len(names) != len(raw)) or not finite:
        raise ValueError("raw, shrunken and names must be of one length, at least one; all numbers finite; mid above 0")
    labels = list(names) if names is not None else [str(n) for n in range(1, len(raw) + 1)]
    people = sorted(zip(labels, raw, shrunken, strict=True), key=lambda each: (each[2].mean, each[0]))
    rows = tuple(_grouped(people))
    shown = Forest(rows, len(people), mean, prediction, -mid if better == "lower" else mid, better)
    reading = said(
        "People: {n}. On average {mean} points (95 % credible interval {low} to {high}); the next person is expected "
        "between {from_} and {to}. {side} is better; {mid} or more of it matters.",
        "Personer: {n}. I genomsnitt {mean} poäng (95 % trovärdighetsintervall {low} till {high}); nästa person väntas "
        "mellan {from_} och {to}. {side} är bättre; {mid} eller mer av det spelar roll.",
        n=len(people),
        mean=num(mean.mean, 2),
        low=num(mean.low, 2),
        high=num(mean.high, 2),
        from_=num(prediction.low, 2),
        to=num(prediction.high, 2),
        side=Text("Lower", "Lägre") if better == "lower" else Text("Higher", "Högre"),
        mid=num(mid, 2),
    )
    return Picture(TITLE, reading, _described(shown), _table(shown), shown)


def _grouped(people: list[tuple[str, Interval, Interval]]) -> list[Row]:
    """Everybody, or the middle person of each of `MOST` groups of neighbours."""
    groups = min(MOST, len(people))
    edges = [len(people) * n // groups for n in range(groups + 1)]
    rows = []
    for start, end in pairwise(edges):
        name, raw, shrunken = people[start + (end - start) // 2]
        rows.append(Row(name, raw, shrunken, end - start))
    return rows


def _described(shown: Forest) -> Text:
    each = (
        Text("Each row is one person", "Varje rad är en person")
        if shown.people <= MOST
        else said(
            "Each of {n} rows is the middle person of a group of about {each}, in the order of the effect",
            "Var och en av {n} rader är den mittersta i en grupp på ungefär {each}, ordnade efter effekten",
            n=len(shown.rows),
            each=round(shown.people / len(shown.rows)),
        )
    )
    return said(
        "{each}: a thin line with an open mark is that trial alone, a thick line with a filled mark the same in the "
        "light of all. Below, a diamond is the mean of all and a dashed line where the next person is expected.",
        "{each}: ett tunt streck med öppet märke är försöket för sig, ett tjockt med fyllt märke samma försök i ljuset "
        "av alla. Nederst är en romb allas medelvärde och ett streckat streck där nästa person väntas.",
        each=each,
    )


def _table(shown: Forest) -> Table:
    header = (
        Text("person", "person"),
        Text("people", "personer"),
        *(
            Text(f"{en}: {part_en}", f"{sv}: {part_sv}")
            for en, sv in (("alone", "för sig"), ("with all", "med alla"))
            for part_en, part_sv in (("effect", "effekt"), ("from", "från"), ("to", "till"))
        ),
    )
    rows = [
        (Text(r.name, r.name), r.people, *msgspec.structs.astuple(r.raw), *msgspec.structs.astuple(r.shrunken))
        for r in shown.rows
    ]
    mean = (ALL, shown.people, None, None, None, *msgspec.structs.astuple(shown.mean))
    prediction = (NEXT, None, None, None, None, *msgspec.structs.astuple(shown.prediction))
    return Table(header, (*rows, mean, prediction))


ALL = Text("all", "alla")
NEXT = Text("next person", "nästa person")
KEYS = {
    "raw": Text("alone", "för sig"),
    "shrunken": Text("in the light of all", "i ljuset av alla"),
    "all": Text("mean of all", "allas medelvärde"),
    "next": Text("where the next person is expected", "där nästa person väntas"),
}


def domain(shown: Forest) -> tuple[float, float]:
    """The axis: everything but the far ends of the widest raw intervals, which would press all others together."""
    near = [shown.mean, shown.prediction, *(each.shrunken for each in shown.rows)]
    low = min(0.0, shown.worth_from, *(each.low for each in near))
    high = max(0.0, shown.worth_from, *(each.high for each in near))
    room = 0.35 * (high - low)
    raw = [each.raw for each in shown.rows]
    low = min(low, max(low - room, min(each.low for each in raw)))
    high = max(high, min(high + room, max(each.high for each in raw)))
    edge = 0.03 * (high - low)
    return low - edge, high + edge
