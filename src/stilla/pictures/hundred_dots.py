"""One hundred dots: how likely a worthwhile benefit, some benefit, and none is. The whole is always 100."""

from __future__ import annotations

from math import isfinite

from stilla.pictures.picture import Picture, Shown, Table
from stilla.pictures.words import chance, num, of_hundred, said
from stilla.text import Text

TITLE = Text("How likely is a benefit?", "Hur sannolikt är det att det hjälper?")
WORTH = Text("better by at least {mid}", "bättre med minst {mid}")
SOME = Text("better, but by less", "bättre, men mindre än så")
NONE = Text("no better, or worse", "inte bättre, eller sämre")


class HundredDots(Shown, frozen=True):
    """How many of the hundred dots are of each kind."""

    worth: int
    some: int
    none: int
    mid: float


def hundred_dots(p_benefit: float, p_mid: float, p_harm: float, mid: float) -> Picture:
    """A hundred dots.

    Args:
        p_benefit: probability that the outcome is better with the active capsules, by however little.
        p_mid: probability that it is better by at least the minimal important difference.
        p_harm: probability that it is worse.
        mid: the minimal important difference, in points of the outcome.

    Raises:
        ValueError: the probabilities contradict each other or are not numbers from 0 to 1; or `mid` is not above 0.
    """
    slack = 1e-9
    if not (0 <= p_mid <= p_benefit + slack and p_harm >= 0 and p_benefit + p_harm <= 1 + slack):
        raise ValueError("0 <= p_mid <= p_benefit and p_benefit + p_harm <= 1 must hold")
    if not (isfinite(mid) and mid > 0):
        raise ValueError("the minimal important difference must be above 0")
    some, none = max(0.0, p_benefit - p_mid), max(0.0, 1 - max(p_benefit, p_mid))
    worth_n, some_n, none_n = of_hundred((p_mid, some, none))
    shown = HundredDots(worth_n, some_n, none_n, mid)
    reading = said(
        "Some benefit: {any}. A benefit that matters, at least {mid}: {worth}. No benefit, or harm: {none}.",
        "Någon nytta: {any}. Nytta som spelar roll, minst {mid}: {worth}. Ingen nytta, eller skada: {none}.",
        any=chance(worth_n + some_n),
        mid=num(mid, 2),
        worth=chance(worth_n),
        none=chance(none_n),
    )
    described = said(
        "One hundred dots in ten rows: {worth} filled (a worthwhile benefit), {some} ringed with a point in the middle "
        "(some benefit), {none} empty (no benefit). Worse than without: {harm}.",
        "Hundra prickar i tio rader: {worth} fyllda (nytta som spelar roll), {some} ringar med en punkt i mitten "
        "(någon nytta), {none} tomma (ingen nytta). Sämre än utan: {harm}.",
        worth=worth_n,
        some=some_n,
        none=none_n,
        harm=chance(of_hundred((p_harm, 1 - p_harm))[0]),
    )
    header = (Text("what", "vad"), Text("dots of 100", "prickar av 100"), Text("probability", "sannolikhet"))
    labels = kinds(shown)
    rows = tuple((label, count, p) for (label, count), p in zip(labels, (min(p_mid, 1.0), some, none), strict=True))
    return Picture(TITLE, reading, described, Table(header, rows), shown)


def kinds(shown: HundredDots) -> tuple[tuple[Text, int], ...]:
    """The three kinds of dot in the order drawn: the words, and how many."""
    worth = said(WORTH.en, WORTH.sv, mid=num(shown.mid, 2))
    return ((worth, shown.worth), (SOME, shown.some), (NONE, shown.none))
