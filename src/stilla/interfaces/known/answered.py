"""Which answers exist: the commands, lists and pages that a statement's `answered_by` may name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterable

PAGE = "/"
"""What an address of the app begins with; a command begins with `stilla`."""


class Answers(msgspec.Struct, frozen=True):
    """Where a statement is answered: pages of the app, commands, and whether something is still to be built."""

    pages: tuple[str, ...]
    commands: tuple[str, ...]
    not_built: bool


def answers_of(answered_by: Iterable[str]) -> Answers:
    """What `answered_by` names, by kind.

    >>> answers_of(["stilla rls", "/legs", "not built yet"]).pages
    ('/legs',)
    """
    named = tuple(answered_by)
    return Answers(
        tuple(each for each in named if each.startswith(PAGE)),
        tuple(each for each in named if each.startswith("stilla ")),
        not_built="not built yet" in named,
    )


def answers_that_exist() -> frozenset[str]:
    """Every command as it is typed (`stilla rls`, `stilla knowledge list salts`), and every address of the app."""
    from stilla.interfaces.cli.main import COMMANDS  # noqa: PLC0415  # main imports the command that imports this
    from stilla.knowledge.kinds import KINDS  # noqa: PLC0415  # every kind, only here

    kinds = [*KINDS, "medicines"]
    lists = (f"stilla knowledge list {kind}" for kind in kinds)
    return frozenset({*(f"stilla {name}" for name in COMMANDS), *lists, *_addresses(kinds)})


def _addresses(kinds: Iterable[str]) -> Iterable[str]:
    """The addresses of the app that need nothing filled in, and those of the kinds of knowledge."""
    from stilla.interfaces.web.urls import every_address  # noqa: PLC0415  # Django is needed only here

    fixed = (str(each.pattern) for each in every_address())
    yield from (f"/{route}" for route in fixed if "<" not in route)
    yield from (f"/knowledge/{kind}" for kind in kinds)
