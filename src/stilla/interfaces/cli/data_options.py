"""Options that the commands on a person's data share, and how they say a backup."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stilla.interfaces.words.data import size_of

if TYPE_CHECKING:
    from stilla.store.backup import Backup
    from stilla.text import Language


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
