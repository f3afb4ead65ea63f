"""`stilla erase`: everything of a person taken away from this computer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from stilla.interfaces.cli.folder_option import data_option
from stilla.interfaces.cli.options import language_option
from stilla.interfaces.cli.render import wrapped
from stilla.interfaces.words.data import ERASE
from stilla.text import Text

if TYPE_CHECKING:
    from pathlib import Path

    from stilla.text import Language

_WORDS = {
    "asks": Text(
        "This removes everything that Stilla keeps in {folder}: what you told it, the diary, the trial with its key, "
        "and all backups. It cannot be undone. To keep a copy, run stilla export first.",
        "Det här tar bort allt som Stilla har sparat i {folder}: det du har berättat, dagboken, försöket med nyckeln "
        "och alla säkerhetskopior. Det går inte att ångra. Vill du ha en kopia, kör stilla export först.",
    ),
    "type": Text("Type {word} to go on", "Skriv {word} för att gå vidare"),
    "not": Text("Nothing was removed.", "Inget togs bort."),
    "removed": Text("Removed: {count}.", "Borttaget: {count}."),
    "none": Text("Nothing was kept here.", "Här fanns inget sparat."),
    "left": Text("Still there: {path}: {why}.", "Finns kvar: {path}: {why}."),
}  # fmt: skip
BAD_INPUT, NOT_ALL = 2, 3


@click.command()
@data_option
@click.option("--yes", is_flag=True, help="Do not ask.")
@language_option
@click.pass_context
def erase(ctx: click.Context, data: Path, lang: Language, *, yes: bool) -> None:
    """Remove everything that Stilla keeps of you, with all backups. Asks first.

    Exit status 3: something could not be removed; it is named.
    """
    from stilla.store import erase as erasing  # noqa: PLC0415  # SQLite, only here

    if not yes:
        word = ERASE.to(lang)
        click.echo(wrapped(_WORDS["asks"].to(lang).format(folder=data.absolute())))
        typed = click.prompt(_WORDS["type"].to(lang).format(word=word), default="", show_default=False)
        if typed.strip().casefold() != word:
            click.echo(_WORDS["not"].to(lang))
            ctx.exit(BAD_INPUT)
    done = erasing.erase(data)
    for each in done.removed:
        click.echo(f"  {each}")
    click.echo(_WORDS["removed" if done.removed or done.left else "none"].to(lang).format(count=len(done.removed)))
    for left in done.left:
        click.secho(wrapped(_WORDS["left"].to(lang).format(path=left.path, why=left.why.to(lang))), bold=True)
    click.echo(wrapped(erasing.CANNOT_REACH.to(lang)))
    if done.left:
        ctx.exit(NOT_ALL)
