"""The forecast of a trial as text."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from stilla.interfaces.cli.render import heading, width, wrapped
from stilla.interfaces.words.forecast import COLUMNS, DESIGN_NAMES, basis, chance_cells, design_words, give_or_take
from stilla.pictures.draw import manner, terminal
from stilla.trial.forecast import PACES

if TYPE_CHECKING:
    import os
    from collections.abc import Sequence

    from stilla.analysis.forecast import Chance
    from stilla.pictures.picture import Picture
    from stilla.plan import Sentence
    from stilla.text import Language
    from stilla.trial.forecast import Nights, Prospect


def render_forecast(
    prospects: Sequence[Prospect],
    nights: Nights,
    picture: Picture,
    says: Sequence[Sentence],
    language: Language,
) -> None:
    """Print a forecast: what it rests on, the picture, then every figure."""
    click.echo(wrapped(basis(nights).to(language)))
    click.echo()
    click.echo(terminal(picture, language, width(), **manner(sys.stdout, _environment())))
    for each in prospects:
        heading(DESIGN_NAMES[each.name].to(language))
        click.echo(wrapped(design_words(each).to(language), "  "))
        for pace in PACES:
            click.echo(f"  {pace.title.to(language)}")
            click.echo("    " + "".join(f"{column.to(language):>14}" for column in COLUMNS))
            for chance in each.outlooks[pace.id].chances:
                click.echo("    " + _row(chance, language))
    click.echo()
    for sentence in says:
        click.echo(wrapped(sentence.text.to(language)))


def _environment() -> os._Environ[str]:
    from os import environ  # noqa: PLC0415  # only to ask what the terminal can show

    return environ


def _row(chance: Chance, language: Language) -> str:
    return "".join(f"{cell:>14}" for cell in chance_cells(chance, language)) + f"   ± {give_or_take(chance)}"
