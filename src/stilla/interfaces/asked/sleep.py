"""A file of sleep into the store: what the command and the page do alike."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from stilla.diary.canonical import sha256
from stilla.errors import refuse
from stilla.reading.sleep import read_sleep
from stilla.reading.sleep.item import Sieve
from stilla.text import printable

if TYPE_CHECKING:
    from collections.abc import Callable

    from stilla.reading.sleep.item import How
    from stilla.store.sleep import Added, SleepStore


def import_sleep(
    store: SleepStore, source: Path | bytes, name: str, how: How, watch: Callable[[int], None] | None = None
) -> tuple[Added, Sieve]:
    """Read a file and keep its records, all of them or none.

    Args:
        store: where they are kept.
        source: a file, or its content as it was uploaded.
        name: of the file, for sentences and the list of imports.
        how: zone, moment, and for a table its columns.
        watch: told how many bytes of the opened file were read.

    Returns:
        What is new and what was there already; and beside it what was set aside, left unread and assumed.

    Raises:
        BadInput: as `read_sleep` and `SleepStore.add`; nothing was kept.
    """
    sieve = Sieve(read_sleep(source, name, how, watch))
    return store.add(sieve.records(), _digest(source, name), name, how.now), sieve


def _digest(source: Path | bytes, name: str) -> str:
    if not isinstance(source, Path):
        return sha256(source)
    try:
        with source.open("rb") as opened:
            return hashlib.file_digest(opened, "sha256").hexdigest()
    except OSError as error:
        raise refuse(printable(name), "This file cannot be read.", "Filen går inte att läsa.") from error
