"""`stilla trial export`: a folder that somebody else can check and analyse."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from stilla.errors import refuse
from stilla.interfaces.cli.options import language_option
from stilla.interfaces.cli.render import wrapped
from stilla.interfaces.cli.trial_options import trial_option
from stilla.text import Text
from stilla.trial import seal_files as files

if TYPE_CHECKING:
    from stilla.text import Language
    from stilla.trial.verify import Verified

WRONG = 2

_WORDS = {
    "done": Text("Written to {folder}: {names}", "Skrivet till {folder}: {names}"),
    "closed": Text(
        "The seal is closed, so the table does not say what each period was.",
        "Förseglingen är stängd, så tabellen säger inte vad varje period var.",
    ),
    "private": Text(
        "The log holds everything you wrote, your own words too. Look through it before you give it away.",
        "Loggen innehåller allt du har skrivit, även dina egna ord. Titta igenom den innan du lämnar ut den.",
    ),
    "check": Text(
        "Anyone can check it: stilla trial verify {folder}",
        "Vem som helst kan kontrollera: stilla trial verify {folder}",
    ),
    "wrong": Text("The exported files do not fit each other:", "De exporterade filerna stämmer inte med varandra:"),
}


@click.command()
@trial_option
@click.option("-o", "--out", type=click.Path(path_type=Path, file_okay=False), required=True, help="A new folder.")
@language_option
@click.pass_context
def export(ctx: click.Context, /, trial: Path, out: Path, lang: Language) -> None:
    """Protocol, commitment, diary, answer and a table of nights in a new folder, for somebody else to check.

    The key is among them only once it has been revealed. Exit status 2 where the files do not fit each other.
    """
    from stilla.trial.exporting import exported  # noqa: PLC0415  # numpy behind the design
    from stilla.trial.verify import verify  # noqa: PLC0415  # as above

    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise refuse(str(out), "Choose a new or an empty folder.", "Välj en ny eller tom mapp.")
    content = exported(trial, lang).files
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise refuse(str(out), "This folder cannot be made.", "Mappen går inte att skapa.") from error
    for name, each in content.items():
        files.write_new(out / name, each)
    ctx.exit(_say(out, list(content), verify(out), lang))


def _say(out: Path, names: list[str], found: Verified, lang: Language) -> int:
    click.echo(wrapped(_WORDS["done"].to(lang).format(folder=out, names=", ".join(names)), "  ", ""))
    if found.sequence is None:
        click.echo(wrapped(_WORDS["closed"].to(lang), "  ", ""))
    click.echo(wrapped(_WORDS["private"].to(lang), "  ", ""))
    click.echo(_WORDS["check"].to(lang).format(folder=out))
    wrong = [each for each in found.checks if each.ok is False and each.what not in _not_there(names)]
    if not wrong:
        return 0
    click.secho(_WORDS["wrong"].to(lang), fg="red")
    for each in wrong:
        click.echo(wrapped(each.says.to(lang), "  "))
    return WRONG


def _not_there(names: list[str]) -> set[str]:
    """Checks of files that a trial does not have before it is sealed."""
    return {
        what for what, name in (("protocol", files.PROTOCOL), ("commitment", files.COMMITMENT)) if name not in names
    }
