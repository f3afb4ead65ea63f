"""`stilla trial next`: the one thing to do now."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from stilla.diary.record import record_of
from stilla.interfaces.cli.options import json_option, language_option
from stilla.interfaces.cli.render import wrapped
from stilla.interfaces.cli.trial_options import now_option, trial_option, zone_option
from stilla.interfaces.words.trial import step_text
from stilla.knowledge.store import load
from stilla.store.trial import TrialStore
from stilla.trial.next_step import Folder, next_step

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from stilla.text import Language


@click.command()
@trial_option
@now_option
@zone_option
@json_option
@language_option
def next(  # noqa: A001  # the group finds a command by its name; the built-in is not used here
    lang: Language, trial: Path, now: datetime, zone: ZoneInfo, *, as_json: bool
) -> None:
    """The one thing to do now."""
    knowledge = load()
    folder = Folder((trial / "protocol.json").exists(), (trial / "commitment.json").exists())
    step = next_step(record_of(TrialStore(trial).events()), now, zone, folder)
    text = step_text(step, knowledge)
    if as_json:
        from stilla.interfaces.cli.json_out import print_json  # noqa: PLC0415  # not for text
        from stilla.interfaces.forms.trial_diary import next_form  # noqa: PLC0415  # as above

        print_json(next_form(step, text, lang))
        return
    click.echo(wrapped(text.to(lang)))
