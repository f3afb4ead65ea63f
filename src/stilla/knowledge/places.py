"""YAML read so that every value remembers its line, and nothing is guessed.

Plain scalars are text unless they are a number, a date, `true`, `false` or `null`: no `no` that becomes False.
Repeated keys and aliases are refused.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

import msgspec
import yaml

if TYPE_CHECKING:
    from pathlib import Path

Step = str | int
Path_ = tuple[Step, ...]

_INTEGER = re.compile(r"-?[0-9]+")
_DECIMAL = re.compile(r"-?[0-9]+\.[0-9]+")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_WORDS: dict[str, object] = {"true": True, "false": False, "null": None, "": None}

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Document(msgspec.Struct):
    """A file's value and the line of each part of it."""

    value: object
    lines: dict[Path_, int]

    def line(self, path: Path_) -> int:
        """The line of a value, or of the nearest part around it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


class NotYaml(ValueError):
    """The text is not the YAML that is used here."""

    def __init__(self, line: int, reason: str) -> None:
        self.line = line
        super().__init__(reason)


def read_yaml(file: Path) -> Document:
    """The file's value with its lines.

    Raises:
        NotYaml: with the line and the reason.
    """
    try:
        node = yaml.compose(file.read_text(encoding="utf-8"), Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise NotYaml(mark.line + 1 if mark else 1, str(error.problem or error.context)) from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise NotYaml(1, str(error)) from error
    document = Document(None, {})
    document.value = _construct(node, (), document.lines, set()) if node is not None else None
    return document


def _construct(node: yaml.Node, path: Path_, lines: dict[Path_, int], seen: set[int]) -> object:
    line = node.start_mark.line + 1
    lines[path] = line
    if id(node) in seen:
        raise NotYaml(line, "an alias; write the value out")
    seen.add(id(node))
    if isinstance(node, yaml.MappingNode):
        found: dict[str, object] = {}
        for key, value in node.value:
            if key.value in found:
                raise NotYaml(key.start_mark.line + 1, f"the key {key.value!r} stands here twice")
            found[key.value] = _construct(value, (*path, key.value), lines, seen)
            lines[(*path, key.value)] = key.start_mark.line + 1
        return found
    if isinstance(node, yaml.SequenceNode):
        return [_construct(child, (*path, n), lines, seen) for n, child in enumerate(node.value)]
    return _scalar(node)


def _scalar(node: yaml.Node) -> object:
    text = str(node.value)
    if getattr(node, "style", None) in {"'", '"', "|", ">"}:
        return text
    if text in _WORDS:
        return _WORDS[text]
    if _INTEGER.fullmatch(text):
        return int(text)
    if _DECIMAL.fullmatch(text):
        return float(text)
    if _DAY.fullmatch(text):
        try:
            return date.fromisoformat(text)
        except ValueError as error:
            raise NotYaml(node.start_mark.line + 1, f"{text} is not a day of the calendar") from error
    return text
