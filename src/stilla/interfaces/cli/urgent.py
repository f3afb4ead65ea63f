"""`stilla urgent`: too much magnesium, or feared. Where to turn, now."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from stilla.interfaces.asked.urgent import hear, urgent_form
from stilla.interfaces.cli.json_out import print_json
from stilla.interfaces.cli.options import day_option, json_option, language_option
from stilla.knowledge.store import load

if TYPE_CHECKING:
    from datetime import date

    from stilla.text import Language


@click.command()
@click.option("--taken", help="What was taken in all, with its unit (5g, 800mg).")
@click.option("--form", help="The form it was taken as (oxide, citrate).")
@click.option(
    "--sign",
    multiple=True,
    metavar="NAME",
    help="A sign (fainting, confusion, nausea; `stilla knowledge list conditions`).",
)
@click.option("--serum", help="Magnesium measured in blood, with its unit (2.6mmol/L, 5.1mg/dL).")
@click.option("--age", help="Age in years, if a child.")
@click.option("--egfr", help="Kidney value, if known.")
@click.option("--condition", multiple=True, metavar="NAME", help="An illness that matters (ckd, dialysis).")
@click.option("--take", multiple=True, metavar="NAME", help="A medicine that is taken.")
@json_option
@day_option
@language_option
@click.pass_context
def urgent(ctx: click.Context, /, lang: Language, as_of: date, *, as_json: bool, **words: Any) -> None:
    """Too much magnesium? What was taken, signs and a measured level → where to turn, now."""
    knowledge = load()
    heard = hear(words, knowledge, as_of)
    if as_json:
        print_json(urgent_form(heard, knowledge, lang))
    else:
        from stilla.interfaces.cli.render_urgent import render_urgent  # noqa: PLC0415  # not for JSON

        render_urgent(heard, knowledge, lang)
    ctx.exit(0)
