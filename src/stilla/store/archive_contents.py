"""What an exported archive holds, told before anything is put in the place of anything."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import msgspec

from stilla.diary.events import Night
from stilla.errors import refuse
from stilla.store.archive import JSON, Archive
from stilla.store.archive_read import read_archive

if TYPE_CHECKING:
    from pathlib import Path


class Contents(msgspec.Struct, frozen=True):
    """How much of what an archive says it holds. Whether it holds together is looked at when it is imported."""

    entries: int
    """Of the diary."""
    nights: int
    first: date | None
    last: date | None
    facts: int
    """About the person."""
    sleep_files: int
    food_tables: int


def contents_of(file: Path) -> Contents:
    """Look into an archive; nothing is written.

    Raises:
        BadInput: no archive of Stilla, damaged, too large, or of another form.
    """
    try:
        found = msgspec.json.decode(read_archive(file)[JSON], type=Archive)
    except msgspec.DecodeError as error:
        raise refuse(
            f"{file.name}, {JSON}",
            "What this file says of itself cannot be read; perhaps a newer Stilla made it.",
            "Det filen säger om sig själv går inte att läsa; kanske är den gjord av en nyare Stilla.",
        ) from error
    nights = sorted({each.body.night for each in found.diary if isinstance(each.body, Night)})
    return Contents(
        len(found.diary),
        len(nights),
        nights[0] if nights else None,
        nights[-1] if nights else None,
        0 if found.home is None else len(found.home.facts),
        len(found.sleep.imports),
        len(found.food_imports),
    )
