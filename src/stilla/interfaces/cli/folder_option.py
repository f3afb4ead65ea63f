"""Where the data is kept. Apart from the other options: `stilla check` needs no paths, and they take time to import."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from stilla.store.place import data_folder

if TYPE_CHECKING:
    from collections.abc import Callable


def data_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """`--data DIR`, the folder where everything of a person is kept."""
    return click.option(
        "--data",
        type=click.Path(file_okay=False, path_type=Path),
        default=data_folder,
        show_default="your data folder",
        help="Where your data are kept.",
    )(command)
