"""Lines that cannot be used: where they are, why, and how the rest of their file is read all the same."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterable, Iterator, Mapping
from io import BufferedReader
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, NamedTuple

import msgspec

from stilla.records.decoding import about_of

if TYPE_CHECKING:
    import numpy as np

_BLOCK = 1 << 16
_SHOWN = 200
_KEPT = 4096
"""Bytes of a line that is too long: enough to see whose it is."""
_MARK = b"\xef\xbb\xbf"
_END, _OPEN, _CLOSE = b"\n{}"


class Bad(msgspec.Struct, frozen=True):
    """A line that was set aside."""

    file: str
    line: int
    reason: str
    start: str
    """Its first bytes, as far as they are text."""
    about: tuple[str, ...] = ()
    """References to whom it may be about: anything may have stood there, so their lists stay open."""


class _Line(NamedTuple):
    """One line without its end; `whole` is False where only its beginning was kept."""

    number: int
    content: bytes
    whole: bool = True


class _Stretch(NamedTuple):
    """Lines without the end of the last: the number of the first, and where each but the last ends."""

    number: int
    lines: bytes
    ends: np.ndarray[Any, np.dtype[np.intp]]

    @classmethod
    def of(cls, number: int, lines: bytes) -> _Stretch:
        """Lines from a number on."""
        import numpy as np  # noqa: PLC0415  # only where lines are looked at

        return cls(number, lines, np.flatnonzero(np.frombuffer(lines, np.uint8) == _END))

    def split(self, longest: int) -> Iterator[_Line]:
        """Each line, of one that is too long only the beginning."""
        for number, content in enumerate(self.lines.split(b"\n"), self.number):
            yield _Line(number, content[:longest], len(content) <= longest)

    def is_fenced(self) -> bool:
        """Whether every line begins and ends as an object. None goes on in the next: `}` and `{` cannot meet in one."""
        import numpy as np  # noqa: PLC0415  # as above

        signs = np.frombuffer(self.lines, np.uint8)
        if not self.lines or signs[0] != _OPEN or signs[-1] != _CLOSE:
            return False
        return bool((signs[self.ends - 1] == _CLOSE).all() and (signs[self.ends + 1] == _OPEN).all())


class _Head(msgspec.Struct, gc=False):
    resourceType: str  # noqa: N815  # FHIR's word
    id: str | None = None


class Torn(Exception):
    """A compressed file that ends too early, or is damaged. What came before it was read."""


_HEAD = msgspec.json.Decoder(_Head)


def _stretches(file: Path, longest: int) -> Iterator[_Stretch | _Line]:
    """The lines of a file, plain or gzip, many at a time; of one that is too long only the beginning is held.

    Raises:
        Torn: after the last whole line.
    """
    number, held, is_long = 1, bytearray(), False
    with gzip.open(file) if file.suffix == ".gz" else file.open("rb") as opened:
        for block in _blocks(opened):
            rest = block
            if is_long and (end := block.find(b"\n")) >= 0:
                yield _Line(number, bytes(held + block[:end])[:longest], whole=False)
                number, held, is_long, rest = number + 1, bytearray(), False, block[end + 1 :]
            lines, end_of_line, rest = rest.rpartition(b"\n")
            if end_of_line:
                yield (stretch := _Stretch.of(number, b"".join((held, lines))))
                number, held = number + len(stretch.ends) + 1, bytearray()
            held += rest
            if len(held) > longest:
                held, is_long = held[:_KEPT], True
    if held:
        yield _Line(number, bytes(held), not is_long)


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


def _looked_at(line: _Line) -> tuple[str, _Head | None]:
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


def _bare(line: _Line) -> bytes:
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
        for each in _stretches(file, longest):
            if isinstance(each, _Line):
                last = each.number
                yield from _bad_of([each], name, faulty, rest)
                continue
            last = each.number + len(each.ends)
            if not _is_clean(each, longest, faulty):
                yield from _bad_of(each.split(longest), name, faulty, rest)
            elif rest is not None:
                rest.write(each.lines + b"\n")
    except Torn:
        yield Bad(name, last + 1, "compressed data that ends early or is damaged", "")


def _is_clean(stretch: _Stretch, longest: int, faulty: Mapping[str, str]) -> bool:
    """Whether every line can be used, seen at once. Where this says no, they have to be looked at one by one."""
    lines = stretch.lines
    if len(lines) > longest or not stretch.is_fenced():
        return False
    try:
        heads = _HEAD.decode_lines(lines)
        _ = lines.isascii() or lines.decode()
    except (UnicodeDecodeError, msgspec.DecodeError):
        return False
    named = (f"{each.resourceType}/{each.id}" for each in heads) if faulty else ()
    return len(heads) == len(stretch.ends) + 1 and faulty.keys().isdisjoint(named)


def _bad_of(lines: Iterable[_Line], name: str, faulty: Mapping[str, str], rest: IO[bytes] | None) -> Iterator[Bad]:
    """Those of some lines that were not used, or not wholly."""
    for line in lines:
        why, head = _looked_at(line)
        if rest is not None and not why:
            rest.write(_bare(line) + b"\n")
        about = about_of(line.content) if why else ()
        if head and faulty:
            why = faulty.get(f"{head.resourceType}/{head.id}", "")
        if why:
            yield Bad(name, line.number, why, line.content[:_SHOWN].decode(errors="replace"), about)
