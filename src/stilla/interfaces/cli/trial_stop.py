"""`stilla trial pause`, `resume` and `stop`: no capsules for now, again, or any more."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from stilla.diary.entry import read_note
from stilla.diary.events import Paused, Resumed, Stopped
from stilla.diary.record import record_of
from stilla.findings import assess
from stilla.interfaces.cli.options import language_option
from stilla.interfaces.cli.person_said import person_said
from stilla.interfaces.cli.person_words import person_options
from stilla.interfaces.cli.render import wrapped
from stilla.interfaces.cli.trial_options import now_option, trial_option, zone_option
from stilla.interfaces.words.levels import COLOURS, SYMBOLS, VERDICT_WORDS
from stilla.knowledge.store import load
from stilla.store.trial import TrialStore
from stilla.trial.pausing import Checked, checked, must_be_able_to_pause, must_be_able_to_resume, must_have_started

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date
    from zoneinfo import ZoneInfo

    from stilla.diary.events import Event
    from stilla.knowledge.store import Knowledge
    from stilla.text import Language

BY_THE_PERSON = "person"
"""The reason in the log where the person gives none of the rules'."""


def _shared(command: Callable[..., Any]) -> Callable[..., Any]:
    for option in (language_option, zone_option, now_option, trial_option):
        command = option(command)
    return command


@click.command()
@click.option("--why", default="", help="In your own words.")
@_shared
def pause(lang: Language, trial: Path, now: datetime, zone: ZoneInfo, why: str) -> None:
    """No capsules for now. The calendar of the bags runs on, and so do the mornings."""
    words = read_note(why, "--why")

    def decide(events: tuple[Event, ...]) -> tuple[Paused, ...]:
        must_be_able_to_pause(record_of(events))
        return (Paused(BY_THE_PERSON, words),)

    TrialStore(trial).append(decide, now, zone)
    click.echo(wrapped(load().advice("trial-paused-by-person").to(lang)))


@click.command()
@person_options
@click.option("--normal", is_flag=True, help="All has been normal for 48 hours.")
@_shared
def resume(lang: Language, trial: Path, now: datetime, zone: ZoneInfo, *, normal: bool, **words: Any) -> None:
    """Capsules again. After an illness with --normal; after a new medicine or illness with PERSON, checked anew."""
    knowledge = load()
    check = _checked(words, now.astimezone(zone).date(), knowledge, lang)

    def decide(events: tuple[Event, ...]) -> tuple[Resumed, ...]:
        must_be_able_to_resume(record_of(events), now, normal=normal, check=check, knowledge=knowledge)
        return (Resumed("checked" if check is not None else "normal" if normal else BY_THE_PERSON),)

    TrialStore(trial).append(decide, now, zone)
    click.echo(wrapped(knowledge.advice("trial-resumed").to(lang)))
    if check is not None and check.at is not None:
        click.secho(wrapped(knowledge.advice("trial-capsules-at").fill(time=check.at).to(lang)), bold=True)


@click.command()
@click.option("--why", default="", help="In your own words.")
@_shared
def stop(lang: Language, trial: Path, now: datetime, zone: ZoneInfo, why: str) -> None:
    """No more capsules. You may stop at any time, for any reason, and need not say which."""
    words = read_note(why, "--why")

    def decide(events: tuple[Event, ...]) -> tuple[Stopped, ...]:
        must_have_started(record_of(events))
        return (Stopped(BY_THE_PERSON, words),)

    TrialStore(trial).append(decide, now, zone)
    click.echo(wrapped(load().advice("trial-stopped-by-person").to(lang)))


def _checked(words: dict[str, Any], today: date, knowledge: Knowledge, language: Language) -> Checked | None:
    """The check of the person as they are today, where a person was given; its verdict is shown."""
    if words["person"] is None:
        return None
    person = person_said(words, knowledge, today).person
    found = assess(person, knowledge, today)
    mark = f"{SYMBOLS[found.verdict]} {VERDICT_WORDS[found.verdict].to(language)}"
    click.secho(mark, fg=COLOURS[found.verdict], bold=True)
    return checked(person, found, knowledge)
