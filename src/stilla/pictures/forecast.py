"""Before the start: how likely each verdict is, for several designs and several true effects."""

from __future__ import annotations

from math import isclose
from typing import TYPE_CHECKING, Literal

import msgspec

from stilla.pictures.picture import Picture, Shown, Table
from stilla.pictures.words import chance, num, of_hundred, said
from stilla.text import Text

if TYPE_CHECKING:
    from collections.abc import Sequence

Verdict = Literal["helps", "not_settled", "not_enough", "worse"]

TITLE = Text("How likely is a clear answer?", "Hur sannolikt är ett tydligt svar?")
VERDICTS: dict[Verdict, Text] = {
    "helps": Text("helps", "hjälper"),
    "not_settled": Text("not settled", "går inte att säga"),
    "not_enough": Text("not enough", "inte tillräckligt"),
    "worse": Text("worse", "sämre"),
}
"""In the order drawn: the two clear answers of most weight lie at the ends."""


class Prospect(msgspec.Struct, frozen=True):
    """What one design would answer if the true effect were known. Probabilities from 0 to 1 that sum to 1."""

    design: Text
    benefit: float
    """The true effect, in points, positive when it is a benefit."""
    helps: float
    not_settled: float
    not_enough: float
    worse: float
    error: float
    """The Monte-Carlo standard error of the least certain of the four."""


class Bar(msgspec.Struct, frozen=True):
    """One prospect as hundredths."""

    design: int
    """Which of the designs."""
    benefit: float
    counts: tuple[int, int, int, int]
    """Trials of 100 with each verdict, in the order of `VERDICTS`."""


class Forecast(Shown, frozen=True):
    """Bars by design, and within it by true effect."""

    designs: tuple[Text, ...]
    bars: tuple[Bar, ...]
    mid: float
    error: float
    """The largest Monte-Carlo error, in hundredths, as a half width with 95 % confidence."""


def forecast(prospects: Sequence[Prospect], mid: float) -> Picture:
    """How likely each verdict is.

    Args:
        prospects: one for each design and true effect; drawn in the order given.
        mid: the minimal important difference, in points.

    Raises:
        ValueError: there are none, or the probabilities of one do not sum to 1.
    """
    if not prospects or any(not _whole(each) for each in prospects):
        raise ValueError("each prospect needs four probabilities that sum to 1, and there must be at least one")
    designs = tuple(dict.fromkeys(each.design for each in prospects))
    bars = tuple(Bar(designs.index(each.design), each.benefit, _counts(each)) for each in prospects)
    error = max(196 * each.error for each in prospects)
    shown = Forecast(designs, tuple(sorted(bars, key=lambda bar: bar.design)), mid, error)
    described = said(
        "For each design, one bar of 100 trials for each true effect, from left: helps (solid), not settled (striped), "
        "not enough (pale), worse (upright lines). Designs: {designs}. {error}",
        "För varje upplägg en stapel med 100 försök för varje sann effekt, från vänster: hjälper (fylld), går inte att "
        "säga (randig), inte tillräckligt (blek), sämre (lodräta streck). Upplägg: {designs}. {error}",
        designs=Text("; ".join(d.en for d in designs), "; ".join(d.sv for d in designs)),
        error=uncertainty(shown),
    )
    header = (
        Text("design", "upplägg"),
        Text("true benefit", "sann nytta"),
        *VERDICTS.values(),
        Text("± (95 %)", "± (95 %)"),
    )
    rows = tuple(
        (each.design, each.benefit, each.helps, each.not_settled, each.not_enough, each.worse, 1.96 * each.error)
        for each in sorted(prospects, key=lambda each: designs.index(each.design))
    )
    return Picture(TITLE, _reading(shown), described, Table(header, rows), shown)


def _whole(each: Prospect) -> bool:
    parts = (each.helps, each.not_settled, each.not_enough, each.worse)
    return all(0 <= part <= 1 for part in (*parts, each.error)) and abs(sum(parts) - 1) < 1e-6


def _counts(each: Prospect) -> tuple[int, int, int, int]:
    helps, not_settled, not_enough, worse = of_hundred((each.helps, each.not_settled, each.not_enough, each.worse))
    return helps, not_settled, not_enough, worse


def uncertainty(shown: Forecast) -> Text:
    """How far the numbers can be off because they were simulated."""
    half = max(1, round(shown.error))
    return said(
        "Simulated; the numbers are right to within about {half} in 100.",
        "Simulerat; siffrorna stämmer på ungefär {half} av 100 när.",
        half=half,
    )


def effect(benefit: float, mid: float) -> Text:
    """A true effect in words short enough for the side of a bar."""
    if not benefit:
        return Text("no effect", "ingen effekt")
    size = num(abs(benefit), 2)
    if benefit < 0:
        return said("{x} worse", "{x} sämre", x=size)
    return (
        said("{x} better", "{x} bättre", x=size)
        if not isclose(benefit, mid)
        else said("{x} (matters)", "{x} (spelar roll)", x=size)
    )


def _reading(shown: Forecast) -> Text:
    """The first design in a sentence: it is the one that was asked about."""
    own = [bar for bar in shown.bars if bar.design == 0]
    parts = [
        said(
            "if the truth is {effect}: helps {helps}, not settled {open}",
            "om sanningen är {effect}: hjälper {helps}, går inte att säga {open}",
            effect=effect(bar.benefit, shown.mid),
            helps=chance(bar.counts[0]),
            open=chance(bar.counts[1]),
        )
        for bar in (own[0], own[-1])[: len(own)]
    ]
    return said(
        "{design}. {parts}. {error}",
        "{design}. {parts}. {error}",
        design=shown.designs[0],
        parts=Text(_upper("; ".join(part.en for part in parts)), _upper("; ".join(part.sv for part in parts))),
        error=uncertainty(shown),
    )


def _upper(words: str) -> str:
    return words[:1].upper() + words[1:]
