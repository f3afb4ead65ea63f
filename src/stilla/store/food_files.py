"""Opens the food tables as they are published: XLSX, CSV, JSON, a folder of CSV files, or one of these in a ZIP.

The content decides what a file is, not its name. Every size is bounded before anything is unpacked.
"""

from __future__ import annotations

import csv
import io
import itertools
import zipfile
from contextlib import ExitStack, closing
from pathlib import PurePosixPath
from typing import IO, TYPE_CHECKING, Any, cast

from stilla.errors import BadInput, refuse
from stilla.intake.food_import import HEADER_WITHIN, foreign, read_fdc_json, read_fdc_tables, read_table, torn
from stilla.text import encoding_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from stilla.intake.food_import import Imported

LARGEST = 512 * 1024 * 1024
"""Bytes of one file, unpacked: the largest published one that is read (SR Legacy) has about 200 million."""
LARGEST_SHEET = 128 * 1024 * 1024
"""Bytes of a spreadsheet, unpacked."""
MOST_PACKED = 200
"""How many times its size a file may unpack to; these tables reach about 30."""
MOST_MEMBERS = 500

_NEEDED = {
    "food": ("fdc_id", "data_type", "description"),
    "food_nutrient": ("fdc_id", "nutrient_id", "amount"),
}
_HELPFUL = {
    "food_portion": ("fdc_id", "gram_weight"),
    "measure_unit": ("id", "name"),
}
_DELIMITERS = ",;\t^"


def read_foods_file(path: Path) -> Iterator[Imported]:
    """The foods of a published table, read as they are asked for.

    Raises:
        BadInput: not there, too large, cut off, or of another kind; with what to do.
    """
    where = path.name
    try:
        if path.is_dir():
            yield from _folder(path)
            return
        size = path.stat().st_size
        if size > LARGEST:
            raise _too_large(where)
        if not size:
            raise refuse(where, "The file is empty. Download it anew.", "Filen är tom. Ladda ner den igen.")
        with path.open("rb") as opened:
            start = opened.read(4)
        if start == b"PK\x03\x04":
            yield from _packed(path)
        elif start.lstrip(b"\xef\xbb\xbf \r\n\t").startswith((b"{", b"[")):
            yield from read_fdc_json(path.read_bytes(), where)
        else:
            with path.open("rb") as opened:
                yield from read_table(_sheet_rows(opened, where), where)
    except OSError as error:
        raise refuse(
            where,
            f"The file cannot be read ({error.strerror}).",
            f"Filen går inte att läsa ({error.strerror}).",
        ) from error


def _folder(path: Path) -> Iterator[Imported]:
    def opener(name: str) -> IO[bytes] | None:
        file = path / f"{name}.csv"
        if not file.is_file():
            return None
        if file.stat().st_size > LARGEST:
            raise _too_large(file.name)
        return file.open("rb")

    yield from _fdc(opener, path.name)


def _packed(path: Path) -> Iterator[Imported]:
    where = path.name
    try:
        with zipfile.ZipFile(path) as packed:
            members = {PurePosixPath(each.filename).name: each for each in packed.infolist() if not each.is_dir()}
            _must_be_sane(packed.infolist(), path)
            if "workbook.xml" in members:
                yield from _workbook(path, packed)
            elif "food.csv" in members:

                def opener(name: str) -> IO[bytes] | None:
                    member = members.get(f"{name}.csv")
                    return packed.open(_bounded(member, where)) if member else None

                yield from _fdc(opener, where)
            else:
                yield from _single(packed, members, where)
    # zipfile's own: NotImplementedError for a way of packing it lacks, RuntimeError for a password.
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError) as error:
        raise refuse(
            where,
            "The file is cut off, damaged or locked. Download it anew; nothing was imported.",
            "Filen är avklippt, skadad eller låst. Ladda ner den igen; inget importerades.",
        ) from error


def _must_be_sane(members: Sequence[zipfile.ZipInfo], path: Path) -> None:
    total = sum(each.file_size for each in members)
    if len(members) > MOST_MEMBERS or total > MOST_PACKED * path.stat().st_size:
        raise refuse(
            path.name,
            f"The file would unpack to {total / 1e6:.0f} MB in {len(members)} files, which no food table does.",
            f"Filen skulle packas upp till {total / 1e6:.0f} MB i {len(members)} filer, vilket ingen "
            "livsmedelstabell gör.",
        )


def _bounded(member: zipfile.ZipInfo, where: str) -> zipfile.ZipInfo:
    # zipfile never yields more than the size stated here, so a false one cannot unpack to more.
    if member.file_size > LARGEST:
        raise _too_large(f"{where}, {member.filename}")
    return member


def _single(packed: zipfile.ZipFile, members: dict[str, zipfile.ZipInfo], where: str) -> Iterator[Imported]:
    """A ZIP around one JSON or CSV file."""
    inside = [each for name, each in members.items() if name.casefold().endswith((".json", ".csv"))]
    if len(inside) != 1:
        raise foreign(where)
    place = f"{where}, {PurePosixPath(inside[0].filename).name}"
    with packed.open(_bounded(inside[0], where)) as opened:
        if inside[0].filename.casefold().endswith(".json"):
            yield from read_fdc_json(opened.read(), place)
        else:
            yield from read_table(_sheet_rows(opened, place), place)


