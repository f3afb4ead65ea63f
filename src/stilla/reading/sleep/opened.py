"""Opens a file of sleep, or those within a ZIP, and tells by the content what each of them is."""

from __future__ import annotations

import io
import zipfile
import zlib
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO, TYPE_CHECKING, Any

import msgspec

from stilla.errors import refuse
from stilla.reading.sleep.apple import is_apple
from stilla.reading.sleep.fitbit import is_fitbit
from stilla.reading.sleep.item import Part, torn
from stilla.reading.sleep.rows import first_lines
from stilla.text import printable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from stilla.reading.sleep.item import Kind

LARGEST_DOCUMENT = 32 << 20
"""Bytes of a JSON document, which is held as a whole: ten years of nights with all stages make some 15 million."""
LARGEST_STREAM = 16 << 30
"""Bytes of an export of Apple Health, which is never held as a whole."""
MOST_PACKED = 200
"""How many times its size a ZIP may unpack to; an export of Apple Health reaches about 30."""
MOST_MEMBERS = 100_000
_START = 1 << 16


def parts_of(source: Path | bytes, name: str, watch: Callable[[int], None] | None = None) -> Iterator[Part]:
    """The files to read: the one given, or each within a ZIP.

    Args:
        source: a file, or its content.
        name: for sentences.
        watch: told the bytes read so far of each opened file.

    Raises:
        BadInput: empty, or a ZIP that unpacks beyond reason. What `telling` catches is raised as it is.
    """
    with _open(source) as opened:
        start = opened.read(_START)
    if not start:
        raise refuse(printable(name), "The file is empty. Download it anew.", "Filen är tom. Ladda ner den igen.")
    if start.startswith(b"PK\x03\x04"):
        yield from _packed(source, name, watch)
    else:
        yield Part(name, lambda: _watched(_open(source), watch), start)


@contextmanager
def telling(name: str) -> Iterator[None]:
    """What goes wrong while a file is read, as a sentence.

    Raises:
        BadInput: not there, or a ZIP that is damaged or locked.
    """
    try:
        yield
    # zipfile's own: NotImplementedError for a way of packing it lacks, RuntimeError for a password.
    except (zipfile.BadZipFile, zipfile.LargeZipFile, EOFError, NotImplementedError, RuntimeError, zlib.error) as error:
        raise refuse(
            printable(name),
            "The file is cut off, damaged or locked. Download it anew; nothing was imported.",
            "Filen är avklippt, skadad eller låst. Ladda ner den igen; inget importerades.",
        ) from error
    except OSError as error:
        raise refuse(printable(name), "This file cannot be read.", "Filen går inte att läsa.") from error


def _open(source: Path | bytes) -> IO[bytes]:
    return source.open("rb") if isinstance(source, Path) else io.BytesIO(source)


def _packed(source: Path | bytes, name: str, watch: Callable[[int], None] | None) -> Iterator[Part]:
    size = source.stat().st_size if isinstance(source, Path) else len(source)
    with _open(source) as opened, zipfile.ZipFile(opened) as packed:
        members = [each for each in packed.infolist() if not each.is_dir()]
        _must_be_sane(members, size, name)
        for member in members:
            with packed.open(member) as inside:
                start = inside.read(_START)
            shown = f"{name}, {PurePosixPath(member.filename).name}"
            yield Part(shown, lambda each=member: _watched(packed.open(each), watch), start, within=True)  # type: ignore[misc]


def _must_be_sane(members: Sequence[zipfile.ZipInfo], size: int, name: str) -> None:
    # zipfile never yields more than the size stated here, so a false one cannot unpack to more.
    total = sum(each.file_size for each in members)
    if len(members) > MOST_MEMBERS or total > MOST_PACKED * size or total > LARGEST_STREAM:
        raise refuse(
            printable(name),
            f"The file would unpack to {total / 1e6:.0f} MB in {len(members)} files, which no such export does.",
            f"Filen skulle packas upp till {total / 1e6:.0f} MB i {len(members)} filer, vilket ingen sådan export gör.",
        )


class _Watched(io.RawIOBase):
    """A stream that tells how much of it was read."""

    def __init__(self, opened: IO[bytes], watch: Callable[[int], None]) -> None:
        self._opened, self._watch, self._read = opened, watch, 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        found = self._opened.read(len(buffer))
        buffer[: len(found)] = found
        self._read += len(found)
        self._watch(self._read)
        return len(found)

    def close(self) -> None:
        self._opened.close()
        super().close()


def _watched(opened: IO[bytes], watch: Callable[[int], None] | None) -> IO[bytes]:
    return opened if watch is None else io.BufferedReader(_Watched(opened, watch), 1 << 18)


def kind_of(part: Part) -> tuple[Kind | None, Any]:
    """What a file is, and its document where it is JSON; None where it is nothing that Stilla knows.

    Raises:
        BadInput: JSON that is damaged or too large.
    """
    start = part.start.lstrip(b"\xef\xbb\xbf \r\n\t")
    if start.startswith(b"<") or part.start.startswith((b"\xff\xfe<", b"\xfe\xff\x00<")):
        return ("apple-health", None) if is_apple(part.start.replace(b"\x00", b"")) else (None, None)
    if start.startswith((b"{", b"[")):
        if not any(mark in part.start for mark in _MARKS):
            return None, None
        document = _document(part)
        return _kind_of_document(document), document
    lines = first_lines(part)
    if lines and lines[0].lstrip("\ufeff").startswith("Id,Tz,From,To,"):
        return "sleep-as-android", None
    if any(line.lstrip("\ufeff").startswith(_SLEEPMETER) for line in lines):
        return "sleepmeter", None
    if lines and "SleepDay" in lines[0] and "TotalMinutesAsleep" in lines[0]:
        return "fitabase", None
    return None, None


_SLEEPMETER = ("wake,sleep,bedtime,", "custom_aid_id,", "custom_hindrance_id,", "custom_tag_id,")


_MARKS = (
    b'"dateOfSleep"',
    b'"totalSleepRecords"',
    b'"bedtime_start"',
    b'"series"',
    b'"dataSourceId"',
    b'"Data Source"',
)
"""One of these stands near the beginning of every document that is read; others are not decoded."""


def _document(part: Part) -> Any:
    with part.open() as opened:
        content = opened.read(LARGEST_DOCUMENT + 1)
    if len(content) > LARGEST_DOCUMENT:
        raise refuse(
            printable(part.name),
            f"The file is larger than {LARGEST_DOCUMENT >> 20} MB, which no year of sleep is.",
            f"Filen är större än {LARGEST_DOCUMENT >> 20} MB, vilket inget år av sömn är.",
        )
    try:
        return msgspec.json.decode(content.removeprefix(b"\xef\xbb\xbf"))
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as error:
        raise torn(part.name) from error


def _kind_of_document(document: Any) -> Kind | None:
    if is_fitbit(document):
        return "fitbit"
    if not isinstance(document, dict):
        return None
    body, data = document.get("body"), document.get("data")
    if isinstance(body, dict) and isinstance(body.get("series"), list):
        return "withings"
    if isinstance(data, list) and (
        not data or any(isinstance(each, dict) and "bedtime_start" in each for each in data)
    ):
        return "oura"
    points = document.get("point", document.get("Data Points"))
    if isinstance(points, list) and ("dataSourceId" in document or "Data Source" in document):
        return "google-fit"
    return None
