"""A group of commands, each imported only when it is used, so that `check` starts quickly."""

from __future__ import annotations

import importlib
from typing import ClassVar

import click


class LazyGroup(click.Group):
    """Commands by name, each with the module of this package that holds it, in the order a person needs them."""

    modules: ClassVar[dict[str, str]] = {}

    def list_commands(self, ctx: click.Context) -> list[str]:
        """In the order a person needs them."""
        del ctx
        return list(self.modules)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """A command by name."""
        del ctx
        module = self.modules.get(cmd_name)
        if module is None:
            return None
        found: click.Command = getattr(importlib.import_module(f"stilla.interfaces.cli.{module}"), cmd_name)
        return found
