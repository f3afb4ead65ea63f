"""`stilla trial open`: the allocation in an emergency, at any hour; it is written into the diary first."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from stilla.errors import BadInput, refuse
from stilla.interfaces.cli.options import json_option, language_option
from stilla.interfaces.cli.render import wrapped
from stilla.interfaces.cli.trial_options import now_option, trial_option, zone_option
from stilla.interfaces.forms.trial_files import OPEN_VERSION, OpenForm, PeriodForm
from stilla.interfaces.trial.emergency import (
    ARMS,
    cannot_be_shown,
    period_of_now,
    periods_of,
    write_opening,
)
from stilla.store.trial import TrialStore
from stilla.text import Text
from stilla.trial import seal_files as files

if TYPE_CHECKING:
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from stilla.text import Language
    from stilla.trial.protocol import Protocol
    from stilla.trial.seal import Opened as Allocation

_WORDS = {
    "now": Text("Now: period {period}, {what}.", "Nu: period {period}, {what}."),
    "logged": Text("The opening is written in the diary.", "Kodbrytningen är införd i dagboken."),
    "period": Text(
        "period {period}  nights {first}–{last}  {code}  ", "period {period}  natt {first}–{last}  {code}  "
    ),
}


@click.command("open")
@trial_option
@click.option("--key", type=click.Path(path_type=Path, dir_okay=False), help="The helper's key file.")
@click.option("--envelope", is_flag=True, help="The paper envelope was opened; only write it down.")
@click.option("--who", required=True, metavar="WORDS", help="Who opens.")
@click.option("--why", required=True, metavar="WORDS", help="Why.")
@zone_option
@now_option
@json_option
@language_option
def open_(  # the name `open` is Python's
    trial: Path,
    key: Path | None,
    who: str,
    why: str,
    zone: ZoneInfo,
    now: datetime,
    lang: Language,
    *,
    envelope: bool,
    as_json: bool,
) -> None:
    """Open the allocation in an emergency. Ring 112 first.

    The opening is written into the diary before anything is shown, and the trial is not blinded afterwards.
    """
    from stilla.knowledge.store import load  # noqa: PLC0415  # only here

    if (key is None) == (not envelope):
        raise refuse(
            "--key, --envelope",
            "Say which: the key file, or the envelope. In an emergency ring 112; act as if magnesium was taken.",
            "Säg vilket: nyckelfilen eller kuvertet. Ring 112 i ett nödläge; utgå från att magnesium har tagits.",
        )
    knowledge = load()
    advice = knowledge.advice("seal-opened-emergency")
    plan, opened = (None, None) if key is None else _allocation(trial, key, lang)
    store = TrialStore(trial)
    unwritten = write_opening(store, who, why, (now, zone), needed=key is not None)
    period = None if plan is None else period_of_now(store, (now, zone))
    if as_json:
        from stilla.interfaces.cli.json_out import print_json  # noqa: PLC0415  # not for text

        said = advice if unwritten is None else knowledge.advice("seal-opened-unwritten")
        print_json(OpenForm(OPEN_VERSION, period, _periods(plan, opened), said.to(lang)))
        if unwritten is not None:
            raise unwritten
        return
    if unwritten is None:
        click.secho(_WORDS["logged"].to(lang), bold=True)
    if plan is not None and opened is not None:
        _show(plan, opened, period, lang)
    click.echo(wrapped((knowledge.advice("seal-opened-unwritten") if unwritten is not None else advice).to(lang)))
    if unwritten is not None:
        raise unwritten


open = open_  # noqa: A001  # the name under which the group looks for it


def _allocation(trial: Path, path: Path, lang: Language) -> tuple[Protocol, Allocation]:
    """What the key opens; where it does not fit, what to do instead stands first."""
    from stilla.interfaces.cli.trial_seal import asked_passphrase  # noqa: PLC0415  # as above
    from stilla.trial.key_files import key_of  # noqa: PLC0415  # numpy behind the design
    from stilla.trial.protocol import read_protocol  # noqa: PLC0415  # as above
    from stilla.trial.seal import open_seal, read_commitment  # noqa: PLC0415  # as above

    try:
        plan = read_protocol(files.read_file(trial / files.PROTOCOL))
        commitment = read_commitment(files.read_file(trial / files.COMMITMENT))
        return plan, open_seal(plan, commitment, key_of(path, lambda: asked_passphrase(lang)))
    except BadInput as error:
        raise cannot_be_shown(error) from error


def _periods(plan: Protocol | None, opened: Allocation | None) -> list[PeriodForm]:
    return [] if plan is None or opened is None else periods_of(plan, opened)


def _show(plan: Protocol, opened: Allocation, period: int | None, lang: Language) -> None:
    arms = [each.to(lang).format(mg=f"{plan.dose_mg:g}") for each in ARMS]
    if period is not None:
        click.secho(_WORDS["now"].to(lang).format(period=period, what=arms[opened.sequence[period - 1]]), bold=True)
    for each in periods_of(plan, opened):
        line = (
            _WORDS["period"]
            .to(lang)
            .format(period=each.period, first=each.first_night, last=each.last_night, code=each.code)
        )
        click.echo(f"  {line}{arms[each.active]}")
