"""`stilla trial answer`: the guesses first, then the key, then the answer; and the helper's looks before the end."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from stilla.interfaces.cli.options import json_option, language_option
from stilla.interfaces.cli.trial_options import now_option, trial_option, zone_option
from stilla.text import Text
from stilla.trial import seal_files as files

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from stilla.diary.events import Body, Event
    from stilla.store.trial import TrialStore
    from stilla.text import Language
    from stilla.trial.protocol import Protocol

_LOOKS = {
    "continue": Text("Go on. Nothing more is shown before the end.", "Fortsätt. Mer visas inte före slutet."),
    "stop-harm": Text(
        "Stop: harm is likely. End the trial and contact the doctor.",
        "Stoppa: skada är trolig. Avsluta försöket och kontakta läkaren.",
    ),
    "stop-futility": Text(
        "The trial may end here: a benefit that matters is unlikely. A slower effect is not excluded, nor is harm.",
        "Försöket kan avslutas här: en nytta som spelar roll är osannolik. En långsammare effekt är inte utesluten, "
        "och inte heller skada.",
    ),
}


@click.command("answer")
@trial_option
@click.option("--key", type=click.Path(path_type=Path, dir_okay=False), help="The helper's key file.")
@click.option("--who", default="", metavar="WORDS", help="Who opens.  [default: as the seal says]")
@click.option("--without-guesses", is_flag=True, help="Open although guesses are missing; blinding is then unknown.")
@click.option("--look", type=int, metavar="PERIOD", help="The helper's look after a period: harm and futility only.")
@click.option("--report", is_flag=True, help="Also the whole report, item by item of CENT; it is in answer.json too.")
@click.option("--plot", type=click.Path(file_okay=False, path_type=Path), help="Folder for the pictures, as .svg.")
@zone_option
@now_option
@json_option
@language_option
def answer(
    trial: Path, zone: ZoneInfo, now: datetime, lang: Language, *, key: Path | None, look: int | None, **flags: Any
) -> None:
    """Open the seal and say whether it helped: the guesses first, then the key, then the answer."""
    from stilla.interfaces.trial.answering import reveal  # noqa: PLC0415  # numpy
    from stilla.store.trial import TrialStore  # noqa: PLC0415  # only here
    from stilla.trial.key_files import key_of  # noqa: PLC0415  # numpy behind the design
    from stilla.trial.opening import must_be_ready, opener_of  # noqa: PLC0415  # as above
    from stilla.trial.protocol import read_protocol  # noqa: PLC0415  # as above
    from stilla.trial.seal import open_seal, read_commitment  # noqa: PLC0415  # as above

    store = TrialStore(trial)
    protocol = read_protocol(files.read_file(trial / files.PROTOCOL))
    commitment = read_commitment(files.read_file(trial / files.COMMITMENT))
    if look is None:
        must_be_ready(store.events(), now, zone, without_guesses=flags["without_guesses"])
    path = key or trial / files.KEY
    secret = key_of(path, lambda: _passphrase(lang))
    sequence = open_seal(protocol, commitment, secret).sequence
    if look is not None:
        _look(store, protocol, sequence, look, (now, zone, lang))
        return
    reveal(store, secret, opener_of(flags["who"], commitment), (now, zone))
    _answer(store, protocol, sequence, (now, zone, lang), flags)


def _passphrase(lang: Language) -> str:
    from stilla.interfaces.cli.trial_seal import asked_passphrase  # noqa: PLC0415  # only for a locked key

    return asked_passphrase(lang)


def _look(
    store: TrialStore,
    protocol: Protocol,
    sequence: tuple[int, ...],
    period: int,
    at: tuple[datetime, ZoneInfo, Language],
) -> None:
    from stilla.trial.opening import looked  # noqa: PLC0415  # numpy

    now, zone, lang = at
    said: list[str] = []

    def decide(events: Sequence[Event]) -> Sequence[Body]:
        outcome, entered = looked(events, protocol, sequence, period)
        said.append(outcome)
        return entered

    store.append(decide, now, zone)
    click.echo(_LOOKS[said[-1]].to(lang))


def _answer(
    store: TrialStore,
    protocol: Protocol,
    sequence: tuple[int, ...],
    at: tuple[datetime, ZoneInfo, Language],
    flags: dict[str, Any],
) -> None:
    from stilla.interfaces.trial.answering import keep_answer  # noqa: PLC0415  # numpy
    from stilla.knowledge.store import load  # noqa: PLC0415  # only here

    now, zone, lang = at
    knowledge = load()
    given = keep_answer(store, (protocol, sequence), (now, zone), lang, knowledge)
    if flags["plot"] is not None:
        from stilla.interfaces.trial.pictures import save_pictures  # noqa: PLC0415  # only where files are written

        save_pictures(flags["plot"], given.finished, given.record, sequence, lang, protocol=protocol, where=zone)
    if flags["as_json"]:
        from stilla.interfaces.cli.json_out import print_json  # noqa: PLC0415  # not for text

        print_json(given.form)
        return
    from stilla.interfaces.cli.render_answer import render_answer, render_items, render_sources_of  # noqa: PLC0415  # not for JSON

    found = given.finished.answer
    render_answer(found, given.spoken, found.notes, (), lang)
    render_items(given.items, lang, whole=flags["report"])
    render_sources_of(given.spoken, knowledge, lang)
