"""The words of the rule language: atoms, and the few ways to join them.

A rule's condition is a small tree. Its leaves are atoms, each one question to the facts about a person. The file form
is described in docs/knowledge.md; `read_tree` turns it into these values or says what is wrong and where.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal

import msgspec

from stilla.kidney import Sex
from stilla.person import LabCode, Route


class Bounds(msgspec.Struct, frozen=True):
    """Limits of a number. Several must all hold."""

    below: float | None = None
    at_least: float | None = None
    above: float | None = None
    at_most: float | None = None


class Takes(msgspec.Struct, frozen=True, tag="takes", tag_field="kind"):
    """Takes a medicine whose ATC code begins with one of `atc` and with none of `except_`."""

    atc: tuple[str, ...]
    except_: tuple[str, ...] = ()
    route: Route | Literal["any"] = "oral"

    def speaks_of(self, code: str) -> bool:
        """Whether a medicine with this ATC code is meant, taken by the right route."""
        return code.startswith(self.atc) and not (self.except_ and code.startswith(self.except_))


class Has(msgspec.Struct, frozen=True, tag="has", tag_field="kind"):
    """Has one of these conditions, or one that counts as it."""

    conditions: tuple[str, ...]


class Lab(msgspec.Struct, frozen=True, tag="lab", tag_field="kind"):
    """The latest value of a test lies within bounds. Too old, undated where age matters, or spoilt is unknown."""

    code: LabCode
    bounds: Bounds
    within_months: int | None = None
    unless: tuple[str, ...] = ()


class Age(msgspec.Struct, frozen=True, tag="age", tag_field="kind"):
    """Age in years lies within bounds."""

    bounds: Bounds


class IsSex(msgspec.Struct, frozen=True, tag="sex", tag_field="kind"):
    """Sex, as the kidney equation and pregnancy need it."""

    sex: Sex


class Dose(msgspec.Struct, frozen=True, tag="dose", tag_field="kind"):
    """Elemental mg a day of all added magnesium lies within bounds."""

    bounds: Bounds


class UsesMagnesium(msgspec.Struct, frozen=True, tag="magnesium", tag_field="kind"):
    """Takes magnesium of one of these forms, by this route, on prescription: whatever is named must fit."""

    form: tuple[str, ...] = ()
    route: Route | None = None
    prescribed: bool | None = None


Atom = Takes | Has | Lab | Age | IsSex | Dose | UsesMagnesium


class All(msgspec.Struct, frozen=True, tag="all", tag_field="kind"):
    """Every one."""

    of: tuple[Node, ...]


class AnyOf(msgspec.Struct, frozen=True, tag="any", tag_field="kind"):
    """At least one."""

    of: tuple[Node, ...]


class NoneOf(msgspec.Struct, frozen=True, tag="none", tag_field="kind"):
    """Not one."""

    of: tuple[Node, ...]


class Stated(msgspec.Struct, frozen=True, tag="stated", tag_field="kind"):
    """Known to be true. Turns unknown into false, for facts that only ever relieve (a pacemaker) or only add."""

    of: Node


Node = All | AnyOf | NoneOf | Stated | Takes | Has | Lab | Age | IsSex | Dose | UsesMagnesium

ATOMS = (Takes, Has, Lab, Age, IsSex, Dose, UsesMagnesium)
JOINS: dict[str, type[All | AnyOf | NoneOf]] = {"all": All, "any": AnyOf, "none": NoneOf}
WORDS = (*JOINS, "stated", "meets", "takes", "has", "lab", "age", "sex", "dose", "magnesium")

Definitions = Mapping[str, object]
"""Named conditions that several rules share, as written; `meets: name` stands for one of them."""


class NotARule(ValueError):
    """The condition of a rule is not written in the rule language."""


def atoms(node: Node) -> Iterator[Atom]:
    """Every atom of a tree, from left to right."""
    if isinstance(node, All | AnyOf | NoneOf):
        for child in node.of:
            yield from atoms(child)
    elif isinstance(node, Stated):
        yield from atoms(node.of)
    else:
        yield node


def read_tree(written: object, definitions: Definitions) -> Node:
    """A rule's condition from its file form.

    Raises:
        NotARule: with what was found and what the language knows.

    >>> read_tree({"has": ["dialysis"]}, {})
    Has(conditions=('dialysis',))
    """
    if not isinstance(written, dict) or len(written) != 1:
        raise NotARule(f"a condition is one word with its value, such as `has: [ckd]`; found {str(written)[:60]}")
    ((word, value),) = written.items()
    if word in JOINS:
        if not isinstance(value, list) or not value:
            raise NotARule(f"`{word}` takes a list with at least one condition")
        return JOINS[word](tuple(read_tree(each, definitions) for each in value))
    if word == "stated":
        return Stated(read_tree(value, definitions))
    if word == "meets":
        if value not in definitions:
            raise NotARule(f"there is no definition called {value!r}")
        return read_tree(definitions[str(value)], {k: v for k, v in definitions.items() if k != value})
    return _read_atom(str(word), value)


def _read_atom(word: str, value: object) -> Atom:
    try:
        match word:
            case "takes":
                return _takes(value)
            case "has":
                return Has(_strings(value))
            case "lab":
                return _lab(value)
            case "age":
                return Age(_bounds(value))
            case "dose":
                return Dose(_bounds(value))
            case "sex":
                return IsSex(msgspec.convert(value, Sex))
            case "magnesium":
                return msgspec.convert(
                    _only(value, UsesMagnesium.__struct_fields__) | {"kind": "magnesium"}, UsesMagnesium
                )
    except msgspec.ValidationError as error:
        raise NotARule(f"`{word}`: {error}") from error
    raise NotARule(f"{word!r} is not a word of the rule language; the words are {', '.join(WORDS)}")


def _takes(value: object) -> Takes:
    if not isinstance(value, dict):
        return Takes(_strings(value))
    fields = _only(value, ("atc", "except", "route"))
    return Takes(
        _strings(fields.get("atc")),
        _strings(fields["except"]) if "except" in fields else (),
        msgspec.convert(fields.get("route", "oral"), Route | Literal["any"]),
    )


def _lab(value: object) -> Lab:
    fields = _only(value, ("code", "within_months", "unless", *Bounds.__struct_fields__))
    return Lab(
        msgspec.convert(fields.get("code"), LabCode),
        _bounds({k: v for k, v in fields.items() if k in Bounds.__struct_fields__}),
        msgspec.convert(fields.get("within_months"), int | None),
        _strings(fields["unless"]) if "unless" in fields else (),
    )


def _bounds(value: object) -> Bounds:
    fields = _only(value, Bounds.__struct_fields__)
    if not fields:
        raise NotARule(f"give at least one of {', '.join(Bounds.__struct_fields__)}")
    return msgspec.convert(fields, Bounds)


def _strings(value: object) -> tuple[str, ...]:
    found = msgspec.convert([value] if isinstance(value, str) else value, tuple[str, ...])
    if not found:
        raise NotARule("an empty list can never hold")
    return found


def _only(value: object, known: tuple[str, ...]) -> dict[str, object]:
    if not isinstance(value, dict):
        raise NotARule(f"expected fields ({', '.join(known)}), found {str(value)[:40]}")
    for name in value:
        if name not in known:
            raise NotARule(f"{name!r} is not known here; the fields are {', '.join(known)}")
    return dict(value)
