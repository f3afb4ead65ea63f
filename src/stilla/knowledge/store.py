"""The knowledge base as frozen values, compiled once and kept until its files change.

Reading YAML takes a second; a person should wait a tenth of one. So the files are compiled to a cache that is named
after their content: any change of any file makes a new one. A cache that is damaged is made again.
"""

from __future__ import annotations

import hashlib
import os
import sys
import tempfile
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from stilla.errors import KnowledgeInvalid, Problem
from stilla.knowledge.schema import Advice, Base, Condition, Medicine, Question, Rule, Salt, Source
from stilla.rules.atoms import Concept
from stilla.rules.rulebook import Rulebook
from stilla.rules.tree import Node, Takes
from stilla.text import Text
from stilla.text_search import plain

if TYPE_CHECKING:
    from collections.abc import Mapping

DATA = Path(__file__).parent / "data"
_DIGEST = 16
_CODE = (
    "store.py",
    "schema.py",
    "kinds.py",
    "load.py",
    "places.py",
    "compile.py",
    "../rules/tree.py",
    "../text.py",
    "../text_search.py",
)
_Entry = TypeVar("_Entry", bound=Base)


class Version(msgspec.Struct, frozen=True):
    """Which knowledge an answer rests on."""

    read: date
    """The day on which its newest entry was read at its source."""

    fingerprint: str
    rules: int

    @property
    def name(self) -> str:
        """For people: the day and the first characters of the fingerprint."""
        return f"{self.read.isoformat()}+{self.fingerprint[:8]}"


class Name(msgspec.Struct, frozen=True, array_like=True):
    """What a name that people type stands for."""

    atc: tuple[str, ...]
    shown: str


class Knowledge:
    """Everything known, each kind read when it is first asked for.

    Args:
        parts: the compiled parts by name, as bytes (see `stilla.knowledge.compile`).
    """

    def __init__(self, parts: Mapping[str, bytes]) -> None:
        self._parts = parts
        self._kinds: dict[str, dict[str, Any]] = {}

    def kind(self, name: str, of: type[_Entry]) -> dict[str, _Entry]:
        """All entries of a kind, by id, in the order of the files."""
        if name not in self._kinds:
            self._kinds[name] = msgspec.msgpack.decode(self._parts[name], type=dict[str, of])  # type: ignore[valid-type]
        entries: dict[str, _Entry] = self._kinds[name]
        return entries

    @cached_property
    def version(self) -> Version:
        """Which knowledge this is."""
        return msgspec.msgpack.decode(self._parts["version"], type=Version)

    @cached_property
    def rules(self) -> tuple[Rule, ...]:
        """Every rule, in the order that the rulebook numbers them."""
        return tuple(self.kind("rules", Rule).values())

    @cached_property
    def trees(self) -> tuple[Node, ...]:
        """The condition of each rule."""
        return msgspec.msgpack.decode(self._parts["trees"], type=tuple[Node, ...])

    @cached_property
    def rulebook(self) -> Rulebook:
        """The rules laid out for deciding."""
        return Rulebook(self.trees)

    @cached_property
    def sources(self) -> dict[str, Source]:
        """Every source by id."""
        return self.kind("sources", Source)

    @cached_property
    def conditions(self) -> dict[str, Condition]:
        """Every condition by slug."""
        return self.kind("conditions", Condition)

    @cached_property
    def concepts(self) -> dict[str, Concept]:
        """What the rules need to know of each condition."""
        return {slug: Concept(each.broader, each.asked_of) for slug, each in self.conditions.items()}

    @cached_property
    def contains_magnesium(self) -> Takes:
        """Which medicines by mouth count as added magnesium."""
        return msgspec.msgpack.decode(self._parts["contains-magnesium"], type=Takes)

    @cached_property
    def questions(self) -> dict[str, Question]:
        """How to ask for each fact."""
        return self.kind("questions", Question)

    @cached_property
    def salts(self) -> dict[str, Salt]:
        """Forms of magnesium by id."""
        return self.kind("salts", Salt)

    @cached_property
    def condition_names(self) -> dict[str, tuple[str, ...]]:
        """Slugs and names as people type them → slugs."""
        index: dict[str, tuple[str, ...]] = {}
        for slug, each in self.conditions.items():
            for name in (slug, slug.replace("-", " "), each.name.en, each.name.sv, *each.words):
                index[plain(name)] = tuple(dict.fromkeys((*index.get(plain(name), ()), slug)))
        return index

    @cached_property
    def icd10_index(self) -> dict[str, tuple[str, ...]]:
        """ICD-10 codes and their beginnings, lower case without a point → slugs. A code may belong to several."""
        index: dict[str, tuple[str, ...]] = {}
        for slug, each in self.conditions.items():
            for code in each.icd10:
                key = code.replace(".", "").casefold()
                index[key] = (*index.get(key, ()), slug)
        return index

    @cached_property
    def medicine_names(self) -> dict[str, Name]:
        """Names as people type them (lower case) → what they stand for."""
        return msgspec.msgpack.decode(self._parts["names"], type=dict[str, Name])

    @cached_property
    def medicines(self) -> dict[str, Medicine]:
        """Medicines by ATC code."""
        return msgspec.msgpack.decode(self._parts["medicines"], type=dict[str, Medicine])

    def advice(self, name: str) -> Text:
        """A sentence of the interface."""
        return self.kind("advice", Advice)[name].text


