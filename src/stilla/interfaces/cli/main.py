"""`stilla`: the commands, each imported only when it is used."""

from __future__ import annotations

import gc
import importlib
import os
import sys

import click

from stilla import __version__

COMMANDS = {
    "check": "check",
    "urgent": "urgent",
    "rls": "rls",
    "article": "lists",
    "evidence": "lists",
    "knowledge": "knowledge",
    "schema": "schema",
    "completion": "completion",
}
"""Command → the module of this package that holds it."""

CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


class Commands(click.Group):
    """A group whose commands are imported when they are asked for, so that `check` starts quickly."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands in the order a person needs them."""
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """A command by name."""
        del ctx
        module = COMMANDS.get(cmd_name)
        if module is None:
            return None
        found: click.Command = getattr(importlib.import_module(f"stilla.interfaces.cli.{module}"), cmd_name)
        return found


@click.group(cls=Commands, context_settings=CONTEXT)
@click.version_option(__version__, prog_name="stilla")
def cli() -> None:
    """May I take magnesium for restless legs? Which, how much, when, and does it help me?

    Stilla informs. It does not diagnose or treat, and nothing leaves this computer.
    """


def run() -> None:
    """The entry point: every failure becomes a sentence and an exit status, never a traceback."""
    gc.disable()  # one short answer makes little garbage; looking for it costs a tenth of the start
    try:
        status = cli.main(prog_name="stilla", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        status = 2
    except (click.Abort, KeyboardInterrupt):
        click.echo(err=True)
        status = 130
    except BrokenPipeError:
        # The reader (head, less) has seen enough; close quietly.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        status = 0
    except Exception as error:  # noqa: BLE001  # the last door: nothing may reach a person as a traceback
        status = _explain(error)
    sys.exit(status if isinstance(status, int) else 0)


def _explain(error: Exception) -> int:
    from stilla.errors import StillaError  # noqa: PLC0415  # only for a failure
    from stilla.interfaces.cli.words import language_of  # noqa: PLC0415

    language = language_of(sys.argv)
    if isinstance(error, StillaError):
        for problem in error.problems:
            click.echo(problem.sentence(language), err=True)
        return error.exit_status
    if os.environ.get("STILLA_DEBUG"):
        raise error
    said = {
        "en": f"Something went wrong inside Stilla ({type(error).__name__}). Nothing was changed. "
        "Set STILLA_DEBUG=1 to see more, and please report it.",
        "sv": f"Något gick fel inne i Stilla ({type(error).__name__}). Inget har ändrats. "
        "Sätt STILLA_DEBUG=1 för att se mer, och rapportera gärna felet.",
    }
    click.echo(said[language], err=True)
    return 2


if __name__ == "__main__":
    run()
