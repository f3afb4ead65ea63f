"""Sleep from files that a person downloaded: of a watch, a ring, an app, or any table. Nothing is asked of a cloud."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from stilla.errors import refuse
from stilla.reading.sleep.android import read_android
from stilla.reading.sleep.apple import read_apple
from stilla.reading.sleep.fitbit import read_fitbit
from stilla.reading.sleep.item import Mapping, Unread, foreign
from stilla.reading.sleep.json_files import read_google_fit, read_oura, read_withings
from stilla.reading.sleep.opened import kind_of, parts_of, telling
from stilla.reading.sleep.sleepmeter import read_sleepmeter
from stilla.reading.sleep.table import header_of, is_table, people_of, read_mapped
from stilla.text import printable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from stilla.errors import BadInput
    from stilla.reading.sleep.item import How, Item, Kind, Part

_STREAMED = {"apple-health": read_apple, "sleep-as-android": read_android, "sleepmeter": read_sleepmeter}
_DOCUMENTS = {
    "fitbit": read_fitbit, "oura": read_oura, "withings": read_withings, "google-fit": read_google_fit,
}  # fmt: skip


def read_sleep(source: Path | bytes, name: str, how: How, watch: Callable[[int], None] | None = None) -> Iterator[Item]:
    """The sleep of a file, or of those within a ZIP, read while it is asked for.

    Args:
        source: a file, or its content as it was uploaded.
        name: for sentences.
        how: zone, moment, and for a table its columns.
        watch: told how many bytes of the opened file were read.

    Yields:
        Records; records set aside, with place and reason; what was not read; what was assumed. See `Sieve`.

    Raises:
        BadInput: nothing of it can be read as sleep, it is damaged, or something must be asked first. What was yielded
            before that is not to be kept.
    """
    with telling(name):
        found = False
        for part in parts_of(source, name, watch):
            kind, document = kind_of(part)
            kind = _asked_for(part, kind, how)
            if kind is None:
                yield Unread(f"file {printable(part.name)}")
            else:
                found = True
                yield from read_part(part, kind, document, how)
        if not found:
            raise foreign(name)


def _asked_for(part: Part, kind: Kind | None, how: How) -> Kind | None:
    """The kind a file is read as; None where it is left."""
    if how.kind == "table" or (kind is None and how.mapping is not None):
        return "table" if is_table(part) else None
    if how.kind is not None and kind != how.kind:
        return None
    return kind or ("table" if not part.within and is_table(part) else None)


def read_part(part: Part, kind: Kind, document: Any, how: How) -> Iterator[Item]:
    """The sleep of one file whose kind is known.

    Raises:
        BadInput: as `read_sleep`.
    """
    if kind in _STREAMED:
        return _STREAMED[kind](part, how)
    if kind in _DOCUMENTS:
        return _DOCUMENTS[kind](document, part.name, how)
    mapping = mapping_of(part, kind, how)
    if mapping is None:
        raise columns_asked(part)
    return read_mapped(part, how, mapping, kind, "Fitabase" if kind == "fitabase" else "")


def mapping_of(part: Part, kind: Kind, how: How) -> Mapping | None:
    """The columns of a table: those the person named, or Fitabase's own."""
    if kind != "fitabase" or how.mapping is not None:
        return how.mapping
    return Mapping(
        date="SleepDay", asleep="TotalMinutesAsleep", bed="TotalTimeInBed", person=people_of(header_of(part))
    )


def columns_asked(part: Part) -> BadInput:
    """A table whose columns must be named."""
    shown = ", ".join(printable(each)[:40] for each in header_of(part)[:20])
    return refuse(
        printable(part.name),
        "This is a table. [[Name its columns: --map start=…,end=… (or date=…,asleep=…)|Say which column is "
        f"what]]. It has: {shown}.",
        "Det här är en tabell. Ange [[kolumnerna: --map start=…,end=… (eller date=…,asleep=…)|vilken kolumn som "
        f"är vad]]. Den har: {shown}.",
    )
