"""`stilla import`: an exported ZIP into the data folder."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from stilla.interfaces.cli.folder_option import data_option
from stilla.interfaces.cli.options import language_option
from stilla.text import Text

if TYPE_CHECKING:
    from stilla.text import Language

_DONE = Text("Everything in {file} is now kept in {folder}.", "Allt i {file} är nu sparat i {folder}.")
_BEFORE = Text("What was there before: backup {name}.", "Det som fanns förut: säkerhetskopia {name}.")


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@data_option
@click.option("--replace", is_flag=True, help="Take the place of what is kept; a backup of that is made first.")
@language_option
def import_(file: Path, data: Path, lang: Language, *, replace: bool) -> None:
    """An exported ZIP into an empty data folder. The whole file is looked through before anything is written."""
    from stilla.store.archive_read import import_archive  # noqa: PLC0415  # SQLite, only here

    done = import_archive(file, data, datetime.now(UTC), replace=replace)
    click.echo(_DONE.to(lang).format(file=file.name, folder=data))
    if done.before is not None:
        click.echo(_BEFORE.to(lang).format(name=done.before.name))


setattr(sys.modules[__name__], "import", import_)  # the command's name is a word of Python
