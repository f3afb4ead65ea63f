"""`stilla trial seal`: the helper draws the order, and gets the sheets; the person gets only the commitment.

Without a helper the key is locked, and the sheets, which tell the order, are written only when asked for.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import click

from stilla.errors import refuse
from stilla.interfaces.cli.options import language_option
from stilla.interfaces.cli.render import wrapped
from stilla.interfaces.cli.trial_options import now_option, zone_option
from stilla.interfaces.trial.sealing import EMERGENCY, FILE_WORDS, PACKING, STRENGTH, helper_words, sheets
from stilla.knowledge.store import load
from stilla.text import Text
from stilla.trial import seal_files as files

if TYPE_CHECKING:
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from stilla.text import Language
    from stilla.trial.protocol import Protocol
    from stilla.trial.seal import Commitment, Key

_WORDS = {
    "drawn": Text("The order is drawn and sealed.", "Ordningen är dragen och förseglad."),
    "again": Text(
        "This protocol was sealed here before: the same draw stands, and only missing files were written.",
        "Protokollet har redan förseglats här: samma lottning gäller, och bara filer som saknades skrevs.",
    ),
    "passphrase": Text("Passphrase", "Lösenfras"),
}
_WORDS_ALONE = {
    files.KEY: Text("locked; opened by the passphrase", "låst; öppnas med lösenfrasen"),
    files.COMMITMENT: Text("for stilla trial start", "till stilla trial start"),
    PACKING: Text("tells the order: only for whoever fills", "visar ordningen: bara för den som fyller"),
    EMERGENCY: Text("tells the order: into an opaque envelope", "visar ordningen: i ett ogenomskinligt kuvert"),
}
_LATER = Text(
    "No packing sheet was written. Whoever fills the capsules runs this again with --packing, and the passphrase.",
    "Inget packblad skrevs. Den som fyller kapslarna kör detta igen med --packing, och lösenfrasen.",
)


@click.command()
@click.argument("protocol", type=click.Path(path_type=Path, dir_okay=False))
@click.option(
    "-o",
    "--out",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    required=True,
    help="The helper's folder.",
)
@click.option("--helper", default="", metavar="WORDS", help="Who holds the key, as the commitment names them.")
@click.option(
    "--passphrase-file",
    type=click.File("r", encoding="utf-8"),
    help="For a trial without a helper: where the passphrase stands.  [default: asked for]",
)
@click.option(
    "--packing",
    is_flag=True,
    help="For a trial without a helper: also write the packing sheet and the emergency page, which tell the order. "
    "For whoever fills the capsules; asks for the passphrase.",
)
@zone_option
@now_option
@language_option
def seal(
    protocol: Path,
    folder: Path,
    helper: str,
    lang: Language,
    zone: ZoneInfo,
    now: datetime,
    passphrase_file: TextIO | None,
    *,
    packing: bool,
) -> None:
    """Draw and seal the order of PROTOCOL. For the helper, on the helper's own computer.

    Writes the key, the commitment to send back, the packing sheet and the emergency page. Run again it draws nothing
    anew: it writes what is missing. Without a helper (--blinding alone) it writes only the locked key and the
    commitment; the two pages, which tell the order, come with --packing.
    """
    from stilla.trial.protocol import read_protocol  # noqa: PLC0415  # numpy behind the design

    plan = read_protocol(files.read_file(protocol), protocol.name)
    del zone  # `now` is read in it
    if (folder / files.DIARY).exists() or (folder / files.LOG).exists():
        raise refuse(
            str(folder),
            "There is a diary in this folder: it is the person's. The key must never lie there. Choose another folder, "
            "on the helper's computer.",
            "Det finns en dagbok i mappen: den är personens. Nyckeln får aldrig ligga där. Välj en annan mapp, på "
            "hjälparens dator.",
        )
    _make(folder)
    phrase = passphrase_file.read().strip() if passphrase_file is not None else None
    pages = (PACKING, EMERGENCY) if packing or plan.blinding != "alone" else ()
    missing = [name for name in (files.KEY, files.COMMITMENT, *pages) if not (folder / name).exists()]
    key, commitment = _sealed(plan, folder, now, helper, phrase, lang)
    if pages:
        _sheets(plan, commitment, key, folder)
    _say(plan, folder, missing, lang)


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise refuse(str(folder), "This folder cannot be made.", "Mappen går inte att skapa.") from error


def _sealed(
    plan: Protocol, folder: Path, moment: datetime, helper: str, phrase: str | None, lang: Language
) -> tuple[Key, Commitment]:
    """The seal that lies in the folder, or a new one: the key is on the disk before anything tells of it."""
    from stilla.trial.seal import seal, write_commitment, write_key  # noqa: PLC0415  # as above

    named = helper_words(helper)
    if (folder / files.KEY).exists():
        return _found(plan, folder, moment, named, phrase, lang)
    if (folder / files.COMMITMENT).exists():
        raise refuse(
            files.COMMITMENT,
            "There is a commitment here without its key. A second draw would break the first: use an empty folder.",
            "Här finns ett åtagande utan sin nyckel. En ny lottning skulle upphäva den första: använd en tom mapp.",
        )
    made = seal(plan, moment, helper=named)
    if plan.blinding == "alone":
        from stilla.trial.seal_lock import lock, write_locked  # noqa: PLC0415  # only without a helper

        content = write_locked(lock(made.key, phrase if phrase is not None else asked_passphrase(lang, confirm=True)))
    else:
        content = write_key(made.key)
    files.write_new(folder / files.KEY, content, private=True)
    files.write_new(folder / files.COMMITMENT, write_commitment(made.commitment))
    return made.key, made.commitment


def _found(
    plan: Protocol, folder: Path, moment: datetime, helper: str, phrase: str | None, lang: Language
) -> tuple[Key, Commitment]:
    """The seal of a key that lies here. A run that ended between the two files left a key whose draw still stands."""
    from stilla.trial.key_files import key_of  # noqa: PLC0415  # as above
    from stilla.trial.seal import open_seal, read_commitment, seal, write_commitment  # noqa: PLC0415  # as above

    key = key_of(folder / files.KEY, lambda: phrase if phrase is not None else asked_passphrase(lang))
    if not (folder / files.COMMITMENT).exists():
        again = seal(plan, moment, helper=helper, secret=bytes.fromhex(key.secret))
        open_seal(plan, again.commitment, key)
        files.write_new(folder / files.COMMITMENT, write_commitment(again.commitment))
        return key, again.commitment
    commitment = read_commitment(files.read_file(folder / files.COMMITMENT))
    open_seal(plan, commitment, key)
    return key, commitment


def asked_passphrase(lang: Language, *, confirm: bool = False) -> str:
    """The passphrase, typed unseen; twice where it is new."""
    said: str = click.prompt(_WORDS["passphrase"].to(lang), hide_input=True, confirmation_prompt=confirm)
    return said


def _sheets(plan: Protocol, commitment: Commitment, key: Key, folder: Path) -> None:
    """Write the pages that are not there yet."""
    from stilla.trial.seal import open_seal  # noqa: PLC0415  # numpy behind the design

    for name, page in sheets(plan, open_seal(plan, commitment, key), load()).items():
        if not (folder / name).exists():
            files.write_new(folder / name, page(), private=True)


def _say(plan: Protocol, folder: Path, names: list[str], lang: Language) -> None:
    """What was written, who it is for, and how strong the seal is."""
    click.secho(_WORDS["drawn" if files.KEY in names else "again"].to(lang), bold=True)
    wide = max((len(name) for name in names), default=0)
    words = FILE_WORDS | _WORDS_ALONE if plan.blinding == "alone" else FILE_WORDS
    for name in names:
        click.echo(f"  {name.ljust(wide)}  {words[name].to(lang)}")
    click.echo(f"  → {folder}")
    knowledge = load()
    for name in STRENGTH[plan.blinding]:
        click.echo(wrapped(knowledge.advice(name).to(lang), "  ", ""))
    if not (folder / PACKING).exists():
        click.echo(wrapped(_LATER.to(lang), "  ", ""))
