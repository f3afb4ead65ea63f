"""`stilla trial pool`: many people's summaries as one answer."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from stilla.errors import BadInput, Problem, refuse
from stilla.interfaces.cli.options import json_option, language_option
from stilla.knowledge.store import load
from stilla.text import Text, printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from stilla.interfaces.asked.pool import Aside, Found
    from stilla.text import Language

ADVICE = ("pool-not-you", "pool-who")
SOME_SET_ASIDE = 3
"""Exit status: answered, and something was set aside."""

_SHOWN = 20
_EVERY = 1_000
"""Summaries between two steps of the progress."""


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path), metavar="FILES...")
@click.option("--mid", metavar="NUMBER", help="The difference that matters, when people chose different ones.")
@click.option(
    "--units",
    type=click.Choice(["outcome", "spread"]),
    help="Units of the outcome, or each person's own scale unit. Asked for when the outcomes differ.",
)
@click.option(
    "--method",
    type=click.Choice(["grid", "normal"]),
    help="Each result as it is, or as a normal distribution. By default the grid up to 10,000 people.",
)
@click.option(
    "--people", type=click.IntRange(0, 10_000), default=40, show_default=True, help="People listed one by one."
)
@json_option
@language_option
@click.pass_context
def pool(
    ctx: click.Context,
    lang: Language,
    paths: tuple[Path, ...],
    *,
    mid: str | None,
    units: Literal["outcome", "spread"] | None,
    method: Literal["grid", "normal"] | None,
    people: int,
    as_json: bool,
) -> None:
    """Pool summaries of trials: files, a folder of them, or NDJSON with one on each line.

    No diary is read, only the small files that `stilla trial export` makes. Bad ones are set aside (exit status 3).
    """
    from stilla.analysis.pool import Settings  # noqa: PLC0415  # numpy: not for --help
    from stilla.analysis.pool import pool as pooled_of  # noqa: PLC0415  # as above
    from stilla.analysis.pool_trials import Collector  # noqa: PLC0415  # as above
    from stilla.interfaces.asked.pool import Aside, found_in, take  # noqa: PLC0415  # as above

    settings = Settings(mid=None if mid is None else _positive(mid), units=units, method=method, shown=people)
    collector, aside = Collector(), Aside()
    for each in _with_progress(found_in(paths), lang):
        take(each, collector, aside)
    if not len(collector) and aside.count:
        raise BadInput(Problem(Text(each.name, each.name), each.why) for each in aside.first[:_SHOWN])
    pooled = pooled_of(collector.trials(), settings)
    advice = tuple(load().advice_entry(name).text for name in ADVICE)
    if as_json:
        from stilla.interfaces.cli.json_out import print_json  # noqa: PLC0415  # not for text
        from stilla.interfaces.forms.pool import pool_form  # noqa: PLC0415  # as above

        print_json(pool_form(pooled, aside, advice, lang))
    else:
        from stilla.interfaces.cli.render_pool import render_pool  # noqa: PLC0415  # not for JSON

        render_pool(pooled, advice, lang)
    _say_set_aside(aside, lang)
    if aside.count:
        ctx.exit(SOME_SET_ASIDE)


def _positive(text: str) -> float:
    """A number above zero, with a comma or a point."""
    try:
        value = float(text.strip().replace(",", "."))
    except ValueError:
        value = 0.0
    if not 0 < value < 1e6:
        raise refuse(
            "--mid",
            f"“{printable(text[:20])}” is not a number above 0. Write for example 1 or 1.5.",
            f"”{printable(text[:20])}” är inte ett tal över 0. Skriv till exempel 1 eller 1,5.",
        )
    return value


def _say_set_aside(aside: Aside, language: Language) -> None:
    """On standard error: which files were left out, and why."""
    if not aside.count:
        return
    said = Text("Set aside: {n}", "Lagda åt sidan: {n}").fill(n=aside.count).to(language)
    click.echo(said, err=True)
    for each in aside.first[:_SHOWN]:
        click.echo(f"  {printable(each.name)}: {printable(each.why.to(language))}", err=True)
    if aside.count > _SHOWN:
        more = Text("  and {n} more", "  och {n} till").fill(n=aside.count - _SHOWN).to(language)
        click.echo(more, err=True)


def _with_progress(found: Iterable[Found], language: Language) -> Iterator[Found]:
    """The same summaries, counted on standard error where somebody watches."""
    if not sys.stderr.isatty():
        yield from found
        return
    from rich.console import Console  # noqa: PLC0415  # only at a terminal
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn  # noqa: PLC0415  # as above

    columns = (SpinnerColumn(), TextColumn("{task.description} {task.completed}"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(Text("summaries", "sammanfattningar").to(language), total=None)
        for number, each in enumerate(found, start=1):
            if number % _EVERY == 0:
                progress.update(task, completed=number)
            yield each