def load(data: Path = DATA, cache: Path | None = None) -> Knowledge:
    """The knowledge base, from the cache where its content is unchanged.

    Raises:
        KnowledgeInvalid: where a file cannot be read, with every problem.
    """
    digest = fingerprint(data)
    folder = (cache or _cache_folder()) / digest
    if (parts := _read_parts(folder)) is not None:
        return Knowledge(parts)
    from stilla.knowledge.compile import compile_files  # noqa: PLC0415  # YAML is needed only here

    compiled, faults = compile_files(data, digest)
    if faults:
        problems = [
            Problem(f"{fault.file}:{fault.line}", Text(f"{fault.check}: {fault.says}", fault.says))
            for fault in faults
        ]
        raise KnowledgeInvalid(problems)
    _write_parts(folder, compiled)
    return Knowledge(compiled)


def fingerprint(data: Path) -> str:
    """A digest of the content of every knowledge file, and of the code that reads them."""
    digest = hashlib.blake2b(digest_size=_DIGEST)
    files = sorted(path for path in data.rglob("*") if path.suffix in {".yaml", ".csv"})
    for file in [*files, *(Path(__file__).parent / name for name in _CODE)]:
        content = file.read_bytes()
        digest.update(f"{file.name}:{len(content)}:".encode())
        digest.update(content)
    return digest.hexdigest()


def _cache_folder() -> Path:
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA") or str(Path.home())
    elif sys.platform == "darwin":
        base = str(Path.home() / "Library" / "Caches")
    else:
        base = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return Path(base) / "stilla"


def _read_parts(folder: Path) -> Mapping[str, bytes] | None:
    """The parts, if all of them are there and undamaged."""
    try:
        files = sorted(folder.glob("*.msgpack"))
        if (folder / "complete").read_text(encoding="ascii") != str(len(files)):
            return None
        parts: dict[str, bytes] = {}
        for file in files:
            content = file.read_bytes()
            if hashlib.blake2b(content[_DIGEST:], digest_size=_DIGEST).digest() != content[:_DIGEST]:
                return None
            parts[file.stem] = content[_DIGEST:]
    except OSError:
        return None
    return parts


def _write_parts(folder: Path, parts: Mapping[str, bytes]) -> None:
    """Keep the parts for the next start. Where that is not possible, the next start compiles again."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in parts.items():
            _write(
                folder / f"{name}.msgpack", hashlib.blake2b(content, digest_size=_DIGEST).digest() + content
            )
        _write(folder / "complete", str(len(parts)).encode("ascii"))
        for other in folder.parent.iterdir():
            if other != folder and other.is_dir():
                _forget(other)
    except OSError:
        return


def _write(file: Path, content: bytes) -> None:
    with tempfile.NamedTemporaryFile(dir=file.parent, delete=False) as temporary:
        temporary.write(content)
    Path(temporary.name).replace(file)


def _forget(folder: Path) -> None:
    (folder / "complete").unlink(missing_ok=True)
    for file in folder.glob("*.msgpack"):
        file.unlink(missing_ok=True)
