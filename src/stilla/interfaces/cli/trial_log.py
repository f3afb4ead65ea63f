"""`stilla trial log`: this morning's answer, in less than twenty seconds."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from stilla.diary import entry
from stilla.diary.record import record_of
from stilla.errors import BadInput, refuse
from stilla.interfaces.asked.morning import ANSWERING, NOTING, RECALLED, calm, enter, morning_of, says
from stilla.interfaces.cli.options import Day, at_a_terminal, json_option, language_option
from stilla.interfaces.cli.render import wrapped
from stilla.interfaces.cli.trial_options import now_option, trial_option, zone_option
from stilla.interfaces.cli.trial_words import show_actions
from stilla.interfaces.words.dates import night_words
from stilla.knowledge.store import load
from stilla.store.trial import TrialStore
from stilla.text import Text

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from stilla.diary.events import Event
    from stilla.knowledge.store import Knowledge
    from stilla.text import Language
    from stilla.trial.stopping import Action

SAVED_MORE = Text("noted", "antecknat")


@click.command()
@click.option("--night", type=Day(), help="The date of the morning on which the night ended.  [default: the last one]")
@click.option("--score", metavar="0-10", help="How bad your legs were at their worst: 0 nothing, 10 unbearable.")
@click.option("--cannot", is_flag=True, help="A bad night that you cannot answer for. That is an answer too.")
@click.option("--taken", type=click.Choice(["yes", "no", "late"]), help="The capsules of the evening before.")
@click.option("--taken-at", metavar="TIME", help="When they were taken, if late (23:40).")
@click.option("--sleep", metavar="6h20", help="How long you slept.")
@click.option("--latency", metavar="MIN", help="How long it took to fall asleep (45min).")
@click.option("--awakenings", metavar="N", help="How often you woke because of your legs.")
@click.option("--tiredness", metavar="0-10", help="How tired you were yesterday.")
@click.option(
    "--unusual", multiple=True, metavar="WHAT", help="late-coffee, alcohol, travel, ill, iron, …; repeatable."
)
@click.option(
    "--side-effect", multiple=True, metavar="WHAT[:1-3]", help="Anything you noticed (loose-stools:2); repeatable."
)
@click.option("--irls", metavar="0-40", help="The total of your own IRLS form; once a week.")
@click.option("--medicine", multiple=True, metavar="NAME[:new|stopped|dose]", help="A medicine that changed.")
@click.option("--own", multiple=True, metavar="NAME=VALUE", help="A measure of your own (steps=8000); repeatable.")
@click.option("--note", help="A short note.")
@click.option("--words", help="With the very first entry: what 0–10 means to you, in your own words.")
@click.option("--replace", is_flag=True, help="Replace what stands for the night; the old entry is kept.")
@click.option("--why", help="Why it is replaced.")
@click.option("--file", type=click.Path(dir_okay=False, path_type=Path), help="Copy a paper diary from a CSV table.")
@trial_option
@now_option
@zone_option
@json_option
@language_option
@click.pass_context
def log(ctx: click.Context, /, lang: Language, trial: Path, now: datetime, zone: ZoneInfo, **words: Any) -> None:
    """Answer for last night. Without options it asks five short questions.

    A night has the date of its morning and can be answered until noon of the day after; later is kept apart.
    """
    knowledge = load()
    store = TrialStore(trial)
    if words["file"] is not None:
        from stilla.interfaces.cli.trial_paper import copy_paper  # noqa: PLC0415  # rarely used

        _must_be_alone(words)
        opening = entry.read_note(words["words"] or "", "--words", entry.LONGEST_WORDS)
        as_json = words["as_json"]
        ctx.exit(copy_paper(words["file"], store, knowledge, (now, zone), lang, words=opening, as_json=as_json))
    if not says(words):
        words |= _asked(store, lang)
    try:
        said = morning_of(words, knowledge, lang)
        added, actions = enter(store, said, (now, zone), knowledge)
    except BadInput:
        _warn(words["side_effect"], knowledge, lang)
        raise
    if words["as_json"]:
        from stilla.interfaces.cli.json_out import print_json  # noqa: PLC0415  # not for text
        from stilla.interfaces.forms.trial_diary import logged_form  # noqa: PLC0415  # as above

        print_json(logged_form(added, actions, knowledge, lang))
        return
    _show(added, actions, knowledge, lang)


def _must_be_alone(words: dict[str, Any]) -> None:
    """Refuse what one night says beside a table of many: it would be lost."""
    if beside := says(words, (*ANSWERING, *NOTING, "night", "replace")):
        flags = ", ".join(f"--{each.replace('_', '-')}" for each in beside)
        raise refuse(
            "--file",
            f"A table is copied alone; write this by itself: {flags}.",
            f"En tabell kopieras ensam; skriv det här för sig: {flags}.",
        )


def _warn(noticed: tuple[str, ...], knowledge: Knowledge, language: Language) -> None:
    """Say what a grave sign asks for also where the entry is refused: nobody in danger should first mend a flag."""
    from stilla.trial.noticed import though_refused  # noqa: PLC0415  # only where something was noticed

    for name in though_refused(noticed, knowledge):
        click.secho(wrapped(knowledge.advice(name).to(language), "  ", "! "), fg="red", bold=True, err=True)


def _asked(store: TrialStore, language: Language) -> dict[str, Any]:
    """Five short questions, for somebody who sits there."""
    if not at_a_terminal():
        raise refuse(
            "",
            "Say how last night was: stilla trial log --score 0–10 (or --cannot).",
            "Ange hur natten var: stilla trial log --score 0–10 (eller --cannot).",
        )
    from stilla.interfaces.cli.trial_interview import ask_morning  # noqa: PLC0415  # only at a terminal

    return ask_morning(record_of(store.events()), language)


def _show(added: tuple[Event, ...], actions: tuple[Action, ...], knowledge: Knowledge, language: Language) -> None:
    """One calm line, and what to do if something asks for it. Never a trend."""
    head, night, late = calm(added)
    about = SAVED_MORE.to(language) if night is None else night_words(night, language)
    click.echo(wrapped(f"{head.to(language)}: {about}."))
    if late:
        click.echo(wrapped(RECALLED.to(language)))
    show_actions(actions, knowledge, language)
