"""Read values → the bytes that a start needs: entries by kind, the rules' trees, and the index of names."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, cast

import msgspec

from stilla.knowledge.kinds import Definition, Makers
from stilla.knowledge.load import Fault, load_files
from stilla.knowledge.schema import Entry, Rule
from stilla.knowledge.store import Name, Version, knowledge_files
from stilla.rules.tree import Bounds, Dose, NoneOf, NotARule, Stated, read_tree
from stilla.text_search import plain

if TYPE_CHECKING:
    from stilla.knowledge.load import Loaded
    from stilla.knowledge.schema import Medicine
    from stilla.rules.tree import Node

ALWAYS: Node = NoneOf((Stated(Dose(Bounds(below=0))),))
"""The condition of a rule without one: nobody takes less than nothing."""


CONTAINS_MAGNESIUM = "contains-magnesium"


def fingerprint(data: str) -> str:
    """A digest of the content of every knowledge file: what an answer names as its knowledge."""
    digest = hashlib.blake2b(digest_size=16)
    for file in knowledge_files(data):
        content = Path(file).read_bytes()
        digest.update(f"{Path(file).name}:{len(content)}:".encode())
        digest.update(content)
    return digest.hexdigest()


def compile_files(data: str) -> tuple[dict[str, bytes], list[Fault]]:
    """The compiled parts by name, and the faults that make them unusable."""
    loaded = load_files(Path(data))
    trees, tree_faults = read_trees(loaded)
    faults = [*loaded.faults, *tree_faults]
    if CONTAINS_MAGNESIUM not in loaded.kinds["definitions"]:
        faults.append(Fault("definitions", 1, "missing", f"the definition {CONTAINS_MAGNESIUM!r} is needed"))
    if faults:
        return {}, faults
    encode = msgspec.msgpack.encode
    parts = {kind: encode(entries) for kind, entries in loaded.kinds.items()}
    counted = cast("Definition", loaded.kinds["definitions"][CONTAINS_MAGNESIUM])
    parts[CONTAINS_MAGNESIUM] = encode(read_tree(counted.when, {}))
    makers = [cast("Makers", each) for each in loaded.kinds["makers"].values()]
    parts["makers-index"] = encode(sorted({plain(name) for each in makers for name in each.names}))
    parts["foods"] = encode(loaded.foods)
    parts["trees"] = encode(tuple(trees.values()))
    parts["medicines"] = encode({medicine.atc: medicine for medicine in loaded.medicines})
    parts["names"] = encode(index_names(loaded.medicines))
    days = [each.read for kind in loaded.kinds.values() for each in kind.values() if isinstance(each, Entry)]
    parts["version"] = encode(Version(max(days), fingerprint(data), len(loaded.kinds["rules"])))
    return parts, []


def read_trees(loaded: Loaded) -> tuple[dict[str, Node], list[Fault]]:
    """The condition of each rule, by id, with shared definitions put in their places."""
    definitions = {name: cast("Definition", each).when for name, each in loaded.kinds["definitions"].items()}
    trees: dict[str, Node] = {}
    faults: list[Fault] = []
    for kind in ("definitions", "rules"):
        for name, entry in loaded.kinds[kind].items():
            when = cast("Definition | Rule", entry).when
            try:
                tree = ALWAYS if when is None else read_tree(when, definitions)
            except NotARule as error:
                file, line = loaded.place(kind, name)
                faults.append(Fault(file, line, "not-a-rule", f"{name}: {error}"))
                continue
            if kind == "rules":
                trees[name] = tree
    return trees, faults


def index_names(medicines: list[Medicine]) -> dict[str, Name]:
    """Every name in its plain form → the codes it may stand for. A name of two medicines stands for both."""
    codes: dict[str, list[str]] = defaultdict(list)
    shown: dict[str, str] = {}
    for medicine in medicines:
        for name in (medicine.atc, *medicine.names):
            key = plain(name)
            if medicine.atc not in codes[key]:
                codes[key].append(medicine.atc)
            shown.setdefault(key, name)
    return {key: Name(tuple(found), shown[key]) for key, found in codes.items()}
