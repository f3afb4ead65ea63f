"""`stilla trial`: the sealed, blinded, randomised trial of one, from the run-in to the answer."""

from __future__ import annotations

import click

from stilla.interfaces.cli.lazy import LazyGroup

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


class Subcommands(LazyGroup):
    """The commands of a trial."""

    modules = SUBCOMMANDS


@click.command(cls=Subcommands)
def trial() -> None:
    """Does it help me? A blinded, randomised trial of one, with an exact answer.

    Begin with `stilla trial log` each morning for 14 nights, then `stilla trial forecast`.
    For data from elsewhere: `stilla trial analyse FILE.csv`.
    """
