"""A person file as plain values, and where each value stands in it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import msgspec

from stilla.errors import refuse
from stilla.text import Text

LARGEST = 200_000
"""Bytes. A person file is a page; ten megabytes are something else."""

MARK = b"\xef\xbb\xbf"
"""What some programs write before UTF-8."""
LINES = (".ndjson", ".jsonl")
"""Endings of files that hold one FHIR resource a line."""

_DEEPEST = 20
_MOST_DOTS = 100
_TABLE = r"\s*\[\[?\s*([A-Za-z0-9_.\"' -]+?)\s*\]\]?\s*(#.*)?$"
_KEY = r"\s*\"?([A-Za-z0-9_-]+)\"?\s*="
_AT_LINE = r"\(at line (\d+), column \d+\)$"


class Flag(msgspec.Struct, frozen=True):
    """Which flag gave a field, and from which entry of the list on."""

    name: str
    first: int = 0


class Written(msgspec.Struct, frozen=True):
    """What was written, by field, and a way to say where."""

    values: Mapping[str, Any]
    name: str = ""
    lines: Mapping[tuple[str | int, ...], int] = {}
    open_lists: frozenset[str] = frozenset()
    """Lists that name some entries without being the whole list, as single flags do."""
    flags: Mapping[str, Flag] = {}
    """Fields that a flag gave."""

    def where(self, *path: str | int) -> Text:
        """A place the reader can go to: the flag; or the file, the line, the field."""
        flag = self.flags.get(str(path[0])) if path else None
        if flag is not None and (len(path) == 1 or not isinstance(path[1], int) or path[1] >= flag.first):
            return Text(flag.name, flag.name)
        field = _dotted(path)
        if not self.name:
            return Text(field, field)
        spot = path
        while spot and spot not in self.lines:
            spot = spot[:-1]
        line = self.lines.get(spot)
        places = [self.name, f"line {line}" if line else "", field]
        platser = [self.name, f"rad {line}" if line else "", field]
        return Text(", ".join(filter(None, places)), ", ".join(filter(None, platser)))


def _dotted(path: tuple[str | int, ...]) -> str:
    return "".join(f"[{step + 1}]" if isinstance(step, int) else f".{step}" for step in path).lstrip(".")


def is_fhir(start: bytes, name: str) -> bool:
    """Whether a file is meant as FHIR, by its beginning and its name; whether it is any good is another question."""
    if name.casefold().endswith(LINES):
        return True
    return start.removeprefix(MARK).lstrip()[:1] == b"{" and b'"resourceType"' in start


def read_document(content: bytes, name: str) -> Written:
    """TOML or JSON, told apart by the first character.

    Raises:
        BadInput: too large, not UTF-8, not TOML or JSON, or a FHIR resource.
    """
    if len(content) > LARGEST:
        raise refuse(
            name,
            f"This file has more than {LARGEST // 1000} kilobytes; a person file is a page. Is it the right file?",
            f"Filen är större än {LARGEST // 1000} kilobyte; en personfil är oftast en sida. Är det rätt fil?",
        )
    text = _decoded(content, name)
    values = _json(text, name) if text.lstrip().startswith("{") else _toml(text, name)
    if "resourceType" in values:
        raise refuse(
            name,
            "This is a FHIR resource, which cannot be read here. Write a TOML or JSON file.",
            "Det här är en FHIR-resurs, som inte går att läsa här. Skriv en fil i TOML eller JSON.",
        )
    return Written(values, name, _json_lines(text) if text.lstrip().startswith("{") else _toml_lines(text))


def _decoded(content: bytes, name: str) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise refuse(
            Text(f"{name}, line {line}", f"{name}, rad {line}"),
            "Here is something that is not UTF-8 text. Save the file as UTF-8.",
            "Filen innehåller tecken som inte är UTF-8. Spara den som UTF-8.",
        ) from error


def _toml(text: str, name: str) -> dict[str, Any]:
    import tomllib  # noqa: PLC0415  # only for a TOML file

    for number, line in enumerate(text.splitlines(), start=1):
        # Long dotted keys take tomllib time and memory by the square of their length.
        if line.count(".") > _MOST_DOTS:
            raise refuse(
                Text(f"{name}, line {number}", f"{name}, rad {number}"),
                "This line has more points than a person file needs.",
                "Raden har fler punkter än en personfil behöver.",
            )
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        found = re.search(_AT_LINE, str(error))
        where = Text(f"{name}, line {found[1]}", f"{name}, rad {found[1]}") if found else Text(name, name)
        raise refuse(
            where,
            f"This is not TOML: {re.sub(_AT_LINE, '', str(error)).strip()}. Write for example: age = 61",
            "Det här är inte TOML. Skriv till exempel: age = 61, och text inom citattecken.",
        ) from error
    except ValueError as error:
        raise refuse(name, "A number here is too long.", "Ett tal här är för långt.") from error


def _json(text: str, name: str) -> dict[str, Any]:
    values = parse_json(text, name)
    if not isinstance(values, dict):
        raise refuse(name, "A person file in JSON is one object.", "En personfil i JSON ska vara ett objekt: { … }.")
    return values


def parse_json(text: str, name: str) -> Any:
    """JSON as plain values; a field that stands in one object twice, NaN and infinities are refused.

    Raises:
        BadInput: not JSON, with the line.
    """
    import json  # noqa: PLC0415  # only for a JSON file

    try:
        return json.loads(text, object_pairs_hook=_without_repeats, parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        raise refuse(
            Text(f"{name}, line {error.lineno}", f"{name}, rad {error.lineno}"),
            f"This is not JSON: {error.msg}.",
            "Det här är inte JSON. Kontrollera citattecken och kommatecken.",
        ) from error
    except _RepeatedError as error:
        raise refuse(name, f"The field {error} stands there twice.", f"Fältet {error} står där två gånger.") from error
    except (RecursionError, ValueError) as error:
        raise refuse(
            name, "A number here is not one, or is too long.", "Ett tal här är inget tal, eller för långt."
        ) from error


def _no_constant(word: str) -> Any:
    raise ValueError(word)


class _RepeatedError(ValueError):
    pass


def _without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise _RepeatedError(repr(key[:40]))
        found[key] = value
    return found


def _toml_lines(text: str) -> dict[tuple[str | int, ...], int]:
    """Lines of the keys, found by a plain scan: good enough to point at, never used to decide."""
    lines: dict[tuple[str | int, ...], int] = {}
    table: tuple[str | int, ...] = ()
    counts: dict[str, int] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        if header := re.match(_TABLE, line):
            key = header[1].strip().strip("\"'")
            if line.lstrip().startswith("[["):
                counts[key] = counts.get(key, -1) + 1
                table = (key, counts[key])
            else:
                table = tuple(key.split("."))
            lines.setdefault(table, number)
        elif found := re.match(_KEY, line):
            lines.setdefault((*table, found[1]), number)
    return lines


def _json_lines(text: str) -> dict[tuple[str | int, ...], int]:
    """Lines of the values. JSON is YAML too, and the YAML reader knows where it is."""
    import yaml  # noqa: PLC0415  # only for a JSON person file

    lines: dict[tuple[str | int, ...], int] = {}

    def note(node: yaml.Node, path: tuple[str | int, ...]) -> None:
        lines[path] = node.start_mark.line + 1
        if len(path) > _DEEPEST:
            return
        if isinstance(node, yaml.MappingNode):
            for key, value in node.value:
                note(value, (*path, str(key.value)))
        elif isinstance(node, yaml.SequenceNode):
            for n, child in enumerate(node.value):
                note(child, (*path, n))

    try:
        node = yaml.compose(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
        if node is not None:
            note(node, ())
    except (yaml.YAMLError, RecursionError):
        return {}
    return lines
