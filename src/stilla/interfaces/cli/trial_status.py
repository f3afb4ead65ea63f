"""`stilla trial status`: how far, never how it is going."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from stilla.diary.nights import latest_morning
from stilla.diary.record import record_of
from stilla.interfaces.cli.options import json_option, language_option
from stilla.interfaces.cli.render import wrapped
from stilla.interfaces.cli.trial_options import now_option, trial_option, zone_option
from stilla.interfaces.words.dates import day_words
from stilla.interfaces.words.trial import STATE_WORDS
from stilla.store.trial import TrialStore
from stilla.text import Text
from stilla.trial.status import Adherence, Count, Status, status_of

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from stilla.text import Language

PERIOD = Text("Period {period} of {periods}.", "Period {period} av {periods}.")
LEFT = Text("Mornings left: {left}, the last {last}.", "Morgnar kvar: {left}, den sista {last}.")
RUN_IN = Text("Run-in nights", "Inkörningens nätter")
NIGHTS = Text("Nights of the trial", "Försökets nätter")
COUNT = Text(
    "{answered} answered in time, {late} late, {cannot} “cannot answer”, {missing} missing, of {expected}",
    "{answered} besvarade i tid, {late} sent, {cannot} ”kan inte svara”, {missing} saknas, av {expected}",
)
CAPSULES = Text("Evenings with capsules", "Kvällar med kapslar")
TAKING = Text(
    "{yes} taken, {late} taken late, {no} not taken, {unsaid} not said, of {expected}",
    "{yes} tagna, {late} sent tagna, {no} inte tagna, {unsaid} inte angivna, av {expected}",
)
RUN_IN_LEFT = Text("Nights the run-in still needs: {left}.", "Nätter som inkörningen behöver till: {left}.")
GUESS = Text("To guess: period {periods}.", "Att gissa: period {periods}.")
BLIND = Text(
    "How it is going is not shown before the end: it would give the capsules away.",
    "Hur det går visas inte före slutet: det skulle avslöja kapslarna.",
)


@click.command()
@trial_option
@now_option
@zone_option
@json_option
@language_option
def status(lang: Language, trial: Path, now: datetime, zone: ZoneInfo, *, as_json: bool) -> None:
    """How far the trial has come: nights answered, capsules taken, mornings left. Never how it is going."""
    found = status_of(record_of(TrialStore(trial).events()), latest_morning(now, zone))
    if as_json:
        from stilla.interfaces.cli.json_out import print_json  # noqa: PLC0415  # not for text
        from stilla.interfaces.forms.trial_diary import status_form  # noqa: PLC0415  # as above

        print_json(status_form(found))
        return
    click.secho(STATE_WORDS[found.state].to(lang), bold=True)
    for line in _lines(found, lang):
        click.echo(wrapped(line, "  "))


def _lines(found: Status, language: Language) -> list[str]:
    lines: list[str] = []
    if found.period is not None:
        lines.append(PERIOD.fill(period=found.period, periods=found.periods).to(language))
    if found.mornings_left is not None and found.last_night is not None and found.state in {"running", "paused"}:
        last = f"{day_words(found.last_night, language)} {found.last_night.year}"
        lines.append(LEFT.fill(left=found.mornings_left, last=last).to(language))
    if found.run_in.expected:
        lines.append(_counted(RUN_IN, COUNT, found.run_in, language))
    if found.state == "run-in":
        lines.append(RUN_IN_LEFT.fill(left=found.run_in_left).to(language))
    if found.trial is not None and found.adherence is not None:
        lines += [
            _counted(NIGHTS, COUNT, found.trial, language),
            _counted(CAPSULES, TAKING, found.adherence, language),
        ]
        if found.guesses_due:
            lines.append(GUESS.fill(periods=", ".join(map(str, found.guesses_due))).to(language))
        if found.state != "answered":
            lines.append(BLIND.to(language))
    return lines


def _counted(label: Text, words: Text, figures: Count | Adherence, language: Language) -> str:
    values = {name: getattr(figures, name) for name in figures.__struct_fields__}
    return f"{label.to(language)}: {words.fill(**values).to(language)}."