def _workbook(path: Path, packed: zipfile.ZipFile) -> Iterator[Imported]:
    where = path.name
    if sum(each.file_size for each in packed.infolist()) > LARGEST_SHEET:
        raise _too_large(where)
    for member in packed.infolist():
        # A spreadsheet needs no entities; a document that declares some is made to blow up.
        if member.filename.endswith((".xml", ".rels")) and b"<!ENTITY" in packed.read(member):
            raise foreign(where)
    from openpyxl import load_workbook  # type: ignore[import-untyped]  # noqa: PLC0415  # heavy, and only for spreadsheets

    try:
        book = load_workbook(path, read_only=True, data_only=True)
        with closing(book):
            found = False
            for sheet in book.worksheets:
                sheet.reset_dimensions()
                rows = iter(sheet.iter_rows(values_only=True))
                first = list(itertools.islice(rows, HEADER_WITHIN))
                if not found and _is_table(first):
                    found = True
                    yield from read_table(_as_wide(itertools.chain(first, rows)), where)
            if not found:
                raise foreign(where)
    except BadInput:
        raise
    except (KeyError, ValueError, TypeError, SyntaxError) as error:  # what openpyxl raises on broken files
        raise torn(where, 0) from error


def _as_wide(rows: Iterable[Sequence[object]]) -> Iterator[Sequence[object]]:
    """Rows as wide as the widest before them: a sheet does not store empty cells at the end of a row."""
    widest = 0
    for row in rows:
        widest = max(widest, len(row))
        yield (*row, *[None] * (widest - len(row)))


def _is_table(rows: Iterable[Sequence[object]]) -> bool:
    cells = {" ".join(str(cell or "").split()).casefold() for row in rows for cell in row}
    return bool(cells & {"livsmedelsnamn", "ndb_no"})


def _fdc(opener: Callable[[str], IO[bytes] | None], where: str) -> Iterator[Imported]:
    with ExitStack() as files:
        tables: dict[str, Iterable[dict[str, str]]] = {}
        for name, columns in (_NEEDED | _HELPFUL).items():
            opened = opener(name)
            if opened is not None:
                tables[name] = _records(files.enter_context(opened), columns, f"{where}, {name}.csv")
            elif name in _NEEDED:
                raise refuse(
                    where,
                    f"{name}.csv is missing. Unpack the whole download of FoodData Central into one folder.",
                    f"{name}.csv saknas. Packa upp hela nedladdningen från FoodData Central i en mapp.",
                )
        yield from read_fdc_tables(tables, where)


def _records(opened: IO[bytes], columns: Sequence[str], where: str) -> Iterator[dict[str, str]]:
    """The rows of a CSV file with a header, as dictionaries of the columns that are needed and all others."""
    rows = _sheet_rows(opened, where)
    header = [str(name).strip() for name in next(rows, ())]
    missing = [name for name in columns if name not in header]
    if missing:
        raise refuse(
            where,
            f"The column {missing[0]} is missing. This is another file, or a damaged one.",
            f"Kolumnen {missing[0]} saknas. Det här är en annan fil, eller en skadad.",
        )
    for line, row in enumerate(rows, start=2):
        if row and len(row) != len(header):
            raise torn(where, line)
        if row:
            yield dict(zip(header, row, strict=True))


def _sheet_rows(opened: IO[bytes], where: str) -> Iterator[list[str]]:
    """The rows of a CSV file, whatever its encoding and delimiter. A row that breaks off is refused."""
    start = opened.read(1 << 16)
    if b"\x00" in start and not start.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise foreign(where)
    joined = cast("IO[bytes]", _Rest(start, opened))
    text = io.TextIOWrapper(joined, encoding=encoding_of(start), newline="")
    lines = itertools.islice(start.decode(encoding_of(start), errors="replace").splitlines(), HEADER_WITHIN)
    widest = max(lines, key=lambda line: max(map(line.count, _DELIMITERS)), default="")
    delimiter = max(_DELIMITERS, key=widest.count)
    reader = csv.reader(text, delimiter=delimiter, quotechar="~" if delimiter == "^" else '"', strict=True)
    csv.field_size_limit(1 << 20)
    line = 0
    try:
        for line, row in enumerate(reader, start=1):  # noqa: B007  # the line is for the sentence
            yield row
    except (csv.Error, UnicodeDecodeError) as error:
        raise torn(where, line + 1) from error


class _Rest(io.RawIOBase):
    """A stream with what was read of it put back in front."""

    def __init__(self, start: bytes, rest: IO[bytes]) -> None:
        self._start = io.BytesIO(start)
        self._rest = rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        found = self._start.read(len(buffer)) or self._rest.read(len(buffer))
        buffer[: len(found)] = found
        return len(found)


def _too_large(where: str) -> BadInput:
    return refuse(
        where,
        f"The file is larger than {LARGEST // (1 << 20)} MB. Of FoodData Central, download Foundation Foods, "
        "SR Legacy or FNDDS by themselves.",
        f"Filen är större än {LARGEST // (1 << 20)} MB. Ladda från FoodData Central ner Foundation Foods, "
        "SR Legacy eller FNDDS var för sig.",
    )
