"""`stilla screen`: a whole region's records, by the rules that answer one person."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from stilla.errors import refuse
from stilla.interfaces.cli.options import day_option, json_option, language_option

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from stilla.errors import BadInput
    from stilla.knowledge.store import Knowledge
    from stilla.person import MagnesiumUse
    from stilla.population.reading import Progress as Reached
    from stilla.population.screening import Screened
    from stilla.text import Language

SET_ASIDE = 3
"""Exit status: done, but lines were set aside."""

BROKEN_OFF = 130
"""Exit status: somebody pressed Ctrl-C."""

_LISTS = ("medicines", "conditions", "magnesium")


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option(
    "-o", "--out", required=True, type=click.Path(path_type=Path, file_okay=False), help="Folder for the answers."
)
@click.option(
    "--engine", type=click.Choice(["duckdb", "spark"]), default="duckdb", show_default=True, help="What runs it."
)
@click.option("--master", default="local[2]", show_default=True, help="With --engine spark: which Spark.")
@click.option(
    "--complete",
    type=click.Choice(_LISTS),
    multiple=True,
    help="A list in these records is the whole list, where a person has one at all. Without it silence stays unknown.",
)
@click.option(
    "--propose",
    metavar="MG",
    type=click.FloatRange(0, 5000, min_open=True),
    help="As if everybody took this much elemental magnesium a day.",
)
@click.option("--form", help="With --propose: which form, for example citrate.")
@click.option(
    "--smallest-cell",
    type=click.IntRange(0, 1000),
    default=5,
    show_default=True,
    help="Fewer people are only said to be fewer; other counts are rounded to it. 0: exact.",
)
@click.option(
    "--memory", metavar="GB", type=click.FloatRange(0.2), help="At most so much memory; the rest goes to disk."
)
@click.option("--threads", type=click.IntRange(1), help="Processor threads.")
@click.option("--ndjson", is_flag=True, help="Also write people.ndjson: each person in words.")
@click.option("--fresh", is_flag=True, help="Begin anew, also where a run was broken off.")
@json_option
@day_option
@language_option
@click.pass_context
def screen(
    ctx: click.Context,
    /,
    lang: Language,
    as_of: date,
    folder: Path,
    out: Path,
    engine: str,
    master: str,
    complete: tuple[str, ...],
    propose: float | None,
    form: str | None,
    smallest_cell: int,
    memory: float | None,
    threads: int | None,
    *,
    ndjson: bool,
    fresh: bool,
    as_json: bool,
) -> int:
    """Who takes magnesium in these records, whom a rule concerns, and of whom nothing can be said.

    FOLDER holds a FHIR bulk export (NDJSON, plain or gzip), or what an earlier screen left: its facts are not read
    again. Each person's answer is what `stilla check` says of the same records. Exit status 3: lines were set aside.
    """
    from stilla.knowledge.store import load  # noqa: PLC0415  # not for --help

    try:
        from stilla.population.screening import Wished, run  # noqa: PLC0415  # DuckDB
    except ImportError as error:
        raise _lacks(engine) from error
    knowledge = load()
    wished = Wished(
        as_of=as_of,
        complete=frozenset(complete),  # type: ignore[arg-type]  # Click has checked the words
        proposed=_proposed(propose, form, knowledge),
        engine=engine,  # type: ignore[arg-type]  # as above
        master=master,
        smallest=smallest_cell,
        memory=None if memory is None else round(memory * 1e9),
        threads=threads,
        ndjson=ndjson,
        fresh=fresh,
    )
    try:
        done = _watched(lambda told: run(folder, out, wished, knowledge, told, _summaries(knowledge, lang)), lang)
    except ImportError as error:
        raise _lacks(engine) from error
    except KeyboardInterrupt:
        _broken_off(lang)
        ctx.exit(BROKEN_OFF)
    _show(done, knowledge, lang, as_json=as_json)
    ctx.exit(SET_ASIDE if done.set_aside else 0)


def _lacks(engine: str) -> BadInput:
    extra = "spark" if engine == "spark" else "population"
    return refuse(
        "",
        f"Screening needs more than the other commands do. Install it: pip install 'stilla[population,{extra}]'",
        f"Granskningen behöver mer än de andra kommandona. Installera: pip install 'stilla[population,{extra}]'",
    )


def _proposed(mg: float | None, form: str | None, knowledge: Knowledge) -> MagnesiumUse | None:
    """The magnesium that everybody is to be judged as taking."""
    from stilla.person import MagnesiumUse  # noqa: PLC0415  # not for --help
    from stilla.reading.magnesium import find_form  # noqa: PLC0415  # as above

    if mg is None and form is None:
        return None
    salt = None if form is None else find_form(form, knowledge)
    if form is not None and salt is None:
        known = ", ".join(knowledge.salts)
        raise refuse(
            "--form",
            f"“{form[:40]}” is not a form known here. Known: {known}.",
            f"”{form[:40]}” är inte en känd form. Kända: {known}.",
        )
    text = " ".join(each for each in (None if mg is None else f"{mg:g} mg", salt) if each)
    return MagnesiumUse(text, mg=mg, form=salt, route="oral", prescribed=False)


def _watched(run: Callable[[Callable[[Reached], None]], Screened], lang: Language) -> Screened:
    """The screen, with a bar on standard error while records are read and somebody watches."""
    if not sys.stderr.isatty():
        return run(lambda _: None)
    from rich.console import Console  # noqa: PLC0415  # only at a terminal
    from rich.progress import BarColumn, Progress, TextColumn  # noqa: PLC0415  # as above

    from stilla.interfaces.words.screen import STEPS  # noqa: PLC0415  # as above

    shown = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[size]}"))
    with Progress(*shown, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None, size="")

        def tell(now: Reached) -> None:
            step = STEPS[now.now].to(lang) if now.now in STEPS else now.now
            size = f"{now.done / 1e6:,.0f} / {now.total / 1e6:,.0f} MB".replace(",", "\u00a0") if now.total else ""
            bar.update(task, completed=now.done, total=now.total or None, description=step, size=size)

        return run(tell)


def _broken_off(lang: Language) -> None:
    from stilla.interfaces.words.screen import STOPPED  # noqa: PLC0415  # not for --help

    click.echo(STOPPED.to(lang), err=True)


def _summaries(knowledge: Knowledge, lang: Language) -> Callable[[Screened], Mapping[str, bytes]]:
    """The counts as a page and as JSON, to lie beside the answers."""
    import msgspec  # noqa: PLC0415  # not for --help

    from stilla.interfaces.forms.screen import screen_form  # noqa: PLC0415  # as above
    from stilla.interfaces.screened.page import screen_page  # noqa: PLC0415  # as above

    return lambda done: {
        "summary.html": screen_page(done, knowledge, lang).encode(),
        "summary.json": msgspec.json.format(msgspec.json.encode(screen_form(done, lang)), indent=2),
    }


def _show(done: Screened, knowledge: Knowledge, lang: Language, *, as_json: bool) -> None:
    if as_json:
        from stilla.interfaces.cli.json_out import print_json  # noqa: PLC0415  # not for text
        from stilla.interfaces.forms.screen import screen_form  # noqa: PLC0415  # as above

        print_json(screen_form(done, lang))
    else:
        from stilla.interfaces.cli.render_screen import render_screen  # noqa: PLC0415  # not for JSON

        render_screen(done, knowledge, lang)
