"""`stilla synth`: an invented region, to try a reader on."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from stilla.interfaces.cli.options import day_option, language_option
from stilla.text import Text

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from stilla.synthetic.part import Order
    from stilla.synthetic.region_files import Written
    from stilla.text import Language

_DONE = Text(
    "{patients} invented people in {folder}: {lines} lines in {files} files, {size} MB, {seconds} s "
    "({speed} people/s).",
    "{patients} påhittade personer i {folder}: {lines} rader i {files} filer, {size} MB, {seconds} s "
    "({speed} personer/s).",
)
_NOBODY = Text(
    "Nobody in it exists. What was planted: planted.json and _planted/.",
    "Ingen i den finns. Det som har lagts in: planted.json och _planted/.",
)


@click.command()
@click.option("--patients", type=int, required=True, metavar="N", help="How many people, up to 9,999,999.")
@click.option(
    "--seed", type=int, default=1, show_default=True, metavar="S", help="The same seed gives the same people."
)
@click.option(
    "-o", "--out", type=click.Path(file_okay=False, path_type=Path), required=True, help="Folder to write to."
)
@click.option("--dirt", type=float, default=0.01, show_default=True, help="Share of lines that are made faulty.")
@click.option("--gzip", "zipped", is_flag=True, help="Compress the files.")
@click.option("--force", is_flag=True, help="Replace a region that is in the folder.")
@day_option
@language_option
def synth(
    lang: Language, as_of: date, *, patients: int, seed: int, out: Path, dirt: float, zipped: bool, force: bool
) -> None:
    """Write an invented region as FHIR R4 bulk data (NDJSON): people who do not exist, for tests of readers.

    The same number, seed, day, language and version give the same bytes. A person is the same in a small region and
    in a large one. --as-of is the day that ages and records are counted from; --lang is the language of the records.
    """
    from stilla.synthetic.part import Order  # noqa: PLC0415  # not for --help

    started = time.perf_counter()
    written = _written(Order(patients, seed, as_of, dirt, lang, zipped), out, lang, force=force)
    seconds = time.perf_counter() - started
    said = _DONE.fill(
        patients=written.patients,
        folder=written.folder,
        lines=written.lines,
        files=written.files,
        size=round(written.size / 1e6),
        seconds=f"{seconds:.1f}",
        speed=round(written.patients / seconds),
    )
    click.echo(said.to(lang))
    click.echo(_NOBODY.to(lang))


def _written(order: Order, out: Path, lang: Language, *, force: bool) -> Written:
    """Write it, with a bar on standard error while somebody watches."""
    from stilla.knowledge.store import load  # noqa: PLC0415  # not for --help
    from stilla.synthetic.region_files import write_region  # noqa: PLC0415  # as above

    knowledge = load()
    if not sys.stderr.isatty():
        return write_region(order, out, knowledge, force=force)
    from rich.console import Console  # noqa: PLC0415  # only at a terminal
    from rich.progress import Progress  # noqa: PLC0415  # as above

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(Text("invented people", "påhittade personer").to(lang), total=order.patients)
        told: Callable[[int], None] = lambda count: bar.advance(task, count)  # noqa: E731  # one line says it
        return write_region(order, out, knowledge, force=force, told=told)
