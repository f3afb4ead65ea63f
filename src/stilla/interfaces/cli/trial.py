"""`stilla trial`: the sealed, blinded, randomised trial of one, from the run-in to the answer."""

from __future__ import annotations

import importlib

import click

SUBCOMMANDS = {
    "log": "trial_log",
    "next": "trial_next",
    "status": "trial_status",
    "forecast": "trial_forecast",
    "protocol": "trial_protocol",
    "seal": "trial_seal",
    "start": "trial_start",
    "guess": "trial_guess",
    "pause": "trial_stop",
    "resume": "trial_stop",
    "stop": "trial_stop",
    "card": "trial_card",
    "open": "trial_open",
    "answer": "trial_answer",
    "verify": "trial_verify",
    "export": "trial_export",
    "pool": "trial_pool",
    "analyse": "trial_analyse",
}
"""Subcommand → the module of this package that holds it, in the order in which a trial needs them."""


class Subcommands(click.Group):
    """A group whose commands are imported when they are asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """In the order in which a trial needs them."""
        del ctx
        return list(SUBCOMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """A command by name."""
        del ctx
        module = SUBCOMMANDS.get(cmd_name)
        if module is None:
            return None
        found: click.Command = getattr(importlib.import_module(f"stilla.interfaces.cli.{module}"), cmd_name)
        return found


@click.command(cls=Subcommands)
def trial() -> None:
    """Does it help me? A blinded, randomised trial of one, with an exact answer.

    Begin with `stilla trial log` each morning for 14 nights, then `stilla trial forecast`.
    For data from elsewhere: `stilla trial analyse FILE.csv`.
    """
