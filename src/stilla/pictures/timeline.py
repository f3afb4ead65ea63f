"""The plan of a trial as boxes in time: what is taken, what is written, and when the key is opened.

Drawn from the design alone, so that it holds nothing of the allocation; SPENT 2019, item 13.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal, Protocol

import msgspec

from stilla.pictures.picture import Cell, Picture, Shown, Table
from stilla.pictures.words import day, nights, num, said
from stilla.text import Text

if TYPE_CHECKING:
    from collections.abc import Sequence

When = Literal["throughout", "weekly", "period-end", "end"]

TITLE = Text("The trial in time", "Försöket i tid")
CAPSULES = Text("capsules", "kapslar")
RUN_IN = Text("run-in", "inkörning")
WEEK = Text("week", "vecka")


class Design(Protocol):
    """What a drawing needs of a design: `stilla.analysis.design.Design` has it."""

    @property
    def periods(self) -> int: ...  # noqa: D102  # the name says it
    @property
    def nights(self) -> int: ...  # noqa: D102  # nights in a period
    @property
    def run_in(self) -> int: ...  # noqa: D102  # nights before the first period


class Lane(msgspec.Struct, frozen=True):
    """Something that is done on certain nights."""

    name: Text
    when: When


LANES = (
    Lane(Text("score, each morning", "poäng, varje morgon"), "throughout"),
    Lane(Text("guess", "gissning"), "period-end"),
    Lane(Text("key and answer", "nyckel och svar"), "end"),
)


class Box(msgspec.Struct, frozen=True):
    """A period, or the run-in (0), as nights counted from 1."""

    period: int
    first: int
    last: int


class Timeline(Shown, frozen=True):
    """Boxes and lanes over the nights of a trial."""

    boxes: tuple[Box, ...]
    step: int
    """Nights with half the dose at the beginning of every period; 0 for none."""
    lanes: tuple[tuple[Text, tuple[tuple[int, int], ...]], ...]
    """For each lane its stretches of nights, first and last."""
    first: date | None

    @property
    def end(self) -> int:
        """The last night."""
        return self.boxes[-1].last


def timeline(design: Design, *, first: date | None = None, step: int = 7, lanes: Sequence[Lane] = LANES) -> Picture:
    """The plan as boxes.

    Args:
        design: periods, nights in each, nights of run-in.
        first: the morning of the first night of the run-in, if it is known.
        step: nights of half dose at the beginning of every period, of either kind.
        lanes: what else is done, and when.
    """
    boxes = [Box(0, 1, design.run_in)] if design.run_in else []
    for n in range(design.periods):
        start = design.run_in + n * design.nights
        boxes.append(Box(n + 1, start + 1, start + design.nights))
    end = boxes[-1].last
    rows = tuple((lane.name, _nights(lane.when, boxes, end)) for lane in lanes)
    shown = Timeline(tuple(boxes), min(step, design.nights), rows, first)
    reading = said(
        "{run}{periods} periods of {nights}: {all}, about {weeks} weeks{until}.",
        "{run}{periods} perioder på {nights}: {all}, ungefär {weeks} veckor{until}.",
        run=said("{n} of run-in, then ", "Inledning på {n}, sedan ", n=nights(design.run_in)) if design.run_in else "",
        periods=design.periods,
        nights=nights(design.nights),
        all=nights(end),
        weeks=num(end / 7),
        until=_until(first, end),
    )
    described = said(
        "Boxes in a row, one for each period, numbered{half}. Below them, lines and points: {lanes}. Which periods are "
        "active is not in the picture.",
        "Rutor på rad, en för varje period, numrerade{half}. Under dem streck och punkter: {lanes}. Vilka perioder som "
        "är aktiva finns inte i bilden.",
        half=said(
            "; the striped start of each is half a dose for {n}",
            "; den randiga början av varje är halv dos i {n}",
            n=nights(shown.step),
        )
        if shown.step
        else "",
        lanes=Text("; ".join(lane.name.en for lane in lanes), "; ".join(lane.name.sv for lane in lanes)),
    )
    return Picture(TITLE, reading, described, _table(shown), shown)


def _until(first: date | None, end: int) -> Text:
    if first is None:
        return Text("", "")
    last = first + timedelta(days=end - 1)
    return Text(
        f", {day(first, 'en', year=True)} to {day(last, 'en', year=True)}",
        f", {day(first, 'sv', year=True)} till {day(last, 'sv', year=True)}",
    )


def _nights(when: When, boxes: Sequence[Box], end: int) -> tuple[tuple[int, int], ...]:
    if when == "throughout":
        return ((1, end),)
    if when == "weekly":
        return tuple((night, night) for night in range(7, end + 1, 7))
    if when == "period-end":
        return tuple((box.last, box.last) for box in boxes if box.period)
    return ((end, end),)


def _table(shown: Timeline) -> Table:
    header = (Text("what", "vad"), Text("first night", "första natten"), Text("last night", "sista natten"))
    rows: list[tuple[Cell, ...]] = [(name(box), box.first, box.last) for box in shown.boxes]
    rows += [(lane, first, last) for lane, stretches in shown.lanes for first, last in stretches]
    if shown.first is None:
        return Table(header, tuple(rows))
    start = shown.first - timedelta(days=1)
    dated = tuple((*row, _date(start, row[1]), _date(start, row[2])) for row in rows)
    return Table((*header, Text("from", "från"), Text("to", "till")), dated)


def _date(start: date, night: Cell) -> Text:
    assert isinstance(night, int)
    iso = (start + timedelta(days=night)).isoformat()
    return Text(iso, iso)


def name(box: Box) -> Text:
    """What a box is called."""
    return RUN_IN if not box.period else said("period {n}", "period {n}", n=box.period)


def half(shown: Timeline) -> Text:
    """What the striped part of a box means."""
    return said("half a dose: {n}", "halv dos: {n}", n=nights(shown.step))
