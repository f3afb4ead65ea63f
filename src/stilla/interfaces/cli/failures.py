"""What a person reads when a command cannot answer: a sentence in their language, never a traceback."""

from __future__ import annotations

import os
import sys

import click

from stilla.errors import StillaError
from stilla.interfaces.words.levels import language_of
from stilla.text import Text, printable

BAD_INPUT = 2

_USAGE = Text("Stilla does not understand this command line", "Stilla förstår inte den här kommandoraden")
_HELP = Text("Try", "Prova")
_CANNOT_WRITE = Text("The answer cannot be written there.", "Svaret går inte att skriva dit.")
_CANNOT_OPEN = Text(
    "{file}: this cannot be opened or written (rights, or the name).",
    "{file}: det här går inte att öppna eller skriva (behörighet, eller namnet).",
)
_INSIDE = Text(
    "Something went wrong inside Stilla ({kind}). Nothing was changed. "
    "Set STILLA_DEBUG=1 to see more, and please report it.",
    "Något gick fel i Stilla ({kind}). Inget har ändrats. "
    "Sätt STILLA_DEBUG=1 för att se mer, och rapportera gärna felet.",
)


def explain(error: Exception) -> int:
    """Say what is wrong on standard error; the exit status."""
    language = language_of(sys.argv)
    if isinstance(error, StillaError):
        for problem in error.problems:
            _say(problem.sentence(language))
        return error.exit_status
    if isinstance(error, click.ClickException):
        _say(printable(f"{_USAGE.to(language)}: {error.format_message()}"))
        if isinstance(error, click.UsageError) and error.ctx is not None:
            _say(f"{_HELP.to(language)}: {error.ctx.command_path} --help")
        return BAD_INPUT
    if os.environ.get("STILLA_DEBUG"):
        raise error
    if isinstance(error, OSError) and error.filename is not None:
        _say(printable(_CANNOT_OPEN.fill(file=error.filename).to(language)))
    elif isinstance(error, OSError):
        _say(_CANNOT_WRITE.to(language))
    else:
        _say(_INSIDE.fill(kind=type(error).__name__).to(language))
    return BAD_INPUT


def _say(sentence: str) -> None:
    if sys.stderr is not None:
        click.echo(sentence, err=True)
