"""Options that the commands on a person's data share, and how they say a backup."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from stilla.interfaces.data_words import size_of
from stilla.store.place import data_folder

if TYPE_CHECKING:
    from collections.abc import Callable

    from stilla.store.backup import Backup
    from stilla.text import Language


def data_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """`--data DIR`, the folder where everything of a person is kept."""
    return click.option(
        "--data",
        type=click.Path(file_okay=False, path_type=Path),
        default=data_folder,
        show_default="your data folder",
        help="Where your data are kept.",
    )(command)


def line_of(backup: Backup, language: Language) -> str:
    """A backup on one line: name, size, why it was made."""
    from stilla.store.backup import REASONS  # noqa: PLC0415  # SQLite, only where it is used
    from stilla.text import Text  # noqa: PLC0415  # as above

    about = backup.manifest
    if about is None:
        return f"{backup.name}  {Text('damaged', 'skadad').to(language)}"
    words = [backup.name, size_of(backup.bytes, language), REASONS[about.reason].to(language)]
    if not about.sound:
        words.append(Text("files as they were, not looked through", "filer som de var, inte genomgångna").to(language))
    return "  ".join(words)
