"""A pooled answer as text: the figures as counted people, then each person, then how far it hangs on choices."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import click

from stilla.interfaces.cli.render import heading, width, wrapped
from stilla.interfaces.forms.pool import DIFFER, notes, variation_words
from stilla.pictures.words import numeral
from stilla.text import Text

if TYPE_CHECKING:
    from stilla.analysis.pool import Pooled
    from stilla.analysis.pool_joint import Estimate, Share
    from stilla.text import Language

MOST_DRAWN = 40
"""People drawn one by one."""

_POINTS = "points-0-10"
_UNITS = {
    _POINTS: (Text("point", "poäng"), Text("points", "poäng")),
    "minutes": (Text("minute", "minut"), Text("minutes", "minuter")),
    "spread": (Text("scale unit", "skalenhet"), Text("scale units", "skalenheter")),
}
"""Of one, and of several."""
_HEAD = Text("{n} trials of one together: {tried}", "{n} enpersonsförsök tillsammans: {tried}")
_HEAD_ONE = Text("One trial: {tried}", "Ett försök: {tried}")
_OUTCOME = Text("Outcome: {names}. {better} is better.", "Utfall: {names}. {better} är bättre.")
_BETTER = {"lower": Text("Lower", "Lägre"), "higher": Text("Higher", "Högre")}
_MEAN = Text(
    "On average the difference (active minus comparator) is {mean} {unit} (95 % credible interval {lo} to {hi}).",
    "I genomsnitt är skillnaden (aktiv minus jämförelse) {mean} {unit} (95 % trovärdighetsintervall {lo} till {hi}).",
)
_MEAN_CHANCE = Text(
    "That it helps on average at all: {any}. That it helps on average by at least {mid} {unit}: {mid_chance}.",
    "Att det hjälper i genomsnitt över huvud taget: {any}. Att det hjälper i genomsnitt med minst {mid} {unit}: "
    "{mid_chance}.",
)
_GAIN = Text(
    "Of 100 people like these, about {mean} can be expected to get better by at least {mid} {unit} "
    "(between {lo} and {hi}).",
    "Av 100 personer som de här kan omkring {mean} väntas bli bättre med minst {mid} {unit} (mellan {lo} och {hi}).",
)
_HARM = Text(
    "About {mean} can be expected to get worse by as much (between {lo} and {hi}).",
    "Omkring {mean} kan väntas bli sämre med lika mycket (mellan {lo} och {hi}).",
)
_NEXT = Text(
    "The next person's difference is expected between {lo} and {hi} {unit}; that it is a gain at all: {any}.",
    "Nästa persons skillnad väntas mellan {lo} och {hi} {unit}; att den alls är en vinst: {any}.",
)
_SPREAD = Text(
    "Spread between people: {mean} {unit} ({lo} to {hi}).", "Spridning mellan personer: {mean} {unit} ({lo} till {hi})."
)
_BELIEF = Text(
    "Believed before any trial: a mean within ±{mean} {unit}, a spread of up to {spread} {unit} (95 % each).",
    "Antaget före alla försök: ett medelvärde inom ±{mean} {unit}, en spridning på upp till {spread} {unit} "
    "(95 % vardera).",
)
_PEOPLE = Text("Each trial alone, and in the light of all", "Varje försök för sig, och i ljuset av alla")
_COLUMNS = (
    Text("trial", "försök"), Text("alone", "för sig"), Text("in the light of all", "i ljuset av alla"),
    Text("gain", "vinst"), Text("gain ≥ {mid}", "vinst ≥ {mid}"),
)  # fmt: skip
_CHOICES = Text("Other choices", "Andra val")
_CHOICE = Text("{name} (n = {n}): {mean} ({lo} to {hi})", "{name} (n = {n}): {mean} ({lo} till {hi})")
_NOBODY = Text("{name}: no trial is left", "{name}: inget försök finns kvar")
_95 = 1.96
"""Scales within which 95 % of a normal, and of a half-normal, distribution lie."""


def render_pool(pooled: Pooled, advice: tuple[Text, ...], language: Language) -> None:
    """The answer of `stilla trial pool`."""
    words = _Words(pooled, language)
    head = (_HEAD_ONE if pooled.n == 1 else _HEAD).fill(n=numeral(pooled.n, language), tried=pooled.intervention)
    click.secho(wrapped(head.to(language)), bold=True)
    for sentence in words.sentences():
        click.echo(wrapped(sentence, "  "))
    if 1 < pooled.n <= MOST_DRAWN and len(pooled.people) == pooled.n and words.in_points:
        _draw(pooled, language)
    elif pooled.people:
        heading(_PEOPLE.to(language))
        for line in words.table():
            click.echo(f"  {line}")
    heading(_CHOICES.to(language))
    for each in words.choices():
        click.echo(wrapped(each, "    ", "  - "))
    click.echo()
    for note in (*notes(pooled), *advice):
        click.secho(wrapped(note.to(language)), dim=True)


def _draw(pooled: Pooled, language: Language) -> None:
    """The forest, for few people and points."""
    from stilla.pictures.draw import manner, terminal  # noqa: PLC0415  # only where something is drawn
    from stilla.pictures.forest import Interval, forest  # noqa: PLC0415  # as above

    people = pooled.people
    picture = forest(
        [Interval(each.estimate, each.lo, each.hi) for each in people],
        [Interval(each.mean, each.mean_lo, each.mean_hi) for each in people],
        Interval(pooled.mu.mean, pooled.mu.lo, pooled.mu.hi),
        Interval(pooled.next.effect.mean, pooled.next.effect.lo, pooled.next.effect.hi),
        mid=pooled.mid,
        better=pooled.better,
        names=[each.trial[:12] for each in people],
    )
    click.echo()
    click.echo(terminal(picture, language, width(), **manner(sys.stdout, os.environ)), nl=False)


class _Words:
    """The figures of one answer in one language."""

    def __init__(self, pooled: Pooled, language: Language) -> None:
        self._pooled, self._language = pooled, language
        name = "spread" if pooled.units == "spread" else pooled.outcomes[0][1]
        self._one, self._several = _UNITS.get(name, (Text(name, name),) * 2)
        self.in_points = name == _POINTS

    def sentences(self) -> list[str]:
        """What the many trials say."""
        pooled = self._pooled
        names = ", ".join(f"{outcome} ({unit})" for outcome, unit in pooled.outcomes[:5])
        said = [
            _OUTCOME.fill(names=names, better=_BETTER[pooled.better].to(self._language)),
            _MEAN.fill(**self._figures(pooled.mu)),
            _MEAN_CHANCE.fill(any=self._chance(pooled.p_benefit), mid_chance=self._chance(pooled.p_mid), **self._mid()),
            _GAIN.fill(**self._of_100(pooled.gain), **self._mid()),
            _HARM.fill(**self._of_100(pooled.harm)),
            DIFFER[pooled.differ],
            _SPREAD.fill(**self._figures(pooled.tau)),
            _NEXT.fill(any=self._chance(pooled.next.p_benefit), **self._figures(pooled.next.effect)),
            _BELIEF.fill(
                mean=self._number(_95 * pooled.priors.mu_sd * pooled.unit),
                spread=self._number(_95 * pooled.priors.tau_scale * pooled.unit),
                unit=self._several.to(self._language),
            ),
        ]
        return [each.to(self._language) for each in said]

    def table(self) -> list[str]:
        """A row for each person, as wide as it must be."""
        header = [each.fill(mid=self._number(self._pooled.mid)).to(self._language) for each in _COLUMNS]
        rows = [
            [
                each.trial[:12],
                self._span(each.estimate, each.lo, each.hi),
                self._span(each.mean, each.mean_lo, each.mean_hi),
                self._chance(each.p_benefit),
                self._chance(each.p_mid),
            ]
            for each in self._pooled.people
        ]
        widths = [max(map(len, column)) for column in zip(header, *rows, strict=True)]
        return ["  ".join(cell.rjust(w) for cell, w in zip(row, widths, strict=True)) for row in (header, *rows)]

    def choices(self) -> list[str]:
        """The answer under each other choice."""
        said = []
        for each in self._pooled.sensitivity:
            name = variation_words(each).to(self._language)
            if each.mu is None:
                said.append(_NOBODY.fill(name=name))
            else:
                said.append(_CHOICE.fill(name=name, n=numeral(each.n, self._language), **self._figures(each.mu)))
        return [each.to(self._language) for each in said]

    def _number(self, value: float) -> str:
        return numeral(value, self._language, 2)

    def _figures(self, each: Estimate) -> dict[str, str]:
        figures = {name: self._number(getattr(each, name)) for name in ("mean", "lo", "hi")}
        return figures | {"unit": self._several.to(self._language)}

    def _mid(self) -> dict[str, str]:
        unit = self._one if self._pooled.mid == 1 else self._several
        return {"mid": self._number(self._pooled.mid), "unit": unit.to(self._language)}

    def _span(self, mean: float, low: float, high: float) -> str:
        return f"{self._number(mean)} ({self._number(low)}; {self._number(high)})"

    def _of_100(self, share: Share) -> dict[str, str]:
        places = 0 if share.hi - share.lo >= 0.02 else 1
        return {name: numeral(100 * getattr(share, name), self._language, places) for name in ("mean", "lo", "hi")}

    def _chance(self, p: float) -> str:
        """A probability, never as certainty."""
        return "> 99 %" if p > 0.99 else "< 1 %" if p < 0.01 else f"{100 * p:.0f} %"
