"""`stilla backup`: what there is, one now, one put back, and where they go."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from stilla.interfaces.cli.data_options import line_of
from stilla.interfaces.cli.folder_option import data_option
from stilla.interfaces.cli.options import language_option
from stilla.interfaces.cli.render import wrapped
from stilla.text import Text

if TYPE_CHECKING:
    from stilla.text import Language

_WORDS = {
    "none": Text(
        "There is no backup yet. Make one: stilla backup now",
        "Det finns ingen säkerhetskopia än. Gör en: stilla backup now",
    ),
    "made": Text("Made and looked through: {line}", "Gjord och genomgången: {line}"),
    "where": Text("In {place}", "I {place}"),
    "back": Text("Put back: {name}.", "Återställd: {name}."),
    "before": Text("What was there before: backup {name}.", "Det som fanns förut: säkerhetskopia {name}."),
    "cut": Text(
        "Putting back {name} was cut off. Finish it: stilla backup restore {name}",
        "Återställningen av {name} avbröts. Gör klart den: stilla backup restore {name}",
    ),
    "goes": Text("Backups go to {place} from now on.", "Säkerhetskopior sparas nu i {place}."),
    "own": Text(
        "A backup on the same disk does not help when the disk breaks. Choose another: stilla backup place FOLDER",
        "En säkerhetskopia på samma disk hjälper inte när disken går sönder. Välj en annan: stilla backup place MAPP",
    ),
}  # fmt: skip


@click.group(invoke_without_command=True)
@data_option
@language_option
@click.pass_context
def backup(ctx: click.Context, data: Path, lang: Language) -> None:
    """Backups of everything that is kept: the list, one now, one put back.

    One is also made each week when the app starts, before the files get a new form, and before anything is replaced.
    """
    # What is said before the name of a command holds for it too, unless it is said again after.
    ctx.default_map = {name: {"data": data, "lang": lang} for name in backup.commands}
    if ctx.invoked_subcommand is None:
        ctx.invoke(list_, data=data, lang=lang)


@backup.command("list")
@data_option
@language_option
def list_(data: Path, lang: Language) -> None:
    """Every backup, the oldest first."""
    from stilla.store.backup import backups  # noqa: PLC0415  # SQLite, only here
    from stilla.store.restore import unfinished  # noqa: PLC0415  # as above

    found = backups(data)
    for each in found:
        click.echo(line_of(each, lang))
    if not found:
        click.echo(_WORDS["none"].to(lang))
    if name := unfinished(data):
        click.secho(wrapped(_WORDS["cut"].to(lang).format(name=name)), bold=True)


@backup.command("now")
@data_option
@language_option
def now_(data: Path, lang: Language) -> None:
    """Make a backup and look it through."""
    from stilla.store.backup import back_up, settings_of  # noqa: PLC0415  # SQLite, only here

    made = back_up(data, datetime.now(UTC))
    click.echo(_WORDS["made"].to(lang).format(line=line_of(made, lang)))
    click.echo(_WORDS["where"].to(lang).format(place=made.folder))
    if settings_of(data).destination is None:
        click.echo(wrapped(_WORDS["own"].to(lang)))


@backup.command()
@click.argument("name")
@data_option
@language_option
def restore(name: str, data: Path, lang: Language) -> None:
    """Put a backup back. What is there now is kept as a backup first."""
    from stilla.store import restore as putting_back  # noqa: PLC0415  # SQLite, only here

    done = putting_back.restore(data, name, datetime.now(UTC))
    click.echo(_WORDS["back"].to(lang).format(name=done.backup.name))
    if done.before is not None:
        click.echo(_WORDS["before"].to(lang).format(name=done.before.name))


@backup.command()
@click.argument("folder", required=False, type=click.Path(path_type=Path, file_okay=False))
@data_option
@language_option
def place(folder: Path | None, data: Path, lang: Language) -> None:
    """Choose another FOLDER for backups, such as a disk of its own; without FOLDER, the data folder again."""
    from stilla.store.backup import choose_destination  # noqa: PLC0415  # SQLite, only here

    chosen = choose_destination(data, folder).destination
    click.echo(_WORDS["goes"].to(lang).format(place=chosen or data))
