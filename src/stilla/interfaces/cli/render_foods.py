"""`stilla foods` as text: the figure, between what it may lie, and what was not counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from stilla.intake.measures import measure_name
from stilla.interfaces.cli.render import heading, wrapped
from stilla.interfaces.words.foods import (
    ASSUMED,
    AT_LEAST,
    MEANT,
    NO_REFERENCE,
    NOT_COUNTED,
    NOT_MEASURED,
    NOTHING,
    REACHED,
    REFERENCE,
    TOTAL,
    per_100_g,
    source_name,
    span,
)
from stilla.text import Text, number, printable

if TYPE_CHECKING:
    from collections.abc import Iterable

    from stilla.intake.diet import Improvement
    from stilla.intake.food_day import Day, Eaten
    from stilla.intake.foods import Edible, Hit
    from stilla.intake.reference import Against
    from stilla.interfaces.forms.foods import FoodImportForm
    from stilla.text import Language

_LEFT_OUT = Text(
    "Not weighed in, because no usual portion is known (write --also with an amount), the magnesium is not known, or "
    "more of it is never suggested",
    "Vägs inte in, eftersom ingen vanlig portion är känd (skriv --also med en mängd), halten inte är känd, eller mer "
    "av det aldrig föreslås",
)
_IMPORTED = Text(
    "{foods} foods read from {file}: {new} new, {changed} changed, {unchanged} as before. "
    "{unmeasured} have no magnesium value; that is not zero. Kept in {kept_in}.",
    "{foods} livsmedel lästes ur {file}: {new} nya, {changed} ändrade, {unchanged} som förut. "
    "{unmeasured} saknar magnesiumvärde; det är inte noll. Sparat i {kept_in}.",
)


def render_hits(hits: Iterable[Hit], language: Language) -> None:
    """What a query may mean, best first."""
    found = list(hits)
    if not found:
        click.echo(NOTHING.to(language))
    for hit in found:
        food = hit.food
        other = food.name.to("en" if language == "sv" else "sv")
        name = food.name.to(language) + (f" ({other})" if other != food.name.to(language) else "")
        click.echo(f"{click.style(printable(name), bold=True)}  {per_100_g(food, language)}")
        click.secho(f"    {printable(food.key)}  {source_name(food.source).to(language)}", dim=True)


def render_food(food: Edible, uncertainty: Text, language: Language) -> None:
    """One food."""
    click.secho(
        printable(f"{food.name.sv} / {food.name.en}" if food.name.sv != food.name.en else food.name.en), bold=True
    )
    click.echo(f"  {per_100_g(food, language)}")
    for figure in food.figures:
        value = NOT_MEASURED.to(language) if figure.mg is None else f"{number(figure.mg, language)} mg/100 g"
        click.echo(f"  {source_name(figure.table).to(language)} {printable(figure.id)}: {value}")
    for measure, grams in food.portions.items():
        click.echo(f"  1 {printable(measure_name(measure).to(language))}: {number(grams, language)} g")
    if food.note:
        click.echo(wrapped(printable(food.note), "  "))
    click.secho(wrapped(uncertainty.to(language)), dim=True)


def render_day(day: Day, compared: Against | None, sentences: Iterable[Text], language: Language) -> None:
    """What was eaten, the sum, what was not counted, and the reference intake."""
    for each in day.eaten:
        _item(each, day, language)
    click.echo()
    render_sum(day, compared, sentences, language)


def render_sum(day: Day, compared: Against | None, sentences: Iterable[Text], language: Language) -> None:
    """The sum, what was not counted, and the reference intake."""
    at_least = "" if day.complete else f" ({AT_LEAST.to(language)})"
    click.secho(wrapped(f"{TOTAL.to(language)}: {span(day.mg, day.low, day.high, language)}{at_least}"), bold=True)
    if day.unclear:
        heading(NOT_COUNTED.to(language))
        for part in day.unclear:
            click.echo(wrapped(printable(f"{part.text}: {part.says.to(language)}"), "    ", "  ? "))
            if part.candidates and part.reason in {"unknown-food", "ambiguous-food"}:
                names = "; ".join(food.name.to(language) for food in part.candidates)
                click.secho(wrapped(printable(f"{MEANT.to(language)}: {names}"), "      "), dim=True)
    click.echo()
    _reference(compared, language)
    for sentence in sentences:
        click.secho(wrapped(sentence.to(language)), dim=True)


def _item(each: Eaten, day: Day, language: Language) -> None:
    share = f"{round(100 * day.share(each))} %"
    amount = span(each.mg, each.low, each.high, language)
    name = printable(each.food.name.to(language))
    click.echo(f"  {name}, {number(round(each.grams, 1), language)} g: {amount}, {share}")
    if each.assumes:
        click.secho(wrapped(each.assumes.to(language), "      "), dim=True)


def _reference(compared: Against | None, language: Language) -> None:
    if compared is None:
        click.echo(wrapped(NO_REFERENCE.to(language)))
        return
    reference = compared.reference
    figures = dict.fromkeys(number(mg, language) for mg in (reference.low, reference.high))
    whose = f"{reference.authority.upper()}, {'/'.join(reference.kinds)}"
    assumed = "; ".join(each.to(language) for each in reference.assumes)
    more = f"; {ASSUMED.to(language)}: {assumed}" if assumed else ""
    click.echo(wrapped(f"{REFERENCE.to(language)}: {'–'.join(figures)} mg ({whose}{more})."))
    low, high = round(compared.percent_low), round(compared.percent_high)
    percent = f"{low} %" if low == high else f"{low}–{high} %"
    click.echo(wrapped(f"{REACHED[compared.reached].to(language)} {percent}."))


def render_improvement(
    found: Improvement, day: Day, compared: Against, cautions: Iterable[Text], language: Language
) -> None:
    """The smallest change, in plain sentences."""
    click.secho(wrapped(f"{TOTAL.to(language)}: {span(day.mg, day.low, day.high, language)}"))
    _reference(compared, language)
    click.echo()
    for sentence in found.sentences:
        click.secho(wrapped(printable(sentence.to(language)), "    ", "  → "), bold=True)
    if found.left_out:
        names = ", ".join(food.name.to(language) for food in found.left_out)
        click.echo(wrapped(printable(f"{_LEFT_OUT.to(language)}: {names}"), "  "))
    for caution in cautions:
        click.secho(wrapped(caution.to(language)), dim=True)


def render_import(form: FoodImportForm, language: Language) -> None:
    """What an import did."""
    values = {name: getattr(form, name) for name in form.__struct_fields__}
    click.echo(wrapped(printable(_IMPORTED.fill(**values).to(language))))
