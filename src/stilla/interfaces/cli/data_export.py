"""`stilla export`: everything that is kept, as one ZIP."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from stilla.interfaces.cli.folder_option import data_option
from stilla.interfaces.cli.options import language_option
from stilla.interfaces.cli.render import wrapped
from stilla.interfaces.words.data import size_of
from stilla.text import Text

if TYPE_CHECKING:
    from stilla.text import Language

_DONE = Text("Written: {file} ({size}).", "Skrivet: {file} ({size}).")
_PRIVATE = Text(
    "It holds everything you told Stilla, your own words too. Look through it before you give it away.",
    "Den har allt du har berättat för Stilla, även dina egna ord. Titta igenom den innan du lämnar ut den.",
)


@click.command()
@click.option("-o", "--out", type=click.Path(path_type=Path, dir_okay=False), required=True, help="A new ZIP file.")
@data_option
@language_option
def export(out: Path, data: Path, lang: Language) -> None:
    """Everything that is kept, as one ZIP: tables (CSV) with a dictionary, JSON and the databases.

    Another Stilla takes it in with `stilla import`.
    """
    from stilla.store.archive import export_to  # noqa: PLC0415  # SQLite, only here

    size = export_to(data, out, lang)
    click.echo(_DONE.to(lang).format(file=out, size=size_of(size, lang)))
    click.echo(wrapped(_PRIVATE.to(lang)))
