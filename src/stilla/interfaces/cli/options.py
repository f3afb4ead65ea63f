"""Options that several commands share."""

from __future__ import annotations

import sys
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from stilla.errors import refuse
from stilla.interfaces.words.levels import language_of

if TYPE_CHECKING:
    from collections.abc import Callable


def _today() -> date:
    return date.today()  # noqa: DTZ011  # the calendar day of the person who asks


def at_a_terminal() -> bool:
    """Whether somebody sits there: both ends are a terminal."""
    return all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout))


class Day(click.ParamType[date]):
    """A day such as 2026-11-22."""

    name = "DATE"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """A `date`, or a sentence on how to write one."""
        del ctx
        if isinstance(value, date):
            return value
        try:
            day = date.fromisoformat(value)
            if not 1900 <= day.year < 2200:  # beyond that a day is a slip of the pen
                raise ValueError  # noqa: TRY301  # one sentence for both
        except ValueError:
            raise refuse(
                f"--{param.name.replace('_', '-')}" if param is not None and param.name else "",
                f"“{value[:40]}” is not a day. Write for example 2026-11-22.",
                f"”{value[:40]}” är inte en dag. Skriv till exempel 2026-11-22.",
            ) from None
        return day


def language_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """`--lang sv|en`; by default the terminal's language."""
    return click.option(
        "--lang",
        type=click.Choice(["sv", "en"]),
        default=lambda: language_of(sys.argv),
        show_default="that of the terminal",
        help="Language of the answer.",
    )(command)


def json_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """`--json`."""
    return click.option("--json", "as_json", is_flag=True, help="One JSON object; its form: stilla schema NAME.")(
        command
    )


def fhir_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """`--fhir`."""
    return click.option("--fhir", "as_fhir", is_flag=True, help="One FHIR R4 Bundle; what is in it: docs/fhir.md.")(
        command
    )


def print_fhir(content: bytes) -> None:
    """A Bundle on standard output, in UTF-8 whatever the terminal speaks."""
    click.echo(content, nl=False)


def day_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """`--as-of DATE`; by default today."""
    return click.option(
        "--as-of",
        type=Day(),
        default=_today,
        show_default="today",
        help="The day the answer is for.",
    )(command)
