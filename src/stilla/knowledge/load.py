"""Knowledge files → frozen values, with every problem at once."""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from stilla.knowledge.kinds import KINDS
from stilla.knowledge.places import NotYaml, read_yaml
from stilla.knowledge.schema import Base, Medicine, Source

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stilla.knowledge.places import Document, Path_

DATA = Path(__file__).parent / "data"
MEDICINE_COLUMNS = ("atc", "name_en", "name_sv", "brands", "words", "searched", "sources")


class Fault(msgspec.Struct, frozen=True):
    """Something wrong in a knowledge file: where, which check found it, and what it says."""

    file: str
    line: int
    check: str
    says: str
    warning: bool = False

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.check}: {self.says}"


class Loaded(msgspec.Struct):
    """What could be read, where each entry stands, and what could not be read."""

    kinds: dict[str, dict[str, Base]]
    medicines: list[Medicine]
    faults: list[Fault]
    places: dict[tuple[str, str], tuple[str, int]]
    """(kind, id) → (file, line)."""

    foods: str = ""
    """The table of foods as it stands (CSV); `stilla.intake.food_table` reads it."""

    def place(self, kind: str, name: str) -> tuple[str, int]:
        """File and line of an entry."""
        return self.places.get((kind, name), (kind, 1))


def load_files(data: Path = DATA) -> Loaded:
    """Read every knowledge file below a folder. Problems are values; nothing is raised for them."""
    loaded = Loaded({kind: {} for kind in KINDS}, [], [], {})
    for folder in sorted(path for path in data.iterdir() if path.is_dir()):
        if folder.name == "medicines":
            for file in sorted(folder.glob("*.csv")):
                _read_medicines(file, data, loaded)
        elif folder.name == "foods":
            loaded.foods = "".join(file.read_text(encoding="utf-8") for file in sorted(folder.glob("*.csv")))
        elif folder.name in KINDS:
            for file in sorted(folder.glob("*.yaml")):
                _read_entries(file, folder.name, data, loaded)
        else:
            known = ", ".join([*KINDS, "medicines", "foods"])
            loaded.faults.append(
                Fault(folder.name, 1, "unknown-kind", f"not a kind of knowledge; the kinds are {known}")
            )
    return loaded


def _read_entries(file: Path, kind: str, data: Path, loaded: Loaded) -> None:
    name = str(file.relative_to(data))
    try:
        document = read_yaml(file)
    except NotYaml as error:
        loaded.faults.append(Fault(name, error.line, "not-yaml", str(error)))
        return
    value = document.value
    entries = value.get("entries") if isinstance(value, dict) else None
    if not isinstance(value, dict) or not isinstance(entries, list) or set(value) - {"defaults", "entries"}:
        loaded.faults.append(
            Fault(name, 1, "unreadable", "a file has the keys `defaults` (optional) and `entries` (a list)")
        )
        return
    defaults = value.get("defaults") or {}
    for n, written in enumerate(entries):
        _read_entry(written, _Spot(kind, name, document, ("entries", n)), dict(defaults), loaded)


class _Spot(msgspec.Struct, frozen=True):
    kind: str
    file: str
    document: Document
    path: Path_

    def fault(self, check: str, says: str, *inside: str) -> Fault:
        return Fault(self.file, self.document.line((*self.path, *inside)), check, says)


def _read_entry(written: object, spot: _Spot, defaults: dict[str, object], loaded: Loaded) -> None:
    if not isinstance(written, dict):
        loaded.faults.append(spot.fault("unreadable", "an entry is a list of fields"))
        return
    kind = KINDS[spot.kind]
    if issubclass(kind, Source):
        defaults = {name: value for name, value in defaults.items() if name == "read"}
    fields = defaults | written
    faults = list(_field_faults(kind, fields, spot))
    loaded.faults.extend(faults)
    if faults:
        return
    entry = msgspec.convert(fields, kind)
    known = loaded.kinds[spot.kind]
    if entry.id in known:
        file, line = loaded.place(spot.kind, entry.id)
        loaded.faults.append(spot.fault("duplicate-id", f"{entry.id!r} is already at {file}:{line}", "id"))
        return
    known[entry.id] = entry
    loaded.places[spot.kind, entry.id] = (spot.file, spot.document.line(spot.path))


def _field_faults(kind: type[Base], fields: dict[str, object], spot: _Spot) -> Iterator[Fault]:
    """Each field by itself, so that one mistake does not hide the next."""
    known = {field.encode_name: field for field in msgspec.structs.fields(kind)}
    for name in fields:
        if name not in known:
            yield spot.fault(
                "unreadable",
                f"{name!r} is not a field of {spot.kind}; the fields are {', '.join(known)}",
                name,
            )
    for name, field in known.items():
        if name not in fields:
            if field.required:
                yield spot.fault("unreadable", f"the field {name!r} is missing")
            continue
        try:
            msgspec.convert(fields[name], field.type)
        except msgspec.ValidationError as error:
            yield spot.fault("unreadable", f"{name}: {error}", name)


def _read_medicines(file: Path, data: Path, loaded: Loaded) -> None:
    name = str(file.relative_to(data))
    try:
        text = file.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        loaded.faults.append(Fault(name, 1, "unreadable", f"not UTF-8: {error.reason}"))
        return
    table = csv.DictReader(io.StringIO(text), strict=True)
    if tuple(table.fieldnames or ()) != MEDICINE_COLUMNS:
        loaded.faults.append(Fault(name, 1, "unreadable", f"the columns are {', '.join(MEDICINE_COLUMNS)}"))
        return
    for row in table:
        try:
            medicine = _medicine(row)
        except ValueError as error:
            loaded.faults.append(Fault(name, table.line_num, "unreadable", str(error)))
            continue
        loaded.medicines.append(medicine)
        loaded.places["medicines", medicine.atc] = (name, table.line_num)


def _medicine(row: dict[str, str]) -> Medicine:
    if None in row or None in row.values():
        raise ValueError(f"a row has {len(MEDICINE_COLUMNS)} columns")
    names = (row["name_en"].strip(), row["name_sv"].strip())
    if not all(names):
        raise ValueError("name_en and name_sv are both needed")
    return Medicine(
        row["atc"].strip(),
        (*names, *_split(row["brands"]), *_split(row["words"])),
        tuple(_split(row["sources"])),
        date.fromisoformat(row["searched"]) if row["searched"] else None,
    )


def _split(cell: str) -> list[str]:
    return [part.strip() for part in cell.split("|") if part.strip()]
