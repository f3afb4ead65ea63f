"""`stilla urgent` as text: the number to ring stands first."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from stilla.interfaces.asked.urgent import COUNTRIES, UNKNOWN, WHEN, by_route, readings_text
from stilla.interfaces.cli.render import heading, render_sources, wrapped
from stilla.text import Text, printable

if TYPE_CHECKING:
    from stilla.interfaces.asked.urgent import Heard, Sent
    from stilla.knowledge.schema import Turn
    from stilla.knowledge.store import Knowledge
    from stilla.text import Language

_COLOURS = {"now": "red", "today": "yellow", "soon": "cyan"}
_ALSO = Text("It would also matter", "Det här skulle också spela roll")


def render_urgent(heard: Heard, knowledge: Knowledge, language: Language) -> None:
    """Where to turn, worst first; then the signs to watch for, always."""
    found = heard.found
    if heard.unrecognised:
        _not_recognised(heard.unrecognised, language)
    for sent in by_route(found):
        _route(sent, language)
    if heard.quiet is not None:
        click.echo(wrapped(knowledge.advice(heard.quiet).to(language)))
    click.echo()
    click.secho(wrapped(knowledge.advice("urgent-watch").to(language)), fg="red", bold=True)
    if found.undecided:
        heading(_ALSO.to(language))
        for each in found.undecided:
            click.echo(wrapped(f"{each.rule.title.to(language)}: {each.rule.do.to(language)}", "    ", "  - "))
    readings = None if heard.reading is None else readings_text(heard.reading)
    if readings is not None:
        click.echo()
        click.echo(wrapped(readings.to(language)))
    if found.sources:
        render_sources(found.sources, language)


def _not_recognised(names: tuple[str, ...], language: Language) -> None:
    """First of all: a name nobody knows may be the worst of all."""
    said = UNKNOWN.fill(names=", ".join(printable(name) for name in names))
    click.secho(wrapped(said.to(language)), fg="red", bold=True)


def numbers_of(route: Turn, language: Language) -> str:
    """The numbers to ring, by country.

    Sweden first, because the knowledge base is Swedish first.
    """
    return "; ".join(f"{COUNTRIES[n.country].to(language)}: {n.number} ({n.label.to(language)})" for n in route.numbers)


def _route(sent: Sent, language: Language) -> None:
    route = sent.route
    click.echo()
    click.secho(
        f"■ {WHEN[route.urgency].to(language)}: {route.name.to(language)}",
        fg=_COLOURS[route.urgency],
        bold=True,
    )
    if route.numbers:
        click.secho(wrapped(numbers_of(route, language), "  "), bold=True)
    for each in sent.advised:
        click.secho(wrapped(each.rule.title.to(language), "  "), bold=True)
        click.echo(wrapped(each.rule.do.to(language), "    ", "  → "))
        click.echo(wrapped(each.rule.why.to(language), "  "))
