"""`stilla sleep`: sleep from a watch, a ring, an app or a table, as files that the person downloaded."""

from __future__ import annotations

import click

from stilla.interfaces.cli.lazy import LazyGroup

SUBCOMMANDS = {
    "preview": "sleep_import",
    "import": "sleep_import",
    "nights": "sleep_nights",
    "imports": "sleep_nights",
    "forget": "sleep_nights",
    "table": "sleep_nights",
}
"""Subcommand → the module of this package that holds it."""


class Subcommands(LazyGroup):
    """The commands of device sleep."""

    modules = SUBCOMMANDS

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """A command by name; `import` is a word that Python keeps for itself."""
        if cmd_name == "import":
            from stilla.interfaces.cli.sleep_import import import_  # noqa: PLC0415  # only when it is used

            return import_
        return super().get_command(ctx, cmd_name)


@click.command(cls=Subcommands)
def sleep() -> None:
    """Sleep from a device, beside your own answers: import, look, and compare apart from the trial.

    It reads files that you downloaded: Apple Health (export.zip), Fitbit, Sleep as Android, Sleepmeter, Oura, Withings,
    Google Fit, or any table. Nothing is fetched from anywhere.
    """
