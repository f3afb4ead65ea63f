"""What was taken today, from the flags of `stilla plan`; and the rest of the day as text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from stilla.errors import refuse
from stilla.interfaces.asked.plan import time_of
from stilla.interfaces.asked.today import repaired
from stilla.interfaces.cli.render import heading, wrapped
from stilla.text import Text
from stilla.timetable.room import clock
from stilla.today import Said

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from stilla.plan import Layout
    from stilla.text import Language
    from stilla.today import Today

THE_REST = Text("The rest of today, from {now}", "Resten av i dag, från {now}")


def today_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """`--now`, `--took`, `--missed`, `--rest-as-planned`."""
    for option in (
        click.option(
            "--rest-as-planned", is_flag=True, help="With --now: all else today so far was taken at its time."
        ),
        click.option("--missed", multiple=True, metavar="NAME[@08:00]", help="With --now: a dose not taken today."),
        click.option(
            "--took", multiple=True, metavar="NAME@09:30", help="With --now: when a medicine, or magnesium, was taken."
        ),
        click.option("--now", help="The time now (14:20): what becomes of the rest of this day."),
    ):
        command = option(command)
    return command


def read_today(words: dict[str, Any], layout: Layout | None, day: date, zone: str) -> Today | None:
    """The rest of the day, where `--now` was given.

    Raises:
        BadInput: `--took` or `--missed` without `--now`, a dose without its time, or no plan to repair.
    """
    now = time_of("--now", words["now"])
    if now is None:
        if words["took"] or words["missed"] or words["rest_as_planned"]:
            raise refuse("--now", "Say what time it is now: --now 14:20.", "Säg vad klockan är nu: --now 14:20.")
        return None
    said = [_said("--took", each, missed=False) for each in words["took"]]
    said += [_said("--missed", each, missed=True) for each in words["missed"]]
    return repaired(layout, day, now, said, zone, rest=words["rest_as_planned"])


def _said(flag: str, written: str, *, missed: bool) -> Said:
    name, at, time = written.rpartition("@")
    if not at:
        name, time = written, ""
    if not name.strip() or not (time or missed):
        raise refuse(
            flag,
            f"Write the name and the time: {flag} Levaxin@09:30.",
            f"Skriv namnet och klockslaget: {flag} Levaxin@09:30.",
        )
    return Said(name.strip(), time_of(flag, time) if time else None, missed)


def render_today(shown: Today, language: Language) -> None:
    """The rest of the day in a terminal."""
    heading(THE_REST.fill(now=clock(shown.now)).to(language))
    for move in shown.repaired.moves:
        planned = clock(shown.clocks[move.planned])
        to = "" if move.to is None else f" → {clock(shown.clocks[move.to])}"
        click.echo(wrapped(f"{planned}{to}: {move.why.to(language)}", "    ", "  "))
    for text in (*shown.repaired.asks, *shown.repaired.notes):
        click.echo(wrapped(text.to(language), "    ", "  - "))
