"""`stilla trial card`: the card to carry during the trial."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from stilla.interfaces.cli.options import language_option
from stilla.interfaces.cli.trial_options import trial_option
from stilla.interfaces.trial.carrying import holder_of
from stilla.text import Text
from stilla.trial import seal_files as files

if TYPE_CHECKING:
    from stilla.text import Language


_WRITTEN = Text(
    "The card is written, in Swedish and English: {path}. Print it and carry it with you.",
    "Kortet är skrivet, på svenska och engelska: {path}. Skriv ut det och bär det med dig.",
)
_NO_HELPER = Text(
    "No helper's phone number stands on it. Add one: --helper “Karin Ek 070-123 45 67”.",
    "Det står ingen hjälpares telefon på det. Lägg till en: --helper ”Karin Ek 070-123 45 67”.",
)


@click.command()
@trial_option
@click.option(
    "--protocol", type=click.Path(path_type=Path, dir_okay=False), help="The protocol.  [default: that of the folder]"
)
@click.option("--helper", default="", metavar="WORDS", help="Name and telephone of whoever holds the key.")
@click.option(
    "-o", "--out", type=click.Path(path_type=Path, dir_okay=False), default=Path("card.pdf"), show_default=True
)
@language_option
def card(trial: Path, protocol: Path | None, helper: str, out: Path, lang: Language) -> None:
    """The card to carry: may be taking magnesium, whom to ring, how to open. It tells nothing of the order."""
    from stilla.interfaces.paper.trial_pages import card_pdf  # noqa: PLC0415  # Typst, only here
    from stilla.knowledge.store import load  # noqa: PLC0415  # as above
    from stilla.trial.card import card as made  # noqa: PLC0415  # as above
    from stilla.trial.protocol import read_protocol  # noqa: PLC0415  # as above

    path = protocol or trial / files.PROTOCOL
    plan = read_protocol(files.read_file(path), path.name)
    files.write_again(out, card_pdf(made(plan, holder_of(plan, trial, helper), load()), lang))
    click.echo(_WRITTEN.to(lang).format(path=out))
    if not helper.strip() and plan.blinding == "helper":
        click.secho(_NO_HELPER.to(lang), fg="yellow")
