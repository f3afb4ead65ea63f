"""`stilla sleep nights`, `imports`, `forget` and `table`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from stilla.interfaces.cli.folder_option import data_option
from stilla.interfaces.cli.json_out import print_json
from stilla.interfaces.cli.options import json_option, language_option
from stilla.interfaces.cli.sleep_options import prefer_option
from stilla.interfaces.cli.trial_options import trial_option, zone_option
from stilla.knowledge.store import load
from stilla.store.sleep import SleepStore
from stilla.text import Text

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from stilla.text import Language

_GONE = Text("Taken out: import {number}, and {gone} records.", "Borttaget: import {number}, och {gone} poster.")
_TABLE = {
    "done": Text("Written: {path}, {nights} nights with device sleep.", "Skrivet: {path}, {nights} nätter med sömn."),
    "analyse": Text(
        "To look at it apart: stilla trial analyse {path} --outcome device_asleep --treatment arm --active active "
        "--time day --period period --better higher --mid 30",
        "Granska den för sig: stilla trial analyse {path} --outcome device_asleep --treatment arm --active active "
        "--time day --period period --better higher --mid 30",
    ),
    "closed": Text(
        "The seal is closed, so the table does not say what each period was and cannot be analysed yet.",
        "Förseglingen är stängd, så tabellen säger inte vad varje period var och går inte att analysera än.",
    ),
}


def note() -> Text:
    """What device sleep is, on every answer."""
    return load().advice_entry("sleep-device-secondary").text


@click.command()
@data_option
@prefer_option
@json_option
@zone_option
@language_option
def nights(lang: Language, zone: ZoneInfo, data: Path, prefer: tuple[str, ...], *, as_json: bool) -> None:
    """Nights and naps from your devices. A night runs from noon to noon and has the date of its morning."""
    from stilla.interfaces.forms.sleep import nights_form  # noqa: PLC0415  # not for --help

    found = SleepStore(data).sleep(zone, prefer)
    if as_json:
        print_json(nights_form(found, zone, note(), lang))
        return
    from stilla.interfaces.cli.render_sleep import render_nights  # noqa: PLC0415  # not for JSON

    render_nights(found, zone, note(), lang)


@click.command()
@data_option
@json_option
@language_option
def imports(lang: Language, data: Path, *, as_json: bool) -> None:
    """Which files were imported."""
    from stilla.interfaces.forms.sleep import imports_form  # noqa: PLC0415  # not for --help

    store = SleepStore(data)
    form = imports_form(store.imports(), store.sources())
    if as_json:
        print_json(form)
        return
    from stilla.interfaces.cli.render_sleep import render_imports  # noqa: PLC0415  # not for JSON

    render_imports(form, lang)


@click.command()
@click.argument("number", type=int)
@data_option
@language_option
def forget(number: int, lang: Language, data: Path) -> None:
    """Take out an import by its number; records that another file held as well stay."""
    gone = SleepStore(data).forget(number)
    click.echo(_GONE.fill(number=number, gone=gone).to(lang))


@click.command()
@click.option("-o", "--out", type=click.Path(path_type=Path, dir_okay=False), required=True, help="A new CSV file.")
@trial_option
@data_option
@prefer_option
@zone_option
@language_option
def table(out: Path, lang: Language, trial: Path, data: Path, zone: ZoneInfo, prefer: tuple[str, ...]) -> None:
    """Device sleep on the nights of your trial, as a table to analyse apart. The sealed answer never uses it."""
    from stilla.diary.record import record_of  # noqa: PLC0415  # only here
    from stilla.errors import refuse  # noqa: PLC0415  # as above
    from stilla.interfaces.cli.render import wrapped  # noqa: PLC0415  # as above
    from stilla.store.trial import TrialStore  # noqa: PLC0415  # as above
    from stilla.trial import seal_files as files  # noqa: PLC0415  # as above
    from stilla.trial.device_sleep import device_csv  # noqa: PLC0415  # as above
    from stilla.trial.verify import verify  # noqa: PLC0415  # numpy behind the design

    record = record_of(TrialStore(trial).events())
    if record.began is None:
        raise refuse(str(trial), "There is no diary here.", "Det finns ingen dagbok här.")
    sequence = verify(trial).sequence if record.started is not None else None
    found = SleepStore(data).nights(zone, prefer)
    content = device_csv(record, found, sequence)
    files.write_new(out, content, private=True)
    on = sum(line.split(b",")[4:5] not in ([b""], []) for line in content.splitlines()[1:])
    click.echo(wrapped(_TABLE["done"].fill(path=out, nights=on).to(lang)))
    click.echo(wrapped(_TABLE["closed" if sequence is None else "analyse"].fill(path=out).to(lang)))
    click.secho(wrapped(note().to(lang)), dim=True)
