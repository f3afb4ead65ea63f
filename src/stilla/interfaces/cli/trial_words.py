"""How the commands of a trial say a night, a moment, and what a rule has decided."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from stilla.interfaces.asked.morning import to_do
from stilla.interfaces.cli.render import wrapped

if TYPE_CHECKING:
    from collections.abc import Iterable

    from stilla.knowledge.store import Knowledge
    from stilla.text import Language
    from stilla.trial.stopping import Action

_COLOURS = {"now": "red", "today": "yellow", "soon": "cyan", None: "white"}


def show_actions(actions: Iterable[Action], knowledge: Knowledge, language: Language) -> None:
    """What to do now because of what was noted, the most urgent first, each sentence once."""
    for urgency, entry in to_do(actions, knowledge):
        text = wrapped(entry.text.to(language), "  ", "! ")
        click.secho(text, fg=_COLOURS[urgency], bold=urgency in {"now", "today"})
