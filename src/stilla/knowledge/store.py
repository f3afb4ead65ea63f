"""The knowledge base as frozen values, compiled once and kept until its files change.

Reading YAML takes a second; a person should wait a tenth of one. So the files are compiled to a cache that is named
after their content: any change of any file makes a new one. A cache that is damaged is made again.
"""

from __future__ import annotations

import os
import sys
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar
from zlib import crc32

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

    from stilla.knowledge.codes import Codes

# Paths are plain strings in this module: importing pathlib costs a start several milliseconds.
_HERE = os.path.dirname(os.path.abspath(__file__))
DATA = os.path.join(_HERE, "data")
_CHECKSUM = 4
_SUFFIX = ".msgpack"
_COMPLETE = "complete"
_CODE = (
    "store.py",
    "schema.py",
    "kinds.py",
    "models.py",
    "codes.py",
    "prevalence.py",
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


class Ruled(msgspec.Struct, frozen=True):
    """The rules of one scope, their trees, and the rulebook that numbers them in this order."""

    rules: tuple[Rule, ...]
    trees: tuple[Node, ...]
    book: Rulebook

    @classmethod
    def of(cls, scope: str, ruled: tuple[tuple[Rule, Node], ...]) -> Ruled:
        """The rules of a scope, laid out."""
        chosen = [(rule, tree) for rule, tree in ruled if rule.scope == scope]
        trees = tuple(tree for _, tree in chosen)
        return cls(tuple(rule for rule, _ in chosen), trees, Rulebook(trees))


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
    def _ruled(self) -> tuple[tuple[Rule, Node], ...]:
        """Every rule with its tree, in the order of the files."""
        trees = msgspec.msgpack.decode(self._parts["trees"], type=tuple[Node, ...])
        return tuple(zip(self.kind("rules", Rule).values(), trees, strict=True))

    @cached_property
    def checking(self) -> Ruled:
        """The rules that decide whether somebody may take magnesium."""
        return Ruled.of("check", self._ruled)

    @cached_property
    def triaging(self) -> Ruled:
        """The rules that say where to turn with too much."""
        return Ruled.of("urgent", self._ruled)

    @cached_property
    def timing(self) -> dict[str, Rule]:
        """What is said about the timetable, by id. These hold by calculation, not by a condition."""
        return {rule.id: rule for rule, _ in self._ruled if rule.scope == "timetable"}

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
    def narrower(self) -> dict[str, tuple[str, ...]]:
        """For each condition, those that count as it."""
        found: dict[str, tuple[str, ...]] = {}
        for slug, each in self.conditions.items():
            for broader in each.broader:
                found[broader] = (*found.get(broader, ()), slug)
        return found

    @cached_property
    def condition_names(self) -> dict[str, tuple[str, ...]]:
        """Slugs and names as people type them → slugs."""
        index: dict[str, tuple[str, ...]] = {}
        for slug, each in self.conditions.items():
            titles = (each.name.en, each.name.sv)
            shortened = (name.split(" (")[0] for name in titles)
            for name in (slug, slug.replace("-", " "), *titles, *shortened, *each.words):
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
    def snomed_index(self) -> dict[str, tuple[str, ...]]:
        """SNOMED CT codes of conditions → slugs. A code may belong to several."""
        index: dict[str, tuple[str, ...]] = {}
        for slug, each in self.conditions.items():
            for code in each.snomed:
                index[code] = (*index.get(code, ()), slug)
        return index

    @cached_property
    def medicine_names(self) -> dict[str, Name]:
        """Names as people type them (lower case) → what they stand for."""
        return msgspec.msgpack.decode(self._parts["names"], type=dict[str, Name])

    @cached_property
    def foods_csv(self) -> str:
        """The table of foods (CSV), read by `stilla.intake.food_table`."""
        return msgspec.msgpack.decode(self._parts["foods"], type=str)

    @cached_property
    def record_codes(self) -> dict[tuple[str, str], tuple[Codes, ...]]:
        """What the codes of records mean, by system (short name) and code. A code may mean several things."""
        from stilla.knowledge.codes import Codes  # noqa: PLC0415  # only for records

        index: dict[tuple[str, str], tuple[Codes, ...]] = {}
        for each in self.kind("codes", Codes).values():
            for code in each.codes:
                index[each.system, code] = (*index.get((each.system, code), ()), each)
        return index

    @cached_property
    def spans(self) -> dict[str, int]:
        """For how many days a record is believed that does not say so itself."""
        from stilla.knowledge.codes import Span  # noqa: PLC0415  # only for records

        return {name: each.days for name, each in self.kind("spans", Span).items()}

    @cached_property
    def asked_codes(self) -> frozenset[str]:
        """Codes of the observations that a rule asks for."""
        found = self.record_codes.items()
        return frozenset(code for (_, code), meant in found if any(each.lab or each.asks for each in meant))

    @cached_property
    def makers(self) -> frozenset[str]:
        """Companies whose name follows a generic name on a box, in plain form."""
        return msgspec.msgpack.decode(self._parts["makers-index"], type=frozenset[str])

    @cached_property
    def medicines(self) -> dict[str, Medicine]:
        """Medicines by ATC code."""
        return msgspec.msgpack.decode(self._parts["medicines"], type=dict[str, Medicine])

    def advice(self, name: str) -> Text:
        """A sentence of the interface."""
        return self.advice_entry(name).text

    def advice_entry(self, name: str) -> Advice:
        """The same with its sources and certainty."""
        return self.kind("advice", Advice)[name]


def load(data: str = DATA, cache: str | None = None) -> Knowledge:
    """The knowledge base, from the cache where its content is unchanged.

    Raises:
        KnowledgeInvalid: where a file cannot be read, with every problem.
    """
    folder = os.path.join(cache or _cache_folder(), content_key(data))
    if (parts := _read_parts(folder)) is not None:
        return Knowledge(parts)
    from stilla.knowledge.compile import compile_files  # noqa: PLC0415  # YAML is needed only here

    compiled, faults = compile_files(data)
    if faults:
        problems = [
            Problem(
                Text(f"{fault.file}:{fault.line}", f"{fault.file}:{fault.line}"),
                Text(f"{fault.check}: {fault.says}", fault.says),
            )
            for fault in faults
        ]
        raise KnowledgeInvalid(problems)
    _write_parts(folder, compiled)
    return Knowledge(compiled)


def knowledge_files(data: str) -> list[str]:
    """Every knowledge file below a folder, in a fixed order."""
    found = []
    for folder, _, names in os.walk(data):
        found += [os.path.join(folder, name) for name in names if name.endswith((".yaml", ".csv"))]
    return sorted(found)


def content_key(data: str) -> str:
    """A quick key of the content of every knowledge file and of the code that reads them.

    It only names the cache. What an answer prints is the digest in `Version`.
    """
    key, size = 0, 0
    for file in [*knowledge_files(data), *(os.path.join(_HERE, name) for name in _CODE)]:
        with open(file, "rb") as opened:
            content = opened.read()
        key = crc32(content, crc32(os.path.basename(file).encode(), key))
        size += len(content)
    return f"{size:x}-{key:08x}"


def _cache_folder() -> str:
    home = os.path.expanduser("~")
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA") or home
    elif sys.platform == "darwin":
        base = os.path.join(home, "Library", "Caches")
    else:
        base = os.environ.get("XDG_CACHE_HOME") or os.path.join(home, ".cache")
    return os.path.join(base, "stilla")


def _read_parts(folder: str) -> Mapping[str, bytes] | None:
    """The parts, if all of them are there and undamaged."""
    try:
        names = sorted(name for name in os.listdir(folder) if name.endswith(_SUFFIX))
        with open(os.path.join(folder, _COMPLETE), "rb") as opened:
            if opened.read() != b"%d" % len(names):
                return None
        parts: dict[str, bytes] = {}
        for name in names:
            with open(os.path.join(folder, name), "rb") as opened:
                content = opened.read()
            if crc32(content[_CHECKSUM:]).to_bytes(_CHECKSUM, "big") != content[:_CHECKSUM]:
                return None
            parts[name.removesuffix(_SUFFIX)] = content[_CHECKSUM:]
    except OSError:
        return None
    return parts


def _write_parts(folder: str, parts: Mapping[str, bytes]) -> None:
    """Keep the parts for the next start. Where that is not possible, the next start compiles again."""
    try:
        os.makedirs(folder, exist_ok=True)
        for name, content in parts.items():
            _write(os.path.join(folder, name + _SUFFIX), crc32(content).to_bytes(_CHECKSUM, "big") + content)
        _write(os.path.join(folder, _COMPLETE), b"%d" % len(parts))
        parent = os.path.dirname(folder)
        for other in os.listdir(parent):
            if other != os.path.basename(folder):
                _forget(os.path.join(parent, other))
    except OSError:
        return


def _write(file: str, content: bytes) -> None:
    """Whole or not at all, also when two processes write at once."""
    temporary = f"{file}.{os.getpid()}"
    with open(temporary, "wb") as opened:
        opened.write(content)
    os.replace(temporary, file)


def _forget(folder: str) -> None:
    """Drop an older compilation: first the mark that it is complete."""
    for name in [_COMPLETE, *os.listdir(folder)]:
        if name == _COMPLETE or name.endswith(_SUFFIX):
            path = os.path.join(folder, name)
            if os.path.exists(path):
                os.remove(path)
    os.rmdir(folder)
