"""`stilla sbml`: one person of the model with the doses as events, for other people's programs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from stilla.errors import refuse
from stilla.interfaces.cli.mechanism_options import asked, mechanism_options
from stilla.interfaces.cli.options import day_option, language_option

if TYPE_CHECKING:
    from datetime import date

    from stilla.text import Language

DAYS = 30


@click.command()
@mechanism_options
@click.option("-o", "--out", metavar="FILE", help="Write there instead of to standard output.")
@day_option
@language_option
def sbml(lang: Language, as_of: date, *, out: str | None, **words: Any) -> None:
    """One person of the model as SBML Level 3 Version 2: equations, constants, food and doses as events.

    The same PERSON and flags as `stilla simulate`; --days is 30 if left out. A research model, not for deciding on a
    dose.
    """
    from stilla.interfaces.asked.mechanism import as_sbml  # noqa: PLC0415  # not for --help
    from stilla.interfaces.cli.render import wrapped  # noqa: PLC0415  # as above
    from stilla.interfaces.words.mechanism import cautions  # noqa: PLC0415  # as above
    from stilla.knowledge.store import load  # noqa: PLC0415  # as above

    knowledge = load()
    question = asked(words, knowledge, as_of, DAYS)
    document = as_sbml(question, knowledge)
    if out is None:
        click.echo(document, nl=False)
    else:
        try:
            Path(out).write_text(document, encoding="utf-8")
        except (OSError, ValueError) as error:
            raise refuse(out, "This file cannot be written.", "Filen går inte att skriva.") from error
    click.echo(wrapped(knowledge.advice("mechanism-sbml").to(lang)), err=True)
    for sentence in cautions(question, knowledge):
        click.secho(wrapped(sentence.text.to(lang), "  "), bold=True, err=True)
    for each in question.assumptions:
        click.echo(wrapped(each.to(lang), "    ", "  - "), err=True)
