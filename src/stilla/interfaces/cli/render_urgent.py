"""`stilla urgent` as text: the number to ring stands first."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from stilla.interfaces.cli.render import heading, render_sources, wrapped
from stilla.text import Text, number, printable

if TYPE_CHECKING:
    from stilla.knowledge.schema import Turn
    from stilla.knowledge.store import Knowledge
    from stilla.text import Language
    from stilla.urgent import Advised, Reading, Triage

_COLOURS = {"now": "red", "today": "yellow", "soon": "cyan"}
_WHEN = {"now": Text("NOW", "NU"), "today": Text("TODAY", "I DAG"), "soon": Text("SOON", "SNART")}
_ALSO = Text("It would also matter", "Det här skulle också spela roll")
COUNTRIES = {
    "se": Text("Sweden", "Sverige"),
    "uk": Text("United Kingdom", "Storbritannien"),
    "us": Text("USA", "USA"),
}
_UNKNOWN = Text(
    "Not recognised, and therefore not counted: {names}. "
    "If it is a sign and you are not sure that it is harmless, ring 112.",
    "Känns inte igen, och räknas därför inte med: {names}. "
    "Är det ett tecken och du inte är säker på att det är ofarligt: ring 112.",
)


def render_urgent(
    found: Triage, reading: Reading | None, unrecognised: list[str], knowledge: Knowledge, language: Language
) -> None:
    """Where to turn, worst first; then the signs to watch for, always."""
    if unrecognised:
        _not_recognised(unrecognised, language)
    routes = dict.fromkeys(each.route.id for each in found.advised)
    for route in routes:
        _route([each for each in found.advised if each.route.id == route], language)
    if not found.advised and not unrecognised:
        name = "urgent-nothing" if found.said_anything else "urgent-say-more"
        click.echo(wrapped(knowledge.advice(name).to(language)))
    click.echo()
    click.secho(wrapped(knowledge.advice("urgent-watch").to(language)), fg="red", bold=True)
    if found.undecided:
        heading(_ALSO.to(language))
        for each in found.undecided:
            click.echo(wrapped(f"{each.rule.title.to(language)}: {each.rule.do.to(language)}", "    ", "  - "))
    if reading is not None and reading.as_salt is not None:
        click.echo()
        click.echo(wrapped(_readings(reading.as_salt, reading.as_magnesium).to(language)))
    if found.sources:
        render_sources(found.sources, language)


def _not_recognised(names: list[str], language: Language) -> None:
    """First of all: a name nobody knows may be the worst of all."""
    said = _UNKNOWN.fill(names=", ".join(printable(name) for name in names))
    click.secho(wrapped(said.to(language)), fg="red", bold=True)


def numbers_of(route: Turn, language: Language) -> str:
    """The numbers to ring, by country.

    Sweden first, because the knowledge base is Swedish first.
    """
    return "; ".join(f"{COUNTRIES[n.country].to(language)}: {n.number} ({n.label.to(language)})" for n in route.numbers)


def _route(advised: list[Advised], language: Language) -> None:
    route = advised[0].route
    click.echo()
    click.secho(
        f"■ {_WHEN[route.urgency].to(language)}: {route.name.to(language)}",
        fg=_COLOURS[route.urgency],
        bold=True,
    )
    if route.numbers:
        click.secho(wrapped(numbers_of(route, language), "  "), bold=True)
    for each in advised:
        click.secho(wrapped(each.rule.title.to(language), "  "), bold=True)
        click.echo(wrapped(each.rule.do.to(language), "    ", "  → "))
        click.echo(wrapped(each.rule.why.to(language), "  "))


def _readings(as_salt: float, as_magnesium: float) -> Text:
    salt, magnesium = round(as_salt), round(as_magnesium)
    return Text(
        f"If the amount is of the salt, it holds {number(salt, 'en')} mg of magnesium; if it is of magnesium itself, "
        f"it is {number(magnesium, 'en')} mg. The larger figure counts here.",
        f"Om mängden gäller saltet är det {number(salt, 'sv')} mg rent magnesium; gäller den magnesium i sig är det "
        f"{number(magnesium, 'sv')} mg. Här räknas den större siffran.",
    )
