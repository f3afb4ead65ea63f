"""Who stands on the card that is carried, the same for every door."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stilla.trial import seal_files as files

if TYPE_CHECKING:
    from pathlib import Path

    from stilla.trial.protocol import Protocol

LONGEST = 60
"""Characters of the helper's name and telephone."""

A_HELPER = "hjälparen · the helper"
"""Who holds the key, on a card in both languages, where no name is known: never nobody."""


def holder_of(plan: Protocol, folder: Path, written: str) -> str:
    """Who holds the key: as it was written, else as the commitment names them; empty where nobody does.

    Args:
        plan: the protocol.
        folder: of the trial.
        written: name and telephone; may be empty.
    """
    said = " ".join(written.split())[:LONGEST]
    return said or (_named(folder, plan.id) if plan.blinding == "helper" else "")


def _named(folder: Path, plan: str) -> str:
    from stilla.trial.seal import read_commitment  # noqa: PLC0415  # only where no name was given

    if (folder / files.COMMITMENT).exists():
        promise = read_commitment(files.read_file(folder / files.COMMITMENT))
        if promise.trial == plan and promise.helper:
            return promise.helper
    return A_HELPER
