"""Options that the commands of device sleep share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Callable


def prefer_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """`--prefer SOURCE`, which may be repeated."""
    return click.option(
        "--prefer", multiple=True, metavar="SOURCE", help="Whose word counts first where several recorded; repeatable."
    )(command)
