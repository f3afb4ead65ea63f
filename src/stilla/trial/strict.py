"""Files of a trial read strictly: every problem at once, with file, line and field; nothing guessed or dropped."""

from __future__ import annotations

import types
from collections.abc import Iterator
from datetime import date
from typing import Any, Literal, TypeVar, Union, get_args, get_origin

import msgspec

from stilla.errors import BadInput, Problem, refuse
from stilla.reading.document import Written, parse_json
from stilla.text import Text

LARGEST = 2_000_000
"""Bytes. The answer of a trial with every night is well below a megabyte."""

_Path = tuple[str | int, ...]
_Read = TypeVar("_Read", bound=msgspec.Struct)

_WORDS: dict[Any, Text] = {
    bool: Text("true or false", "true eller false"),
    int: Text("a whole number", "ett heltal"),
    float: Text("a number", "ett tal"),
    str: Text("text in quotation marks", "text inom citattecken"),
    date: Text("a day such as 2026-11-22", "en dag som 2026-11-22"),
    type(None): Text("null", "null"),
}


def read_struct(content: bytes, of: type[_Read], name: str) -> _Read:
    """A JSON file as a value of one type.

    Args:
        content: the bytes of the file.
        of: the struct it must be.
        name: what to call the file in a sentence.

    Raises:
        BadInput: not UTF-8, not JSON, a field twice, unknown or missing, or of the wrong kind: all of them.
    """
    values = read_json(content, name)
    found = list(_faults(values, of, ()))
    if found:
        written = Written({}, name, _lines(content))
        raise BadInput([Problem(written.where(*path) if path else Text(name, name), says) for path, says in found])
    try:
        return msgspec.convert(values, of)
    except msgspec.ValidationError as error:
        raise refuse(name, f"This cannot be read: {error}", "Filen går inte att läsa.") from error


def read_json(content: bytes, name: str) -> Any:
    """A JSON file as plain values; a field that stands there twice is refused.

    Raises:
        BadInput: too large, not UTF-8, not JSON, NaN or an infinity.
    """
    if len(content) > LARGEST:
        raise refuse(
            name, "This file is too large to be one of a trial.", "Filen är för stor för att höra till försöket."
        )
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise refuse(
            Text(f"{name}, line {line}", f"{name}, rad {line}"),
            "This is not UTF-8 text.",
            "Det här är inte UTF-8-text.",
        ) from error
    return parse_json(text, name)


def _lines(content: bytes) -> dict[_Path, int]:
    """Where each value stands. JSON is YAML too, and the YAML reader knows where it is."""
    import yaml  # noqa: PLC0415  # only where something is wrong

    lines: dict[_Path, int] = {}

    def note(node: yaml.Node, path: _Path) -> None:
        lines[path] = node.start_mark.line + 1
        if isinstance(node, yaml.MappingNode):
            for key, value in node.value:
                note(value, (*path, str(key.value)))
        elif isinstance(node, yaml.SequenceNode):
            for n, child in enumerate(node.value):
                note(child, (*path, n))

    try:
        node = yaml.compose(content.decode(), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
        if node is not None:
            note(node, ())
    except (yaml.YAMLError, RecursionError):
        return {}
    return lines


def _faults(value: Any, of: Any, path: _Path) -> Iterator[tuple[_Path, Text]]:
    """What keeps a plain value from being of a type, deepest place first."""
    origin, inner = get_origin(of), get_args(of)
    if isinstance(of, type) and issubclass(of, msgspec.Struct):
        yield from _struct_faults(value, of, path)
    elif origin in (Union, types.UnionType):
        yield from _union_faults(value, inner, path)
    elif origin in (tuple, dict):
        yield from _container_faults(value, of, path)
    elif origin is Literal:
        if value not in inner or isinstance(value, bool):
            words = ", ".join(str(each) for each in inner)
            yield path, _expected(Text(f"one of {words}", f"något av {words}"))
    elif of is not Any:
        try:
            msgspec.convert(value, of)
        except msgspec.ValidationError:
            yield path, _expected(_WORDS.get(of, Text("something else", "något annat")))


def _union_faults(value: Any, inner: tuple[Any, ...], path: _Path) -> Iterator[tuple[_Path, Text]]:
    kinds = [each for each in inner if each is not type(None)]
    if value is None and len(kinds) < len(inner):
        return
    tries = [list(_faults(value, each, path)) for each in kinds]
    if all(tries):
        yield from min(tries, key=len)


def _container_faults(value: Any, of: Any, path: _Path) -> Iterator[tuple[_Path, Text]]:
    inner = get_args(of)
    if get_origin(of) is dict:
        if not isinstance(value, dict):
            yield path, _expected(Text("an object { … }", "ett objekt { … }"))
            return
        for key, each in value.items():
            yield from _faults(each, inner[1], (*path, key))
        return
    if not isinstance(value, list):
        yield path, _expected(Text("a list [ … ]", "en lista [ … ]"))
        return
    if inner[-1] is not ... and len(value) != len(inner):
        yield path, _expected(Text(f"a list of {len(inner)}", f"en lista med {len(inner)}"))
        return
    for n, each in enumerate(value):
        yield from _faults(each, inner[0] if inner[-1] is ... else inner[n], (*path, n))


def _struct_faults(value: Any, of: type[msgspec.Struct], path: _Path) -> Iterator[tuple[_Path, Text]]:
    if not isinstance(value, dict):
        yield path, _expected(Text("an object { … }", "ett objekt { … }"))
        return
    fields = {each.encode_name: each for each in msgspec.structs.fields(of)}
    found: list[tuple[_Path, Text]] = [
        ((*path, key), Text("This field is not known here.", "Fältet är inte känt här."))
        for key in value
        if key not in fields
    ]
    for name, field in fields.items():
        if name in value:
            found += _faults(value[name], field.type, (*path, name))
        elif field.required:
            found.append((path, Text(f"The field {name} is missing.", f"Fältet {name} saknas.")))
    yield from found or _own_checks(value, of, path)


def _own_checks(value: dict[str, Any], of: type[msgspec.Struct], path: _Path) -> Iterator[tuple[_Path, Text]]:
    """What the struct itself says of values that are of the right kinds (`__post_init__`)."""
    try:
        msgspec.convert(value, of)
    except BadInput as error:
        for problem in error.problems:
            yield path, Text(problem.sentence("en"), problem.sentence("sv"))
    except msgspec.ValidationError:
        return


def _expected(what: Text) -> Text:
    return Text(f"Expected {what.en}.", f"Här ska stå {what.sv}.")
