"""What became of records, as tables in the terminal."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import click

from stilla.interfaces.cli.render import wrapped
from stilla.interfaces.words import records as words
from stilla.text import printable

if TYPE_CHECKING:
    from stilla.interfaces.forms.records import RecordsForm
    from stilla.text import Language

_SHOWN = 20


def render_records(form: RecordsForm, language: Language) -> None:
    """A table of types, the reasons, and the first faults."""
    click.echo(words.PEOPLE.fill(count=form.people).to(language))
    click.echo()
    _kinds(form, language)
    _reasons(form, language)
    _faults(form, language)


def _kinds(form: RecordsForm, language: Language) -> None:
    heads = [words.KIND, words.READ, words.USED, words.NOT_LOOKED_AT]
    rows = [
        (printable(each.type), str(each.read), str(each.used), str(sum(each.ignored.values()))) for each in form.kinds
    ]
    table = [tuple(head.to(language) for head in heads), *rows]
    widths = [max(len(row[n]) for row in table) for n in range(4)]
    for number, row in enumerate(table):
        line = "  ".join(
            cell.ljust(width) if n == 0 else cell.rjust(width)
            for n, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        click.secho(line.rstrip(), bold=number == 0)


def _reasons(form: RecordsForm, language: Language) -> None:
    counts: Counter[str] = Counter()
    for each in form.kinds:
        counts.update(each.ignored)
    if counts:
        click.echo()
        click.secho(words.WHY.to(language), bold=True)
    for reason, count in counts.most_common():
        click.echo(wrapped(f"{count}  {words.REASONS[reason].to(language)}", "      ", "  "))


def _faults(form: RecordsForm, language: Language) -> None:
    if not form.set_aside_count:
        return
    click.echo()
    click.secho(f"{words.COULD_NOT.to(language)}: {form.set_aside_count}", bold=True)
    for each in form.set_aside[:_SHOWN]:
        click.echo(wrapped(printable(f"{each.where}: {each.reason}"), "      ", "  "))
    if form.set_aside_count > _SHOWN:
        click.echo("  " + words.MORE.fill(count=form.set_aside_count - _SHOWN).to(language))
