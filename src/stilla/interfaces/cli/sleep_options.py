"""Options that the commands of device sleep share."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from stilla.interfaces.cli.options import json_option
from stilla.store.place import data_folder

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["data_option", "json_option", "prefer_option"]


def data_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """`--data DIR`; by default the person's data."""
    return click.option(
        "--data",
        type=click.Path(file_okay=False, path_type=Path),
        default=data_folder,
        show_default="your data folder",
        help="Where the data is kept.",
    )(command)


def prefer_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """`--prefer SOURCE`, which may be repeated."""
    return click.option(
        "--prefer", multiple=True, metavar="SOURCE", help="Whose word counts first where several recorded; repeatable."
    )(command)
