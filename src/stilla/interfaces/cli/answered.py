"""Which answers exist: the commands and lists that a claim's `answered_by` may name."""

from __future__ import annotations


def answers_that_exist() -> frozenset[str]:
    """Every command as it is typed: `stilla rls`, `stilla knowledge list salts`."""
    from stilla.interfaces.cli.main import COMMANDS  # noqa: PLC0415  # main imports the command that imports this
    from stilla.knowledge.kinds import KINDS  # noqa: PLC0415

    lists = (f"stilla knowledge list {kind}" for kind in [*KINDS, "medicines"])
    return frozenset({*(f"stilla {name}" for name in COMMANDS), *lists})
