"""`stilla sleep preview` and `stilla sleep import`."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from stilla.errors import refuse
from stilla.interfaces.cli.folder_option import data_option
from stilla.interfaces.cli.json_out import print_json
from stilla.interfaces.cli.options import json_option, language_option
from stilla.interfaces.cli.trial_options import now_option, zone_option
from stilla.reading.sleep.item import KINDS, How, Mapping
from stilla.text import printable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from stilla.text import Language

SET_ASIDE = 3
"""Exit status: done, but records were set aside."""
BIG = 20_000_000
"""Bytes from which a bar shows how far it is."""


def reading_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """`--format`, `--map`, `--dates`, `--date-is`, `--person`: how a file is to be read; given as one `How`."""
    for option in (
        click.option("--person", help="Whose rows, where a table holds several people."),
        click.option("--date-is", type=click.Choice(["morning", "evening"]), help="What a date without a time names."),
        click.option("--dates", type=click.Choice(["dmy", "mdy", "ymd"]), help="Order of day, month and year."),
        click.option(
            "--map",
            "columns",
            metavar="start=…,end=…",
            help=f"Columns of a table by their names: {', '.join(Mapping.__struct_fields__)}.",
        ),
        click.option("--format", "kind", type=click.Choice(KINDS), help="What the file is.  [default: by its content]"),
    ):
        command = option(command)
    return command


def how_of(zone: ZoneInfo, now: datetime, words: dict[str, Any]) -> How:
    """The options of a command as one value.

    Raises:
        BadInput: `--map` cannot be read.
    """
    columns = words["columns"]
    mapping = None if columns is None else read_mapping(columns)
    return How(zone, now, words["kind"], mapping, words["dates"], words["date_is"], words["person"])


def read_mapping(text: str) -> Mapping:
    """Columns by their names.

    Raises:
        BadInput: not NAME=COLUMN, or a name that is none.

    >>> read_mapping("start=From,end=To").end
    'To'
    """
    found: dict[str, str] = {}
    for part in text.split(","):
        name, equals, column = (each.strip() for each in part.partition("="))
        name = "asleep" if name == "minutes" else name
        if not equals or not column or name not in Mapping.__struct_fields__ or name in found:
            known = ", ".join(Mapping.__struct_fields__)
            shown = printable(part.strip())[:40]
            raise refuse(
                "--map",
                f"“{shown}” is not understood. Write for example start=From,end=To. Known: {known}.",
                f"”{shown}” går inte att tolka. Skriv till exempel start=From,end=To. Det finns: {known}.",
            )
        found[name] = column
    return Mapping(**found)


@click.command(name="import")
@click.argument("file", type=click.Path(path_type=Path))
@reading_options
@data_option
@json_option
@now_option
@zone_option
@language_option
def import_(  # one door, with an option for each question a file can leave open
    file: Path, lang: Language, zone: ZoneInfo, now: datetime, data: Path, *, as_json: bool, **words: Any
) -> int:
    """Sleep from a file, into your own store. The same file twice changes nothing.

    Exit status 3 where records were set aside.
    """
    from stilla.interfaces.asked.sleep import import_sleep  # noqa: PLC0415  # as above
    from stilla.interfaces.forms.sleep import import_form  # noqa: PLC0415  # not for --help
    from stilla.store.sleep import SleepStore  # noqa: PLC0415  # as above

    store = SleepStore(data)
    with _bar(file) as watch:
        added, sieve = import_sleep(store, file, file.name, how_of(zone, now, words), watch)
    form = import_form(file.name, str(store.file), added, sieve, store.sleep(zone), lang)
    if as_json:
        print_json(form)
    else:
        from stilla.interfaces.cli.render_sleep import render_import  # noqa: PLC0415  # not for JSON

        render_import(form, lang)
    return SET_ASIDE if form.set_aside else 0


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@reading_options
@json_option
@now_option
@zone_option
@language_option
def preview(file: Path, lang: Language, zone: ZoneInfo, now: datetime, *, as_json: bool, **words: Any) -> None:
    """What a file holds and what its first rows would become. Nothing is kept."""
    from stilla.interfaces.forms.sleep import preview_form  # noqa: PLC0415  # not for --help
    from stilla.reading.sleep.preview import preview as look  # noqa: PLC0415  # as above

    form = preview_form(look(file, file.name, how_of(zone, now, words)), zone, lang)
    if as_json:
        print_json(form)
        return
    from stilla.interfaces.cli.render_sleep import render_preview  # noqa: PLC0415  # not for JSON

    render_preview(form, lang)


@contextmanager
def _bar(file: Path) -> Iterator[Callable[[int], None] | None]:
    """A bar on standard error for a big file, where somebody watches."""
    size = file.stat().st_size if file.is_file() else 0
    if size < BIG or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console  # noqa: PLC0415  # only at a terminal
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn  # noqa: PLC0415  # as above

    packed = file.suffix.casefold() == ".zip"  # how much it unpacks to is known only on the way
    columns = (TextColumn("{task.description}", markup=False), BarColumn(), DownloadColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(printable(file.name), total=None if packed else size)
        yield lambda read: progress.update(task, completed=read)
