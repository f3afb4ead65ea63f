"""`stilla trial log`: this morning's answer, in less than twenty seconds."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from stilla.diary import entry
from stilla.diary.events import Dose, Night
from stilla.diary.record import record_of
from stilla.errors import BadInput, refuse
from stilla.interfaces.cli.options import Day, at_a_terminal, json_option, language_option
from stilla.interfaces.cli.render import wrapped
from stilla.interfaces.cli.trial_options import now_option, trial_option, zone_option
from stilla.interfaces.cli.trial_words import show_actions
from stilla.interfaces.dates import night_words
from stilla.knowledge.store import load
from stilla.store.trial import TrialStore
from stilla.text import Text
from stilla.trial.entering import Morning, entries, with_rules

if TYPE_CHECKING:
    from collections.abc import Iterator
    from zoneinfo import ZoneInfo

    from stilla.diary.events import Body, Event, Severity
    from stilla.knowledge.store import Knowledge
    from stilla.text import Language
    from stilla.trial.stopping import Action

SAVED = Text("Saved", "Sparat")
SAVED_MORE = Text("noted", "antecknat")
REPLACED = Text("Replaced; the old entry is kept", "Ersatt; den gamla anteckningen är kvar")
RECALLED = Text(
    "Written down more than a day late: kept, and looked at apart.",
    "Nedskrivet mer än ett dygn senare: sparat, och räknas för sig.",
)
ANSWERING = ("score", "cannot", "sleep", "latency", "awakenings", "tiredness", "own", "unusual", "note")
NOTING = ("taken", "side_effect", "irls", "medicine")


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
    if not any(words[name] not in (None, False, ()) for name in (*ANSWERING, *NOTING)):
        words |= _asked(store, lang)
    try:
        said = morning_of(words, knowledge, lang)
        added, actions = enter(store, said, (now, zone), knowledge)
    except BadInput:
        _warn(words["side_effect"], knowledge, lang)
        raise
    if words["as_json"]:
        from stilla.interfaces.cli.json_out import print_json  # noqa: PLC0415  # not for text
        from stilla.interfaces.trial_diary_form import logged_form  # noqa: PLC0415  # as above

        print_json(logged_form(added, actions, knowledge, lang))
        return
    _show(added, actions, knowledge, lang)


def _must_be_alone(words: dict[str, Any]) -> None:
    """Refuse what one night says beside a table of many: it would be lost."""
    if beside := [name for name in (*ANSWERING, *NOTING, "night", "replace") if words[name] not in (None, False, ())]:
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


def enter(
    store: TrialStore, said: Morning, clock: tuple[datetime, ZoneInfo], knowledge: Knowledge
) -> tuple[tuple[Event, ...], tuple[Action, ...]]:
    """Write what was said, and what the stop rules add to it."""
    actions: tuple[Action, ...] = ()

    def decide(events: tuple[Event, ...]) -> tuple[Body, ...]:
        nonlocal actions
        bodies, actions = with_rules(events, entries(said, record_of(events), *clock), *clock, knowledge)
        return bodies

    return store.append(decide, *clock), actions


def morning_of(words: dict[str, Any], knowledge: Knowledge, language: Language) -> Morning:
    """What the flags say.

    Raises:
        BadInput: a value that cannot be used, or one without what belongs to it.
    """
    if words["replace"] and not (words["why"] or "").strip():
        raise refuse(
            "--why", "Say why it is replaced: --why “wrong night”.", "Skriv varför den ersätts: --why ”fel natt”."
        )
    if words["taken_at"] is not None and words["taken"] != "late":
        raise refuse("--taken-at", "This goes with --taken late.", "Det hör ihop med --taken late.")
    return Morning(
        night=words["night"],
        answer=_answer(words),
        taken=words["taken"],
        taken_at=None if words["taken_at"] is None else _clock(words["taken_at"]),
        complaints=tuple(_complaints(words["side_effect"], knowledge)) if words["side_effect"] else (),
        irls_total=None if words["irls"] is None else entry.read_whole(words["irls"], entry.IRLS_HIGHEST, "--irls"),
        medicines=tuple(_medicine(each) for each in words["medicine"]),
        replace=words["replace"],
        why=entry.read_note(words["why"] or "", "--why"),
        words=entry.read_note(words["words"] or "", "--words", entry.LONGEST_WORDS),
        language=language,
    )


def _answer(words: dict[str, Any]) -> Night | None:
    if not any(words[name] not in (None, False, ()) for name in ANSWERING):
        return None
    if (words["score"] is None) == (not words["cannot"]):
        raise refuse(
            "--score",
            "Say how bad it was with --score 0–10, or --cannot; one of the two.",
            "Ange hur det var med --score 0–10, eller --cannot; ett av dem.",
        )
    if len(words["own"]) > entry.MOST_OWN:
        raise refuse("--own", f"At most {entry.MOST_OWN}.", f"Högst {entry.MOST_OWN}.")

    def whole(name: str, highest: int) -> int | None:
        return None if words[name] is None else entry.read_whole(words[name], highest, f"--{name}")

    return Night(
        night=date.min,
        score=whole("score", entry.HIGHEST),
        cannot=words["cannot"],
        sleep_minutes=_sleep(words["sleep"]),
        latency_minutes=_latency(words["latency"]),
        awakenings=whole("awakenings", entry.MOST_AWAKENINGS),
        tiredness=whole("tiredness", entry.HIGHEST),
        own=dict(entry.read_own(each) for each in words["own"]),
        unusual=tuple(dict.fromkeys(entry.read_unusual(each) for each in words["unusual"])),
        note=entry.read_note(words["note"] or ""),
    )  # fmt: skip


def _sleep(text: str | None) -> int | None:
    return None if text is None else entry.read_length(text, entry.LONGEST_SLEEP, "--sleep")


def _latency(text: str | None) -> int | None:
    """Minutes to fall asleep: a bare number is minutes here."""
    if text is None:
        return None
    typed = text.strip()
    return entry.read_length(f"{typed}min" if typed.isdigit() else typed, entry.LONGEST_LATENCY, "--latency")


def _clock(text: str) -> str:
    from stilla.interfaces.cli.plan_today import time_of  # noqa: PLC0415  # only for a late dose

    minute = time_of("taken-at", text)
    assert minute is not None
    return f"{minute // 60:02d}:{minute % 60:02d}"


def _complaints(texts: tuple[str, ...], knowledge: Knowledge) -> Iterator[tuple[str, Severity]]:
    from stilla.trial.noticed import slugs_of  # noqa: PLC0415  # only where something was noticed

    for text in texts:
        what, colon, severity = text.partition(":")
        for slug in slugs_of(what, knowledge):
            yield slug, entry.read_severity(severity) if colon else 2


def _medicine(text: str) -> tuple[str, Any]:
    name, colon, change = text.rpartition(":")
    if not colon:
        name, change = text, "new"
    name = entry.read_note(name, "--medicine", 100)
    if change not in {"new", "stopped", "dose"} or not name:
        raise refuse(
            "--medicine",
            "Write the name, and new, stopped or dose: Levaxin:dose.",
            "Skriv namnet, och new, stopped eller dose: Levaxin:dose.",
        )
    return name, change


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
    nights = [each.body for each in added if isinstance(each.body, Night | Dose)]
    answered = next((each for each in nights if isinstance(each, Night)), None)
    head = SAVED if not any(each.replaces for each in nights) else REPLACED
    about = night_words(nights[0].night, language) if nights else SAVED_MORE.to(language)
    click.echo(wrapped(f"{head.to(language)}: {about}."))
    if answered is not None and answered.recalled:
        click.echo(wrapped(RECALLED.to(language)))
    show_actions(actions, knowledge, language)
