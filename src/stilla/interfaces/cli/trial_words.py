"""How the commands of a trial say a night, a moment, and what a rule has decided."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from stilla.interfaces.cli.render import wrapped
from stilla.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from stilla.knowledge.store import Knowledge
    from stilla.text import Language
    from stilla.trial.next_step import Step
    from stilla.trial.stopping import Action

_DAYS = {
    "en": ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
    "sv": ["måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag"],
}
_MONTHS = {
    "en": (
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ),
    "sv": (
        "januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti", "september", "oktober", "november",
        "december",
    ),
}  # fmt: skip
_COLOURS = {"now": "red", "today": "yellow", "soon": "cyan", None: "white"}


def day_words(day: date, language: Language) -> str:
    """A date as people say it.

    >>> from datetime import date
    >>> day_words(date(2026, 11, 22), "sv")
    'söndag 22 november'
    """
    return f"{_DAYS[language][day.weekday()]} {day.day} {_MONTHS[language][day.month - 1]}"


def night_words(night: date, language: Language) -> str:
    """A night by the morning on which it ends.

    >>> from datetime import date
    >>> night_words(date(2026, 11, 22), "en")
    'the night to Sunday 22 November'
    """
    return f"{'natten till' if language == 'sv' else 'the night to'} {day_words(night, language)}"


def moment_words(moment: datetime, language: Language) -> str:
    """A moment in the zone it is given in."""
    return f"{day_words(moment.date(), language)} {moment:%H:%M}"


def step_text(step: Step, knowledge: Knowledge) -> Text:
    """The sentence of a next step, its gaps filled."""
    text = knowledge.advice(step.text)
    english, swedish = (
        {
            "night": "" if step.night is None else night_words(step.night, language),
            "period": step.period,
            "left": step.left,
        }
        for language in ("en", "sv")
    )
    return Text(text.en.format(**english), text.sv.format(**swedish))


def show_actions(actions: Iterable[Action], knowledge: Knowledge, language: Language) -> None:
    """What to do now because of what was noted, the most urgent first, each sentence once."""
    said: set[str] = set()
    for action in actions:
        for name in action.texts:
            if name not in said:
                said.add(name)
                text = wrapped(knowledge.advice(name).to(language), "  ", "! ")
                click.secho(text, fg=_COLOURS[action.urgency], bold=action.urgency in {"now", "today"})
