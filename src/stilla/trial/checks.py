"""One thing that `stilla trial verify` looked at, and how it is said."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import msgspec

from stilla.text import Text

if TYPE_CHECKING:
    from stilla.errors import Problem

What = Literal[
    "protocol", "commitment", "seal", "log", "chain", "diary", "started", "key", "answer", "recomputed", "opened",
    "software",
]  # fmt: skip


class Check(msgspec.Struct, frozen=True):
    """One thing that was looked at."""

    what: What
    ok: bool | None
    """None: there is nothing to check it with yet, or it is only told."""
    says: Text


def good(what: What, en: str, sv: str) -> Check:
    """Looked at, and right."""
    return Check(what, ok=True, says=Text(en, sv))


def bad(what: What, en: str, sv: str) -> Check:
    """Looked at, and wrong."""
    return Check(what, ok=False, says=Text(en, sv))


def told(what: What, en: str, sv: str) -> Check:
    """Told, not judged."""
    return Check(what, ok=None, says=Text(en, sv))


def wrong(what: What, problems: tuple[Problem, ...]) -> list[Check]:
    """What could not be read at all, problem by problem."""
    return [bad(what, each.sentence("en"), each.sentence("sv")) for each in problems]
