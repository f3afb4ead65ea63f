"""Lines that cannot be used: where they are, why, and how the rest of their file is read all the same."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator, Mapping
from io import BufferedReader
from pathlib import Path
from typing import IO, NamedTuple

import msgspec

from stilla.records.decoding import about_of

_BLOCK = 1 << 20
_SHOWN = 200
_KEPT = 4096
"""Bytes of a line that is too long: enough to see whose it is."""
_MARK = b"\xef\xbb\xbf"


class Bad(msgspec.Struct, frozen=True):
    """A line that was set aside."""

    file: str
    line: int
    reason: str
    start: str
    """Its first bytes, as far as they are text."""
    about: tuple[str, ...] = ()
    """References to whom it may be about: anything may have stood there, so their lists stay open."""


class Line(NamedTuple):
    """One line without its end; `whole` is False where only its beginning was kept."""

    number: int
    content: bytes
    whole: bool = True


class _Head(msgspec.Struct):
    resourceType: str  # noqa: N815  # FHIR's word
    id: str | None = None


class Torn(Exception):
    """A compressed file that ends too early, or is damaged. What came before it was read."""


_HEAD = msgspec.json.Decoder(_Head)


def split(file: Path, longest: int) -> Iterator[Line]:
    """The lines of a file, plain or gzip, numbered from 1; of one that is too long only the beginning is held.

    Raises:
        Torn: after the last whole line.
    """
    number, held, is_long = 1, bytearray(), False
    with gzip.open(file) if file.suffix == ".gz" else file.open("rb") as opened:
        for block in _blocks(opened):
            *ends, rest = block.split(b"\n")
            for end in ends:
                content = bytes(held + end) if held else end
                yield Line(number, content[:longest], not is_long and len(content) <= longest)
                number, held, is_long = number + 1, bytearray(), False
            held += rest
            if len(held) > longest:
                held, is_long = held[:_KEPT], True
    if held:
        yield Line(number, bytes(held), not is_long)


def has_mark(file: Path) -> bool:
    """Whether a file begins with a byte-order mark."""
    with gzip.open(file) if file.suffix == ".gz" else file.open("rb") as opened:
        return opened.read1(len(_MARK)) == _MARK


def _blocks(opened: gzip.GzipFile | BufferedReader) -> Iterator[bytes]:
    try:
        while block := opened.read1(_BLOCK):
            yield block
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise Torn(str(error)) from error


def _looked_at(line: Line) -> tuple[str, _Head | None]:
    """Why a line cannot be used, empty where it can and where it is blank; and what it says that it is."""
    if not line.whole:
        return "longer than the limit", None
    content = _bare(line)
    if not content or content.isspace():
        return "", None
    try:
        content.decode()
        return "", _HEAD.decode(content)
    except UnicodeDecodeError:
        return "not UTF-8", None
    except msgspec.ValidationError as error:
        return f"not a resource: {error}", None
    except msgspec.DecodeError:
        return "not JSON", None


def _bare(line: Line) -> bytes:
    return line.content.removeprefix(_MARK) if line.number == 1 else line.content


def bad(file: Path, name: str, longest: int, faulty: Mapping[str, str], rest: IO[bytes] | None = None) -> Iterator[Bad]:
    """The lines of a file that were not used, or not wholly.

    Args:
        file: the file.
        name: what it is called in the answer.
        longest: the bytes of a line at most.
        faulty: records that are not made as they should be: `Type/id` → what is wrong.
        rest: where to write the lines that can be used.
    """
    last = 0
    try:
        for line in split(file, longest):
            last = line.number
            why, head = _looked_at(line)
            if rest is not None and not why:
                rest.write(_bare(line) + b"\n")
            about = about_of(line.content) if why else ()
            if head and faulty:
                why = faulty.get(f"{head.resourceType}/{head.id}", "")
            if why:
                yield Bad(name, line.number, why, line.content[:_SHOWN].decode(errors="replace"), about)
    except Torn:
        yield Bad(name, last + 1, "compressed data that ends early or is damaged", "")
