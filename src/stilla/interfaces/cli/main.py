"""`stilla`: the commands, each imported only when it is used."""

from __future__ import annotations

import gc
import os
import sys

import click

from stilla import __version__
from stilla.interfaces.cli.lazy import LazyGroup

COMMANDS = {
    "check": "check",
    "plan": "plan",
    "reminders": "reminders",
    "label": "label",
    "foods": "foods",
    "simulate": "simulate",
    "synth": "synth",
    "sbml": "sbml_out",
    "trial": "trial",
    "sleep": "sleep",
    "report": "report",
    "records": "records",
    "urgent": "urgent",
    "screen": "screen",
    "serve": "serve",
    "clinic": "clinic",
    "cds": "cds",
    "rls": "rls",
    "article": "lists",
    "evidence": "lists",
    "export": "data_export",
    "import": "data_import",
    "backup": "data_backup",
    "erase": "data_erase",
    "knowledge": "knowledge",
    "schema": "schema",
    "completion": "completion",
}
"""Command → the module of this package that holds it."""

CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


class Commands(LazyGroup):
    """The commands of Stilla."""

    modules = COMMANDS


@click.group(cls=Commands, context_settings=CONTEXT)
@click.version_option(__version__, prog_name="stilla")
@click.pass_context
def cli(ctx: click.Context) -> None:
    """May I take magnesium for restless legs? Which, how much, when, and does it help me?

    Stilla informs. It does not diagnose or treat, and nothing leaves this computer.
    """
    if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        ctx.color = False


def run() -> None:
    """The entry point: every failure becomes a sentence and an exit status, never a traceback."""
    gc.disable()  # one short answer makes little garbage; looking for it costs a tenth of the start
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a terminal that lacks a letter gets a mark, not a failure
    try:
        status = cli.main(prog_name="stilla", standalone_mode=False)
    except click.Abort:
        click.echo(err=True)
        status = 130
    except KeyboardInterrupt:
        status = 130
    except BrokenPipeError:
        # The reader (head, less) has seen enough; close quietly.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        status = 0
    except Exception as error:  # noqa: BLE001  # the last door: nothing may reach a person as a traceback
        from stilla.interfaces.cli.failures import explain  # noqa: PLC0415  # only for a failure

        status = explain(error)
    sys.exit(status if isinstance(status, int) else 0)


if __name__ == "__main__":
    run()
