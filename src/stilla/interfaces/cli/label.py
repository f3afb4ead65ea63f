"""`stilla label TEXT`: how much magnesium is in this product?"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from stilla.intake.label import read_label
from stilla.interfaces.asked.label import ABSORPTION, LONGEST, OTHER_NAMES, SHOWN_UNITS, label_text, servings
from stilla.interfaces.cli.options import json_option, language_option
from stilla.interfaces.cli.render import wrapped
from stilla.interfaces.forms.label import AUTHORITIES, label_form
from stilla.knowledge.store import load
from stilla.text import Text, number, printable

if TYPE_CHECKING:
    from stilla.interfaces.forms.label import LabelForm
    from stilla.text import Language


@click.command()
@click.argument("text")
@click.option(
    "--authority",
    type=click.Choice(["se", "us", "uk"]),
    help="Show only this authority's upper level.  [default: all]",
)
@click.option("--per-day", metavar="N", help="Servings a day, where you know it.")
@json_option
@language_option
def label(text: str, lang: Language, authority: str | None, per_day: str | None, *, as_json: bool) -> None:
    """How much magnesium is in this product? Paste what the label says; "-" reads it from standard input.

    Where the text can be read in more than one way you get the readings and a question, never a guess.
    """
    knowledge = load()
    found = read_label(label_text(_pasted(text)), knowledge, servings(per_day))
    form = label_form(found, knowledge, lang, (authority,) if authority else AUTHORITIES)
    if as_json:
        from stilla.interfaces.cli.json_out import print_json  # noqa: PLC0415  # not for text

        print_json(form)
    else:
        _render(form, lang)


def _pasted(text: str) -> str:
    return sys.stdin.buffer.read(4 * LONGEST + 1).decode("utf-8", "replace") if text == "-" else text


_WORDS = {
    "mg": Text("mg of elemental magnesium", "mg rent magnesium"),
    "unsettled": Text(
        "Cannot tell from this text. It can be read as:", "Det går inte att säga av texten. Den kan läsas som:"
    ),
    "per": Text("per", "per"),
    "serving": Text("serving", "dos"),
    "day": Text("a day", "om dagen"),
    "form": Text("Form", "Form"),
    "absorption": Text("absorption", "upptag"),
    "upper": Text("Of the upper level for added magnesium", "Av den övre gränsen för tillsatt magnesium"),
    "one": Text("with one serving a day", "med en dos om dagen"),
    "others": Text("Also in it", "Innehåller också"),
    "none": Text("no clear amount", "ingen tydlig mängd"),
}


def _render(form: LabelForm, lang: Language) -> None:
    _say_amount(form, lang)
    if form.question is not None:
        click.secho(wrapped(form.question, "  ", "? "), fg="yellow")
    if form.form is not None:
        absorbed = ABSORPTION[form.absorption or "unknown"].to(lang)
        click.echo(f"{_WORDS['form'].to(lang)}: {form.form} ({_WORDS['absorption'].to(lang)}: {absorbed})")
    if form.percent_of_upper_level:
        shown = ", ".join(
            f"{each.authority} {each.percent:.0f} % ({number(each.mg, lang)} mg)"
            for each in form.percent_of_upper_level
        )
        assumed = "" if form.per_day_mg is not None else f" ({_WORDS['one'].to(lang)})"
        click.echo(wrapped(f"{_WORDS['upper'].to(lang)}{assumed}: {shown}", "  ", ""))
    for other in form.others:
        unit = SHOWN_UNITS.get(other.unit or "", other.unit or "")
        amount = _WORDS["none"].to(lang) if other.amount is None else f"{number(other.amount, lang)} {unit}"
        note = f". {other.note}" if other.note else ""
        said = f"{_WORDS['others'].to(lang)}: {OTHER_NAMES[other.name].to(lang)}, {amount}{note}"
        click.echo(wrapped(printable(said), "  ", ""))


def _say_amount(form: LabelForm, lang: Language) -> None:
    if form.elemental_mg is None:
        if form.readings:
            click.secho(_WORDS["unsettled"].to(lang), bold=True)
        for reading in form.readings:
            click.echo(wrapped(f"{number(reading.elemental_mg, lang)} mg: {reading.assumes}", "    ", "  - "))
        return
    per = f"{_WORDS['per'].to(lang)} {form.per or _WORDS['serving'].to(lang)}"
    click.secho(f"{number(form.elemental_mg, lang)} {_WORDS['mg'].to(lang)} {per}", bold=True)
    for reading in form.readings:
        click.echo(wrapped(reading.assumes, "  "))
    if form.per_day_mg is not None:
        click.echo(f"{number(form.per_day_mg, lang)} mg {_WORDS['day'].to(lang)}")
