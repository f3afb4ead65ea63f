"""`stilla trial verify`: was anything changed? For the person, the helper, or anybody who has the folder."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from stilla.interfaces.cli.options import json_option, language_option
from stilla.interfaces.cli.render import wrapped
from stilla.interfaces.forms.trial_files import VERIFY_VERSION, CheckForm, VerifyForm
from stilla.text import Text, printable

if TYPE_CHECKING:
    from stilla.text import Language
    from stilla.trial.verify import Verified

WRONG = 2

_MARKS = {True: Text("ok", "ok"), False: Text("WRONG", "FEL"), None: Text("–", "–")}
_COLOURS = {True: "green", False: "red", None: None}
_ALL_WELL = Text("No change was found.", "Ingen ändring hittades.")
_WRONG = Text("Something does not fit. See the lines above.", "Något stämmer inte. Se raderna ovan.")


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), metavar="DIR")
@click.option(
    "--key", type=click.Path(path_type=Path, dir_okay=False), help="The helper's key file, where it is not in DIR."
)
@json_option
@language_option
@click.pass_context
def verify(ctx: click.Context, /, folder: Path, key: Path | None, lang: Language, *, as_json: bool) -> None:
    """Check protocol, commitment, diary, key and answer of DIR against each other, byte by byte.

    Where the key is there, the answer is also computed anew from the diary.

    Exit status 2 where anything was changed, with file and line.
    """
    from stilla.trial.verify import verify as verified  # noqa: PLC0415  # numpy behind the design

    found = verified(folder, key)
    if as_json:
        from stilla.interfaces.cli.json_out import print_json  # noqa: PLC0415  # not for text

        print_json(verify_form(found, lang))
    else:
        _render(found, lang)
    ctx.exit(0 if found.ok else WRONG)


def verify_form(found: Verified, lang: Language) -> VerifyForm:
    """The published form."""
    return VerifyForm(
        VERIFY_VERSION,
        found.ok,
        [CheckForm(each.what, each.ok, printable(each.says.to(lang))) for each in found.checks],
        None if found.sequence is None else list(found.sequence),
    )


def _render(found: Verified, lang: Language) -> None:
    wide = max(len(mark.to(lang)) for mark in _MARKS.values())
    for each in found.checks:
        mark = click.style(_MARKS[each.ok].to(lang).ljust(wide), fg=_COLOURS[each.ok], bold=each.ok is False)
        first, *rest = wrapped(printable(each.says.to(lang)), " " * (wide + 2), " " * (wide + 2)).split("\n")
        click.echo(f"{mark}  {first[wide + 2 :]}")
        for line in rest:
            click.echo(line)
    click.secho((_ALL_WELL if found.ok else _WRONG).to(lang), bold=True)
