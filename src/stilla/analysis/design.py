"""The designs of a trial of one, and the orders of treatment that each of them admits: counted, numbered and drawn.

A sequence has one figure a period: 1 active, 0 comparator. Every scheme numbers its sequences from 0 in lexicographic
order, so a uniform whole number is a uniform sequence: nothing is drawn and thrown away. All counts are exact.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Literal, NamedTuple

import msgspec
import numpy as np

from stilla.errors import BadInput, Problem, refuse
from stilla.text import Text

if TYPE_CHECKING:
    from numpy.typing import NDArray

Scheme = Literal["balanced", "pairs", "counterbalanced", "free", "daily"]

MOST_PERIODS = 400
MOST_NIGHTS = 200
MOST_LISTED = 2**20
"""So many sequences are listed at most: all orders of 20 pairs."""

BLOCKS: dict[str, tuple[int, ...]] = {"pairs": (0, 1), "counterbalanced": (0, 1, 1, 0), "daily": (0,)}
"""Schemes made of blocks: a fair coin for each decides between the block as it stands here and its mirror image."""

_WHERE = Text("design", "upplägg")


class Design(msgspec.Struct, frozen=True):
    """How the order of the periods is drawn, and how long they are.

    The schemes: `pairs`, each pair active-comparator or comparator-active; `counterbalanced`, blocks of four, ABBA or
    BAAB; `balanced`, half of the periods active and no more than `most_alike` alike in a row; `free`, half of them
    active in any order; `daily`, a fair coin for each period, which suits single nights of something that acts within
    hours (every other length of period is allowed too).

    Raises:
        BadInput: a design that cannot be carried out, with every reason at once.
    """

    scheme: Scheme
    periods: int
    nights: int
    """In each period."""
    most_alike: int = 3
    """Periods of one kind in a row; only the balanced scheme reads it."""
    run_in: int = 14
    """Nights before the first period."""
    active: int | None = None
    """Active periods of the free scheme; None is half of them. For trials that somebody else has run."""

    def __post_init__(self) -> None:
        if problems := list(_problems(self)):
            raise BadInput([Problem(_WHERE, says) for says in problems])

    @property
    def mirrored(self) -> bool:
        """Whether each admissible sequence stays admissible when active and comparator change places."""
        return self.scheme in BLOCKS or 2 * _ones(self) == self.periods


def _problems(design: Design) -> list[Text]:
    found: list[Text] = []

    def within(low: int, value: int, high: int, en: str, sv: str) -> None:
        if not low <= value <= high:
            found.append(
                Text(
                    f"{en} must be from {low} to {high}, not {value}.",
                    f"{sv} måste vara från {low} till {high}, inte {value}.",
                )
            )

    within(1, design.periods, MOST_PERIODS, "The number of periods", "Antalet perioder")
    within(1, design.nights, MOST_NIGHTS, "The nights in a period", "Antalet nätter i en period")
    within(0, design.run_in, MOST_NIGHTS, "The nights before the start", "Antalet nätter före starten")
    if design.scheme == "balanced":
        within(1, design.most_alike, MOST_PERIODS, "Periods of one kind in a row", "Perioder av samma slag i rad")
    if design.active is not None and design.scheme != "free":
        found.append(
            Text(
                "Only the free scheme has a number of active periods of its own; the others have half.",
                "Bara det fria schemat har ett eget antal aktiva perioder; de andra har hälften.",
            )
        )
    elif design.active is not None:
        within(0, design.active, max(design.periods, 0), "The number of active periods", "Antalet aktiva perioder")
    multiple = {"daily": 1, "counterbalanced": 4}.get(design.scheme, 2)
    if design.active is None and design.periods % multiple:
        found.append(
            Text(
                f"This scheme needs a number of periods that can be divided by {multiple}; {design.periods} cannot.",
                f"Det här schemat behöver ett antal perioder som är delbart med {multiple}, "
                f"och det är inte {design.periods}.",
            )
        )
    return found


def _ones(design: Design) -> int:
    return design.periods // 2 if design.active is None else design.active


def labels(sequence: Sequence[int]) -> str:
    """The sequence in letters, A active and P placebo.

    >>> labels((1, 0, 0, 1))
    'APPA'
    """
    return "".join("PA"[each] for each in sequence)


# A walk through a balanced sequence. What can still follow depends only on what is left of both treatments, which of
# them came last, and for how many more periods it may go on.


class _Step(NamedTuple):
    last: int
    same: int
    """Periods left of the treatment that came last."""
    other: int
    room: int
    """How many more of the last one may follow at once."""


class _Rule(NamedTuple):
    limit: int
    """Periods of one kind in a row."""
    most: int
    """Periods of one kind at all."""


def _first(design: Design) -> tuple[_Step, _Rule]:
    """Where every sequence begins, as if the comparator had come last in a run of no length; and the rule."""
    ones = _ones(design)
    zeros = design.periods - ones
    most = max(ones, zeros)
    limit = min(design.most_alike, most) if design.scheme == "balanced" else most
    return _Step(0, zeros, ones, min(limit, zeros)), _Rule(limit, most)


def _after(at: _Step, treatment: int, rule: _Rule) -> _Step:
    """One period on. Room beyond what is left is cut off, so that steps with the same future are equal."""
    same, other, room = (at.same, at.other, at.room) if treatment == at.last else (at.other, at.same, rule.limit)
    return _Step(treatment, same - 1, other, min(room, same) - 1)


def _ways(at: _Step, treatment: int, rule: _Rule) -> int:
    """How many endings begin with this treatment."""
    if treatment == at.last:
        return _endings(at.same, at.other, at.room, rule)
    return _endings(at.other, at.same, rule.limit, rule)


def _endings(this: int, other: int, room: int, rule: _Rule) -> int:
    """Orders of what is left that begin with one to `room` periods of `this`, later runs being as long as the rule."""
    below = _below(rule)[other]
    return below[this] - below[max(this - room, 0)]


@lru_cache(maxsize=8)
def _below(rule: _Rule) -> list[list[int]]:
    """[j][k]: Σ N(j, y) over y < k, N(i, j) being the orders of i of one treatment and j of the other, the one first.

    The first run has a length r of 1 to the limit, and what follows begins with the other treatment:
    N(i, j) = Σ_r N(j, i - r), with N(0, 0) = 1. Sums kept in this way give each N by one subtraction.
    """
    limit, most = rule
    below = [[0] * (most + 2) for _ in range(most + 1)]
    below[0][1:] = [1] * (most + 1)
    for total in range(1, 2 * most + 1):
        for i in range(max(1, total - most), min(most, total) + 1):
            j = total - i
            below[i][j + 1] = below[i][j] + below[j][i] - below[j][max(i - limit, 0)]
    return below


def sequences(design: Design) -> int:
    """How many sequences the design admits.

    >>> sequences(Design("balanced", periods=8, nights=21)), sequences(Design("pairs", periods=12, nights=7))
    (62, 64)
    """
    if block := BLOCKS.get(design.scheme):
        return int(2 ** (design.periods // len(block)))
    at, rule = _first(design)
    return _ways(at, 0, rule) + _ways(at, 1, rule)


def unrank(design: Design, index: int) -> tuple[int, ...]:
    """The sequence with that number, counted from 0 in lexicographic order.

    Raises:
        IndexError: no such number.

    >>> unrank(Design("pairs", periods=4, nights=7), 2)
    (1, 0, 0, 1)
    """
    if not 0 <= index < sequences(design):
        raise IndexError(index)
    if block := BLOCKS.get(design.scheme):
        coins = (index >> place & 1 for place in reversed(range(design.periods // len(block))))
        return tuple(each ^ coin for coin in coins for each in block)
    # The walk is written out: sequences of hundreds of periods are drawn by the ten thousand.
    (last, same, other, room), rule = _first(design)
    limit, below = rule.limit, _below(rule)
    out = []
    for _ in range(design.periods):
        if last:
            comparator = below[same][other] - below[same][max(other - limit, 0)]
        else:
            comparator = below[other][same] - below[other][same - room]
        treatment = int(index >= comparator)
        if treatment:
            index -= comparator
        if treatment != last:
            last, same, other, room = treatment, other, same, min(limit, other)
        same, room = same - 1, room - 1
        out.append(treatment)
    return tuple(out)


def rank(design: Design, sequence: Sequence[int]) -> int:
    """The number of a sequence; the inverse of `unrank`.

    Raises:
        BadInput: the design does not admit the sequence.

    >>> rank(Design("pairs", periods=4, nights=7), (1, 0, 0, 1))
    2
    """
    if len(sequence) != design.periods or any(each not in (0, 1) for each in sequence):
        raise _foreign()
    if block := BLOCKS.get(design.scheme):
        coins = sequence[:: len(block)]
        if tuple(sequence) != tuple(each ^ coin for coin in coins for each in block):
            raise _foreign()
        return int("".join(map(str, map(int, coins))), 2)
    at, rule = _first(design)
    index = 0
    for treatment in sequence:
        if not _ways(at, treatment, rule):
            raise _foreign()
        index += treatment * _ways(at, 0, rule)
        at = _after(at, treatment, rule)
    return index


def _foreign() -> BadInput:
    return refuse(
        _WHERE,
        "This order of treatments is not one that the design allows. Check that design and order belong together.",
        "Den här ordningen av behandlingar är inte en som upplägget tillåter. Kontrollera att de hör ihop.",
    )


def draw(design: Design, below: Callable[[int], int]) -> tuple[int, ...]:
    """A sequence, each with the same probability.

    Args:
        design: what it is drawn from.
        below: called once with N, gives each whole number from 0 to N - 1 with the same probability, for example
            `secrets.randbelow`.
    """
    return unrank(design, below(sequences(design)))


def every(design: Design) -> NDArray[np.int8]:
    """(N, periods) all sequences in lexicographic order.

    Raises:
        BadInput: more than `MOST_LISTED`.

    >>> every(Design("free", periods=2, nights=7)).tolist()
    [[0, 1], [1, 0]]
    """
    count = sequences(design)
    if count > MOST_LISTED:
        raise refuse(
            _WHERE,
            f"The design has more than {MOST_LISTED:,} possible orders, too many to list.",
            f"Upplägget har fler än {MOST_LISTED} möjliga ordningar, för många att lista.",
        )
    if block := BLOCKS.get(design.scheme):
        places = np.arange(design.periods // len(block))[::-1]
        coins = (np.arange(count)[:, None] >> places & 1).astype(np.int8)
        return np.repeat(coins, len(block), axis=1) ^ np.tile(np.array(block, np.int8), len(places))
    return _listed(design)


def _listed(design: Design) -> NDArray[np.int8]:
    """The balanced sequences, from the last period to the first: beginnings with one future share its endings."""
    at, rule = _first(design)
    layers = [{at}]
    for _ in range(design.periods):
        layers.append({_after(step, each, rule) for step in layers[-1] for each in _open(step, rule)})
    endings = {step: np.empty((1, 0), np.int8) for step in layers[-1]}
    for layer in reversed(layers[:-1]):
        endings = {
            step: np.concatenate([_put(each, endings[_after(step, each, rule)]) for each in _open(step, rule)])
            for step in layer
        }
    return endings[at]


def _open(step: _Step, rule: _Rule) -> list[int]:
    """The treatments that may come next."""
    return [each for each in (0, 1) if _ways(step, each, rule)]


def _put(treatment: int, endings: NDArray[np.int8]) -> NDArray[np.int8]:
    return np.insert(endings, 0, treatment, axis=1)


def least_p(design: Design) -> float:
    """The smallest two-sided p that the randomisation test can reach, whatever the nights bring.

    A sequence and its mirror image are equally extreme, so normally that is 2 / N.

    >>> least_p(Design("pairs", periods=8, nights=21))
    0.125
    """
    return min(1.0, (2 if design.mirrored else 1) / sequences(design))


def predictability(design: Design) -> float:
    """Expected share of the periods that follow with certainty from the ones before them.

    A person who has seen through one capsule knows so much more: in pairs half of the periods.

    >>> predictability(Design("pairs", periods=8, nights=21))
    0.5
    """
    if block := BLOCKS.get(design.scheme):
        return (len(block) - 1) / len(block)
    at, rule = _first(design)
    reached: Counter[_Step] = Counter({at: 1})
    certain = 0
    for _ in range(design.periods):
        following: Counter[_Step] = Counter()
        for step, beginnings in reached.items():
            choices = _open(step, rule)
            if len(choices) == 1:
                certain += beginnings * _ways(step, choices[0], rule)
            for each in choices:
                following[_after(step, each, rule)] += beginnings
        reached = following
    return certain / (design.periods * sequences(design))
